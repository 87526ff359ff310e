"""Our expressions in standard JSONLogic, for an engine written by others, and facts as it reads them.

Parameters become literals and tables nested `if`s; `is` becomes `in`, a date its day number. Standard JSONLogic has no
rounding and no calendar: `floor(x)` is x less the remainder of x by 1, made positive; a month is complete when the
day of the month (or the last day of a shorter month) is reached. Numbers are chosen so that binary floats hold every
value exactly (`BINARY` of `tests.policy.random_rules`); the comparison is then about logic, not about rounding.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.policy.random_rules import ON

_SAME = frozenset(("and", "or", "!", "if", "<", "<=", ">", ">=", "==", "!=", "+", "*", "-", "/", "min", "max"))


def translate(raw: Any, parameters: Mapping[str, Any]) -> Any:
    """An expression in standard operators; every fact must be known."""
    if not isinstance(raw, dict):
        return raw if isinstance(raw, bool | int) else float(raw)
    ((operator, operands),) = raw.items()
    listed = operands if isinstance(operands, list) else [operands]
    if operator == "param":
        return float(parameters[operands])
    if operator == "table":
        return _table(parameters[listed[0]], translate(listed[1], parameters))
    if operator in ("var", "assume"):
        return {"var": listed[0]}
    if operator == "is":
        return {"in": [{"var": listed[0]["var"]}, listed[1:]]}
    if operator == "on":
        return day_number(ON)
    if operator == "months_between":
        return _months(*(_parts(item) for item in listed))
    inner = [translate(item, parameters) for item in listed]
    if operator in _SAME:
        return {operator: inner}
    return _OTHERS[operator](*inner)


def _table(rows: Any, key: Any) -> Any:
    result: Any = None
    for low, value in rows:
        result = {"if": [{">=": [key, float(low)]}, float(value), result]}
    return result


def _floor(x: Any) -> Any:
    return {"-": [x, {"%": [{"+": [{"%": [x, 1]}, 1]}, 1]}]}


def _ceil(x: Any) -> Any:
    return {"-": [0, _floor({"-": [0, x]})]}


def _round(x: Any, _places: Any) -> Any:
    """To whole numbers; a half goes away from zero."""
    return {"if": [{"<": [x, 0]}, _ceil({"-": [x, 0.5]}), _floor({"+": [x, 0.5]})]}


def _parts(raw: Any) -> dict[str, Any]:
    """Month, day of the month and length of the month of a date fact or of the day of the question."""
    if "on" in raw:
        return {"number": day_number(ON), **month_parts(ON)}
    name = raw["var"]
    return {"number": {"var": name}, **{part: {"var": f"{name}_{part}"} for part in ("month", "day", "length")}}


def _months(start: Any, end: Any) -> Any:
    def counted(a: Any, b: Any) -> Any:
        reached = {"<=": [{"min": [a["day"], b["length"]]}, b["day"]]}
        whole = {"-": [b["month"], a["month"]]}
        return {"if": [reached, whole, {"-": [whole, 1]}]}

    backwards = {"<": [end["number"], start["number"]]}
    return {"if": [backwards, {"-": [0, counted(end, start)]}, counted(start, end)]}


_OTHERS = {
    "floor": _floor,
    "ceil": _ceil,
    "round": _round,
    "days_between": lambda start, end: {"-": [end, start]},
    # With every fact known, the first that is known is the first.
    "first_known": lambda first, *_others: first,
}


def day_number(day: date) -> int:
    """Days since the beginning of the calendar."""
    return day.toordinal()


def month_parts(day: date) -> dict[str, int]:
    """What completed months are counted from."""
    return {"month": day.year * 12 + day.month, "day": day.day, "length": monthrange(day.year, day.month)[1]}


def as_data(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON."""
    found: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, date):
            found[name] = day_number(value)
            found |= {f"{name}_{part}": number for part, number in month_parts(value).items()}
        else:
            found[name] = value if isinstance(value, bool | int | str) else float(value)
    return found
