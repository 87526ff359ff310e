"""How each operator of the rule language is written as Python statements, for `policy._codegen`."""

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from policy._expression import Expression
from policy._operators import FUNCTIONS

if TYPE_CHECKING:
    from policy._codegen import Module

_COMPARISONS = frozenset(("<", "<=", ">", ">=", "==", "!="))
#: Blocks nested deeper than this go into a function of their own; Python refuses more than 100 levels.
_DEEPEST = 24


class Body:
    """The statements of one function. Each `write` appends some and returns the name or constant that holds the value.

    Attributes:
        written: names that hold a value already, by the expression's number; valid in the block where they were set.
        known: names that can never be None here, which saves the question.
    """

    def __init__(self, module: "Module") -> None:
        self.module = module
        self.lines: list[str] = []
        self.depth = 1
        self.written: dict[int, str] = {}
        self.known: set[str] = set()
        self._outer: list[tuple[dict[int, str], set[str]]] = []
        self._uses: set[str] = set()

    def opening(self, *, lacking: bool) -> list[str]:
        """The first lines, which name what the others use."""
        lines = [" get = facts.get"]
        if "used" in self._uses:
            lines.append(" used, event = scope.used, scope.event")
        if "memo" in self._uses:
            lines.append(" memo = scope.memo")
        if lacking:
            lines.append(" found = {}")
        return lines

    def write(self, expression: Expression) -> str:
        """Write an expression, unless its value has a name here already."""
        number = self.module.numbering.of(expression)
        name = self.written.get(number)
        if name is None:
            remembered = number in self.module.shared
            name = self._remembered(expression, number) if remembered else self._write(expression)
            self.written[number] = name
        return name

    def note(self, parameters: Iterable[str]) -> None:
        """Note parameters that are shown although the value may not need them."""
        for name in parameters:
            self._parameter(name)

    def blame(self, expression: Expression) -> None:
        """Write which facts an unknown expression owes that to, as `policy._spelling.lacking` finds them."""
        if expression.operator == "var":
            self._line(f"found[{expression.name!r}] = None")
            return
        if self.depth > _DEEPEST and expression.operands:
            function = self.module.function(expression, "lacking")
            self._line(f"found.update(dict.fromkeys({function}({self.module.arguments})))")
            return
        if expression.operator != "if":
            for operand in expression.operands:
                self._blame_if_unknown(operand)
            return
        chosen, then, other = expression.operands
        test = self.write(chosen)
        for sign, operand in (("None", chosen), ("True", then), ("False", other)):
            self._line(f"if {test} is {sign}:")
            self._deepen()
            self._line("pass")
            self._blame_if_unknown(operand)
            self._rise()

    def _blame_if_unknown(self, operand: Expression) -> None:
        value = self.write(operand)
        if value not in self.known:
            self._line(f"if {value} is None:")
            self._deepen()
            self._line("pass")
            self.blame(operand)
            self._rise()

    def _remembered(self, expression: Expression, number: int) -> str:
        """A value that other functions read as well: the first to ask computes it."""
        self._uses.add("memo")
        # No value is the memo itself, so it can say that there is none yet.
        name = self._set(f"memo.get({number}, memo)")
        self._line(f"if {name} is memo:")
        self._deepen()
        value = self._write(expression)
        self._line(f"{name} = memo[{number}] = {value}")
        known = value in self.known
        self._rise()
        return self._sure(name, known)

    def _write(self, expression: Expression) -> str:
        operator = expression.operator
        if self.depth > _DEEPEST and expression.operands:
            return self._set(f"{self.module.function(expression)}({self.module.arguments})")
        if operator == "literal":
            return self._constant(expression.literal)
        if operator == "on":
            return self._sure("on", True)
        if operator == "param":
            return self._constant(self._parameter(expression.name))
        if operator == "undecided":
            if self.module.look_up is not None:
                self._line("scope.official = True")
            return "None"
        if operator == "var":
            return self._set(f"get({expression.name!r})")
        if operator in _COMPARISONS or operator == "-":
            left, right = map(self.write, expression.operands)
            return self._unless_unknown((left, right), f"{left} {operator} {right}")
        return self._WRITERS.get(operator, Body._by_function)(self, expression)

    def _by_function(self, expression: Expression) -> str:
        """An operator that is a function of its operands."""
        operands = [self.write(operand) for operand in expression.operands]
        call = f"{self.module.constant(FUNCTIONS[expression.operator])}({', '.join(operands)})"
        return self._unless_unknown(tuple(operands), call)

    def _divide(self, expression: Expression) -> str:
        dividend, divisor = map(self.write, expression.operands)
        value = self._value_of(divisor)
        if value:
            # Divided by a Decimal, a whole number is made one first, exactly.
            return self._unless_unknown((dividend,), f"{dividend} / {self.module.constant(Decimal(value))}")
        call = f"{self.module.constant(FUNCTIONS['/'])}({dividend}, {divisor})"
        # A division by zero is unknown although both operands are known.
        return self._unless_unknown((dividend, divisor), call, sure=False)

    def _round(self, expression: Expression) -> str:
        value, places = map(self.write, expression.operands)
        if not places.isdigit():
            call = f"{self.module.constant(FUNCTIONS['round'])}({value}, {places})"
            return self._unless_unknown((value, places), call)
        quantum = self.module.constant(Decimal(1).scaleb(-int(places)))
        return self._unless_unknown((value,), f"Decimal({value}).quantize({quantum}, {ROUND_HALF_UP!r})")

    def _assume(self, expression: Expression) -> str:
        name = self._set(f"get({expression.name!r})")
        self._line(f"if {name} is None:")
        if self.module.look_up is not None:
            self._line(f" scope.assumed[{expression.name!r}] = None")
        self._line(f" {name} = {self.module.constant(expression.literal)}")
        return self._sure(name, True)

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
        result, outer, known = self._set(repr(not decisive)), len(self._outer), True
        for operand in expression.operands:
            value = self.write(operand)
            if value not in self.known:
                known = False
                self._line(f"if {value} is None: {result} = None")
            self._line(f"if {value} is {decisive}: {result} = {decisive}")
            self._line("else:")
            self._deepen()
        self._line("pass")
        self._rise(to=outer)
        return self._sure(result, known)

    def _if(self, expression: Expression) -> str:
        """An unknown test gives what both branches agree on."""
        test = self.write(expression.operands[0])
        certain, branches = test in self.known, []
        result = self._set("None") if certain else ""
        for operand, unless in zip(expression.operands[1:], ("False", "True"), strict=True):
            branch = result or self._set("None")
            self._line(f"if {test} is not {unless}:")
            self._deepen()
            value = self.write(operand)
            self._line(f"{branch} = {value}")
            known = value in self.known
            self._rise()
            branches.append((branch, known))
        (then, then_known), (other, other_known) = branches
        if not certain:
            agreed = f"({then} if {then} == {other} else None) if {test} is None else "
            result = self._set(f"{agreed}{then} if {test} else {other}")
        return self._sure(result, certain and then_known and other_known)

    def _first_known(self, expression: Expression) -> str:
        result, outer, known = self._set("None"), len(self._outer), False
        for operand in expression.operands:
            value = self.write(operand)
            self._line(f"{result} = {value}")
            known = value in self.known
            if known:
                break
            self._line(f"if {result} is None:")
            self._deepen()
            self._line("pass")
        self._rise(to=outer)
        return self._sure(result, known)

    def _many(self, expression: Expression) -> str:
        """Sums, products, least and greatest; leaves off at the first unknown operand."""
        operator, names = expression.operator, []
        result, outer, known = self._set("None"), len(self._outer), True
        for operand in expression.operands:
            name = self.write(operand)
            names.append(name)
            if name not in self.known:
                known = False
                self._line(f"if {name} is not None:")
                self._deepen()
                self.known.add(name)
        if operator in ("+", "*"):
            # `sum` starts at 0 as well; the order of additions decides how Decimals are rounded.
            text = f" {operator} ".join(("0", *names) if operator == "+" else names)
        else:
            text = f"{operator}({', '.join(names)})"
        self._line(f"{result} = {text}")
        self._rise(to=outer)
        return self._sure(result, known)

    def _parameter(self, name: str) -> Any:
        """A parameter's value, noted where it is read."""
        if self.module.look_up is None:
            return self.module.resolve(name)
        value, record, missing = self.module.look_up(name)
        if record is None:
            self._line(f"scope.missing[{name!r}] = {missing!r}")
            return None
        self._uses.add("used")
        self._line(f"used[{name!r}, event] = {self.module.constant(record)}")
        return value

    def _unless_unknown(self, operands: tuple[str, ...], text: str, *, sure: bool = True) -> str:
        if "None" in operands:
            return "None"
        open_ones = [name for name in dict.fromkeys(operands) if name not in self.known]
        unknown = " or ".join(f"{name} is None" for name in open_ones)
        result = self._set(f"None if {unknown} else {text}" if unknown else text)
        return self._sure(result, sure and not unknown)

    def _value_of(self, name: str) -> Any:
        """The value of a numeric constant by its source text; None for what is worked out."""
        if name.isdigit():
            return int(name)
        return self.module.constants.get(name)

    def _constant(self, value: Any) -> str:
        return self._sure(self.module.constant(value), value is not None)

    def _sure(self, name: str, known: bool) -> str:
        if known:
            self.known.add(name)
        return name

    def _set(self, text: str) -> str:
        name = self.module.name("v")
        self._line(f"{name} = {text}")
        return name

    def _deepen(self) -> None:
        """Begin a block: what is set in it may not be there after it."""
        self._outer.append((self.written, self.known))
        self.written, self.known = self.written.copy(), self.known.copy()
        self.depth += 1

    def _rise(self, *, to: int | None = None) -> None:
        """End the block, or all blocks but so many."""
        for _ in range(1 if to is None else len(self._outer) - to):
            self.written, self.known = self._outer.pop()
            self.depth -= 1

    def _line(self, text: str) -> None:
        self.lines.append(" " * self.depth + text)

    _WRITERS: ClassVar[Mapping[str, Callable[["Body", Expression], str]]] = {
        "assume": _assume, "is": _is, "table": _table, "!": _not, "and": _logic, "or": _logic, "if": _if, "/": _divide,
        "round": _round, "first_known": _first_known, **dict.fromkeys(("+", "*", "min", "max"), _many),
    }  # fmt: skip
