"""A source imported again keeps what other imports put on its concepts, in every store."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import GraphStore, ingest, keep_additions, open_store
from ontology.records import Figure, Node, Occupation, Skill
from ontology.vocabulary import CURATION_MARK, Scheme

from .samples import SOURCE, occupation, requires, skill

BETA = Figure(name="beta", value=0.25, unit="share", year=2024, source="f", via="onet > esco")
CURATED = f"1{CURATION_MARK}zh 2026-11-20 · the guild"


@pytest.fixture(params=["file", "memory", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    if request.param == "neo4j":
        url = request.getfixturevalue("empty_neo4j_url")
        with open_store(url, user=os.environ["NEO4J_USER"], password=os.environ["NEO4J_PASSWORD"]) as store:
            yield store
        return
    where = tmp_path / "graph.sqlite" if request.param == "file" else ":memory:"
    with open_store(f"sqlite:///{where}") as store:
        yield store


def source(version: str) -> list[Node]:
    """2 occupations and a skill as their source states them."""
    return [
        occupation("a", scheme=Scheme.ESCO, source_version=version),
        occupation("b", scheme=Scheme.ESCO, source_version=version, labels={"zh": "乙"}),
        skill("s", source_version=version),
    ]


def test_figures_and_curated_names_outlast_the_next_import(store: GraphStore) -> None:
    ingest(store, source("1"))
    ingest(
        store,
        [
            occupation("a", scheme=Scheme.ESCO, figures=(BETA,)),
            occupation("b", scheme=Scheme.ESCO, labels={"zh": "B 君"}, source_version=CURATED),
        ],
    )

    report = ingest(store, keep_additions(store, [*source("2"), requires("a", "s")]))

    assert (report.written, report.version) == (4, 3)
    a, b = store.nodes(Occupation)
    assert (a.figures, a.source_version) == ((BETA,), "2")
    assert (b.labels, b.source_version) == ({"zh": "B 君"}, CURATED.replace("1", "2", 1))
    assert list(store.nodes(Skill)) == [skill("s", source_version="2")]


def test_what_changed_before_the_write_began_is_kept(store: GraphStore) -> None:
    """The store is read inside the write: what is put on a concept after `keep_additions` was called is not lost."""
    ingest(store, source("1"))
    records = keep_additions(store, source("2"))
    ingest(store, [occupation("a", scheme=Scheme.ESCO, figures=(BETA,))])

    ingest(store, records)

    assert [one.figures for one in store.nodes(Occupation)] == [(BETA,), ()]


def test_concepts_of_more_than_one_batch_are_read_before_they_are_written(store: GraphStore) -> None:
    """6,000 of them, the last one with a figure."""
    many = [f"o{number:04}" for number in range(6_000)]
    last = Occupation(**SOURCE, id=many[-1], scheme=Scheme.ESCO, figures=(BETA,))
    ingest(store, [*(occupation(name, scheme=Scheme.ESCO) for name in many[:-1]), last])

    ingest(store, keep_additions(store, (occupation(name, scheme=Scheme.ESCO) for name in many)))

    assert [one.id for one in store.nodes(Occupation) if one.figures == (BETA,)] == [many[-1]]
