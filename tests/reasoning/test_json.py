import json
from decimal import Decimal

import pytest

from ontology import Money
from reasoning import career_paths, funded_plan, to_json, transition
from reasoning.answers import Constraints
from reasoning.errors import ReasoningError

RIDER = "starter:occupation/rider"


def test_transition_json_adds_up_at_its_top_level(market, model):
    answer = to_json(transition(market, model, RIDER, "starter:occupation/dispatcher"))

    assert answer["base"] + sum(part["points"] for part in answer["contributions"]) == pytest.approx(answer["score"])
    assert [entry["skill"]["id"] for entry in answer["matched"]] == ["starter:skill/navigate"]
    assert [entry["status"] for entry in answer["missing"]] == ["missing", "missing"]


def test_paths_json_is_json_with_texts_for_warnings(market, model):
    model.trained = False
    answer = to_json(career_paths(market, model, RIDER, Constraints(region="US")))

    again = json.loads(json.dumps(answer))
    assert again == answer
    assert [warning["code"] for warning in again["warnings"]] == ["model_untrained:coverage/1", "no_pay:US"]
    assert "US" in again["warnings"][1]["texts"]["zh"]
    assert again["best"][0]["steps"][0]["kind_texts"]["en"]


def test_plan_json_has_months_and_exact_money(market, model, day):
    paths = career_paths(market, model, RIDER, Constraints(region="CN", max_moves=1))

    answer = json.loads(json.dumps(to_json(funded_plan(paths, (), (), on=day))))

    assert answer["months"][0]["month"] == "2026-07-01"
    assert answer["months"][0]["items"][-1]["amount"] == {"amount": "-2879.75", "currency": "CNY"}


def test_json_keeps_money_exact():
    assert to_json(Money(Decimal("0.10"), "CNY")) == {"amount": "0.10", "currency": "CNY"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {"a": {1, 2}}])
def test_json_refuses_what_it_cannot_hold(value):
    with pytest.raises(ReasoningError):
        to_json(value)
