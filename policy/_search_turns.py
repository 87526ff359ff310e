"""Where a condition can change its truth while one number or date moves over its grid and all else stays.

Between two neighbouring turns every part of the expression rises, falls or stays, and is known throughout or unknown
throughout. Tables, branches, bounds and divisions add turns of their own, so that a condition that is true on several
ranges is found on all of them.

Limit: a difference of two parts that move the same way, at least one in steps (`floor(x / 3) > x / 4`), may turn at any
step, and so may a product of two. There every value is tried where the fact has at most `_MOST_TRIED`, else `_SPACED`
evenly spaced ones: a range that lies between two of those can be missed, so a nearer repair may exist than the one
found.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

from policy._codegen import Function, Resolver, generate
from policy._expression import Expression
from policy._search_range import Grid, Ranges, either
from policy._sharing import Numbering

_COMPARISONS = frozenset(("<", "<=", ">", ">=", "==", "!="))
#: The comparison that says the same from the other side, and the one that says the opposite.
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_STEPS = frozenset(
    ("floor", "ceil", "round", "months_between", "add_months", "add_working_days", "first_of_next_month")
)
#: Operators over which turns only add up: truth values, and tables and branches with turns of their own.
_CHOICES = frozenset(("and", "or", "!", "is", "if", "table", "min", "max", "first_known"))
_MOST_TRIED, _SPACED = 1_024, 64
#: By how much the steps away from a guess grow.
_WIDER = 4


class Functions:
    """The generated functions of expressions and of their parts, written when they are first asked for.

    Equal expressions have one number and one function.
    """

    def __init__(self, resolve: Resolver, numbering: Numbering) -> None:
        self.resolve = resolve
        self.numbering = numbering
        self.number_of = numbering.of
        #: Which way an expression goes when a fact moves, where that is the same for everybody: by the fact, the
        #: number, and how strictly it was asked.
        self.ways: dict[tuple[str, int, bool], int | None] = {}
        self._kept: dict[int, Function] = {}

    def of(self, expression: Expression) -> Function:
        """The function of an expression."""
        number = self.number_of(expression)
        found = self._kept.get(number)
        if found is None:
            found = self._kept[number] = generate(expression, self.resolve, self.numbering)
        return found


class Turns:
    """One fact moving, everything else as in `facts`."""

    def __init__(self, grid: Grid, facts: Mapping[str, Any], on: date, functions: Functions) -> None:
        self.grid = grid
        self.facts = dict(facts)
        self.on = on
        self.functions = functions
        self._found: dict[tuple[int, bool], frozenset[int]] = {}
        # Whether a way that is being followed rests on this person's facts.
        self._personal = False

    def ranges(self, test: Expression, wanted: bool) -> Ranges:
        """Where a boolean expression has the wanted value."""
        if test.operator in _COMPARISONS:
            direct = self._direct(test, wanted)
            if direct is not None:
                return direct
        starts = self._starts(self.turns(test))
        found: Ranges = ()
        for start, end in pairwise(starts):
            if self.at(test, start) is wanted:
                found = either(found, ((start, end - 1),))
        return found

    def _direct(self, test: Expression, wanted: bool) -> Ranges | None:
        """The ranges of a comparison whose other side is unknown, or of the fact itself with what does not move; None
        for all others."""
        fact, (left, right) = self.grid.spec.id, test.operands
        for one, other, operator in ((left, right, test.operator), (right, left, _MIRRORED[test.operator])):
            if fact in other.facts:
                continue
            bound = self.functions.of(other)(self.facts, self.on)
            if bound is None:
                return ()
            if one.operator == "var":
                return self.grid.compared(operator if wanted else _OPPOSITE[operator], bound)
        return None

    def at(self, expression: Expression, index: int) -> Any:
        """An expression's value where the fact is at an index of its grid."""
        self.facts[self.grid.spec.id] = self.grid.value(index)
        return self.functions.of(expression)(self.facts, self.on)

    def turns(self, expression: Expression, *, straight: bool = True) -> frozenset[int]:
        """The indices at which a new stretch begins.

        Args:
            straight: between them everything is a straight line or goes in steps; else it is enough that it only rises,
                only falls or stays, so that the least of two that rise has no turn.
        """
        if self.grid.spec.id not in expression.facts:
            return _NONE
        key = (self.functions.number_of(expression), straight)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = frozenset(self._turns(expression, straight))
        return found

    def _turns(self, expression: Expression, straight: bool) -> set[int]:
        fact, operator, operands = self.grid.spec.id, expression.operator, expression.operands
        moving = [operand for operand in operands if fact in operand.facts]
        way = self._way(expression) if operator in _COMPARISONS or operator in ("min", "max") else None
        found: set[int] = set()
        for operand in moving:
            if operator in _COMPARISONS or operator == "table":
                straight = (way if operator in _COMPARISONS else self._way(operand)) is None
            found |= self.turns(operand, straight=straight)
        if len(moving) > 1 and operator not in _CHOICES and self._direction(expression) is None:
            found.update(self._samples())
        if operator in _COMPARISONS and way != 0:
            found |= self._changes(found, *operands)
        elif operator == "table":
            rows = self.functions.resolve(expression.name) or ()
            for bound, _ in rows:
                found |= self._changes(found, operands[0], bound)
        elif operator in ("min", "max") and (straight or way is None):
            for one, other in combinations(operands, 2):
                found |= self._changes(found, one, other)
        elif operator == "/" and operands[1] in moving:
            found |= self._changes(found, operands[1], 0)
        return found

    def _way(self, expression: Expression) -> int | None:
        """Which way a number or date goes between its turns, or where the gap of a comparison goes, whatever lines it
        follows: 1 up, -1 down, 0 nowhere, None when parts of it go against each other."""
        return self._followed(expression, strict=True)

    def _direction(self, expression: Expression) -> int | None:
        """The same, but straight lines may cross in any direction: only what goes in steps, or is multiplied, asks for
        one."""
        return self._followed(expression, strict=False)

    def _followed(self, expression: Expression, *, strict: bool) -> int | None:
        key, kept = (self.grid.spec.id, self.functions.number_of(expression), strict), self.functions.ways
        if key in kept:
            return kept[key]
        before, self._personal = self._personal, False
        way = self._agreed(expression, strict=strict)
        if not self._personal:
            kept[key] = way
        self._personal |= before
        return way

    def _agreed(self, expression: Expression, *, strict: bool) -> int | None:
        fact, operator, operands = self.grid.spec.id, expression.operator, expression.operands
        way_of = self._way if strict else self._direction
        if fact not in expression.facts or operator == "table":
            return 0
        if operator in ("var", "assume"):
            return 1
        if operator in _COMPARISONS or operator in ("-", "days_between", "months_between"):
            signs = (1, -1) if operator not in ("days_between", "months_between") else (-1, 1)
            ways = [_turned(way_of(operand), sign) for operand, sign in zip(operands, signs, strict=True)]
        elif operator in ("*", "/"):
            moving = [operand for operand in operands if fact in operand.facts]
            if len(moving) > 1 or (operator == "/" and operands[1] in moving):
                return None
            ways = [way_of(moving[0])]
            for operand in operands:
                if operand is not moving[0]:
                    self._personal |= bool(operand.facts) or _reads_day(operand)
                    ways = [_turned(way, _sign(self.at(operand, self.grid.low))) for way in ways]
        else:
            # Of a branch the test decides only which of the others goes on.
            ways = [way_of(operand) for operand in (operands[1:] if operator == "if" else operands)]
        known = {way for way in ways if way != 0}
        if not known:
            return 0
        if len(known) == 1:
            return next(iter(known))
        return None if strict or any(map(_in_steps, operands)) or operator in ("if", "min", "max") else 1

    def _samples(self) -> range:
        count = self.grid.high - self.grid.low
        return range(self.grid.low, self.grid.high + 1, 1 if count <= _MOST_TRIED else count // _SPACED)

    def _starts(self, turns: Iterable[int]) -> list[int]:
        inside = (index for index in turns if self.grid.low < index <= self.grid.high)
        return [self.grid.low, *sorted(inside), self.grid.high + 1]

    def _changes(self, turns: set[int], left: Expression, right: Any) -> set[int]:
        """Where left, which between the turns only nears or only leaves right, meets, passes or leaves it."""
        found: set[int] = set()
        gap = self._gap(left, right)
        for start, end in pairwise(self._starts(turns)):
            last = end - 1
            low, high = gap(start), gap(last)
            if low is None or high is None or _sign(low) == _sign(high):
                continue
            guess = start + int(-low * (last - start) / (high - low))
            below, above = _sign(low), _sign(high)
            found.add(_first(start, last, guess, lambda index: _sign(gap(index)) != below))  # noqa: B023
            if low and high:
                found.add(_first(start, last, guess, lambda index: _sign(gap(index)) == above))  # noqa: B023
        return found

    def _gap(self, left: Expression, right: Any) -> Callable[[int], Any]:
        """How far left lies above right at an index, in numbers or days; None when one is unknown."""
        facts, on, fact, value_at = self.facts, self.on, self.grid.spec.id, self.grid.value
        read, other = self.functions.of(left), self.functions.of(right) if isinstance(right, Expression) else None
        known: dict[int, Any] = {}

        def gap(index: int) -> Any:
            if index not in known:
                facts[fact] = value_at(index)
                one, two = read(facts, on), other(facts, on) if other else right
                apart = None if one is None or two is None else one - two
                known[index] = apart.days if isinstance(apart, timedelta) else apart
            return known[index]

        return gap


_NONE: frozenset[int] = frozenset()


def _in_steps(expression: Expression) -> bool:
    return expression.operator in _STEPS or any(map(_in_steps, expression.operands))


def _sign(gap: Any) -> int:
    return 0 if gap is None else (gap > 0) - (gap < 0)


def _reads_day(expression: Expression) -> bool:
    return expression.operator == "on" or any(map(_reads_day, expression.operands))


def _turned(way: int | None, sign: int) -> int | None:
    return None if way is None else way * sign


def _first(fails: int, holds: int, guess: int, test: Callable[[int], bool]) -> int:
    """The first index that passes; it is looked for around the guess from the slope, in growing steps, then halved."""
    guess, step = min(max(guess, fails + 1), holds), 1
    if guess < holds and not test(guess):
        fails = guess
        while fails + step < holds:
            if test(fails + step):
                holds = fails + step
                break
            fails, step = fails + step, step * _WIDER
    else:
        holds = guess
        while holds - step > fails:
            if not test(holds - step):
                fails = holds - step
                break
            holds, step = holds - step, step * _WIDER
    while holds - fails > 1:
        middle = (fails + holds) // 2
        if test(middle):
            holds = middle
        else:
            fails = middle
    return holds
