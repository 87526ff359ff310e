"""What is still open: how likely each benefit is, and which question would tell most. The rules decide every draw."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ontology import Verdict

if TYPE_CHECKING:
    from embeddings import CohortRules, EligibilityLikelihood
    from policy import Decision, RuleBase
    from reasoning import NextQuestion


def likelihood_of_open(
    rule_base: "RuleBase", facts: Mapping[str, object], decisions: "Sequence[Decision]", *, on: date, jurisdiction: str
) -> Mapping[str, float]:
    """Chance in (0, 1) of each benefit that missing facts leave open; what is decided has none."""
    undecided = tuple(decision.benefit_id for decision in decisions if decision.verdict is Verdict.UNKNOWN)
    if not undecided:
        return {}
    known = known_facts(rule_base, facts, decisions)
    return drawing(rule_base, undecided, on=on, jurisdiction=jurisdiction).likelihood(known, undecided)


def questions_of(
    rule_base: "RuleBase",
    facts: Mapping[str, object],
    decisions: "Sequence[Decision]",
    *,
    on: date,
    jurisdiction: str,
    most: int,
    occupation: str | None = None,
) -> "tuple[NextQuestion, ...]":
    """Questions by falling gain, at last those whose gain is too small to tell from 0.

    A fact given as null was asked already and is not asked again.
    """
    from reasoning import NextQuestion, next_questions

    declined = {name for name, value in facts.items() if value is None}
    open_ones = [
        replace(item, unknown_facts=tuple(fact for fact in item.unknown_facts if fact not in declined))
        for item in decisions
        if item.verdict is Verdict.UNKNOWN
    ]
    open_ones = [item for item in open_ones if item.unknown_facts]
    if not open_ones:
        return ()
    known = known_facts(rule_base, facts, decisions)
    undecided = tuple(decision.benefit_id for decision in open_ones)
    model = drawing(rule_base, undecided, on=on, jurisdiction=jurisdiction, occupation=occupation)
    found = next_questions(open_ones, model.draws(known, undecided), most=most)
    # What tells nothing that could be measured still has to be asked before everything is decided.
    rest: dict[str, list[str]] = {}
    for decision in open_ones:
        for fact in decision.unknown_facts:
            if all(item.fact != fact for item in found):
                rest.setdefault(fact, []).append(decision.benefit_id)
    others = (NextQuestion(fact, 0.0, tuple((one, 0.0) for one in benefits)) for fact, benefits in rest.items())
    return (*found, *others)[:most]


def known_facts(
    rule_base: "RuleBase", facts: Mapping[str, object], decisions: "Sequence[Decision]"
) -> dict[str, object]:
    """The given facts with what follows from them; lists only by what follows from them."""
    from policy import parse_facts

    known = {item.fact: item.value for decision in decisions for item in decision.derived}
    known |= parse_facts(facts, rule_base).values
    return {name: value for name, value in known.items() if rule_base.facts[name].type != "list"}


def drawing(
    rule_base: "RuleBase",
    benefits: tuple[str, ...],
    *,
    on: date,
    jurisdiction: str,
    occupation: str | None = None,
    draws: int = 2000,
) -> "EligibilityLikelihood":
    """The simulated population of a place, with the rules of the day deciding it."""
    from embeddings import EligibilityLikelihood
    from policy import fact_form

    form = fact_form(rule_base, on=on, jurisdiction=jurisdiction, benefits=benefits)
    rules = cohort_rules(rule_base, benefits, on=on, jurisdiction=jurisdiction)
    asked = [field.id for field in form.fields]
    return EligibilityLikelihood(rules, on=on, draws=draws, asked=asked, occupation=occupation)


def cohort_rules(rule_base: "RuleBase", benefits: tuple[str, ...], *, on: date, jurisdiction: str) -> "CohortRules":
    """The rules of a place as the embeddings room asks for them: people in, who agrees and who is eligible out."""
    from embeddings import FactArray
    from policy import FactColumn, VerdictCode, cohort_verdicts

    def decide(people: Mapping[str, FactArray]):  # type: ignore[no-untyped-def]
        columns = {name: FactColumn(column.values, column.known) for name, column in people.items()}
        found = cohort_verdicts(rule_base, columns, on=on, jurisdiction=jurisdiction, benefits=benefits)
        eligible = {name: codes == VerdictCode.ELIGIBLE for name, codes in found.verdicts.items()}
        return ~found.contradictory, eligible

    return decide
