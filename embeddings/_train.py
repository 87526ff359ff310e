"""Training: vectors by propagation, coefficients from listed moves, figures on moves held out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings._background import background, occupation_origin
from embeddings._card import ModelCard, write_card
from embeddings._encoder import encode
from embeddings._evaluate import Held, evaluate
from embeddings._files import SavedModel, save_model
from embeddings._fingerprint import graph_fingerprint
from embeddings._logistic import Coefficients, fit, platt, references, shape
from embeddings._moves import MoveNetwork, Pair
from embeddings._pairs import ListedMoves, draw_non_moves, fold_of, listed_moves, unordered
from embeddings._settings import settings
from embeddings._signals import ALL_SIGNALS, CONTENT_SIGNALS, SignalSpace
from embeddings._vectors import spread
from embeddings.errors import NotTrainableError
from graph import Snapshot

Table = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Sample:
    """Signals of moves and non-moves, computed without the moves that are held out."""

    table: Table
    labels: Labels


def train(snapshot: Snapshot, *, seed: int, directory: Path, on: date | None = None) -> ModelCard:
    """Train on a snapshot's moves and save vectors, coefficients and model card.

    One fifth of the unordered pairs is held out for the figures; the rest is dealt to five folds, each scored by
    coefficients fitted on the other four, and Platt's line through those scores makes them honest probabilities at the
    stated base rate. The same data and seed give the same files.

    Args:
        seed: of the split, of the non-moves and of the vectors' range finder.
        directory: is made if it is not there; files in it are replaced.
        on: the day to write down; today if None.
    Raises:
        NotTrainableError: fewer moves than `settings().scorer.least_moves`.
        TrainingExtraError: torch or torch-geometric is not installed.
    """
    moves = listed_moves(snapshot)
    figures = settings().scorer
    pairs = unordered(moves.near)
    if len(pairs) < figures.least_moves:
        raise NotTrainableError(
            f"The graph lists {len(pairs)} pairs of moves between occupations with requirements; "
            f"fewer than {figures.least_moves} cannot be learnt from and held out.",
            hint="Import data with moves (`pathloom import starter`), or score with the shipped coefficients.",
        )
    vectors = encode(snapshot, seed=seed).astype(np.float16).astype(np.float32)
    space = SignalSpace.build(snapshot, vectors=spread(snapshot, vectors), moves=MoveNetwork.of(snapshot))
    split = _split(moves, seed=seed)
    learnt = _Learner(snapshot, space, moves, split, seed=seed)
    full, content = learnt.coefficients(ALL_SIGNALS), learnt.coefficients(CONTENT_SIGNALS)
    held = learnt.held()
    report = evaluate(held, {"full": full, "content": content}, learnt.ablate())
    model = SavedModel(
        fingerprint=graph_fingerprint(snapshot),
        seed=seed,
        date=(on or datetime.now(UTC).date()).isoformat(),
        content=content,
        full=full,
        figures=report.figures,
        background=_background(snapshot, space),
        vectors=vectors,
    )
    card = ModelCard.of(snapshot, model, report, moves, split)
    save_model(model, directory, card=write_card(card))
    return card


def _background(snapshot: Snapshot, space: SignalSpace) -> tuple[float | None, ...] | None:
    found = background(snapshot, space, np.array([settings().scorer.powers[name] for name in ALL_SIGNALS]))
    return None if found is None else tuple(None if np.isnan(value) else value for value in found.tolist())


def _split(moves: ListedMoves, *, seed: int) -> dict[Pair, int]:
    """Fold of every unordered pair, reskilling ones too; -1 is the test set."""
    figures = settings().scorer
    pairs = unordered((*moves.near, *moves.reskilling))
    parts = round(1.0 / figures.test_share)
    tested = fold_of(pairs, folds=parts, seed=seed)
    rest = [pair for pair in pairs if tested[pair] != 0]
    dealt = fold_of(rest, folds=figures.folds, seed=seed + 1)
    return {pair: dealt.get(pair, -1) for pair in pairs}


class _Learner:
    """Everything that one training run shares."""

    def __init__(
        self, snapshot: Snapshot, space: SignalSpace, moves: ListedMoves, split: dict[Pair, int], *, seed: int
    ) -> None:
        self._snapshot = snapshot
        self._space = space
        self._moves = moves
        self._split = split
        self._per_origin = round((1.0 - settings().scorer.base_rate) / settings().scorer.base_rate)
        self._non_moves = {
            fold: draw_non_moves(
                moves, [origin for origin, _ in self._near(fold)], per_origin=self._per_origin, seed=seed + 10 + fold
            )
            for fold in range(-1, settings().scorer.folds)
        }
        folds = range(settings().scorer.folds)
        # Each fold's signals know the moves of the other folds only, as a held-out move will be met.
        self._samples = {fold: self._sample(fold, hidden=(fold, -1)) for fold in folds}
        self._test = self._sample(-1, hidden=(-1,))

    def coefficients(self, signals: Sequence[str]) -> Coefficients:
        """Fit on the folds, calibrate on each fold by the others' fit, and express around the base rate."""
        figures = settings().scorer
        columns = [ALL_SIGNALS.index(name) for name in signals]
        powers = tuple(figures.powers[name] for name in signals)
        tables = {fold: shape(sample.table[:, columns], powers) for fold, sample in self._samples.items()}
        labels = {fold: sample.labels for fold, sample in self._samples.items()}
        unseen = []
        for fold in tables:
            others = [other for other in tables if other != fold]
            weights, means, intercept = fit(
                np.concatenate([tables[other] for other in others]),
                np.concatenate([labels[other] for other in others]),
                signals=tuple(signals), ridge=figures.ridge, prior=figures.prior,
            )  # fmt: skip
            unseen.append(np.where(np.isnan(tables[fold]), 0.0, tables[fold] - means) @ weights + intercept)
        table, label = np.concatenate(list(tables.values())), np.concatenate(list(labels.values()))
        slope, shift = platt(np.concatenate(unseen), label)
        weights, means, intercept = fit(table, label, signals=tuple(signals), ridge=figures.ridge, prior=figures.prior)
        weights, intercept = slope * weights, slope * intercept + shift
        found = references(
            weights, intercept, means,
            negatives=_means(table[~label], means), positives=_means(table[label], means),
            base_rate=figures.base_rate,
        )  # fmt: skip
        return Coefficients(
            tuple(signals), powers, tuple(map(float, weights)), tuple(map(float, found)), figures.base_rate
        )

    def ablate(self) -> dict[str, Coefficients]:
        """Each signal alone, and all of them without it."""
        alone = {f"only {name}": self.coefficients((name,)) for name in ALL_SIGNALS}
        without = {
            f"without {name}": self.coefficients(tuple(other for other in ALL_SIGNALS if other != name))
            for name in ALL_SIGNALS
        }
        return {**alone, **without}

    def held(self) -> Held:
        """The held-out pairs, and per origin the whole ranking task."""
        space = self._without((-1,))
        known = {pair for pair, fold in self._split.items() if fold != -1}
        wanted: dict[int, list[int]] = {}
        for origin, target in self._near(-1):
            wanted.setdefault(origin, []).append(target)
        tables, overlaps, left_out = {}, {}, {}
        for origin in sorted(wanted):
            start = occupation_origin(self._snapshot, origin)
            tables[origin] = space.signals(start)
            overlaps[origin] = space.overlap(start)
            left_out[origin] = self._no_candidates(origin, known)
        pairs = (*self._near(-1), *self._non_moves[-1])
        overlap = np.array([space.overlap(occupation_origin(self._snapshot, a))[b] for a, b in pairs])
        return Held(
            table=self._test.table, labels=self._test.labels, overlap=overlap,
            wanted={origin: np.array(targets, dtype=np.intp) for origin, targets in wanted.items()},
            tables=tables, overlaps=overlaps, left_out=left_out,
        )  # fmt: skip

    def _no_candidates(self, origin: int, known: set[Pair]) -> NDArray[np.intp]:
        allowed = set(self._moves.occupations) - {origin}
        allowed -= {row for pair in known if origin in pair for row in pair}
        return np.array([row for row in range(len(self._snapshot.occupations)) if row not in allowed], dtype=np.intp)

    def _near(self, fold: int) -> list[Pair]:
        return [move for move in self._moves.near if self._split[min(move), max(move)] == fold]

    def _without(self, hidden: tuple[int, ...]) -> SignalSpace:
        seen = [pair for pair, fold in self._split.items() if fold not in hidden]
        return self._space.with_moves(MoveNetwork(seen, n_occupations=len(self._snapshot.occupations)))

    def _sample(self, fold: int, *, hidden: tuple[int, ...]) -> _Sample:
        near = self._near(fold)
        pairs = (*near, *self._non_moves[fold])
        space = self._without(hidden)
        rows: dict[int, Table] = {}
        for origin in {pair[0] for pair in pairs}:
            rows[origin] = space.signals(occupation_origin(self._snapshot, origin))
        table = np.array([rows[origin][target] for origin, target in pairs]).reshape(-1, len(ALL_SIGNALS))
        labels = np.arange(len(pairs)) < len(near)
        return _Sample(table, labels)


def _means(table: Table, otherwise: NDArray[np.float64]) -> NDArray[np.float64]:
    """Column means without NaN; a column of nothing but NaN takes the value it is treated as."""
    known = ~np.isnan(table)
    count = known.sum(axis=0)
    sums = np.where(known, table, 0.0).sum(axis=0)
    return np.where(count > 0, sums / np.maximum(count, 1), otherwise)
