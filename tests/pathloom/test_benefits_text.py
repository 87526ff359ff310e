"""`pathloom benefits` as text: how much, how long, until when, where, with which papers, what ends it."""

from datetime import date
from decimal import Decimal

import pytest

from ontology import Money
from pathloom._render_benefits import decisions_text
from pathloom._render_figures import exact_money
from policy import RuleBase, evaluate, load_rule_base, outputs, parse_facts

ON = date(2026, 11, 22)
ZHENGZHOU = {
    "employment_status": "unemployed", "separation_reason": "layoff", "registered_unemployed": True,
    "seeking_work": True, "drawing_pension": False, "ui_contribution_months": 76, "job_end_date": "2026-10-31",
    "unemployment_registration_date": "2026-11-10",
}  # fmt: skip
NEW_YORK = {
    "employment_status": "unemployed", "separation_reason": "layoff", "us_able_and_available": True,
    "us_prior_benefit_year_open": False, "us_quarters_with_wages": 4, "us_base_period_wages_usd": 41600,
    "us_high_quarter_wages_usd": 10400,
}  # fmt: skip


@pytest.fixture(scope="module")
def rules() -> RuleBase:
    return load_rule_base()


def told(rules: RuleBase, raw: dict[str, object], place: str, language: str, *, detail: bool = False) -> str:
    facts = parse_facts(raw, rules)
    decisions = evaluate(rules, facts, on=ON, jurisdiction=place)
    figures = {one.benefit_id: outputs(rules, one.benefit_id, facts, on=ON, jurisdiction=place) for one in decisions}
    return decisions_text(decisions, language, on=ON, place=place, figures=figures, detail=detail)


def card(text: str, name: str) -> dict[str, str]:
    """The rows of one benefit: name of the row -> its first line."""
    part = text.split(f"\n- {name}: ")[1].split("\n- ")[0]
    rows = [line.strip().split("  ", 1) for line in part.splitlines()[1:] if "  " in line.strip()]
    return {key: value.strip() for key, value in reversed([(one[0], one[1]) for one in rows])}


def test_zhengzhou_card_says_all_that_a_claim_needs(rules: RuleBase) -> None:
    """1890 = 90 % of 2100 (Henan article 18); 60 days after 31 October are 30 December (Zhengzhou article 19)."""
    found = card(told(rules, ZHENGZHOU, "CN-410100", "en"), "Unemployment insurance benefit")

    assert found["how much"] == "¥1,890 a month"
    assert found["how long"] == "16 months"
    assert found["first payment"].startswith("2026-12-01")
    assert found["claim by"].startswith("2026-12-30 — Register within 60 days")
    assert "Proof that the employment ended" in found["papers"]
    assert "National social insurance platform" in found["where"]
    assert found["ends with"].startswith("New job, conscription")
    assert found["not beside"] == "Social insurance subsidy for flexible workers"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "other reading: ¥1,680. The 80 %"), ("zh", "另一种理解: ¥1,680。郑州")]
)
def test_other_reading_is_told_as_money(rules: RuleBase, language: str, words: str) -> None:
    """80 % of 2100 (Zhengzhou article 25) is the reading that was not adopted."""
    assert f"≠ {words}" in told(rules, ZHENGZHOU, "CN-410100", language)


def test_zhengzhou_card_is_told_in_chinese(rules: RuleBase) -> None:
    found = card(told(rules, ZHENGZHOU, "CN-410100", "zh"), "失业保险金")

    assert (found["多少"], found["多久"]) == ("¥1,890/月", "16 个月")
    assert found["申领期限"].startswith("2026-12-30")
    assert "终止或者解除劳动关系证明" in found["材料"]
    assert "重新就业" in found["停发情形"]
    assert "社会保险经办机构" in found["渠道"]


def test_new_york_card_has_total_waiting_week_and_what_is_not_known(rules: RuleBase) -> None:
    """10400 / 26 = 400 a week (590(5)(a)), 26 weeks, so 10400 in all and 1733.33 a month; one week waits."""
    found = card(told(rules, NEW_YORK, "US-NY", "en"), "Unemployment insurance")

    assert found["how much"] == "$400 a week; about $1,733.33 a month"
    assert found["how long"] == "26 weeks; at most $10,400 in all"
    assert found["first week"] == "unpaid (waiting week)"
    assert found["not known"].startswith("payable after this week's earnings: Facts are missing")
    assert found["claim by"] == "we hold no deadline; ask the agency"


def test_week_with_earnings_says_what_is_paid(rules: RuleBase) -> None:
    """12 hours leave three quarters of 400 (tiers since 2021-08-16: up to 10 hours all, up to 16 three quarters)."""
    worked = {**NEW_YORK, "us_hours_worked_in_week": 12, "us_earnings_in_week_usd": 200}

    found = card(told(rules, worked, "US-NY", "en"), "Unemployment insurance")

    assert found["after earnings"] == "$300 a week"
    assert "not known" not in found


def test_unknown_wage_is_told_as_the_reason(rules: RuleBase) -> None:
    facts = {key: value for key, value in NEW_YORK.items() if key != "us_high_quarter_wages_usd"}

    found = card(told(rules, facts, "US-NY", "en"), "Unemployment insurance")

    assert "how much" not in found
    assert found["not known"].startswith("weekly amount")
    assert "best quarter" in found["not known"] or "highest" in found["not known"]


def test_deadline_that_is_over_is_marked(rules: RuleBase) -> None:
    """60 days after 1 September are 31 October."""
    found = card(
        told(rules, {**ZHENGZHOU, "job_end_date": "2026-09-01"}, "CN-410100", "en"), "Unemployment insurance benefit"
    )

    assert found["claim by"].startswith("2026-10-31 (passed)")


def test_open_benefits_follow_and_refused_ones_close(rules: RuleBase) -> None:
    heads = [line for line in told(rules, ZHENGZHOU, "CN-410100", "en").splitlines() if line.startswith("- ")]

    verdicts = [head.split(": ")[1].split("  ")[0].split(" (")[0] for head in heads]
    assert verdicts[0] == "eligible"
    assert verdicts == sorted(verdicts, key=["eligible", "possible", "cannot say", "not eligible"].index)
    assert {"possible", "not eligible"} <= set(verdicts)


def test_refused_benefit_shows_the_failed_condition_with_have_need_and_clause(rules: RuleBase) -> None:
    text = told(rules, ZHENGZHOU, "CN-410100", "en")

    part = text.split("\n- Zhengzhou business-start lump sum: ")[1].split("\n- ")[0]
    assert "✗ Runs a business of the person's own (have: not working; need: running an own business)  [" in part
    assert "papers" not in part


def test_detail_shows_every_condition(rules: RuleBase) -> None:
    facts = parse_facts(ZHENGZHOU, rules)
    decisions = evaluate(rules, facts, on=ON, jurisdiction="CN-410100")

    text = told(rules, ZHENGZHOU, "CN-410100", "en", detail=True)

    marks = [line for line in text.splitlines() if line.startswith(("    ✓ ", "    ✗ ", "    ? "))]
    assert len(marks) == sum(len(decision.conditions) for decision in decisions)
    short = told(rules, ZHENGZHOU, "CN-410100", "en")
    assert len(short) < len(text)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1733.33", "USD", "$1,733.33"),
        ("1890.00", "CNY", "¥1,890"),
        ("-0.5", "USD", "-$0.50"),
        ("45.2", "EUR", "EUR 45.20"),
    ],
)
def test_money_to_be_paid_keeps_its_cents(amount: str, currency: str, text: str) -> None:
    assert exact_money(Money(Decimal(amount), currency), "en") == text
