"""To what many persons owe an unknown verdict: a missing fact, an official's judgement, or a value we do not hold."""

from collections.abc import Callable
from datetime import date

from policy._cohort_numbers import Mask, Number, both, either, negate, without
from policy._cohort_program import Node, Sheet
from policy._rules import Group, Provision


def open_conditions(group: Group, provision: Provision, sheet: Sheet, day: date) -> dict[int, Mask]:
    """For each condition, the persons whose verdict is open because of it; as `policy._kleene.deciding` finds them."""
    program = sheet.program
    found: dict[int, Mask] = {}
    for member in group.members:
        if isinstance(member, int):
            truth = sheet.truth(program.add(provision.conditions[member].test), day)
            found[member] = negate(either(truth.true, truth.false))
            continue
        whole = sheet.joined(member, provision, day)
        undecided = negate(either(whole.true, whole.false))
        for number, mask in open_conditions(member, provision, sheet, day).items():
            found[number] = both(undecided, mask)
    return found


def lacking_facts(sheet: Sheet, node: Node, day: date) -> Mask:
    """For whom an unknown value goes back to a fact that is missing; as `policy._spelling.lacking`."""
    return _follow(sheet, node, day, lambda item: item.operator == "var")


def lacking_rules(sheet: Sheet, node: Node, day: date) -> Mask:
    """For whom an unknown value goes back to a parameter without a row."""

    def without_row(item: Node) -> bool:
        return item.operator in ("param", "table") and sheet.parameter(item.expression.name, day) is None

    return _follow(sheet, node, day, without_row)


def _follow(sheet: Sheet, node: Node, day: date, is_cause: Callable[[Node], bool]) -> Mask:
    unknown = _unknown(sheet, node, day)
    if unknown is False:
        return False
    if is_cause(node):
        return unknown
    below = [_follow(sheet, item, day, is_cause) for item in node.operands]
    if node.operator == "if":
        test = sheet.truth(node.operands[0], day)
        open_test = negate(either(test.true, test.false))
        chosen = either(both(test.true, below[1]), both(test.false, below[2]))
        return both(unknown, either(both(open_test, below[0]), chosen))
    found: Mask = False
    for mask in below:
        found = either(found, mask)
    return both(unknown, found)


def left_to_official(sheet: Sheet, node: Node, day: date) -> Mask:
    """For whom reading the value comes across a point that the law leaves to an official."""
    if node.operator == "undecided":
        return True
    if not _mentions_official(node):
        return False
    below = [left_to_official(sheet, item, day) for item in node.operands]
    if node.operator == "if":
        test = sheet.truth(node.operands[0], day)
        return either(below[0], either(without(below[1], test.false), without(below[2], test.true)))
    found: Mask = False
    reached: Mask = True
    for item, mask in zip(node.operands, below, strict=True):
        found = either(found, both(reached, mask))
        reached = without(reached, _stops(sheet, node, item, day))
    return found


def _stops(sheet: Sheet, node: Node, item: Node, day: date) -> Mask:
    """For whom the evaluator reads no operand after this one."""
    if node.operator == "and":
        return sheet.truth(item, day).false
    if node.operator == "or":
        return sheet.truth(item, day).true
    if node.operator == "first_known":
        return negate(_unknown(sheet, item, day))
    return False


def _mentions_official(node: Node) -> bool:
    return node.operator == "undecided" or any(_mentions_official(item) for item in node.operands)


def _unknown(sheet: Sheet, node: Node, day: date) -> Mask:
    value = sheet.read(node, day)
    return negate(value.known if isinstance(value, Number) else either(value.true, value.false))
