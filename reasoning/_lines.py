"""The amounts of a month that no rule of benefits decides: wage, contributions, tuition, living costs, outlays."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ontology import Money
from policy import RuleBase
from reasoning._contributions import own_share
from reasoning._texts import text
from reasoning._timeline import Slot
from reasoning._weights import weight
from reasoning.answers import PlanItem
from reasoning.plan_parts import LivingCosts, PlanWishes

_CENT = Decimal("0.01")
_WEEKS_PER_YEAR, _MONTHS_PER_YEAR = 52, 12
#: What somebody earns now by the week, in a job beside which a benefit may be drawn.
_EARNINGS = "us_earnings_in_week_usd"
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Line:
    """One amount of a month, and which share of it the low and the high balance count."""

    item: PlanItem
    low: Decimal = _ONE
    high: Decimal = _ONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What lines are written from; `kinds` gives the kind of work of an occupation where it is known."""

    currency: str
    living: LivingCosts | None
    wishes: PlanWishes
    facts: Mapping[str, Any]
    kinds: Mapping[str, str]
    rules: RuleBase | None
    place: str

    @property
    def stated_earnings(self) -> Money | None:
        """Own statement of what is earned now, by the month."""
        weekly = self.facts.get(_EARNINGS)
        if not weekly or self.currency != "USD":
            return None
        month = (Decimal(weekly) * _WEEKS_PER_YEAR / _MONTHS_PER_YEAR).quantize(_CENT, ROUND_HALF_UP)
        return Money(month, self.currency)

    def kind(self, slot: Slot) -> str:
        """Kind of the work of a month; "" where it is not known."""
        if slot.occupation is None:
            return ""
        if not slot.moves:
            return str(self.facts.get("employment_status") or "")
        return self.kinds.get(slot.occupation.id, "")

    def lines(self, slots: tuple[Slot, ...]) -> tuple[tuple[Line, ...], ...]:
        """The lines of every month."""
        first_move = next((month for month, slot in enumerate(slots) if slot.moved), len(slots))
        return tuple(
            (
                *self._wage(slot),
                *self._contributions(slot),
                *self._tuition(slot),
                *self._living(),
                *self._outlays(month, first_move),
            )
            for month, slot in enumerate(slots)
        )

    def has_wage(self, slot: Slot) -> bool:
        """Whether a month has a wage; the pay of a job begun on the path counts as one although it may be unknown."""
        return slot.moved or slot.pay is not None or self.stated_earnings is not None

    def _wage(self, slot: Slot) -> list[Line]:
        own = self.stated_earnings
        if own is not None and not slot.moved:
            texts = text("plan_items", "own_earnings")
            source = text("plan_items", "own_statement")["en"]
            return [Line(PlanItem(kind="wage", id="own-earnings", labels=texts, amount=own, source=source))]
        if slot.pay is None or slot.occupation is None:
            return []
        item = PlanItem(
            kind="wage",
            id=slot.occupation.id,
            labels=text("plan_items", "wage", name=slot.occupation.labels),
            amount=slot.pay.money,
            source=f"{slot.pay.source} ({slot.pay.year})",
        )
        off = _share(weight("band_pay_spread") * (1 - slot.pay.confidence))
        return [Line(item, (1 - off) * _share(slot.confidence), 1 + off)]

    def _contributions(self, slot: Slot) -> list[Line]:
        kind = self.kind(slot)
        if self.rules is None or not kind or slot.occupation is None:
            return []
        wage = slot.pay.money if slot.pay else None
        shares = own_share(kind, wage, slot.month, rules=self.rules, place=self.place, facts=self.facts)
        return [
            Line(
                PlanItem(
                    kind="insurance",
                    id=share.insurance,
                    labels=text("plan_items", "insurance", name=share.labels),
                    amount=share.amount.times(-1),
                    source=share.source,
                ),
                _share(slot.confidence),
            )
            for share in shares or ()
            if share.amount.currency == self.currency and share.amount.amount
        ]

    def _tuition(self, slot: Slot) -> list[Line]:
        return [
            Line(
                PlanItem(
                    kind="tuition",
                    id=choice.course.id,
                    labels=text("plan_items", "tuition", name=choice.course.labels),
                    amount=choice.cost.times(-1),
                    source=choice.source,
                )
            )
            for choice in slot.starting
            if choice.cost.amount and choice.cost.currency == self.currency
        ]

    def _living(self) -> list[Line]:
        if self.living is None:
            return []
        key = "living_own" if self.living.own else "living"
        return [
            Line(
                PlanItem(
                    kind="living",
                    id="living",
                    labels=text("plan_items", key),
                    amount=self.living.money.times(-1),
                    source=self.living.source["en"],
                )
            )
        ]

    def _outlays(self, month: int, first_move: int) -> list[Line]:
        return [
            Line(
                PlanItem(
                    kind="outlay",
                    id=f"outlay-{number}",
                    labels=text("plan_items", "outlay", name=outlay.labels),
                    amount=outlay.amount.times(-1),
                    source=text("plan_items", "own_statement")["en"],
                )
            )
            for number, outlay in enumerate(self.wishes.outlays, start=1)
            if month == outlay.month + (first_move if outlay.with_move else 0)
        ]


def _share(value: float) -> Decimal:
    return Decimal(str(round(value, 4)))
