"""People of whom a few weighty facts are known: the trained model beside draws, person by person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from embeddings import load_eligibility_model
from ontology import Verdict
from pathloom._open_benefits import OpenBenefits, drawing, known_facts
from policy import RuleBase, evaluate, parse_facts

#: Draws that stand for the truth: the standard error of a chance is below .005 unless the known facts are odd.
REFERENCE_DRAWS = 20_000


@dataclass(frozen=True, slots=True)
class PartlyFilled:
    """A fictional person as a form looks after the first questions."""

    label: str
    place: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Chance:
    """One open benefit: by the engine (draws and model), by the model alone, by 2,000 draws, by 20,000 draws."""

    benefit: str
    ours: float
    model: float
    draws: float
    reference: float


PEOPLE = (
    PartlyFilled(
        "Zhengzhou, laid off, 76 months paid",
        "CN-410100",
        {"employment_status": "unemployed", "separation_reason": "layoff", "ui_contribution_months": 76},
    ),
    PartlyFilled(
        "Zhengzhou, the same and registered",
        "CN-410100",
        {
            "employment_status": "unemployed",
            "separation_reason": "layoff",
            "ui_contribution_months": 76,
            "registered_unemployed": True,
        },
    ),
    PartlyFilled("Zhengzhou, nothing known", "CN-410100", {}),
    PartlyFilled("Shanghai, out of work at 52", "CN-310000", {"employment_status": "unemployed", "age_years": 52}),
    PartlyFilled(
        "Beijing, flexible work at 47, recognised as hard to employ",
        "CN-110000",
        {"employment_status": "flexible", "age_years": 47, "hard_to_employ_recognised": True},
    ),
    PartlyFilled("Shenzhen, drawing unemployment insurance", "CN-440300", {"receiving_ui": True}),
    PartlyFilled("New York, laid off", "US-NY", {"employment_status": "unemployed", "separation_reason": "layoff"}),
    PartlyFilled(
        "New York, 24,000 USD in the base period, 8,000 in the best quarter",
        "US-NY",
        {"us_base_period_wages_usd": 24000, "us_high_quarter_wages_usd": 8000},
    ),
    PartlyFilled("California, the firm closed", "US-CA", {"us_wioa_job_loss": "closure"}),
    PartlyFilled(
        "Germany, out of work and registered", "DE", {"employment_status": "unemployed", "registered_unemployed": True}
    ),
    PartlyFilled("France, out of work", "FR", {"employment_status": "unemployed"}),
)


def chances(rule_base: RuleBase, person: PartlyFilled, *, on: date) -> tuple[Chance, ...]:
    """Of each benefit that the facts leave open."""
    decisions = evaluate(rule_base, parse_facts(person.facts, rule_base), on=on, jurisdiction=person.place)
    model = load_eligibility_model()
    ours, draws = (
        OpenBenefits(rule_base, used).chances(person.facts, decisions, on=on, jurisdiction=person.place).chances
        for used in (model, None)
    )
    known = known_facts(rule_base, person.facts, decisions)
    open_ones = tuple(decision.benefit_id for decision in decisions if decision.verdict is Verdict.UNKNOWN)
    alone = model.likelihood(known, open_ones, place=person.place, on=on)
    many = drawing(rule_base, open_ones, known, on=on, jurisdiction=person.place, draws=REFERENCE_DRAWS, seed=1)
    reference = many.likelihood(known, open_ones)
    return tuple(
        Chance(benefit, ours[benefit], alone[benefit], draws[benefit], reference[benefit]) for benefit in open_ones
    )


def distance(chance: Chance) -> float:
    """Of the model alone from the reference."""
    return abs(chance.model - chance.reference)
