"""Strict reading of loan offers and business plans as they come out of JSON: nothing guessed, nothing dropped."""

import math
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from ontology import Language
from reasoning.errors import FinanceError
from reasoning.finance._business import BusinessPlan
from reasoning.finance._loans import LoanOffer, RepaymentMethod

_MOST = Decimal(10) ** 12
_OFFER = {"id", "name", "principal", "currency", "annual_rate", "months", "method", "fee_upfront", "fee_per_month",
          "subsidy_share", "subsidy_months", "conditions", "source", "benefit"}  # fmt: skip
_PLAN = {"currency", "months", "own_money", "start_costs", "revenue", "variable_cost_share", "fixed_costs", "living",
         "other_income", "ramp_up_months", "ramp_up_from", "season", "first_month", "loan"}  # fmt: skip


def read_loan_offers(raw: object) -> tuple[LoanOffer, ...]:
    """Read a list of offers; the fields are those of `LoanOffer`.

    Raises:
        FinanceError: not a list, two offers with one id, a field that is missing, unknown, of the wrong type or range.
    """
    if not isinstance(raw, list):
        raise FinanceError(f"Offers are {_shown(raw)}.", hint="Give a list of offers.")
    offers = tuple(_offer(item, f"offers[{number}]") for number, item in enumerate(raw))
    twice = sorted({offer.id for offer in offers if sum(other.id == offer.id for other in offers) > 1})
    if twice:
        raise FinanceError(f"Two offers have the id {twice[0]!r}.", hint="Give each its own.", id=twice[0])
    return offers


def read_business_plan(raw: object) -> BusinessPlan:
    """Read a plan; the fields are those of `BusinessPlan`, `loan` is an offer.

    Raises:
        FinanceError: as `read_loan_offers`; also a loan in another currency.
    """
    fields = _Fields(raw, "plan", _PLAN)
    loan = fields.raw.get("loan")
    offer = None if loan is None else _offer(loan, "plan.loan")
    plan = BusinessPlan(
        currency=fields.currency(),
        months=fields.whole("months", 1, 120),
        own_money=fields.number("own_money"),
        start_costs=fields.number("start_costs"),
        revenue=fields.number("revenue"),
        variable_cost_share=fields.number("variable_cost_share", most=Decimal(1)),
        fixed_costs=fields.number("fixed_costs"),
        living=fields.number("living"),
        other_income=fields.number("other_income", default=Decimal(0)),
        ramp_up_months=fields.whole("ramp_up_months", 0, 120, default=0),
        ramp_up_from=fields.number("ramp_up_from", most=Decimal(1), default=Decimal(0)),
        season=fields.season(),
        first_month=fields.whole("first_month", 1, 12, default=1),
        loan=offer,
    )
    if offer is not None and offer.currency != plan.currency:
        raise FinanceError(f"The plan is in {plan.currency}, its loan in {offer.currency}.", hint="Use one currency.")
    return plan


def _offer(raw: object, place: str) -> LoanOffer:
    fields = _Fields(raw, place, _OFFER)
    return LoanOffer(
        id=fields.word("id"),
        name=fields.texts(fields.raw.get("name"), "name"),
        principal=fields.number("principal", least=Decimal("0.01")),
        currency=fields.currency(),
        annual_rate=fields.number("annual_rate", most=Decimal(1)),
        months=fields.whole("months", 1, 600),
        method=fields.method(),
        fee_upfront=fields.number("fee_upfront", default=Decimal(0)),
        fee_per_month=fields.number("fee_per_month", default=Decimal(0)),
        subsidy_share=fields.number("subsidy_share", most=Decimal(1), default=Decimal(0)),
        subsidy_months=fields.whole("subsidy_months", 0, 600, default=0),
        conditions=tuple(fields.texts(item, "conditions") for item in fields.listed("conditions")),
        source=fields.word("source", default="unverified"),
        benefit=fields.word("benefit", default="") if "benefit" in fields.raw else "",
    )


class _Fields:
    """The fields of one object; every fault names its place."""

    def __init__(self, raw: object, place: str, known: Collection[str]) -> None:
        if not isinstance(raw, Mapping):
            raise FinanceError(f"{place} is {_shown(raw)}.", hint="Give an object.", field=place)
        unknown = sorted(str(name) for name in raw if name not in known)
        if unknown:
            raise FinanceError(
                f"{place} has no field {unknown[0]!r}, so it would be lost.",
                hint=f"Fields: {', '.join(sorted(known))}.",
                hint_zh=f"可填的字段：{'、'.join(sorted(known))}。",
                field=f"{place}.{unknown[0]}",
            )
        self.raw: Mapping[str, Any] = raw
        self.place = place

    def refuse(self, name: str, wanted: str) -> FinanceError:
        """The error for a field that is not what is wanted."""
        at = f"{self.place}.{name}"
        if name not in self.raw:
            return FinanceError(f"{at} is missing, and nothing is assumed for it.", hint=f"Give {wanted}.", field=at)
        return FinanceError(f"{at} is {_shown(self.raw[name])}.", hint=f"Give {wanted}.", field=at)

    def number(
        self, name: str, *, least: Decimal = Decimal(0), most: Decimal = _MOST, default: Decimal | None = None
    ) -> Decimal:
        """An amount or share, exact."""
        value = self.raw.get(name)
        if name not in self.raw and default is not None:
            return default
        wanted = f"a number from {least:f} to {most:f}"
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.refuse(name, wanted)
        # Through text, so that 0.036 in JSON is the decimal 0.036 and not its binary neighbour.
        number = Decimal(str(value))
        if not least <= number <= most:
            raise self.refuse(name, wanted)
        return number

    def whole(self, name: str, least: int, most: int, *, default: int | None = None) -> int:
        """A whole number."""
        value = self.raw.get(name)
        if name not in self.raw and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.refuse(name, f"a whole number from {least} to {most}")
        return value

    def word(self, name: str, *, default: str = "") -> str:
        """A text that is not empty."""
        value = self.raw.get(name, default)
        if not isinstance(value, str) or not value:
            raise self.refuse(name, "a text")
        return value

    def currency(self) -> str:
        """A currency code of ISO 4217."""
        value = self.raw.get("currency")
        if not isinstance(value, str) or len(value) != 3 or not value.isascii() or not value.isupper():
            raise self.refuse("currency", "a code of ISO 4217 such as CNY")
        return value

    def method(self) -> RepaymentMethod:
        """How the loan is repaid."""
        value = self.raw.get("method", RepaymentMethod.EQUAL_PAYMENTS.value)
        if value not in list(RepaymentMethod):
            raise self.refuse("method", f"one of: {', '.join(RepaymentMethod)}")
        return RepaymentMethod(value)

    def listed(self, name: str) -> list[Any]:
        """A list; empty where it is left out."""
        value = self.raw.get(name, [])
        if not isinstance(value, list):
            raise self.refuse(name, "a list")
        return value

    def season(self) -> tuple[Decimal, ...]:
        """Twelve factors, from January."""
        if "season" not in self.raw:
            return tuple(Decimal(1) for _ in range(12))
        value = self.listed("season")
        good = [one for one in value if isinstance(one, int | float) and not isinstance(one, bool) and 0 <= one <= 12]
        if len(value) != 12 or len(good) != 12:
            raise self.refuse("season", "twelve factors from 0 to 12, January first")
        return tuple(Decimal(str(one)) for one in value)

    def texts(self, value: object, name: str) -> Mapping[str, str]:
        """A text in every language; one text alone stands for all of them."""
        if isinstance(value, str) and value:
            return {language.value: value for language in Language}
        if (
            isinstance(value, Mapping)
            and set(value) == set(Language)
            and all(isinstance(one, str) for one in value.values())
        ):
            return dict(value)
        raise self.refuse(name, f"a text, or one for each of: {', '.join(Language)}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
