"""Amounts, durations and the first payment: computed from provisions, or the reason why they cannot be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Any

from ontology import Money
from policy import _texts as texts
from policy._base import RuleBase
from policy._decision import AmountTier, CannotSay, UsedParameter
from policy._rules import Provision, Role, Status
from policy._scope import MOST_KEPT, Scope, Selection
from policy._spelling import lacking
from policy._values import Text

#: A benefit year of 52 weeks is 12 months: the ratio by which weekly sums are shown a month.
_WEEKS_PER_YEAR, _MONTHS_PER_YEAR = Decimal(52), Decimal(12)


@dataclass(frozen=True, slots=True)
class Sums:
    """What a benefit pays, for how long, from when; every None of a sum has its reason beside it."""

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
    unknown_facts: tuple[str, ...] = ()
    provisions: tuple[Provision, ...] = ()


_NONE = Sums()


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
        self.unknown: dict[str, None] = {}
        self.used: list[Provision] = []

    def result(self) -> Sums:
        """The sums that were found."""
        weekly, weeks = self.found.get("weekly"), self.found.get("weeks")
        if weekly is not None and weeks is not None:
            self.found["maximum_total"] = weekly.times(weeks)
        months = self.found.get("duration_months")
        if months is not None and "tiers" in self.found:
            # A lower rate from month 13 says nothing to somebody who is paid for six.
            self.found["tiers"] = tuple(tier for tier in self.found["tiers"] if tier.first_month <= months)
        return Sums(**self.found, unknown_facts=tuple(self.unknown), provisions=tuple(self.used))

    def amounts(self) -> None:
        """Monthly, one-off and weekly amounts."""
        rows = self.selection.by_kind.get("amount", ())
        if not rows:
            ended = [why for slot, why in self.selection.missing.items() if slot in ("monthly", "once", "weekly")]
            self._no_amount(CannotSay(ended[0]) if ended else CannotSay.NO_SOURCE, None)
            return
        tiers: list[AmountTier] = []
        for row in rows:
            money, why, note = self._money(row)
            if row.role is Role.CEILING:
                self.found["ceiling"] = money
                self._no_amount(CannotSay.CEILING_ONLY, row.note)
            elif money is None:
                if "amount_cannot_say" not in self.found:
                    self._no_amount(why or CannotSay.NO_SOURCE, note)
            else:
                self._keep(row, money, note, tiers)
        if tiers:
            self.found["tiers"] = tuple(sorted(tiers, key=lambda tier: tier.first_month))

    def _keep(self, row: Provision, money: Money, note: Text | None, tiers: list[AmountTier]) -> None:
        period = row.details["period"]
        if period == "once":
            self.found["once"] = money
        elif period == "week":
            self.found["weekly"] = money
            month = (money.amount * _WEEKS_PER_YEAR / _MONTHS_PER_YEAR).quantize(Decimal("0.01"), ROUND_HALF_UP)
            self.found["per_month"] = Money(month, money.currency)
        elif period == "week_payable":
            self.found["weekly_payable"] = money
        else:
            months: Any = row.details.get("months")
            tiers.append(AmountTier(months[0] if months else 1, months[1] if months else None, money))
            if not months or months[0] == 1:
                self.found["per_month"] = money
        if note:
            self.found["amount_note"] = texts.join_texts(self.found.get("amount_note"), note)

    def _no_amount(self, why: CannotSay, note: Text | None) -> None:
        self.found["amount_cannot_say"] = why
        eligibility = self.selection.eligibility
        own = note or (eligibility.note if eligibility else None)
        self.found["amount_note"] = own or texts.cannot_say(why)

    def _money(self, row: Provision) -> tuple[Money | None, CannotSay | None, Text | None]:
        value, why, note = self._read(row)
        if value is None:
            return None, why, note
        return Money(Decimal(value), str(row.details["currency"])), None, note

    def duration(self) -> None:
        """Months or weeks of payment."""
        for row in self.selection.by_kind.get("duration", ()):
            value, why, note = self._read(row)
            self.found["duration_note"] = note
            if row.details["unit"] == "week":
                if value is not None:
                    self.found["weeks"] = int(value)
                    value = Decimal(value) * _MONTHS_PER_YEAR / _WEEKS_PER_YEAR
                waiting: Any = row.details.get("waiting_weeks")
                weeks = waiting.read(self.scope) if waiting else None
                self.found["waiting_weeks"] = None if weeks is None else int(weeks)
            if row.role is Role.CEILING:
                self.found["duration_ceiling"] = value
                self.found["duration_cannot_say"] = CannotSay.CEILING_ONLY
                self.found["duration_note"] = note or texts.cannot_say(CannotSay.CEILING_ONLY)
            elif value is None:
                self.found["duration_cannot_say"] = why
            else:
                self.found["duration_months"] = value
        if "duration" in self.selection.missing:
            why = CannotSay(self.selection.missing["duration"])
            self.found.update(duration_cannot_say=why, duration_note=texts.cannot_say(why))

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
            return None, CannotSay.NO_SOURCE, None
        scope.event = self.selection.days[row.slot]
        value = row.value.read(scope)
        self.used.append(row)
        if value is not None:
            return value, None, self._note(row, assumed, used)
        wanted = lacking(row.value, scope)
        rules = [why for name, why in scope.missing.items() if name not in missing or name in row.value.parameters]
        if rules and not wanted:
            why = CannotSay(rules[0])
            return None, why, texts.cannot_say(why)
        self.unknown.update(dict.fromkeys(wanted))
        return None, CannotSay.MISSING_FACTS, texts.missing_facts(self._questions(wanted))

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
        return [
            {
                language: f"{question} {values[name]}"
                for language, question in self.rule_base.facts[name].question.items()
            }
            for name in names
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
