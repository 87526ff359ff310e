"""The funded plan: a path and benefits on one monthly timeline, chosen to leave the most money under the wishes."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from ontology import Money
from ontology.values import total
from policy import Decision
from reasoning._caveats import plan_caveats
from reasoning._later import LaterDecisions
from reasoning._lines import Budget, Line
from reasoning._months import month_lines, plan_claims, plan_months
from reasoning._outlook import Outlook
from reasoning._relax import keeps, relaxations, shortfalls
from reasoning._status import Stage
from reasoning._timeline import add_months
from reasoning.answers import FundedPlan, Path, PathsAnswer, Route
from reasoning.errors import PlanError
from reasoning.plan_parts import LivingCosts, PlanWishes

_WORKING = frozenset({"employee", "flexible", "business_owner"})
_COSTS = frozenset({"tuition", "living", "insurance", "outlay", "interest"})


def funded_plan(
    paths: PathsAnswer,
    routes: Sequence[Route],
    decisions: Sequence[Decision],
    *,
    on: date,
    facts: Mapping[str, object] | None = None,
    living: LivingCosts | None = None,
    wishes: PlanWishes | None = None,
    later: LaterDecisions | None = None,
    kinds: Mapping[str, str] | None = None,
) -> FundedPlan:
    """Lay the best path and the benefits out month by month so that the most money is left at the end.

    Chosen are the months in which benefits are claimed, which of excluding ones are drawn, and how much later the path
    begins, by an exact search (`reasoning._schedule`). Counted are only wages of known statistics, and benefits that
    the rules decided, in their amounts and durations; one that ends on re-employment stops with the month in which a
    new job begins; excluding ones are never in one month. What is open is a caveat, not an amount.

    Args:
        facts: of the person; `employment_status` says whether the present occupation's wage runs on until the first
            move. Without it no wage is counted before the move.
        living: own living costs; by default the country's average (`living_costs.toml`).
        wishes: what the plan has to respect; if it cannot, the nearest plan is returned with `feasible` false.
        later: decides benefits again on each month's day, with the facts as work, time and benefits drawn have made
            them; the contributions of the place are read from its rules. Without it the decisions given hold for every
            month, and only benefits of the routes are drawn.
        kinds: occupation id -> employee, flexible or business_owner, for what a move does to facts, stops and
            contributions; a move of unknown kind ends everything that any kind would end.
    Raises:
        PlanError: there is no path; wages, benefits, living costs and wishes are in different currencies; a wish is no
            wish (a negative number of months).
    """
    if not paths.best:
        raise PlanError("There is no path to lay out a plan for.", hint="Loosen the wishes until a path fits.")
    path, wishes = paths.best[0], wishes or PlanWishes()
    by_id = {decision.benefit_id: decision for decision in decisions}
    currency = _currency(path, routes, by_id)
    living = living or average_living_costs(currency)
    _check(wishes, living, currency)
    known: Mapping[str, Any] = later.facts if later else (facts or {})
    budget = Budget(
        currency=currency,
        living=living,
        wishes=wishes,
        facts=known,
        kinds=dict(kinds or {}) | _business(paths, wishes),
        rules=later.rule_base if later else None,
        place=later.jurisdiction if later else "",
    )
    outlook = Outlook(
        on=on,
        offers=later or _Given(routes, by_id, on),
        excludes=_exclusions(decisions),
        budget=budget,
        working_now=(facts or known).get("employment_status") in _WORKING,
    )
    solved = outlook.best(path, wishes)
    lines = month_lines(solved, wishes)
    months = plan_months(solved, lines, wishes, currency)
    feasible = keeps(solved, wishes)
    claims = plan_claims(solved)
    route = _route(routes, {claim.id for claim in claims})
    return FundedPlan(
        path=path,
        route=route,
        months=months,
        total_income=_sum(lines, {"wage"}, currency),
        total_benefits=_sum(lines, {"benefit"}, currency),
        total_cost=_sum(lines, _COSTS, currency).times(-1),
        caveats=tuple(plan_caveats(solved, months, route, by_id, budget, outlook.excludes)),
        claims=claims,
        delay=solved.delay,
        months_without_wage=solved.without_wage,
        feasible=feasible,
        shortfalls=()
        if feasible
        else shortfalls(solved, months, wishes, [budget.has_wage(slot) for slot in solved.slots]),
        relaxations=() if feasible else relaxations(outlook, solved, wishes, paths.best[1:]),
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """Decisions made once, for benefits of the routes, each from the day on which its route first has it."""

    routes: Sequence[Route]
    decisions: Mapping[str, Decision]
    on: date

    @property
    def benefits(self) -> tuple[str, ...]:
        """Ids in the order of the routes."""
        return tuple(dict.fromkeys(step.benefit.id for route in self.routes for step in route.steps))

    @property
    def redecides(self) -> bool:
        """They stay as they are."""
        return False

    @property
    def facts(self) -> Mapping[str, Any]:
        """None are known."""
        return {}

    def turns(self, benefit: str) -> tuple[date, ...]:  # noqa: ARG002 - part of the Protocol
        """They are made once."""
        return ()

    def at(
        self,
        benefit: str,
        day: date,
        stage: Stage,  # noqa: ARG002 - part of the Protocol
        *,
        claimed: date | None = None,  # noqa: ARG002 - part of the Protocol
    ) -> Decision | None:
        """The decision, from the month of the step's earliest day on."""
        steps = [step for route in self.routes for step in route.steps if step.benefit.id == benefit]
        earliest = min(step.earliest or self.on for step in steps)
        return self.decisions[benefit] if add_months(day, 0) >= add_months(earliest, 0) else None


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


def _check(wishes: PlanWishes, living: LivingCosts | None, currency: str) -> None:
    if living is not None and living.money.currency != currency:
        raise PlanError(
            f"Living costs are in {living.money.currency}, the plan is in {currency}.",
            hint=f"Give them in {currency}.",
            hint_zh=f"请以 {currency} 填写。",
        )
    amounts = [wishes.at_least_per_month, wishes.savings, *[outlay.amount for outlay in wishes.outlays]]
    others = {money.currency for money in amounts if money is not None} | (
        {wishes.loan.currency} if wishes.loan else set()
    )
    if others - {currency}:
        raise PlanError(
            f"The wishes are in {', '.join(sorted(others))}, the plan is in {currency}.",
            hint=f"Give them in {currency}.",
            hint_zh=f"请以 {currency} 填写。",
        )
    counts = {
        "most_delay": wishes.most_delay,
        "most_months_without_wage": wishes.most_months_without_wage,
        "tail": wishes.tail,
    }
    for name, value in counts.items():
        if value is not None and value < 0:
            raise PlanError(f"{name} is {value}, but it counts months.", hint="Give 0 or more.", field=name)


def _business(paths: PathsAnswer, wishes: PlanWishes) -> dict[str, str]:
    """The last occupation of each path is a business where the person says so."""
    if not wishes.own_business:
        return {}
    return {path.steps[-1].transition.target.id: "business_owner" for path in paths.best}


def _exclusions(decisions: Sequence[Decision]) -> dict[str, frozenset[str]]:
    """Of each benefit those that exclude it, whoever says so."""
    found: dict[str, set[str]] = {}
    for decision in decisions:
        for other in decision.excludes:
            found.setdefault(decision.benefit_id, set()).add(other)
            found.setdefault(other, set()).add(decision.benefit_id)
    return {benefit: frozenset(others - {benefit}) for benefit, others in found.items()}


def _route(routes: Sequence[Route], claimed: set[str]) -> Route:
    """The route that holds most of what is claimed, the better one first."""
    if not routes:
        return Route(steps=(), total=None, open_questions=())
    return max(routes, key=lambda route: len(claimed & {step.benefit.id for step in route.steps}))


def _currency(path: Path, routes: Sequence[Route], decisions: Mapping[str, Decision]) -> str:
    """The one currency of wages and benefits."""
    pays = [pay.money.currency for step in path.steps for pay in (step.pay_before, step.pay_after) if pay]
    paid = [
        money.currency
        for route in routes
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


def _sum(lines: Sequence[Iterable[Line]], kinds: Iterable[str], currency: str) -> Money:
    wanted = frozenset(kinds)
    return total((line.item.amount for month in lines for line in month if line.item.kind in wanted), currency=currency)
