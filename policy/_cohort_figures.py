"""The figures of many persons: exact decimals as whole numbers of a unit, collected chunk by chunk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policy._cohort_numbers import Number

#: Some persons, in the order of the columns.
Persons = slice | NDArray[np.intp]
_FITS = 2**62


@dataclass(frozen=True, slots=True)
class Figures:
    """One figure of every person: `units / divisor`, cut to Decimal's 28 digits like the evaluator's.

    Attributes:
        units: shape (n,), int64; 0 where unknown or in `exceptions`. Of a date the days since 1970-01-01.
        divisor: for example 100 for amounts in cents.
        known: shape (n,), bool.
        exceptions: the values that are no whole number of units, by person.
    """

    units: NDArray[np.int64]
    divisor: int
    known: NDArray[np.bool_]
    exceptions: Mapping[int, Decimal] = field(default_factory=dict)

    def value(self, person: int) -> Decimal | None:
        """One person's figure, exactly; None when it is unknown."""
        if not self.known[person]:
            return None
        if person in self.exceptions:
            return self.exceptions[person]
        return Decimal(int(self.units[person])) / Decimal(self.divisor)

    def floats(self) -> NDArray[np.float64]:
        """Shape (n,), float64: the nearest floats, NaN where unknown."""
        found = np.where(self.known, self.units / self.divisor, np.nan)
        for person, value in self.exceptions.items():
            found[person] = float(value)
        return found

    def dates(self) -> NDArray[np.datetime64]:
        """Shape (n,), datetime64[D]: the days of a figure that is a date, NaT where unknown."""
        return np.where(self.known, self.units.view("M8[D]"), np.datetime64("NaT"))


class Ledger:
    """Collects figures by name."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._parts: dict[str, list[tuple[Persons, Number]]] = {}
        self._set: dict[str, dict[int, Decimal | None]] = {}

    def write(self, name: str, persons: Persons, figure: Number) -> None:
        """Note a figure of some persons."""
        self._parts.setdefault(name, []).append((persons, figure))

    def correct(self, name: str, person: int, value: Decimal | None) -> None:
        """Replace one person's figure."""
        self._set.setdefault(name, {})[person] = value

    def figures(self) -> Iterator[tuple[str, Figures]]:
        """Every figure that somebody has, in the order in which they were first written."""
        for name in {**self._parts, **self._set}:
            found = self._join(self._parts.get(name, []), self._set.get(name, {}))
            if found.known.any():
                yield name, found

    def _join(self, parts: list[tuple[Persons, Number]], changes: Mapping[int, Decimal | None]) -> Figures:
        divisor = lcm(*(part.d for _, part in parts if _is_plain(part))) if parts else 1
        units = np.zeros(self.size, dtype=np.int64)
        known = np.zeros(self.size, dtype=bool)
        exceptions: dict[int, Decimal] = {}
        for persons, part in parts:
            known[persons] = part.known
            if _is_plain(part) and part.most * (factor := divisor // int(part.d)) < _FITS:
                units[persons] = part.n if factor == 1 else part.n * factor
                if part.known is not True:
                    units[persons] = np.where(part.known, units[persons], 0)
            else:
                exceptions.update(_one_by_one(np.arange(self.size)[persons], part))
        for person, value in changes.items():
            known[person], units[person] = value is not None, 0
            exceptions.pop(person, None)
            if value is not None:
                exceptions[person] = value
        return Figures(units, divisor, known, exceptions)


def _is_plain(part: Number) -> bool:
    """Whether a figure is in int64 over one denominator."""
    fits = part.n.dtype != object if isinstance(part.n, np.ndarray) else abs(part.n) < _FITS
    return fits and isinstance(part.d, int) and part.d < _FITS


def _one_by_one(persons: NDArray[np.intp], part: Number) -> Iterator[tuple[int, Decimal]]:
    """Quotients of each person's own denominator, as Decimal divides."""
    n, d, known = np.broadcast_arrays(
        np.asarray(part.n, dtype=object), np.asarray(part.d, dtype=object), np.asarray(part.known)
    )
    shape: Any = (len(persons),)
    n, d, known = (np.broadcast_to(item, shape) for item in (n, d, known))
    for position in np.flatnonzero(known).tolist():
        yield int(persons[position]), Decimal(int(n[position])) / Decimal(int(d[position]))
