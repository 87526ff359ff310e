"""Evaluating conditions while writing down what was compared with what."""

from collections.abc import Sequence

from policy._decision import Condition
from policy._rules import ConditionRule, Group
from policy._scope import MOST_KEPT, Scope


def trace_condition(rule: ConditionRule, scope: Scope) -> Condition:
    """Evaluate one condition and record have, need and met."""
    test = rule.test
    met = test.read(scope)
    have, need = rule.describe(scope)
    interpretation = rule.interpretation
    words = scope.memory.words
    key = (id(rule), have, need)
    said = words.get(key)
    if said is None:
        if len(words) > MOST_KEPT:
            words.clear()
        said = words[key] = rule.word(scope)
    return Condition(
        rule.id, rule.text, have, need, met, rule.citation, rule.status, test.facts, rule.caseworker,
        interpretation.rationale if interpretation else None, *said,
    )  # fmt: skip


def combine(group: Group, conditions: Sequence[Condition]) -> bool | None:
    """Join conditions in Kleene logic: `all` is false as soon as one is false, `any` true as soon as one is true."""
    decisive = group.mode == "any"
    result: bool | None = not decisive
    for member in group.members:
        value = conditions[member].met if isinstance(member, int) else combine(member, conditions)
        if value is decisive:
            return decisive
        if value is None:
            result = None
    return result


def deciding(group: Group, conditions: Sequence[Condition], value: bool | None) -> list[Condition]:
    """The conditions to which a group owes its value: the false ones, the unknown ones or the true ones."""
    found: list[Condition] = []
    for member in group.members:
        if isinstance(member, int):
            if conditions[member].met is value:
                found.append(conditions[member])
        elif combine(member, conditions) is value:
            found.extend(deciding(member, conditions, value))
    return found
