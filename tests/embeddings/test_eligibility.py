from collections.abc import Mapping
from datetime import date

import numpy as np
import pytest

from embeddings import EligibilityLikelihood, PopulationError
from embeddings._population import read_population
from ontology import ErrorKind, PathloomError
from policy import load_rule_base

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


class BadFactsError(PathloomError):
    code = "TEST_BAD_FACTS"
    kind = ErrorKind.BAD_INPUT


def eligible_if_registered(facts: Mapping[str, object]) -> Mapping[str, bool]:
    return {"benefit": facts["registered"] is True}


def model(verdicts=eligible_if_registered, *, text: str = TWO, **options) -> EligibilityLikelihood:
    return EligibilityLikelihood(verdicts, on=ON, population=read_population(text), **options)


def drawn(text: str, facts: Mapping[str, object], *, n: int = 200) -> list[object]:
    """Values of the table's last fact."""
    tables = read_population(text)
    rng = np.random.default_rng(1)
    values = []
    for _ in range(n):
        person = dict(facts)
        for table in tables:
            if table.id not in facts:
                person[table.id] = table.draw(person, rng, on=ON)
        values.append(person[tables[-1].id])
    return values


def test_likelihood_of_nothing_known_is_the_populations_share() -> None:
    """0.25 · 0.8 = 0.2; 4,000 draws have a standard error of .006."""
    chance = model(draws=4000).likelihood({}, ["benefit"])["benefit"]

    assert chance == pytest.approx(0.2, abs=0.02)


def test_likelihood_follows_a_known_cause() -> None:
    assert model(draws=4000).likelihood({"out_of_work": True}, ["benefit"])["benefit"] == pytest.approx(0.8, abs=0.02)


def test_likelihood_reasons_back_from_a_known_effect() -> None:
    """Not registered: P(out of work) = .25·.2 / (.25·.2 + .75·1) = .0625."""
    out_of_work = model(lambda facts: {"benefit": facts["out_of_work"] is True}, draws=4000)

    chance = out_of_work.likelihood({"registered": False}, ["benefit"])["benefit"]

    assert chance == pytest.approx(0.0625, abs=0.01)


def test_likelihood_is_never_certain() -> None:
    """200 of 200 draws and one imaginary person on either side: 201 / 202."""
    chance = model(lambda facts: {"benefit": True}).likelihood({}, ["benefit", "other"])

    assert chance == pytest.approx({"benefit": 201 / 202, "other": 1 / 202})


def test_likelihood_is_the_same_for_the_same_seed() -> None:
    assert model(seed=3).likelihood({}, ["benefit"]) == model(seed=3).likelihood({}, ["benefit"])
    assert model(seed=3).likelihood({}, ["benefit"]) != model(seed=4).likelihood({}, ["benefit"])


def test_likelihood_of_no_benefit_asks_nobody() -> None:
    def refuse(facts: Mapping[str, object]) -> Mapping[str, bool]:
        raise AssertionError

    assert model(refuse).likelihood({}, []) == {}


def test_likelihood_throws_contradictory_draws_away() -> None:
    """Refusing everybody who is not registered leaves the registered ones."""

    def strict(facts: Mapping[str, object]) -> Mapping[str, bool]:
        if facts["registered"] is False:
            raise BadFactsError("contradiction")
        return {"benefit": True}

    assert model(strict).likelihood({}, ["benefit"])["benefit"] > 0.99


def test_likelihood_says_when_nobody_agrees() -> None:
    def never(facts: Mapping[str, object]) -> Mapping[str, bool]:
        raise BadFactsError("contradiction")

    with pytest.raises(PopulationError, match="known facts") as caught:
        model(never).likelihood({"out_of_work": True}, ["benefit"])
    assert caught.value.code == "POPULATION"


def test_likelihood_lets_other_errors_through() -> None:
    def broken(facts: Mapping[str, object]) -> Mapping[str, bool]:
        raise PathloomError("rules are broken")

    with pytest.raises(PathloomError, match="rules are broken"):
        model(broken).likelihood({}, ["benefit"])


def test_likelihood_passes_facts_on_that_the_table_lacks() -> None:
    seen = model(lambda facts: {"benefit": facts["city"] == "CN-410100"})

    assert seen.likelihood({"city": "CN-410100"}, ["benefit"])["benefit"] > 0.99


@pytest.mark.parametrize(
    ("case", "allowed"),
    [
        ('shares = [["a", 0.5], ["b", 0.5]]', {"a", "b"}),
        ("between = [3, 5]", {3, 4}),
        ("median = 1000\nspread = 5\nlimits = [10, 12]", {10, 11, 12}),
        ("days_before = [1, 2]", {"2026-02-28", "2026-02-27"}),
        ("unknown = true", {None}),
        ("yes = 1.0", {True}),
    ],
)
def test_draw_stays_within_its_case(case: str, allowed: set[object]) -> None:
    text = f'[[fact]]\nid = "x"\nsource = "test"\ninteger = true\n[[fact.case]]\n{case}\n'

    assert set(drawn(text, {})) <= allowed


def test_draw_takes_part_of_a_known_number() -> None:
    text = TWO + '[[fact]]\nid = "best"\nsource = "test"\n[[fact.case]]\npart_of = "registered"\nbetween = [0.5, 0.5]\n'

    assert set(drawn(text, {"registered": 1000})) == {500.0}


def test_draw_puts_a_date_after_another_and_not_after_the_question() -> None:
    text = TWO + '[[fact]]\nid = "day"\nsource = "test"\n[[fact.case]]\ndays_after = "registered"\nbetween = [1, 9]\n'

    assert set(drawn(text, {"registered": "2026-02-27"})) == {"2026-02-28", "2026-03-01"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TWO.replace("yes = 0.25", "yes = 1.25"), "no probability"),
        (TWO.replace("yes = 0.25", "maybe = 0.25"), "exactly one way"),
        (TWO.replace("yes = 0.25", "yes = 0.25\ndays_before = [1, 2]"), "exactly one way"),
        (TWO.replace("yes = 0.25", 'shares = [["a", 0.5], ["b", 0.4]]'), "add up to 0.9"),
        (TWO.replace("yes = 0.25", "between = [3, 1]"), "no range"),
        (TWO.replace("yes = 0.25", "when = { registered = true }\nyes = 0.25"), "above it"),
        (TWO.replace('source = "test"', 'source = ""'), "no source"),
    ],
)
def test_read_population_refuses_a_faulty_table(text: str, words: str) -> None:
    with pytest.raises(PopulationError, match=words):
        read_population(text)


def test_population_uses_facts_and_words_of_the_rules() -> None:
    """A renamed fact or word must not silently stop being drawn."""
    facts = load_rule_base().facts

    for table in read_population():
        assert table.id in facts
        for case in table.cases:
            assert set(case.when) <= set(facts)
            words = facts[table.id].words
            assert not case.shares or not words or {value for value, _ in case.shares} <= set(words)
