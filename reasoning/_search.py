"""Beam search for paths of up to four moves. Works on arrays; scores of later steps are those of typical people.

The first move's score is exact. A later one is the larger of two scores: of somebody with the typical skills of the
occupation before, and of the person as they are now. It stands in for the person with both sets of skills, whose exact
score `_paths` computes for the finalists. The budget cuts a path here only when even its search and working months do
not fit; the estimate of the months of courses only ranks.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph import FloatArray, IntArray, Origin
from reasoning._constraints import Wishes
from reasoning._moves import Candidates, MoveTable
from reasoning._utility import Standing, change_parts, feasibility_part, months_part
from reasoning._weights import weight, whole


@dataclass(frozen=True, slots=True)
class Worth:
    """What does not depend on the way: worth of ending in each occupation. float64, shape (occupations,)."""

    at_end: NDArray[np.float64]

    @staticmethod
    def of(now: Standing, everywhere: Standing) -> "Worth":
        """From what counts in the present occupation and in each."""
        return Worth(np.sum([np.asarray(part) for part in change_parts(now, everywhere).values()], axis=0))


@dataclass(frozen=True, slots=True)
class Beam:
    """Partial paths of one length.

    Attributes:
        paths: int32, shape (n, moves), occupation rows.
        log_probability: float64, shape (n,).
        months: float64, shape (n,), estimated.
        least_months: float64, shape (n,), it takes no less.
        utility: float64, shape (n,), if the path ended here.
    """

    paths: IntArray
    log_probability: NDArray[np.float64]
    months: NDArray[np.float64]
    least_months: NDArray[np.float64]
    utility: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.paths)

    def pick(self, rows: NDArray[np.int64]) -> "Beam":
        """These partial paths, in this order."""
        return Beam(
            self.paths[rows],
            self.log_probability[rows],
            self.months[rows],
            self.least_months[rows],
            self.utility[rows],
        )


def search(
    table: MoveTable, origin: Origin, scores: FloatArray, wishes: Wishes, worth: Worth
) -> tuple[list[Beam], int]:
    """Paths of 1, 2, ... moves, each length cut down to the beam, and how many were looked at.

    Args:
        scores: of the person for each occupation, as `MoveTable.score_all` gives them.
    """
    first = table.from_origin(origin, scores, allowed=wishes.allowed)
    start = Beam(np.zeros((1, 0), np.int32), np.zeros(1), np.zeros(1), np.zeros(1), np.zeros(1))
    months = table.likely_months(origin)
    beam = _grow(start, _towards(first, wishes, scores), wishes, worth)
    considered = len(beam)
    beams = [_cut(beam)]
    for _ in range(1, wishes.max_moves):
        last = beams[-1]
        if wishes.target is not None:
            last = last.pick(np.flatnonzero(last.paths[:, -1] != wishes.target))
        if not len(last):
            break
        moves = table.from_occupations(last.paths[:, -1])
        known = np.where(moves.targets >= 0, scores[moves.targets], 0)
        easier = np.where(moves.targets >= 0, np.minimum(moves.months, months[moves.targets]), 0).astype(np.int32)
        moves = Candidates(moves.targets, np.maximum(moves.scores, known), easier)
        beam = _grow(last, _towards(moves, wishes, scores), wishes, worth, origin)
        considered += len(beam)
        beams.append(_cut(beam))
    return beams, considered


def finalists(beams: list[Beam], wishes: Wishes) -> list[tuple[int, ...]]:
    """The paths to be computed exactly: best first, those that seem too long last, few to the same occupation."""
    found: list[tuple[bool, float, tuple[int, ...]]] = []
    for beam in beams:
        ends = beam.paths[:, -1] == wishes.target if wishes.target is not None else np.ones(len(beam), dtype=bool)
        late = beam.months > wishes.months
        found += [
            (bool(late[i]), -float(beam.utility[i]), tuple(beam.paths[i].tolist()))
            for i in np.flatnonzero(ends).tolist()
        ]
    found.sort()
    chosen: list[tuple[int, ...]] = []
    per_end: dict[int, int] = {}
    most = whole("finalists") if wishes.target is not None else whole("beam_per_end")
    for _, _, path in found:
        if per_end.get(path[-1], 0) < most:
            per_end[path[-1]] = per_end.get(path[-1], 0) + 1
            chosen.append(path)
    return chosen[: whole("finalists")]


def _towards(moves: Candidates, wishes: Wishes, scores: FloatArray) -> Candidates:
    """Add the wished target to every origin's candidates where it is not among them.

    Its score is then that of the person as they are now: not above the exact one by much, since skills only grow.
    """
    if wishes.target is None or not scores[wishes.target] > 0:
        return moves
    missing = ~(moves.targets == wishes.target).any(axis=1)
    extra = np.where(missing, wishes.target, -1).astype(np.int32)[:, None]
    score = np.full((len(extra), 1), scores[wishes.target], dtype=np.float32)
    return Candidates(
        np.hstack([moves.targets, extra]),
        np.hstack([moves.scores, score]),
        np.hstack([moves.months, np.zeros((len(extra), 1), np.int32)]),
    )


def _grow(beam: Beam, moves: Candidates, wishes: Wishes, worth: Worth, origin: Origin | None = None) -> Beam:
    """Every partial path followed by every candidate that the wishes allow and that is not in it already."""
    targets = moves.targets
    usable = (targets >= 0) & wishes.allowed[targets] & (moves.scores > 0)
    usable &= ~(targets[:, :, None] == beam.paths[:, None, :]).any(axis=2)
    if origin is not None and origin.occupation is not None:
        usable &= targets != origin.occupation
    later = beam.paths.shape[1] > 0
    certain = weight("search_months") + (weight("tenure_months") if later else 0.0)
    months = beam.months[:, None] + certain + moves.months
    least = np.broadcast_to(beam.least_months[:, None] + certain, months.shape)
    usable &= least <= wishes.months
    rows, columns = np.nonzero(usable)
    ends = targets[rows, columns]
    log_probability = beam.log_probability[rows] + np.log(moves.scores[rows, columns].astype(np.float64))
    taken = months[rows, columns]
    utility = np.asarray(feasibility_part(log_probability)) + np.asarray(months_part(taken)) + worth.at_end[ends]
    paths = np.hstack([beam.paths[rows], ends[:, None]])
    return Beam(paths, log_probability, taken, least[rows, columns], utility)


def _cut(beam: Beam) -> Beam:
    """The beam: half by utility as if the path ended here, half by probability (a poor job may lead to a good one)."""
    if not len(beam):
        return beam
    half = whole("beam_width") // 2
    kept = np.union1d(_best(beam, beam.utility, half), _best(beam, beam.log_probability, half))
    return beam.pick(kept[np.argsort(-beam.utility[kept], kind="stable")])


def _best(beam: Beam, key: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Rows of the `count` best by key, at most `beam_per_end` per last occupation."""
    order = np.argsort(-key, kind="stable")
    ends = beam.paths[order, -1]
    by_end = np.argsort(ends, kind="stable")
    sorted_ends = ends[by_end]
    starts = np.flatnonzero(np.append(True, sorted_ends[1:] != sorted_ends[:-1]))
    rank_sorted = np.arange(len(ends)) - np.repeat(starts, np.diff(np.append(starts, len(ends))))
    rank = np.empty(len(ends), dtype=np.int64)
    rank[by_end] = rank_sorted
    return order[rank < whole("beam_per_end")][:count]
