"""What was in force, and what we knew of it: two times that do not mix."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from ontology import Money
from policy import RuleBase, evaluate_benefit, load_rule_base, outputs, parse_facts
from policy._evaluate import evaluate
from policy.errors import PolicyError

RULE = """
jurisdiction: CN
parameters:
  - id: least
    name: {zh: 下限, en: Least}
    unit: CNY
    rows:
      # Recorded wrongly as 50 until 1 June, when the official text was read: it had been 60 all the time.
      - {from: '2026-01-01', value: 50, status: in_force, cite: {source: act, article: '1'}, known_to: '2026-06-01'}
      - {from: '2026-01-01', value: 60, status: in_force, cite: {source: act, article: '1'}, known_from: '2026-06-01'}
provisions:
  - benefit: grant
    slot: eligibility
    kind: eligibility
    from: '2026-01-01'
    status: in_force
    cite: {source: act, article: '1'}
    require: {all: [{id: c, text: {zh: 工资, en: Wage}, monetary: true, test: {'>=': [{var: wage}, {param: least}]},
                     cite: {source: act, article: '1'}}]}
"""
ON = date(2026, 7, 1)


@pytest.fixture
def corrected(written: Callable[..., RuleBase]) -> RuleBase:
    return written(rules__CN__rule=RULE)


@pytest.mark.parametrize(
    ("known_at", "verdict", "need"),
    [
        (None, "not_eligible", ">= 60"),
        (date(2026, 6, 1), "not_eligible", ">= 60"),
        # What we would have answered before the correction, about the same day.
        (date(2026, 5, 31), "eligible", ">= 50"),
        (date(2026, 1, 10), "eligible", ">= 50"),
    ],
)
def test_knowledge_decides_which_row_speaks(
    corrected: RuleBase, known_at: date | None, verdict: str, need: str
) -> None:
    facts = parse_facts({"wage": 55}, corrected)

    (decision,) = evaluate(corrected, facts, on=ON, jurisdiction="CN", known_at=known_at)

    assert (decision.verdict.value, decision.conditions[0].need) == (verdict, need)
    figures = outputs(corrected, "grant", facts, on=ON, jurisdiction="CN", known_at=known_at)
    assert figures["monetary_eligibility"].value is (verdict == "eligible")


def test_nothing_was_known_before_it_was_recorded(corrected: RuleBase) -> None:
    facts = parse_facts({"wage": 55}, corrected)

    (decision,) = evaluate(corrected, facts, on=ON, jurisdiction="CN", known_at=date(2026, 1, 9))

    assert (decision.verdict.value, str(decision.cannot_say)) == ("unknown", "no_source")


def test_validity_still_decides_within_what_was_known(corrected: RuleBase) -> None:
    facts = parse_facts({"wage": 55}, corrected)

    decision = evaluate_benefit(
        corrected.known_at(date(2026, 5, 1)), "grant", facts, on=date(2025, 12, 31), jurisdiction="CN"
    )

    assert str(decision.cannot_say) == "no_source"


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("known_to: '2026-06-01'}", "known_to: '2026-06-02'}", "RULES_OVERLAP", "2026-01-01"),
        ("known_to: '2026-06-01'}", "known_to: '2026-01-10'}", "RULES_FILE", "known_to 2026-01-10 is not after"),
        (", known_to: '2026-06-01'}", "}", "RULES_OVERLAP", "runs into the next"),
        ("known_to: '2026-06-01'}", "known_to: '2026-06-31'}", "RULES_FILE", "is no day"),
    ],
)
def test_correction_that_does_not_fit_is_refused(
    written: Callable[..., RuleBase], old: str, new: str, code: str, words: str
) -> None:
    assert old in RULE

    with pytest.raises(PolicyError, match=words) as caught:
        written(rules__CN__rule=RULE.replace(old, new))

    assert caught.value.code == code


def test_what_the_states_held_on_the_first_day_is_not_lost_to_a_newer_citation() -> None:
    """New York's maximum of 869 dollars was held on 22 November and cites a text read on the day after."""
    rules = load_rule_base()
    facts = parse_facts({"us_quarter_wages_usd": [26000, 26000, 26000, 26000]}, rules)

    then = outputs(
        rules,
        "us-unemployment-insurance",
        facts,
        on=date(2026, 3, 2),
        jurisdiction="US-NY",
        known_at=date(2026, 11, 22),
    )

    # § 590(5)(a): 26000 / 26 = 1000, at most 869.
    assert then["weekly_amount"].value == Money(Decimal(869), "USD")
