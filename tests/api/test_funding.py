"""What callers may ask of a plan's money, over REST and GraphQL."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import read_funding
from api.errors import PersonInputError
from ontology import Money

Ask = Callable[..., dict[str, Any]]
CNY = {"amount": "1500.50", "currency": "CNY"}


def test_funding_is_read_into_wishes() -> None:
    wishes, living = read_funding(
        {
            "at_least_per_month": CNY, "most_months_without_wage": 3, "savings": CNY, "living_per_month": CNY,
            "most_delay": 2, "own_business": True, "start_cost": CNY,
            "loan": {"principal": CNY, "rate_per_year": "0.031", "months": 24, "benefit": "cn-startup-guarantee-loan"},
        }
    )  # fmt: skip

    amount = Money(Decimal("1500.50"), "CNY")
    assert (wishes.at_least_per_month, wishes.savings, wishes.most_months_without_wage) == (amount, amount, 3)
    assert (wishes.most_delay, wishes.own_business, wishes.loan_benefit) == (2, True, "cn-startup-guarantee-loan")
    assert [(outlay.amount, outlay.with_move) for outlay in wishes.outlays] == [(amount, True)]
    assert wishes.loan is not None
    assert (wishes.loan.principal, wishes.loan.annual_rate, wishes.loan.months) == (
        Decimal("1500.50"), Decimal("0.031"), 24,
    )  # fmt: skip
    assert living is not None
    assert (living.money, living.own) == (amount, True)


def test_no_funding_is_no_wish() -> None:
    wishes, living = read_funding({})

    assert (wishes.at_least_per_month, wishes.most_months_without_wage, wishes.loan, wishes.outlays) == (
        None, None, None, (),
    )  # fmt: skip
    assert living is None


@pytest.mark.parametrize(
    "bad",
    [
        {"saving": CNY},
        {"most_delay": 13},
        {"most_months_without_wage": -1},
        {"savings": {"amount": "-1", "currency": "CNY"}},
        {"savings": {"amount": "many", "currency": "CNY"}},
        {"own_business": 1},
        {"loan": {"principal": CNY, "rate_per_year": "0.03"}},
        {"loan": {"principal": CNY, "rate_per_year": "3.1", "months": 12}},
        {"loan": {"principal": {"amount": "0", "currency": "CNY"}, "rate_per_year": "0", "months": 12}},
    ],
)
def test_funding_with_a_fault_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(PersonInputError):
        read_funding(bad)


def test_plan_over_rest_and_graphql_keeps_or_names_the_wish(client: TestClient, ask: Ask) -> None:
    """A million a month is out of reach: both say by how much, and what would do."""
    sample = ask("{ samples { key facts jurisdiction } }")["samples"][0]
    floor = {"amount": "1000000", "currency": "CNY"}
    body = {"person": {"sample": sample["key"]}, "facts": sample["facts"], "jurisdiction": sample["jurisdiction"],
            "on": "2026-11-22", "funding": {"at_least_per_month": floor}}  # fmt: skip

    rest = client.post("/v1/plan", json=body).json()
    plan = ask(
        "query Q($key: String!, $facts: Facts!, $place: String!, $money: FundingInput) { fundedPlan(person: {sample: "
        '$key}, facts: $facts, jurisdiction: $place, on: "2026-11-22", funding: $money) { feasible delay '
        "monthsWithoutWage shortfalls { wish month short { amount } texts { zh en } } relaxations { wish value } "
        "claims { key claim first total { amount } sources } months { income { amount } available { amount } debt { "
        "amount } balanceLow { amount } balanceHigh { amount } } route { bestAt security decidedShare possibleTotal { "
        "amount } steps { firstPayment waiting { day reason } becomes { text { en } } deadlines { due passed } } "
        "unlocks { key changes { zh } } } } }",
        {"key": sample["key"], "facts": sample["facts"], "place": sample["jurisdiction"],
         "money": {"atLeastPerMonth": floor}},
    )["fundedPlan"]  # fmt: skip

    assert plan["feasible"] is rest["feasible"] is False
    assert [one["wish"] for one in plan["shortfalls"]] == ["at_least_per_month"]
    assert plan["shortfalls"][0]["short"]["amount"] == rest["shortfalls"][0]["short"]["amount"]
    worst = min(Decimal(month["available"]["amount"]) for month in plan["months"])
    assert Decimal(plan["shortfalls"][0]["short"]["amount"]) == 1000000 - worst
    assert {"savings"} <= {one["wish"] for one in plan["relaxations"]}
    assert plan["claims"]
    assert plan["route"]["bestAt"] == ["money", "speed", "security"]
