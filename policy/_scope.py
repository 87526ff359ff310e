"""The scope in which expressions are read, and the choice of the rows that are valid on the day."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from policy._base import Plan, RuleBase
from policy._codegen import Form, NotingFunction, generate_noting
from policy._decision import DerivedFact, Information, StopRule, UsedParameter
from policy._expression import Expression
from policy._facts import FactSpec
from policy._rules import Citation, Parameter, ParameterRow, Provision, Status, row_on
from policy._sharing import Numbering, numbering_of, shared_in
from policy._values import Text

#: How many look-ups are kept of each sort before they are emptied; a cohort touches few days.
MOST_KEPT = 20_000


@dataclass(slots=True)
class Scope:
    """Reads facts and parameters for one evaluation and notes what happened.

    Attributes:
        event: the day on which parameters are resolved; moved before each provision (`move`).
        memo: values on this event date of expressions that several provisions read, by their numbers.
        used: parameters read, in order; `missing` those without a valid row, with why.
        assumed: facts replaced by a stated assumption. `official`: a point was left to an official.
    """

    facts: Mapping[str, Any]
    on: date
    event: date
    memory: "PlanMemory"
    used: dict[tuple[str, date], UsedParameter] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    assumed: dict[str, None] = field(default_factory=dict)
    official: bool = False
    memo: dict[int, Any] = field(default_factory=dict)

    def move(self, event: date) -> None:
        """Resolve parameters on another day from here on."""
        if event != self.event:
            self.event = event
            self.memo.clear()

    def parameter(self, name: str) -> Any:
        """The value on the event date, or None with the reason noted."""
        key = (name, self.event)
        found = self.memory.resolved.get(key)
        if found is None:
            found = self.memory.resolve(name, self.event)
        used = found[1]
        if used is None:
            self.missing[name] = found[2]
            return None
        self.used[key] = used
        return found[0]

    def assume(self, fact: str) -> None:
        """Note an assumption."""
        self.assumed[fact] = None

    def leave_to_official(self) -> None:
        """Note a point that an official decides."""
        self.official = True


@dataclass(frozen=True, slots=True)
class Selection:
    """The provisions valid for one set of event dates, by kind; `missing` says why a slot has none.

    `amount_slots` says for each slot of amounts which sum it would give (`OUTPUT_OF`), also when it has none now.
    `prepared` keeps what was made ready for these provisions on these days, by kind.
    """

    eligibility: Provision | None
    eligibility_missing: str
    days: Mapping[str, date]
    by_kind: Mapping[str, tuple[Provision, ...]]
    missing: Mapping[str, str]
    amount_slots: Mapping[str, str]
    stop_rules: tuple[StopRule, ...]
    stops: tuple[str, ...]
    excludes: tuple[str, ...]
    information: tuple[Information, ...]
    prepared: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class PlanMemory:
    """A plan with what was looked up for it before. Holds no person's facts, only rows by date and words."""

    plan: Plan
    parameters: Mapping[str, Parameter]
    specs: Mapping[str, FactSpec]
    event_facts: tuple[str, ...]
    numbering: Numbering
    #: Numbers of the expressions that several of its provisions read.
    shared: frozenset[int]
    resolved: dict[tuple[str, date], tuple[Any, UsedParameter | None, str]] = field(default_factory=dict)
    selections: dict[tuple[Any, ...], Selection] = field(default_factory=dict)
    grounds: dict[tuple[int, ...], tuple[tuple[Citation, ...], str]] = field(default_factory=dict)
    #: Sentences on the facts that a sum lacks, by these facts.
    missing_facts: dict[tuple[str, ...], Text] = field(default_factory=dict)
    #: Notes of several sums as one, by the ids of both, which stand beside it.
    joined: dict[tuple[int, int], tuple[Text, Text, Text | None]] = field(default_factory=dict)
    #: Records of parameter rows by the row's id; one each, so that they can be told apart by their own.
    records: dict[int, UsedParameter] = field(default_factory=dict)
    #: By provision and stretch of days: values ready to be read (`policy._readings`), conditions ready to be traced
    #: (`policy._kept_traces`).
    readings: dict[tuple[int, int], object] = field(default_factory=dict)
    sheets: dict[tuple[int, int], object] = field(default_factory=dict)
    #: The same for need-sets: prepared rules (`policy._search_program`).
    programs: dict[tuple[int, int], object] = field(default_factory=dict)
    #: By provision: the days on which a parameter that it reads changes.
    turning_days: dict[int, tuple[date, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, rule_base: RuleBase, plan: Plan) -> "PlanMemory":
        """Prepare a plan."""
        rows = [row for layers in plan.slots.values() for layer in layers for row in layer]
        facts = dict.fromkeys(fact for row in rows for fact in row.event.facts)
        numbering = numbering_of(rule_base)
        shared = shared_in(plan, numbering)
        return cls(plan, rule_base.parameters, rule_base.facts, tuple(facts), numbering, shared)

    def reader(
        self, expression: Expression, day: date, form: Form = "value", shown: Iterable[str] = ()
    ) -> NotingFunction:
        """A function that reads an expression on the dated values of an event date (`policy._codegen`)."""
        return generate_noting(
            expression, lambda name: self.resolve(name, day), self.numbering, self.shared, form=form, shown=shown
        )

    def resolve(self, name: str, day: date) -> tuple[Any, UsedParameter | None, str]:
        """Find a parameter's row of a day along the chain: value, record, and why there is none."""
        found = row_on(self.plan.parameters[name], day)
        result = (None, None, found.missing) if found.row is None else (found.row.value, self._used(found.row), "")
        if len(self.resolved) > MOST_KEPT:
            self.resolved.clear()
        self.resolved[name, day] = result
        return result

    def _used(self, row: ParameterRow) -> UsedParameter:
        record = self.records.get(id(row))
        if record is None:
            scalar = None if isinstance(row.value, tuple) else row.value
            record = self.records[id(row)] = UsedParameter(
                row.parameter, scalar, self.parameters[row.parameter].unit, row.jurisdiction, row.effective_from,
                row.effective_to, row.status, row.citation,
            )  # fmt: skip
        return record

    def stretch(self, provision: Provision, day: date) -> int:
        """The number of the stretch of days, around this one, in which all that a provision reads stays as it is."""
        days = self.turning_days.get(id(provision))
        if days is None:
            names = {name for rule in provision.conditions for name in rule.test.parameters}
            names.update(provision.value.parameters if provision.value else ())
            rows = [row for name in names for layer in self.plan.parameters[name] for row in layer]
            turning = {day for row in rows for day in (row.effective_from, row.effective_to) if day}
            days = self.turning_days[id(provision)] = tuple(sorted(turning))
        return bisect_right(days, day)

    def complete(self, facts: Mapping[str, Any], on: date) -> tuple[Mapping[str, Any], tuple[DerivedFact, ...]]:
        """The facts with those that the law of this place works out from them; a given fact always wins.

        Derivations are dated on the claim date, as claims are.
        """
        if not self.plan.derivations:
            return facts, ()
        day = facts.get("claim_date") or on
        known: dict[str, Any] = {}
        found: list[DerivedFact] = []
        for fact, layers in self.plan.derivations.items():
            row = row_on(layers, day).row if facts.get(fact) is None else None
            value = row.value.read(Scope({**facts, **known}, on, day, self)) if row else None
            if row and value is not None:
                known[fact] = value
                found.append(DerivedFact(fact, value, row.citation))
        return ({**facts, **known} if known else facts), tuple(found)

    def select(self, facts: Mapping[str, Any], on: date) -> Selection:
        """Choose the provisions valid on their event dates."""
        key = (on, *(facts.get(name) for name in self.event_facts))
        selection = self.selections.get(key)
        if selection is None:
            if len(self.selections) > MOST_KEPT:
                self.selections.clear()
            selection = self.selections[key] = self._choose(Scope(facts, on, on, self))
        return selection

    def _choose(self, scope: Scope) -> Selection:
        chosen: dict[str, list[Provision]] = {}
        days: dict[str, date] = {}
        missing: dict[str, str] = {}
        for slot, layers in self.plan.slots.items():
            day = layers[0][-1].event.read(scope) or scope.on
            found = row_on(layers, day)
            days[slot] = day
            if found.row is None or found.row.status is Status.EXPIRED:
                missing[slot] = found.missing or "expired"
            else:
                chosen.setdefault(found.row.kind, []).append(found.row)
        eligibility = chosen.get("eligibility", [None])[0]
        return Selection(
            eligibility,
            missing.get("eligibility", "" if eligibility else "no_source"),
            days,
            {kind: tuple(rows) for kind, rows in chosen.items()},
            missing,
            {slot: layers[0][-1].output for slot, layers in self.plan.slots.items() if layers[0][-1].kind == "amount"},
            *self._fixed_parts(chosen),
        )

    def _fixed_parts(
        self, chosen: Mapping[str, list[Provision]]
    ) -> tuple[tuple[StopRule, ...], tuple[str, ...], tuple[str, ...], tuple[Information, ...]]:
        """Stop rules, their events, the benefits that may not be drawn beside this one, and what is worth knowing."""
        rules: list[StopRule] = []
        for row in chosen.get("stop", ()):
            events: Any = row.details["events"]
            text: Any = row.details["text"]
            rules.append(StopRule(tuple(events), text, row.citation))
        excludes = dict.fromkeys(self.plan.benefit.excludes)
        for row in chosen.get("stacking", ()):
            others: Any = row.details["excludes"]
            excludes.update(dict.fromkeys(others))
        stops = dict.fromkeys(event for rule in rules for event in rule.events)
        information = tuple(
            Information(str(row.details["topic"]), dict(row.details["text"]), row.citation, row.status)  # type: ignore[call-overload]
            for row in chosen.get("information", ())
        )
        return tuple(rules), tuple(stops), tuple(excludes), information
