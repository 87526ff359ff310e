"""Exact numbers of many persons at once: whole numerators over denominators, and where Decimal's 28 digits may differ.

A figure is `numerators / denominator`, never a float, so `12 >= 12` is a tie and not a rounding question. The evaluator
of one person works in Decimal with 28 digits; a quotient such as 1/3 is cut there. `grade` and `slack` follow how far
that can be from the true value, and a person whose comparison or rounding lies that close is noted as a doubt, to be
decided by the evaluator itself (the adaptive filter of computational geometry: Shewchuk 1997).
"""

from collections.abc import Callable
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
FITS = 2**62


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
    if most <= FITS:
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
    n = plus(x.n, y.n, max(-low, high))
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
    divisor, over = parts_of(b)
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


def parts_of(a: Number) -> tuple[int, int]:
    """Numerator and denominator of a constant."""
    n: Any = a.n
    d: Any = a.d
    return n, d


def plus(one: Whole, other: Whole, most: int) -> Whole:
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    if isinstance(one, int):
        one, other = other, one
    return cast("Whole", widen(one, most) + other)


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
