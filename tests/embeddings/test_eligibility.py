from collections.abc import Mapping
from datetime import date

import numpy as np
import pytest

from embeddings import EligibilityLikelihood, FactArray, PopulationError
from embeddings._population import read_population
from ontology import PathloomError

ON = date(2026, 3, 1)
TWO = """
[[fact]]
id = "out_of_work"
source = "test"
[[fact.case]]
yes = 0.25

[[fact]]
id = "registered"
source = "test"
[[fact.case]]
when = { out_of_work = true }
yes = 0.8
[[fact.case]]
yes = 0.0
"""
People = Mapping[str, FactArray]


def everybody(people: People) -> np.ndarray:
    return np.ones(len(next(iter(people.values())).values), dtype=bool)


def eligible_if_registered(people: People):
    return everybody(people), {"benefit": people["registered"].is_any([True])}


def model(rules=eligible_if_registered, *, text: str = TWO, **options) -> EligibilityLikelihood:
    return EligibilityLikelihood(rules, on=ON, population=read_population(text), **options)


def test_likelihood_of_nothing_known_is_the_populations_share() -> None:
    """0.25 · 0.8 = 0.2; 4,000 draws have a standard error of .006."""
    chance = model(draws=4000).likelihood({}, ["benefit"])["benefit"]

    assert chance == pytest.approx(0.2, abs=0.02)


def test_likelihood_follows_a_known_cause() -> None:
    assert model(draws=4000).likelihood({"out_of_work": True}, ["benefit"])["benefit"] == pytest.approx(0.8, abs=0.02)


def test_likelihood_reasons_back_from_a_known_effect() -> None:
    """Not registered: P(out of work) = .25·.2 / (.25·.2 + .75·1) = .0625."""
    out_of_work = model(
        lambda people: (everybody(people), {"benefit": people["out_of_work"].is_any([True])}), draws=4000
    )

    chance = out_of_work.likelihood({"registered": False}, ["benefit"])["benefit"]

    assert chance == pytest.approx(0.0625, abs=0.01)


def test_likelihood_is_never_certain() -> None:
    """200 of 200 draws and one imaginary person on either side: 201 / 202."""
    chance = model(lambda people: (everybody(people), {"benefit": everybody(people)}), draws=200).likelihood(
        {}, ["benefit", "other"]
    )

    assert chance == pytest.approx({"benefit": 201 / 202, "other": 1 / 202})


def test_likelihood_is_the_same_for_the_same_seed() -> None:
    assert model(seed=3).likelihood({}, ["benefit"]) == model(seed=3).likelihood({}, ["benefit"])
    assert model(seed=3).likelihood({}, ["benefit"]) != model(seed=4).likelihood({}, ["benefit"])


def test_what_the_model_expects_counts_like_a_hundred_people() -> None:
    """200 draws, all eligible, 100 people at .5, one on either side: (200 + 50 + 1) / 302; else 201 / 202."""
    everyone = model(lambda people: (everybody(people), {"a": everybody(people), "b": everybody(people)}), draws=200)

    found = everyone.likelihood({}, ["a", "b"], expected={"a": 0.5})

    assert found == pytest.approx({"a": 251 / 302, "b": 201 / 202})


def test_what_is_expected_answers_where_nobody_drawn_agrees() -> None:
    """100 people at .3 and one on either side: 31 / 102."""

    def never(people: People):
        return ~everybody(people), {"benefit": everybody(people)}

    assert model(never).likelihood({"out_of_work": True}, ["benefit"], expected={"benefit": 0.3}) == pytest.approx(
        {"benefit": 31 / 102}
    )
    with pytest.raises(PopulationError):
        model(never).likelihood({"out_of_work": True}, ["benefit"], expected={"other": 0.3})


def test_likelihood_of_no_benefit_asks_nobody() -> None:
    def refuse(people: People):
        raise AssertionError

    assert model(refuse).likelihood({}, []) == {}


def test_draws_leave_contradictory_people_out() -> None:
    """One in five agrees, fewer than the quarter of a lot that is enough: a second lot of 500 is drawn."""

    def strict(people: People):
        registered = people["registered"].is_any([True])
        return registered, {"benefit": registered}

    found = model(strict, draws=500).draws({}, ["benefit"])

    assert found.eligible["benefit"].all()
    assert len(found.weights) == len(found.facts["out_of_work"]) == pytest.approx(200, abs=50)


def test_likelihood_says_when_nobody_agrees() -> None:
    def never(people: People):
        return ~everybody(people), {"benefit": everybody(people)}

    with pytest.raises(PopulationError, match="20000 simulated people agrees with the 1 known facts") as caught:
        model(never).likelihood({"out_of_work": True}, ["benefit"])
    assert caught.value.code == "POPULATION"


def test_numbers_that_nobody_has_are_left_out_and_named() -> None:
    """Wages of 1 fit nobody; the people who are left are out of work like the person, 8 in 10 registered."""

    def strict(people: People):
        fits = ~people["wages"].is_any([1]) if "wages" in people else everybody(people)
        return fits, {"benefit": people["registered"].is_any([True])}

    found = model(strict).draws({"out_of_work": True, "wages": 1}, ["benefit"])

    assert found.left_out == ("wages",)
    assert found.eligible["benefit"].mean() == pytest.approx(0.8, abs=0.03)
    assert "wages" not in found.facts
    # People who do not have the known numbers tell less than the model, which saw them: (.1 · 100 + 1) / 102.
    chance = model(strict).likelihood({"out_of_work": True, "wages": 1}, ["benefit"], expected={"benefit": 0.1})
    assert chance == pytest.approx({"benefit": 11 / 102})


def test_likelihood_lets_errors_of_the_rules_through() -> None:
    def broken(people: People):
        raise PathloomError("rules are broken")

    with pytest.raises(PathloomError, match="rules are broken"):
        model(broken).likelihood({}, ["benefit"])


def test_likelihood_passes_facts_on_that_the_table_lacks() -> None:
    seen = model(lambda people: (everybody(people), {"benefit": people["city"].is_any(["CN-410100"])}))

    assert seen.likelihood({"city": "CN-410100"}, ["benefit"])["benefit"] > 0.99


def test_draws_hold_the_facts_that_are_not_known() -> None:
    found = model().draws({"out_of_work": True}, ["benefit"])

    assert set(found.facts) == {"registered"}
    assert set(found.facts["registered"]) == {True, False}
    assert found.effective == pytest.approx(2000)


def test_effective_draws_follow_the_weights() -> None:
    """Registered is known: those out of work weigh .8, the others as good as nothing, so a quarter counts."""
    found = model().draws({"registered": True}, ["benefit"])

    assert found.effective == pytest.approx(500, abs=60)


def test_only_asked_facts_and_their_causes_are_drawn() -> None:
    text = TWO + '[[fact]]\nid = "unasked"\nsource = "test"\n[[fact.case]]\nyes = 0.5\n'

    assert set(model(text=text, asked=["registered"]).draws({}, ["benefit"]).facts) == {"out_of_work", "registered"}


def test_a_place_that_asks_nothing_has_people_all_the_same() -> None:
    nobody = model(lambda people: (everybody(people), {"benefit": ~everybody(people)}), asked=[])

    assert nobody.likelihood({}, ["benefit"])["benefit"] == pytest.approx(1 / 2002)


def test_likelihood_refuses_a_list() -> None:
    with pytest.raises(PopulationError, match="no single value"):
        model().likelihood({"registered": [1, 2]}, ["benefit"])


def test_known_occupation_moves_the_chances() -> None:
    """The shipped table calls riders' work flexible and accountants' not."""
    text = (
        '[[fact]]\nid = "registered"\nsource = "t"\n[[fact.case]]\nwhen = { occupation_flexible = true }\nyes = 1.0\n'
    )
    text += "[[fact.case]]\nyes = 0.0\n"
    chances = [
        model(text=text, occupation=f"starter:occupation/{name}").likelihood({}, ["benefit"])["benefit"]
        for name in ("food-delivery-rider", "accountant", "no-such-occupation")
    ]

    assert chances[0] > 0.99
    assert chances[1] < 0.01
    assert chances[2] == pytest.approx(38 / 182, abs=0.03)
