"""Paths computed exactly: at each move the person has the skills learnt on the moves before it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from graph import FloatArray, Snapshot
from reasoning._constraints import Wishes
from reasoning._courses import CourseFinder, CoursePlan
from reasoning._gap import requirements
from reasoning._person import Person, after_move
from reasoning._ports import TransitionModel
from reasoning._weights import weight, whole

#: Occupation rows, one per move.
Route = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """The last move of a route, with everything before it taken into account.

    Attributes:
        before, after: the person as they set out and as they have settled in.
        months: of this move: its courses and the search.
        total_months: of the whole route up to here, with the months worked between moves.
    """

    route: Route
    score: float
    before: Person
    after: Person
    plan: CoursePlan
    months: int
    total_months: int
    log_probability: float


class Walk:
    """All legs computed for one person, each once however many routes share it."""

    def __init__(
        self,
        snapshot: Snapshot,
        model: TransitionModel,
        courses: CourseFinder,
        *,
        person: Person,
        scores: FloatArray,
        wishes: Wishes,
    ) -> None:
        self._snapshot = snapshot
        self._model = model
        self._courses = courses
        self._person = person
        self._scores = scores
        self._wishes = wishes
        self._legs: dict[Route, Leg] = {}

    def __getitem__(self, route: Route) -> Leg:
        return self._legs[route]

    def add(self, routes: Iterable[Route]) -> None:
        """Compute the legs of these routes; one call of the model per place that they set out from."""
        wanted = {route[:length] for route in routes for length in range(1, len(route) + 1)}
        onwards: dict[Route, list[int]] = {}
        for route in sorted(wanted - self._legs.keys(), key=lambda route: (len(route), route)):
            onwards.setdefault(route[:-1], []).append(route[-1])
        for start, ends in sorted(onwards.items(), key=lambda item: (len(item[0]), item[0])):
            person = self._legs[start].after if start else self._person
            rows = np.array(ends, dtype=np.int32)
            scores = self._model.score(person.origin, rows) if start else self._scores[rows]
            for end, score in zip(ends, scores.tolist(), strict=True):
                self._legs[(*start, end)] = self._leg(person, (*start, end), score)

    def _leg(self, person: Person, route: Route, score: float) -> Leg:
        plan = self._courses.choose(
            self._to_learn(person, route[-1]), region=self._wishes.region, currency=self._wishes.currency
        )
        months = plan.months + whole("search_months")
        before = self._legs.get(route[:-1])
        total = months if before is None else before.total_months + whole("tenure_months") + months
        learnt = [skill for course in plan.courses for skill in plan.teaches[course]]
        return Leg(
            route=route,
            score=score,
            before=person,
            after=after_move(self._snapshot, person, route[-1], learnt),
            plan=plan,
            months=months,
            total_months=total,
            log_probability=math.log(max(score, 1e-12)) + (before.log_probability if before else 0.0),
        )

    def _to_learn(self, person: Person, occupation: int) -> dict[int, float]:
        """Essential skills important enough for a course that the person has neither wholly nor in part."""
        held = set(person.origin.skills.tolist())
        wanted: dict[int, float] = {}
        for skill, importance, essential in requirements(self._snapshot, occupation):
            if not essential or importance < weight("course_importance") or skill in held:
                continue
            if skill not in person.denied and self._courses.taught[skill]:
                _, nearness = self._model.similar_skills(skill, among=person.origin.skills)
                if nearness >= weight("partial_similarity"):
                    continue
            wanted[skill] = importance
        return wanted
