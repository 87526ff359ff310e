"""Traces of conditions that are kept, where `policy._condition_writers` would write the same again and again.

A condition on a yes-or-no fact, an enum fact or a small whole number has few possible traces on the same dated values:
one for each value that the fact schema allows. These are kept by value. They say what such a value looks like under
this rule, whoever has it, and are the same however many people were asked about; nothing links two of them. Conditions
on sums of money, dates or the day of the question are written anew each time and not kept.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from policy._codegen import NotingFunction
from policy._condition_writers import Writer, reads_day, settled, writer_of
from policy._decision import Condition, UsedParameter
from policy._facts import FactSpec
from policy._rules import ConditionRule, Group, Provision
from policy._scope import PlanMemory, Scope
from policy._values import Text

#: A whole number with no more values than this counts as small; months of any working life do.
_MOST_VALUES = 1_201
#: How many traces of one condition are kept at most; the values of several facts multiply.
_MOST_TRACES = 4_096


@dataclass(frozen=True, slots=True)
class Effects:
    """What reading a condition noted in the scope, to be noted again when the trace is taken from memory."""

    used: tuple[tuple[str, UsedParameter], ...]
    missing: tuple[tuple[str, str], ...]
    official: bool

    def note(self, scope: Scope) -> None:
        """Note it again, parameters on the event date of this evaluation."""
        event = scope.event
        for name, record in self.used:
            scope.used[name, event] = record
        if self.missing:
            scope.missing.update(self.missing)
        if self.official:
            scope.official = True


@dataclass(frozen=True, slots=True)
class Trace:
    """A condition's trace; `lacking` are the facts to which it owes that it is unknown, and what finding them noted."""

    condition: Condition
    effects: Effects | None
    lacking: tuple[str, ...]
    lacking_effects: Effects | None


class Tracer:
    """Traces one condition on one set of dated values.

    Attributes:
        keeps: its traces are kept; else `write` writes each anew.
        fact: the one fact that the condition reads, when its traces are kept; else empty.
        kept: traces by the fact's value, or by the values of all facts.
    """

    __slots__ = ("_day", "_lacking", "_memory", "_names", "fact", "keeps", "kept", "rule", "write")

    def __init__(self, rule: ConditionRule, memory: PlanMemory, day: date) -> None:
        names = rule.test.facts
        self.keeps = all(_has_few_values(memory.specs[name]) for name in names) and not reads_day(rule.test)
        self.rule = rule
        self.write: Writer = writer_of(rule, memory, day)
        self.fact = names[0] if self.keeps and len(names) == 1 else ""
        self.kept: dict[Any, Trace] = {}
        self._names = names
        self._memory, self._day = memory, day
        self._lacking: NotingFunction | None = None

    def trace(self, scope: Scope) -> Trace:
        """The kept trace for these facts, noting in the scope what reading the condition notes."""
        facts = scope.facts
        key: Any = facts.get(self.fact) if self.fact else tuple([facts.get(name) for name in self._names])
        found = self.kept.get(key)
        if found is None:
            if len(self.kept) >= _MOST_TRACES:
                self.kept.clear()
            found = self.kept[key] = self._written(scope)
        if found.effects is not None:
            found.effects.note(scope)
        return found

    def lacking(self, trace: Trace | None, scope: Scope) -> tuple[str, ...]:
        """The facts to which an unknown condition owes that it is unknown."""
        if trace is None:
            return self._lacks(scope)
        if trace.lacking_effects is not None:
            trace.lacking_effects.note(scope)
        return trace.lacking

    def _written(self, scope: Scope) -> Trace:
        own = Scope(scope.facts, scope.on, scope.event, scope.memory)
        condition = settled(self.write(own))
        effects = _effects(own)
        if condition.met is not None:
            return Trace(condition, effects, (), None)
        own = Scope(scope.facts, scope.on, scope.event, scope.memory)
        return Trace(condition, effects, self._lacks(own), _effects(own))

    def _lacks(self, scope: Scope) -> tuple[str, ...]:
        if self._lacking is None:
            self._lacking = self._memory.reader(self.rule.test, self._day, "lacking")
        facts: tuple[str, ...] = self._lacking(scope.facts, scope.on, scope)
        return facts


def _effects(scope: Scope) -> Effects | None:
    if not (scope.used or scope.missing or scope.official):
        return None
    used = tuple((name, record) for (name, _), record in scope.used.items())
    return Effects(used, tuple(scope.missing.items()), scope.official)


def _has_few_values(spec: FactSpec) -> bool:
    if spec.type == "integer":
        return spec.minimum is not None and spec.maximum is not None and spec.maximum - spec.minimum < _MOST_VALUES
    return spec.type in ("boolean", "enum")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The conditions of one provision on one set of dated values, ready to be traced.

    Attributes:
        rows: for each condition the fact by whose value its traces are kept (or none), those, its tracer, and its
            writer where no traces are kept.
        flat: `all` or `any` when the conditions are joined by nothing else.
        reasons, open_rows: sentences, and which conditions are open, by which conditions are met.
    """

    rows: tuple[tuple[str, dict[Any, Trace], Tracer, Writer | None], ...]
    flat: str
    has_caseworker: bool
    reasons: dict[tuple[bool | None, ...], Text]
    open_rows: dict[tuple[bool | None, ...], tuple[int, ...]]


def sheet_of(memory: PlanMemory, provision: Provision, group: Group, day: date) -> Sheet:
    """The sheet of a provision on an event date."""
    key = (id(provision), memory.stretch(provision, day))
    found = memory.sheets.get(key)
    if not isinstance(found, Sheet):
        tracers = [Tracer(rule, memory, day) for rule in provision.conditions]
        in_order = group.members == tuple(range(len(tracers)))
        found = memory.sheets[key] = Sheet(
            tuple((item.fact, item.kept, item, None if item.keeps else item.write) for item in tracers),
            group.mode if in_order else "",
            any(rule.caseworker for rule in provision.conditions),
            {},
            {},
        )
    return found
