"""WIOA dislocated workers: five ways, each alone enough; what a one-stop center has to find stays open until it has."""

from datetime import date

import pytest

from policy import Decision, RuleBase, evaluate_benefit, need_sets, parse_facts

pytestmark = pytest.mark.checkout

WIOA = "us-wioa-dislocated-worker"
DAY = date(2026, 11, 22)
#: Somebody for whom none of the five ways is open.
NOBODY = {
    "employment_status": "unemployed", "us_age_years": 44, "us_selective_service": "registered",
    "us_work_authorised": True, "us_wioa_job_loss": "none", "us_separating_service_member": False,
    "us_ui_eligible_or_exhausted": False, "us_attached_but_not_ui_eligible": False,
    "us_wioa_closing_announced": False, "us_wioa_services_wanted": "training", "us_wioa_was_self_employed": False,
    "us_wioa_homemaker": False, "us_wioa_lost_family_income": False, "us_wioa_military_spouse": False,
    "us_wioa_lost_job_by_relocation": False,
}  # fmt: skip
LAID_OFF = {"us_wioa_job_loss": "individual", "us_ui_eligible_or_exhausted": True}
FARMER = {"us_wioa_was_self_employed": True}
HOMEMAKER = {"us_wioa_homemaker": True, "us_wioa_lost_family_income": True}
SPOUSE = {"us_wioa_military_spouse": True}


def decide(rules: RuleBase, place: str = "US", **raw: object) -> Decision:
    facts = parse_facts({**NOBODY, **raw}, rules)
    return evaluate_benefit(rules, WIOA, facts, on=DAY, jurisdiction=place)


@pytest.mark.parametrize(
    "way",
    [
        pytest.param({**LAID_OFF, "us_wioa_found_unlikely_to_return": True}, id="A-laid-off"),
        pytest.param(
            {"us_separating_service_member": True, "us_ui_eligible_or_exhausted": True}, id="A-service-member"
        ),
        pytest.param({"us_wioa_job_loss": "closure"}, id="B-i"),
        pytest.param(
            {"employment_status": "employee", "us_wioa_closing_announced": True, "us_wioa_days_to_closing": 180},
            id="B-ii",
        ),
        pytest.param({**FARMER, "us_wioa_found_economic_or_disaster": True}, id="C"),
        pytest.param({**HOMEMAKER, "us_wioa_found_employment_difficulty": True}, id="D"),
        pytest.param({**SPOUSE, "us_wioa_lost_job_by_relocation": True}, id="E-i"),
        pytest.param({**SPOUSE, "us_wioa_found_employment_difficulty": True}, id="E-ii"),
    ],
)
def test_each_way_alone_makes_eligible_with_a_caseworker(rules: RuleBase, way: dict[str, object]) -> None:
    """29 U.S.C. 3102(15)(A)-(E); in each of them a one-stop center looks at the facts."""
    decision = decide(rules, **way)

    assert (decision.verdict, decision.needs_caseworker) == ("eligible", True)


@pytest.mark.parametrize(
    ("person", "finding"),
    [
        (LAID_OFF, "us_wioa_found_unlikely_to_return"),
        (FARMER, "us_wioa_found_economic_or_disaster"),
        (HOMEMAKER, "us_wioa_found_employment_difficulty"),
        (SPOUSE, "us_wioa_found_employment_difficulty"),
    ],
    ids=["A", "C", "D", "E"],
)
def test_a_finding_decides_and_its_absence_leaves_open(
    rules: RuleBase, person: dict[str, object], finding: str
) -> None:
    """20 CFR 680.130(b): local policy says what these words mean, so nobody's own word replaces the finding."""
    absent, found, denied = (decide(rules, **person, **more) for more in ({}, {finding: True}, {finding: False}))

    assert (absent.verdict, absent.needs_caseworker, absent.unknown_facts) == ("unknown", True, (finding,))
    assert (found.verdict, found.needs_caseworker) == ("eligible", True)
    assert denied.verdict == "not_eligible"


def test_nobody_is_eligible_without_a_way(rules: RuleBase) -> None:
    assert decide(rules).verdict == "not_eligible"


@pytest.mark.parametrize(
    ("place", "verdict"), [("US", "unknown"), ("US-TX", "unknown"), ("US-OH", "not_eligible"), ("US-WI", "eligible")]
)
def test_work_authorization_is_read_by_state(rules: RuleBase, place: str, verdict: str) -> None:
    """Ohio's letter 15-02.1 asks for it, Wisconsin's manual of October 2024 does not; elsewhere an official says."""
    decision = decide(rules, place, us_wioa_job_loss="closure", us_work_authorised=False)

    assert decision.verdict == verdict


def test_the_open_reading_of_work_authorization_is_disputed(rules: RuleBase) -> None:
    decision = decide(rules, us_wioa_job_loss="closure", us_work_authorised=False)

    used = {item.id: item.status for item in decision.parameters}
    assert used["wioa_work_authorisation_rule"] == "disputed"
    assert decision.needs_caseworker


def test_being_eligible_is_said_to_be_no_right_to_a_service(rules: RuleBase) -> None:
    decision = decide(rules, us_wioa_job_loss="closure")

    assert [item.topic for item in decision.information] == ["local-policies", "status-fixed", "no-entitlement"]
    assert "no right" in decision.information[2].text["en"]


def test_need_sets_of_a_closing_181_days_away(rules: RuleBase) -> None:
    """(15)(B)(ii): one day less makes eligible; so does wanting career services, (iii)."""
    facts = parse_facts(
        {
            **NOBODY,
            "employment_status": "employee",
            "us_wioa_closing_announced": True,
            "us_wioa_days_to_closing": 181,
        },
        rules,
    )

    sets = need_sets(rules, WIOA, facts, on=DAY, jurisdiction="US")

    changes = [[(item.fact, item.after) for item in found.changes] for found in sets]
    assert changes == [[("us_wioa_days_to_closing", 180)], [("us_wioa_services_wanted", "career_services")]]
