"""Decisions about benefits as text for a terminal, in Chinese or English. Nothing is computed here.

What can be claimed comes first, then what is still open, then what we cannot say, then what is refused. Each benefit
shows what it pays, for how long, until when, where and with which papers it is claimed, and what ends it. Conditions
are shown where they decide: the open ones of an open benefit, the failed ones of a refused one. `detail` shows all.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ontology import Money
from pathloom._render import label, word
from pathloom._render_figures import cited, claim_lines, exact_money, figure_lines, paid, span

if TYPE_CHECKING:
    from policy import Condition, Decision, OtherReading, Output, PossibleIf

#: What is printed at most of each without `detail`; the JSON answer has all.
_MOST_CONDITIONS = 6
_MOST_WAYS = 2
#: Letters of a currency code of ISO 4217.
_CURRENCY = 3
_UNITS = frozenset({"month", "week", "day"})
_GROUPS = ("eligible", "possible", "cannot_say", "not_eligible")
_T: Mapping[str, tuple[str, str]] = {
    # key: (English, Chinese)
    "possible": ("possible", "可能符合"),
    "cannot_say": ("cannot say", "无法判断"),
    "conditions_met": ("all {} conditions are met", "全部 {} 项条件已满足"),
    "others_met": ("met already: {} of {} conditions", "已满足 {} 项，共 {} 项条件"),
    "more": ("{} more; --detail shows all", "另有 {} 项，--detail 显示全部"),
    "hint": (
        "--detail shows every condition with its clause; the agency decides.",
        "加 --detail 查看每项条件及条文；以经办机构的决定为准。",
    ),
}


def decisions_text(
    decisions: "Sequence[Decision]",
    language: str,
    *,
    on: date,
    place: str = "",
    ways: "Mapping[str, Sequence[PossibleIf]] | None" = None,
    figures: "Mapping[str, Mapping[str, Output]] | None" = None,
    detail: bool = False,
) -> str:
    """Each benefit: what it pays and how to get it where it is open to the person, why not where it is not.

    Args:
        on: the day of the question.
        ways: benefit id -> what would have to be so, for those that are not granted as things stand.
        figures: benefit id -> its figures apart from each other, from `policy.outputs`.
        detail: every condition with have, need and clause, and all that is worth knowing.
    """
    groups = {key: [one for one in decisions if _group(one) == key] for key in _GROUPS}
    counted = Counter({key: len(found) for key, found in groups.items() if found})
    head = " · ".join([word("benefits", language), *([place] if place else []), on.isoformat()])
    between = "，" if language == "zh" else ", "
    lines = [head, between.join(f"{_verdict(key, language)} {count}" for key, count in counted.items())]
    names = {decision.benefit_id: decision.name for decision in decisions}
    for found in groups.values():
        for decision in found:
            given = (figures or {}).get(decision.benefit_id, {})
            some = (ways or {}).get(decision.benefit_id, ())
            lines += _decision_lines(decision, given, some, names, language, on=on, detail=detail)
    return "\n".join(lines if detail else [*lines, _T["hint"][language == "zh"]])


def _group(decision: "Decision") -> str:
    if decision.verdict.value != "unknown":
        return decision.verdict.value
    return "cannot_say" if decision.cannot_say else "possible"


def _verdict(group: str, language: str) -> str:
    return _T[group][language == "zh"] if group in _T else word(group, language)


def _decision_lines(
    decision: "Decision",
    figures: "Mapping[str, Output]",
    ways: "Sequence[PossibleIf]",
    names: Mapping[str, Mapping[str, str]],
    language: str,
    *,
    on: date,
    detail: bool,
) -> Iterator[str]:
    group = _group(decision)
    # What a rule rests on is said wherever that is less than a text in force.
    status = decision.status.value if decision.status else "in_force"
    doubt = "" if status == "in_force" else f" ({word(status, language)})"
    amounts = ", ".join(_amounts(decision, language))
    yield f"- {label(decision.name, language)}: {_verdict(group, language)}{doubt}  {amounts}".rstrip()
    conditions = list(_condition_lines(decision, group, language, detail=detail))
    # The reason repeats the names of the conditions that follow; of a granted benefit it says what an official judges.
    if detail or group in ("eligible", "cannot_say") or not conditions:
        yield f"    {label(decision.reason, language)}"
    open_to_person = group in ("eligible", "possible")
    if detail or open_to_person:
        yield from figure_lines(decision, figures, language, detail=detail)
        yield from claim_lines(decision, names, language, on=on, full=detail or group == "eligible")
    yield from conditions
    for reading in decision.other_readings if detail or open_to_person else ():
        yield f"    ≠ {_reading(reading, language)}"
    for note in decision.information if detail else ():
        yield f"    i {label(note.text, language)}  [{cited(note.citation, language)}]"
    yield from (f"    → {label(way.text, language)}" for way in (ways if detail else ways[:_MOST_WAYS]))


def _condition_lines(decision: "Decision", group: str, language: str, *, detail: bool) -> Iterator[str]:
    """All of them with `detail`, else those that decide, and how many others are met."""
    if detail:
        yield from (_condition_line(condition, language) for condition in decision.conditions)
        return
    met = sum(condition.met is True for condition in decision.conditions)
    if group == "eligible":
        if met == len(decision.conditions):
            sources = dict.fromkeys(label(one.citation.source.title, language) for one in decision.conditions)
            yield f"    ✓ {_T['conditions_met'][language == 'zh'].format(met)}  [{'; '.join(sources)}]"
        return
    deciding = [one for one in decision.conditions if one.met is (False if group == "not_eligible" else None)]
    yield from (_condition_line(condition, language) for condition in deciding[:_MOST_CONDITIONS])
    if len(deciding) > _MOST_CONDITIONS:
        yield f"    … {_T['more'][language == 'zh'].format(len(deciding) - _MOST_CONDITIONS)}"
    if met and group == "possible":
        yield f"    ✓ {_T['others_met'][language == 'zh'].format(met, len(decision.conditions))}"


def _amounts(decision: "Decision", language: str) -> Iterator[str]:
    for amount, unit in (
        (decision.weekly_amount, "week"),
        (decision.amount_per_day, "day"),
        (decision.amount_per_month, "month"),
    ):
        if amount is not None:
            yield paid(amount, unit, language)
            # What is paid by the week or day is not repeated by the month.
            break
    if decision.amount_once is not None:
        yield exact_money(decision.amount_once, language)
    if decision.weeks is not None:
        yield span(decision.weeks, "week", language)
    elif decision.duration_days is not None:
        yield span(decision.duration_days, "day", language)
    elif decision.duration_months is not None:
        yield span(decision.duration_months, "month", language)


def _condition_line(condition: "Condition", language: str) -> str:
    mark = {"true": "✓", "false": "✗"}.get(str(condition.met).lower(), "?")
    have = f"{word('have', language)}: {label(condition.have_text, language)}"
    need = f"{word('need', language)}: {label(condition.need_text, language)}"
    return f"    {mark} {label(condition.text, language)} ({have}; {need})  [{cited(condition.citation, language)}]"


def _reading(reading: "OtherReading", language: str) -> str:
    """`other reading: 13 months. Why ...`."""
    if reading.value is None:
        value = word("unknown", language)
    elif reading.unit in _UNITS and isinstance(reading.value, int | Decimal):
        value = span(reading.value, reading.unit, language)
    elif isinstance(reading.value, int | Decimal) and len(reading.unit) == _CURRENCY:
        value = exact_money(Money(Decimal(reading.value), reading.unit), language)
    else:
        value = f"{reading.value} {reading.unit}"
    stop = "。" if language == "zh" else ". "
    return f"{word('reading', language)}: {value}{stop}{label(reading.rationale, language)}"
