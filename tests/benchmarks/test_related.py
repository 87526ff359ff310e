import numpy as np
import pytest

from benchmarks.related_occupations import RelatedOccupations, fused, rank_new

pytestmark = pytest.mark.checkout


def test_fused_adds_reciprocal_ranks() -> None:
    """First and third of two signals with constant 10: 1/11 + 1/13; twice second: 2/12."""
    found = fused([np.array([[0.9, 0.5, 0.1]]), np.array([[0.1, 0.5, 0.9]])], constant=10)

    assert found[0].tolist() == pytest.approx([1 / 11 + 1 / 13, 2 / 12, 1 / 11 + 1 / 13])


def test_rank_new_never_ranks_the_occupation_itself() -> None:
    """Ten occupations in a ring, one held out: its own score of 1 is no rival to the right neighbour's 0.9."""
    scores = np.eye(10)
    links = tuple((number, (number + 1) % 10) for number in range(10))
    for origin, target in links:
        scores[origin, target] = 0.9
    task = RelatedOccupations(tuple(map(str, range(10))), links, {})

    found = rank_new(task, scores, seeds=(0,))

    assert (found.n, found.hits_at_10, found.ndcg_at_10) == (1, 1.0, 1.0)
