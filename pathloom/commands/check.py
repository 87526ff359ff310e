"""`pathloom check`: for domain experts who add or correct labels, requirements and matches in tables."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import chosen_language, say
from pathloom.commands._output import print_json

if TYPE_CHECKING:
    from ontology import CurationGraph

#: Exit status when the tables have faults; the command itself did its work.
FAULTS_FOUND = 1


@click.command(
    "check",
    help=say(
        "Check a folder of curation tables (labels.csv, requirements.csv, matches.csv); exit status 1 when something "
        "is found. Ids are looked up in the store.",
        "检查编审表格文件夹（labels.csv、requirements.csv、matches.csv）；发现问题时退出状态为 1。标识在存储中查找。",
    ),
)
@click.argument("folder", type=click.Path(readable=False, path_type=Path))
@click.option(
    "--against",
    metavar="STORE",
    help=say(
        "Store to look ids up in: address or SQLite file; default: the configured one, where there is one.",
        "用于查找标识的存储：地址或 SQLite 文件；默认使用已配置的存储（若有）。",
    ),
)
@shared_options
@pass_options
def check_command(options: Options, folder: Path, against: str | None) -> int:
    """Documented in `help`."""
    from ontology import check_curation

    # An address given on the command line must be there; the configured store may not exist yet.
    named = against or options.store
    if against:
        options.store = against if "://" in against else f"sqlite:///{against}"
    graph = _graph(options, must_exist=bool(named))
    # The day of the machine: an expert's calendar, not UTC's.
    curation = check_curation(folder, today=date.today(), graph=graph)  # noqa: DTZ011
    faults, store = curation.faults, options.settings().store_shown if graph is not None else None
    if options.as_json:
        print_json({
            "ok": not faults, "store": store, "changes": len(curation.changes),
            "faults": [fault.to_json() for fault in faults],
        })  # fmt: skip
        return FAULTS_FOUND if faults else 0
    for fault in faults:
        click.echo(fault.told(chosen_language()))
    if store is None:
        click.echo(say(
            "There is no store yet, so ids were checked for their form alone.",
            "还没有存储，标识只检查了写法。",
        ), err=True)  # fmt: skip
    count, changes = len(faults), len(curation.changes)
    click.echo(
        say(f"{count} {'fault' if count == 1 else 'faults'} in the tables.", f"表格中有 {count} 处问题。")
        if faults
        else say(f"The tables are in order: {changes} changes.", f"表格没有问题，共 {changes} 处改动。")
    )
    return FAULTS_FOUND if faults else 0


def _graph(options: Options, *, must_exist: bool) -> "CurationGraph | None":
    from graph.errors import StoreMissingError
    from pathloom._curation import curation_graph
    from pathloom._stores import open_configured

    try:
        with open_configured(options.settings()) as store:
            return curation_graph(store)
    except StoreMissingError:
        if must_exist:
            raise
        return None
