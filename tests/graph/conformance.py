"""What every `GraphStore` must do; each backend's test class inherits it and says how to open a store."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from graph import GraphStore
from graph.errors import (
    RecordConflictError,
    RecordError,
    StoreClosedError,
    StoreReadOnlyError,
)
from ontology.records import (
    EDGE_TYPES,
    NODE_TYPES,
    Edge,
    Matches,
    Node,
    Occupation,
    OccupationGroup,
    Requires,
    Skill,
)

from .samples import (
    matches,
    occupation,
    one_edge_of_each_type,
    one_node_of_each_type,
    requires,
    skill,
)


class StoreConformance:
    """Inherit it and give a fixture `store`: an empty, migrated store."""

    def test_empty_store_has_version_zero_and_no_counts(self, store: GraphStore) -> None:
        assert store.version() == 0
        assert store.counts() == ({}, {})
        assert len(store.store_id) == 32

    def test_migrate_again_changes_nothing(self, store: GraphStore) -> None:
        store.put([occupation("a")])
        before = store.store_id, store.version()

        store.migrate()

        assert (store.store_id, store.version()) == before
        assert [node.id for node in store.nodes(Occupation)] == ["a"]

    def test_every_record_type_comes_back_as_it_was(self, store: GraphStore) -> None:
        nodes, edges = one_node_of_each_type(), one_edge_of_each_type()

        report = store.put([*nodes, *edges])

        assert report.dangling == ()
        assert report.written == len(NODE_TYPES) + len(EDGE_TYPES)
        for node in nodes:
            assert [repr(found) for found in store.nodes(type(node))] == [repr(node)]
        for edge in edges:
            assert [repr(found) for found in store.edges(type(edge))] == [repr(edge)]
        assert store.counts() == (
            {node_type.__name__: 1 for node_type in NODE_TYPES},
            {edge_type.TYPE: 1 for edge_type in EDGE_TYPES},
        )

    def test_sources_come_once_each_and_sorted(self, store: GraphStore) -> None:
        other = {"source": "other", "source_version": "2", "licence": "MIT"}
        store.put(
            [occupation("a"), occupation("b", **other), skill("s"), requires("a", "s"), requires("b", "s", **other)]
        )

        assert store.sources() == (("other", "2", "MIT"), ("test", "1", "CC0-1.0"))

    def test_nodes_come_sorted_by_id_in_code_point_order(self, store: GraphStore) -> None:
        # UTF-16 order would put the surrogates of U+20BB7 before U+FF5E.
        ids = ["b", "B", "a", "a/b", "a b", "é", "骑手", "～", "𠮷", "z", "10", "9"]

        store.put(occupation(node_id) for node_id in ids)

        assert [node.id for node in store.nodes(Occupation)] == sorted(ids)

    def test_edges_come_sorted_by_ends_and_source(self, store: GraphStore) -> None:
        store.put([occupation("a"), occupation("～"), occupation("𠮷"), skill("x"), skill("～x"), skill("𠮷x")])
        keys = [(start, end, source) for start in ("𠮷", "a", "～") for end in ("𠮷x", "～x", "x") for source in "21"]

        store.put(requires(start, end, source=source) for start, end, source in keys)

        assert [(edge.from_id, edge.to_id, edge.source) for edge in store.edges(Requires)] == sorted(keys)

    def test_edge_columns_have_the_order_and_values_of_edges(self, store: GraphStore) -> None:
        store.put([occupation("b"), occupation("a"), skill("s"), skill("r")])
        store.put([requires("b", "s", importance=0.25), requires("a", "s"), requires("a", "r", essential=False)])

        rows = list(store.edge_columns(Requires, ("importance", "essential", "source", "importance")))

        assert [(start, end, importance, bool(essential)) for start, end, importance, essential, *_ in rows] == [
            ("a", "r", None, False),
            ("a", "s", None, True),
            ("b", "s", 0.25, True),
        ]
        assert [row[4:] for row in rows] == [("test", None), ("test", None), ("test", 0.25)]

    def test_put_replaces_a_node_wholly(self, store: GraphStore) -> None:
        store.put([occupation("a", soc_code="1", tasks=("t",), job_zone=3)])
        again = occupation("a", isco_code="2")

        store.put([again])

        assert list(store.nodes(Occupation)) == [again]

    def test_put_replaces_a_node_and_keeps_its_edges(self, store: GraphStore) -> None:
        store.put([occupation("a"), skill("s"), requires("a", "s")])

        store.put([occupation("a", soc_code="9")])

        assert [edge.to_id for edge in store.edges(Requires)] == ["s"]

    def test_put_replaces_an_edge_of_the_same_source_only(self, store: GraphStore) -> None:
        store.put([occupation("a"), skill("s"), requires("a", "s", level=0.5), requires("a", "s", source="other")])

        store.put_edges([requires("a", "s", essential=False)])

        assert [(edge.source, edge.essential, edge.level) for edge in store.edges(Requires)] == [
            ("other", True, None),
            ("test", False, None),
        ]

    def test_a_replaced_source_keeps_what_it_states_and_loses_the_rest(self, store: GraphStore) -> None:
        """Of "test" a -> s is stated anew, a -> t and the match are not; b -> s is new, and "other" is not asked."""
        store.put([occupation("a"), occupation("b"), skill("s"), skill("t"), matches("a", "b")])
        store.put([requires("a", "s"), requires("a", "t"), requires("a", "t", source="other")])
        nodes = store.counts()[0]

        report = store.put([requires("b", "s"), requires("a", "s", level=0.5)], replacing={"test", "unheard of"})

        assert (report.removed, report.written, report.dangling) == ({"test": 2}, 2, ())
        assert [(edge.from_id, edge.to_id, edge.source, edge.level) for edge in store.edges(Requires)] == [
            ("a", "s", "test", 0.5),
            ("a", "t", "other", None),
            ("b", "s", "test", None),
        ]
        assert (list(store.edges(Matches)), store.counts()[0], store.version()) == ([], nodes, 3)
        # Nothing of the write is left on the edges.
        assert store.put([requires("b", "s"), requires("a", "s")], replacing={"test"}).removed == {}
        assert store.counts()[1] == {"REQUIRES": 3}

    def test_several_sources_are_replaced_and_counted_each(self, store: GraphStore) -> None:
        store.put([occupation("a"), *(skill(name) for name in "rst")])
        store.put(requires("a", end, source=source) for source in ("1", "2", "3") for end in "rst")

        report = store.put([requires("a", "s", source="2")], replacing={"1", "2"})

        assert report.removed == {"1": 3, "2": 2}
        assert [(edge.to_id, edge.source) for edge in store.edges(Requires)] == [
            ("r", "3"), ("s", "2"), ("s", "3"), ("t", "3"),
        ]  # fmt: skip

    def test_an_edge_left_dangling_replaces_like_one_that_is_not_stated(self, store: GraphStore) -> None:
        store.put([occupation("a"), skill("s"), requires("a", "s")])

        report = store.put([requires("a", "nowhere")], replacing={"test"})

        assert (report.removed, report.dangling) == ({"test": 1}, (("REQUIRES", "a", "nowhere"),))
        assert store.counts() == ({"Occupation": 1, "Skill": 1}, {})

    def test_more_edges_than_one_batch_are_replaced(self, store: GraphStore) -> None:
        """5,001 edges to "s" give way to as many to "t", but for the last one, which is stated again."""
        many = range(5_001)
        store.put([skill("s"), skill("t"), *(occupation(f"o{number}") for number in many)])
        store.put(requires(f"o{number}", "s") for number in many)

        anew = [*(requires(f"o{number}", "t") for number in many), requires("o5000", "s")]
        report = store.put(anew, replacing={"test"})

        assert (report.written, report.removed) == (5_002, {"test": 5_000})
        assert [edge.from_id for edge in store.edges(Requires) if edge.to_id == "s"] == ["o5000"]

    def test_a_replacement_that_fails_midway_removes_nothing(self, store: GraphStore) -> None:
        store.put([occupation("a"), skill("s"), skill("t"), requires("a", "s"), requires("a", "t", level=0.25)])

        def broken() -> Iterator[Edge]:
            yield from (requires("a", "t") for _ in range(6_000))
            raise RuntimeError("the source broke")

        with pytest.raises(RuntimeError, match="the source broke"):
            store.put(broken(), replacing={"test"})

        assert store.version() == 1
        assert [(edge.to_id, edge.level) for edge in store.edges(Requires)] == [("s", None), ("t", 0.25)]

    def test_last_record_of_a_key_wins(self, store: GraphStore) -> None:
        store.put(
            [
                requires("a", "s", importance=0.1),
                occupation("a", soc_code="first"),
                skill("s"),
                occupation("a", soc_code="last"),
                requires("a", "s", importance=0.9),
            ]
        )

        assert [node.soc_code for node in store.nodes(Occupation)] == ["last"]
        assert [edge.importance for edge in store.edges(Requires)] == [0.9]

    def test_edges_may_come_before_their_nodes(self, store: GraphStore) -> None:
        report = store.put([requires("a", "s"), occupation("a"), skill("s")])

        assert report.dangling == ()
        assert store.counts() == ({"Occupation": 1, "Skill": 1}, {"REQUIRES": 1})

    def test_dangling_edges_are_reported_once_and_left_out(self, store: GraphStore) -> None:
        report = store.put(
            [
                occupation("a"),
                skill("s"),
                requires("a", "nowhere", source="2"),
                requires("a", "nowhere"),
                requires("a", "s"),
                requires("gone", "s"),
                matches("a", "esco"),
            ]
        )

        assert sorted(report.dangling) == [
            ("MATCHES", "a", "esco"),
            ("REQUIRES", "a", "nowhere"),
            ("REQUIRES", "gone", "s"),
        ]
        assert report.written == 3
        assert store.counts() == ({"Occupation": 1, "Skill": 1}, {"REQUIRES": 1})

    def test_edges_find_nodes_of_earlier_writes(self, store: GraphStore) -> None:
        store.put_nodes([occupation("a")])
        store.put_nodes([OccupationGroup(**_group("g"))])

        report = store.put_edges([matches("a", "g")])

        assert report.dangling == ()
        assert [(edge.from_id, edge.to_id) for edge in store.edges(Matches)] == [("a", "g")]

    def test_version_rises_by_one_with_each_write(self, store: GraphStore) -> None:
        writes: list[Callable[[], object]] = [
            lambda: store.put([]),
            lambda: store.put_nodes([occupation("a"), skill("s")]),
            lambda: store.put_edges([requires("a", "s")]),
            lambda: store.put([occupation("a")]),
            lambda: store.drop_nodes(Occupation, ["a"]),
        ]

        versions = [(write(), store.version())[1] for write in writes]

        assert versions == [1, 2, 3, 4, 5]

    def test_records_that_fail_midway_leave_the_store_as_it_was(self, store: GraphStore) -> None:
        store.put([occupation("a"), skill("s"), requires("a", "s")])

        def broken() -> Iterator[Node | Edge]:
            yield from (occupation(f"new{number:05}") for number in range(6_000))
            yield occupation("a", soc_code="changed")
            yield from (requires(f"new{number:05}", "s") for number in range(6_000))
            raise RuntimeError("the source broke")

        with pytest.raises(RuntimeError, match="the source broke"):
            store.put(broken())

        assert store.version() == 1
        assert store.counts() == ({"Occupation": 1, "Skill": 1}, {"REQUIRES": 1})
        assert [node.soc_code for node in store.nodes(Occupation)] == [""]
        store.put([occupation("b")])
        assert store.version() == 2

    def test_a_record_that_does_not_fit_undoes_the_write(self, store: GraphStore) -> None:
        with pytest.raises(RecordError, match="job_zone"):
            store.put([occupation("a"), occupation("b", job_zone="two")])

        assert (store.version(), store.counts()) == (0, ({}, {}))

    @pytest.mark.parametrize("thing", ["a", None, {"id": "a"}])
    def test_a_thing_that_is_no_record_is_refused(self, store: GraphStore, thing: object) -> None:
        with pytest.raises(RecordError, match="neither a node nor an edge"):
            store.put([occupation("a"), thing])  # type: ignore[list-item]

        assert store.counts() == ({}, {})

    def test_an_id_cannot_change_its_type(self, store: GraphStore) -> None:
        store.put([occupation("a"), occupation("b")])

        with pytest.raises(RecordConflictError, match="b is stored as Occupation and comes again as Skill") as caught:
            store.put([skill("c"), skill("b")])

        assert caught.value.details["id"] == "b"
        assert store.counts() == ({"Occupation": 2}, {})

    def test_an_id_cannot_have_two_types_in_one_write(self, store: GraphStore) -> None:
        with pytest.raises(RecordConflictError):
            store.put([occupation("a"), skill("a")])

        assert store.counts() == ({}, {})

    def test_drop_nodes_takes_their_edges_along(self, store: GraphStore) -> None:
        store.put([occupation("a"), occupation("b"), skill("s"), skill("t")])
        store.put([requires("a", "s"), requires("b", "s"), requires("b", "t"), matches("b", "a")])

        dropped = store.drop_nodes(Occupation, ["a", "a", "unknown"])

        assert dropped == 1
        assert store.counts() == ({"Occupation": 1, "Skill": 2}, {"REQUIRES": 2})

    def test_drop_nodes_leaves_ids_of_another_type(self, store: GraphStore) -> None:
        store.put([occupation("a"), skill("s"), requires("a", "s")])

        assert store.drop_nodes(Skill, ["a"]) == 0
        assert store.counts() == ({"Occupation": 1, "Skill": 1}, {"REQUIRES": 1})

    def test_a_dropped_id_may_come_again_as_another_type(self, store: GraphStore) -> None:
        store.put([occupation("a")])
        store.drop_nodes(Occupation, ["a"])

        store.put([skill("a")])

        assert store.counts() == ({"Skill": 1}, {})

    def test_more_records_than_one_batch_all_arrive(self, store: GraphStore) -> None:
        many = 5_001

        report = store.put(
            record
            for number in range(many)
            for record in (requires(f"o{number}", f"s{number % 7}"), occupation(f"o{number}"), skill(f"s{number % 7}"))
        )

        assert report.dangling == ()
        assert store.counts() == ({"Occupation": many, "Skill": 7}, {"REQUIRES": many})

    def test_a_closed_store_says_so(self, store: GraphStore) -> None:
        store.close()

        calls: list[Callable[[], object]] = [
            store.version,
            store.counts,
            lambda: list(store.nodes(Occupation)),
            lambda: list(store.edges(Requires)),
            lambda: store.put([occupation("a")]),
            store.migrate,
        ]
        for call in calls:
            with pytest.raises(StoreClosedError, match="was closed"):
                call()
        store.close()

    def test_records_given_are_not_changed(self, store: GraphStore) -> None:
        node = one_node_of_each_type()[0]
        copy = replace(node)

        store.put([node])

        assert node == copy


class ReopenConformance(StoreConformance):
    """For stores that outlive the process: give the fixtures `reopen` and `reopen_read_only` too."""

    def test_a_reader_sees_the_old_state_during_a_write(
        self, store: GraphStore, reopen: Callable[[], GraphStore]
    ) -> None:
        store.put([occupation("a")])
        seen: list[tuple[int, list[str]]] = []

        def watched() -> Iterator[Node]:
            yield occupation("b")
            yield from (occupation(f"n{number:05}") for number in range(6_000))
            with reopen() as other:
                seen.append((other.version(), [node.id for node in other.nodes(Occupation)]))

        store.put(watched())

        assert seen == [(1, ["a"])]
        assert store.version() == 2

    def test_reopened_store_has_the_same_identity_and_data(
        self, store: GraphStore, reopen: Callable[[], GraphStore]
    ) -> None:
        store.put([occupation("a"), skill("s"), requires("a", "s")])

        with reopen() as again:
            assert (again.store_id, again.version()) == (store.store_id, 1)
            assert list(again.edges(Requires)) == list(store.edges(Requires))

    def test_read_only_store_reads_and_refuses_to_write(
        self, store: GraphStore, reopen_read_only: Callable[[], GraphStore]
    ) -> None:
        store.put([occupation("a")])

        with reopen_read_only() as reader:
            assert reader.store_id == store.store_id
            assert [node.id for node in reader.nodes(Occupation)] == ["a"]
            with pytest.raises(StoreReadOnlyError, match="reading only"):
                reader.put([occupation("b")])
            with pytest.raises(StoreReadOnlyError):
                reader.drop_nodes(Occupation, ["a"])

        assert store.version() == 1


def _group(node_id: str) -> dict[str, object]:
    record = one_node_of_each_type()[1]
    return {**{name: getattr(record, name) for name in record.__dataclass_fields__}, "id": node_id}
