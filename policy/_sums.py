"""Amounts, durations and the first payment: computed from provisions, or the reason why they cannot be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Any

from ontology import Money
from policy import _texts as texts
from policy._base import RuleBase
from policy._decision import AmountTier, CannotSay, OtherReading, UsedParameter
from policy._rules import Provision, Role, Status
from policy._scope import MOST_KEPT, Scope, Selection
from policy._spelling import lacking
from policy._values import Text
from policy._wording import fact_words

#: A benefit year of 52 weeks is 12 months: the ratio by which weekly sums are shown a month.
_WEEKS_PER_YEAR, _MONTHS_PER_YEAR = Decimal(52), Decimal(12)
#: Benefits paid by the day are paid 30 days a month (SGB III sec. 154; convention of 15 November 2024 art. 20).
_DAYS_PER_MONTH = 30


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a sum has no value, and the facts that would give it one."""

    why: CannotSay
    text: Text
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sums:
    """What a benefit pays, for how long, from when; every None of a sum has its reason in `missing`.

    `duration_months` is also given for weeks and days: 12 months are 52 weeks, a month is 30 days.
    """

    per_month: Money | None = None
    once: Money | None = None
    ceiling: Money | None = None
    amount_cannot_say: CannotSay | None = None
    amount_note: Text | None = None
    tiers: tuple[AmountTier, ...] = ()
    duration_months: Decimal | int | None = None
    duration_ceiling: Decimal | int | None = None
    duration_cannot_say: CannotSay | None = None
    duration_note: Text | None = None
    first_payment: date | None = None
    first_payment_note: Text | None = None
    weekly: Money | None = None
    weeks: int | None = None
    maximum_total: Money | None = None
    weekly_payable: Money | None = None
    waiting_weeks: int | None = None
    weekly_with_dependents: Money | None = None
    weeks_claimed: Money | None = None
    per_day: Money | None = None
    days: int | None = None
    unknown_facts: tuple[str, ...] = ()
    provisions: tuple[Provision, ...] = ()
    missing: Mapping[str, Missing] = field(default_factory=dict)
    other_readings: tuple[OtherReading, ...] = ()


_NONE = Sums()
#: Sums beside the main ones: when they are missing the benefit's amount can still be known.
_BESIDE = frozenset(("weekly_payable", "weekly_with_dependents", "maximum_total"))


def no_sums() -> Sums:
    """The sums of a benefit that is not paid."""
    return _NONE


def work_out(rule_base: RuleBase, selection: Selection, scope: Scope) -> Sums:
    """Compute every sum of the chosen provisions."""
    worker = _Worker(rule_base, selection, scope)
    worker.amounts()
    worker.duration()
    worker.first_payment()
    return worker.result()


class _Worker:
    """Collects sums while it goes through the provisions of one selection."""

    def __init__(self, rule_base: RuleBase, selection: Selection, scope: Scope) -> None:
        self.rule_base = rule_base
        self.selection = selection
        self.scope = scope
        self.found: dict[str, Any] = {}
        self.missing: dict[str, Missing] = {}
        self.unknown: dict[str, None] = {}
        self.used: list[Provision] = []
        self.readings: list[OtherReading] = []

    def result(self) -> Sums:
        """The sums that were found."""
        found = self.found
        weekly, weeks = found.get("weekly"), found.get("weeks")
        if weekly is not None and "weekly_with_dependents" not in {*found, *self.missing}:
            found["weekly_with_dependents"] = weekly
        if weekly is not None and weeks is not None and "maximum_total" not in {*found, *self.missing}:
            found["maximum_total"] = weekly.times(weeks)
        self._claimed()
        months = found.get("duration_months")
        if months is not None and "tiers" in found:
            # A lower rate from month 13 says nothing to somebody who is paid for six.
            found["tiers"] = tuple(tier for tier in found["tiers"] if tier.first_month <= months)
        return Sums(
            **found,
            unknown_facts=tuple(self.unknown),
            provisions=tuple(self.used),
            missing=self.missing,
            other_readings=tuple(self.readings),
        )

    def amounts(self) -> None:
        """Amounts by month, week, day, once and in all."""
        rows = self.selection.by_kind.get("amount", ())
        ended = {slot: why for slot, why in self.selection.missing.items() if slot in self.selection.amount_slots}
        for slot, ending in ended.items():
            self._lacks(self.selection.amount_slots[slot], CannotSay(ending), None)
        if not rows:
            self._no_amount(CannotSay(next(iter(ended.values()))) if ended else CannotSay.NO_SOURCE, None)
            return
        tiers: list[AmountTier] = []
        for row in rows:
            money, why, note = self._money(row)
            if row.role is Role.CEILING:
                self.found["ceiling"] = money
                self._no_amount(CannotSay.CEILING_ONLY, row.note)
                self._lacks(row.output, CannotSay.CEILING_ONLY, row.note)
            elif money is None:
                # A partial week that is not described says nothing about the benefit itself.
                if "amount_cannot_say" not in self.found and row.output not in _BESIDE:
                    self._no_amount(why or CannotSay.NO_SOURCE, note)
            else:
                self._keep(row, money, note, tiers)
        if tiers:
            self.found["tiers"] = tuple(sorted(tiers, key=lambda tier: tier.first_month))

    def _keep(self, row: Provision, money: Money, note: Text | None, tiers: list[AmountTier]) -> None:
        output = row.output
        if output == "per_month":
            months: Any = row.details.get("months")
            tiers.append(AmountTier(months[0] if months else 1, months[1] if months else None, money))
            if not months or months[0] == 1:
                self.found["per_month"] = money
        else:
            self.found[output] = money
        if output == "weekly":
            month = (money.amount * _WEEKS_PER_YEAR / _MONTHS_PER_YEAR).quantize(Decimal("0.01"), ROUND_HALF_UP)
            self.found["per_month"] = Money(month, money.currency)
        elif output == "per_day":
            self.found["per_month"] = money.times(_DAYS_PER_MONTH)
        if note:
            self.found["amount_note"] = texts.join_texts(self.found.get("amount_note"), note)

    def _no_amount(self, why: CannotSay, note: Text | None) -> None:
        self.found["amount_cannot_say"] = why
        eligibility = self.selection.eligibility
        own = note or (eligibility.note if eligibility else None)
        self.found["amount_note"] = own or texts.cannot_say(why)

    def _lacks(self, output: str, why: CannotSay, note: Text | None, facts: tuple[str, ...] = ()) -> None:
        if output:
            self.missing[output] = Missing(why, note or texts.cannot_say(why), facts)

    def _money(self, row: Provision) -> tuple[Money | None, CannotSay | None, Text | None]:
        value, why, note = self._read(row)
        if value is None:
            return None, why, note
        return Money(Decimal(value), str(row.details["currency"])), None, note

    def duration(self) -> None:
        """Months, weeks or days of payment."""
        for row in self.selection.by_kind.get("duration", ()):
            value, why, note = self._read(row)
            self.found["duration_note"] = note
            months = value
            if row.details["unit"] == "week":
                months = self._weeks(row, value)
            elif row.details["unit"] == "day" and value is not None:
                self.found["days"] = int(value)
                months = Decimal(value) / _DAYS_PER_MONTH
            if row.role is Role.CEILING:
                self.found["duration_ceiling"] = months
                self.found["duration_cannot_say"] = CannotSay.CEILING_ONLY
                self.found["duration_note"] = note or texts.cannot_say(CannotSay.CEILING_ONLY)
                self._lacks(row.output, CannotSay.CEILING_ONLY, note)
            elif value is None:
                self.found["duration_cannot_say"] = why
            else:
                self.found["duration_months"] = months
        if "duration" in self.selection.missing:
            why = CannotSay(self.selection.missing["duration"])
            self.found.update(duration_cannot_say=why, duration_note=texts.cannot_say(why))
            for output in ("duration_months", "weeks", "days"):
                self._lacks(output, why, None)

    def _weeks(self, row: Provision, value: Any) -> Decimal | None:
        """Keep weeks and waiting weeks; the months they amount to."""
        waiting: Any = row.details.get("waiting_weeks")
        unpaid = waiting.read(self.scope) if waiting else None
        self.found["waiting_weeks"] = None if unpaid is None else int(unpaid)
        if waiting and unpaid is None:
            self._lacks("waiting_weeks", *self._why(waiting))
        if value is None:
            return None
        self.found["weeks"] = int(value)
        return Decimal(value) * _MONTHS_PER_YEAR / _WEEKS_PER_YEAR

    def _claimed(self) -> None:
        """What the claimed weeks bring: each pays like the week described, but not the waiting weeks, and together not
        above the maximum total. Laws limit the sum, not the count: weeks paid in part stretch the entitlement."""
        row = next(iter(self.selection.by_kind.get("duration", ())), None)
        counted: Any = row.details.get("claimed_weeks") if row else None
        if counted is None:
            return
        claimed = counted.read(self.scope)
        needed = ("weekly_payable", "waiting_weeks", "maximum_total")
        lacking_outputs = [name for name in needed if self.found.get(name) is None]
        if claimed is None:
            self._lacks("weeks_claimed", *self._why(counted))
        elif lacking_outputs:
            first = self.missing.get(lacking_outputs[0])
            self.missing["weeks_claimed"] = first or Missing(CannotSay.NO_SOURCE, texts.cannot_say(CannotSay.NO_SOURCE))
        else:
            payable, most = self.found["weekly_payable"], self.found["maximum_total"]
            weeks = max(0, int(claimed) - self.found["waiting_weeks"])
            brought = payable.times(weeks)
            self.found["weeks_claimed"] = min(brought, most, key=lambda money: money.amount)

    def first_payment(self) -> None:
        """The earliest day of payment."""
        for row in self.selection.by_kind.get("first_payment", ()):
            value, _, _ = self._read(row)
            self.found["first_payment"] = value
            self.found["first_payment_note"] = row.note

    def _read(self, row: Provision) -> tuple[Any, CannotSay | None, Text | None]:
        """A provision's value; if there is none, why; and a note of what it rests on."""
        scope = self.scope
        missing, assumed, used = frozenset(scope.missing), len(scope.assumed), len(scope.used)
        if row.value is None:
            self._lacks(row.output, CannotSay.NO_SOURCE, row.note)
            return None, CannotSay.NO_SOURCE, None
        scope.event = self.selection.days[row.slot]
        value = row.value.read(scope)
        self.used.append(row)
        if row.alternatives:
            self._read_others(row)
        if value is not None:
            return value, None, self._note(row, assumed, used)
        why, note, wanted = self._why(row.value, missing)
        self.unknown.update(dict.fromkeys(wanted))
        self._lacks(row.output, why, note, wanted)
        return None, why, note

    def _why(self, value: Any, known_missing: frozenset[str] = frozenset()) -> tuple[CannotSay, Text, tuple[str, ...]]:
        """Why an expression has no value: facts that are missing, else a dated value that we do not hold."""
        scope = self.scope
        wanted = tuple(lacking(value, scope))
        rules = [why for name, why in scope.missing.items() if name not in known_missing or name in value.parameters]
        if rules and not wanted:
            why = CannotSay(rules[0])
            return why, texts.cannot_say(why), ()
        return CannotSay.MISSING_FACTS, texts.missing_facts(self._questions(wanted)), wanted

    def _read_others(self, row: Provision) -> None:
        """The values of the other readings of a disputed clause."""
        unit = str(row.details.get("currency") or row.details.get("unit") or "")
        self.readings += [
            OtherReading(row.slot, other.value.read(self.scope), unit, other.status, other.rationale)
            for other in row.alternatives
        ]

    def _note(self, row: Provision, assumed: int, used: int) -> Text | None:
        """What a sum rests on: the rule's own note, readings, assumptions and unverified values since these counts."""
        newly_assumed = tuple(islice(self.scope.assumed, assumed, None))
        newly_used = tuple(islice(self.scope.used, used, None))
        key = (id(row), newly_assumed, newly_used)
        notes = self.scope.memory.notes
        if key not in notes:
            if len(notes) > MOST_KEPT:
                notes.clear()
            read = (self.scope.used[item] for item in newly_used)
            notes[key] = self._write_note(row, list(newly_assumed), [item.id for item in read if _is_soft(item)])
        return notes[key]

    def _write_note(self, row: Provision, assumed: list[str], soft: list[str]) -> Text | None:
        parameters = self.rule_base.parameters
        return texts.join_texts(
            row.note,
            row.interpretation.rationale if row.interpretation else None,
            texts.assumed(self._assumptions(row, assumed)) if assumed else None,
            texts.unverified_values(parameters[name].name for name in soft) if soft else None,
        )

    def _assumptions(self, row: Provision, names: list[str]) -> list[Text]:
        """Each assumed fact with the value that was assumed, for example `... = 0`."""
        values = dict(_assumed_values(row.value)) if row.value else {}
        specs = [self.rule_base.facts[name] for name in names]
        return [
            {
                language: f"{question} {fact_words(spec, values[spec.id])[language]}"
                for language, question in spec.question.items()
            }
            for spec in specs
        ]

    def _questions(self, names: Iterable[str]) -> list[Text]:
        return [self.rule_base.facts[name].question for name in names]


def _is_soft(used: UsedParameter) -> bool:
    return used.status is not Status.IN_FORCE


def _assumed_values(expression: Any) -> Iterable[tuple[str, object]]:
    if expression.operator == "assume":
        yield expression.name, expression.literal
    for operand in expression.operands:
        yield from _assumed_values(operand)
