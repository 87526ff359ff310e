"""Three-valued logic: the truth tables, and that learning a fact never overturns a decided verdict."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology import Verdict
from policy import Facts, RuleBase, evaluate, load_rule_base
from policy._expression import Compiler, Vocabulary
from policy._operators import BUILDERS
from policy._scope import PlanMemory, Scope
from policy._values import Kind
from policy.errors import RuleExpressionError

RULES = load_rule_base()
DAY = date(2026, 11, 22)
VOCABULARY = Vocabulary(
    {"p": (Kind.BOOLEAN, ()), "q": (Kind.BOOLEAN, ()), "n": (Kind.NUMBER, ()), "d": (Kind.DATE, ()),
     "w": (Kind.WORD, ("one", "two"))},
    {},
)  # fmt: skip


def read(raw: object, **facts: Any) -> Any:
    """Compile and read an expression."""
    memory = PlanMemory.of(RULES, RULES.plan("cn-unemployment-insurance", "CN"))
    known = {name: value for name, value in facts.items() if value is not None}
    return Compiler(VOCABULARY, BUILDERS, where="test").compile(raw).read(Scope(known, DAY, DAY, memory))


P, Q, NUM, D, W = {"var": "p"}, {"var": "q"}, {"var": "n"}, {"var": "d"}, {"var": "w"}


@pytest.mark.parametrize(
    ("p", "q", "both", "either"),
    [
        (True, True, True, True), (True, False, False, True), (True, None, None, True),
        (False, True, False, True), (False, False, False, False), (False, None, False, None),
        (None, True, None, True), (None, False, False, None), (None, None, None, None),
    ],
)  # fmt: skip
def test_and_or_follow_kleene(p: bool | None, q: bool | None, both: bool | None, either: bool | None) -> None:
    assert read({"and": [P, Q]}, p=p, q=q) is both
    assert read({"or": [P, Q]}, p=p, q=q) is either


@pytest.mark.parametrize(("p", "expected"), [(True, False), (False, True), (None, None)])
def test_not_keeps_unknown(p: bool | None, expected: bool | None) -> None:
    assert read({"!": P}, p=p) is expected


@pytest.mark.parametrize(
    ("raw", "facts", "expected"),
    [
        ({">=": [NUM, 12]}, {"n": 12}, True),
        ({">": [NUM, 12]}, {"n": 12}, False),
        ({"<": [NUM, 12]}, {"n": 11}, True),
        ({"<=": [NUM, 12]}, {"n": 13}, False),
        ({"==": [NUM, 12]}, {"n": Decimal("12.0")}, True),
        ({"!=": [NUM, 12]}, {"n": 12}, False),
        ({">=": [NUM, 12]}, {}, None),
        ({"is": [W, "one"]}, {"w": "one"}, True),
        ({"is": [W, "one"]}, {"w": "two"}, False),
        ({"is": [W, "one"]}, {}, None),
        ({"if": [P, 1, 2]}, {"p": True}, 1),
        ({"if": [P, 1, 2]}, {"p": False}, 2),
        ({"if": [P, 1, 2]}, {}, None),
        ({"if": [P, 3, 3]}, {}, 3),
        ({"+": [NUM, 1, 2]}, {"n": 1}, 4),
        ({"-": [NUM, 1]}, {"n": 1}, 0),
        ({"*": [NUM, Decimal("0.8")]}, {"n": 2100}, Decimal("1680.0")),
        ({"/": [NUM, 8]}, {"n": 1}, Decimal("0.125")),
        ({"/": [1, NUM]}, {"n": 0}, None),
        ({"min": [NUM, 24]}, {"n": 27}, 24),
        ({"max": [NUM, 0]}, {"n": -3}, 0),
        ({"floor": Decimal("2.9")}, {}, 2),
        ({"ceil": Decimal("2.1")}, {}, 3),
        ({"round": [Decimal("1.005"), 2]}, {}, Decimal("1.01")),
        ({"first_known": [NUM, 7]}, {}, 7),
        ({"first_known": [NUM, 7]}, {"n": 0}, 0),
        ({"assume": ["n", 0]}, {}, 0),
        ({"assume": ["n", 0]}, {"n": 5}, 5),
        ({"undecided": []}, {}, None),
        ({"days_between": [D, {"on": []}]}, {"d": date(2026, 11, 20)}, 2),
        ({"months_between": [D, {"on": []}]}, {"d": date(2025, 11, 22)}, 12),
        ({"months_between": [D, {"on": []}]}, {"d": date(2025, 11, 23)}, 11),
        ({"add_days": [D, 60]}, {"d": date(2026, 10, 31)}, date(2026, 12, 30)),
        ({"add_months": [D, 3]}, {"d": date(2026, 11, 30)}, date(2027, 2, 28)),
        ({"add_working_days": [D, 7]}, {"d": date(2026, 11, 20)}, date(2026, 12, 1)),
        ({"first_of_next_month": D}, {"d": date(2026, 12, 31)}, date(2027, 1, 1)),
    ],
)
def test_operator_gives_the_hand_worked_value(raw: object, facts: dict[str, Any], expected: object) -> None:
    assert read(raw, **facts) == expected


@pytest.mark.parametrize(
    "raw",
    [
        {"+": [NUM, P]}, {"+": [NUM]}, {"and": [P, NUM]}, {"and": [P]}, {"<": [P, Q]}, {"<": [NUM, D]},
        {"is": [NUM, 1]}, {"is": [W]}, {"if": [NUM, 1, 2]}, {"if": [P, 1, Q]}, {"floor": [1, 2]},
        {"assume": ["n", True]}, {},
        {"a": 1, "b": 2}, None,
    ],
)  # fmt: skip
def test_compiler_refuses_wrong_kinds_and_counts(raw: object) -> None:
    with pytest.raises(RuleExpressionError):
        read(raw)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "employment_status": st.sampled_from(["unemployed", "employee", "flexible", "business_owner"]),
    "separation_reason": st.sampled_from(["layoff", "resigned", "other", "dismissed_misconduct"]),
    "registered_unemployed": st.booleans(),
    "seeking_work": st.booleans(),
    "drawing_pension": st.booleans(),
    "receiving_ui": st.booleans(),
    "hard_to_employ_recognised": st.booleans(),
    "registered_flexible_employment": st.booleans(),
    "pays_own_social_insurance": st.booleans(),
    "ui_contribution_months": st.integers(0, 200),
    "ui_unused_months": st.integers(0, 24),
    "months_to_retirement": st.integers(0, 120),
    "flexible_subsidy_months_used": st.integers(0, 40),
    "us_quarters_with_wages": st.integers(0, 4),
    "us_base_period_wages_usd": st.integers(0, 60000),
    "us_high_quarter_wages_usd": st.integers(0, 60000),
    "us_able_and_available": st.booleans(),
    "us_prior_benefit_year_open": st.booleans(),
}


@settings(max_examples=150, deadline=None)
@given(
    known=st.fixed_dictionaries({}, optional=VALUES),
    place=st.sampled_from(["CN", "CN-310000", "CN-440100", "CN-410100", "CN-500000", "CN-510100", "US-NY", "US-CA"]),
    hidden=st.sets(st.sampled_from(sorted(VALUES))),
)
def test_hiding_facts_never_overturns_a_verdict(known: dict[str, Any], place: str, hidden: set[str]) -> None:
    """Whoever knows less may only know less: eligible or not_eligible may become unknown, never the other one.

    One presumption is meant (docs/benefits/cn-flexible.md): paying as a flexible worker stands for flexible work until
    something else is stated. What is stated against it therefore stays known here.
    """
    kept = {"employment_status", "receiving_ui", "registered_flexible_employment"}
    rebuts = kept if known.get("pays_own_social_insurance") else set()
    less = {name: value for name, value in known.items() if name not in hidden - rebuts}

    full = evaluate(RULES, Facts(known), on=DAY, jurisdiction=place)
    part = evaluate(RULES, Facts(less), on=DAY, jurisdiction=place)

    for more, fewer in zip(full, part, strict=True):
        assert fewer.verdict in (more.verdict, Verdict.UNKNOWN)


@settings(max_examples=100, deadline=None)
@given(
    known=st.fixed_dictionaries({}, optional=VALUES),
    place=st.sampled_from(["CN", "CN-330000", "CN-510100", "CN-410000"]),
)
def test_national_months_are_never_granted(known: dict[str, Any], place: str) -> None:
    """12, 18 and 24 are ceilings: where only the national article 46 speaks, no months are granted."""
    for decision in evaluate(RULES, Facts(known), on=DAY, jurisdiction=place):
        if decision.benefit_id == "cn-unemployment-insurance":
            assert decision.duration_months is None


def test_facts_are_not_changed_by_evaluating(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    known = facts(ui_contribution_months=14)

    evaluate(rules, known, on=DAY, jurisdiction="CN-410100")

    assert dict(known.values) == {"ui_contribution_months": 14}


def test_assumed_value_has_to_be_written_down() -> None:
    """A parameter as the assumed value used to be compiled to unknown, and reported as an assumption of None."""
    with pytest.raises(RuleExpressionError, match="has to be written down") as refused:
        read({"assume": ["n", {"+": [1, 2]}]})
    assert refused.value.hint_zh
