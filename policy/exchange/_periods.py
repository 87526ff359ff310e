"""OpenFisca's periods: a day, a month, a year, some of them (`month:2026-01:3`), or eternity."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from policy._calendar import add_months
from policy.errors import ExchangeFormatError

_PLAIN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SIZED = re.compile(r"(day|month|year):(\d{4}(?:-\d{1,2}){0,2})(?::(\d{1,4}))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first day to the last, both inclusive."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last


ETERNITY = Period(date.min, date.max)


def parse_period(text: object) -> Period:
    """Read a period as OpenFisca writes it; a year alone may be a number.

    Raises:
        ExchangeFormatError: it is none.

    >>> parse_period("2024-02").last
    datetime.date(2024, 2, 29)
    """
    written = str(text).strip()
    if written.upper() == "ETERNITY":
        return ETERNITY
    sized = _SIZED.fullmatch(written)
    unit, start, count = (sized[1], sized[2], int(sized[3] or 1)) if sized else ("", written, 1)
    found = _PLAIN.fullmatch(start)
    if isinstance(text, bool) or found is None or count < 1:
        raise _no_period(text)
    unit = unit or ("day" if found[3] else "month" if found[2] else "year")
    try:
        first = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        months = {"month": count, "year": 12 * count}.get(unit)
        end = add_months(first, months) if months else first + timedelta(days=count)
    except (ValueError, OverflowError) as error:
        raise _no_period(text) from error
    return Period(first, end - timedelta(days=1))


def is_period(text: object) -> bool:
    """Whether a key of a mapping is a period."""
    try:
        parse_period(text)
    except ExchangeFormatError:
        return False
    return True


def _no_period(text: object) -> ExchangeFormatError:
    return ExchangeFormatError(
        f"{text!r} is no period, so the day of the question is not known.",
        hint="OpenFisca writes 2026, 2026-11, 2026-11-22, month:2026-01:3 or ETERNITY.",
        period=str(text),
    )
