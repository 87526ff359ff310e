"""Training the eligibility model on people whom the rules decided."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings._eligibility import EligibilityLikelihood
from embeddings._eligibility_features import FeatureSpace, features_of
from embeddings._eligibility_model import (
    PROBE_SEED,
    PROBE_SIZE,
    CountryModel,
    EligibilityModel,
    PlaceProbe,
    population_digest,
    save_eligibility_model,
)
from embeddings._eligibility_network import Network, fit_network
from embeddings._eligibility_people import Lot, PlaceRules, probe, simulate
from embeddings._eligibility_report import (
    EligibilityFigures,
    by_known,
    figures_of,
    flat,
    write_eligibility_card,
)
from embeddings._files import read_model
from embeddings._fingerprint import graph_fingerprint
from embeddings._population_occupations import read_occupations
from embeddings._vectors import spread
from graph import Snapshot

_Bools = NDArray[np.bool_]
_Floats = NDArray[np.float32]
HIDDEN = (64, 32)
_EPOCHS = 14
_CALIBRATION_SHARE = 0.15
#: Least drop of the log loss, as a share, for which occupation vectors are worth shipping.
_WORTH = 0.01
CARD = "ELIGIBILITY_CARD.md"


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many people of a country are simulated: to train on, to hold out, and to draw for beside the model."""

    train: int = 60_000
    held_out: int = 20_000
    drawn: int = 90
    epochs: int = _EPOCHS


@dataclass(frozen=True, slots=True)
class _Tables:
    """People of a country as the network takes them.

    Attributes:
        labels, counted: shape (n, benefits). known: facts shown, shape (n,).
    """

    features: _Floats
    labels: _Bools
    counted: _Bools
    known: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Chances of everybody held out, by how they were found; shape (n, benefits) each."""

    chances: Mapping[str, NDArray[np.float64]]
    tables: _Tables
    benefits: tuple[str, ...]


def train_eligibility(
    places: Sequence[PlaceRules],
    *,
    vectors: Mapping[str, NDArray[np.floating]],
    on: date,
    seed: int,
    directory: Path,
    amounts: Amounts | None = None,
) -> EligibilityModel:
    """Train, measure and save; the same rules, population, vectors and seed give the same files.

    Occupation vectors ship only where they lower the log loss on held-out people by a hundredth, against no occupation
    and against its pay and kind alone.

    Args:
        vectors: starter occupation id -> the graph embedding's vector; empty trains without occupations.
        on: the day whose rules decide.
    Raises:
        TrainingExtraError: torch is not installed.
    """
    amounts = amounts or Amounts()
    reduced = _reduced(vectors)
    countries: dict[str, CountryModel] = {}
    with_vectors: dict[str, CountryModel] = {}
    outcomes: dict[str, _Outcome] = {}
    held: dict[str, list[Lot]] = {}
    for number, code in enumerate(sorted({place.country for place in places})):
        here = [place for place in places if place.country == code]
        rng = np.random.default_rng([seed, number])
        lots = [simulate(place, rng, on=on, size=amounts.train // len(here)) for place in here]
        held[code] = [simulate(place, rng, on=on, size=amounts.held_out // len(here)) for place in here]
        countries[code], with_vectors[code], outcomes[code] = _country(lots, held[code], reduced, on, seed, amounts)
    use_vectors = bool(vectors) and _gain(outcomes) >= _WORTH
    chosen = with_vectors if use_vectors else countries
    drawn = _beside_draws(held, outcomes, on, amounts.drawn, seed)
    shipped = "facts and occupation vector" if use_vectors else "facts"
    variants = {name: _all(outcomes, name) for name in next(iter(outcomes.values())).chances}
    report = {
        **flat("shipped", variants[shipped]),
        **{f"{name}.log_loss": row.log_loss for name, row in variants.items()},
        **{f"{name}.ece": row.ece for name, row in variants.items()},
    }
    report |= {**flat("same_people.model", drawn.model), **flat("same_people.draws", drawn.draws)}
    jobs = read_occupations()
    model = EligibilityModel(
        on=on,
        seed=seed,
        population=population_digest(),
        countries=chosen,
        probes={
            place.place: PlaceProbe(place.asked, probe(place, on=on, size=PROBE_SIZE, seed=PROBE_SEED))
            for place in places
        },
        occupations=jobs.ids if use_vectors else (),
        vectors=reduced if use_vectors else np.zeros((0, 0), dtype=np.float32),
        figures=report,
    )
    save_eligibility_model(model, directory)
    card = write_eligibility_card(
        on=on.isoformat(),
        seed=seed,
        seconds_of_draws=drawn.seconds,
        variants=variants,
        same_people={"2,000 draws, decided by the rules": drawn.draws, f"what ships ({shipped})": drawn.model},
        benefits=_per_benefit(outcomes, shipped),
        known=_per_known(outcomes, shipped),
        countries={code: _figures(outcome, shipped) for code, outcome in outcomes.items()},
        counts={
            "people trained on": sum(amounts.train // _count(places, code) * _count(places, code) for code in outcomes),
            "people held out": sum(len(outcome.tables.known) for outcome in outcomes.values()),
            "places": len(places),
            "benefits": len({name for place in places for name in place.benefits}),
        },
        verdict=_verdict(variants, use_vectors),
    )
    (directory / CARD).write_text(card, encoding="utf-8")
    return model


def occupation_vectors(directory: Path, snapshot: Snapshot) -> dict[str, NDArray[np.floating]]:
    """The vectors of the starter occupations in a trained model of their graph; none for another graph.

    Raises:
        ModelFileError: the folder holds no usable model.
    """
    saved = read_model(directory)
    if saved.fingerprint != graph_fingerprint(snapshot):
        return {}
    vectors = spread(snapshot, saved.vectors).occupations
    rows = {key: snapshot.occupations.find(key) for key in read_occupations().ids}
    return {key: vectors[row] for key, row in rows.items() if row is not None}


def _country(
    lots: Sequence[Lot], held: Sequence[Lot], reduced: _Floats, on: date, seed: int, amounts: Amounts
) -> tuple[CountryModel, CountryModel, _Outcome]:
    """Networks without and with occupation vectors, and the chances of the held-out people by every variant."""
    jobs = read_occupations()
    benefits = tuple(sorted({name for lot in lots for name in lot.rules.benefits}))
    names = tuple(lot.rules.place for lot in lots)
    facts = features_of([lot.shown for lot in lots], on)
    pay = np.stack([jobs.flexible, np.log(jobs.pay_cn), np.log(jobs.pay_us)], axis=1).astype(np.float32)
    variants: dict[str, tuple[_Floats | None, tuple[int, ...]]] = {
        "logistic on facts": (None, ()),
        "facts": (None, HIDDEN),
        "facts and occupation's pay and kind": (pay, HIDDEN),
    }
    if reduced.size:
        variants["facts and occupation vector"] = (reduced, HIDDEN)
    chances: dict[str, NDArray[np.float64]] = {}
    models: dict[str, CountryModel] = {}
    tables: _Tables | None = None
    for name, (table, hidden) in variants.items():
        space = FeatureSpace(facts, names, 0 if table is None else table.shape[1])
        train = _tables(lots, space, benefits, table, on)
        tables = _tables(held, space, benefits, table, on)
        kept = np.random.default_rng(seed).random(len(train.known)) < _CALIBRATION_SHARE
        network = _fit(train, hidden, amounts.epochs, seed, kept)
        if "base rate" not in chances:
            counted = np.maximum(train.counted.sum(axis=0), 1)
            rate = (train.labels & train.counted).sum(axis=0) / counted
            chances["base rate"] = np.repeat(rate[None, :], len(tables.known), axis=0)
        chances[name] = network.probabilities(tables.features)
        models[name] = CountryModel(space, benefits, network)
    if tables is None:
        raise ValueError("no variant was trained")
    with_vectors = models.get("facts and occupation vector", models["facts"])
    return models["facts"], with_vectors, _Outcome(chances, tables, benefits)


def _fit(train: _Tables, hidden: tuple[int, ...], epochs: int, seed: int, kept: _Bools) -> Network:
    return fit_network(
        train.features, train.labels, train.counted, hidden=hidden, epochs=epochs, seed=seed, calibration=kept
    )


def _tables(
    lots: Sequence[Lot], space: FeatureSpace, benefits: tuple[str, ...], vectors: _Floats | None, on: date
) -> _Tables:
    features, labels, counted = [], [], []
    for lot in lots:
        size = len(lot.known)
        rows = None
        if vectors is not None:
            rows = np.where((lot.occupations >= 0)[:, None], vectors[lot.occupations], np.nan).astype(np.float32)
        features.append(space.encode(lot.shown, lot.rules.place, rows, on, size))
        label, count = np.zeros((size, len(benefits)), dtype=bool), np.zeros((size, len(benefits)), dtype=bool)
        columns = [benefits.index(name) for name in lot.rules.benefits]
        label[:, columns], count[:, columns] = lot.eligible, lot.open
        labels.append(label)
        counted.append(count)
    known = np.concatenate([lot.known for lot in lots])
    return _Tables(np.concatenate(features), np.concatenate(labels), np.concatenate(counted), known)


def _reduced(vectors: Mapping[str, NDArray[np.floating]], dimensions: int = 8) -> _Floats:
    """The graph's vectors of the occupations on their first principal axes, of unit variance; (n, dimensions)."""
    ids = read_occupations().ids
    if not vectors:
        return np.zeros((0, 0), dtype=np.float32)
    size = len(next(iter(vectors.values())))
    table = np.stack([np.asarray(vectors.get(key, np.zeros(size)), dtype=np.float64) for key in ids])
    left, scales, _ = np.linalg.svd(table - table.mean(axis=0), full_matrices=False)
    found = left[:, :dimensions] * np.sign(left[:1, :dimensions] + 1e-12)
    # As it is saved.
    rounded = (found * np.sqrt(len(ids))).astype(np.float16).astype(np.float32)
    return np.asarray(rounded[:, : int((scales > 1e-9).sum())], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Draws and model on the same people."""

    draws: EligibilityFigures
    model: EligibilityFigures
    seconds: float


def _beside_draws(
    held: Mapping[str, Sequence[Lot]], outcomes: Mapping[str, _Outcome], on: date, size: int, seed: int
) -> _Drawn:
    """2,000 draws for the first people of each place that have an open benefit."""
    draws, ours, eligible, seconds = [], [], [], []
    for code, lots in held.items():
        outcome, start = outcomes[code], 0
        best = list(outcome.chances)[-1]
        for lot in lots:
            for person in np.flatnonzero(lot.open.any(axis=1))[: size // len(lots)].tolist():
                names = [name for name, open_ in zip(lot.rules.benefits, lot.open[person], strict=True) if open_]
                shown = {key: column.values[person] for key, column in lot.shown.items() if column.known[person]}
                facts = lot.rules.complete({key: value.item() for key, value in shown.items()})
                job = int(lot.occupations[person])
                began = time.perf_counter()
                model = EligibilityLikelihood(
                    lot.rules.decide,
                    on=on,
                    seed=seed,
                    asked=lot.rules.asked,
                    occupation=read_occupations().ids[job] if job >= 0 else None,
                )
                found = model.likelihood(facts, names)
                seconds.append(time.perf_counter() - began)
                for name in names:
                    draws.append(found[name])
                    ours.append(outcome.chances[best][start + person, outcome.benefits.index(name)])
                    eligible.append(lot.eligible[person, lot.rules.benefits.index(name)])
            start += len(lot.known)
    truth = np.array(eligible, dtype=bool)
    return _Drawn(figures_of(np.array(draws), truth), figures_of(np.array(ours), truth), float(np.median(seconds)))


def _figures(outcome: _Outcome, name: str) -> EligibilityFigures:
    tables = outcome.tables
    return figures_of(outcome.chances[name][tables.counted], tables.labels[tables.counted])


def _all(outcomes: Mapping[str, _Outcome], name: str) -> EligibilityFigures:
    parts = [
        (one.chances[name][one.tables.counted], one.tables.labels[one.tables.counted]) for one in outcomes.values()
    ]
    return figures_of(np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts]))


def _per_benefit(outcomes: Mapping[str, _Outcome], name: str) -> dict[str, EligibilityFigures]:
    found = {}
    for outcome in outcomes.values():
        for number, benefit in enumerate(outcome.benefits):
            here = outcome.tables.counted[:, number]
            if here.any():
                found[benefit] = figures_of(outcome.chances[name][here, number], outcome.tables.labels[here, number])
    return dict(sorted(found.items()))


def _per_known(outcomes: Mapping[str, _Outcome], name: str) -> dict[str, EligibilityFigures]:
    chances, labels, known = [], [], []
    for outcome in outcomes.values():
        counted = outcome.tables.counted
        chances.append(outcome.chances[name][counted])
        labels.append(outcome.tables.labels[counted])
        known.append(np.repeat(outcome.tables.known[:, None], counted.shape[1], axis=1)[counted])
    return by_known(np.concatenate(chances), np.concatenate(labels), np.concatenate(known))


def _gain(outcomes: Mapping[str, _Outcome]) -> float:
    """By what share occupation vectors lower the log loss, against the better of no occupation and its pay and kind."""
    plain = min(_all(outcomes, name).log_loss for name in ("facts", "facts and occupation's pay and kind"))
    return 1.0 - _all(outcomes, "facts and occupation vector").log_loss / plain


def _verdict(variants: Mapping[str, EligibilityFigures], use_vectors: bool) -> list[str]:
    if "facts and occupation vector" not in variants:
        return ["No occupation vectors were given."]
    plain, vector = variants["facts"].log_loss, variants["facts and occupation vector"].log_loss
    pay = variants["facts and occupation's pay and kind"].log_loss
    return [
        f"Occupation vectors change the log loss from {plain:.4f} to {vector:.4f}; the occupation's pay and kind, two",
        f"figures that the population itself was drawn from, give {pay:.4f}. So the vectors "
        + ("ship." if use_vectors else "do not ship: they add nothing that a hundredth of log loss would show."),
        "Whatever they add here they add because the population ties status and wages to the occupation, which is an",
        "assumption.",
    ]


def _count(places: Sequence[PlaceRules], code: str) -> int:
    return sum(place.country == code for place in places)
