"""`pathloom diff` and `pathloom migrate`: what a release of a classification changed, and the store brought to it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import chosen_language, say
from pathloom.commands._output import StageBar, print_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ontology import Release, ReleaseChanges, Successor

_PATH = click.Path(readable=False, path_type=Path)
_FILES = click.option(
    "--files",
    type=_PATH,
    metavar="DIR",
    help=say(
        "Folder with official zips or folders like v1.2.0_en (default: esco in the home).",
        "官方压缩包或 v1.2.0_en 一类文件夹所在的目录（默认为主目录下的 esco）。",
    ),
)


@click.group("diff", help=say("Compare two releases of a classification.", "比较分类的两个版本。"))
@shared_options
def diff_command() -> None:
    """Documented in `help`."""


@diff_command.command("esco", help=say("What changed between two releases of ESCO.", "ESCO 两个版本之间的变化。"))
@click.argument("before")
@click.argument("after")
@_FILES
@click.option("--examples", type=click.IntRange(0), default=5, help=say("How many of each to show.", "每类显示几条。"))
@shared_options
@pass_options
def diff_esco_command(options: Options, before: str, after: str, files: Path | None, examples: int) -> None:
    """Documented in `help`."""
    from ontology import Release, compare_releases
    from pathloom._releases import find_release
    from pathloom._render_releases import changes_document, changes_lines

    settings = options.settings()
    folder = files or settings.home / "esco"
    # Both are found before either is read, which takes seconds.
    sides = [find_release(name, folder, settings) for name in (before, after)]
    old, new = (Release.of(side.records) for side in sides)
    changes = compare_releases(old, new)
    successors = _successors(old, new, changes, sides[0].version, sides[1].version)
    versions = [(side.version, side.where) for side in sides]
    if options.as_json:
        print_json(changes_document(changes, successors, versions))
        return
    for line in changes_lines(changes, successors, versions, (old, new), examples=examples, language=chosen_language()):
        click.echo(line)


def _successors(
    old: "Release", new: "Release", changes: "ReleaseChanges", before: str, after: str
) -> "Mapping[str, Successor | None]":
    """Checked successors, and proposals for retired concepts that nobody has checked."""
    from ontology import propose_successors, read_successors

    checked = read_successors(before, after)
    if all(concept.id in checked for concept in changes.retired):
        return {concept.id: checked[concept.id] for concept in changes.retired}
    proposed = propose_successors(old, new)
    return {concept.id: checked.get(concept.id) or proposed.get(concept.id) for concept in changes.retired}


@click.group(
    "migrate", help=say("Bring the store to a later release of a classification.", "把存储迁移到分类的新版本。")
)
@shared_options
def migrate_command() -> None:
    """Documented in `help`."""


@migrate_command.command(
    "esco", help=say("One transaction; a second run changes nothing.", "一个事务；重复运行不再改变。")
)
@click.option("--to", "target", required=True, metavar="X.Y", help=say("The later release.", "目标版本。"))
@_FILES
@click.option(
    "--ended-on", metavar="YYYY-MM-DD",
    help=say("Day from which retired concepts no longer hold, for a release we do not know.",
             "已停用概念的失效日；仅用于本程序不了解的版本。"),
)  # fmt: skip
@shared_options
@pass_options
def migrate_esco_command(options: Options, target: str, files: Path | None, ended_on: str | None) -> None:
    """Documented in `help`."""
    from pathloom._migration import migrate_esco
    from pathloom._render_releases import migration_document, migration_lines

    settings = options.settings()
    day = _day(ended_on) if ended_on else None
    with StageBar(f"ESCO {target}"):
        done = migrate_esco(settings, target, files or settings.home / "esco", ended_on=day)
    if options.as_json:
        print_json(migration_document(done))
        return
    for line in migration_lines(done, chosen_language()):
        click.echo(line)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(
            say(f"{text!r} is no day like 2024-05-15.", f"{text!r} 不是 2024-05-15 这样的日期。"),
            param_hint="--ended-on",
        ) from error
