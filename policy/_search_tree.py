"""An eligibility rule as a tree that a search for changes can walk, with all that does not depend on the person.

Negations are pushed down to the leaves. A part that reads one fact alone becomes the set of that fact's values that
satisfy it, worked out once for each set of dated values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from policy._codegen import Function
from policy._expression import Expression, join
from policy._facts import FactSpec
from policy._rules import ConditionRule, Group
from policy._search_range import Grid, Ranges, both
from policy._search_turns import Functions, Turns
from policy._values import Kind, Value


@dataclass(frozen=True, slots=True)
class Only:
    """A part that one fact decides: the words or truth values that satisfy it, or the ranges of a number or date."""

    holds: Function
    fact: str
    words: tuple[Value, ...] | None
    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Several:
    """A comparison of several facts; `wanted` is the truth value that it has to have."""

    holds: Function
    test: Expression
    wanted: bool
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts of which all (or one) must hold."""

    holds: Function
    every: bool
    parts: "tuple[Node, ...]"
    facts: tuple[str, ...]


Node = Only | Several | Joined


def facts_of(node: Node) -> tuple[str, ...]:
    """The facts that a part reads."""
    return (node.fact,) if isinstance(node, Only) else node.facts


def whole_test(group: Group, conditions: tuple[ConditionRule, ...]) -> Expression:
    """The conditions of a provision as one expression."""
    parts = tuple(
        conditions[member].test if isinstance(member, int) else whole_test(member, conditions)
        for member in group.members
    )
    return join("and" if group.mode == "all" else "or", parts, Kind.BOOLEAN, _unread)


def _unread(scope: object) -> Any:
    raise NotImplementedError(f"Joined conditions are generated, not read in {scope!r}.")


class TreeBuilder:
    """Builds trees of one set of dated values.

    Raises nothing of its own: the expressions were checked when the rules were read.
    """

    def __init__(self, specs: Mapping[str, FactSpec], functions: Functions) -> None:
        self.specs = specs
        self.functions = functions
        self.grids: dict[str, Grid] = {}

    def grid(self, fact: str) -> Grid:
        """The grid of a number or date fact."""
        found = self.grids.get(fact)
        if found is None:
            found = self.grids[fact] = Grid.of(self.specs[fact])
        return found

    def build(self, test: Expression, wanted: bool) -> Node:
        """The tree of a boolean expression that has to have a truth value."""
        if len(test.facts) == 1 and not _reads_day(test):
            return self._only(test, wanted)
        if test.operator == "!":
            return self.build(test.operands[0], not wanted)
        if test.operator in ("and", "or"):
            return self._joined(test, wanted, test.operands, (test.operator == "and") is wanted)
        if test.operator == "if":
            # if t then a else b, three-valued: (t and a) or (not t and b) or (a and b), and its negation alike.
            chosen, then, other = test.operands
            unless = _logic("!", chosen)
            ways = (_logic("and", chosen, then), _logic("and", unless, other), _logic("and", then, other))
            if not wanted:
                ways = (
                    _logic("and", chosen, _logic("!", then)),
                    _logic("and", unless, _logic("!", other)),
                    _logic("and", _logic("!", then), _logic("!", other)),
                )
            return self._joined(_logic("or", *ways), True, ways, False)
        return Several(self._holds(test, wanted), test, wanted, test.facts)

    def _joined(self, test: Expression, wanted: bool, operands: tuple[Expression, ...], every: bool) -> Node:
        built = [self.build(operand, wanted) for operand in operands]
        parts: list[Node] = []
        for node in built:
            if isinstance(node, Joined) and node.every is every:
                parts.extend(node.parts)
            else:
                parts.append(node)
        if every:
            parts = self._merged(parts)
        return Joined(self._holds(test, wanted), every, tuple(parts), test.facts)

    def _merged(self, parts: list[Node]) -> list[Node]:
        """Parts that must all hold and read the same single fact become one."""
        kept: dict[str, list[Only]] = {}
        for node in parts:
            if isinstance(node, Only):
                kept.setdefault(node.fact, []).append(node)
        merged: list[Node] = [reduce(_one_of_two, same) for same in kept.values()]
        return merged + [node for node in parts if not isinstance(node, Only)]

    def _only(self, test: Expression, wanted: bool) -> Only:
        (fact,) = test.facts
        spec, function = self.specs[fact], self.functions.of(test)
        holds = self._holds(test, wanted)
        if spec.type in ("boolean", "enum"):
            values: tuple[Value, ...] = (True, False) if spec.type == "boolean" else tuple(spec.words)
            return Only(holds, fact, tuple(v for v in values if function({fact: v}, date.max) is wanted), ())
        turns = Turns(self.grid(fact), {}, date.max, self.functions)
        return Only(holds, fact, None, turns.ranges(test, wanted))

    def _holds(self, test: Expression, wanted: bool) -> Function:
        function = self.functions.of(test)
        if wanted:
            return lambda facts, on: function(facts, on) is True
        return lambda facts, on: function(facts, on) is False


def _one_of_two(one: Only, other: Only) -> Only:
    first, second = one.holds, other.holds

    def holds(facts: Mapping[str, Any], on: date) -> bool:
        return bool(first(facts, on) and second(facts, on))

    if one.words is None:
        return Only(holds, one.fact, None, both(one.ranges, other.ranges))
    return Only(holds, one.fact, tuple(word for word in one.words if word in (other.words or ())), ())


def _reads_day(test: Expression) -> bool:
    return test.operator == "on" or any(map(_reads_day, test.operands))


def _logic(operator: str, *operands: Expression) -> Expression:
    return join(operator, operands, Kind.BOOLEAN, _unread)
