import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings._logistic import Coefficients, fit, platt, references, shape
from ontology.errors import ShapeError

TWO = Coefficients(("a", "b"), (1.0, 1.0), (2.0, 4.0), (0.0, 0.25), 0.2)


def sigmoid(x: float) -> float:
    return 1 / (1 + np.exp(-x))


def test_log_odds_add_weighted_distances_to_the_base() -> None:
    """ln(.2/.8) + 2·0.5 + 4·(0.75 - 0.25) = -1.3863 + 1 + 2."""
    assert TWO.log_odds(np.array([[0.5, 0.75]])).tolist() == pytest.approx([np.log(0.25) + 3.0])


def test_log_odds_leave_missing_signals_out() -> None:
    assert TWO.log_odds(np.array([[np.nan, 0.75], [np.nan, np.nan]])).tolist() == pytest.approx(
        [np.log(0.25) + 2.0, np.log(0.25)]
    )


def test_log_odds_shape_signals_by_their_power() -> None:
    """0.09 to the power 0.5 is 0.3."""
    rooted = Coefficients(("a",), (0.5,), (10.0,), (0.1,), 0.5)

    assert rooted.log_odds(np.array([[0.09]])).tolist() == pytest.approx([2.0])


def test_log_odds_refuse_another_number_of_signals() -> None:
    with pytest.raises(ShapeError):
        TWO.log_odds(np.zeros((1, 3)))


def test_shape_takes_opposites_for_none() -> None:
    assert shape(np.array([-0.3, 0.25]), (1.0, 0.5)).tolist() == [0.0, 0.5]


def test_explain_splits_by_the_mean_slope() -> None:
    """Shares 1 and 2 of the log-odds: a third and two thirds of score - base."""
    explanation = TWO.explain(np.array([0.5, 0.75]))

    score = sigmoid(np.log(0.25) + 3.0)
    assert explanation.score == pytest.approx(score)
    assert explanation.base == 0.2
    assert [part.signal for part in explanation.contributions] == ["a", "b"]
    assert [part.points for part in explanation.contributions] == pytest.approx(
        [(score - 0.2) / 3, (score - 0.2) * 2 / 3]
    )


def test_explain_of_cancelling_shares_uses_the_slope_at_the_base() -> None:
    """Shares +1 and -1 cancel: points are ±.2·.8·1 and the score is the base."""
    explanation = TWO.explain(np.array([0.5, 0.0]))

    assert explanation.score == pytest.approx(0.2)
    assert [part.points for part in explanation.contributions] == pytest.approx([0.16, -0.16])


def test_explain_tells_raw_values_and_skips_missing_ones() -> None:
    explanation = Coefficients(("a", "b"), (0.5, 0.5), (1.0, 1.0), (0.0, 0.0), 0.2).explain(np.array([0.09, np.nan]))

    assert [(part.signal, part.value) for part in explanation.contributions] == [("a", 0.09)]


@given(
    row=st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), min_size=3, max_size=3),
    weights=st.lists(st.floats(0, 30), min_size=3, max_size=3),
    at=st.lists(st.floats(0, 1), min_size=3, max_size=3),
    base=st.floats(0.01, 0.99),
)
def test_explain_adds_up_to_the_score(row: list[float], weights: list[float], at: list[float], base: float) -> None:
    coefficients = Coefficients(("a", "b", "c"), (0.5, 1.0, 1.0), tuple(weights), tuple(at), base)

    explanation = coefficients.explain(np.array(row))

    total = explanation.base + sum(part.points for part in explanation.contributions)
    assert total == pytest.approx(explanation.score, abs=1e-9)
    assert explanation.score == pytest.approx(
        float(1 / (1 + np.exp(-coefficients.log_odds(np.array([row]))[0]))), abs=1e-9
    )
    assert 0.0 <= explanation.score <= 1.0


def noise(n: int, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    table = rng.uniform(size=(n, 2))
    labels = rng.uniform(size=n) < 1 / (1 + np.exp(-(6 * table[:, 0] - 4)))
    return table, labels


def test_fit_finds_the_signal_that_matters() -> None:
    """Log-odds were drawn as 6·a - 4, without b; 20,000 pairs give the weights back to 0.3."""
    table, labels = noise(20_000)

    weights, means, intercept = fit(table, labels, signals=("a", "b"), ridge=1.0, prior=0.0)

    assert weights[0] == pytest.approx(6.0, abs=0.3)
    assert weights[1] == pytest.approx(0.0, abs=0.3)
    assert intercept - weights @ means == pytest.approx(-4.0, abs=0.3)


def test_fit_never_turns_a_signal_round() -> None:
    table, labels = noise(2000)

    weights, _, _ = fit(1.0 - table, labels, signals=("a", "b"), ridge=1.0, prior=0.0)

    assert (weights >= 0).all()


def test_fit_keeps_the_prior_where_data_are_missing() -> None:
    """Standardised weight 0.3 over the deviation taken for an unseen signal, 0.2: 1.5 per unit."""
    table, labels = noise(2000)
    table[:, 1] = np.nan

    weights, _, _ = fit(table, labels, signals=("a", "b"), ridge=10.0, prior=0.3)

    assert weights[1] == pytest.approx(1.5, abs=1e-3)


def test_fit_with_a_strong_ridge_stays_at_the_prior() -> None:
    table, labels = noise(500)

    weights, _, _ = fit(table, labels, signals=("a", "b"), ridge=1e7, prior=0.3)

    assert (weights * table.std(axis=0)).tolist() == pytest.approx([0.3, 0.3], abs=1e-2)


def test_platt_undoes_overconfidence() -> None:
    """Log-odds that are twice too large need a slope of one half."""
    rng = np.random.default_rng(5)
    true = rng.normal(size=50_000)
    labels = rng.uniform(size=len(true)) < 1 / (1 + np.exp(-true))

    slope, shift = platt(2.0 * true, labels)

    assert slope == pytest.approx(0.5, abs=0.02)
    assert shift == pytest.approx(0.0, abs=0.05)


def test_references_meet_the_base_rate_between_the_means() -> None:
    """Log-odds -3 + 4·a; at non-moves (a = 0.1) -2.6, at moves (a = 0.9) 0.6; logit(.1) = -2.197 at a = 0.2007."""
    found = references(
        np.array([4.0]), -3.0, np.array([0.0]), negatives=np.array([0.1]), positives=np.array([0.9]), base_rate=0.1
    )

    assert found.tolist() == pytest.approx([(3.0 - np.log(9)) / 4.0])


def test_references_of_a_scorer_that_sees_no_difference_still_meet_it() -> None:
    weights = np.array([1.0, 0.0])

    found = references(weights, 0.0, np.zeros(2), negatives=np.full(2, 0.5), positives=np.full(2, 0.5), base_rate=0.1)

    assert float(weights @ found) == pytest.approx(-np.log(9))
