"""How a population's jobs are exposed to AI: one distribution per index, never averaged across indices."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from graph import Snapshot
from insight.errors import PopulationError
from ontology.ids import OccupationId

_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Family:
    """Indices that measure the same thing, from `families.toml`."""

    name: str
    labels: Mapping[str, str]
    indices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexExposure:
    """One index over a population.

    Attributes:
        family, index: which index, of which family.
        people: how many the population has; covered: how many of them work in an occupation with this index.
        mean_percentile: people-weighted mean of the percentile ranks, in [0, 1]; None if nobody is covered.
        quarters: share of the covered people in each quarter of occupations, the least exposed first; sums to 1.
        sources: where the index's values are published.
    """

    family: str
    index: str
    people: int
    covered: int
    mean_percentile: float | None
    quarters: tuple[float, ...]
    sources: tuple[str, ...]

    @property
    def coverage(self) -> float:
        """Share of the people whose occupation has this index, in [0, 1]."""
        return self.covered / self.people


@cache
def families() -> tuple[Family, ...]:
    """All families of indices, in the order of the file."""
    tables = tomllib.loads(resources.files("insight").joinpath("families.toml").read_text("utf-8"))
    return tuple(
        Family(name=name, labels=table["labels"], indices=tuple(table["indices"])) for name, table in tables.items()
    )


def exposure(snapshot: Snapshot, people: Mapping[OccupationId, int]) -> tuple[IndexExposure, ...]:
    """Describe a population's exposure by every index that the graph has.

    A percentile rank is that of the occupation among all occupations of the graph with the index (share below plus
    half the ties), each occupation counting once, so it does not depend on the population.

    Args:
        people: occupation id (or code) -> how many work in it; ids of one row are added up.
    Returns:
        per index, in the order of `families.toml`; indices that no occupation of the graph has are left out.
    Raises:
        UnknownIdError: an id that the graph does not hold.
        PopulationError: a number of people that is negative or no whole number, or nobody at all.
    """
    counts = _counts(snapshot, people)
    records = [snapshot.occupations.record(row) for row in range(len(snapshot.occupations))]
    answers: list[IndexExposure] = []
    for family in families():
        for index in family.indices:
            found = [next((figure for figure in record.figures if figure.name == index), None) for record in records]
            values = np.array([np.nan if figure is None else figure.value for figure in found], dtype=np.float64)
            if np.isnan(values).all():
                continue
            sources = sorted({f"{figure.source} ({figure.year})" for figure in found if figure is not None})
            answers.append(_describe(family.name, index, counts, values, tuple(sources)))
    return tuple(answers)


def _describe(
    family: str, index: str, counts: NDArray[np.int64], values: NDArray[np.float64], sources: tuple[str, ...]
) -> IndexExposure:
    known = ~np.isnan(values)
    ranks = np.zeros(len(values))
    ordered = np.sort(values[known])
    below = np.searchsorted(ordered, values[known], side="left")
    ties = np.searchsorted(ordered, values[known], side="right") - below
    ranks[known] = (below + ties / 2) / len(ordered)
    covered = int(counts[known].sum())
    quarter = np.minimum((ranks * _QUARTERS).astype(int), _QUARTERS - 1)
    shares = np.bincount(quarter[known], weights=counts[known], minlength=_QUARTERS)
    return IndexExposure(
        family=family,
        index=index,
        people=int(counts.sum()),
        covered=covered,
        mean_percentile=float((ranks[known] * counts[known]).sum() / covered) if covered else None,
        quarters=tuple((shares / covered).tolist()) if covered else (0.0,) * _QUARTERS,
        sources=sources,
    )


def _counts(snapshot: Snapshot, people: Mapping[OccupationId, int]) -> NDArray[np.int64]:
    counts = np.zeros(len(snapshot.occupations), dtype=np.int64)
    for key, number in people.items():
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise PopulationError(
                f"{number!r} people in {key!r} cannot be counted.", hint="Give a whole number, 0 or more.", id=key
            )
        counts[snapshot.occupations.index(key)] += number
    if not counts.sum():
        raise PopulationError("The population has nobody in it.", hint="Give at least one occupation with people.")
    return counts
