"""Which other values of a need-set would do as well: told as `at least`, each bound tried on both sides."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ontology import Verdict
from policy import Facts, RuleBase, evaluate_benefit, need_sets, possible_if
from policy._suitable import Suitable, suitable_values

ON = date(2026, 11, 22)
PLACE: dict[str, Any] = {"on": ON, "jurisdiction": "CN-410100"}


def _ways(rules: RuleBase, known: Facts, benefit: str) -> list[str]:
    decision = evaluate_benefit(rules, benefit, known, **PLACE)
    needs = need_sets(rules, benefit, known, **PLACE)
    return [way.text["en"] for way in possible_if(rules, decision, needs, facts=known, on=ON)]


def test_a_lower_bound_is_told_as_at_least(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    """Henan employment regulations article 40(3): registered unemployed for a year without a break."""
    known = facts(employment_status="unemployed", registered_unemployed=True, seeking_work=True)

    ways = _ways(rules, known, "cn-hard-to-employ-recognition")

    assert "If unemployed without a break for: at least 12 months." in ways
    # Article 40(2): within ten years of retirement, so 1 to 120 months.
    assert "If time to the statutory retirement age: 1 to 120 months." in ways


def test_the_only_value_is_told_as_it_is(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    """One subsidy a year: less than 1 had this year is 0. A certificate serves for twelve months from its day."""
    known = facts(
        employment_status="employee", ui_contribution_months=40, skill_certificate_level="level_4",
        skill_certificate_accepted=True,
    )  # fmt: skip

    (way,) = _ways(rules, known, "cn-skill-upgrade-subsidy")

    assert way == "If day of the certificate: on or after 2025-11-22, and subsidies had this year: 0."


def test_ends_of_a_run_are_the_last_that_are_granted(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    known = facts(employment_status="unemployed", registered_unemployed=True, seeking_work=True)
    benefit = "cn-hard-to-employ-recognition"
    needs = next(
        item
        for item in need_sets(rules, benefit, known, **PLACE)
        if [change.fact for change in item.changes] == ["months_to_retirement"]
    )

    run = suitable_values(rules, needs, known, **PLACE)["months_to_retirement"]

    granted = [
        months
        for months in range(-12, 481)
        if evaluate_benefit(rules, benefit, known.changed({"months_to_retirement": months}), **PLACE).verdict
        is Verdict.ELIGIBLE
    ]
    assert run == Suitable(granted[0], granted[-1])


def test_without_facts_the_nearest_value_is_told(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    known = facts(employment_status="unemployed", registered_unemployed=True, seeking_work=True)
    benefit = "cn-hard-to-employ-recognition"
    decision = evaluate_benefit(rules, benefit, known, **PLACE)

    ways = possible_if(rules, decision, need_sets(rules, benefit, known, **PLACE))

    assert "If unemployed without a break for: 12 months." in [way.text["en"] for way in ways]


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "如果连续失业时间：至少 12 个月。"), ("en", "at least 12 months.")]
)
def test_runs_are_told_in_both_languages(
    rules: RuleBase, facts: Callable[..., Facts], language: str, words: str
) -> None:
    known = facts(employment_status="unemployed", registered_unemployed=True, seeking_work=True)
    benefit = "cn-hard-to-employ-recognition"
    decision = evaluate_benefit(rules, benefit, known, **PLACE)
    needs = need_sets(rules, benefit, known, **PLACE)

    assert any(way.text[language].endswith(words) for way in possible_if(rules, decision, needs, facts=known, on=ON))
