"""One import is one write, counted and reported."""

from collections.abc import Iterator

import pytest

from graph import ingest, open_store
from ontology.records import Node, Requires

from .samples import matches, occupation, requires, skill


def test_ingest_counts_what_it_read_and_wrote() -> None:
    with open_store("sqlite:///:memory:") as store:
        report = ingest(
            store,
            [
                occupation("a"),
                occupation("b"),
                skill("s"),
                requires("a", "s"),
                requires("a", "gone"),
                matches("a", "b"),
            ],
        )

        assert report.nodes == {"Occupation": 2, "Skill": 1}
        assert report.edges == {"REQUIRES": 2, "MATCHES": 1}
        assert report.written == 5
        assert report.dangling == (("REQUIRES", "a", "gone"),)
        assert report.version == store.version() == 1


def test_ingest_tells_its_progress() -> None:
    told: list[int] = []

    with open_store("sqlite:///:memory:") as store:
        ingest(store, (occupation(f"o{number}") for number in range(2_500)), progress=told.append)

    assert told == [1_000, 2_000, 2_500]


def test_ingest_of_a_source_that_breaks_writes_nothing() -> None:
    def broken() -> Iterator[Node]:
        yield occupation("a")
        raise ValueError("line 2")

    with open_store("sqlite:///:memory:") as store:
        with pytest.raises(ValueError, match="line 2"):
            ingest(store, broken())

        assert (store.version(), store.counts()) == (0, ({}, {}))


def test_ingest_replaces_what_a_source_said_before() -> None:
    with open_store("sqlite:///:memory:") as store:
        ingest(store, [occupation("a"), skill("s"), skill("t"), requires("a", "s"), requires("a", "s", source="b")])

        report = ingest(store, [requires("a", "t")], replacing={"test"})

        assert report.removed == {"test": 1}
        assert [(edge.to_id, edge.source) for edge in store.edges(Requires)] == [("s", "b"), ("t", "test")]


def test_ingesting_again_brings_in_what_dangled() -> None:
    starter = [occupation("a"), matches("a", "esco")]

    with open_store("sqlite:///:memory:") as store:
        assert ingest(store, starter).dangling == (("MATCHES", "a", "esco"),)
        ingest(store, [occupation("esco")])

        assert ingest(store, starter).dangling == ()
        assert store.counts() == ({"Occupation": 2}, {"MATCHES": 1})
