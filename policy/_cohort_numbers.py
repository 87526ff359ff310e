"""Exact numbers of many persons at once: whole numerators over denominators, and where Decimal's 28 digits may differ.

A figure is `numerators / denominator`, never a float, so `12 >= 12` is a tie and not a rounding question. The evaluator
of one person works in Decimal with 28 digits; a quotient such as 1/3 is cut there. `grade` and `slack` follow how far
that can be from the true value, and a person whose comparison or rounding lies that close is noted as a doubt, to be
decided by the evaluator itself (the adaptive filter of computational geometry: Shewchuk 1997).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import gcd, lcm
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

#: A mask of persons; True or False stands for all of them.
Mask = NDArray[np.bool_] | bool
#: Whole numbers of persons: int64 where proven to fit, else Python ints in an object array; an int stands for all.
Whole = NDArray[Any] | int

#: How the Decimal evaluator's value relates to the true one: the same; the true one rounded once; within `slack` of it.
EXACT, ROUNDED, LOOSE = 0, 1, 2
#: Half a unit in the 28th digit is at most this share of a value (`decimal.getcontext().prec`).
_ULP = 1e-27
_DIGITS = 28
_FITS = 2**62


@dataclass(frozen=True, slots=True)
class Number:
    """One figure of every person; a date is its day number since 1970-01-01.

    Attributes:
        n: numerators, within `low` to `high` (inclusive) also where unknown.
        d: denominators, positive, at most `d_high`.
        known: who has the figure.
        grade: EXACT, ROUNDED or LOOSE; `slack` is the largest distance from the true value.
    """

    n: Whole
    d: Whole
    known: Mask
    low: int
    high: int
    d_high: int = 1
    grade: int = EXACT
    slack: float = 0.0

    @property
    def constant(self) -> bool:
        """Whether one value stands for everybody."""
        return isinstance(self.n, int) and isinstance(self.d, int)

    @property
    def most(self) -> int:
        """The largest absolute numerator."""
        return max(-self.low, self.high, 0)


UNKNOWN = Number(0, 1, False, 0, 0)


def constant(value: Decimal | int) -> Number:
    """A literal or a parameter."""
    ratio = Fraction(value)
    n, d = ratio.numerator, ratio.denominator
    return Number(n, d, True, n, n, d)


def both(one: Mask, other: Mask) -> Mask:
    """And of two masks."""
    if isinstance(one, bool):
        return other if one else False
    if isinstance(other, bool):
        return one if other else False
    return one & other


def either(one: Mask, other: Mask) -> Mask:
    """Or of two masks."""
    if isinstance(one, bool):
        return True if one else other
    if isinstance(other, bool):
        return True if other else one
    return one | other


def without(one: Mask, other: Mask) -> Mask:
    """Those of the first mask who are not in the second."""
    if isinstance(other, bool):
        return False if other else one
    if isinstance(one, bool):
        return ~other if one else False
    return cast("Mask", one > other)


def negate(mask: Mask) -> Mask:
    """Everybody else."""
    return (not mask) if isinstance(mask, bool) else ~mask


def choose(mask: Mask, one: Whole, other: Whole, most: int) -> Whole:
    """The first where the mask holds, else the second; `most` bounds both."""
    if isinstance(mask, bool):
        return one if mask else other
    if isinstance(one, int) and isinstance(other, int) and one == other:
        return one
    return cast("Whole", np.where(mask, widen(one, most), widen(other, most)))


def widen(values: Whole, most: int) -> Any:
    """The same whole numbers in a form that holds results up to `most`."""
    if most <= _FITS:
        return values
    # Beyond int64 Python's own ints take over: slower, and as exact.
    return values.astype(object) if isinstance(values, np.ndarray) else np.array(values, dtype=object)


def scale(values: Whole, factor: Whole, most: int) -> Whole:
    """Multiply; `most` bounds the result."""
    if isinstance(factor, int) and factor == 1:
        return values
    if isinstance(values, int) and isinstance(factor, int):
        return values * factor
    # A constant times nothing but zeros is bounded by 0 and still has to be held itself.
    most = max([most, *(abs(item) for item in (values, factor) if isinstance(item, int))])
    return cast("Whole", widen(values, most) * factor)


def align(a: Number, b: Number) -> tuple[Number, Number]:
    """Bring two figures to one denominator."""
    if isinstance(a.d, int) and isinstance(b.d, int):
        if a.d == b.d:
            return a, b
        common = lcm(a.d, b.d)
        return _stretch(a, common // a.d, common // a.d, common), _stretch(b, common // b.d, common // b.d, common)
    together = scale(a.d, b.d, a.d_high * b.d_high)
    return (
        replace(_stretch(a, b.d, b.d_high, 0), d=together, d_high=a.d_high * b.d_high),
        replace(_stretch(b, a.d, a.d_high, 0), d=together, d_high=a.d_high * b.d_high),
    )


def _stretch(a: Number, factor: Whole, most: int, d: int) -> Number:
    low, high = min(a.low, a.low * most), max(a.high, a.high * most)
    if isinstance(factor, int) and factor == 1:
        return replace(a, d=d, d_high=d)
    n = scale(a.n, factor, max(-low, high))
    return replace(a, n=n, d=d, low=low if a.low < 0 else a.low, high=high if a.high > 0 else a.high, d_high=d)


def add(a: Number, b: Number) -> Number:
    """Sum."""
    x, y = align(a, b)
    low, high = x.low + y.low, x.high + y.high
    n = _plus(x.n, y.n, max(-low, high))
    return _settle(n, x.d, both(a.known, b.known), low, high, x.d_high, (a, b), a.slack + b.slack)


def subtract(a: Number, b: Number) -> Number:
    """Difference."""
    n = -b.n
    return add(a, replace(b, n=n, low=-b.high, high=-b.low))


def multiply(a: Number, b: Number) -> Number:
    """Product."""
    a, b = _cancel(a, b), _cancel(b, a)
    corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
    low, high = min(corners), max(corners)
    n = scale(a.n, b.n, max(-low, high))
    d = scale(a.d, b.d, a.d_high * b.d_high)
    slack = _size(a) * b.slack + _size(b) * a.slack + a.slack * b.slack
    return _settle(n, d, both(a.known, b.known), low, high, a.d_high * b.d_high, (a, b), slack)


def _cancel(a: Number, b: Number) -> Number:
    """The first without the factor that its constant numerator or its denominator shares with the other's."""
    if isinstance(a.n, int) and isinstance(b.d, int) and isinstance(a.d, int) and (shared := gcd(a.n, b.d)) > 1:
        a = replace(a, n=a.n // shared, low=a.n // shared, high=a.n // shared)
    if isinstance(b.n, int) and isinstance(a.d, int) and (shared := gcd(b.n, a.d)) > 1:
        a = replace(a, d=a.d // shared, d_high=a.d // shared)
    return a


def divide(a: Number, b: Number, doubt: Callable[[Mask], None]) -> Number:
    """Quotient; unknown where the divisor is zero."""
    if b.constant:
        return _divide_by_constant(a, b, doubt)
    zero: Any = b.n == 0
    defined = without(both(a.known, b.known), zero)
    if b.grade == LOOSE:
        doubt(both(b.known, zero))
    sign: Any = np.sign(b.n)
    size = choose(zero, 1, scale(b.n, sign, b.most), b.most)
    most_n, most_d = a.most * b.d_high, max(a.d_high * b.most, 1)
    n = scale(scale(a.n, sign, a.most), b.d, most_n)
    d = scale(size, a.d, most_d)
    least = 1 / b.d_high
    if b.slack > least / 2:
        doubt(defined)
    # A divisor of at least `least` that is off by its slack moves the quotient by a * slack / least^2 at most.
    slack = (a.slack + _size(a) / least * b.slack) / max(least - b.slack, least / 2)
    return _settle(n, d, defined, -most_n, most_n, most_d, (a, b), slack)


def _divide_by_constant(a: Number, b: Number, doubt: Callable[[Mask], None]) -> Number:
    divisor, over = _parts(b)
    if divisor == 0:
        if b.grade == LOOSE:
            doubt(both(a.known, b.known))
        return UNKNOWN
    sign = 1 if divisor > 0 else -1
    n, d = sign * over, sign * divisor
    # One rounding, like Decimal's own quotient: the reciprocal is never formed there.
    product = multiply(a, Number(n, d, b.known, n, n, d))
    off = 2 * _size(a) * b.slack * (n / d) ** 2
    return product if b.grade == EXACT else _loosen(product, (a, b), a.slack * abs(n / d) + off)


def smaller(a: Number, b: Number, *, larger: bool = False) -> Number:
    """The smaller of two, or the larger."""
    x, y = align(a, b)
    pick = max if larger else min
    low, high = pick(x.low, y.low), pick(x.high, y.high)
    if isinstance(x.n, int) and isinstance(y.n, int):
        n: Whole = pick(x.n, y.n)
    else:
        most = max(x.most, y.most)
        n = (np.maximum if larger else np.minimum)(widen(x.n, most), widen(y.n, most))
    return Number(
        n, x.d, both(a.known, b.known), low, high, x.d_high, max(a.grade, b.grade), max(a.slack, b.slack)
    )  # fmt: skip


def whole(a: Number, doubt: Callable[[Mask], None], *, up: bool = False) -> Number:
    """Rounded down, or up, to whole numbers."""
    if isinstance(a.d, int) and a.d == 1:
        return a
    n = -(-a.n // a.d) if up else a.n // a.d
    _close(a, lambda: a.n % a.d == 0, 1, doubt)
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
    return Number(choose(_mask(negative), up.n, down.n, max(-low, high)), 1, a.known, low, high)


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
    shifted = _plus(scale(size, up, most), half, most)
    whole_units: Any = shifted // base
    n = whole_units
    _close(a, lambda: shifted % base == 0, 2 * times, doubt)
    if a.low < 0:
        n = n * np.sign(a.n) if isinstance(a.n, np.ndarray) else n * ((a.n > 0) - (a.n < 0))
    if over > 1:
        n = n * over
    reach = _reach(a, times) * over
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
        holds = _mask(_COMPARE[operator](x.n, y.n))
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
    n, d = _parts(b)
    floor, rest = divmod(n * int(a.d), d)
    if operator in ("==", "!="):
        return None if rest else _mask(_COMPARE[operator](a.n, floor))
    # < c and >= c turn at the next whole number above c, <= c and > c at the one below.
    turn = floor + (1 if rest and operator in ("<", ">=") else 0)
    if abs(turn) > _FITS:
        return None
    return _mask(_COMPARE[operator](a.n, turn))


def _parts(a: Number) -> tuple[int, int]:
    """Numerator and denominator of a constant."""
    n: Any = a.n
    d: Any = a.d
    return n, d


def _mask(value: Any) -> Mask:
    return value if isinstance(value, np.ndarray) else bool(value)


def _narrow(values: Any, most: int) -> Any:
    """Back in int64 where a result fits again."""
    if isinstance(values, np.ndarray):
        return values.astype(np.int64) if values.dtype == object and most <= _FITS else values
    return int(values)


def _plus(one: Whole, other: Whole, most: int) -> Whole:
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    if isinstance(one, int):
        one, other = other, one
    return cast("Whole", widen(one, most) + other)


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
        doubt(both(a.known, _mask(near())))


def _bounds(a: Number, *, up: bool) -> tuple[int, int]:
    if isinstance(a.d, int):
        return (-(-a.low // a.d), -(-a.high // a.d)) if up else (a.low // a.d, a.high // a.d)
    return min(a.low, 0), max(a.high, 0)


def _reach(a: Number, times: int) -> int:
    return (a.most * times) // (a.d if isinstance(a.d, int) else 1) + 1


def _size(a: Number) -> float:
    """The largest absolute value."""
    return a.most / (a.d if isinstance(a.d, int) else 1)


def _settle(
    n: Whole, d: Whole, known: Mask, low: int, high: int, d_high: int, operands: tuple[Number, Number], slack: float
) -> Number:
    """A result reduced by what its denominator and a constant share, with the grade that Decimal's digits leave it."""
    if isinstance(n, int) and isinstance(d, int):
        shared = gcd(n, d)
        n, d = n // shared, d // shared
        low, high, d_high = n, n, d
    result = Number(n, d, known, low, high, d_high)
    exact = operands[0].grade == operands[1].grade == EXACT
    if exact and isinstance(d, int) and _digits(result.most, d) <= _DIGITS:
        return result
    return _loosen(result, operands, slack)


def _loosen(result: Number, operands: tuple[Number, Number], slack: float) -> Number:
    exact = operands[0].grade == operands[1].grade == EXACT
    # Python's own ints never round: beyond 28 digits the evaluator may be better than Decimal.
    grade = ROUNDED if exact and result.most < 10**_DIGITS else LOOSE
    return replace(result, grade=grade, slack=slack * (1 + _ULP) + _size(result) * _ULP)


def _digits(most: int, d: int) -> int:
    """How many digits the decimals n/d with |n| <= most need; more than 28 when they do not end."""
    places = _places(d)
    return _DIGITS + 1 if places is None else len(str(most * 10**places // d)) + 1


@cache
def _places(d: int) -> int | None:
    """The fewest decimal places in which 1/d ends, or None."""
    twos = (d & -d).bit_length() - 1
    rest, fives = d >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def near_bounds(a: Number, bounds: Sequence[Fraction], doubt: Callable[[Mask], None]) -> None:
    """Note who lies on a bound of a table where Decimal's digits decide on which side."""

    def on_bound() -> Any:
        return np.any([a.n * bound.denominator == a.d * bound.numerator for bound in bounds], axis=0)

    _close(a, on_bound, max(bound.denominator for bound in bounds), doubt)
