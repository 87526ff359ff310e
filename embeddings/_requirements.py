"""Which general skills an occupation requires, learned from the hand-written lists of other occupations.

Two stages. Kernel ridge regression carries the lists of like occupations over, one opinion for each way of being alike
and one for all together; logistic regression then weighs these opinions with what the occupation's own evidence says of
each skill. The second stage learns from opinions on occupations whose own lists the first has not seen, so it learns
how far an opinion can be trusted. Its log-odds are bent at both ends to what was so (beta calibration).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_expit

from embeddings._likeness import Likeness, RequirementSignals, Rows, Table
from embeddings._logistic import fit
from embeddings._settings import RequirementSettings, settings
from embeddings.errors import NotTrainableError

Lists = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opinions:
    """The first stage: what the lists of like occupations say.

    Attributes:
        rows: the occupations that the lists are of, shape (t,).
        mean: share of the lists that have each skill, shape (m,).
        weights: per way of being alike and then for all together, shape (t, m).
    """

    rows: Rows
    mean: Table
    weights: tuple[Table, ...]

    @classmethod
    def learn(cls, likeness: Likeness, rows: Rows, lists: Lists, chosen: RequirementSettings) -> "_Opinions":
        mean = lists.mean(axis=0)
        weights = [
            np.linalg.solve(table + ridge * np.eye(len(rows)), lists - mean)
            for table, ridge in _with_all(likeness.between(rows, rows), chosen)
        ]
        return cls(rows=rows, mean=mean, weights=tuple(weights))

    def of(self, likeness: Likeness, rows: Rows, chosen: RequirementSettings) -> list[Table]:
        """Tables of shape (len(rows), m): one per way, and all together."""
        tables = [table for table, _ in _with_all(likeness.between(rows, self.rows), chosen)]
        return [self.mean + table @ weights for table, weights in zip(tables, self.weights, strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weights:
    """The second stage: log-odds = table · weights + intercept, then two slopes, for the low and the high end.

    Kull, Silva Filho & Flach 2017, "Beta calibration"; the slopes of ln p and of -ln(1 - p) are >= 0.
    """

    weights: Table
    intercept: float
    low: float
    high: float
    shift: float

    @classmethod
    def learn(cls, table: Table, wanted: Lists, names: tuple[str, ...], chosen: RequirementSettings) -> "_Weights":
        weights, means, intercept = fit(table, wanted, signals=names, ridge=chosen.weight_ridge, prior=0.0)
        log_odds = table @ weights + intercept - float(weights @ means)
        ends = np.stack([log_expit(log_odds), -log_expit(-log_odds)], axis=-1)
        slopes, ends_means, shift = fit(ends, wanted, signals=("low", "high"), ridge=chosen.weight_ridge, prior=1.0)
        return cls(
            weights=weights, intercept=intercept - float(weights @ means),
            low=float(slopes[0]), high=float(slopes[1]), shift=shift - float(slopes @ ends_means),
        )  # fmt: skip

    def probabilities(self, table: Table) -> Table:
        log_odds = table @ self.weights + self.intercept
        ends = self.low * log_expit(log_odds) - self.high * log_expit(-log_odds)
        return np.asarray(expit(ends + self.shift), dtype=np.float64)


class RequirementModel:
    """How probable it is that a hand-written list of an occupation holds a skill.

    Attributes:
        weights: name of what is weighed -> log-odds per unit, >= 0, before calibration.
        least: a skill less probable than this is not worth stating.
        essential_from: a skill at least this probable is essential more often than not.
    """

    def __init__(self, signals: RequirementSignals, likeness: Likeness, opinions: _Opinions, weights: _Weights) -> None:
        self.least, self.essential_from = settings().requirements.least, settings().requirements.essential_from
        self.weights = dict(zip(_names(signals), weights.weights.tolist(), strict=True))
        self._signals, self._likeness, self._opinions, self._weights = signals, likeness, opinions, weights

    def probabilities(self, rows: Sequence[int]) -> Table:
        """Of each skill for each of these occupations; float64 in (0, 1), shape (len(rows), m)."""
        places = np.asarray(rows, dtype=np.intp)
        said = self._opinions.of(self._likeness, places, settings().requirements)
        return self._weights.probabilities(_features(self._signals, places, said))

    def alike(self, rows: Sequence[int]) -> Table:
        """How alike each of these occupations is to that of each list; mean of all ways, in [0, 1], shape (., t)."""
        tables = self._likeness.between(np.asarray(rows, dtype=np.intp), self._opinions.rows)
        return np.asarray(np.mean(tables, axis=0), dtype=np.float64)


def fit_requirements(signals: RequirementSignals, rows: Sequence[int], lists: Lists) -> RequirementModel:
    """Learn from hand-written lists. Deterministic; t = 160 lists of m = 340 skills take about two seconds.

    Args:
        rows: which occupation of the signals each list is of; several lists may be of the same one.
        lists: whether each list holds each general skill, shape (t, m).
    Raises:
        NotTrainableError: fewer lists than `settings.toml` asks for.
    """
    chosen = settings().requirements
    if len(set(rows)) < chosen.least_lists:
        raise NotTrainableError(
            f"{len(set(rows))} occupations have hand-written requirements; {chosen.least_lists} are the least to learn"
            " from.",
            hint="Import occupations with hand-written requirements first: pathloom import starter.",
            hint_zh="请先导入带有人工编写技能要求的职业：pathloom import starter。",
        )
    places = np.asarray(rows, dtype=np.intp)
    likeness = Likeness(signals)
    tables, wanted = [], []
    for held_out in _folds(places, chosen):
        opinions = _Opinions.learn(likeness, places[~held_out], lists[~held_out], chosen)
        table = _features(signals, places[held_out], opinions.of(likeness, places[held_out], chosen))
        tables.append(table.reshape(-1, table.shape[-1]))
        wanted.append(lists[held_out].ravel())
    weights = _Weights.learn(np.vstack(tables), np.concatenate(wanted), _names(signals), chosen)
    return RequirementModel(signals, likeness, _Opinions.learn(likeness, places, lists, chosen), weights)


def _with_all(tables: list[Table], chosen: RequirementSettings) -> list[tuple[Table, float]]:
    """Each way with its ridge, and the mean of all ways with its own."""
    every = np.mean(tables, axis=0)
    return [*((table, chosen.ridge) for table in tables), (every, chosen.ridge_of_all)]


def _names(signals: RequirementSignals) -> tuple[str, ...]:
    return (*signals.evidence, *(f"lists by {way}" for way in Likeness.ways), "lists")


def _features(signals: RequirementSignals, rows: Rows, opinions: list[Table]) -> Table:
    """Shape (len(rows), m, k)."""
    return np.stack([*(table[rows] for table in signals.evidence.values()), *opinions], axis=-1)


def _folds(places: Rows, chosen: RequirementSettings) -> list[NDArray[np.bool_]]:
    """Which lists are held out in each fold; lists of one occupation together."""
    shuffled = np.random.default_rng(chosen.seed).permutation(np.unique(places))
    return [np.isin(places, shuffled[fold :: chosen.folds]) for fold in range(chosen.folds)]
