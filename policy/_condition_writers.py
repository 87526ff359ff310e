"""Writing one condition's trace: what the person has, what the law needs, and whether that is met.

A comparison is read once, side by side. What the law needs is written once for each set of dated values, unless the
facts decide how much that is. The rest is written out each time.
"""

import operator as python
from collections.abc import Callable
from datetime import date
from typing import Any

from policy._codegen import generate_noting
from policy._decision import Condition
from policy._expression import Expression
from policy._quick import builder
from policy._rules import ConditionRule
from policy._scope import PlanMemory, Scope
from policy._values import Text, render
from policy._wording import comparison_words, joined_words, listing, quantity, unit_of

#: Evaluates a condition in a scope and writes it out.
Writer = Callable[[Scope], Condition]

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": python.lt, "<=": python.le, ">": python.gt, ">=": python.ge, "==": python.eq, "!=": python.ne,
}  # fmt: skip

_condition = builder(Condition)


def writer_of(rule: ConditionRule, memory: PlanMemory, day: date) -> Writer:
    """The writer of a condition on the dated values of an event date."""
    test = rule.test
    if test.operator in _COMPARISONS:
        return _comparison(rule, memory, day)
    if test.operator in ("and", "or") and not reads_day(test):
        return _joined(rule, memory, day)
    return lambda scope: _whole(rule, scope)


def reads_day(test: Expression) -> bool:
    """Whether an expression reads the day of the question, or takes a missing fact as something else."""
    return test.operator in ("on", "assume") or any(map(reads_day, test.operands))


def _is_settled(test: Expression) -> bool:
    """Whether no comparison asks for a value that differs between persons."""
    if test.operator in _COMPARISONS and test.operands[1].facts:
        return False
    return all(map(_is_settled, test.operands))


def _made(rule: ConditionRule, have: str, need: str, met: bool | None, have_text: Text, need_text: Text) -> Condition:
    interpretation = rule.interpretation
    return _condition(
        rule.id, rule.text, have, need, met, rule.citation, rule.status, rule.test.facts, rule.caseworker,
        interpretation.rationale if interpretation else None, have_text, need_text,
    )  # fmt: skip


def _comparison(rule: ConditionRule, memory: PlanMemory, day: date) -> Writer:
    test, specs = rule.test, memory.specs
    read_left, read_right = (generate_noting(side, lambda name: memory.resolve(name, day)) for side in test.operands)
    sign, compare, unit = test.operator, _COMPARISONS[test.operator], unit_of(test, specs)

    in_words = comparison_words(test, specs)

    def needed(right: Any) -> tuple[str, Text]:
        return f"{sign} {render(right)}", in_words(right) or rule.text

    right_side = test.operands[1]
    same = None
    if not right_side.facts and not reads_day(right_side):
        same = needed(read_right({}, day, Scope({}, day, day, memory)))

    def write(scope: Scope) -> Condition:
        left = read_left(scope.facts, scope.on, scope)
        right = read_right(scope.facts, scope.on, scope)
        met = None if left is None or right is None else compare(left, right)
        need, need_text = same or needed(right)
        return _made(rule, render(left), need, met, quantity(left, unit), need_text)

    return write


def _joined(rule: ConditionRule, memory: PlanMemory, day: date) -> Writer:
    test, specs = rule.test, memory.specs
    decide = generate_noting(test, lambda name: memory.resolve(name, day))
    nobody = Scope({}, day, day, memory)
    need = rule.describe(nobody)[1]
    # What writing the need reads is noted after what deciding read.
    spelled, spelled_missing = tuple((name, record) for (name, _), record in nobody.used.items()), nobody.missing
    words, lister = joined_words(test, rule.text, specs), listing(test, specs)
    same = words(Scope({}, day, day, memory)) if _is_settled(test) else None

    def write(scope: Scope) -> Condition:
        facts = scope.facts
        met = decide(facts, scope.on, scope)
        for name, record in spelled:
            scope.used[name, scope.event] = record
        scope.missing.update(spelled_missing)
        have = ", ".join([f"{fact}={render(facts.get(fact))}" for fact in test.facts])
        # Words repeat what was read before; on a scope of their own, so that they note nothing further.
        need_text = same or words(Scope(facts, scope.on, scope.event, memory))
        return _made(rule, have, need, met, lister(facts), need_text)

    return write


def _whole(rule: ConditionRule, scope: Scope) -> Condition:
    met = rule.test.read(scope)
    have, need = rule.describe(scope)
    # Words repeat what was read above; on a scope of their own, so that they note nothing further.
    have_text, need_text = rule.word(Scope(scope.facts, scope.on, scope.event, scope.memory))
    return _made(rule, have, need, met, have_text, need_text)
