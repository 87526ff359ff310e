"""`pathloom extract`, `paths` and `plan`: one person's answers."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import chosen_language, say
from pathloom.commands._output import parse_day, print_json, read_bytes, read_json_object
from pathloom.errors import WrongDocumentError

if TYPE_CHECKING:
    from ontology import PostingProfile, Profile
    from pathloom._engine import Engine
    from reasoning.answers import Constraints

_FILE = click.Path(readable=False, path_type=Path)


@click.command(
    "extract",
    help=say(
        "Read a document: a profile or a posting, each statement with evidence.",
        "读取文档：画像或招聘信息，每条陈述附证据。",
    ),
)
@click.argument("file", type=_FILE)
@shared_options
@pass_options
def extract_command(options: Options, file: Path) -> None:
    """Documented in `help`."""
    with options.engine() as engine:
        found = _read(engine, file)
        if options.as_json:
            from reasoning import to_json

            print_json(to_json(found))
        else:
            from pathloom._render import statement_text

            click.echo(statement_text(found, engine.snapshot, chosen_language()))


def _read(engine: "Engine", file: Path) -> "Profile | PostingProfile":
    from extraction import DEFAULT_LIMITS
    from extraction.errors import DocumentTooLargeError

    data = read_bytes(file, most=DEFAULT_LIMITS.max_bytes, too_large=DocumentTooLargeError)
    return engine.extract(data, name=file.name)


def _profile(engine: "Engine", resume: Path | None, profile: Path | None) -> "Profile":
    from ontology import Profile
    from pathloom._profiles import parse_profile

    if (resume is None) == (profile is None):
        raise click.UsageError(say("Give --resume or --profile.", "请给出 --resume 或 --profile。"))
    if profile is not None:
        return parse_profile(read_json_object(profile), engine.snapshot, file=profile)
    assert resume is not None  # noqa: S101 -- narrowed by the test above
    found = _read(engine, resume)
    if not isinstance(found, Profile):
        raise WrongDocumentError(
            f"{resume} reads like a job advertisement, but a resume is needed.",
            hint="Look at it with: pathloom extract FILE",
            file=str(resume),
        )
    return found


def _constraints(
    pay_floor: int | None, months: int | None, region: str | None, exclude: tuple[str, ...], target: str | None
) -> "Constraints":
    from pathloom._profiles import constraints

    return constraints(pay_floor=pay_floor, months=months, region=region or "", exclude=exclude, target=target or "")


@click.command(
    "paths",
    help=say(
        "The best career paths and alternatives, with gaps, pay and reasons.",
        "最佳职业路径与备选，附技能差距、薪酬与理由。",
    ),
)
@click.option("--resume", type=_FILE, metavar="FILE")
@click.option("--profile", type=_FILE, metavar="FILE.json")
@click.option("--pay-floor", type=click.IntRange(min=0), metavar="N", help=say("Lowest pay per month.", "最低月薪。"))
@click.option(
    "--months", type=click.IntRange(min=1), metavar="N", help=say("Months for the whole path.", "整条路径的月数。")
)
@click.option("--region", metavar="CODE", help=say("Where: CN-410100, US-NY ...", "地区：CN-410100、US-NY 等。"))
@click.option(
    "--exclude", multiple=True, metavar="ID", help=say("Occupation or group to avoid.", "要避开的职业或职业组。")
)
@click.option("--target", metavar="ID", help=say("Occupation to reach.", "目标职业。"))
@shared_options
@pass_options
def paths_command(
    options: Options,
    resume: Path | None,
    profile: Path | None,
    pay_floor: int | None,
    months: int | None,
    region: str | None,
    exclude: tuple[str, ...],
    target: str | None,
) -> None:
    """Documented in `help`."""
    with options.engine() as engine:
        person = _profile(engine, resume, profile)
        answer = engine.career_paths(person, _constraints(pay_floor, months, region, exclude, target))
        if options.as_json:
            from reasoning import to_json

            print_json(to_json(answer))
        else:
            from pathloom._render import paths_text

            click.echo(paths_text(answer, chosen_language()))


@click.command(
    "plan", help=say("A career path and benefits on one monthly timeline.", "把职业路径与待遇放到同一条逐月时间线上。")
)
@click.option("--resume", type=_FILE, metavar="FILE")
@click.option("--profile", type=_FILE, metavar="FILE.json")
@click.option("--facts", type=_FILE, required=True, metavar="FILE.json")
@click.option("--on", "on", metavar="YYYY-MM-DD", help=say("First day; today if left out.", "起始日；缺省为今天。"))
@click.option("--jurisdiction", metavar="CODE")
@click.option("--pay-floor", type=click.IntRange(min=0), metavar="N")
@click.option("--months", type=click.IntRange(min=1), metavar="N")
@click.option("--region", metavar="CODE")
@click.option("--exclude", multiple=True, metavar="ID")
@click.option("--target", metavar="ID")
@click.option(
    "--at-least", type=click.IntRange(min=0), metavar="N", help=say("Never below this a month.", "每月可用资金下限。")
)
@click.option(
    "--most-without-wage",
    type=click.IntRange(0, 120),
    metavar="N",
    help=say("Months without a wage.", "没有工资的月数上限。"),
)
@click.option("--savings", type=click.IntRange(min=0), metavar="N", help=say("Saved at the start.", "起始积蓄。"))
@click.option("--living", type=click.IntRange(min=0), metavar="N", help=say("Living costs a month.", "每月生活支出。"))
@click.option(
    "--most-delay", type=click.IntRange(0, 12), default=0, metavar="N", help=say("Later begin.", "最多推迟几个月。")
)
@click.option("--own-business", is_flag=True, help=say("The last move: an own business.", "最后一步是自己创业。"))
@click.option("--start-cost", type=click.IntRange(min=0), metavar="N", help=say("Due with the move.", "起步时的支出。"))
@click.option("--loan", type=click.IntRange(min=1), metavar="N", help=say("Loan that may be had.", "可借的贷款金额。"))
@click.option("--loan-rate", metavar="SHARE", help=say("A year, 0.031 for 3.1 %.", "年利率，0.031 即 3.1%。"))
@click.option("--loan-months", type=click.IntRange(1, 600), metavar="N", help=say("Payments.", "还款月数。"))
@click.option("--loan-benefit", metavar="ID", help=say("Benefit that grants it.", "批准该贷款的待遇。"))
@shared_options
@pass_options
def plan_command(
    options: Options,
    /,
    resume: Path | None,
    profile: Path | None,
    facts: Path,
    on: str | None,
    jurisdiction: str | None,
    pay_floor: int | None,
    months: int | None,
    region: str | None,
    exclude: tuple[str, ...],
    target: str | None,
    **funding: str | int | bool | None,
) -> None:
    """Documented in `help`."""
    from pathloom._funding import funding_options
    from pathloom._profiles import facts_and_place

    document = read_json_object(facts)
    day = parse_day(on) if on else date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
    with options.engine() as engine:
        person = _profile(engine, resume, profile)
        lives_in = person.location.region if person.location else ""
        given, place = facts_and_place(document, jurisdiction, file=facts, otherwise=region or lives_in)
        wishes, living = funding_options(funding, place)
        constraints = _constraints(pay_floor, months, region or place, exclude, target)
        plan = engine.funded_plan(person, given, constraints, on=day, jurisdiction=place, wishes=wishes, living=living)
        if options.as_json:
            from reasoning import to_json

            print_json(to_json(plan))
        else:
            from pathloom._render_plan import plan_text

            click.echo(plan_text(plan, chosen_language()))
