"""Facts that follow from others, and facts that cannot be true together, for many persons."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from policy import _cohort_numbers as numbers
from policy import _cohort_rounding as rounding
from policy._base import RuleBase
from policy._cohort_numbers import Mask, Number, both, either, negate, without
from policy._cohort_program import Sheet
from policy._cohort_truth import OPEN, Column, Truth, first_known
from policy._expression import Expression
from policy._facts import Contradiction, FactSpec
from policy._values import Kind
from policy.errors import ContradictoryFactsError

#: Builds a sheet over columns for a day of the question.
MakeSheet = Callable[[Mapping[str, Column], date], Sheet]


def complete(
    rule_base: RuleBase, columns: Mapping[str, Column], make: MakeSheet, doubt: Callable[[Mask], None]
) -> dict[str, Column]:
    """The columns with the facts that follow from them, as `policy._facts.read_facts` adds them.

    Raises:
        ContradictoryFactsError: somebody's facts cannot be true together.
    """
    facts = dict(columns)
    _check(rule_base.contradictions, facts, make, doubt)
    derived = False
    for name, spec in rule_base.facts.items():
        if spec.derive is None or facts.keys().isdisjoint(spec.derive.facts):
            continue
        sheet = make(facts, date.max)
        value = derive(sheet, name, spec.derive, date.max)
        _compare(name, spec, facts.get(name), value, sheet)
        doubt(sheet.doubts)
        if value is not None:
            doubt(_outside(spec, value))
            facts[name] = value if name not in facts else first_known(facts[name], value)
            derived = True
    if derived:
        _check(rule_base.contradictions, facts, make, doubt)
    return facts


def derive(sheet: Sheet, name: str, expression: Expression, day: date) -> Column | None:
    """What follows for a fact; None when nothing does for anybody."""
    given = sheet.facts.get(name)
    if expression.kind is Kind.WORD:
        # Words are numbers of a fact's own list, so those of another fact or of a literal mean something else here.
        sheet.doubt(True if given is None else negate(known_of(given)))
        return None
    value = sheet.read(sheet.program.add(expression), day)
    return None if known_of(value) is False else value


def known_of(column: Column) -> Mask:
    """Who has a fact."""
    if isinstance(column, Number):
        return column.known
    return True if column.total else either(column.true, column.false)


def _check(
    contradictions: tuple[Contradiction, ...],
    facts: Mapping[str, Column],
    make: MakeSheet,
    doubt: Callable[[Mask], None],
) -> None:
    sheet = make(facts, date.max)
    for contradiction in contradictions:
        test = contradiction.test
        if facts.keys().isdisjoint(test.facts):
            continue
        found = sheet.truth(sheet.program.add(test), date.max).true
        if np.any(found):
            persons = np.flatnonzero(found)
            raise ContradictoryFactsError(
                f"Of person {int(persons[0])}: {contradiction.text['en']} So it is with {len(persons) - 1} more.",
                hint="Correct one of these facts: " + ", ".join(test.facts) + ".",
                contradiction=contradiction.id,
                facts=list(test.facts),
                text=dict(contradiction.text),
                person=int(persons[0]),
            )
    doubt(sheet.doubts)


def _compare(name: str, spec: FactSpec, given: Column | None, value: Column | None, sheet: Sheet) -> None:
    """Refuse a given fact that differs from what follows."""
    if given is None or value is None or spec.derive is None:
        return
    if isinstance(given, Truth) or isinstance(value, Truth):
        one, other = (item if isinstance(item, Truth) else OPEN for item in (given, value))
        differs = either(both(one.true, other.false), both(one.false, other.true))
    else:
        same, known = rounding.compare("==", given, value, sheet.doubt)
        differs = without(known, same)
    if np.any(differs):
        persons = np.flatnonzero(differs)
        raise ContradictoryFactsError(
            f"{name} of person {int(persons[0])} differs from what follows from {', '.join(spec.derive.facts)}; "
            f"so it is with {len(persons) - 1} more.",
            hint=f"Correct one of them, or leave {name} unknown.",
            contradiction=f"derived-{name.replace('_', '-')}",
            facts=[name, *spec.derive.facts],
            person=int(persons[0]),
        )


def _outside(spec: FactSpec, value: Column) -> Mask:
    """Whose derived number is out of the fact's bounds: the evaluator names the error."""
    wrong: Mask = False
    if isinstance(value, Number):
        for operator, bound in (("<", spec.minimum), (">", spec.maximum)):
            if bound is not None and _may_pass(value, Fraction(bound), operator):
                passed, known = rounding.compare(operator, value, numbers.constant(bound), lambda _mask: None)
                wrong = either(wrong, both(passed, known))
    return wrong


def _may_pass(value: Number, bound: Fraction, operator: str) -> bool:
    if not isinstance(value.d, int):
        return True
    extreme: Any = Fraction(value.low, value.d) if operator == "<" else Fraction(value.high, value.d)
    return bool(extreme < bound if operator == "<" else extreme > bound)
