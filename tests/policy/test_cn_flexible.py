"""The subsidy for flexible workers: its page is true, and what examples cannot say (assumptions, contradictions)."""

import json
import re
from collections.abc import Callable
from datetime import date

import pytest

from policy import Facts, RuleBase, evaluate_benefit, need_sets, outputs, parse_facts, read_examples
from policy.errors import ContradictoryFactsError
from tests.pages import page_text

pytestmark = pytest.mark.checkout

PAGE = page_text("docs/benefits/cn-flexible.md")
EXAMPLES = re.findall(r"`(CN-\d{6})`[^\n]*:\n```json\n(.*?)```\n([^\n]+)", PAGE, re.DOTALL)
SUBSIDY = "cn-flexible-employment-subsidy"
ON = date(2026, 8, 15)
TEN = ("CN-110000", "CN-120000", "CN-310000", "CN-320100", "CN-330100", "CN-420100", "CN-440100", "CN-440300",
       "CN-500000", "CN-510100")  # fmt: skip

Ask = Callable[..., Facts]


@pytest.mark.parametrize(("place", "raw", "answer"), EXAMPLES, ids=[item[0] for item in EXAMPLES])
def test_page_example_gives_its_answer(rules: RuleBase, place: str, raw: str, answer: str) -> None:
    facts = parse_facts(json.loads(raw), rules)

    decision = evaluate_benefit(rules, SUBSIDY, facts, on=ON, jurisdiction=place)

    money = decision.amount_per_month or decision.amount_ceiling
    assert money is not None
    if decision.amount_per_month:
        said = f"{money.amount:.2f} CNY a month, {decision.duration_months} months, from {decision.first_payment}"
    else:
        said = f"no sum (at most {money.amount:.2f} CNY a month, a ceiling and no grant)"
    assert f"{decision.verdict}, {said}" == answer


def test_page_has_an_example_of_every_city() -> None:
    assert {place for place, _, _ in EXAMPLES} >= set(TEN)


def test_page_names_every_fact_of_the_topic(rules: RuleBase) -> None:
    asked = {
        fact
        for (benefit, _, _), rows in rules.provisions.items()
        if benefit == SUBSIDY
        for row in rows
        for expression in (row.value, *(condition.test for condition in row.conditions))
        if expression is not None
        for fact in expression.facts
    }

    assert {fact for fact in asked if f"`{fact}`" not in PAGE} == set()


@pytest.mark.parametrize("place", TEN)
def test_city_has_a_dozen_worked_examples(place: str) -> None:
    assert sum(example.jurisdiction == place and example.benefit == SUBSIDY for example in read_examples()) >= 12


@pytest.mark.parametrize(
    ("place", "months"), [(place, 60 if place in ("CN-510100", "CN-420100") else 36) for place in TEN]
)
def test_exactly_sixty_months_to_retirement_differ_by_city(
    rules: RuleBase, facts: Ask, place: str, months: int
) -> None:
    """Chengdu and Wuhan: 60 or less, so to retirement; the other eight: less than 60, so 36 months."""
    person = facts(months_to_retirement=60, flexible_subsidy_months_used=0)

    assert outputs(rules, SUBSIDY, person, on=ON, jurisdiction=place)["duration_months"].value == months


def test_what_was_not_stated_is_said(rules: RuleBase, facts: Ask) -> None:
    """Guangzhou, 5510 x 0.20 x 2/3 = 734.67 on two assumptions; none when all is stated."""
    stated = {"flexible_pays_pension": True}

    bare = evaluate_benefit(rules, SUBSIDY, facts(**stated), on=ON, jurisdiction="CN-440100")
    full = evaluate_benefit(
        rules,
        SUBSIDY,
        facts(**stated, flexible_pays_medical=False, flexible_contribution_base_cny_per_month=5510),
        on=ON,
        jurisdiction="CN-440100",
    )

    assert bare.assumptions == ("flexible_contribution_base_cny_per_month", "flexible_pays_medical")
    assert full.assumptions == ()
    assert bare.amount_per_month == full.amount_per_month


def test_payment_proves_flexible_work_unless_the_status_says_otherwise(rules: RuleBase, facts: Ask) -> None:
    paying = {
        "hard_to_employ_recognised": True,
        "flexible_pays_pension": True,
        "flexible_subsidy_months_used": 0,
        "months_to_retirement": 100,
    }

    def verdict(**more: object) -> str:
        return evaluate_benefit(rules, SUBSIDY, facts(**paying, **more), on=ON, jurisdiction="CN-440100").verdict

    assert verdict() == "eligible"
    assert verdict(employment_status="employee") == "not_eligible"
    assert verdict(registered_flexible_employment=False) == "not_eligible"
    assert verdict(receiving_ui=True) == "not_eligible"


def test_nothing_stated_is_possible_and_without_sum(rules: RuleBase, facts: Ask) -> None:
    decision = evaluate_benefit(rules, SUBSIDY, facts(), on=ON, jurisdiction="CN-440100")

    assert (decision.verdict, decision.possible, decision.amount_per_month) == ("unknown", True, None)
    assert decision.amount_cannot_say == "missing_facts"


@pytest.mark.parametrize(
    "raw",
    [
        {"flexible_pays_pension": False, "flexible_pension_contribution_cny_per_month": 900},
        {"flexible_pays_medical": True, "flexible_medical_contribution_cny_per_month": 0},
        {"pays_own_social_insurance": False, "flexible_pays_pension": True},
        {"registered_flexible_employment": False, "flexible_registered_days": 30},
        {"registered_flexible_employment": False, "flexible_registration_date": "2026-01-05"},
    ],
)
def test_contradictory_facts_are_named(rules: RuleBase, raw: dict[str, object]) -> None:
    with pytest.raises(ContradictoryFactsError):
        parse_facts(raw, rules)


def test_one_day_short_of_registration_is_the_only_need(rules: RuleBase, facts: Ask) -> None:
    """Beijing asks for 30 days; 29 need one more, and time brings it."""
    person = facts(
        hard_to_employ_recognised=True,
        employment_status="flexible",
        receiving_ui=False,
        flexible_registered_days=29,
        flexible_work_income=True,
        paid_unemployment_insurance_before=True,
        flexible_pays_pension=True,
        flexible_subsidy_months_used=0,
        months_to_retirement=100,
    )

    (needs,) = need_sets(rules, SUBSIDY, person, on=ON, jurisdiction="CN-110000")

    assert [(change.fact, change.before, change.after) for change in needs.changes] == [
        ("flexible_registered_days", 29, 30)
    ]


def test_conditions_are_said_in_words(rules: RuleBase, facts: Ask) -> None:
    decision = evaluate_benefit(rules, SUBSIDY, facts(), on=ON, jurisdiction="CN-510100")

    said = {condition.id: condition.need_text["en"] for condition in decision.conditions}
    assert said["not-drawing-ui"] == "drawing unemployment insurance: no"
    assert said["flexible-work"] == "work status: flexible work (gig, freelance), and flexible work registered: yes"
    until = ", or time to the statutory retirement age plus subsidy months used: at most 60 months"
    assert until in said["months-left"]


def test_older_recipients_of_unemployment_insurance_are_excluded_in_shanghai(rules: RuleBase, facts: Ask) -> None:
    """The Shanghai answers of 2025-01-20: not beside insurance whose fund pays the pension contributions."""
    person = facts(flexible_subsidy_months_used=0, months_to_retirement=10)

    decision = evaluate_benefit(rules, SUBSIDY, person, on=ON, jurisdiction="CN-310000")

    assert "cn-unemployment-insurance" in decision.excludes
