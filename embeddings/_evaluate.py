"""Figures of a fitted scorer on moves that it never saw, beside the plain skill overlap."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from embeddings._logistic import Coefficients
from embeddings._measures import area_under_roc, brier_score, calibration_error, ndcg_at, ranks_of
from embeddings._signals import ALL_SIGNALS

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Held:
    """The test set.

    Attributes:
        table, labels, overlap: signals, truth and baseline of held-out moves and drawn non-moves; n rows.
        wanted: origin row -> rows of its held-out targets.
        tables, overlaps: origin row -> signals and baseline of all occupations.
        left_out: origin row -> rows that are no candidates (itself, known moves, occupations outside the lists).
    """

    table: Table
    labels: NDArray[np.bool_]
    overlap: NDArray[np.float64]
    wanted: Mapping[int, NDArray[np.intp]]
    tables: Mapping[int, Table]
    overlaps: Mapping[int, NDArray[np.float64]]
    left_out: Mapping[int, NDArray[np.intp]]


@dataclass(frozen=True, slots=True)
class Figures:
    """How one way of scoring does: AUC, MRR, Hits@10, NDCG@10 (higher is better), ECE and Brier (lower; NaN if the
    scores are no probabilities)."""

    auc: float
    mrr: float
    hits_at_10: float
    ndcg_at_10: float
    ece: float
    brier: float


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of a training run.

    Attributes:
        rows: what was scored how -> figures; `skill overlap (baseline)`, `full`, `content`, then the ablation.
        n_moves, n_non_moves, n_queries: sizes of the test set.
    """

    rows: Mapping[str, Figures]
    n_moves: int
    n_non_moves: int
    n_queries: int

    @property
    def figures(self) -> dict[str, float]:
        """The headline figures by name, rounded to four places."""
        found: dict[str, float] = {"test_moves": float(self.n_moves), "test_non_moves": float(self.n_non_moves)}
        for row, prefix in (("full", "full"), ("content", "content"), (BASELINE, "overlap")):
            figures = self.rows[row]
            found[f"{prefix}_auc"] = round(figures.auc, 4)
            found[f"{prefix}_mrr"] = round(figures.mrr, 4)
            found[f"{prefix}_hits_at_10"] = round(figures.hits_at_10, 4)
            found[f"{prefix}_ndcg_at_10"] = round(figures.ndcg_at_10, 4)
            if not np.isnan(figures.ece):
                found[f"{prefix}_ece"] = round(figures.ece, 4)
                found[f"{prefix}_brier"] = round(figures.brier, 4)
        return found


BASELINE = "skill overlap (baseline)"


def evaluate(held: Held, scorers: Mapping[str, Coefficients], ablation: Mapping[str, Coefficients]) -> Report:
    """Score the test set with every set of coefficients and with the baseline."""
    rows = {BASELINE: _figures(held, held.overlap, held.overlaps, are_probabilities=False)}
    for name, coefficients in {**scorers, **ablation}.items():
        columns = [ALL_SIGNALS.index(signal) for signal in coefficients.signals]
        scores = expit(coefficients.log_odds(held.table[:, columns]))
        rankings = {origin: coefficients.log_odds(table[:, columns]) for origin, table in held.tables.items()}
        rows[name] = _figures(held, np.asarray(scores, dtype=np.float64), rankings, are_probabilities=True)
    return Report(rows, int(held.labels.sum()), int((~held.labels).sum()), len(held.wanted))


def _figures(
    held: Held,
    scores: NDArray[np.float64],
    rankings: Mapping[int, NDArray[np.float64]],
    *,
    are_probabilities: bool,
) -> Figures:
    ranks, gains = [], []
    for origin, wanted in held.wanted.items():
        ranks.append(ranks_of(rankings[origin], wanted, left_out=held.left_out[origin]))
        gains.append(ndcg_at(rankings[origin], wanted, left_out=held.left_out[origin]))
    rank = np.concatenate(ranks)
    return Figures(
        auc=area_under_roc(scores, held.labels),
        mrr=float((1.0 / rank).mean()),
        hits_at_10=float((rank <= 10).mean()),
        ndcg_at_10=float(np.mean(gains)),
        ece=calibration_error(scores, held.labels) if are_probabilities else float("nan"),
        brier=brier_score(scores, held.labels) if are_probabilities else float("nan"),
    )
