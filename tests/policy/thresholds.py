"""Which thresholds the rules have, and which worked examples stand at them, just under and just over.

A threshold is a comparison in a condition or in a sum, the lower bound of a table's row, or a limit: a place where the
lower or the higher of several numbers changes from one to another, as at a highest weekly amount. The same comparison
in several sums of one benefit and place is one threshold. Where one side is a value that the law changes from time to
time, each of the values is a threshold of its own (kind `dated`). An example stands

- `at` it when both sides are equal,
- just `under` (`over`) it when the left side is less (more) and one step of one fact, all others as they are, makes
  both sides equal or lets them change places.

A step is one unit of the fact: a month, a day, a week, an hour, a person, a percentage point divided by ten, and one
unit of the currency for money, so that `1299` and `1299.99` are both just under `1300`; where a sum of money is
multiplied or divided before it is compared, the step is still one of the stated fact. A comparison with the day of the
question steps by one day. Left out are provisions that have expired (nothing is decided by them), comparisons over the
entries of a list (they count, they do not decide) and the first bound of a table where the fact can be no less.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from policy import Example, RuleBase
from policy._evaluate import memory_of
from policy._expression import Expression
from policy._facts import FactSpec, read_facts
from policy._rules import ParameterRow, Provision, Status
from policy._scope import PlanMemory, Scope

COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})
#: Operators that pick one of their operands, and what the number that one of them is held against is.
LIMITS: Mapping[str, Callable[..., Any]] = {"min": min, "max": max}
SIDES = ("at", "under", "over")
_LOOKED_AT = COMPARISONS | LIMITS.keys() | {"table"}
#: The most that may be written out of one side in a label; two thresholds with one label must both be met.
_LONGEST_SIDE = 60


@dataclass(frozen=True, slots=True)
class Threshold:
    """One threshold: the place and benefit whose law it is, where it stands, and in words what is compared.

    Attributes:
        place: the jurisdiction of the provision; for a table's bound, of the row.
        where: the condition, `value` for a sum, or `table`.
        kind: `comparison`, `bound` of a table, `limit` (sides are those of the operand that is named first) or `dated`.
    """

    place: str
    benefit: str
    where: str
    text: str
    kind: str

    @property
    def label(self) -> str:
        """How a test names it."""
        return f"{self.benefit}/{self.where}: {self.text}"


#: How far one side of a threshold lies above the other for somebody; None when it is not known.
_Measure = Callable[[Scope], Any]
_Key = int | tuple[str, str, Any]


@dataclass(slots=True)
class _Mark:
    """One threshold with how it is measured, and the sides that were seen."""

    threshold: Threshold
    measure: _Measure
    sides: set[str]


@dataclass(slots=True)
class _Node:
    """A comparison, a limit, or a table that is read, in one provision.

    Attributes:
        marks: its thresholds, by the operand's number, or by the parameter, place, and bound or value to be in force.
    """

    expression: Expression
    marks: dict[_Key, _Mark]


def sides_seen(rule_base: RuleBase, examples: Iterable[Example]) -> dict[Threshold, frozenset[str]]:
    """For each threshold of the rules the sides on which an example stands; where labels agree, what all have."""
    marks: dict[tuple[Threshold, str], _Mark] = {}
    nodes = _all_nodes(rule_base, marks)
    for example in examples:
        facts = read_facts(example.facts, rule_base.facts, rule_base.contradictions)
        memory = memory_of(rule_base, example.benefit, example.jurisdiction)
        values, _ = memory.complete(facts.values, example.on)
        selection = memory.select(values, example.on)
        scope = Scope(values, example.on, example.on, memory)
        for rows in selection.by_kind.values():
            for row in rows:
                scope.event = selection.days[row.slot]
                for node in nodes.get(id(row), {}).values():
                    _look(node, scope, rule_base.facts)
    result: dict[Threshold, frozenset[str]] = {}
    for (threshold, _), mark in marks.items():
        result[threshold] = result.get(threshold, frozenset(SIDES)) & mark.sides
    return result


def _all_nodes(rule_base: RuleBase, marks: dict[tuple[Threshold, str], _Mark]) -> dict[int, dict[str, _Node]]:
    """What there is to look at, by the id of the provision that it stands in and its text; `marks` is filled."""
    found: dict[int, dict[str, _Node]] = {}
    for place in rule_base.jurisdictions:
        for benefit in rule_base.benefits_in(place):
            memory = memory_of(rule_base, benefit.id, place)
            for row in (row for layers in memory.plan.slots.values() for layer in layers for row in layer):
                if row.status is Status.EXPIRED:
                    continue
                nodes = found.setdefault(id(row), {})
                for where, part, text in _parts_of(row):
                    node = nodes.setdefault(text, _Node(part, {}))
                    for key, threshold, measure in _thresholds_of(row, where, part, memory, rule_base.facts):
                        mark = marks.setdefault((threshold, text), _Mark(threshold, measure, set()))
                        node.marks.setdefault(key, mark)
    return found


def _parts_of(row: Provision) -> Iterator[tuple[str, Expression, str]]:
    """Each comparison, limit and table of a provision once: where it stands first, the expression, its text."""
    written: set[str] = set()
    tests = [(rule.id, rule.test) for rule in row.conditions]
    for where, expression in [*tests, *([("value", row.value)] if row.value else [])]:
        for part in _parts(expression):
            text = _text(part)
            if part.facts and part.operator in _LOOKED_AT and text not in written:
                written.add(text)
                yield where, part, text


def _thresholds_of(
    row: Provision, where: str, part: Expression, memory: PlanMemory, facts: Mapping[str, FactSpec]
) -> Iterator[tuple[_Key, Threshold, _Measure]]:
    """The thresholds of one expression, each with a key within it and its measure."""
    if part.operator == "table":
        for values, bound in _bounds(part.name, memory):
            if not _is_least(part.operands[0], bound, facts):
                text = f"{_short(part.operands[0])} in {part.name} at {bound}"
                threshold = Threshold(values.jurisdiction, row.benefit, "table", text, "bound")
                yield (part.name, values.jurisdiction, bound), threshold, partial(_above, part.operands[0], bound)
        return
    # Of two operands the first alone is held against the other: the second would say the same again.
    for number in range(1 if len(part.operands) == 2 else len(part.operands)):
        one, others = part.operands[number], part.operands[:number] + part.operands[number + 1 :]
        text, kind, pick = f"{_short(one)} {part.operator} {_short(others[0])}", "comparison", min
        if part.operator in LIMITS:
            name = {"min": "lower", "max": "higher"}[part.operator]
            text = f"the {name} of {_short(one)} and {', '.join(_short(other) for other in others)}"
            kind, pick = "limit", LIMITS[part.operator]
        measure = partial(_apart, one, others, pick)
        yield number, Threshold(row.jurisdiction, row.benefit, where, text, kind), measure
        # Of three operands and more the one that is a value itself, else every value would be asked of the others, too.
        named = part.operands if len(part.operands) == 2 else (one,)
        for values in _changing([item.name for item in named if item.operator == "param"], row, memory):
            dated = Threshold(values.jurisdiction, row.benefit, where, f"{text}, {values.value}", "dated")
            yield (values.parameter, values.jurisdiction, values.value), dated, measure


def _bounds(table: str, memory: PlanMemory) -> Iterator[tuple[ParameterRow, Any]]:
    for values in (values for layer in memory.plan.parameters[table] for values in layer):
        rows: Any = values.value
        if values.status is not Status.EXPIRED:
            yield from ((values, bound) for bound, _ in rows)


def _changing(names: list[str], row: Provision, memory: PlanMemory) -> Iterator[ParameterRow]:
    """Values of those parameters that have had several while the provision was in force."""
    for layer in (layer for name in names for layer in memory.plan.parameters[name]):
        while_in_force = [
            values
            for values in layer
            if values.status is not Status.EXPIRED
            and (row.effective_to is None or values.effective_from < row.effective_to)
            and (values.effective_to is None or values.effective_to > row.effective_from)
        ]
        if len({values.value for values in while_in_force}) > 1:
            yield from while_in_force


def _is_least(subject: Expression, bound: Any, facts: Mapping[str, FactSpec]) -> bool:
    return subject.operator == "var" and facts[subject.name].minimum == bound


def _apart(one: Expression, others: tuple[Expression, ...], pick: Callable[..., Any], scope: Scope) -> Any:
    """One operand less the lower (higher) of the others, days for dates; None when any is unknown."""
    value, rest = one.read(scope), [other.read(scope) for other in others]
    if value is None or None in rest:
        return None
    difference = value - pick(rest)
    return difference.days if isinstance(difference, timedelta) else difference


def _above(subject: Expression, bound: Any, scope: Scope) -> Any:
    """How far the number that a table is read with lies above a bound."""
    number = subject.read(scope)
    return None if number is None else number - bound


def _look(node: _Node, scope: Scope, facts: Mapping[str, FactSpec]) -> None:
    """Enter on which sides of a node's thresholds the example of this scope stands."""
    for key, mark in node.marks.items():
        if len(mark.sides) < len(SIDES) and (isinstance(key, int) or _in_force(*key, scope)):
            _enter(mark, node.expression, scope, facts)


def _in_force(name: str, place: str, value: Any, scope: Scope) -> bool:
    """Whether a parameter's row in force is that place's and has the value, or the bound where it is a table."""
    found = scope.parameter(name)
    if found is None or scope.used[name, scope.event].jurisdiction != place:
        return False
    return any(bound == value for bound, _ in found) if isinstance(found, tuple) else bool(found == value)


def _enter(mark: _Mark, part: Expression, scope: Scope, facts: Mapping[str, FactSpec]) -> None:
    here = mark.measure(scope)
    if here is None:
        return
    side = "at" if here == 0 else "under" if here < 0 else "over"
    if side in mark.sides:
        return
    if side == "at" or any(_meets(here, mark.measure(beside)) for beside in _neighbours(part, scope, facts)):
        mark.sides.add(side)


def _meets(here: Any, there: Any) -> bool:
    """Whether a step from one side has reached the threshold or gone over it."""
    return there is not None and (there == 0 or (there < 0) != (here < 0))


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
