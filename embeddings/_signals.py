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
from embeddings._weights import skill_weights
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
        weights = skill_weights(snapshot)
        telling = weights.telling[links.indices]
        distinctive = np.maximum(importance - weights.usual[links.indices], 0.0) * weights.rarity[links.indices]
        ones = np.ones(len(importance), dtype=np.float32)
        self._nearness = nearness
        self._weights = weights
        self._plain_needs = _rows(importance, links.indices, links.indptr, shape)
        self._plain_needed = _row_sums(self._plain_needs)
        self._needs = _rows(importance * telling, links.indices, links.indptr, shape)
        self._needed = _row_sums(self._needs)
        self._essentials = _rows(importance * telling * essential, links.indices, links.indptr, shape)
        self._essential_needed = _row_sums(self._essentials)
        self._used = _rows(ones, links.indices, links.indptr, shape)
        self._distinctive = _rows(distinctive, links.indices, links.indptr, shape)
        self._profiles = unit_rows(self._distinctive)
        groups = snapshot.skill_groups
        in_group = np.ones(len(groups.indices), dtype=np.float32)
        self._fields_of = _rows(in_group, groups.indices, groups.indptr, (n_skills, len(snapshot.skill_group_ids)))
        self._fields = unit_rows((self._distinctive @ self._fields_of).tocsr())
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
            column["network"][:] = self._vectors.cosines(origin, self._weights.rarity)
        return table

    def overlap(self, origin: Origin) -> NDArray[np.float64]:
        """Share of each occupation's importance that the held skills cover exactly; 0 where nothing is required."""
        held = np.zeros(self._needs.shape[1], dtype=np.float32)
        held[origin.skills] = 1.0
        needed = np.where(self._plain_needed > 0, self._plain_needed, 1.0)
        return np.asarray(self._plain_needs @ held, dtype=np.float64) / needed

    def _skill_signals(self, origin: Origin, column: dict[str, NDArray[np.float64]]) -> None:
        strengths = np.asarray(origin.strengths, dtype=np.float32)
        covered = self._nearness.best(origin.skills, strengths) ** np.float32(settings().nearness.exponent)
        # A skill held counts in full as far as we are sure of it: the exponent is about likeness, not about doubt.
        covered[origin.skills] = np.maximum(covered[origin.skills], strengths)
        column["skill_coverage"][:] = _ratio(self._needs @ covered, self._needed)
        column["essential_coverage"][:] = _ratio(self._essentials @ covered, self._essential_needed)

        own = np.zeros(self._needs.shape[1], dtype=np.float32)
        own[origin.skills] = strengths * self._weights.rarity[origin.skills] * self._weights.telling[origin.skills]
        if own.any():
            has_needs = self._needed > 0
            column["skill_reuse"][has_needs] = (self._used @ own)[has_needs] / float(own.sum())
        profile = self._profile(origin, strengths)
        if profile.any():
            has_profile = np.diff(self._profiles.indptr) > 0
            column["skill_profile"][has_profile] = (self._profiles @ _unit(profile))[has_profile]
        fields = np.asarray(self._fields_of.T @ profile, dtype=np.float32)
        if fields.any():
            has_fields = np.diff(self._fields.indptr) > 0
            column["skill_fields"][has_fields] = (self._fields @ _unit(fields))[has_fields]

    def _profile(self, origin: Origin, strengths: FloatArray) -> FloatArray:
        """What stands out about an origin's skills: as much as in their occupation, or as if of full importance."""
        weights = self._weights
        profile = np.zeros(self._needs.shape[1], dtype=np.float32)
        held = origin.skills
        profile[held] = np.maximum(1.0 - weights.usual[held], 0.0) * weights.rarity[held]
        if origin.occupation is not None:
            start, end = self._distinctive.indptr[origin.occupation : origin.occupation + 2]
            required = self._distinctive.indices[start:end]
            own = np.isin(required, held)
            profile[required[own]] = self._distinctive.data[start:end][own]
        profile[held] *= strengths
        return profile


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
