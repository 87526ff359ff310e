"""The verdicts of many persons on one eligibility provision."""

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policy._cohort_blame import lacking_facts, lacking_rules, left_to_official, open_conditions
from policy._cohort_numbers import Mask, both, either, negate, without
from policy._cohort_program import Sheet, is_monetary
from policy._cohort_truth import Truth
from policy._rules import Provision
from policy._scope import Selection


class VerdictCode(IntEnum):
    """A verdict as a number; `CANNOT_SAY` is an unknown that no fact and no official would decide."""

    NOT_ELIGIBLE = 0
    ELIGIBLE = 1
    UNKNOWN = 2
    CANNOT_SAY = 3


def judge_all(selection: Selection, sheet: Sheet) -> NDArray[np.int8] | int:
    """Everybody's `VerdictCode`; one number when it is the same for all."""
    provision = selection.eligibility
    if provision is None or provision.group is None:
        return VerdictCode.CANNOT_SAY
    day = selection.days[provision.slot]
    whole = sheet.joined(provision.group, provision, day)
    codes = _codes(whole)
    if not whole.total and (cannot := _cannot_say(provision, selection, sheet, whole)) is not False:
        codes = np.where(cannot, np.int8(VerdictCode.CANNOT_SAY), codes)
    return codes


def monetary_all(selection: Selection, sheet: Sheet) -> NDArray[np.int8] | int | None:
    """Everybody's code on the conditions about wages, hours and contributions; None when there are none."""
    provision = selection.eligibility
    if provision is None or provision.group is None or not is_monetary(provision.group, provision):
        return None
    return _codes(sheet.joined(provision.group, provision, selection.days[provision.slot], monetary=True))


def _codes(whole: Truth) -> NDArray[np.int8] | int:
    true: Any = whole.true if isinstance(whole.true, bool) else whole.true.view(np.int8)
    false: Any = whole.false if isinstance(whole.false, bool) else whole.false.view(np.int8)
    # 2 - 1 = ELIGIBLE, 2 - 2 = NOT_ELIGIBLE, else UNKNOWN.
    codes: NDArray[np.int8] | int = VerdictCode.UNKNOWN - true - 2 * false
    return codes


def _cannot_say(provision: Provision, selection: Selection, sheet: Sheet, whole: Truth) -> Mask:
    """Whose unknown verdict is owed to a value that we do not hold, and to nothing else."""
    day = selection.days[provision.slot]
    nodes = [sheet.program.add(rule.test) for rule in provision.conditions]
    names = {name for rule in provision.conditions for name in rule.test.parameters}
    if provision.group is None or all(sheet.parameter(name, day) is not None for name in names):
        return False
    facts: Mask = False
    rules: Mask = False
    for number, mask in open_conditions(provision.group, provision, sheet, day).items():
        facts = either(facts, both(mask, lacking_facts(sheet, nodes[number], day)))
        rules = either(rules, both(mask, lacking_rules(sheet, nodes[number], day)))
    others = facts
    for node in nodes:
        others = either(others, left_to_official(sheet, node, day))
    alone = without(negate(either(whole.true, whole.false)), others)
    # Neither a fact nor a missing value: a division by zero, say. The evaluator knows what it came across.
    sheet.doubt(without(alone, rules))
    return both(alone, rules)
