"""`pathloom record` and `replay`: decisions written down so that they can be repeated years later."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._fields import Fields
from pathloom._language import chosen_language, say
from pathloom._written import write_whole
from pathloom.commands._output import parse_day, print_json, read_bytes, read_json_object

if TYPE_CHECKING:
    from policy.records import DecisionRecord, Provenance

_FILE = click.Path(readable=False, path_type=Path)
#: Exit status of a replay that gives another answer, or of a record that was changed after it was written.
DIFFERS = 6


@click.command(
    "record",
    help=say(
        "Decide benefits and write a decision record: facts, rules with content, trace, digests.",
        "核对待遇并写出决定记录：事实、规则全文、推理过程与摘要。",
    ),
)
@click.option("--facts", type=_FILE, required=True, metavar="FILE.json")
@click.option("--on", "on", required=True, metavar="YYYY-MM-DD", help=say("Day of the question.", "所问日期。"))
@click.option("--jurisdiction", metavar="CODE", help=say("CN-410100, US-NY ...", "CN-410100、US-NY 等。"))
@click.option(
    "--benefit",
    "benefits",
    multiple=True,
    metavar="ID",
    help=say("Only these; may be repeated.", "只记录这些，可重复。"),
)
@click.option("--known-at", metavar="YYYY-MM-DD", help=say("Rules as held on that day.", "按该日所知的规定。"))
@click.option(
    "--case", "case", metavar="TEXT", help=say("Your case reference; else none is kept.", "案件编号，不填则不保存。")
)
@click.option(
    "--by", "by", metavar="TEXT", default="", help=say("Who records; only with --case.", "记录人，须与 --case 同用。")
)
@click.option("--out", type=_FILE, required=True, metavar="FILE.json")
@click.option("--page", type=_FILE, metavar="FILE.html", help=say("Also a page to print.", "另存可打印网页。"))
@shared_options
@pass_options
def record_command(
    options: Options,
    facts: Path,
    on: str,
    jurisdiction: str | None,
    benefits: tuple[str, ...],
    known_at: str | None,
    case: str | None,
    by: str,
    out: Path,
    page: Path | None,
) -> None:
    """Documented in `help`."""
    from pathloom._profiles import facts_and_place
    from policy import load_rule_base
    from policy.records import Case, make_record

    if by and not case:
        raise click.UsageError(say("--by needs --case.", "--by 须与 --case 同用。"))
    document = dict(read_json_object(facts))
    told = _provenance(Fields(document, str(facts)).inner("provenance"))
    document.pop("provenance", None)
    given, place = facts_and_place(document, jurisdiction, file=facts)
    record = make_record(
        load_rule_base(),
        given,
        on=parse_day(on),
        jurisdiction=place,
        recorded_at=datetime.now(UTC),
        benefits=benefits,
        known_at=parse_day(known_at) if known_at else None,
        provenance=told,
        case=Case(case, by) if case else None,
    )
    write_whole(out, record.to_text().encode(), private=True)
    if page is not None:
        _print_page(record, page)
    verdicts = {item["benefit_id"]: item["verdict"] for item in record.document["decisions"]}
    if options.as_json:
        print_json({"file": str(out), "digest": record.digest, "verdicts": verdicts})
    else:
        click.echo(say(f"{out} written, digest {record.digest}", f"已写出 {out}，摘要 {record.digest}"))
        for benefit, verdict in verdicts.items():
            click.echo(f"  {benefit}: {_verdict(verdict)}")


@click.command(
    "replay",
    help=say(
        "Re-evaluate a decision record from the rules inside it, and on the rules of today.\n\n"
        "Exit status 0: the same answer; 6: another answer, or the record was altered.",
        "用决定记录内附的规则重算，并与现行规则比较。\n\n退出状态 0：结论相同；6：结论不同或记录被改动。",
    ),
)
@click.argument("file", type=_FILE)
@click.option("--page", type=_FILE, metavar="FILE.html", help=say("Also a page to print.", "另存可打印网页。"))
@shared_options
@pass_options
def replay_command(options: Options, file: Path, page: Path | None) -> int:
    """Documented in `help`."""
    from policy import load_rule_base
    from policy.records import read_record, replay

    record = read_record(read_bytes(file))
    found = replay(record, today=load_rule_base())
    if page is not None:
        _print_page(record, page)
    if options.as_json:
        from pathloom._replays import replay_to_json

        print_json(replay_to_json(found))
    else:
        from pathloom._replays import replay_text

        click.echo(replay_text(found, chosen_language()))
    return 0 if found.outcome == "same" else DIFFERS


def _verdict(verdict: str) -> str:
    words = {"eligible": ("eligible", "符合"), "not_eligible": ("not eligible", "不符合")}
    return say(*words.get(verdict, ("cannot be said yet", "尚不能判断")))


def _provenance(told: Fields | None) -> "Mapping[str, Provenance]":
    """`{fact: {"kind", "by", "at", "evidence"}}` of a facts file."""
    from policy.records import Provenance

    if told is None:
        return {}
    found = {}
    for name in told.values:
        entry = told.inner(name)
        if entry is None:
            continue
        entry.only({"kind", "by", "at", "evidence"})
        kind = entry.text("kind", "declared")
        if kind not in {"declared", "record", "derived"}:
            raise entry.refuse("kind", "declared, record or derived")
        at = entry.optional_text("at")
        found[name] = Provenance(kind, entry.text("by"), parse_day(at) if at else None, entry.text("evidence"))
    return found


def _print_page(record: "DecisionRecord", page: Path) -> None:
    from policy.records import record_page

    write_whole(page, record_page(record, language=chosen_language()).encode(), private=True)
