"""Deciding one benefit for many persons at once, in numpy, with the same answers as the evaluator of one person.

The rules are the evaluator's own: the same selection of provisions and rows on each person's event dates, the same
expression trees. Only the persons whose value lies where Decimal's 28 digits decide go through the evaluator itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ontology import Money, Verdict
from policy._base import RuleBase
from policy._calendar import check_day
from policy._cohort_columns import FactColumn, Intake, take_in
from policy._cohort_days import number_of
from policy._cohort_derive import complete, derive
from policy._cohort_figures import Figures, Ledger, Persons
from policy._cohort_groups import Group, groups_of
from policy._cohort_judge import VerdictCode, judge_all, monetary_all
from policy._cohort_numbers import LOOSE, Mask
from policy._cohort_program import Program, Sheet
from policy._cohort_sums import NAMES, work_out_all
from policy._cohort_truth import Column, Truth, first_known
from policy._decision import Decision
from policy._evaluate import evaluate_benefit, memory_of
from policy._facts import read_facts
from policy._outputs import Output, outputs
from policy._scope import PlanMemory

#: Persons worked out together: columns of 128 KiB, so that a few stay in the second-level cache.
CHUNK = 16_384
_EVERYBODY = slice(None)
FIGURES = frozenset(NAMES.values())


@dataclass(frozen=True, slots=True)
class CohortDecisions:
    """The answers for one benefit, in the order of the persons.

    Attributes:
        verdicts: shape (n,), int8, `VerdictCode`.
        monetary: shape (n,), int8, `VerdictCode`: the conditions on wages, hours and contributions alone; None where
            the law has none.
        figures: by the names of `policy.outputs`; like there, whatever the verdict. A figure that nobody has is absent.
        rechecked: how many persons were decided by the evaluator itself.
    """

    benefit_id: str
    jurisdiction: str
    verdicts: NDArray[np.int8]
    monetary: NDArray[np.int8] | None
    figures: Mapping[str, Figures]
    rechecked: int


def evaluate_cohort(
    rule_base: RuleBase,
    benefit_id: str,
    columns: Mapping[str, "FactColumn | NDArray[Any]"],
    *,
    on: date,
    jurisdiction: str,
    known_at: date | None = None,
) -> CohortDecisions:
    """Decide one benefit for many persons; every answer is the one that `evaluate_benefit` and `outputs` give.

    Args:
        columns: by fact id, arrays of one length; NaN, NaT, None, a numpy mask or `FactColumn.known` say unknown. A
            fact without a column is unknown for everybody. Lists have no columns: give the facts that follow from them.
        on: the day of the question; every person's provisions and parameters are those of their own event dates.
        known_at: decide with the rules as we held them on that day.
    Raises:
        UnknownFactError: no such fact. CohortColumnError: a column of another length, type or shape.
        FactTypeError, FactRangeError: a value is no whole number, no word of the fact, or out of its bounds.
        ContradictoryFactsError: somebody's facts cannot be true together.
        UnknownBenefitError, UnknownJurisdictionError, DayRangeError: as `evaluate_benefit`.
    """
    check_day(on)
    if known_at is not None:
        rule_base = rule_base.known_at(known_at)
    memory = memory_of(rule_base, benefit_id, jurisdiction)
    work = _Work(rule_base, memory, take_in(columns, rule_base.facts), on)
    for group in work.groups():
        for persons in _chunks(group):
            work.decide(group, persons)
    return work.finish()


class _Work:
    """The columns of one call, and the answers as they come."""

    def __init__(self, rule_base: RuleBase, memory: PlanMemory, taken: Intake, on: date) -> None:
        self.rule_base = rule_base
        self.memory = memory
        self.taken = taken
        self.on = on
        self.program = Program()
        self.words = {name: tuple(spec.words) for name, spec in rule_base.facts.items() if spec.words}
        self.doubts: NDArray[np.bool_] = np.zeros(taken.size, dtype=bool)
        self.note(_EVERYBODY, taken.long)
        self.facts = complete(rule_base, taken.columns, self.sheet, lambda mask: self.note(_EVERYBODY, mask))
        if set(memory.event_facts) & memory.plan.derivations.keys():
            # Event dates that are worked out on event dates are for the evaluator.
            self.note(_EVERYBODY, True)
        self.verdicts = np.full(taken.size, VerdictCode.CANNOT_SAY, dtype=np.int8)
        self.monetary: NDArray[np.int8] | None = None
        self.ledger = Ledger(taken.size)

    def sheet(self, facts: Mapping[str, Column], on: date) -> Sheet:
        """A sheet over columns."""
        return Sheet(self.program, facts, words=self.words, on=on, parameter=lambda *key: self.memory.resolve(*key)[0])

    def note(self, persons: Persons, mask: Mask) -> None:
        """Note persons for the evaluator."""
        if mask is not False:
            self.doubts[persons] |= mask

    def groups(self) -> Iterator[Group]:
        """Persons who meet the same provisions and values."""
        sheet = self.sheet(self.facts, self.on)
        yield from groups_of(self.memory, self.facts, self.rule_base.facts, sheet, self.on, self.taken.size)
        self.note(_EVERYBODY, sheet.doubts)

    def decide(self, group: Group, persons: Persons) -> None:
        """Decide some persons of a group."""
        sheet = self._derived(group, {name: _part(column, persons) for name, column in self.facts.items()}, persons)
        self.verdicts[persons] = judge_all(group.selection, sheet)
        monetary = monetary_all(group.selection, sheet)
        if monetary is not None:
            if self.monetary is None:
                self.monetary = np.full(self.taken.size, VerdictCode.CANNOT_SAY, dtype=np.int8)
            self.monetary[persons] = monetary
        for name, figure in work_out_all(self.program, group.selection, sheet, self.on).items():
            self.ledger.write(name, persons, figure)
            if figure.grade == LOOSE:
                # Rounded more than once in Decimal: the last of its 28 digits is the evaluator's.
                sheet.doubt(figure.known)
        self.note(persons, sheet.doubts)

    def _derived(self, group: Group, facts: dict[str, Column], persons: Persons) -> Sheet:
        """A sheet with what the law of the place works out from the facts."""
        sheet = self.sheet(facts, self.on)
        for row in group.derivations:
            value = derive(sheet, row.fact, row.value, group.day)
            if value is not None:
                self.note(persons, sheet.doubts)
                facts[row.fact] = first_known(facts[row.fact], value) if row.fact in facts else value
                sheet = self.sheet(facts, self.on)
        return sheet

    def finish(self) -> CohortDecisions:
        """The answers, with the doubtful persons decided by the evaluator."""
        doubtful = np.flatnonzero(self.doubts).tolist()
        for person in doubtful:
            self._decide_one(person)
        return CohortDecisions(
            benefit_id=self.memory.plan.benefit.id,
            jurisdiction=self.memory.plan.jurisdiction,
            verdicts=self.verdicts,
            monetary=self.monetary,
            figures=MappingProxyType(dict(self.ledger.figures())),
            rechecked=len(doubtful),
        )

    def _decide_one(self, person: int) -> None:
        base, plan = self.rule_base, self.memory.plan
        facts = read_facts(self.taken.facts_of(person), base.facts, base.contradictions)
        place = {"on": self.on, "jurisdiction": plan.jurisdiction}
        decision = evaluate_benefit(base, plan.benefit.id, facts, **place)  # type: ignore[arg-type]
        self.verdicts[person] = _code(decision)
        for name, output in outputs(base, plan.benefit.id, facts, **place).items():  # type: ignore[arg-type]
            if name == "monetary_eligibility":
                if self.monetary is not None:
                    self.monetary[person] = _monetary_code(output, int(self.monetary[person]))
            elif name in FIGURES:
                self.ledger.correct(name, person, _plain(output.value))


def _chunks(group: Group) -> Iterator[Persons]:
    """The persons of a group, some at a time: as slices where they are everybody."""
    for start in range(0, group.size, CHUNK):
        end = min(start + CHUNK, group.size)
        yield slice(start, end) if group.persons is None else group.persons[start:end]


def _part(column: Column, persons: Persons) -> Column:
    """A column of some persons."""

    def take(values: Any) -> Any:
        return values[persons] if isinstance(values, np.ndarray) else values

    if isinstance(column, Truth):
        return Truth(take(column.true), take(column.false), column.total)
    return replace(column, n=take(column.n), d=take(column.d), known=take(column.known))


def _code(decision: Decision) -> VerdictCode:
    if decision.cannot_say is not None:
        return VerdictCode.CANNOT_SAY
    return _CODES[decision.verdict]


_CODES = {
    Verdict.ELIGIBLE: VerdictCode.ELIGIBLE,
    Verdict.NOT_ELIGIBLE: VerdictCode.NOT_ELIGIBLE,
    Verdict.UNKNOWN: VerdictCode.UNKNOWN,
}


def _monetary_code(output: Output, before: int) -> int:
    if output.value is None:
        return VerdictCode.CANNOT_SAY if before == VerdictCode.CANNOT_SAY else VerdictCode.UNKNOWN
    return VerdictCode.ELIGIBLE if output.value else VerdictCode.NOT_ELIGIBLE


def _plain(value: object) -> Decimal | None:
    """A figure as a number; a date as its day number."""
    if value is None:
        return None
    if isinstance(value, Money):
        return value.amount
    return Decimal(number_of(value)) if isinstance(value, date) else Decimal(value)  # type: ignore[arg-type]
