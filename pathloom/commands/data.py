"""`pathloom stats`, `train`, `export` and `doctor`: the data and what was built from it."""

from datetime import date
from pathlib import Path

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import chosen_language, say
from pathloom.commands._output import StageBar, print_json


@click.command("stats", help=say("Count nodes, edges and sources.", "统计节点、边与来源。"))
@click.option(
    "--figures",
    is_flag=True,
    help=say("Share of occupations that have each figure.", "具有各项数据的职业比例。"),
)
@click.option(
    "--coverage",
    is_flag=True,
    help=say(
        "Per classification, share with labels, wage, exposure, requirements; records per source.",
        "各分类中有名称、工资、影响指数、技能要求的比例，以及各来源的记录数。",
    ),
)
@shared_options
@pass_options
def stats_command(options: Options, figures: bool, coverage: bool) -> None:
    """Documented in `help`."""
    if figures and coverage:
        raise click.UsageError(say("Give one of --figures and --coverage.", "--figures 与 --coverage 只能用一个。"))
    if figures or coverage:
        _show_coverage(options, figures=figures)
        return
    with options.engine() as engine:
        document = engine.statistics()
    if options.as_json:
        print_json(document)
        return
    click.echo(say(f"Store version {document['version']}", f"存储版本 {document['version']}"))
    for part, title in (("nodes", say("Nodes", "节点")), ("edges", say("Edges", "边"))):
        counts = document[part]
        click.echo(f"{title}:")
        if isinstance(counts, dict):
            for name, count in counts.items():
                click.echo(f"  {name:<20} {count:>10,}")


def _show_coverage(options: Options, *, figures: bool) -> None:
    from pathloom._coverage import scheme_coverage
    from pathloom._figures import figure_coverage
    from pathloom._render_coverage import coverage_lines, scheme_lines
    from pathloom._stores import open_configured

    on = date.today()  # noqa: DTZ011 -- a day has no zone
    with open_configured(options.settings()) as store:
        if figures:
            found = figure_coverage(store, on=on)
            document, lines = found.document(), coverage_lines(found, chosen_language())
        else:
            covered = scheme_coverage(store, on=on)
            document, lines = covered.document(), scheme_lines(covered, chosen_language())
    if options.as_json:
        print_json(document)
        return
    for line in lines:
        click.echo(line)


@click.command(
    "train",
    help=say(
        "Train graph embeddings and calibrate scores (extra: train).", "训练图嵌入并校准评分（需 train 附加包）。"
    ),
)
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=2026, show_default=True)
@click.option(
    "--starter",
    is_flag=True,
    help=say("Train the vectors that ship, on a fresh starter graph.", "在全新的起始图谱上训练随包发布的向量。"),
)
@click.option("--out", type=click.Path(readable=False, path_type=Path), default=None, metavar="DIR")
@shared_options
@pass_options
def train_command(options: Options, seed: int, starter: bool, out: Path | None) -> None:
    """Documented in `help`."""
    from pathloom._training import train_on_starter, train_on_store

    with StageBar(say("training", "训练")):
        settings = options.settings()
        train = train_on_starter if starter else train_on_store
        card = train(settings, seed=seed, out=out)
    if options.as_json:
        print_json(card)
        return
    for name, value in card.items():
        click.echo(f"{name}: {value}")


@click.command("export", help=say("Write the graph into a folder.", "把图谱写入文件夹。"))
@click.argument("form", type=click.Choice(["rdf", "nt", "ttl", "jsonld", "graphml", "csv"]))
@click.argument("directory", type=click.Path(readable=False, path_type=Path))
@shared_options
@pass_options
def export_command(options: Options, form: str, directory: Path) -> None:
    """Documented in `help`."""
    from pathloom._exports import export

    files = export(options.settings(), form, directory)
    if options.as_json:
        print_json({"files": [str(file) for file in files]})
        return
    for file in files:
        click.echo(str(file))


@click.command(
    "doctor",
    help=say(
        "Check Python, packages, store, vectors and port; fails if something is missing.",
        "检查 Python、依赖、存储、向量与端口；有缺失则失败。",
    ),
)
@shared_options
@pass_options
def doctor_command(options: Options) -> int:
    """Documented in `help`."""
    from pathloom._doctor import examine

    findings = examine(options.settings())
    sound = all(finding.ok or not finding.needed for finding in findings)
    if options.as_json:
        rows = [
            {"check": item.check, "ok": item.ok, "needed": item.needed, "found": item.found, "advice": item.advice}
            for item in findings
        ]
        print_json({"ok": sound, "checks": rows})
    else:
        for item in findings:
            mark = "ok " if item.ok else ("!! " if item.needed else "-- ")
            click.echo(f"{mark} {item.title(chosen_language()):<28} {item.found}")
            if not item.ok and item.advice:
                click.echo(f"     {item.advice}")
    return 0 if sound else 5
