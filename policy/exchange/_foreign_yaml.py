"""Strict reading of YAML that others wrote: decimals exact, no key twice, no objects; and sums written as text."""

import ast
import operator
import re
from decimal import Decimal, DivisionByZero, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from policy._yaml import _Loader
from policy.errors import ExchangeFormatError

_SUM = re.compile(r"[-+*/().\d\s]+")
_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_MOST_BYTES = 4 * 1024 * 1024


def load_yaml(file: Path) -> Any:
    """The content of a YAML file.

    Raises:
        ExchangeFormatError: it is missing, too large, no UTF-8 or no YAML.
    """
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ExchangeFormatError(f"{file.name} has more than {_MOST_BYTES:,} bytes.", hint="Split the file.")
        text = file.read_text(encoding="utf-8")
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - derived from the safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise ExchangeFormatError(
            f"{file.name} cannot be read as YAML: {error}.", hint="Correct the file.", file=str(file)
        ) from error


def number(value: object) -> Decimal | int | None:
    """A number, also one written as a sum (`1200 * 12`); None for what is no number.

    >>> number("(1000 + 200) * 0.6"), number("abc")
    (Decimal('720.0'), None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return value
    if not isinstance(value, str) or not _SUM.fullmatch(value):
        return None
    try:
        return _evaluate(ast.parse(value.strip(), mode="eval").body)
    except (SyntaxError, DivisionByZero, InvalidOperation, ValueError, RecursionError):
        return None


def _evaluate(node: ast.expr) -> Decimal:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return Decimal(_OPERATORS[type(node.op)](_evaluate(node.left), _evaluate(node.right)))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluate(node.operand)
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Decimal(str(node.value))
    raise ValueError(ast.dump(node))
