"""Date arithmetic of rules."""

from datetime import date

import pytest

from policy._calendar import add_months, add_working_days, first_of_next_month, months_between


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2024, 2, 29), date(2025, 2, 27), 11),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2026, 3, 15), date(2026, 3, 15), 0),
        (date(2026, 3, 15), date(2026, 2, 15), -1),
        (date(2026, 3, 15), date(2026, 2, 16), 0),
    ],
)
def test_months_between_counts_completed_months(start: date, end: date, months: int) -> None:
    assert months_between(start, end) == months


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_add_months_clips_to_the_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_add_working_days_skips_weekends() -> None:
    """From Friday 2026-11-20 ten working days are two weeks: Friday 2026-12-04."""
    assert add_working_days(date(2026, 11, 20), 10) == date(2026, 12, 4)
    assert add_working_days(date(2026, 11, 21), 0) == date(2026, 11, 21)


def test_first_of_next_month_crosses_the_year() -> None:
    assert first_of_next_month(date(2026, 12, 1)) == date(2027, 1, 1)
