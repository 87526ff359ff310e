import pytest

from benchmarks.score_linking import hits, rank_metrics
from benchmarks.score_linking_data import Query

pytestmark = pytest.mark.checkout
RANKED = {"one": ["x", "a", "b", "c", "d", "e", "f"], "two": ["a"], "none": ["x", "y"]}


def test_rank_metrics_are_worked_by_hand():
    """one: gold a, f at ranks 2 and 7: MRR 1/2, RP@5 1/2, RP@10 2/2. none: 0, 0, 0. Means 1/4, 1/4, 1/2."""
    queries = [Query("one", frozenset({"a", "f"})), Query("none", frozenset({"a"}))]

    assert rank_metrics(queries, RANKED.__getitem__) == pytest.approx((0.25, 0.25, 0.5))


def test_more_gold_than_places_is_measured_over_the_places():
    """Six gold concepts at ranks 2 to 7: four of the first five, over min(5, 6)."""
    queries = [Query("one", frozenset("abcdef"))]

    assert rank_metrics(queries, RANKED.__getitem__) == pytest.approx((0.5, 0.8, 1.0))


def test_hits_count_the_first_gold_concept():
    queries = [Query("one", frozenset({"a"})), Query("two", frozenset({"a"})), Query("none", frozenset({"a"}))]

    assert hits(queries, RANKED.__getitem__, 1) == pytest.approx((0.5, 1 / 3))
    assert hits(queries, RANKED.__getitem__, 2) == pytest.approx((0.5, 2 / 3))
