"""The tables of the starter data as typed rows: each field is read once, strictly, and a fault names file and line."""

import re
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from ontology._tables import Table, missing_error, number, row_error
from ontology.errors import SourceRowError, VocabularyError
from ontology.vocabulary import parse_word

_Word = TypeVar("_Word", bound=StrEnum)

#: Columns of each table; all of them must be there, and no other.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sources": ("id", "title", "publisher", "url", "licence", "published", "retrieved", "note"),
    "occupations": (
        "id", "label_en", "label_zh", "alt_en", "alt_zh", "description_en", "description_zh", "esco_uri", "esco_match",
        "csco_code", "csco_match", "isco_code", "soc_code", "flexible", "source",
    ),
    "skills": ("id", "label_en", "label_zh", "alt_en", "alt_zh", "kind", "esco_uri", "esco_match", "source"),
    "requirements": ("occupation", "skill", "relation", "importance", "level", "source"),
    "moves": ("from", "to", "basis", "source"),
    "regions": ("code", "parent", "label_en", "label_zh"),
    "industries": ("id", "isic_section", "label_en", "label_zh"),
    "occupation_industries": ("occupation", "industry"),
    "pay": (
        "occupation", "region", "median_wage_per_month", "currency", "year", "statistic", "employment", "confidence",
        "source", "note",
    ),
    "figures": ("occupation", "figure", "value", "unit", "year", "source"),
    "courses": (
        "id", "label_en", "label_zh", "provider", "hours", "cost", "currency", "months", "online", "region", "url",
        "year", "confidence", "source",
    ),
    "course_skills": ("course", "skill", "level", "source"),
}  # fmt: skip
_BOOLEANS = {"true": True, "false": False}
_SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"


def starter_directory() -> Traversable:
    """The folder of the tables that ship with this package."""
    return resources.files("ontology").joinpath("starter")


class StarterRow:
    """One row of one table.

    Attributes:
        file, line: where it stands, for messages; line is 1-based.
    """

    def __init__(self, file: str, line: int, fields: Mapping[str, str]) -> None:
        self.file = file
        self.line = line
        self._fields = fields

    def fault(self, what: str) -> SourceRowError:
        """The error that says what is wrong with this row."""
        return row_error(self.file, self.line, what)

    def optional(self, column: str, pattern: str = ".*") -> str:
        """The text of a field, "" if it is empty.

        Raises:
            SourceRowError: it has blanks around it, or does not match the whole pattern.
        """
        text = self._fields[column]
        if text != text.strip():
            raise self.fault(f"{column} is {text!r}, with blanks around it")
        if text and not re.fullmatch(pattern, text):
            raise self.fault(f"{column} is {text!r}, not of the form {pattern}")
        return text

    def text(self, column: str, pattern: str = ".+") -> str:
        """The text of a field that may not be empty."""
        text = self.optional(column, pattern)
        if not text:
            raise self.fault(f"{column} is empty")
        return text

    def texts(self, column: str) -> tuple[str, ...]:
        """The entries of a list, which `|` separates; none may be empty or repeated."""
        text = self.optional(column)
        entries = text.split("|") if text else []
        for entry in entries:
            if not entry or entry != entry.strip():
                raise self.fault(f"{column} has the entry {entry!r}, empty or with blanks around it")
        if len(set(entries)) < len(entries):
            raise self.fault(f"{column} repeats an entry")
        return tuple(entries)

    def number(self, column: str, *, low: float, high: float) -> float:
        """A number in [low, high]."""
        return number(self.text(column), file=self.file, line=self.line, low=low, high=high, what=column)

    def whole(self, column: str, *, low: int, high: int) -> int:
        """A whole number in [low, high]."""
        value = self.number(column, low=low, high=high)
        if not value.is_integer():
            raise self.fault(f"{column} is {value:g}, not a whole number")
        return int(value)

    def truth(self, column: str) -> bool:
        """`true` or `false`."""
        text = self.text(column)
        if text not in _BOOLEANS:
            raise self.fault(f"{column} is {text!r}, neither true nor false")
        return _BOOLEANS[text]

    def word(self, column: str, vocabulary: type[_Word]) -> _Word:
        """A word of a closed vocabulary."""
        try:
            return parse_word(vocabulary, self.text(column))
        except VocabularyError as error:
            raise self.fault(f"{column}: {error.message} {error.hint}") from error

    def reference(self, column: str, known: Collection[str], table: str) -> str:
        """An id that another table must have."""
        text = self.text(column)
        if text not in known:
            raise self.fault(f"{column} is {text!r}, which {table}.csv does not have")
        return text


def read_table(directory: Traversable, name: str, key: tuple[str, ...]) -> list[StarterRow]:
    """All rows of one table in its order.

    Args:
        directory: folder of the tables.
        name: without `.csv`, a key of `COLUMNS`.
        key: columns whose values together may not occur twice.
    Raises:
        SourceMissingError, SourceColumnsError, SourceEncodingError: as `Table`.
        SourceRowError: a row is broken, or repeats a key.
    """
    file, columns = f"{name}.csv", COLUMNS[name]
    rows, seen = [], dict[tuple[str, ...], int]()
    for line, fields in Table(_lines(directory, file), file=file, columns=columns):
        row = StarterRow(file, line, dict(zip(columns, fields, strict=True)))
        values = tuple(row.optional(column) for column in key)
        if values in seen:
            raise row.fault(f"{' and '.join(key)} {', '.join(map(repr, values))} stand in line {seen[values]} already")
        seen[values] = line
        rows.append(row)
    return rows


def slugs(rows: list[StarterRow]) -> frozenset[str]:
    """The ids of a table.

    Raises:
        SourceRowError: an id is not lower case words joined by `-`.
    """
    return frozenset(row.text("id", _SLUG) for row in rows)


def _lines(directory: Traversable, file: str) -> Iterator[bytes]:
    place = directory.joinpath(file)
    try:
        with place.open("rb") as stream:
            yield from stream
    except OSError as error:
        raise missing_error(Path(str(place)), error.strerror or "it cannot be read") from error
