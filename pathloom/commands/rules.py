"""`pathloom rules`: for people who write rule files."""

from pathlib import Path

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import chosen_language, say
from pathloom.commands._output import print_json

#: Exit status when the files have faults; the command itself did its work.
FAULTS_FOUND = 1


@click.group("rules", help=say("Work on rule files.", "编写与检查规则文件。"))
def rules_command() -> None:
    """Documented in `help`."""


@rules_command.command(
    "check",
    help=say(
        "Check rule files against the house rules; exit status 1 when something is found.",
        "按规则编写约定检查规则文件；发现问题时退出状态为 1。",
    ),
)
@click.option(
    "--directory",
    type=click.Path(readable=False, path_type=Path),
    metavar="DIR",
    help=say(
        "Folder with facts/, rules/ and examples/; default: what ships.",
        "含 facts/、rules/、examples/ 的文件夹，默认随包规则。",
    ),
)
@shared_options
@pass_options
def check_command(options: Options, directory: Path | None) -> int:
    """Documented in `help`."""
    from policy import HOUSE_RULES, check_rules, finding_to_json

    findings = check_rules(directory)
    if options.as_json:
        print_json({"ok": not findings, "findings": [finding_to_json(finding) for finding in findings]})
        return FAULTS_FOUND if findings else 0
    language = chosen_language()
    for finding in findings:
        text = finding.zh if language == "zh" else finding.en
        place = finding.place or say("(file not known)", "（文件未知）")
        click.echo(f"{place}: {finding.where}: {HOUSE_RULES[finding.rule][language]}: {text}")
    count = len(findings)
    click.echo(
        say(f"{count} faults in the rule files.", f"规则文件中有 {count} 处问题。")
        if findings
        else say("The rule files are in order.", "规则文件没有问题。")
    )
    return FAULTS_FOUND if findings else 0
