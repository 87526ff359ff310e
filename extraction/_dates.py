"""Months and spans of months as resumes write them, in Chinese and English."""

import re
from dataclasses import dataclass

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905  # reads better
_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_MONTH = (
    rf"(?:{_NAME}[ ,]*{_YEAR}"  # March 2021
    rf"|{_YEAR}[ ]?年[ ]?(?:1[0-2]|0?[1-9])[ ]?月(?:份)?"  # 2021年3月
    rf"|{_YEAR}[ ]?[./-][ ]?(?:1[0-2]|0?[1-9])(?:[./-](?:3[01]|[12]\d|0?[1-9]))?(?![\d])"  # 2021.03, 2021-03-15
    rf"|(?:1[0-2]|0?[1-9])[ ]?/[ ]?{_YEAR}"  # 03/2021
    rf"|{_YEAR}[ ]?年?)"  # 2021
)
_NOW = r"(?:至今|现在|目前|今|present|current|now|today|ongoing|date)"
_TO = r"[ \t]*(?:-|–|—|~|～|--|——|至|到|to|until|till|through)[ \t]*"
_SPAN = re.compile(
    rf"(?<![\d.])(?P<start>{_MONTH})(?:{_TO}(?P<end>{_MONTH}|{_NOW})|(?P<open>[ ]?(?:至今|起)))(?![\d])", re.IGNORECASE
)
_SINCE = re.compile(rf"\b(?:since|from)[ ]+(?P<start>{_MONTH})", re.IGNORECASE)
_SINGLE = re.compile(rf"(?<![\d.])(?P<start>{_MONTH})(?![\d])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MonthSpan:
    """A span of months: `start`, `end` as YYYY-MM, "" unknown; `exact` is false where only years are given.

    A year alone counts as its January, so that the difference of two years is right to the year.
    """

    begin: int
    finish: int
    start: str
    end: str
    current: bool
    exact: bool


def find_span(text: str) -> MonthSpan | None:
    """The first span of months in a line; None if there is none or it ends before it begins."""
    found = _SPAN.search(text) or _SINCE.search(text)
    if found is None:
        return None
    start, exact = month(found.group("start"))
    end, current = "", True
    closing = found.groupdict().get("end")
    if closing and not re.fullmatch(_NOW, closing, re.IGNORECASE):
        end, end_exact = month(closing)
        current, exact = False, exact and end_exact
        if end < start:
            return None
    return MonthSpan(found.start(), found.end(), start, end, current, exact)


def find_month(text: str) -> MonthSpan | None:
    """The first single month or year in a line, as the end of something ("graduated 2015")."""
    found = _SINGLE.search(text)
    if found is None:
        return None
    end, exact = month(found.group("start"))
    return MonthSpan(found.start(), found.end(), "", end, False, exact)


def month(words: str) -> tuple[str, bool]:
    """YYYY-MM of a month as written, and whether the month was given.

    >>> month("March 2021"), month("2021年3月"), month("03/2021"), month("2021")
    (('2021-03', True), ('2021-03', True), ('2021-03', True), ('2021-01', False))
    """
    found = re.search(_YEAR, words)
    if found is None:
        raise ValueError(f"{words!r} holds no year")
    rest = words[: found.start()] + " " + words[found.end() :]
    name = re.search(r"[a-z]{3}", rest.lower())
    if name and name.group() in _MONTHS:
        return f"{found.group()}-{_MONTHS.index(name.group()) + 1:02}", True
    number = re.search(r"\d{1,2}", rest)
    return (f"{found.group()}-{int(number.group()):02}", True) if number else (f"{found.group()}-01", False)
