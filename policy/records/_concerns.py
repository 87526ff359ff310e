"""What in a recorded decision calls for a second pair of eyes: an official's judgement, or advice that can hurt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy._values import Text
from policy.records._record import DecisionRecord
from policy.records._words import CONCERNS


@dataclass(frozen=True, slots=True)
class Concern:
    """One reason for a review, with a stable code."""

    code: str
    text: Text


def concerns(record: DecisionRecord, benefit: str) -> tuple[Concern, ...]:
    """Why a decision should be looked at by two people; empty when nothing calls for it.

    Codes: `discretion` (the law leaves a point to an official), `gives_up_benefit` (it cannot be drawn beside another
    one that is open to the person), `loan` (debt), `unverified_rule`, `disputed_rule` (such a rule or value took part
    in a decided answer), `expired` (the rule has ended, its successor is unknown).

    Raises:
        KeyError: the record has no decision of that benefit.
    """
    decision = record.decision(benefit)
    if decision is None:
        raise KeyError(benefit)
    open_to_person = decision["verdict"] == "eligible" or decision.get("possible") is True
    codes = []
    if decision.get("needs_caseworker") is True:
        codes.append("discretion")
    if open_to_person and _given_up(record, decision):
        codes.append("gives_up_benefit")
    if open_to_person and decision.get("kind") == "loan":
        codes.append("loan")
    codes += [f"{status}_rule" for status in ("unverified", "disputed") if status in _statuses(decision)]
    if "expired" in (
        decision.get("cannot_say"),
        decision.get("amount_cannot_say"),
        decision.get("duration_cannot_say"),
    ):
        codes.append("expired")
    return tuple(Concern(code, CONCERNS[code]) for code in codes)


def _given_up(record: DecisionRecord, decision: Mapping[str, Any]) -> bool:
    """Another benefit of the record is open to the person and may not be drawn beside this one."""
    others = [record.decision(name) for name in decision.get("excludes", ())]
    return any(other and (other["verdict"] == "eligible" or other.get("possible") is True) for other in others)


def _statuses(decision: Mapping[str, Any]) -> set[str]:
    """Statuses of the rules and values that a decided answer rests on; an open answer rests on none."""
    if decision["verdict"] == "unknown":
        return set()
    rules = [decision, *decision["conditions"], *decision["parameters"]]
    return {str(item.get("status")) for item in rules}
