"""Offers by what they cost in all, and what a loan does to a monthly budget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reasoning.errors import FinanceError
from reasoning.finance._figures import Figure, figure
from reasoning.finance._loans import LoanOffer, Repayment, repayment_table
from reasoning.finance._texts import finance_text

_MONTHS_PER_YEAR = 12
_WIDTH = 1e-10


@dataclass(frozen=True, slots=True)
class DebtService:
    """Monthly debt payments against monthly income.

    Attributes:
        ratio: payments / income; None when there is no income.
        level: `bearable`, `strained` or `too_high`; the two limits and who set them are in `limits`.
    """

    payments: Decimal
    income: Decimal
    ratio: float | None
    level: str
    text: Mapping[str, str]
    limits: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class RankedOffer:
    """An offer with what it really costs.

    Attributes:
        total_cost: interest and fees less subsidies over the whole term.
        effective_annual_rate: yearly rate at which the borrower's payments are worth what was lent, fees and subsidies
            included; comparable across offers.
        highest_payment: the dearest month.
        short_by: how much less than needed it lends; 0 when it is enough.
        debt_service: with the dearest month and other debts, if an income was given.
        warnings: per language.
    """

    offer: LoanOffer
    table: tuple[Repayment, ...]
    total_cost: Decimal
    effective_annual_rate: float
    highest_payment: Decimal
    short_by: Decimal
    debt_service: DebtService | None
    warnings: tuple[Mapping[str, str], ...]


def rank_offers(
    offers: Sequence[LoanOffer],
    *,
    needed: Decimal,
    income_per_month: Decimal | None = None,
    other_payments_per_month: Decimal = Decimal(0),
) -> tuple[RankedOffer, ...]:
    """Offers that lend enough first, then by total cost, then by the lower dearest month, then by id.

    Total cost compares offers of one principal; where principals differ the cost per unit lent decides, so that a
    larger loan is not put last only for being larger.

    Raises:
        FinanceError: no offer, offers in several currencies, or an amount that is not above 0.
    """
    if not offers:
        raise FinanceError("There is no offer to rank.", hint="Give at least one.")
    currencies = sorted({offer.currency for offer in offers})
    if len(currencies) > 1:
        raise FinanceError(f"Offers are in {' and '.join(currencies)}.", hint="Compare offers of one currency.")
    if needed <= 0:
        raise FinanceError(f"The amount needed is {needed}.", hint="Give an amount above 0.")
    ranked = [_ranked(offer, needed, income_per_month, other_payments_per_month) for offer in offers]
    return tuple(
        sorted(
            ranked,
            key=lambda item: (
                item.short_by > 0,
                item.total_cost / item.offer.principal,
                item.highest_payment,
                item.offer.id,
            ),
        )
    )


def debt_service(payments: Decimal, income: Decimal) -> DebtService:
    """Weigh monthly debt payments by monthly income.

    Raises:
        FinanceError: a negative amount.
    """
    if payments < 0 or income < 0:
        raise FinanceError(f"Payments are {payments}, income is {income}.", hint="Give amounts from 0 on.")
    strained, too_high = figure("debt_service_strained"), figure("debt_service_too_high")
    ratio = float(payments / income) if income else None
    if ratio is None:
        level = "too_high" if payments else "bearable"
    else:
        level = "too_high" if ratio > too_high.value else "strained" if ratio > strained.value else "bearable"
    shown = "-" if ratio is None else f"{ratio:.0%}"
    return DebtService(payments, income, ratio, level, finance_text(f"debt_{level}", ratio=shown), (strained, too_high))


def effective_annual_rate(offer: LoanOffer, table: Sequence[Repayment]) -> float:
    """The internal rate of return of the borrower's cash flow, per year: (1 + monthly)^12 - 1. Bisection."""
    received = float(offer.principal - offer.fee_upfront)
    payments = [float(row.paid) for row in table]

    def worth(rate: float) -> float:
        return sum(paid / (1 + rate) ** month for month, paid in enumerate(payments, 1)) - received

    low, high = -0.99, 1.0
    while worth(high) > 0:
        high *= 2
    while high - low > _WIDTH:
        middle = (low + high) / 2
        low, high = (middle, high) if worth(middle) > 0 else (low, middle)
    return float((1 + (low + high) / 2) ** _MONTHS_PER_YEAR - 1)


def _ranked(offer: LoanOffer, needed: Decimal, income: Decimal | None, other: Decimal) -> RankedOffer:
    if offer.fee_upfront >= offer.principal:
        raise FinanceError(
            f"{offer.id}: the fee of {offer.fee_upfront} is not below the principal of {offer.principal}.",
            hint="Check both figures.",
        )
    table = repayment_table(offer)
    cost = sum((row.paid - row.principal for row in table), offer.fee_upfront)
    rate = effective_annual_rate(offer, table)
    dearest = max(row.paid for row in table)
    service = None if income is None else debt_service(dearest + other, income)
    short = max(Decimal(0), needed - offer.principal)
    return RankedOffer(offer, table, cost, rate, dearest, short, service, tuple(_warnings(offer, rate, short, service)))


def _warnings(offer: LoanOffer, rate: float, short: Decimal, service: DebtService | None) -> list[Mapping[str, str]]:
    found: list[Mapping[str, str]] = []
    hidden = figure("hidden_cost_points")
    subsidised = offer.subsidy_share > 0
    if not subsidised and rate - float(offer.annual_rate) > hidden.value:
        found.append(finance_text("hidden_cost", nominal=f"{offer.annual_rate:.2%}", effective=f"{rate:.2%}"))
    ceiling = figure("court_rate_ceiling")
    if offer.currency == ceiling.currency and rate > ceiling.value:
        found.append(finance_text("above_ceiling", effective=f"{rate:.2%}", ceiling=f"{ceiling.value:.2%}"))
    if subsidised:
        found.append(finance_text("subsidy_later"))
    if offer.method.value == "at_the_end":
        found.append(finance_text("balloon", amount=f"{offer.principal:f} {offer.currency}"))
    if short:
        found.append(finance_text("short", amount=f"{short:f} {offer.currency}"))
    if service and service.level != "bearable":
        found.append(service.text)
    if offer.source == "unverified":
        found.append(finance_text("unverified"))
    return found
