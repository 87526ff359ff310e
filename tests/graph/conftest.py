"""Addresses of empty stores for the tests of `graph`."""

from pathlib import Path

import pytest

from .neo4j_server import wipe


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'graph.sqlite'}"


@pytest.fixture
def empty_neo4j_url(neo4j_url: str) -> str:
    wipe(neo4j_url)
    return neo4j_url
