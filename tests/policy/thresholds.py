"""Which thresholds the rules have, and which worked examples stand at them, just under and just over.

A threshold is a comparison in a condition or in a sum, or the lower bound of a table's row. The same comparison in
several sums of one benefit and place is one threshold. An example stands

- `at` it when both sides are equal,
- just `under` (`over`) it when the left side is less (more) and one step of one fact, all others as they are, makes
  both sides equal or lets them change places.

A step is one unit of the fact: a month, a day, a week, an hour, a person, a percentage point divided by ten, and one
unit of the currency for money, so that `1299` and `1299.99` are both just under `1300`; where a sum of money is
multiplied or divided before it is compared, the step is still one of the stated fact. A comparison with the day of the
question steps by one day. Left out are provisions that have expired (nothing is decided by them), comparisons over the
entries of a list (they count, they do not decide) and the first bound of a table where the fact can be no less.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from policy import Example, RuleBase
from policy._evaluate import memory_of
from policy._expression import Expression
from policy._facts import FactSpec, read_facts
from policy._rules import Provision, Status
from policy._scope import PlanMemory, Scope

COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})
SIDES = ("at", "under", "over")
#: The most that may be written out of one side in a label; two thresholds with one label must both be met.
_LONGEST_SIDE = 60


@dataclass(frozen=True, slots=True)
class Threshold:
    """One threshold: the place and benefit whose law it is, where it stands, and in words what is compared.

    Attributes:
        place: the jurisdiction of the provision; for a table's bound, of the row.
        where: the condition, or `value` for a sum.
    """

    place: str
    benefit: str
    where: str
    text: str

    @property
    def label(self) -> str:
        """How a test names it."""
        return f"{self.benefit}/{self.where}: {self.text}"


@dataclass(slots=True)
class _Node:
    """A comparison, or a table that is read: the expression, with what makes it one of its own."""

    expression: Expression
    where: str
    benefit: str
    place: str
    key: str


def sides_seen(rule_base: RuleBase, examples: Iterable[Example]) -> dict[Threshold, frozenset[str]]:
    """For each threshold of the rules the sides on which an example stands; where labels agree, what all have."""
    seen: dict[tuple[Threshold, str], set[str]] = {}
    nodes = _all_nodes(rule_base, seen)
    for example in examples:
        facts = read_facts(example.facts, rule_base.facts, rule_base.contradictions)
        memory = memory_of(rule_base, example.benefit, example.jurisdiction)
        values, _ = memory.complete(facts.values, example.on)
        selection = memory.select(values, example.on)
        scope = Scope(values, example.on, example.on, memory)
        for rows in selection.by_kind.values():
            for row in rows:
                scope.event = selection.days[row.slot]
                for node in nodes.get(id(row), ()):
                    _look(node, scope, rule_base.facts, seen)
    result: dict[Threshold, frozenset[str]] = {}
    for (threshold, _), sides in seen.items():
        result[threshold] = result.get(threshold, frozenset(SIDES)) & sides
    return result


def _all_nodes(rule_base: RuleBase, seen: dict[tuple[Threshold, str], set[str]]) -> dict[int, list[_Node]]:
    """Comparisons and tables by the provision that they stand in; each threshold is entered as not yet seen."""
    found: dict[int, list[_Node]] = {}
    for place in rule_base.jurisdictions:
        for benefit in rule_base.benefits_in(place):
            memory = memory_of(rule_base, benefit.id, place)
            for row in (row for layers in memory.plan.slots.values() for layer in layers for row in layer):
                if row.status is Status.EXPIRED:
                    continue
                if id(row) not in found:
                    found[id(row)] = list(_nodes_of(row))
                for node in found[id(row)]:
                    for threshold, key in _thresholds_of(node, memory, rule_base.facts):
                        seen.setdefault((threshold, key), set())
    return found


def _nodes_of(row: Provision) -> Iterator[_Node]:
    """Each comparison and table of a provision once."""
    written: set[str] = set()
    tests = [(rule.id, rule.test) for rule in row.conditions]
    for where, expression in [*tests, *([("value", row.value)] if row.value else [])]:
        for part in _parts(expression):
            key = _text(part)
            if part.facts and (part.operator in COMPARISONS or part.operator == "table") and key not in written:
                written.add(key)
                yield _Node(part, where, row.benefit, row.jurisdiction, key)


def _thresholds_of(node: _Node, memory: PlanMemory, facts: Mapping[str, FactSpec]) -> Iterator[tuple[Threshold, str]]:
    if node.expression.operator != "table":
        yield _comparison(node), node.key
        return
    for layer in memory.plan.parameters[node.expression.name]:
        for row in layer:
            bounds: Any = row.value
            for bound, _ in bounds:
                if row.status is not Status.EXPIRED and not _is_least(node.expression.operands[0], bound, facts):
                    yield _bound(node, row.jurisdiction, bound), node.key


def _is_least(subject: Expression, bound: Any, facts: Mapping[str, FactSpec]) -> bool:
    return subject.operator == "var" and facts[subject.name].minimum == bound


def _comparison(node: _Node) -> Threshold:
    left, right = (_short(side) for side in node.expression.operands)
    # A comparison that several sums share has one name, whichever of them is read first.
    shared = "value" if node.where == "value" else node.where
    return Threshold(node.place, node.benefit, shared, f"{left} {node.expression.operator} {right}")


def _bound(node: _Node, place: str, bound: Any) -> Threshold:
    subject = _short(node.expression.operands[0])
    return Threshold(place, node.benefit, "table", f"{subject} in {node.expression.name} at {bound}")


def _look(
    node: _Node, scope: Scope, facts: Mapping[str, FactSpec], seen: dict[tuple[Threshold, str], set[str]]
) -> None:
    """Enter on which sides of a node's thresholds the example of this scope stands."""
    part = node.expression
    if part.operator != "table":
        _enter(seen[_comparison(node), node.key], part, _difference, scope, facts)
        return
    table = scope.parameter(part.name)
    if table is None:
        return
    place = scope.used[part.name, scope.event].jurisdiction
    for bound, _ in table:
        if not _is_least(part.operands[0], bound, facts):
            sides = seen[_bound(node, place, bound), node.key]
            _enter(sides, part, lambda part, scope, bound=bound: _above(part, scope, bound), scope, facts)


def _difference(part: Expression, scope: Scope) -> Any:
    """Left less right, as a number; None when a side is unknown."""
    left, right = (side.read(scope) for side in part.operands)
    if left is None or right is None:
        return None
    return (left - right).days if isinstance(left, date) else left - right


def _above(part: Expression, scope: Scope, bound: Any) -> Any:
    """How far the number that a table is read with lies above a bound."""
    number = part.operands[0].read(scope)
    return None if number is None else number - bound


def _enter(sides: set[str], part: Expression, measure: Any, scope: Scope, facts: Mapping[str, FactSpec]) -> None:
    if len(sides) == len(SIDES):
        return
    here = measure(part, scope)
    if here is None:
        return
    if here == 0:
        sides.add("at")
        return
    side = "under" if here < 0 else "over"
    if side in sides:
        return
    for beside in _neighbours(part, scope, facts):
        there = measure(part, beside)
        if there is not None and (there == 0 or (there < 0) != (here < 0)):
            sides.add(side)
            return


def _neighbours(part: Expression, scope: Scope, facts: Mapping[str, FactSpec]) -> Iterator[Scope]:
    """The same person with one fact of the comparison one step more or less, or asked a day earlier or later."""
    for name in part.facts:
        value = scope.facts.get(name)
        step = _step(facts[name])
        if value is None or step is None:
            continue
        for moved in (value - step, value + step):
            yield Scope({**scope.facts, name: moved}, scope.on, scope.event, scope.memory)
    if any(piece.operator == "on" for piece in _parts(part)):
        for days in (-1, 1):
            yield Scope(scope.facts, scope.on + timedelta(days=days), scope.event, scope.memory)


def _step(fact: FactSpec) -> Any:
    if fact.type == "date":
        return timedelta(days=1)
    if fact.type not in ("number", "integer"):
        return None
    return Decimal("0.1") if fact.unit in ("%", "percent") else 1


def _parts(expression: Expression) -> Iterator[Expression]:
    yield expression
    for operand in expression.operands:
        yield from _parts(operand)


def _text(expression: Expression) -> str:
    """An expression in full; equal texts are equal expressions."""
    inner = ", ".join(_text(operand) for operand in expression.operands)
    return f"{expression.operator}({expression.name or expression.literal}; {inner})"


def _short(expression: Expression) -> str:
    """An expression for a label: its operator and names, cut where it gets long."""
    text = _spelled(expression)
    return text if len(text) <= _LONGEST_SIDE else f"{text[: _LONGEST_SIDE - 1]}…"


def _spelled(expression: Expression) -> str:
    if expression.name and expression.operator != "table":
        return expression.name
    if not expression.operands:
        return str(expression.literal) if expression.operator == "literal" else expression.operator
    inner = [_spelled(operand) for operand in expression.operands]
    if expression.operator in ("+", "-", "*", "/"):
        return "(" + f" {expression.operator} ".join(inner) + ")"
    return f"{expression.name or expression.operator}({', '.join(inner)})"
