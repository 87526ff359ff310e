"""What a change of rules, or of the day, does to the verdicts of a cohort."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from insight.errors import PopulationError
from ontology import Money, Verdict
from policy import Decision, Facts, RuleBase, evaluate


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Rules as they stand on a day in a place."""

    rule_base: RuleBase
    on: date
    jurisdiction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitChange:
    """One benefit before and after a change, over a cohort.

    Unknown is kept apart throughout: somebody whose verdict facts leave open is neither gained nor lost.

    Attributes:
        verdicts: (verdict before, verdict after, people), every pair that occurs, sorted. A benefit that a scenario
            does not have counts as not eligible there.
        gained, lost: people who became eligible from not eligible, and the other way round.
        monthly_before, monthly_after: sum of the known monthly amounts of the eligible; None if nobody has one.
        amount_unknown_before, amount_unknown_after: eligible people whose monthly amount cannot be said.
    """

    benefit_id: str
    verdicts: tuple[tuple[Verdict, Verdict, int], ...]
    gained: int
    lost: int
    monthly_before: Money | None
    monthly_after: Money | None
    amount_unknown_before: int
    amount_unknown_after: int


def policy_change(cohort: Sequence[Facts], *, before: Scenario, after: Scenario) -> tuple[BenefitChange, ...]:
    """Decide every benefit for everybody under both scenarios and compare, per benefit in order of its id.

    Raises:
        PopulationError: the cohort is empty.
        UnknownJurisdictionError: a scenario's place is not known to its rules.
    """
    if not cohort:
        raise PopulationError("The cohort has nobody in it.", hint="Give the facts of at least one person.")
    pairs = [(_decide(facts, before), _decide(facts, after)) for facts in cohort]
    benefits = sorted({benefit for pair in pairs for decisions in pair for benefit in decisions})
    return tuple(
        _compare(benefit, [(old.get(benefit), new.get(benefit)) for old, new in pairs]) for benefit in benefits
    )


def _decide(facts: Facts, scenario: Scenario) -> dict[str, Decision]:
    decisions = evaluate(scenario.rule_base, facts, on=scenario.on, jurisdiction=scenario.jurisdiction)
    return {decision.benefit_id: decision for decision in decisions}


def _compare(benefit: str, pairs: Sequence[tuple[Decision | None, Decision | None]]) -> BenefitChange:
    counts: dict[tuple[Verdict, Verdict], int] = {}
    for old, new in pairs:
        key = (_verdict(old), _verdict(new))
        counts[key] = counts.get(key, 0) + 1
    before, unknown_before = _monthly([old for old, _ in pairs])
    after, unknown_after = _monthly([new for _, new in pairs])
    return BenefitChange(
        benefit_id=benefit,
        verdicts=tuple((old, new, counts[old, new]) for old, new in sorted(counts)),
        gained=counts.get((Verdict.NOT_ELIGIBLE, Verdict.ELIGIBLE), 0),
        lost=counts.get((Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE), 0),
        monthly_before=before,
        monthly_after=after,
        amount_unknown_before=unknown_before,
        amount_unknown_after=unknown_after,
    )


def _verdict(decision: Decision | None) -> Verdict:
    return Verdict.NOT_ELIGIBLE if decision is None else decision.verdict


def _monthly(decisions: Sequence[Decision | None]) -> tuple[Money | None, int]:
    """Sum of the eligible people's monthly amounts, and how many of the eligible have none that is known."""
    eligible = [decision for decision in decisions if decision is not None and decision.verdict is Verdict.ELIGIBLE]
    amounts = [decision.amount_per_month for decision in eligible if decision.amount_per_month is not None]
    if not amounts:
        return None, len(eligible)
    amount = sum((money.amount for money in amounts), start=Decimal(0))
    return Money(amount, amounts[0].currency), len(eligible) - len(amounts)
