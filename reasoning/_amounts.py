"""What a decision is worth: openness, sums, amounts by month of payment, exclusion."""

from decimal import ROUND_HALF_UP, Decimal

from ontology import Money, Verdict
from policy import Decision

#: A loan is debt: it is shown but never added to what a route brings.
LOAN = "loan"
#: Daily benefits are paid for 30 days a month (SGB III section 154), as `policy` shows them by the month.
DAYS_PER_MONTH = 30
_CENT = Decimal("0.01")


def is_open(decision: Decision) -> bool:
    """Whether missing facts, or an official's judgement, decide about a benefit."""
    return decision.verdict is Verdict.UNKNOWN and (decision.possible or decision.needs_caseworker)


def known_total(decision: Decision) -> Money | None:
    """What a benefit brings in all if drawn to its end; None where amount or duration cannot be said, and for loans."""
    if decision.kind == LOAN:
        return None
    if decision.maximum_total is not None:
        return decision.maximum_total
    if decision.amount_once is not None:
        return decision.amount_once
    if decision.amount_per_month is None or decision.duration_months is None:
        return None
    sums = [monthly_amount(decision, number + 1) for number in range(int(decision.duration_months))]
    rest = rest_of_days(decision)
    sums += [rest] if rest else []
    return Money(sum((money.amount for money in sums), start=Decimal(0)), decision.amount_per_month.currency)


def rest_of_days(decision: Decision) -> Money | None:
    """What the days after the last whole month bring, of a benefit that is granted for days; None if there are none."""
    days = (decision.duration_days or 0) % DAYS_PER_MONTH
    if not days or decision.amount_per_month is None:
        return None
    month = monthly_amount(decision, (decision.duration_days or 0) // DAYS_PER_MONTH + 1)
    return Money((month.amount * days / DAYS_PER_MONTH).quantize(_CENT, ROUND_HALF_UP), month.currency)


def monthly_amount(decision: Decision, number: int) -> Money:
    """What is paid in the first, second, ... month of payment (`number` is 1-based)."""
    for tier in decision.tiers:
        if tier.first_month <= number and (tier.end_month is None or number < tier.end_month):
            return tier.amount
    if decision.amount_per_month is None:
        raise ValueError(f"{decision.benefit_id} has no amount per month.")
    return decision.amount_per_month


def excluding(one: Decision, other: Decision) -> bool:
    """Whether two benefits cannot be drawn in the same month, whichever of them says so."""
    return other.benefit_id in one.excludes or one.benefit_id in other.excludes
