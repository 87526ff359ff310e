"""The moves that the graph knows of, as a network: who moves where people like you move."""

from collections.abc import Iterable
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph import Snapshot

#: One move: origin row, target row.
Pair = tuple[int, int]


class MoveNetwork:
    """Undirected neighbourhoods of occupations through known moves, each shared neighbour weighed by its rarity."""

    def __init__(self, pairs: Iterable[Pair], *, n_occupations: int) -> None:
        both = sorted({(a, b) for pair in pairs for a, b in (pair, pair[::-1]) if a != b})
        at = np.array([a for a, _ in both], dtype=np.int64)
        to = np.array([b for _, b in both], dtype=np.int64)
        ones = np.ones(len(both), dtype=np.float64)
        self._links = sparse.coo_array((ones, (at, to)), shape=(n_occupations, n_occupations)).tocsr()
        self._degree = np.diff(self._links.indptr)
        # A neighbour of one occupation only is nobody's shared one; its weight is never used.
        self._weight = np.where(self._degree > 1, 1.0 / np.log(np.maximum(self._degree, 2)), 0.0)

    @classmethod
    def of(cls, snapshot: Snapshot) -> Self:
        """The network of all moves in a snapshot."""
        return cls(all_moves(snapshot), n_occupations=len(snapshot.occupations))

    def shared(self, row: int) -> NDArray[np.float64]:
        """Adamic-Adar index of one occupation with all, squeezed to [0, 1) by x / (1 + x).

        Sum over shared neighbours of 1 / ln(degree); the direct move between two occupations does not count.

        Returns:
            float64, shape (n_occupations,); NaN where either has no known move at all.
        """
        if self._degree[row] == 0:
            return np.full(len(self._degree), np.nan)
        neighbours = np.zeros(len(self._degree))
        own = self._links.indices[self._links.indptr[row] : self._links.indptr[row + 1]]
        neighbours[own] = self._weight[own]
        index = np.asarray(self._links @ neighbours, dtype=np.float64)
        index[self._degree == 0] = np.nan
        return index / (1.0 + index)


def all_moves(snapshot: Snapshot) -> list[Pair]:
    """Every (origin row, target row) of the snapshot's moves, ascending."""
    at = np.repeat(np.arange(len(snapshot.occupations)), np.diff(snapshot.moves.indptr))
    return list(zip(at.tolist(), snapshot.moves.indices.tolist(), strict=True))
