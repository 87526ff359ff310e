"""Rule expressions as generated Python: what the closures of `policy._operators` say, without a call for each node.

A function is written for one set of dated values (all that a provision reads on an event date), so that parameters
are constants in it. It keeps no facts. Where only the value matters (need-sets) it notes nothing; for sums that are
explained it notes what the closures note, in the same order. `tests/policy/test_codegen.py` holds them to the same
answers and notes.

The source is written from expressions that the compiler has checked. Names of facts enter it as `repr` of text and
values as numbered constants, so nothing in a rule file can become code.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar

from policy._expression import Expression
from policy._operators import FUNCTIONS

#: Reads facts on the day of the question; None is unknown.
Function = Callable[[Mapping[str, Any], date], Any]
#: The same, noting in a scope (`policy._scope.Scope`) what was read.
NotingFunction = Callable[[Mapping[str, Any], date, Any], Any]
#: The value of a parameter on the event date, its record, and why there is none.
Record = tuple[Any, Any, str]
#: The value of a parameter on the event date; None when we hold none.
Resolver = Callable[[str], Any]

_COMPARISONS = frozenset(("<", "<=", ">", ">=", "==", "!="))
#: Blocks nested deeper than this go into a function of their own; Python refuses more than 100 levels.
_DEEPEST = 24


def generate(expression: Expression, resolve: Resolver) -> Function:
    """Write an expression as one Python function with its parameters' values in it.

    Args:
        resolve: gives each parameter's value; called while generating, not later.
    """
    function: Function = _Module(resolve, None).made(expression)
    return function


def generate_noting(expression: Expression, look_up: Callable[[str], Record]) -> NotingFunction:
    """The same, but the function takes a scope as well and notes in it parameters, assumptions and open points.

    Args:
        look_up: gives each parameter's value with its record, or why there is none (`PlanMemory.resolve`).
    """
    function: NotingFunction = _Module(lambda name: look_up(name)[0], look_up).made(expression)
    return function


class _Module:
    """The functions and constants of one generated expression."""

    def __init__(self, resolve: Resolver, look_up: Callable[[str], Record] | None) -> None:
        self.resolve = resolve
        self.look_up = look_up
        self.arguments = "facts, on" if look_up is None else "facts, on, scope"
        self.lines: list[str] = []
        self.constants: dict[str, Any] = {"bisect": bisect_right}
        self.count = 0

    def made(self, expression: Expression) -> Any:
        """The function of an expression, run into being."""
        name = self.function(expression)
        # The text is made below from checked expressions alone.
        exec(compile("\n".join(self.lines), "<rule>", "exec"), self.constants)  # noqa: S102
        return self.constants[name]

    def name(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def constant(self, value: Any) -> str:
        """A value as source text: itself where Python writes it exactly, else a numbered constant."""
        if value is None or isinstance(value, bool) or type(value) is int:
            return f"({value})" if type(value) is int and value < 0 else repr(value)
        name = self.name("K")
        self.constants[name] = value
        return name

    def function(self, expression: Expression) -> str:
        """Write a function and give its name."""
        name = self.name("f")
        body = _Body(self, 1)
        result = body.write(expression)
        self.lines += [f"def {name}({self.arguments}):", " get = facts.get", *body.lines, f" return {result}"]
        return name


class _Body:
    """The statements of one function. Each `write` appends some and returns the name or constant that holds the value.

    Names that can never be None are kept in `known`, which saves the question.
    """

    def __init__(self, module: _Module, depth: int) -> None:
        self.module = module
        self.depth = depth
        self.lines: list[str] = []
        self.known: set[str] = set()

    def write(self, expression: Expression) -> str:
        """Write an expression."""
        if self.depth > _DEEPEST and expression.operands:
            return self._set(f"{self.module.function(expression)}({self.module.arguments})")
        operator = expression.operator
        if operator == "literal":
            return self._constant(expression.literal)
        if operator == "on":
            self.known.add("on")
            return "on"
        if operator == "param":
            return self._constant(self._parameter(expression.name))
        if operator == "undecided":
            if self.module.look_up is not None:
                self._line("scope.official = True")
            return "None"
        if operator == "var":
            return self._set(f"get({expression.name!r})")
        if operator in _COMPARISONS:
            left, right = map(self.write, expression.operands)
            return self._unless_unknown((left, right), f"{left} {operator} {right}")
        return self._WRITERS.get(operator, _Body._by_function)(self, expression)

    def _by_function(self, expression: Expression) -> str:
        """An operator that is a function of its operands."""
        operands = [self.write(operand) for operand in expression.operands]
        function = FUNCTIONS[expression.operator]
        if expression.operator == "-":
            return self._unless_unknown(tuple(operands), f"{operands[0]} - {operands[1]}")
        call = f"{self.module.constant(function)}({', '.join(operands)})"
        # A division by zero is unknown although both operands are known.
        return self._unless_unknown(tuple(operands), call, sure=expression.operator != "/")

    def _assume(self, expression: Expression) -> str:
        name = self._set(f"get({expression.name!r})")
        self._line(f"if {name} is None:")
        if self.module.look_up is not None:
            self._line(f" scope.assumed[{expression.name!r}] = None")
        self._line(f" {name} = {self.module.constant(expression.literal)}")
        self.known.add(name)
        return name

    def _is(self, expression: Expression) -> str:
        value = self.write(expression.operands[0])
        words = frozenset(expression.literal)
        return self._unless_unknown((value,), f"{value} in {self.module.constant(words)}")

    def _table(self, expression: Expression) -> str:
        key, rows = self.write(expression.operands[0]), self._parameter(expression.name)
        if rows is None or key == "None":
            return "None"
        bounds = self.module.constant(tuple(row[0] for row in rows))
        # The answer below the first bound stands at index 0.
        values = self.module.constant((None, *(row[1] for row in rows)))
        return self._unless_unknown((key,), f"{values}[bisect({bounds}, {key})]", sure=False)

    def _not(self, expression: Expression) -> str:
        value = self.write(expression.operands[0])
        return self._unless_unknown((value,), f"not {value}")

    def _logic(self, expression: Expression) -> str:
        """Kleene `and` and `or`: leaves off at the first operand that decides, else unknown if any was."""
        decisive = expression.operator == "or"
        result, outer, known = self._set(repr(not decisive)), self.depth, True
        for operand in expression.operands:
            value = self.write(operand)
            if value not in self.known:
                known = False
                self._line(f"if {value} is None: {result} = None")
            self._line(f"if {value} is {decisive}: {result} = {decisive}")
            self._line("else:")
            self.depth += 1
        self._line("pass")
        self.depth = outer
        return self._sure(result, known)

    def _if(self, expression: Expression) -> str:
        """An unknown test gives what both branches agree on."""
        test = self.write(expression.operands[0])
        branches = []
        for operand, unless in zip(expression.operands[1:], ("False", "True"), strict=True):
            branch = self._set("None")
            self._line(f"if {test} is not {unless}:")
            value = self._inside(operand)
            self._line(f" {branch} = {value}")
            branches.append((branch, value in self.known))
        (then, then_known), (other, other_known) = branches
        agreed = "" if test in self.known else f"({then} if {then} == {other} else None) if {test} is None else "
        result = self._set(f"{agreed}{then} if {test} else {other}")
        return self._sure(result, test in self.known and then_known and other_known)

    def _first_known(self, expression: Expression) -> str:
        result, outer = self._set("None"), self.depth
        for operand in expression.operands:
            value = self.write(operand)
            self._line(f"{result} = {value}")
            if value in self.known:
                self.depth = outer
                return self._sure(result, True)
            self._line(f"if {result} is None:")
            self.depth += 1
        self._line("pass")
        self.depth = outer
        return result

    def _many(self, expression: Expression) -> str:
        """Sums, products, least and greatest; leaves off at the first unknown operand."""
        operator, names = expression.operator, []
        result, outer, known = self._set("None"), self.depth, True
        for operand in expression.operands:
            name = self.write(operand)
            names.append(name)
            if name not in self.known:
                known = False
                self._line(f"if {name} is not None:")
                self.depth += 1
        if operator in ("+", "*"):
            # `sum` starts at 0 as well; the order of additions decides how Decimals are rounded.
            text = f" {operator} ".join(("0", *names) if operator == "+" else names)
        else:
            text = f"{operator}({', '.join(names)})"
        self._line(f"{result} = {text}")
        self.depth = outer
        return self._sure(result, known)

    def _parameter(self, name: str) -> Any:
        """A parameter's value, noted where it is read."""
        if self.module.look_up is None:
            return self.module.resolve(name)
        value, record, missing = self.module.look_up(name)
        if record is None:
            self._line(f"scope.missing[{name!r}] = {missing!r}")
            return None
        self._line(f"scope.used[{name!r}, scope.event] = {self.module.constant(record)}")
        return value

    def _inside(self, expression: Expression) -> str:
        self.depth += 1
        value = self.write(expression)
        self.depth -= 1
        return value

    def _unless_unknown(self, operands: tuple[str, ...], text: str, *, sure: bool = True) -> str:
        if "None" in operands:
            return "None"
        open_ones = [name for name in dict.fromkeys(operands) if name not in self.known]
        unknown = " or ".join(f"{name} is None" for name in open_ones)
        result = self._set(f"None if {unknown} else {text}" if unknown else text)
        return self._sure(result, sure and not unknown)

    def _constant(self, value: Any) -> str:
        name = self.module.constant(value)
        return self._sure(name, value is not None)

    def _sure(self, name: str, known: bool) -> str:
        if known:
            self.known.add(name)
        return name

    def _set(self, text: str) -> str:
        name = self.module.name("v")
        self._line(f"{name} = {text}")
        return name

    def _line(self, text: str) -> None:
        self.lines.append(" " * self.depth + text)

    _WRITERS: ClassVar[Mapping[str, Callable[["_Body", Expression], str]]] = {
        "assume": _assume, "is": _is, "table": _table, "!": _not, "and": _logic, "or": _logic, "if": _if,
        "first_known": _first_known, **dict.fromkeys(("+", "*", "min", "max"), _many),
    }  # fmt: skip
