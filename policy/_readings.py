"""Values of provisions, ready to be read on one set of dated values, and the notes of what they rest on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from ontology import Money
from policy import _texts as texts
from policy._codegen import NotingFunction
from policy._decision import UsedParameter
from policy._expression import Expression
from policy._rules import Provision, Status
from policy._scope import PlanMemory, Scope, Selection
from policy._values import Text
from policy._wording import fact_words


@dataclass(frozen=True, slots=True)
class Reading:
    """A provision's value on one set of dated values.

    Attributes:
        value: the generated function; None when the provision gives no value.
        output: the sum that it gives, see `Provision.output`.
        months: first month (1-based) and end (exclusive; None: open) of a monthly amount that is paid in steps.
        waiting, claimed: of a duration in weeks, how many are not paid and how many are claimed.
        notes: what a sum rests on, by what was assumed and read; as many as the law has ways to come to a sum.
        blamers: functions that say which facts an unknown expression lacks, by its id; written when they are asked for.
    """

    row: Provision
    value: NotingFunction | None
    output: str
    currency: str
    unit: str
    months: tuple[int, int | None] | None
    waiting: NotingFunction | None
    claimed: NotingFunction | None
    notes: dict[tuple[Any, ...], Text | None]
    blamers: dict[int, NotingFunction]
    day: date

    def lacking(self, expression: Expression, scope: Scope) -> tuple[str, ...]:
        """The facts to which an expression of the provision, just read, owes that it is unknown."""
        function = self.blamers.get(id(expression))
        if function is None:
            function = self.blamers[id(expression)] = scope.memory.reader(expression, self.day, "lacking")
        facts: tuple[str, ...] = function(scope.facts, scope.on, scope)
        return facts

    def money(self, value: Any) -> Money:
        """A value as money of the provision's currency."""
        return Money(value if type(value) is Decimal else Decimal(value), self.currency)

    def note(self, scope: Scope, assumed: int, used: int) -> Text | None:
        """The rule's own note, readings, assumptions and unverified values since these counts."""
        if len(scope.used) == used and len(scope.assumed) == assumed:
            key: tuple[Any, ...] = ((),)
            return self.notes[key] if key in self.notes else self._kept(key, (), (), scope.memory)
        newly_assumed = tuple(islice(scope.assumed, assumed, None)) if len(scope.assumed) > assumed else ()
        newly_used = tuple(islice(scope.used.values(), used, None))
        # Records of parameters are one to a row, so that they can be told apart by their ids.
        key = (newly_assumed, *map(id, newly_used))
        return self.notes[key] if key in self.notes else self._kept(key, newly_assumed, newly_used, scope.memory)

    def _kept(
        self, key: tuple[Any, ...], assumed: tuple[str, ...], used: tuple[UsedParameter, ...], memory: PlanMemory
    ) -> Text | None:
        soft = [record.id for record in used if record.status is not Status.IN_FORCE]
        found = self.notes[key] = self._written(list(assumed), soft, memory)
        return found

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
        weeks: list[Any] = [row.details.get(name) for name in ("waiting_weeks", "claimed_weeks")]
        waiting, claimed = (memory.reader(item, day) if item else None for item in weeks)
        found = memory.readings[key] = Reading(
            row,
            memory.reader(row.value, day) if row.value else None,
            row.output,
            str(row.details.get("currency", "")),
            str(row.details.get("unit", "")),
            (months[0], months[1]) if months else None,
            waiting,
            claimed,
            {},
            {},
            day,
        )
    return found


def readings_of(selection: Selection, kind: str, memory: PlanMemory) -> tuple[tuple[Reading, date], ...]:
    """The readings of the chosen provisions of a kind, each with its event date."""
    found: tuple[tuple[Reading, date], ...] | None = selection.prepared.get(kind)
    if found is None:
        rows = [(row, selection.days[row.slot]) for row in selection.by_kind.get(kind, ())]
        found = selection.prepared[kind] = tuple((reading_of(memory, row, day), day) for row, day in rows)
    return found


def _assumed_values(expression: Any) -> Iterable[tuple[str, Any]]:
    if expression.operator == "assume":
        yield expression.name, expression.literal
    for operand in expression.operands:
        yield from _assumed_values(operand)
