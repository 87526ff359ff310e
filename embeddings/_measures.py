"""How good scores are: ranking and calibration figures, each with its range and direction."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Labels = NDArray[np.bool_]


def area_under_roc(scores: Scores, labels: Labels) -> float:
    """Chance that a move scores above a non-move, ties counting half; in [0, 1], higher is better, .5 is guessing.

    >>> area_under_roc(np.array([.9, .4, .6]), np.array([True, False, False]))
    1.0
    """
    order = np.argsort(scores, kind="stable")
    ordered = scores[order]
    # Mean rank of ties: halfway between the first and the last of equals, 1-based.
    first = np.searchsorted(ordered, scores, side="left")
    last = np.searchsorted(ordered, scores, side="right")
    ranks = (first + last + 1) / 2.0
    positives, negatives = int(labels.sum()), int((~labels).sum())
    return float((ranks[labels].sum() - positives * (positives + 1) / 2.0) / (positives * negatives))


def calibration_error(probabilities: Scores, labels: Labels, *, bins: int = 10) -> float:
    """Expected calibration error over bins of equal size; in [0, 1], lower is better.

    Mean over bins of |mean probability - share of moves|, each bin weighed by its size (Naeini et al. 2015, with
    equal-mass bins as Nixon et al. 2019 advise).
    """
    order = np.argsort(probabilities, kind="stable")
    parts = np.array_split(order, min(bins, len(order)))
    gaps = [abs(float(probabilities[part].mean()) - float(labels[part].mean())) * len(part) for part in parts]
    return sum(gaps) / len(order)


def brier_score(probabilities: Scores, labels: Labels) -> float:
    """Mean squared distance from what happened; in [0, 1], lower is better."""
    return float(((probabilities - labels) ** 2).mean())


def ranks_of(scores: Scores, wanted: NDArray[np.intp], *, left_out: NDArray[np.intp]) -> NDArray[np.float64]:
    """Rank of each wanted item among all, filtered: other wanted ones and the left-out ones are not competitors.

    Ties count as the mean of the best and the worst rank they allow ("realistic" in pykeen's words).

    Args:
        scores: shape (n,); higher is better.
        wanted: positions of the right answers.
        left_out: positions that are no candidates (the query itself, links known from training).
    Returns:
        float64, shape of `wanted`, each >= 1.
    """
    candidates = np.ones(len(scores), dtype=np.bool_)
    candidates[left_out] = False
    candidates[wanted] = False
    rivals = scores[candidates]
    above = (rivals[None, :] > scores[wanted][:, None]).sum(axis=1)
    level = (rivals[None, :] == scores[wanted][:, None]).sum(axis=1)
    return np.asarray(1.0 + above + level / 2.0, dtype=np.float64)


def ndcg_at(scores: Scores, wanted: NDArray[np.intp], *, left_out: NDArray[np.intp], top: int = 10) -> float:
    """Normalised discounted cumulative gain of one query with equally right answers; in [0, 1], higher is better.

    Sum over right answers in the first `top` of 1 / log2(rank + 1), over the best such sum possible.
    """
    candidates = np.ones(len(scores), dtype=np.bool_)
    candidates[left_out] = False
    rows = np.flatnonzero(candidates)
    order = rows[np.argsort(-scores[rows], kind="stable")][:top]
    right = np.isin(order, wanted)
    discounts = 1.0 / np.log2(np.arange(2, top + 2))
    return float((right * discounts[: len(order)]).sum() / discounts[: min(top, len(wanted))].sum())
