import numpy as np
import pytest

from embeddings import ALL_SIGNALS
from embeddings._background import background, rebased
from embeddings._logistic import Coefficients
from embeddings._signals import SignalSpace
from tests.embeddings.graphs import deliveries, occupation, requires, skill, snapshot_of

COVERAGE, TITLE = ALL_SIGNALS.index("skill_coverage"), ALL_SIGNALS.index("title_similarity")
TWO = Coefficients(("skill_coverage", "title_similarity"), (1.0, 1.0), (2.0, 4.0), (0.5, 0.25), 0.1)


def backgrounds(coverage: float, title: float) -> np.ndarray:
    values = np.full(len(ALL_SIGNALS), np.nan)
    values[[COVERAGE, TITLE]] = coverage, title
    return values


def test_background_of_a_small_graph_is_none() -> None:
    snapshot = deliveries()

    assert background(snapshot, SignalSpace.build(snapshot), np.ones(len(ALL_SIGNALS))) is None


def test_background_is_the_mean_over_pairs() -> None:
    """Fifty occupations need only `abcd`, fifty only `efgh`: of the 99 others of each 49 are covered, 50 not."""
    records = [skill("abcd", "abcd"), skill("efgh", "efgh")]
    for number in range(100):
        records += [occupation(f"{number:03}", "same"), requires(f"{number:03}", ("abcd", "efgh")[number % 2], 1.0)]
    snapshot = snapshot_of(records)

    found = background(snapshot, SignalSpace.build(snapshot), np.ones(len(ALL_SIGNALS)))

    assert found is not None
    assert found[COVERAGE] == pytest.approx(49 / 99)
    assert found[TITLE] == pytest.approx(1.0)
    assert np.isnan(found[ALL_SIGNALS.index("shared_moves")])


def test_rebased_moves_references_by_the_difference() -> None:
    """Coverage is 0.3 higher among strangers here, titles 0.1 lower."""
    moved = rebased(TWO, backgrounds(0.2, 0.2), backgrounds(0.5, 0.1))

    assert moved.references == pytest.approx((0.8, 0.15))
    assert (moved.weights, moved.base_rate) == (TWO.weights, TWO.base_rate)


def test_rebased_changes_no_ranking() -> None:
    table = np.random.default_rng(1).uniform(size=(50, 2))
    moved = rebased(TWO, backgrounds(0.2, 0.2), backgrounds(0.5, 0.1))

    assert np.argsort(moved.log_odds(table)).tolist() == np.argsort(TWO.log_odds(table)).tolist()


def test_rebased_leaves_signals_alone_that_this_graph_lacks() -> None:
    assert rebased(TWO, backgrounds(0.2, 0.2), backgrounds(0.5, np.nan)).references == pytest.approx((0.8, 0.25))


def test_rebased_starts_untried_signals_one_deviation_above_the_background() -> None:
    """The deviation taken for a signal that the training graph lacked is 0.2."""
    assert rebased(TWO, backgrounds(0.2, np.nan), backgrounds(0.2, 0.4)).references == pytest.approx((0.5, 0.6))
