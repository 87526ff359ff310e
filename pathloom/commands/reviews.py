"""`pathloom reviews`: the four-eyes queue of decisions that two people must look at."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import say
from pathloom._reviews import Opinion, Review, ReviewQueue, State
from pathloom.commands._output import print_json, read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

_FILE = click.Path(readable=False, path_type=Path)
_BY = click.option("--by", required=True, metavar="NAME", help=say("Who does it.", "由谁操作。"))
_WORDS = {
    "open": ("open", "待复核"),
    "first_opinion": ("one opinion given", "已有一人意见"),
    "agreed": ("both agree", "两人一致"),
    "disagreed": ("they disagree", "两人不一致"),
    "settled": ("settled", "已结案"),
    "erased": ("erased", "已删除"),
    "approve": ("approve", "同意采用"),
    "reject": ("reject", "不同意"),
    "needs_facts": ("needs more facts", "需补充事实"),
    "added": ("added", "加入"),
    "opinion": ("opinion", "意见"),
    "asked": ("asked for by a person", "人工提出"),
    "hidden": ("(shown once both are there)", "（两份意见齐备后显示）"),
}


@click.group(
    "reviews",
    help=say(
        "Decisions that two different people must look at.\n\n"
        "open -> first_opinion -> agreed | disagreed -> settled; a third person settles a disagreement.",
        "须由两名不同人员复核的决定。\n\n"
        "open → first_opinion → agreed | disagreed → settled；意见不一致时由第三人裁定。",
    ),
)
def reviews_command() -> None:
    """Documented in `help`."""


def _opinion_option(*, required: bool) -> "Callable[[Any], Any]":
    return click.option(
        "--opinion",
        type=click.Choice([item.value for item in Opinion]),
        required=required,
        help=say("Whether the recorded answer may be used.", "记录的结论能否采用。"),
    )


@reviews_command.command("add", help=say("Put a decision of a record into the queue.", "把记录中的一项决定加入队列。"))
@click.argument("file", type=_FILE)
@click.option("--benefit", required=True, metavar="ID")
@_BY
@click.option(
    "--consent", default="", metavar="TEXT", help=say("Where the person's consent is kept.", "本人同意书存放处。")
)
@click.option("--why", default="", metavar="TEXT", help=say("Why, beside what the record itself says.", "补充理由。"))
@shared_options
@pass_options
def add_command(options: Options, file: Path, benefit: str, by: str, consent: str, why: str) -> None:
    """Documented in `help`."""
    from policy.records import read_record

    record = read_record(read_bytes(file))
    _tell(options, _queue(options).add(record, benefit, by=by, consent=consent, why=why, at=_now()))


@reviews_command.command("list", help=say("The queue, oldest first.", "列出队列，最早的在前。"))
@click.option("--state", type=click.Choice([item.value for item in State]))
@shared_options
@pass_options
def list_command(options: Options, state: str | None) -> None:
    """Documented in `help`."""
    found = _queue(options).list(state=State(state) if state else None)
    if options.as_json:
        print_json({"reviews": [_to_json(item, whole=False) for item in found]})
        return
    for item in found:
        click.echo(_line(item))


@reviews_command.command("show", help=say("One review with its steps and record.", "显示一项复核及其过程与记录。"))
@click.argument("review")
@click.option("--page", type=_FILE, metavar="FILE.html", help=say("Write the record as a page.", "另存记录网页。"))
@shared_options
@pass_options
def show_command(options: Options, review: str, page: Path | None) -> None:
    """Documented in `help`."""
    from policy.records import read_record, record_page, record_text

    found = _queue(options).show(review)
    record = read_record(found.record.encode()) if found.record else None
    language = options.settings().language
    if page is not None and record is not None:
        from pathloom._written import write_whole

        write_whole(page, record_page(record, language=language).encode(), private=True)
    if options.as_json:
        print_json(_to_json(found, whole=True))
        return
    _tell(options, found)
    if record is not None:
        click.echo("\n" + record_text(record, language=language))


@reviews_command.command("decide", help=say("Give your opinion on a review.", "对一项复核给出意见。"))
@click.argument("review")
@_BY
@_opinion_option(required=True)
@click.option("--why", required=True, metavar="TEXT")
@shared_options
@pass_options
def decide_command(options: Options, review: str, by: str, opinion: str, why: str) -> None:
    """Documented in `help`."""
    _tell(options, _queue(options).decide(review, by=by, opinion=Opinion(opinion), why=why, at=_now()))


@reviews_command.command("settle", help=say("Close a review that has both opinions.", "对已有两份意见的复核结案。"))
@click.argument("review")
@_BY
@_opinion_option(required=False)
@click.option("--why", required=True, metavar="TEXT")
@shared_options
@pass_options
def settle_command(options: Options, review: str, by: str, opinion: str | None, why: str) -> None:
    """Documented in `help`."""
    chosen = Opinion(opinion) if opinion else None
    _tell(options, _queue(options).settle(review, by=by, opinion=chosen, why=why, at=_now()))


@reviews_command.command("erase", help=say("Erase the person's record and all texts.", "删除本人记录与全部文字。"))
@click.argument("review")
@_BY
@shared_options
@pass_options
def erase_command(options: Options, review: str, by: str) -> None:
    """Documented in `help`."""
    queue = _queue(options)
    queue.erase(review, by=by, at=_now())
    _tell(options, queue.show(review))


def _queue(options: Options) -> ReviewQueue:
    return ReviewQueue(options.settings().home)


def _now() -> datetime:
    return datetime.now(UTC)


def _tell(options: Options, review: Review) -> None:
    if options.as_json:
        print_json(_to_json(review, whole=False))
        return
    click.echo(_line(review))
    for step in review.steps:
        opinion = say(*_WORDS[step.opinion]) if step.opinion else ""
        hidden = step.what == "opinion" and step.opinion is None
        told = say(*_WORDS["hidden"]) if hidden else step.why
        click.echo(f"  {step.at} {step.who}: {say(*_WORDS[step.what])} {opinion} {told}".rstrip())


def _line(review: Review) -> str:
    from policy.records._words import CONCERNS

    language = say("en", "zh")
    reasons = [CONCERNS[code][language] if code in CONCERNS else say(*_WORDS[code]) for code in review.concerns]
    outcome = f" ({say(*_WORDS[review.outcome])})" if review.outcome else ""
    return f"{review.id} {review.benefit}: {say(*_WORDS[review.state.value])}{outcome} {' '.join(reasons)}".rstrip()


def _to_json(review: Review, *, whole: bool) -> dict[str, Any]:
    """A review as JSON; `whole` adds the record, which holds the person's facts."""
    document: dict[str, Any] = {
        "id": review.id,
        "benefit": review.benefit,
        "state": review.state.value,
        "concerns": list(review.concerns),
        "digest": review.digest,
        "consent": review.consent,
        "outcome": review.outcome,
        "steps": [
            {"at": step.at, "who": step.who, "what": step.what, "opinion": step.opinion, "why": step.why}
            for step in review.steps
        ],
    }
    if whole:
        import json

        document["record"] = json.loads(review.record) if review.record else None
    return document
