"""Four plain words for a move (Lightcast's four), by pay, preparation and occupational group."""

from ontology.records import Occupation
from reasoning._weights import weight
from reasoning.answers import MoveKind, Pay

_SUB_MAJOR_DIGITS = 2


def move_kind(before: Occupation | None, after: Occupation, pay_before: Pay | None, pay_after: Pay | None) -> MoveKind:
    """Advancement goes up, within the ISCO-08 sub-major group or (lateral) into another; the other two do not.

    Up means: pay rises by more than `pay_rise`; where pay is not known on both sides, the O*NET job zone is higher;
    where neither is known, not up. From an unknown occupation every move counts as into another group.
    """
    same_group = before is not None and _group(before) != "" and _group(before) == _group(after)
    if _goes_up(before, after, pay_before, pay_after):
        return MoveKind.ADVANCEMENT if same_group else MoveKind.LATERAL_ADVANCEMENT
    return MoveKind.SIMILAR if same_group else MoveKind.LATERAL


def _group(occupation: Occupation) -> str:
    return occupation.isco_code[:_SUB_MAJOR_DIGITS]


def _goes_up(before: Occupation | None, after: Occupation, pay_before: Pay | None, pay_after: Pay | None) -> bool:
    if pay_before and pay_after and pay_before.money.currency == pay_after.money.currency:
        return float(pay_after.money.amount) > float(pay_before.money.amount) * (1 + weight("pay_rise"))
    if before is None or before.job_zone is None or after.job_zone is None:
        return False
    return after.job_zone > before.job_zone
