"""Need-sets: the smallest changes of facts that would make somebody eligible, each checked by evaluating again.

The eligibility rule is walked as a tree: `all` and `and` need every part repaired (product), `any` and `or` one part
(union), a comparison is repaired by moving one of its facts to the nearest value that satisfies it. Sets that another
set dominates (same facts, no larger changes) are dropped. Worst case exponential in the failed conditions that have
several repairs; the rules here have at most two each.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, product
from types import MappingProxyType
from typing import Any

from ontology import Verdict
from policy._base import RuleBase
from policy._calendar import check_day
from policy._decision import Decision
from policy._evaluate import evaluate_benefit, judge, memory_of
from policy._expression import Expression
from policy._facts import Facts, FactSpec
from policy._rules import ConditionRule, Group
from policy._scope import Scope
from policy._values import Value, render

#: How many combinations of repairs are tried at most.
_MOST_COMBINATIONS = 512
#: How far dates are searched, in days.
_MOST_DAYS = 3_660

_Changes = dict[str, Value]


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
    selection = memory.select(facts.values, on)
    provision = selection.eligibility
    if provision is None or provision.group is None:
        return ()
    scope = Scope(facts.values, on, selection.days[provision.slot], memory)
    if judge(selection, Scope(facts.values, on, on, memory)).verdict is Verdict.ELIGIBLE:
        return ()
    search = _Search(rule_base, scope)
    found: list[NeedSet] = []
    for changes in search.group(provision.group, provision.conditions):
        if not changes or any(_dominates(other, changes, rule_base, facts) for other in map(_as_values, found)):
            continue
        changed = facts.changed(changes)
        decided = evaluate_benefit(rule_base, benefit_id, changed, on=on, jurisdiction=jurisdiction)
        if decided.verdict is Verdict.ELIGIBLE and not _contradicts(rule_base, changed, scope):
            found = [item for item in found if not _dominates(changes, _as_values(item), rule_base, facts)]
            found.append(_need_set(benefit_id, changes, rule_base, facts))
    found = _collapse(found)
    return tuple(sorted(found, key=lambda item: (len(item.changes), [change.fact for change in item.changes])))


class _Search:
    """Finds repairs of a rule tree for one person."""

    def __init__(self, rule_base: RuleBase, scope: Scope) -> None:
        self._specs = rule_base.facts
        self._scope = scope

    def group(self, group: Group, conditions: tuple[ConditionRule, ...]) -> list[_Changes]:
        """Repairs of a group of conditions."""
        parts = [
            self.repairs(conditions[member].test, True) if isinstance(member, int) else self.group(member, conditions)
            for member in group.members
        ]
        return _merge(parts) if group.mode == "all" else _union(parts)

    def repairs(self, test: Expression, wanted: bool) -> list[_Changes]:
        """Change-sets after which a boolean expression has the wanted value; an empty one when it has it already."""
        if test.read(self._scope) is wanted:
            return [{}]
        if test.operator == "!":
            return self.repairs(test.operands[0], not wanted)
        if test.operator in ("and", "or"):
            parts = [self.repairs(operand, wanted) for operand in test.operands]
            return _merge(parts) if (test.operator == "and") is wanted else _union(parts)
        return [changes for fact in dict.fromkeys(test.facts) for changes in self._by_one_fact(test, fact, wanted)]

    def _by_one_fact(self, test: Expression, fact: str, wanted: bool) -> Iterator[_Changes]:
        spec, before = self._specs[fact], self._scope.facts.get(fact)
        if before is not None and spec.actionability == "fixed":
            return
        for value in self._candidates(spec, before, test, wanted):
            if value != before:
                yield {fact: value}

    def _candidates(self, spec: FactSpec, before: Any, test: Expression, wanted: bool) -> Iterator[Value]:
        if spec.type == "boolean":
            yield from (value for value in (True, False) if self._holds(test, spec.id, value, wanted))
        elif spec.type == "enum":
            yield from (word for word in spec.words if self._holds(test, spec.id, word, wanted))
        elif spec.type == "date":
            yield from self._nearest_date(spec, before, test, wanted)
        else:
            yield from self._nearest_number(spec, before, test, wanted)

    def _nearest_number(self, spec: FactSpec, before: Any, test: Expression, wanted: bool) -> Iterator[Value]:
        """The nearest satisfying number up and down; by bisection, since our comparisons are monotone in each fact.

        Of an unknown number it is the boundary itself: the least or the most that satisfies.
        """
        step = 1 if spec.type == "integer" else Decimal("0.01")
        low, high = _typed(spec, spec.minimum or 0), _typed(spec, spec.maximum or 0)
        low_holds = self._holds(test, spec.id, low, wanted)
        high_holds = self._holds(test, spec.id, high, wanted)
        if before is None:
            if low_holds:
                yield low if high_holds else self._bisect(spec, high, low, step, test, wanted)
            elif high_holds:
                yield self._bisect(spec, low, high, step, test, wanted)
            return
        if high_holds and spec.moves != "down":
            yield self._bisect(spec, before, high, step, test, wanted)
        if low_holds and spec.moves != "up":
            yield self._bisect(spec, before, low, step, test, wanted)

    def _bisect(self, spec: FactSpec, bad: Any, good: Any, step: Any, test: Expression, wanted: bool) -> Value:
        steps, direction = int(abs(good - bad) / step), 1 if good > bad else -1
        fails, holds = 0, steps
        while holds - fails > 1:
            middle = (fails + holds) // 2
            if self._holds(test, spec.id, _typed(spec, bad + direction * middle * step), wanted):
                holds = middle
            else:
                fails = middle
        return _typed(spec, bad + direction * holds * step)

    def _nearest_date(self, spec: FactSpec, before: Any, test: Expression, wanted: bool) -> Iterator[Value]:
        start = before or self._scope.on
        if before is None and self._holds(test, spec.id, start, wanted):
            yield start
            return
        directions = {"up": (1,), "down": (-1,)}.get(spec.moves, (1, -1))
        for direction in directions:
            fails, holds = 0, _MOST_DAYS
            if not self._holds(test, spec.id, start + timedelta(days=direction * holds), wanted):
                continue
            while holds - fails > 1:
                middle = (fails + holds) // 2
                if self._holds(test, spec.id, start + timedelta(days=direction * middle), wanted):
                    holds = middle
                else:
                    fails = middle
            yield start + timedelta(days=direction * holds)

    def _holds(self, test: Expression, fact: str, value: Value, wanted: bool) -> bool:
        scope = self._scope
        changed = Scope({**scope.facts, fact: value}, scope.on, scope.event, scope.memory)
        return test.read(changed) is wanted


def _typed(spec: FactSpec, value: Any) -> Value:
    return int(value) if spec.type == "integer" else Decimal(value)


def _union(parts: list[list[_Changes]]) -> list[_Changes]:
    """Repairs of one part suffice; a part that needs none makes all others needless."""
    flat = [changes for part in parts for changes in part]
    return [{}] if {} in flat else flat


def _merge(parts: list[list[_Changes]]) -> list[_Changes]:
    """Every part has to be repaired; where two parts move one fact, each of the two values is tried."""
    result: list[_Changes] = []
    for combination in islice(product(*parts), _MOST_COMBINATIONS):
        merged: list[_Changes] = [{}]
        for changes in combination:
            merged = [{**a, **b} for one in merged for a, b in ((one, changes), (changes, one))]
        result.extend(merged)
    unique: list[_Changes] = []
    for changes in result:
        if changes not in unique:
            unique.append(changes)
    return unique


def _dominates(one: Mapping[str, Value], other: Mapping[str, Value], rule_base: RuleBase, facts: Facts) -> bool:
    """Whether `one` asks for no fact that `other` does not, and for no larger change of any."""
    if one == other:
        return True
    for fact, value in one.items():
        if fact not in other:
            return False
        if other[fact] != value and not _is_nearer(value, other[fact], facts.values.get(fact), rule_base.facts[fact]):
            return False
    return True


def _is_nearer(value: Any, other: Any, before: Any, spec: FactSpec) -> bool:
    if spec.type in ("boolean", "enum"):
        return False
    if before is None:
        return False
    return bool(abs(value - before) < abs(other - before))


def _contradicts(rule_base: RuleBase, facts: Facts, scope: Scope) -> bool:
    changed = Scope(facts.values, date.max, scope.event, scope.memory)
    return any(item.test.read(changed) is True for item in rule_base.contradictions)


def _collapse(found: list[NeedSet]) -> list[NeedSet]:
    """Put need-sets that differ in the word of one enum fact together."""
    result: list[NeedSet] = []
    for needs in found:
        for position, kept in enumerate(result):
            differing = [
                (one, other)
                for one, other in zip(kept.changes, needs.changes, strict=False)
                if one.after != other.after
            ]
            same_facts = [item.fact for item in kept.changes] == [item.fact for item in needs.changes]
            if same_facts and len(differing) == 1 and isinstance(differing[0][0].after, str):
                one, other = differing[0]
                merged = replace(one, alternatives=(*one.alternatives, other.after))
                changes = tuple(merged if item is one else item for item in kept.changes)
                result[position] = NeedSet(kept.benefit_id, changes)
                break
        else:
            result.append(needs)
    return result


def _as_values(needs: NeedSet) -> Mapping[str, Value]:
    return MappingProxyType({change.fact: change.after for change in needs.changes})


def _need_set(benefit_id: str, changes: _Changes, rule_base: RuleBase, facts: Facts) -> NeedSet:
    listed = []
    for fact, after in sorted(changes.items()):
        before = facts.values.get(fact)
        listed.append(Change(fact, before, after, rule_base.facts[fact].actionability, before is None))
    return NeedSet(benefit_id, tuple(listed))
