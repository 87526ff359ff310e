"""Where a fact compares with a bound, on grids of whole numbers, cents and days."""

import operator as python
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from policy import RuleBase
from policy._facts import FactSpec
from policy._search_range import Grid

_COMPARISONS = {
    "<": python.lt, "<=": python.le, ">": python.gt, ">=": python.ge, "==": python.eq, "!=": python.ne,
}  # fmt: skip


def _of_type(rules: RuleBase, kind: str) -> FactSpec:
    return next(spec for spec in rules.facts.values() if spec.type == kind)


@pytest.mark.parametrize(
    ("kind", "bounds"),
    [
        ("integer", (Decimal("4.5"), 5, Decimal(5), -1, 12, 13, Decimal(1) / 3)),
        ("number", (Decimal("0.05"), Decimal("0.055"), 0, -1, Decimal("0.12"), 1, Decimal(1) / 30)),
        ("date", tuple(date.fromordinal(700_000) + timedelta(days=days) for days in (-1, 0, 5, 12, 13))),
    ],
)
@pytest.mark.parametrize("operator", list(_COMPARISONS))
def test_ranges_hold_exactly_the_values_that_compare(
    rules: RuleBase, kind: str, bounds: tuple[Any, ...], operator: str
) -> None:
    low = 700_000 if kind == "date" else 0
    grid = Grid(_of_type(rules, kind), low, low + 12)
    for bound in bounds:
        ranges = grid.compared(operator, bound)
        inside = {index for first, last in ranges for index in range(first, last + 1)}
        assert inside == {
            index for index in range(low, low + 13) if _COMPARISONS[operator](grid.value(index), bound)
        }, bound
        assert list(ranges) == sorted(ranges)
