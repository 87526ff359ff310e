from embeddings import graph_fingerprint
from tests.embeddings.graphs import deliveries, moves, occupation, requires, skill


def test_fingerprint_is_the_same_in_another_store() -> None:
    first, second = deliveries(), deliveries()

    assert first.store_id != second.store_id
    assert graph_fingerprint(first) == graph_fingerprint(second)


def test_fingerprint_ignores_what_training_does_not_read() -> None:
    """Rows shift when nodes without requirements come in before the others; the ids stay."""
    more = deliveries(occupation("aaa", "Some title"), skill("aaa", "unused"))

    assert graph_fingerprint(more) == graph_fingerprint(deliveries())


def test_fingerprint_sees_requirements_weights_and_moves() -> None:
    seen = {
        graph_fingerprint(snapshot)
        for snapshot in (
            deliveries(),
            deliveries(requires("cook", "abcd", 0.5)),
            deliveries(requires("cook", "abcd", 0.6)),
            deliveries(requires("cook", "abcd", 0.5, essential=False)),
            deliveries(moves("rider", "courier")),
            deliveries(moves("courier", "rider")),
        )
    }

    assert len(seen) == 6
