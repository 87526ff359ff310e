"""The ESCO importer on a release in miniature, on each kind of broken download, and on the real 1.1.1."""

import random
from collections import Counter
from pathlib import Path

import pytest

from ontology import SourceReader, read_esco
from ontology.errors import (
    PathloomError,
    SourceArchiveError,
    SourceColumnsError,
    SourceEncodingError,
    SourceMissingError,
    SourceRowError,
)
from ontology.records import Broader, Edge, Node, Occupation, OccupationGroup, Related, Requires, Skill, SkillGroup
from ontology.vocabulary import RelatedTier, Scheme, SkillKind

from .esco_files import CLASSIFICATION, ESCO, RELATIONS, write_zip


def esco(folder: Path, *, drop: str = "", **changed: str | bytes) -> SourceReader:
    """Read the miniature, with members changed (name without its ending) or one dropped."""

    def members(of: dict[str, str]) -> dict[str, str | bytes]:
        return {
            name: changed.get(name.split(".")[0].removesuffix("_en"), text)
            for name, text in of.items()
            if name.split(".")[0].removesuffix("_en") != drop
        }

    return read_esco(
        write_zip(folder / "classification.zip", members(CLASSIFICATION)),
        write_zip(folder / "relations.zip", members(RELATIONS)),
        version="1.1.1",
    )


def by_id(reader: SourceReader) -> dict[str, Node]:
    return {record.id: record for record in reader if isinstance(record, Node)}


def edges(reader: SourceReader, edge_type: type[Edge]) -> list[tuple[str, str]]:
    return [
        (record.from_id.removeprefix(ESCO), record.to_id.removeprefix(ESCO))
        for record in reader
        if type(record) is edge_type
    ]


def test_esco_occupation_has_all_its_fields(tmp_path: Path) -> None:
    rider = by_id(esco(tmp_path))[f"{ESCO}occupation/rider"]

    assert isinstance(rider, Occupation)
    assert (rider.labels, rider.descriptions) == ({"en": "rider"}, {"en": "Rides."})
    assert rider.alt_labels == {"en": ("courier", "bike courier", "biker")}
    assert (rider.scheme, rider.notation, rider.isco_code) == (Scheme.ESCO, "8321.1", "8321")
    assert (rider.source, rider.source_version) == ("esco", "1.1.1")
    assert "2011/833/EU" in rider.licence


def test_esco_without_description_or_other_labels_has_none(tmp_path: Path) -> None:
    racer = by_id(esco(tmp_path))[f"{ESCO}occupation/racer"]

    assert isinstance(racer, Occupation)
    assert (racer.alt_labels, racer.descriptions) == ({}, {})


def test_esco_skill_kinds_follow_type_and_language_collection(tmp_path: Path) -> None:
    nodes = by_id(esco(tmp_path))

    kinds = {id_.rpartition("/")[2]: node.kind for id_, node in nodes.items() if isinstance(node, Skill)}
    assert kinds == {
        "ride": SkillKind.SKILL,
        "traffic": SkillKind.KNOWLEDGE,
        "french": SkillKind.LANGUAGE,
        "digcomp": SkillKind.SKILL,
    }


def test_esco_collections_are_on_skills_and_occupations(tmp_path: Path) -> None:
    nodes = by_id(esco(tmp_path))

    ride, cook = nodes[f"{ESCO}skill/ride"], nodes[f"{ESCO}occupation/cook"]
    assert isinstance(ride, Skill)
    assert ride.collections == ("digital", "green")
    assert isinstance(cook, Occupation)
    assert cook.collections == ("research",)


def test_esco_groups_have_codes_and_levels(tmp_path: Path) -> None:
    nodes = by_id(esco(tmp_path))

    isco, skills = nodes[f"{ESCO}isco/C8321"], nodes[f"{ESCO}skill/S8"]
    assert isinstance(isco, OccupationGroup)
    assert (isco.notation, isco.level, isco.scheme) == ("8321", 4, Scheme.ISCO)
    assert isinstance(skills, SkillGroup)
    assert skills.notation == "S8"


def test_esco_edges_are_those_between_listed_concepts(tmp_path: Path) -> None:
    reader = esco(tmp_path)

    assert edges(reader, Broader) == [
        ("isco/C8321", "isco/C8"),
        ("occupation/rider", "isco/C8321"),
        ("occupation/racer", "occupation/rider"),
        ("skill/ride", "skill/S8"),
    ]
    assert edges(reader, Requires) == [("occupation/rider", "skill/ride"), ("occupation/rider", "skill/traffic")]
    assert edges(reader, Related) == [("skill/ride", "skill/traffic")]


def test_esco_relations_keep_essential_and_optional(tmp_path: Path) -> None:
    records = list(esco(tmp_path))

    assert [record.essential for record in records if isinstance(record, Requires)] == [True, False]
    assert [record.tier for record in records if isinstance(record, Related)] == [RelatedTier.ESSENTIAL]


def test_esco_reports_what_it_left_out(tmp_path: Path) -> None:
    reader = esco(tmp_path)
    list(reader)

    left_out = [(entry.reason, entry.line, entry.subject.removeprefix(ESCO)) for entry in reader.report.skipped]
    assert left_out == [
        ("collection-of-unlisted", 3, "skill/gone"),
        ("dangling-broader", 5, "occupation/gone"),
        ("dangling-occupation", 4, "occupation/gone"),
        ("dangling-skill", 5, "skill/lost"),
    ]
    assert reader.report.read == {
        "BROADER": 4, "Occupation": 3, "OccupationGroup": 2, "RELATED": 1, "REQUIRES": 2, "Skill": 4, "SkillGroup": 1,
    }  # fmt: skip


def test_esco_report_starts_anew_with_each_reading(tmp_path: Path) -> None:
    reader = esco(tmp_path)
    list(reader)
    first = reader.report

    list(reader)

    assert reader.report == first


def test_esco_yields_nodes_before_edges(tmp_path: Path) -> None:
    kinds = [isinstance(record, Edge) for record in esco(tmp_path)]

    assert kinds == sorted(kinds)


def test_esco_missing_file_is_named(tmp_path: Path) -> None:
    relations = write_zip(tmp_path / "relations.zip", RELATIONS)

    with pytest.raises(SourceMissingError, match=r"nowhere\.zip"):
        read_esco(tmp_path / "nowhere.zip", relations, version="1.1.1")


def test_esco_half_a_zip_is_refused(tmp_path: Path) -> None:
    whole = write_zip(tmp_path / "whole.zip", CLASSIFICATION).read_bytes()
    half = tmp_path / "half.zip"
    half.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(SourceArchiveError, match="no whole zip"):
        read_esco(half, write_zip(tmp_path / "relations.zip", RELATIONS), version="1.1.1")


def test_esco_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "secret.zip", CLASSIFICATION)
    data = bytearray(path.read_bytes())
    # Flag bit 0 of the first central directory entry says that the member is encrypted.
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    with pytest.raises(SourceArchiveError, match="encrypted"):
        read_esco(path, write_zip(tmp_path / "relations.zip", RELATIONS), version="1.1.1")


def test_esco_damaged_member_is_refused(tmp_path: Path) -> None:
    # A long random value, so that the damage hits packed data and not the zip's structure.
    filler = "".join(random.Random(5).choices("abcdefghijklmnop", k=40_000))
    table = RELATIONS["skillSkillRelations.csv"].replace("skill/competence", filler)
    reader = esco(tmp_path, skillSkillRelations=table)
    path = tmp_path / "relations.zip"
    data = bytearray(path.read_bytes())
    middle = data.index(b"PK\x01\x02") - 5_000
    data[middle : middle + 50] = bytes(50)
    path.write_bytes(data)

    with pytest.raises(SourceArchiveError, match="damaged"):
        list(reader)


def test_esco_swapped_archives_are_recognised(tmp_path: Path) -> None:
    classification = write_zip(tmp_path / "c.zip", CLASSIFICATION)
    relations = write_zip(tmp_path / "r.zip", RELATIONS)

    with pytest.raises(SourceArchiveError, match="swapped"):
        read_esco(relations, classification, version="1.1.1")


def test_esco_archive_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceArchiveError, match="'skills' is not in it"):
        esco(tmp_path, drop="skills")


def test_esco_unknown_column_is_refused_before_reading(tmp_path: Path) -> None:
    changed = CLASSIFICATION["skills_en.csv"].replace("reuseLevel", "reuse", 1)

    with pytest.raises(SourceColumnsError, match=r"lacks 'reuseLevel'.*unknown 'reuse'"):
        esco(tmp_path, skills=changed)


def test_esco_another_encoding_is_refused(tmp_path: Path) -> None:
    changed = CLASSIFICATION["skills_en.csv"].replace("traffic law", "交通法规").encode("gb18030")

    with pytest.raises(SourceEncodingError) as caught:
        list(esco(tmp_path, skills=changed))

    assert (caught.value.details["file"], caught.value.details["line"]) == ("skills_en.csv", 3)


@pytest.mark.parametrize(
    ("table", "old", "new", "line"),
    [
        ("occupations", "Occupation,", "Occupation,,", 2),
        ("occupations", ",8321,rider", ",832,rider", 2),
        ("occupations", "occupation/cook", "occupation/rider", 6),
        ("occupations", f"{ESCO}occupation/racer", "https://example.org/racer", 5),
        ("skills", ",knowledge,cross", ",wisdom,cross", 3),
        ("ISCOGroups", ",8321,", ",C8321,", 3),
        ("occupationSkillRelations", "optional", "maybe", 3),
    ],
)
def test_esco_broken_row_is_refused_with_its_line(tmp_path: Path, table: str, old: str, new: str, line: int) -> None:
    text = next(text for name, text in (CLASSIFICATION | RELATIONS).items() if name.startswith(table))
    assert old in text

    with pytest.raises(SourceRowError) as caught:
        list(esco(tmp_path, **{table: text.replace(old, new, 1)}))

    assert caught.value.details["line"] == line


def test_esco_errors_have_stable_codes(tmp_path: Path) -> None:
    with pytest.raises(PathloomError) as caught:
        esco(tmp_path, drop="skills")

    assert caught.value.code == "SOURCE_ARCHIVE"


@pytest.mark.shared_data
def test_esco_1_1_1_has_the_published_counts(shared: Path) -> None:
    reader = read_esco(
        shared / "esco" / "ESCO dataset - v1.1.1 - classification - en - csv.zip",
        shared / "esco" / "ESCO dataset - v1.1.1 - classification -  - csv.zip",
        version="1.1.1",
    )

    kinds = Counter(record.kind for record in reader if isinstance(record, Skill))

    report = reader.report
    assert report.read == {
        "BROADER": 24_265, "Occupation": 3_007, "OccupationGroup": 619, "RELATED": 5_899, "REQUIRES": 123_788,
        "Skill": 13_896, "SkillGroup": 640,
    }  # fmt: skip
    # 123,788 + 67 are all 123,855 rows; 24,265 + 8 all 3,617 + 20,656.
    assert report.reasons() == {"dangling-broader": 8, "dangling-occupation": 67}
    assert len({entry.subject for entry in report.skipped if entry.reason == "dangling-occupation"}) == 1
    assert kinds[SkillKind.LANGUAGE] == 346
