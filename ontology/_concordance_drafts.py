"""A crosswalk table as read, before its codes are held against the lists of their classifications."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ontology._classifications import Classification
from ontology._code_mapping import CodeList, Crosswalk
from ontology._relations import Relation
from ontology._tables import Row, Table, open_lines, row_error

SOC = re.compile(r"\d\d-\d{4}", re.ASCII)
ONET_SOC = re.compile(r"\d\d-\d{4}\.\d\d", re.ASCII)

#: Line, source code, target code; what the second is to the first, None where the whole table must say it; confidence.
Pair = tuple[int, str, str, Relation | None, float]
#: Known codes of each classification.
Lists = Mapping[Classification, CodeList]


@dataclass(frozen=True, slots=True)
class Draft:
    """A table as read, before its codes are held against the lists.

    Attributes:
        crosswalk: without its rows.
        file: name for messages.
        pairs: in the file's order.
        expand: turns targets that stand for several codes into pairs of single codes, once the lists are known.
    """

    crosswalk: Crosswalk
    file: str
    pairs: tuple[Pair, ...]
    expand: Callable[[tuple[Pair, ...], Lists], tuple[Pair, ...]] = lambda pairs, _: pairs


@dataclass(frozen=True, slots=True)
class Found:
    """What one file gives."""

    lists: tuple[CodeList, ...] = ()
    drafts: tuple[Draft, ...] = ()


def coded(pattern: re.Pattern[str], code: str, file: str, line: int, what: str) -> str:
    """The code without blanks around it."""
    if not pattern.fullmatch(code.strip()):
        raise row_error(file, line, f"the {what} code is {code!r}")
    return code.strip()


def csv_rows(path: Path, columns: tuple[str, ...], known: tuple[str, ...] = ()) -> Iterator[Row]:
    """The rows of a CSV file with exactly these columns, and any of `known`."""
    yield from Table(open_lines(path), file=path.name, columns=columns, known=known)
