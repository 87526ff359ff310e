import numpy as np
import pytest

from embeddings._measures import area_under_roc, brier_score, calibration_error, ndcg_at, ranks_of

NONE = np.array([], dtype=np.intp)


def places(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.intp)


def test_area_under_roc_counts_ordered_pairs() -> None:
    """Moves .8 and .4, non-moves .6 and .4: pairs .8>.6, .8>.4, .4<.6, .4=.4 give 2.5 of 4."""
    scores = np.array([0.8, 0.4, 0.6, 0.4])

    assert area_under_roc(scores, np.array([True, True, False, False])) == 2.5 / 4


def test_calibration_error_compares_bins() -> None:
    """Two bins: (.1, .1) with one move in two: |.1 - .5|; (.9, .9) with two: |.9 - 1|; mean .25."""
    error = calibration_error(np.array([0.1, 0.1, 0.9, 0.9]), np.array([True, False, True, True]), bins=2)

    assert error == pytest.approx(0.25)


def test_brier_score_is_the_mean_square() -> None:
    assert brier_score(np.array([0.8, 0.3]), np.array([True, False])) == pytest.approx((0.04 + 0.09) / 2)


def test_ranks_of_leave_other_answers_out() -> None:
    """Scores .9 .8 .7 .6; wanted .8 and .6: each is second and third of the rest (.9, .7)."""
    assert ranks_of(np.array([0.9, 0.8, 0.7, 0.6]), places(1, 3), left_out=NONE).tolist() == [2.0, 3.0]


def test_ranks_of_leave_known_links_out() -> None:
    assert ranks_of(np.array([0.9, 0.8, 0.7, 0.6]), places(3), left_out=places(0, 1)).tolist() == [2.0]


def test_ranks_of_put_ties_in_the_middle() -> None:
    """One rival above, two level: ranks 2 to 4 are possible, 3 in the middle."""
    assert ranks_of(np.array([0.9, 0.5, 0.5, 0.5]), places(2), left_out=NONE).tolist() == [3.0]


def test_ndcg_at_discounts_by_rank() -> None:
    """Right answers on ranks 1 and 3 of two: (1 + 1/2) / (1 + 1/log2(3))."""
    value = ndcg_at(np.array([0.9, 0.8, 0.7]), places(0, 2), left_out=NONE)

    assert value == pytest.approx(1.5 / (1 + 1 / np.log2(3)))


def test_ndcg_at_looks_no_further_than_the_top() -> None:
    assert ndcg_at(np.array([0.9, 0.8, 0.7]), places(2), left_out=NONE, top=2) == 0.0
    assert ndcg_at(np.array([0.9, 0.8, 0.7]), places(2), left_out=places(0, 1), top=2) == 1.0
