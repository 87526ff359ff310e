"""Benefits in an order that respects prerequisites, exclusions and deadlines; several undominated routes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ontology import Money, Verdict
from policy import Citation, Decision
from reasoning._amounts import excluding, is_open, known_total
from reasoning._criteria import security, shown, undominated
from reasoning._earliest import Opening, openings
from reasoning._later import LaterDecisions
from reasoning._status import Stage
from reasoning._texts import text
from reasoning._unlocks import unlocks
from reasoning._waiting import losses
from reasoning._weights import whole
from reasoning.answers import Named, Route, RouteStep
from reasoning.errors import LikelihoodError
from reasoning.route_parts import StepDeadline, WaitingLoss

_STOP = {"zh": "。", "en": "."}


def benefit_routes(
    decisions: Sequence[Decision],
    likelihood: Mapping[str, float],
    *,
    on: date,
    later: LaterDecisions | None = None,
) -> tuple[Route, ...]:
    """Routes through the benefits that are open to a person, the best first, at most `routes` (weights).

    A route is a largest set of benefits that exclude none of each other and whose prerequisites are in it. Taken in
    are benefits decided eligible, those that missing facts decide, and those that time or an earlier benefit opens;
    not those decided against, expired or without a source. Within a route a prerequisite or feeding benefit comes
    first, then the nearer deadline, then the id.

    A route is left out if another is at least as good on each of three criteria and better on one: money (all that can
    be said), speed (first payment), security (likelihood and firmness of the rules). They are never added up; each
    route says what it is best at. The first one has the largest sum that rules have decided.

    Args:
        likelihood: benefit id -> chance in [0, 1] that an open benefit turns out eligible; only for open ones.
        later: decides benefits again on later days: for what opens later, what waiting loses and what own steps open.
    Raises:
        LikelihoodError: an open benefit has no likelihood.
    """
    opening = openings(decisions, later) if later else {}
    offered = {
        decision.benefit_id: opening[decision.benefit_id].decision if decision.benefit_id in opening else decision
        for decision in decisions
        if decision.verdict is Verdict.ELIGIBLE or is_open(decision) or decision.benefit_id in opening
    }
    own = unlocks(decisions, later, opened=tuple(opening)) if later else ()
    waiting = {benefit: _waiting(decision, later) for benefit, decision in offered.items() if benefit not in opening}
    sets = {_closed(chosen, offered) for chosen in _largest_sets(sorted(offered), offered)}
    routes = [
        replace(_route(sorted(chosen), offered, likelihood, on, opening, waiting), unlocks=own)
        for chosen in sets
        if chosen
    ]
    kept = undominated(routes)
    kept.sort(key=_order)
    return shown(kept, whole("routes"))


def _waiting(decision: Decision, later: LaterDecisions | None) -> tuple[WaitingLoss, ...]:
    """What waiting loses of a benefit that can be claimed today; a claim that was made already cannot wait."""
    if later is None or decision.verdict is not Verdict.ELIGIBLE:
        return ()
    claimed = later.facts.get("claim_date")
    if claimed is not None and claimed <= later.on:
        return ()
    today = later.at(decision.benefit_id, later.on, Stage())
    return losses(today, later) if today.verdict is Verdict.ELIGIBLE else ()


def _order(route: Route) -> tuple[Decimal, Decimal, float, list[str]]:
    decided, possible = (money.amount if money else Decimal(0) for money in (route.total, route.possible_total))
    return -decided, -possible, -route.security, [step.benefit.id for step in route.steps]


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


def _route(
    ids: Sequence[str],
    offered: Mapping[str, Decision],
    likelihood: Mapping[str, float],
    on: date,
    opening: Mapping[str, Opening],
    waiting: Mapping[str, tuple[WaitingLoss, ...]],
) -> Route:
    steps: list[RouteStep] = []
    for benefit in _ordered(ids, offered):
        decision = offered[benefit]
        after = tuple(before for before in ids if benefit in offered[before].feeds or before in decision.requires)
        ready = [step.earliest for step in steps if step.benefit.id in after and step.earliest]
        paid = [offered[before].first_payment for before in after]
        opens = [opening[benefit].day] if benefit in opening else []
        steps.append(
            RouteStep(
                benefit=Named(id=benefit, labels=decision.name),
                verdict=decision.verdict,
                likelihood=1.0 if decision.verdict is Verdict.ELIGIBLE else _chance(benefit, likelihood),
                earliest=max([on, *opens, *ready, *(day for day in paid if day)]),
                latest=_latest(decision),
                documents=decision.documents,
                channel=decision.channel,
                after=after,
                excludes=decision.excludes,
                amount_per_month=decision.amount_per_month,
                amount_once=decision.amount_once,
                months=None if decision.duration_months is None else int(decision.duration_months),
                lost_by_waiting=_lost_by_waiting(decision, on, waiting.get(benefit, ())),
                first_payment=decision.first_payment,
                deadlines=tuple(
                    StepDeadline(
                        text=deadline.text,
                        due=deadline.due,
                        passed=deadline.due is not None and deadline.due < on,
                        source=_cited(deadline.citation),
                    )
                    for deadline in decision.deadlines
                ),
                becomes=opening[benefit].becomes if benefit in opening else (),
                waiting=waiting.get(benefit, ()),
                possible_total=known_total(decision),
                confidence=decision.confidence,
                sources=tuple(dict.fromkeys(_cited(citation) for citation in decision.citations)),
            )
        )
    decided = [step for step in steps if step.verdict is Verdict.ELIGIBLE]
    paying = [step for step in decided if step.possible_total is not None]
    days = [max(day for day in (step.earliest, step.first_payment) if day) for step in paying]
    return Route(
        steps=tuple(steps),
        total=_total([offered[step.benefit.id] for step in decided]),
        open_questions=_questions([offered[step.benefit.id] for step in steps], likelihood),
        possible_total=_total([offered[step.benefit.id] for step in steps]),
        first_money=min(days, default=None),
        security=security(steps),
        decided_share=len(decided) / len(steps),
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


def _lost_by_waiting(decision: Decision, on: date, waiting: Sequence[WaitingLoss]) -> dict[str, str]:
    parts: list[Mapping[str, str]] = [
        text("waiting", "until" if deadline.due >= on else "passed", text=deadline.text, day=deadline.due.isoformat())
        if deadline.due
        else deadline.text
        for deadline in decision.deadlines
    ]
    # The deadline has been said already; of losses that grow month by month the first one tells it.
    first = {loss.reason: loss for loss in reversed(waiting) if loss.reason != "deadline"}
    parts += [
        {language: f"{said}{_STOP[language]}" for language, said in loss.texts.items()}
        for loss in sorted(first.values(), key=lambda loss: loss.day)
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
    """The sum of what can be said; None if that is nothing, or amounts are in several currencies."""
    amounts = [money for money in map(known_total, decisions) if money is not None]
    if len({money.currency for money in amounts}) != 1:
        return None
    return Money(sum((money.amount for money in amounts), start=Decimal(0)), amounts[0].currency)


def _cited(citation: Citation) -> str:
    return f"{citation.source.title['en']} {citation.article}".strip()
