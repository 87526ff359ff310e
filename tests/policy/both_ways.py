"""Reading one expression for some persons: one by one, and as a cohort."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from policy._cohort_columns import FactColumn, take_in
from policy._cohort_numbers import LOOSE
from policy._cohort_program import Program, Sheet
from policy._cohort_truth import Truth
from policy._expression import Expression
from tests.policy.random_rules import ON, SPECS, TYPES, WORDS, RuleMaker, Style

RULES = 20_000
#: Rules are drawn in lots of one seed each, so that a failure names a small lot.
LOTS = 20
SEED = 20261122
PERSONS = 3
IN_DOUBT = object()


class FactScope:
    """What an expression asks for, without a rule base."""

    def __init__(self, facts: Mapping[str, Any], parameters: Mapping[str, Any]) -> None:
        self.facts = facts
        self.parameters = parameters
        self.on = ON

    def parameter(self, name: str) -> Any:
        return self.parameters[name]

    def assume(self, fact: str) -> None:
        pass

    def leave_to_official(self) -> None:
        pass


def rules(style: Style, lot: int) -> Iterator[tuple[Any, Mapping[str, Any], random.Random]]:
    """The rules of a lot: half of them conditions, half amounts."""
    draw = random.Random(SEED * 100 + lot)
    for number in range(RULES // LOTS):
        maker = RuleMaker(draw, style)
        depth = draw.randint(1, 4)
        raw = maker.boolean(depth) if number % 2 else maker.number(depth)
        yield raw, maker.parameters, draw


def by_evaluator(expression: Expression, parameters: Mapping[str, Any], people: Sequence[dict[str, Any]]) -> list[Any]:
    return [expression.read(FactScope(facts, parameters)) for facts in people]  # type: ignore[arg-type]


@dataclass(frozen=True)
class Loose:
    """A figure that Decimal rounds more than once, and how far off it may be; a cohort hands it to the evaluator."""

    value: Decimal
    slack: float


def by_cohort(expression: Expression, parameters: Mapping[str, Any], people: Sequence[dict[str, Any]]) -> list[Any]:
    """Everybody's value; `IN_DOUBT` for those whom a cohort hands to the evaluator."""
    # A column that no rule reads would only be checked; without any, one is needed to say how many persons there are.
    columns = {name: column(name, people) for name in expression.facts or ("yes1",)}
    taken = take_in(columns, SPECS)
    sheet = Sheet(
        Program(), taken.columns, words=dict.fromkeys(("colour1", "colour2"), WORDS), on=ON,
        parameter=lambda name, _day: parameters[name],
    )  # fmt: skip
    found = sheet.read(sheet.program.add(expression), ON)
    size = len(people)
    doubts = np.broadcast_to(sheet.doubts | np.asarray(taken.long), size)
    values: list[Any] = []
    for number in range(size):
        if doubts[number]:
            values.append(IN_DOUBT)
        elif isinstance(found, Truth):
            true, false = (np.broadcast_to(mask, size)[number] for mask in (found.true, found.false))
            values.append(True if true else False if false else None)
        elif not np.broadcast_to(found.known, size)[number]:
            values.append(None)
        else:
            n, d = (int(np.broadcast_to(np.asarray(part, dtype=object), size)[number]) for part in (found.n, found.d))
            value = Decimal(n) / Decimal(d)
            values.append(Loose(value, found.slack) if found.grade == LOOSE else value)
    return values


def column(name: str, people: Sequence[dict[str, Any]]) -> FactColumn:
    """One fact of everybody; numbers as floats, as files give them."""
    given = [facts.get(name) for facts in people]
    known = np.array([value is not None for value in given])
    kind = TYPES[name]
    if kind == "number":
        return FactColumn(np.array([np.nan if value is None else float(value) for value in given]))
    if kind == "integer":
        return FactColumn(np.array([value or 0 for value in given]), known)
    if kind == "boolean":
        return FactColumn(np.array([bool(value) for value in given]), known)
    if kind == "date":
        return FactColumn(np.array([np.datetime64(value or "NaT", "D") for value in given]))
    return FactColumn(np.array([WORDS.index(value) if value else 0 for value in given]), known)
