"""A cohort in Zhengzhou and Shenzhen: 80 % and 90 % of the local minimum wage (Henan and Guangdong rules)."""

from datetime import date
from decimal import Decimal

import pytest

from insight import Scenario, policy_change
from insight.errors import PopulationError
from ontology import Money, Verdict
from policy import load_rule_base, parse_facts

UI = "cn-unemployment-insurance"
UNEMPLOYED = {
    "employment_status": "unemployed",
    "separation_reason": "layoff",
    "registered_unemployed": True,
    "unemployment_registration_date": "2026-06-20",
    "job_end_date": "2026-06-10",
    "claim_date": "2026-06-25",
    "seeking_work": True,
    "receiving_ui": False,
    "drawing_pension": False,
    "local_minimum_wage_cny_per_month": 2100,
}


@pytest.fixture(scope="module")
def rules():
    return load_rule_base()


def cohort(rules, *months: int | None):
    """People who differ in the months of contributions; None leaves them unknown."""
    return [
        parse_facts(UNEMPLOYED | ({} if n is None else {"ui_contribution_months": n}), rules) for n in months
    ]  # fmt: skip


def change(rules, people, *, places=("CN-410100", "CN-410100"), days=("2026-07-01", "2026-07-01")):
    before, after = (
        Scenario(rule_base=rules, on=date.fromisoformat(day), jurisdiction=place)
        for place, day in zip(places, days, strict=True)
    )
    return {answer.benefit_id: answer for answer in policy_change(people, before=before, after=after)}


def test_policy_change_keeps_unknown_apart(rules):
    """12 months are needed: 11 not, 12 and 30 eligible, unknown open."""
    answer = change(rules, cohort(rules, 11, 12, 30, None))[UI]

    assert answer.verdicts == (
        (Verdict.ELIGIBLE, Verdict.ELIGIBLE, 2),
        (Verdict.NOT_ELIGIBLE, Verdict.NOT_ELIGIBLE, 1),
        (Verdict.UNKNOWN, Verdict.UNKNOWN, 1),
    )
    assert (answer.gained, answer.lost) == (0, 0)


def test_policy_change_adds_up_monthly_amounts(rules):
    """Two people at 90 % of 2,100."""
    answer = change(rules, cohort(rules, 12, 30))[UI]

    assert answer.monthly_before == Money(Decimal("3780.00"), "CNY") == answer.monthly_after
    assert answer.amount_unknown_before == 0


def test_policy_change_counts_benefit_of_one_side_only(rules):
    """The Zhengzhou training subsidy does not exist in Shenzhen; the job-search allowance not in Zhengzhou."""
    answers = change(rules, cohort(rules, 30), places=("CN-410100", "CN-440300"))

    assert {"cn-410100-training-subsidy", "cn-440000-job-search-allowance"} <= answers.keys()
    assert answers[UI].verdicts == ((Verdict.ELIGIBLE, Verdict.ELIGIBLE, 1),)


def test_policy_change_sees_gains_and_losses(rules):
    """Nobody is eligible the day before the Social Insurance Law came into force (2011-07-01)."""
    people = [
        parse_facts(
            {key: value for key, value in UNEMPLOYED.items() if not key.endswith("_date")}
            | {"ui_contribution_months": 30},
            rules,
        )
    ]

    forth = change(rules, people, days=("2000-01-01", "2026-07-01"))[UI]
    back = change(rules, people, days=("2026-07-01", "2000-01-01"))[UI]

    assert sum(count for _, new, count in forth.verdicts if new is Verdict.ELIGIBLE) == 1
    assert not any(old is Verdict.ELIGIBLE for old, _, _ in forth.verdicts)
    assert [(new, old, n) for old, new, n in forth.verdicts] == list(back.verdicts)


def test_policy_change_of_nobody_is_refused(rules):
    with pytest.raises(PopulationError):
        change(rules, [])
