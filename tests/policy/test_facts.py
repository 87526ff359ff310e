"""Bad facts: each is refused with its own code, and nothing is guessed."""

from datetime import date
from decimal import Decimal

import pytest

from policy import RuleBase, parse_facts
from policy.errors import PolicyError


def test_parse_facts_keeps_exact_types(rules: RuleBase) -> None:
    found = parse_facts(
        {
            "ui_contribution_months": 14.0,
            "contribution_base_cny_per_month": 5000.1,
            "job_end_date": "2026-10-31",
            "receiving_ui": False,
            "separation_reason": "layoff",
        },
        rules,
    ).values

    assert dict(found) == {
        "ui_contribution_months": 14,
        "contribution_base_cny_per_month": Decimal("5000.1"),
        "job_end_date": date(2026, 10, 31),
        "receiving_ui": False,
        "separation_reason": "layoff",
    }
    assert type(found["ui_contribution_months"]) is int


def test_parse_facts_takes_null_for_unknown(rules: RuleBase) -> None:
    assert parse_facts({"receiving_ui": None}, rules).values == {}


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("ui_contribution_month", 14, "FACT_UNKNOWN"),
        ("ui_contribution_months", "14", "FACT_TYPE"),
        ("ui_contribution_months", True, "FACT_TYPE"),
        ("ui_contribution_months", 14.5, "FACT_TYPE"),
        ("ui_contribution_months", float("nan"), "FACT_TYPE"),
        ("contribution_base_cny_per_month", float("inf"), "FACT_TYPE"),
        ("ui_contribution_months", -1, "FACT_RANGE"),
        ("ui_contribution_months", 721, "FACT_RANGE"),
        ("receiving_ui", 1, "FACT_TYPE"),
        ("receiving_ui", "yes", "FACT_TYPE"),
        ("separation_reason", "fired", "FACT_TYPE"),
        ("job_end_date", "2026-02-30", "FACT_DATE"),
        ("job_end_date", "30.10.2026", "FACT_DATE"),
        ("job_end_date", "20261030", "FACT_DATE"),
        ("job_end_date", 20261030, "FACT_TYPE"),
    ],
)
def test_parse_facts_refuses_a_wrong_value(rules: RuleBase, fact: str, value: object, code: str) -> None:
    with pytest.raises(PolicyError) as caught:
        parse_facts({fact: value}, rules)

    assert caught.value.code == code
    assert fact in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("edge", [0, 720])
def test_parse_facts_takes_the_bounds(rules: RuleBase, edge: int) -> None:
    assert parse_facts({"ui_contribution_months": edge}, rules).values["ui_contribution_months"] == edge


@pytest.mark.parametrize(
    "raw",
    [
        {"job_end_date": "2026-10-31", "unemployment_registration_date": "2026-10-30"},
        {"registered_unemployed": False, "unemployment_registration_date": "2026-10-30"},
        {"employment_status": "employee", "receiving_ui": True},
        {"ui_months_granted": 9, "ui_months_drawn": 10},
        {"us_high_quarter_wages_usd": 100, "us_base_period_wages_usd": 99},
        {"us_high_quarter_wages_usd": 100, "us_second_quarter_wages_usd": 101},
        {"us_high_quarter_wages_usd": 60, "us_second_quarter_wages_usd": 50, "us_base_period_wages_usd": 109},
        {"us_quarters_with_wages": 1, "us_high_quarter_wages_usd": 60, "us_base_period_wages_usd": 61},
        {"skill_certificate_level": "none", "skill_certificate_date": "2026-01-01"},
    ],
)
def test_parse_facts_refuses_a_contradiction(rules: RuleBase, raw: dict[str, object]) -> None:
    with pytest.raises(PolicyError) as caught:
        parse_facts(raw, rules)

    assert caught.value.code == "FACTS_CONTRADICT"
    assert set(raw) & set(caught.value.details["facts"])  # type: ignore[call-overload]


def test_every_contradiction_has_a_case_above(rules: RuleBase) -> None:
    """Those of China; other countries' facts carry their prefix and have their cases beside their rules."""
    elsewhere = ("us_", "de_", "fr_")
    ours = [item for item in rules.contradictions if not any(fact.startswith(elsewhere) for fact in item.test.facts)]

    assert len(ours) == 5


def test_parse_facts_takes_equal_bounds_as_no_contradiction(rules: RuleBase) -> None:
    raw = {
        "job_end_date": "2026-10-31",
        "unemployment_registration_date": "2026-10-31",
        "ui_months_granted": 9,
        "ui_months_drawn": 9,
    }

    assert len(parse_facts(raw, rules).values) == 4
