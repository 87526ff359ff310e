"""A fact of many simulated people: one numpy array and who has a value."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import PopulationError

Mask = NDArray[np.bool_]
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class FactArray:
    """One fact of n people.

    Attributes:
        values: shape (n,): bool, float64, words or datetime64[D]; anything where it is not known.
        known: shape (n,): who has the fact.
    """

    values: NDArray[Any]
    known: Mask

    @classmethod
    def of_one(cls, value: object, size: int) -> "FactArray":
        """The same known value for everybody; dates as `date` or ISO text.

        Raises:
            PopulationError: no single value, such as a list.
        """
        return cls(np.full(size, _plain(value)), np.ones(size, dtype=bool))

    def is_any(self, values: Sequence[object]) -> Mask:
        """Who has one of the values."""
        found = np.zeros(len(self.values), dtype=bool)
        for value in values:
            found |= self.values == _plain(value)
        return found & self.known

    def take(self, people: NDArray[Any]) -> "FactArray":
        """Some of the people: a mask or positions."""
        return FactArray(self.values[people], self.known[people])

    def objects(self) -> NDArray[Any]:
        """Plain Python values, None where there is none; shape (n,), object."""
        found = self.values.astype(object)
        found[~self.known] = None
        return found


def joined(parts: Sequence[Mapping[str, FactArray]]) -> dict[str, FactArray]:
    """People drawn one lot after another as one lot; all lots have the same facts."""
    if len(parts) == 1:
        return dict(parts[0])
    return {
        name: FactArray(
            np.concatenate([part[name].values for part in parts]), np.concatenate([part[name].known for part in parts])
        )
        for name in parts[0]
    }


def _plain(value: object) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return float(value)
    if isinstance(value, date):
        return np.datetime64(value, "D")
    if isinstance(value, str):
        return np.datetime64(value, "D") if _DATE.fullmatch(value) else value
    raise PopulationError(f"{value!r} is no single value, so nobody can be simulated with it.")
