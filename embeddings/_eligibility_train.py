"""Training the eligibility model on people whom the rules decided."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings._eligibility_compare import (
    Outcome,
    beside_draws,
    figures_in,
    figures_over,
    per_benefit,
    per_known,
    tables_of,
)
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
from embeddings._eligibility_network import NetworkFit, one_thread_each
from embeddings._eligibility_people import Lot, PlaceRules, probe, simulate
from embeddings._eligibility_report import EligibilityFigures, flat, write_eligibility_card
from embeddings._files import read_model
from embeddings._fingerprint import graph_fingerprint
from embeddings._population_occupations import read_occupations
from embeddings._vectors import spread
from graph import Snapshot

_Floats = NDArray[np.float32]
HIDDEN = (128, 64)
#: Least drop of the log loss, as a share, for which occupation vectors are worth shipping.
_WORTH = 0.01
#: Countries that are trained at once.
_AT_ONCE = 2
CARD = "ELIGIBILITY_CARD.md"
_FACTS, _PAY, _VECTORS = "facts", "facts and occupation's pay and kind", "facts and occupation vector"


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many people are simulated.

    Attributes:
        lots, lot: each lot of a country is drawn afresh, gone through `passes` times and forgotten; people in a lot.
        held_out: people of a country. drawn: people of a place for whom draws are made beside the model.
    """

    lots: int = 10
    lot: int = 60_000
    held_out: int = 20_000
    drawn: int = 40
    passes: int = 2


@dataclass(frozen=True, slots=True)
class _Country:
    """What was trained for a country: a model for each variant, and how it does."""

    models: Mapping[str, CountryModel]
    outcome: Outcome
    held: tuple[Lot, ...]


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
    codes = sorted({place.country for place in places})

    def trained_for(number: int) -> _Country:
        here = [place for place in places if place.country == codes[number]]
        return _country(here, reduced, np.random.default_rng([seed, number]), on, seed, amounts)

    with one_thread_each(), ThreadPoolExecutor(_AT_ONCE) as pool:
        trained = dict(zip(codes, pool.map(trained_for, range(len(codes))), strict=True))
    outcomes = {code: country.outcome for code, country in trained.items()}
    variants = {name: figures_over(outcomes, name) for name in next(iter(outcomes.values())).chances}
    shipped = _VECTORS if bool(vectors) and _gain(variants) >= _WORTH else _FACTS
    held = {code: country.held for code, country in trained.items()}
    beside = beside_draws(held, outcomes, shipped, on=on, people=amounts.drawn, seed=seed)
    report = {
        **flat("shipped", variants[shipped]),
        **{f"{name}.log_loss": row.log_loss for name, row in variants.items()},
        **{f"{name}.ece": row.ece for name, row in variants.items()},
    }
    for name, (difference, error) in beside.against.items():
        report |= {f"same_people.{name}.less_draws": difference, f"same_people.{name}.less_draws.error": error}
    for name, row in beside.figures.items():
        report |= flat(f"same_people.{name}", row)
    jobs = read_occupations()
    model = EligibilityModel(
        on=on,
        seed=seed,
        population=population_digest(),
        countries={code: country.models[shipped] for code, country in trained.items()},
        probes={
            place.place: PlaceProbe(place.asked, probe(place, on=on, size=PROBE_SIZE, seed=PROBE_SEED))
            for place in places
        },
        occupations=jobs.ids if shipped == _VECTORS else (),
        vectors=reduced if shipped == _VECTORS else np.zeros((0, 0), dtype=np.float32),
        figures=report,
    )
    save_eligibility_model(model, directory)
    card = write_eligibility_card(
        on=on.isoformat(),
        seed=seed,
        variants=variants,
        shipped=shipped,
        beside=beside,
        benefits=per_benefit(outcomes, shipped),
        known=per_known(outcomes, shipped),
        countries={code: figures_in(outcome, shipped) for code, outcome in outcomes.items()},
        counts={
            "people trained on": amounts.lots * amounts.lot * len(outcomes),
            "people held out": sum(len(outcome.tables.known) for outcome in outcomes.values()),
            "places": len(places),
            "benefits": len({name for place in places for name in place.benefits}),
        },
        verdict=_verdict(variants, shipped),
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
    places: Sequence[PlaceRules], reduced: _Floats, rng: np.random.Generator, on: date, seed: int, amounts: Amounts
) -> _Country:
    """Networks with and without what is known of the occupation, all on the same people, lot by lot."""
    jobs = read_occupations()
    pay = np.stack([jobs.flexible, np.log(jobs.pay_cn), np.log(jobs.pay_us)], axis=1).astype(np.float32)
    wide = np.concatenate([pay, reduced], axis=1) if reduced.size else pay
    benefits = tuple(sorted({name for place in places for name in place.benefits}))
    names = tuple(place.place for place in places)

    def people(count: int) -> tuple[Lot, ...]:
        return tuple(simulate(place, rng, on=on, size=count // len(places)) for place in places)

    lots = people(amounts.lot)
    facts = features_of([lot.shown for lot in lots], on)
    space = FeatureSpace(facts, names, wide.shape[1])
    plain = space.width - wide.shape[1]
    # Which columns of the widest table a variant sees: facts, places and whether the occupation is known come first.
    variants: dict[str, tuple[slice, tuple[int, ...]]] = {
        "logistic on facts": (slice(0), ()),
        _FACTS: (slice(0), HIDDEN),
        _PAY: (slice(plain, plain + pay.shape[1]), HIDDEN),
    }
    if reduced.size:
        variants[_VECTORS] = (slice(plain + pay.shape[1], space.width), HIDDEN)

    def seen(features: _Floats, occupation: slice) -> _Floats:
        found = np.concatenate([features[:, :plain], features[:, occupation]], axis=1)
        if occupation == slice(0):
            found[:, plain - 1] = 0.0
        return found

    widths = {name: plain + len(range(space.width)[columns]) for name, (columns, _) in variants.items()}
    fits = {
        name: NetworkFit(
            widths[name], len(benefits), hidden=hidden, lots=amounts.lots, passes=amounts.passes, seed=seed
        )
        for name, (_, hidden) in variants.items()
    }
    eligible, counted = np.zeros(len(benefits)), np.zeros(len(benefits))
    for number in range(amounts.lots):
        tables = tables_of(lots if number == 0 else people(amounts.lot), space, benefits, wide, on)
        eligible += (tables.labels & tables.counted).sum(axis=0)
        counted += tables.counted.sum(axis=0)
        for name, (columns, _) in variants.items():
            fits[name].learn(seen(tables.features, columns), tables.labels, tables.counted)
    calibration = tables_of(people(amounts.lot // 2), space, benefits, wide, on)
    held = people(amounts.held_out)
    tables = tables_of(held, space, benefits, wide, on)
    rate = eligible / np.maximum(counted, 1)
    chances = {"base rate": np.repeat(rate[None, :], len(tables.known), axis=0)}
    models: dict[str, CountryModel] = {}
    for name, (columns, _) in variants.items():
        network = fits[name].calibrated(seen(calibration.features, columns), calibration.labels, calibration.counted)
        chances[name] = network.probabilities(seen(tables.features, columns))
        models[name] = CountryModel(FeatureSpace(facts, names, widths[name] - plain), benefits, network)
    return _Country(models, Outcome(chances, tables, benefits), held)


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


def _gain(variants: Mapping[str, EligibilityFigures]) -> float:
    """By what share occupation vectors lower the log loss, against the better of no occupation and its pay and kind."""
    return 1.0 - variants[_VECTORS].log_loss / min(variants[name].log_loss for name in (_FACTS, _PAY))


def _verdict(variants: Mapping[str, EligibilityFigures], shipped: str) -> list[str]:
    if _VECTORS not in variants:
        return ["No occupation vectors were given."]
    plain, pay, vector = (variants[name].log_loss for name in (_FACTS, _PAY, _VECTORS))
    return [
        f"Occupation vectors change the log loss from {plain:.4f} to {vector:.4f}; the occupation's pay and kind, two",
        f"figures that the population itself was drawn from, give {pay:.4f}. So the vectors "
        + ("ship." if shipped == _VECTORS else "do not ship: they lower it by less than a hundredth."),
        "Whatever they add here they add because the population ties status and wages to the occupation, which is an",
        "assumption.",
    ]
