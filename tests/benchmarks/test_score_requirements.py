"""The metric and the unions of the requirements' scoreboard, worked out by hand."""

from collections.abc import Callable

import pytest

from benchmarks.requirement_lists import (
    either,
    halves,
    precision_and_recall,
    surer,
    top_10,
    transferred_first,
)
from pathloom._general_requirements import WrittenList

pytestmark = pytest.mark.checkout


def test_precision_divides_by_ten_and_recall_by_what_is_wanted() -> None:
    """Two of three wanted among two shown: 2/10 and 2/3. Nothing of one wanted: 0 and 0. Means: 0.1 and 1/3."""
    precision, recall = precision_and_recall([(frozenset("abc"), ["a", "b"]), (frozenset("d"), ["e"])])

    assert precision == pytest.approx(0.1)
    assert recall == pytest.approx(1 / 3)


def test_list_without_a_skill_in_the_vocabulary_counts_as_missed() -> None:
    assert precision_and_recall([(frozenset(), ["a"])]) == (0.0, 0.0)


def test_top_10_is_ordered_by_score_then_id() -> None:
    assert top_10({"b": 0.5, "a": 0.5, "c": 0.9}) == ["c", "a", "b"]
    assert len(top_10({str(number): 1.0 for number in range(11)})) == 10


@pytest.mark.parametrize(
    ("union", "both"),
    [(either, 0.8), (surer, 0.6), (transferred_first, 0.65)],
)
def test_unions_of_a_skill_that_both_methods_name(
    union: Callable[[dict[str, float], dict[str, float]], dict[str, float]], both: float
) -> None:
    """0.6 and 0.5 together: 1 - 0.4 x 0.5 = 0.8; the greater is 0.6; 0.6 + 0.5 / 10 = 0.65."""
    found = union({"x": 0.6, "first": 0.6}, {"x": 0.5, "second": 0.5})

    assert found["x"] == pytest.approx(both)
    assert found["first"] == pytest.approx(0.6)
    assert found["second"] == pytest.approx(0.05 if union is transferred_first else 0.5)


def test_halves_keep_occupations_of_one_code_together() -> None:
    """Five codes, two occupations each: two codes are for choosing, three for the figures."""
    written = [
        WrittenList(f"starter:occupation/{code}{twin}", f"csco:{code}", True, frozenset())
        for code in range(5)
        for twin in "ab"
    ]

    tuning, testing = halves(written)

    assert (len(tuning), len(testing)) == (4, 6)
    assert not {each.csco for each in tuning} & {each.csco for each in testing}
