"""Values of provisions, ready to be read on one set of dated values, and the notes of what they rest on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from ontology import Money
from policy import _texts as texts
from policy._codegen import NotingFunction, generate_noting
from policy._expression import Expression
from policy._rules import Provision, Status
from policy._scope import PlanMemory, Scope
from policy._values import Text
from policy._wording import fact_words


@dataclass(frozen=True, slots=True)
class Reading:
    """A provision's value on one set of dated values.

    Attributes:
        value: the generated function; None when the provision gives no value.
        output: the sum that it gives, see `Provision.output`.
        months: first month (1-based) and end (exclusive; None: open) of a monthly amount that is paid in steps.
        parts: functions of parts of the value, by the part's id; written when they are asked for.
        notes: what a sum rests on, by what was assumed and read; as many as the law has ways to come to a sum.
    """

    row: Provision
    value: NotingFunction | None
    output: str
    currency: str
    unit: str
    months: tuple[int, int | None] | None
    notes: dict[tuple[Any, ...], Text | None]
    parts: dict[int, NotingFunction]
    day: date

    def read_part(self, part: Expression, scope: Scope) -> Any:
        """A part of the value, for finding out why the whole has none."""
        function = self.parts.get(id(part))
        if function is None:
            function = self.parts[id(part)] = generate_noting(part, lambda name: scope.memory.resolve(name, self.day))
        return function(scope.facts, scope.on, scope)

    def money(self, value: Any) -> Money:
        """A value as money of the provision's currency."""
        return Money(value if type(value) is Decimal else Decimal(value), self.currency)

    def note(self, scope: Scope, assumed: int, used: int) -> Text | None:
        """The rule's own note, readings, assumptions and unverified values since these counts."""
        newly_assumed = tuple(islice(scope.assumed, assumed, None)) if len(scope.assumed) > assumed else ()
        newly_used = tuple(islice(scope.used.values(), used, None))
        # Records of parameters are one to a row, so that they can be told apart by their ids.
        key = (newly_assumed, *map(id, newly_used))
        if key not in self.notes:
            soft = [record.id for record in newly_used if record.status is not Status.IN_FORCE]
            self.notes[key] = self._written(list(newly_assumed), soft, scope.memory)
        return self.notes[key]

    def _written(self, assumed: list[str], soft: list[str], memory: PlanMemory) -> Text | None:
        row = self.row
        return texts.join_texts(
            row.note,
            row.interpretation.rationale if row.interpretation else None,
            texts.assumed(self._assumptions(assumed, memory)) if assumed else None,
            texts.unverified_values(memory.parameters[name].name for name in soft) if soft else None,
        )

    def _assumptions(self, names: list[str], memory: PlanMemory) -> list[Text]:
        """Each assumed fact with the value that was assumed, for example `... = 0`."""
        values = dict(_assumed_values(self.row.value)) if self.row.value else {}
        specs = [memory.specs[name] for name in names]
        return [
            {
                language: f"{question} {fact_words(spec, values[spec.id])[language]}"
                for language, question in spec.question.items()
            }
            for spec in specs
        ]


def reading_of(memory: PlanMemory, row: Provision, day: date) -> Reading:
    """The reading of a provision on an event date."""
    key = (id(row), memory.stretch(row, day))
    found = memory.readings.get(key)
    if not isinstance(found, Reading):
        months: Any = row.details.get("months")
        found = memory.readings[key] = Reading(
            row,
            generate_noting(row.value, lambda name: memory.resolve(name, day)) if row.value else None,
            row.output,
            str(row.details.get("currency", "")),
            str(row.details.get("unit", "")),
            (months[0], months[1]) if months else None,
            {},
            {},
            day,
        )
    return found


def _assumed_values(expression: Any) -> Iterable[tuple[str, Any]]:
    if expression.operator == "assume":
        yield expression.name, expression.literal
    for operand in expression.operands:
        yield from _assumed_values(operand)
