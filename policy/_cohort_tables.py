"""Looking up dated tables for many persons."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policy._cohort_numbers import Mask, Number, both
from policy._cohort_rounding import as_mask, bound_number, compare, near_bounds

#: Tables whose keys are whole numbers in a range no wider are looked up by position.
_WIDEST_LOOKUP = 1 << 16


_WIDEST_STEP = 1 << 62


@dataclass(frozen=True, slots=True)
class Table:
    """A table prepared for keys of one denominator and range.

    Attributes:
        rows: the table itself, kept so that its identity stays its own.
        bounds: lower bounds; `steps` the same as numerators of the key, None when denominators differ by person.
        values: numerators over `d`; the first stands below the first bound, where there is no value.
        positions: by key, where the range of keys is small: the position of the value.
    """

    rows: Any
    bounds: tuple[Fraction, ...]
    steps: tuple[int, ...] | None
    values: NDArray[np.int64]
    d: int
    positions: NDArray[np.intp] | None

    @classmethod
    def of(cls, rows: Any, key: Number) -> "Table":
        """Prepare a table."""
        bounds = tuple(Fraction(low) for low, _ in rows)
        results = [Fraction(value) for _, value in rows]
        d = lcm(*(value.denominator for value in results))
        values = np.array([0, *(int(value * d) for value in results)], dtype=np.int64)
        if not isinstance(key.d, int):
            return cls(rows, bounds, None, values, d, None)
        steps = tuple(-((-low.numerator * key.d) // low.denominator) for low in bounds)
        positions = None
        if key.high - key.low < _WIDEST_LOOKUP and max(abs(key.low), abs(key.high), abs(steps[-1])) < _WIDEST_STEP:
            positions = np.searchsorted(np.array(steps), np.arange(key.low, key.high + 1), side="right")
        return cls(rows, bounds, steps, values, d, positions)

    def look_up(self, key: Number, doubt: Callable[[Mask], None]) -> Number:
        """The value of the highest bound not above each key."""
        near_bounds(key, self.bounds, doubt)
        position = self._position(key)
        n: Any = self.values[position]
        found = True if self.steps is not None and key.low >= self.steps[0] else as_mask(position > 0)
        low, high = int(self.values.min()), int(self.values.max())
        return Number(
            n if isinstance(n, np.ndarray) else int(n), self.d, both(key.known, found), low, high, self.d
        )  # fmt: skip

    def _position(self, key: Number) -> Any:
        if self.steps is None:
            reached = (compare(">=", key, bound_number(low), lambda _mask: None)[0] for low in self.bounds)
            return sum(np.asarray(mask, dtype=np.intp) for mask in reached)
        if isinstance(key.n, int):
            return bisect_right(self.steps, key.n)
        if self.positions is not None:
            return self.positions[key.n - key.low if key.low else key.n]
        # Keys in int64 lie within the widest step, so a bound beyond it may as well stand there.
        steps = self.steps if key.n.dtype == object else np.clip(self.steps, -_WIDEST_STEP, _WIDEST_STEP)
        return np.searchsorted(np.array(steps, dtype=key.n.dtype), key.n, side="right")
