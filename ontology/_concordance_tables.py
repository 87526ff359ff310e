"""How each published crosswalk table is read: columns, codes, and what its rows say of the two codes."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ontology._archive import Archive
from ontology._classifications import ISCO_URI, Classification
from ontology._code_mapping import CodeList, Crosswalk
from ontology._crosswalk import matched_pairs, read_crosswalk
from ontology._csco_esco import csco_esco_origin, csco_esco_rows
from ontology._esco import LICENCE as ESCO_LICENCE
from ontology._relations import Relation
from ontology._tables import Table, missing_error, open_lines, row_error
from ontology._xls import read_xls
from ontology.errors import SourceColumnsError

ESCO_ZIP = re.compile(r"ESCO dataset - v(\d+\.\d+(?:\.\d+)?) - classification - en - csv\.zip", re.ASCII)
_US = "public domain (US Government work)"
_ONET = "CC BY 4.0 (O*NET, USDOL/ETA), attribution required"
_SOC = re.compile(r"\d\d-\d{4}", re.ASCII)
_ONET_SOC = re.compile(r"\d\d-\d{4}\.\d\d", re.ASCII)
_CENSUS = re.compile(r"\d{4}", re.ASCII)
_CENSUS_SOC = re.compile(r"\d\d-\d[\dX]{3}|none", re.ASCII)
#: Unit groups; a few rows name a minor group of three digits.
_ISCO = re.compile(r"\d{3,4}", re.ASCII)

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


def _coded(pattern: re.Pattern[str], code: str, file: str, line: int, what: str) -> str:
    """The code without blanks around it."""
    if not pattern.fullmatch(code.strip()):
        raise row_error(file, line, f"the {what} code is {code!r}")
    return code.strip()


def _esco(path: Path) -> Found:
    """Every occupation lies in one unit group of ISCO-08, which is broader (ESCO handbook, 2.1)."""
    named = ESCO_ZIP.fullmatch(path.name)
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
            (line, uri.removeprefix(ISCO_URI), _coded(_ONET_SOC, code, path.name, line, "O*NET-SOC 2019"),
             Relation(kind.value), 1.0)
            for line, uri, code, kind in pairs
            if uri.startswith(ISCO_URI) is of_isco
        )  # fmt: skip
        drafts.append(Draft(crosswalk, path.name, chosen))
    return Found((), tuple(drafts))


def _structure(path: Path) -> Found:
    """Codes of both from the outline; an O*NET-SOC code is a SOC code with two more digits, `.00` for the whole."""
    titles: dict[str, str] = {}
    soc: dict[str, str] = {}
    pairs: list[Pair] = []
    columns = ("Detailed Occupation", "Detailed O*NET-SOC", "SOC or O*NET-SOC 2019 Title")
    known = ("Major Group", "Minor Group", "Broad Occupation")
    for line, (detailed, onet, title) in _csv(path, columns, known):
        if detailed:
            soc[_coded(_SOC, detailed, path.name, line, "SOC 2018")] = title
            onet = f"{detailed}.00"
        if onet:
            titles[_coded(_ONET_SOC, onet, path.name, line, "O*NET-SOC 2019")] = title
            pairs.append((line, onet, onet[:7], None, 1.0))
    crosswalk = Crosswalk(
        name="onet2019-soc2018", source=Classification.ONET_2019, target=Classification.SOC_2018, rows=(),
        version="O*NET-SOC 2019", licence=_ONET, url="https://www.onetcenter.org/taxonomy.html",
    )  # fmt: skip
    lists = (CodeList(Classification.ONET_2019, titles), CodeList(Classification.SOC_2018, soc))
    return Found(lists, (Draft(crosswalk, path.name, tuple(pairs)),))


def _onet_releases(path: Path) -> Found:
    columns = tuple(f"O*NET-SOC {year} {what}" for year in (2010, 2019) for what in ("Code", "Title"))
    titles: dict[str, str] = {}
    pairs: list[Pair] = []
    within: dict[str, Pair] = {}
    for line, (old, title, new, _) in _csv(path, columns):
        titles[_coded(_ONET_SOC, old, path.name, line, "O*NET-SOC 2010")] = title
        pairs.append((line, old, _coded(_ONET_SOC, new, path.name, line, "O*NET-SOC 2019"), None, 1.0))
        within.setdefault(old, (line, old, old[:7], None, 1.0))
    releases = Crosswalk(
        name="onet2010-onet2019", source=Classification.ONET_2010, target=Classification.ONET_2019, rows=(),
        version="O*NET-SOC 2019", licence=_ONET, url="https://www.onetcenter.org/taxonomy.html",
    )  # fmt: skip
    soc = replace(releases, name="onet2010-soc2010", target=Classification.SOC_2010, version="O*NET-SOC 2010")
    drafts = (
        Draft(releases, path.name, tuple(pairs)),
        Draft(soc, path.name, tuple(within.values()), expand=_broad_expanded),
    )
    return Found((CodeList(Classification.ONET_2010, titles),), drafts)


def _broad_expanded(pairs: tuple[Pair, ...], lists: Lists) -> tuple[Pair, ...]:
    """An O*NET-SOC 2010 code begins with its SOC 2010 code, and one, 19-1020.01, with that of a broad occupation.

    It is related to each detailed occupation there: it lies among them, and in none.
    """
    if Classification.SOC_2010 not in lists:
        return pairs
    detailed = sorted(lists[Classification.SOC_2010].titles)
    expanded: list[Pair] = []
    for line, onet, soc, relation, confidence in pairs:
        within = [code for code in detailed if soc.endswith("0") and code.startswith(_without_zeros(soc))]
        expanded += [(line, onet, code, Relation.RELATED, confidence) for code in within] or [
            (line, onet, soc, relation, confidence)
        ]
    return tuple(expanded)


def _soc_releases(path: Path) -> Found:
    columns = ("2010 SOC Code", "2010 SOC Title", "2018 SOC Code", "2018 SOC Title")
    titles: dict[str, str] = {}
    pairs: list[Pair] = []
    for line, (old, title, new, _) in _csv(path, columns):
        titles[_coded(_SOC, old, path.name, line, "SOC 2010")] = title.strip()
        pairs.append((line, old, _coded(_SOC, new, path.name, line, "SOC 2018"), None, 1.0))
    crosswalk = Crosswalk(
        name="soc2010-soc2018", source=Classification.SOC_2010, target=Classification.SOC_2018, rows=(),
        version="SOC 2018", licence=_US, url="https://www.bls.gov/soc/2018/crosswalks_used_by_agencies.htm",
    )  # fmt: skip
    return Found((CodeList(Classification.SOC_2010, titles),), (Draft(crosswalk, path.name, tuple(pairs)),))


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
        (line, _coded(_ISCO, row[0], path.name, line, "ISCO-08"),
         _coded(_SOC, row[3], path.name, line, "SOC 2010"), None, 1.0)
        for line, row in rows.items()
        if line > start and any(row)
    ]  # fmt: skip
    crosswalk = Crosswalk(
        name="isco08-soc2010", source=Classification.ISCO_08, target=Classification.SOC_2010, rows=(),
        version="August 2012 (updated June 2015)", licence=_US, url="https://www.bls.gov/soc/soccrosswalks.htm",
    )  # fmt: skip
    return Found((), (Draft(crosswalk, path.name, tuple(pairs)),))


def _census(path: Path) -> Found:
    columns = ("2018 Census Title ", "2018 Census Code", "2018 SOC Code")
    titles: dict[str, str] = {}
    pairs: list[Pair] = []
    for line, (title, code, soc) in _csv(path, columns):
        titles[_coded(_CENSUS, code, path.name, line, "Census 2018")] = title.strip()
        if _coded(_CENSUS_SOC, soc, path.name, line, "SOC 2018") != "none":
            pairs.append((line, code.strip(), soc.strip(), None, 1.0))
    crosswalk = Crosswalk(
        name="census2018-soc2018", source=Classification.CENSUS_2018, target=Classification.SOC_2018, rows=(),
        version="2018", licence=_US, url="https://www.census.gov/topics/employment/industry-occupation/guidance.html",
    )  # fmt: skip
    draft = Draft(crosswalk, path.name, tuple(pairs), expand=_census_expanded)
    return Found((CodeList(Classification.CENSUS_2018, titles),), (draft,))


def _census_expanded(pairs: tuple[Pair, ...], lists: Lists) -> tuple[Pair, ...]:
    """Give every SOC 2018 code to the Census code whose SOC code names it most exactly.

    Half of the Census codes cover several SOC codes: `11-2030` is the broad occupation with all that begin with
    `11-203`, and `15-124X` is what begins with `15-124` and has no Census code of its own.
    """
    if Classification.SOC_2018 not in lists:
        raise missing_error(Path("soc_structure_2019.csv"), "without it Census codes cannot be matched to SOC 2018")
    begins = {soc.rstrip("X") if "X" in soc else _without_zeros(soc): (line, code) for line, code, soc, _, _ in pairs}
    expanded: list[Pair] = []
    for soc in sorted(lists[Classification.SOC_2018].titles):
        for length in range(len(soc), 2, -1):
            if soc[:length] in begins:
                line, code = begins[soc[:length]]
                expanded.append((line, code, soc, None, 1.0))
                break
    return tuple(expanded)


def _without_zeros(soc: str) -> str:
    """`11-203` for the broad occupation 11-2030, `25-1` for the minor group 25-1000; no detailed code ends in zero."""
    return soc.rstrip("0")


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


def _csv(path: Path, columns: tuple[str, ...], known: tuple[str, ...] = ()) -> Iterator[tuple[int, tuple[str, ...]]]:
    yield from Table(open_lines(path), file=path.name, columns=columns, known=known)


#: File name -> its reader; the ESCO zip carries its release in its name.
READERS: dict[str, Callable[[Path], Found]] = {
    "ESCO dataset - v1.1.1 - classification - en - csv.zip": _esco,
    "crosswalk_esco_onet.csv": _esco_onet,
    "soc_structure_2019.csv": _structure,
    "2010_to_2019_soc_crosswalk.csv": _onet_releases,
    "crosswalk_soc2010_to_soc2018.csv": _soc_releases,
    "ISCO_SOC_Crosswalk.xls": _isco_soc,
    "csv_crosswalk_census18codes_to_soc18codes.csv": _census,
}
