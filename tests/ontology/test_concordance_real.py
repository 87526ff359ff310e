"""The concordance of the published tables: every pair there and back, and chains worked out by hand from their rows."""

import re
from itertools import permutations
from pathlib import Path

import openpyxl
import pytest

from ontology import Classification, Code, Concordance, Relation, read_concordance
from ontology._relations import backwards
from ontology._xls import read_xls

pytestmark = pytest.mark.shared_data

ESCO = "http://data.europa.eu/esco/occupation/"
LAWYER = ESCO + "974d4eab-fbee-4c52-b16e-73bdd8c25b53"
NURSE = ESCO + "8d3e8aaa-791b-4c75-a465-f3f827028f50"
TRAM_DRIVER = ESCO + "03e02554-15d1-4697-960c-8909e7d36f7e"
EXACT, CLOSE, BROAD, NARROW, RELATED = Relation
Reached = dict[Code, dict[Classification, frozenset[str]]]
#: Two rows in the form of our own table: couriers, and engineers of computer software.
CSCO = (
    "csco,target,match,confidence,method,lossy\n"
    f"4-02-07-08,{ESCO}0c408028-c48f-4df8-ba5d-c3d3be15f5a2,exact,0.9,review,false\n"
    "2-02-10-03,http://data.europa.eu/esco/isco/C2512,exact,0.8,review,false\n"
)


@pytest.fixture(scope="module")
def concordance(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Concordance:
    csco = tmp_path_factory.mktemp("csco") / "csco_esco.csv"
    csco.write_text(CSCO, encoding="utf-8")
    return read_concordance(shared / "crosswalks", shared / "esco", csco_esco=csco)


@pytest.fixture(scope="module")
def whole(shared: Path) -> Concordance:
    """With the crosswalk from CSCO that comes with this program."""
    return read_concordance(shared / "crosswalks", shared / "esco")


@pytest.fixture(scope="module")
def reached(whole: Concordance) -> Reached:
    return {
        code: whole.reach(code)
        for one in Classification
        for code in (Code(one, written) for written in whole.codes(one))
    }


def test_each_list_is_whole(concordance: Concordance) -> None:
    """Counts of the publishers: ESCO 1.1.1 3,007; ISCO-08 10+43+130+436; O*NET 1,110 and 1,016; SOC 840 and 867;
    the Census Bureau's list has 570 rows.
    """
    assert {str(one): len(concordance.codes(one)) for one in Classification} == {
        "esco": 3007, "isco08": 619, "onet2010": 1110, "onet2019": 1016, "soc2010": 840, "soc2018": 867,
        "census2018": 570, "csco": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("source", "code", "target", "found", "relation", "confidence", "tables"),
    [
        # Each ESCO occupation lies in the group that its code begins with.
        ("esco", "2512.4", "isco08", "2512", BROAD, 1.0, "esco-isco08"),
        # BLS: 2512 is divided into 15-1132 and 15-1133, which are in no other group.
        ("isco08", "2512", "soc2010", "15-1132", NARROW, 1.0, "isco08-soc2010"),
        # 15-1132 became 15-1252 and 15-1253, and so did 15-1133: they overlap.
        ("soc2010", "15-1132", "soc2018", "15-1252", RELATED, 1.0, "soc2010-soc2018"),
        # broadMatch 15-1252.00; 15-1252 has no second O*NET code; Census 1021 is 15-1252.
        ("esco", "2512.4", "census2018", "1021", BROAD, 1.0, "esco-onet2019 onet2019-soc2018 census2018-soc2018"),
        # The official table has ISCO 2512 as exactISCO of 15-1252.00.
        ("isco08", "2512", "census2018", "1021", EXACT, 1.0, "isco08-onet2019 onet2019-soc2018 census2018-soc2018"),
        # Census 1065 is 15-124X: what has no Census code of its own, 15-1242 and 15-1243.
        ("census2018", "1065", "soc2018", "15-1243", NARROW, 1.0, "census2018-soc2018"),
        # exactMatch 23-1011.00, one SOC code, one Census code.
        ("esco", LAWYER, "census2018", "2100", EXACT, 1.0, "esco-onet2019 onet2019-soc2018 census2018-soc2018"),
        # 2611 is 23-1011 and nothing else, in both releases.
        ("isco08", "2611", "census2018", "2100", EXACT, 1.0, "isco08-soc2010 soc2010-soc2018 census2018-soc2018"),
        # exactMatch 29-1141.00, but 29-1141 also holds 29-1141.01 to .04; Census 3255 is 29-1141.
        ("esco", NURSE, "census2018", "3255", BROAD, 1.0, "esco-onet2019 onet2019-soc2018 census2018-soc2018"),
        # Biologists carry the code of a broad occupation: they lie among its four detailed ones.
        ("onet2010", "19-1020.01", "soc2010", "19-1021", RELATED, 1.0, "onet2010-soc2010"),
        # In 2019 they are 19-1029.04, one of several in 19-1029.
        ("onet2010", "19-1020.01", "soc2018", "19-1029", BROAD, 1.0, "onet2010-onet2019 onet2019-soc2018"),
        # 53-3022 was divided into 53-3051 and 53-3053; 53-3051 is Census 9121.
        ("soc2010", "53-3022", "census2018", "9121", NARROW, 1.0, "soc2010-soc2018 census2018-soc2018"),
        # 0060 holds 11-2032 and 11-2033, both parts of the old 11-2031: down and up again, 0.6.
        ("census2018", "0060", "soc2010", "11-2031", RELATED, 0.6, "census2018-soc2018 soc2010-soc2018"),
        # The one row of BLS that names a minor group.
        ("soc2010", "19-2099", "isco08", "211", EXACT, 1.0, "isco08-soc2010"),
        # 11-1011 holds 11-1011.00 and 11-1011.03.
        ("soc2018", "11-1011", "onet2019", "11-1011.03", NARROW, 1.0, "onet2019-soc2018"),
        # Up to 8331 and down to 53-4041 says little (0.3); over O*NET: broadMatch 53-4041.00, then one to one.
        ("esco", TRAM_DRIVER, "soc2010", "53-4041", BROAD, 1.0, "esco-onet2019 onet2010-onet2019 onet2010-soc2010"),
        # 0.8 for our own row, then the exact chain of ISCO 2512 above: four steps.
        ("csco", "2-02-10-03", "census2018", "1021", EXACT, 0.8,
         "csco-isco08 isco08-onet2019 onet2019-soc2018 census2018-soc2018"),
        # 0.9 for our own row; the ESCO occupation lies in 8322.
        ("csco", "4-02-07-08", "isco08", "8322", BROAD, 0.9, "csco-esco esco-isco08"),
    ],
)  # fmt: skip
def test_a_chain_says_what_its_rows_say(
    concordance: Concordance,
    source: str,
    code: str,
    target: str,
    found: str,
    relation: Relation,
    confidence: float,
    tables: str,
) -> None:
    mapping = concordance.map_code(code, source=Classification(source), target=Classification(target))

    (mapped,) = (one for one in mapping.found if one.target.code == found)
    assert (mapped.relation, mapped.confidence) == (relation, confidence)
    assert " ".join(step.crosswalk for step in mapped.paths[0].steps) == tables


def test_what_a_table_states_itself_no_detour_overrules(concordance: Concordance) -> None:
    """Over ISCO 2512 and O*NET 15-1252.00 one would read that 15-1252 is broader; the SOC table has 15-1253 beside."""
    mapping = concordance.map_code("15-1132", source=Classification.SOC_2010, target=Classification.SOC_2018)

    assert [(one.target.code, one.relation, len(one.paths)) for one in mapping.found] == [
        ("15-1252", RELATED, 1),
        ("15-1253", RELATED, 1),
    ]


def test_every_code_of_every_pair_comes_back(reached: Reached) -> None:
    """For all 56 ordered pairs: what a code is mapped to is mapped back to it, among others."""
    lost = [
        (code, target)
        for code, there in reached.items()
        for classification, codes in there.items()
        for target in codes
        if code.code not in reached[Code(classification, target)].get(code.classification, ())
    ]
    pairs = {(code.classification, target) for code, there in reached.items() for target in there}

    assert lost == []
    assert pairs == set(permutations(Classification, 2))


@pytest.mark.parametrize(("source", "target"), list(permutations(Classification, 2)))
def test_a_mapping_read_backwards_says_the_same_backwards(
    whole: Concordance, reached: Reached, source: Classification, target: Classification
) -> None:
    """On up to a dozen codes of each pair: the relation turned round, the same confidence, the loss mirrored."""
    mapped_at_all = [code for code, there in reached.items() if code.classification is source and target in there]
    seen = 0
    for _, code in mapped_at_all[:: len(mapped_at_all) // 12 + 1]:
        mapping = whole.map_code(code, source=source, target=target)
        for mapped in mapping.found[:3]:
            back = whole.map_code(mapped.target.code, source=target, target=source)
            (same,) = (one for one in back.found if one.target == mapping.source)
            assert (same.relation, same.confidence) == (backwards(mapped.relation), mapped.confidence)
            assert len(same.paths) == len(mapped.paths)
            if len(mapped.paths) == 1:
                assert (same.loss.split, same.loss.collapsed) == (mapped.loss.collapsed, mapped.loss.split)
            seen += 1

    assert seen


def test_census_codes_hold_what_the_bureau_lists_below_them(shared: Path, concordance: Concordance) -> None:
    """The workbook of the Census Bureau names the SOC codes of each Census code, in the titles below it.

    As it stands there, 51-7030 is a broad occupation (of 51-7031 and 51-7032), and 56-6031 a slip for 53-6031.
    """
    file = shared / "crosswalks" / "soc" / "2018-occupation-code-list-and-crosswalk.xlsx"
    sheet = openpyxl.load_workbook(file, read_only=True)["2010 to 2018 Crosswalk "]
    listed: dict[str, set[str]] = {}
    code = ""
    for row in sheet.iter_rows(min_row=5, max_col=6, values_only=True):
        soc, census, title = ("" if cell is None else str(cell).strip() for cell in row[3:6])
        code = census.zfill(4) if census else code
        named = re.findall(r"\((\d\d-\d{4}) ?\)", title) + ([soc] if re.fullmatch(r"\d\d-\d{3}[1-9]", soc) else [])
        listed.setdefault(code, set()).update(named)
    listed["8555"].remove("51-7030")
    listed["9365"] = {one.replace("56-6031", "53-6031") for one in listed["9365"]}

    held: dict[str, set[str]] = {}
    for one in concordance.crosswalks["census2018-soc2018"].rows:
        held.setdefault(one.source, set()).add(one.target)

    assert {census: socs for census, socs in listed.items() if socs} == held


def test_onet_2010_codes_lie_in_the_soc_codes_of_the_published_table(shared: Path, concordance: Concordance) -> None:
    """We read the SOC code off the O*NET-SOC code; the table says the same for all 1,110, 19-1020 being a broad one."""
    file = shared / "crosswalks" / "nesta_esco_onet" / "ONET_to_US2010SOC.xlsx"
    sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
    published = {(str(row[0]), str(row[2])) for row in sheet.iter_rows(min_row=2, max_col=3, values_only=True)}

    rows = concordance.crosswalks["onet2010-soc2010"].rows

    assert len(published) == 1110
    assert published - {(one.source, one.target) for one in rows} == {("19-1020.01", "19-1020")}
    assert {one.source for one in rows if (one.source, one.target) not in published} == {"19-1020.01"}


def test_the_bureaus_asterisk_stands_where_a_group_is_divided(shared: Path, concordance: Concordance) -> None:
    """In the sheet from ISCO-08, `*` says that only a part of the group is the SOC code: it has more than that one."""
    file = shared / "crosswalks" / "nesta_esco_onet" / "ISCO_SOC_Crosswalk.xls"
    marks = {
        (row[0].strip(), row[3].strip()): row[2] == "*"
        for line, row in read_xls(file, sheet="ISCO-08 to 2010 SOC").items()
        if line > 7
    }

    divided = {
        (one.source, one.target): one.relation in (Relation.NARROW, Relation.RELATED)
        for one in concordance.crosswalks["isco08-soc2010"].rows
    }

    assert marks == divided


def test_reach_and_map_code_agree(concordance: Concordance) -> None:
    code = Code(Classification.CENSUS_2018, "1065")

    for target, codes in concordance.reach(code).items():
        mapping = concordance.map_code(code.code, source=code.classification, target=target)
        assert {one.target.code for one in mapping.found} == codes
