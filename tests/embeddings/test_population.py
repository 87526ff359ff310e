"""The table of distributions: what it may say, what is drawn from it, how likely it makes a known value."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pytest

from embeddings import PopulationError
from embeddings._population import needed, read_population
from embeddings._population_columns import FactArray
from embeddings._population_draw import IMPROBABLE, UNEXPECTED, draw_people
from embeddings._population_occupations import occupations_csv, read_occupations
from ontology import read_starter
from ontology.records import Occupation, Pays
from policy import load_rule_base

ON = date(2026, 3, 1)
HEAD = '[[fact]]\nid = "{}"\nsource = "test"\n'
WORK = HEAD.format("out_of_work") + "[[fact.case]]\nyes = 0.25\n"


def fact(name: str, *cases: str, integer: bool = False) -> str:
    return (
        HEAD.format(name)
        + ("integer = true\n" if integer else "")
        + "".join(f"[[fact.case]]\n{one}\n" for one in cases)
    )


def people(text: str, known: Mapping[str, object] | None = None, *, size: int = 400) -> tuple[dict, np.ndarray]:
    ones = FactArray(np.full(size, 2.0), np.ones(size, dtype=bool))
    flexible = FactArray(np.ones(size, dtype=bool), np.ones(size, dtype=bool))
    traits = {"occupation_flexible": flexible, "occupation_pay_cn": ones, "occupation_pay_us": ones}
    return draw_people(read_population(text), known or {}, traits, np.random.default_rng(1), on=ON, size=size)


def drawn(text: str, known: Mapping[str, object] | None = None) -> set[object]:
    """Values of the table's last fact."""
    return set(people(text, known)[0][read_population(text)[-1].id].objects())


@pytest.mark.parametrize(
    ("case", "allowed"),
    [
        ('shares = [["a", 0.5], ["long", 0.5]]', {"a", "long"}),
        ("shares = [[1, 0.5], [12, 0.5]]", {1, 12}),
        ("between = [3, 5]", {3, 4, 5}),
        ("between = [3, 9]\nlimits = [5, 6]", {5, 6}),
        ("median = 1000\nspread = 5\nlimits = [10, 12]", {10, 11, 12}),
        ('median = 10\nspread = 0\nscale = "occupation_pay_us"', {20}),
        ("days_before = [1, 2]", {date(2026, 2, 28), date(2026, 2, 27)}),
        ("unknown = true", {None}),
        ("yes = 1.0", {True}),
        ("when = { occupation_flexible = false }\nyes = 1.0", {None}),
    ],
)
def test_draw_stays_within_its_case(case: str, allowed: set[object]) -> None:
    assert drawn(fact("x", case, integer=True)) <= allowed


def test_whole_numbers_between_two_ends_are_equally_likely() -> None:
    """Ends included: a third each of 3, 4 and 5; 3,000 draws have a standard error of .009."""
    values = people(fact("x", "between = [3, 5]", integer=True), size=3000)[0]["x"].values

    assert [float((values == number).mean()) for number in (3, 4, 5)] == pytest.approx([1 / 3] * 3, abs=0.03)


def test_first_case_whose_condition_holds_is_drawn_from() -> None:
    text = WORK + fact("x", "when = { out_of_work = [true] }\nshares = [[1, 1.0]]", "shares = [[2, 1.0]]")

    found = people(text)[0]

    assert (found["x"].values == np.where(found["out_of_work"].values, 1, 2)).all()


@pytest.mark.parametrize(
    ("case", "value"),
    [
        ('part_of = "best"\nbetween = [0.25, 0.25]', 250.0),
        ('part_of = "best"\nless = "rest"\nbetween = [1, 1]', 600.0),
        ('part_of = "best"\nper = "weeks"\nbetween = [1, 1]', 50.0),
        ('times_of = ["weeks", -12]\nbetween = [300, 300]', 60.0),
        ('part_of = "best"\nbetween = [1, 1]\nat_most = "rest"', 400.0),
        ('part_of = "zero"\nper = "zero"\nbetween = [1, 1]', None),
    ],
)
def test_draw_follows_other_numbers(case: str, value: float | None) -> None:
    others = "".join(fact(name, "between = [0, 0]") for name in ("best", "rest", "weeks", "zero"))
    known = {"best": 1000, "rest": 400, "weeks": 20, "zero": 0}

    assert drawn(others + fact("x", case), known) == {value}


def test_whole_parts_are_rounded_down() -> None:
    """A quarter of 999 is 249.75; four quarters must not be more than the whole."""
    text = fact("best", "yes = 0.5") + fact("x", 'part_of = "best"\nbetween = [0.25, 0.25]', integer=True)

    assert drawn(text, {"best": 999}) == {249}


def test_draw_puts_a_date_after_another_and_not_after_the_question() -> None:
    text = fact("start", "days_before = [0, 9]") + fact("day", 'days_after = "start"\nbetween = [1, 9]')

    assert drawn(text, {"start": "2026-02-27"}) == {date(2026, 2, 28), date(2026, 3, 1)}


@pytest.mark.parametrize(
    ("case", "value", "expected"),
    [
        # Each against a second case whose value is as likely as can be: the weight is the quotient.
        ("yes = 0.2", True, 0.2 / 0.8),
        ('shares = [["a", 0.2], ["b", 0.8]]', "a", 0.2 / 0.8),
        ("between = [0, 20]", 5, 10 / 20),
        ("between = [6, 20]", 5, IMPROBABLE),
        ("days_before = [0, 19]", date(2026, 2, 25), 10 / 20),
        ("days_before = [10, 19]", date(2026, 2, 25), IMPROBABLE),
        ("unknown = true", 5, UNEXPECTED),
    ],
)
def test_known_value_weighs_the_draw(case: str, value: object, expected: float) -> None:
    other = {
        "yes": "yes = 0.8",
        "shares": 'shares = [["a", 0.8], ["b", 0.2]]',
        "days_before": "days_before = [0, 9]",
    }.get(case.split(" =")[0], "between = [0, 10]")
    text = WORK + fact("x", f"when = {{ out_of_work = true }}\n{case}", other)

    found, weights = people(text, {"x": value})

    assert weights[found["out_of_work"].values] == pytest.approx(expected, rel=1e-6)
    assert weights[~found["out_of_work"].values] == pytest.approx(1.0)


def test_known_number_near_the_median_is_likelier() -> None:
    """Log-normal around 10 and around 100, spread 1: at 10 the second has exp(-ln(10)² / 2) = .0706 of the first."""
    text = WORK + fact("x", "when = { out_of_work = true }\nmedian = 100\nspread = 1", "median = 10\nspread = 1")

    found, weights = people(text, {"x": 10})

    assert weights[found["out_of_work"].values] == pytest.approx(np.exp(-(np.log(10) ** 2) / 2))


def test_known_number_at_a_narrow_median_is_likelier() -> None:
    """The density at the median is 1 / (value · spread · √2π): spreads 2 and 1 weigh 1 to 2."""
    text = WORK + fact("x", "when = { out_of_work = true }\nmedian = 10\nspread = 2", "median = 10\nspread = 1")

    found, weights = people(text, {"x": 10})

    assert weights[found["out_of_work"].values] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("case", "kind"),
    [("yes = 0.5", "b"), ('shares = [["a", 1.0]]', "U"), ("days_before = [1, 2]", "M"), ("between = [1, 2]", "f")],
)
def test_a_fact_that_nobody_has_keeps_its_type(case: str, kind: str) -> None:
    """The rules refuse numbers where they want words, even if every one of them is unknown."""
    column = people(fact("x", f"when = {{ occupation_flexible = false }}\n{case}"))[0]["x"]

    assert column.values.dtype.kind == kind
    assert not column.known.any()


def test_needed_tables_bring_what_they_look_at() -> None:
    text = WORK + fact("x", "when = { out_of_work = true }\nyes = 0.5") + fact("y", "yes = 0.5")

    assert [table.id for table in needed(read_population(text), frozenset({"x"}))] == ["out_of_work", "x"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (fact("x", "yes = 1.25"), "no probability"),
        (fact("x", "maybe = 0.25"), "exactly one way"),
        (fact("x", "yes = 0.25\ndays_before = [1, 2]"), "exactly one way"),
        (fact("x", 'shares = [["a", 0.5], ["b", 0.4]]'), "add up to 0.9"),
        (fact("x", "between = [3, 1]"), "no range"),
        (fact("x", "when = { y = true }\nyes = 0.25") + fact("y", "yes = 0.5"), "above it"),
        (fact("x", 'part_of = "y"\nbetween = [0, 1]'), "above it"),
        (WORK + fact("x", 'part_of = "out_of_work"'), "lacks `between`"),
        (WORK + fact("x", 'times_of = ["out_of_work"]\nbetween = [0, 1]'), "no fact and factor"),
        (WORK.replace('"test"', '""'), "no source"),
        (WORK + WORK, "twice"),
        (fact("occupation_pay_us", "yes = 0.5"), "twice"),
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
        words = facts[table.id].words
        for case in table.cases:
            assert not case.shares or not words or {value for value, _ in case.shares} <= set(words)
            for name, values in case.when.items():
                assert name.startswith("occupation_") or not facts[name].words or set(values) <= set(facts[name].words)


def test_population_stays_within_the_bounds_of_the_facts() -> None:
    facts = load_rule_base().facts
    occupations = read_occupations()
    rng = np.random.default_rng(5)
    traits = occupations.traits(occupations.rows(None, rng, 5000))
    found, _ = draw_people(read_population(), {}, traits, rng, on=ON, size=5000)

    for name, column in found.items():
        values, spec = column.values[column.known], facts[name]
        if spec.type in {"number", "integer"} and len(values):
            assert spec.minimum is None or values.min() >= spec.minimum, name
            assert spec.maximum is None or values.max() <= spec.maximum, name
            assert spec.type == "number" or (values == np.floor(values)).all(), name


def test_occupations_are_those_of_the_starter_graph() -> None:
    """The file is written by training; starter data that changed need it written again."""
    records = list(read_starter())
    ids = sorted(record.id for record in records if isinstance(record, Occupation))
    flexible = {record.id for record in records if isinstance(record, Occupation) and record.flexible}
    shipped = read_occupations()

    assert list(shipped.ids) == ids
    assert {key for key, is_flexible in zip(shipped.ids, shipped.flexible, strict=True) if is_flexible} == flexible
    pay = {
        record.from_id: record.median_wage_per_month
        for record in records
        if isinstance(record, Pays) and record.to_id == "region:US"
    }
    place = shipped.ids.index("starter:occupation/accountant")
    assert shipped.pay_us[place] == pytest.approx(
        pay["starter:occupation/accountant"] / np.median(list(pay.values())), abs=0.001
    )


def test_occupations_file_holds_pay_against_the_median() -> None:
    """Medians 20 and 3; what is not known counts as the median."""
    text = occupations_csv([("b", True, 10.0, None), ("a", False, 20.0, 3.0), ("c", False, 30.0, 3.0)])

    assert text.splitlines()[1:] == ["a,false,1.000,1.000", "b,true,0.500,1.000", "c,false,1.500,1.000"]
