"""20,000 random rules: the evaluator, the cohort compiler and a JSONLogic engine of others give the same answers.

The other engine is `datalogic-py` (Apache-2.0). It knows no unknown and no decimals, so it is asked about known facts
whose numbers are quarters and halves; `test_cohort_random` compares with unknown facts and any decimals.
"""

import json
from decimal import Decimal

import datalogic_py
import pytest

from policy._values import Kind
from tests.policy.both_ways import LOTS, PERSONS, by_cohort, by_evaluator, rules
from tests.policy.jsonlogic import as_data, translate
from tests.policy.random_rules import BINARY, compiled, person


@pytest.mark.parametrize("lot", range(LOTS))
def test_evaluator_cohort_and_jsonlogic_agree_on_known_facts(lot: int) -> None:
    engine = datalogic_py.Engine()
    session = engine.session()
    for raw, parameters, draw in rules(BINARY, lot):
        expression = compiled(raw, parameters)
        people = [person(draw, BINARY, missing=0) for _ in range(PERSONS)]
        expected = by_evaluator(expression, parameters, people)

        rule = engine.compile(json.dumps(translate(raw, parameters)))
        others = [session.evaluate_str(rule, json.dumps(as_data(facts))) for facts in people]

        assert by_cohort(expression, parameters, people) == expected, raw
        for value, text in zip(expected, others, strict=True):
            other = json.loads(text)
            assert type(other) is bool if expression.kind is Kind.BOOLEAN else isinstance(other, int | float), raw
            assert (other if isinstance(other, bool) else Decimal(other)) == value, (raw, people)
