"""How alike occupations are: by their texts, by what speaks for their skills, and by their ISCO-08 codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from embeddings._ngrams import char_counts, tfidf, unit_rows
from ontology.errors import ShapeError

Table = NDArray[np.float64]
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementSignals:
    """What is known of n occupations, without any hand-written list.

    Attributes:
        texts: name, definition and tasks of each, shape (n,).
        groups: ISCO-08 codes, shape (n,), "" where unknown; the longer the common beginning, the more alike.
        evidence: name -> how surely each asks for each of m skills, in [0, 1], shape (n, m); at least one.
    Raises:
        ShapeError: the parts speak of different numbers of occupations or skills, or there is no evidence.
    """

    texts: Sequence[str]
    groups: Sequence[str]
    evidence: Mapping[str, Table]

    def __post_init__(self) -> None:
        shapes = {table.shape for table in self.evidence.values()}
        if len(shapes) != 1 or {shape[0] for shape in shapes} != {len(self.texts), len(self.groups)}:
            raise ShapeError(
                f"There are {len(self.texts)} texts, {len(self.groups)} groups and evidence of the shapes"
                f" {sorted(shapes)}; all must speak of the same occupations."
            )


class Likeness:
    """Tables of how alike occupations are: in [0, 1], 1 for the same.

    Attributes:
        ways: names of the tables, in the order in which `between` gives them.
    """

    ways = ("text", "evidence", "group")

    def __init__(self, signals: RequirementSignals) -> None:
        # Square roots: the first bit of evidence tells more than the last.
        evidence = np.sqrt(np.sum([*signals.evidence.values()], axis=0)).astype(np.float32)
        self._vectors = (tfidf(char_counts(signals.texts)), unit_rows(sparse.csr_array(evidence)))
        self._groups = signals.groups

    def between(self, rows: Rows, others: Rows) -> list[Table]:
        """One table per way, shape (len(rows), len(others))."""
        alike = [
            np.asarray((vectors[rows] @ vectors[others].T).todense(), dtype=np.float64) for vectors in self._vectors
        ]
        groups = _common_start([self._groups[row] for row in rows], [self._groups[row] for row in others])
        return [*alike, groups]


def _common_start(codes: Sequence[str], others: Sequence[str]) -> Table:
    """Share of the characters of a code up to which it agrees with another one; 0 where it is unknown."""
    width = max((len(code) for code in (*codes, *others)), default=0)
    if not width:
        return np.zeros((len(codes), len(others)))
    first, second = (_letters(each, width) for each in (codes, others))
    same = (first[:, None, :] == second[None, :, :]) & (first[:, None, :] != 0)
    return np.asarray(np.logical_and.accumulate(same, axis=2).mean(axis=2), dtype=np.float64)


def _letters(codes: Sequence[str], width: int) -> NDArray[np.uint32]:
    """Code points, shape (n, width), 0 behind the end."""
    return np.array(codes, dtype=f"U{width}").view(np.uint32).reshape(len(codes), width)
