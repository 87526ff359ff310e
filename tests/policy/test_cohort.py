"""A cohort: thresholds and event dates worked out by hand, what counts as unknown, and every sort of bad column."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from policy import RuleBase, evaluate_benefit, outputs, parse_facts
from policy._cohort import CohortDecisions, VerdictCode, evaluate_cohort
from policy._cohort_columns import FactColumn
from policy.errors import (
    CohortColumnError,
    ContradictoryFactsError,
    DayRangeError,
    FactRangeError,
    FactTypeError,
    PolicyError,
    UnknownBenefitError,
    UnknownFactError,
    UnknownJurisdictionError,
)

DAY = date(2026, 11, 22)
NO, YES, OPEN, CANNOT = (int(code) for code in VerdictCode)
_MORE = """
facts:
  - {id: first, type: number, unit: CNY, minimum: 0, maximum: 1000, question: {zh: 一, en: First}, actionability: fixed,
     provenance: record}
  - {id: second, type: number, unit: CNY, minimum: 0, maximum: 1000, question: {zh: 二, en: Second},
     actionability: fixed, provenance: record}
  - {id: total, type: number, unit: CNY, minimum: 0, maximum: 1500, question: {zh: 合计, en: Total},
     actionability: fixed, provenance: record, derive: {'+': [{var: first}, {var: second}]}}
  - {id: parts, type: integer, unit: /1, minimum: 1, maximum: 9, question: {zh: 份数, en: Parts}, actionability: fixed,
     provenance: record}
  - {id: wealth, type: number, unit: CNY, minimum: 0, maximum: 1000000000000, question: {zh: 财产, en: Wealth},
     actionability: fixed, provenance: record}
  - {id: insured, type: boolean, question: {zh: 参保, en: Insured}, actionability: action, provenance: record}
  - {id: places, type: list, item: {type: number, unit: CNY, minimum: 0, maximum: 9}, minimum_items: 1,
     maximum_items: 2, question: {zh: 各地, en: Places}, actionability: fixed, provenance: record}
"""
_LAW = """
jurisdiction: CN
parameters:
  - id: least
    name: {zh: 下限, en: Least}
    unit: CNY
    rows:
      - {from: '2020-01-01', to: '2026-01-01', value: 100.5, status: in_force, cite: {source: act, article: '1'}}
      - {from: '2026-01-01', to: '2027-01-01', value: 200, status: in_force, cite: {source: act, article: '2'}}
provisions:
  - benefit: grant
    slot: eligibility
    kind: eligibility
    from: '2020-01-01'
    status: in_force
    cite: {source: act, article: '3'}
    event: {first_known: [{var: claim_date}, {on: []}]}
    require:
      all:
        - {id: enough, monetary: true, text: {zh: 够, en: Enough}, test: {'>=': [{var: total}, {param: least}]},
           cite: {source: act, article: '3'}}
        - id: insured
          text: {zh: 参保, en: Insured}
          test: {or: [{var: insured}, {and: [{undecided: []}, {'==': [{var: parts}, 9]}]}]}
          cite: {source: act, article: '3'}
  - benefit: grant
    slot: once
    kind: amount
    period: once
    currency: CNY
    from: '2020-01-01'
    status: in_force
    cite: {source: act, article: '4'}
    value: {%s}
derivations:
  - {fact: parts, from: '2020-01-01', value: {if: [{var: insured}, 3, 4]}, cite: {source: act, article: '5'}}
"""

_ONE_BY_TOTAL = "{'>': [{'/': [1, {var: total}]}, 0]}"


@pytest.fixture
def law(written: Callable[..., RuleBase]) -> Callable[..., RuleBase]:
    """A law of our own whose one amount is given."""
    return lambda value="'/': [{var: total}, {var: parts}]": written(facts__more=_MORE, rules__CN__law=_LAW % value)


def decide(rules: RuleBase, *, on: date = DAY, **columns: Any) -> CohortDecisions:
    arrays = {name: item if isinstance(item, FactColumn) else np.asarray(item) for name, item in columns.items()}
    return evaluate_cohort(rules, "grant", arrays, on=on, jurisdiction="CN")


def test_zhengzhou_thresholds_are_ties_and_nobody_is_rechecked(rules: RuleBase) -> None:
    """Zhengzhou regulations articles 22 and 24: 12 months give 3, 59 give 12, 60 give 14 and unused ones up to 24."""
    found = evaluate_cohort(
        rules,
        "cn-unemployment-insurance",
        {
            "ui_contribution_months": np.array([11, 12, 13, 59, 60, 240]),
            "ui_unused_months": np.array([0, 0, 2, 0, 12, 24]),
            "separation_reason": np.array(["layoff", "layoff", "dismissed", "resigned", "layoff", "layoff"]),
            "employment_status": np.full(6, "unemployed"),
            "registered_unemployed": np.ones(6, dtype=bool),
            "seeking_work": np.ones(6, dtype=bool),
            "drawing_pension": np.zeros(6, dtype=bool),
        },
        on=DAY,
        jurisdiction="CN-410100",
    )

    assert found.verdicts.tolist() == [NO, YES, YES, NO, YES, YES]
    assert found.figures["duration_months"].floats().tolist() == [0, 3, 5, 12, 24, 24]
    assert found.rechecked == 0


def test_half_cents_round_up_and_nobody_is_rechecked(law: Callable[..., RuleBase]) -> None:
    """80 % of 2.50 is 2, 80 % of 1000.01 is 800.008, 80 % of 0.05 is 0.04 and 10 % of 0.05 half a cent: 0.01."""
    total = [2.5, 1000.01, 0.05]

    most = decide(law("round: [{'*': [{var: total}, 0.8]}, 2]"), insured=[True] * 3, total=total)
    least = decide(law("round: [{'*': [{var: total}, 0.1]}, 2]"), insured=[True] * 3, total=total)

    assert most.figures["amount_once"].units.tolist() == [200, 80001, 4]
    assert most.figures["amount_once"].divisor == 100
    assert least.figures["amount_once"].value(2) == Decimal("0.01")
    assert most.rechecked == least.rechecked == 0


def test_every_claim_date_meets_its_own_values(rules: RuleBase) -> None:
    """New York: 504 at most until 2025-10-05, 869 from 2025-10-06 (30000 / 26 = 1153); nothing is held for 2027."""
    claims = np.array(["2025-10-05", "2025-10-06", "2026-11-22", "2027-01-01", "NaT"], dtype="M8[D]")
    size = len(claims)
    found = evaluate_cohort(
        rules,
        "us-unemployment-insurance",
        {
            "claim_date": claims,
            "us_high_quarter_wages_usd": np.full(size, 30_000.0),
            "us_base_period_wages_usd": np.full(size, 60_000.0),
            "us_quarters_with_wages": np.full(size, 4),
            "us_able_and_available": np.ones(size, dtype=bool),
            "us_prior_benefit_year_open": np.zeros(size, dtype=bool),
            "separation_reason": np.full(size, "layoff"),
            "employment_status": np.full(size, "unemployed"),
        },
        on=DAY,
        jurisdiction="US-NY",
    )

    weekly = found.figures["weekly_amount"]
    assert [weekly.value(person) for person in range(size)] == [504, 869, 869, None, 869]
    assert found.verdicts.tolist() == [YES, YES, YES, CANNOT, YES]


def test_unknown_is_said_by_nan_mask_none_and_absence(law: Callable[..., RuleBase]) -> None:
    nan = decide(law(), insured=[True, True], total=[np.nan, 300.0])
    mask = decide(law(), insured=[True, True], total=FactColumn(np.array([0, 300]), np.array([False, True])))
    none = decide(law(), insured=[True, True], total=np.array([None, Decimal(300)], dtype=object))
    absent = decide(law(), insured=[True, True])

    for found in (nan, mask, none):
        assert found.verdicts.tolist() == [OPEN, YES]
    assert absent.verdicts.tolist() == [OPEN, OPEN]


def test_masked_array_keeps_its_mask(law: Callable[..., RuleBase]) -> None:
    total = np.ma.array([0.0, 300.0], mask=[True, False])

    found = evaluate_cohort(law(), "grant", {"insured": np.ones(2, bool), "total": total}, on=DAY, jurisdiction="CN")

    assert found.verdicts.tolist() == [OPEN, YES]


def test_boolean_known_false_decides_what_unknown_leaves_open(law: Callable[..., RuleBase]) -> None:
    """Not enough is no, whatever else is unknown; enough with an unknown insurance stays open."""
    insured = FactColumn(np.array([True, True, True]), np.array([False, False, True]))

    found = decide(law(), insured=insured, total=[199.99, 200.0, 200.0])

    assert found.verdicts.tolist() == [NO, OPEN, YES]
    assert found.monetary is not None
    assert found.monetary.tolist() == [NO, YES, YES]


def test_value_that_we_do_not_hold_is_cannot_say_unless_facts_would_decide(law: Callable[..., RuleBase]) -> None:
    """In 2027 there is no least sum. Not insured is no; insured cannot be said; a missing total is a missing fact."""
    found = decide(
        law(),
        on=date(2027, 5, 1),
        insured=[False, True, True, False],
        total=[300, 300, np.nan, 300],
        parts=[3, 3, 3, 9],
    )

    # The last: not insured with nine parts is for an official, and an official could still say no.
    assert found.verdicts.tolist() == [NO, CANNOT, OPEN, OPEN]


def test_open_point_that_neither_fact_nor_value_explains_is_left_to_the_evaluator(
    written: Callable[..., RuleBase],
) -> None:
    """1 / 0 has no value; the evaluator came across the missing least sum as well, and says that it cannot say."""
    either_way = "{or: [{'>=': [{var: total}, {param: least}]}, {var: insured}]}"
    text = _LAW.replace("{'>=': [{var: total}, {param: least}]}", either_way, 1) % "'+': [1, 1]"
    text = text.replace("{or: [{var: insured}, {and: [{undecided: []}, {'==': [{var: parts}, 9]}]}]}", _ONE_BY_TOTAL)
    rules = written(facts__more=_MORE, rules__CN__law=text)

    found = decide(rules, on=date(2027, 5, 1), insured=[True, True], total=[0, 2], parts=[3, 3])

    facts = parse_facts({"insured": True, "total": 0, "parts": 3}, rules)
    alone = evaluate_benefit(rules, "grant", facts, on=date(2027, 5, 1), jurisdiction="CN")
    assert alone.cannot_say is not None
    assert found.verdicts.tolist() == [CANNOT, YES]
    assert found.rechecked == 1


def test_facts_follow_from_others_and_from_the_law_of_the_place(law: Callable[..., RuleBase]) -> None:
    """total = 100 + 200.5; an insured person has 3 parts, another 4; a given number of parts stands."""
    found = decide(
        law(),
        insured=[True, False, True],
        first=[100.0, 100.0, 100.0],
        second=[200.5, 200.5, 200.5],
        parts=FactColumn(np.array([0, 0, 5]), np.array([False, False, True])),
    )

    once = found.figures["amount_once"]
    assert [once.value(person) for person in range(3)] == [
        Decimal("300.5") / 3,  # 100.1666…, with Decimal's 28 digits
        Decimal("75.125"),
        Decimal("60.1"),
    ]
    assert once.floats().tolist() == [100.16666666666667, 75.125, 60.1]


def test_float_of_many_digits_is_the_decimal_that_python_prints(law: Callable[..., RuleBase]) -> None:
    """0.1234567 has more places than a column takes exactly, so that person goes through the evaluator."""
    found = decide(law("'*': [{var: total}, 3]"), insured=[True, True], total=[0.1234567, 250.1])

    assert found.figures["amount_once"].value(0) == Decimal("0.3703701")
    assert found.figures["amount_once"].value(1) == Decimal("750.3")
    assert found.rechecked == 1


def test_float_of_more_than_15_digits_is_left_to_the_evaluator(law: Callable[..., RuleBase]) -> None:
    """136095515624.17642 is printed so, though 136095515624.176416 has the same float and only six places."""
    found = decide(law("'*': [{var: wealth}, 2]"), insured=[True, True], wealth=[136095515624.17642, 1.5])

    assert found.figures["amount_once"].value(0) == Decimal("272191031248.35284")
    assert found.rechecked == 1


def test_quotient_that_decimal_cuts_is_decided_by_the_evaluator(law: Callable[..., RuleBase]) -> None:
    """In Decimal 100 / 3 * 3 is 99.99…9, so floor gives 99; 99 / 3 * 3 is 99. The true value is a tie both times."""
    rules = law("floor: {'*': [{'/': [{var: total}, 3]}, 3]}")

    found = decide(rules, insured=[True, True], total=[100, 99])

    once = found.figures["amount_once"]
    facts = [parse_facts({"insured": True, "total": total}, rules) for total in (100, 99)]
    alone = [outputs(rules, "grant", item, on=DAY, jurisdiction="CN")["amount_once"].value for item in facts]
    assert [once.value(0), once.value(1)] == [99, 99] == [item.amount for item in alone]  # type: ignore[union-attr]
    assert found.rechecked == 2


def test_division_by_zero_is_unknown(law: Callable[..., RuleBase]) -> None:
    found = decide(law("'/': [1, {var: total}]"), insured=[True, True], total=[0, 4])

    assert [found.figures["amount_once"].value(person) for person in range(2)] == [None, Decimal("0.25")]


def test_numbers_beyond_int64_stay_exact(law: Callable[..., RuleBase]) -> None:
    """999.99 to the eighth power has 40 digits over 10^16: Python's ints take over, and the comparison is a tie."""
    power = "'*': [" + ", ".join(["{var: total}"] * 8) + "]"
    rules = law(f"if: [{{'==': [{{{power}}}, {{{power}}}]}}, 1, 0]")

    found = decide(rules, insured=[True, True], total=[999.99, 0.01])

    assert [found.figures["amount_once"].value(person) for person in range(2)] == [1, 1]


def test_first_payment_is_a_date(rules: RuleBase) -> None:
    """Zhengzhou article 22: from the month after registration."""
    registered = np.array(["2026-11-10", "2026-12-31"], dtype="M8[D]")

    found = evaluate_cohort(
        rules,
        "cn-unemployment-insurance",
        {"unemployment_registration_date": registered},
        on=DAY,
        jurisdiction="CN-410100",
    )

    assert found.figures["first_payment"].dates().astype(str).tolist() == ["2026-12-01", "2027-01-01"]


def test_large_cohort_is_the_small_one_repeated(law: Callable[..., RuleBase]) -> None:
    """More persons than one chunk, in groups of different event dates."""
    size = 40_000
    claim = np.tile(np.array(["2025-12-31", "2026-01-01"], dtype="M8[D]"), size // 2)

    found = decide(law(), insured=np.ones(size, bool), total=np.full(size, 150.0), claim_date=claim)

    assert found.verdicts.tolist() == [YES, NO] * (size // 2)
    assert found.figures["amount_once"].floats().tolist() == [50.0] * size


def test_rules_as_known_on_a_day(law: Callable[..., RuleBase]) -> None:
    """The edition was recorded on 2026-01-10; the day before nothing was held."""
    columns = {"insured": np.array([True]), "total": np.array([300])}
    rules = law()

    before = evaluate_cohort(
        rules, "grant", columns, on=DAY, jurisdiction="CN", known_at=date(2026, 1, 9)
    )  # fmt: skip
    since = evaluate_cohort(rules, "grant", columns, on=DAY, jurisdiction="CN", known_at=date(2026, 1, 10))

    assert (before.verdicts.tolist(), since.verdicts.tolist()) == ([CANNOT], [YES])


@pytest.mark.parametrize(
    ("columns", "error", "words"),
    [
        ({}, CohortColumnError, "no column"),
        ({"totl": [1.0]}, UnknownFactError, "'totl'"),
        ({"total": [1.0], "insured": [True, False]}, CohortColumnError, "insured has 2 persons"),
        ({"total": ["1"]}, CohortColumnError, "total has the type <U1"),
        ({"total": [True]}, CohortColumnError, "type bool"),
        ({"total": [[1.0]]}, CohortColumnError, "shape"),
        ({"total": 1.0}, CohortColumnError, "shape"),
        ({"total": [np.inf]}, FactTypeError, "person 0 is inf"),
        ({"total": [1.0, -0.01]}, FactRangeError, "total of person 1 is -0.01, outside 0 to 1500 CNY"),
        ({"total": [1500.01]}, FactRangeError, "1500.01"),
        ({"parts": [1, 10]}, FactRangeError, "parts of person 1 is 10"),
        ({"parts": [1.5]}, FactTypeError, "person 0 is 1.5"),
        ({"parts": np.array([1], dtype=np.uint64)}, CohortColumnError, "uint64"),
        ({"insured": [1]}, CohortColumnError, "1 is not true"),
        ({"insured": np.array(["yes"], dtype=object)}, CohortColumnError, "insured"),
        ({"claim_date": ["2026-11-22"]}, CohortColumnError, "datetime64"),
        ({"claim_date": np.array(["1800-01-01"], "M8[D]")}, FactRangeError, "1800-01-01"),
        ({"claim_date": [10**9]}, FactRangeError, "1000000000"),
        ({"places": [1.0]}, CohortColumnError, "places is a list"),
        ({"total": FactColumn(np.array([1.0]), np.array([True, False]))}, CohortColumnError, "mask of total"),
        ({"total": FactColumn(np.array([1.0]), np.array([1]))}, CohortColumnError, "int64"),
        ({"total": np.array([Decimal("NaN")], dtype=object)}, CohortColumnError, "finite"),
        ({"total": np.array(["1"], dtype=object)}, CohortColumnError, "object"),
    ],
)
def test_bad_column_is_refused_by_name(
    law: Callable[..., RuleBase], columns: dict[str, Any], error: type[PolicyError], words: str
) -> None:
    with pytest.raises(error) as caught:
        decide(law(), **columns)

    assert words in f"{caught.value} {caught.value.hint}"


def test_word_that_the_fact_does_not_have_is_refused(rules: RuleBase) -> None:
    for column in (np.array(["layoff", "fired"]), np.array([0, 99]), np.array(["layoff", "fired"], dtype=object)):
        with pytest.raises((FactTypeError, FactRangeError)) as caught:
            evaluate_cohort(
                rules, "cn-unemployment-insurance", {"separation_reason": column}, on=DAY, jurisdiction="CN"
            )  # fmt: skip
        assert "person 1" in str(caught.value)


def test_contradiction_names_the_first_person(rules: RuleBase) -> None:
    columns = {
        "us_high_quarter_wages_usd": np.array([10, 21, 31]),
        "us_base_period_wages_usd": np.array([20, 20, 20]),
    }

    with pytest.raises(ContradictoryFactsError) as caught:
        evaluate_cohort(rules, "us-unemployment-insurance", columns, on=DAY, jurisdiction="US-NY")

    assert caught.value.details["person"] == 1
    assert "1 more" in str(caught.value)


def test_given_fact_that_differs_from_what_follows_is_a_contradiction(law: Callable[..., RuleBase]) -> None:
    with pytest.raises(ContradictoryFactsError, match="total of person 1"):
        decide(law(), first=[1, 1], second=[2, 2], total=[3, 4])


def test_derived_fact_out_of_its_bounds_is_refused(law: Callable[..., RuleBase]) -> None:
    """1000 + 600 is more than the 1500 that a total may be."""
    with pytest.raises(FactRangeError):
        decide(law(), first=[1000], second=[600])


def test_unknown_benefit_place_and_day_are_refused(rules: RuleBase) -> None:
    columns = {"seeking_work": np.array([True])}

    with pytest.raises(UnknownBenefitError):
        evaluate_cohort(rules, "nothing", columns, on=DAY, jurisdiction="CN")
    with pytest.raises(UnknownJurisdictionError):
        evaluate_cohort(rules, "cn-unemployment-insurance", columns, on=DAY, jurisdiction="XX")
    with pytest.raises(DayRangeError):
        evaluate_cohort(rules, "cn-unemployment-insurance", columns, on=date(1700, 1, 1), jurisdiction="CN")


def test_empty_cohort_has_no_answers(law: Callable[..., RuleBase]) -> None:
    found = decide(law(), total=np.array([], dtype=float), insured=np.array([], dtype=bool))

    assert found.verdicts.shape == (0,)
    assert dict(found.figures) == {}


def test_answers_equal_the_evaluators_word_for_word(law: Callable[..., RuleBase]) -> None:
    """The same persons one by one: verdict and amount."""
    rules = law()
    found = decide(rules, insured=[True, False], total=[250.25, 250.25])

    for person, insured in enumerate((True, False)):
        facts = parse_facts({"insured": insured, "total": 250.25}, rules)
        decision = evaluate_benefit(rules, "grant", facts, on=DAY, jurisdiction="CN")
        assert VerdictCode(found.verdicts[person]).name == decision.verdict.name
