"""What a move does to a person's benefits, found by deciding them again with the facts that the move changes."""

from collections.abc import Callable, Mapping, Sequence

from ontology import Verdict
from ontology.records import Occupation
from policy import Decision
from reasoning._amounts import is_open
from reasoning._drawing import new_job_events
from reasoning._status import changes, facts_after
from reasoning.answers import CourseChoice

#: Decides every benefit of a place and day for somebody with these facts.
Decide = Callable[[Mapping[str, object]], Sequence[Decision]]
Facts = Mapping[str, object]


class BenefitChanges:
    """Benefits that a step may open and that it ends (`reasoning._ports.StepBenefits`).

    A benefit is gained if the rules decide against it before the move and for it, or leave it open, after; it is lost
    if they decide for it before, and after against it, or cannot say while a new job is one of the events that end it.
    Only the kind of work counts, so each kind is decided once.
    """

    def __init__(self, facts: Facts, decide: Decide) -> None:
        self._decide = decide
        self._decided: dict[str, Mapping[str, Decision]] = {}
        self._facts = {
            "": dict(facts),
            **{kind: facts_after(facts, kind) for kind in ("employee", "flexible")},
        }

    def __call__(
        self,
        *,
        before: Occupation | None,
        after: Occupation,
        courses: Sequence[CourseChoice],  # noqa: ARG002 - part of the Protocol
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ids of the benefits that a step into an occupation opens and of those that it ends, each sorted."""
        then = self._decisions(_kind_of_work(after))
        now = self._decisions("" if before is None else _kind_of_work(before))
        gained = [
            benefit
            for benefit, decision in then.items()
            if benefit in now
            and now[benefit].verdict is Verdict.NOT_ELIGIBLE
            and (decision.verdict is Verdict.ELIGIBLE or is_open(decision))
        ]
        lost = [
            benefit
            for benefit, decision in now.items()
            if decision.verdict is Verdict.ELIGIBLE
            and benefit in then
            and (
                then[benefit].verdict is Verdict.NOT_ELIGIBLE
                or (then[benefit].verdict is Verdict.UNKNOWN and new_job_events() & set(decision.stops))
            )
        ]
        return tuple(sorted(gained)), tuple(sorted(lost))

    def _decisions(self, kind: str) -> Mapping[str, Decision]:
        if kind not in self._decided:
            self._decided[kind] = {decision.benefit_id: decision for decision in self._decide(self._facts[kind])}
        return self._decided[kind]


def _kind_of_work(occupation: Occupation) -> str:
    return "flexible" if occupation.flexible else "employee"


def facts_when_drawing(facts: Facts, decisions: Sequence[Decision]) -> dict[str, object]:
    """The facts of somebody who has claimed the benefits decided eligible and draws them."""
    known = dict(facts)
    for decision in decisions:
        if decision.verdict is Verdict.ELIGIBLE and decision.benefit_id in changes():
            known |= dict(changes()[decision.benefit_id]["set"])
    return known


def with_later(decisions: Sequence[Decision], later: Sequence[Decision]) -> tuple[Decision, ...]:
    """Decisions together with those that come true once others are drawn.

    Taken from `later` is what is decided against now, but eligible or open then, and hangs on a benefit that is
    eligible now: as its prerequisite, or because that one feeds it.

    Args:
        later: decided for the facts of `facts_when_drawing`.
    """
    eligible = {decision.benefit_id: decision for decision in decisions if decision.verdict is Verdict.ELIGIBLE}
    fed = {benefit for decision in eligible.values() for benefit in decision.feeds}
    then = {decision.benefit_id: decision for decision in later}
    merged: list[Decision] = []
    for now in decisions:
        after = then.get(now.benefit_id, now)
        hangs_on = now.benefit_id in fed or bool(set(now.requires) & eligible.keys())
        comes = after.verdict is Verdict.ELIGIBLE or is_open(after)
        merged.append(after if now.verdict is Verdict.NOT_ELIGIBLE and hangs_on and comes else now)
    return tuple(merged)
