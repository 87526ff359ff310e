"""Expressions as a program over columns: every distinct subexpression is worked out once for a chunk of persons.

The tree is the evaluator's own `Expression`, with the same three-valued logic. YAML anchors repeat whole subtrees; they
are recognised by their form. Nothing is rounded on the way: see `policy._cohort_numbers`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, cast

import numpy as np

from policy import _cohort_days as days
from policy import _cohort_numbers as numbers
from policy import _cohort_rounding as rounding
from policy._cohort_numbers import UNKNOWN, Mask, Number, both, either, negate
from policy._cohort_rounding import as_mask
from policy._cohort_tables import Table
from policy._cohort_truth import OPEN, Column, Truth, choose_truth, conjoin, disjoin, first_known, merge, stated
from policy._expression import Expression
from policy._rules import Group, Provision
from policy._values import Kind


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A distinct subexpression; `dated` when a parameter below it depends on the event date."""

    operator: str
    operands: "tuple[Node, ...]"
    expression: Expression
    dated: bool


class Program:
    """The distinct subexpressions of all expressions that were added."""

    def __init__(self) -> None:
        self._nodes: dict[tuple[Any, ...], Node] = {}
        self.tables: dict[tuple[int, ...], Table] = {}

    def add(self, expression: Expression) -> Node:
        """The node of an expression; the same node for the same form."""
        operands = tuple(self.add(operand) for operand in expression.operands)
        literal = expression.literal
        key = (expression.operator, expression.name, type(literal), literal, *map(id, operands))
        node = self._nodes.get(key)
        if node is None:
            dated = expression.operator in ("param", "table") or any(item.dated for item in operands)
            node = self._nodes[key] = Node(expression.operator, operands, expression, dated)
        return node


class Sheet:
    """Works out nodes for one chunk of persons.

    Args:
        facts: columns by fact; a fact without one is unknown for everybody.
        words: the words of each enum fact, in the order of their numbers.
        parameter: a parameter's value on an event date, or None.
    """

    def __init__(
        self,
        program: Program,
        facts: Mapping[str, Column],
        *,
        words: Mapping[str, tuple[str, ...]],
        on: date,
        parameter: Callable[[str, date], Any],
    ) -> None:
        self.program = program
        self.facts = facts
        self.words = words
        self.on = days.number_of(on)
        self.parameter = parameter
        #: Persons whom only the evaluator itself can decide.
        self.doubts: Mask = False
        self._kept: dict[tuple[Node, date | None], Column] = {}

    def doubt(self, mask: Mask) -> None:
        """Note persons for the evaluator."""
        self.doubts = either(self.doubts, mask)

    def number(self, node: Node, day: date) -> Number:
        """A number or date of everybody, parameters as of the event date."""
        return cast("Number", self.read(node, day))

    def truth(self, node: Node, day: date) -> Truth:
        """A boolean of everybody."""
        return cast("Truth", self.read(node, day))

    def joined(self, group: Group, provision: Provision, day: date, *, monetary: bool = False) -> Truth:
        """The conditions of a group in Kleene logic; `monetary` joins only those on wages, hours and contributions."""
        parts: list[Truth] = []
        for member in group.members:
            if not isinstance(member, int):
                if not monetary or is_monetary(member, provision):
                    parts.append(self.joined(member, provision, day, monetary=monetary))
            elif not monetary or provision.conditions[member].monetary:
                parts.append(self.truth(self.program.add(provision.conditions[member].test), day))
        return reduce(disjoin if group.mode == "any" else conjoin, parts)

    def read(self, node: Node, day: date) -> Column:
        """A node's value, worked out at most once for each event date."""
        key = (node, day if node.dated else None)
        value = self._kept.get(key)
        if value is None:
            reader = _READERS.get(node.operator)
            value = self._kept[key] = reader(self, node, day) if reader else _unknown(node)
        return value


def is_monetary(group: Group, provision: Provision) -> bool:
    """Whether a condition on wages, hours or contributions stands in a group."""
    return any(
        provision.conditions[member].monetary if isinstance(member, int) else is_monetary(member, provision)
        for member in group.members
    )


def _unknown(node: Node) -> Column:
    """Nothing: lists have no columns, so what is said of their entries is unknown."""
    return OPEN if node.expression.kind is Kind.BOOLEAN else UNKNOWN


def _var(sheet: Sheet, node: Node, _day: date) -> Column:
    return sheet.facts.get(node.expression.name) or _unknown(node)


def _constant(value: Any) -> Column:
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return Truth(value, not value, True)
    if isinstance(value, date):
        day = days.number_of(value)
        return Number(day, 1, True, day, day)
    return numbers.constant(value) if isinstance(value, int | Decimal) else UNKNOWN


def _literal(_sheet: Sheet, node: Node, _day: date) -> Column:
    return _constant(node.expression.literal)


def _assume(sheet: Sheet, node: Node, day: date) -> Column:
    return first_known(_var(sheet, node, day), _constant(node.expression.literal))


def _param(sheet: Sheet, node: Node, day: date) -> Column:
    return _constant(sheet.parameter(node.expression.name, day))


def _on(sheet: Sheet, _node: Node, _day: date) -> Column:
    return Number(sheet.on, 1, True, sheet.on, sheet.on)


def _is(sheet: Sheet, node: Node, day: date) -> Column:
    codes = sheet.read(node.operands[0], day)
    if not isinstance(codes, Number) or codes.known is False:
        return OPEN
    words = sheet.words[node.operands[0].expression.name]
    wanted = np.array([word in node.expression.literal for word in words])
    return stated(as_mask(wanted[codes.n]), codes.known)


def _table(sheet: Sheet, node: Node, day: date) -> Column:
    key = sheet.number(node.operands[0], day)
    rows = sheet.parameter(node.expression.name, day)
    if rows is None or key.known is False:
        return UNKNOWN
    d = key.d if isinstance(key.d, int) else 0
    name = (id(rows), key.low, key.high, d)
    table = sheet.program.tables.get(name)
    if table is None:
        table = sheet.program.tables[name] = Table.of(rows, key)
    return table.look_up(key, sheet.doubt)


def _undecided(_sheet: Sheet, _node: Node, _day: date) -> Column:
    return OPEN


def _and(sheet: Sheet, node: Node, day: date) -> Column:
    return reduce(conjoin, (sheet.truth(item, day) for item in node.operands))


def _or(sheet: Sheet, node: Node, day: date) -> Column:
    return reduce(disjoin, (sheet.truth(item, day) for item in node.operands))


def _not(sheet: Sheet, node: Node, day: date) -> Column:
    inner = sheet.truth(node.operands[0], day)
    return Truth(inner.false, inner.true, inner.total)


def _if(sheet: Sheet, node: Node, day: date) -> Column:
    test = sheet.truth(node.operands[0], day)
    if isinstance(test.true, bool) and test.total:
        return sheet.read(node.operands[1 if test.true else 2], day)
    then, other = sheet.read(node.operands[1], day), sheet.read(node.operands[2], day)
    if isinstance(then, Truth) and isinstance(other, Truth):
        return choose_truth(test, then, other)
    return _either_figure(sheet, test, cast("Number", then), cast("Number", other))


def _either_figure(sheet: Sheet, test: Truth, then: Number, other: Number) -> Number:
    known = either(both(test.true, then.known), both(test.false, other.known))
    if not test.total:
        agreeing = both(negate(either(test.true, test.false)), both(then.known, other.known))
        if np.any(agreeing):
            # Doubts about agreement concern only those for whom the test is unknown.
            same, _ = rounding.compare("==", then, other, lambda mask: sheet.doubt(both(agreeing, mask)))
            known = either(known, both(agreeing, same))
    return merge(test.true, then, other, known)


def _first_known(sheet: Sheet, node: Node, day: date) -> Column:
    return reduce(first_known, (sheet.read(item, day) for item in node.operands))


def _compare(sheet: Sheet, node: Node, day: date) -> Column:
    left, right = (sheet.number(item, day) for item in node.operands)
    if left.known is False or right.known is False:
        return OPEN
    return stated(*rounding.compare(node.operator, left, right, sheet.doubt))


def _fold(function: Callable[[Number, Number], Number]) -> "Reader":
    def read(sheet: Sheet, node: Node, day: date) -> Column:
        figures = [sheet.number(item, day) for item in node.operands]
        return UNKNOWN if any(item.known is False for item in figures) else reduce(function, figures)

    return read


def _one(function: Callable[[Number, Callable[[Mask], None]], Number]) -> "Reader":
    def read(sheet: Sheet, node: Node, day: date) -> Column:
        figure = sheet.number(node.operands[0], day)
        return UNKNOWN if figure.known is False else function(figure, sheet.doubt)

    return read


def _divide(sheet: Sheet, node: Node, day: date) -> Column:
    dividend, divisor = (sheet.number(item, day) for item in node.operands)
    if dividend.known is False or divisor.known is False:
        return UNKNOWN
    return numbers.divide(dividend, divisor, sheet.doubt)


def _round(sheet: Sheet, node: Node, day: date) -> Column:
    value, places = (sheet.number(item, day) for item in node.operands)
    if value.known is False or places.known is False:
        return UNKNOWN
    count = rounding.truncate(places, sheet.doubt)
    if isinstance(count.n, int):
        return rounding.rounded(value, count.n, sheet.doubt)
    # Places that differ from person to person are nothing that a law does; the evaluator takes them.
    sheet.doubt(both(value.known, places.known))
    return UNKNOWN


def _moved(function: Callable[[Number, Number], Number]) -> "Reader":
    """A date moved by a number of days or months, which the evaluator cuts to a whole number."""

    def read(sheet: Sheet, node: Node, day: date) -> Column:
        start, count = (sheet.number(item, day) for item in node.operands)
        if start.known is False or count.known is False:
            return UNKNOWN
        moved = function(start, rounding.truncate(count, sheet.doubt))
        if moved.low >= days.FIRST and moved.high <= days.LAST:
            return moved
        outside: Any = (moved.n < days.FIRST) | (moved.n > days.LAST)
        sheet.doubt(both(moved.known, as_mask(outside)))
        # Fills the places of those persons; what stands there is replaced by what the evaluator says.
        n: Any = numbers.choose(as_mask(outside), 0, moved.n, days.LAST)
        return Number(n, 1, moved.known, max(moved.low, days.FIRST), min(moved.high, days.LAST))

    return read


def _span(function: Callable[[Number, Number], Number]) -> "Reader":
    def read(sheet: Sheet, node: Node, day: date) -> Column:
        start, end = (sheet.number(item, day) for item in node.operands)
        return UNKNOWN if start.known is False or end.known is False else function(start, end)

    return read


Reader = Callable[[Sheet, Node, date], Column]
_READERS: Mapping[str, Reader] = {
    "var": _var, "literal": _literal, "assume": _assume, "param": _param, "table": _table, "is": _is, "on": _on,
    "undecided": _undecided, "and": _and, "or": _or, "!": _not, "if": _if, "first_known": _first_known,
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), _compare),
    "+": _fold(numbers.add), "*": _fold(numbers.multiply), "-": _fold(numbers.subtract), "/": _divide,
    "min": _fold(numbers.smaller), "max": _fold(lambda a, b: numbers.smaller(a, b, larger=True)),
    "floor": _one(rounding.whole), "ceil": _one(lambda a, doubt: rounding.whole(a, doubt, up=True)), "round": _round,
    "days_between": _span(lambda start, end: numbers.subtract(end, start)),
    "months_between": _span(days.months_between),
    "add_days": _moved(numbers.add), "add_months": _moved(days.add_months),
    "add_working_days": _moved(days.add_working_days),
    "first_of_next_month": _one(lambda a, _doubt: days.first_of_next_month(a)),
}  # fmt: skip
