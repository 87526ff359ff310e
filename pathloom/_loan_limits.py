"""What the rules of a loan benefit allow at most, against an offer that says it is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ontology import Money

if TYPE_CHECKING:
    from pathloom._engine import Engine
    from policy import Decision
    from reasoning.finance import LoanOffer

_RATE = "loan_annual_rate_percent"


@dataclass(frozen=True, slots=True)
class LoanLimits:
    """The most that a loan benefit allows; None where the rules we hold say nothing.

    Attributes:
        principal: the cap on what is lent; a region may set a lower one.
        months: the longest term.
        annual_rate: the highest nominal rate at which its interest is subsidised, as a fraction.
        verified: whether all of it rests on a text in force.
    """

    benefit: str
    name: Mapping[str, str]
    principal: Money | None
    months: int | None
    annual_rate: Decimal | None
    verified: bool


def loan_limits(engine: "Engine", benefit: str, *, on: date, jurisdiction: str) -> LoanLimits:
    """Caps of a loan benefit, and of the interest subsidy that it opens.

    Raises:
        UnknownBenefitError, UnknownJurisdictionError, DayRangeError: as `policy.evaluate_benefit`.
    """
    place = {"on": on, "jurisdiction": jurisdiction}
    figures = engine.benefit_outputs({}, benefit, **place)  # type: ignore[arg-type]
    by_id = {decision.benefit_id: decision for decision in engine.benefits({}, on=on, jurisdiction=jurisdiction)}
    loan = by_id[benefit]
    related = [loan, *(by_id[one] for one in loan.feeds if one in by_id)]
    cap, months = figures["amount_once"], figures["duration_months"]
    principal = cap.value if isinstance(cap.value, Money) else cap.ceiling
    longest = months.value if months.value is not None else months.ceiling
    return LoanLimits(
        benefit,
        loan.name,
        principal if isinstance(principal, Money) else None,
        int(longest) if isinstance(longest, int | Decimal) else None,
        _highest_rate(related),
        all(one.status is not None and one.status.value == "in_force" for one in related),
    )


def _highest_rate(decisions: "list[Decision]") -> Decimal | None:
    """The figure of the condition that reads the loan's rate and nothing else: `<= 3.5`, in percent."""
    for decision in decisions:
        for condition in decision.conditions:
            sign, _, value = condition.need.partition(" ")
            if condition.facts == (_RATE,) and sign == "<=" and value.replace(".", "", 1).isdigit():
                return Decimal(value) / 100
    return None


def over_limits(offer: "LoanOffer", limits: LoanLimits) -> list[dict[str, str]]:
    """What of an offer lies above what its benefit allows, in words; empty where nothing does."""
    name_zh, name_en = limits.name["zh"], limits.name["en"]
    doubt = {"zh": "", "en": ""} if limits.verified else {"zh": "（来源未经核实）", "en": " (source not verified)"}
    found: list[tuple[str, str]] = []
    if limits.principal and offer.currency == limits.principal.currency and offer.principal > limits.principal.amount:
        cap = f"{limits.principal.amount:f} {limits.principal.currency}"
        found.append((f"本金高于“{name_zh}”的上限 {cap}", f"The principal is above the cap of the {name_en}, {cap}"))
    if limits.months is not None and offer.months > limits.months:
        found.append(
            (
                f"期限长于“{name_zh}”的最长 {limits.months} 个月",
                f"The term is longer than the {limits.months} months that the {name_en} allows",
            )
        )
    if limits.annual_rate is not None and offer.annual_rate > limits.annual_rate:
        rate = f"{limits.annual_rate:.2%}"
        found.append(
            (
                f"年利率高于“{name_zh}”可贴息的上限 {rate}",
                f"The rate is above {rate}, the most at which interest on the {name_en} is subsidised",
            )
        )
    return [{"zh": f"{zh}{doubt['zh']}。", "en": f"{en}{doubt['en']}."} for zh, en in found]
