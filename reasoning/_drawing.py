"""Which benefit is paid in which month of a plan: from its first payment, for its duration, until an event ends it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib import resources

from ontology import Money, Verdict
from policy import Decision
from reasoning._routes import excluding, known_total, monthly_amount
from reasoning._timeline import Slot, add_months
from reasoning.answers import Route

_DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Drawing:
    """Payments of a plan's benefits.

    Attributes:
        payments: month (its first day) -> benefit id -> amount.
        ended: benefits that the first new job cut short.
        displaced: benefit id -> the excluding benefit that kept it out of some month.
    """

    payments: Mapping[date, Mapping[str, Money]]
    ended: tuple[str, ...]
    displaced: Mapping[str, str]


@cache
def new_job_events() -> frozenset[str]:
    """Stop events that beginning a new job brings about."""
    tables = tomllib.loads(resources.files("reasoning").joinpath("work_events.toml").read_text("utf-8"))
    return frozenset(tables["new_job"])


def countable(decision: Decision) -> bool:
    """Whether a plan may count a benefit: decided eligible, no loan, amount and duration known."""
    return decision.verdict is Verdict.ELIGIBLE and known_total(decision) is not None


def draw(route: Route, decisions: Mapping[str, Decision], slots: Sequence[Slot]) -> Drawing:
    """Pay a route's countable benefits month by month, in the route's order.

    A benefit with a stop event that a new job brings about is not paid from the month in which the first new job
    begins. One that needs another benefit is paid only in months in which that one is. Of two that exclude each other
    the one earlier in the route has the month.
    """
    ledger: dict[date, dict[str, Money]] = {slot.month: {} for slot in slots}
    first_job = next((slot.month for slot in slots if slot.moved), None)
    ended: list[str] = []
    displaced: dict[str, str] = {}
    for step in route.steps:
        decision = decisions[step.benefit.id]
        if not countable(decision):
            continue
        stops = bool(new_job_events() & set(decision.stops))
        for month, amount in _payments(decision, step.earliest or slots[0].month).items():
            if month not in ledger:
                continue
            if stops and first_job is not None and month >= first_job:
                if decision.benefit_id not in ended:
                    ended.append(decision.benefit_id)
                continue
            rival = next((other for other in ledger[month] if excluding(decisions[other], decision)), None)
            if rival is not None:
                displaced[decision.benefit_id] = rival
                continue
            if _waits_for(decision, decisions, ledger[month]):
                continue
            ledger[month][decision.benefit_id] = amount
    return Drawing(payments=ledger, ended=tuple(ended), displaced=displaced)


def _waits_for(decision: Decision, decisions: Mapping[str, Decision], paid: Mapping[str, Money]) -> bool:
    """Whether a benefit by the month lacks the payment that it comes with."""
    monthly = decision.amount_once is None
    return monthly and any(
        need in decisions and countable(decisions[need]) and need not in paid for need in decision.requires
    )


def _payments(decision: Decision, earliest: date) -> dict[date, Money]:
    """What is paid in which month if nothing comes between; months by their first day."""
    start = max(earliest, decision.first_payment) if decision.first_payment else earliest
    if decision.weekly_amount is not None:
        return _weekly(decision, start)
    if decision.amount_once is not None:
        return {add_months(start, 0): decision.amount_once}
    months = int(decision.duration_months or 0)
    return {add_months(start, number): monthly_amount(decision, number + 1) for number in range(months)}


def _weekly(decision: Decision, start: date) -> dict[date, Money]:
    """Weeks one after another from the first payment; all of them at most `maximum_total`."""
    rate = decision.weekly_payable or decision.weekly_amount
    if rate is None:
        return {}
    left = decision.maximum_total.amount if decision.maximum_total else None
    paid: dict[date, Money] = {}
    for week in range(decision.weeks or 0):
        amount = rate.amount if left is None else min(rate.amount, left)
        if left is not None:
            left -= amount
        if amount > Decimal(0):
            month = add_months(start + timedelta(days=_DAYS_PER_WEEK * week), 0)
            paid[month] = paid.get(month, Money(Decimal(0), rate.currency)) + Money(amount, rate.currency)
    return paid
