"""The places whose benefits the eligibility model learns: every one with rules of its own."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from embeddings import FactArray, PlaceRules
    from policy import RuleBase


def places_with_rules(rule_base: "RuleBase") -> tuple[str, ...]:
    """Codes, sorted."""
    own = {place for _, _, place in rule_base.provisions} | {place for _, place in rule_base.rows}
    return tuple(sorted(own))


def place_rules(rule_base: "RuleBase", place: str, *, on: date) -> "PlaceRules":
    """A place with its rules of the day."""
    import numpy as np

    from embeddings import PlaceRules
    from pathloom._open_benefits import cohort_rules, known_facts, questions_of
    from policy import FactColumn, Facts, VerdictCode, cohort_verdicts, evaluate, fact_form

    benefits = tuple(benefit.id for benefit in rule_base.benefits_in(place))
    asked = tuple(field.id for field in fact_form(rule_base, on=on, jurisdiction=place).fields)

    def open_to(people: "Mapping[str, FactArray]") -> dict[str, "np.ndarray[tuple[int], np.dtype[np.bool_]]"]:
        columns = {name: FactColumn(column.values, column.known) for name, column in people.items()}
        found = cohort_verdicts(rule_base, columns, on=on, jurisdiction=place, benefits=benefits)
        return {name: codes == VerdictCode.UNKNOWN for name, codes in found.verdicts.items()}

    def complete(facts: Mapping[str, object]) -> Mapping[str, object]:
        return known_facts(rule_base, {name: as_json(value) for name, value in facts.items()}, ())

    def telling() -> tuple[str, ...]:
        """By what each fact tells when nothing is known, then the others as in the form."""
        nothing = evaluate(rule_base, Facts({}), on=on, jurisdiction=place)
        questions = questions_of(rule_base, {}, nothing, on=on, jurisdiction=place, most=len(asked))
        first = tuple(question.fact for question in questions if question.fact in asked)
        return (*first, *(fact for fact in asked if fact not in first))

    decide = cohort_rules(rule_base, benefits, on=on, jurisdiction=place)
    return PlaceRules(place, place.split("-")[0], benefits, asked, decide, open_to, complete, telling())


def as_json(value: object) -> object:
    """A simulated value as a facts file writes it: whole numbers without a point, dates as text."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.isoformat() if isinstance(value, date) else value
