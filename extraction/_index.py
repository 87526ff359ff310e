"""Sparse TF-IDF over texts, with the best text of each concept standing for it."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Scores = NDArray[np.float32]
Analyser = Callable[[str], Iterable[str]]


class TextIndex:
    """Cosine of TF-IDF vectors (sublinear term frequency, smooth idf, unit length) between a query and concepts.

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
        self._firsts = np.cumsum([0, *(max(len(own), 1) for own in texts)])[:-1]
        for own in texts:
            for text in own or ("",):
                counts = Counter(analyse(text))
                for term, count in counts.items():
                    columns.append(self._terms.setdefault(term, len(self._terms)))
                    values.append(1.0 + math.log(count))
                starts.append(len(columns))
        column_array = np.asarray(columns, dtype=np.int32)
        rows = len(starts) - 1
        frequency = np.bincount(column_array, minlength=len(self._terms))
        self._idf = (np.log((1 + rows) / (1 + frequency)) + 1).astype(np.float32)
        weights = np.asarray(values, dtype=np.float32) * self._idf[column_array]
        matrix = sparse.csr_array(
            (weights, column_array, np.asarray(starts, dtype=np.int64)), shape=(rows, len(self._terms))
        )
        norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=np.float32)).ravel()
        norms[norms == 0] = 1.0
        matrix.data /= np.repeat(norms, np.diff(matrix.indptr))
        self._by_term = matrix.T.tocsr()

    def scores(self, text: str) -> Scores:
        """Cosine per concept, shape (n_concepts,), float32 in [0, 1]; higher is nearer. Unknown terms count as
        dissimilar: the query's length includes them at the rarest idf."""
        counts = Counter(self._analyse(text))
        known = [(self._terms[term], 1.0 + math.log(count)) for term, count in counts.items() if term in self._terms]
        result = np.zeros(self._by_term.shape[1], dtype=np.float32)
        rarest = float(self._idf.max(initial=1.0))
        unknown = sum(
            ((1.0 + math.log(count)) * rarest) ** 2 for term, count in counts.items() if term not in self._terms
        )
        length = unknown
        for column, weight in known:
            weight *= float(self._idf[column])
            length += weight * weight
            start, end = self._by_term.indptr[column], self._by_term.indptr[column + 1]
            result[self._by_term.indices[start:end]] += weight * self._by_term.data[start:end]
        if length > 0:
            result /= math.sqrt(length)
        best: Scores = np.maximum.reduceat(result, self._firsts) if len(self._firsts) else result
        return best
