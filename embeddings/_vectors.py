"""Trained vectors in numpy: how a person and the occupations meet in them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings._fingerprint import trained_rows
from graph import FloatArray, Origin, Snapshot
from ontology.errors import ShapeError


@dataclass(frozen=True, slots=True)
class GraphVectors:
    """Unit vectors of all rows of one snapshot; rows that the training did not see are zeros.

    Attributes:
        occupations: float32, shape (n_occupations, d).
        skills: float32, shape (n_skills, d).
        known: bool, shape (n_occupations,): which occupations have a vector.
    """

    occupations: FloatArray
    skills: FloatArray
    known: NDArray[np.bool_]

    def cosines(self, origin: Origin, rarity: FloatArray) -> NDArray[np.float64]:
        """Cosine of an origin with every occupation.

        The origin is the unit sum of its occupation's vector and the mean vector of its skills, each skill weighed by
        rarity and by how sure we are of it; whichever is known.

        Args:
            rarity: float32, shape (n_skills,), of the graph's skills.
        Returns:
            float64, shape (n_occupations,), in [-1, 1]; NaN for occupations without a vector, and for all if nothing
            about the origin has one.
        """
        centre = np.zeros(self.skills.shape[1])
        if len(origin.skills):
            weights = rarity[origin.skills] * origin.strengths
            centre += _unit_or_zero(weights @ self.skills[origin.skills])
        if origin.occupation is not None:
            centre += self.occupations[origin.occupation]
        if not centre.any():
            return np.full(len(self.known), np.nan)
        cosines = self.occupations @ _unit_or_zero(centre)
        return np.where(self.known, cosines, np.nan).astype(np.float64)


def spread(snapshot: Snapshot, stacked: FloatArray) -> GraphVectors:
    """Lay vectors that were saved one after another (occupations, then skills, ids ascending) onto a snapshot's rows.

    Args:
        stacked: shape (trained occupations + trained skills, d), in the order of `trained_rows`.
    Raises:
        ShapeError: the number of vectors is not the snapshot's.
    """
    occupation_rows, skill_rows = trained_rows(snapshot)
    expected = len(occupation_rows) + len(skill_rows)
    if stacked.ndim != 2 or len(stacked) != expected:
        raise ShapeError(
            f"The vectors have shape {stacked.shape}, but the graph has {expected} rows that need one.",
            hint="Train again on this graph with `pathloom train`.",
        )
    occupations = np.zeros((len(snapshot.occupations), stacked.shape[1]), dtype=np.float32)
    skills = np.zeros((len(snapshot.skills), stacked.shape[1]), dtype=np.float32)
    occupations[occupation_rows] = stacked[: len(occupation_rows)]
    skills[skill_rows] = stacked[len(occupation_rows) :]
    known = np.zeros(len(snapshot.occupations), dtype=np.bool_)
    known[occupation_rows] = True
    return GraphVectors(occupations, skills, known)


def _unit_or_zero(vector: NDArray[np.floating]) -> NDArray[np.float64]:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length > 0 else vector, dtype=np.float64)
