"""What a plan rests on, in words."""

from collections.abc import Mapping, Sequence

from ontology import Verdict
from policy import Decision, Status
from reasoning._amounts import LOAN, is_open
from reasoning._contributions import own_share
from reasoning._drawing import countable, ends_with
from reasoning._lines import Budget
from reasoning._outlook import Solved
from reasoning._status import already_drawn
from reasoning._texts import sections, text
from reasoning._timeline import Slot
from reasoning._weights import weight
from reasoning.answers import PlanMonth, Route

_UNEMPLOYED = "unemployed"
_Texts = list[dict[str, str]]


def plan_caveats(
    solved: Solved,
    months: Sequence[PlanMonth],
    route: Route,
    decisions: Mapping[str, Decision],
    budget: Budget,
    excludes: Mapping[str, frozenset[str]],
) -> _Texts:
    """Every caveat once, the general ones first."""
    found = [text("caveats", "no_promise"), *_wages(solved, budget)]
    living = budget.living
    if living is None:
        found.append(text("caveats", "living_unknown"))
    elif not living.own:
        found.append(text("caveats", "living", source=living.source))
    found += _contributions(solved.slots, budget)
    floor = budget.wishes.at_least_per_month
    if floor is not None:
        found.append(text("caveats", "floor", amount=f"{floor.amount:,.2f} {floor.currency}"))
    if solved.delay:
        found.append(text("caveats", "delayed", months=solved.delay))
    found += _loan(solved, months, budget)
    found += [
        text(
            "caveats",
            "rule_ends",
            benefit=drawing.decision.name,
            month=solved.slots[drawing.ends].month.strftime("%Y-%m"),
        )
        for drawing in solved.drawn.values()
        if drawing.ends is not None
    ]
    for step in route.steps:
        found += _benefit(decisions[step.benefit.id], solved, budget, excludes)
    found.append(_band())
    return found


def _wages(solved: Solved, budget: Budget) -> _Texts:
    slots, path = solved.slots, solved.path
    found: _Texts = []
    status = budget.facts.get("employment_status")
    if not slots[0].pay and status != _UNEMPLOYED and budget.stated_earnings is None:
        found.append(text("caveats", "present_pay_unknown"))
    kinds = dict.fromkeys((slot.pay.statistic, slot.pay.year, slot.pay.source) for slot in slots if slot.pay)
    found += [
        text("caveats", "gross", statistic=_statistic(statistic), year=year, source=source)
        for statistic, year, source in kinds
    ]
    for step in path.steps:
        target = step.transition.target
        if step.pay_after is None:
            found.append(text("caveats", "pay_unknown", occupation=target.labels))
        elif budget.kinds.get(target.id) == "business_owner":
            found.append(text("caveats", "business_income", occupation=target.labels))
        found += [
            text("caveats", "foreign_price", course=choice.course.labels, currency=choice.cost.currency)
            for choice in step.courses
            if choice.cost.amount and choice.cost.currency != budget.currency
        ]
    return found


def _contributions(slots: Sequence[Slot], budget: Budget) -> _Texts:
    """Whether contributions are taken off, on what ground, and for which work they are not known."""
    if budget.rules is None:
        return []
    soft: dict[str, None] = {}
    firm: dict[str, None] = {}
    unknown: dict[str, Mapping[str, str]] = {}
    for slot in slots:
        kind = budget.kind(slot)
        if slot.occupation is None or kind not in {"employee", "flexible", "business_owner"}:
            continue
        wage = slot.pay.money if slot.pay else None
        shares = own_share(kind, wage, slot.month, rules=budget.rules, place=budget.place, facts=budget.facts)
        if shares is None:
            unknown[slot.occupation.id] = slot.occupation.labels
        for share in shares or ():
            (firm if share.firm else soft)[share.source] = None
    found: _Texts = []
    if soft:
        found.append(text("caveats", "contributions_counted", sources="; ".join(soft)))
    if firm:
        found.append(text("caveats", "contributions_firm", sources="; ".join(firm)))
    return found + [text("caveats", "contributions_unknown", occupation=labels) for labels in unknown.values()]


def _loan(solved: Solved, months: Sequence[PlanMonth], budget: Budget) -> _Texts:
    offer = budget.wishes.loan
    if offer is None or solved.loan is None:
        return []
    found = [text("caveats", "loan_not_granted", loan=offer.name)]
    debt = months[-1].debt
    if debt is not None and debt.amount:
        found.append(text("caveats", "debt", amount=f"{debt.amount:,.2f} {debt.currency}"))
    return found


def _benefit(
    decision: Decision,
    solved: Solved,
    budget: Budget,
    excludes: Mapping[str, frozenset[str]],
) -> _Texts:
    name, benefit = decision.name, decision.benefit_id
    found: _Texts = []
    kind = solved.moves[0][1] if solved.moves else ""
    if is_open(decision):
        found.append(text("caveats", "benefit_open", benefit=name))
    elif decision.kind == LOAN:
        found.append(text("caveats", "loan", benefit=name))
    elif decision.verdict is Verdict.ELIGIBLE and not countable(decision):
        found.append(text("caveats", "amount_unknown", benefit=name))
    elif already_drawn(benefit, budget.facts) is None:
        found.append(text("caveats", "already_drawing", benefit=name))
    elif ends_with(decision, kind):
        found.append(text("caveats", "ends", benefit=name))
    drawing = solved.drawn.get(benefit)
    if countable(decision) and (drawing is None or not drawing.whole):
        rivals = [other for other in solved.drawn if other in excludes.get(benefit, frozenset())]
        found += [
            text("caveats", "excluded", benefit=name, other=solved.drawn[other].decision.name) for other in rivals[:1]
        ]
    if decision.status is Status.UNVERIFIED:
        found.append(text("caveats", "unverified", benefit=name))
    return found


def _statistic(word: str) -> Mapping[str, str] | str:
    """A kind of pay figure in words; a source's own word where it is none of ours."""
    return text("statistics", word) if word in sections()["statistics"] else word


def _band() -> dict[str, str]:
    spread = f"{weight('band_pay_spread') * 10:g}"
    return text(
        "caveats",
        "band",
        spread=spread,
        medium=f"{weight('band_medium') * 100:g}",
        low=f"{weight('band_low') * 100:g}",
    )
