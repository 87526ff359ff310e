"""Addresses of empty stores for the tests of `graph`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .neo4j_server import Server, running, wipe


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'graph.sqlite'}"


@pytest.fixture
def empty_neo4j_url(neo4j_url: str) -> str:
    wipe(neo4j_url)
    return neo4j_url


@pytest.fixture(scope="module")
def own_server(neo4j_jars: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Neo4j that a test may kill; even where NEO4J_URI names another one for the rest."""
    with running(neo4j_jars, tmp_path_factory.mktemp("own-neo4j")) as server:
        yield server
