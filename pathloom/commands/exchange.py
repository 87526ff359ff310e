"""`pathloom exchange`: OpenFisca tests in, public-service RDF and DMN decision tables out."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import chosen_language, say
from pathloom.commands._output import parse_day, print_json

if TYPE_CHECKING:
    from policy.exchange import CaseResult

_FILE = click.Path(readable=False, path_type=Path)
#: Exit status when a test of the other model did not pass.
NOT_ALL_PASSED = 6
_MARKS = {"pass": ("pass", "通过"), "fail": ("FAIL", "不符"), "unmapped": ("not mapped", "未映射"),
          "error": ("ERROR", "出错")}  # fmt: skip


@click.group("exchange", help=say("Exchange rules with other systems.", "与其他系统交换规则。"))
def exchange_command() -> None:
    """Documented in `help`."""


@exchange_command.command(
    "openfisca",
    help=say(
        "Run OpenFisca YAML tests against our rules.\n\nExit status 0: all mapped ones pass; 6: one fails or errs.",
        "用我们的规则运行 OpenFisca YAML 测试。\n\n退出状态 0：已映射的全部通过；6：有不符或出错。",
    ),
)
@click.argument("files", type=_FILE, nargs=-1, required=True)
@click.option("--mapping", type=_FILE, required=True, metavar="FILE.yaml")
@click.option("--rules", type=_FILE, metavar="DIR", help=say("Another rule directory.", "另一规则目录。"))
@shared_options
@pass_options
def openfisca_command(options: Options, files: tuple[Path, ...], mapping: Path, rules: Path | None) -> int:
    """Documented in `help`."""
    from policy import load_rule_base
    from policy.exchange import read_mapping, run_openfisca_tests

    rule_base = load_rule_base(rules)
    report = run_openfisca_tests(rule_base, files, read_mapping(mapping, rule_base))
    counts = {status: report.count(status) for status in _MARKS}
    if options.as_json:
        print_json({"counts": counts, "results": [_row(result) for result in report.results]})
    else:
        for result in report.results:
            click.echo(_line(result))
        click.echo(" · ".join(f"{say(*_MARKS[status])} {count}" for status, count in counts.items()))
    return NOT_ALL_PASSED if counts["fail"] or counts["error"] else 0


@exchange_command.command(
    "cpsv", help=say("Write the rules as CPSV-AP, CCCEV and ELI.", "把规则写成 CPSV-AP、CCCEV 与 ELI。")
)
@click.argument("directory", type=_FILE)
@shared_options
@pass_options
def cpsv_command(options: Options, directory: Path) -> None:
    """Documented in `help`."""
    from pathloom._written import write_whole
    from policy import load_rule_base
    from policy.exchange import cpsv_graph, cpsv_json_ld, cpsv_turtle

    graph = cpsv_graph(load_rule_base())
    files = {"pathloom-services.ttl": cpsv_turtle(graph), "pathloom-services.jsonld": cpsv_json_ld(graph)}
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_whole(directory / name, text.encode())
    written = [str(directory / name) for name in files]
    if options.as_json:
        print_json({"files": written, "triples": len(graph)})
    else:
        click.echo("\n".join(written))


@exchange_command.command(
    "dmn", help=say("Write one provision as a DMN 1.3 decision table.", "把一条规定写成 DMN 1.3 决策表。")
)
@click.argument("benefit")
@click.option(
    "--jurisdiction", required=True, metavar="CODE", help=say("CN-410100, US-NY ...", "CN-410100、US-NY 等。")
)
@click.option("--on", "on", required=True, metavar="YYYY-MM-DD", help=say("Values of that day.", "按该日的数值。"))
@click.option("--slot", default="eligibility", show_default=True, metavar="NAME")
@click.option("--out", type=_FILE, required=True, metavar="FILE.dmn")
@shared_options
@pass_options
def dmn_command(options: Options, benefit: str, jurisdiction: str, on: str, slot: str, out: Path) -> None:
    """Documented in `help`."""
    from pathloom._written import write_whole
    from policy import load_rule_base
    from policy.exchange import dmn_document

    document = dmn_document(
        load_rule_base(), benefit, on=parse_day(on), jurisdiction=jurisdiction, slot=slot, language=chosen_language()
    )
    write_whole(out, document)
    if options.as_json:
        print_json({"file": str(out), "bytes": len(document)})
    else:
        click.echo(str(out))


def _row(result: "CaseResult") -> dict[str, Any]:
    return {
        "file": result.file,
        "test": result.test,
        "person": result.person,
        "variable": result.variable,
        "period": result.period,
        "status": result.status,
        "expected": result.expected,
        "found": result.found,
        "why": dict(result.why) if result.why else None,
    }


def _line(result: "CaseResult") -> str:
    head = f"{say(*_MARKS[result.status])}: {result.file} · {result.test} · {result.person} · {result.variable}"
    if result.status == "pass":
        return f"{head} = {result.expected}"
    why = result.why[chosen_language()] if result.why else ""
    return f"{head} {result.period}: {result.expected} / {result.found}. {why}"
