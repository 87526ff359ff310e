"""Ranges of a fact's values on a grid: whole numbers, cents and days, each with its index.

A range is a pair of indices, both inclusive; ranges are sorted and do not touch. What lies between two points of the
grid (a tenth of a cent) is never proposed, but is a valid place to start from.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from policy._calendar import FIRST_DAY, LAST_DAY
from policy._facts import FactSpec
from policy._values import Value

Ranges = tuple[tuple[int, int], ...]

#: Steps of a number fact to the unit: cents.
_CENTS, _CENT = 100, Decimal("0.01")
#: How far dates are searched from where they are, in days: ten years.
_MOST_DAYS = 3_660


@dataclass(frozen=True, slots=True)
class Grid:
    """The values that a number or date fact can be changed to, from index `low` to `high`."""

    spec: FactSpec
    low: int
    high: int

    @classmethod
    def of(cls, spec: FactSpec) -> "Grid":
        """The grid of a fact within its bounds."""
        if spec.type == "date":
            return cls(spec, FIRST_DAY.toordinal(), LAST_DAY.toordinal())
        steps = 1 if spec.type == "integer" else _CENTS
        low, high = Decimal(spec.minimum or 0) * steps, Decimal(spec.maximum or 0) * steps
        return cls(spec, int(low.to_integral_value(ROUND_CEILING)), int(high.to_integral_value(ROUND_FLOOR)))

    def value(self, index: int) -> Value:
        """The value at an index."""
        if self.spec.type == "date":
            return date.fromordinal(index)
        return index if self.spec.type == "integer" else index * _CENT

    def index(self, value: Any) -> Any:
        """Where a value lies; not whole for a number that is finer than cents."""
        if self.spec.type == "date":
            return value.toordinal()
        return value if self.spec.type == "integer" else value * _CENTS

    def compared(self, operator: str, bound: Any) -> Ranges:
        """Where the fact's value compares with a bound as the operator says."""
        here = self.index(bound)
        under, over = math.ceil(here) - 1, math.floor(here) + 1
        spans = {
            "<": ((self.low, under),), "<=": ((self.low, over - 1),), ">": ((over, self.high),),
            ">=": ((under + 1, self.high),), "==": ((under + 1, over - 1),),
            "!=": ((self.low, under), (over, self.high)) if under + 1 == over - 1 else ((self.low, self.high),),
        }  # fmt: skip
        return both(((self.low, self.high),), spans[operator])

    def nearest(self, ranges: Ranges, before: Any, on: date) -> list[Value]:
        """The values of the ranges next to what the fact is now, upwards and downwards as far as it can move.

        Of an unknown number it is the boundary: the least that is in the first range, or the most where everything
        below is in it too. An unknown date starts from the day of the question, which is proposed if it will do.
        """
        if not ranges:
            return []
        if before is None and self.spec.type != "date":
            first, last = ranges[0]
            return [self.value(first if first > self.low or last == self.high else last)]
        here = self.index(on if before is None else before)
        at = bisect_right(ranges, here, key=_first)
        if before is None and at and here <= ranges[at - 1][1]:
            return [on]
        ends = ([ranges[at][0]] if at < len(ranges) else []) + ([ranges[at - 1][1]] if at else [])
        return self._reached(ends, here)

    def ends(self, ranges: Ranges, before: Any, on: date) -> list[Value]:
        """Both ends of every range, the nearest first: for a fact that other parts of the rule read as well, since the
        nearest value that suits them all is an end of one of their ranges."""
        # The bounds of the fact itself are no boundary of the rule.
        every = [
            index
            for low, high in ranges
            for index in ((low,) if high in (low, self.high) else (high,) if low == self.low else (low, high))
        ]
        if before is None and self.spec.type != "date":
            return [self.value(index) for index in every]
        here = self.index(on if before is None else before)
        inside = before is None and any(low <= here <= high for low, high in ranges)
        return ([on] if inside else []) + self._reached(every, here)

    def _reached(self, indices: list[int], here: Any) -> list[Value]:
        """The values at those indices that the fact can move to from here, the nearest first."""
        if self.spec.moves == "up":
            indices = [index for index in indices if index >= here]
        elif self.spec.moves == "down":
            indices = [index for index in indices if index <= here]
        if self.spec.type == "date":
            indices = [index for index in indices if abs(index - here) <= _MOST_DAYS]
        return [self.value(index) for index in sorted(indices, key=lambda index: abs(index - here))]


def _first(span: tuple[int, int]) -> int:
    return span[0]


def both(one: Ranges, other: Ranges) -> Ranges:
    """What lies in both."""
    found = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return tuple(sorted(span for span in found if span[0] <= span[1]))


def either(one: Ranges, other: Ranges) -> Ranges:
    """What lies in one or the other."""
    found: list[tuple[int, int]] = []
    for low, high in sorted((*one, *other)):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple(found)
