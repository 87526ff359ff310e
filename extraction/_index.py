"""Sparse TF-IDF over texts, with the best text of each concept standing for it."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from extraction._grams import TermCounts

Scores = NDArray[np.float32]
Analyser = Callable[[str], Iterable[str]]
#: Queries that are compared at once; bounds the memory that a long text's stretches take.
_AT_ONCE = 256


class TextIndex:
    """Cosine of TF-IDF vectors (sublinear term frequency, smooth idf, unit length) between queries and concepts.

    Args:
        texts: texts of each concept, in concept order; a concept's score is that of its best text.
        analyse: text to terms.
    """

    def __init__(self, texts: Sequence[Sequence[str]], analyse: Analyser) -> None:
        self._analyse = analyse
        self._terms: dict[str, int] = {}
        columns: list[int] = []
        values: list[float] = []
        starts = [0]
        self._concepts = len(texts)
        self._concept = np.repeat(np.arange(len(texts)), [max(len(own), 1) for own in texts])
        number = self._terms.setdefault
        for own in texts:
            for text in own or ("",):
                for term, count in Counter(analyse(text)).items():
                    columns.append(number(term, len(self._terms)))
                    values.append(1.0 if count == 1 else 1.0 + math.log(count))
                starts.append(len(columns))
        column_array = np.asarray(columns, dtype=np.int32)
        rows = len(starts) - 1
        frequency = np.bincount(column_array, minlength=len(self._terms))
        self._idf = (np.log((1 + rows) / (1 + frequency)) + 1).astype(np.float32)
        weights = np.asarray(values, dtype=np.float32) * self._idf[column_array]
        indptr = np.asarray(starts, dtype=np.int64)
        norms = np.sqrt(np.add.reduceat(np.append(weights**2, 0), indptr[:-1].clip(max=len(weights))))
        norms[(np.diff(indptr) == 0) | (norms == 0)] = 1.0
        weights /= np.repeat(norms, np.diff(indptr)).astype(np.float32)
        # An unknown term is column -1: as rare as the rarest.
        self._idf = np.append(self._idf, self._idf.max(initial=1.0))
        matrix = sparse.csr_array((weights, column_array, indptr), shape=(rows, len(self._terms)))
        self._by_term = matrix.T.tocsr()

    def scores(self, text: str) -> Scores:
        """Cosine per concept, shape (n_concepts,), float32 in [0, 1]; higher is nearer.

        A term of the query that no text has makes the query longer, at the rarest term's idf, and so less like all.
        """
        return self.best_scores(TermCounts.of(self._analyse(text)))

    def best_scores(self, queries: TermCounts) -> Scores:
        """Per concept the best cosine with any of several queries; shape and range as `scores`."""
        columns = np.fromiter((self._terms.get(term, -1) for term in queries.terms), np.int32, len(queries.terms))
        column = columns[queries.term]
        weights = (1.0 + np.log(queries.count)) * self._idf[column]
        lengths = np.sqrt(np.bincount(queries.query, weights**2, minlength=queries.queries))
        known = column >= 0
        column, query = column[known], queries.query[known]
        values = (weights[known] / lengths[query]).astype(np.float32)
        starts = np.searchsorted(query, np.arange(queries.queries + 1)).astype(np.int32)
        nearest = np.zeros(len(self._concept), dtype=np.float32)
        for first in range(0, queries.queries, _AT_ONCE):
            ends = starts[first : first + _AT_ONCE + 1]
            own = slice(ends[0], ends[-1])
            shape = (len(ends) - 1, self._by_term.shape[0])
            product = sparse.csr_array((values[own], column[own], ends - ends[0]), shape=shape) @ self._by_term
            np.maximum.at(nearest, product.indices, product.data)
        best = np.zeros(self._concepts, dtype=np.float32)
        touched = np.flatnonzero(nearest)
        np.maximum.at(best, self._concept[touched], nearest[touched])
        return best
