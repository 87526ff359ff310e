"""Which of our general skills an ESCO skill speaks for: thousands of narrow skills in a few hundred words.

`crosswalks/esco_general_skills.csv` has one row per ESCO skill that was read, with the ids of the skills of our starter
data that are broader (`skos:broadMatch` from the ESCO skill) and of those that it cannot be done without (`needs`).
What the starter data match as exact or close stands there, not here. An ESCO skill that is not in the table speaks for
none of ours as far as anybody has looked.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import NamedTuple

from ontology._tables import Table, row_error

_COLUMNS = ("uri", "broad", "needs")
_FILE = "esco_general_skills.csv"
_URI = re.compile(r"http://data\.europa\.eu/esco/skill/[\w-]+", re.ASCII)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_BETWEEN = "|"
_STARTER = "starter:skill/"


@dataclass(frozen=True, slots=True)
class GeneralSkills:
    """What one ESCO skill speaks for, as ids of starter skills.

    Attributes:
        broad: it is a kind or a main part of these.
        needs: other skills that doing it always takes in a marked degree.
    """

    broad: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class GeneralRow(NamedTuple):
    """One row: the line where it starts, and what it says."""

    line: int
    uri: str
    general: GeneralSkills


@cache
def read_general_skills() -> Mapping[str, GeneralSkills]:
    """URI of an ESCO skill -> our general skills that it speaks for.

    Raises:
        SourceRowError, SourceColumnsError, SourceEncodingError: the table was edited and is broken now.
    """
    return {row.uri: row.general for row in general_rows(resources.files("ontology").joinpath("crosswalks", _FILE))}


def general_rows(table: Traversable) -> Iterator[GeneralRow]:
    """The rows of a table, checked one by one, for skills given twice and for rows that say nothing.

    Raises:
        SourceError: it is another table, or a row cannot be read.
    """
    seen: dict[str, int] = {}
    with table.open("rb") as lines:
        for line, (uri, broad, needs) in Table(lines, file=table.name, columns=_COLUMNS):
            if not _URI.fullmatch(uri):
                raise row_error(table.name, line, f"{uri!r} is not the URI of an ESCO skill")
            if uri in seen:
                raise row_error(table.name, line, f"{uri} stands on line {seen[uri]} already")
            seen[uri] = line
            general = GeneralSkills(_ids(table.name, line, broad), _ids(table.name, line, needs))
            both = {*general.broad} & {*general.needs}
            if both or not (general.broad or general.needs):
                what = f"{min(both)} stands in both columns" if both else "it names no skill of ours"
                raise row_error(table.name, line, what)
            yield GeneralRow(line, uri, general)


def _ids(file: str, line: int, cell: str) -> tuple[str, ...]:
    slugs = cell.split(_BETWEEN) if cell else []
    for slug in slugs:
        if not _SLUG.fullmatch(slug) or slugs.count(slug) > 1:
            raise row_error(file, line, f"{slug!r} is not the name of a starter skill, or stands twice in a cell")
    return tuple(_STARTER + slug for slug in slugs)
