"""Snapshots on disk: the same again, replaced when stale or damaged, never half-written."""

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from graph import (
    GraphStore,
    build_snapshot,
    load_snapshot,
    open_snapshot,
    open_store,
    save_snapshot,
    snapshot_bytes,
)
from graph import _cache as cache_module
from graph.errors import SnapshotCacheError
from ontology.records import Course, Edge, Node, OccupationGroup
from ontology.vocabulary import Scheme

from .samples import SOURCE, course, matches, occupation, pays, region, requires, skill


@pytest.fixture
def store() -> Iterator[GraphStore]:
    records: list[Node | Edge] = [
        occupation("a", labels={"en": "A", "zh": "甲"}), occupation("esco:a", scheme=Scheme.ESCO), skill("s"),
        course("c"), region("US"), OccupationGroup(**SOURCE, id="soc:1", scheme=Scheme.SOC),
        matches("a", "esco:a"), requires("a", "s", importance=0.25), pays("a", "region:US", 5.5),
    ]  # fmt: skip
    with open_store("sqlite:///:memory:") as store:
        store.put(records)
        yield store


@pytest.fixture
def saved(store: GraphStore, tmp_path: Path) -> Path:
    save_snapshot(build_snapshot(store), tmp_path / "snapshot")
    return tmp_path / "snapshot"


def test_saved_snapshot_opens_as_it_was(store: GraphStore, saved: Path) -> None:
    snapshot = open_snapshot(saved)

    built = build_snapshot(store)
    assert snapshot_bytes(snapshot) == snapshot_bytes(built)
    assert (snapshot.store_id, snapshot.version, snapshot.sources) == (store.store_id, 1, built.sources)
    assert snapshot.occupation_group_ids == ("soc:1",)
    assert snapshot.occupations.label(0, "zh") == "甲"
    assert snapshot.occupations.find("esco:a") == 0
    assert snapshot.pay[0][0].median_wage_per_month == 5.5
    assert isinstance(snapshot.courses.record(0), Course)


def test_opened_arrays_are_mapped_and_read_only(saved: Path) -> None:
    links = open_snapshot(saved).requires

    assert isinstance(links.indptr.base, np.memmap)
    for array in (links.indptr, links.indices, links.columns["importance"], open_snapshot(saved).moves.indices):
        assert not array.flags.writeable


def _cut(folder: Path) -> None:
    file = folder / "requires.indices.npy"
    file.write_bytes(file.read_bytes()[:-1])


def _alter(folder: Path) -> None:
    file = folder / "occupations.rows.npy"
    content = bytearray(file.read_bytes())
    content[-3] ^= 1
    file.write_bytes(content)


def _empty_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("")


def _foreign_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("[1, 2]")


def _of_another_program(folder: Path) -> None:
    file = folder / "manifest.json"
    file.write_text(file.read_text().replace('"format": "', '"format": "0'))


def _without_array(folder: Path) -> None:
    (folder / "pay.edges.npy").unlink()


def _without_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


DAMAGES = [_cut, _alter, _empty_manifest, _foreign_manifest, _of_another_program, _without_array, _without_manifest]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_snapshot_is_refused(saved: Path, damage: Callable[[Path], None]) -> None:
    damage(saved)

    with pytest.raises(SnapshotCacheError, match=str(saved)):
        open_snapshot(saved)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_cache_is_built_again_with_a_warning(
    store: GraphStore, tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: Callable[[Path], None]
) -> None:
    expected = snapshot_bytes(load_snapshot(store, tmp_path))
    damage(tmp_path / f"{store.store_id}-1")

    with caplog.at_level(logging.WARNING, "graph"):
        assert snapshot_bytes(load_snapshot(store, tmp_path)) == expected
    assert "built again" in caplog.text

    caplog.clear()
    load_snapshot(store, tmp_path)
    assert caplog.text == ""


def test_load_takes_the_cache_when_the_version_is_the_same(
    store: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_snapshot(store, tmp_path)

    def refuse(store: GraphStore) -> None:
        pytest.fail("built although it was cached")

    monkeypatch.setattr(cache_module, "build_snapshot", refuse)
    assert load_snapshot(store, tmp_path).version == 1


def test_load_builds_a_new_version_and_drops_the_older(store: GraphStore, tmp_path: Path) -> None:
    old = load_snapshot(store, tmp_path)
    (tmp_path / "another store-1").mkdir()
    store.put([occupation("new")])

    snapshot = load_snapshot(store, tmp_path)

    assert snapshot.version == 2
    assert "new" in snapshot.occupations.ids
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["another store-1", f"{store.store_id}-2"])
    # Whoever still works with the old one can.
    assert old.occupations.record(0).id == "a"


def test_load_without_a_cache_writes_nothing(
    store: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert load_snapshot(store, None).version == 1

    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_done_without(
    store: GraphStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")

    with caplog.at_level(logging.WARNING, "graph"):
        assert load_snapshot(store, tmp_path / "file").version == 1

    assert "cannot be kept" in caplog.text


def test_a_failed_save_leaves_the_old_snapshot(store: GraphStore, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    store.put([occupation("new")])
    newer = build_snapshot(store)
    with monkeypatch.context() as patch:
        patch.setattr(np, "save", full)
        with pytest.raises(OSError, match="No space left"):
            save_snapshot(newer, saved)

    assert open_snapshot(saved).version == 1
    assert [path.name for path in saved.parent.iterdir()] == ["snapshot"]


def test_save_replaces_what_was_there(store: GraphStore, saved: Path) -> None:
    store.put([occupation("new")])

    save_snapshot(build_snapshot(store), saved)

    assert open_snapshot(saved).version == 2
    assert [path.name for path in saved.parent.iterdir()] == ["snapshot"]


def test_a_snapshot_not_built_by_us_is_not_saved(store: GraphStore, tmp_path: Path) -> None:
    from dataclasses import replace

    strange = replace(build_snapshot(store), pay={})

    with pytest.raises(SnapshotCacheError, match="pay are a dict"):
        save_snapshot(strange, tmp_path / "x")
    shutil.rmtree(tmp_path)
