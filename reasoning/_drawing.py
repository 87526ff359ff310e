"""What a benefit pays in which month once it is claimed, and which beginnings of work end it."""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib import resources

from ontology import Money, Verdict
from policy import Decision
from reasoning._amounts import known_total, monthly_amount, rest_of_days
from reasoning._timeline import add_months

_DAYS_PER_WEEK = 7


@cache
def _events() -> Mapping[str, frozenset[str]]:
    tables = tomllib.loads(resources.files("reasoning").joinpath("work_events.toml").read_text("utf-8"))
    return {kind: frozenset(events) for kind, events in tables.items()}


def new_job_events(kind: str = "") -> frozenset[str]:
    """Stop events that beginning a new job brings about.

    Args:
        kind: employee, flexible or business_owner; "" for any, then all of them are taken to happen.
    """
    return _events()[kind or "new_job"]


def ends_with(decision: Decision, kind: str = "") -> bool:
    """Whether a benefit stops when work of a kind begins."""
    return bool(new_job_events(kind) & set(decision.stops))


def countable(decision: Decision) -> bool:
    """Whether a plan may count a benefit: decided eligible, no loan, amount and duration known."""
    return decision.verdict is Verdict.ELIGIBLE and known_total(decision) is not None


def payments(decision: Decision, claimed: date, *, drawn: int = 0) -> dict[date, Money]:
    """What is paid in which month if nothing comes between; months by their first day.

    Args:
        claimed: day of the claim; nothing is paid before it, nor before the first payment that the rules name.
        drawn: months paid already, which are no longer left and count towards the tiers.
    """
    start = max(claimed, decision.first_payment) if decision.first_payment else claimed
    if decision.weekly_amount is not None:
        return _weekly(decision, start)
    if decision.amount_once is not None:
        return {add_months(start, 0): decision.amount_once}
    paid = {
        add_months(start, number): monthly_amount(decision, drawn + number + 1)
        for number in range(int(decision.duration_months or 0) - drawn)
    }
    rest = rest_of_days(decision)
    if rest is not None:
        paid[add_months(start, int(decision.duration_months or 0) - drawn)] = rest
    return paid


def _weekly(decision: Decision, start: date) -> dict[date, Money]:
    """Weeks one after another from the first payment; all of them at most `maximum_total`.

    A week is paid when it is over, so without a first payment of the rules the first one comes a week (and the waiting
    weeks) after the claim.
    """
    rate = decision.weekly_payable or decision.weekly_amount_with_dependents or decision.weekly_amount
    if rate is None:
        return {}
    if decision.first_payment is None:
        start += timedelta(days=_DAYS_PER_WEEK * ((decision.waiting_weeks or 0) + 1))
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
