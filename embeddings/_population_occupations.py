"""The occupations that simulated people have: whether the work is flexible, and what it pays against the median."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from embeddings._population_columns import FactArray
from embeddings.errors import PopulationError

_FILE = "occupations.csv"
_HEADER = ["id", "flexible", "pay_cn", "pay_us"]


@dataclass(frozen=True, slots=True)
class Occupations:
    """The occupations of the starter graph, all equally likely: an assumption, like the rest of the population.

    Attributes:
        ids: in the order of the arrays.
        flexible: shape (n,), bool.
        pay_cn, pay_us: shape (n,): monthly pay over the median of all, 1 where it is not known.
    """

    ids: tuple[str, ...]
    flexible: NDArray[np.bool_]
    pay_cn: NDArray[np.float64]
    pay_us: NDArray[np.float64]

    def traits(self, rows: NDArray[np.intp]) -> dict[str, FactArray]:
        """What the table of distributions may know of people with these occupations."""
        known = np.ones(len(rows), dtype=bool)
        return {
            "occupation_flexible": FactArray(self.flexible[rows], known),
            "occupation_pay_cn": FactArray(self.pay_cn[rows], known),
            "occupation_pay_us": FactArray(self.pay_us[rows], known),
        }

    def rows(self, occupation: str | None, rng: np.random.Generator, size: int) -> NDArray[np.intp]:
        """Each person's occupation: the known one if we have it, else drawn."""
        if occupation in self.ids:
            return np.full(size, self.ids.index(str(occupation)), dtype=np.intp)
        return rng.integers(0, len(self.ids), size)


@cache
def read_occupations() -> Occupations:
    """The occupations that ship; `pathloom train --starter` writes them from the starter graph.

    Raises:
        PopulationError: another header, or a number that is none.
    """
    text = resources.files("embeddings").joinpath("population", _FILE).read_text("utf-8")
    rows = list(csv.reader(text.splitlines()))
    if not rows or rows[0] != _HEADER:
        raise PopulationError(f"{_FILE} does not begin with {','.join(_HEADER)}.")
    try:
        pay = np.array([[float(row[2]), float(row[3])] for row in rows[1:]])
    except (ValueError, IndexError) as error:
        raise PopulationError(f"{_FILE} holds a pay that is no number ({error}).") from error
    flexible = np.array([row[1] == "true" for row in rows[1:]])
    return Occupations(tuple(row[0] for row in rows[1:]), flexible, pay[:, 0], pay[:, 1])


def occupations_csv(rows: Iterable[tuple[str, bool, float | None, float | None]]) -> str:
    """The file's text.

    Args:
        rows: id, whether flexible, monthly pay in China and in the US (None: unknown); any order.
    """
    listed = sorted(rows)
    medians = [np.median([row[column] for row in listed if row[column] is not None]) for column in (2, 3)]
    lines = [",".join(_HEADER)]
    for key, flexible, *pay in listed:
        ratios = [1.0 if value is None else value / median for value, median in zip(pay, medians, strict=True)]
        lines.append(f"{key},{'true' if flexible else 'false'},{ratios[0]:.3f},{ratios[1]:.3f}")
    return "\n".join(lines) + "\n"
