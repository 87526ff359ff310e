"""The search finds every smallest set: compared with trying all values of small random rules."""

import random
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from policy import Facts, RuleBase, load_rule_base, need_sets
from policy._expression import Expression
from policy._rules import Group, Provision

DAY = date(2026, 11, 22)
HIGHEST = 5
TEXT = {"zh": "甲", "en": "a"}
NUMBERS, TRUTHS, WORDS = ("a", "b"), ("p", "q"), ("x", "y", "z")
RULES_EACH, PEOPLE_EACH = 60, 5


def fact(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, "question": TEXT, "actionability": "action", "provenance": "declared", **more}


FACTS = [
    *(fact(name, "integer", unit="month", minimum=0, maximum=HIGHEST) for name in NUMBERS),
    *(fact(name, "boolean") for name in TRUTHS),
    fact("w", "enum", words=dict.fromkeys(WORDS, TEXT)),
    fact("r", "boolean", actionability="fixed"),
]
CONTRADICTION = {"id": "p-and-x", "text": TEXT, "test": {"and": [{"var": "p"}, {"is": [{"var": "w"}, "x"]}]}}


def one_fact_test(draw: random.Random) -> Any:
    """A comparison of one fact with figures."""
    number = {"var": draw.choice(NUMBERS)}
    return draw.choice([
        {draw.choice([">=", ">", "<", "<=", "==", "!="]): [number, draw.randint(0, HIGHEST)]},
        {">=": [{"table": ["grid", number]}, draw.randint(1, 3)]},
        {"<=": [{"*": [{"-": [number, 3]}, {"-": [number, 3]}]}, draw.randint(0, 4)]},
        {"var": draw.choice(TRUTHS)}, {"!": {"var": draw.choice((*TRUTHS, "r"))}},
        {"is": [{"var": "w"}, *draw.sample(WORDS, draw.randint(1, 2))]},
    ])  # fmt: skip


def two_fact_test(draw: random.Random) -> Any:
    """A comparison of both numbers."""
    one, other = {"var": "a"}, {"var": "b"}
    return draw.choice([
        {draw.choice([">=", "<", "=="]): [{"+": [one, other]}, draw.randint(1, 8)]},
        {draw.choice([">", "<="]): [one, other]},
        {">=": [{"*": [2, one]}, {"min": [{"+": [other, 1]}, 4]}]},
        {">=": [{"floor": {"/": [one, 2]}}, {"-": [other, one]}]},
    ])  # fmt: skip


def random_test(draw: random.Random, leaf: Any, depth: int) -> Any:
    if depth == 0 or draw.random() < 0.4:
        return leaf(draw)
    operator = draw.choice(["and", "or", "or", "!", "if"])
    count = {"!": 1, "if": 3}.get(operator, 2)
    return {operator: [random_test(draw, leaf, depth - 1) for _ in range(count)]}


def random_rules(directory: Path, leaf: Any, seed: int) -> RuleBase:
    """A rule base of benefits with random conditions."""
    draw = random.Random(seed)
    cite = {"source": "s", "article": "1"}
    table = {"id": "grid", "name": TEXT, "unit": "month", "shape": "table", "rows": [
        {"from": "2000-01-01", "value": [[1, 1], [2, 3], [4, 2]], "status": "in_force", "cite": cite}]}  # fmt: skip
    benefits, provisions = [], []
    for number in range(RULES_EACH):
        name = f"benefit-{number}"
        benefits.append(
            {"id": name, "name": TEXT, "kind": "subsidy", "authority": TEXT, "channel": [TEXT], "documents": [TEXT]}
        )
        tests = [random_test(draw, leaf, 2) for _ in range(draw.randint(1, 3))]
        conditions = [{"id": f"c{place}", "text": TEXT, "test": test, "cite": cite} for place, test in enumerate(tests)]
        provisions.append({
            "benefit": name, "slot": "eligibility", "kind": "eligibility", "from": "2000-01-01", "status": "in_force",
            "cite": cite, "require": {draw.choice(["all", "all", "any"]): conditions},
        })  # fmt: skip
    source = {"id": "s", "kind": "law", "title": TEXT, "url": "https://example.org", "retrieved": "2026-01-01",
              "sha256": "0" * 64}  # fmt: skip
    files = {
        "facts/facts.yaml": {"facts": FACTS, "contradictions": [CONTRADICTION]},
        "rules/edition.yaml": {"edition": {"version": "2026.1", "recorded": "2026-01-01", "language": "1.1"}},
        "rules/sources.yaml": {"sources": [source]},
        "rules/jurisdictions.yaml": {"jurisdictions": [{"code": "CN", "name": TEXT}]},
        "rules/CN/rules.yaml": {"jurisdiction": "CN", "parameters": [table], "benefits": benefits,
                                "provisions": provisions},
    }  # fmt: skip
    for name, content in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return load_rule_base(directory)


class _Scope:
    """Facts and the one table; what is asked of it is not noted."""

    def __init__(self, facts: Mapping[str, Any], grid: Any) -> None:
        self.facts, self.on, self.grid = facts, DAY, grid

    def parameter(self, name: str) -> Any:
        return self.grid


def is_true(group: Group, tests: list[Expression], scope: _Scope) -> bool:
    """Conditions joined; unknown is not true, and no `!` stands above a group."""
    held = [
        is_true(member, tests, scope) if isinstance(member, Group) else tests[member].read(scope) is True  # type: ignore[arg-type]
        for member in group.members
    ]
    return all(held) if group.mode == "all" else any(held)


def by_trying(rules: RuleBase, provision: Provision, known: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every set of changes that satisfies a rule and no contradiction."""
    tests, grid = [rule.test for rule in provision.conditions], rules.rows["grid", "CN"][0].value
    assert provision.group is not None
    choices: list[tuple[str, list[Any]]] = []
    for spec in rules.facts.values():
        values: list[Any] = list(range(HIGHEST + 1)) if spec.type == "integer" else list(spec.words) or [True, False]
        before = known.get(spec.id)
        fixed = before is not None and spec.actionability == "fixed"
        choices.append((spec.id, [before] + ([] if fixed else [value for value in values if value != before])))
    names = [name for name, _ in choices]
    for values in product(*(options for _, options in choices)):
        facts = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        scope = _Scope(facts, grid)
        if is_true(provision.group, tests, scope) and not any(
            item.test.read(scope) is True for item in rules.contradictions
        ):
            yield {name: value for name, value in facts.items() if known.get(name) != value}


def dominates(one: dict[str, Any], other: dict[str, Any], known: Mapping[str, Any]) -> bool:
    """No fact that the other does not change and no larger change; any value of an unknown number is as good."""
    return form(one, known) != form(other, known) and all(
        fact in other and (other[fact] == value or is_nearer(fact, value, other[fact], known.get(fact)))
        for fact, value in one.items()
    )


def is_nearer(fact: str, value: Any, other: Any, before: Any) -> bool:
    return fact in NUMBERS and (before is None or abs(value - before) < abs(other - before))


def form(changes: Mapping[str, Any], known: Mapping[str, Any]) -> frozenset[tuple[str, Any]]:
    """Changes in a form to compare: of an unknown number every value that will do is as good as another."""
    return frozenset(
        (fact, "any" if fact in NUMBERS and known.get(fact) is None else value) for fact, value in changes.items()
    )


def expanded(found: Any) -> Iterator[dict[str, Any]]:
    """Need-sets with their alternative words written out."""
    for needs in found:
        words = [(change.after, *change.alternatives) for change in needs.changes]
        for values in product(*words):
            yield {change.fact: value for change, value in zip(needs.changes, values, strict=True)}


def people(draw: random.Random) -> Iterator[dict[str, Any]]:
    for _ in range(PEOPLE_EACH):
        known: dict[str, Any] = {name: draw.randint(0, HIGHEST) for name in NUMBERS}
        known |= {name: draw.random() < 0.5 for name in (*TRUTHS, "r")} | {"w": draw.choice(WORDS)}
        if known["p"] and known["w"] == "x":
            continue
        yield {name: value for name, value in known.items() if draw.random() < 0.75}


@pytest.mark.parametrize("seed", range(2))
def test_all_smallest_sets_are_found_where_comparisons_read_one_fact(tmp_path: Path, seed: int) -> None:
    rules = random_rules(tmp_path, one_fact_test, seed)
    draw, compared = random.Random(seed), 0
    for (benefit, _, _), (provision,) in rules.provisions.items():
        for known in people(draw):
            every = list(by_trying(rules, provision, known))
            smallest = [one for one in every if not any(dominates(other, one, known) for other in every)]
            found = list(expanded(need_sets(rules, benefit, Facts(known), on=DAY, jurisdiction="CN")))
            expected = set() if {} in every else {form(one, known) for one in smallest}
            assert {form(one, known) for one in found} == expected, (provision.conditions, known)
            compared += len(expected)
    assert compared > 150


@pytest.mark.parametrize("seed", range(2))
def test_sets_are_true_tight_and_none_of_one_fact_is_missed_where_comparisons_read_two(
    tmp_path: Path, seed: int
) -> None:
    """Trade-offs inside a comparison have no end of smallest sets, so not all can be asked for."""
    rules = random_rules(tmp_path, lambda draw: draw.choice([one_fact_test, two_fact_test])(draw), seed + 100)
    draw, compared = random.Random(seed), 0
    for (benefit, _, _), (provision,) in rules.provisions.items():
        for known in people(draw):
            every = list(by_trying(rules, provision, known))
            found = list(expanded(need_sets(rules, benefit, Facts(known), on=DAY, jurisdiction="CN")))
            where = ([rule.test for rule in provision.conditions], known)
            if {} in every:
                assert found == [], where
                continue
            for one in found:
                assert one in every, where
                assert not any({**one, **step} in every for step in steps_back(one, known)), where
                assert not any({name: one[name] for name in one if name != fact} in every for fact in one), where
                assert not any(dominates(other, one, known) for other in found), where
            alone = {form(one, known) for one in every if len(one) == 1}
            alone = {one for one in alone if not any(beats(other, one, known) for other in alone)}
            assert alone <= {form(one, known) for one in found}, where
            compared += len(found)
    assert compared > 150


def steps_back(changes: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Each changed number one step nearer to what it was."""
    for fact, value in changes.items():
        before = known.get(fact)
        if fact in NUMBERS and before is not None and abs(value - before) > 1:
            yield {fact: value + (1 if before > value else -1)}


def beats(one: frozenset[tuple[str, Any]], other: frozenset[tuple[str, Any]], known: Mapping[str, Any]) -> bool:
    """Of two changes of the same number, which is smaller."""
    ((fact, value),), ((same, farther),) = one, other
    before = known.get(fact)
    return fact == same and fact in NUMBERS and before is not None and abs(value - before) < abs(farther - before)
