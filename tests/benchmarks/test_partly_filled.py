"""Partly filled people: the shipped model beside draws, person by person."""

from datetime import date

import pytest

from benchmarks.partly_filled import PEOPLE, PartlyFilled, chances, distance
from policy import load_rule_base

ON = date(2026, 11, 22)
RULES = load_rule_base()


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.label)
def test_model_stays_near_the_draws(person: PartlyFilled) -> None:
    """.15 at the widest: .005 is chance in 20,000 draws, the rest is what the network misses."""
    found = chances(RULES, person, on=ON)

    assert found
    assert max(distance(chance) for chance in found) < 0.15


def test_draws_stay_near_ten_times_as_many() -> None:
    """Standard error of a share of 2,000 equal people: .011; weights make them worth fewer."""
    found = chances(RULES, PEOPLE[0], on=ON)

    assert all(chance.draws == pytest.approx(chance.reference, abs=0.05) for chance in found)
