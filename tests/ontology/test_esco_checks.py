"""A release of ESCO that is unfit as a whole is refused with what is wrong and where."""

from pathlib import Path

import pytest

from graph import ingest, open_store
from ontology import read_esco
from ontology.errors import SourceHierarchyError, SourceRowError, SourceVersionError
from ontology.records import Occupation, Skill
from tests.ontology.esco_files import CLASSIFICATION, ESCO, RELATIONS, write_zip


def release(folder: Path, *, relations: dict[str, str] | None = None, **tables: str) -> tuple[Path, Path]:
    concepts = CLASSIFICATION | {f"{name}_en.csv": text for name, text in tables.items()}
    return (
        write_zip(folder / "concepts.zip", concepts),
        write_zip(folder / "relations.zip", RELATIONS | (relations or {})),
    )


def read(zips: tuple[Path, Path]) -> list[object]:
    return list(read_esco(*zips, version="1.1.1"))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [(",ride,", ",ri\x07de,", "U+0007"), (",ride,", ",ri\u202ede,", "U+202E"), (",ride,", ',"ri\nde",', "U+000A")],
)
def test_label_with_a_control_character_is_refused(tmp_path: Path, old: str, new: str, shown: str) -> None:
    skills = CLASSIFICATION["skills_en.csv"]
    assert skills.count(old) == 1
    with pytest.raises(
        SourceRowError, match=r"skills_en\.csv, line 2: preferredLabel holds the control character"
    ) as no:
        read(release(tmp_path, skills=skills.replace(old, new)))
    assert shown in str(no.value)
    assert no.value.details["line"] == 2


def test_alternative_label_with_a_control_character_is_refused(tmp_path: Path) -> None:
    occupations = CLASSIFICATION["occupations_en.csv"].replace("bike courier", "bike\x1bcourier")
    with pytest.raises(SourceRowError, match=r"line 2: altLabels .* U\+001B after 'courier\\nrider\\nbike'"):
        read(release(tmp_path, occupations=occupations))


def test_circle_in_the_hierarchy_is_named(tmp_path: Path) -> None:
    table = (
        RELATIONS["broaderRelationsOccPillar.csv"]
        + f"Occupation,{ESCO}occupation/rider,Occupation,{ESCO}occupation/racer\n"
    )
    with pytest.raises(SourceHierarchyError) as no:
        read(release(tmp_path, relations={"broaderRelationsOccPillar.csv": table}))
    rider, racer = f"{ESCO}occupation/rider", f"{ESCO}occupation/racer"
    assert no.value.details["circle"] in ([rider, racer, rider], [racer, rider, racer])
    assert f"{rider} -> {racer}" in str(no.value)


def test_concept_under_itself_is_a_circle(tmp_path: Path) -> None:
    table = RELATIONS["broaderRelationsSkillPillar.csv"] + f"x,{ESCO}skill/ride,x,{ESCO}skill/ride\n"
    with pytest.raises(SourceHierarchyError) as no:
        read(release(tmp_path, relations={"broaderRelationsSkillPillar.csv": table}))
    assert no.value.details["circle"] == [f"{ESCO}skill/ride"] * 2


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("broaderRelationsSkillPillar.csv", f"x,{ESCO}skill/of-1.2-{{}},x,{ESCO}skill/S8\n"),
        ("occupationSkillRelations.csv", f"{ESCO}occupation/rider,optional,x,{ESCO}skill/of-1.2-{{}}\n"),
        ("skillSkillRelations.csv", f"{ESCO}skill/ride,x,optional,x,{ESCO}skill/of-1.2-{{}}\n"),
    ],
)
def test_relations_of_another_release_are_refused(tmp_path: Path, table: str, row: str) -> None:
    # 100 unknown concepts in a table of a few rows: many, and far above 0.3 %.
    strange = RELATIONS[table] + "".join(row.format(number) for number in range(100))
    with pytest.raises(SourceVersionError, match=rf"{table}: .* of different releases"):
        read(release(tmp_path, relations={table: strange}))


def test_few_unknown_concepts_are_skipped_as_before(tmp_path: Path) -> None:
    table = "broaderRelationsSkillPillar.csv"
    strange = RELATIONS[table] + "".join(f"x,{ESCO}skill/lost-{number},x,{ESCO}skill/S8\n" for number in range(99))
    reader = read_esco(*release(tmp_path, relations={table: strange}), version="1.1.1")
    list(reader)
    # The occupation table of the miniature release has one of its own.
    assert reader.report.reasons()["dangling-broader"] == 99 + 1


def test_refused_release_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    circle = f"x,{ESCO}skill/ride,x,{ESCO}skill/ride\n"
    table = "broaderRelationsSkillPillar.csv"
    zips = release(tmp_path, relations={table: RELATIONS[table] + circle})
    with open_store(f"sqlite:///{tmp_path / 'graph.sqlite'}") as store:
        store.migrate()
        with pytest.raises(SourceHierarchyError):
            ingest(store, read_esco(*zips, version="1.1.1"))
        assert store.version() == 0
        assert store.counts() == ({}, {})


def test_uri_that_is_a_group_and_a_skill_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    from graph.errors import RecordConflictError

    skills = CLASSIFICATION["skills_en.csv"].replace("skill/traffic", "skill/S8")
    with open_store(f"sqlite:///{tmp_path / 'graph.sqlite'}") as store:
        store.migrate()
        with pytest.raises(RecordConflictError, match="an id names one thing"):
            ingest(store, read_esco(*release(tmp_path, skills=skills), version="1.1.1"))
        assert store.counts() == ({}, {})


@pytest.mark.parametrize(
    "sign",
    ["\t", "\x9b", "\u200b", "\u2028", "\u2060", "\ue000", "\ufeff", "\ufffd", "\uffff", "\U000e0041", "\U00100000"],
)
def test_label_with_what_nobody_can_see_is_refused(tmp_path: Path, sign: str) -> None:
    skills = CLASSIFICATION["skills_en.csv"].replace(",ride,", f",ri{sign}de,")
    with pytest.raises(SourceRowError, match="preferredLabel holds the control character") as no:
        read(release(tmp_path, skills=skills))
    assert f"U+{ord(sign):04X} after 'ri'" in no.value.message
    assert f"U+{ord(sign):04X}" in str(no.value.details["text"])


def test_joiners_that_languages_of_esco_write_with_are_kept(tmp_path: Path) -> None:
    skills = CLASSIFICATION["skills_en.csv"].replace(",ride,", ",ri\u200d\u200fde,")
    labels = [one.labels["en"] for one in read(release(tmp_path, skills=skills)) if isinstance(one, Skill)]
    assert "ri\u200d\u200fde" in labels


def test_what_means_nothing_is_taken_out_of_an_alternative(tmp_path: Path) -> None:
    # As in two rows of the official files; Windows writes the line end inside a cell with two characters.
    occupations = CLASSIFICATION["occupations_en.csv"].replace("bike courier", "\u200bbike courier\r\nmessenger")
    rider = next(
        one for one in read(release(tmp_path, occupations=occupations))
        if isinstance(one, Occupation) and one.id.endswith("/rider")
    )  # fmt: skip
    assert rider.alt_labels["en"] == ("courier", "bike courier", "messenger", "biker")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",ride,", ",\u00a0,", "preferredLabel is empty"),
        (",ride,", f",{'r' * 501},", "a label of 501 characters"),
        ("skill/ride", "skill/ri\u202ede", "not written like a URI of ESCO"),
        ("skill/ride", "skill/", "not written like a URI of ESCO"),
    ],
)
def test_concept_without_a_usable_name_or_uri_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    skills = CLASSIFICATION["skills_en.csv"].replace(old, new, 1)
    with pytest.raises(SourceRowError, match=said):
        read(release(tmp_path, skills=skills))


def test_label_of_the_longest_length_is_taken(tmp_path: Path) -> None:
    skills = CLASSIFICATION["skills_en.csv"].replace(",ride,", f",{'r' * 500},")
    assert read(release(tmp_path, skills=skills))


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("occupationSkillRelations.csv", f"{ESCO}occupation/rider,optional,x,{ESCO}skill/ride\n"),
        ("skillSkillRelations.csv", f"{ESCO}skill/ride,x,optional,x,{ESCO}skill/traffic\n"),
    ],
)
def test_relation_that_is_essential_and_optional_is_refused(tmp_path: Path, table: str, row: str) -> None:
    with pytest.raises(SourceRowError, match="are optional here and not on line 2"):
        read(release(tmp_path, relations={table: RELATIONS[table] + row}))


@pytest.mark.parametrize("table", ["broaderRelationsOccPillar.csv", "occupationSkillRelations.csv"])
def test_table_that_ends_with_its_header_is_refused(tmp_path: Path, table: str) -> None:
    header = RELATIONS[table].splitlines(keepends=True)[0]
    with pytest.raises(SourceRowError, match=f"{table}, line 2: the table ends with its header"):
        read(release(tmp_path, relations={table: header}))


@pytest.mark.parametrize(("added", "refused"), [(15, False), (16, True)])
def test_concepts_that_the_relations_do_not_place_are_of_another_release(
    tmp_path: Path, added: int, refused: bool
) -> None:
    # 4 of the 5 skills and groups in miniature have no broader concept; 20 are too many.
    new = "".join(f"x,{ESCO}skill/new-{n},knowledge,x,new {n},,,released,,,,x,x\n" for n in range(added))
    zips = release(tmp_path, skills=CLASSIFICATION["skills_en.csv"] + new)
    if not refused:
        assert read(zips)
        return
    with pytest.raises(SourceVersionError, match=r"broaderRelationsSkillPillar\.csv: 20 of 21 concepts .* no broader"):
        read(zips)


def test_long_circle_is_told_in_short(tmp_path: Path) -> None:
    names = [f"{ESCO}skill/ring-{n:03}" for n in range(200)]
    skills = "".join(f"x,{name},knowledge,x,{name[-8:]},,,released,,,,x,x\n" for name in names)
    ring = "".join(f"x,{one},x,{other}\n" for one, other in zip(names, [*names[1:], names[0]], strict=True))
    table = "broaderRelationsSkillPillar.csv"
    zips = release(
        tmp_path, skills=CLASSIFICATION["skills_en.csv"] + skills, relations={table: RELATIONS[table] + ring}
    )
    with pytest.raises(SourceHierarchyError) as no:
        read(zips)
    assert "(200 concepts)" in no.value.message
    assert no.value.message.count("ring-") == 5 + 1
    assert no.value.details["circle"] == [*names, names[0]]
