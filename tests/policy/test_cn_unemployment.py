"""China's unemployment insurance beyond the worked examples: readings, tiers, repeals, derived months, relations."""

from collections.abc import Callable
from datetime import date

import pytest

from policy import Decision, RuleBase, evaluate, evaluate_benefit, parse_facts
from policy.errors import ContradictoryFactsError

DAY = date(2026, 11, 22)
UI = "cn-unemployment-insurance"
BASE: dict[str, object] = {
    "employment_status": "unemployed", "separation_reason": "layoff", "registered_unemployed": True,
    "seeking_work": True, "drawing_pension": False,
}  # fmt: skip

Decide = Callable[..., Decision]


@pytest.fixture
def decide(rules: RuleBase) -> Decide:
    def _decide(place: str, benefit: str = UI, on: date = DAY, **facts: object) -> Decision:
        return evaluate_benefit(rules, benefit, parse_facts({**BASE, **facts}, rules), on=on, jurisdiction=place)

    return _decide


@pytest.mark.parametrize(
    ("months", "adopted", "others"),
    [
        # Article 17(1)-(4) is clear below five years: every reading agrees.
        (12, 3, [3, 3]),
        (59, 12, [12, 12]),
        # 17(5): adopted 12 + (years - 4); from the fifth on 12 + (years - 5); three a year run on, at most 24.
        (60, 13, [12, 15]),
        (72, 14, [13, 18]),
        (96, 16, [15, 24]),
        (120, 18, [17, 24]),
        (192, 24, [23, 24]),
        (204, 24, [24, 24]),
    ],
)
def test_beijing_lists_the_other_readings_of_its_grid(
    decide: Decide, months: int, adopted: int, others: list[int]
) -> None:
    decision = decide("CN-110000", ui_contribution_months=months)

    assert decision.duration_months == adopted
    assert [item.value for item in decision.other_readings] == others


def test_beijing_pays_the_lowest_tier_from_the_thirteenth_month(decide: Decide) -> None:
    """Notice 京人社发〔2025〕9号 item 1(5) and (6): 2286 for 20 years and more, then 2129."""
    tiers = decide("CN-110000", ui_contribution_months=240).tiers

    assert [(tier.first_month, tier.end_month, int(tier.amount.amount)) for tier in tiers] == [
        (1, 13, 2286), (13, 25, 2129),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "wage", "adopted", "other"),
    [
        # Henan 2024 art. 18 before Zhengzhou art. 25: 0.9 and 0.8 x 2100.
        ("CN-410100", 2100, 1890, 1680),
        # Guangdong art. 19 before the special-zone rules art. 7: 0.9 and 0.8 x 2700.
        ("CN-440300", None, 2430, 2160),
    ],
)
def test_older_rate_of_the_city_is_the_other_reading(
    decide: Decide, place: str, wage: int | None, adopted: int, other: int
) -> None:
    decision = decide(place, ui_contribution_months=36, local_minimum_wage_cny_per_month=wage)

    assert decision.amount_per_month is not None
    assert decision.amount_per_month.amount == adopted
    assert [item.value for item in decision.other_readings] == [other]


@pytest.mark.parametrize(
    ("periods", "months"),
    [
        ([{"from": "2020-01-01", "to": "2020-12-31"}], 12),
        # A day short of the year: eleven whole months.
        ([{"from": "2020-01-01", "to": "2020-12-30"}], 11),
        # Two halves with a gap of three years add up (implementing provisions art. 14).
        ([{"from": "2020-01-01", "to": "2020-06-30"}, {"from": "2023-07-01", "to": "2023-12-31"}], 12),
    ],
)
def test_months_are_worked_out_from_the_periods(decide: Decide, periods: list[dict[str, str]], months: int) -> None:
    decision = decide("CN-500000", ui_contribution_periods=periods, months_to_retirement=120)

    assert (decision.duration_months == 3) == (months == 12)
    assert decision.verdict == ("eligible" if months == 12 else "not_eligible")


def test_period_with_an_unknown_end_leaves_the_months_unknown(decide: Decide) -> None:
    decision = decide(
        "CN-500000", ui_contribution_periods=[{"from": "2020-01-01", "to": None}], months_to_retirement=120
    )

    assert decision.verdict == "unknown"


def test_months_that_differ_from_the_periods_are_a_contradiction(rules: RuleBase) -> None:
    raw = {
        **BASE,
        "ui_contribution_months": 24,
        "ui_contribution_periods": [{"from": "2020-01-01", "to": "2020-12-31"}],
    }

    with pytest.raises(ContradictoryFactsError, match="24"):
        parse_facts(raw, rules)


@pytest.mark.parametrize(
    ("place", "topics"),
    [
        ("CN", {"medical-insurance-while-drawing", "procedure", "unused-months", "portability", "survivors"}),
        ("CN-110000", {"medical-insurance-while-drawing", "procedure", "report-within-20-working-days"}),
        ("CN-310000", {"medical-insurance-while-drawing", "no-lump-sum-known"}),
        ("CN-440100", {"medical-insurance-while-drawing", "procedure", "interruption", "no-lump-sums-since-2025"}),
        ("CN-410100", {"medical-insurance-while-drawing", "free-training-while-drawing"}),
        ("CN-500000", {"arrears", "start-of-the-months", "no-lump-sum-known"}),
    ],
)
def test_information_names_medical_insurance_procedure_and_repeals(
    decide: Decide, place: str, topics: set[str]
) -> None:
    decision = decide(place, ui_contribution_months=36)

    assert topics <= {item.topic for item in decision.information}
    assert all(item.citation.article for item in decision.information)


@pytest.mark.parametrize("place", ["CN", "CN-110000", "CN-310000", "CN-440100", "CN-410100", "CN-410200", "CN-500000"])
def test_every_place_says_what_ends_the_benefit(decide: Decide, place: str) -> None:
    """Social Insurance Law art. 51: work, conscription, emigration and a pension end it everywhere."""
    decision = decide(place, ui_contribution_months=36)

    assert {"re_employed", "conscripted", "emigrated", "drawing_pension"} <= set(decision.stops)


def test_guangdong_counts_refusals_and_zhengzhou_two_in_a_row(decide: Decide) -> None:
    def events(place: str) -> set[str]:
        return set(decide(place, ui_contribution_months=36).stops)

    assert "refused_suitable_work_three_times" in events("CN-440100")
    assert "refused_suitable_work_twice" in events("CN-410100")
    assert "refused_suitable_work" in events("CN-410200")


def test_nothing_is_drawn_after_the_shanghai_rules_end(decide: Decide) -> None:
    """沪人社规〔2026〕7号 ends on 2028-06-30, 18号 on 2031-08-15; no successor is known."""
    on_the_last_day = decide("CN-310000", on=date(2028, 6, 30), ui_contribution_months=36)
    after = decide("CN-310000", on=date(2031, 8, 16), ui_contribution_months=36)

    assert on_the_last_day.amount_per_month is not None
    assert (after.amount_per_month, after.duration_months, after.duration_cannot_say) == (None, None, "expired")


def test_recognition_feeds_the_subsidy_and_insurance_excludes_it(rules: RuleBase) -> None:
    benefits = rules.benefits

    assert "cn-flexible-employment-subsidy" in benefits["cn-hard-to-employ-recognition"].feeds
    assert "cn-flexible-employment-subsidy" in benefits[UI].excludes
    assert "cn-flexible-employment-subsidy" in benefits["cn-ui-extension"].excludes
    for lump_sum in ("cn-110000-business-start-lump-sum", "cn-410000-business-start-lump-sum"):
        assert UI in benefits[lump_sum].requires


def test_repealed_extras_show_no_sum(rules: RuleBase) -> None:
    """Guangdong took four extras out on 2025-01-12; none may show a figure after that day."""
    facts = parse_facts(
        {
            **BASE, "receiving_ui": True, "gave_birth_while_on_ui": True, "contribution_base_cny_per_month": 5000,
            "ui_months_granted": 8, "ui_months_drawn": 3,
        },
        rules,
    )  # fmt: skip
    found = {item.benefit_id: item for item in evaluate(rules, facts, on=DAY, jurisdiction="CN-440100")}

    gone = [item for name, item in found.items() if name.startswith("cn-440000-")]
    assert len(gone) == 4
    assert {str(item.verdict) for item in gone} == {"not_eligible"}
    assert all(item.amount_once is None and item.amount_per_month is None for item in gone)
