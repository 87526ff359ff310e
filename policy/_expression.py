"""Expressions of rule files: a strict, typed subset of JSONLogic, compiled once into Python closures.

Every operator is listed in `policy/README.md`. Logic is three-valued (Kleene): an unknown fact or a parameter without
a valid row is None, and None stays None unless the other operands decide the result anyway.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from policy._values import Kind
from policy.errors import RuleExpressionError, RuleReferenceError

#: Reads one answer out of a scope; None is unknown. Kinds were checked at compile time, hence Any.
Reader = Callable[["Scope"], Any]


class Scope(Protocol):
    """What a compiled expression may ask for while one decision is made."""

    facts: Mapping[str, Any]
    on: date

    def parameter(self, name: str) -> Any:
        """The parameter's value on the provision's event date, or None; the reason for None is noted."""

    def assume(self, fact: str) -> None:
        """Note that a missing fact was replaced by the stated assumption."""

    def leave_to_official(self) -> None:
        """Note that the law leaves this to an official's judgement."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression; a tree, so that need-sets can take it apart.

    Attributes:
        operator: JSONLogic operator, or `literal`.
        operands: sub-expressions; empty for `var`, `param`, `literal`, `on`.
        name: fact id of a `var` or `assume`, parameter id of a `param` or `table`; else empty.
        literal: a literal's value; for `is`, the tuple of words.
        facts: ids of every fact read anywhere below.
    """

    operator: str
    operands: tuple["Expression", ...]
    kind: Kind
    read: Reader
    name: str = ""
    literal: Any = None
    facts: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names that an expression may use, with their kinds; enum facts carry their words."""

    facts: Mapping[str, tuple[Kind, tuple[str, ...]]]
    parameters: Mapping[str, tuple[Kind, str]]


#: operator -> (checker and builder). Filled by `policy._operators`, which needs Expression from here.
Builder = Callable[[str, list[Any], "Compiler"], Expression]


class Compiler:
    """Turns the JSON form of an expression into an `Expression`, checking names, operand counts and kinds."""

    def __init__(self, vocabulary: Vocabulary, builders: Mapping[str, Builder], *, where: str) -> None:
        self.vocabulary = vocabulary
        self.builders = builders
        self.where = where

    def compile(self, raw: object) -> Expression:
        """Compile one node.

        Raises:
            RuleExpressionError: unknown operator, wrong operand count or kind.
            RuleReferenceError: unknown fact or parameter.
        """
        if isinstance(raw, bool):
            return self.constant(raw, Kind.BOOLEAN)
        if isinstance(raw, int | Decimal):
            return self.constant(raw, Kind.NUMBER)
        if isinstance(raw, date):
            return self.constant(raw, Kind.DATE)
        if isinstance(raw, str):
            return self.constant(raw, Kind.WORD)
        if not isinstance(raw, dict) or len(raw) != 1:
            raise self.fault(f"{raw!r} is no expression.", "Write a literal or one operator with its operands.")
        ((operator, operands),) = raw.items()
        builder = self.builders.get(operator)
        if builder is None:
            raise self.fault(f"There is no operator {operator!r}.", f"Use one of: {', '.join(sorted(self.builders))}.")
        return builder(operator, operands if isinstance(operands, list) else [operands], self)

    def operands(self, operator: str, raw: list[Any], kinds: tuple[Kind, ...]) -> tuple[Expression, ...]:
        """Compile the operands of an operator that takes exactly these kinds."""
        if len(raw) != len(kinds):
            raise self.fault(f"{operator!r} takes {len(kinds)} operands, not {len(raw)}.", "Check the brackets.")
        result = tuple(self.compile(item) for item in raw)
        for position, (expression, kind) in enumerate(zip(result, kinds, strict=True), 1):
            self.expect(expression, kind, f"operand {position} of {operator!r}")
        return result

    def expect(self, expression: Expression, kind: Kind, what: str) -> None:
        """Check an expression's kind."""
        if expression.kind is not kind:
            raise self.fault(f"The {what} must be a {kind}, not a {expression.kind}.", "Check the fact's type.")

    def known(self, names: Mapping[str, Any], name: object, what: str) -> str:
        """Check that a name exists."""
        if not isinstance(name, str) or name not in names:
            raise RuleReferenceError(
                f"{self.where}: there is no {what} {name!r}.", hint=f"Declare the {what} or correct the name."
            )
        return name

    def fault(self, message: str, hint: str) -> RuleExpressionError:
        """An error that says where the expression stands."""
        return RuleExpressionError(f"{self.where}: {message}", hint=hint, where=self.where)

    @staticmethod
    def constant(value: Any, kind: Kind) -> Expression:
        """An expression that always gives one value."""
        return Expression("literal", (), kind, lambda scope: value, literal=value)  # noqa: ARG005


def join(
    operator: str, operands: tuple[Expression, ...], kind: Kind, read: Reader, *, name: str = "", literal: Any = None
) -> Expression:
    """Build an expression over operands, collecting the facts and parameters below them in first-seen order."""
    facts = dict.fromkeys(fact for operand in operands for fact in operand.facts)
    parameters = dict.fromkeys(item for operand in operands for item in operand.parameters)
    if operator in ("param", "table"):
        parameters.setdefault(name)
    elif operator in ("var", "assume"):
        facts.setdefault(name)
    return Expression(operator, operands, kind, read, name, literal, tuple(facts), tuple(parameters))
