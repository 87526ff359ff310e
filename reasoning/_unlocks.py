"""Own steps that would open a benefit: the smallest need-sets of what is refused now."""

from collections.abc import Mapping, Sequence

from ontology import Verdict
from policy import Change, Decision, FactSpec, evaluate_benefit, need_sets
from reasoning._amounts import known_total
from reasoning._later import LaterDecisions
from reasoning._status import changes
from reasoning._texts import text
from reasoning._weights import whole
from reasoning.route_parts import Unlock

#: A fixed fact is no step; what time opens is told with its day.
_STEPS = frozenset({"action", "document"})


def unlocks(decisions: Sequence[Decision], later: LaterDecisions, *, opened: Sequence[str]) -> tuple[Unlock, ...]:
    """Benefits refused now, each with the fewest changes that a person can bring about; at most `unlocks` (weights).

    Args:
        opened: benefits that open by themselves; they are left out.
    """
    found: list[Unlock] = []
    for decision in decisions:
        if decision.verdict is not Verdict.NOT_ELIGIBLE or decision.benefit_id in opened:
            continue
        needs = need_sets(later.rule_base, decision, later.parsed, on=later.on, jurisdiction=later.jurisdiction)
        own = next((need for need in needs if all(_is_step(change) for change in need.changes)), None)
        if own is None:
            continue
        changed = later.parsed.changed({change.fact: change.after for change in own.changes})
        then = evaluate_benefit(
            later.rule_base, decision.benefit_id, changed, on=later.on, jurisdiction=later.jurisdiction
        )
        found.append(
            Unlock(
                id=decision.benefit_id,
                labels=decision.name,
                facts=tuple(change.fact for change in own.changes),
                changes=tuple(_words(change, later.rule_base.facts[change.fact]) for change in own.changes),
                amount=known_total(then),
            )
        )
    found.sort(key=lambda unlock: (len(unlock.facts), unlock.id))
    return tuple(found[: whole("unlocks")])


def _is_step(change: Change) -> bool:
    """Whether a person can bring a change about and may be told to: nobody is told to give up a job."""
    table = changes()
    return (
        change.actionability in _STEPS
        and change.after not in table["never_advised"].get(change.fact, ())
        and change.before not in table["never_left"].get(change.fact, ())
    )


def _words(change: Change, spec: FactSpec) -> dict[str, str]:
    return text(
        "unlocks", "change", fact=spec.short_name, before=_value(change.before, spec), after=_value(change.after, spec)
    )


def _value(value: object, spec: FactSpec) -> Mapping[str, str] | str:
    if value is None:
        return text("unlocks", "unknown")
    if isinstance(value, bool):
        return {"zh": "是" if value else "否", "en": "yes" if value else "no"}
    if isinstance(value, str) and value in spec.words:
        return spec.words[value]
    return str(value)
