"""A micro-business plan as a monthly cash flow, and the revenue at which it breaks even."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from reasoning.finance._loans import LoanOffer, repayment_table

_CENT = Decimal("0.01")
_ALWAYS = tuple(Decimal(1) for _ in range(12))


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessPlan:
    """What the founder expects, in one currency; money per month unless named otherwise.

    Attributes:
        months: horizon, 1 to 120.
        own_money: cash at the start, before start costs.
        start_costs: spent before the first month.
        revenue: at full run, in an average month.
        ramp_up_months: months until full run; revenue grows evenly from `ramp_up_from` (share in [0, 1]).
        season: factor of each calendar month from January, mean about 1; `first_month` (1-12) is the plan's first.
        variable_cost_share: of revenue, in [0, 1]; taxes on sales included.
        living: what the founder's household takes out.
        other_income: of the household beside the business, benefits included only where rules have decided them.
    """

    currency: str
    months: int
    own_money: Decimal
    start_costs: Decimal
    revenue: Decimal
    variable_cost_share: Decimal
    fixed_costs: Decimal
    living: Decimal
    other_income: Decimal = Decimal(0)
    ramp_up_months: int = 0
    ramp_up_from: Decimal = Decimal(0)
    season: tuple[Decimal, ...] = _ALWAYS
    first_month: int = 1
    loan: LoanOffer | None = None

    def expected_share(self, month: int) -> Decimal:
        """Part of full-run revenue expected in a month (1-based): how far it has ramped up, times the season."""
        if month > self.ramp_up_months:
            grown = Decimal(1)
        else:
            grown = self.ramp_up_from + (1 - self.ramp_up_from) * (month - 1) / self.ramp_up_months
        return grown * self.season[(self.first_month - 1 + month - 1) % 12]

    @property
    def money_at_start(self) -> Decimal:
        """Own money and loan, less start costs and the loan's upfront fee."""
        lent = self.loan.principal - self.loan.fee_upfront if self.loan else Decimal(0)
        return self.own_money + lent - self.start_costs

    def repayments(self) -> tuple[Decimal, ...]:
        """What is paid on the loan in each month of the horizon."""
        table = repayment_table(self.loan) if self.loan else ()
        paid = [row.paid for row in table[: self.months]]
        return (*paid, *(Decimal(0) for _ in range(self.months - len(paid))))


@dataclass(frozen=True, slots=True)
class CashMonth:
    """One month: what comes in and goes out; `net` is the month's change, `cash` what is left at its end."""

    month: int
    revenue: Decimal
    variable_costs: Decimal
    fixed_costs: Decimal
    living: Decimal
    other_income: Decimal
    repayment: Decimal
    net: Decimal
    cash: Decimal


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where a plan carries itself; None where it never does.

    Attributes:
        business: monthly revenue at which the business pays its own costs.
        household: monthly revenue at which living costs and the dearest repayment are paid too, other income counted.
        first_surplus_month: first month from which every later month of the horizon ends with net >= 0.
        paid_back_month: first month in which the business has earned back its start costs.
    """

    business: Decimal | None
    household: Decimal | None
    first_surplus_month: int | None
    paid_back_month: int | None


def cash_flow(plan: BusinessPlan) -> tuple[CashMonth, ...]:
    """The months as planned, exact to the cent."""
    cash, rows = plan.money_at_start, []
    for month, repayment in enumerate(plan.repayments(), 1):
        revenue = _cents(plan.revenue * plan.expected_share(month))
        variable = _cents(revenue * plan.variable_cost_share)
        net = revenue - variable - plan.fixed_costs - plan.living + plan.other_income - repayment
        cash += net
        rows.append(
            CashMonth(
                month, revenue, variable, plan.fixed_costs, plan.living, plan.other_income, repayment, net, cash
            )
        )  # fmt: skip
    return tuple(rows)


def break_even(plan: BusinessPlan) -> BreakEven:
    """The revenue and the months at which the plan carries itself."""
    rows = cash_flow(plan)
    margin = 1 - plan.variable_cost_share
    dearest = max((row.repayment for row in rows), default=Decimal(0))
    needed = plan.fixed_costs + plan.living + dearest - plan.other_income
    deficits = [row.month for row in rows if row.net < 0]
    surplus = max(deficits, default=0) + 1
    earned, paid_back = -plan.start_costs, None
    for row in rows:
        earned += row.revenue - row.variable_costs - row.fixed_costs
        if earned >= 0:
            paid_back = row.month
            break
    return BreakEven(
        business=_cents(plan.fixed_costs / margin) if margin > 0 else None,
        household=_cents(max(Decimal(0), needed) / margin) if margin > 0 else None,
        first_surplus_month=surplus if surplus <= plan.months else None,
        paid_back_month=paid_back,
    )


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)
