"""What a snapshot of a small store holds; every expected number is worked out from the records above it."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from graph import GraphStore, Links, Snapshot, build_snapshot, ingest, open_store, snapshot_bytes
from graph.errors import SnapshotError, StoreBusyError
from ontology import UnknownIdError
from ontology.records import (
    Broader,
    Edge,
    MovesTo,
    Node,
    OccupationGroup,
    Related,
    SkillGroup,
    Teaches,
)
from ontology.vocabulary import MoveBasis, RelatedTier, Scheme

from .samples import SOURCE, course, matches, occupation, pays, region, requires, skill


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with open_store("sqlite:///:memory:") as store:
        yield store


def _group(node_id: str, scheme: Scheme = Scheme.SOC) -> OccupationGroup:
    return OccupationGroup(**SOURCE, id=node_id, scheme=scheme, labels={"en": node_id})


def _broader(start: str, end: str) -> Broader:
    return Broader(**SOURCE, from_id=start, to_id=end)


def _dense(links: Links, column: str, columns: int) -> list[list[Any]]:
    """Rows as lists, None where there is no link."""
    rows: list[list[Any]] = []
    for row in range(len(links.indptr) - 1):
        cells: list[Any] = [None] * columns
        for position in range(links.indptr[row], links.indptr[row + 1]):
            cells[links.indices[position]] = links.columns[column][position].item()
        rows.append(cells)
    return rows


def _built(store: GraphStore, records: list[Node | Edge]) -> Snapshot:
    report = ingest(store, records)
    assert report.dangling == ()
    return build_snapshot(store)


def test_empty_store_gives_an_empty_snapshot(store: GraphStore) -> None:
    snapshot = build_snapshot(store)

    assert (len(snapshot.occupations), len(snapshot.skills), len(snapshot.pay)) == (0, 0, 0)
    assert snapshot.requires.indptr.tolist() == [0]
    assert snapshot.sources == ()
    assert (snapshot.store_id, snapshot.version) == (store.store_id, 0)


def test_requires_puts_in_the_default_importance_where_a_source_is_silent(store: GraphStore) -> None:
    snapshot = _built(
        store,
        [
            occupation("a"), occupation("b"), skill("s"), skill("t"), skill("u"),
            requires("a", "s", essential=True),
            requires("a", "t", essential=False, level=0.25),
            requires("b", "t", essential=False, importance=0.75),
            requires("b", "u", essential=False, importance=0.0),
        ],
    )  # fmt: skip

    assert _dense(snapshot.requires, "importance", 3) == [[1.0, 0.5, None], [None, 0.75, None]]
    assert _dense(snapshot.requires, "essential", 3) == [[True, False, None], [None, False, None]]
    levels = snapshot.requires.columns["level"]
    assert np.isnan(levels).tolist() == [True, False, True]
    assert levels.dtype == snapshot.requires.columns["importance"].dtype == np.float32


def test_assumed_importance_counts_as_far_as_the_statement_is_believed(store: GraphStore) -> None:
    """1.0 x 0.5, 0.5 x 0.5, and a given 0.75 whatever its confidence; what nobody believes is no requirement."""
    snapshot = _built(
        store,
        [
            occupation("a"), *(skill(name) for name in "stuv"),
            requires("a", "s", essential=True, confidence=0.5),
            requires("a", "t", essential=False, confidence=0.5),
            requires("a", "u", essential=False, importance=0.75, confidence=0.5),
            requires("a", "v", essential=True, confidence=0.0),
        ],
    )  # fmt: skip

    assert _dense(snapshot.requires, "importance", 4) == [[0.5, 0.25, 0.75, None]]


def test_of_two_statements_about_the_same_schemes_the_surer_counts(store: GraphStore) -> None:
    """`derived` comes first in the store. s: transferred, 1.0 x 0.75; t: derived, 0.5 x 0.5; levels and ratings alike.

    u is rated by both; the curated 0.25 is believed before the others, sure or not.
    """
    derived: dict[str, Any] = {"source": "derived", "confidence": 0.5}
    transferred: dict[str, Any] = {"source": "transferred", "confidence": 0.75}
    snapshot = _built(
        store,
        [
            occupation("a"), *(skill(name) for name in "stu"),
            requires("a", "s", essential=False, level=0.125, **derived),
            requires("a", "s", essential=True, level=0.25, **transferred),
            requires("a", "t", essential=False, **derived),
            requires("a", "t", essential=True, **{**transferred, "confidence": 0.25}),
            requires("a", "u", essential=False, importance=0.5, **derived),
            requires("a", "u", essential=False, importance=1.0, **transferred),
            requires("a", "u", essential=True, importance=0.25, source="curation", confidence=0.125),
        ],
    )  # fmt: skip

    assert _dense(snapshot.requires, "importance", 3) == [[0.75, 0.25, 0.25]]
    assert _dense(snapshot.requires, "essential", 3) == [[True, False, True]]
    assert snapshot.requires.columns["level"].tolist()[0] == 0.25
    # Said with whoever is believed: transferred .75 of s, derived .5 of t, and the expert of u.
    assert _dense(snapshot.requires, "confidence", 3) == [[0.75, 0.5, 0.125]]
    said = [[snapshot.sources[place][0] for place in row] for row in _dense(snapshot.requires, "source", 3)]
    assert said == [["transferred", "derived", "curation"]]


def test_links_go_both_ways(store: GraphStore) -> None:
    snapshot = _built(
        store,
        [
            occupation("a"), occupation("b"), skill("s"), skill("t"),
            requires("b", "s", importance=0.1), requires("a", "t", importance=0.2), requires("a", "s", importance=0.3),
        ],
    )  # fmt: skip
    links = snapshot.requires

    back = {
        skill_id: [
            (snapshot.occupations.ids[row], round(float(links.columns["importance"][order]), 3))
            for row, order in zip(
                links.back_indices[links.back(column)], links.back_order[links.back(column)], strict=True
            )
        ]
        for column, skill_id in enumerate(snapshot.skills.ids)
    }

    assert back == {"s": [("a", 0.3), ("b", 0.1)], "t": [("a", 0.2)]}


def test_requirements_of_merged_concepts_are_one_link_believing_the_first_scheme(store: GraphStore) -> None:
    snapshot = _built(
        store,
        [
            occupation("starter:o"), occupation("esco:o", scheme=Scheme.ESCO),
            skill("starter:s"), skill("esco:s", scheme=Scheme.ESCO), skill("esco:t", scheme=Scheme.ESCO),
            matches("starter:o", "esco:o"), matches("starter:s", "esco:s"),
            requires("esco:o", "esco:s", essential=False, importance=0.9, level=0.8),
            requires("starter:o", "starter:s", essential=True, importance=None),
            requires("esco:o", "esco:t", essential=False),
        ],
    )  # fmt: skip

    assert snapshot.occupations.ids == ("starter:o",)
    assert snapshot.skills.ids == ("esco:t", "starter:s")
    # Essential from the starter's statement; importance and level from ESCO's, the first that gives a number.
    assert _dense(snapshot.requires, "essential", 2) == [[False, True]]
    assert _dense(snapshot.requires, "importance", 2) == [[0.5, pytest.approx(0.9)]]
    assert _dense(snapshot.requires, "level", 2)[0][1] == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("field", "value"), [("importance", 1.5), ("importance", -0.1), ("level", 2.0), ("confidence", 1.5)]
)
def test_an_importance_level_or_confidence_out_of_range_is_refused(store: GraphStore, field: str, value: float) -> None:
    store.put([occupation("a"), skill("s"), requires("a", "s", **{field: value})])

    with pytest.raises(SnapshotError, match=field):
        build_snapshot(store)


def test_every_id_and_notation_finds_the_merged_row(store: GraphStore) -> None:
    snapshot = _built(
        store,
        [
            occupation("a", notation="X1"),
            occupation("starter:o", notation="R1"),
            occupation("onet:43-5021.00", scheme=Scheme.ONET, notation="43-5021.00"),
            occupation("z", notation="43-5021.00"),
            occupation("zz", notation="X1"),
            matches("starter:o", "onet:43-5021.00"),
            region("CN-410100"),
        ],
    )  # fmt: skip
    table = snapshot.occupations

    assert table.ids == ("a", "starter:o", "z", "zz")
    assert [table.find(key) for key in ("starter:o", "onet:43-5021.00", "R1")] == [1, 1, 1]
    # The notation is the starter row's `z` first, since the starter scheme is believed before O*NET.
    assert table.find("43-5021.00") == 2
    # Of two rows of one scheme, the lower one.
    assert table.find("X1") == 0
    assert table.find("unknown") is None
    assert table.members(1) == ("starter:o", "onet:43-5021.00")
    assert snapshot.regions.find("CN-410100") == 0


def test_an_unknown_id_names_near_ones(store: GraphStore) -> None:
    snapshot = _built(store, [occupation("starter:occupation/food-delivery-rider"), occupation("csco:4-02-07-10")])

    with pytest.raises(UnknownIdError, match="no Occupation 'starter:occupation/food-delivry-rider'") as caught:
        snapshot.occupations.index("starter:occupation/food-delivry-rider")

    assert caught.value.details["near"] == ["starter:occupation/food-delivery-rider"]
    assert snapshot.occupations.index("csco:4-02-07-10") == 0


def test_label_falls_back_to_the_other_language_then_to_the_id(store: GraphStore) -> None:
    snapshot = _built(
        store,
        [
            skill("a", labels={"en": "A", "zh": "甲"}, alt_labels={"zh": ("子",)}),
            skill("b", labels={"zh": "乙"}),
            skill("c", labels={"de": "C", "en": ""}),
            skill("d", labels={}),
        ],
    )
    table = snapshot.skills

    assert [table.label(row, "en") for row in range(4)] == ["A", "乙", "C", "d"]
    assert (table.label(0, "zh"), table.alt_labels(0, "zh"), table.alt_labels(0, "en")) == ("甲", ("子",), ())


def test_moves_and_related_keep_basis_tier_and_rank(store: GraphStore) -> None:
    def related(start: str, end: str, tier: RelatedTier, rank: int | None = None) -> Related:
        return Related(**SOURCE, from_id=start, to_id=end, tier=tier, rank=rank)

    snapshot = _built(
        store,
        [
            occupation("a"), occupation("b"), occupation("c"), skill("s"), skill("t"),
            MovesTo(**SOURCE, from_id="b", to_id="a", basis=MoveBasis.RESKILLING),
            MovesTo(**SOURCE, from_id="a", to_id="a", basis=MoveBasis.OBSERVED),
            related("a", "b", RelatedTier.PRIMARY_LONG, 7),
            related("a", "c", RelatedTier.SUPPLEMENTAL),
            related("s", "t", RelatedTier.ESSENTIAL),
        ],
    )  # fmt: skip

    reskilling = list(MoveBasis).index(MoveBasis.RESKILLING)
    assert _dense(snapshot.moves, "basis", 3) == [[None] * 3, [reskilling, None, None], [None] * 3]
    assert snapshot.moves.columns["basis"].dtype == np.int8
    assert _dense(snapshot.related, "rank", 3)[0] == [None, 7, -1]
    assert _dense(snapshot.related, "tier", 3)[0] == [None, 1, 2]
    assert _dense(snapshot.skill_related, "tier", 2) == [[None, 3], [None, None]]


def test_teaches_keeps_the_highest_level(store: GraphStore) -> None:
    def teaches(start: str, level: float, source: str) -> Teaches:
        return Teaches(**{**SOURCE, "source": source}, from_id=start, to_id="s", level=level)

    snapshot = _built(
        store, [course("c1"), course("c2"), skill("s"), teaches("c2", 0.25, "1"), teaches("c2", 0.75, "2")]
    )

    assert _dense(snapshot.teaches, "level", 1) == [[None], [0.75]]


def test_groups_are_reached_through_broader_concepts_and_codes(store: GraphStore) -> None:
    snapshot = _built(
        store,
        [
            occupation("a", isco_code="2512"),
            occupation("b", soc_code="15-1252.00"),
            occupation("c"),
            _group("http://data.europa.eu/esco/isco/C2512", Scheme.ISCO),
            _group("soc:15-1252"),
            _group("g"),
            _broader("c", "b"), _broader("b", "g"), _broader("b", "c"),
            skill("s"), skill("t"),
            SkillGroup(**SOURCE, id="sg", scheme=Scheme.ESCO),
            _broader("s", "t"), _broader("t", "sg"),
        ],
    )  # fmt: skip

    links, ids = snapshot.occupation_groups, snapshot.occupation_group_ids
    groups = [[ids[column] for column in links.indices[links.row(row)]] for row in range(3)]
    # c is under b, and so in b's group; the cycle between them does no harm.
    assert groups == [["http://data.europa.eu/esco/isco/C2512"], ["g", "soc:15-1252"], ["g"]]
    assert snapshot.skill_group_ids == ("sg",)
    assert snapshot.skill_groups.indptr.tolist() == [0, 1, 2]


def test_pay_is_the_occupations_own_then_its_groups_for_countries_and_states(store: GraphStore) -> None:
    snapshot = _built(
        store,
        [
            occupation("a", soc_code="15-1252.00"), occupation("b"), occupation("c", soc_code="15-1252.01"),
            _group("soc:15-1252"),
            region("US"), region("US-NY"), region("us-area/10580"), region("CN"),
            pays("a", "region:US", 5, year=2024), pays("a", "region:CN", 9), pays("a", "region:us-area/10580", 6),
            pays("soc:15-1252", "region:US-NY", 8), pays("soc:15-1252", "region:US", 7),
            pays("soc:15-1252", "region:us-area/10580", 1),
        ],
    )  # fmt: skip

    def amounts(row: int) -> list[tuple[str, str, float]]:
        return [(pay.from_id, pay.to_id, pay.median_wage_per_month) for pay in snapshot.pay[row]]

    inherited = [("soc:15-1252", "region:US", 7.0), ("soc:15-1252", "region:US-NY", 8.0)]
    assert amounts(0) == [
        ("a", "region:CN", 9.0),
        ("a", "region:US", 5.0),
        ("a", "region:us-area/10580", 6.0),
        *inherited,
    ]
    assert amounts(2) == inherited
    assert sorted(snapshot.pay) == [0, 2]
    assert 1 not in snapshot.pay


def test_sources_are_those_of_what_is_in_it(store: GraphStore) -> None:
    other = {**SOURCE, "source": "other"}
    snapshot = _built(
        store,
        [
            occupation("a"),
            skill("s", source="skills", licence="EU"),
            requires("a", "s", source="links"),
            Broader(**other, from_id="a", to_id="s"),
        ],
    )

    assert [source for source, _, _ in snapshot.sources] == ["links", "other", "skills", "test"]
    assert ("skills", "1", "EU") in snapshot.sources


def test_arrays_are_read_only(store: GraphStore) -> None:
    snapshot = _built(store, [occupation("a"), skill("s"), requires("a", "s")])

    for array in (snapshot.requires.indptr, snapshot.requires.indices, snapshot.requires.columns["importance"]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_equal_records_in_any_order_and_any_number_of_writes_give_equal_bytes(store: GraphStore) -> None:
    records: list[Node | Edge] = [occupation(f"o{number}", labels={"en": "x", "zh": "y"}) for number in range(20)]
    records += [skill(f"s{number}") for number in range(20)]
    records += [requires(f"o{number}", f"s{number * 7 % 20}", importance=0.5) for number in range(20)]
    expected = snapshot_bytes(_built(store, records))

    with open_store("sqlite:///:memory:") as other:
        for record in records[:40][::-1]:
            other.put([record])
        other.put(records[40:][::-1])
        found = snapshot_bytes(build_snapshot(other))

    assert found == expected
    assert len(found) > 40


def test_a_store_that_keeps_changing_is_given_up(store: GraphStore) -> None:
    class Restless:
        """The store, written to by somebody else during every read."""

        def __getattr__(self, name: str) -> Any:
            if name == "edge_columns":
                store.put([occupation("new")])
            return getattr(store, name)

    with pytest.raises(StoreBusyError, match="changed 3 times"):
        build_snapshot(Restless())  # type: ignore[arg-type]


def test_a_store_that_changed_once_is_read_again(store: GraphStore) -> None:
    class Changing:
        changed = False

        def __getattr__(self, name: str) -> Any:
            if name == "edge_columns" and not self.changed:
                self.changed = True
                store.put([occupation("new")])
            return getattr(store, name)

    snapshot = build_snapshot(Changing())  # type: ignore[arg-type]

    assert (snapshot.version, snapshot.occupations.ids) == (1, ("new",))
