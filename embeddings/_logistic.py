"""Logistic regression with non-negative coefficients, its calibration, and how a score is taken apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize
from scipy.special import expit, logit

from ontology import Contribution, Explanation
from ontology.errors import ShapeError

Column = NDArray[np.float64]
#: Standard deviation taken for a signal that the data lack; the share signals' square roots have .13 to .25.
UNSEEN_SCALE = 0.2


@dataclass(frozen=True, slots=True)
class Coefficients:
    """One fitted scorer: log-odds = logit(base_rate) + sum of weight · (signal ^ power - reference).

    Missing signals add nothing.

    Attributes:
        signals: names, shape (k,).
        powers: in (0, 1]; below 1 the first bit of likeness tells more than the last.
        weights: >= 0, log-odds per unit of the shaped signal.
        references: shaped value of each signal at which it adds nothing: a typical pair at the base rate.
        base_rate: in (0, 1); the score of a pair of which nothing is known.
    """

    signals: tuple[str, ...]
    powers: tuple[float, ...]
    weights: tuple[float, ...]
    references: tuple[float, ...]
    base_rate: float

    def log_odds(self, table: NDArray[np.float64]) -> Column:
        """Log-odds of each row of a signal table, shape (n, k) in the order of `signals`; NaN adds nothing."""
        if table.shape[-1] != len(self.signals):
            raise ShapeError(f"{table.shape[-1]} signals came, {len(self.signals)} are weighed.")
        return np.asarray(logit(self.base_rate) + np.nansum(self._points(table), axis=-1), dtype=np.float64)

    def explain(self, row: NDArray[np.float64]) -> Explanation:
        """Take one score apart: base rate plus points per signal is the probability, exactly.

        Aumann-Shapley: each signal's log-odds share, times the mean slope of the logistic curve on the straight way
        from the base to the score. Since the log-odds are linear that mean is (score - base) / (sum of shares).
        Aumann & Shapley 1974, "Values of Non-Atomic Games"; Sundararajan et al. 2017 call it integrated gradients.

        Args:
            row: signals, shape (k,); NaN ones are left out.
        """
        base = self.base_rate
        shares = self._points(row)
        known = ~np.isnan(row)
        total = float(shares[known].sum())
        score = float(expit(logit(base) + total))
        # Where the shares cancel out, the mean slope is the slope at the base.
        slope = (score - base) / total if abs(total) > 1e-9 else base * (1.0 - base)
        parts = tuple(
            Contribution(name, float(value), float(share) * slope)
            for name, value, share, is_known in zip(self.signals, row, shares, known, strict=True)
            if is_known
        )
        return Explanation(min(max(base + sum(part.points for part in parts), 0.0), 1.0), base, parts)

    def _points(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        shaped = shape(table, self.powers)
        return np.asarray((shaped - np.array(self.references)) * np.array(self.weights), dtype=np.float64)


def shape(table: NDArray[np.float64], powers: Sequence[float] | Column) -> NDArray[np.float64]:
    """Each signal to its power; below 0 counts as 0 (a cosine of opposites is as good as none), NaN stays."""
    return np.asarray(np.maximum(table, 0.0) ** np.array(powers), dtype=np.float64)


def fit(
    table: NDArray[np.float64], labels: NDArray[np.bool_], *, signals: tuple[str, ...], ridge: float, prior: float
) -> tuple[Column, Column, float]:
    """Fit weights >= 0 by penalised maximum likelihood.

    Signals are standardised; each standardised weight is pulled towards `prior`, so that a signal which these data
    cannot judge (skill groups, where they have none) keeps a modest say instead of none or a wild one.

    Args:
        table: shaped signals, shape (n, k), NaN where missing.
        labels: shape (n,), whether the pair is a move.
        ridge: strength of the pull, in units of one pair's log-loss.
    Returns:
        weights (k,) per unit of the shaped signal, means (k,) that missing values are taken for, intercept of the
        log-odds = intercept + weights · (signal - mean).
    """
    means, scales = np.zeros(len(signals)), np.full(len(signals), UNSEEN_SCALE)
    for place in range(len(signals)):
        known = table[:, place][~np.isnan(table[:, place])]
        if len(known):
            means[place] = known.mean()
            scales[place] = known.std() if known.std() > 1e-6 else UNSEEN_SCALE
    standard = np.where(np.isnan(table), 0.0, (table - means) / scales)
    signs = np.where(labels, 1.0, -1.0)

    def loss(parameters: Column) -> tuple[float, Column]:
        weights, intercept = parameters[:-1], parameters[-1]
        margins = signs * (standard @ weights + intercept)
        pull = weights - prior
        value = float(np.logaddexp(0.0, -margins).sum() + 0.5 * ridge * pull @ pull)
        slopes = -signs * expit(-margins)
        return value, np.append(standard.T @ slopes + ridge * pull, slopes.sum())

    start = np.append(np.full(len(signals), prior), 0.0)
    bounds = [(0.0, None)] * len(signals) + [(None, None)]
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500})
    weights = np.asarray(found.x[:-1], dtype=np.float64)
    return weights / scales, means, float(found.x[-1])


def platt(log_odds: Column, labels: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope > 0 and shift that make held-out log-odds honest (Platt 1999, with his smoothed targets)."""
    positives, negatives = int(labels.sum()), int((~labels).sum())
    targets = np.where(labels, (positives + 1.0) / (positives + 2.0), 1.0 / (negatives + 2.0))

    def loss(parameters: Column) -> tuple[float, Column]:
        z = parameters[0] * log_odds + parameters[1]
        value = float((np.logaddexp(0.0, z) - targets * z).sum())
        slopes = expit(z) - targets
        return value, np.array([slopes @ log_odds, slopes.sum()])

    found = optimize.minimize(
        loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(1e-3, None), (None, None)]
    )
    return float(found.x[0]), float(found.x[1])


def references(
    weights: Column, intercept: float, means: Column, *, negatives: Column, positives: Column, base_rate: float
) -> Column:
    """Signal values of a typical pair at the base rate: on the way from the mean non-move to the mean move.

    The log-odds intercept + weights · (signal - mean) equal logit(base_rate) there. Outside the way (a scorer that
    cannot tell the two apart) the line is followed further.

    Args:
        negatives, positives: mean signals of non-moves and of moves, shape (k,).
    """
    wanted = float(logit(base_rate))
    at_negatives = intercept + float(weights @ (negatives - means))
    rise = float(weights @ (positives - negatives))
    share = (wanted - at_negatives) / rise if rise > 1e-9 else 0.0
    found = negatives + share * (positives - negatives)
    # With no rise the shift cannot be met by moving along the line; spread it over the signals by weight.
    rest = wanted - (intercept + float(weights @ (found - means)))
    size = float(weights @ weights)
    return np.asarray(found + (weights * rest / size if abs(rest) > 1e-12 and size > 0 else 0.0), dtype=np.float64)
