"""What two occupations taken at random look like in a graph, so that a score means the same in another graph.

O*NET requires the same things of everybody, ESCO words them apart: any two O*NET occupations share nine tenths of
their skills, any two of ESCO's next to none. A scorer fitted on one graph would call every move likely on the other.
Its references are therefore moved by the difference of the two backgrounds. Within a graph this changes no ranking,
and it rests on no labels: on a graph without held-out moves nothing can prove the calibration.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from embeddings._logistic import UNSEEN_SCALE, Coefficients, shape
from embeddings._signals import ALL_SIGNALS, SignalSpace
from graph import Origin, Snapshot

#: Origins drawn; with all their targets that is 190,000 pairs on full ESCO, in a third of a second.
_ORIGINS = 64
#: Fewer occupations are no background: a hand-picked dozen may well all be alike.
_LEAST_OCCUPATIONS = 100


def background(snapshot: Snapshot, space: SignalSpace, powers: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Mean shaped signals of random pairs of occupations with requirements.

    Args:
        powers: shape (len(ALL_SIGNALS),).
    Returns:
        float64, shape (len(ALL_SIGNALS),), NaN for signals that the graph lacks; None if the graph has fewer than 100
        such occupations.
    """
    rows = np.flatnonzero(np.diff(snapshot.requires.indptr))
    if len(rows) < _LEAST_OCCUPATIONS:
        return None
    # The draw is part of the method, not of a run: the same graph always has the same background.
    origins = np.random.default_rng(0).choice(rows, size=min(_ORIGINS, len(rows)), replace=False)
    sums, counts = np.zeros(len(ALL_SIGNALS)), np.zeros(len(ALL_SIGNALS))
    for origin in np.sort(origins).tolist():
        table = shape(space.signals(occupation_origin(snapshot, origin))[rows[rows != origin]], powers)
        sums += np.nansum(table, axis=0)
        counts += (~np.isnan(table)).sum(axis=0)
    return np.where(counts > 0, sums / np.maximum(counts, 1.0), np.nan)


def rebased(coefficients: Coefficients, trained_on: NDArray[np.float64], here: NDArray[np.float64]) -> Coefficients:
    """The same scorer for another graph: references moved by the difference of the backgrounds.

    A signal that the training graph lacked has no tried reference; it counts from one deviation above the background.

    Args:
        trained_on, here: backgrounds over `ALL_SIGNALS`.
    """
    columns = [ALL_SIGNALS.index(name) for name in coefficients.signals]
    before, now = trained_on[columns], here[columns]
    reference = np.array(coefficients.references)
    moved = np.where(np.isnan(before), now + UNSEEN_SCALE, reference + now - before)
    return replace(coefficients, references=tuple(np.where(np.isnan(now), reference, moved).tolist()))


def occupation_origin(snapshot: Snapshot, row: int) -> Origin:
    """Somebody of whom only the occupation is known: they have the skills that it requires."""
    skills = snapshot.requires.indices[snapshot.requires.row(row)]
    return Origin(row, skills, np.ones(len(skills), dtype=np.float32))
