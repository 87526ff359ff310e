"""The money options of `pathloom plan`, in the currency of the place; read as the API reads them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from pathloom._language import say
from pathloom._profiles import currency_of

if TYPE_CHECKING:
    from reasoning import LivingCosts, PlanWishes

_AMOUNTS = {
    "at_least": "at_least_per_month",
    "savings": "savings",
    "living": "living_per_month",
    "start_cost": "start_cost",
}


def funding_options(
    given: Mapping[str, str | int | bool | None], place: str
) -> "tuple[PlanWishes, LivingCosts | None]":
    """Turn options into wishes about a plan's money.

    Raises:
        click.UsageError: a loan without its rate or its months.
        PersonInputError: a value out of its range.
        InputFileError: an amount for a place whose currency is not known.
    """
    from api import read_funding

    def money(amount: object) -> dict[str, object]:
        return {"amount": str(amount), "currency": currency_of(place)}

    data: dict[str, object] = {key: money(given[name]) for name, key in _AMOUNTS.items() if given.get(name) is not None}
    data |= {
        "most_months_without_wage": given.get("most_without_wage"),
        "most_delay": given.get("most_delay"),
        "own_business": given.get("own_business"),
    }
    if given.get("loan") is not None:
        if given.get("loan_rate") is None or given.get("loan_months") is None:
            raise click.UsageError(
                say("--loan needs --loan-rate and --loan-months.", "--loan 需要 --loan-rate 和 --loan-months。")
            )
        data["loan"] = {
            "principal": money(given["loan"]),
            "rate_per_year": given["loan_rate"],
            "months": given["loan_months"],
            "benefit": given.get("loan_benefit") or "",
        }
    return read_funding(data)
