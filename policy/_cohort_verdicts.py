"""The verdicts of many persons on all benefits of a place at once, and whose facts cannot be true together.

For simulated people: what a person's facts contradict is marked and left out instead of refused, the columns are read
once for all benefits, and no sums are worked out. Otherwise as `policy.evaluate_cohort`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policy._base import RuleBase
from policy._calendar import check_day
from policy._cohort import _chunks, _code, _part
from policy._cohort_columns import FactColumn, Intake, take_in
from policy._cohort_derive import _outside, derive
from policy._cohort_groups import Group, groups_of
from policy._cohort_judge import VerdictCode, judge_all
from policy._cohort_numbers import Mask, both, either, without
from policy._cohort_program import Program, Sheet
from policy._cohort_rounding import compare
from policy._cohort_truth import Column, Truth, first_known
from policy._evaluate import evaluate_benefit, memory_of
from policy._facts import read_facts
from policy._scope import PlanMemory
from policy.errors import PolicyError


@dataclass(frozen=True, slots=True)
class CohortVerdicts:
    """The answers, in the order of the persons.

    Attributes:
        contradictory: shape (n,): whose facts cannot be true together; their verdicts are `CANNOT_SAY`.
        verdicts: benefit id -> shape (n,), int8, `VerdictCode`.
    """

    contradictory: NDArray[np.bool_]
    verdicts: Mapping[str, NDArray[np.int8]]


def cohort_verdicts(
    rule_base: RuleBase,
    columns: Mapping[str, "FactColumn | NDArray[Any]"],
    *,
    on: date,
    jurisdiction: str,
    benefits: Iterable[str] = (),
) -> CohortVerdicts:
    """Decide benefits for many persons; each verdict is the one of `evaluate_benefit`.

    Args:
        columns: as for `evaluate_cohort`.
        benefits: ids; all of the place by default.
    Raises:
        UnknownFactError, CohortColumnError, FactTypeError, FactRangeError: as `evaluate_cohort`.
        UnknownBenefitError, UnknownJurisdictionError, DayRangeError: as `evaluate_benefit`.
    """
    check_day(on)
    chosen = tuple(benefits) or tuple(benefit.id for benefit in rule_base.benefits_in(jurisdiction))
    memories = {benefit: memory_of(rule_base, benefit, jurisdiction) for benefit in chosen}
    people = _People(rule_base, take_in(columns, rule_base.facts), on)
    return CohortVerdicts(
        people.contradictory,
        MappingProxyType({benefit: people.decide(memory) for benefit, memory in memories.items()}),
    )


class _People:
    """The columns of one call with what follows from them."""

    def __init__(self, rule_base: RuleBase, taken: Intake, on: date) -> None:
        self.rule_base = rule_base
        self.taken = taken
        self.on = on
        self.program = Program()
        self.words = {name: tuple(spec.words) for name, spec in rule_base.facts.items() if spec.words}
        self.doubts: Mask = taken.long
        self.contradictory: NDArray[np.bool_] = np.zeros(taken.size, dtype=bool)
        self.facts = self._complete(dict(taken.columns))

    def _sheet(self, facts: Mapping[str, Column], on: date, memory: PlanMemory | None = None) -> Sheet:
        def parameter(name: str, day: date) -> Any:
            if memory is None:
                raise KeyError(name)
            return memory.resolve(name, day)[0]

        return Sheet(self.program, facts, words=self.words, on=on, parameter=parameter)

    def _complete(self, facts: dict[str, Column]) -> dict[str, Column]:
        """As `policy._facts.read_facts`, but marking what it refuses."""
        self._mark_contradictions(facts)
        derived = False
        for name, spec in self.rule_base.facts.items():
            if spec.derive is None or facts.keys().isdisjoint(spec.derive.facts):
                continue
            sheet = self._sheet(facts, date.max)
            value = derive(sheet, name, spec.derive, date.max)
            if value is not None:
                if name in facts:
                    self._mark(_differs(facts[name], value, sheet))
                self.doubts = either(self.doubts, _outside(spec, value))
                facts[name] = first_known(facts[name], value) if name in facts else value
                derived = True
            self.doubts = either(self.doubts, sheet.doubts)
        if derived:
            self._mark_contradictions(facts)
        return facts

    def _mark_contradictions(self, facts: Mapping[str, Column]) -> None:
        sheet = self._sheet(facts, date.max)
        for contradiction in self.rule_base.contradictions:
            if not facts.keys().isdisjoint(contradiction.test.facts):
                self._mark(sheet.truth(self.program.add(contradiction.test), date.max).true)
        self.doubts = either(self.doubts, sheet.doubts)

    def _mark(self, mask: Mask) -> None:
        if mask is not False:
            self.contradictory |= mask

    def decide(self, memory: PlanMemory) -> NDArray[np.int8]:
        """Everybody's verdict on one benefit."""
        verdicts = np.full(self.taken.size, VerdictCode.CANNOT_SAY, dtype=np.int8)
        doubts = np.zeros(self.taken.size, dtype=bool)
        if self.doubts is not False:
            doubts |= self.doubts
        if set(memory.event_facts) & memory.plan.derivations.keys():
            # Event dates that are worked out on event dates are for the evaluator.
            doubts[:] = True
        sheet = self._sheet(self.facts, self.on, memory)
        for group in groups_of(memory, self.facts, self.rule_base.facts, sheet, self.on, self.taken.size):
            for persons in _chunks(group):
                part = self._derived(group, memory, {key: _part(value, persons) for key, value in self.facts.items()})
                verdicts[persons] = judge_all(group.selection, part)
                if part.doubts is not False:
                    doubts[persons] |= part.doubts
        if sheet.doubts is not False:
            doubts |= sheet.doubts
        verdicts[self.contradictory] = VerdictCode.CANNOT_SAY
        for person in np.flatnonzero(doubts & ~self.contradictory).tolist():
            verdicts[person] = self._decide_one(memory, person)
        return verdicts

    def _derived(self, group: Group, memory: PlanMemory, facts: dict[str, Column]) -> Sheet:
        """A sheet with what the law of the place works out from the facts."""
        sheet = self._sheet(facts, self.on, memory)
        for row in group.derivations:
            value = derive(sheet, row.fact, row.value, group.day)
            if value is not None:
                facts[row.fact] = first_known(facts[row.fact], value) if row.fact in facts else value
                before, sheet = sheet, self._sheet(facts, self.on, memory)
                sheet.doubt(before.doubts)
        return sheet

    def _decide_one(self, memory: PlanMemory, person: int) -> VerdictCode:
        base, plan = self.rule_base, memory.plan
        try:
            facts = read_facts(self.taken.facts_of(person), base.facts, base.contradictions)
        except PolicyError:
            # Exactly read, the facts contradict each other or one that follows is out of bounds.
            self.contradictory[person] = True
            return VerdictCode.CANNOT_SAY
        decision = evaluate_benefit(base, plan.benefit.id, facts, on=self.on, jurisdiction=plan.jurisdiction)
        return _code(decision)


def _differs(given: Column, value: Column, sheet: Sheet) -> Mask:
    """Whose given fact is another than what follows."""
    if isinstance(given, Truth) and isinstance(value, Truth):
        return either(both(given.true, value.false), both(given.false, value.true))
    if isinstance(given, Truth) or isinstance(value, Truth):
        return False
    same, known = compare("==", given, value, sheet.doubt)
    return without(known, same)
