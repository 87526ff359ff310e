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
