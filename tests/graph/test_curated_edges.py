"""What a domain expert corrected or removed is believed before every other source, in the snapshot as in the store."""

from collections.abc import Iterator
from datetime import date

import pytest

from graph import GraphStore, Snapshot, build_snapshot, ingest, open_store
from ontology.records import Edge, Matches, Node, Requires
from ontology.vocabulary import CURATION, MatchKind, Scheme

from .samples import SOURCE, matches, occupation, requires, skill

DAY = date(2026, 11, 20)
CURATED = {**SOURCE, "source": CURATION}


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with open_store("sqlite:///:memory:") as store:
        yield store


def built(store: GraphStore, *records: Node | Edge) -> Snapshot:
    ingest(store, records)
    return build_snapshot(store)


def curated_match(start: str, end: str, kind: MatchKind, *, removed: bool = False) -> Matches:
    return Matches(**CURATED, from_id=start, to_id=end, kind=kind, valid_to=DAY if removed else None)


def test_a_corrected_requirement_wins_and_what_it_leaves_open_stays(store: GraphStore) -> None:
    """The source "a" comes before "curation" in the order of the store; neither that nor its scheme makes it win."""
    ends = (occupation("o"), skill("s"), skill("t"))
    first = requires("o", "s", essential=True, importance=0.75, level=0.5, source="a")
    other = requires("o", "t", essential=True, importance=0.25, level=0.5, source="a")
    corrections = (
        Requires(**CURATED, from_id="o", to_id="s", essential=False, importance=0.25),
        Requires(**CURATED, from_id="o", to_id="t", essential=False),
    )

    links = built(store, *ends, first, other, *corrections).requires

    assert links.columns["essential"].tolist() == [False, False]
    assert links.columns["importance"].tolist() == [0.25, 0.25]
    assert links.columns["level"].tolist() == [0.5, 0.5]


def test_a_removed_requirement_is_gone_and_the_others_stay(store: GraphStore) -> None:
    ends = (occupation("o"), occupation("p"), skill("s"), skill("t"))
    stated = [requires(start, end) for start in ("o", "p") for end in ("s", "t")]
    removal = Requires(**CURATED, from_id="o", to_id="s", essential=False, importance=0.0)

    links = built(store, *ends, *stated, removal).requires

    assert links.indices[links.row(0)].tolist() == [1]
    assert links.indices[links.row(1)].tolist() == [0, 1]


def test_a_requirement_that_a_source_rates_with_0_hides_no_other(store: GraphStore) -> None:
    """Only curation speaks for the others."""
    rated = requires("o", "s", importance=0.0, source="b")

    assert built(store, occupation("o"), skill("s"), requires("o", "s"), rated).requires.indices.tolist() == [0]


def test_matches_join_as_curation_says_whichever_end_it_names_first(store: GraphStore) -> None:
    pairs = [(occupation(f"o{n}"), occupation(f"c{n}", scheme=Scheme.CSCO)) for n in range(4)]
    curated = [
        curated_match("c0", "o0", MatchKind.EXACT, removed=True),
        curated_match("o1", "c1", MatchKind.CLOSE),
        curated_match("o3", "c3", MatchKind.EXACT),
    ]
    stated = [matches("o0", "c0"), matches("o1", "c1"), matches("o2", "c2"), matches("o3", "c3", MatchKind.BROAD)]

    occupations = built(store, *(node for pair in pairs for node in pair), *stated, *curated).occupations

    joined = [occupations.members(row) for row in range(len(occupations))]
    assert joined == [("c0",), ("c1",), ("o0",), ("o1",), ("o2", "c2"), ("o3", "c3")]
