"""The named signals that a score is made of: how alike a person's work so far is to an occupation's.

Every signal points the same way: a higher value never speaks against a move. Pay and job-zone gaps are left out on
purpose: Nesta (Mapping Career Causeways, crowd study 2021) found that they do not predict how feasible people find a
move; they belong to a path's utility.
"""

from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from embeddings._groups import CodeArray, group_levels, group_nearness
from embeddings._moves import MoveNetwork
from embeddings._nearness import SkillNearness
from embeddings._ngrams import SparseRows, char_counts, tfidf, unit_rows, word_counts
from embeddings._settings import settings
from embeddings._texts import occupation_descriptions, occupation_titles
from embeddings._vectors import GraphVectors
from graph import FloatArray, Origin, Snapshot

Signals = NDArray[np.float64]

#: Signals that any graph has.
CONTENT_SIGNALS = (
    "skill_coverage",
    "essential_coverage",
    "skill_reuse",
    "skill_profile",
    "skill_fields",
    "title_similarity",
    "description_similarity",
    "occupation_group",
)
#: Signals that need vectors or moves of this very graph.
NETWORK_SIGNALS = ("network", "shared_moves")
ALL_SIGNALS = CONTENT_SIGNALS + NETWORK_SIGNALS


class SignalSpace:
    """One snapshot, prepared for computing every signal of one origin to all occupations in a few milliseconds."""

    def __init__(
        self, snapshot: Snapshot, nearness: SkillNearness, *, vectors: GraphVectors | None, moves: MoveNetwork | None
    ) -> None:
        n_occupations, n_skills = len(snapshot.occupations), len(snapshot.skills)
        links = snapshot.requires
        importance = links.columns["importance"].astype(np.float32)
        essential = links.columns["essential"].astype(np.float32)
        shape = (n_occupations, n_skills)
        self._nearness = nearness
        self._needs = _rows(importance, links.indices, links.indptr, shape)
        self._essentials = _rows(importance * essential, links.indices, links.indptr, shape)
        self._needed = _row_sums(self._needs)
        self._essential_needed = _row_sums(self._essentials)
        self._rarity = skill_rarity(snapshot)
        self._used = _rows(np.ones(len(importance), dtype=np.float32), links.indices, links.indptr, shape)
        self._profiles = unit_rows(_rows(importance * self._rarity[links.indices], links.indices, links.indptr, shape))
        groups = snapshot.skill_groups
        ones = np.ones(len(groups.indices), dtype=np.float32)
        self._fields_of = _rows(ones, groups.indices, groups.indptr, (n_skills, len(snapshot.skill_group_ids)))
        weighed = _rows(importance * self._rarity[links.indices], links.indices, links.indptr, shape)
        self._fields = unit_rows((weighed @ self._fields_of).tocsr())
        self._titles, self._descriptions = _text_rows(snapshot)
        self._levels: tuple[CodeArray, CodeArray] = group_levels(snapshot)
        self._vectors = vectors
        self._moves = moves

    @classmethod
    def build(
        cls,
        snapshot: Snapshot,
        *,
        vectors: GraphVectors | None = None,
        moves: MoveNetwork | None = None,
        cache: Path | None = None,
    ) -> Self:
        """Prepare a snapshot; `cache` is a folder that keeps the comparison of all skills."""
        return cls(snapshot, SkillNearness.build(snapshot, cache=cache), vectors=vectors, moves=moves)

    @property
    def nearness(self) -> SkillNearness:
        """How near skills are to each other."""
        return self._nearness

    def with_moves(self, moves: MoveNetwork) -> "SignalSpace":
        """The same snapshot with other known moves; everything else is shared, not copied."""
        other = object.__new__(SignalSpace)
        other.__dict__.update(self.__dict__)
        other._moves = moves
        return other

    def signals(self, origin: Origin) -> Signals:
        """All signals of one origin to every occupation.

        Returns:
            float64, shape (n_occupations, len(ALL_SIGNALS)), columns in that order, values in [0, 1] (the network's
            cosine in [-1, 1]); NaN where the graph does not hold what a signal needs.
        """
        table = np.full((self._needs.shape[0], len(ALL_SIGNALS)), np.nan)
        column = {name: table[:, place] for place, name in enumerate(ALL_SIGNALS)}
        if len(origin.skills):
            self._skill_signals(origin, column)
        if origin.occupation is not None:
            row = origin.occupation
            column["title_similarity"][:] = _cosines(self._titles, row)
            column["description_similarity"][:] = _cosines(self._descriptions, row)
            column["occupation_group"][:] = group_nearness(self._levels, row)
            if self._moves is not None:
                column["shared_moves"][:] = self._moves.shared(row)
        if self._vectors is not None:
            column["network"][:] = self._vectors.cosines(origin, self._rarity)
        return table

    def overlap(self, origin: Origin) -> NDArray[np.float64]:
        """Share of each occupation's importance that the held skills cover exactly; 0 where nothing is required."""
        held = np.zeros(self._needs.shape[1], dtype=np.float32)
        held[origin.skills] = 1.0
        return np.asarray(self._needs @ held, dtype=np.float64) / np.where(self._needed > 0, self._needed, 1.0)

    def _skill_signals(self, origin: Origin, column: dict[str, NDArray[np.float64]]) -> None:
        strengths = np.asarray(origin.strengths, dtype=np.float32)
        covered = self._nearness.best(origin.skills, strengths) ** np.float32(settings().nearness.exponent)
        # A skill held counts in full as far as we are sure of it: the exponent is about likeness, not about doubt.
        covered[origin.skills] = np.maximum(covered[origin.skills], strengths)
        column["skill_coverage"][:] = _ratio(self._needs @ covered, self._needed)
        column["essential_coverage"][:] = _ratio(self._essentials @ covered, self._essential_needed)

        own = np.zeros(self._needs.shape[1], dtype=np.float32)
        own[origin.skills] = strengths * self._rarity[origin.skills]
        has_needs = self._needed > 0
        column["skill_reuse"][has_needs] = (self._used @ own)[has_needs] / float(own.sum())
        column["skill_profile"][has_needs] = (self._profiles @ _unit(own))[has_needs]
        fields = np.asarray(self._fields_of.T @ own, dtype=np.float32)
        if fields.any():
            known = np.diff(self._fields.indptr) > 0
            column["skill_fields"][known] = (self._fields @ _unit(fields))[known]


def skill_rarity(snapshot: Snapshot) -> FloatArray:
    """How much a skill tells about work: ln((1 + occupations) / (1 + those that require it)) + 1; float32, >= 1."""
    users = np.diff(snapshot.requires.back_indptr)
    occupations = int(np.count_nonzero(np.diff(snapshot.requires.indptr)))
    return (np.log((1.0 + occupations) / (1.0 + users)) + 1.0).astype(np.float32)


def _text_rows(snapshot: Snapshot) -> tuple[SparseRows, SparseRows]:
    figures = settings().texts
    large = len(snapshot.occupations) > 1000
    titles = char_counts(occupation_titles(snapshot))
    words = word_counts(occupation_descriptions(snapshot))
    return (
        tfidf(titles, max_share=figures.title_max_share if large else 1.0),
        tfidf(words, max_share=figures.description_max_share if large else 1.0),
    )


def _rows(
    values: FloatArray, indices: NDArray[np.int32], indptr: NDArray[np.int64], shape: tuple[int, int]
) -> SparseRows:
    return sparse.csr_array((values, indices, indptr), shape=shape)


def _row_sums(matrix: SparseRows) -> NDArray[np.float64]:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()


def _ratio(part: NDArray[np.float32], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(whole > 0, np.minimum(part / np.where(whole > 0, whole, 1.0), 1.0), np.nan)


def _unit(vector: FloatArray) -> FloatArray:
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def _cosines(rows: SparseRows, row: int) -> NDArray[np.float64]:
    """Cosines of one row to all; NaN for texts that are empty."""
    own = rows[[row]]
    if own.nnz == 0:
        return np.full(rows.shape[0], np.nan)
    dense = np.zeros(rows.shape[1], dtype=np.float32)
    dense[own.indices] = own.data
    cosines = np.asarray(rows @ dense, dtype=np.float64)
    cosines[np.diff(rows.indptr) == 0] = np.nan
    return cosines
