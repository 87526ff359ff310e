"""Amounts, durations and the first payment: computed from provisions, or the reason why they cannot be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ontology import Money
from policy import _texts as texts
from policy._base import RuleBase
from policy._decision import AmountTier, CannotSay, OtherReading
from policy._readings import Reading, readings_of
from policy._rules import Provision, Role
from policy._scope import MOST_KEPT, Scope, Selection
from policy._values import Text

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


@dataclass(slots=True)
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
    missing: dict[str, Missing] = field(default_factory=dict)
    other_readings: tuple[OtherReading, ...] = ()


_CENT = Decimal("0.01")
#: Sums beside the main ones: when they are missing the benefit's amount can still be known.
_BESIDE = frozenset(("weekly_payable", "weekly_with_dependents", "maximum_total"))


def no_sums() -> Sums:
    """The sums of a benefit that is not paid."""
    return Sums()


def work_out(rule_base: RuleBase, selection: Selection, scope: Scope) -> Sums:
    """Compute every sum of the chosen provisions."""
    worker = _Worker(rule_base, selection, scope)
    worker.amounts()
    worker.duration()
    worker.first_payment()
    return worker.result()


class _Worker:
    """Collects sums while it goes through the provisions of one selection."""

    __slots__ = ("found", "missing", "others", "rule_base", "scope", "selection", "unknown", "used")

    def __init__(self, rule_base: RuleBase, selection: Selection, scope: Scope) -> None:
        self.rule_base = rule_base
        self.selection = selection
        self.scope = scope
        self.found = Sums()
        self.missing = self.found.missing
        self.unknown: dict[str, None] = {}
        self.used: list[Provision] = []
        self.others: list[OtherReading] = []

    def result(self) -> Sums:
        """The sums that were found."""
        found = self.found
        weekly = found.weekly
        if weekly is not None:
            if found.weekly_with_dependents is None and "weekly_with_dependents" not in self.missing:
                found.weekly_with_dependents = weekly
            if found.weeks is not None and found.maximum_total is None and "maximum_total" not in self.missing:
                found.maximum_total = weekly.times(found.weeks)
        self._claimed()
        months = found.duration_months
        if months is not None and found.tiers:
            # A lower rate from month 13 says nothing to somebody who is paid for six.
            found.tiers = tuple([tier for tier in found.tiers if tier.first_month <= months])
        found.unknown_facts = tuple(self.unknown)
        found.provisions = tuple(self.used)
        found.other_readings = tuple(self.others)
        return found

    def amounts(self) -> None:
        """Amounts by month, week, day, once and in all."""
        rows = readings_of(self.selection, "amount", self.scope.memory)
        ended: Mapping[str, str] = {}
        if self.selection.missing:
            ended = {slot: why for slot, why in self.selection.missing.items() if slot in self.selection.amount_slots}
            for slot, ending in ended.items():
                self._lacks(self.selection.amount_slots[slot], CannotSay(ending), None)
        if not rows:
            self._no_amount(CannotSay(next(iter(ended.values()))) if ended else CannotSay.NO_SOURCE, None)
            return
        found, tiers = self.found, list[AmountTier]()
        for reading, event in rows:
            value, why, note = self._read(reading, event)
            row = reading.row
            if row.role is Role.CEILING:
                found.ceiling = None if value is None else reading.money(value)
                self._no_amount(CannotSay.CEILING_ONLY, row.note)
                self._lacks(reading.output, CannotSay.CEILING_ONLY, row.note)
            elif value is None:
                # A partial week that is not described says nothing about the benefit itself.
                if found.amount_cannot_say is None and reading.output not in _BESIDE:
                    self._no_amount(why or CannotSay.NO_SOURCE, note)
            else:
                self._keep(reading, reading.money(value), note, tiers)
        if tiers:
            tiers.sort(key=_first_month)
            found.tiers = tuple(tiers)

    def _keep(self, reading: Reading, money: Money, note: Text | None, tiers: list[AmountTier]) -> None:
        found, output = self.found, reading.output
        if output == "per_month":
            first, end = reading.months or (1, None)
            tiers.append(AmountTier(first, end, money))
            if first == 1:
                found.per_month = money
        else:
            setattr(found, output, money)
            if output == "weekly":
                month = (money.amount * _WEEKS_PER_YEAR / _MONTHS_PER_YEAR).quantize(_CENT, ROUND_HALF_UP)
                found.per_month = Money(month, money.currency)
            elif output == "per_day":
                found.per_month = money.times(_DAYS_PER_MONTH)
        if note:
            found.amount_note = self._joined(found.amount_note, note)

    def _joined(self, first: Text | None, note: Text) -> Text | None:
        """Two notes as one; kept, as all notes are, by where they come from."""
        if first is None:
            return note
        kept, key = self.scope.memory.joined, (id(first), id(note))
        if key not in kept:
            if len(kept) > MOST_KEPT:
                kept.clear()
            # Both are kept beside it, so that their ids stay their own.
            kept[key] = (first, note, texts.join_texts(first, note))
        return kept[key][2]

    def _no_amount(self, why: CannotSay, note: Text | None) -> None:
        self.found.amount_cannot_say = why
        eligibility = self.selection.eligibility
        own = note or (eligibility.note if eligibility else None)
        self.found.amount_note = own or texts.cannot_say(why)

    def _lacks(self, output: str, why: CannotSay, note: Text | None, facts: tuple[str, ...] = ()) -> None:
        if output:
            self.missing[output] = Missing(why, note or texts.cannot_say(why), facts)

    def duration(self) -> None:
        """Months, weeks or days of payment."""
        found = self.found
        for reading, event in readings_of(self.selection, "duration", self.scope.memory):
            value, why, note = self._read(reading, event)
            row = reading.row
            found.duration_note = note
            months = value
            if reading.unit == "week":
                months = self._weeks(reading, value)
            elif reading.unit == "day" and value is not None:
                found.days = int(value)
                months = Decimal(value) / _DAYS_PER_MONTH
            if row.role is Role.CEILING:
                found.duration_ceiling = months
                found.duration_cannot_say = CannotSay.CEILING_ONLY
                found.duration_note = note or texts.cannot_say(CannotSay.CEILING_ONLY)
                self._lacks(reading.output, CannotSay.CEILING_ONLY, note)
            elif value is None:
                found.duration_cannot_say = why
            else:
                found.duration_months = months
        if "duration" in self.selection.missing:
            why = CannotSay(self.selection.missing["duration"])
            found.duration_cannot_say, found.duration_note = why, texts.cannot_say(why)
            for output in ("duration_months", "weeks", "days"):
                self._lacks(output, why, None)

    def _weeks(self, reading: Reading, value: Any) -> Decimal | None:
        """Keep weeks and waiting weeks; the months they amount to."""
        scope = self.scope
        unpaid = reading.waiting(scope.facts, scope.on, scope) if reading.waiting else None
        self.found.waiting_weeks = None if unpaid is None else int(unpaid)
        if reading.waiting and unpaid is None:
            self._lacks("waiting_weeks", *self._why(reading.row.details["waiting_weeks"], reading))
        if value is None:
            return None
        self.found.weeks = int(value)
        return Decimal(value) * _MONTHS_PER_YEAR / _WEEKS_PER_YEAR

    def _claimed(self) -> None:
        """What the claimed weeks bring: each pays like the week described, but not the waiting weeks, and together not
        above the maximum total. Laws limit the sum, not the count: weeks paid in part stretch the entitlement."""
        scope = self.scope
        durations = readings_of(self.selection, "duration", scope.memory)
        reading, event = durations[0] if durations else (None, scope.event)
        if reading is None or reading.claimed is None:
            return
        scope.move(event)
        claimed = reading.claimed(scope.facts, scope.on, scope)
        needed = ("weekly_payable", "waiting_weeks", "maximum_total")
        lacking_outputs = [name for name in needed if getattr(self.found, name) is None]
        if claimed is None:
            self._lacks("weeks_claimed", *self._why(reading.row.details["claimed_weeks"], reading))
        elif lacking_outputs:
            first = self.missing.get(lacking_outputs[0])
            self.missing["weeks_claimed"] = first or Missing(CannotSay.NO_SOURCE, texts.cannot_say(CannotSay.NO_SOURCE))
        else:
            payable, most, unpaid = self.found.weekly_payable, self.found.maximum_total, self.found.waiting_weeks
            if payable is not None and most is not None and unpaid is not None:
                brought = payable.times(max(0, int(claimed) - unpaid))
                self.found.weeks_claimed = min(brought, most, key=lambda money: money.amount)

    def first_payment(self) -> None:
        """The earliest day of payment."""
        for reading, event in readings_of(self.selection, "first_payment", self.scope.memory):
            self.found.first_payment, _, _ = self._read(reading, event)
            self.found.first_payment_note = reading.row.note

    def _read(self, reading: Reading, event: date) -> tuple[Any, CannotSay | None, Text | None]:
        """A provision's value; if there is none, why; and a note of what it rests on."""
        scope, row = self.scope, reading.row
        if event != scope.event:
            scope.move(event)
        if reading.value is None:
            self._lacks(reading.output, CannotSay.NO_SOURCE, row.note)
            return None, CannotSay.NO_SOURCE, None
        missing, assumed, used = tuple(scope.missing), len(scope.assumed), len(scope.used)
        value = reading.value(scope.facts, scope.on, scope)
        self.used.append(row)
        if row.alternatives:
            self._read_others(row)
        if value is not None:
            return value, None, reading.note(scope, assumed, used)
        why, note, wanted = self._why(row.value, reading, frozenset(missing))
        self.unknown.update(dict.fromkeys(wanted))
        self._lacks(reading.output, why, note, wanted)
        return None, why, note

    def _why(
        self, value: Any, reading: Reading, known_missing: frozenset[str] = frozenset()
    ) -> tuple[CannotSay, Text, tuple[str, ...]]:
        """Why an expression has no value: facts that are missing, else a dated value that we do not hold."""
        scope = self.scope
        wanted = reading.lacking(value, scope)
        rules = [why for name, why in scope.missing.items() if name not in known_missing or name in value.parameters]
        if rules and not wanted:
            why = CannotSay(rules[0])
            return why, texts.cannot_say(why), ()
        kept = scope.memory.missing_facts
        if wanted not in kept:
            kept[wanted] = texts.missing_facts(self._questions(wanted))
        return CannotSay.MISSING_FACTS, kept[wanted], wanted

    def _read_others(self, row: Provision) -> None:
        """The values of the other readings of a disputed clause."""
        unit = str(row.details.get("currency") or row.details.get("unit") or "")
        self.others += [
            OtherReading(row.slot, other.value.read(self.scope), unit, other.status, other.rationale)
            for other in row.alternatives
        ]

    def _questions(self, names: Iterable[str]) -> list[Text]:
        return [self.rule_base.facts[name].question for name in names]


def _first_month(tier: AmountTier) -> int:
    return tier.first_month
