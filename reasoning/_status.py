"""What time, work and benefits drawn make of a person's facts; the changes themselves are in `status_facts.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from policy import FactSpec

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A benefit that counts its months in facts: granted, paid before the claim, and whether it is paid right then."""

    benefit: str
    granted: int
    paid: int
    now: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """Where somebody stands on a later day.

    Attributes:
        months, days: since the day of the question.
        kind: work begun since then: employee, flexible or business_owner; "" while things are as the facts say.
        at_work: full months in that work.
        drawn: benefits that change facts while or after they are drawn.
    """

    months: int = 0
    days: int = 0
    kind: str = ""
    at_work: int = 0
    drawn: tuple[Drawn, ...] = ()


def facts_after(facts: Facts, kind: str) -> dict[str, Any]:
    """The facts of somebody who has begun to work, `kind` employee, flexible or business_owner."""
    change = changes()[kind]
    unset = change["unset"]
    kept = {fact: value for fact, value in facts.items() if fact not in unset}
    return kept | dict(change["set"])


def facts_at(facts: Facts, stage: Stage, specs: Mapping[str, FactSpec]) -> dict[str, Any]:
    """Parsed facts as they stand at a stage. What time does to an unknown fact stays unknown.

    Args:
        specs: of the rule base; no fact grows beyond its bounds.
    """
    table = changes()
    known = dict(facts)
    before = str(facts.get("employment_status") or "")
    known = _grown(known, table["grows"]["by_month"], stage.months, specs)
    known = _grown(known, table["grows"]["by_day"], stage.days, specs)
    known = _grown(
        known, table["grows"].get(before, {}), stage.months - stage.at_work if stage.kind else stage.months, specs
    )
    if stage.kind:
        known = facts_after(known, stage.kind)
        if stage.kind != before:
            known |= {fact: value for fact, value in table["begins"][stage.kind].items() if fact in specs}
        known = _grown(known, table["grows"][stage.kind], stage.at_work, specs)
    for benefit in stage.drawn:
        names = table[benefit.benefit]
        known |= {names["granted"]: benefit.granted, names["drawn"]: benefit.paid}
        if benefit.now:
            known |= dict(names["set"])
        else:
            known |= {fact: False for fact, value in names["set"].items() if value is True}
    return known


def claimed_on(facts: Facts, day: date) -> dict[str, Any]:
    """The same facts with the claim made on a day."""
    names = changes()["claimed"]
    return dict(facts) | dict.fromkeys(names["day"], day) | dict.fromkeys(names["month"], day.replace(day=1))


def counts_months(benefit: str) -> bool:
    """Whether facts count the months of a benefit, so that others depend on when it is drawn."""
    return "drawn" in changes().get(benefit, {})


def already_drawn(benefit: str, facts: Facts) -> int | None:
    """Months paid before the day of the question to somebody who draws a benefit then.

    Returns:
        0 if it is not drawn now, None if it is, but nobody said for how long.
    """
    names = changes().get(benefit, {})
    if "drawn" not in names or not all(facts.get(fact) == value for fact, value in names["set"].items()):
        return 0
    paid = facts.get(names["drawn"])
    return None if paid is None else int(paid)


def _grown(
    known: dict[str, Any], growth: Mapping[str, int], times: int, specs: Mapping[str, FactSpec]
) -> dict[str, Any]:
    grown = dict(known)
    for fact, step in growth.items():
        value, spec = grown.get(fact), specs.get(fact)
        if value is None or spec is None:
            continue
        value += step * times
        if spec.minimum is not None:
            value = max(value, spec.minimum)
        grown[fact] = value if spec.maximum is None else min(value, spec.maximum)
    return grown


@cache
def changes() -> Mapping[str, Mapping[str, Any]]:
    """The tables of `status_facts.toml`."""
    tables: dict[str, dict[str, Any]] = tomllib.loads(
        resources.files("reasoning").joinpath("status_facts.toml").read_text("utf-8")
    )
    return tables
