"""What may become of a business plan: a Monte Carlo simulation whose every assumption is stated and can be changed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from reasoning.errors import FinanceError
from reasoning.finance._business import BreakEven, BusinessPlan, break_even, cash_flow
from reasoning.finance._figures import figure
from reasoning.finance._ranking import DebtService, debt_service
from reasoning.finance._texts import finance_text

_Floats = NDArray[np.float64]
#: Shares of runs whose cash is shown by month.
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_MOST_RUNS = 200_000


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption of the simulation, in words, with where it comes from."""

    id: str
    value: float
    unit: str
    text: Mapping[str, str]
    source: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sustainability:
    """Whether a plan carries itself.

    Attributes:
        verdict: sustainable, fragile or not_sustainable, by the share of runs in which cash never falls below 0.
        lasting: that share, in [0, 1]; its standard error is at most 0.5 / sqrt(runs).
        cash: at the start and after each month the cash at `QUANTILES` of the runs, in the plan's currency.
        out_of_cash_month: month in which half of the runs that fail have failed, 0 at the start; None when none fails.
        debt_service: the dearest repayment against income of the first year's average month as planned; None
            without a loan.
    """

    verdict: str
    text: Mapping[str, str]
    lasting: float
    cash: tuple[tuple[float, ...], ...]
    out_of_cash_month: int | None
    break_even: BreakEven
    debt_service: DebtService | None
    warnings: tuple[Mapping[str, str], ...]
    assumptions: tuple[Assumption, ...]
    runs: int
    seed: int


def check_sustainability(
    plan: BusinessPlan, *, runs: int = 5_000, seed: int = 0, assumptions: Mapping[str, float] | None = None
) -> Sustainability:
    """Simulate the plan.

    Revenue of a month is the planned one times a factor for the whole plan (the founder may have misjudged it), times
    one for the month, both lognormal with mean 1; the ramp-up may be late; a month may be hit by a shock. Costs,
    living and repayments are as planned. The same plan and seed give the same answer.

    Args:
        assumptions: values that replace those of `assumptions.toml`, by id.
    Raises:
        FinanceError: an unknown assumption, one out of range, or a number of runs outside 100 to 200,000.
    """
    used = _assumed(assumptions or {})
    if not 100 <= runs <= _MOST_RUNS:
        raise FinanceError(
            f"{runs} runs were asked for.",
            hint=f"Give 100 to {_MOST_RUNS:,}.",
            hint_zh=f"请填 100 至 {_MOST_RUNS:,}。",
            runs=runs,
        )
    value = {item.id: item.value for item in used}
    cash = _simulated_cash(plan, value, runs, np.random.default_rng(seed))
    failed = (cash < 0).any(axis=1)
    lasting = 1.0 - float(failed.mean())
    first = np.argmax(cash[failed] < 0, axis=1)
    verdict = (
        "sustainable"
        if lasting >= figure("sustainable_from").value
        else "fragile"
        if lasting >= figure("fragile_from").value
        else "not_sustainable"
    )
    even = break_even(plan)
    return Sustainability(
        verdict=verdict,
        text=finance_text(f"verdict_{verdict}", share=f"{lasting:.0%}"),
        lasting=lasting,
        cash=tuple(tuple(round(float(one), 2) for one in row) for row in np.quantile(cash, QUANTILES, axis=0).T),
        out_of_cash_month=int(np.median(first)) if failed.any() else None,
        break_even=even,
        debt_service=_debt_service(plan),
        warnings=tuple(_warnings(plan, even)),
        assumptions=used,
        runs=runs,
        seed=seed,
    )


def _simulated_cash(plan: BusinessPlan, value: Mapping[str, float], runs: int, rng: np.random.Generator) -> _Floats:
    """Cash at the start (column 0) and at the end of each month, shape (runs, months + 1)."""
    months = plan.months
    # expected[d] is the planned revenue when the ramp-up is d months late.
    delays = int(value["delay"])
    expected = np.array(
        [
            [float(plan.revenue) * _share(plan, month, delay) for month in range(1, months + 1)]
            for delay in range(delays + 1)
        ]
    )
    revenue = expected[rng.integers(0, delays + 1, size=runs)]
    revenue = (
        revenue * _factor(rng, value["misjudgement"], (runs, 1)) * _factor(rng, value["volatility"], (runs, months))
    )
    hit = rng.random((runs, months)) < value["shock"]
    revenue = np.where(hit, revenue * (1.0 - value["shock_loss"]), revenue)
    fixed = float(plan.fixed_costs + plan.living - plan.other_income)
    net = (
        revenue * (1.0 - float(plan.variable_cost_share)) - fixed - np.array([float(one) for one in plan.repayments()])
    )
    start = np.full((runs, 1), float(plan.money_at_start))
    return np.concatenate([start, start + np.cumsum(net, axis=1)], axis=1)


def _share(plan: BusinessPlan, month: int, delay: int) -> float:
    """Expected share of full revenue when the ramp-up is `delay` months late; the season does not wait.

    A business without a ramp-up is running already and is not late.
    """
    late = month - delay
    season = float(plan.season[(plan.first_month - 1 + month - 1) % 12])
    if late < 1:
        return 0.0 if plan.ramp_up_months else season
    if late > plan.ramp_up_months:
        return season
    start = float(plan.ramp_up_from)
    return (start + (1 - start) * (late - 1) / plan.ramp_up_months) * season


def _factor(rng: np.random.Generator, spread: float, shape: tuple[int, int]) -> _Floats:
    """Lognormal with mean 1: exp(spread z - spread^2 / 2)."""
    return np.exp(spread * rng.standard_normal(shape) - spread**2 / 2)


def _debt_service(plan: BusinessPlan) -> DebtService | None:
    if plan.loan is None:
        return None
    rows = cash_flow(plan)[:12]
    earned = (row.revenue - row.variable_costs - row.fixed_costs + row.other_income for row in rows)
    kept = sum(earned, Decimal(0)) / len(rows)
    return debt_service(max(plan.repayments()), max(kept, Decimal(0)))


def _warnings(plan: BusinessPlan, even: BreakEven) -> list[Mapping[str, str]]:
    found: list[Mapping[str, str]] = []
    if even.household is None:
        found.append(finance_text("never_breaks_even"))
    elif plan.revenue < even.household:
        found.append(
            finance_text(
                "margin_too_low",
                revenue=f"{plan.revenue:f} {plan.currency}",
                needed=f"{even.household:f} {plan.currency}",
            )
        )
    if plan.loan and (even.first_surplus_month or plan.months + 1) > 1:
        found.append(finance_text("repayment_before_profit", month=even.first_surplus_month or f">{plan.months}"))
    empty = next((row.month for row in cash_flow(plan) if row.cash < 0), None)
    if empty is not None:
        found.append(finance_text("out_of_cash_as_planned", month=empty))
    return found


@cache
def _assumptions() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads(resources.files("reasoning.finance").joinpath("assumptions.toml").read_text("utf-8"))


def _assumed(changed: Mapping[str, float]) -> tuple[Assumption, ...]:
    tables = _assumptions()
    unknown = sorted(set(changed) - set(tables))
    if unknown:
        raise FinanceError(
            f"There is no assumption {unknown[0]!r}.",
            hint=f"There are: {', '.join(tables)}.",
            hint_zh=f"可用的假设：{'、'.join(tables)}。",
            assumption=unknown[0],
        )
    found = []
    for name, table in tables.items():
        value = changed.get(name, table["value"])
        most: object = table["most"]
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not isinstance(most, int | float)
            or not 0 <= value <= most
        ):
            raise FinanceError(
                f"The assumption {name} is {value!r}.",
                hint=f"Give a number from 0 to {most}.",
                hint_zh=f"请填 0 至 {most} 的数。",
            )
        source = _OWN_CHANGE if name in changed else table["source"]
        found.append(Assumption(name, float(value), str(table["unit"]), finance_text(f"assumption_{name}"), source))  # type: ignore[arg-type]
    return tuple(found)


_OWN_CHANGE = {"zh": "由使用者设定", "en": "set by the user"}
