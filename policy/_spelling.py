"""Writing conditions out: what a person has, what the law needs, and whole expressions with their figures."""

from collections.abc import Mapping
from typing import Any

from policy._expression import Expression, Scope
from policy._rules import Describer
from policy._values import render

_COMPARISONS = frozenset(("<", "<=", ">", ">=", "==", "!="))


def describer(test: Expression) -> Describer:
    """How to write have and need of a test: the sides of a comparison, a fact and its words; else the whole test."""
    operator, operands = test.operator, test.operands
    if operator in _COMPARISONS:
        left, right = operands[0].read, operands[1].read
        return lambda scope: (render(left(scope)), f"{operator} {render(right(scope))}")
    if operator == "var":
        return _fact(test.name, "true")
    if operator == "is":
        return _fact(operands[0].name, "one of: " + ", ".join(test.literal))
    if operator == "!" and operands[0].operator == "var":
        return _fact(operands[0].name, "false")
    if operator == "if" and operands[2].operator == "is":
        return describer(operands[2])
    return lambda scope: (listed(test, scope.facts), spell(test, scope))


def listed(test: Expression, facts: Mapping[str, Any]) -> str:
    """Every fact that a test reads, with its value."""
    return ", ".join([f"{fact}={render(facts.get(fact))}" for fact in test.facts])


def _fact(name: str, need: str) -> Describer:
    return lambda scope: (render(scope.facts.get(name)), need)


def spell(expression: Expression, scope: Scope) -> str:
    """Write an expression with the parameters' values filled in."""
    operator, operands = expression.operator, expression.operands
    if operator in ("var", "assume"):
        return expression.name
    if operator == "literal":
        return render(expression.literal)
    if operator in ("param", "on"):
        value: Any = expression.read(scope)
        return render(value)
    if operator == "undecided":
        return "(an official decides)"
    if operator == "is":
        return f"{operands[0].name} in ({', '.join(expression.literal)})"
    parts = [spell(operand, scope) for operand in operands]
    if operator in _COMPARISONS or operator in ("and", "or", "+", "-", "*", "/"):
        return f" {operator} ".join(f"({part})" if " " in part else part for part in parts)
    if operator == "!":
        return f"not ({parts[0]})"
    return f"{expression.name or operator}({', '.join(parts)})"


def lacking(expression: Expression, scope: Scope) -> list[str]:
    """The facts to which an unknown expression owes that it is unknown, in the order of the expression.

    `policy._codegen` writes the same as a function.
    """
    if expression.read(scope) is not None:
        return []
    if expression.operator == "var":
        return [expression.name]
    operands = expression.operands
    if expression.operator == "if":
        chosen = operands[0].read(scope)
        operands = operands[:1] if chosen is None else operands[1:2] if chosen else operands[2:]
    return list(dict.fromkeys(fact for operand in operands for fact in lacking(operand, scope)))
