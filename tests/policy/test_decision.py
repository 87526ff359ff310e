"""What a decision says: trace, reasons, notes, dates, and its JSON form."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ontology import Money, Verdict
from policy import (
    AmountTier,
    CannotSay,
    Decision,
    Facts,
    RuleBase,
    Status,
    decision_to_json,
    evaluate,
    evaluate_benefit,
)
from policy.errors import UnknownBenefitError, UnknownJurisdictionError

DAY = date(2026, 11, 22)
CLAIMANT: dict[str, Any] = {
    "employment_status": "unemployed", "separation_reason": "layoff", "registered_unemployed": True,
    "seeking_work": True, "drawing_pension": False, "ui_contribution_months": 156, "ui_unused_months": 0,
    "job_end_date": "2026-10-31", "unemployment_registration_date": "2026-11-10",
}  # fmt: skip


def _decide(rules: RuleBase, facts: Facts, place: str, benefit: str = "cn-unemployment-insurance") -> Decision:
    return evaluate_benefit(rules, benefit, facts, on=DAY, jurisdiction=place)


def test_trace_shows_have_need_met_and_clause(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    decision = _decide(rules, facts(**{**CLAIMANT, "ui_contribution_months": 10}), "CN-410100")

    first = decision.conditions[0]

    assert (first.id, first.have, first.need, first.met) == ("contributed-one-year", "10", ">= 12", False)
    assert (first.citation.article, first.citation.quote) == ("第二十二条第（一）项", "并足额缴纳失业保险费满一年的")
    assert decision.reason == {
        "zh": "不满足：单位和本人足额缴纳失业保险费满一年。",
        "en": "Not met: Employer and worker paid unemployment insurance in full for a year.",
    }


def test_every_condition_is_traced_even_after_a_failure(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    decision = _decide(rules, facts(**{**CLAIMANT, "ui_contribution_months": 10}), "CN-410100")

    assert [item.met for item in decision.conditions] == [False, True, True, True, True, True]


def test_not_eligible_has_no_sums(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    decision = _decide(rules, facts(**{**CLAIMANT, "ui_contribution_months": 10}), "CN-410100")

    assert (decision.amount_per_month, decision.duration_months, decision.first_payment) == (None, None, None)


def test_unknown_fact_is_asked_and_not_taken_for_false(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    known = {name: value for name, value in CLAIMANT.items() if name not in ("seeking_work", "drawing_pension")}

    decision = _decide(rules, facts(**known), "CN-410100")

    assert (decision.verdict, decision.possible) == (Verdict.UNKNOWN, True)
    assert decision.unknown_facts == ("seeking_work", "drawing_pension")
    assert all(rules.facts[fact].question["zh"] for fact in decision.unknown_facts)


def test_tiers_follow_the_month_of_payment(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    """Shanghai from 2026-07-01: months 1-12 pay 2340, months 13-24 pay 1872; 13 years are 24 months (capped)."""
    decision = _decide(rules, facts(**CLAIMANT), "CN-310000")

    assert decision.tiers == (
        AmountTier(1, 13, Money(Decimal(2340), "CNY")),
        AmountTier(13, 25, Money(Decimal(1872), "CNY")),
    )
    assert decision.amount_per_month == Money(Decimal(2340), "CNY")
    assert decision.duration_months == 24


def test_ceiling_is_said_but_not_granted(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    decision = _decide(rules, facts(**CLAIMANT), "CN")

    assert (decision.duration_months, decision.duration_ceiling_months) == (None, 24)
    assert decision.duration_cannot_say is CannotSay.CEILING_ONLY
    assert decision.duration_note is not None


def test_expired_rule_says_so(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    decision = evaluate_benefit(
        rules, "cn-flexible-employment-subsidy", facts(), on=date(2027, 1, 1), jurisdiction="CN-310000"
    )

    assert (decision.verdict, decision.cannot_say, decision.status) == (
        Verdict.UNKNOWN, CannotSay.EXPIRED, Status.EXPIRED,
    )  # fmt: skip
    assert (decision.possible, decision.amount_per_month, decision.conditions) == (False, None, ())


def test_parameters_are_resolved_on_the_claim_date(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    """Claimed the day before the Shanghai grid began: the months stay those of that day, whenever we ask."""
    before = _decide(rules, facts(**CLAIMANT, claim_date="2026-08-15"), "CN-310000")
    after = _decide(rules, facts(**CLAIMANT, claim_date="2026-08-16"), "CN-310000")

    assert (before.duration_months, before.duration_cannot_say) == (None, CannotSay.CEILING_ONLY)
    assert after.duration_months == 24


def test_assumption_is_reported(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    known = {name: value for name, value in CLAIMANT.items() if name != "ui_unused_months"}

    decision = _decide(rules, facts(**known), "CN-410100")

    assert decision.assumptions == ("ui_unused_months",)
    assert decision.duration_note is not None
    assert "0" in decision.duration_note["en"]
    assert "假设" in decision.duration_note["zh"]


def test_unverified_value_lowers_confidence_and_is_named(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    decision = _decide(rules, facts(**CLAIMANT), "CN-410100")

    assert decision.confidence == "medium"
    assert decision.amount_note is not None
    assert "Monthly minimum wage" in decision.amount_note["en"]
    assert "月最低工资标准" in decision.amount_note["zh"]


def test_unverified_rule_has_low_confidence_and_says_so(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    decision = _decide(rules, facts(), "CN", "cn-startup-guarantee-loan")

    assert (decision.confidence, decision.status) == ("low", Status.UNVERIFIED)


def test_deadline_is_counted_from_the_end_of_the_job(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    """Zhengzhou art. 19: 60 days after 2026-10-31 (30 in November, 30 in December) are 2026-12-30."""
    decision = _decide(rules, facts(**CLAIMANT), "CN-410100")

    assert [(item.id, item.due) for item in decision.deadlines] == [("registration", date(2026, 12, 30))]


def test_deadline_without_its_fact_has_no_day(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    decision = _decide(rules, facts(), "CN-410100")

    assert [item.due for item in decision.deadlines] == [None]


def test_benefit_ends_and_excludes_as_the_law_says(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    decision = _decide(rules, facts(**CLAIMANT), "CN-410100")

    assert "re_employed" in decision.stops
    assert decision.excludes == ("cn-flexible-employment-subsidy",)
    assert "cn-skill-upgrade-subsidy" in decision.feeds


def test_weekly_benefit_is_also_given_by_the_month(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    """400 a week are 400 * 52 / 12 = 1733.33 a month; 26 weeks are 6 months; 26 * 400 = 10400."""
    known = facts(
        employment_status="unemployed", separation_reason="layoff", us_able_and_available=True,
        us_prior_benefit_year_open=False, us_quarters_with_wages=4, us_base_period_wages_usd=41600,
        us_high_quarter_wages_usd=10400,
    )  # fmt: skip

    decision = _decide(rules, known, "US-NY", "us-unemployment-insurance")

    assert decision.amount_per_month == Money(Decimal("1733.33"), "USD")
    assert (decision.duration_months, decision.weeks, decision.waiting_weeks) == (6, 26, 1)
    assert decision.maximum_total == Money(Decimal(10400), "USD")


@pytest.mark.parametrize(
    "place", ["CN", "CN-310000", "CN-440300", "CN-410100", "CN-500000", "CN-510100", "US-NY", "US-CA"]
)
def test_every_decision_is_json_with_both_languages(rules: RuleBase, facts: Callable[..., Facts], place: str) -> None:
    for decision in evaluate(rules, facts(**CLAIMANT), on=DAY, jurisdiction=place):
        document = json.loads(json.dumps(decision_to_json(decision), ensure_ascii=False))
        assert set(document["name"]) == set(document["reason"]) == {"zh", "en"}
        assert document["verdict"] in ("eligible", "not_eligible", "unknown")


@pytest.mark.parametrize("place", ["CN", "CN-310000", "CN-440300", "CN-410100", "CN-510100", "US-NY"])
def test_missing_sum_always_has_its_reason(rules: RuleBase, facts: Callable[..., Facts], place: str) -> None:
    for decision in evaluate(rules, facts(**CLAIMANT), on=DAY, jurisdiction=place):
        if decision.verdict is not Verdict.NOT_ELIGIBLE and decision.cannot_say is None:
            paid = decision.amount_per_month or decision.amount_once
            assert (paid is None) == (decision.amount_cannot_say is not None)
            assert decision.amount_cannot_say is None or decision.amount_note


def test_evaluation_refuses_an_unknown_place_and_benefit(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    with pytest.raises(UnknownJurisdictionError):
        evaluate(rules, facts(), on=DAY, jurisdiction="XX")
    with pytest.raises(UnknownBenefitError):
        evaluate_benefit(rules, "free-money", facts(), on=DAY, jurisdiction="CN")


def test_rule_bases_do_not_share_their_look_ups(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    """A base without rows for the wage gives no amount, even after another base gave one."""
    _decide(rules, facts(**CLAIMANT), "CN-410100")
    rows = {key: value for key, value in rules.rows.items() if key != ("minimum_wage", "CN-410100")}

    decision = _decide(replace(rules, rows=rows, memories={}), facts(**CLAIMANT), "CN-410100")

    assert decision.amount_cannot_say is CannotSay.MISSING_FACTS
    assert decision.amount_unknown_facts == ("local_minimum_wage_cny_per_month",)


@pytest.mark.parametrize("place", ["CN", "CN-310000", "CN-440300", "CN-410100", "CN-500000", "CN-510100", "US-NY"])
def test_every_benefit_paid_by_the_month_says_what_ends_it(
    rules: RuleBase, facts: Callable[..., Facts], place: str
) -> None:
    """A plan that knew no end would pay on after the new job began."""
    for decision in evaluate(rules, facts(), on=DAY, jurisdiction=place):
        slots = {slot for owner, slot, _ in rules.provisions if owner == decision.benefit_id}
        if slots & {"monthly", "weekly"}:
            assert decision.stops, decision.benefit_id


def test_tiers_that_start_after_the_last_paid_month_are_left_out(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    """Shanghai: 36 months give 6 months, so the rate from month 13 on is not for this person."""
    decision = _decide(rules, facts(**{**CLAIMANT, "ui_contribution_months": 36}), "CN-310000")

    assert [(tier.first_month, tier.end_month) for tier in decision.tiers] == [(1, 13)]


def test_benefit_in_kind_says_that_no_cash_is_paid(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    decision = _decide(rules, facts(receiving_ui=True), "CN", "cn-ui-medical-insurance")

    assert decision.amount_note is not None
    assert decision.amount_note["en"].startswith("No cash is paid")
