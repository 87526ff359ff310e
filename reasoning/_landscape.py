"""What is true of every occupation whoever asks: target or not, group, exposure percentile, pay per region."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from graph import BoolArray, Snapshot
from ontology import Figure, Scheme
from ontology.ids import scheme_of
from ontology.records import Occupation
from reasoning._pay import pay_in
from reasoning._utility import Standing
from reasoning.answers import Change, Pay

_REGIONS_KEPT = 64


class Landscape:
    """Occupation facts of one snapshot, read once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._records: tuple[Occupation, ...] = tuple(
            snapshot.occupations.record(row) for row in range(len(snapshot.occupations))
        )
        #: bool per occupation row: whether moves into it are proposed.
        self.targets: BoolArray = default_targets(snapshot)
        #: name of the figure that stands for exposure, "" if the graph has none.
        self.exposure_figure = self._pick_exposure_figure()
        #: float64 per occupation row, percentile in [0, 1] of that figure, NaN where unknown.
        self.exposure: NDArray[np.float64] = percentiles(self._values(self.exposure_figure))
        #: float64 per occupation row, ISCO-08 skill level 1 to 4, NaN where unknown.
        self.level: NDArray[np.float64] = np.array([skill_level(record.isco_code) for record in self._records])
        self.pay_in = lru_cache(maxsize=_REGIONS_KEPT)(self._pay_in)
        self.standing = lru_cache(maxsize=_REGIONS_KEPT)(self._standing)

    def record(self, occupation: int) -> Occupation:
        """The record of a row."""
        return self._records[occupation]

    def isco(self, occupation: int) -> str:
        """ISCO-08 unit group, 4 digits, or ""."""
        return self._records[occupation].isco_code

    def changes(self, before: int | None, after: int) -> tuple[Change, ...]:
        """Every figure of either occupation, before and after a move, in order of its name."""
        old = {} if before is None else {figure.name: figure for figure in self._records[before].figures}
        new = {figure.name: figure for figure in self._records[after].figures}
        found: list[Change] = []
        for name in sorted(old.keys() | new.keys()):
            known = [part[name] for part in (new, old) if name in part]
            figure = known[0]
            found.append(
                Change(
                    figure=name,
                    before=old[name].value if name in old else None,
                    after=new[name].value if name in new else None,
                    # "USD/year, at least" is longer than "USD/year": a lower limit on either side is told.
                    unit=max((one.unit for one in known), key=len),
                    source=f"{figure.source} ({figure.year})",
                )
            )
        return tuple(found)

    def _pay_in(self, region: str) -> tuple[tuple[Pay | None, ...], NDArray[np.float64]]:
        """Pay per occupation row, as records and as plain amounts (NaN where unknown)."""
        pays = tuple(pay_in(self._snapshot, row, region) for row in range(len(self._records)))
        return pays, np.array([np.nan if pay is None else float(pay.money.amount) for pay in pays])

    def _standing(self, region: str) -> Standing:
        """What counts in each occupation, with the pay of a region."""
        pays, amounts = self.pay_in(region)
        sure = np.array([0.0 if pay is None else pay.confidence for pay in pays])
        return Standing(pay=amounts, sure=sure, exposure=self.exposure, level=self.level)

    def _pick_exposure_figure(self) -> str:
        there = {figure.name for record in self._records for figure in record.figures}
        return next((name for name in exposure_figures() if name in there), "")

    def _values(self, figure: str) -> NDArray[np.float64]:
        return np.array([_value(record.figures, figure) for record in self._records], dtype=np.float64)


def exposure_figures() -> tuple[str, ...]:
    """Names of the figures that may stand for exposure, the preferred one first."""
    names: list[str] = tomllib.loads(resources.files("reasoning").joinpath("figures.toml").read_text("utf-8"))[
        "exposure"
    ]
    return tuple(names)


@cache
def _levels() -> Mapping[str, float]:
    tables = tomllib.loads(resources.files("reasoning").joinpath("figures.toml").read_text("utf-8"))
    return {group: float(level) for group, level in tables["skill_levels"].items()}


def skill_level(isco_code: str) -> float:
    """ISCO-08 skill level of a unit group, 1 to 4; NaN for a code that has none.

    >>> skill_level("9333"), skill_level("1420"), skill_level("1324")
    (1.0, 3.0, 4.0)
    """
    levels = _levels()
    return levels.get(isco_code[:2], levels.get(isco_code[:1], math.nan))


def default_targets(snapshot: Snapshot) -> BoolArray:
    """Occupations that moves are proposed into: those with requirements; of `starter` and `esco` if any are there.

    Returns:
        bool, shape (occupations,).
    """
    asked = np.diff(snapshot.requires.indptr) > 0
    preferred = np.array([scheme_of(id_) in (Scheme.STARTER, Scheme.ESCO) for id_ in snapshot.occupations.ids])
    return asked & preferred if (asked & preferred).any() else asked


def percentiles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Percentile rank of each value among the known ones: share below plus half the share of ties.

    Args:
        values: shape (n,), NaN where unknown.
    Returns:
        shape (n,), each in (0, 1), NaN stays NaN.

    >>> percentiles(np.array([1.0, 3.0, np.nan, 3.0]))
    array([0.16666667, 0.66666667,        nan, 0.66666667])
    """
    known = np.sort(values[~np.isnan(values)])
    if not len(known):
        return values.copy()
    below = np.searchsorted(known, values, side="left")
    ties = np.searchsorted(known, values, side="right") - below
    return np.where(np.isnan(values), np.nan, (below + ties / 2) / len(known))


def _value(figures: Sequence[Figure], name: str) -> float:
    return next((figure.value for figure in figures if figure.name == name), float("nan"))
