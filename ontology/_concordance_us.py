"""How the tables of the United States are read: O*NET-SOC, SOC and the occupation codes of the Census Bureau."""

import re
from dataclasses import replace
from pathlib import Path

from ontology._classifications import Classification
from ontology._code_mapping import CodeList, Crosswalk
from ontology._concordance_drafts import ONET_SOC, SOC, Draft, Found, Lists, Pair, coded, csv_rows
from ontology._relations import Relation
from ontology._tables import missing_error

US_LICENCE = "public domain (US Government work)"
_ONET = "CC BY 4.0 (O*NET, USDOL/ETA), attribution required"
_CENSUS = re.compile(r"\d{4}", re.ASCII)
#: The one SOC code that lies elsewhere than its digits say: begins with 51-919X (8865), but the Census Bureau's list of
#: 6 May 2020 (sheet "2010 to 2018 Crosswalk") has it in 51-91XX, other production workers.
_ELSEWHERE = {"51-9199": "51-91"}
_CENSUS_SOC = re.compile(r"\d\d-\d[\dX]{3}|none", re.ASCII)


def read_structure(path: Path) -> Found:
    """Codes of both from the outline; an O*NET-SOC code is a SOC code with two more digits, `.00` for the whole."""
    titles: dict[str, str] = {}
    soc: dict[str, str] = {}
    pairs: list[Pair] = []
    columns = ("Detailed Occupation", "Detailed O*NET-SOC", "SOC or O*NET-SOC 2019 Title")
    known = ("Major Group", "Minor Group", "Broad Occupation")
    for line, (detailed, onet, title) in csv_rows(path, columns, known):
        if detailed:
            soc[coded(SOC, detailed, path.name, line, "SOC 2018")] = title
            onet = f"{detailed}.00"
        if onet:
            titles[coded(ONET_SOC, onet, path.name, line, "O*NET-SOC 2019")] = title
            pairs.append((line, onet, onet[:7], None, 1.0))
    crosswalk = Crosswalk(
        name="onet2019-soc2018", source=Classification.ONET_2019, target=Classification.SOC_2018, rows=(),
        version="O*NET-SOC 2019", licence=_ONET, url="https://www.onetcenter.org/taxonomy.html",
    )  # fmt: skip
    lists = (CodeList(Classification.ONET_2019, titles), CodeList(Classification.SOC_2018, soc))
    return Found(lists, (Draft(crosswalk, path.name, tuple(pairs)),))


def read_onet_releases(path: Path) -> Found:
    """O*NET-SOC 2010 with 2019, and each code of 2010 with the SOC 2010 code that it begins with."""
    columns = tuple(f"O*NET-SOC {year} {what}" for year in (2010, 2019) for what in ("Code", "Title"))
    titles: dict[str, str] = {}
    pairs: list[Pair] = []
    within: dict[str, Pair] = {}
    for line, (old, title, new, _) in csv_rows(path, columns):
        titles[coded(ONET_SOC, old, path.name, line, "O*NET-SOC 2010")] = title
        pairs.append((line, old, coded(ONET_SOC, new, path.name, line, "O*NET-SOC 2019"), None, 1.0))
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


def read_soc_releases(path: Path) -> Found:
    """SOC 2010 with SOC 2018, of the Bureau of Labor Statistics."""
    columns = ("2010 SOC Code", "2010 SOC Title", "2018 SOC Code", "2018 SOC Title")
    titles: dict[str, str] = {}
    pairs: list[Pair] = []
    for line, (old, title, new, _) in csv_rows(path, columns):
        titles[coded(SOC, old, path.name, line, "SOC 2010")] = title.strip()
        pairs.append((line, old, coded(SOC, new, path.name, line, "SOC 2018"), None, 1.0))
    crosswalk = Crosswalk(
        name="soc2010-soc2018", source=Classification.SOC_2010, target=Classification.SOC_2018, rows=(),
        version="SOC 2018", licence=US_LICENCE, url="https://www.bls.gov/soc/2018/crosswalks_used_by_agencies.htm",
    )  # fmt: skip
    return Found((CodeList(Classification.SOC_2010, titles),), (Draft(crosswalk, path.name, tuple(pairs)),))


def read_census(path: Path) -> Found:
    """Census codes with SOC 2018; a code with `none` (never worked, rank not given) is known and matches nothing."""
    columns = ("2018 Census Title ", "2018 Census Code", "2018 SOC Code")
    titles: dict[str, str] = {}
    pairs: list[Pair] = []
    for line, (title, code, soc) in csv_rows(path, columns):
        titles[coded(_CENSUS, code, path.name, line, "Census 2018")] = title.strip()
        if coded(_CENSUS_SOC, soc, path.name, line, "SOC 2018") != "none":
            pairs.append((line, code.strip(), soc.strip(), None, 1.0))
    crosswalk = Crosswalk(
        name="census2018-soc2018", source=Classification.CENSUS_2018, target=Classification.SOC_2018, rows=(),
        version="2018", licence=US_LICENCE, url="https://www.census.gov/topics/employment/industry-occupation/guidance.html",
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
        beginning = _ELSEWHERE.get(soc, soc)
        for length in range(len(beginning), 2, -1):
            if beginning[:length] in begins:
                line, code = begins[beginning[:length]]
                expanded.append((line, code, soc, None, 1.0))
                break
    return tuple(expanded)


def _without_zeros(soc: str) -> str:
    """`11-203` for the broad occupation 11-2030, `25-1` for the minor group 25-1000; no detailed code ends in zero."""
    return soc.rstrip("0")
