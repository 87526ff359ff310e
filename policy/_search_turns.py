"""Where a condition can change its truth while one number or date moves over its grid and all else stays.

Between two neighbouring turns every part of the expression rises, falls or stays, and is known throughout or unknown
throughout. Tables, branches, bounds and divisions add turns of their own, so that a condition that is true on several
ranges is found on all of them.

Limit: a difference of two parts that move the same way, at least one in steps (`floor(x / 3) > x / 4`), may turn at any
step, and so may a product of two. There every value is tried where the fact has at most `_MOST_TRIED`, else `_SPACED`
evenly spaced ones: a range that lies between two of those can be missed, so a nearer repair may exist than the one
found.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from itertools import combinations, pairwise
from typing import Any

from policy._codegen import Function, Resolver, generate
from policy._expression import Expression
from policy._search_range import Grid, Ranges, either

_COMPARISONS = frozenset(("<", "<=", ">", ">=", "==", "!="))
_STEPS = frozenset(
    ("floor", "ceil", "round", "months_between", "add_months", "add_working_days", "first_of_next_month")
)
#: Operators over which turns only add up: truth values, and tables and branches with turns of their own.
_CHOICES = frozenset(("and", "or", "!", "is", "if", "table", "min", "max", "first_known"))
_MOST_TRIED, _SPACED = 1_024, 64


class Functions:
    """The generated functions of expressions and of their parts, written when they are first asked for."""

    def __init__(self, resolve: Resolver) -> None:
        self.resolve = resolve
        self._kept: dict[int, tuple[Expression, Function]] = {}

    def of(self, expression: Expression) -> Function:
        """The function of an expression."""
        kept = self._kept.get(id(expression))
        if kept is None:
            # The expression is kept as well, so that its id stays its own.
            kept = self._kept[id(expression)] = (expression, generate(expression, self.resolve))
        return kept[1]


class Turns:
    """One fact moving, everything else as in `facts`."""

    def __init__(self, grid: Grid, facts: Mapping[str, Any], on: date, functions: Functions) -> None:
        self.grid = grid
        self.facts = dict(facts)
        self.on = on
        self.functions = functions

    def ranges(self, test: Expression, wanted: bool) -> Ranges:
        """Where a boolean expression has the wanted value."""
        starts = self._starts(self.turns(test))
        found: Ranges = ()
        for start, end in pairwise(starts):
            if self.at(test, start) is wanted:
                found = either(found, ((start, end - 1),))
        return found

    def at(self, expression: Expression, index: int) -> Any:
        """An expression's value where the fact is at an index of its grid."""
        self.facts[self.grid.spec.id] = self.grid.value(index)
        return self.functions.of(expression)(self.facts, self.on)

    def turns(self, expression: Expression) -> set[int]:
        """The indices at which a new stretch begins."""
        fact, operator, operands = self.grid.spec.id, expression.operator, expression.operands
        moving = [operand for operand in operands if fact in operand.facts]
        found: set[int] = set().union(*map(self.turns, moving))
        if len(moving) > 1 and operator not in _CHOICES and self._direction(expression) is None:
            found.update(self._samples())
        if operator in _COMPARISONS and moving:
            found |= self._changes(found, *operands)
        elif operator == "table" and moving:
            rows = self.functions.resolve(expression.name) or ()
            for bound, _ in rows:
                found |= self._changes(found, operands[0], bound)
        elif operator in ("min", "max") and moving:
            for one, other in combinations(operands, 2):
                found |= self._changes(found, one, other)
        elif operator == "/" and operands[1] in moving:
            found |= self._changes(found, operands[1], 0)
        return found

    def _direction(self, expression: Expression) -> int | None:
        """Which way a number or date goes between its turns: 1 up, -1 down, 0 nowhere, None one or the other.

        Straight lines may cross in any direction, so only what goes in steps, or is multiplied, asks for one.
        """
        fact, operator, operands = self.grid.spec.id, expression.operator, expression.operands
        if fact not in expression.facts or operator == "table":
            return 0
        if operator in ("var", "assume", "first_known"):
            return 1
        if operator in _COMPARISONS or operator in ("-", "days_between", "months_between"):
            signs = (1, -1) if operator not in ("days_between", "months_between") else (-1, 1)
            ways = [self._turned(operand, sign) for operand, sign in zip(operands, signs, strict=True)]
        elif operator in ("*", "/"):
            moving = [operand for operand in operands if fact in operand.facts]
            if len(moving) > 1 or (operator == "/" and operands[1] in moving):
                return None
            ways = [self._direction(moving[0])]
            for operand in operands:
                if operand is not moving[0]:
                    ways = [self._turned(moving[0], _sign(self.at(operand, self.grid.low)))]
        else:
            # Of a branch the test decides only which of the others goes on.
            ways = [self._direction(operand) for operand in (operands[1:] if operator == "if" else operands)]
        known = {way for way in ways if way != 0}
        if not known:
            return 0
        if len(known) == 1:
            return next(iter(known))
        return None if any(map(_in_steps, operands)) or operator in ("if", "min", "max") else 1

    def _turned(self, expression: Expression, sign: int) -> int | None:
        way = self._direction(expression)
        return None if way is None else way * sign

    def _samples(self) -> range:
        count = self.grid.high - self.grid.low
        return range(self.grid.low, self.grid.high + 1, 1 if count <= _MOST_TRIED else count // _SPACED)

    def _starts(self, turns: set[int]) -> list[int]:
        inside = (index for index in turns if self.grid.low < index <= self.grid.high)
        return [self.grid.low, *sorted(inside), self.grid.high + 1]

    def _changes(self, turns: set[int], left: Expression, right: Any) -> set[int]:
        """Where left, which between the turns only nears or only leaves right, meets, passes or leaves it."""
        found: set[int] = set()
        for start, end in pairwise(self._starts(turns)):
            low, high = self._gap(start, left, right), self._gap(end - 1, left, right)
            if low is None or high is None or _sign(low) == _sign(high):
                continue
            rise = Decimal(-low) * (end - 1 - start) / Decimal(high - low)
            guess = start + int(rise.to_integral_value(ROUND_FLOOR))

            def above(index: int) -> int:
                return _sign(self._gap(index, left, right))

            found.add(_first(start, end - 1, guess, above, _sign(low), leaves=True))
            if low and high:
                found.add(_first(start, end - 1, guess, above, _sign(high), leaves=False))
        return found

    def _gap(self, index: int, left: Expression, right: Any) -> Any:
        """How far left lies above right, in numbers or days; None when one is unknown."""
        one, other = self.at(left, index), self.at(right, index) if isinstance(right, Expression) else right
        if one is None or other is None:
            return None
        gap = one - other
        return gap.days if isinstance(one, date) else gap


def _in_steps(expression: Expression) -> bool:
    return expression.operator in _STEPS or any(map(_in_steps, expression.operands))


def _sign(gap: Any) -> int:
    return 0 if gap is None else (gap > 0) - (gap < 0)


def _first(fails: int, holds: int, guess: int, sign: Callable[[int], int], which: int, *, leaves: bool) -> int:
    """The first index whose sign is `which`, or is no longer; a guess from the slope saves most halvings."""
    for index in (guess - 1, guess, guess + 1):
        if fails < index < holds:
            if (sign(index) == which) is leaves:
                fails = index
            else:
                holds = index
    while holds - fails > 1:
        middle = (fails + holds) // 2
        if (sign(middle) == which) is leaves:
            fails = middle
        else:
            holds = middle
    return holds
