"""The operators of rule expressions. Each builder checks its operands and returns the compiled expression."""

import math
import operator as python
from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from policy import _calendar as calendar
from policy._expression import Builder, Compiler, Expression, Scope, join
from policy._values import Kind

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": python.lt, "<=": python.le, ">": python.gt, ">=": python.ge, "==": python.eq, "!=": python.ne,
}  # fmt: skip


def _var(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    _count(operator, raw, 1, compiler)
    name = compiler.known(compiler.vocabulary.facts, raw[0], "fact")
    return join(operator, (), compiler.vocabulary.facts[name][0], lambda scope: scope.facts.get(name), name=name)


def _assume(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    _count(operator, raw, 2, compiler)
    fact = _var("var", raw[:1], compiler)
    default = compiler.compile(raw[1])
    compiler.expect(default, fact.kind, f"assumed value of {fact.name!r}")
    if default.operator != "literal":
        # A value that is read elsewhere would silently be assumed as unknown.
        raise compiler.fault(
            f"The assumed value of {fact.name!r} is worked out ({default.operator!r}), but has to be written down.",
            "Write a number, date or word; to fall back on a parameter, use first_known.",
        )
    value = default.literal

    def read(scope: Scope) -> Any:
        known = scope.facts.get(fact.name)
        if known is None:
            scope.assume(fact.name)
            return value
        return known

    return join(operator, (), fact.kind, read, name=fact.name, literal=value)


def _param(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    _count(operator, raw, 1, compiler)
    name = _parameter(raw[0], "value", compiler)
    return join(operator, (), compiler.vocabulary.parameters[name][0], lambda scope: scope.parameter(name), name=name)


def _table(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    _count(operator, raw, 2, compiler)
    name = _parameter(raw[0], "table", compiler)
    key = compiler.compile(raw[1])
    compiler.expect(key, Kind.NUMBER, f"key of table {name!r}")
    read_key = key.read

    def read(scope: Scope) -> Any:
        at, rows = read_key(scope), scope.parameter(name)
        if at is None or rows is None:
            return None
        position = bisect_right(rows, at, key=python.itemgetter(0))
        return rows[position - 1][1] if position else None

    return join(operator, (key,), compiler.vocabulary.parameters[name][0], read, name=name)


def _is(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    if len(raw) < 2:
        raise compiler.fault("'is' takes a fact and at least one word.", "Add the words.")
    fact = compiler.compile(raw[0])
    if fact.operator != "var" or fact.kind is not Kind.WORD:
        raise compiler.fault("'is' asks an enum fact.", "Use {var: ...} of an enum fact as first operand.")
    words = compiler.vocabulary.facts[fact.name][1]
    for word in raw[1:]:
        if word not in words:
            raise compiler.fault(f"{word!r} is no word of {fact.name!r}.", f"Use one of: {', '.join(words)}.")
    wanted = frozenset(raw[1:])

    def read(scope: Scope) -> Any:
        value = scope.facts.get(fact.name)
        return None if value is None else value in wanted

    return join(operator, (fact,), Kind.BOOLEAN, read, literal=tuple(raw[1:]))


def _on(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    _count(operator, raw, 0, compiler)
    return join(operator, (), Kind.DATE, lambda scope: scope.on)


def _undecided(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    _count(operator, raw, 0, compiler)

    def read(scope: Scope) -> Any:
        scope.leave_to_official()

    return join(operator, (), Kind.BOOLEAN, read)


def _and(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    operands = _booleans(operator, raw, compiler)
    readers = tuple(operand.read for operand in operands)
    decisive = operator == "or"

    def read(scope: Scope) -> Any:
        result: bool | None = not decisive
        for reader in readers:
            value = reader(scope)
            if value is decisive:
                return decisive
            if value is None:
                result = None
        return result

    return join(operator, operands, Kind.BOOLEAN, read)


def _not(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    (operand,) = compiler.operands(operator, raw, (Kind.BOOLEAN,))
    inner = operand.read

    def read(scope: Scope) -> Any:
        value = inner(scope)
        return None if value is None else not value

    return join(operator, (operand,), Kind.BOOLEAN, read)


def _if(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    _count(operator, raw, 3, compiler)
    test, then, other = (compiler.compile(item) for item in raw)
    compiler.expect(test, Kind.BOOLEAN, "test of 'if'")
    compiler.expect(other, then.kind, "last operand of 'if'")

    def read(scope: Scope) -> Any:
        chosen = test.read(scope)
        if chosen is None:
            # Both branches may agree; only then does the unknown test not matter.
            first, second = then.read(scope), other.read(scope)
            return first if first == second else None
        return then.read(scope) if chosen else other.read(scope)

    return join(operator, (test, then, other), then.kind, read)


def _compare(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    _count(operator, raw, 2, compiler)
    left, right = (compiler.compile(item) for item in raw)
    compiler.expect(right, left.kind, f"right side of {operator!r}")
    if left.kind not in (Kind.NUMBER, Kind.DATE):
        raise compiler.fault(f"{operator!r} compares numbers or dates.", "Use 'is' for words.")
    compare, first, second = _COMPARISONS[operator], left.read, right.read

    def read(scope: Scope) -> Any:
        one, other = first(scope), second(scope)
        return None if one is None or other is None else compare(one, other)

    return join(operator, (left, right), Kind.BOOLEAN, read)


def _first_known(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    operands = tuple(compiler.compile(item) for item in raw)
    if len(operands) < 2:
        raise compiler.fault("'first_known' takes two or more operands.", "Add what to use instead.")
    for operand in operands:
        compiler.expect(operand, operands[0].kind, "operand of 'first_known'")
    readers = tuple(operand.read for operand in operands)

    def read(scope: Scope) -> Any:
        for reader in readers:
            value = reader(scope)
            if value is not None:
                return value
        return None

    return join(operator, operands, operands[0].kind, read)


def _exact(kinds: tuple[Kind, ...], result: Kind, function: Callable[..., Any]) -> Builder:
    """An operator over one or two operands whose result is unknown when an operand is."""

    def build(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
        operands = compiler.operands(operator, raw, kinds)
        first, second = operands[0].read, operands[-1].read

        def read_one(scope: Scope) -> Any:
            value = first(scope)
            return None if value is None else function(value)

        def read_two(scope: Scope) -> Any:
            one, other = first(scope), second(scope)
            return None if one is None or other is None else function(one, other)

        return join(operator, operands, result, read_one if len(kinds) == 1 else read_two)

    return build


def _many(function: Callable[[list[Any]], Any]) -> Builder:
    """An operator over two or more numbers."""

    def build(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
        if len(raw) < 2:
            raise compiler.fault(f"{operator!r} takes two or more operands.", "Add the missing operand.")
        operands = compiler.operands(operator, raw, (Kind.NUMBER,) * len(raw))
        readers = tuple(operand.read for operand in operands)

        def read(scope: Scope) -> Any:
            values = []
            for reader in readers:
                value = reader(scope)
                if value is None:
                    return None
                values.append(value)
            return function(values)

        return join(operator, operands, Kind.NUMBER, read)

    return build


def _product(values: list[Any]) -> Any:
    result = values[0]
    for value in values[1:]:
        result = result * value
    return result


def _divide(dividend: Decimal | int, divisor: Decimal | int) -> Decimal | None:
    return None if divisor == 0 else Decimal(dividend) / Decimal(divisor)


def _round(value: Decimal | int, places: Decimal | int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


def _count(operator: str, raw: list[Any], wanted: int, compiler: Compiler) -> None:
    if len(raw) != wanted:
        raise compiler.fault(f"{operator!r} takes {wanted} operands, not {len(raw)}.", "Check the brackets.")


def _booleans(operator: str, raw: list[Any], compiler: Compiler) -> tuple[Expression, ...]:
    if len(raw) < 2:
        raise compiler.fault(f"{operator!r} takes two or more operands.", "Add the missing operand.")
    return compiler.operands(operator, raw, (Kind.BOOLEAN,) * len(raw))


def _parameter(name: object, shape: str, compiler: Compiler) -> str:
    known = compiler.known(compiler.vocabulary.parameters, name, "parameter")
    if compiler.vocabulary.parameters[known][1] != shape:
        raise compiler.fault(f"The parameter {known!r} is no {shape}.", "Read it with the operator of its shape.")
    return known


_NUMBER, _DATE = Kind.NUMBER, Kind.DATE
#: Operators that are plain functions of their operands: kinds of the operands, kind of the result, the function.
_EXACT: Mapping[str, tuple[tuple[Kind, ...], Kind, Callable[..., Any]]] = {
    "-": ((_NUMBER, _NUMBER), _NUMBER, python.sub),
    "/": ((_NUMBER, _NUMBER), _NUMBER, _divide),
    "floor": ((_NUMBER,), _NUMBER, math.floor),
    "ceil": ((_NUMBER,), _NUMBER, math.ceil),
    "round": ((_NUMBER, _NUMBER), _NUMBER, _round),
    "days_between": ((_DATE, _DATE), _NUMBER, lambda start, end: (end - start).days),
    "months_between": ((_DATE, _DATE), _NUMBER, calendar.months_between),
    "add_days": ((_DATE, _NUMBER), _DATE, lambda day, count: day + timedelta(days=int(count))),
    "add_months": ((_DATE, _NUMBER), _DATE, lambda day, count: calendar.add_months(day, int(count))),
    "add_working_days": ((_DATE, _NUMBER), _DATE, lambda day, count: calendar.add_working_days(day, int(count))),
    "first_of_next_month": ((_DATE,), _DATE, calendar.first_of_next_month),
}
#: The same functions for `policy._codegen`; unknown operands never reach them.
FUNCTIONS: Mapping[str, Callable[..., Any]] = {name: function for name, (_, _, function) in _EXACT.items()}
#: Every operator of rule expressions.
BUILDERS: Mapping[str, Builder] = {
    "var": _var, "assume": _assume, "param": _param, "table": _table, "is": _is, "on": _on,
    "undecided": _undecided,
    "and": _and, "or": _and, "!": _not, "if": _if, "first_known": _first_known,
    **dict.fromkeys(_COMPARISONS, _compare),
    "+": _many(sum), "*": _many(_product), "min": _many(min), "max": _many(max),
    **{name: _exact(*parts) for name, parts in _EXACT.items()},
}  # fmt: skip
