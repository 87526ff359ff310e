"""Deciding benefits again on later days, with the facts as they will stand then."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from policy import Decision, Facts, RuleBase, evaluate_benefit, parse_facts
from reasoning._status import Facts as Values
from reasoning._status import Stage, claimed_on, facts_at


class LaterDecisions:
    """One person's decisions on any day of a plan. Each is made once: kept by day and by the facts that it reads.

    Attributes:
        on: the day of the question; on it the facts count as given.
        facts: as parsed.
    """

    def __init__(self, rule_base: RuleBase, facts: Mapping[str, object], *, on: date, jurisdiction: str) -> None:
        """Raises the errors of `policy.parse_facts`."""
        parsed = parse_facts(facts, rule_base)
        self.on = on
        self.rule_base = rule_base
        self.jurisdiction = jurisdiction
        self.facts: Values = parsed.values
        #: What follows from other facts is worked out again from the facts of the day.
        self._given = {fact: value for fact, value in parsed.values.items() if fact not in parsed.derived}
        self._kept: dict[tuple[Any, ...], Decision] = {}
        self._turns: dict[str, tuple[date, ...]] = {}
        self._reads: dict[str, tuple[str, ...]] = {}
        self._staged: dict[tuple[Stage, date | None], Values] = {}

    @property
    def benefits(self) -> tuple[str, ...]:
        """Ids of the benefits of the place."""
        return tuple(benefit.id for benefit in self.rule_base.benefits_in(self.jurisdiction))

    @property
    def redecides(self) -> bool:
        """Decisions follow the facts of the day."""
        return True

    def at(self, benefit: str, day: date, stage: Stage, *, claimed: date | None = None) -> Decision:
        """The decision on a day about somebody at a stage.

        Args:
            claimed: day of the claim, where that is not this day: what the law dates on the claim stays as it was.
        """
        claim = claimed or day
        values = self._values(stage, None if claim == self.on else claim)
        key = (benefit, day, *[values.get(fact) for fact in self._read_by(benefit)])
        found = self._kept.get(key)
        if found is None:
            found = evaluate_benefit(
                self.rule_base, benefit, Facts(MappingProxyType(dict(values))), on=day, jurisdiction=self.jurisdiction
            )
            self._kept[key] = found
        return found

    def turns(self, benefit: str) -> tuple[date, ...]:
        """Days on which a rule or value of the benefit begins or ends, ascending."""
        if benefit not in self._turns:
            plan = self.rule_base.plan(benefit, self.jurisdiction)
            rows = [
                row
                for group in (plan.slots, plan.parameters, plan.derivations)
                for layers in group.values()
                for layer in layers
                for row in layer
            ]
            days = {day for row in rows for day in (row.effective_from, row.effective_to) if day is not None}
            self._turns[benefit] = tuple(sorted(days))
        return self._turns[benefit]

    def with_facts(self, benefit: str, facts: Mapping[str, Any]) -> Decision:
        """The decision today with some facts changed."""
        values = {**self.facts, **facts}
        return evaluate_benefit(
            self.rule_base, benefit, Facts(MappingProxyType(values)), on=self.on, jurisdiction=self.jurisdiction
        )

    def _values(self, stage: Stage, claimed: date | None) -> Values:
        key = (stage, claimed)
        found = self._staged.get(key)
        if found is None:
            base = self.facts if stage == Stage() else self._given
            found = facts_at(base, stage, self.rule_base.facts)
            if claimed is not None:
                found = claimed_on(found, claimed)
            if stage != Stage():
                found = self._derived(found)
            self._staged[key] = found
        return found

    def _derived(self, values: Values) -> Values:
        """Facts that the schema works out of others, where they are not given."""
        known = dict(values)
        scope = _FactsOnly(known)
        for fact, spec in self.rule_base.facts.items():
            if spec.derive is not None and known.get(fact) is None:
                value = spec.derive.read(scope)
                if value is not None:
                    known[fact] = value
        return known

    def _read_by(self, benefit: str) -> tuple[str, ...]:
        """Every fact that some row of the benefit's plan reads."""
        if benefit not in self._reads:
            plan = self.rule_base.plan(benefit, self.jurisdiction)
            found: set[str] = {"claim_date"}
            for layers in plan.slots.values():
                for row in (row for layer in layers for row in layer):
                    expressions = [row.event, row.value, *row.details.values(), *[rule.test for rule in row.conditions]]
                    for expression in expressions:
                        found |= set(getattr(expression, "facts", ()))
            for derivations in plan.derivations.values():
                for derivation in (row for layer in derivations for row in layer):
                    found |= {derivation.fact, *derivation.value.facts}
            self._reads[benefit] = tuple(sorted(found))
        return self._reads[benefit]


class _FactsOnly:
    """Scope of a derivation of the fact schema, which reads no parameters."""

    on = date.max

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.facts = facts

    def parameter(self, name: str) -> Any:
        """No parameters are read."""
        raise KeyError(name)

    def assume(self, fact: str) -> None:
        """Nothing is assumed."""
        raise KeyError(fact)

    def leave_to_official(self) -> None:
        """Nothing is left open."""
        raise KeyError("undecided")
