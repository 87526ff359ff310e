"""Calendar arithmetic on the day numbers of many persons, equal to `policy._calendar` day by day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policy import _calendar as calendar
from policy._cohort_numbers import Number, both

_EPOCH = date(1970, 1, 1)
#: Day numbers of the calendar that `datetime.date` knows.
FIRST, LAST = (date.min - _EPOCH).days, (date.max - _EPOCH).days
#: A month has 28 to 31 days; for bounds.
_LEAST_DAYS = 28
_MONTH_DAYS = 31


def number_of(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The day of a day number."""
    return _EPOCH + timedelta(days=number)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Months since 1970-01, days of the month (1-based), and how many days that month has."""

    month: NDArray[np.int64]
    day: NDArray[np.int64]
    length: NDArray[np.int64]


def _parts(numbers: Any) -> _Parts:
    days = np.asarray(numbers, dtype=np.int64).view("M8[D]")
    months = days.astype("M8[M]")
    first = months.astype("M8[D]")
    following = (months + 1).astype("M8[D]")
    return _Parts(
        months.view(np.int64), (days - first).view(np.int64) + 1, (following - first).view(np.int64)
    )  # fmt: skip


def months_between(start: Number, end: Number) -> Number:
    """Completed calendar months, negative when `end` is earlier."""
    known = both(start.known, end.known)
    if isinstance(start.n, int) and isinstance(end.n, int):
        months = calendar.months_between(day_of(start.n), day_of(end.n))
        return Number(months, 1, known, months, months)
    one, other = _parts(start.n), _parts(end.n)
    forward = other.month - one.month - (np.minimum(one.day, other.length) > other.day)
    backward = one.month - other.month - (np.minimum(other.day, one.length) > one.day)
    counted = np.where(np.less(end.n, start.n), -backward, forward)
    least, most = end.low - start.high, end.high - start.low
    low = least // (_LEAST_DAYS if least < 0 else _MONTH_DAYS) - 1
    high = most // (_MONTH_DAYS if most < 0 else _LEAST_DAYS) + 2
    return Number(counted, 1, known, low, high)


def add_months(day: Number, count: Number) -> Number:
    """The same day so many months on, or the month's last day."""
    known = both(day.known, count.known)
    if isinstance(day.n, int) and isinstance(count.n, int):
        moved = number_of(calendar.add_months(day_of(day.n), count.n))
        return Number(moved, 1, known, moved, moved)
    parts = _parts(day.n)
    months: Any = (parts.month + count.n).view("M8[M]")
    first = months.astype("M8[D]")
    length = ((months + 1).astype("M8[D]") - first).view(np.int64)
    moved_days = first.view(np.int64) + np.minimum(parts.day, length) - 1
    return Number(
        moved_days, 1, known, day.low + _MONTH_DAYS * (min(count.low, 0) - 1),
        day.high + _MONTH_DAYS * (max(count.high, 0) + 1),
    )  # fmt: skip


def add_working_days(day: Number, count: Number) -> Number:
    """So many Mondays to Fridays on; a count of zero or less moves nothing."""
    known = both(day.known, count.known)
    if isinstance(day.n, int) and isinstance(count.n, int):
        moved = number_of(calendar.add_working_days(day_of(day.n), count.n))
        return Number(moved, 1, known, moved, moved)
    days = np.asarray(day.n, dtype=np.int64)
    steps = np.maximum(count.n, 0)
    # From a weekend the first working day is Monday, so the count starts at the Friday before.
    offset = np.busday_offset(days.view("M8[D]"), steps, roll="backward")
    moved_days = np.where(np.equal(steps, 0), days, offset.view(np.int64))
    return Number(moved_days, 1, known, day.low, day.high + 2 * max(count.high, 0) + 7)


def first_of_next_month(day: Number) -> Number:
    """The first day of the month after."""
    if isinstance(day.n, int):
        moved = number_of(calendar.first_of_next_month(day_of(day.n)))
        return Number(moved, 1, day.known, moved, moved)
    months = np.asarray(day.n, dtype=np.int64).view("M8[D]").astype("M8[M]") + 1
    return Number(months.astype("M8[D]").view(np.int64), 1, day.known, day.low, day.high + _MONTH_DAYS)
