"""A tiny reader of FEEL, as far as our tables use it: null in, null out, and nothing shared with the writer."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

_TOKEN = re.compile(
    r'\s*(?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>round half up|years and months duration|'
    r"[a-z_][a-z0-9_]*)|(?P<sign><=|>=|!=|[-+*/<>=().,]))"
)


class FeelReader:
    """Evaluates one expression over named values; `null` is None."""

    def __init__(self, text: str, values: Mapping[str, Any]) -> None:
        self._tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            found = _TOKEN.match(text, at)
            assert found, f"no FEEL at {text[at : at + 20]!r}"
            self._tokens.append((found.lastgroup or "", found[found.lastgroup or 0]))
            at = found.end()
        self._at = 0
        self._values = values

    def value(self) -> Any:
        """The value of the whole text."""
        result = self._or()
        assert self._at == len(self._tokens), self._tokens[self._at :]
        return result

    def _take(self, *texts: str) -> str | None:
        if self._at < len(self._tokens) and self._tokens[self._at][1] in texts:
            self._at += 1
            return self._tokens[self._at - 1][1]
        return None

    def _need(self, text: str) -> None:
        assert self._take(text), (text, self._tokens[self._at : self._at + 3])

    def _or(self) -> Any:
        result = self._and()
        while self._take("or"):
            other = self._and()
            result = True if True in (result, other) else None if None in (result, other) else False
        return result

    def _and(self) -> Any:
        result = self._comparison()
        while self._take("and"):
            other = self._comparison()
            result = False if False in (result, other) else None if None in (result, other) else True
        return result

    def _comparison(self) -> Any:
        left = self._sum()
        sign = self._take("<=", ">=", "<", ">", "=", "!=")
        if sign is None:
            return left
        right = self._sum()
        if sign in ("=", "!="):
            # Equality is defined for null as well.
            return (left == right) is (sign == "=")
        if left is None or right is None:
            return None
        return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]

    def _sum(self) -> Any:
        result = self._product()
        while sign := self._take("+", "-"):
            other = self._product()
            if result is None or other is None:
                result = None
            elif isinstance(result, date) and isinstance(other, Callable):  # type: ignore[arg-type]
                result = other(result)
            else:
                result = result + other if sign == "+" else result - other
        return result

    def _product(self) -> Any:
        result = self._dotted()
        while sign := self._take("*", "/"):
            other = self._dotted()
            if result is None or other is None or (sign == "/" and other == 0):
                result = None
            else:
                result = result * other if sign == "*" else Decimal(result) / Decimal(other)
        return result

    def _dotted(self) -> Any:
        result = self._atom()
        while self._take("."):
            name = self._tokens[self._at][1]
            self._at += 1
            result = None if result is None else Decimal(getattr(result, name))
        return result

    def _atom(self) -> Any:
        if self._take("("):
            result = self._or()
            self._need(")")
            return result
        if self._take("if"):
            test = self._or()
            self._need("then")
            then = self._or()
            self._need("else")
            other = self._or()
            # A test of null takes the else branch.
            return then if test is True else other
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return Decimal(text)
        if kind == "string":
            return re.sub(r"\\(.)", r"\1", text[1:-1])
        if text in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[text]
        if self._take("("):
            return self._call(text)
        assert text in self._values, f"no input {text!r}"
        return self._values[text]

    def _call(self, name: str) -> Any:
        given = []
        while not self._take(")"):
            given.append(self._or())
            self._take(",")
        return None if None in given else _FUNCTIONS[name](*given)


def _months(count: int) -> Callable[[date], date]:
    def add(day: date) -> date:
        month = day.year * 12 + day.month - 1 + count
        first = date(month // 12, month % 12 + 1, 1)
        last = date((month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)
        return min(first + timedelta(days=day.day - 1), last)

    return add


def _duration(text: str) -> Any:
    found = re.fullmatch(r"P(-?\d+)([DM])", text)
    assert found, text
    return timedelta(days=int(found[1])) if found[2] == "D" else _months(int(found[1]))


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "not": lambda value: not value,
    "min": min,
    "max": max,
    "floor": lambda value: Decimal(value).to_integral_value(ROUND_FLOOR),
    "ceiling": lambda value: Decimal(value).to_integral_value(ROUND_CEILING),
    "round half up": lambda value, places: Decimal(value).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP),
    "string": lambda value: f"{Decimal(value).normalize():f}",
    "duration": _duration,
    "date": lambda *parts: date.fromisoformat(parts[0]) if len(parts) == 1 else date(*map(int, parts)),
}


def unary_test(test: str, value: Any) -> bool:
    """Whether an input entry of a decision table holds for a value; an ordering over null does not."""
    if test == "-":
        return True
    span = re.fullmatch(r"([\[(])(.+)\.\.(.+)([\])])", test)
    if span:
        low, high = (FeelReader(text, {}).value() for text in (span[2], span[3]))
        if value is None:
            return False
        return (value >= low if span[1] == "[" else value > low) and (value <= high if span[4] == "]" else value < high)
    if re.match(r"(<=|>=|<|>) ", test):
        return FeelReader(f"input {test}", {"input": value}).value() is True
    return any(FeelReader(f"input = {part}", {"input": value}).value() for part in test.split(", "))
