"""What a person reads beside a condition: have and need in words, in both languages."""

from collections.abc import Callable
from datetime import date

from policy import Condition, Facts, RuleBase, evaluate, evaluate_benefit

DAY = date(2026, 11, 22)
INSURANCE = "cn-unemployment-insurance"


def _condition(rules: RuleBase, facts: Facts, place: str, benefit: str, name: str) -> Condition:
    decision = evaluate_benefit(rules, benefit, facts, on=DAY, jurisdiction=place)
    return next(item for item in decision.conditions if item.id == name)


def test_comparison_is_written_with_its_unit(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    found = _condition(rules, facts(ui_contribution_months=1), "CN", INSURANCE, "contributed-one-year")

    assert (found.have_text, found.need_text) == (
        {"zh": "1 个月", "en": "1 month"},
        {"zh": "至少 12 个月", "en": "at least 12 months"},
    )


def test_day_is_compared_as_a_day(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    """A certificate of 1 January 2026 can be used until 1 January 2027."""
    known = facts(skill_certificate_date="2026-01-01")

    found = _condition(rules, known, "CN", "cn-skill-upgrade-subsidy", "applied-in-time")

    assert found.need_text == {
        "zh": "申请日期：不晚于 2027-01-01",
        "en": "day of the application: on or before 2027-01-01",
    }
    assert found.have_text == {
        "zh": "申请日期：2026-11-22；证书核发日期：2026-01-01",
        "en": "day of the application: 2026-11-22; day of the certificate: 2026-01-01",
    }


def test_today_is_not_shown_as_an_unknown_day(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    found = _condition(rules, facts(), "CN", "cn-skill-upgrade-subsidy", "applied-in-time")

    assert found.have_text["en"] == "day of the application: 2026-11-22; day of the certificate: unknown"
    assert found.need_text == found.text


def test_enum_words_are_those_of_the_fact(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    found = _condition(rules, facts(employment_status="flexible"), "CN", INSURANCE, "not-working-again")

    assert (found.have_text, found.need_text) == (
        {"zh": "灵活就业", "en": "flexible work (gig, freelance)"},
        {"zh": "没有工作", "en": "not working"},
    )


def test_missing_fact_is_unknown_in_both_languages(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    found = _condition(rules, facts(), "CN", INSURANCE, "registered-unemployed")

    assert (found.have_text, found.need_text) == ({"zh": "未知", "en": "unknown"}, {"zh": "是", "en": "yes"})


def test_negation_names_what_must_not_be(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    found = _condition(rules, facts(drawing_pension=False), "CN", INSURANCE, "not-drawing-pension")

    assert found.have_text == {"zh": "已领取基本养老金：否", "en": "drawing a basic pension: no"}
    assert found.need_text == found.have_text


def test_joined_test_names_its_facts(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    found = _condition(rules, facts(ui_contribution_months=5), "CN-440100", INSURANCE, "contributed-one-year")

    assert found.have_text["en"] == "contributions: 5 months; unused months of an earlier claim: unknown"
    assert found.need_text == {
        "zh": "累计缴费时间：至少 12 个月，或者上次应领未领的期限：多于 0 个月",
        "en": "contributions: at least 12 months, or unused months of an earlier claim: more than 0 months",
    }


def test_figure_of_an_ended_rule_is_said_to_be_missing(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    """The relaxation to 12 months is known until 2025 only."""
    found = _condition(rules, facts(), "CN", "cn-skill-upgrade-subsidy", "insured-twelve-months")

    assert found.need_text["en"].endswith("contributions: we do not hold the figure that applies on that day")
    assert found.need_text["zh"].endswith("累计缴费时间：该日适用的数值未收录")


def test_look_up_in_a_table_reads_as_the_condition(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    found = _condition(rules, facts(), "US-NY", "us-unemployment-insurance", "unemployed-or-short-hours")

    assert found.need_text == found.text


def test_comparison_with_unknown_facts_reads_as_the_condition(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    found = _condition(rules, facts(), "US-NY", "us-unemployment-insurance", "other-quarters")

    assert found.need_text == found.text


def test_no_condition_shows_the_words_of_the_machine(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    for place in ("CN-310000", "CN-440300", "CN-410100", "CN-500000", "CN-510100", "US-NY"):
        for decision in evaluate(rules, facts(), on=DAY, jurisdiction=place):
            for item in decision.conditions:
                shown = " ".join((*item.have_text.values(), *item.need_text.values()))
                assert not any(mark in shown for mark in ("_", "<", ">", "=")), (item.id, shown)
