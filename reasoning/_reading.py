"""What the rules of a benefit read, so that a decision is made again only where that has changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy import RuleBase

#: The fact that holds the day of the claim.
CLAIM = "claim_date"
#: Rule bases whose readings are kept; a process has one or two.
_MOST_KEPT = 8
_kept: dict[int, tuple[RuleBase, dict[str, "dict[str, Reading]"]]] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """What the decisions about one benefit in one place depend on.

    Attributes:
        facts: ids of every fact that a row reads, but the day of the claim.
        turns: days on which a rule or value begins or ends, ascending.
        counts_days: whether a condition or sum reads the day or a date; which rows speak on a day is no such matter.
    """

    facts: tuple[str, ...]
    turns: tuple[date, ...]
    counts_days: bool


def readings(rule_base: RuleBase, place: str) -> "dict[str, Reading]":
    """What is kept for a place, by benefit; it holds rules only, nothing about a person."""
    found = _kept.get(id(rule_base))
    if found is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        # The rule base is kept beside, so that no other one can come to have its id.
        found = _kept[id(rule_base)] = (rule_base, {})
    return found[1].setdefault(place, {})


def read_rules(rule_base: RuleBase, benefit: str, place: str) -> Reading:
    """Go through all rows that may ever speak for a benefit in a place."""
    plan = rule_base.plan(benefit, place)
    rows = [row for layers in plan.slots.values() for layer in layers for row in layer]
    derivations = [row for layers in plan.derivations.values() for layer in layers for row in layer]
    values = [row for layers in plan.parameters.values() for layer in layers for row in layer]
    computed: list[Any] = [row.value for row in derivations]
    for row in rows:
        computed += [row.value, *row.details.values(), *[rule.test for rule in row.conditions]]
    expressions = [item for item in computed if hasattr(item, "operands")]
    facts = {fact for item in (*expressions, *[row.event for row in rows]) for fact in item.facts}
    dated: list[Any] = [*rows, *derivations, *values]
    days = {day for row in dated for day in (row.effective_from, row.effective_to)}
    return Reading(
        facts=tuple(sorted((facts | plan.derivations.keys()) - {CLAIM})),
        turns=tuple(sorted(day for day in days if day is not None)),
        counts_days=any(
            "on" in _operators(item) or any(rule_base.facts[fact].type == "date" for fact in item.facts)
            for item in expressions
        ),
    )


def _operators(expression: Any) -> Iterator[str]:
    yield expression.operator
    for operand in expression.operands:
        yield from _operators(operand)
