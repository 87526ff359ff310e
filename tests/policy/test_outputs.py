"""Figures apart from each other: a value each, or the reason why there is none."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import pytest

from ontology import Money
from policy import Output, RuleBase, output_to_json, outputs, parse_facts

FACTS = """
facts:
  - {id: able, type: boolean, question: {zh: 能工作, en: Able}, actionability: action, provenance: declared}
  - {id: earned, type: number, unit: USD, minimum: 0, maximum: 1000, question: {zh: 收入, en: Earnings},
     actionability: action, provenance: declared}
  - {id: claimed, type: integer, unit: week, minimum: 0, maximum: 60, question: {zh: 周数, en: Weeks},
     actionability: action, provenance: declared}
"""
CITE = "status: in_force, cite: {source: act, article: '1'}"
RULE = f"""
jurisdiction: CN
parameters:
  - {{id: most, name: {{zh: 上限, en: Most}}, unit: USD,
      rows: [{{from: '2026-01-01', to: '2027-01-01', value: 300, {CITE}}}]}}
provisions:
  - benefit: grant
    slot: eligibility
    kind: eligibility
    from: '2026-01-01'
    {CITE.replace(", ", chr(10) + "    ", 1)}
    require:
      all:
        - {{id: able, text: {{zh: 能工作, en: Able}}, test: {{var: able}}, cite: {{source: act, article: '1'}}}}
        - any:
            - {{id: able-too, text: {{zh: 能工作, en: Able}}, test: {{var: able}}, cite: {{source: act, article: '1'}}}}
            - {{id: wage, text: {{zh: 工资, en: Wage}}, monetary: true, test: {{'>=': [{{var: wage}}, 100]}},
               cite: {{source: act, article: '1'}}}}
  - {{benefit: grant, slot: weekly, kind: amount, from: '2026-01-01', {CITE}, period: week, currency: USD,
      value: {{min: [{{param: most}}, {{var: wage}}]}}}}
  - {{benefit: grant, slot: payable, kind: amount, from: '2026-01-01', {CITE}, period: week_payable, currency: USD,
      value: {{max: [0, {{'-': [{{var: wage}}, {{var: earned}}]}}]}}}}
  - {{benefit: grant, slot: duration, kind: duration, from: '2026-01-01', {CITE}, unit: week, value: 10,
      waiting_weeks: 1, claimed_weeks: {{var: claimed}}}}
"""
ON = date(2026, 6, 1)


@pytest.fixture
def figures(written: Callable[..., RuleBase]) -> Callable[..., Mapping[str, Output]]:
    rules = written(facts__more=FACTS, rules__CN__rule=RULE)
    return lambda day=ON, **raw: outputs(rules, "grant", parse_facts(raw, rules), on=day, jurisdiction="CN")


def usd(amount: int | str) -> Money:
    return Money(Decimal(amount), "USD")


def test_figures_stand_whatever_the_verdict(figures: Callable[..., Mapping[str, Output]]) -> None:
    found = figures(able=False, wage=200, earned=50, claimed=4)

    assert {name: output.value for name, output in found.items()} == {
        "monetary_eligibility": True,
        "weekly_amount": usd(200),
        "weekly_amount_with_dependents": usd(200),
        "weekly_payable": usd(150),
        "weeks": 10,
        "maximum_total": usd(2000),
        "waiting_weeks": 1,
        # Four weeks claimed, the first unpaid: 3 x 150.
        "payable_for_weeks_claimed": usd(450),
        # 200 x 52 / 12
        "amount_per_month": usd("866.67"),
        "amount_once": None,
        "amount_per_day": None,
        # 10 weeks x 12 / 52
        "duration_months": Decimal(10) * 12 / 52,
        "duration_days": None,
        "first_payment": None,
        "first_week_unpaid": True,
    }
    assert found["amount_once"].reason == "not_applicable"


@pytest.mark.parametrize(
    # 150 a week after the waiting week, at most 10 x 200 in all: 13 weeks bring 1950, the 14th the last 50.
    ("claimed", "brings"),
    [(0, 0), (1, 0), (2, 150), (11, 1500), (14, 1950), (15, 2000), (60, 2000)],
)
def test_claimed_weeks_pay_after_the_waiting_week_up_to_the_maximum(
    figures: Callable[..., Mapping[str, Output]], claimed: int, brings: int
) -> None:
    found = figures(wage=200, earned=50, claimed=claimed)

    assert found["payable_for_weeks_claimed"].value == usd(brings)


def test_missing_wage_is_unknown_in_every_figure_that_needs_it(figures: Callable[..., Mapping[str, Output]]) -> None:
    found = figures(earned=0, claimed=3)

    for name in ("monetary_eligibility", "weekly_amount", "weekly_payable", "maximum_total", "amount_per_month"):
        assert (found[name].value, found[name].reason, found[name].facts) == (None, "missing_facts", ("wage",)), name
    assert found["weeks"].value == 10
    assert found["payable_for_weeks_claimed"].reason == "missing_facts"


def test_zero_wage_is_zero(figures: Callable[..., Mapping[str, Output]]) -> None:
    found = figures(wage=0, earned=0)

    assert found["monetary_eligibility"].value is False
    assert found["weekly_amount"].value == usd(0)


@pytest.mark.parametrize(("day", "reason"), [(date(2025, 12, 31), "no_source"), (date(2027, 1, 1), "expired")])
def test_day_without_a_value_gives_the_reason(
    figures: Callable[..., Mapping[str, Output]], day: date, reason: str
) -> None:
    found = figures(day=day, wage=200, earned=0)

    assert (found["weekly_amount"].value, found["weekly_amount"].reason) == (None, reason)


def test_figure_as_json_is_exact(figures: Callable[..., Mapping[str, Output]]) -> None:
    found = figures(wage=200.1, earned=0)

    assert output_to_json(found["weekly_amount"])["value"] == {"amount": "200.1", "currency": "USD"}
    assert output_to_json(found["amount_once"]) == {
        "value": None,
        "reason": "not_applicable",
        "text": {
            "zh": "当地该项待遇没有这一数值。",
            "en": "The law of this place has no such figure for this benefit.",
        },
        "facts": [],
        "ceiling": None,
    }
