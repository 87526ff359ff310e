"""Our crosswalk from China's Classification of Occupations (CSCO 2022) to ESCO and ISCO-08.

`crosswalks/csco_esco.csv` has one row per match, with the CSCO occupation as subject (`broad`: the target is broader),
how sure the match is, how it was found, and `lossy` where several CSCO occupations fall on one target.
"""

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from ontology._reader import Origin, Skip, SourceReader
from ontology._tables import Table, number, open_lines, row_error
from ontology.errors import VocabularyError
from ontology.records import Edge, Matches, Node
from ontology.vocabulary import MatchKind, parse_word

_COLUMNS = ("csco", "target", "match", "confidence", "method", "lossy")
_CODE = re.compile(r"\d(-\d\d){3}", re.ASCII)
_TARGET = re.compile(r"http://data\.europa\.eu/esco/(occupation/[\w-]+|isco/C\d{4})", re.ASCII)
_LOSSY = {"true": True, "false": False, "1": True, "0": False, "": False, "yes": True, "no": False}


class CscoMatch(NamedTuple):
    """One row: the line where it starts, and what it says."""

    line: int
    csco: str
    target: str
    kind: MatchKind
    confidence: float
    method: str
    lossy: bool


def read_csco_esco(file: Path | None = None) -> SourceReader:
    """Read MATCHES edges from CSCO occupations to ESCO occupations and ISCO-08 unit groups.

    Args:
        file: a table of the same form; without it the one of this program.
    Raises:
        SourceMissingError, SourceColumnsError, SourceEncodingError: before anything is read.
        SourceRowError: while iterating: a code, URI, match type or confidence that is none, or a pair given twice.
    """
    path = file or csco_esco_file()
    _table(path)
    origin = csco_esco_origin()
    return SourceReader(lambda skip: _edges(path, origin, skip), origin=origin)


def csco_esco_file() -> Path:
    """The table of this program."""
    return Path(str(resources.files("ontology").joinpath("crosswalks", "csco_esco.csv")))


def csco_esco_origin() -> Origin:
    """Provenance of every match."""
    return Origin(source="pathloom-csco-esco", source_version="1", licence="Apache-2.0")


def csco_esco_rows(path: Path) -> Iterator[CscoMatch]:
    """The rows of a table, checked one by one and for pairs given twice.

    Raises:
        SourceError: the file is missing or another table, or a row cannot be read.
    """
    seen: dict[tuple[str, str], int] = {}
    for line, (code, target, word, confidence, method, lossy) in _table(path):
        if not _CODE.fullmatch(code):
            raise row_error(path.name, line, f"the CSCO code is {code!r}, not of the form 4-02-07-10")
        if not _TARGET.fullmatch(target):
            raise row_error(
                path.name, line, f"{target!r} is not the URI of an ESCO occupation or of an ISCO-08 unit group"
            )
        if (code, target) in seen:
            raise row_error(path.name, line, f"{code} is matched to {target} on line {seen[code, target]} already")
        if lossy.lower() not in _LOSSY:
            raise row_error(path.name, line, f"lossy is {lossy!r}, not true or false")
        seen[code, target] = line
        sure = number(confidence, file=path.name, line=line, low=0, high=1, what="the confidence")
        yield CscoMatch(line, code, target, _kind(path.name, line, word), sure, method, _LOSSY[lossy.lower()])


def _table(path: Path) -> Table:
    return Table(open_lines(path), file=path.name, columns=_COLUMNS)


def _kind(file: str, line: int, word: str) -> MatchKind:
    try:
        return parse_word(MatchKind, word)
    except VocabularyError as error:
        raise row_error(file, line, f"the match is {word!r}, not one of {', '.join(MatchKind)}") from error


def _edges(path: Path, origin: Origin, _skip: Skip) -> Iterator[Node | Edge]:
    for row in csco_esco_rows(path):
        yield Matches(from_id=f"csco:{row.csco}", to_id=row.target, kind=row.kind, confidence=row.confidence, **origin)
