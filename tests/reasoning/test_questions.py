"""The next best question: information gains worked out by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from policy import Decision, Facts, evaluate_benefit, load_rule_base
from reasoning import next_questions
from reasoning.errors import LikelihoodError


@dataclass
class People:
    weights: NDArray[np.float64]
    facts: Mapping[str, NDArray[Any]]
    eligible: Mapping[str, NDArray[np.bool_]]


@pytest.fixture(scope="module")
def undecided() -> Decision:
    rules = load_rule_base()
    return evaluate_benefit(
        rules, "cn-unemployment-insurance", Facts({}), on=date(2026, 11, 22), jurisdiction="CN-410100"
    )


def lacking(decision: Decision, benefit: str, *facts: str) -> Decision:
    return replace(decision, benefit_id=benefit, unknown_facts=facts)


def people(repeat: int = 1_000, weights: list[float] | None = None, **eligible: list[bool]) -> People:
    """Four kinds of people: a decides `one`, b decides nothing, n is a number."""
    return People(
        np.repeat(np.array(weights or [1.0, 1.0, 1.0, 1.0]), repeat),
        {
            "a": np.repeat(np.array([True, True, False, False], dtype=object), repeat),
            "b": np.repeat(np.array([True, False, True, False], dtype=object), repeat),
            "n": np.repeat(np.array([10, 20, 30, None], dtype=object), repeat),
        },
        {name: np.repeat(np.array(values), repeat) for name, values in eligible.items()},
    )


def test_question_that_decides_a_benefit_is_worth_its_whole_entropy(undecided: Decision) -> None:
    draws = people(one=[True, True, False, False])

    found = next_questions([lacking(undecided, "one", "a", "b")], draws)

    # The verdict is an even chance, 1 bit; a settles it, b says nothing about it.
    assert [item.fact for item in found] == ["a"]
    assert found[0].gain == pytest.approx(1.0, abs=0.001)
    assert found[0].benefits[0][0] == "one"


def test_answers_of_one_in_three_are_worth_less(undecided: Decision) -> None:
    # Eligible 1 of 4: entropy 0.8113 bits. a = yes leaves 1 of 2 (1 bit), a = no settles it: 0.8113 - 0.5 = 0.3113.
    (found,) = next_questions([lacking(undecided, "one", "a")], people(one=[True, False, False, False]))

    assert found.gain == pytest.approx(0.3113, abs=0.001)


def test_gains_of_several_benefits_add_up_and_the_best_comes_first(undecided: Decision) -> None:
    draws = people(one=[True, True, False, False], two=[True, False, True, False])
    decisions = [lacking(undecided, "one", "a"), lacking(undecided, "two", "b", "n")]

    found = next_questions(decisions, draws)

    # n settles two for three kinds of four; the fourth does not know it and stays at 1 bit: 1 - 1/4.
    assert {item.fact: round(item.gain, 2) for item in found} == {"a": 1.0, "b": 1.0, "n": 0.75}
    assert [round(item.settled, 2) for item in found] == [1.0, 1.0, 0.75]
    both = next_questions([lacking(undecided, "one", "a"), lacking(undecided, "two", "a", "b")], draws)
    assert [(item.fact, round(item.gain, 2)) for item in both] == [("a", 1.0), ("b", 1.0)]


def test_a_rare_benefit_is_settled_as_gladly_as_a_common_one(undecided: Decision) -> None:
    """In bits a says three times as much (1 against 0.29), yet each settles one benefit; ties go by name."""
    draws = People(
        np.ones(4_000),
        {
            "a": np.repeat(np.array([True, False], dtype=object), 2_000),
            "b": np.repeat(np.array([True, False], dtype=object), [200, 3_800]),
        },
        {
            "common": np.repeat(np.array([True, False]), 2_000),
            "rare": np.repeat(np.array([True, False]), [200, 3_800]),
        },
    )

    first, second = next_questions([lacking(undecided, "common", "a"), lacking(undecided, "rare", "b")], draws)

    # Entropy of 0.05: 0.2864 bits.
    assert (first.fact, second.fact) == ("a", "b")
    assert second.gain == pytest.approx(0.2864, abs=0.001)
    assert (first.settled, second.settled) == pytest.approx((1.0, 1.0), abs=0.002)


def test_a_benefit_that_no_draw_gets_is_asked_about_evenly(undecided: Decision) -> None:
    """Either fact may be the one that refuses it: half a benefit each; n is known to three in four: 3/8."""
    draws = people(one=[False] * 4)

    found = next_questions([lacking(undecided, "one", "a", "n")], draws)

    assert {item.fact: item.settled for item in found} == pytest.approx({"a": 0.5, "n": 0.375})
    assert all(item.gain == 0.0 for item in found)


def test_an_answer_that_nobody_can_give_tells_nothing(undecided: Decision) -> None:
    """Whoever lacks the fact is never eligible, but the rules learn nothing from "I do not know"."""
    draws = People(
        np.ones(2_000),
        {"firm": np.repeat(np.array([5, None], dtype=object), 1_000)},
        {"one": np.repeat(np.array([True, False]), 1_000)},
    )

    (found,) = next_questions([lacking(undecided, "one", "firm")], draws)

    # Half of them know it, which settles it for them: 1 bit each.
    assert found.gain == pytest.approx(0.5, abs=0.001)


def test_weights_count(undecided: Decision) -> None:
    # The two eligible kinds weigh 9 of 10 each side of a: entropy of 0.1 is 0.469 bits.
    draws = people(one=[True, True, False, False], weights=[0.45, 0.45, 0.05, 0.05])

    (found,) = next_questions([lacking(undecided, "one", "a")], draws)

    assert found.gain == pytest.approx(0.469, abs=0.002)


def test_few_draws_do_not_pretend_to_know(undecided: Decision) -> None:
    rng = np.random.default_rng(0)
    noise = People(
        np.ones(40),
        {"n": rng.random(40).astype(object)},
        {"one": rng.random(40) < 0.5},
    )
    # Forty random numbers say nothing about a coin; eight classes alone would claim 0.13 bits.
    assert all(item.gain < 0.1 for item in next_questions([lacking(undecided, "one", "n")], noise))


def test_decided_benefits_ask_nothing(undecided: Decision) -> None:
    assert next_questions([], people()) == ()
    assert next_questions([lacking(undecided, "one")], people(one=[True] * 4)) == ()


def test_number_of_questions_is_limited(undecided: Decision) -> None:
    draws = people(one=[True, True, False, False], two=[True, False, True, False])
    decisions = [lacking(undecided, "one", "a"), lacking(undecided, "two", "b")]

    assert len(next_questions(decisions, draws, most=1)) == 1


def test_draws_that_lack_a_benefit_or_everybody_are_refused(undecided: Decision) -> None:
    with pytest.raises(LikelihoodError, match="say nothing about 'one'"):
        next_questions([lacking(undecided, "one", "a")], people())
    with pytest.raises(LikelihoodError, match="no draws"):
        next_questions([lacking(undecided, "one", "a")], People(np.array([]), {}, {}))
