"""20,000 random rules with unknown facts and any decimals: a cohort reads them as the evaluator reads each person."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from policy import RuleBase, Status, load_rule_base, parse_facts
from policy._cohort import evaluate_cohort
from policy._cohort_numbers import Number
from policy._cohort_program import Node, Sheet
from policy._cohort_truth import Column
from policy._expression import Expression
from policy._rules import ConditionRule, Group, Parameter, ParameterRow
from policy._spelling import describer
from tests.policy.both_ways import IN_DOUBT, LOTS, PERSONS, SEED, Loose, by_cohort, by_evaluator, column, rules
from tests.policy.random_rules import BINARY, DECIMAL, ON, SPECS, TYPES, RuleMaker, Style, compiled, person
from tests.policy.test_cohort_rules import check_same

TEXT = {"zh": "样例", "en": "sample"}


@pytest.mark.parametrize("lot", range(LOTS))
def test_evaluator_and_cohort_agree_on_unknown_facts_and_decimals(lot: int) -> None:
    doubtful = decided = open_ended = loose = 0
    for raw, parameters, draw in rules(DECIMAL, lot):
        expression = compiled(raw, parameters)
        people = [person(draw, DECIMAL, missing=0.2) for _ in range(PERSONS)]
        expected = by_evaluator(expression, parameters, people)

        found = by_cohort(expression, parameters, people)

        for facts, value, other in zip(people, expected, found, strict=True):
            if other is IN_DOUBT:
                doubtful += 1
                continue
            decided += 1
            open_ended += value is None
            if isinstance(other, Loose):
                loose += 1
                assert abs(other.value - value) <= Decimal(other.slack), (raw, parameters, facts)
            else:
                assert other == value, (raw, parameters, facts)
                assert isinstance(other, bool) is isinstance(value, bool)

    assert doubtful < decided / 8
    assert open_ended > decided / 10
    assert 0 < loose < decided / 10


@pytest.mark.parametrize("style", [BINARY, DECIMAL], ids=["binary", "decimal"])
def test_bounds_hold_for_everybody(style: Style, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether int64 holds a result is read off the bounds, so no figure may lie outside them, known or not."""
    checked = 0
    read = Sheet.read

    def read_and_check(sheet: Sheet, node: Node, day: date) -> Column:
        nonlocal checked
        found = read(sheet, node, day)
        if isinstance(found, Number):
            n, d = np.asarray(found.n, dtype=object), np.asarray(found.d, dtype=object)
            assert found.low <= n.min(), node.operator
            assert n.max() <= found.high, node.operator
            assert d.min() >= 1, node.operator
            assert d.max() <= found.d_high, node.operator
            checked += 1
        return found

    monkeypatch.setattr(Sheet, "read", read_and_check)
    for raw, parameters, draw in rules(style, LOTS):
        by_cohort(compiled(raw, parameters), parameters, [person(draw, style, missing=0.1) for _ in range(PERSONS)])

    assert checked > 5000


@pytest.fixture(scope="module")
def empty_law(tmp_path_factory: pytest.TempPathFactory) -> RuleBase:
    """A rule base with one benefit and no rule; the random facts are its facts."""
    folder = tmp_path_factory.mktemp("law")
    texts = {
        "facts/common": "facts: [{id: day, type: date, question: {zh: 日, en: Day}, actionability: fixed, "
        "provenance: record}]",
        "rules/edition": "edition: {version: '2026.1', recorded: '2026-01-10', language: '1.1'}",
        "rules/jurisdictions": "jurisdictions: [{code: CN, name: {zh: 中国, en: China}}]",
        "rules/sources": "sources: [{id: act, kind: memory, title: {zh: 条例, en: Act}}]",
        "rules/CN/benefit": "jurisdiction: CN\nbenefits: [{id: grant, name: {zh: 补贴, en: Grant}, kind: subsidy, "
        "authority: {zh: 局, en: Office}, channel: [], documents: []}]\nprovisions: [{benefit: grant, slot: open, "
        "kind: stacking, from: '2020-01-01', status: unverified, cite: {source: act, article: '1'}, excludes: [grant], "
        "text: {zh: 无, en: None}}]",
    }
    for name, text in texts.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return replace(load_rule_base(folder), facts=SPECS)


@pytest.mark.parametrize("lot", range(4))
def test_random_rule_sets_are_decided_alike(empty_law: RuleBase, lot: int) -> None:
    """Three conditions of which one may have a value that we do not hold, an amount a week and weeks; 1,000 in all."""
    draw = random.Random(SEED + lot)
    verdicts: set[int] = set()
    for _ in range(250):
        maker = RuleMaker(draw, DECIMAL)
        tests = [compiled(maker.boolean(draw.randint(1, 3)), maker.parameters) for _ in range(3)]
        amount, weeks = (compiled(maker.number(2), maker.parameters) for _ in range(2))
        rules = with_rules(empty_law, draw, maker.parameters, tests, amount, weeks)
        people = [person(draw, DECIMAL, missing=0.15) for _ in range(5)]

        columns = {name: column(name, people) for name in TYPES}
        found = evaluate_cohort(rules, "grant", columns, on=ON, jurisdiction="CN")

        check_same(found, [parse_facts(facts, rules) for facts in people], ON, rules)
        verdicts |= set(found.verdicts.tolist())

    assert verdicts == {0, 1, 2, 3}


def with_rules(
    empty: RuleBase,
    draw: random.Random,
    parameters: Mapping[str, Any],
    tests: Sequence[Expression],
    amount: Expression,
    weeks: Expression,
) -> RuleBase:
    """The empty law with an eligibility provision, an amount a week, and weeks."""
    (stacking,) = empty.provisions["grant", "open", "CN"]
    conditions = tuple(
        ConditionRule(
            str(number), TEXT, test, stacking.citation, Status.IN_FORCE, False, None, describer(test),
            lambda _scope: (TEXT, TEXT), monetary=number < 2,
        )
        for number, test in enumerate(tests)
    )  # fmt: skip
    inner = Group(draw.choice(("all", "any")), (1, 2))
    eligibility = replace(
        stacking, slot="eligibility", kind="eligibility", conditions=conditions, details={},
        group=Group(draw.choice(("all", "any")), (0, inner)),
    )  # fmt: skip
    weekly = replace(
        stacking, slot="weekly", kind="amount", value=amount, details={"period": "week", "currency": "CNY"}
    )
    duration = replace(stacking, slot="duration", kind="duration", value=weeks, details={"unit": "week"})
    rows = {
        (name, "CN"): (
            ParameterRow(
                name, "CN", stacking.effective_from, None, value, Status.IN_FORCE, stacking.citation,
                stacking.known_from, None,
            ),
        )
        for name, value in parameters.items()
        if value is not None
    }  # fmt: skip
    shapes = {
        name: Parameter(name, TEXT, "", "table" if isinstance(value, tuple) else "value")
        for name, value in parameters.items()
    }
    provisions = {("grant", row.slot, "CN"): (row,) for row in (eligibility, weekly, duration)}
    return replace(empty, provisions=provisions, rows=rows, parameters=shapes, memories={}, _views={})
