"""Routes, step benefits and plans with the rule files themselves: somebody laid off in Zhengzhou on 10 June 2026.

30 months of contributions give 6 months at 80 % of the minimum wage of 2,100 (Henan): 1,680 a month.
"""

from datetime import date
from decimal import Decimal

import pytest

from ontology import Money
from policy import Decision, evaluate, load_rule_base, parse_facts
from reasoning import BenefitChanges, benefit_routes, career_paths, facts_when_drawing, funded_plan, with_later
from reasoning.answers import Constraints

ON = date(2026, 7, 1)
UI, SUBSIDY = "cn-unemployment-insurance", "cn-flexible-employment-subsidy"
FACTS = {
    "employment_status": "unemployed",
    "separation_reason": "layoff",
    "job_end_date": "2026-06-10",
    "registered_unemployed": True,
    "unemployment_registration_date": "2026-06-20",
    "claim_date": "2026-06-25",
    "seeking_work": True,
    "ui_contribution_months": 30,
    "receiving_ui": False,
    "drawing_pension": False,
    "local_minimum_wage_cny_per_month": 2100,
}


@pytest.fixture(scope="module")
def decisions_for():
    rules = load_rule_base()

    def decide(facts: dict[str, object]) -> tuple[Decision, ...]:
        return evaluate(rules, parse_facts(facts, rules), on=ON, jurisdiction="CN-410100")

    return decide


@pytest.fixture(scope="module")
def decisions(decisions_for):
    now = decisions_for(FACTS)
    return with_later(now, decisions_for(facts_when_drawing(FACTS, now)))


def routes_of(decisions):
    return benefit_routes(decisions, {decision.benefit_id: 0.5 for decision in decisions}, on=ON)


def test_route_goes_on_to_what_drawing_the_first_benefit_opens(decisions):
    route = routes_of(decisions)[0]

    assert route.steps[0].benefit.id == UI
    assert {"cn-ui-medical-insurance", "cn-410100-training-subsidy"} <= {step.benefit.id for step in route.steps}
    assert route.total == Money(Decimal("11340.00"), "CNY")
    assert "attending_training" in route.open_questions


def test_steps_say_which_benefits_they_open_and_end(market, model, decisions_for):
    """Flexible work opens the subsidy for flexible workers; any work ends unemployment insurance."""
    benefits = BenefitChanges(FACTS, decisions_for)
    wishes = Constraints(region="CN", max_moves=1)

    answer = career_paths(market, model, "starter:occupation/rider", wishes, benefits=benefits)

    steps = {
        path.steps[0].transition.target.labels["en"]: path.steps[0] for path in (*answer.best, *answer.alternatives)
    }
    assert steps["courier"].benefits_gained == (SUBSIDY,)
    assert all(step.benefits_lost == (UI,) for step in steps.values())
    assert SUBSIDY not in steps["analyst"].benefits_gained


def test_plan_draws_insurance_until_the_new_job(market, model, decisions):
    """July and August at 1,890; the new job begins in September."""
    wishes = Constraints(region="CN-410100", target="starter:occupation/dispatcher", max_moves=1)
    paths = career_paths(market, model, "starter:occupation/rider", wishes)

    plan = funded_plan(paths, routes_of(decisions), decisions, on=ON, facts=FACTS)

    drawn = [[item.amount.amount for item in month.items if item.id == UI] for month in plan.months]
    assert drawn == [[1890], [1890], [], [], []]
    assert any("ends when the new work begins" in caveat["en"] for caveat in plan.caveats)
    assert all(item.source for month in plan.months for item in month.items)


def test_step_ends_new_york_insurance_although_hours_are_not_known(market, model):
    """After the move the rules cannot say (hours worked are unknown), but long hours are a stop event."""
    rules = load_rule_base()
    facts = {
        "employment_status": "unemployed", "separation_reason": "layoff", "us_able_and_available": True,
        "us_prior_benefit_year_open": False, "us_quarters_with_wages": 4, "us_high_quarter_wages_usd": 9100,
        "us_second_quarter_wages_usd": 9000, "us_base_period_wages_usd": 35000, "us_hours_worked_in_week": 0,
    }  # fmt: skip
    benefits = BenefitChanges(
        facts, lambda known: evaluate(rules, parse_facts(known, rules), on=ON, jurisdiction="US-NY")
    )

    gained, lost = benefits(before=None, after=market.occupations.record(0), courses=())

    assert (gained, lost) == ((), ("us-unemployment-insurance",))
    assert benefits(before=market.occupations.record(0), after=market.occupations.record(0), courses=()) == ((), ())
