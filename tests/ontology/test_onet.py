"""The O*NET importer on a database in miniature, on broken ones, and on the real 30.1 with ratings of 29.3."""

from pathlib import Path

import pytest

from ontology import read_onet
from ontology.errors import (
    SourceArchiveError,
    SourceColumnsError,
    SourceEncodingError,
    SourceMissingError,
    SourceRowError,
    SourceVersionError,
)
from ontology.records import Broader, Edge, Node, Occupation, OccupationGroup, Related, Requires, Skill, SkillGroup
from ontology.vocabulary import RelatedTier, Scheme, SkillKind

from .onet_files import CLERK, RIDER, TABLES, rating, write_30_1, write_30_3, write_book

READING, CLERICAL = ("2.A.1.a", "Reading"), ("2.C.1.a", "Clerical")


@pytest.fixture
def records(tmp_path: Path) -> list[Node | Edge]:
    return list(read_onet(write_30_1(tmp_path / "db"), version="30.1"))


def occupation(records: list[Node | Edge], code: str = RIDER) -> Occupation:
    return next(record for record in records if isinstance(record, Occupation) and record.soc_code == code)


def test_onet_occupation_has_title_tasks_and_other_titles(records: list[Node | Edge]) -> None:
    rider = occupation(records)

    assert (rider.id, rider.scheme, rider.notation) == (f"onet:{RIDER}", Scheme.ONET, RIDER)
    assert rider.labels == {"en": "Couriers and Messengers"}
    # Alternate, then short, then reported titles, each once, without the title itself.
    assert rider.alt_labels == {"en": ("Bicycle Courier", "Rapid Delivery Courier", "RDC", "Driver")}
    assert rider.tasks == ("Ride.", "Deliver.")
    assert rider.licence.startswith("CC-BY-4.0")


def test_onet_occupation_has_its_profiles(records: list[Node | Edge]) -> None:
    rider = occupation(records)

    assert rider.job_zone == 2
    assert rider.interests == {"Realistic": 6.1}
    assert rider.work_styles == {"Innovation": -0.3}
    assert rider.education == {"Less than a High School Diploma": 25.5}


def test_onet_occupation_without_survey_has_empty_profiles(records: list[Node | Edge]) -> None:
    clerk = occupation(records, CLERK)

    assert clerk.labels == {"en": 'Mail "Desk" Clerks'}
    assert (clerk.job_zone, clerk.interests, clerk.education, clerk.alt_labels) == (None, {}, {}, {})


def test_onet_occupations_lie_in_their_soc_group(records: list[Node | Edge]) -> None:
    groups = [record for record in records if isinstance(record, OccupationGroup)]

    assert [(group.id, group.labels["en"]) for group in groups] == [("soc:43-5021", "Couriers and Messengers")]
    broader = [(edge.from_id, edge.to_id) for edge in records if isinstance(edge, Broader)]
    assert broader == [(f"onet:{RIDER}", "soc:43-5021"), (f"onet:{CLERK}", "soc:43-5021")]


def test_onet_technologies_are_skills_named_by_commodity(records: list[Node | Edge]) -> None:
    maps = next(record for record in records if record.__class__ is Skill and record.id == "onet:unspsc/43232503")

    assert isinstance(maps, Skill)
    assert (maps.kind, maps.labels) == (SkillKind.TECHNOLOGY, {"en": "Map software"})
    assert maps.alt_labels == {"en": ("BigMaps", "OpenMaps")}


def test_onet_technology_importance_is_its_strongest_mark(records: list[Node | Edge]) -> None:
    asked = {
        (edge.from_id[5:], edge.to_id.rpartition("/")[2]): (edge.importance, edge.essential)
        for edge in records
        if isinstance(edge, Requires)
    }

    # hot 0.3 over unmarked 0.15; in demand 0.45; never essential
    assert asked == {
        (RIDER, "43232503"): (0.3, False),
        (CLERK, "43232110"): (0.45, False),
        (CLERK, "43232503"): (0.15, False),
    }


def test_onet_related_occupations_keep_tier_and_rank(records: list[Node | Edge]) -> None:
    related = [(edge.from_id[5:], edge.tier, edge.rank) for edge in records if isinstance(edge, Related)]

    assert related == [(RIDER, RelatedTier.PRIMARY_SHORT, 1), (CLERK, RelatedTier.SUPPLEMENTAL, 11)]


def test_onet_ratings_become_shares_of_their_scales(tmp_path: Path) -> None:
    book = write_book(
        tmp_path / "excel" / "Skills.xlsx",
        rating(RIDER, *READING, "IM", 3.5),
        rating(RIDER, *READING, "LV", 2.8, irrelevant="N"),
    )

    reader = read_onet(write_30_1(tmp_path / "db"), version="30.1", skills=book)

    required = [edge for edge in reader if isinstance(edge, Requires) and edge.to_id == "onet:2.A.1.a"]
    # (3.5 - 1) / 4 and 2.8 / 7
    assert [(edge.importance, edge.level, edge.essential) for edge in required] == [(0.625, 0.4, True)]


@pytest.mark.parametrize(("importance", "essential"), [(2.99, False), (3.0, True), (3.01, True)])
def test_onet_skill_is_essential_from_important_on(tmp_path: Path, importance: float, essential: bool) -> None:
    book = write_book(tmp_path / "Skills.xlsx", rating(RIDER, *READING, "IM", importance))

    reader = read_onet(write_30_1(tmp_path / "db"), version="30.1", skills=book)

    assert [edge.essential for edge in reader if isinstance(edge, Requires) and edge.to_id == "onet:2.A.1.a"] == [
        essential
    ]


def test_onet_suppressed_and_unimportant_ratings_are_left_out_and_reported(tmp_path: Path) -> None:
    book = write_book(
        tmp_path / "Knowledge.xlsx",
        rating(RIDER, *CLERICAL, "IM", 4, suppress="Y"),
        rating(RIDER, *CLERICAL, "LV", 4, irrelevant="N"),
        rating(RIDER, *READING, "IM", 1),
        rating(CLERK, *CLERICAL, "IM", 4, suppress=None),
        rating(CLERK, *CLERICAL, "LV", 5, suppress="Y", irrelevant="N"),
        rating("99-9999.00", *CLERICAL, "IM", 4),
    )

    reader = read_onet(write_30_1(tmp_path / "db"), version="30.1", knowledge=book)
    required = [
        (edge.from_id[5:], edge.importance, edge.level)
        for edge in reader
        if isinstance(edge, Requires) and "unspsc" not in edge.to_id
    ]

    assert required == [(CLERK, 0.75, None)]
    assert reader.report.reasons() == {
        "dangling-occupation": 1, "not-important": 1, "suppressed-IM": 1, "suppressed-LV": 1, "suppressed-RL": 1,
    }  # fmt: skip


def test_onet_level_that_is_not_relevant_is_unknown(tmp_path: Path) -> None:
    book = write_book(
        tmp_path / "Skills.xlsx", rating(RIDER, *READING, "IM", 2), rating(RIDER, *READING, "LV", 1, irrelevant="Y")
    )

    reader = read_onet(write_30_1(tmp_path / "db"), version="30.1", skills=book)

    levels = [edge.level for edge in reader if isinstance(edge, Requires) and edge.to_id == "onet:2.A.1.a"]
    assert levels == [None]


def test_onet_rated_elements_are_skills_and_knowledge_with_groups(tmp_path: Path) -> None:
    book = write_book(tmp_path / "Skills.xlsx", rating(RIDER, *READING, "IM", 2), rating(RIDER, *CLERICAL, "IM", 2))

    records = list(read_onet(write_30_1(tmp_path / "db"), version="30.1", skills=book))

    skills = {r.id: (r.kind, r.descriptions["en"]) for r in records if isinstance(r, Skill) and "unspsc" not in r.id}
    assert skills == {
        "onet:2.A.1.a": (SkillKind.SKILL, "Understanding sentences."),
        "onet:2.C.1.a": (SkillKind.KNOWLEDGE, "Of offices."),
    }
    assert [r.labels["en"] for r in records if isinstance(r, SkillGroup)] == ["Content", "Business"]
    broader = {(r.from_id, r.to_id) for r in records if isinstance(r, Broader)}
    assert ("onet:2.A.1.a", "onet:2.A.1") in broader


def test_onet_ratings_carry_the_release_of_their_own_download(tmp_path: Path) -> None:
    book = write_book(tmp_path / "excel" / "Skills.xlsx", rating(RIDER, *READING, "IM", 2))
    (tmp_path / "excel" / "Read Me.txt").write_text("O*NET 29.3 Database\n", encoding="utf-8")

    records = list(read_onet(write_30_1(tmp_path / "db"), version="30.1", skills=book))

    versions = {r.source_version for r in records if isinstance(r, Requires) and r.to_id == "onet:2.A.1.a"}
    assert versions == {"29.3"}
    assert occupation(records).source_version == "30.1"


def test_onet_ratings_are_read_as_text_where_they_are_there(tmp_path: Path) -> None:
    folder = write_30_1(tmp_path / "db")
    (folder / "Skills.txt").write_text(
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tN\tStandard Error\tLower CI Bound\t"
        "Upper CI Bound\tRecommend Suppress\tNot Relevant\tDate\tDomain Source\n"
        f"{RIDER}\t2.A.1.a\tReading\tIM\t3.00\t8\t0\t3\t3\tN\tn/a\t08/2023\tAnalyst\n",
        encoding="utf-8",
    )

    records = read_onet(folder, version="30.1")

    assert [r.importance for r in records if isinstance(r, Requires) and r.to_id == "onet:2.A.1.a"] == [0.5]


def test_onet_30_3_is_read_under_its_new_names(tmp_path: Path, records: list[Node | Edge]) -> None:
    newer = list(read_onet(write_30_3(tmp_path / "newer"), version="30.3"))

    assert occupation(newer).alt_labels == occupation(records).alt_labels
    assert occupation(newer).interests == occupation(records).interests
    assert occupation(newer).education == occupation(records).education
    assert {r.to_id for r in newer if isinstance(r, Requires)} == {"onet:43232503", "onet:43232110"}


@pytest.mark.parametrize("version", ["", "latest", "30", "29.9", "5.0"])
def test_onet_unknown_release_is_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(SourceVersionError):
        read_onet(write_30_1(tmp_path / "db"), version=version)


def test_onet_release_other_than_said_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceVersionError, match=r"holds O\*NET 30\.1, not 30\.2"):
        read_onet(write_30_1(tmp_path / "db"), version="30.2")


def test_onet_missing_directory_and_missing_table_are_named(tmp_path: Path) -> None:
    folder = write_30_1(tmp_path / "db")
    (folder / "Job Zones.txt").unlink()

    with pytest.raises(SourceMissingError, match="nowhere"):
        read_onet(tmp_path / "nowhere", version="30.1")
    with pytest.raises(SourceMissingError, match=r"Job Zones\.txt"):
        read_onet(folder, version="30.1")


def test_onet_unknown_column_is_refused_before_reading(tmp_path: Path) -> None:
    folder = write_30_1(tmp_path / "db", Job_Zones="O*NET-SOC Code\tZone\tDate\tDomain Source\n")

    with pytest.raises(SourceColumnsError, match=r"Job Zones\.txt, line 1.*lacks 'Job Zone'"):
        read_onet(folder, version="30.1")


def test_onet_another_encoding_is_refused(tmp_path: Path) -> None:
    folder = write_30_1(tmp_path / "db", Job_Zones=TABLES["Job Zones"].encode("utf-16"))

    with pytest.raises(SourceEncodingError, match=r"Job Zones\.txt, line 1"):
        read_onet(folder, version="30.1")


@pytest.mark.parametrize(
    ("table", "old", "new", "line"),
    [
        ("Occupation Data", CLERK, RIDER, 3),
        ("Task Statements", f"{RIDER}\t1", "99-9999.00\t1", 3),
        ("Job Zones", "\t2\t", "\t6\t", 2),
        ("Interests", "6.10", "7.10", 2),
        ("Work Styles", "-0.30", "low", 3),
        ("Education, Training, and Experience", "25.50", "125.50", 2),
        ("Education, Training, and Experience", "RL\t2", "RL\t13", 3),
        ("Related Occupations", "Primary-Short", "Near", 2),
        ("Related Occupations", "\t11", "\tlast", 3),
        ("Technology Skills", f"{CLERK}\tSheets", "99-9999.00\tSheets", 4),
    ],
)
def test_onet_broken_row_is_refused_with_its_line(tmp_path: Path, table: str, old: str, new: str, line: int) -> None:
    assert old in TABLES[table]
    name = table.replace(",", "").replace(" ", "_")
    folder = write_30_1(tmp_path / "db", **{name: TABLES[table].replace(old, new, 1)})

    with pytest.raises(SourceRowError) as caught:
        list(read_onet(folder, version="30.1"))

    assert (caught.value.details["file"], caught.value.details["line"]) == (f"{table}.txt", line)


def test_onet_workbook_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Skills.xlsx").write_bytes(b"PK\x03\x04 not a workbook")

    with pytest.raises(SourceArchiveError, match=r"Skills\.xlsx"):
        read_onet(write_30_1(tmp_path / "db"), version="30.1", skills=tmp_path / "Skills.xlsx")


def test_onet_workbook_with_other_columns_is_refused(tmp_path: Path) -> None:
    book = write_book(tmp_path / "Skills.xlsx", columns=("O*NET-SOC Code", "Score"))

    with pytest.raises(SourceColumnsError, match="unknown 'Score'"):
        read_onet(write_30_1(tmp_path / "db"), version="30.1", skills=book)


@pytest.mark.parametrize(("scale", "value"), [("IM", 0.9), ("IM", 5.1), ("LV", 7.1), ("XX", 3)])
def test_onet_rating_outside_its_scale_is_refused(tmp_path: Path, scale: str, value: float) -> None:
    book = write_book(tmp_path / "Skills.xlsx", rating(RIDER, *READING, scale, value))

    with pytest.raises(SourceRowError, match="line 2"):
        list(read_onet(write_30_1(tmp_path / "db"), version="30.1", skills=book))


@pytest.mark.shared_data
@pytest.mark.slow
def test_onet_30_1_is_read_in_full(shared: Path) -> None:
    excel = shared / "onet" / "db_29_3_excel"
    reader = read_onet(
        shared / "onet" / "db_30_1_text",
        version="30.1",
        skills=excel / "Skills.xlsx",
        knowledge=excel / "Knowledge.xlsx",
    )

    list(reader)

    # 35 skills, 33 areas of knowledge, 137 commodities; 30,765 + 29,007 ratings of importance, of which 19 are
    # suppressed and 2,775 say "not important"; 12,908 pairs of occupation and commodity.
    assert reader.report.read == {
        "BROADER": 1_084, "Occupation": 1_016, "OccupationGroup": 867, "RELATED": 18_460,
        "REQUIRES": 30_765 + 29_007 - 19 - 2_775 + 12_908, "Skill": 35 + 33 + 137, "SkillGroup": 16,
    }  # fmt: skip
    assert reader.report.reasons() == {
        "not-important": 2_775, "suppressed-IM": 19, "suppressed-LV": 4_902, "suppressed-RL": 223,
    }  # fmt: skip
