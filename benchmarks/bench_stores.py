"""Building the full graph in both stores: seconds and peak memory, beside plain writes of the same rows."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.bench_row import BenchRow, missing
from benchmarks.full_graph import CACHE, missing_data, shared_data
from benchmarks.measure import Child, peak_of_process, run_child
from benchmarks.neo4j_process import missing_tools
from benchmarks.neo4j_process import server as fresh_server
from benchmarks.raw_writes import raw_neo4j, raw_sqlite
from tests.graph import neo4j_server

#: The embedded store that the other subjects use.
STORE = CACHE / "bench" / "full.sqlite"


def _build(url: str) -> Child:
    return run_child([sys.executable, "-m", "benchmarks.build_store", url])


def ensure_store() -> Path | None:
    """The full graph in SQLite, built if it is not there; None without the data."""
    if shared_data() is None:
        return None
    if not STORE.is_file():
        build_sqlite()
    return STORE


def build_sqlite() -> Child:
    """Build the store anew; it is put in place only when whole."""
    partial = STORE.with_name("building.sqlite")
    partial.parent.mkdir(parents=True, exist_ok=True)
    for leftover in partial.parent.glob("building.sqlite*"):
        leftover.unlink()
    child = _build(f"sqlite:///{partial}")
    partial.replace(STORE)
    return child


def sqlite_rows() -> Iterator[BenchRow]:
    """Build the SQLite store, and the same rows once more with plain sqlite3."""
    if shared_data() is None:
        yield missing("build the full graph, SQLite", missing_data())
        return
    reading = _build("-")
    child = build_sqlite()
    built = json.loads(child.output)
    raw_seconds, rows = raw_sqlite(STORE, STORE.with_name("raw.sqlite"))
    size = STORE.stat().st_size / 1024 / 1024
    yield from _times("SQLite", built, f"plain sqlite3 executemany of the same {rows:,} rows", raw_seconds, size)
    yield BenchRow(
        subject="build the full graph, SQLite, peak memory", n=built["records"], unit="MiB", ours=child.peak_mib,
        peer="reading and parsing the sources only", peer_value=reading.peak_mib,
    )  # fmt: skip


def neo4j_rows(server: neo4j_server.Server | None) -> Iterator[BenchRow]:
    """Build the Neo4j store; leaves the full graph in it.

    Args:
        server: an empty one; None if none could be started.
    """
    subject = "build the full graph, Neo4j 5.26"
    if shared_data() is None:
        yield missing(subject, missing_data())
        return
    if server is None or server.process is None:
        yield missing(subject, f"no Neo4j without {missing_tools()}" if missing_tools() else "left out (--quick)")
        return
    # A server of its own, so that neither finds pages or plans that the other left.
    with fresh_server() as other, neo4j_server.connect(other.url) as driver:
        raw_seconds, rows = raw_neo4j(STORE, driver)
    child = _build(server.url)
    built = json.loads(child.output)
    server_peak = peak_of_process(server.process.pid)
    shown = "" if server_peak is None else f"the server's own peak {server_peak:,.0f} MiB (heap limit 1 GiB)"
    peer = f"plain driver, UNWIND + CREATE of the same {rows:,} nodes and edges, 10,000 a transaction"
    yield from _times("Neo4j 5.26", built, peer, raw_seconds, None)
    yield BenchRow(
        subject="build the full graph, Neo4j, peak memory of our process", n=built["records"], unit="MiB",
        ours=child.peak_mib, note=shown,
    )  # fmt: skip


def _times(
    store: str, built: Mapping[str, Any], peer: str, peer_seconds: float, size_mib: float | None
) -> Iterator[BenchRow]:
    """The whole build beside reading alone, and the storing alone beside plain writes; both parts are of one run."""
    whole, reading = sum(built["seconds"].values()), built["reading"]
    parts = ", ".join(f"{name} {seconds:.1f}" for name, seconds in built["seconds"].items())
    shown = "" if size_mib is None else f"; file {size_mib:.0f} MiB"
    yield BenchRow(
        subject=f"build the full graph, {store}", n=built["records"], unit="s", ours=whole,
        peer="reading and parsing the sources, of that", peer_value=reading, note=parts + shown,
    )  # fmt: skip
    yield BenchRow(
        subject=f"storing, of that, {store}", n=built["records"], unit="s", ours=whole - reading, peer=peer,
        peer_value=peer_seconds,
        note="ours checks types, replaces what is there, drops dangling edges, one transaction per source",
    )  # fmt: skip
