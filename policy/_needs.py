"""Need-sets: the smallest changes of facts that would make somebody eligible, each true when it is applied.

The eligibility rule is a tree (`policy._search_tree`). Where all parts are needed, each is repaired after the other;
where one suffices, each gives sets of its own. A part that one fact decides has its satisfying values worked out
beforehand; a comparison of several facts is repaired by moving one of them to the nearest value that satisfies it. What
a repair upsets is repaired in turn. Of the sets found, those that another dominates (no further facts, no larger
change of any) are dropped.

Not listed are trade-offs inside one comparison: of `a + b >= 10` the set that moves a alone and the one that moves b
alone, none that moves both in part. Where comparisons read one fact each, all smallest sets are found; where they read
several, each set is true and no step too long, but a set that moves both facts of one comparison can be missing, and a
number that two such comparisons read can stand on the farther of two ranges. Worst case exponential in the parts that
have several repairs; at most 512 sets are followed and 300 comparisons of several facts solved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ontology import Verdict
from policy._base import RuleBase
from policy._calendar import check_day
from policy._decision import Decision
from policy._evaluate import evaluate_benefit, memory_of
from policy._facts import Facts, FactSpec
from policy._search import Changes, Search
from policy._search_program import Program, program_of
from policy._values import Value, render


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that has to be different.

    Attributes:
        before: the value now, None when unknown.
        after: the nearest value that satisfies the rule.
        actionability: fixed, time, action or document; a `fixed` fact appears only when it is unknown now.
        confirm: the fact is unknown, so it may be so already; nothing has to change, only to be confirmed.
        alternatives: further words of an enum fact that do as well as `after`.
    """

    fact: str
    before: Value | None
    after: Value
    actionability: str
    confirm: bool
    alternatives: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class NeedSet:
    """Changes that together make the person eligible, verified by evaluating with them applied."""

    benefit_id: str
    changes: tuple[Change, ...]


def need_set_to_json(needs: NeedSet) -> dict[str, object]:
    """A need-set as JSON-representable data."""
    return {
        "benefit_id": needs.benefit_id,
        "changes": [
            {
                "fact": change.fact,
                "before": None if change.before is None else render(change.before),
                "after": render(change.after),
                "actionability": change.actionability,
                "confirm": change.confirm,
                "alternatives": [render(value) for value in change.alternatives],
            }
            for change in needs.changes
        ],
    }


def need_sets(
    rule_base: RuleBase, benefit: str | Decision, facts: Facts, *, on: date, jurisdiction: str
) -> tuple[NeedSet, ...]:
    """All Pareto-minimal change-sets after which the benefit's verdict is eligible.

    Args:
        benefit: a benefit id, or the decision about it.
    Returns:
        Fewest changes first; empty when the person is eligible already, when only a fixed fact stands in the way,
        or when we hold no rule.
    Raises:
        UnknownBenefitError, UnknownJurisdictionError: as named.
        DayRangeError: the day lies in another century.
    """
    check_day(on)
    benefit_id = benefit.benefit_id if isinstance(benefit, Decision) else benefit
    memory = memory_of(rule_base, benefit_id, jurisdiction)
    values, _ = memory.complete(facts.values, on)
    selection = memory.select(values, on)
    provision = selection.eligibility
    if provision is None or provision.group is None:
        return ()
    program = program_of(rule_base, memory, provision, provision.group, selection.days[provision.slot])
    if program.eligible(values, on) is True:
        return ()
    search = Search(program, values, on, facts.derived)
    kept: list[Changes] = []
    for changes in search.run():
        if any(_dominates(other, changes, values, rule_base.facts) for other in kept):
            continue
        if _makes_eligible(rule_base, benefit_id, facts, changes, program, on, jurisdiction):
            kept = [item for item in kept if not _dominates(changes, item, values, rule_base.facts)]
            kept.append(changes)
    found = [_need_set(benefit_id, changes, search.alternatives, values, rule_base.facts) for changes in kept]
    if len(found) > 1:
        found = _collapse(found)
        found.sort(key=lambda item: (len(item.changes), [change.fact for change in item.changes]))
    return tuple(found)


def _makes_eligible(
    rule_base: RuleBase, benefit_id: str, facts: Facts, changes: Changes, program: Program, on: date, jurisdiction: str
) -> bool:
    """Whether the benefit is granted after the changes.

    The search has asked the same rule on the same dated values. Where a change moves the day on which the rule is
    chosen, or a fact from which the law works out another, the whole evaluation decides.
    """
    if changes.keys().isdisjoint(program.replaces):
        return True
    changed = facts.changed(changes)
    decided = evaluate_benefit(rule_base, benefit_id, changed, on=on, jurisdiction=jurisdiction)
    return decided.verdict is Verdict.ELIGIBLE


def _dominates(one: Changes, other: Changes, values: Mapping[str, Any], specs: Mapping[str, FactSpec]) -> bool:
    """Whether `one` asks for no fact that `other` does not, and for no larger change of any."""
    if one == other:
        return True
    for fact, value in one.items():
        if fact not in other:
            return False
        if other[fact] != value and not _is_nearer(value, other[fact], values.get(fact), specs[fact]):
            return False
    return True


def _is_nearer(value: Any, other: Any, before: Any, spec: FactSpec) -> bool:
    if spec.type in ("boolean", "enum"):
        return False
    if before is None:
        # Whatever suits is as good to confirm as another.
        return True
    return bool(abs(value - before) < abs(other - before))


def _collapse(found: list[NeedSet]) -> list[NeedSet]:
    """Put need-sets that differ in the word of one enum fact together."""
    result: list[NeedSet] = []
    for needs in found:
        for position, kept in enumerate(result):
            place = _differing_word(kept, needs)
            if place is not None:
                one = kept.changes[place]
                merged = replace(one, alternatives=(*one.alternatives, needs.changes[place].after))
                changes = (*kept.changes[:place], merged, *kept.changes[place + 1 :])
                result[position] = NeedSet(kept.benefit_id, changes)
                break
        else:
            result.append(needs)
    return result


def _differing_word(one: NeedSet, other: NeedSet) -> int | None:
    """Where two need-sets have another word of the same enum fact, everything else being equal."""
    if [item.fact for item in one.changes] != [item.fact for item in other.changes]:
        return None
    places = [place for place, (a, b) in enumerate(zip(one.changes, other.changes, strict=True)) if a.after != b.after]
    if len(places) != 1 or not isinstance(one.changes[places[0]].after, str):
        return None
    # What was put together before stands for several sets; it is equal only to sets that have the same choices.
    rest = [place for place in range(len(one.changes)) if place != places[0]]
    same = all(one.changes[place].alternatives == other.changes[place].alternatives for place in rest)
    return places[0] if same else None


def _need_set(
    benefit_id: str,
    changes: Changes,
    alternatives: Mapping[str, tuple[Value, ...]],
    values: Mapping[str, Any],
    specs: Mapping[str, FactSpec],
) -> NeedSet:
    listed = []
    for fact in sorted(changes):
        before = values.get(fact)
        others = alternatives.get(fact, ())
        listed.append(Change(fact, before, changes[fact], specs[fact].actionability, before is None, others))
    return NeedSet(benefit_id, tuple(listed))
