"""The trained model of open benefits: calibrated on people held out, bound to what the rules say, saved, read back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from embeddings import MOST_CHANGED, Amounts, FactArray, ModelFileError, PlaceRules, load_eligibility_model
from embeddings import train_eligibility as train
from embeddings._eligibility_features import FactFeature, FeatureSpace
from embeddings._eligibility_model import EligibilityModel, save_eligibility_model
from embeddings._eligibility_network import Network
from embeddings._eligibility_people import simulate
from embeddings._eligibility_report import figures_of
from pathloom._eligibility_places import place_rules, places_with_rules
from policy import RuleBase, load_rule_base

# A small model is trained for them.
pytestmark = pytest.mark.train

ON = date(2026, 11, 22)
ASKED = ("employment_status", "registered_unemployed", "ui_contribution_months", "drawing_pension")
People = Mapping[str, FactArray]


def decide(people: People, least: float = 12):
    eligible = people["registered_unemployed"].is_any([True]) & (people["ui_contribution_months"].values >= least)
    agree = np.ones(len(eligible), dtype=bool)
    return agree, {"benefit": eligible, "never": np.zeros(len(eligible), dtype=bool)}


def open_to(people: People):
    registered, months = people["registered_unemployed"], people["ui_contribution_months"]
    refused = registered.is_any([False]) | (months.known & (months.values < 12))
    granted = registered.is_any([True]) & months.known & (months.values >= 12)
    return {"benefit": ~refused & ~granted, "never": np.zeros(len(refused), dtype=bool)}


SMALL = Amounts(lots=4, lot=8_000, held_out=3_000, drawn=30, passes=4)
PLACE = PlaceRules("CN-1", "CN", ("benefit", "never"), ASKED, decide, open_to, dict)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("eligibility")
    train([PLACE], vectors={}, on=ON, seed=3, directory=found, amounts=SMALL)
    return found


@pytest.fixture(scope="module")
def model(folder: Path) -> EligibilityModel:
    return load_eligibility_model(folder)


def chances_of(model: EligibilityModel, size: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Chances and outcomes of open people whom training never saw."""
    lot = simulate(PLACE, np.random.default_rng(99), on=ON, size=size)
    country = model.countries["CN"]
    table = country.space.encode(lot.shown, "CN-1", None, ON, len(lot.known))
    column = country.benefits.index("benefit")
    here = lot.open[:, 0]
    return country.network.probabilities(table)[here, column], lot.eligible[here, 0]


def test_chances_of_held_out_people_are_calibrated(model: EligibilityModel) -> None:
    """ECE < .03, and a better log loss than the base rate gives."""
    chances, eligible = chances_of(model)
    found = figures_of(chances, eligible)
    base = figures_of(np.full(len(eligible), eligible.mean()), eligible)

    assert found.ece < 0.03
    assert found.log_loss < 0.8 * base.log_loss


def test_chance_follows_the_known_facts(model: EligibilityModel) -> None:
    """Registered: P(at least 12 months | unemployed), median 40 · pay, spread 1, is near .86; unknown: .6 of it."""
    by_facts = [
        model.likelihood(facts, ["benefit"], place="CN-1", on=ON)["benefit"]
        for facts in (
            {"employment_status": "unemployed", "registered_unemployed": True},
            {"employment_status": "unemployed"},
            {"employment_status": "employee"},
        )
    ]

    assert by_facts[0] == pytest.approx(0.86, abs=0.08)
    assert by_facts[1] == pytest.approx(0.86 * 0.6, abs=0.08)
    assert by_facts[2] < 0.1


def test_training_twice_gives_the_same_files(folder: Path, tmp_path: Path) -> None:
    train([PLACE], vectors={}, on=ON, seed=3, directory=tmp_path, amounts=SMALL)

    again, first = load_eligibility_model(tmp_path), load_eligibility_model(folder)
    facts = {"employment_status": "unemployed"}
    assert again.likelihood(facts, ["benefit"], place="CN-1", on=ON) == first.likelihood(
        facts, ["benefit"], place="CN-1", on=ON
    )
    assert again.figures == first.figures


def test_benefits_and_places_that_it_does_not_know_are_left_out(model: EligibilityModel) -> None:
    assert model.likelihood({}, ["other"], place="CN-1", on=ON) == {}
    assert model.place_of(("CN-9", "CN-1", "CN")) == "CN-1"
    assert model.place_of(("US-NY", "US")) is None


def test_the_same_rules_have_not_changed(model: EligibilityModel) -> None:
    assert model.changed("CN-1", decide, benefits=("benefit", "never"), on=ON) == {"benefit": 0.0, "never": 0.0}


def test_dates_move_with_the_day(model: EligibilityModel) -> None:
    """The law of another day that says the same is the same law."""
    assert model.changed("CN-1", decide, benefits=("benefit",), on=date(2027, 3, 1)) == {"benefit": 0.0}


def test_a_moved_threshold_is_noticed(model: EligibilityModel) -> None:
    """36 months instead of 12 refuse many; 13 instead of 12 hardly anybody."""
    strict = model.changed("CN-1", lambda people: decide(people, 36), benefits=("benefit",), on=ON)
    nearly = model.changed("CN-1", lambda people: decide(people, 12.5), benefits=("benefit",), on=ON)

    assert strict["benefit"] > MOST_CHANGED
    assert nearly["benefit"] <= MOST_CHANGED


def test_another_population_is_noticed(model: EligibilityModel) -> None:
    other = replace(model, population="0" * 64)

    assert other.changed("CN-1", decide, benefits=("benefit",), on=ON) == {"benefit": 1.0}


def test_rules_without_a_fact_that_was_asked_have_changed(model: EligibilityModel) -> None:
    def refuse(people: People):
        raise ModelFileError("no such fact")

    assert model.changed("CN-1", refuse, benefits=("benefit",), on=ON) == {"benefit": 1.0}


def test_card_says_what_was_measured(folder: Path) -> None:
    card = (folder / "ELIGIBILITY_CARD.md").read_text("utf-8")

    for part in (
        "Simulated people only",
        "logistic on facts",
        "2,000 draws",
        "By number of known facts",
        "| benefit |",
    ):
        assert part in card


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("eligibility.npz", None, "eligibility.npz is missing"),
        ("eligibility.json", b"{", "not JSON"),
        ("eligibility.json", b"{}", "format"),
        ("eligibility.npz", b"PK", "not the file that"),
    ],
)
def test_faulty_files_are_refused(
    model: EligibilityModel, tmp_path: Path, file: str, content: bytes | None, words: str
) -> None:
    save_eligibility_model(model, tmp_path)
    (tmp_path / file).unlink() if content is None else (tmp_path / file).write_bytes(content)

    with pytest.raises(ModelFileError, match=words):
        load_eligibility_model(tmp_path)


def test_network_is_layers_and_a_line() -> None:
    """max(0, 2 · 3 - 1) = 5; 5 · 1 + 0.5 = 5.5; line 2 · 5.5 - 11 = 0: one half."""
    layers = (
        (np.array([[2.0]], dtype=np.float32), np.array([-1.0], dtype=np.float32)),
        (np.array([[1.0]], dtype=np.float32), np.array([0.5], dtype=np.float32)),
    )
    network = Network(layers, np.array([2.0]), np.array([-11.0]))

    assert network.probabilities(np.array([[3.0]], dtype=np.float32)) == pytest.approx(0.5)


def test_features_of_a_fact() -> None:
    """log(1 + 9) = 2.3026, less the mean 1.3026, over 2: 0.5; 9 reaches the cut 5 and not 10. Unknown: zeros."""
    feature = FactFeature("n", "number", (), (5.0, 10.0), np.log(10) - 1.0, 2.0)
    column = FactArray(np.array([9.0, 9.0]), np.array([True, False]))

    assert feature.encode(column, ON) == pytest.approx(np.array([[1, 0.5, 1, 0], [0, 0, 0, 0]]), abs=1e-6)


def test_features_of_words_days_and_truth() -> None:
    words = FactFeature("w", "words", ("a", "b")).encode(FactArray(np.array(["b", "c"]), np.ones(2, dtype=bool)), ON)
    truth = FactFeature("t", "yes_no").encode(FactArray(np.array([True, False]), np.ones(2, dtype=bool)), ON)
    day = FactArray(np.array(["2026-11-12"], dtype="M8[D]"), np.ones(1, dtype=bool))

    assert words.tolist() == [[0, 1], [0, 0]]
    assert truth.tolist() == [[1, 0], [0, 1]]
    assert FactFeature("d", "days", (), (10.0, 11.0)).encode(day, ON)[0, 2:].tolist() == [1, 0]


def test_a_fact_of_another_type_is_refused() -> None:
    with pytest.raises(ModelFileError, match="knows n as number"):
        FactFeature("n", "number").encode(FactArray(np.array([True]), np.ones(1, dtype=bool)), ON)


def test_space_knows_place_and_occupation() -> None:
    space = FeatureSpace((FactFeature("t", "yes_no"),), ("A", "B"), 2)
    vectors = np.array([[0.5, -1.0], [np.nan, np.nan]], dtype=np.float32)

    assert space.encode({}, "B", vectors, ON, 2).tolist() == [[0, 0, 0, 1, 1, 0.5, -1], [0, 0, 0, 1, 0, 0, 0]]


# The model that ships ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rules() -> RuleBase:
    return load_rule_base()


def test_shipped_model_is_calibrated_and_beats_the_baselines() -> None:
    figures = load_eligibility_model().figures

    assert figures["shipped.ece"] < 0.03
    assert figures["shipped.log_loss"] < figures["logistic on facts.log_loss"] < figures["base rate.log_loss"]


@pytest.mark.parametrize("place", ["CN-410100", "CN-310000", "US-NY", "DE", "FR"])
def test_shipped_model_is_calibrated_on_new_people(rules: RuleBase, place: str) -> None:
    """People of another seed; about 2,000 open pairs put a noise of .01 to .02 into 15 bins."""
    model = load_eligibility_model()
    here = place_rules(rules, place, on=model.on)
    lot = simulate(here, np.random.default_rng(4242), on=model.on, size=4000)
    country = model.countries[place.split("-")[0]]
    table = country.space.encode(lot.shown, place, None, model.on, len(lot.known))
    columns = [country.benefits.index(name) for name in here.benefits]
    found = figures_of(country.network.probabilities(table)[:, columns][lot.open], lot.eligible[lot.open])

    assert found.ece < 0.03


def test_shipped_model_still_fits_the_rules(rules: RuleBase) -> None:
    """Rules that decide other people than in training make the model step aside; train it again.

    A reworded text, a new source or an amount changes nothing here.
    """
    model = load_eligibility_model()
    stale = {}
    for place in places_with_rules(rules):
        if place in model.probes:
            here = place_rules(rules, place, on=model.on)
            changed = model.changed(place, here.decide, benefits=here.benefits, on=model.on)
            stale |= {f"{name} in {place}": share for name, share in changed.items() if share > MOST_CHANGED}

    assert not stale, "The rules have changed since the eligibility model was trained: run `make train` and commit it."
