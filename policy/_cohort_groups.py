"""Persons whose event dates meet the same provisions and values, so that one program serves them all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policy._base import Plan
from policy._cohort_columns import fact_at
from policy._cohort_days import number_of
from policy._cohort_numbers import Number
from policy._cohort_program import Sheet
from policy._cohort_truth import Column
from policy._facts import FactSpec
from policy._rules import Derivation, Provision, row_on
from policy._scope import PlanMemory, Selection

#: The fact on which derivations are dated.
_CLAIM = "claim_date"
_Dated = Derivation | Provision


@dataclass(frozen=True, slots=True)
class Group:
    """Persons with one selection.

    Attributes:
        persons: None for everybody.
        derivations: what the law of the place works out, in order, with the day on which it is dated.
    """

    persons: NDArray[np.intp] | None
    size: int
    selection: Selection
    derivations: tuple[Derivation, ...]
    day: date


def groups_of(
    memory: PlanMemory, facts: Mapping[str, Column], specs: Mapping[str, FactSpec], sheet: Sheet, on: date, size: int
) -> Iterator[Group]:
    """Divide the persons.

    Between two days on which any row of the benefit begins or ends, all days are alike; so persons are grouped by the
    interval in which each of their event dates lies, and the first person of a group stands for it.
    """
    plan = memory.plan
    days = _event_days(plan, sheet, on)
    breaks = np.array(sorted(number_of(day) for day in _breaks(plan)), dtype=np.int64)
    for persons in _divide(days, breaks, size):
        first = 0 if persons is None else int(persons[0])
        known = {name: fact_at(facts[name], specs[name], first) for name in memory.event_facts if name in facts}
        selection = memory.select({name: value for name, value in known.items() if value is not None}, on)
        claim = fact_at(facts[_CLAIM], specs[_CLAIM], first) if _CLAIM in facts else None
        day = claim if isinstance(claim, date) else on
        rows = [row_on(layers, day).row for layers in plan.derivations.values()]
        count = size if persons is None else len(persons)
        yield Group(persons, count, selection, tuple(row for row in rows if row is not None), day)


def _event_days(plan: Plan, sheet: Sheet, on: date) -> list[NDArray[np.int64]]:
    """The day numbers of every event that differs from person to person."""
    events = [layers[0][-1].event for layers in plan.slots.values()]
    figures = {node: sheet.number(node, on) for node in map(sheet.program.add, events)}
    claim = sheet.facts.get(_CLAIM)
    found = list(figures.values())
    if plan.derivations and isinstance(claim, Number):
        found.append(claim)
    result: list[NDArray[np.int64]] = []
    for figure in found:
        # An event that is unknown, because its fact is, counts as the day of the question.
        day: Any = figure.n if figure.known is True else np.where(figure.known, figure.n, number_of(on))
        if np.ndim(day):
            result.append(day)
    return result


def _breaks(plan: Plan) -> set[date]:
    rows: list[Any] = [
        row for layers in (*plan.slots.values(), *plan.derivations.values()) for rows in layers for row in rows
    ]
    names = {name for row in rows for expression in _expressions(row) for name in expression.parameters}
    rows += [row for name in names for layer in plan.parameters[name] for row in layer]
    ends = (row.effective_to for row in rows if row.effective_to is not None)
    return {*(row.effective_from for row in rows), *ends}


def _expressions(row: _Dated) -> Iterator[Any]:
    """Everything in a row that may read a parameter."""
    if row.value is not None:
        yield row.value
    if isinstance(row, Provision):
        yield row.event
        yield from (condition.test for condition in row.conditions)
        yield from (row.details[name] for name in ("waiting_weeks", "claimed_weeks") if name in row.details)


def _divide(days: list[NDArray[np.int64]], breaks: NDArray[np.int64], size: int) -> Iterator[NDArray[np.intp] | None]:
    keys = np.zeros(size, dtype=np.int64)
    count = len(breaks) + 1
    for column in days:
        keys = keys * count + np.searchsorted(breaks, column, side="right")
        # Few of the possible combinations occur; numbering those anew keeps the keys small.
        keys = np.unique(keys, return_inverse=True)[1]
    if size == 0 or not keys.any():
        yield None
        return
    order = np.argsort(keys.astype(np.int32), kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(keys[order])) + 1)
