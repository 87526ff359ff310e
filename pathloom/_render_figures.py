"""What a benefit pays, for how long and until when to claim it, as rows of text. Nothing is computed here."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ontology import Money
from pathloom._render import label, money_text
from pathloom._table import pad, width

if TYPE_CHECKING:
    from policy import Citation, Decision, Output

_T: Mapping[str, tuple[str, str]] = {
    # key: (English, Chinese)
    "how_much": ("how much", "多少"),
    "how_long": ("how long", "多久"),
    "payable": ("after earnings", "扣减收入后"),
    "claimed": ("weeks claimed", "已申领周"),
    "first_week": ("first week", "第一周"),
    "first_payment": ("first payment", "首次发放"),
    "claim_by": ("claim by", "申领期限"),
    "papers": ("papers", "材料"),
    "where": ("where", "渠道"),
    "decided": ("decided in", "办理时限"),
    "ends": ("ends with", "停发情形"),
    "rules_out": ("not beside", "不可同享"),
    "needs_first": ("needs first", "须先取得"),
    "opens": ("may open", "可能开启"),
    "note": ("note", "说明"),
    "missing": ("not known", "尚不知道"),
    "wage_test": ("wage test", "缴费/工资"),
}
_SAY: Mapping[str, tuple[str, str]] = {
    "unpaid": ("unpaid (waiting week)", "不支付（等待期）"),
    "paid": ("paid", "支付"),
    "dependents": ("with dependents", "含受抚养人"),
    "in_all": ("at most {} in all", "合计最多 {}"),
    "month_of_week": ("about {} a month", "约合每月 {}"),
    "earliest": ("{} at the earliest", "最早 {}"),
    "no_deadline": ("we hold no deadline; ask the agency", "未收录期限，请向经办机构确认"),
    "no_papers": ("we hold no list; ask the agency", "未收录材料清单，请向经办机构确认"),
    "no_channel": ("we hold no channel; ask the agency", "未收录办理渠道，请向经办机构确认"),
    "no_amount": ("we hold no amount; the agency says what there is", "未收录金额，请向经办机构了解"),
    "day_unknown": ("day not known", "日期未知"),
    "passed": ("passed", "已过"),
    "agency": ("agency", "经办机构"),
    "working_days": ("{} working days", "{} 个工作日"),
    "ceiling": ("at most {}, a ceiling and no grant", "上限 {}，不是实际标准"),
    "from_to": ("months {}-{}", "第 {}-{} 个月"),
    "from_on": ("from month {}", "第 {} 个月起"),
    "met": ("met", "满足"),
    "not_met": ("not met", "不满足"),
    "and": ("; ", "；"),
    "colon": (": ", "："),
}
_PER = {"week": ("a week", "/周"), "day": ("a day", "/天"), "month": ("a month", "/月"), "once": ("once", "（一次性）")}
_UNITS = {"month": ("month", "months", "个月"), "week": ("week", "weeks", "周"), "day": ("day", "days", "天")}
#: Figures whose absence is told, with their names; a sum that follows from another has the same reason and stands once.
_FIGURES: Mapping[str, tuple[str, str]] = {
    "weekly_amount": ("weekly amount", "每周金额"),
    "weekly_amount_with_dependents": ("weekly amount with dependents", "含受抚养人的每周金额"),
    "weekly_payable": ("payable after this week's earnings", "扣减当周收入后应付"),
    "weeks": ("weeks", "周数"),
    "maximum_total": ("maximum total", "最高总额"),
    "waiting_weeks": ("waiting weeks", "等待周数"),
    "amount_per_month": ("monthly amount", "每月金额"),
    "amount_once": ("single payment", "一次性金额"),
    "amount_per_day": ("daily amount", "每日金额"),
    "duration_months": ("months", "月数"),
    "duration_days": ("days", "天数"),
    "first_payment": ("first payment", "首次发放"),
    "monetary_eligibility": ("wage test", "缴费/工资条件"),
    "payable_for_weeks_claimed": ("payable for the weeks claimed", "已申领各周应付"),
}
#: Told only when asked for: the person has claimed nothing yet.
_ONLY_IN_DETAIL = frozenset({"payable_for_weeks_claimed", "monetary_eligibility"})
_COLUMN = 16


def say(key: str, language: str, *values: object) -> str:
    """A phrase with its values filled in."""
    return _SAY[key][language == "zh"].format(*values)


def row(key: str, text: str, language: str) -> str:
    """One line of a benefit: the name of the row in a column of its own."""
    name = _T[key][language == "zh"]
    return "    " + pad(name, max(_COLUMN, width(name) + 1)) + text


def exact_money(amount: "Money | None", language: str) -> str:
    """An amount with its sign, and with cents where it has any: nobody is paid a rounded sum.

    >>> exact_money(Money(Decimal("1733.33"), "USD"), "en")
    '$1,733.33'
    """
    if amount is None or amount.amount == amount.amount.to_integral_value():
        return money_text(amount, language)
    whole = Money(Decimal(int(abs(amount.amount))), amount.currency)
    minus = "-" if amount.amount < 0 else ""
    cents = f"{abs(amount.amount).quantize(Decimal('0.01')) % 1:.2f}"[1:]
    return f"{minus}{money_text(whole, language)}{cents}"


def paid(amount: "Money", unit: str, language: str) -> str:
    """`$400 a week`."""
    return exact_money(amount, language) + (" " if language == "en" else "") + _PER[unit][language == "zh"]


def span(count: Decimal | int, unit: str, language: str) -> str:
    """`26 weeks`."""
    one, more, zh = _UNITS[unit]
    return f"{count} {zh if language == 'zh' else one if count == 1 else more}"


def figure_lines(
    decision: "Decision", figures: "Mapping[str, Output]", language: str, *, detail: bool
) -> Iterator[str]:
    """What is paid, for how long, from when; then what is not known of it and why.

    Args:
        figures: from `policy.outputs`, of the same benefit; so an open benefit shows what it would pay.
    """
    value = {name: figure.value for name, figure in figures.items()}
    if detail and isinstance(value.get("monetary_eligibility"), bool):
        yield row("wage_test", say("met" if value["monetary_eligibility"] else "not_met", language), language)
    yield from _amount_lines(decision, value, language)
    yield from _span_lines(value, language)
    first = value.get("first_payment")
    if first is not None:
        note = f" — {label(decision.first_payment_note, language)}" if decision.first_payment_note else ""
        yield row("first_payment", say("earliest", language, first) + note, language)
    missing = list(_missing_lines(figures, language, detail=detail))
    if decision.amount_cannot_say is not None and decision.amount_cannot_say.value == "no_source" and not missing:
        yield row("how_much", say("no_amount", language), language)
    elif (decision.amount_note or decision.duration_note) and not decision.cannot_say:
        # A note that says why a sum is missing stands beside that sum already.
        notes = {label(note, language): None for note in (decision.amount_note, decision.duration_note) if note}
        yield from (row("note", note, language) for note in notes if not any(note in line for line in missing))
    yield from missing


def _amount_lines(decision: "Decision", value: Mapping[str, object], language: str) -> Iterator[str]:
    weekly, per_month = _money(value, "weekly_amount"), _money(value, "amount_per_month")
    join = say("and", language)
    if weekly is not None:
        parts = [paid(weekly, "week", language)]
        more = _money(value, "weekly_amount_with_dependents")
        if more is not None and more != weekly:
            parts.append(f"{say('dependents', language)} {exact_money(more, language)}")
        if per_month is not None:
            parts.append(say("month_of_week", language, exact_money(per_month, language)))
        yield row("how_much", join.join(parts), language)
    elif (per_day := _money(value, "amount_per_day")) is not None:
        parts = [paid(per_day, "day", language)]
        if per_month is not None:
            parts.append(say("month_of_week", language, exact_money(per_month, language)))
        yield row("how_much", join.join(parts), language)
    elif per_month is not None:
        yield row("how_much", _tiers(decision, language) or paid(per_month, "month", language), language)
    if (once := _money(value, "amount_once")) is not None:
        yield row("how_much", paid(once, "once", language), language)
    for name, key in (("weekly_payable", "payable"), ("payable_for_weeks_claimed", "claimed")):
        if (amount := _money(value, name)) is not None:
            yield row(
                key, paid(amount, "week", language) if key == "payable" else exact_money(amount, language), language
            )


def _money(value: Mapping[str, object], name: str) -> Money | None:
    found = value.get(name)
    return found if isinstance(found, Money) else None


def _tiers(decision: "Decision", language: str) -> str:
    """`months 1-12 ¥2,340 a month; from month 13 ¥1,872 a month`; empty where all months are paid alike."""
    if len(decision.tiers) < 2:
        return ""
    parts = []
    for tier in decision.tiers:
        when = (
            say("from_on", language, tier.first_month)
            if tier.end_month is None
            else say("from_to", language, tier.first_month, tier.end_month - 1)
        )
        parts.append(f"{when} {paid(tier.amount, 'month', language)}")
    return say("and", language).join(parts)


def _span_lines(value: Mapping[str, object], language: str) -> Iterator[str]:
    for name, unit in (("weeks", "week"), ("duration_days", "day"), ("duration_months", "month")):
        count = value.get(name)
        if isinstance(count, int | Decimal):
            total = _money(value, "maximum_total")
            all_in = say("and", language) + say("in_all", language, exact_money(total, language)) if total else ""
            yield row("how_long", span(count, unit, language) + all_in, language)
            break
    unpaid = value.get("first_week_unpaid")
    if isinstance(unpaid, bool):
        yield row("first_week", say("unpaid" if unpaid else "paid", language), language)


def _missing_lines(figures: "Mapping[str, Output]", language: str, *, detail: bool) -> Iterator[str]:
    """Each reason once, with the figures that lack a value for it."""
    named: dict[str, list[str]] = {}
    for name, words in _FIGURES.items():
        figure = figures.get(name)
        if figure is None or figure.value is not None or figure.reason == "not_applicable":
            continue
        if name in _ONLY_IN_DETAIL and not detail:
            continue
        why = label(figure.text, language) if figure.text else figure.reason
        if figure.ceiling is not None:
            why += f" ({say('ceiling', language, _ceiling(name, figure.ceiling, language))})"
        named.setdefault(why, []).append(words[language == "zh"])
    between = "、" if language == "zh" else ", "
    for why, names in named.items():
        yield row("missing", between.join(names) + say("colon", language) + why, language)


def _ceiling(name: str, ceiling: "Money | Decimal | int", language: str) -> str:
    return exact_money(ceiling, language) if isinstance(ceiling, Money) else span(
        ceiling, "week" if name == "weeks" else "day" if name == "duration_days" else "month", language
    )  # fmt: skip


def claim_lines(
    decision: "Decision", names: Mapping[str, Mapping[str, str]], language: str, *, on: date, full: bool
) -> Iterator[str]:
    """Until when to claim, with which papers, where; what ends it and what it excludes.

    Args:
        names: benefit id -> name, for the benefits that this one is related to.
        on: the day of the question; a deadline before it has passed.
        full: also what ends it and what it opens.
    """
    join = say("and", language)
    if not decision.deadlines:
        yield row("claim_by", say("no_deadline", language), language)
    for deadline in decision.deadlines:
        when = say("day_unknown", language) if deadline.due is None else deadline.due.isoformat()
        passed = f" ({say('passed', language)})" if deadline.due is not None and deadline.due < on else ""
        yield row(
            "claim_by",
            f"{when}{passed} — {label(deadline.text, language)}  [{cited(deadline.citation, language)}]",
            language,
        )
    papers = join.join(label(paper, language) for paper in decision.documents)
    yield row("papers", papers or say("no_papers", language), language)
    places = [label(place, language) for place in decision.channel]
    by = label(decision.authority, language)
    agency = "" if by in places else f" ({say('agency', language)}{say('colon', language)}{by})"
    yield row("where", (join.join(places) or say("no_channel", language)) + agency, language)
    if decision.processing_days is not None:
        yield row("decided", say("working_days", language, decision.processing_days), language)
    if not full:
        return
    for stop in decision.stop_rules:
        yield row("ends", f"{label(stop.text, language)}  [{cited(stop.citation, language)}]", language)
    for key, ids in (("needs_first", decision.requires), ("rules_out", decision.excludes), ("opens", decision.feeds)):
        if ids:
            yield row(key, join.join(label(names.get(one, {"en": one}), language) for one in ids), language)


def cited(citation: "Citation", language: str) -> str:
    """`Social Insurance Law 第四十五条`."""
    return f"{label(citation.source.title, language)} {citation.article}".strip()
