"""`pathloom ask`: which fact to ask for next, and which benefits its answer may settle."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import chosen_language, say
from pathloom.commands._output import parse_day, print_json, read_json_object

if TYPE_CHECKING:
    from pathloom._engine import Engine
    from reasoning import NextQuestion

_FILE = click.Path(readable=False, path_type=Path)


@click.command(
    "ask",
    help=say(
        "The questions that tell most about the benefits still open, best first. A fact that is null in the file was "
        "asked already and is not asked again. The rules decide; a question only says what to find out.",
        "对尚未确定的待遇，最值得先问的问题。文件中为 null 的事实视为已问过，不再提问。判定始终由规则作出。",
    ),
)
@click.option("--facts", type=_FILE, required=True, metavar="FILE.json")
@click.option("--on", "on", required=True, metavar="YYYY-MM-DD", help=say("Day of the claim.", "申请日期。"))
@click.option("--jurisdiction", metavar="CODE", help=say("CN-410100, US-NY ...", "CN-410100、US-NY 等。"))
@click.option(
    "--most",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help=say("How many questions at most.", "最多列出几个问题。"),
)
@click.option(
    "--occupation",
    metavar="ID",
    help=say("Last or present occupation, an id of the starter graph.", "上一份或现在的职业（起步图谱的 id）。"),
)
@shared_options
@pass_options
def ask_command(
    options: Options, facts: Path, on: str, jurisdiction: str | None, most: int, occupation: str | None
) -> None:
    """Documented in `help`."""
    from pathloom._engine import Engine
    from pathloom._profiles import facts_and_place

    # Rules need no graph, so this works on an empty store.
    engine = Engine(options.settings())
    routing = [name for name, spec in engine.rule_base.facts.items() if spec.routing]
    given, place = facts_and_place(read_json_object(facts), jurisdiction, file=facts, routing=routing)
    day = parse_day(on)
    questions = engine.next_questions(given, on=day, jurisdiction=place, most=most, occupation=occupation)
    likely = engine.open_chances(given, on=day, jurisdiction=place)
    if options.as_json:
        print_json(
            {
                "on": day.isoformat(),
                "jurisdiction": place,
                "open": [
                    {
                        "id": benefit,
                        "share_of_simulated_people": round(chance, 4),
                        "method": "draws" if benefit in likely.drawn else "draws and model",
                    }
                    for benefit, chance in likely.chances.items()
                ],
                "note": likely.note,
                "questions": [_row(engine, question) for question in questions],
            }
        )
        return
    for line in _lines(engine, questions, list(likely.chances), chosen_language()):
        click.echo(line)


def _row(engine: "Engine", question: "NextQuestion") -> dict[str, object]:
    spec = engine.rule_base.facts[question.fact]
    return {
        "fact": question.fact,
        "question": dict(spec.question),
        "type": spec.type,
        "unit": spec.unit,
        "options": [{"value": value, "label": dict(label)} for value, label in spec.words.items()],
        "gain_bits": round(question.gain, 4),
        "settles": round(question.settled, 4),
        "benefits": [{"id": benefit, "gain_bits": round(gain, 4)} for benefit, gain in question.benefits],
    }


def _lines(engine: "Engine", questions: "tuple[NextQuestion, ...]", open_ones: list[str], language: str) -> list[str]:
    if not questions:
        return [
            say("No fact is missing that would decide a benefit.", "没有哪项缺少的事实能再决定一项待遇。")
            + (say(" An official decides: ", "尚须经办机构认定：") + ", ".join(open_ones) if open_ones else "")
        ]
    lines = []
    for number, question in enumerate(questions, 1):
        spec = engine.rule_base.facts[question.fact]
        words = " | ".join(label[language] for label in spec.words.values())
        lines.append(f"{number}. {spec.question[language]}  [{question.fact}]" + (f"\n     {words}" if words else ""))
        settles = [engine.rule_base.benefits[benefit].name[language] for benefit, _ in question.benefits[:3]]
        more = len(question.benefits) - len(settles)
        rest = say(f" and {more} more", f"等 {len(question.benefits)} 项") if more > 0 else ""
        gain = f"{question.gain:.2f}" if question.gain >= 0.005 else "< 0.01"
        lines.append(
            say(f"   {gain} bits; may settle: ", f"   {gain} 比特；可能有助于判定：")
            + say(", ", "、").join(settles)
            + rest
        )
    return lines
