"""Deciding one benefit for one person: conditions first, then amounts, duration and dates, all with their reasons."""

from datetime import date
from typing import Any

from ontology import Verdict
from policy._base import RuleBase
from policy._calendar import check_day
from policy._decision import CannotSay, Condition, Deadline, Decision, DerivedFact, UsedParameter
from policy._facts import Facts
from policy._judge import Outcome, judge
from policy._quick import builder
from policy._rules import Citation, Provision, Status
from policy._scope import MOST_KEPT, PlanMemory, Scope, Selection
from policy._sums import Sums, no_sums, work_out

_made = builder(Decision)


def evaluate(
    rule_base: RuleBase, facts: Facts, *, on: date, jurisdiction: str, known_at: date | None = None
) -> tuple[Decision, ...]:
    """Decide every benefit that exists in the jurisdiction's chain.

    Args:
        facts: from `parse_facts`; what is not there is unknown.
        on: the day of the question; provisions resolve their own event dates from it and the facts.
        jurisdiction: for example `CN-410100` or `US-NY`.
        known_at: decide with the rules as we held them on that day; by default as we hold them now.
    Returns:
        One decision per benefit, the widest jurisdiction first, in the order of the files.
    Raises:
        UnknownJurisdictionError: the code is not known.
        DayRangeError: the day lies in another century.
    """
    check_day(on)
    if known_at is not None:
        rule_base = rule_base.known_at(known_at)
    return tuple(
        evaluate_benefit(rule_base, benefit.id, facts, on=on, jurisdiction=jurisdiction)
        for benefit in rule_base.benefits_in(jurisdiction)
    )


def evaluate_benefit(rule_base: RuleBase, benefit_id: str, facts: Facts, *, on: date, jurisdiction: str) -> Decision:
    """Decide one benefit.

    Raises:
        UnknownBenefitError, UnknownJurisdictionError: as named.
    """
    memory = memory_of(rule_base, benefit_id, jurisdiction)
    values, derived = memory.complete(facts.values, on)
    selection = memory.select(values, on)
    scope = Scope(values, on, on, memory)
    outcome = judge(selection, scope)
    sums = no_sums() if outcome.hopeless else work_out(rule_base, selection, scope)
    return _decision(memory, selection, scope, outcome, sums, derived)


def memory_of(rule_base: RuleBase, benefit_id: str, jurisdiction: str) -> PlanMemory:
    """The plan of a benefit in a place, with its kept look-ups."""
    key = (benefit_id, jurisdiction)
    memory = rule_base.memories.get(key)
    if not isinstance(memory, PlanMemory):
        memory = rule_base.memories[key] = PlanMemory.of(rule_base, rule_base.plan(benefit_id, jurisdiction))
    return memory


def _decision(
    memory: PlanMemory,
    selection: Selection,
    scope: Scope,
    outcome: Outcome,
    sums: Sums,
    derived: tuple[DerivedFact, ...],
) -> Decision:
    benefit, provision = memory.plan.benefit, selection.eligibility
    citations, confidence = _grounds(memory, provision, outcome.conditions, sums, scope)
    return _made(
        benefit_id=benefit.id,
        name=benefit.name,
        kind=benefit.kind,
        jurisdiction=memory.plan.jurisdiction,
        verdict=outcome.verdict,
        reason=outcome.reason,
        possible=outcome.verdict is Verdict.UNKNOWN and outcome.cannot_say is None,
        cannot_say=outcome.cannot_say,
        amount_per_month=sums.per_month,
        amount_once=sums.once,
        amount_ceiling=sums.ceiling,
        amount_cannot_say=sums.amount_cannot_say,
        amount_note=sums.amount_note,
        tiers=sums.tiers,
        duration_months=sums.duration_months,
        duration_ceiling_months=sums.duration_ceiling,
        duration_cannot_say=sums.duration_cannot_say,
        duration_note=sums.duration_note,
        first_payment=sums.first_payment,
        first_payment_note=sums.first_payment_note,
        weekly_amount=sums.weekly,
        weeks=sums.weeks,
        maximum_total=sums.maximum_total,
        weekly_payable=sums.weekly_payable,
        waiting_weeks=sums.waiting_weeks,
        weekly_amount_with_dependents=sums.weekly_with_dependents,
        payable_for_weeks_claimed=sums.weeks_claimed,
        amount_per_day=sums.per_day,
        duration_days=sums.days,
        conditions=outcome.conditions,
        parameters=tuple(scope.used.values()),
        citations=citations,
        status=provision.status if provision else (Status.EXPIRED if outcome.cannot_say is CannotSay.EXPIRED else None),
        confidence=confidence,
        unknown_facts=outcome.unknown_facts,
        amount_unknown_facts=sums.unknown_facts,
        assumptions=tuple(scope.assumed),
        deadlines=tuple(_deadline(row, selection, scope) for row in selection.by_kind.get("deadline", ())),
        stops=selection.stops,
        stop_rules=selection.stop_rules,
        excludes=selection.excludes,
        requires=benefit.requires,
        feeds=benefit.feeds,
        documents=benefit.documents,
        authority=benefit.authority,
        channel=benefit.channel,
        processing_days=benefit.processing_days,
        needs_caseworker=outcome.judged,
        information=selection.information,
        derived=derived,
        other_readings=sums.other_readings,
    )


def _deadline(row: Provision, selection: Selection, scope: Scope) -> Deadline:
    scope.move(selection.days[row.slot])
    text: Any = row.details["text"]
    return Deadline(row.slot, text, row.value.read(scope) if row.value else None, row.citation)


def _grounds(
    memory: PlanMemory, provision: Provision | None, conditions: tuple[Condition, ...], sums: Sums, scope: Scope
) -> tuple[tuple[Citation, ...], str]:
    """The clauses that took part and how firm they are; kept, because most decisions rest on the same ones."""
    key = (id(provision), *map(id, sums.provisions), 0, *map(id, scope.used.values()))
    found = memory.grounds.get(key)
    if found is None:
        parameters = tuple(scope.used.values())
        found = (
            _citations(provision, conditions, sums, parameters),
            _confidence(provision, conditions, sums, parameters),
        )
        if len(memory.grounds) > MOST_KEPT:
            memory.grounds.clear()
        memory.grounds[key] = found
    return found


def _citations(
    provision: Provision | None, conditions: tuple[Condition, ...], sums: Sums, parameters: tuple[UsedParameter, ...]
) -> tuple[Citation, ...]:
    """Every clause that took part, once, in the order of use."""
    found: dict[int, Citation] = {}
    for citation in (
        *((provision.citation,) if provision else ()),
        *(item.citation for item in conditions),
        *(row.citation for row in sums.provisions),
        *(item.citation for item in parameters),
    ):
        found[id(citation)] = citation
    return tuple({(item.source.id, item.article): item for item in found.values()}.values())


def _confidence(
    provision: Provision | None, conditions: tuple[Condition, ...], sums: Sums, parameters: tuple[UsedParameter, ...]
) -> str:
    """`low` when the rule itself is not firm, `medium` when a value or a reading is not, else `high`."""
    if provision is None or provision.status is not Status.IN_FORCE:
        return "low"
    soft = (
        any(item.interpretation or item.status is not Status.IN_FORCE for item in conditions)
        or any(row.interpretation or row.status is not Status.IN_FORCE for row in sums.provisions)
        or any(item.status is not Status.IN_FORCE for item in parameters)
    )
    return "medium" if soft else "high"
