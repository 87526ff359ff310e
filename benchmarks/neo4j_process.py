"""A real Neo4j for benchmarks: the tests' own server, always a fresh one, so that nobody's data is touched."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.full_graph import CACHE
from tests.graph import neo4j_server

missing_tools = neo4j_server.missing_tools


@contextmanager
def server() -> Iterator[neo4j_server.Server]:
    """A started, empty server; NEO4J_USER and NEO4J_PASSWORD are in the environment while it runs."""
    before = {name: os.environ.get(name) for name in ("NEO4J_USER", "NEO4J_PASSWORD")}
    os.environ.update(NEO4J_USER=neo4j_server.USER, NEO4J_PASSWORD=neo4j_server.PASSWORD)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="pathloom-bench-") as home,
            neo4j_server.running(neo4j_server.resolve(CACHE / "neo4j"), Path(home)) as running,
        ):
            yield running
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
