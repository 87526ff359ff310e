"""The graph in other programs' forms holds what the store holds."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from graph import GraphStore, build_snapshot, export_csv, export_graphml, open_store, to_networkx
from ontology.records import EDGE_TYPES, NODE_TYPES, LocatedIn, MovesTo, OccupationGroup, Related, Targets, Teaches
from ontology.vocabulary import MoveBasis, RelatedTier, Scheme

from .samples import (
    SOURCE,
    course,
    occupation,
    one_edge_of_each_type,
    one_node_of_each_type,
    pays,
    region,
    requires,
    skill,
)


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with open_store("sqlite:///:memory:") as store:
        store.put(
            [
                occupation("a", labels={"en": "A\x00B", "zh": "甲"}, isco_code="9331"), occupation("b"), skill("s"),
                course("c"), region("US"),
                OccupationGroup(**SOURCE, id="http://data.europa.eu/esco/isco/C9331", scheme=Scheme.ISCO),
                requires("a", "s", importance=0.25),
                MovesTo(**SOURCE, from_id="a", to_id="b", basis=MoveBasis.CAREER_LADDER),
                Related(**SOURCE, from_id="a", to_id="b", tier=RelatedTier.PRIMARY_SHORT, rank=3),
                Related(**SOURCE, from_id="b", to_id="a", tier=RelatedTier.PRIMARY_SHORT),
                Teaches(**SOURCE, from_id="c", to_id="s", level=0.5),
                pays("a", "region:US", 100.0),
            ]
        )  # fmt: skip
        yield store


def test_networkx_has_nodes_and_typed_edges_with_attributes(store: GraphStore) -> None:
    graph = to_networkx(build_snapshot(store))

    assert set(graph.nodes) == {"a", "b", "s", "c", "region:US", "http://data.europa.eu/esco/isco/C9331"}
    assert graph.nodes["a"] == {
        "kind": "Occupation", "scheme": "starter", "label_en": "A\x00B", "label_zh": "甲", "isco_code": "9331",
        "soc_code": "",
    }  # fmt: skip
    # `level` is unknown and so not there.
    assert graph.edges["a", "s", "REQUIRES"] == {
        "type": "REQUIRES", "importance": 0.25, "essential": True, "confidence": 1.0, "source": SOURCE["source"],
    }  # fmt: skip
    assert graph.edges["a", "b", "MOVES_TO"] == {"type": "MOVES_TO", "basis": "career-ladder"}
    assert graph.edges["a", "b", "RELATED"] == {"type": "RELATED", "tier": "primary-short", "rank": 3}
    assert graph.edges["b", "a", "RELATED"] == {"type": "RELATED", "tier": "primary-short"}
    assert graph.edges["c", "s", "TEACHES"]["level"] == 0.5
    assert graph.has_edge("a", "http://data.europa.eu/esco/isco/C9331", "BROADER")
    assert [pay["median_wage_per_month"] for pay in graph.get_edge_data("a", "region:US").values()] == [100.0]


def test_graphml_reads_back_as_the_same_graph(store: GraphStore, tmp_path: Path) -> None:
    snapshot = build_snapshot(store)

    export_graphml(snapshot, tmp_path / "new" / "graph.graphml")

    expected = to_networkx(snapshot)
    found = nx.read_graphml(tmp_path / "new" / "graph.graphml", force_multigraph=True)
    assert set(found.nodes) == set(expected.nodes)
    assert found.number_of_edges() == expected.number_of_edges()
    # XML cannot hold U+0000.
    assert found.nodes["a"]["label_en"] == "AB"
    assert found.nodes["a"]["label_zh"] == "甲"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["graph.graphml"]


def test_csv_has_a_table_for_every_label_and_type_that_is_not_about_persons(tmp_path: Path) -> None:
    with open_store("sqlite:///:memory:") as store:
        store.put([*one_node_of_each_type(), *one_edge_of_each_type()])

        written = export_csv(store, tmp_path)

    personal = {"Person", "Experience", "Posting", "Employer", "HAS_SKILL", "HELD", "ASKS"}
    types = {kind.__name__ for kind in NODE_TYPES} | {kind.TYPE for kind in EDGE_TYPES}
    names = {f"{name}.csv" for name in types - personal}
    assert written == dict.fromkeys(names, 1)
    assert {path.name for path in tmp_path.iterdir()} == names


def test_csv_leaves_out_where_a_person_lives_and_what_a_posting_seeks(tmp_path: Path) -> None:
    with open_store("sqlite:///:memory:") as store:
        store.put(one_node_of_each_type())
        store.put(
            [
                LocatedIn(**SOURCE, from_id="person", to_id="region"),
                LocatedIn(**SOURCE, from_id="course", to_id="region"),
                Targets(**SOURCE, from_id="posting", to_id="occupation"),
            ]
        )

        written = export_csv(store, tmp_path)

    assert (written["LOCATED_IN.csv"], written["TARGETS.csv"]) == (1, 0)
    assert "person" not in (tmp_path / "LOCATED_IN.csv").read_text("utf-8")


def test_csv_rows_hold_the_records_fields(store: GraphStore, tmp_path: Path) -> None:
    export_csv(store, tmp_path)

    with (tmp_path / "Occupation.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["a", "b"]
    assert json.loads(rows[0]["labels"]) == {"en": "A\x00B", "zh": "甲"}
    assert (rows[0]["isco_code"], rows[0]["job_zone"]) == ("9331", "")
    with (tmp_path / "REQUIRES.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["from_id"], row["to_id"], row["importance"]) for row in csv.DictReader(file)] == [
            ("a", "s", "0.25")
        ]
