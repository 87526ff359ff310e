"""Statements about many persons in three-valued logic, and values that are known for some of them."""

from dataclasses import dataclass

from policy import _cohort_numbers as numbers
from policy._cohort_numbers import Mask, Number, both, either, negate, without


@dataclass(frozen=True, slots=True)
class Truth:
    """A statement about every person: for whom it is true, for whom false; `total` when for nobody unknown."""

    true: Mask
    false: Mask
    total: bool = False


OPEN = Truth(False, False)


#: What a fact, or an expression, is for everybody; an enum fact is the number of its word.
Column = Number | Truth


def conjoin(one: Truth, other: Truth) -> Truth:
    """Kleene's and."""
    return Truth(both(one.true, other.true), either(one.false, other.false), one.total and other.total)


def disjoin(one: Truth, other: Truth) -> Truth:
    """Kleene's or."""
    return Truth(either(one.true, other.true), both(one.false, other.false), one.total and other.total)


def choose_truth(test: Truth, then: Truth, other: Truth) -> Truth:
    def side(one: Mask, two: Mask) -> Mask:
        chosen = either(both(test.true, one), both(test.false, two))
        # An unknown test does not matter where both branches agree.
        return chosen if test.total else either(chosen, both(one, two))

    return Truth(side(then.true, other.true), side(then.false, other.false), test.total and then.total and other.total)


def merge(mask: Mask, one: Number, other: Number, known: Mask) -> Number:
    x, y = numbers.align(one, other)
    low, high = min(x.low, y.low), max(x.high, y.high)
    n = numbers.choose(mask, x.n, y.n, max(-low, high))
    return Number(n, x.d, known, low, high, x.d_high, max(x.grade, y.grade), max(x.slack, y.slack))


def first_known(one: Column, other: Column) -> Column:
    """The first where it is known, else the second."""
    if isinstance(one, Truth) and isinstance(other, Truth):
        if one.total:
            return one
        gap = negate(either(one.true, one.false))
        return Truth(either(one.true, both(gap, other.true)), either(one.false, both(gap, other.false)), other.total)
    if isinstance(one, Truth) or isinstance(other, Truth):
        # The compiler lets only one kind stand together; a statement that nobody has is `UNKNOWN` in a literal.
        return one
    if one.known is True or other.known is False:
        return one
    if one.known is False:
        return other
    return merge(one.known, one, other, either(one.known, other.known))


def stated(holds: Mask, known: Mask) -> Truth:
    if known is True:
        return Truth(holds, negate(holds), True)
    true = both(holds, known)
    return Truth(true, without(known, true))
