"""Benefits that time, or a benefit drawn before them, opens later: the first day on which the rules grant them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ontology import Verdict
from policy import Decision
from reasoning._amounts import is_open
from reasoning._drawing import countable, payments
from reasoning._later import LaterDecisions
from reasoning._status import Drawn, Stage, already_drawn, counts_months
from reasoning._timeline import add_months
from reasoning._weights import whole
from reasoning.route_parts import Becoming

_MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class Opening:
    """A benefit that opens later: the decision of that day, and the conditions that had to come true."""

    decision: Decision
    day: date
    becomes: tuple[Becoming, ...]


def openings(decisions: Sequence[Decision], later: LaterDecisions) -> dict[str, Opening]:
    """Benefits refused now that come to be granted without any other doing than claiming what is granted now.

    Looked at are today and the first day of each of the next `later_months` months; the day is then narrowed down
    within the month before it.

    Args:
        decisions: of today.
    """
    refused = [decision for decision in decisions if decision.verdict is Verdict.NOT_ELIGIBLE]
    clock = Clock(later, decisions)
    found: dict[str, Opening] = {}
    for now in refused:
        for number in range(whole("later_months") + 1):
            day = add_months(later.on, number) if number else later.on
            then = clock.decide(now.benefit_id, day)
            if then.verdict is Verdict.ELIGIBLE:
                first = _first_day(clock, now.benefit_id, max(later.on, add_months(day, -1)), day)
                then = clock.decide(now.benefit_id, first)
                found[now.benefit_id] = Opening(then, first, _becomes(now, then))
                break
            if is_open(then) and then.unknown_facts:
                # What only a missing fact decides does not open by waiting.
                break
    return found


class Clock:
    """Decisions on later days for somebody who claims today what counts months, and does nothing else."""

    def __init__(self, later: LaterDecisions, decisions: Sequence[Decision]) -> None:
        self._later = later
        self._paid: dict[str, tuple[Decision, int, list[date]]] = {}
        for decision in decisions:
            before = already_drawn(decision.benefit_id, later.facts)
            if counts_months(decision.benefit_id) and countable(decision) and before is not None:
                months = sorted(payments(decision, later.on, drawn=before))
                self._paid[decision.benefit_id] = (decision, before, months)

    def decide(self, benefit: str, day: date) -> Decision:
        """The decision about a claim made on a day."""
        return self._later.at(benefit, day, self.stage(day))

    def stage(self, day: date) -> Stage:
        """Where the person stands on a day."""
        on = self._later.on
        months = (day.year - on.year) * _MONTHS_PER_YEAR + day.month - on.month - (day.day < on.day)
        drawn = []
        for benefit, (decision, before, paid) in self._paid.items():
            past = before + sum(1 for month in paid if add_months(month, 1) <= day)
            now = add_months(day, 0) in paid
            if past or now:
                drawn.append(Drawn(benefit, int(decision.duration_months or 0), past, now))
        return Stage(months=max(0, months), days=(day - on).days, drawn=tuple(drawn))


def _first_day(clock: Clock, benefit: str, after: date, by: date) -> date:
    """The first day in (after, by] from which the benefit is granted; it is on `by`."""
    while (by - after).days > 1:
        middle = after + timedelta(days=(by - after).days // 2)
        if clock.decide(benefit, middle).verdict is Verdict.ELIGIBLE:
            by = middle
        else:
            after = middle
    return by


def _becomes(now: Decision, then: Decision) -> tuple[Becoming, ...]:
    met: Mapping[str, bool | None] = {item.id: item.met for item in now.conditions}
    before = {item.id: item for item in now.conditions}
    return tuple(
        Becoming(
            text=item.text,
            now=before[item.id].have_text,
            then=item.have_text,
            source=f"{item.citation.source.title['en']} {item.citation.article}".strip(),
        )
        for item in then.conditions
        if item.met and item.id in met and not met[item.id]
    )
