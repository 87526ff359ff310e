"""Moves and non-moves to learn from: which pairs, held out how."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings._moves import Pair
from graph import Snapshot
from ontology.vocabulary import MoveBasis

#: Moves that people make with what they bring. A reskilling move is made after learning the work anew: to the score it
#: is neither a move nor a non-move.
_NEAR = (MoveBasis.CAREER_LADDER, MoveBasis.SKILL_ADJACENT, MoveBasis.OBSERVED)


@dataclass(frozen=True, slots=True)
class ListedMoves:
    """The moves of a snapshot.

    Attributes:
        near: (origin, target) rows of career ladders, adjacent and observed moves, ascending.
        reskilling: the others.
        occupations: rows that occur in any move; only these are drawn as non-moves, so that the scorer does not learn
            which scheme an occupation is from.
    """

    near: tuple[Pair, ...]
    reskilling: tuple[Pair, ...]
    occupations: tuple[int, ...]

    @property
    def linked(self) -> frozenset[Pair]:
        """Every listed pair, both ways round."""
        return frozenset(pair for move in (*self.near, *self.reskilling) for pair in (move, move[::-1]))


def listed_moves(snapshot: Snapshot) -> ListedMoves:
    """Read the moves between occupations that have requirements."""
    words = tuple(MoveBasis)
    required = np.diff(snapshot.requires.indptr) > 0
    at = np.repeat(np.arange(len(snapshot.occupations)), np.diff(snapshot.moves.indptr))
    near: list[Pair] = []
    reskilling: list[Pair] = []
    for origin, target, basis in zip(
        at.tolist(), snapshot.moves.indices.tolist(), snapshot.moves.columns["basis"].tolist(), strict=True
    ):
        if origin != target and required[origin] and required[target]:
            (near if words[basis] in _NEAR else reskilling).append((origin, target))
    occupations = sorted({row for pair in (*near, *reskilling) for row in pair})
    return ListedMoves(tuple(near), tuple(reskilling), tuple(occupations))


def unordered(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Each pair once with the smaller row first, ascending."""
    return tuple(sorted({(min(pair), max(pair)) for pair in pairs}))


def fold_of(pairs: Sequence[Pair], *, folds: int, seed: int) -> dict[Pair, int]:
    """Deal unordered pairs to folds of equal size, at random.

    A pair goes as a whole: were a→b in training while b→a is tested, "is the reverse there?" alone would find 42 % of
    O*NET's related occupations.

    Returns:
        (smaller row, greater row) -> fold in [0, folds).
    """
    shuffled = np.random.default_rng(seed).permutation(len(pairs))
    return {pairs[place]: order % folds for order, place in enumerate(shuffled.tolist())}


def draw_non_moves(moves: ListedMoves, origins: Sequence[int], *, per_origin: int, seed: int) -> tuple[Pair, ...]:
    """Draw random targets that no list links with the origin in either direction.

    Args:
        origins: one entry per move to be contrasted; an origin that occurs twice gets twice as many.
        per_origin: non-moves per entry.
    """
    rng = np.random.default_rng(seed)
    occupations = np.array(moves.occupations)
    linked = moves.linked
    drawn: list[Pair] = []
    for origin in origins:
        free = np.array([row for row in occupations.tolist() if row != origin and (origin, row) not in linked])
        if len(free):
            chosen = rng.choice(free, size=min(per_origin, len(free)), replace=False)
            drawn.extend((origin, int(target)) for target in chosen)
    return tuple(drawn)


def as_array(pairs: Sequence[Pair]) -> NDArray[np.int64]:
    """Pairs as int64, shape (n, 2)."""
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)
