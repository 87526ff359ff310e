"""Writing conditions out: what a person has, what the law needs, and whole expressions with their figures."""

from collections.abc import Callable
from typing import Any

from policy._expression import Expression, Scope
from policy._rules import Describer
from policy._values import render

#: Operators that are unknown only when an operand is.
_STRICT = frozenset((
    "+", "-", "*", "min", "max", "floor", "ceil", "round", "days_between", "months_between", "add_days", "add_months",
    "add_working_days", "first_of_next_month", "<", "<=", ">", ">=", "==", "!=",
))  # fmt: skip
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
    facts = test.facts

    def whole(scope: Scope) -> tuple[str, str]:
        return ", ".join(f"{fact}={render(scope.facts.get(fact))}" for fact in facts), spell(test, scope)

    return whole


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


def lacking(
    expression: Expression,
    scope: Scope,
    read: Callable[[Expression, Any], Any] | None = None,
    *,
    unknown: bool = False,
) -> list[str]:
    """The facts to which an unknown expression owes that it is unknown, in the order of the expression.

    Args:
        read: a quicker way to read a part of the expression than its own.
        unknown: it was read just before and is unknown.
    """
    if not unknown and (read(expression, scope) if read else expression.read(scope)) is not None:
        return []
    if expression.operator == "var":
        return [expression.name]
    operands = expression.operands
    if expression.operator == "if":
        chosen = read(operands[0], scope) if read else operands[0].read(scope)
        operands = operands[:1] if chosen is None else operands[1:2] if chosen else operands[2:]
    found: dict[str, None] = {}
    strict, blamed = expression.operator in _STRICT, False
    for place, operand in enumerate(operands, 1):
        # Where no other operand is unknown, the last one must be; it need not be read to know it.
        last = strict and not blamed and place == len(operands) and (len(operands) == 1 or not operand.parameters)
        if last or (read(operand, scope) if read else operand.read(scope)) is None:
            blamed = True
            found.update(dict.fromkeys(lacking(operand, scope, read, unknown=True)))
    return list(found)
