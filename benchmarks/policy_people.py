"""Fictional people who get unemployment insurance, one for each place that the policy benchmark measures.

Their weeks are worked in part where the law of the place pays for that, so that every sum is worked out. Days are ones
on which the place's dated values are held.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Claimant:
    """Somebody who gets a benefit of a place on a day."""

    benefit: str
    place: str
    on: date
    facts: Mapping[str, object]


_CN, _US = "cn-unemployment-insurance", "us-unemployment-insurance"
_TODAY = date(2026, 11, 22)
_CHINESE = {
    "employment_status": "unemployed", "separation_reason": "layoff", "registered_unemployed": True,
    "seeking_work": True, "drawing_pension": False, "ui_contribution_months": 76, "ui_unused_months": 0,
    "job_end_date": "2026-10-31", "unemployment_registration_date": "2026-11-10",
    "local_minimum_wage_cny_per_month": 2100,
}  # fmt: skip
_AMERICAN = {
    "employment_status": "unemployed", "separation_reason": "layoff", "us_able_and_available": True,
    "us_base_period_wages_usd": 41600, "us_high_quarter_wages_usd": 10400, "us_earnings_in_week_usd": 120,
    "us_weeks_claimed": 4,
}  # fmt: skip

ZHENGZHOU = Claimant(_CN, "CN-410100", _TODAY, _CHINESE)
SHANGHAI = Claimant(_CN, "CN-310000", _TODAY, _CHINESE)
#: One of each state whose rules are held.
AMERICANS = tuple(
    Claimant(_US, place, on, {**_AMERICAN, **more})
    for place, on, more in (
        ("US-NY", _TODAY, {"us_prior_benefit_year_open": False, "us_quarters_with_wages": 4,
                           "us_hours_worked_in_week": 12}),
        ("US-NJ", _TODAY, {"us_base_weeks": 40, "us_dependents": 2}),
        ("US-PA", _TODAY, {"us_credit_weeks": 26, "us_dependents": 1}),
        ("US-UT", _TODAY, {"us_quarters_with_wages": 4, "us_second_quarter_wages_usd": 10400,
                           "us_hours_worked_in_week": 15}),
        ("US-OK", _TODAY, {"us_base_period_wages_usd": 24000, "us_high_quarter_wages_usd": 6900}),
        ("US-AL", _TODAY, {"us_prior_benefit_year_open": False, "us_quarters_with_wages": 4,
                           "us_second_quarter_wages_usd": 10400, "us_state_unemployment_rate": 7.5}),
        ("US-CA", _TODAY, {"us_prior_benefit_year_open": False, "seeking_work": True}),
        ("US-TX", date(2025, 8, 1), {"us_had_earlier_benefit_year": False, "us_quarters_with_wages": 4,
                                     "seeking_work": True}),
        ("US-WA", date(2025, 8, 1), {"us_prior_benefit_year_open": False, "us_base_period_hours": 1900,
                                     "us_second_quarter_wages_usd": 10400, "seeking_work": True}),
    )
)  # fmt: skip
CLAIMANTS = (ZHENGZHOU, *AMERICANS)
