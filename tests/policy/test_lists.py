"""List facts and what is derived from them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from policy import Facts, RuleBase, evaluate_benefit, parse_facts
from policy.errors import (
    ContradictoryFactsError,
    FactRangeError,
    FactTypeError,
    RuleExpressionError,
    UnknownFactError,
)

FACTS = """
facts:
  - {id: quarters, type: list, item: {type: number, unit: USD, minimum: 0, maximum: 9999}, minimum_items: 4,
     maximum_items: 4, question: {zh: 各季度工资, en: Wages by quarter}, actionability: fixed, provenance: record}
  - id: people
    type: list
    maximum_items: 9
    item:
      type: record
      fields:
        age: {type: integer, unit: year, minimum: 0, maximum: 120}
        relation: {type: enum, words: {child: {zh: 子女, en: child}, spouse: {zh: 配偶, en: spouse}}}
        since: {type: date}
    question: {zh: 家里有谁, en: Who is in the household}
    actionability: fixed
    provenance: declared
  - {id: total, type: number, unit: USD, minimum: 0, maximum: 20000, derive: {sum: [{var: quarters}]},
     question: {zh: 合计, en: Total}, actionability: fixed, provenance: record}
  - {id: second, type: number, unit: USD, minimum: 0, maximum: 9999, derive: {largest: [{var: quarters}, 2]},
     question: {zh: 第二, en: Second}, actionability: fixed, provenance: record}
  - {id: paid, type: integer, unit: /1, minimum: 0, maximum: 4,
     derive: {count: [{var: quarters}, {'>': [{item: []}, 0]}]},
     question: {zh: 季度数, en: Quarters}, actionability: fixed, provenance: record}
  - {id: children, type: integer, unit: /1, minimum: 0, maximum: 9, question: {zh: 子女数, en: Children},
     derive: {count: [{var: people}, {and: [{is: [{item: relation}, child]}, {'<': [{item: age}, 18]}]}]},
     actionability: fixed, provenance: derived}
  - {id: months_together, type: integer, unit: month, minimum: 0, maximum: 999, question: {zh: 月数, en: Months},
     derive: {sum: [{var: people}, {months_between: [{item: since}, {var: today}]}]},
     actionability: fixed, provenance: derived}
  - {id: today, type: date, question: {zh: 今天, en: Today}, actionability: fixed, provenance: declared}
"""


@pytest.fixture
def read(written: Callable[..., RuleBase]) -> Callable[..., Facts]:
    rules = written(facts__more=FACTS)
    return lambda **raw: parse_facts(raw, rules)


def test_list_gives_sum_rank_and_count(read: Callable[..., Facts]) -> None:
    facts = read(quarters=[100, 0, 250.5, 40])

    assert facts.values["total"] == Decimal("390.5")
    assert facts.values["second"] == 100
    assert facts.values["paid"] == 3
    assert facts.derived == {"total", "second", "paid"}


def test_list_with_an_unknown_entry_gives_no_sum(read: Callable[..., Facts]) -> None:
    facts = read(quarters=[100, None, 250, 40])

    assert not {"total", "second", "paid"} & facts.values.keys()


def test_records_are_counted_by_their_fields(read: Callable[..., Facts]) -> None:
    facts = read(
        people=[
            {"relation": "child", "age": 17},
            {"relation": "child", "age": 18},
            {"relation": "spouse", "age": 17},
            {"relation": "spouse"},
        ]
    )

    # The spouse of unknown age counts for nothing, whatever the age; one child is under 18.
    assert facts.values["children"] == 1


def test_record_with_an_unknown_field_that_decides_leaves_the_count_unknown(read: Callable[..., Facts]) -> None:
    assert "children" not in read(people=[{"relation": "child"}]).values


def test_sum_goes_over_an_expression_of_the_fields(read: Callable[..., Facts]) -> None:
    facts = read(today="2026-03-01", people=[{"since": "2026-01-01"}, {"since": "2025-03-02"}])

    assert facts.values["months_together"] == 2 + 11


def test_given_fact_wins_over_nothing_but_must_agree(read: Callable[..., Facts]) -> None:
    assert read(quarters=[1, 2, 3, 4], total=10).derived == {"second", "paid"}

    with pytest.raises(ContradictoryFactsError, match="total is 11, but 10 follows from quarters") as caught:
        read(quarters=[1, 2, 3, 4], total=11)

    assert caught.value.details["contradiction"] == "derived-total"


@pytest.mark.parametrize(
    ("raw", "error", "words"),
    [
        ({"quarters": [1, 2, 3]}, FactRangeError, "quarters has 3 entries, not 4 to 4"),
        ({"quarters": 5}, FactTypeError, "quarters is 5"),
        ({"quarters": "1,2,3,4"}, FactTypeError, "quarters is '1,2,3,4'"),
        ({"quarters": [1, 2, 3, "4"]}, FactTypeError, r"quarters\[3\] is '4'"),
        ({"quarters": [1, 2, 3, -4]}, FactRangeError, r"quarters\[3\] is -4"),
        ({"people": [5]}, FactTypeError, "people is 5"),
        ({"people": [{"agee": 5}]}, UnknownFactError, r"people\[0\] has no field 'agee'"),
        ({"people": [{"age": 5}, {"age": 121}]}, FactRangeError, r"people\[1\].age is 121"),
        ({"people": [{"relation": "aunt"}]}, FactTypeError, r"people\[0\].relation is 'aunt'"),
        ({"quarters": [9000, 9000, 9000, 9000]}, FactRangeError, "total is 36000"),
    ],
)
def test_list_of_the_wrong_form_is_refused(
    read: Callable[..., Facts], raw: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        read(**raw)


@pytest.mark.parametrize(
    ("derive", "words"),
    [
        ("{item: []}", "'item' stands outside a list"),
        ("{sum: [{var: wage}]}", "'sum' goes over a list"),
        ("{sum: [{var: people}]}", "The entries have no field ''"),
        ("{sum: [{var: people}, {item: agee}]}", "no field 'agee'"),
        ("{count: [{var: people}, {item: age}]}", "must be a boolean"),
        ("{count: [{var: people}, {is: [{item: relation}, aunt]}]}", "'aunt' is no word of 'relation'"),
        ("{largest: [{var: quarters}, 0]}", "takes a list and a rank"),
        ("{sum: [{var: quarters}, {sum: [{var: quarters}]}]}", "does not stand here"),
        ("{var: quarters}", "must be a number, not a list"),
    ],
)
def test_derivation_that_makes_no_sense_is_refused(written: Callable[..., RuleBase], derive: str, words: str) -> None:
    spoilt = FACTS + (
        f"  - {{id: x, type: number, unit: USD, minimum: 0, maximum: 9, derive: {derive},"
        " question: {zh: 问, en: Q}, actionability: fixed, provenance: record}\n"
    )
    with pytest.raises(RuleExpressionError, match=words):
        written(facts__more=spoilt)


RULE = """
jurisdiction: CN
derivations:
  - {fact: children, from: '2026-01-01', to: '2026-07-01', cite: {source: act, article: '1'},
     value: {count: [{var: people}, {'<': [{item: age}, {param: age_limit}]}]}}
  - {fact: children, from: '2026-07-01', cite: {source: act, article: '2'}, value: 0}
parameters:
  - {id: age_limit, name: {zh: 年龄, en: Age limit}, unit: year,
     rows: [{from: '2026-01-01', value: 16, status: in_force, cite: {source: act, article: '1'}}]}
provisions:
  - benefit: grant
    slot: eligibility
    kind: eligibility
    from: '2026-01-01'
    status: in_force
    cite: {source: act, article: '1'}
    require: {all: [{id: c, text: {zh: 有子女, en: Has a child}, test: {'>=': [{var: children}, 1]},
                     cite: {source: act, article: '1'}}]}
"""


def test_law_of_the_place_derives_by_its_own_parameters(written: Callable[..., RuleBase]) -> None:
    without = FACTS.replace("     derive: {count: [{var: people}, {and", "     # {count: [{var: people}, {and")
    rules = written(facts__more=without, rules__CN__rule=RULE)
    facts = parse_facts({"people": [{"age": 15}, {"age": 16}]}, rules)

    def decide(day: date, known: Facts = facts) -> object:
        return evaluate_benefit(rules, "grant", known, on=day, jurisdiction="CN")

    first = decide(date(2026, 6, 30))
    assert (first.verdict.value, first.derived[0].fact, first.derived[0].value) == ("eligible", "children", 1)
    assert first.derived[0].citation.article == "1"
    assert first.conditions[0].have == "1"
    # From July the law counts none.
    assert decide(date(2026, 7, 1)).verdict.value == "not_eligible"
    # Dated on the claim, not on the day of the question.
    claimed = parse_facts({"people": [{"age": 15}], "claim_date": "2026-06-30"}, rules)
    assert decide(date(2026, 7, 1), claimed).verdict.value == "eligible"
    # A given count wins.
    given = parse_facts({"people": [{"age": 15}], "children": 0}, rules)
    assert decide(date(2026, 6, 30), given).verdict.value == "not_eligible"
    assert decide(date(2026, 6, 30), given).derived == ()
