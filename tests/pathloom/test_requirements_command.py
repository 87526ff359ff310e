"""`pathloom import requirements` on a small store: what it writes, counts and refuses."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from graph import open_store
from ontology import Scheme
from ontology.records import Edge, Matches, Node, Occupation, Requires, Skill
from ontology.vocabulary import MatchKind

from .conftest import Answer

ORIGIN = {"source": "test", "source_version": "1", "licence": "CC0-1.0"}
ESCO = "http://data.europa.eu/esco/"
TRUCK, DRIVE, LOAD = f"{ESCO}occupation/truck", f"{ESCO}skill/drive", f"{ESCO}skill/load"
DRIVER = "csco:4-02-02-02"
HEADER = "csco,target,match,confidence,method,lossy\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one CSCO occupation, one of ESCO and its two skills."""
    records: list[Node | Edge] = [
        Occupation(id=TRUCK, scheme=Scheme.ESCO, labels={"en": "truck driver"}, isco_code="8332", **ORIGIN),
        Occupation(
            id=DRIVER, scheme=Scheme.CSCO, labels={"zh": "道路货运汽车驾驶员"}, tasks=("装载货物",),
            descriptions={"zh": "驾驶车辆的人员。"}, **ORIGIN,
        ),
        Skill(id=DRIVE, scheme=Scheme.ESCO, labels={"en": "drive vehicles", "zh": "驾驶车辆"}, **ORIGIN),
        Skill(id=LOAD, scheme=Scheme.ESCO, labels={"en": "load cargo", "zh": "装载货物"}, **ORIGIN),
        Requires(from_id=TRUCK, to_id=DRIVE, essential=True, **ORIGIN),
    ]  # fmt: skip
    with open_store(f"sqlite:///{tmp_path / 'graph.sqlite'}") as store:
        store.migrate()
        store.put(records)
    return tmp_path


def crosswalk(folder: Path, *rows: str) -> Path:
    path = folder / "crosswalk.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_import_writes_both_kinds_and_counts_unknown_ends(pathloom: Callable[..., Answer], home: Path) -> None:
    """Exact at 0.9 hands `drive` on at 0.9; the texts name both skills word for word, which is a score of 1.

    `drive` is essential over the crosswalk, and so in both edges; nothing says that of `load`.
    """
    table = crosswalk(
        home, f"4-02-02-02,{TRUCK},exact,0.9,test,false", f"4-02-02-03,{TRUCK},close,0.8,test,false"
    )  # fmt: skip

    answer = pathloom("import", "requirements", "--crosswalk", table, "--json", PATHLOOM_HOME=str(home))

    assert answer.status == 0, answer.err
    document = answer.document
    assert {key: document[key] for key in ("transferred", "derived", "occupations", "with_requirements")} == {
        "transferred": 1, "derived": 2, "occupations": 1, "with_requirements": 1,
    }  # fmt: skip
    assert (document["unknown"], document["unknown_examples"]) == (1, [["csco:4-02-02-03", TRUCK]])
    with open_store(f"sqlite:///{home / 'graph.sqlite'}") as store:
        edges = [edge for edge in store.edges(Requires) if edge.from_id == DRIVER]
    assert {(edge.source, edge.to_id, edge.essential, edge.evidence) for edge in edges} == {
        ("pathloom-transferred", DRIVE, True, f"{TRUCK} (exact 0.90)"),
        ("pathloom-derived", DRIVE, True, "definition: 驾驶车辆"),
        ("pathloom-derived", LOAD, False, "task 1: 装载货物"),
    }
    assert {edge.confidence for edge in edges} == {0.9, 1.0}


def test_second_import_replaces_what_the_first_wrote_and_nothing_else(
    pathloom: Callable[..., Answer], home: Path
) -> None:
    """`truck` hands on `drive` (transferred), then `crane` hands on `load`; the texts still name both (derived).

    A domain expert said both of the match and of the requirement that go; what he said stays.
    """
    crane = f"{ESCO}occupation/crane"
    curated = {**ORIGIN, "source": "curation"}
    first = crosswalk(home, f"4-02-02-02,{TRUCK},exact,0.9,test,false")
    pathloom("import", "requirements", "--crosswalk", first, PATHLOOM_HOME=str(home))
    with open_store(f"sqlite:///{home / 'graph.sqlite'}") as store:
        store.put([
            Occupation(id=crane, scheme=Scheme.ESCO, labels={"en": "crane driver"}, isco_code="8343", **ORIGIN),
            Requires(from_id=crane, to_id=LOAD, essential=True, **ORIGIN),
            Matches(from_id=DRIVER, to_id=TRUCK, kind=MatchKind.CLOSE, **curated),
            Requires(from_id=DRIVER, to_id=DRIVE, essential=True, **curated),
            Skill(id=LOAD, scheme=Scheme.ESCO, labels={"en": "load cargo", "zh": "吊运"}, **ORIGIN),
        ])  # fmt: skip
        before = store.version()

    second = crosswalk(home, f"4-02-02-02,{crane},close,0.5,test,false")
    answer = pathloom("import", "requirements", "--crosswalk", second, "--json", PATHLOOM_HOME=str(home))
    again = pathloom("import", "requirements", "--crosswalk", second, "--lang", "zh", PATHLOOM_HOME=str(home))

    # "装载货物" names no skill any more, so one of two derived edges goes with it.
    assert answer.document["removed"] == {"pathloom-csco-esco": 1, "pathloom-derived": 1, "pathloom-transferred": 1}
    assert answer.document["version"] == before + 1
    assert "已删除" not in again.out
    with open_store(f"sqlite:///{home / 'graph.sqlite'}") as store:
        requires = {(edge.source, edge.to_id) for edge in store.edges(Requires) if edge.from_id == DRIVER}
        matches = {(edge.source, edge.to_id) for edge in store.edges(Matches)}
    assert requires == {("pathloom-transferred", LOAD), ("pathloom-derived", DRIVE), ("curation", DRIVE)}
    assert matches == {("pathloom-csco-esco", crane), ("curation", TRUCK)}


def test_broken_second_import_leaves_what_the_first_wrote(pathloom: Callable[..., Answer], home: Path) -> None:
    first = crosswalk(home, f"4-02-02-02,{TRUCK},exact,0.9,test,false")
    pathloom("import", "requirements", "--crosswalk", first, PATHLOOM_HOME=str(home))
    before = pathloom("stats", "--json", PATHLOOM_HOME=str(home)).document

    second = crosswalk(home, f"4-02-02-03,{TRUCK},exact,0.9,test,false", "no row")
    broken = pathloom("import", "requirements", "--crosswalk", second, PATHLOOM_HOME=str(home))
    third = crosswalk(home, f"4-02-02-03,{TRUCK},exact,0.9,test,false")
    empty = pathloom("import", "requirements", "--crosswalk", third, PATHLOOM_HOME=str(home))

    assert (broken.status, empty.status) == (4, 5)
    assert pathloom("stats", "--json", PATHLOOM_HOME=str(home)).document == before


def test_what_curation_took_back_and_what_a_release_retired_is_not_required(
    pathloom: Callable[..., Answer], home: Path
) -> None:
    table = crosswalk(home, f"4-02-02-02,{TRUCK},exact,0.9,test,false")
    removed = {**ORIGIN, "source": "curation"}
    with open_store(f"sqlite:///{home / 'graph.sqlite'}") as store:
        store.put([
            Requires(from_id=TRUCK, to_id=LOAD, essential=False, **ORIGIN),
            Requires(from_id=TRUCK, to_id=DRIVE, essential=False, importance=0, **removed),
            Skill(id=LOAD, scheme=Scheme.ESCO, labels={"zh": "装载货物"}, valid_to=date(2024, 5, 15), **ORIGIN),
        ])  # fmt: skip

    document = pathloom(
        "import", "requirements", "--crosswalk", table, "--json", PATHLOOM_HOME=str(home)
    ).document  # fmt: skip

    with open_store(f"sqlite:///{home / 'graph.sqlite'}") as store:
        edges = {(edge.source, edge.to_id) for edge in store.edges(Requires) if edge.from_id == DRIVER}
    # The edge to the retired skill still holds, so it is handed on; the text alone links to living skills.
    assert edges == {("pathloom-transferred", LOAD), ("pathloom-derived", DRIVE)}
    assert (document["transferred"], document["derived"]) == (1, 1)


def test_broken_crosswalk_is_named_and_writes_nothing(pathloom: Callable[..., Answer], home: Path) -> None:
    table = crosswalk(home, f"4-02-02-02,{TRUCK},exact,0.9,test,false", "4-02-02-02,nowhere,close,0.8,test,false")

    answer = pathloom("import", "requirements", "--crosswalk", table, PATHLOOM_HOME=str(home))

    assert answer.status == 4
    assert "crosswalk.csv" in answer.err
    assert "nowhere" in answer.err
    with open_store(f"sqlite:///{home / 'graph.sqlite'}") as store:
        assert [edge.source for edge in store.edges(Requires)] == ["test"]


def test_crosswalk_naming_an_unknown_code_is_refused(pathloom: Callable[..., Answer], home: Path) -> None:
    table = crosswalk(home, f"4-02-02-02,{TRUCK},exact,0.9,test,false", f"9-99-99-99,{TRUCK},close,0.8,test,false")
    before = pathloom("stats", "--json", PATHLOOM_HOME=str(home)).document

    answer = pathloom("import", "requirements", "--crosswalk", table, PATHLOOM_HOME=str(home))

    assert answer.status == 4
    assert "SOURCE_ROW: crosswalk.csv, line 3: CSCO 2022 has no csco:9-99-99-99" in answer.err
    assert pathloom("stats", "--json", PATHLOOM_HOME=str(home)).document == before


def test_general_skills_without_any_list_leave_the_other_kinds(pathloom: Callable[..., Answer], home: Path) -> None:
    """As in a store that had the starter data before CSCO: its matches to CSCO were left out."""
    with open_store(f"sqlite:///{home / 'graph.sqlite'}") as store:
        store.put([Skill(id="starter:skill/car-driving", scheme=Scheme.STARTER, labels={"zh": "驾驶"}, **ORIGIN)])
    table = crosswalk(home, f"4-02-02-02,{TRUCK},exact,0.9,test,false")

    answer = pathloom("import", "requirements", "--crosswalk", table, "--json", PATHLOOM_HOME=str(home))

    assert answer.status == 0, answer.err
    assert (answer.document["lists"], answer.document["combined"], answer.document["transferred"]) == (0, 0, 1)


def test_store_without_classifications_is_told_what_to_import(pathloom: Callable[..., Answer]) -> None:
    """The starter graph holds neither CSCO nor ESCO occupations."""
    answer = pathloom("import", "requirements", LANG="zh_CN.UTF-8")

    assert answer.status != 0
    assert "pathloom import csco" in answer.err


def test_crosswalk_alone_is_imported_and_the_shipped_one_needs_no_file(
    pathloom: Callable[..., Answer], home: Path
) -> None:
    table = crosswalk(home, f"4-02-02-02,{TRUCK},exact,0.9,test,false")

    answer = pathloom("import", "csco-esco", "--crosswalk", table, "--json", PATHLOOM_HOME=str(home))
    shipped = pathloom("import", "csco-esco", "--json", PATHLOOM_HOME=str(home))

    assert (answer.document["written"], answer.document["dangling"]) == (1, 0)
    # The store holds one of the matched occupations; the other ends arrive with their classifications.
    assert shipped.document["written"] + shipped.document["dangling"] == 3_563
    # The shipped one does not know that match.
    assert (answer.document["removed"], shipped.document["removed"]) == ({}, {"pathloom-csco-esco": 1})


@pytest.mark.parametrize(("language", "told"), [("zh", "已删除先前导入有而本次没有的边："), ("en", "Removed what")])
def test_removed_matches_are_told_in_both_languages(
    pathloom: Callable[..., Answer], home: Path, language: str, told: str
) -> None:
    table = crosswalk(home, f"4-02-02-02,{TRUCK},exact,0.9,test,false")
    pathloom("import", "csco-esco", "--crosswalk", table, PATHLOOM_HOME=str(home))
    other = crosswalk(home, f"4-02-02-03,{TRUCK},exact,0.9,test,false")

    answer = pathloom("import", "csco-esco", "--crosswalk", other, "--lang", language, PATHLOOM_HOME=str(home))

    assert told in answer.out
    assert "pathloom-csco-esco 1" in answer.out


def test_broken_crosswalk_leaves_the_store_as_it_was(pathloom: Callable[..., Answer], home: Path) -> None:
    table = home / "broken.csv"
    table.write_text("csco,target\n4-02-02-02,x\n", encoding="utf-8")
    before = pathloom("stats", "--json", PATHLOOM_HOME=str(home)).document

    answer = pathloom("import", "csco-esco", "--crosswalk", table, "--lang", "zh", PATHLOOM_HOME=str(home))

    assert answer.status != 0
    assert "SOURCE_COLUMNS" in answer.err
    assert "'match'" in answer.err
    assert pathloom("stats", "--json", PATHLOOM_HOME=str(home)).document == before
