"""The funded plan: a path and a benefit route on one monthly timeline."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

from ontology import Money, Verdict
from ontology.values import total
from policy import Decision, Status
from reasoning._drawing import Drawing, countable, draw, new_job_events
from reasoning._routes import is_open
from reasoning._texts import sections, text
from reasoning._timeline import Slot, lay_out
from reasoning.answers import FundedPlan, Path, PathsAnswer, PlanItem, PlanMonth, Route
from reasoning.errors import PlanError

_WORKING = frozenset({"employee", "flexible", "business_owner"})
_UNEMPLOYED = "unemployed"
_LOAN = "loan"


@dataclass(frozen=True, slots=True)
class LivingCosts:
    """What is spent on living per month, and who says so, per language."""

    money: Money
    source: Mapping[str, str]


def funded_plan(
    paths: PathsAnswer,
    routes: Sequence[Route],
    decisions: Sequence[Decision],
    *,
    on: date,
    facts: Mapping[str, object] | None = None,
    living: LivingCosts | None = None,
) -> FundedPlan:
    """Lay the best path and the best benefit route out month by month.

    Counted are only wages of known statistics, and benefits that the rules decided, in their amounts and durations; a
    benefit that ends on re-employment stops with the month in which the first new job begins; excluding benefits are
    never in one month. What is open is a caveat, not an amount. `balance` is the sum of everything from the plan's
    start to the month's end, savings not counted.

    Args:
        facts: of the person; `employment_status` says whether the present occupation's wage runs on until the first
            move. Without it no wage is counted before the move.
        living: own living costs; by default the country's average (`living_costs.toml`).
    Raises:
        PlanError: there is no path, or wages and benefits are in different currencies.
    """
    if not paths.best:
        raise PlanError("There is no path to lay out a plan for.", hint="Loosen the wishes until a path fits.")
    path = paths.best[0]
    route = routes[0] if routes else Route(steps=(), total=None, open_questions=())
    by_id = {decision.benefit_id: decision for decision in decisions}
    currency = _currency(path, route, by_id)
    if living is None:
        living = average_living_costs(currency)
    if living is not None and living.money.currency != currency:
        raise PlanError(
            f"Living costs are in {living.money.currency}, the plan is in {currency}.", hint=f"Give them in {currency}."
        )
    status = (facts or {}).get("employment_status")
    slots = lay_out(path, on=on, working_now=status in _WORKING)
    drawing = draw(route, by_id, slots)
    items = [_items(slot, drawing, by_id, living, currency) for slot in slots]
    return FundedPlan(
        path=path,
        route=route,
        months=_months(slots, items, currency),
        total_income=_sum(items, {"wage"}, currency),
        total_benefits=_sum(items, {"benefit"}, currency),
        total_cost=_sum(items, {"tuition", "living"}, currency).times(-1),
        caveats=tuple(_caveats(slots, path, route, by_id, drawing, living, currency, status)),
    )


@cache
def _averages() -> Mapping[str, LivingCosts]:
    tables = tomllib.loads(resources.files("reasoning").joinpath("living_costs.toml").read_text("utf-8"))
    return {
        table["currency"]: LivingCosts(Money(Decimal(table["amount"]), table["currency"]), table["source"])
        for table in tables.values()
    }


def average_living_costs(currency: str) -> LivingCosts | None:
    """Average spending per head and month in the country of a currency; None if no figure is there."""
    return _averages().get(currency)


def _currency(path: Path, route: Route, decisions: Mapping[str, Decision]) -> str:
    """The one currency of wages and benefits."""
    pays = [pay.money.currency for step in path.steps for pay in (step.pay_before, step.pay_after) if pay]
    paid = [
        money.currency
        for step in route.steps
        for money in (
            decisions[step.benefit.id].amount_per_month,
            decisions[step.benefit.id].amount_once,
            decisions[step.benefit.id].weekly_amount,
        )
        if money
    ]
    found = sorted({*pays, *paid})
    if len(found) > 1:
        raise PlanError(
            f"The plan would put {' and '.join(found)} together.",
            hint="Ask for pay in the region whose benefits are meant.",
            currencies=found,
        )
    prices = sorted({money.currency for step in path.steps for money in step.cost})
    if not found and len(prices) != 1:
        raise PlanError(
            "Neither pay nor a benefit amount is known, so the plan has no currency.",
            hint="Give a region that the graph holds pay for.",
        )
    return found[0] if found else prices[0]


def _items(
    slot: Slot,
    drawing: Drawing,
    decisions: Mapping[str, Decision],
    living: LivingCosts | None,
    currency: str,
) -> tuple[PlanItem, ...]:
    items: list[PlanItem] = []
    if slot.pay and slot.occupation:
        job = slot.occupation
        source = f"{slot.pay.source} ({slot.pay.year})"
        items.append(
            PlanItem(kind="wage", id=job.id, labels=_name("wage", job.labels), amount=slot.pay.money, source=source)
        )
    for benefit, amount in drawing.payments[slot.month].items():
        decision = decisions[benefit]
        cited = "; ".join(dict.fromkeys(f"{c.source.title['en']} {c.article}".strip() for c in decision.citations))
        items.append(
            PlanItem(kind="benefit", id=benefit, labels=_name("benefit", decision.name), amount=amount, source=cited)
        )
    items += [
        PlanItem(
            kind="tuition",
            id=choice.course.id,
            labels=_name("tuition", choice.course.labels),
            amount=choice.cost.times(-1),
            source=choice.source,
        )
        for choice in slot.starting
        if choice.cost.amount and choice.cost.currency == currency
    ]
    if living is not None:
        items.append(
            PlanItem(
                kind="living",
                id="living",
                labels=text("plan_items", "living"),
                amount=living.money.times(-1),
                source=living.source["en"],
            )
        )
    return tuple(items)


def _name(kind: str, labels: Mapping[str, str]) -> dict[str, str]:
    return text("plan_items", kind, name=labels)


def _months(slots: Sequence[Slot], items: Sequence[tuple[PlanItem, ...]], currency: str) -> tuple[PlanMonth, ...]:
    balance = Money(Decimal(0), currency)
    months: list[PlanMonth] = []
    for slot, amounts in zip(slots, items, strict=True):
        balance = total([balance, *(item.amount for item in amounts)], currency=currency)
        months.append(
            PlanMonth(
                month=slot.month,
                activity=slot.activity,
                occupation=slot.occupation.id if slot.occupation else "",
                items=amounts,
                balance=balance,
                confidence=slot.confidence,
            )
        )
    return tuple(months)


def _sum(items: Iterable[tuple[PlanItem, ...]], kinds: set[str], currency: str) -> Money:
    return total((item.amount for month in items for item in month if item.kind in kinds), currency=currency)


def _caveats(
    slots: Sequence[Slot],
    path: Path,
    route: Route,
    decisions: Mapping[str, Decision],
    drawing: Drawing,
    living: LivingCosts | None,
    currency: str,
    status: object,
) -> list[dict[str, str]]:
    found = [text("caveats", "no_promise")]
    if not slots[0].pay and status != _UNEMPLOYED:
        found.append(text("caveats", "present_pay_unknown"))
    kinds = dict.fromkeys((slot.pay.statistic, slot.pay.year, slot.pay.source) for slot in slots if slot.pay)
    found += [
        text("caveats", "gross", statistic=_statistic(statistic), year=year, source=source)
        for statistic, year, source in kinds
    ]
    for step in path.steps:
        if step.pay_after is None:
            found.append(text("caveats", "pay_unknown", occupation=step.transition.target.labels))
        found += [
            text("caveats", "foreign_price", course=choice.course.labels, currency=choice.cost.currency)
            for choice in step.courses
            if choice.cost.amount and choice.cost.currency != currency
        ]
    found.append(text("caveats", "living", source=living.source) if living else text("caveats", "living_unknown"))
    for route_step in route.steps:
        found += _benefit_caveats(decisions[route_step.benefit.id], decisions, drawing)
    return found


def _statistic(word: str) -> Mapping[str, str] | str:
    """A kind of pay figure in words; a source's own word where it is none of ours."""
    return text("statistics", word) if word in sections()["statistics"] else word


def _benefit_caveats(decision: Decision, decisions: Mapping[str, Decision], drawing: Drawing) -> list[dict[str, str]]:
    name, benefit = decision.name, decision.benefit_id
    found: list[dict[str, str]] = []
    if is_open(decision):
        found.append(text("caveats", "benefit_open", benefit=name))
    elif decision.kind == _LOAN:
        found.append(text("caveats", "loan", benefit=name))
    elif decision.verdict is Verdict.ELIGIBLE and not countable(decision):
        found.append(text("caveats", "amount_unknown", benefit=name))
    elif new_job_events() & set(decision.stops):
        found.append(text("caveats", "ends", benefit=name))
    if benefit in drawing.displaced:
        other = decisions[drawing.displaced[benefit]].name
        found.append(text("caveats", "excluded", benefit=name, other=other))
    if decision.status is Status.UNVERIFIED:
        found.append(text("caveats", "unverified", benefit=name))
    return found
