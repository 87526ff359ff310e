"""Our expressions in FEEL, the expression language of DMN; null is unknown there as None is here.

Where FEEL would turn null into an answer (equality, `if`, `min` over null) the text guards against it, so that an
unknown fact stays unknown in any conforming engine.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from policy._expression import Expression
from policy._values import Kind
from policy.errors import ExchangeUnsupportedError

#: FEEL type of each kind of expression.
TYPES: Mapping[Kind, str] = {
    Kind.NUMBER: "number", Kind.BOOLEAN: "boolean", Kind.DATE: "date", Kind.WORD: "string",
}  # fmt: skip
_INFIX = {"+": "+", "*": "*", "-": "-", "/": "/"}
_COMPARE = frozenset(("<", "<=", ">", ">="))

#: Value of a parameter on the day of the table, None where none is known; a table is its (bound, value) rows.
Values = Callable[[str], Any]


class Feel:
    """Writes expressions for one day: parameters become their values of that day, `on` that day itself."""

    def __init__(self, on: date, values: Values) -> None:
        self._on = on
        self._values = values

    def write(self, expression: Expression) -> str:
        """The FEEL text of an expression.

        Raises:
            ExchangeUnsupportedError: FEEL has nothing for an operator of it.
        """
        operator = expression.operator
        if operator == "literal":
            return literal(expression.literal)
        if operator == "var":
            return expression.name
        if operator == "on":
            return literal(self._on)
        if operator == "undecided":
            return "null"
        if operator == "param":
            return literal(self._values(expression.name))
        if operator == "assume":
            return _known(expression.name, literal(expression.literal))
        if operator == "table":
            return self._table(expression)
        if operator == "is":
            return self._words(expression)
        return self._operation(operator, [self.write(operand) for operand in expression.operands], expression)

    def constant(self, expression: Expression) -> Any:
        """The value of an expression that no fact enters and that is one literal, parameter or day; else None."""
        if expression.operator == "literal":
            return expression.literal
        if expression.operator == "on":
            return self._on
        return self._values(expression.name) if expression.operator == "param" else None

    def _operation(self, operator: str, operands: list[str], expression: Expression) -> str:
        first, last = operands[0], operands[-1]
        if operator in _INFIX:
            return "(" + f" {_INFIX[operator]} ".join(operands) + ")"
        if operator in _COMPARE:
            return f"({first} {operator} {last})"
        if operator in ("==", "!="):
            # Equality with null is false in FEEL, not null.
            return f"(if {_missing(operands)} then null else {first} {'=' if operator == '==' else '!='} {last})"
        if operator in ("and", "or"):
            return "(" + f" {operator} ".join(operands) + ")"
        simple = {
            "!": f"not({first})",
            "floor": f"floor({first})",
            "ceil": f"ceiling({first})",
            "round": f"round half up({first}, {last})",
            "days_between": f"(({last}) - ({first})).days",
            "months_between": f'(years and months duration({first}, {last}) / duration("P1M"))',
            "first_of_next_month": f'(date(({first}).year, ({first}).month, 1) + duration("P1M"))',
            "add_days": f'(({first}) + duration("P" + string({last}) + "D"))',
            "add_months": f'(({first}) + duration("P" + string({last}) + "M"))',
        }
        if operator in simple:
            return simple[operator]
        if operator in ("min", "max"):
            return f"(if {_missing(operands)} then null else {operator}({', '.join(operands)}))"
        if operator == "first_known":
            return _first(operands)
        if operator == "if":
            test, then, other = operands
            agreed = f"(if {_missing([then, other])} then null else if {then} = {other} then {then} else null)"
            return f"(if ({test}) = true then {then} else if ({test}) = false then {other} else {agreed})"
        raise ExchangeUnsupportedError(
            f"DMN has no expression for the operator {operator!r}, so this rule cannot be a table.",
            hint="Review it as it stands: policy/README.md explains the operator.",
            operator=operator,
            facts=list(expression.facts),
        )

    def _table(self, expression: Expression) -> str:
        rows = self._values(expression.name)
        if rows is None:
            return "null"
        key = self.write(expression.operands[0])
        text = "null"
        for low, value in rows:
            text = f"if {key} >= {literal(low)} then {literal(value)} else {text}"
        # An unknown key takes every else branch, down to null.
        return f"({text})"

    def _words(self, expression: Expression) -> str:
        name = expression.operands[0].name
        listed = " or ".join(f"{name} = {literal(word)}" for word in expression.literal)
        return f"(if {name} = null then null else {listed})"


def literal(value: Any) -> str:
    """A value in FEEL.

    >>> literal(True), literal(Decimal("0.60")), literal(date(2026, 1, 2)), literal(None)
    ('true', '0.60', 'date("2026-01-02")', 'null')
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f'date("{value.isoformat()}")'
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return str(value)


def _missing(operands: list[str]) -> str:
    return " or ".join(f"{operand} = null" for operand in operands)


def _known(first: str, other: str) -> str:
    return f"(if {first} != null then {first} else {other})"


def _first(operands: list[str]) -> str:
    text = operands[-1]
    for operand in reversed(operands[:-1]):
        text = _known(operand, text)
    return text
