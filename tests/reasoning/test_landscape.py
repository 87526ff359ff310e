"""Figures before and after a move."""

from dataclasses import replace

import pytest

from graph import build_snapshot, open_store
from ontology import Scheme
from ontology.records import Figure, Occupation
from reasoning._landscape import Landscape
from reasoning.answers import Change

LIMIT = "USD/year, at least"
WAGE = Figure(name="wage", value=239200, unit=LIMIT, year=2024, source="bls")
GROWTH = Figure(name="growth", value=4.3, unit="percent", year=2024, source="bls")
LOWER = replace(WAGE, value=50000, unit="USD/year")


def change(figure: str, before: float | None, after: float | None, unit: str) -> Change:
    return Change(figure=figure, before=before, after=after, unit=unit, source="bls (2024)")


@pytest.mark.parametrize(
    ("left", "reached", "expected"),
    [
        ((WAGE,), (LOWER,), (change("wage", 239200.0, 50000.0, LIMIT),)),
        ((LOWER,), (WAGE,), (change("wage", 50000.0, 239200.0, LIMIT),)),
        ((LOWER,), (LOWER,), (change("wage", 50000.0, 50000.0, "USD/year"),)),
        (
            (LOWER,),
            (GROWTH,),
            (
                change("growth", None, 4.3, "percent"),
                change("wage", 50000.0, None, "USD/year"),
            ),
        ),
        ((), (), ()),
    ],
)
def test_changes_tell_a_lower_limit_on_either_side(
    left: tuple[Figure, ...], reached: tuple[Figure, ...], expected: tuple[Change, ...]
) -> None:
    origin = {"source": "t", "source_version": "1", "licence": "l"}
    with open_store("sqlite:///:memory:") as store:
        store.migrate()
        store.put_nodes(
            Occupation(
                id=f"starter:occupation/{name}", scheme=Scheme.STARTER, labels={"en": name}, figures=figures, **origin
            )
            for name, figures in (("a", left), ("b", reached))
        )
        landscape = Landscape(build_snapshot(store))

    assert landscape.changes(0, 1) == expected
