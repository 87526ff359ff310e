"""Deciding benefits again on later days, with the facts as they will stand then."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from policy import Decision, Facts, RuleBase, evaluate_benefit, parse_facts
from reasoning._reading import CLAIM, Reading, read_rules, readings
from reasoning._status import Facts as Values
from reasoning._status import Stage, claimed_on, facts_at


class LaterDecisions:
    """One person's decisions on any day of a plan. Each is made once: kept by day and by the facts that it reads.

    Attributes:
        on: the day of the question; on it the facts count as given.
        parsed: the facts as parsed; `facts` their values.
    """

    def __init__(self, rule_base: RuleBase, facts: Mapping[str, object], *, on: date, jurisdiction: str) -> None:
        """Raises the errors of `policy.parse_facts`."""
        parsed = parse_facts(facts, rule_base)
        self.on = on
        self.parsed = parsed
        self.rule_base = rule_base
        self.jurisdiction = jurisdiction
        self.facts: Values = parsed.values
        #: What follows from other facts is worked out again from the facts of the day.
        self._given = {fact: value for fact, value in parsed.values.items() if fact not in parsed.derived}
        self._kept: dict[tuple[Any, ...], Decision] = {}
        self._readings = readings(rule_base, jurisdiction)
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
        key = self._key(benefit, day, values.get(CLAIM) or day, values)
        found = self._kept.get(key)
        if found is None:
            found = evaluate_benefit(
                self.rule_base, benefit, Facts(MappingProxyType(dict(values))), on=day, jurisdiction=self.jurisdiction
            )
            self._kept[key] = found
        return found

    def turns(self, benefit: str) -> tuple[date, ...]:
        """Days on which a rule or value of the benefit begins or ends, ascending."""
        return self._reading(benefit).turns

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

    def _key(self, benefit: str, day: date, claim: date, values: Values) -> tuple[Any, ...]:
        """What a decision depends on. Where no rule counts days, only what is in force on the two days does."""
        reading = self._reading(benefit)
        read = tuple(values.get(fact) for fact in reading.facts)
        if reading.counts_days:
            return (benefit, day, claim, read)
        return (benefit, bisect_right(reading.turns, day), bisect_right(reading.turns, claim), read)

    def _reading(self, benefit: str) -> Reading:
        found = self._readings.get(benefit)
        if found is None:
            found = self._readings[benefit] = read_rules(self.rule_base, benefit, self.jurisdiction)
        return found


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
