"""Values of six states against the public table: on each day on which a value begins, ours is the same."""

import csv
import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from policy import RuleBase, outputs, parse_facts

#: State -> name in the public table -> our parameter.
NAMES = {
    "US-NY": {
        "benefit.formula_min_amount": "ny_formula_minimum",
        "benefit.low_divisor": "ny_low_divisor",
        "benefit.low_hq_threshold": "ny_low_high_quarter",
        "benefit.max_amount": "ny_maximum_benefit",
        "benefit.max_weeks": "ny_maximum_weeks",
        "benefit.min_amount": "ny_minimum_benefit",
        "benefit.standard_divisor": "ny_standard_divisor",
        "benefit.two_quarter_hq_threshold": "ny_two_quarter_threshold",
        "eligibility.capped_other_quarters_rate": "ny_other_quarters_share",
        "eligibility.full_base_period_quarters": "ny_full_base_period_quarters",
        "eligibility.high_quarter_cap": "ny_high_quarter_cap",
        "eligibility.high_quarter_minimum": "ny_high_quarter_minimum",
        "eligibility.quarters_required": "ny_quarters_required",
    },
    "US-NJ": {
        "dependency_allowance_additional": "nj_next_dependent",
        "dependency_allowance_first": "nj_first_dependent",
        "max_benefit_weeks": "nj_maximum_weeks",
        "max_dependents": "nj_most_dependents",
        "max_weekly_benefit": "nj_maximum_benefit",
        "min_base_weeks": "nj_base_weeks_required",
        "min_partial_benefit_disregard": "nj_least_disregard",
        "min_total_base_earnings": "nj_alternative_earnings",
        "wbr_rate": "nj_benefit_share",
    },
    "US-PA": {
        "dependent_allowance.child_age_limit": "pa_child_age",
        "dependent_allowance.second_child": "pa_second_dependent",
        "dependent_allowance.spouse_or_first_child": "pa_first_dependent",
        "maximum_weeks": "pa_maximum_weeks",
        "minimum_credit_weeks": "pa_credit_weeks_required",
        "minimum_high_quarter_wages": "pa_high_quarter_minimum",
        "partial_benefit_credit.minimum": "pa_partial_minimum",
        "partial_benefit_credit.rate": "pa_partial_share",
        "wages_outside_high_quarter_fraction": "pa_outside_share",
    },
    "US-UT": {
        "benefit.duration.max_weeks": "ut_maximum_weeks",
        "benefit.duration.min_weeks": "ut_minimum_weeks",
        "benefit.duration.multiplier": "ut_duration_share",
        "benefit.partial.earnings_disregard_rate": "ut_disregard_share",
        "benefit.partial.hours_threshold": "ut_full_time_hours",
        "benefit.wba.divisor": "ut_divisor",
        "benefit.wba.max_amount": "ut_maximum_benefit",
        "benefit.wba.subtraction": "ut_subtraction",
        "eligibility.base_period_to_high_quarter_ratio": "ut_high_quarter_multiple",
        "eligibility.min_base_period_wages": "ut_base_period_minimum",
        "eligibility.min_quarters_with_wages": "ut_quarters_required",
    },
    "US-OK": {
        "eligibility.min_taxable_wages": "ok_taxable_wages_minimum",
        "eligibility.min_total_wages_multiplier": "ok_high_quarter_multiple",
        "mba.base_period_wages_share": "ok_total_share",
        "mba.max_amount": "ok_maximum_total",
        "mba.max_weeks": "ok_maximum_weeks",
        "partial.disregard": "ok_disregard",
        "payroll.taxable_wage_base": "ok_taxable_wage_base",
        "wba.divisor": "ok_divisor",
        "wba.max_amount": "ok_maximum_benefit",
        "wba.min_amount": "ok_minimum_benefit",
    },
    "US-AL": {
        "eligibility.bpw_to_hqw_multiplier": "al_high_quarter_multiple",
        "eligibility.quarters_with_wages": "al_quarters_required",
        "mba.bpw_fraction": "al_total_share",
        "waiting_weeks": "al_waiting_weeks",
        "wba.max": "al_maximum_benefit",
        "wba.min_threshold": "al_threshold",
    },
}
#: First day held for a state; the table reaches further back for some values.
FIRST = {"US-NJ": "2015-01-01", "US-OK": "2022-01-01"}


@pytest.fixture(scope="module")
def table(shared: Path) -> list[dict[str, str]]:
    """The rows of the public table."""
    path = shared / "policy" / "us_state_ui_parameters" / "values.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.shared_data
@pytest.mark.parametrize("state", NAMES)
def test_values_equal_the_public_table_from_the_day_they_begin(
    rules: RuleBase, table: list[dict[str, str]], state: str
) -> None:
    compared = 0
    for row in table:
        name = NAMES[state].get(row["parameter"]) if row["jurisdiction"] == state else None
        if name is None or not row["effective_from"]:
            continue
        day = date.fromisoformat(max(row["effective_from"], FIRST.get(state, "")))
        later = [
            other["effective_from"]
            for other in table
            if (other["jurisdiction"], other["parameter"]) == (state, row["parameter"])
            and row["effective_from"] < other["effective_from"] <= day.isoformat()
        ]
        if later:
            continue
        found = [
            held.value
            for held in rules.rows[name, state]
            if held.effective_from <= day and (held.effective_to is None or day < held.effective_to)
        ]

        assert found == [Decimal(row["value"])], (name, day)
        compared += 1
    assert compared >= len(NAMES[state])


@pytest.mark.shared_data
def test_hours_tiers_of_new_york_equal_the_public_table(rules: RuleBase, table: list[dict[str, str]]) -> None:
    parts = {row["parameter"]: Decimal(row["value"]) for row in table if row["jurisdiction"] == "US-NY"}
    tiers = tuple(
        (parts[f"partial.hours_tiers[{number}].threshold"], parts[f"partial.hours_tiers[{number}].amount"])
        for number in range(5)
    )

    (found,) = (row for row in rules.rows["ny_partial_share", "US-NY"] if row.effective_from == date(2021, 8, 16))

    assert found.value == tiers


@pytest.mark.shared_data
def test_weeks_of_alabama_equal_the_public_table(rules: RuleBase, table: list[dict[str, str]]) -> None:
    parts = {row["parameter"]: Decimal(row["value"]) for row in table if row["jurisdiction"] == "US-AL"}
    steps = tuple(
        (100 * parts[f"mba.duration_weeks[{number}].threshold"], parts[f"mba.duration_weeks[{number}].amount"])
        for number in range(7)
    )

    (found,) = rules.rows["al_weeks_by_rate", "US-AL"]

    assert found.value == steps


@pytest.mark.shared_data
def test_reference_rates_of_alabama_are_averages_of_the_third_quarter(
    rules: RuleBase, table: list[dict[str, str]]
) -> None:
    """25-4-74(d): the average of the three months of the third calendar quarter, here of the year before the claim."""
    monthly = {
        row["effective_from"]: Decimal(row["value"])
        for row in table
        if row["jurisdiction"] == "US-AL" and row["parameter"] == "state_unemployment_rate"
    }

    for row in rules.rows["al_average_unemployment_rate", "US-AL"]:
        year = row.effective_from.year - 1
        months = [100 * monthly[f"{year}-{month:02}-01"] for month in (7, 8, 9)]
        assert row.value == round(sum(months) / 3, 4)


@pytest.mark.shared_data
def test_pennsylvania_pays_every_line_of_the_rate_table(rules: RuleBase, table: list[dict[str, str]]) -> None:
    """549 lines: at the first and the last dollar of a line, with just its qualifying wages, the rate is Part B."""
    lines = _lines(table)

    assert len(lines) == 549
    for number, (first, rate, wages) in enumerate(lines):
        last = lines[number + 1][0] - 1 if number + 1 < len(lines) else first
        # The open last line asks 37 % outside the best quarter beyond its qualifying wages: 24426 of 15388.
        total = max(wages, 24426 if number == 548 else 0)
        for best in (first, last):
            assert _pennsylvania(rules, best, total) == (rate, True), best
            assert _pennsylvania(rules, best, wages - 1) != (rate, True), best


@pytest.mark.shared_data
def test_pennsylvania_lowers_a_rate_by_two_steps_at_most(rules: RuleBase, table: list[dict[str, str]]) -> None:
    """Section 404(a)(3), read off the lines of the table for 1,500 people whose wages just do or do not suffice."""
    lines, draw = _lines(table), random.Random(404)

    for _ in range(1500):
        best = draw.randint(1600, 16500)
        total = min(max(best * 100 // 63 + draw.randint(-300, 60), best + 1), 4 * best)
        line = max((item for item in lines if item[0] <= best), default=None)
        if line is None:
            expected = (0, False)
        elif total >= line[2]:
            expected = (line[1], line[1] < 605 or 100 * (total - best) >= 37 * total)
        else:
            lower = [rate for _, rate, wages in lines if line[1] - 2 <= rate < line[1] < 605 and total >= wages]
            expected = (max(lower), True) if lower else (0, False)

        rate, met = _pennsylvania(rules, best, total)

        assert met is expected[1], (best, total)
        assert rate == expected[0] or not met, (best, total)


def _lines(table: list[dict[str, str]]) -> list[tuple[int, int, int]]:
    """Part A (first dollar), Part B and Part C of each line, from the lowest."""
    parts: dict[str, dict[int, dict[str, int]]] = {"rate_table": {}, "qualifying_wages": {}}
    for row in table:
        name, _, rest = row["parameter"].partition("[")
        if row["jurisdiction"] == "US-PA" and name in parts:
            number, _, field = rest.partition("].")
            parts[name].setdefault(int(number), {})[field] = int(row["value"])
    return [
        (line["threshold"], line["amount"], parts["qualifying_wages"][number]["amount"])
        for number, line in sorted(parts["rate_table"].items())
    ]


def _pennsylvania(rules: RuleBase, best: int, total: int) -> tuple[int, object]:
    facts = parse_facts(
        {"us_high_quarter_wages_usd": best, "us_base_period_wages_usd": total, "us_credit_weeks": 20}, rules
    )
    found = outputs(rules, "us-unemployment-insurance", facts, on=date(2025, 6, 1), jurisdiction="US-PA")
    return int(found["weekly_amount"].value.amount), found["monetary_eligibility"].value  # type: ignore[union-attr]
