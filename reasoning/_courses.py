"""Courses for missing skills: a small set that teaches them, found greedily."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from graph import Snapshot
from ontology import Money
from ontology.records import Course
from reasoning._names import name_of, skill_names
from reasoning._pay import region_chain
from reasoning._weights import weight
from reasoning.answers import CourseChoice


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """Courses chosen for a step.

    Attributes:
        courses: rows, in the order in which they were chosen.
        teaches: course row -> skill rows that it was chosen for.
        uncovered: skill rows that no course within reach teaches, ascending.
        months: calendar months that they take beside a job or a search.
    """

    courses: tuple[int, ...]
    teaches: Mapping[int, tuple[int, ...]]
    uncovered: tuple[int, ...]
    months: int


class CourseFinder:
    """The courses of one snapshot, indexed by what they teach."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._records: dict[int, Course] = {row: snapshot.courses.record(row) for row in range(len(snapshot.courses))}
        self.shortest_months = np.zeros(len(snapshot.skills), dtype=np.int32)
        taught = np.zeros(len(snapshot.skills), dtype=bool)
        for row, course in self._records.items():
            skills = snapshot.teaches.indices[snapshot.teaches.row(row)]
            known = np.where(taught[skills], self.shortest_months[skills], np.iinfo(np.int32).max)
            self.shortest_months[skills] = np.minimum(known, _months((course,)))
            taught[skills] = True
        #: bool per skill row: whether any course, wherever, teaches it.
        self.taught = taught

    def choose(self, wanted: Mapping[int, float], *, region: str, currency: str = "") -> CoursePlan:
        """A set of courses that together teach what can be taught of the wanted skills.

        Weighted set cover: again and again the course with the most newly covered importance per hour, then courses
        are dropped that the others make superfluous. At most ln(n) + 1 times as many hours as the best set
        (Chvatal 1979). Courses bound to a place count only within it, courses mostly about something else
        (`course_fit`, and their subject is not wanted) not at all, and those priced in another currency less
        (`foreign_course`).

        Args:
            wanted: skill row -> importance in (0, 1].
            region: region code of the person, "" if unknown (then online courses only).
            currency: of the person's region, "" if unknown (then every price is as good).
        """
        open_skills = {skill for skill in wanted if self.taught[skill]}
        offers = self._offers(open_skills, set(region_chain(region)))
        homely = {
            course: 1.0 if currency in ("", self._records[course].currency) else weight("foreign_course")
            for course in offers
        }
        chosen: dict[int, set[int]] = {}
        while open_skills:
            best = min(
                (course for course, skills in offers.items() if skills & open_skills),
                key=lambda course: (
                    -homely[course] * self._worth(course, offers[course] & open_skills, wanted),
                    course,
                ),
                default=None,
            )
            if best is None:
                break
            chosen[best] = offers[best]
            open_skills -= offers[best]
        for course in sorted(chosen, key=lambda course: -self._records[course].hours):
            others = set().union(*(skills for other, skills in chosen.items() if other != course))
            if chosen[course] <= others:
                del chosen[course]
        covered: set[int] = set()
        teaches: dict[int, tuple[int, ...]] = {}
        for course, skills in chosen.items():
            teaches[course] = tuple(sorted(skills - covered))
            covered |= skills
        return CoursePlan(
            courses=tuple(chosen),
            teaches=teaches,
            uncovered=tuple(sorted(set(wanted) - covered)),
            months=_months(tuple(self._records[course] for course in chosen)),
        )

    def describe(self, plan: CoursePlan) -> tuple[CourseChoice, ...]:
        """The chosen courses with names, hours and prices."""
        return tuple(self._describe(row, plan.teaches[row]) for row in plan.courses)

    def _offers(self, wanted: set[int], reach: set[str]) -> dict[int, set[int]]:
        teaches = self._snapshot.teaches
        offers: dict[int, set[int]] = {}
        for skill in sorted(wanted):
            for course in teaches.back_indices[teaches.back(skill)].tolist():
                if _within(self._records[course], reach):
                    offers.setdefault(course, set()).add(skill)
        fit = weight("course_fit")
        return {
            course: skills
            for course, skills in offers.items()
            if len(skills) >= fit * (teaches.indptr[course + 1] - teaches.indptr[course])
            or self._subject(course) in skills
        }

    def _subject(self, course: int) -> int:
        """The skill that a course is about: the one taught to the highest level; none (-1) if several are."""
        links = self._snapshot.teaches.row(course)
        levels = self._snapshot.teaches.columns["level"][links]
        top = np.flatnonzero(levels == levels.max())
        return int(self._snapshot.teaches.indices[links][top[0]]) if len(top) == 1 else -1

    def _worth(self, course: int, skills: set[int], wanted: Mapping[int, float]) -> float:
        links = self._snapshot.teaches.row(course)
        levels: dict[int, float] = dict(
            zip(
                self._snapshot.teaches.indices[links].tolist(),
                self._snapshot.teaches.columns["level"][links].tolist(),
                strict=True,
            )
        )
        worth = sum((wanted[skill] * levels[skill] for skill in sorted(skills)), start=0.0)
        return worth / max(self._records[course].hours, 1.0)

    def _describe(self, row: int, skills: Iterable[int]) -> CourseChoice:
        course = self._records[row]
        return CourseChoice(
            course=name_of(self._snapshot.courses, row),
            teaches=skill_names(self._snapshot, tuple(skills)),
            hours=course.hours,
            months=course.months,
            cost=Money(Decimal(str(course.cost)), course.currency),
            provider=course.provider,
            url=course.url,
            source=course.source,
        )


def _within(course: Course, reach: set[str]) -> bool:
    """Whether a course can be taken: anywhere, in the person's places, or online in the person's country."""
    code = course.region.removeprefix("region:")
    return not code or code in reach or (course.online and code.partition("-")[0] in reach)


def _months(courses: tuple[Course, ...]) -> int:
    """Side by side, at `study_hours_per_month`, yet never less than the longest one takes."""
    if not courses:
        return 0
    hours = sum(course.hours for course in courses)
    return max(math.ceil(hours / weight("study_hours_per_month")), *(course.months for course in courses), 0)
