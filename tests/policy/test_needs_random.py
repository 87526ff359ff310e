"""Need-sets on random people under every shipped rule: true when applied, no step too long, none beside a smaller."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ontology import Verdict
from policy import Change, Facts, FactSpec, NeedSet, RuleBase, evaluate_benefit, need_sets, parse_facts
from policy.errors import ContradictoryFactsError

DAY = date(2026, 11, 22)
SEED = 20261122
#: Rule x person cases with a need-set in all, and how many in one test.
CASES, PORTION = 5_000, 625
#: Upper ends that make both outcomes likely; by unit.
USUAL = {"month": 150, "day": 400, "hour/week": 60, "year": 40}


def cases(rules: RuleBase, count: int, seed: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Benefit, place and a person whom changes can help: random facts, made eligible where that works, then spoilt."""
    draw = random.Random(seed)
    questions = [
        (benefit.id, place, sorted(names))
        for benefit in rules.benefits.values()
        for place in rules.jurisdictions
        if benefit.jurisdiction in rules.chain(place) and (names := asked(rules, benefit.id, place))
    ]
    given = 0
    while given < count:
        benefit, place, names = draw.choice(questions)
        # Most fixed facts are left unknown at first: a wrong one that is known cannot be helped.
        known = {
            name: random_value(draw, rules.facts[name])
            for name in names
            if draw.random() < (0.2 if rules.facts[name].actionability == "fixed" else 0.9)
        }
        found = need_sets(rules, benefit, Facts(known), on=DAY, jurisdiction=place)
        if found:
            known |= {change.fact: change.after for change in draw.choice(found).changes}
            movable = [name for name in names if rules.facts[name].actionability != "fixed"]
            for name in draw.sample(movable, min(len(movable), draw.randint(1, 3))):
                known.pop(name, None)
                if draw.random() < 0.8:
                    known[name] = random_value(draw, rules.facts[name])
        facts = stated(rules, known)
        if facts and need_sets(rules, benefit, facts, on=DAY, jurisdiction=place):
            given += 1
            yield benefit, place, known


def stated(rules: RuleBase, known: dict[str, Any]) -> Facts | None:
    """The facts as a person would state them; None when they contradict each other."""
    try:
        return parse_facts(known, rules)
    except ContradictoryFactsError:
        return None


def asked(rules: RuleBase, benefit: str, place: str) -> set[str]:
    """The facts that the conditions of a benefit read in a place."""
    rows = [rows for (owner, _, where), rows in rules.provisions.items() if owner == benefit and where == place]
    tests = [rule.test for row in rows for provision in row for rule in provision.conditions]
    return {fact for test in tests for fact in test.facts if rules.facts[fact].type != "list"}


def random_value(draw: random.Random, spec: FactSpec) -> Any:
    """A value of a fact; numbers mostly where laws have their thresholds."""
    if spec.type == "boolean":
        return draw.random() < 0.6
    if spec.type == "enum":
        return draw.choice(list(spec.words))
    if spec.type == "date":
        return DAY + timedelta(days=draw.randint(-500, 200))
    low, high = int(spec.minimum or 0), min(int(spec.maximum or 0), USUAL.get(spec.unit, 40_000))
    value = draw.randint(low, high)
    return value if spec.type == "integer" else Decimal(min(value * 100 + draw.randint(0, 99), high * 100)) / 100


def as_changes(needs: NeedSet) -> dict[str, Any]:
    return {change.fact: change.after for change in needs.changes}


def one_step_less(change: Change, spec: FactSpec) -> Any:
    """The value one unit nearer to what the fact is now; None where there are no units."""
    before, after = change.before, change.after
    if before is None or spec.type in ("boolean", "enum"):
        return None
    towards = 1 if before > after else -1  # type: ignore[operator]
    if isinstance(after, date):
        return after + timedelta(days=towards)
    return after + towards * (1 if spec.type == "integer" else Decimal("0.01"))  # type: ignore[operator]


def dominates(one: NeedSet, other: NeedSet) -> bool:
    """No fact that the other does not change, and no larger change of any, at least one smaller or missing."""
    mine, theirs = {item.fact: item for item in one.changes}, {item.fact: item for item in other.changes}
    if not mine.keys() <= theirs.keys():
        return False
    return all(mine[fact].after == theirs[fact].after or _is_nearer(mine[fact], theirs[fact]) for fact in mine)


def _is_nearer(one: Change, other: Change) -> bool:
    if one.before is None or isinstance(one.after, bool | str):
        return False
    return abs(one.after - one.before) < abs(other.after - one.before)  # type: ignore[operator]


@pytest.mark.parametrize("portion", range(CASES // PORTION))
def test_need_sets_of_random_people_are_true_tight_and_undominated(rules: RuleBase, portion: int) -> None:
    checked = 0
    for benefit, place, known in cases(rules, PORTION, SEED + portion):

        def granted(changes: dict[str, Any]) -> bool:
            """Whether somebody who states the changed facts gets the benefit."""
            facts = stated(rules, {**known, **changes})  # noqa: B023
            if facts is None:
                return False
            decided = evaluate_benefit(rules, benefit, facts, on=DAY, jurisdiction=place)  # noqa: B023
            return decided.verdict is Verdict.ELIGIBLE

        found = need_sets(rules, benefit, parse_facts(known, rules), on=DAY, jurisdiction=place)
        checked += len(found)
        for needs in found:
            case, changes = (benefit, place, known, needs), as_changes(needs)
            assert granted(changes), case
            for change in needs.changes:
                assert not granted({name: value for name, value in changes.items() if name != change.fact}), case
                for word in change.alternatives:
                    assert granted({**changes, change.fact: word}), case
                less = one_step_less(change, rules.facts[change.fact])
                if less is not None and less != change.before:
                    assert not granted({**changes, change.fact: less}), case
            assert not any(dominates(other, needs) for other in found if other is not needs), case
    assert checked >= PORTION
