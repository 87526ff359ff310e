"""A store brought to the next release: what is added, what ends, and what people keep."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph import GraphStore, build_snapshot, ingest, open_store, snapshot_bytes
from graph._succession import MigrationReport, Succession, migrate_release
from graph.errors import ReleaseMismatchError
from ontology.errors import SourceRowError
from ontology.records import (
    EDGE_TYPES,
    NODE_TYPES,
    Broader,
    Edge,
    Figure,
    HasSkill,
    Held,
    Matches,
    Node,
    Occupation,
    Person,
    Requires,
    Skill,
    SkillGroup,
    Supersedes,
    Teaches,
)
from ontology.vocabulary import CURATION_MARK, MatchKind, Scheme

from .samples import SOURCE, course

DAY = date(2024, 5, 15)
OLD: dict[str, Any] = {"source": "esco", "source_version": "1", "licence": "x"}
NEW: dict[str, Any] = {**OLD, "source_version": "2"}
ORIGIN = {"source": "successors", "source_version": "1 > 2", "licence": "y"}
PROFILE = '{"skills": [{"skill": "e:trim", "evidence": ["page 1"]}]}'


def skill(key: str, origin: dict[str, Any], **more: Any) -> Skill:
    return Skill(**{**origin, "id": key, "scheme": Scheme.ESCO, "labels": {"en": key}, **more})


def earlier() -> list[Node | Edge]:
    """Twelve skills, one of which goes, so that less than a tenth is retired."""
    return [
        SkillGroup(id="e:group", scheme=Scheme.ESCO, **OLD),
        SkillGroup(id="e:other", scheme=Scheme.ESCO, **OLD),
        Occupation(
            id="e:farrier", scheme=Scheme.ESCO, labels={"en": "farrier", "zh": "蹄铁匠"}, **OLD,
            figures=(Figure(name="share", value=0.5, unit="share", year=2024, source="other"),),
        ),
        *(skill(f"e:kept{number}", OLD) for number in range(10)),
        skill("e:tools", OLD, labels={"en": "tools", "zh": "工具"}),
        skill("e:trim", OLD),
        Broader(from_id="e:tools", to_id="e:group", **OLD),
        Broader(from_id="e:trim", to_id="e:group", **OLD),
        Requires(from_id="e:farrier", to_id="e:trim", essential=True, **OLD),
    ]  # fmt: skip


def later() -> list[Node | Edge]:
    return [
        SkillGroup(id="e:group", scheme=Scheme.ESCO, **NEW),
        SkillGroup(id="e:other", scheme=Scheme.ESCO, **NEW),
        Occupation(id="e:farrier", scheme=Scheme.ESCO, labels={"en": "hoof smith"}, **NEW),
        *(
            skill(f"e:kept{number}", {**NEW, "source": "labels"}, labels={"en": "x"}, confidence=0.8)
            for number in range(10)
        ),
        skill("e:tools", NEW),
        skill("e:comes", NEW),
        Broader(from_id="e:tools", to_id="e:other", **NEW),
    ]


def given() -> list[Node | Edge]:
    """What people and a course said, about the skill that goes."""
    person: dict[str, Any] = {"source": "resume", "source_version": "2026-01-02", "licence": "consent"}
    return [
        Person(id="p", profile=PROFILE, consent="2026-01-02 1", **person),
        Person(id="q", profile="{}", consent="2026-01-02 1", **person),
        HasSkill(from_id="p", to_id="e:trim", confidence=0.5, **person),
        HasSkill(from_id="q", to_id="e:trim", confidence=0.5, **person),
        HasSkill(from_id="q", to_id="e:tools", confidence=0.9, **person),
        course("lesson"),
        Teaches(from_id="lesson", to_id="e:trim", level=0.5, **SOURCE),
    ]


SUCCESSIONS = {"e:trim": Succession(successor="e:tools", kind=MatchKind.BROAD, confidence=0.8)}


def migrate(
    store: GraphStore, after: list[Node | Edge] | Iterator[Node | Edge] | None = None, **more: Any
) -> MigrationReport:
    given = {"successions": SUCCESSIONS, **more}
    return migrate_release(
        store, later() if after is None else after, given["successions"], namespace="e:", ended_on=DAY, origin=ORIGIN
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with open_store(f"sqlite:///{tmp_path / 'graph.sqlite'}") as store:
        store.migrate()
        ingest(store, [*earlier(), *given()])
        yield store


def state(store: GraphStore) -> tuple[object, ...]:
    nodes = [list(store.nodes(kind)) for kind in (Occupation, Skill, SkillGroup, Person)]
    edges = [list(store.edges(kind)) for kind in (HasSkill, Held, Broader, Matches, Supersedes, Requires)]
    return store.version(), nodes, edges


def test_report_counts_what_changed(store: GraphStore) -> None:
    report = migrate(store)
    # Updated: two groups, the occupation and one skill; the ten with doubtful labels stay as they were.
    assert (report.added, report.updated, report.retired, report.succeeded) == (1, 4, 1, 1)
    # tools left its group, and trim's own place went with it.
    assert (report.ended, report.carried) == (2, 1)


def test_concepts_are_added_brought_up_to_date_and_ended(store: GraphStore) -> None:
    migrate(store)
    skills = {concept.id: concept for concept in store.nodes(Skill)}
    assert skills["e:comes"].source_version == "2"
    assert skills["e:trim"].valid_to == DAY
    assert skills["e:trim"].labels == {"en": "e:trim"}
    assert (skills["e:tools"].labels, skills["e:tools"].valid_to) == ({"en": "e:tools", "zh": "工具"}, None)
    assert (skills["e:kept0"].labels, skills["e:kept0"].source_version) == ({"en": "e:kept0"}, "1")
    (farrier,) = store.nodes(Occupation)
    assert farrier.labels == {"en": "hoof smith", "zh": "蹄铁匠"}
    assert [figure.name for figure in farrier.figures] == ["share"]


def test_successor_is_tied_to_what_it_follows(store: GraphStore) -> None:
    migrate(store)
    (supersedes,) = store.edges(Supersedes)
    assert (supersedes.from_id, supersedes.to_id, supersedes.confidence) == ("e:tools", "e:trim", 0.8)
    (match,) = store.edges(Matches)
    assert (match.from_id, match.to_id, match.kind, match.source) == (
        "e:trim",
        "e:tools",
        MatchKind.BROAD,
        "successors",
    )


def test_people_keep_their_evidence_and_get_the_successor(store: GraphStore) -> None:
    migrate(store)
    held = {(edge.from_id, edge.to_id): edge for edge in store.edges(HasSkill)}
    assert held["p", "e:trim"].confidence == 0.5
    second = held["p", "e:tools"]
    assert (second.confidence, second.source, second.source_version) == (0.5 * 0.8, "resume", "2026-01-02")
    # q said so more surely already.
    assert held["q", "e:tools"].confidence == 0.9
    assert {person.id: person.profile for person in store.nodes(Person)}["p"] == PROFILE


def test_snapshot_does_not_offer_what_is_retired_but_finds_it(store: GraphStore) -> None:
    assert "e:trim" in build_snapshot(store).skills.ids
    migrate(store)
    snapshot = build_snapshot(store)
    assert "e:trim" not in snapshot.skills.ids
    tools = snapshot.skills.index("e:tools")
    assert snapshot.skills.index("e:trim") == tools
    # The requirement and the course named the retired one.
    assert snapshot.requires.indices[snapshot.requires.row(0)].tolist() == [tools]
    assert snapshot.teaches.indices[snapshot.teaches.row(0)].tolist() == [tools]
    group = snapshot.skill_groups.indices[snapshot.skill_groups.row(tools)]
    assert [snapshot.skill_group_ids[column] for column in group] == ["e:other"]


def test_retired_without_successor_is_left_out_of_the_snapshot(store: GraphStore) -> None:
    migrate(store, successions={})
    snapshot = build_snapshot(store)
    assert snapshot.skills.find("e:trim") is None
    assert len(snapshot.requires.indices) == 0
    assert {edge.to_id for edge in store.edges(HasSkill)} == {"e:trim", "e:tools"}


@pytest.mark.neo4j
def test_both_stores_hold_the_same_afterwards(store: GraphStore, empty_neo4j_url: str) -> None:
    user, password = os.environ["NEO4J_USER"], os.environ["NEO4J_PASSWORD"]
    with open_store(empty_neo4j_url, user=user, password=password) as server:
        ingest(server, [*earlier(), *given()])
        first = migrate(store), migrate(server)
        second = migrate(store), migrate(server)

        assert first[0] == first[1]
        assert second[0] == second[1]
        assert (first[1].retired, first[1].carried, second[1].written) == (1, 1, 0)
        assert everything(server) == everything(store)
        held = {(edge.from_id, edge.to_id): edge.confidence for edge in server.edges(HasSkill)}
        assert (held["p", "e:trim"], held["p", "e:tools"]) == (0.5, 0.5 * 0.8)
        assert snapshot_differences(server, store) == []


def everything(store: GraphStore) -> list[Node | Edge]:
    """Every record of a store."""
    nodes = (node for kind in NODE_TYPES for node in store.nodes(kind))
    return [*nodes, *(edge for kind in EDGE_TYPES for edge in store.edges(kind))]


def snapshot_differences(one: GraphStore, other: GraphStore) -> list[str]:
    """Names of the arrays that differ, but for the store's own id."""
    found, expected = (snapshot_bytes(build_snapshot(store)) for store in (one, other))
    assert found.keys() == expected.keys()
    return [name for name in expected if found[name] != expected[name]]


def test_second_run_changes_nothing(store: GraphStore) -> None:
    migrate(store)
    before = state(store)
    report = migrate(store)
    assert state(store) == before
    assert (report.added, report.updated, report.retired, report.ended, report.carried, report.written) == (0,) * 6


def test_person_who_comes_later_with_the_old_id_gets_the_successor_too(store: GraphStore) -> None:
    migrate(store)
    person: dict[str, Any] = {"source": "resume", "source_version": "2026-02-03", "licence": "consent"}
    ingest(
        store, [Person(id="r", profile="{}", consent="x", **person), HasSkill(from_id="r", to_id="e:trim", **person)]
    )
    assert migrate(store).carried == 1
    assert [edge.confidence for edge in store.edges(HasSkill) if (edge.from_id, edge.to_id) == ("r", "e:tools")] == [
        0.8
    ]


def test_fault_in_the_later_release_leaves_the_store_as_it_was(store: GraphStore) -> None:
    def broken() -> Iterator[Node | Edge]:
        yield from later()
        raise SourceRowError("line 7 is broken")

    before = state(store)
    with pytest.raises(SourceRowError):
        migrate(store, broken())
    assert state(store) == before


def test_half_a_release_is_refused(store: GraphStore) -> None:
    before = state(store)
    half = [record for record in later() if getattr(record, "id", "") not in {"e:kept0", "e:kept1"}]
    # Three of the 15 stored concepts would go.
    with pytest.raises(ReleaseMismatchError, match=r"3 of the 15 stored concepts"):
        migrate(store, half)
    assert state(store) == before


def test_successor_of_another_release_is_refused(store: GraphStore) -> None:
    before = state(store)
    wrong = {"e:trim": Succession(successor="e:nowhere", kind=MatchKind.EXACT, confidence=1.0)}
    with pytest.raises(ReleaseMismatchError, match="e:nowhere should follow e:trim"):
        migrate(store, successions=wrong)
    assert state(store) == before


def test_concept_that_comes_back_holds_again(store: GraphStore) -> None:
    migrate(store)
    migrate(store, [*later(), skill("e:trim", NEW)])
    assert {concept.id: concept.valid_to for concept in store.nodes(Skill)}["e:trim"] is None
    assert "e:trim" in build_snapshot(store).skills.ids


def test_curated_name_outlasts_the_release(store: GraphStore) -> None:
    mark = f"1{CURATION_MARK}zh 2026-11-20 · the guild"
    names = {"en": "tools", "zh": "修蹄工具"}
    ingest(store, [skill("e:tools", {**OLD, "source_version": mark}, labels=names)])
    records = [
        skill("e:tools", NEW, labels={"en": "trimming tools", "zh": "工具"})
        if record == skill("e:tools", NEW)
        else record
        for record in later()
    ]
    migrate(store, records)
    (tools,) = (concept for concept in store.nodes(Skill) if concept.id == "e:tools")
    assert tools.labels == {"en": "trimming tools", "zh": "修蹄工具"}
    assert tools.source_version == f"2{CURATION_MARK}zh 2026-11-20 · the guild"
    assert migrate(store, records).written == 0
