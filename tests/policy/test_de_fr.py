"""Germany and France: the pages' examples, the tables and formulas worked out independently, other readings, and what
is not made up."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import Decision, Output, RuleBase, evaluate_benefit, outputs, parse_facts
from policy.errors import PolicyError
from tests.policy.benefit_pages import PageExample, answer_of, plain, read_page

pytestmark = pytest.mark.checkout

DAY = date(2026, 3, 2)
GERMAN = {
    "employment_status": "unemployed", "separation_reason": "layoff", "registered_unemployed": True,
    "seeking_work": True, "de_available_for_placement": True, "de_retirement_age_reached": False,
    "de_insured_months_in_30_months": 24, "de_insured_months_in_60_months": 24, "de_age_at_claim": 40,
    "de_has_child": False, "de_flat_net_pay_eur_per_day": 60,
}  # fmt: skip
FRENCH = {
    "employment_status": "unemployed", "separation_reason": "layoff", "registered_unemployed": True,
    "seeking_work": True, "fr_fit_for_work": True, "fr_resides_in_france": True, "fr_full_pension_reached": False,
    "fr_days_worked": 240, "fr_age_at_contract_end": 40, "fr_sjr_eur_per_day": 100, "fr_contract_days": 334,
    "fr_gap_days": 300, "job_end_date": "2026-01-31",
}  # fmt: skip


@pytest.mark.parametrize(
    "example",
    [*read_page("de.md"), *read_page("fr.md")],
    ids=lambda item: f"{item.place}-{item.facts['separation_reason']}",
)
def test_page_example_gives_its_answer(rules: RuleBase, example: PageExample) -> None:
    assert answer_of(rules, example) == example.answer


def test_pages_have_examples() -> None:
    assert [len(read_page(name)) for name in ("de.md", "fr.md")] == [2, 1]


def german(rules: RuleBase, **raw: object) -> Mapping[str, Output]:
    return outputs(rules, "de-arbeitslosengeld", parse_facts({**GERMAN, **raw}, rules), on=DAY, jurisdiction="DE")


def french(rules: RuleBase, on: date = DAY, **raw: object) -> Mapping[str, Output]:
    return outputs(rules, "fr-are", parse_facts({**FRENCH, **raw}, rules), on=on, jurisdiction="FR")


def decide_french(rules: RuleBase, on: date = DAY, **raw: object) -> Decision:
    return evaluate_benefit(rules, "fr-are", parse_facts({**FRENCH, **raw}, rules), on=on, jurisdiction="FR")


def cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def up(value: Decimal) -> Decimal:
    return value.to_integral_value(ROUND_CEILING)


@given(months=st.integers(min_value=12, max_value=60), age=st.integers(min_value=18, max_value=66))
def test_german_duration_is_the_best_row_of_the_table(rules: RuleBase, months: int, age: int) -> None:
    """SGB III 147(2), read row by row: a row counts when its months and its age are both reached."""
    rows = [(12, 0, 6), (16, 0, 8), (20, 0, 10), (24, 0, 12), (30, 50, 15), (36, 55, 18), (48, 58, 24)]
    granted = max(result for needed, least_age, result in rows if months >= needed and age >= least_age)

    found = german(
        rules,
        de_insured_months_in_60_months=months,
        de_insured_months_in_30_months=min(months, 30),
        de_age_at_claim=age,
    )

    assert found["duration_days"].value == granted * 30


@given(
    net=st.integers(min_value=0, max_value=30_000),
    child=st.booleans(),
    side=st.integers(min_value=0, max_value=300_000),
)
def test_german_amount_is_60_or_67_percent_rounded_by_section_338(
    rules: RuleBase, net: int, child: bool, side: int
) -> None:
    pay, income = Decimal(net) / 100, Decimal(side) / 100
    daily = cents(pay * (67 if child else 60) / 100)
    monthly = max(Decimal(0), 30 * daily - max(Decimal(0), income - 165))

    found = german(rules, de_flat_net_pay_eur_per_day=pay, de_has_child=child, de_side_income_eur_per_month=income)

    assert plain(found["amount_per_day"].value) == f"{daily:.2f} EUR"
    assert plain(found["amount_per_month"].value) == f"{monthly:.2f} EUR"


@pytest.mark.parametrize("reason", ["resigned", "mutual_employer_proposed", "dismissed_misconduct", "other"])
def test_german_days_wait_for_the_agency_where_a_quarantine_is_possible(rules: RuleBase, reason: str) -> None:
    """SGB III 159(1): ending the job oneself, also by agreement, or causing the dismissal."""
    found = german(rules, separation_reason=reason)["duration_days"]

    assert (found.value, found.reason, found.facts) == (None, "missing_facts", ("de_quarantine_weeks",))


@pytest.mark.parametrize(("weeks", "days"), [(0, 450), (3, 429), (6, 408), (11, 373), (12, 337)])
def test_german_quarantine_takes_its_days_and_at_twelve_weeks_a_quarter(rules: RuleBase, weeks: int, days: int) -> None:
    """450 days: 21, 42 and 77 days off; at 12 weeks 84, at least a quarter, 112.5, rounded up to 113."""
    found = german(
        rules, separation_reason="resigned", de_quarantine_weeks=weeks, de_age_at_claim=50,
        de_insured_months_in_60_months=30,
    )  # fmt: skip

    assert found["duration_days"].value == days


def test_german_tax_is_never_made_up(rules: RuleBase) -> None:
    found = german(rules, de_flat_net_pay_eur_per_day=None)["amount_per_day"]

    assert (found.value, found.reason, found.facts) == (None, "missing_facts", ("de_flat_net_pay_eur_per_day",))


def test_german_deadline_lies_three_months_before_the_end(rules: RuleBase) -> None:
    """SGB III 38(1): for a job that ends on 2026-05-31, the last day of February."""
    facts = parse_facts({**GERMAN, "job_end_date": "2026-05-31"}, rules)

    decision = evaluate_benefit(rules, "de-arbeitslosengeld", facts, on=DAY, jurisdiction="DE")

    assert [item.due for item in decision.deadlines] == [date(2026, 2, 28)]
    assert [item.topic for item in decision.information] == ["quarantine", "flat-net-pay", "insurance-while-drawing"]


@pytest.mark.parametrize(
    "raw",
    [
        {"de_insured_months_in_30_months": 25, "de_insured_months_in_60_months": 24},
        {"fr_contract_days": 1000, "fr_gap_days": 97},
        {"fr_days_worked": 131, "fr_contract_days": 130},
    ],
    ids=["insured-months", "three-years", "days-worked"],
)
def test_facts_that_cannot_be_are_refused(rules: RuleBase, raw: dict[str, object]) -> None:
    with pytest.raises(PolicyError) as caught:
        parse_facts(raw, rules)

    assert caught.value.code == "FACTS_CONTRADICT"


@pytest.mark.parametrize(
    "raw",
    [
        {"de_insured_months_in_30_months": 24, "de_insured_months_in_60_months": 24},
        {"fr_contract_days": 1000, "fr_gap_days": 96},
        {"fr_days_worked": 130, "fr_contract_days": 130},
    ],
    ids=["insured-months", "three-years", "days-worked"],
)
def test_facts_at_the_bound_are_taken(rules: RuleBase, raw: dict[str, object]) -> None:
    assert parse_facts(raw, rules)


@given(reference=st.integers(min_value=0, max_value=40_000), ratio=st.integers(min_value=1, max_value=100))
def test_french_amount_is_the_better_formula_within_its_bounds(rules: RuleBase, reference: int, ratio: int) -> None:
    """Articles 14-16 with the sums of July 2025: 40.4 % + 13.18 or 57 %, at least 32.13, at most 75 %."""
    pay, share = Decimal(reference) / 100, Decimal(ratio) / 100
    best = max(pay * Decimal("0.404") + Decimal("13.18") * share, pay * Decimal("0.57"), Decimal("32.13") * share)
    daily = cents(min(best, pay * Decimal("0.75")))

    found = french(rules, fr_sjr_eur_per_day=pay, fr_part_time_ratio=share)

    assert plain(found["amount_per_day"].value) == f"{daily:.2f} EUR"
    assert plain(found["amount_per_month"].value) == f"{30 * daily:.2f} EUR"


@given(
    contract=st.integers(min_value=0, max_value=640),
    gap=st.integers(min_value=0, max_value=456),
    age=st.integers(min_value=18, max_value=66),
)
def test_french_duration_is_three_quarters_within_its_bounds(
    rules: RuleBase, contract: int, gap: int, age: int
) -> None:
    """Article 9: gaps up to 70 % of the days under contract; at least 182, at most 548, 685 from 55, 822 from 57."""
    counted = up((contract + min(Decimal(gap), up(Decimal(contract) * 7 / 10))) * 3 / 4)
    longest = 822 if age >= 57 else 685 if age >= 55 else 548

    found = french(rules, fr_contract_days=contract, fr_gap_days=gap, fr_age_at_contract_end=age, fr_days_worked=0)

    assert found["duration_days"].value == min(max(counted, Decimal(182)), Decimal(longest))


@pytest.mark.parametrize(
    ("reference", "age", "later"),
    [
        # 0.57 x 162 = 92.34; 30 x 92.34.
        pytest.param("162", 40, "2770.20", id="just-under-the-limit"),
        # 0.57 x 162.40 = 92.57, not above 92.57.
        pytest.param("162.40", 40, "2777.10", id="at-the-limit"),
        # 0.57 x 162.42 = 92.58; 0.7 x 92.58 = 64.81, but not below 92.57; 30 x 92.57.
        pytest.param("162.42", 40, "2777.10", id="just-over-the-limit"),
        # 0.57 x 200 = 114; 0.7 x 114 = 79.80, but not below 92.57.
        pytest.param("200", 54, "2777.10", id="aged-54"),
        # 0.57 x 232 = 132.24; 0.7 x 132.24 = 92.568, 92.57.
        pytest.param("232", 54, "2777.10", id="seven-tenths-at-the-floor"),
        # 0.57 x 233 = 132.81; 0.7 x 132.81 = 92.967, 92.97; 30 x 92.97.
        pytest.param("233", 54, "2789.10", id="seven-tenths-over-the-floor"),
        # From 55 no degression: 30 x 114.
        pytest.param("200", 55, "3420.00", id="aged-55"),
    ],
)
def test_french_degression_from_the_seventh_month(rules: RuleBase, reference: str, age: int, later: str) -> None:
    """Article 17 bis: 0.7 from day 183 under 55, never below 92.57 a day, so who has less than that loses nothing."""
    decision = decide_french(rules, fr_sjr_eur_per_day=Decimal(reference), fr_age_at_contract_end=age)

    assert [tier.first_month for tier in decision.tiers] == [1, 7]
    assert f"{decision.tiers[1].amount.amount:.2f}" == later


def test_french_duration_shows_the_old_age_bands_beside_the_adopted_ones(rules: RuleBase) -> None:
    """At 55, 1000 days: 0.75 x 1000 = 750; adopted at most 685, by the old bands at most 822."""
    decision = decide_french(rules, fr_age_at_contract_end=55, fr_contract_days=1000, fr_gap_days=0)

    assert decision.duration_days == 685
    assert [(item.slot, item.value, item.reading) for item in decision.other_readings] == [
        ("duration", 750, "candidate")
    ]


@pytest.mark.parametrize(
    ("reason", "ended", "readings"),
    [
        ("mutual_employer_proposed", "2026-08-31", [548]),
        ("mutual_employer_proposed", "2026-09-01", [548, 457]),
        ("layoff", "2026-09-01", [548, 548]),
    ],
)
def test_french_cut_after_agreed_terminations_is_a_candidate_only(
    rules: RuleBase, reason: str, ended: str, readings: list[int]
) -> None:
    """The agreement of February 2026: 15 months, 457 days, for contracts that end from September 2026."""
    decision = decide_french(
        rules, date(2026, 11, 22), separation_reason=reason, job_end_date=ended, fr_contract_days=730, fr_gap_days=0
    )

    assert decision.duration_days == 548
    assert [item.value for item in decision.other_readings] == readings


def test_french_sums_since_july_2025_are_unverified_as_no_circular_was_read(rules: RuleBase) -> None:
    def statuses(day: date) -> set[str]:
        used = decide_french(rules, day, fr_sjr_eur_per_day=60).parameters
        return {item.status for item in used if item.id == "fr_fixed_part"}

    assert (statuses(date(2025, 6, 30)), statuses(date(2025, 7, 1))) == ({"in_force"}, {"unverified"})
