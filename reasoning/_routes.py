"""Benefits in an order that respects prerequisites, exclusions and deadlines; several undominated routes."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from ontology import Money, Verdict
from policy import Decision
from reasoning._texts import text
from reasoning._weights import whole
from reasoning.answers import Named, Route, RouteStep
from reasoning.errors import LikelihoodError

#: A loan is debt: it is shown but never added to what a route brings.
LOAN = "loan"
#: Daily benefits are paid for 30 days a month (SGB III section 154), as `policy` shows them by the month.
DAYS_PER_MONTH = 30


def benefit_routes(decisions: Sequence[Decision], likelihood: Mapping[str, float], *, on: date) -> tuple[Route, ...]:
    """Routes through the benefits that are open to a person, the best first, at most `routes` (weights).

    A route is a largest set of benefits that exclude none of each other and whose prerequisites are in it. Taken in
    are benefits decided eligible and those that missing facts decide; not those decided against, expired or without a
    source. Within a route a prerequisite or feeding benefit comes first, then the nearer deadline, then the id. A
    route is left out if another brings at least as much on both counts and more on one: the sum that rules have
    decided, and the number of benefits weighed by likelihood.

    Args:
        likelihood: benefit id -> chance in [0, 1] that an open benefit turns out eligible; only for open ones.
    Raises:
        LikelihoodError: an open benefit has no likelihood.
    """
    offered = {
        decision.benefit_id: decision
        for decision in decisions
        if decision.verdict is Verdict.ELIGIBLE or is_open(decision)
    }
    sets = {_closed(chosen, offered) for chosen in _largest_sets(sorted(offered), offered)}
    routes = [_route(sorted(chosen), offered, likelihood, on) for chosen in sets if chosen]
    kept = [route for route in routes if not any(_dominates(other, route) for other in routes)]
    kept.sort(key=lambda route: (-_worth(route)[0], -_worth(route)[1], [step.benefit.id for step in route.steps]))
    return tuple(kept[: whole("routes")])


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
    if decision.amount_per_day is not None and decision.duration_days is not None:
        return decision.amount_per_day.times(decision.duration_days)
    if decision.amount_per_month is None or decision.duration_months is None:
        return None
    months = int(decision.duration_months)
    if not decision.tiers:
        return decision.amount_per_month.times(months)
    sums = [monthly_amount(decision, number + 1) for number in range(months)]
    return Money(sum((money.amount for money in sums), start=Decimal(0)), decision.amount_per_month.currency)


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


def _largest_sets(ids: Sequence[str], offered: Mapping[str, Decision]) -> list[frozenset[str]]:
    """All largest sets without an excluding pair: Bron and Kerbosch 1973 on the graph of compatible benefits."""
    friends = {a: {b for b in ids if b != a and not excluding(offered[a], offered[b])} for a in ids}
    found: list[frozenset[str]] = []

    def grow(chosen: frozenset[str], candidates: set[str], done: set[str]) -> None:
        if not candidates and not done:
            found.append(chosen)
        for benefit in sorted(candidates):
            grow(chosen | {benefit}, candidates & friends[benefit], done & friends[benefit])
            candidates = candidates - {benefit}
            done = done | {benefit}

    grow(frozenset(), set(ids), set())
    return found


def _closed(chosen: frozenset[str], offered: Mapping[str, Decision]) -> frozenset[str]:
    """Without the benefits whose prerequisites are not in the set."""
    kept = frozenset(benefit for benefit in chosen if set(offered[benefit].requires) <= chosen)
    return kept if kept == chosen else _closed(kept, offered)


def _route(ids: Sequence[str], offered: Mapping[str, Decision], likelihood: Mapping[str, float], on: date) -> Route:
    steps: list[RouteStep] = []
    for benefit in _ordered(ids, offered):
        decision = offered[benefit]
        after = tuple(before for before in ids if benefit in offered[before].feeds or before in decision.requires)
        ready = [step.earliest for step in steps if step.benefit.id in after and step.earliest]
        paid = [offered[before].first_payment for before in after]
        steps.append(
            RouteStep(
                benefit=Named(id=benefit, labels=decision.name),
                verdict=decision.verdict,
                likelihood=1.0 if decision.verdict is Verdict.ELIGIBLE else _chance(benefit, likelihood),
                earliest=max([on, *ready, *(day for day in paid if day)]),
                latest=_latest(decision),
                documents=decision.documents,
                channel=decision.channel,
                after=after,
                excludes=decision.excludes,
                amount_per_month=decision.amount_per_month,
                amount_once=decision.amount_once,
                months=None if decision.duration_months is None else int(decision.duration_months),
                lost_by_waiting=_lost_by_waiting(decision, on),
            )
        )
    return Route(
        steps=tuple(steps),
        total=_total([offered[benefit] for benefit in ids]),
        open_questions=_questions([offered[step.benefit.id] for step in steps], likelihood),
    )


def _ordered(ids: Sequence[str], offered: Mapping[str, Decision]) -> list[str]:
    """Prerequisites and feeders first, then the nearer deadline, then the id. A circle of feeders is cut at the id."""
    placed: list[str] = []
    waiting = set(ids)

    def ready(benefit: str, *, feeders: bool) -> bool:
        before = set(offered[benefit].requires)
        if feeders:
            before |= {other for other in ids if benefit in offered[other].feeds}
        return not before & waiting - {benefit}

    while waiting:
        free = [benefit for benefit in waiting if ready(benefit, feeders=True)]
        free = free or [benefit for benefit in waiting if ready(benefit, feeders=False)] or sorted(waiting)
        nearest = min(free, key=lambda benefit: (_latest(offered[benefit]) or date.max, benefit))
        placed.append(nearest)
        waiting.remove(nearest)
    return placed


def _latest(decision: Decision) -> date | None:
    return min((deadline.due for deadline in decision.deadlines if deadline.due), default=None)


def _lost_by_waiting(decision: Decision, on: date) -> dict[str, str]:
    parts = [
        text("waiting", "until" if deadline.due >= on else "passed", text=deadline.text, day=deadline.due.isoformat())
        if deadline.due
        else deadline.text
        for deadline in decision.deadlines
    ]
    if not parts:
        return {}
    return {language: " ".join(part[language] for part in parts) for language in parts[0]}


def _chance(benefit: str, likelihood: Mapping[str, float]) -> float:
    if benefit not in likelihood:
        raise LikelihoodError(
            f"Benefit {benefit!r} is still open, but no likelihood was given for it.",
            hint="Ask the eligibility model about every benefit that is open.",
            id=benefit,
        )
    return likelihood[benefit]


def _questions(decisions: Sequence[Decision], likelihood: Mapping[str, float]) -> tuple[str, ...]:
    """Facts still missing; first those that decide the most, each benefit weighed by its likelihood."""
    weighed: dict[str, float] = {}
    for decision in decisions:
        if decision.verdict is not Verdict.ELIGIBLE:
            for fact in decision.unknown_facts:
                weighed[fact] = weighed.get(fact, 0.0) + _chance(decision.benefit_id, likelihood)
    return tuple(sorted(weighed, key=lambda fact: (-weighed[fact], fact)))


def _total(decisions: Sequence[Decision]) -> Money | None:
    """The sum of what rules have decided; None if that is nothing, or amounts are in several currencies."""
    known = [known_total(decision) for decision in decisions if decision.verdict is Verdict.ELIGIBLE]
    amounts = [money for money in known if money is not None]
    if len({money.currency for money in amounts}) != 1:
        return None
    return Money(sum((money.amount for money in amounts), start=Decimal(0)), amounts[0].currency)


def _worth(route: Route) -> tuple[Decimal, float]:
    amount = route.total.amount if route.total else Decimal(0)
    return amount, sum(step.likelihood for step in route.steps)


def _dominates(one: Route, other: Route) -> bool:
    a, b = _worth(one), _worth(other)
    return a != b and a[0] >= b[0] and a[1] >= b[1]
