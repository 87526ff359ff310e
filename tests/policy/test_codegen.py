"""The generated functions say what the tree of closures says, on every expression and every gap in the facts."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from policy import RuleBase
from policy._codegen import generate, generate_noting
from policy._expression import Compiler, Expression, Vocabulary
from policy._operators import BUILDERS
from policy._sharing import Numbering
from policy._spelling import lacking
from policy._values import Kind

DAY = date(2026, 11, 22)
WORDS = ("one", "two", "three")
FACTS: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "p": (Kind.BOOLEAN, ()), "q": (Kind.BOOLEAN, ()), "m": (Kind.NUMBER, ()), "n": (Kind.NUMBER, ()),
    "d": (Kind.DATE, ()), "e": (Kind.DATE, ()), "w": (Kind.WORD, WORDS),
}  # fmt: skip
PARAMETERS = {
    "rate": (Kind.NUMBER, "value"), "gone": (Kind.NUMBER, "value"), "grid": (Kind.NUMBER, "table"),
    "lost": (Kind.NUMBER, "table"),
}  # fmt: skip
VALUES: dict[str, Any] = {"rate": Decimal("0.8"), "grid": ((0, 1), (3, 2), (Decimal("7.5"), Decimal("4.25")))}


def look_up(name: str) -> tuple[Any, Any, str]:
    """Value, record and reason, as `PlanMemory.resolve` gives them; the record here is the name in brackets."""
    return (VALUES[name], f"<{name}>", "") if name in VALUES else (None, None, "expired")


class _Scope:
    """A scope with the parameters above that notes what is asked of it."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.facts, self.on, self.event = facts, DAY, DAY
        self.used: dict[tuple[str, date], str] = {}
        self.missing: dict[str, str] = {}
        self.assumed: dict[str, None] = {}
        self.official = False
        self.memo: dict[int, Any] = {}

    def parameter(self, name: str) -> Any:
        value, record, missing = look_up(name)
        if record is None:
            self.missing[name] = missing
        else:
            self.used[name, self.event] = record
        return value

    def assume(self, fact: str) -> None:
        self.assumed[fact] = None

    def leave_to_official(self) -> None:
        self.official = True

    @property
    def notes(self) -> tuple[list[Any], list[Any], list[Any], bool]:
        """Everything noted, in order."""
        return list(self.used.items()), list(self.missing.items()), list(self.assumed), self.official


def random_number(draw: random.Random, depth: int) -> Any:
    """The JSON form of a number expression."""
    if depth == 0 or draw.random() < 0.2:
        return draw.choice([
            {"var": "m"}, {"var": "n"}, draw.randint(-5, 12), Decimal(draw.randint(-50, 120)) / 10, {"param": "rate"},
            {"param": "gone"}, {"assume": ["n", 3]},
        ])  # fmt: skip
    one = random_number(draw, depth - 1)
    operator = draw.choice(
        ["+", "+", "-", "*", "/", "min", "max", "floor", "ceil", "round", "table", "lost", "if", "first_known", "days",
         "months"]
    )  # fmt: skip
    if operator in ("+", "*", "min", "max", "first_known"):
        return {operator: [one, *(random_number(draw, depth - 1) for _ in range(draw.randint(1, 2)))]}
    if operator in ("-", "/"):
        return {operator: [one, random_number(draw, depth - 1)]}
    if operator in ("floor", "ceil"):
        return {operator: one}
    if operator == "round":
        return {"round": [one, draw.randint(0, 2)]}
    if operator in ("table", "lost"):
        return {"table": ["grid" if operator == "table" else "lost", one]}
    if operator == "if":
        return {"if": [random_test(draw, depth - 1), one, random_number(draw, depth - 1)]}
    return {f"{operator}_between": [random_date(draw, depth - 1), random_date(draw, depth - 1)]}


def random_date(draw: random.Random, depth: int) -> Any:
    """The JSON form of a date expression."""
    if depth == 0 or draw.random() < 0.4:
        return draw.choice([{"var": "d"}, {"var": "e"}, {"on": []}, date(2026, 1, 31)])
    operator = draw.choice(["add_days", "add_months", "add_working_days", "first_of_next_month", "if"])
    inner = random_date(draw, depth - 1)
    if operator == "first_of_next_month":
        return {operator: inner}
    if operator == "if":
        return {"if": [random_test(draw, depth - 1), inner, random_date(draw, depth - 1)]}
    return {operator: [inner, draw.randint(0, 40)]}


def random_test(draw: random.Random, depth: int) -> Any:
    """The JSON form of a boolean expression."""
    if depth == 0 or draw.random() < 0.15:
        return draw.choice(
            [{"var": "p"}, {"var": "q"}, {"is": [{"var": "w"}, "one", "three"]}, {"undecided": []}, True, False]
        )
    operator = draw.choice(["and", "or", "!", "if", "<", "<=", ">", ">=", "==", "!=", "date"])
    if operator in ("and", "or"):
        return {operator: [random_test(draw, depth - 1) for _ in range(draw.randint(2, 4))]}
    if operator == "!":
        return {"!": random_test(draw, depth - 1)}
    if operator == "if":
        return {"if": [random_test(draw, depth - 1) for _ in range(3)]}
    if operator == "date":
        return {draw.choice(["<", "<=", ">="]): [random_date(draw, depth - 1), random_date(draw, depth - 1)]}
    return {operator: [random_number(draw, depth - 1), random_number(draw, depth - 1)]}


def random_facts(draw: random.Random) -> dict[str, Any]:
    """Some of the facts; a third are unknown."""
    facts: dict[str, Any] = {
        "p": draw.random() < 0.5, "q": draw.random() < 0.5, "m": draw.randint(-3, 12),
        "n": Decimal(draw.randint(-30, 120)) / 10, "w": draw.choice(WORDS),
        "d": DAY + timedelta(days=draw.randint(-90, 90)), "e": DAY + timedelta(days=draw.randint(-400, 400)),
    }  # fmt: skip
    return {name: value for name, value in facts.items() if draw.random() < 0.67}


def built(raw: Any) -> Expression:
    """Compile a raw expression over the facts above."""
    return Compiler(Vocabulary(FACTS, PARAMETERS), BUILDERS, where="test").compile(raw)


@pytest.mark.parametrize("seed", range(8))
def test_generated_function_agrees_with_the_tree(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(250):
        raw = draw.choice([random_test, random_number, random_date])(draw, draw.randint(1, 4))
        expression = built(raw)
        function = generate(expression, VALUES.get)
        for _ in range(8):
            facts = random_facts(draw)
            expected, found = expression.read(_Scope(facts)), function(facts, DAY)
            assert (found, type(found)) == (expected, type(expected)), (raw, facts)


@pytest.mark.parametrize("seed", range(8))
def test_noting_function_notes_what_the_tree_notes_in_the_same_order(seed: int) -> None:
    draw = random.Random(1_000 + seed)
    for _ in range(250):
        raw = draw.choice([random_test, random_number, random_date])(draw, draw.randint(1, 4))
        expression = built(raw)
        function = generate_noting(expression, look_up)
        for _ in range(8):
            by_tree, by_function = _Scope(random_facts(draw)), _Scope({})
            by_function.facts = by_tree.facts
            expected, found = expression.read(by_tree), function(by_tree.facts, DAY, by_function)
            assert (found, type(found)) == (expected, type(expected)), (raw, by_tree.facts)
            assert by_function.notes == by_tree.notes, (raw, by_tree.facts)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_remembered_in_the_scope_changes_neither_answers_nor_notes(seed: int) -> None:
    """Two expressions are read in one scope that remembers every part of them, and in one that remembers none."""
    draw, numbering = random.Random(2_000 + seed), Numbering()
    for _ in range(200):
        one, other = (built(random_test(draw, 3)) for _ in range(2))
        raw = random_number(draw, 2)
        pair = (built({"<": [raw, 3]}), built({"and": [{">": [raw, 1]}, {"var": "p"}]}), one, other)
        for expression in pair:
            numbering.of(expression)
        every = frozenset(range(100_000))
        for _ in range(6):
            remembering, forgetting = _Scope(random_facts(draw)), _Scope({})
            forgetting.facts = remembering.facts
            for expression in pair:
                found = generate_noting(expression, look_up, numbering, every)(remembering.facts, DAY, remembering)
                assert found is generate_noting(expression, look_up)(forgetting.facts, DAY, forgetting)
                assert remembering.notes == forgetting.notes
            assert remembering.memo


@pytest.mark.parametrize("seed", range(4))
def test_generated_blame_names_the_facts_that_the_tree_names(seed: int) -> None:
    draw, unknown = random.Random(3_000 + seed), 0
    for _ in range(300):
        expression = built(draw.choice([random_test, random_number, random_date])(draw, draw.randint(1, 4)))
        function = generate_noting(expression, look_up, form="lacking")
        for _ in range(8):
            facts = random_facts(draw)
            if expression.read(_Scope(facts)) is None:
                unknown += 1
                assert list(function(facts, DAY, _Scope(facts))) == lacking(expression, _Scope(facts))
    assert unknown > 200


def test_sides_of_a_comparison_are_given_with_its_value() -> None:
    function = generate_noting(built({">=": [{"+": [{"var": "m"}, 1]}, {"param": "rate"}]}), look_up, form="sides")

    assert function({"m": 2}, DAY, _Scope({})) == (3, Decimal("0.8"), True)
    assert function({}, DAY, _Scope({})) == (None, Decimal("0.8"), None)


def test_equal_expressions_have_one_number_and_others_their_own() -> None:
    numbering = Numbering()
    three, again, four = (built({"floor": {"*": [{"var": "m"}, value]}}) for value in (3, 3, 4))

    assert numbering.of(three) == numbering.of(again)
    assert numbering.of(three) != numbering.of(four)
    assert numbering.of(built({"+": [{"var": "m"}, 1]})) != numbering.of(built({"+": [{"var": "m"}, Decimal("1.0")]}))


def test_generated_function_goes_as_deep_as_the_tree() -> None:
    """Python allows 100 nested blocks; rules may nest further."""
    raw: Any = {"var": "p"}
    for _ in range(40):
        raw = {"and": [{"var": "q"}, {"or": [{"var": "p"}, {"!": raw}]}]}
    expression = built(raw)
    function = generate(expression, VALUES.get)

    for facts in ({"p": True, "q": True}, {"p": False, "q": True}, {"q": True}, {}):
        assert function(facts, DAY) is expression.read(_Scope(facts))
        assert generate_noting(expression, look_up)(facts, DAY, _Scope(facts)) is expression.read(_Scope(facts))


def test_every_condition_of_the_shipped_rules_is_generated(rules: RuleBase) -> None:
    """Nothing in the rule files lies outside what the generator writes: on no facts it says what the tree says."""
    tests = [rule.test for rows in rules.provisions.values() for row in rows for rule in row.conditions]
    assert tests
    for test in tests:
        scope = _Scope({})
        assert generate(test, VALUES.get)({}, DAY) is test.read(scope)
