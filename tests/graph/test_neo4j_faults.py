"""What can go wrong with a real Neo4j: each its own error, nothing half-written."""

import os
import time
from collections.abc import Iterator
from functools import partial

import pytest

from graph import GraphStore, open_store
from graph._neo4j import Neo4jStore
from graph.errors import (
    StoreAuthError,
    StoreFormatError,
    StoreLockedError,
    StoreMissingError,
    StoreSchemaError,
    StoreUnavailableError,
    StoreUrlError,
)
from ontology import ErrorKind
from ontology.records import Node, Occupation

from .killing import assert_whole, delays, generation, import_until_killed, write_generation
from .neo4j_server import PASSWORD, USER, Server, connect, settle
from .samples import occupation

pytestmark = pytest.mark.neo4j

_SIZE = 400


def _open(url: str, *, read_only: bool = False) -> GraphStore:
    return open_store(url, user=os.environ["NEO4J_USER"], password=os.environ["NEO4J_PASSWORD"], read_only=read_only)


@pytest.mark.parametrize(("user", "password"), [(USER, "wrong"), ("nobody", PASSWORD), (None, None), (USER, None)])
def test_a_wrong_user_or_password_is_refused(own_server: Server, user: str | None, password: str | None) -> None:
    with pytest.raises(StoreAuthError, match="refused the user or the password") as caught:
        open_store(own_server.url, user=user, password=password)

    assert caught.value.kind is ErrorKind.USAGE
    assert "NEO4J_PASSWORD" in caught.value.hint
    assert "wrong" not in str(caught.value)


def test_no_server_is_said_within_seconds() -> None:
    begin = time.monotonic()

    # Port 9 (discard) of loopback: nothing listens there.
    with pytest.raises(StoreUnavailableError, match="No Neo4j answers"):
        open_store("bolt://127.0.0.1:9", user=USER, password=PASSWORD)

    assert time.monotonic() - begin < 10


@pytest.mark.parametrize("url", ["bolt://127.0.0.1:notaport", "bolt://127.0.0.1:7687?policy=x"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(StoreUrlError, match="no address"):
        open_store(url, user=USER, password=PASSWORD)


def test_reading_a_database_without_a_store_is_refused(empty_neo4j_url: str) -> None:
    with pytest.raises(StoreMissingError, match="no store at"):
        _open(empty_neo4j_url, read_only=True)

    with connect(empty_neo4j_url) as driver:
        assert driver.execute_query("MATCH (n) RETURN count(n)").records[0][0] == 0


def test_a_database_of_another_program_is_refused_and_left_alone(empty_neo4j_url: str) -> None:
    with connect(empty_neo4j_url) as driver:
        driver.execute_query("CREATE (:Movie {title: 'x'})")

        with pytest.raises(StoreFormatError, match="1 nodes of another program"):
            _open(empty_neo4j_url)

        assert driver.execute_query("MATCH (n) RETURN labels(n)").records[0][0] == ["Movie"]


@pytest.mark.parametrize("read_only", [True, False])
def test_a_store_of_a_newer_program_is_refused(empty_neo4j_url: str, read_only: bool) -> None:
    _open(empty_neo4j_url).close()
    with connect(empty_neo4j_url) as driver:
        driver.execute_query("MATCH (s:PathloomStore) SET s.schema = 99")

    with pytest.raises(StoreSchemaError, match="newer Pathloom: schema 99"):
        _open(empty_neo4j_url, read_only=read_only)


def test_a_second_writer_is_told_to_wait(empty_neo4j_url: str) -> None:
    _open(empty_neo4j_url).close()
    writer = partial(Neo4jStore, empty_neo4j_url, user=os.environ["NEO4J_USER"], password=os.environ["NEO4J_PASSWORD"])

    with writer() as first, writer(lock_timeout_s=1.0) as second:

        def watched() -> Iterator[Node]:
            yield occupation("a")
            with pytest.raises(StoreLockedError, match="written to by somebody else"):
                second.put([occupation("b")])

        first.put(watched())

        assert [node.id for node in second.nodes(Occupation)] == ["a"]
        assert second.version() == 1


@pytest.mark.slow
def test_five_kills_of_the_importing_process_leave_whole_states_only(empty_neo4j_url: str) -> None:
    with _open(empty_neo4j_url) as store:
        store.put(generation(1, size=_SIZE))
    version, midway = 1, 0

    for delay_s in delays(5, longest_s=0.6, seed=3):
        killed = import_until_killed(partial(_open, empty_neo4j_url), size=_SIZE, delay_s=delay_s)
        settle(empty_neo4j_url)
        with _open(empty_neo4j_url) as store:
            reached = assert_whole(store, size=_SIZE)
        assert version + killed.done <= reached <= version + killed.begun
        version, midway = reached, midway + killed.midway

    assert midway >= 3


@pytest.mark.slow
def test_a_server_killed_in_the_middle_of_a_write_comes_back_with_the_old_state(own_server: Server) -> None:
    with open_store(own_server.url, user=USER, password=PASSWORD) as store:
        version = store.version()
        if version == 0:
            store.put(generation(1, size=_SIZE))
            version = 1

        def interrupted() -> Iterator[Node]:
            # More than one batch, so that the server has rows of this write when it dies.
            yield from (occupation(f"new{number}") for number in range(6_000))
            own_server.kill()
            yield from (occupation(f"late{number}") for number in range(6_000))

        with pytest.raises(StoreUnavailableError, match="a write in progress was undone"):
            store.put(interrupted())
        with pytest.raises(StoreUnavailableError):
            store.version()

        own_server.start()

        assert assert_whole(store, size=_SIZE) == version
        write_generation(store, version + 1, size=_SIZE)
        assert assert_whole(store, size=_SIZE) == version + 1
