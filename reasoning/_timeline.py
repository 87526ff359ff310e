"""A path laid out on calendar months: learning, looking for work, working."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ontology import Language
from reasoning._texts import text
from reasoning._weights import weight, whole
from reasoning.answers import CourseChoice, Named, Path, Pay, Step

_MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What happens in one month of a path.

    Attributes:
        occupation: held in this month, None if none or unknown.
        pay: of that occupation, None if nothing is earned or it is not known.
        starting: courses that begin (and are paid) in this month.
        moves: how many new jobs have begun by now.
        confidence: product of the scores of the moves made so far, in [0, 1].
    """

    month: date
    activity: Mapping[str, str]
    occupation: Named | None
    pay: Pay | None
    starting: tuple[CourseChoice, ...] = field(default=())
    moves: int
    confidence: float

    @property
    def moved(self) -> bool:
        """Whether any new job has begun by now."""
        return self.moves > 0


def lay_out(path: Path, *, on: date, working_now: bool, delay: int = 0, tail: int | None = None) -> tuple[Slot, ...]:
    """One slot per month, from the month of `on`; as many as without a delay, so that plans can be compared.

    Each move takes its own months (courses beside a job or a search, the last for looking for work), then
    `tenure_months` of work before the next move begins, and `plan_tail` months after the last one.

    Args:
        working_now: whether the person earns the present occupation's pay until the first move is made.
        tail: months of work after the last move, by default `plan_tail`.
        delay: months, in which all stays as it is, before the path begins.
    """
    slots = _waiting(path, on, working_now, delay)
    first = path.steps[0]
    job = first.transition.origin if working_now else None
    pay = first.pay_before if working_now else None
    confidence = 1.0
    for number, step in enumerate(path.steps):
        begins = _course_starts(step)
        for month in range(step.months):
            slots.append(
                Slot(
                    month=add_months(on, len(slots)),
                    activity=_preparing(step, begins, month),
                    occupation=job,
                    pay=pay,
                    starting=tuple(course for course, start in begins if start == month),
                    moves=number,
                    confidence=confidence,
                )
            )
        confidence *= step.transition.score
        job, pay = step.transition.target, step.pay_after
        last = number == len(path.steps) - 1
        shown = whole("plan_tail") if tail is None else tail
        for _ in range(shown if last else whole("tenure_months")):
            slots.append(
                Slot(
                    month=add_months(on, len(slots)),
                    activity=text("activities", "work", occupation=job.labels),
                    occupation=job,
                    pay=pay,
                    moves=number + 1,
                    confidence=confidence,
                )
            )
    return tuple(slots[: len(slots) - delay])


def _waiting(path: Path, on: date, working_now: bool, delay: int) -> list[Slot]:
    first = path.steps[0]
    occupation = first.transition.origin if working_now else None
    activity = text("activities", "work", occupation=occupation.labels) if occupation else text("activities", "wait")
    return [
        Slot(
            month=add_months(on, number),
            activity=activity,
            occupation=occupation,
            pay=first.pay_before if working_now else None,
            moves=0,
            confidence=1.0,
        )
        for number in range(delay)
    ]


def add_months(day: date, months: int) -> date:
    """The first day of the month so many months after the month of a day."""
    years, month = divmod(day.month - 1 + months, _MONTHS_PER_YEAR)
    return date(day.year + years, month + 1, 1)


def _course_starts(step: Step) -> list[tuple[CourseChoice, int]]:
    """Courses one after another at `study_hours_per_month`, each early enough to end before the search."""
    starts: list[tuple[CourseChoice, int]] = []
    hours = 0.0
    room = step.months - whole("search_months")
    for course in step.courses:
        start = int(hours // weight("study_hours_per_month"))
        starts.append((course, max(0, min(start, room - max(course.months, 1)))))
        hours += course.hours
    return starts


def _preparing(step: Step, begins: Sequence[tuple[CourseChoice, int]], month: int) -> Mapping[str, str]:
    parts = [
        text("activities", "study", course=course.course.labels)
        for course, start in begins
        if start <= month < start + _runs(course)
    ]
    if month >= step.months - whole("search_months") or not parts:
        parts.append(text("activities", "search", occupation=step.transition.target.labels))
    joined = {Language.ZH: "；", Language.EN: "; "}
    return {language.value: glue.join(part[language] for part in parts) for language, glue in joined.items()}


def _runs(course: CourseChoice) -> int:
    by_hours = -int(-course.hours // weight("study_hours_per_month"))
    return max(course.months, by_hours, 1)
