"""Candidate moves: for every occupation the few into which somebody with its typical skills moves best."""

import threading
from dataclasses import dataclass

import numpy as np

from graph import BoolArray, FloatArray, IntArray, Origin, Snapshot
from reasoning._courses import CourseFinder
from reasoning._person import make_origin, typical_skills
from reasoning._ports import TransitionModel
from reasoning._weights import weight, whole


@dataclass(frozen=True, slots=True)
class Candidates:
    """Moves out of several origins.

    Attributes:
        targets: int32, shape (origins, width), occupation rows, -1 where there are fewer.
        scores: float32, same shape, probabilities.
        months: int32, same shape: months of courses as far as can be told without choosing them (`likely_months`).
    """

    targets: IntArray
    scores: FloatArray
    months: IntArray


class MoveTable:
    """Candidate moves of every occupation of a snapshot, worked out once per occupation and kept.

    Of each origin: the moves that the data states, then the best-scored, `candidates_per_occupation` in all. Those
    below `minimum_step_score` are left out unless stated. Safe to use from several threads.
    """

    def __init__(self, snapshot: Snapshot, model: TransitionModel, courses: CourseFinder, targets: BoolArray) -> None:
        self._snapshot = snapshot
        self._model = model
        self.target_rows: IntArray = np.flatnonzero(targets).astype(np.int32)
        self._need_months = self._months_per_link(courses)
        shape = (len(snapshot.occupations), whole("candidates_per_occupation"))
        self._targets = np.full(shape, -1, dtype=np.int32)
        self._scores = np.zeros(shape, dtype=np.float32)
        self._months = np.zeros(shape, dtype=np.int32)
        self._done = np.zeros(shape[0], dtype=bool)
        self._lock = threading.Lock()

    def fill(self) -> None:
        """Work out the moves of every occupation now instead of when they are first asked for."""
        self.from_occupations(self.target_rows)

    def from_occupations(self, rows: IntArray) -> Candidates:
        """Moves of people who have the typical skills of these occupations.

        Args:
            rows: int32, shape (n,).
        Returns:
            arrays of shape (n, width).
        """
        for row in np.unique(rows[~self._done[rows]]).tolist():
            skills = typical_skills(self._snapshot, row)
            origin = make_origin(row, dict.fromkeys(skills.tolist(), 1.0))
            found = self.from_origin(origin, self.score_all(origin))
            with self._lock:
                self._targets[row], self._scores[row] = found.targets[0], found.scores[0]
                self._months[row] = found.months[0]
                self._done[row] = True
        return Candidates(targets=self._targets[rows], scores=self._scores[rows], months=self._months[rows])

    def score_all(self, origin: Origin) -> FloatArray:
        """Probability of moving into each occupation; 0 for those that are no targets. Shape (occupations,)."""
        scores = np.zeros(len(self._snapshot.occupations), dtype=np.float32)
        scores[self.target_rows] = self._model.score(origin, self.target_rows)
        return scores

    def from_origin(self, origin: Origin, scores: FloatArray, *, allowed: BoolArray | None = None) -> Candidates:
        """Moves of one origin, with the scores of `score_all`; arrays of shape (1, width)."""
        usable = scores >= weight("minimum_step_score")
        stated: IntArray = np.zeros(0, dtype=np.int32)
        if origin.occupation is not None:
            stated = self._snapshot.moves.indices[self._snapshot.moves.row(origin.occupation)]
            usable[origin.occupation] = False
        order = np.where(usable, scores, -1.0)
        order[stated] = 1.0 + scores[stated]
        order[scores <= 0] = -1.0
        if allowed is not None:
            order[~allowed] = -1.0
        width = self._targets.shape[1]
        best = np.argsort(-order, kind="stable")[:width].astype(np.int32)
        best[order[best] < 0] = -1
        targets = np.full(width, -1, dtype=np.int32)
        targets[: len(best)] = best
        there = targets >= 0
        months = self.likely_months(origin)
        return Candidates(
            targets=targets[None],
            scores=np.where(there, scores[targets], 0).astype(np.float32)[None],
            months=np.where(there, months[targets], 0).astype(np.int32)[None],
        )

    def likely_months(self, origin: Origin) -> IntArray:
        """Months of courses before a move into each occupation: the longest that a missing skill takes by its
        shortest course. More where several are needed, less where none fits. Shape (occupations,)."""
        held = np.zeros(len(self._snapshot.skills), dtype=bool)
        held[origin.skills] = True
        requires = self._snapshot.requires
        open_months = np.append(np.where(held[requires.indices], 0, self._need_months), 0)
        starts = np.minimum(requires.indptr[:-1], len(requires.indices))
        most = np.maximum.reduceat(open_months, starts)
        return np.where(np.diff(requires.indptr) > 0, most, 0).astype(np.int32)

    def _months_per_link(self, courses: CourseFinder) -> IntArray:
        """Per requirement: the shortest course's months if the skill is worth a course, 0 if not."""
        requires = self._snapshot.requires
        wanted = requires.columns["essential"].astype(bool) & (
            requires.columns["importance"].astype(np.float32) >= weight("course_importance")
        )
        return np.where(wanted, courses.shortest_months[requires.indices], 0).astype(np.int32)
