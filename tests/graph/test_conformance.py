"""The conformance suite on every backend."""

import os
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from graph import GraphStore, open_store

from .conformance import ReopenConformance, StoreConformance

Opener = Callable[[], GraphStore]


class TestSqliteFile(ReopenConformance):
    @pytest.fixture
    def store(self, sqlite_url: str) -> Iterator[GraphStore]:
        with open_store(sqlite_url) as store:
            yield store

    @pytest.fixture
    def reopen(self, sqlite_url: str) -> Opener:
        return partial(open_store, sqlite_url)

    @pytest.fixture
    def reopen_read_only(self, sqlite_url: str) -> Opener:
        return partial(open_store, sqlite_url, read_only=True)


class TestSqliteMemory(StoreConformance):
    @pytest.fixture
    def store(self) -> Iterator[GraphStore]:
        with open_store("sqlite:///:memory:") as store:
            yield store


@pytest.mark.neo4j
class TestNeo4j(ReopenConformance):
    @pytest.fixture
    def reopen(self, empty_neo4j_url: str) -> Opener:
        return partial(
            open_store, empty_neo4j_url, user=os.environ["NEO4J_USER"], password=os.environ["NEO4J_PASSWORD"]
        )

    @pytest.fixture
    def reopen_read_only(self, reopen: Opener) -> Opener:
        return partial(reopen, read_only=True)

    @pytest.fixture
    def store(self, reopen: Opener) -> Iterator[GraphStore]:
        with reopen() as store:
            yield store
