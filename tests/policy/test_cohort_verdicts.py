"""Verdicts on all benefits of a place at once: the evaluator's, and contradictions marked instead of refused."""

from datetime import date

import numpy as np
import pytest

from ontology import Verdict
from policy import FactColumn, VerdictCode, cohort_verdicts, evaluate, fact_form, load_rule_base, parse_facts
from policy.errors import ContradictoryFactsError, UnknownBenefitError, UnknownFactError, UnknownJurisdictionError

ON = date(2026, 11, 22)
PLACES = ("CN-410100", "CN-310000", "CN-110000", "CN-440300", "US-NY", "US-OK", "US-NJ", "DE", "FR")
RULES = load_rule_base()
#: Facts whose columns cannot be given.
LISTS = {name for name, spec in RULES.facts.items() if spec.type == "list"}


def person(asked: list[str], rng: np.random.Generator) -> dict[str, object]:
    """Anything that the bounds allow; some of it unknown, wages mostly; often contradictory."""
    found: dict[str, object] = {}
    for name in asked:
        spec = RULES.facts[name]
        if name in LISTS or rng.random() < (0.8 if "wages" in name or name.startswith("fr_") else 0.33):
            continue
        if spec.type == "boolean":
            found[name] = bool(rng.random() < 0.5)
        elif spec.type == "enum":
            found[name] = str(rng.choice(list(spec.words)))
        elif spec.type == "date":
            found[name] = str(np.datetime64("2026-01-01") + int(rng.integers(0, 320)))
        else:
            low = int(np.ceil(float(spec.minimum or 0)))
            found[name] = int(rng.integers(low, min(int(spec.maximum or 100), low + 60) + 1))
    return found


def columns(people: list[dict[str, object]]) -> dict[str, FactColumn]:
    found = {}
    for name, spec in RULES.facts.items():
        if name in LISTS or spec.routing:
            continue
        known = np.array([name in one for one in people])
        filler: object = {"boolean": False, "date": "2026-01-01", "enum": next(iter(spec.words), "")}.get(
            spec.type, spec.minimum or 0
        )
        values = np.array([one.get(name, filler) for one in people])
        found[name] = FactColumn(values.astype("M8[D]") if spec.type == "date" else values, known)
    return found


@pytest.mark.parametrize("place", PLACES)
def test_verdicts_are_the_evaluators(place: str) -> None:
    rng = np.random.default_rng(PLACES.index(place))
    asked = [field.id for field in fact_form(RULES, on=ON, jurisdiction=place).fields]
    people = [person(asked, rng) for _ in range(150)]

    found = cohort_verdicts(RULES, columns(people), on=ON, jurisdiction=place)

    agreeing = 0
    for number, one in enumerate(people):
        try:
            facts = parse_facts(one, RULES)
        except ContradictoryFactsError:
            assert found.contradictory[number]
            assert all(codes[number] == VerdictCode.CANNOT_SAY for codes in found.verdicts.values())
            continue
        agreeing += 1
        assert not found.contradictory[number]
        for decision in evaluate(RULES, facts, on=ON, jurisdiction=place):
            code = VerdictCode(found.verdicts[decision.benefit_id][number])
            if decision.cannot_say is not None:
                assert code is VerdictCode.CANNOT_SAY
            else:
                wanted = {
                    Verdict.ELIGIBLE: VerdictCode.ELIGIBLE,
                    Verdict.NOT_ELIGIBLE: VerdictCode.NOT_ELIGIBLE,
                    Verdict.UNKNOWN: VerdictCode.UNKNOWN,
                }
                assert code is wanted[decision.verdict]
    assert list(found.verdicts) == [benefit.id for benefit in RULES.benefits_in(place)]
    assert 8 <= agreeing < len(people)


def test_a_fact_that_differs_from_what_follows_is_a_contradiction() -> None:
    """Base period = best quarter = 5,000 means one quarter with wages; the second person says four."""
    wages = np.array([5000.0, 5000.0])
    found = cohort_verdicts(
        RULES,
        {
            "us_base_period_wages_usd": wages,
            "us_high_quarter_wages_usd": wages,
            "us_quarters_with_wages": np.array([1, 4]),
        },
        on=ON,
        jurisdiction="US-NY",
    )

    assert found.contradictory.tolist() == [False, True]


def test_one_benefit_may_be_chosen() -> None:
    found = cohort_verdicts(
        RULES, {"receiving_ui": np.array([True])}, on=ON, jurisdiction="CN", benefits=["cn-ui-medical-insurance"]
    )

    assert {name: codes.tolist() for name, codes in found.verdicts.items()} == {
        "cn-ui-medical-insurance": [VerdictCode.ELIGIBLE]
    }


def test_bad_input_is_refused() -> None:
    one = {"receiving_ui": np.array([True])}

    with pytest.raises(UnknownJurisdictionError):
        cohort_verdicts(RULES, one, on=ON, jurisdiction="XX")
    with pytest.raises(UnknownBenefitError):
        cohort_verdicts(RULES, one, on=ON, jurisdiction="CN", benefits=["no-such"])
    with pytest.raises(UnknownFactError):
        cohort_verdicts(RULES, {"no_such": np.array([True])}, on=ON, jurisdiction="CN")
