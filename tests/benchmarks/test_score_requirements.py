"""The metric and the unions of the requirements' scoreboard, worked out by hand."""

from collections.abc import Callable

import pytest

from benchmarks.requirement_lists import (
    OwnWords,
    Written,
    either,
    halves,
    precision_and_recall,
    surer,
    top_10,
    transferred_first,
)
from ontology import Scheme
from ontology.records import Skill

pytestmark = pytest.mark.checkout
ESCO = "http://data.europa.eu/esco/skill/"


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
        Written(f"starter:occupation/{code}{twin}", f"csco:{code}", "", frozenset(), frozenset())
        for code in range(5)
        for twin in "ab"
    ]

    tuning, testing = halves(written)

    assert (len(tuning), len(testing)) == (4, 6)
    assert not {each.csco for each in tuning} & {each.csco for each in testing}


def test_esco_skills_speak_for_the_written_ones_that_are_matched_or_alike() -> None:
    """`drive` is matched: 0.5. `haul` has the name of `load` word for word: 0.4 x 1; `cheese` is like neither.

    Two ESCO skills for one written: 1 - (1 - 0.5) x (1 - 0.2) = 0.6.
    """
    own = [_skill("starter:skill/driving", "驾车"), _skill("starter:skill/loading", "装载货物")]
    esco = [_skill(ESCO + "drive", "驾驶车辆"), _skill(ESCO + "haul", "装载货物"), _skill(ESCO + "cheese", "制作奶酪"),
            _skill(ESCO + "steer", "驾车")]  # fmt: skip
    words = OwnWords(esco, own, {"starter:skill/driving": ESCO + "drive"})

    found = words.carry({ESCO + "drive": 0.5, ESCO + "haul": 0.4, ESCO + "cheese": 0.9, ESCO + "steer": 0.2}, least=0.9)

    assert found == pytest.approx({"starter:skill/driving": 0.6, "starter:skill/loading": 0.4})


def _skill(identity: str, label: str) -> Skill:
    scheme = Scheme.ESCO if identity.startswith("http") else Scheme.STARTER
    return Skill(id=identity, scheme=scheme, labels={"zh": label}, source="test", source_version="1", licence="CC0-1.0")
