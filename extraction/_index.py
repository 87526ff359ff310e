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
        self._firsts = np.cumsum([0, *(max(len(own), 1) for own in texts)])[:-1]
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
        self._rarest = float(self._idf.max(initial=1.0))
        weights = np.asarray(values, dtype=np.float32) * self._idf[column_array]
        indptr = np.asarray(starts, dtype=np.int64)
        norms = np.sqrt(np.add.reduceat(np.append(weights**2, 0), indptr[:-1].clip(max=len(weights))))
        norms[(np.diff(indptr) == 0) | (norms == 0)] = 1.0
        weights /= np.repeat(norms, np.diff(indptr)).astype(np.float32)
        matrix = sparse.csr_array((weights, column_array, indptr), shape=(rows, len(self._terms)))
        self._by_term = matrix.T.tocsr()

    def scores(self, text: str) -> Scores:
        """Cosine per concept, shape (n_concepts,), float32 in [0, 1]; higher is nearer.

        A term of the query that no text has makes the query longer, at the rarest term's idf, and so less like all.
        """
        return self.best_scores([text])

    def best_scores(self, texts: Sequence[str]) -> Scores:
        """Per concept the best cosine with any of several queries; shape and range as `scores`."""
        queries = sparse.csr_array(self._vectors(texts))
        product = (queries @ self._by_term).tocsc() if len(texts) > 1 else queries @ self._by_term
        result = np.zeros(self._by_term.shape[1], dtype=np.float32)
        if len(texts) > 1:
            filled = np.diff(product.indptr) > 0
            result[filled] = np.maximum.reduceat(product.data, product.indptr[:-1][filled]) if filled.any() else 0
        else:
            result[product.indices] = product.data
        best: Scores = np.maximum.reduceat(result, self._firsts)
        return best

    def _vectors(self, texts: Sequence[str]) -> sparse.csr_array:
        columns: list[int] = []
        values: list[float] = []
        starts = [0]
        for text in texts:
            unknown = 0.0
            first = len(values)
            for term, count in Counter(self._analyse(text)).items():
                weight = 1.0 + math.log(count)
                column = self._terms.get(term)
                if column is None:
                    unknown += (weight * self._rarest) ** 2
                else:
                    columns.append(column)
                    values.append(weight * float(self._idf[column]))
            length = math.sqrt(unknown + sum(value * value for value in values[first:])) or 1.0
            values[first:] = [value / length for value in values[first:]]
            starts.append(len(columns))
        return sparse.csr_array(
            (np.asarray(values, dtype=np.float32), np.asarray(columns, dtype=np.int32), np.asarray(starts)),
            shape=(len(texts), len(self._terms)),
        )
