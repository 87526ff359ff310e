"""Building the full graph in both stores: seconds and peak memory, beside plain writes of the same rows."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

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
    parts = ", ".join(f"{name} {seconds:.1f}" for name, seconds in built["seconds"].items())
    size = STORE.stat().st_size / 1024 / 1024
    subject = "build the full graph, SQLite"
    yield BenchRow(
        subject=subject, n=built["records"], unit="s", ours=child.seconds,
        peer="reading and parsing the sources only", peer_value=reading.seconds, note=f"{parts}; file {size:.0f} MiB",
    )  # fmt: skip
    writing = child.seconds - reading.seconds
    yield BenchRow(
        subject="of it, storing (build less reading), SQLite", n=built["records"], unit="s", ours=writing,
        peer=f"plain sqlite3 executemany of the same {rows:,} rows", peer_value=raw_seconds,
        note="ours checks types, interns ids and refuses dangling edges",
    )  # fmt: skip
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
        yield missing(subject, f"no Neo4j: install {missing_tools() or 'what starting it asked for'}")
        return
    # A server of its own, so that neither finds pages or plans that the other left.
    with fresh_server() as other, neo4j_server.connect(other.url) as driver:
        raw_seconds, rows = raw_neo4j(STORE, driver)
    child = _build(server.url)
    built = json.loads(child.output)
    server_peak = peak_of_process(server.process.pid)
    shown = "" if server_peak is None else f"; the server's own peak {server_peak:,.0f} MiB (heap limit 1 GiB)"
    yield BenchRow(
        subject=subject, n=built["records"], unit="s", ours=child.seconds,
        peer=f"plain driver, UNWIND + CREATE of the same {rows:,} rows", peer_value=raw_seconds,
        note="ours reads the sources too and replaces what is there, one transaction per source",
    )  # fmt: skip
    yield BenchRow(
        subject="build the full graph, Neo4j, peak memory of our process", n=built["records"], unit="MiB",
        ours=child.peak_mib, note=f"streams to the server{shown}",
    )  # fmt: skip
