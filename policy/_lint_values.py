"""Lint of values: literals against their formulas, ceilings taken for grants, expired rows that still speak."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from policy._base import RuleBase
from policy._expression import Expression
from policy._findings import Finding
from policy._lint_sources import provisions
from policy._rules import ParameterRow, Role, Status, row_on
from policy._values import Kind, render


@dataclass(slots=True)
class _DayScope:
    """The parameters of a jurisdiction on a day; formulas read no facts."""

    rule_base: RuleBase
    chain: tuple[str, ...]
    on: date
    facts: Mapping[str, Any] = field(default_factory=dict)

    def parameter(self, name: str) -> Any:
        """The value on the day along the chain, None where none is held."""
        layers = tuple(self.rule_base.rows[name, place] for place in self.chain if (name, place) in self.rule_base.rows)
        found = row_on(layers, self.on).row
        return None if found is None else found.value

    def assume(self, fact: str) -> None:
        """Formulas assume nothing."""
        raise KeyError(fact)

    def leave_to_official(self) -> None:
        """Formulas leave nothing open."""
        raise KeyError("undecided")


def lint_formulas(rule_base: RuleBase) -> Iterator[Finding]:
    """A row with a formula must hold what the formula gives on its first day."""
    for row in _rows(rule_base):
        if row.formula is None:
            continue
        found = row.formula.read(_DayScope(rule_base, rule_base.chain(row.jurisdiction), row.effective_from))
        where = f"{row.jurisdiction}/parameter/{row.parameter}/{row.effective_from}"
        if found is None:
            yield Finding(
                "formula",
                where,
                f"公式当日缺少参数（{'、'.join(row.formula.parameters)}）的数值，无法核对：请补上。",
                f"The formula lacks a value of {', '.join(row.formula.parameters)} on that day: add the row.",
            )
        elif found != row.value:
            value: Any = row.value
            yield Finding(
                "formula",
                where,
                f"数值是 {render(value)}，但公式得出 {render(found)}：请核对数值、公式和各参数的日期。",
                f"The value is {render(value)}, but its formula gives {render(found)}: check both, and their dates.",
            )


def lint_ceilings(rule_base: RuleBase) -> Iterator[Finding]:
    """What is only the most that may be set is no grant; it may only bound one, inside `min`."""
    for provision in provisions(rule_base):
        if provision.role is Role.CEILING or provision.value is None or provision.value.kind is not Kind.NUMBER:
            continue
        for name in dict.fromkeys(_taken(provision.value)):
            if rule_base.parameters[name].role == "ceiling":
                yield Finding(
                    "ceiling",
                    f"{provision.jurisdiction}/{provision.benefit}/{provision.slot}",
                    f"把上限 {name} 当作给付：请用 `min` 限制算出的数，或给该条标上 `role: ceiling`。",
                    f"The ceiling {name} is used as a grant: bound a sum by `min`, or give it `role: ceiling`.",
                )


def _taken(expression: Expression) -> Iterator[str]:
    """Parameters whose value goes into the result: not those of a test, nor those that only bound it inside `min`."""
    if expression.operator in ("param", "table"):
        yield expression.name
    if expression.operator == "min" or expression.kind is Kind.BOOLEAN:
        return
    for operand in expression.operands:
        yield from _taken(operand)


def lint_expired(rule_base: RuleBase) -> Iterator[Finding]:
    """An expired value must not be chosen on any day; an expired provision says nothing, so it needs an end."""
    for row in _rows(rule_base):
        if row.status is Status.EXPIRED:
            yield Finding(
                "expired",
                f"{row.jurisdiction}/parameter/{row.parameter}/{row.effective_from}",
                "已失效，但在其有效期内仍会被采用：给出 `to` 并标为当时的状态，之后不再有数值。",
                "It is expired, but still chosen in its period: give it a `to`, and the status that it had then.",
            )
    for provision in provisions(rule_base):
        if provision.status is Status.EXPIRED and provision.effective_to is None:
            yield Finding(
                "expired",
                f"{provision.jurisdiction}/{provision.benefit}/{provision.slot}",
                "已失效却没有止日：请给出 `to`。",
                "It is expired but open: give it a `to`.",
            )


def _rows(rule_base: RuleBase) -> Iterator[ParameterRow]:
    for rows in rule_base.rows.values():
        yield from rows
