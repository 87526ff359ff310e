"""Chances of open benefits side by side on the same held-out people: by the networks, by the base rate, by draws."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from embeddings._eligibility import EligibilityLikelihood, chances
from embeddings._eligibility_features import FeatureSpace
from embeddings._eligibility_people import Lot
from embeddings._eligibility_report import EligibilityFigures, by_known, figures_of

_Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tables:
    """People of a country as the network takes them.

    Attributes:
        features: shape (n, width). labels, counted: shape (n, benefits). known: facts shown, shape (n,).
        in_order: whose facts became known in an order, shape (n,).
    """

    features: NDArray[np.float32]
    labels: _Bools
    counted: _Bools
    known: NDArray[np.int64]
    in_order: _Bools


@dataclass(frozen=True, slots=True)
class Outcome:
    """Chances of everybody held out, by how they were found; shape (n, benefits) each."""

    chances: Mapping[str, NDArray[np.float64]]
    tables: Tables
    benefits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BesideDraws:
    """Draws and model on the same people.

    Attributes:
        figures: by "draws", "model" or "both" and, after a comma, which of the people.
        against: of "model" and "both", log loss less that of the draws, and its standard error; pairs of one person go
            together.
        seconds: of the draws, median of a person.
    """

    figures: Mapping[str, EligibilityFigures]
    against: Mapping[str, tuple[float, float]]
    seconds: float


def tables_of(
    lots: Sequence[Lot],
    space: FeatureSpace,
    benefits: tuple[str, ...],
    occupations: NDArray[np.float32] | None,
    on: date,
) -> Tables:
    """Encode people of the places of a country, one lot after another.

    Args:
        occupations: what is known of each occupation, shape (occupations, dimensions); None: nobody's is known.
    """
    features, labels, counted = [], [], []
    for lot in lots:
        size, rows = len(lot.known), None
        if occupations is not None:
            rows = np.where((lot.occupations >= 0)[:, None], occupations[lot.occupations], np.nan).astype(np.float32)
        features.append(space.encode(lot.shown, lot.rules.place, rows, on, size))
        label, count = np.zeros((size, len(benefits)), dtype=bool), np.zeros((size, len(benefits)), dtype=bool)
        columns = [benefits.index(name) for name in lot.rules.benefits]
        label[:, columns], count[:, columns] = lot.eligible, lot.open
        labels.append(label)
        counted.append(count)
    return Tables(
        np.concatenate(features),
        np.concatenate(labels),
        np.concatenate(counted),
        np.concatenate([lot.known for lot in lots]),
        np.concatenate([lot.in_order for lot in lots]),
    )


def beside_draws(
    held: Mapping[str, Sequence[Lot]], outcomes: Mapping[str, Outcome], name: str, *, on: date, people: int, seed: int
) -> BesideDraws:
    """2,000 draws for the first people of each place that have an open benefit; the occupation is known of nobody.

    Args:
        name: of the variant to put beside the draws. people: how many of each place.
    """
    drawn, ours, both, eligible, in_order, owner, seconds = [], [], [], [], [], [], []
    for code, lots in held.items():
        outcome, start = outcomes[code], 0
        for lot in lots:
            model = EligibilityLikelihood(lot.rules.decide, on=on, seed=seed, asked=[*lot.rules.asked, *lot.shown])
            for person in np.flatnonzero(lot.open.any(axis=1))[:people].tolist():
                names = [name for name, open_ in zip(lot.rules.benefits, lot.open[person], strict=True) if open_]
                shown = {key: column.values[person] for key, column in lot.shown.items() if column.known[person]}
                facts = lot.rules.complete({key: value.item() for key, value in shown.items()})
                began = time.perf_counter()
                people_found = model.draws(facts, names)
                by_draws = chances(people_found, names)
                seconds.append(time.perf_counter() - began)
                row = outcome.chances[name][start + person]
                by_model = {benefit: float(row[outcome.benefits.index(benefit)]) for benefit in names}
                together = chances(people_found, names, expected=by_model)
                for benefit in names:
                    drawn.append(by_draws[benefit])
                    ours.append(by_model[benefit])
                    both.append(together[benefit])
                    eligible.append(lot.eligible[person, lot.rules.benefits.index(benefit)])
                    in_order.append(lot.in_order[person])
                    owner.append(len(seconds))
            start += len(lot.known)
    truth, ordered = np.array(eligible, dtype=bool), np.array(in_order, dtype=bool)
    found = {"draws": np.array(drawn), "model": np.array(ours), "both": np.array(both)}
    figures = {}
    for label, values in found.items():
        figures[label] = figures_of(values, truth)
        for which, here in (("known in an order", ordered), ("known at random", ~ordered)):
            if here.any():
                figures[f"{label}, {which}"] = figures_of(values[here], truth[here])
    against = {label: _difference(found[label], found["draws"], truth, np.array(owner)) for label in ("model", "both")}
    return BesideDraws(figures, against, float(np.median(seconds)))


def figures_in(outcome: Outcome, name: str) -> EligibilityFigures:
    """Of one country."""
    return figures_of(outcome.chances[name][outcome.tables.counted], outcome.tables.labels[outcome.tables.counted])


def figures_over(outcomes: Mapping[str, Outcome], name: str) -> EligibilityFigures:
    """Of all countries together."""
    values, labels, _, _ = _flat(outcomes, name)
    return figures_of(values, labels)


def per_benefit(outcomes: Mapping[str, Outcome], name: str) -> dict[str, EligibilityFigures]:
    """Of each benefit that is open for anybody."""
    found = {}
    for outcome in outcomes.values():
        for number, benefit in enumerate(outcome.benefits):
            here = outcome.tables.counted[:, number]
            if here.any():
                found[benefit] = figures_of(outcome.chances[name][here, number], outcome.tables.labels[here, number])
    return dict(sorted(found.items()))


def per_known(outcomes: Mapping[str, Outcome], name: str) -> dict[str, EligibilityFigures]:
    """By how many facts are known, separately for those known in an order and at random."""
    values, labels, known, ordered = _flat(outcomes, name)
    found: dict[str, EligibilityFigures] = {}
    for which, here in (("in an order", ordered), ("at random", ~ordered)):
        rows = by_known(values[here], labels[here], known[here])
        found |= {f"{steps}, {which}": row for steps, row in rows.items()}
    return found


def _flat(outcomes: Mapping[str, Outcome], name: str) -> tuple[NDArray[np.float64], _Bools, NDArray[np.int64], _Bools]:
    """Chance, label, known facts and whether in an order of each open pair."""
    values, labels, known, ordered = [], [], [], []
    for outcome in outcomes.values():
        counted = outcome.tables.counted
        values.append(outcome.chances[name][counted])
        labels.append(outcome.tables.labels[counted])
        known.append(np.repeat(outcome.tables.known[:, None], counted.shape[1], axis=1)[counted])
        ordered.append(np.repeat(outcome.tables.in_order[:, None], counted.shape[1], axis=1)[counted])
    return np.concatenate(values), np.concatenate(labels), np.concatenate(known), np.concatenate(ordered)


def _difference(
    ours: NDArray[np.float64], theirs: NDArray[np.float64], eligible: _Bools, owner: NDArray[np.int64]
) -> tuple[float, float]:
    losses = _losses(ours, eligible) - _losses(theirs, eligible)
    per_person = np.bincount(owner, weights=losses - losses.mean())
    return float(losses.mean()), float(np.sqrt(np.square(per_person).sum()) / len(losses))


def _losses(values: NDArray[np.float64], eligible: _Bools) -> NDArray[np.float64]:
    bounded = np.clip(values, 1e-6, 1.0 - 1e-6)
    return np.asarray(-np.where(eligible, np.log(bounded), np.log1p(-bounded)), dtype=np.float64)
