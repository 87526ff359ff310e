"""Four occupations with exposure .1, .3, .3, .8 and one without: percentiles 1/8, 1/2, 1/2, 7/8."""

import pytest

from graph import build_snapshot, ingest, open_store
from insight import exposure, families
from insight.errors import PopulationError
from ontology import Figure, UnknownIdError
from ontology.records import Occupation
from ontology.vocabulary import Scheme

VALUES = {"a": 0.1, "b": 0.3, "c": 0.3, "d": 0.8, "none": None}


@pytest.fixture(scope="module")
def snapshot():
    def figures(value: float | None) -> tuple[Figure, ...]:
        if value is None:
            return ()
        return (Figure(name="ai_exposure_eloundou_beta", value=value, unit="share", year=2023, source="eloundou"),)

    with open_store("sqlite:///:memory:") as store:
        ingest(
            store,
            [
                Occupation(
                    id=f"starter:occupation/{slug}", labels={"en": slug}, scheme=Scheme.STARTER,
                    figures=figures(value), source="test", source_version="1", licence="CC0-1.0",
                )
                for slug, value in VALUES.items()
            ],
        )  # fmt: skip
        return build_snapshot(store)


def people(**counts: int) -> dict[str, int]:
    return {f"starter:occupation/{slug}": count for slug, count in counts.items()}


def test_exposure_weighs_percentiles_by_people(snapshot):
    """10 people at 1/8, 30 at 7/8: mean (10/8 + 30 x 7/8) / 40 = .6875."""
    (answer,) = exposure(snapshot, people(a=10, d=30))

    assert answer.mean_percentile == pytest.approx(0.6875)
    assert answer.quarters == (0.25, 0.0, 0.0, 0.75)
    assert (answer.family, answer.index, answer.sources) == (
        "generative_ai",
        "ai_exposure_eloundou_beta",
        ("eloundou (2023)",),
    )


def test_exposure_gives_ties_the_middle_of_their_ranks(snapshot):
    (answer,) = exposure(snapshot, people(b=1, c=3))

    assert answer.mean_percentile == pytest.approx(0.5)
    assert answer.quarters == (0.0, 0.0, 1.0, 0.0)


def test_exposure_says_how_many_people_it_covers(snapshot):
    (answer,) = exposure(snapshot, people(a=10, none=30))

    assert (answer.people, answer.covered, answer.coverage) == (40, 10, 0.25)


def test_exposure_of_uncovered_population_is_unknown(snapshot):
    (answer,) = exposure(snapshot, people(none=5))

    assert answer.mean_percentile is None


@pytest.mark.parametrize("bad", [{"a": -1}, {"a": 1.5}, {"a": 0}, {}])
def test_exposure_refuses_what_is_no_population(snapshot, bad):
    with pytest.raises(PopulationError):
        exposure(snapshot, people(**bad))


def test_exposure_refuses_unknown_occupation(snapshot):
    with pytest.raises(UnknownIdError):
        exposure(snapshot, people(zeppelin=1))


def test_families_name_no_index_twice():
    names = [index for family in families() for index in family.indices]

    assert len(names) == len(set(names))
