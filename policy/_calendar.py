"""Exact date arithmetic for rules: completed months, end-of-month clipping, Monday-to-Friday working days."""

from calendar import monthrange
from datetime import date, timedelta

from policy.errors import DayRangeError

#: Days that questions and facts may name, both inclusive: nobody's working life lies outside, and arithmetic on
#: months and years never leaves the calendar.
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)


def months_between(start: date, end: date) -> int:
    """Count the completed calendar months from `start` to `end`; negative when `end` is earlier.

    A month is complete when the same day of the month is reached, or the month's last day if it is shorter.

    >>> months_between(date(2026, 1, 31), date(2026, 2, 28))
    1
    >>> months_between(date(2026, 1, 31), date(2026, 2, 27))
    0
    >>> months_between(date(2026, 3, 1), date(2026, 2, 28))
    0
    """
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def add_months(day: date, months: int) -> date:
    """Move a date by calendar months; a day that the month lacks becomes its last day.

    >>> add_months(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def first_of_next_month(day: date) -> date:
    """The first day of the month after `day`'s."""
    return add_months(day.replace(day=1), 1)


def add_working_days(day: date, count: int) -> date:
    """Move a date forward by Mondays to Fridays; public holidays are not modelled, so the result is the earliest.

    >>> add_working_days(date(2026, 11, 20), 1)  # a Friday
    datetime.date(2026, 11, 23)
    """
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def check_day(day: date) -> None:
    """Refuse a day of the question that no rule could ever answer for.

    Raises:
        DayRangeError: it lies outside `FIRST_DAY` to `LAST_DAY`.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise DayRangeError(
            f"The day of the question is {day}, outside {FIRST_DAY} to {LAST_DAY}.",
            hint="Check the year.",
            on=day.isoformat(),
        )
