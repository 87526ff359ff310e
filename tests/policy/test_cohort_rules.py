"""Every shipped rule set decides a cohort as it decides each person: verdicts, monetary eligibility and all figures."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from policy import Facts, FactSpec, RuleBase, evaluate_benefit, load_rule_base, outputs, parse_facts
from policy._cohort import FIGURES, CohortDecisions, VerdictCode, evaluate_cohort
from policy._cohort_columns import FactColumn
from policy._evaluate import memory_of
from policy.errors import PolicyError

RULES = load_rule_base()
DAYS = (date(2024, 3, 1), date(2026, 11, 22), date(2027, 2, 1))
#: Every place with a rule or a value of its own; the others decide like the place above them.
PLACES = sorted({where for _, _, where in RULES.provisions} | {where for _, where in RULES.rows})
PERSONS = 40


def draw(spec: FactSpec, random_number: random.Random, near: list[Decimal]) -> Any:
    """A value of a fact: often a number that the rules compare with, or one beside it."""
    if spec.type == "boolean":
        return random_number.random() < 0.6
    if spec.type == "enum":
        return random_number.choice(list(spec.words))
    if spec.type == "date":
        return date(2023, 6, 1) + timedelta(days=random_number.randrange(1500))
    low, high = int(spec.minimum or 0), int(spec.maximum if spec.maximum is not None else 100_000)
    value: Decimal | int = random_number.randint(low, min(high, low + 400 if random_number.random() < 0.5 else high))
    if near and random_number.random() < 0.5:
        value = random_number.choice(near) + random_number.choice([0, 0, 1, -1])
    if spec.type == "number" and random_number.random() < 0.5:
        value = Decimal(value) + Decimal(random_number.randrange(100)) / 100
    value = min(max(value, low), high)
    return int(value) if spec.type == "integer" else Decimal(value)


def people_for(benefit: str, place: str, seed: int) -> list[dict[str, Any]]:
    """Random persons with the facts that a benefit asks for, each left out for one in eight; none contradictory."""
    plan = memory_of(RULES, benefit, place).plan
    rows = [row for layers in plan.slots.values() for layer in layers for row in layer]
    expressions = [row.event for row in rows] + [row.value for row in rows if row.value is not None]
    expressions += [rule.test for row in rows for rule in row.conditions]
    expressions += [
        row.details[name] for row in rows for name in ("claimed_weeks", "waiting_weeks") if name in row.details
    ]  # type: ignore[misc]
    names = sorted({fact for item in expressions for fact in item.facts})
    asked = [name for name in names if RULES.facts[name].type != "list"]
    near = _compared(plan, {name for item in expressions for name in item.parameters})
    draws = random.Random(seed)
    found: list[dict[str, Any]] = []
    while len(found) < PERSONS:
        raw = {name: draw(RULES.facts[name], draws, near) for name in asked if draws.random() < 0.875}
        try:
            parse_facts(raw, RULES)
        except PolicyError:
            if draws.random() < 0.98:
                continue
            raw = {}
        found.append(raw)
    return found


def _compared(plan: Any, names: set[str]) -> list[Decimal]:
    values: list[Decimal] = []
    for name in sorted(names):
        for layer in plan.parameters[name]:
            for row in layer:
                values += [row.value] if not isinstance(row.value, tuple) else [low for low, _ in row.value]
    return values


def as_columns(people: list[dict[str, Any]]) -> dict[str, FactColumn]:
    """The persons' facts as columns."""
    names = dict.fromkeys(name for person in people for name in person)
    columns: dict[str, FactColumn] = {}
    for name in names:
        known = np.array([name in person for person in people])
        given = [person.get(name) for person in people]
        spec = RULES.facts[name]
        if spec.type == "number":
            columns[name] = FactColumn(np.array([np.nan if item is None else float(item) for item in given]), known)
        elif spec.type == "integer":
            columns[name] = FactColumn(np.array([item or 0 for item in given]), known)
        elif spec.type == "boolean":
            columns[name] = FactColumn(np.array([bool(item) for item in given]), known)
        else:
            columns[name] = FactColumn(np.array(given, dtype=object))
    return columns


def check_same(found: CohortDecisions, people: list[Facts], on: date, rules: RuleBase = RULES) -> None:
    """Compare a cohort with the evaluator, person by person."""
    for number, facts in enumerate(people):
        benefit, place = found.benefit_id, found.jurisdiction
        decision = evaluate_benefit(rules, benefit, facts, on=on, jurisdiction=place)
        expected = VerdictCode.CANNOT_SAY if decision.cannot_say else VerdictCode[decision.verdict.name]
        assert found.verdicts[number] == expected, (number, facts)
        for name, output in outputs(rules, benefit, facts, on=on, jurisdiction=place).items():
            if name in FIGURES:
                value: Any = getattr(output.value, "amount", output.value)
                if isinstance(value, date):
                    value = Decimal((value - date(1970, 1, 1)).days)
                figures = found.figures.get(name)
                assert (figures.value(number) if figures else None) == value, (number, name, facts)
            elif name == "monetary_eligibility" and found.monetary is not None and output.value is not None:
                assert found.monetary[number] == int(bool(output.value))


@pytest.mark.parametrize("place", PLACES)
def test_cohort_equals_the_evaluator_on_every_rule_set(place: str) -> None:
    for number, benefit in enumerate(RULES.benefits_in(place), PLACES.index(place)):
        on = DAYS[number % len(DAYS)]
        people = people_for(benefit.id, place, number)
        columns = as_columns(people)
        if not columns:
            continue

        found = evaluate_cohort(RULES, benefit.id, columns, on=on, jurisdiction=place)

        check_same(found, [parse_facts(raw, RULES) for raw in people], on)
