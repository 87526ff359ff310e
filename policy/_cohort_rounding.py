"""Comparing and rounding exact numbers of many persons, noting whom Decimal's 28 digits may put on the other side."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np

from policy._cohort_numbers import (
    EXACT,
    FITS,
    LOOSE,
    Mask,
    Number,
    Whole,
    align,
    both,
    choose,
    parts_of,
    plus,
    scale,
    widen,
)  # fmt: skip


def whole(a: Number, doubt: Callable[[Mask], None], *, up: bool = False) -> Number:
    """Rounded down, or up, to whole numbers."""
    if isinstance(a.d, int) and a.d == 1:
        return a
    numerators = widen(a.n, max(a.most, a.d_high))
    n = -(-numerators // a.d) if up else numerators // a.d
    _close(a, lambda: numerators % a.d == 0, 1, doubt)
    # With differing denominators the value's bounds are those of the numerator over 1.
    low, high = _bounds(a, up=up)
    return Number(_narrow(n, max(-low, high)), 1, a.known, low, high)


def truncate(a: Number, doubt: Callable[[Mask], None]) -> Number:
    """Rounded towards zero, as `int()` does."""
    if isinstance(a.d, int) and a.d == 1:
        return a
    down, up = whole(a, doubt), whole(a, doubt, up=True)
    negative: Any = a.n < 0
    low, high = min(down.low, up.low), max(down.high, up.high)
    return Number(choose(as_mask(negative), up.n, down.n, max(-low, high)), 1, a.known, low, high)


def rounded(a: Number, places: int, doubt: Callable[[Mask], None]) -> Number:
    """Rounded half up (a half away from zero), to decimal places."""
    times, over = (10**places, 1) if places >= 0 else (1, 10**-places)
    up: int
    half: Whole
    base: Whole
    if isinstance(a.d, int):
        if times % (a.d * over) == 0:
            factor = times // (a.d * over)
            _close(a, lambda: False, 2 * times, doubt)
            n = scale(a.n, factor, a.most * factor)
            return Number(n, times, a.known, a.low * factor, a.high * factor, times)
        shared = gcd(2 * times, a.d * over)
        up, half, base = 2 * times // shared, a.d * over // shared, 2 * a.d * over // shared
    else:
        up, half, base = 2 * times, scale(a.d, over, a.d_high * over), scale(a.d, 2 * over, a.d_high * 2 * over)
    most = a.most * up + 2 * a.d_high * over
    size: Any = a.n if a.low >= 0 else abs(a.n)
    shifted = plus(scale(size, up, most), half, most)
    whole_units: Any = shifted // base
    n = whole_units
    _close(a, lambda: shifted % base == 0, 2 * times, doubt)
    if a.low < 0:
        n = n * np.sign(a.n) if isinstance(a.n, np.ndarray) else n * ((a.n > 0) - (a.n < 0))
    reach = _reach(a, times) * over
    n = scale(n, over, reach)
    low = 0 if a.low >= 0 else -reach
    return Number(_narrow(n, reach), times, a.known, low, reach, times)


def compare(operator: str, a: Number, b: Number, doubt: Callable[[Mask], None]) -> tuple[Mask, Mask]:
    """Compare two figures.

    Returns:
        Where it holds, and who has both figures.
    """
    known = both(a.known, b.known)
    if _simple(b, a):
        a, b, operator = b, a, _TURNED[operator]
    holds = _compare_constant(operator, a, b) if _simple(a, b) else None
    if holds is None:
        x, y = align(a, b)
        holds = as_mask(_COMPARE[operator](x.n, y.n))
    grade = max(a.grade, b.grade)
    if grade != EXACT:
        x, y = align(a, b)
        apart = replace(x, known=known, grade=grade, slack=a.slack + b.slack)
        _close(apart, lambda: x.n == y.n, 1, doubt)
    return holds, known


_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": lambda x, y: x < y, "<=": lambda x, y: x <= y, ">": lambda x, y: x > y, ">=": lambda x, y: x >= y,
    "==": lambda x, y: x == y, "!=": lambda x, y: x != y,
}  # fmt: skip


_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def _simple(a: Number, b: Number) -> bool:
    """Whether a single threshold decides, so that no array has to be multiplied."""
    return b.constant and not a.constant and isinstance(a.d, int)


def _compare_constant(operator: str, a: Number, b: Number) -> Mask | None:
    """Compare numerators with the threshold n >= b*d, rounded to the side that keeps the answer."""
    n, d = parts_of(b)
    floor, rest = divmod(n * int(a.d), d)
    if operator in ("==", "!="):
        return None if rest else as_mask(_COMPARE[operator](a.n, floor))
    # < c and >= c turn at the next whole number above c, <= c and > c at the one below.
    turn = floor + (1 if rest and operator in ("<", ">=") else 0)
    if abs(turn) > FITS:
        return None
    return as_mask(_COMPARE[operator](a.n, turn))


def as_mask(value: Any) -> Mask:
    """A comparison of numpy or of plain ints as a mask."""
    return value if isinstance(value, np.ndarray) else bool(value)


def _narrow(values: Any, most: int) -> Any:
    """Back in int64 where a result fits again."""
    if isinstance(values, np.ndarray):
        return values.astype(np.int64) if values.dtype == object and most <= FITS else values
    return int(values)


def _close(a: Number, near: Callable[[], Any], spacing: int, doubt: Callable[[Mask], None]) -> None:
    """Note who lies on a boundary that the Decimal evaluator may see from either side.

    Two different values of denominators d and `spacing` are at least 1 / (d * spacing) apart. With less slack than that
    only somebody exactly on the boundary can be in doubt, and not after a single rounding, which keeps a value of 28
    digits as it is; with more slack, everybody is.
    """
    if a.grade == EXACT:
        return
    if a.slack * a.d_high * spacing >= 1:
        doubt(a.known)
    elif a.grade == LOOSE:
        doubt(both(a.known, as_mask(near())))


def _bounds(a: Number, *, up: bool) -> tuple[int, int]:
    if isinstance(a.d, int):
        return (-(-a.low // a.d), -(-a.high // a.d)) if up else (a.low // a.d, a.high // a.d)
    return min(a.low, 0), max(a.high, 0)


def _reach(a: Number, times: int) -> int:
    return (a.most * times) // (a.d if isinstance(a.d, int) else 1) + 1


def near_bounds(a: Number, bounds: Sequence[Fraction], doubt: Callable[[Mask], None]) -> None:
    """Note who lies on a bound of a table where Decimal's digits decide on which side."""
    if a.grade != EXACT:
        for bound in bounds:
            compare("==", a, bound_number(bound), doubt)


def bound_number(bound: Fraction) -> Number:
    """A bound as a figure that everybody has."""
    return Number(bound.numerator, bound.denominator, True, bound.numerator, bound.numerator, bound.denominator)
