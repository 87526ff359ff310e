"""Random well-typed rule expressions and random facts for them, the same for the same seed."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from policy import FactSpec
from policy._expression import Compiler, Expression, Vocabulary
from policy._operators import BUILDERS
from policy._values import Kind

ON = date(2026, 11, 22)
WORDS = ("red", "green", "blue", "white")
_TEXT = {"zh": "？", "en": "?"}
#: Fact id -> type. Two of each kind and more numbers, so that one fact is often compared with itself.
TYPES = {
    "whole1": "integer", "whole2": "integer", "money1": "number", "money2": "number", "rate": "number",
    "yes1": "boolean", "yes2": "boolean", "day1": "date", "day2": "date", "colour1": "enum", "colour2": "enum",
}  # fmt: skip
SPECS = {
    name: FactSpec(
        name, kind, "", _TEXT, "fixed", "declared", words=dict.fromkeys(WORDS, _TEXT) if kind == "enum" else {}
    )
    for name, kind in TYPES.items()
}
_KINDS = {"integer": Kind.NUMBER, "number": Kind.NUMBER, "boolean": Kind.BOOLEAN, "date": Kind.DATE, "enum": Kind.WORD}
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass
class Style:
    """What a generator may use.

    Attributes:
        number: draws a literal, a parameter or a fact of type number.
        divisors: literals to divide by; empty to divide by anything.
        places: decimal places to round to.
        month_steps: whether dates may move by months and working days; months may then be counted between any dates.
        open_ended: whether parameters and table values may be missing and points left to an official.
    """

    number: Callable[[random.Random], Decimal]
    divisors: tuple[Decimal, ...]
    places: tuple[int, ...]
    month_steps: bool
    open_ended: bool


#: Quarters and powers of two, of which binary floats hold every sum and product here exactly.
BINARY = Style(
    number=lambda draw: Decimal(draw.randint(-400, 400)) / 4,
    divisors=tuple(map(Decimal, ("2", "4", "-2", "0.5", "8"))),
    places=(0,),
    month_steps=False,
    open_ended=False,
)
#: Any decimals: cents, thirds, five places; what only an exact evaluator gets right.
DECIMAL = Style(
    number=lambda draw: Decimal(draw.randint(-5000, 5000)).scaleb(-draw.choice((0, 0, 1, 2, 2, 5))),
    divisors=(),
    places=(0, 1, 2, 2, 3, -1, -2),
    month_steps=True,
    open_ended=True,
)


@dataclass
class RuleMaker:
    """Draws expressions; parameters are drawn with them, None being one without a row."""

    draw: random.Random
    style: Style
    parameters: dict[str, Any] = field(default_factory=dict)

    def boolean(self, depth: int) -> Any:
        """An expression that is true or false."""
        draw = self.draw
        if depth == 0 or draw.random() < 0.1:
            return self._boolean_leaf()
        form = draw.randrange(10)
        if form < 4:
            return {draw.choice(_COMPARISONS): self._compared(depth - 1)}
        if form < 7:
            return {draw.choice(("and", "or")): [self.boolean(depth - 1) for _ in range(draw.choice((2, 2, 3)))]}
        if form == 7:
            return {"!": self.boolean(depth - 1)}
        if form == 8:
            return {"if": [self.boolean(depth - 1) for _ in range(3)]}
        return {"first_known": [{"var": draw.choice(("yes1", "yes2"))}, self.boolean(depth - 1)]}

    def number(self, depth: int) -> Any:
        """An expression that is a number."""
        draw = self.draw
        if depth == 0 or draw.random() < 0.1:
            return self._number_leaf()
        form = draw.randrange(14)
        if form < 4:
            return {draw.choice(("+", "min", "max", "-")): [self.number(depth - 1), self.number(depth - 1)]}
        if form == 4:
            return {draw.choice(("+", "min", "max")): [self.number(depth - 1) for _ in range(3)]}
        if form == 5:
            return {"*": [self.number(depth - 1), self._number_leaf()]}
        if form == 6:
            return {"/": [self.number(depth - 1), self._divisor()]}
        if form == 7:
            return {draw.choice(("floor", "ceil")): self.number(depth - 1)}
        if form == 8:
            return {"round": [self.number(depth - 1), draw.choice(self.style.places)]}
        if form in (9, 10):
            return {"if": [self.boolean(depth - 1), self.number(depth - 1), self.number(depth - 1)]}
        if form == 11:
            return self._table(depth)
        if form == 12:
            return {"first_known": [{"var": self._numeric_fact()}, self.number(depth - 1)]}
        return {draw.choice(("days_between", "months_between")): [self.day(depth - 1), self.day(depth - 1)]}

    def day(self, depth: int) -> Any:
        """An expression that is a date."""
        draw = self.draw
        if depth <= 0 or draw.random() < 0.4 or not self.style.month_steps:
            return draw.choice(({"var": "day1"}, {"var": "day2"}, {"on": []}))
        form = draw.randrange(6)
        if form == 0:
            return {"if": [self.boolean(depth - 1), self.day(depth - 1), self.day(depth - 1)]}
        if form == 1:
            return {"first_of_next_month": self.day(depth - 1)}
        if form == 2:
            return {"first_known": [self.day(depth - 1), self.day(depth - 1)]}
        step = {"min": [{"max": [{"var": "whole1"}, -40]}, 40]} if draw.random() < 0.5 else draw.randint(-40, 40)
        return {draw.choice(("add_days", "add_months", "add_working_days")): [self.day(depth - 1), step]}

    def _compared(self, depth: int) -> list[Any]:
        """Two sides of a comparison; often ones that meet."""
        draw = self.draw
        if draw.random() < 0.15:
            return [self.day(depth), self.day(depth)]
        one = self.number(depth)
        if draw.random() < 0.2:
            factor = self._divisor()
            return [{"*": [{"/": [one, factor]}, factor]}, one]
        return [one, self.number(depth)]

    def _boolean_leaf(self) -> Any:
        draw = self.draw
        form = draw.randrange(8)
        if form < 3:
            return {"var": draw.choice(("yes1", "yes2"))}
        if form < 6:
            words = draw.sample(WORDS, draw.choice((1, 1, 2, 3)))
            return {"is": [{"var": draw.choice(("colour1", "colour2"))}, *words]}
        if form == 6 and self.style.open_ended:
            return {"undecided": []}
        return draw.random() < 0.5

    def _number_leaf(self) -> Any:
        draw = self.draw
        form = draw.randrange(8)
        if form < 3:
            return {"var": self._numeric_fact()}
        if form == 3:
            return {"assume": [self._numeric_fact(), self.style.number(draw)]}
        if form < 6:
            name = f"p{len(self.parameters)}"
            missing = self.style.open_ended and draw.random() < 0.15
            self.parameters[name] = None if missing else self.style.number(draw)
            return {"param": name}
        return draw.randint(-30, 30) if draw.random() < 0.5 else self.style.number(draw)

    def _divisor(self) -> Any:
        return self.draw.choice(self.style.divisors) if self.style.divisors else self._number_leaf()

    def _numeric_fact(self) -> str:
        return self.draw.choice(("whole1", "whole2", "money1", "money2", "rate"))

    def _table(self, depth: int) -> Any:
        draw = self.draw
        name = f"p{len(self.parameters)}"
        bounds = sorted({self.style.number(draw) for _ in range(draw.randint(1, 6))})
        if not self.style.open_ended:
            # Whoever lies below the first bound has no value; here everybody has one.
            bounds[0] = Decimal(-(10**9))
        self.parameters[name] = tuple((low, self.style.number(draw)) for low in bounds)
        return {"table": [name, self.number(depth - 1)]}


def compiled(raw: Any, parameters: Mapping[str, Any]) -> Expression:
    """Compile a drawn expression."""
    shapes = {
        name: (Kind.NUMBER, "table" if isinstance(value, tuple) else "value") for name, value in parameters.items()
    }
    facts = {name: (_KINDS[kind], WORDS if kind == "enum" else ()) for name, kind in TYPES.items()}
    return Compiler(Vocabulary(facts, shapes), BUILDERS, where="random").compile(raw)


def person(draw: random.Random, style: Style, *, missing: float) -> dict[str, Any]:
    """Random facts, each left out with this probability."""
    facts: dict[str, Any] = {}
    for name, kind in TYPES.items():
        if draw.random() < missing:
            continue
        if kind == "integer":
            facts[name] = draw.randint(-30, 30)
        elif kind == "number":
            facts[name] = style.number(draw)
        elif kind == "boolean":
            facts[name] = draw.random() < 0.5
        elif kind == "date":
            facts[name] = date(2024, 1, 1) + timedelta(days=draw.randrange(1400))
        else:
            facts[name] = draw.choice(WORDS)
    return facts
