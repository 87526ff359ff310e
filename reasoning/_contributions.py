"""The person's own share of social insurance in a month of work, where its rates are known."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources
from typing import Any

from ontology import Money
from policy import RuleBase, Status
from reasoning._texts import text

_CENT = Decimal("0.01")
#: Facts with what a flexible worker pays, and the parameters of the place that say the least of it.
_FLEXIBLE = {
    "pension": ("flexible_pension_contribution_cny_per_month", "flexible_pension_rate"),
    "medical": ("flexible_medical_contribution_cny_per_month", "flexible_medical_rate"),
}
_BASE = "contribution_base_floor"
_PAYS = "pays_own_social_insurance"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one insurance costs the person in a month; `firm` where the rate is in force by a text that was read."""

    insurance: str
    amount: Money
    labels: Mapping[str, str]
    source: str
    firm: bool


def own_share(
    kind: str, wage: Money | None, day: date, *, rules: RuleBase, place: str, facts: Mapping[str, Any]
) -> tuple[Contribution, ...] | None:
    """Contributions of a month of work; None where they are not known.

    Args:
        kind: of the work: employee, flexible or business_owner.
        facts: parsed facts; what a flexible worker says to pay goes before the least that the place asks for. Nobody
            is taken to pay who did not say so.
    """
    if kind == "employee":
        return _employee(wage, day, rules, place)
    pays = facts.get(_PAYS)
    if pays is False:
        return ()
    if pays is None or not place.startswith("CN"):
        return None
    parts = [_flexible(insurance, day, rules, place, facts) for insurance in _FLEXIBLE]
    known = tuple(part for part in parts if part is not None)
    return known or None


def _employee(wage: Money | None, day: date, rules: RuleBase, place: str) -> tuple[Contribution, ...] | None:
    if wage is None:
        return None
    floor = _parameter(rules, _BASE, place, day)
    base = max(wage.amount, floor[0]) if floor else wage.amount
    found = [
        Contribution(
            row["insurance"],
            Money((base * Decimal(row["rate"])).quantize(_CENT, ROUND_HALF_UP), wage.currency),
            text("insurances", row["insurance"]),
            row["source"]["en"],
            row["status"] == Status.IN_FORCE.value,
        )
        for row in _rates()
        if row["country"] == place[:2] and row["kind"] == "employee" and row["from"] <= day
    ]
    return tuple(found) or None


def _flexible(insurance: str, day: date, rules: RuleBase, place: str, facts: Mapping[str, Any]) -> Contribution | None:
    fact, parameter = _FLEXIBLE[insurance]
    stated = facts.get(fact)
    if stated is not None:
        own = text("plan_items", "own_statement")["en"]
        return Contribution(insurance, Money(Decimal(stated), "CNY"), text("insurances", insurance), own, True)
    rate, base = _parameter(rules, parameter, place, day), _parameter(rules, _BASE, place, day)
    if rate is None or base is None:
        return None
    amount = Money((base[0] * rate[0]).quantize(_CENT, ROUND_HALF_UP), "CNY")
    firm = base[2] and rate[2]
    return Contribution(insurance, amount, text("insurances", insurance), f"{base[1]}; {rate[1]}", firm)


def _parameter(rules: RuleBase, name: str, place: str, day: date) -> tuple[Decimal, str, bool] | None:
    """Value of a parameter in the place on a day, its source, and whether it is firm."""
    for code in rules.chain(place):
        rows = [row for row in rules.rows.get((name, code), ()) if row.effective_from <= day]
        if not rows:
            continue
        row = rows[-1]
        if (row.effective_to is not None and row.effective_to <= day) or not isinstance(row.value, int | Decimal):
            return None
        cited = f"{row.citation.source.title['en']} {row.citation.article}".strip()
        return Decimal(row.value), cited, row.status is Status.IN_FORCE
    return None


@cache
def _rates() -> tuple[Mapping[str, Any], ...]:
    table = tomllib.loads(resources.files("reasoning").joinpath("contributions.toml").read_text("utf-8"))
    return tuple(table["rates"])
