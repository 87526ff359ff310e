"""Importer of the official crosswalk between ESCO and O*NET occupations."""

from collections.abc import Iterator
from pathlib import Path

from ontology._reader import Origin, Skip, SourceReader
from ontology._tables import Table, open_lines, row_error
from ontology.errors import SourceColumnsError, VocabularyError
from ontology.records import Edge, Matches, Node
from ontology.vocabulary import MatchKind

# The ESCO occupation is the subject: for "airport chief executive" and "Chief Executives" the file says broadMatch.
# `exactISCO` marks an O*NET occupation that is as wide as a whole ISCO group.
_KINDS = {
    "exactMatch": MatchKind.EXACT,
    "exactISCO": MatchKind.EXACT,
    "closeMatch": MatchKind.CLOSE,
    "broadMatch": MatchKind.BROAD,
    "narrowMatch": MatchKind.NARROW,
}
_ESCO = "http://data.europa.eu/esco/"
_COLUMNS = ("O*NET Id", "ESCO or ISCO URI", "Type of Match")
_KNOWN = ("O*NET Title", "O*NET Description", "ESCO or ISCO Title", "ESCO or ISCO Description")


def read_crosswalk(file: Path, *, kind: str = "esco-onet") -> SourceReader:
    """Read MATCHES edges from ESCO occupations (or ISCO groups) to O*NET occupations.

    Args:
        file: the CSV with O*NET as classification 1 and ESCO as classification 2; its preamble gives the version.
        kind: which crosswalk it is; `esco-onet` is the only one.
    Raises:
        VocabularyError: another `kind`.
        SourceMissingError, SourceColumnsError, SourceEncodingError: before anything is read.
        SourceRowError: while iterating.
    Source: ESCO Secretariat with USDOL/ETA, 2022, https://esco.ec.europa.eu/en/use-esco/eures-countries-mapping-tables
    """
    if kind != "esco-onet":
        raise VocabularyError(f"{kind!r} is not a crosswalk that can be read.", hint="Use 'esco-onet'.", word=kind)
    path = Path(file)
    preamble = {row[0]: row[1] for row in _table(path).preamble if len(row) > 1}
    version = preamble.get("Mapping project version")
    if not version or preamble.get("Classification 2 Name") != "ESCO":
        raise SourceColumnsError(
            f"{path}: the lines before the table do not describe an O*NET to ESCO mapping. Nothing was imported.",
            hint="Use the official crosswalk whose first lines name the mapping project.",
            file=str(path),
        )
    dated = preamble.get("Mapping project version date", "")
    origin = Origin(
        source="esco-onet-crosswalk",
        source_version=f"{version} ({dated})" if dated else version,
        licence="© European Union, reuse authorised (Commission Decision 2011/833/EU), attribution required",
    )
    return SourceReader(lambda _skip: _matches(path, origin, _skip), origin=origin)


def _table(path: Path) -> Table:
    return Table(open_lines(path), file=path.name, columns=_COLUMNS, known=_KNOWN, header_from=_COLUMNS[0])


def _matches(path: Path, origin: Origin, skip: Skip) -> Iterator[Node | Edge]:
    seen: set[tuple[str, str]] = set()
    for line, uri, code, kind in matched_pairs(path):
        if (uri, code) in seen:
            skip(path.name, line, "repeated-pair", f"{uri} {code}")
            continue
        seen.add((uri, code))
        yield Matches(from_id=uri, to_id=f"onet:{code}", kind=kind, **origin)


def matched_pairs(path: Path) -> Iterator[tuple[int, str, str, MatchKind]]:
    """Line, ESCO (or ISCO) URI, O*NET-SOC 2019 code and what the second is to the first, for every row.

    Raises:
        SourceError: the file is missing, or no such table; a row cannot be read.
    """
    for line, (code, uri, word) in _table(path):
        if word not in _KINDS:
            raise row_error(path.name, line, f"the type of match is {word!r}, not one of {', '.join(_KINDS)}")
        if not uri.startswith(_ESCO):
            raise row_error(path.name, line, f"{uri!r} is not an ESCO URI")
        yield line, uri, code, _KINDS[word]
