"""Decisions about benefits as text for a terminal, in Chinese or English. Nothing is computed here."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from pathloom._render import label, money_text, word

if TYPE_CHECKING:
    from policy import Citation, Condition, Decision, OtherReading, PossibleIf

#: Conditions that are printed at most; the JSON answer has all.
_MOST_CONDITIONS = 8
_UNITS = {"month": ("months", "个月"), "week": ("weeks", "周"), "day": ("days", "天")}


def decisions_text(
    decisions: "Sequence[Decision]", language: str, ways: "Mapping[str, Sequence[PossibleIf]] | None" = None
) -> str:
    """Each benefit: verdict, amount, reason, the conditions that decided it with citation, and what it depends on.

    Args:
        ways: benefit id -> what would have to be so, for those that are not granted as things stand.
    """
    lines = [word("benefits", language)]
    for decision in decisions:
        lines += _decision_lines(decision, language)
        lines += [f"    → {label(way.text, language)}" for way in (ways or {}).get(decision.benefit_id, ())[:3]]
    return "\n".join(lines)


def _decision_lines(decision: "Decision", language: str) -> Iterator[str]:
    verdict = word(decision.verdict.value, language)
    # What a rule rests on is said wherever that is less than a text in force.
    status = decision.status.value if decision.status else "in_force"
    doubt = "" if status == "in_force" else f" ({word(status, language)})"
    amounts = ", ".join(_amounts(decision, language))
    yield f"- {label(decision.name, language)}: {verdict}{doubt}  {amounts}".rstrip()
    yield f"    {label(decision.reason, language)}"
    for condition in decision.conditions[:_MOST_CONDITIONS]:
        yield _condition_line(condition, language)
    for reading in decision.other_readings:
        yield f"    ≠ {_reading(reading, language)}"
    for note in decision.information:
        yield f"    i {label(note.text, language)}  [{_cited(note.citation, language)}]"


def _amounts(decision: "Decision", language: str) -> Iterator[str]:
    per = {"week": ("a week", "/周"), "day": ("a day", "/天"), "month": ("a month", "/月")}
    for amount, unit in (
        (decision.weekly_amount, "week"),
        (decision.amount_per_day, "day"),
        (decision.amount_per_month, "month"),
    ):
        if amount is not None:
            yield money_text(amount, language) + (" " if language == "en" else "") + per[unit][language == "zh"]
            # What is paid by the week or day is not repeated by the month.
            break
    if decision.amount_once is not None:
        yield money_text(decision.amount_once, language)
    if decision.weeks is not None:
        yield _span(decision.weeks, "week", language)
    elif decision.duration_days is not None:
        yield _span(decision.duration_days, "day", language)
    elif decision.duration_months is not None:
        yield _span(decision.duration_months, "month", language)


def _span(count: Decimal | int, unit: str, language: str) -> str:
    return f"{count} {_UNITS[unit][language == 'zh']}"


def _condition_line(condition: "Condition", language: str) -> str:
    mark = {"true": "✓", "false": "✗"}.get(str(condition.met).lower(), "?")
    have = f"{word('have', language)}: {label(condition.have_text, language)}"
    need = f"{word('need', language)}: {label(condition.need_text, language)}"
    return f"    {mark} {label(condition.text, language)} ({have}; {need})  [{_cited(condition.citation, language)}]"


def _reading(reading: "OtherReading", language: str) -> str:
    """`other reading (candidate): 13 months. Why ...`."""
    if reading.value is None:
        value = word("unknown", language)
    elif reading.unit in _UNITS:
        value = f"{reading.value} {_UNITS[reading.unit][language == 'zh']}"
    else:
        value = f"{reading.value} {reading.unit}"
    return f"{word('reading', language)}: {value}. {label(reading.rationale, language)}"


def _cited(citation: "Citation", language: str) -> str:
    return f"{label(citation.source.title, language)} {citation.article}".strip()
