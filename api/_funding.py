"""What the money of a plan has to do, read strictly from what a caller sends; one reader for GraphQL and REST."""

from collections.abc import Mapping

from api._inputs import check_range, read_decimal, read_money
from api._json_object import JsonObject
from api.errors import PersonInputError
from ontology import Money
from reasoning import LivingCosts, Outlay, PlanWishes, text
from reasoning.finance import LoanOffer


def read_funding(data: Mapping[str, object] | None) -> tuple[PlanWishes, LivingCosts | None]:
    """Read wishes about a plan's money, and own living costs.

    Raises:
        PersonInputError: an unknown key, a value of the wrong type or out of its range.
    """
    source = JsonObject({key: value for key, value in (data or {}).items() if value is not None}, "funding")
    without, delay = source.number("most_months_without_wage", None), source.number("most_delay", 0)
    check_range("most_months_without_wage", without, 0, 120)
    check_range("most_delay", delay, 0, 12)
    cost, living = _amount(source, "start_cost"), _amount(source, "living_per_month")
    loan, benefit = _loan(source.object("loan"))
    wishes = PlanWishes(
        at_least_per_month=_amount(source, "at_least_per_month"),
        most_months_without_wage=None if without is None else int(without),
        savings=_amount(source, "savings"),
        most_delay=int(delay or 0),
        own_business=source.flag("own_business"),
        outlays=(Outlay(amount=cost, labels=text("plan_items", "start_cost"), with_move=True),) if cost else (),
        loan=loan,
        loan_benefit=benefit,
    )
    source.finish()
    own = LivingCosts(living, text("plan_items", "own_statement"), own=True) if living else None
    return wishes, own


def _amount(source: JsonObject, key: str) -> Money | None:
    found = source.object(key)
    if found is None:
        return None
    money = read_money(found)
    if money.amount < 0:
        raise PersonInputError(f"{key} is {money.amount}, but it is an amount of money.", hint="Give 0 or more.")
    return money


def _loan(source: JsonObject | None) -> tuple[LoanOffer | None, str]:
    if source is None:
        return None, ""
    principal = _amount(source, "principal")
    rate, months = read_decimal(source.take("rate_per_year")), source.number("months", None)
    benefit = source.text("benefit", "")
    source.finish()
    check_range("months", months, 1, 600)
    check_range("rate_per_year", float(rate), 0, 1)
    if principal is None or not principal.amount or months is None:
        raise PersonInputError(
            "funding.loan lacks its principal or its months, so it cannot be paid back.", hint="Give both."
        )
    offer = LoanOffer(
        id="loan:own",
        name=text("plan_items", "own_loan"),
        principal=principal.amount,
        currency=principal.currency,
        annual_rate=rate,
        months=int(months),
        source=text("plan_items", "own_statement")["en"],
    )
    return offer, benefit
