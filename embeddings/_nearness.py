"""How near skills are to each other by their names: who can do one has part of the other."""

import hashlib
import logging
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from embeddings._ngrams import SparseRows, char_counts, tfidf
from embeddings._settings import NearnessSettings, settings
from embeddings._texts import skill_names
from graph import FloatArray, IntArray, Snapshot

_FORMAT = "nearness/1"
_LOG = logging.getLogger(__name__)
#: Skills compared at a time: 500 x 14,000 float32 is 28 MB.
_BLOCK = 500


class SkillNearness:
    """The nearest skills of every skill: a symmetric sparse matrix of similarities in [0, 1], 1 on the diagonal.

    Cosine of TF-IDF rows over character n-grams of all names. Pairs that are not among the nearest of either count 0.
    """

    def __init__(self, near: SparseRows) -> None:
        self._near = near

    @classmethod
    def build(cls, snapshot: Snapshot, *, cache: Path | None = None) -> Self:
        """Compare all skills; about 5 s for 14,000 on one core, then read from `cache` (a folder) if one is given."""
        names = skill_names(snapshot)
        figures = settings().nearness
        if cache is None:
            return cls(_nearest(names, figures))
        key = hashlib.sha256("\n".join((_FORMAT, repr(figures), *names)).encode()).hexdigest()[:24]
        path = cache / f"nearness-{key}.npz"
        kept = _read(path)
        if kept is not None:
            return cls(kept)
        near = _nearest(names, figures)
        _keep(near, path)
        return cls(near)

    def best(self, skills: IntArray, strengths: FloatArray) -> NDArray[np.float32]:
        """How well each skill of the graph is covered by the ones held: the greatest strength · similarity.

        Args:
            skills: rows held, shape (n,).
            strengths: in (0, 1], shape (n,).
        Returns:
            float32, shape (n_skills,), in [0, 1]; a held skill has at least its strength.
        """
        best = np.zeros(self._near.shape[0], dtype=np.float32)
        if len(skills) == 0:
            return best
        held = self._near[np.asarray(skills)]
        weights = np.repeat(np.asarray(strengths, dtype=np.float32), np.diff(held.indptr))
        np.maximum.at(best, held.indices, held.data * weights)
        return best

    def nearest(self, skill: int, among: IntArray) -> tuple[int, float]:
        """The nearest of `among` and its similarity; of equals the lowest row; (-1, 0.0) if there are none."""
        if len(among) == 0:
            return -1, 0.0
        start, end = self._near.indptr[skill], self._near.indptr[skill + 1]
        candidates = np.sort(np.asarray(among))
        columns, values = self._near.indices[start:end], self._near.data[start:end]
        held = candidates[np.minimum(np.searchsorted(candidates, columns), len(candidates) - 1)] == columns
        if not held.any():
            return int(candidates[0]), 0.0
        columns, values = columns[held], values[held]
        order = np.lexsort((columns, -values))
        return int(columns[order[0]]), float(values[order[0]])


def _read(path: Path) -> SparseRows | None:
    """The matrix kept in a file; None if there is none or it is damaged, since it can be made anew."""
    try:
        return sparse.csr_array(sparse.load_npz(path))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        _LOG.warning("The kept comparison of skills in %s is damaged (%s); it is made anew.", path, error)
        return None


def _keep(near: SparseRows, path: Path) -> None:
    """Write a matrix for the next start; renamed into place, so that no reader ever sees half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".npz")
        os.close(handle)
        sparse.save_npz(name, near, compressed=False)
        Path(name).replace(path)
    except OSError as error:
        # Scoring goes on without it; only the next start is slower.
        _LOG.warning("The comparison of skills could not be kept in %s: %s.", path.parent, error)


def _nearest(names: list[str], figures: NearnessSettings) -> SparseRows:
    counts = char_counts(names, lengths=figures.lengths)
    rows = tfidf(counts, max_share=figures.max_share if len(names) > 1000 else 1.0)
    columns = rows.T.tocsr()
    n_skills = len(names)
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]] = []
    for start in range(0, n_skills, _BLOCK):
        block = (rows[start : start + _BLOCK] @ columns).tocoo()
        kept = block.data >= figures.floor
        at, to, similarity = block.row[kept].astype(np.int64), block.col[kept].astype(np.int64), block.data[kept]
        order = np.lexsort((to, -similarity, at))
        at, to, similarity = at[order], to[order], similarity[order]
        # Place within its row: entries come row by row, most similar first.
        place = np.arange(len(at)) - np.searchsorted(at, at, side="left")
        near = place < figures.neighbours
        parts.append((at[near] + start, to[near], similarity[near]))
    diagonal = np.arange(n_skills)
    at = np.concatenate([part[0] for part in parts] + [diagonal])
    to = np.concatenate([part[1] for part in parts] + [diagonal])
    similarity = np.concatenate([part[2] for part in parts] + [np.ones(n_skills, dtype=np.float32)])
    # Rounding may lift a cosine over 1; and only the very same skill is worth a whole one.
    similarity[at != to] = np.minimum(similarity[at != to], np.float32(0.999))
    return _symmetric(sparse.coo_array((similarity, (at, to)), shape=(n_skills, n_skills)))


def _symmetric(near: "sparse.coo_array[np.float32]") -> SparseRows:
    """The greater of both directions; duplicates on the diagonal count once."""
    at = np.concatenate([near.row, near.col]).astype(np.int64)
    to = np.concatenate([near.col, near.row]).astype(np.int64)
    similarity = np.concatenate([near.data, near.data])
    order = np.lexsort((-similarity, to, at))
    at, to, similarity = at[order], to[order], similarity[order]
    first = np.ones(len(at), dtype=np.bool_)
    first[1:] = (at[1:] != at[:-1]) | (to[1:] != to[:-1])
    return sparse.coo_array((similarity[first], (at[first], to[first])), shape=near.shape).tocsr()
