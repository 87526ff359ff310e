"""Rule expressions as generated Python: what the closures of `policy._operators` say, without a call for each node.

A function is written for one set of dated values (all that a provision reads on an event date), so that parameters
are constants in it. It keeps no facts. Where only the value matters (need-sets) it notes nothing; for sums that are
explained it notes what the closures note, in the same order. `tests/policy/test_codegen.py` holds them to the same
answers and notes.

What a function has computed it does not compute again: equal expressions have one name in it, and those that other
functions of the benefit read as well are remembered in the scope (`policy._sharing`). Noting the same twice in one
scope changes nothing, so what is taken from there needs no notes.

The source is written from expressions that the compiler has checked. Names of facts enter it as `repr` of text and
values as numbered constants, so nothing in a rule file can become code. How each operator is written stands in
`policy._codegen_body`.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from policy._codegen_body import Body
from policy._expression import Expression
from policy._sharing import Numbering

#: Reads facts on the day of the question; None is unknown.
Function = Callable[[Mapping[str, Any], date], Any]
#: The same, noting in a scope (`policy._scope.Scope`) what was read.
NotingFunction = Callable[[Mapping[str, Any], date, Any], Any]
#: The value of a parameter on the event date, its record, and why there is none.
Record = tuple[Any, Any, str]
#: The value of a parameter on the event date; None when we hold none.
Resolver = Callable[[str], Any]
#: What a generated function gives.
Form = Literal["value", "sides", "lacking"]

_NOTHING: frozenset[int] = frozenset()


def generate(expression: Expression, resolve: Resolver, numbering: Numbering | None = None) -> Function:
    """Write an expression as one Python function with its parameters' values in it.

    Args:
        resolve: gives each parameter's value; called while generating, not later.
    """
    function: Function = Module(resolve, None, numbering or Numbering(), _NOTHING).made(expression)
    return function


def generate_noting(
    expression: Expression,
    look_up: Callable[[str], Record],
    numbering: Numbering | None = None,
    shared: frozenset[int] = _NOTHING,
    *,
    form: Form = "value",
    shown: Iterable[str] = (),
) -> NotingFunction:
    """The same, but the function takes a scope as well and notes in it parameters, assumptions and open points.

    Args:
        look_up: gives each parameter's value with its record, or why there is none (`PlanMemory.resolve`).
        shared: numbers of expressions to be remembered in the scope's `memo`.
        form: what the function gives: the `value`; of a comparison the `sides`, as left, right and the value; of an
            expression that is unknown the facts `lacking`, to which it owes that (`policy._spelling.lacking`).
        shown: parameters that are to be noted in any case, after those that are read.
    """
    module = Module(lambda name: look_up(name)[0], look_up, numbering or Numbering(), shared)
    function: NotingFunction = module.made(expression, form, tuple(shown))
    return function


class Module:
    """The functions and constants of one generated expression."""

    def __init__(
        self,
        resolve: Resolver,
        look_up: Callable[[str], Record] | None,
        numbering: Numbering,
        shared: frozenset[int],
    ) -> None:
        self.resolve = resolve
        self.look_up = look_up
        self.numbering = numbering
        self.shared = shared
        self.arguments = "facts, on" if look_up is None else "facts, on, scope"
        self.lines: list[str] = []
        self.constants: dict[str, Any] = {"bisect": bisect_right, "Decimal": Decimal}
        self.count = 0

    def made(self, expression: Expression, form: Form = "value", shown: tuple[str, ...] = ()) -> Any:
        """The function of an expression, run into being."""
        name = self.function(expression, form, shown)
        # The text is made below from checked expressions alone.
        exec(compile("\n".join(self.lines), "<rule>", "exec"), self.constants)  # noqa: S102
        return self.constants[name]

    def name(self, letter: str) -> str:
        """A name that is not taken."""
        self.count += 1
        return f"{letter}{self.count}"

    def constant(self, value: Any) -> str:
        """A value as source text: itself where Python writes it exactly, else a numbered constant."""
        if value is None or isinstance(value, bool) or type(value) is int:
            return f"({value})" if type(value) is int and value < 0 else repr(value)
        name = self.name("K")
        self.constants[name] = value
        return name

    def function(self, expression: Expression, form: Form = "value", shown: tuple[str, ...] = ()) -> str:
        """Write a function and give its name."""
        name = self.name("f")
        body = Body(self)
        if form == "lacking":
            body.blame(expression)
            result = "tuple(found)"
        elif form == "sides":
            sides = [body.write(side) for side in expression.operands]
            result = f"{', '.join(sides)}, {body.write(expression)}"
        else:
            result = body.write(expression)
        body.note(shown)
        self.lines += [f"def {name}({self.arguments}):", *body.opening(lacking=form == "lacking"), *body.lines]
        self.lines.append(f" return {result}")
        return name
