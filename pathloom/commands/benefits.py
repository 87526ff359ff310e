"""`pathloom benefits` and `form`: what the rules say, and what they ask."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import chosen_language, say
from pathloom.commands._output import parse_day, print_json, read_json_object

if TYPE_CHECKING:
    from pathloom._engine import Engine
    from policy import Decision

_FILE = click.Path(readable=False, path_type=Path)


@click.command(
    "benefits",
    help=say(
        "Which benefits: how much, how long, until when, where and with which papers to claim, what ends them; and what"
        " is still open or not met.",
        "有哪些待遇：多少、多久、何时前申领、渠道、材料、停发情形；以及哪些条件待定或不满足。",
    ),
)
@click.option("--facts", type=_FILE, required=True, metavar="FILE.json")
@click.option("--on", "on", required=True, metavar="YYYY-MM-DD", help=say("Day of the claim.", "申请日期。"))
@click.option("--jurisdiction", metavar="CODE", help=say("CN-410100, US-NY ...", "CN-410100、US-NY 等。"))
@click.option(
    "--known-at",
    metavar="YYYY-MM-DD",
    help=say("Decide with the rules as they were known on that day.", "按当日已知的规则判定。"),
)
@click.option(
    "--detail",
    is_flag=True,
    help=say(
        "Every condition with have, need and clause, and every figure.",
        "列出每项条件的现状、要求与条文，以及全部数值。",
    ),
)
@shared_options
@pass_options
def benefits_command(
    options: Options, facts: Path, on: str, jurisdiction: str | None, known_at: str | None, detail: bool
) -> None:
    """Documented in `help`."""
    from pathloom._engine import Engine
    from pathloom._profiles import facts_and_place

    # Rules need no graph, so this works on an empty store.
    engine = Engine(options.settings())
    routing = [name for name, spec in engine.rule_base.facts.items() if spec.routing]
    given, place = facts_and_place(read_json_object(facts), jurisdiction, file=facts, routing=routing)
    day = parse_day(on)
    known = parse_day(known_at) if known_at else None
    decisions = engine.benefits(given, on=day, jurisdiction=place, known_at=known)
    if options.as_json:
        edition = engine.rule_base.edition
        print_json(
            {
                "on": day.isoformat(),
                "known_at": known.isoformat() if known else None,
                "jurisdiction": place,
                "rules": {"version": edition.version, "language": edition.language, "digest": edition.digest},
                "decisions": [_row(engine, decision, given, day, place, known) for decision in decisions],
            }
        )
    else:
        from pathloom._render_benefits import decisions_text

        asked = {"on": day, "jurisdiction": place, "known_at": known}
        ways = {
            decision.benefit_id: engine.possible_if(decision, given, **asked)  # type: ignore[arg-type]
            for decision in decisions
        }
        figures = {
            decision.benefit_id: engine.benefit_outputs(given, decision.benefit_id, **asked)  # type: ignore[arg-type]
            for decision in decisions
        }
        language = chosen_language()
        click.echo(decisions_text(decisions, language, on=day, place=place, ways=ways, figures=figures, detail=detail))


def _row(
    engine: "Engine", decision: "Decision", given: Mapping[str, object], day: date, place: str, known: date | None
) -> dict[str, object]:
    """One decision with its figures apart from each other, its need-sets, and what it depends on in words."""
    from policy import decision_to_json, need_set_to_json, output_to_json

    asked = {"on": day, "jurisdiction": place, "known_at": known}
    figures = engine.benefit_outputs(given, decision.benefit_id, **asked)  # type: ignore[arg-type]
    changes = engine.need_sets(given, decision.benefit_id, **asked)  # type: ignore[arg-type]
    ways = engine.possible_if(decision, given, **asked)  # type: ignore[arg-type]
    return {
        **decision_to_json(decision),
        "outputs": {name: output_to_json(figure) for name, figure in figures.items()},
        "need_sets": [need_set_to_json(change) for change in changes],
        "possible_if": [
            {"facts": list(way.facts), "confirm": list(way.confirm), "text": dict(way.text)} for way in ways
        ],
    }


@click.command(
    "form",
    help=say(
        "Which facts the rules of a place ask, as a form: fields, bounds, options, JSON Schema.",
        "当地规则所问事实的表单：字段、范围、选项与 JSON Schema。",
    ),
)
@click.option(
    "--jurisdiction", required=True, metavar="CODE", help=say("CN-410100, US-NY ...", "CN-410100、US-NY 等。")
)
@click.option(
    "--on", "on", metavar="YYYY-MM-DD", help=say("Day of the claim; today if left out.", "申请日期；缺省为今天。")
)
@click.option(
    "--benefit", "benefits", multiple=True, metavar="ID", help=say("Only what this one asks.", "只列该待遇所问。")
)
@shared_options
@pass_options
def form_command(options: Options, jurisdiction: str, on: str | None, benefits: tuple[str, ...]) -> None:
    """Documented in `help`."""
    from pathloom._engine import Engine
    from policy import fact_form, form_to_json

    day = parse_day(on) if on else date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
    rules = Engine(options.settings()).rule_base
    form = fact_form(rules, on=day, jurisdiction=jurisdiction, benefits=benefits)
    if options.as_json:
        print_json(form_to_json(form))
        return
    language = chosen_language()
    for field in form.fields:
        options_ = " | ".join(f"{word} ({text[language]})" for word, text in field.options)
        unit = f" [{field.unit[language]}]" if field.unit[language] else ""
        click.echo(f"{field.id}{unit}: {field.question[language]}" + (f"\n    {options_}" if options_ else ""))
