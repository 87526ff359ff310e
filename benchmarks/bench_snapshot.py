"""The snapshot of the full graph: built from the store, opened from its cache."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench_row import BenchRow, missing
from benchmarks.bench_stores import STORE
from benchmarks.full_graph import missing_data, shared_data
from benchmarks.measure import alternate, seconds_of
from benchmarks.raw_writes import raw_select
from graph import build_snapshot, open_snapshot, open_store, save_snapshot, snapshot_bytes

#: The cached snapshot that the other subjects open.
SNAPSHOT = STORE.with_name("snapshot")
_ROUNDS = 9


def rows(neo4j_url: str | None) -> Iterator[BenchRow]:
    """Build, open, and compare the two stores' bytes.

    Args:
        neo4j_url: a server that holds the full graph; None if there is none.
    """
    if shared_data() is None:
        yield missing("snapshot of the full graph", missing_data())
        return
    with open_store(f"sqlite:///{STORE}", read_only=True) as store:
        snapshot = build_snapshot(store)
        build, select = alternate(lambda: build_snapshot(store), lambda: raw_select(STORE), rounds=3)
    ours = snapshot_bytes(snapshot)
    size = sum(map(len, ours.values()))
    yield BenchRow(
        subject="build the snapshot from SQLite", n=len(ours), unit="s", ours=build,
        peer="plain SELECT * of every table", peer_value=select,
        note=f"{len(snapshot.occupations):,} occupations, {len(snapshot.skills):,} skills, {size / 2**20:.0f} MiB",
    )  # fmt: skip
    if neo4j_url is not None:
        with open_store(
            neo4j_url, user=os.environ["NEO4J_USER"], password=os.environ["NEO4J_PASSWORD"], read_only=True
        ) as store:
            theirs = []
            seconds = seconds_of(lambda: theirs.append(snapshot_bytes(build_snapshot(store))))
        same = "byte-identical to SQLite's" if theirs[0] == ours else "DIFFERS from SQLite's"
        yield BenchRow(
            subject="build the snapshot from Neo4j", n=len(ours), unit="s", ours=seconds,
            peer="the same from SQLite", peer_value=build, note=same,
        )  # fmt: skip
    shutil.rmtree(SNAPSHOT, ignore_errors=True)
    save_snapshot(snapshot, SNAPSHOT)
    opened, read = alternate(lambda: open_snapshot(SNAPSHOT), _read_files, rounds=_ROUNDS)
    yield BenchRow(
        subject="open the cached snapshot (mmap, every byte checked)", n=_ROUNDS, unit="s", ours=opened,
        peer="reading the same files into memory", peer_value=read, note="files in the page cache",
    )  # fmt: skip


def ensure_snapshot() -> Path:
    """The cached snapshot of the full graph, made if it is not there or the store is newer."""
    with open_store(f"sqlite:///{STORE}", read_only=True) as store:
        if not SNAPSHOT.is_dir() or STORE.stat().st_mtime > SNAPSHOT.stat().st_mtime:
            shutil.rmtree(SNAPSHOT, ignore_errors=True)
            save_snapshot(build_snapshot(store), SNAPSHOT)
    return SNAPSHOT


def _read_files() -> int:
    return sum(len(path.read_bytes()) for path in SNAPSHOT.iterdir())
