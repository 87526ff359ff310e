"""What joined relations say: the table of the module, and the laws that make a path the same both ways."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology._relations import Relation, backwards, joined, joined_confidence, relations_of_pairs

EXACT, CLOSE, BROAD, NARROW, RELATED = Relation
#: The table at the head of the module, written out once more.
TABLE = {
    EXACT: (EXACT, CLOSE, BROAD, NARROW, RELATED),
    CLOSE: (CLOSE, CLOSE, BROAD, NARROW, RELATED),
    BROAD: (BROAD, BROAD, BROAD, RELATED, RELATED),
    NARROW: (NARROW, NARROW, RELATED, NARROW, RELATED),
    RELATED: (RELATED, RELATED, RELATED, RELATED, RELATED),
}
chains = st.lists(st.tuples(st.sampled_from(Relation), st.floats(0, 1)), max_size=4)


@pytest.mark.parametrize(("first", "then"), list(product(Relation, Relation)))
def test_two_relations_join_as_the_table_says(first: Relation, then: Relation) -> None:
    assert joined([first, then]) is TABLE[first][list(Relation).index(then)]


@pytest.mark.parametrize(
    ("relations", "confidence"),
    [
        ([], 1.0),
        ([EXACT, EXACT], 1.0),
        ([EXACT, CLOSE, EXACT], 1.0),
        ([BROAD, BROAD, BROAD], 1.0),
        ([CLOSE, CLOSE], 0.81),
        ([CLOSE, BROAD], 0.9),
        ([NARROW, BROAD], 0.6),
        ([BROAD, NARROW], 0.3),
        ([BROAD, NARROW, BROAD], 0.18),
        ([EXACT, RELATED], 1.0),
        ([RELATED, CLOSE], 0.45),
        ([RELATED, RELATED], 0.25),
    ],
)
def test_each_join_that_the_words_do_not_carry_costs_its_factor(relations: list[Relation], confidence: float) -> None:
    """0.9 a close step, 0.6 and 0.3 the turns by part and by whole, 0.5 a related step; all only when joined."""
    assert joined_confidence(relations, [1.0] * len(relations)) == confidence


def test_confidences_of_the_steps_are_multiplied() -> None:
    assert joined_confidence([EXACT, BROAD], [0.8, 0.5]) == 0.4


@given(chains)
def test_a_chain_read_backwards_says_the_same_backwards(chain: list[tuple[Relation, float]]) -> None:
    relations, sure = [relation for relation, _ in chain], [confidence for _, confidence in chain]
    turned = [backwards(relation) for relation in reversed(relations)]

    assert joined(turned) is backwards(joined(relations))
    assert joined_confidence(turned, sure[::-1]) == pytest.approx(joined_confidence(relations, sure), abs=2e-6)


@given(chains, st.sampled_from(Relation))
def test_a_further_step_never_strengthens(chain: list[tuple[Relation, float]], further: Relation) -> None:
    relations, sure = [relation for relation, _ in chain], [confidence for _, confidence in chain]

    assert joined([*relations, further]).weakness >= joined(relations).weakness
    assert joined_confidence([*relations, further], [*sure, 1.0]) <= joined_confidence(relations, sure)


def test_pairs_of_a_table_without_match_types_get_theirs_from_what_shares_them() -> None:
    """a-x alone; b and c fall on y; d is divided into z and w; e and f both fall on v, and f is divided."""
    pairs = [("a", "x"), ("b", "y"), ("c", "y"), ("d", "z"), ("d", "w"), ("e", "v"), ("f", "v"), ("f", "u")]

    assert relations_of_pairs(pairs) == [EXACT, BROAD, BROAD, NARROW, NARROW, BROAD, RELATED, NARROW]
