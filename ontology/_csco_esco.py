"""Our crosswalk from China's Classification of Occupations (CSCO 2022) to ESCO and ISCO-08.

`crosswalks/csco_esco.csv` has one row per match, with the CSCO occupation as subject (`broad`: the target is broader),
how sure the match is, how it was found, and `lossy` where several CSCO occupations fall on one target.
"""

import re
from collections.abc import Container, Iterator
from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from ontology._labels import read_labels
from ontology._reader import Origin, Skip, SourceReader
from ontology._tables import Table, number, open_lines, row_error
from ontology.errors import SourceRowError, VocabularyError
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


def read_csco_esco(file: Path | None = None, *, known: Container[str] | None = None) -> SourceReader:
    """Read MATCHES edges from CSCO occupations to ESCO occupations and ISCO-08 unit groups.

    Args:
        file: a table of the same form; without it the one of this program.
        known: ids of the graph. With them a row is refused whose code or URI is neither there nor in our own tables,
            which list CSCO 2022 and ESCO 1.1.1 and 1.2; without them only the form is checked.
    Raises:
        SourceMissingError, SourceColumnsError, SourceEncodingError: before anything is read.
        SourceRowError: while iterating: a code, URI, match type or confidence that is none, an unknown code, or a pair
            given twice.
    """
    path = file or csco_esco_file()
    _table(path)
    origin = csco_esco_origin()
    return SourceReader(lambda skip: _edges(path, origin, known, skip), origin=origin)


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
            raise row_error(
                path.name, line, f"the CSCO code is {code[:120]!r}, not of the form 4-02-07-10",
                what_zh=f"职业分类大典代码 {code[:120]!r} 不是 4-02-07-10 的形式",
            )  # fmt: skip
        if not _TARGET.fullmatch(target):
            raise row_error(
                path.name, line, f"{target[:120]!r} is not the URI of an ESCO occupation or of an ISCO-08 unit group",
                what_zh=f"{target[:120]!r} 不是 ESCO 职业或 ISCO-08 细类的 URI",
            )  # fmt: skip
        if (code, target) in seen:
            before = seen[code, target]
            raise row_error(
                path.name, line, f"{code} is matched to {target} on line {before} already",
                what_zh=f"{code} 与 {target} 的对应已在第 {before} 行给出",
            )  # fmt: skip
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


def _edges(path: Path, origin: Origin, known: Container[str] | None, _skip: Skip) -> Iterator[Node | Edge]:
    for row in csco_esco_rows(path):
        code = f"csco:{row.csco}"
        if known is not None:
            for one in (code, row.target):
                if one not in known and one not in _listed():
                    raise _unknown_error(path.name, row.line, one)
        yield Matches(from_id=code, to_id=row.target, kind=row.kind, confidence=row.confidence, **origin)


@cache
def _listed() -> frozenset[str]:
    """Ids of all concepts in our own tables."""
    return frozenset(f"csco:{row.csco}" for row in csco_esco_rows(csco_esco_file())) | read_labels().keys()


def _unknown_error(file: str, line: int, one: str) -> SourceRowError:
    classification = "CSCO 2022" if one.startswith("csco:") else "ISCO-08" if "/isco/" in one else "ESCO"
    # URIs of occupations are random, so nothing is near one.
    alike = () if classification == "ESCO" else [other for other in _listed() if other[:-5] == one[:-5]]
    near = sorted(get_close_matches(one, sorted(alike), n=3, cutoff=0.9))
    more, more_zh = (f"; near it: {', '.join(near)}", f"；相近的：{'、'.join(near)}") if near else ("", "")
    return row_error(
        file, line, f"{classification} has no {one}, so the match would lead nowhere{more}",
        what_zh=f"{classification} 中没有 {one}，这一对应没有归属{more_zh}",
    )  # fmt: skip
