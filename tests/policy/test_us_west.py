"""California, Texas and Washington: the page's examples, the formulas of the codes worked out independently, and what
is said when the limits of a year are not held."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import Facts, Output, RuleBase, evaluate_benefit, outputs, parse_facts
from policy.errors import PolicyError
from tests.policy.benefit_pages import PageExample, answer_of, plain, read_page

pytestmark = pytest.mark.checkout

UI = "us-unemployment-insurance"
SUMMER = date(2025, 8, 1)
cents = st.integers(min_value=100, max_value=4_000_000).map(lambda number: Decimal(number) / 100)
PERSON = {
    "employment_status": "unemployed", "separation_reason": "layoff", "us_able_and_available": True,
    "seeking_work": True, "us_prior_benefit_year_open": False, "us_had_earlier_benefit_year": False,
}  # fmt: skip


@pytest.mark.parametrize("example", read_page("us-west.md"), ids=lambda item: f"{item.place}-{item.on}")
def test_page_example_gives_its_answer(rules: RuleBase, example: PageExample) -> None:
    assert answer_of(rules, example) == example.answer


def test_page_has_an_example_for_each_place() -> None:
    assert {item.place for item in read_page("us-west.md")} == {"US-CA", "US-TX", "US-WA", "US"}


def figures(rules: RuleBase, place: str, on: date = SUMMER, **raw: object) -> Mapping[str, Output]:
    return outputs(rules, UI, person(rules, **raw), on=on, jurisdiction=place)


def person(rules: RuleBase, **raw: object) -> Facts:
    return parse_facts({**PERSON, **raw}, rules)


def base_period(high: Decimal, share: int, quarters: int) -> Decimal:
    """A sum that so many quarters with wages can have: a dollar in each other one, at most the best in all."""
    return min(max(high * share / 100, high + quarters - 1), high * quarters)


def up(value: Decimal) -> Decimal:
    return value.to_integral_value(ROUND_CEILING)


def down(value: Decimal) -> Decimal:
    return value.to_integral_value(ROUND_FLOOR)


@given(high=cents)
def test_california_pays_a_26th_of_the_best_quarter_up_to_450(rules: RuleBase, high: Decimal) -> None:
    """UIC 1280 above the table: a 26th, to the next dollar, at most 450."""
    high += Decimal(1833)

    found = figures(rules, "US-CA", us_high_quarter_wages_usd=high)

    assert plain(found["weekly_amount"].value) == f"{min(Decimal(450), up(high / 26)):.2f} USD"


@given(low=st.integers(min_value=90_000, max_value=183_299), more=st.integers(min_value=0, max_value=1_000))
def test_california_table_never_falls_and_stays_between_a_23rd_and_a_26th(rules: RuleBase, low: int, more: int) -> None:
    """The department of labor names 1/23 to 1/26; 40 of 900 is 1/22.5 and 70 of 1832.99 is 1/26.2, with rounding."""
    wages = Decimal(low) / 100
    here, above = (
        figures(rules, "US-CA", us_high_quarter_wages_usd=item)["weekly_amount"].value
        for item in (wages, wages + Decimal(more) / 100)
    )

    assert here is not None
    assert above is not None
    assert here.amount <= above.amount  # type: ignore[union-attr]
    assert wages / 26 - 1 < here.amount < wages / 23 + 1  # type: ignore[union-attr]


@given(high=cents, share=st.integers(min_value=100, max_value=400), quarters=st.integers(min_value=1, max_value=4))
def test_texas_wages_suffice_exactly_at_37_weekly_amounts(
    rules: RuleBase, high: Decimal, share: int, quarters: int
) -> None:
    """Labor Code 207.021(a)(6), limits of July 2025: the weekly amount is a 25th, to the next dollar, 74 to 591."""
    base = base_period(high, share, quarters)
    weekly = min(Decimal(591), max(Decimal(74), up(high / 25)))

    found = figures(
        rules, "US-TX", us_high_quarter_wages_usd=high, us_base_period_wages_usd=base, us_quarters_with_wages=quarters
    )

    assert plain(found["weekly_amount"].value) == f"{weekly:.2f} USD"
    assert found["monetary_eligibility"].value is (quarters >= 2 and base >= 37 * weekly)
    assert plain(found["maximum_total"].value) == f"{up(min(26 * weekly, base * 27 / 100)):.2f} USD"


@given(high=cents, share=st.integers(min_value=100, max_value=400))
def test_texas_says_that_wages_suffice_only_if_they_do_under_any_limits(
    rules: RuleBase, high: Decimal, share: int
) -> None:
    """After October 2025 the limits are unknown, but the minimum is at most 74 + 1 + 1 = 76 in November 2026."""
    base = base_period(high, share, 4)

    found = figures(
        rules, "US-TX", date(2026, 11, 22),
        us_high_quarter_wages_usd=high, us_base_period_wages_usd=base, us_quarters_with_wages=4,
    )  # fmt: skip

    suffices = base >= 37 * max(Decimal(76), up(high / 25))
    assert found["monetary_eligibility"].value is (True if suffices else None)
    assert (found["weekly_amount"].value, found["weekly_amount"].reason) == (None, "expired")


@given(high=cents, share=st.integers(min_value=0, max_value=100))
def test_washington_pays_385_hundredths_of_a_percent_within_its_limits(
    rules: RuleBase, high: Decimal, share: int
) -> None:
    """RCW 50.20.120(2)-(3) with 366 and 1152, and never more than the own weekly wage."""
    second = high * share / 100
    average = (high + second) / 2
    wanted = down(min(Decimal(1152), average * 4 / 52, max(Decimal(366), average * Decimal("0.0385"))))

    found = figures(rules, "US-WA", us_high_quarter_wages_usd=high, us_second_quarter_wages_usd=second)

    assert plain(found["weekly_amount"].value) == f"{wanted:.2f} USD"


@given(earned=st.integers(min_value=0, max_value=80_000))
def test_weekly_payable_falls_with_earnings_and_never_below_nothing(rules: RuleBase, earned: int) -> None:
    wages = {
        "us_high_quarter_wages_usd": 10400, "us_second_quarter_wages_usd": 10400, "us_base_period_wages_usd": 41600,
        "us_quarters_with_wages": 4,
    }  # fmt: skip
    for place in ("US-CA", "US-TX", "US-WA"):
        less, more = (
            figures(rules, place, **wages, us_earnings_in_week_usd=Decimal(sum_) / 100)["weekly_payable"].value
            for sum_ in (earned, earned + 100)
        )

        assert less is not None
        assert more is not None
        assert 0 <= more.amount <= less.amount  # type: ignore[union-attr]


def test_quarters_given_one_by_one_say_the_same(rules: RuleBase) -> None:
    """Four quarters of 9000, 10400, 10400 and 11000: best 11000, second 10400, sum 40800."""
    one_by_one = figures(rules, "US-WA", us_quarter_wages_usd=[9000, 10400, 10400, 11000], us_base_period_hours=1900)
    sums = figures(
        rules, "US-WA", us_high_quarter_wages_usd=11000, us_second_quarter_wages_usd=10400,
        us_base_period_wages_usd=40800, us_base_period_hours=1900,
    )  # fmt: skip

    assert {name: item.value for name, item in one_by_one.items()} == {name: item.value for name, item in sums.items()}
    # (11000 + 10400) / 2 = 10700; 3.85 % of it is 411.95.
    assert plain(one_by_one["weekly_amount"].value) == "411.00 USD"


@pytest.mark.parametrize(
    ("place", "total"), [("US-CA", "3600.00 USD"), ("US-TX", "3744.00 USD"), ("US-WA", "3600.00 USD")]
)
def test_ten_weeks_claimed_pay_nine(rules: RuleBase, place: str, total: str) -> None:
    """The waiting week is unpaid: 9 x 400 in California and Washington, 9 x 416 in Texas."""
    found = figures(
        rules, place, us_high_quarter_wages_usd=10400, us_second_quarter_wages_usd=10400,
        us_base_period_wages_usd=41600, us_quarters_with_wages=4, us_weeks_claimed=10, us_earnings_in_week_usd=0,
    )  # fmt: skip

    assert plain(found["payable_for_weeks_claimed"].value) == total


def test_wages_since_an_earlier_benefit_year_need_one(rules: RuleBase) -> None:
    with pytest.raises(PolicyError) as caught:
        person(rules, us_wages_since_earlier_benefit_year_usd=100)

    assert caught.value.code == "FACTS_CONTRADICT"


def test_no_wages_since_no_earlier_benefit_year_is_no_contradiction(rules: RuleBase) -> None:
    assert person(rules, us_wages_since_earlier_benefit_year_usd=0)


def test_texas_tells_how_its_limits_move(rules: RuleBase) -> None:
    decision = evaluate_benefit(rules, UI, person(rules), on=SUMMER, jurisdiction="US-TX")

    assert [item.topic for item in decision.information] == ["yearly-limits"]
    assert "47.6" in decision.information[0].text["zh"]


def test_what_the_limits_rest_on_is_said(rules: RuleBase) -> None:
    """The July 2025 limits of Texas stand in an official table; those of winter 2024 only in the press."""
    facts = person(rules, us_high_quarter_wages_usd=10400, us_base_period_wages_usd=41600, us_quarters_with_wages=4)

    firm, soft = (
        {item.status for item in evaluate_benefit(rules, UI, facts, on=on, jurisdiction="US-TX").parameters
         if item.id == "tx_maximum_benefit"}
        for on in (SUMMER, date(2024, 12, 1))
    )  # fmt: skip

    assert (firm, soft) == ({"in_force"}, {"unverified"})
