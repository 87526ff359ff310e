"""Which expressions are equal, and which of them several parts of one benefit compute.

Rule files repeat an expression wherever the law refers to it: the weekly amount stands in the total, in the part-week
and in the conditions. Equal expressions have one number; what is read on the same facts and the same event date gives
the same value, so one decision computes it once (`policy._codegen`) and keeps it in `Scope.memo` by that number.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from policy._base import Plan, RuleBase
from policy._expression import Expression
from policy._rules import Provision

#: Operators that are as cheap to read again as to remember.
_CHEAP = frozenset(("var", "assume", "param", "literal", "on", "undecided", "!", "is"))


class Numbering:
    """Numbers by which expressions of equal content are known; one numbering serves a whole rule base."""

    def __init__(self) -> None:
        self._by_content: dict[tuple[Any, ...], int] = {}
        # The expression is kept beside its number, so that its id stays its own.
        self._by_id: dict[int, tuple[Expression, int]] = {}

    def of(self, expression: Expression) -> int:
        """The number of an expression."""
        kept = self._by_id.get(id(expression))
        if kept is None:
            # 1, True and 1.0 are equal to Python but not the same in a rule; their texts differ.
            content = (
                expression.operator, expression.name, repr(expression.literal), *map(self.of, expression.operands),
            )  # fmt: skip
            number = self._by_content.setdefault(content, len(self._by_content))
            kept = self._by_id[id(expression)] = (expression, number)
        return kept[1]


def numbering_of(rule_base: RuleBase) -> Numbering:
    """The numbering of a rule base."""
    kept = rule_base.memories.get(("", "numbering"))
    if not isinstance(kept, Numbering):
        kept = rule_base.memories["", "numbering"] = Numbering()
    return kept


def shared_in(plan: Plan, numbering: Numbering) -> frozenset[int]:
    """The numbers of expressions that more than one place of a plan reads, and that are worth remembering.

    What stands only inside one other expression is not listed: it is remembered with that one.
    """
    places: set[tuple[Any, ...]] = set()
    worth: set[int] = set()

    def visit(expression: Expression, place: tuple[Any, ...]) -> None:
        number = numbering.of(expression)
        if expression.facts and expression.operator not in _CHEAP:
            worth.add(number)
        places.add((number, *place))
        for position, operand in enumerate(expression.operands):
            visit(operand, (number, position))

    for slot, layers in plan.slots.items():
        for rows in layers:
            for row in rows:
                for name, expression in _roots(row):
                    # Versions of a row at different times are one place.
                    visit(expression, (slot, name))
    counted = Counter(number for number, *_ in places)
    return frozenset(number for number in worth if counted[number] > 1)


def _roots(row: Provision) -> Iterable[tuple[str, Expression]]:
    if row.value is not None:
        yield "", row.value
    for rule in row.conditions:
        yield rule.id, rule.test
