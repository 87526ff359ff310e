"""Wages that no four quarters can have are refused, each by its own name; the rest is accepted and completed."""

from importlib import resources

import pytest

from policy import RuleBase, parse_facts
from policy._yaml import read_yaml
from policy.errors import PolicyError

TOTAL, BEST, SECOND, COUNT = (
    "us_base_period_wages_usd",
    "us_high_quarter_wages_usd",
    "us_second_quarter_wages_usd",
    "us_quarters_with_wages",
)
TAXABLE, TAXABLE_BEST = "us_taxable_wages_usd", "us_high_quarter_taxable_wages_usd"

#: Contradiction -> facts just over the limit, and facts at the limit, which are possible.
CASES: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    # A quarter is a part of the base period.
    "high-quarter-above-base-period": ({TOTAL: 10000, BEST: 10001}, {TOTAL: 10000, BEST: 10000}),
    "second-quarter-above-high-quarter": ({BEST: 5000, SECOND: 5001}, {BEST: 5000, SECOND: 5000}),
    "two-best-quarters-above-base-period": (
        {TOTAL: 10000, BEST: 6000, SECOND: 4001},
        {TOTAL: 10000, BEST: 6000, SECOND: 4000},
    ),
    # The best is at least as much as the second, so twice the second fits in.
    "second-quarter-above-half-base-period": ({TOTAL: 10000, SECOND: 5001}, {TOTAL: 10000, SECOND: 5000}),
    # Four quarters of at most the best: 4 x 5000 = 20000.
    "base-period-above-four-high-quarters": ({TOTAL: 20001, BEST: 5000}, {TOTAL: 20000, BEST: 5000}),
    # Three quarters of at most 5000: 15000.
    "base-period-above-its-quarters": (
        {TOTAL: 15001, BEST: 5000, COUNT: 3},
        {TOTAL: 15000, BEST: 5000, COUNT: 3},
    ),
    "one-quarter-is-whole-base-period": (
        {TOTAL: 5000, BEST: 4999, COUNT: 1},
        {TOTAL: 5000, BEST: 5000, COUNT: 1},
    ),
    "one-quarter-has-no-second": ({SECOND: 1, COUNT: 1}, {SECOND: 0, COUNT: 1}),
    "two-quarters-are-whole-base-period": (
        {TOTAL: 9000, BEST: 5000, SECOND: 3999, COUNT: 2},
        {TOTAL: 9000, BEST: 5000, SECOND: 4000, COUNT: 2},
    ),
    # Three quarters: 5000 + 2 x 4000 = 13000.
    "rest-above-second-quarter": (
        {TOTAL: 13001, BEST: 5000, SECOND: 4000, COUNT: 3},
        {TOTAL: 13000, BEST: 5000, SECOND: 4000, COUNT: 3},
    ),
    # 5000 + 3 x 2000 = 11000.
    "rest-above-three-second-quarters": (
        {TOTAL: 11001, BEST: 5000, SECOND: 2000},
        {TOTAL: 11000, BEST: 5000, SECOND: 2000},
    ),
    "all-wages-in-fewer-quarters": ({TOTAL: 5000, BEST: 5000, COUNT: 2}, {TOTAL: 5001, BEST: 5000, COUNT: 2}),
    "third-quarter-without-wages": (
        {TOTAL: 9000, BEST: 5000, SECOND: 4000, COUNT: 3},
        {TOTAL: 9001, BEST: 5000, SECOND: 4000, COUNT: 3},
    ),
    "second-quarter-without-wages": ({SECOND: 0, COUNT: 2}, {SECOND: 1, COUNT: 2}),
    "no-quarter-but-wages": ({TOTAL: 1, COUNT: 0}, {TOTAL: 0, COUNT: 0}),
    "quarters-but-no-wages": ({TOTAL: 0, COUNT: 1}, {TOTAL: 1, COUNT: 1}),
    "taxable-above-all-wages": ({TOTAL: 5000, TAXABLE: 5001}, {TOTAL: 5000, TAXABLE: 5000}),
    "taxable-quarter-above-high-quarter": ({BEST: 5000, TAXABLE_BEST: 5001}, {BEST: 5000, TAXABLE_BEST: 5000}),
    "taxable-quarter-above-all-taxable": (
        {TAXABLE: 5000, TAXABLE_BEST: 5001},
        {TAXABLE: 5000, TAXABLE_BEST: 5000},
    ),
    "taxable-above-four-quarters": ({TAXABLE: 4001, TAXABLE_BEST: 1000}, {TAXABLE: 4000, TAXABLE_BEST: 1000}),
    "base-weeks-without-wages": ({TOTAL: 0, "us_base_weeks": 1}, {TOTAL: 0, "us_base_weeks": 0}),
    "credit-weeks-without-wages": ({TOTAL: 0, "us_credit_weeks": 1}, {TOTAL: 0, "us_credit_weeks": 0}),
    # A quarter touches at most 14 calendar weeks.
    "more-credit-weeks-than-quarters-have": ({COUNT: 1, "us_credit_weeks": 15}, {COUNT: 1, "us_credit_weeks": 14}),
}


@pytest.mark.parametrize("name", CASES)
def test_wages_that_no_quarters_can_have_are_named(rules: RuleBase, name: str) -> None:
    with pytest.raises(PolicyError) as caught:
        parse_facts(CASES[name][0], rules)

    assert caught.value.code == "FACTS_CONTRADICT"
    assert caught.value.details["contradiction"] == name
    assert set(CASES[name][0]) <= set(caught.value.details["facts"])  # type: ignore[call-overload]


@pytest.mark.parametrize("name", CASES)
def test_wages_at_the_limit_are_possible(rules: RuleBase, name: str) -> None:
    assert set(CASES[name][1]) <= set(parse_facts(CASES[name][1], rules).values)


def test_every_contradiction_of_american_facts_has_a_case() -> None:
    listed = read_yaml(resources.files("policy").joinpath("facts/us.yaml"), schema="facts.schema.json")

    assert {item["id"] for item in listed["contradictions"]} == set(CASES)


@pytest.mark.parametrize(
    ("given", "follows"),
    [
        # Four quarters: 24000 in all, best 7000, second 6000, all with wages.
        ({"us_quarter_wages_usd": [5000, 6000, 7000, 6000]}, {TOTAL: 24000, BEST: 7000, SECOND: 6000, COUNT: 4}),
        ({"us_quarter_wages_usd": [0, 0, 7000, 0]}, {TOTAL: 7000, BEST: 7000, SECOND: 0, COUNT: 1}),
        ({"us_quarter_wages_usd": [0, 0, 0, 0]}, {TOTAL: 0, BEST: 0, SECOND: 0, COUNT: 0}),
        # A quarter that is not known leaves the sums unknown; a missing wage is no zero.
        ({"us_quarter_wages_usd": [5000, None, 7000, 6000]}, {}),
        # One quarter is everything; two quarters leave the rest for the second.
        ({COUNT: 1, TOTAL: 5000}, {BEST: 5000, SECOND: 0}),
        ({COUNT: 1, BEST: 5000}, {TOTAL: 5000, SECOND: 0}),
        ({COUNT: 2, TOTAL: 9000, BEST: 5000}, {SECOND: 4000}),
        ({COUNT: 2, BEST: 5000, SECOND: 4000}, {TOTAL: 9000}),
        ({TOTAL: 5000, BEST: 5000}, {COUNT: 1, SECOND: 0}),
        ({TOTAL: 9000, BEST: 5000, SECOND: 4000}, {COUNT: 2}),
        ({COUNT: 0}, {TOTAL: 0, BEST: 0, SECOND: 0}),
        # Three or four quarters say nothing more.
        ({COUNT: 3, TOTAL: 9000, BEST: 5000}, {}),
        ({TOTAL: 9000, BEST: 5000}, {}),
    ],
)
def test_wages_that_follow_are_derived(rules: RuleBase, given: dict[str, object], follows: dict[str, object]) -> None:
    facts = parse_facts(given, rules)

    assert {name: facts.values[name] for name in facts.derived} == follows


def test_sum_beside_its_quarters_must_agree(rules: RuleBase) -> None:
    """5000 + 6000 + 7000 + 6000 = 24000, so 23999 is a mistake in one of them."""
    with pytest.raises(PolicyError) as caught:
        parse_facts({"us_quarter_wages_usd": [5000, 6000, 7000, 6000], TOTAL: 23999}, rules)

    assert caught.value.details["contradiction"] == "derived-us-base-period-wages-usd"


def test_unemployment_rate_given_as_a_share_is_refused(rules: RuleBase) -> None:
    """The law speaks of percent; 0.065 would silently be far below every step."""
    with pytest.raises(PolicyError) as caught:
        parse_facts({"us_state_unemployment_rate": 0.065}, rules)

    assert caught.value.code == "FACT_RANGE"
