"""Simulated people for training and testing: decided by the rules, then shown with only some of their facts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from embeddings._eligibility import CohortRules
from embeddings._population import needed, read_population
from embeddings._population_columns import FactArray, Mask
from embeddings._population_draw import draw_people
from embeddings._population_occupations import read_occupations

#: People with some of their facts -> benefit id -> for whom it is still open; the rules say so.
OpenTo = Callable[[Mapping[str, FactArray]], Mapping[str, Mask]]


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """A place as the training needs it.

    Attributes:
        place: region code. country: which model it belongs to.
        benefits: ids. asked: the facts that its rules ask.
        complete: facts with what follows from them.
    """

    place: str
    country: str
    benefits: tuple[str, ...]
    asked: tuple[str, ...]
    decide: CohortRules
    open_to: OpenTo
    complete: Callable[[Mapping[str, object]], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Lot:
    """People of one place.

    Attributes:
        shown: the facts that are known of them.
        occupations: rows of the occupations, -1 where not known; shape (n,).
        eligible: by all their facts, shape (n, benefits). open: by the shown facts, same shape.
        known: how many facts are shown of each, shape (n,).
    """

    rules: PlaceRules
    shown: Mapping[str, FactArray]
    occupations: NDArray[np.intp]
    eligible: NDArray[np.bool_]
    open: NDArray[np.bool_]
    known: NDArray[np.int64]


def simulate(rules: PlaceRules, rng: np.random.Generator, *, on: date, size: int) -> Lot:
    """Draw people, let the rules decide them, and hide facts.

    Each person shows each fact with a chance of their own, evenly from 0 to 1, so that every number of known facts
    occurs; the occupation is known of every second person.
    """
    people, rows, eligible = _whole(rules, rng, on, size)
    count = len(rows)
    chance = rng.random(count)
    shown = {
        name: FactArray(column.values, column.known & (rng.random(count) < chance)) for name, column in people.items()
    }
    still = rules.open_to(shown)
    return Lot(
        rules=rules,
        shown=shown,
        occupations=np.where(rng.random(count) < 0.5, rows, -1),
        eligible=np.stack([eligible[name] for name in rules.benefits], axis=1),
        open=np.stack([still[name] for name in rules.benefits], axis=1),
        known=np.sum([column.known for column in shown.values()], axis=0),
    )


def simulate_whole(rules: PlaceRules, rng: np.random.Generator, *, on: date, size: int) -> dict[str, FactArray]:
    """People with everything that the rules of the place ask and that they have; fewer than `size` if some disagree."""
    return _whole(rules, rng, on, size)[0]


def _whole(
    rules: PlaceRules, rng: np.random.Generator, on: date, size: int
) -> tuple[dict[str, FactArray], NDArray[np.intp], dict[str, Mask]]:
    """People, the rows of their occupations, and who is eligible for what."""
    tables = needed(read_population(), frozenset(rules.asked))
    jobs = read_occupations()
    rows = jobs.rows(None, rng, size)
    people, _ = draw_people(tables, {}, jobs.traits(rows), rng, on=on, size=size)
    agree, eligible = rules.decide(people)
    asked = {name: column.take(agree) for name, column in people.items() if name in rules.asked}
    return asked, rows[agree], {name: mask[agree] for name, mask in eligible.items()}


def probe(rules: PlaceRules, *, on: date, size: int, seed: int) -> dict[str, NDArray[np.bool_]]:
    """Who of some simulated people is eligible; the same people for the same seed, relative to the day."""
    return verdicts_on_probe(rules.decide, rules.asked, rules.benefits, on=on, size=size, seed=seed)


def verdicts_on_probe(
    decide: CohortRules, asked: Sequence[str], benefits: Sequence[str], *, on: date, size: int, seed: int
) -> dict[str, NDArray[np.bool_]]:
    """As `probe`, without the rest of the place."""
    rng = np.random.default_rng(seed)
    jobs = read_occupations()
    tables = needed(read_population(), frozenset(asked))
    people, _ = draw_people(tables, {}, jobs.traits(jobs.rows(None, rng, size)), rng, on=on, size=size)
    agree, eligible = decide(people)
    return {name: eligible[name] & agree for name in benefits}
