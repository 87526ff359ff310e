"""Kept and prepared traces say what reading the condition afresh says, whoever was asked about before."""

import random
from datetime import date
from typing import Any

import pytest

from policy import Facts, RuleBase, decision_to_json, evaluate_benefit, load_rule_base
from policy._evaluate import memory_of
from policy._scope import Scope
from tests.policy.test_needs_random import asked, random_value

DAYS = (date(2026, 11, 22), date(2025, 9, 1), date(2024, 3, 1))


def _people(rules: RuleBase, count: int, seed: int) -> list[tuple[str, str, dict[str, Any], date]]:
    """Benefit, place, facts and day; a third of the facts is unknown."""
    draw = random.Random(seed)
    found: list[tuple[str, str, dict[str, Any], date]] = []
    while len(found) < count:
        place = draw.choice(list(rules.jurisdictions))
        benefits = rules.benefits_in(place)
        if not benefits:
            continue
        benefit = draw.choice(benefits).id
        names = sorted(set().union(*(asked(rules, benefit, where) for where in rules.chain(place))))
        known = {name: random_value(draw, rules.facts[name]) for name in names if draw.random() < 0.67}
        found.append((benefit, place, known, draw.choice(DAYS)))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_every_condition_is_traced_as_the_tree_reads_it(rules: RuleBase, seed: int) -> None:
    traced = 0
    for benefit, place, known, day in _people(rules, 300, seed):
        decision = evaluate_benefit(rules, benefit, Facts(known), on=day, jurisdiction=place)
        memory = memory_of(rules, benefit, place)
        values, _ = memory.complete(known, day)
        selection = memory.select(values, day)
        provision = selection.eligibility
        for rule, condition in zip(provision.conditions if provision else (), decision.conditions, strict=True):
            assert provision is not None
            scope = Scope(values, day, selection.days[provision.slot], memory)
            where = (benefit, place, known, rule.id)
            assert condition.met is rule.test.read(scope), where
            assert (condition.have, condition.need) == rule.describe(scope), where
            assert (condition.have_text, condition.need_text) == rule.word(scope), where
            traced += 1
    assert traced > 1_000


def test_answers_do_not_depend_on_who_was_asked_about_before() -> None:
    first, second = load_rule_base(), load_rule_base()
    people = _people(first, 400, 9)

    forwards = [_decided(first, *person) for person in people]
    backwards = [_decided(second, *person) for person in reversed(people)]

    assert forwards == backwards[::-1]


def _decided(rules: RuleBase, benefit: str, place: str, known: dict[str, Any], day: date) -> object:
    return decision_to_json(evaluate_benefit(rules, benefit, Facts(known), on=day, jurisdiction=place))
