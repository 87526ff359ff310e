"""How facts of simulated people are hidden: at random, or as they are when somebody has been asked so far."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from embeddings import FactArray, PlaceRules
from embeddings._eligibility_people import Lot, simulate, simulate_whole

ON = date(2026, 11, 22)
#: Everybody has these four; the draws of the last need the first.
FORM = ("employment_status", "seeking_work", "age_years", "drawing_pension")


def decide(people: Mapping[str, FactArray]):
    seeking = people["seeking_work"].is_any([True])
    return np.ones(len(seeking), dtype=bool), {"benefit": seeking}


def open_to(people: Mapping[str, FactArray]):
    return {"benefit": ~people["seeking_work"].known}


PLACE = PlaceRules("CN-1", "CN", ("benefit",), FORM, decide, open_to, dict)


def of(place: PlaceRules, size: int = 20_000) -> Lot:
    return simulate(place, np.random.default_rng(5), on=ON, size=size)


def share_known(lot: Lot, fact: str, *, in_order: bool, known: int) -> float:
    """Of the people with so many known facts of the form."""
    count = np.sum([lot.shown[name].known for name in FORM], axis=0)
    here = (lot.in_order == in_order) & (count == known)
    return float(lot.shown[fact].known[here].mean())


def test_half_of_the_people_have_been_asked_in_an_order() -> None:
    assert of(PLACE).in_order.mean() == pytest.approx(0.5, abs=0.02)


def test_at_random_every_fact_is_the_one_that_is_known() -> None:
    """One of four facts known: each with a chance of a quarter."""
    lot = of(PLACE)

    for fact in FORM:
        assert share_known(lot, fact, in_order=False, known=1) == pytest.approx(0.25, abs=0.04)


def test_in_order_the_first_fact_of_the_form_is_the_one_that_is_known() -> None:
    lot = of(PLACE)
    shares = [share_known(lot, fact, in_order=True, known=1) for fact in FORM]

    assert shares[0] > 0.6
    assert shares == sorted(shares, reverse=True)


def test_in_order_half_of_the_people_were_asked_the_most_telling_fact_first() -> None:
    """The form backwards for half of them: the first and the last fact alike, those in the middle hardly."""
    lot = of(replace(PLACE, telling=FORM[::-1]))
    shares = [share_known(lot, fact, in_order=True, known=1) for fact in FORM]

    assert shares[0] == pytest.approx(shares[3], abs=0.05)
    assert min(shares[0], shares[3]) > 2 * max(shares[1], shares[2])


def test_few_facts_are_known_in_order_more_often_than_many() -> None:
    """Asked so far: floor(5 u²) of 4 questions, so none for u² < .2, u < .447; what is not answered adds to it."""
    lot = of(PLACE)
    count = np.sum([lot.shown[name].known for name in FORM], axis=0)[lot.in_order]

    assert (count == 0).mean() == pytest.approx(0.447 + 0.05, abs=0.05)
    assert (count <= 1).mean() > 2 * (count >= 3).mean()


def test_what_no_rule_asks_may_be_known_too() -> None:
    """Whether somebody seeks work is drawn by the employment status, which is known of some even if not asked."""
    place = replace(PLACE, asked=FORM[1:])
    lot = of(place)

    assert 0.1 < lot.shown["employment_status"].known[lot.in_order].mean() < 0.9
    assert "employment_status" not in simulate_whole(place, np.random.default_rng(5), on=ON, size=10)


def test_open_is_what_the_shown_facts_leave_open() -> None:
    lot = of(PLACE, 500)

    assert (lot.open[:, 0] == ~lot.shown["seeking_work"].known).all()
