"""Need-sets: smallest, and true when applied."""

from collections.abc import Callable
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from ontology import Verdict
from policy import Facts, NeedSet, RuleBase, evaluate_benefit, need_set_to_json, need_sets

DAY = date(2026, 11, 22)
CLAIMANT: dict[str, Any] = {
    "employment_status": "unemployed", "separation_reason": "layoff", "registered_unemployed": True,
    "seeking_work": True,     "drawing_pension": False, "ui_contribution_months": 36, "ui_unused_months": 0,
}  # fmt: skip


def _found(
    rules: RuleBase, facts: Facts, place: str, benefit: str = "cn-unemployment-insurance"
) -> tuple[NeedSet, ...]:
    return need_sets(rules, benefit, facts, on=DAY, jurisdiction=place)


def _as_dicts(found: tuple[NeedSet, ...]) -> list[dict[str, object]]:
    return [{change.fact: change.after for change in needs.changes} for needs in found]


def test_eligible_person_needs_nothing(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    assert _found(rules, facts(**CLAIMANT), "CN-410100") == ()


def test_missing_months_are_counted_to_the_threshold(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    """10 of 12 months: two more, and nothing else."""
    found = _found(rules, facts(**{**CLAIMANT, "ui_contribution_months": 10}), "CN-410100")

    assert _as_dicts(found) == [{"ui_contribution_months": 12}]
    assert (found[0].changes[0].before, found[0].changes[0].actionability) == (10, "time")


def test_two_faults_need_two_changes(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    found = _found(
        rules, facts(**{**CLAIMANT, "employment_status": "flexible", "registered_unemployed": False}), "CN-410100"
    )

    assert _as_dicts(found) == [{"employment_status": "unemployed", "registered_unemployed": True}]


def test_fixed_fact_cannot_be_changed(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    """Who resigned cannot undo it."""
    assert _found(rules, facts(**{**CLAIMANT, "separation_reason": "resigned"}), "CN-410100") == ()


def test_unknown_fixed_fact_is_to_be_confirmed(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    known = {name: value for name, value in CLAIMANT.items() if name != "separation_reason"}

    (found,) = _found(rules, facts(**known), "CN-410100")

    (change,) = found.changes
    assert (change.fact, change.after, change.confirm) == ("separation_reason", "layoff", True)
    assert set(change.alternatives) == {
        "contract_expired", "employer_closed", "dismissed", "dismissed_misconduct", "mutual_employer_proposed",
        "resigned_employer_fault",
    }  # fmt: skip


def test_either_way_of_an_alternative_is_offered(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    """Skill subsidy: an employee, or drawing unemployment insurance."""
    known = facts(
        employment_status="flexible", receiving_ui=False, ui_contribution_months=36, skill_certificate_level="level_4",
        skill_certificate_accepted=True, skill_certificate_date="2026-10-01", skill_subsidies_this_year=0,
    )  # fmt: skip

    found = _found(rules, known, "CN", "cn-skill-upgrade-subsidy")

    assert _as_dicts(found) == [{"employment_status": "employee"}, {"receiving_ui": True}]


def test_wages_are_moved_to_the_cent_that_suffices(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    """New York: others 5000 of 5200 needed, so 200 more in the base period (or none, with a lower best quarter)."""
    known = facts(
        employment_status="unemployed", separation_reason="layoff", us_able_and_available=True,
        us_quarters_with_wages=4, us_prior_benefit_year_open=False, us_base_period_wages_usd=15400,
        us_high_quarter_wages_usd=10400,
    )  # fmt: skip

    found = _found(rules, known, "US-NY", "us-unemployment-insurance")

    assert _as_dicts(found) == [{"us_base_period_wages_usd": 15600}]


def test_expired_rule_has_no_need_sets(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    found = need_sets(
        rules, "cn-flexible-employment-subsidy", facts(**CLAIMANT), on=date(2027, 1, 1), jurisdiction="CN-310000"
    )

    assert found == ()


@pytest.mark.parametrize("place", ["CN-310000", "CN-440100", "CN-410100", "CN-500000"])
@pytest.mark.parametrize("months", [0, 11, 36])
@pytest.mark.parametrize("status", ["unemployed", "flexible", None])
@pytest.mark.parametrize("registered", [True, False, None])
def test_need_sets_are_true_and_minimal(
    rules: RuleBase, facts: Callable[..., Facts], place: str, months: int, status: str | None, registered: bool | None
) -> None:
    known = facts(
        **{
            **CLAIMANT,
            "ui_contribution_months": months,
            "employment_status": status,
            "registered_unemployed": registered,
        }
    )

    found = _found(rules, known, place)

    for needs in found:
        changes = {change.fact: change.after for change in needs.changes}
        assert _verdict(rules, known.changed(changes), place) is Verdict.ELIGIBLE
        for size in range(len(changes)):
            for kept in combinations(changes, size):
                part = known.changed({fact: changes[fact] for fact in kept})
                assert _verdict(rules, part, place) is not Verdict.ELIGIBLE


def _verdict(rules: RuleBase, facts: Facts, place: str) -> Verdict:
    return evaluate_benefit(rules, "cn-unemployment-insurance", facts, on=DAY, jurisdiction=place).verdict


def test_need_set_to_json_names_every_part(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    (found,) = _found(rules, facts(**{**CLAIMANT, "ui_contribution_months": 10}), "CN-410100")

    assert need_set_to_json(found) == {
        "benefit_id": "cn-unemployment-insurance",
        "changes": [
            {
                "fact": "ui_contribution_months",
                "before": "10",
                "after": "12",
                "actionability": "time",
                "confirm": False,
                "alternatives": [],
            }
        ],
    }
