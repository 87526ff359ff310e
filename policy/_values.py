"""The value types that facts, parameters and expressions share."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

#: A known value. `int` and `Decimal` are both numbers; `str` is a word of an enum or free text; a list is a tuple,
#: its entries values (None is an unknown one) or records (a field that is not there is unknown). Unknown is None.
Value = Decimal | int | bool | date | str | tuple[Any, ...]

#: A text in every language that we publish: keys `zh` and `en`.
Text = dict[str, str]


class Kind(StrEnum):
    """Static type of an expression; a fact of type integer or number is NUMBER, an enum or string is WORD;
    a LIST is read only by the list operators."""

    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    WORD = "word"
    LIST = "list"


def render(value: Value | Mapping[str, Value] | None) -> str:
    """Write a value the way traces show it: numbers without exponent or trailing zeros, dates as YYYY-MM-DD.

    >>> render(Decimal("2340.00")), render(True), render(None)
    ('2340', 'true', 'unknown')
    """
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, tuple):
        return f"[{', '.join(render(entry) for entry in value)}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {render(entry)}' for name, entry in value.items())}}}"
    return str(value)
