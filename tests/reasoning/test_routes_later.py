"""Routes that look at later days, with the rule files themselves: what opens when, what waiting loses, own steps."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ontology import Money, Verdict
from policy import evaluate, load_rule_base, parse_facts
from reasoning import LaterDecisions, benefit_routes

UI, SUBSIDY = "cn-unemployment-insurance", "cn-flexible-employment-subsidy"
RIDER = {
    "employment_status": "flexible", "registered_flexible_employment": True, "hard_to_employ_recognised": True,
    "pays_own_social_insurance": True, "receiving_ui": False,
}  # fmt: skip


def cny(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


@pytest.fixture(scope="module")
def rules():
    return load_rule_base()


@pytest.fixture(scope="module")
def routes_for(rules):
    def routes(facts, place, on):
        decisions = evaluate(rules, parse_facts(facts, rules), on=on, jurisdiction=place)
        later = LaterDecisions(rules, facts, on=on, jurisdiction=place)
        return benefit_routes(decisions, {decision.benefit_id: 0.5 for decision in decisions}, on=on, later=later)

    return routes


def step_of(routes, benefit: str):
    return next(step for route in routes for step in route.steps if step.benefit.id == benefit)


def test_thirty_days_of_registration_open_the_subsidy(routes_for):
    """Beijing asks for 30 registered days; 10 on 15 July are 30 on 4 August, 20 days later."""
    facts = RIDER | {
        "flexible_registered_days": 10, "flexible_work_income": True, "paid_unemployment_insurance_before": True,
        "flexible_subsidy_months_used": 0, "months_to_retirement": 100,
    }  # fmt: skip

    step = step_of(routes_for(facts, "CN-110000", date(2026, 7, 15)), SUBSIDY)

    assert step.earliest == date(2026, 8, 4)
    assert step.verdict is Verdict.ELIGIBLE
    assert [(item.now["en"], item.then["en"]) for item in step.becomes] == [("10 days", "30 days")]
    assert all(item.source for item in step.becomes)


def test_waiting_costs_a_month_each_month_near_retirement(routes_for):
    """58 months to retirement: until then, 58 x 1131.90. A month later 57 are left; the rule ends with 2026."""
    facts = RIDER | {"flexible_subsidy_months_used": 0, "months_to_retirement": 58}

    step = step_of(routes_for(facts, "CN-310000", date(2026, 7, 15)), SUBSIDY)

    assert step.possible_total == cny("65650.20")
    first, *_, last = step.waiting
    assert (first.day, first.lost, first.months, first.reason, first.certain) == (
        date(2026, 8, 15), cny("1131.90"), 1, "months", True,
    )  # fmt: skip
    assert [loss.lost for loss in step.waiting[:5]] == [cny(str(Decimal("1131.90") * n)) for n in range(1, 6)]
    assert (last.day, last.lost, last.reason, last.certain) == (date(2027, 1, 1), cny("65650.20"), "rule_ends", False)
    assert "1,131.90 CNY less" in step.lost_by_waiting["en"]
    assert "2027-01-01" in step.lost_by_waiting["zh"]


def test_waiting_for_the_new_base_brings_more(routes_for):
    """Shanghai, 24 months left: 7460 x 30 % x 50 % = 1119.00 in June, 7546 gives 1131.90 from 1 July: 24 x 12.90."""
    facts = RIDER | {"flexible_subsidy_months_used": 12, "months_to_retirement": 120}

    step = step_of(routes_for(facts, "CN-310000", date(2026, 6, 10)), SUBSIDY)

    gain = step.waiting[0]
    assert step.possible_total == cny("26856.00")
    assert (gain.day, gain.lost, gain.months, gain.reason) == (date(2026, 7, 1), cny("-309.60"), 0, "value")
    assert "309.60 CNY more" in gain.texts["en"]
    assert "new value: Shanghai" in gain.texts["en"]


def test_deadline_ahead_tells_the_sum_at_stake(routes_for):
    """Zhengzhou art. 19: 60 days after 10 June end on 9 August. 30 months give 6 x 1890."""
    facts = {
        "employment_status": "unemployed", "separation_reason": "layoff", "job_end_date": "2026-06-10",
        "registered_unemployed": True, "unemployment_registration_date": "2026-06-20", "seeking_work": True,
        "ui_contribution_months": 30, "receiving_ui": False, "drawing_pension": False,
        "local_minimum_wage_cny_per_month": 2100, "months_to_retirement": 20,
    }  # fmt: skip

    routes = routes_for(facts, "CN-410100", date(2026, 7, 1))

    insurance = step_of(routes, UI)
    assert [(loss.day, loss.lost, loss.reason, loss.certain) for loss in insurance.waiting] == [
        (date(2026, 8, 10), cny("11340.00"), "deadline", False)
    ]
    assert [(deadline.due, deadline.passed) for deadline in insurance.deadlines] == [(date(2026, 8, 9), False)]
    assert step_of(routes, "cn-ui-medical-insurance").earliest == date(2026, 7, 1)
    # Six months paid, and less than a year to retirement: 20 - 9 months in April.
    assert step_of(routes, "cn-ui-extension").earliest == date(2027, 4, 1)
    assert {name for route in routes for name in route.best_at} == {"money", "speed", "security"}


def test_claim_already_made_loses_nothing_by_waiting(routes_for):
    facts = RIDER | {"flexible_subsidy_months_used": 0, "months_to_retirement": 58, "claim_date": "2026-07-10"}

    assert step_of(routes_for(facts, "CN-310000", date(2026, 7, 15)), SUBSIDY).waiting == ()


def test_own_steps_are_told_and_never_to_give_up_work(routes_for, rules):
    """Somebody employed is not told to become unemployed; a step told does open the benefit."""
    on = date(2026, 7, 1)
    employed = {"employment_status": "employee", "receiving_ui": False, "ui_contribution_months": 30}
    flexible = RIDER | {"pays_own_social_insurance": False, "flexible_subsidy_months_used": 0,
                        "months_to_retirement": 100}  # fmt: skip

    for facts, place in ((employed, "CN-310000"), (employed, "CN-410100"), (flexible, "CN-310000")):
        for route in routes_for(facts, place, on):
            assert all("employment_status" not in unlock.facts for unlock in route.unlocks)
    (unlock,) = [one for one in routes_for(flexible, "CN-310000", on)[0].unlocks if one.id == SUBSIDY]
    assert unlock.facts == ("pays_own_social_insurance",)
    assert unlock.amount == cny(str(36 * Decimal("1131.90")))


@pytest.mark.parametrize("days", [0, 1, 19, 20, 29])
def test_earliest_day_is_the_first_on_which_the_rules_agree(routes_for, rules, days):
    """The day found is granted and the day before is not, decided with plain facts."""
    on = date(2026, 7, 15)
    facts = RIDER | {
        "flexible_registered_days": days, "flexible_work_income": True, "paid_unemployment_insurance_before": True,
        "flexible_subsidy_months_used": 0, "months_to_retirement": 100,
    }  # fmt: skip

    day = step_of(routes_for(facts, "CN-110000", on), SUBSIDY).earliest

    for offset, verdict in ((0, Verdict.ELIGIBLE), (-1, Verdict.NOT_ELIGIBLE)):
        then = day + timedelta(days=offset)
        known = facts | {"flexible_registered_days": days + (then - on).days, "claim_date": then.isoformat()}
        decisions = evaluate(rules, parse_facts(known, rules), on=then, jurisdiction="CN-110000")
        assert next(one.verdict for one in decisions if one.benefit_id == SUBSIDY) is verdict
