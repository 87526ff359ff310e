"""A benefit's figures apart from each other: each has a value, or a reason why there is none, whatever the verdict.

The decision says what a person gets; these say what the law computes for them. So the weekly amount of somebody who
lacks one condition is still answered here, and the verdict stands beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ontology import Money
from policy import _texts as texts
from policy._base import RuleBase
from policy._calendar import check_day
from policy._decision import CannotSay
from policy._evaluate import memory_of
from policy._facts import Facts
from policy._rules import Group, Provision
from policy._scope import Scope, Selection
from policy._spelling import lacking
from policy._sums import Missing, Sums, work_out
from policy._values import Text

#: Output -> field of `Sums`, in the order in which they are shown.
_FIELDS = {
    "weekly_amount": "weekly",
    "weekly_amount_with_dependents": "weekly_with_dependents",
    "weekly_payable": "weekly_payable",
    "weeks": "weeks",
    "maximum_total": "maximum_total",
    "waiting_weeks": "waiting_weeks",
    "payable_for_weeks_claimed": "weeks_claimed",
    "amount_per_month": "per_month",
    "amount_once": "once",
    "amount_per_day": "per_day",
    "duration_months": "duration_months",
    "duration_days": "days",
    "first_payment": "first_payment",
}


@dataclass(frozen=True, slots=True)
class Output:
    """One figure.

    Attributes:
        value: None with `reason` and `text` beside it.
        reason: missing_facts, no_source, expired, ceiling_only, official, or not_applicable (the law of this place
            has no such figure for this benefit).
        facts: facts that would give it a value.
        ceiling: the most that may be granted, where that is all we hold; never a grant.
    """

    value: Money | Decimal | int | bool | date | None
    reason: str = ""
    text: Text | None = None
    facts: tuple[str, ...] = ()
    ceiling: Money | Decimal | int | None = None


def outputs(
    rule_base: RuleBase, benefit_id: str, facts: Facts, *, on: date, jurisdiction: str, known_at: date | None = None
) -> Mapping[str, Output]:
    """Every figure of one benefit, by name, always the same names in the same order.

    Raises:
        UnknownBenefitError, UnknownJurisdictionError, DayRangeError: as `evaluate_benefit`.
    """
    check_day(on)
    if known_at is not None:
        rule_base = rule_base.known_at(known_at)
    memory = memory_of(rule_base, benefit_id, jurisdiction)
    values, _ = memory.complete(facts.values, on)
    selection = memory.select(values, on)
    found = {"monetary_eligibility": _monetary(selection, Scope(values, on, on, memory))}
    sums = work_out(rule_base, selection, Scope(values, on, on, memory))
    for name, field in _FIELDS.items():
        found[name] = _output(sums, field, selection)
    found["first_week_unpaid"] = _first_week(found["waiting_weeks"])
    return found


def output_to_json(output: Output) -> dict[str, object]:
    """One figure as JSON: money is `{amount, currency}`, exact numbers are text where a float could lose them."""
    return {
        "value": _plain(output.value),
        "reason": output.reason or None,
        "text": dict(output.text) if output.text else None,
        "facts": list(output.facts),
        "ceiling": _plain(output.ceiling),
    }


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return {"amount": f"{value.amount:f}", "currency": value.currency}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _output(sums: Sums, field: str, selection: Selection) -> Output:
    value = getattr(sums, field)
    if value is not None:
        return Output(value)
    missing = sums.missing.get(field) or _follows_from(field, sums)
    if missing is None and selection.eligibility is None and selection.eligibility_missing:
        # Where we hold no rule at all, what its law has is not known either.
        why = CannotSay(selection.eligibility_missing)
        return Output(None, why.value, texts.cannot_say(why))
    if missing is None:
        return Output(None, "not_applicable", texts.NOT_APPLICABLE)
    ceiling = sums.ceiling if field in _AMOUNTS else sums.duration_ceiling if field == "duration_months" else None
    return Output(None, missing.why.value, missing.text, missing.facts, ceiling)


#: Sums that a ceiling can stand for.
_AMOUNTS = frozenset(("per_month", "once", "weekly"))
#: Sums that follow from others and so lack a value for the same reason.
_BASIS = {
    "per_month": ("weekly", "per_day"),
    "weekly_with_dependents": ("weekly",),
    "maximum_total": ("weekly", "weeks"),
    "duration_months": ("weeks", "days"),
}


def _follows_from(field: str, sums: Sums) -> Missing | None:
    return next((sums.missing[basis] for basis in _BASIS.get(field, ()) if basis in sums.missing), None)


def _first_week(waiting: Output) -> Output:
    if waiting.value is None:
        return waiting
    return Output(bool(waiting.value))


def _monetary(selection: Selection, scope: Scope) -> Output:
    """Whether the conditions on wages, hours and contributions are met."""
    provision = selection.eligibility
    if provision is None or provision.group is None:
        why = CannotSay(selection.eligibility_missing or "no_source")
        return Output(None, why.value, texts.cannot_say(why))
    if not any(rule.monetary for rule in provision.conditions):
        return Output(None, "not_applicable", texts.NOT_APPLICABLE)
    scope.move(selection.days[provision.slot])
    met, open_rules = _join(provision.group, provision, scope)
    if met is not None:
        return Output(met)
    tests = [provision.conditions[number].test for number in open_rules]
    wanted = tuple(dict.fromkeys(fact for test in tests for fact in lacking(test, scope)))
    if wanted:
        return Output(None, CannotSay.MISSING_FACTS.value, texts.missing_facts(_names(wanted, scope)), wanted)
    if scope.missing:
        why = CannotSay(next(iter(scope.missing.values())))
        return Output(None, why.value, texts.cannot_say(why))
    return Output(None, "official", texts.possible([provision.conditions[number].text for number in open_rules]))


def _names(facts: tuple[str, ...], scope: Scope) -> list[Text]:
    return [scope.memory.specs[fact].question for fact in facts]


def _join(group: Group, provision: Provision, scope: Scope) -> tuple[bool | None, list[int]]:
    """Kleene's joining of the monetary conditions alone, and which of them are open; others count for nothing."""
    decisive = group.mode == "any"
    values: list[bool | None] = []
    open_rules: list[int] = []
    for member in group.members:
        if isinstance(member, int):
            rule = provision.conditions[member]
            if not rule.monetary:
                continue
            value, inner = rule.test.read(scope), [member]
        elif not _is_monetary(member, provision):
            continue
        else:
            value, inner = _join(member, provision, scope)
        values.append(value)
        if value is None:
            open_rules += inner
    if decisive in values:
        return decisive, []
    return (None, open_rules) if None in values else (not decisive, [])


def _is_monetary(group: Group, provision: Provision) -> bool:
    return any(
        provision.conditions[member].monetary if isinstance(member, int) else _is_monetary(member, provision)
        for member in group.members
    )
