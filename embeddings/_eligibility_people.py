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
#: Share of the people whose facts became known in an order; of the others, facts are known at random.
_IN_ORDER = 0.5
#: By what part of the list a fact comes earlier or later than in its order: one standard deviation.
_SWAPPED = 0.15
#: Share of the questions to which a person at most says that they do not know; drawn evenly from 0 to here.
_NO_ANSWER = 0.2


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """A place as the training needs it.

    Attributes:
        place: region code. country: which model it belongs to.
        benefits: ids. asked: the facts that its rules ask, in the order of the form.
        complete: facts with what follows from them.
        telling: the same facts, the one that tells most about the benefits first; () where nobody has ranked them.
    """

    place: str
    country: str
    benefits: tuple[str, ...]
    asked: tuple[str, ...]
    decide: CohortRules
    open_to: OpenTo
    complete: Callable[[Mapping[str, object]], Mapping[str, object]]
    telling: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lot:
    """People of one place.

    Attributes:
        shown: the facts that are known of them.
        occupations: rows of the occupations, -1 where not known; shape (n,).
        eligible: by all their facts, shape (n, benefits). open: by the shown facts, same shape.
        known: how many facts are shown of each, shape (n,).
        in_order: whose facts became known in an order rather than at random, shape (n,).
    """

    rules: PlaceRules
    shown: Mapping[str, FactArray]
    occupations: NDArray[np.intp]
    eligible: NDArray[np.bool_]
    open: NDArray[np.bool_]
    known: NDArray[np.int64]
    in_order: NDArray[np.bool_]


def simulate(rules: PlaceRules, rng: np.random.Generator, *, on: date, size: int) -> Lot:
    """Draw people, let the rules decide them, and hide facts.

    Half of the people show each fact with a chance of their own, evenly from 0 to 1, so that every number and mixture
    of known facts occurs. The others have been asked so far: the first facts of the form, or the most telling ones
    first, few more often than many, with some swapped and some not known to them. That is what the model is asked about
    in use; at random, a person of whom three weighty facts are known is hardly ever seen. The occupation is known of
    every second person.
    """
    people, rows, eligible = _whole(rules, rng, on, size)
    count = len(rows)
    facts, in_order = tuple(people), rng.random(count) < _IN_ORDER
    shows = np.where(in_order[:, None], _asked_so_far(rules, facts, rng, count), _at_random(facts, rng, count))
    shown = {
        name: FactArray(column.values, column.known & shows[:, number])
        for number, (name, column) in enumerate(people.items())
    }
    still = rules.open_to(shown)
    return Lot(
        rules=rules,
        shown=shown,
        occupations=np.where(rng.random(count) < 0.5, rows, -1),
        eligible=np.stack([eligible[name] for name in rules.benefits], axis=1),
        open=np.stack([still[name] for name in rules.benefits], axis=1),
        known=np.sum([column.known for column in shown.values()], axis=0),
        in_order=in_order,
    )


def _at_random(facts: Sequence[str], rng: np.random.Generator, count: int) -> Mask:
    """Which facts are shown of whom; shape (count, facts)."""
    chance = rng.random((count, 1))
    return np.asarray(rng.random((count, len(facts))) < chance)


def _asked_so_far(rules: PlaceRules, facts: Sequence[str], rng: np.random.Generator, count: int) -> Mask:
    """As `_at_random`, by one of the orders of the place for each person."""
    orders = [rules.asked, rules.telling] if rules.telling else [rules.asked]
    places = np.array([[order.index(fact) if fact in order else 0 for fact in facts] for order in orders], dtype=float)
    chosen = places[rng.integers(len(orders), size=count)]
    # What no rule of the place asks may be known all the same, from a form of another place or before all questions.
    beside = np.array([fact not in rules.asked for fact in facts])
    chosen[:, beside] = len(facts) * rng.random((count, int(beside.sum())))
    swapped = _SWAPPED * len(facts) * rng.standard_normal((count, len(facts)))
    ranks = (chosen + swapped).argsort(axis=1).argsort(axis=1)
    so_far = np.floor((len(facts) + 1) * rng.random((count, 1)) ** 2)
    answered = rng.random((count, len(facts))) >= _NO_ANSWER * rng.random((count, 1))
    return np.asarray((ranks < so_far) & answered)


def simulate_whole(rules: PlaceRules, rng: np.random.Generator, *, on: date, size: int) -> dict[str, FactArray]:
    """People with everything that the rules of the place ask and that they have; fewer than `size` if some disagree."""
    people = _whole(rules, rng, on, size)[0]
    return {name: column for name, column in people.items() if name in rules.asked}


def _whole(
    rules: PlaceRules, rng: np.random.Generator, on: date, size: int
) -> tuple[dict[str, FactArray], NDArray[np.intp], dict[str, Mask]]:
    """People with what the rules ask and what that depends on, their occupations' rows, who is eligible for what."""
    tables = needed(read_population(), frozenset(rules.asked))
    jobs = read_occupations()
    rows = jobs.rows(None, rng, size)
    people, _ = draw_people(tables, {}, jobs.traits(rows), rng, on=on, size=size)
    agree, eligible = rules.decide(people)
    facts = {name: column.take(agree) for name, column in people.items()}
    return facts, rows[agree], {name: mask[agree] for name, mask in eligible.items()}


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
