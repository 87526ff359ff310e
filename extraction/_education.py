"""Courses of study: lines of the education section with a school or a level."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction._dates import find_month, find_span
from extraction._sections import Line
from extraction._settings import table

_FIELD = re.compile(
    r"(?:专业[:：][ ]?(?P<labelled>[^\t，,；;|。]{2,20}))|(?P<zh>[\u4e00-\u9fff]{2,14})专业"
    r"|\b(?:degree|diploma|certificate|bachelor(?:'s)?|master(?:'s)?|associate(?:'s)?|[BMA]\.?[SA]\.?)"
    r"(?: of (?:science|arts|applied science))?(?: degree)?\s+in\s+(?P<en>[A-Z][\w &-]{2,40})",
)


@dataclass(frozen=True, slots=True)
class Study:
    """A course of study; months as YYYY-MM or ""."""

    start: int
    end: int
    institution: str
    field: str
    level: int | None
    first: str
    last: str


def find_studies(lines: Sequence[Line]) -> tuple[Study, ...]:
    """The courses of study of a document; lines that belong together (no blank or new school between) are one."""
    studies: list[Study] = []
    for group in _groups([line for line in lines if line.section == "education" and not line.heading]):
        text = "\n".join(line.text for line in group)
        institution, level = _institution(text), level_of(text)
        if not institution and level is None:
            continue
        span = find_span(text) or find_month(text)
        found = _FIELD.search(text)
        field = next((value for value in found.groups() if value), "").strip() if found else ""
        studies.append(
            Study(
                group[0].start, group[-1].end, institution, field, level,
                span.start if span else "", span.end if span else "",
            )
        )  # fmt: skip
    return tuple(studies)


def level_of(text: str) -> int | None:
    """ISCED 2011 level of the highest level word in a text, None if there is none.

    >>> level_of("郑州某职业学院 大专"), level_of("High school diploma"), level_of("driving school")
    (5, 3, None)
    """
    lower = text.lower()
    levels = table("titles.toml")["levels"]
    found = [level for word, level in levels.items() if re.search(rf"(?<![a-z]){re.escape(word)}", lower)]
    return max(found, default=None)


def _institution(text: str) -> str:
    words = table("titles.toml")["institution"]
    for piece in re.split(r"[\n\t|｜，,；;]|[ ]{2,}| [–—-] |(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", text):
        lower = piece.lower()
        named = any(word in lower for word in words)
        if named and not re.search(r"diploma|学历", lower):
            return re.sub(r"^[\d\s./年月–—~至今-]+", "", piece).strip(" •·:：")
    return ""


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = [[]]
    for line in lines:
        if not line.text.strip():
            groups.append([])
            continue
        current = groups[-1]
        if current and find_span(line.text) and any(find_span(earlier.text) for earlier in current):
            groups.append([])
        groups[-1].append(line)
    return [group for group in groups if group]
