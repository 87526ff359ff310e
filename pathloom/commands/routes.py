"""`pathloom routes`: in which order to claim the benefits of a place, without a career path."""

from pathlib import Path

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import chosen_language, say
from pathloom.commands._output import parse_day, print_json, read_json_object


@click.command(
    "routes",
    help=say(
        "In which order to claim benefits: from when, until when, with which papers, what waiting loses. Several"
        " routes, none better than another in money, speed and security at once.",
        "待遇的办理顺序：最早何时、最迟何时、材料、拖延的损失。列出多条路线，没有一条在金额、速度、把握上全面优于另一条。",
    ),
)
@click.option("--facts", type=click.Path(readable=False, path_type=Path), required=True, metavar="FILE.json")
@click.option("--on", "on", required=True, metavar="YYYY-MM-DD", help=say("Day of the question.", "所问日期。"))
@click.option("--jurisdiction", metavar="CODE", help=say("CN-410100, US-NY ...", "CN-410100、US-NY 等。"))
@shared_options
@pass_options
def routes_command(options: Options, facts: Path, on: str, jurisdiction: str | None) -> None:
    """Documented in `help`."""
    from pathloom._engine import Engine
    from pathloom._profiles import facts_and_place

    # Rules need no graph, so this works on an empty store.
    engine = Engine(options.settings())
    routing = [name for name, spec in engine.rule_base.facts.items() if spec.routing]
    given, place = facts_and_place(read_json_object(facts), jurisdiction, file=facts, routing=routing)
    day = parse_day(on)
    routes = engine.benefit_routes(given, on=day, jurisdiction=place)
    if options.as_json:
        from reasoning import to_json

        print_json({"on": day.isoformat(), "jurisdiction": place, "routes": to_json(routes)})
        return
    from pathloom._render_plan import routes_text

    click.echo(routes_text(routes, chosen_language(), heading=f"{place} · {day}"))
