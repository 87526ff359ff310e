"""A loan offer and its repayment table, exact to the cent."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

_CENT = Decimal("0.01")
_MONTHS_PER_YEAR = 12


class RepaymentMethod(StrEnum):
    """How principal comes back: equal payments, equal parts of principal, or all at the end with interest before."""

    EQUAL_PAYMENTS = "equal_payments"
    EQUAL_PRINCIPAL = "equal_principal"
    AT_THE_END = "at_the_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanOffer:
    """What a lender offers, in one currency.

    Attributes:
        principal: what is lent, > 0.
        annual_rate: nominal, 0.0335 for 3.35 % a year; a twelfth of it is due each month.
        months: term, 1 to 600.
        fee_upfront: kept from the principal or paid on the first day.
        fee_per_month: for the account, an insurance or a guarantee.
        subsidy_share: part of the interest in [0, 1] that a public fund pays, in the first `subsidy_months`.
        conditions: what the offer asks for, per language, as its source says.
        source: who says all this; `unverified` where nobody official does.
        benefit: id of the loan benefit that the offer says it is; its caps then apply. Empty for an ordinary loan.
    """

    id: str
    name: Mapping[str, str]
    principal: Decimal
    currency: str
    annual_rate: Decimal
    months: int
    method: RepaymentMethod = RepaymentMethod.EQUAL_PAYMENTS
    fee_upfront: Decimal = Decimal(0)
    fee_per_month: Decimal = Decimal(0)
    subsidy_share: Decimal = Decimal(0)
    subsidy_months: int = 0
    conditions: tuple[Mapping[str, str], ...] = ()
    source: str = "unverified"
    benefit: str = ""


@dataclass(frozen=True, slots=True)
class Repayment:
    """One month of a repayment table.

    Attributes:
        interest: due on what was owed; of it `subsidy` is paid by the fund.
        paid: principal, interest and fee less the subsidy: what leaves the borrower's pocket.
        owed: principal left after this month.
    """

    month: int
    principal: Decimal
    interest: Decimal
    subsidy: Decimal
    fee: Decimal
    paid: Decimal
    owed: Decimal


def repayment_table(offer: LoanOffer) -> tuple[Repayment, ...]:
    """Month by month what is paid and owed; interest is rounded half up to the cent, the last month clears the rest."""
    rate = offer.annual_rate / _MONTHS_PER_YEAR
    annuity = _annuity(offer.principal, rate, offer.months)
    owed, table = offer.principal, []
    for month in range(1, offer.months + 1):
        interest = _cents(owed * rate)
        if month == offer.months:
            principal = owed
        elif offer.method is RepaymentMethod.EQUAL_PAYMENTS:
            # Cents rounded up each month can clear a small loan early.
            principal = min(annuity - interest, owed)
        elif offer.method is RepaymentMethod.EQUAL_PRINCIPAL:
            principal = min(_cents(offer.principal / offer.months), owed)
        else:
            principal = Decimal(0)
        owed -= principal
        subsidy = _cents(interest * offer.subsidy_share) if month <= offer.subsidy_months else Decimal(0)
        paid = principal + interest + offer.fee_per_month - subsidy
        table.append(Repayment(month, principal, interest, subsidy, offer.fee_per_month, paid, owed))
    return tuple(table)


def _annuity(principal: Decimal, rate: Decimal, months: int) -> Decimal:
    """The equal monthly payment: principal x rate / (1 - (1 + rate)^-months)."""
    if rate == 0:
        return _cents(principal / months)
    growth = (1 + rate) ** months
    return _cents(principal * rate * growth / (growth - 1))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)
