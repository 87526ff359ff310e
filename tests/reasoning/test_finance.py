"""Loans to the cent, offers by real cost, business plans month by month; sums worked out by hand."""

from collections.abc import Mapping
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reasoning.errors import FinanceError
from reasoning.finance import (
    BusinessPlan,
    LoanOffer,
    RepaymentMethod,
    break_even,
    cash_flow,
    check_sustainability,
    debt_service,
    rank_offers,
    read_business_plan,
    read_loan_offers,
    repayment_table,
)
from reasoning.finance._texts import _texts


def offer(**changes: Any) -> LoanOffer:
    given_: dict[str, Any] = {
        "id": "a", "name": {"zh": "甲", "en": "A"}, "principal": D(1200), "currency": "CNY",
        "annual_rate": D("0.12"), "months": 3, "source": "leaflet",
    }  # fmt: skip
    return LoanOffer(**{**given_, **changes})


def plan(**changes: Any) -> BusinessPlan:
    given_: dict[str, Any] = {
        "currency": "CNY", "months": 4, "own_money": D(1000), "start_costs": D(600), "revenue": D(2000),
        "variable_cost_share": D("0.5"), "fixed_costs": D(400), "living": D(500), "ramp_up_months": 2,
        "ramp_up_from": D("0.2"),
    }  # fmt: skip
    return BusinessPlan(**{**given_, **changes})


def test_equal_payments_clear_the_loan_to_the_cent() -> None:
    # 1 % a month: 1200 x 0.01 x 1.030301 / 0.030301 = 408.0265... -> 408.03
    rows = repayment_table(offer())

    assert [(row.interest, row.principal, row.paid, row.owed) for row in rows] == [
        (D("12.00"), D("396.03"), D("408.03"), D("803.97")),
        (D("8.04"), D("399.99"), D("408.03"), D("403.98")),
        # 403.98 x 0.01 = 4.0398 -> 4.04; the rest: 408.02
        (D("4.04"), D("403.98"), D("408.02"), D("0.00")),
    ]


def test_equal_principal_and_at_the_end() -> None:
    equal = repayment_table(offer(method=RepaymentMethod.EQUAL_PRINCIPAL))
    end = repayment_table(offer(method=RepaymentMethod.AT_THE_END))

    assert [row.paid for row in equal] == [D("412.00"), D("408.00"), D("404.00")]
    assert [row.paid for row in end] == [D("12.00"), D("12.00"), D("1212.00")]


def test_interest_subsidy_is_paid_by_the_fund_while_it_lasts() -> None:
    rows = repayment_table(
        offer(method=RepaymentMethod.AT_THE_END, subsidy_share=D("0.5"), subsidy_months=2, fee_per_month=D(1))
    )

    assert [(row.subsidy, row.paid) for row in rows] == [
        (D("6.00"), D("7.00")),
        (D("6.00"), D("7.00")),
        (D(0), D("1213.00")),
    ]


@settings(max_examples=60, deadline=None)
@given(
    principal=st.decimals(min_value=1, max_value=10**6, places=2),
    rate=st.decimals(min_value=0, max_value="0.4", places=4),
    months=st.integers(1, 120),
    method=st.sampled_from(RepaymentMethod),
)
def test_every_table_pays_back_exactly_what_was_lent(
    principal: D, rate: D, months: int, method: RepaymentMethod
) -> None:
    rows = repayment_table(offer(principal=principal, annual_rate=rate, months=months, method=method))

    assert sum(row.principal for row in rows) == principal
    assert rows[-1].owed == 0
    assert all(row.interest >= 0 for row in rows)


def test_offers_are_ranked_by_what_they_cost_not_by_their_rate() -> None:
    cheap_rate = offer(id="low-rate", annual_rate=D("0.06"), fee_upfront=D(60))
    plain = offer(id="plain")
    small = offer(id="small", principal=D(600), annual_rate=D(0))

    ranked = rank_offers([cheap_rate, small, plain], needed=D(1000))

    # plain: 12.00 + 8.04 + 4.04 = 24.08; low-rate: 6.00 + 4.01 + 2.01 = 12.02 and the fee of 60; small is 400 short.
    assert [(item.offer.id, item.total_cost, item.short_by) for item in ranked] == [
        ("plain", D("24.08"), D(0)),
        ("low-rate", D("72.02"), D(0)),
        ("small", D(0), D(400)),
    ]
    assert "well above the nominal 6.00%" in ranked[1].warnings[0]["en"]
    assert ranked[2].warnings[0]["zh"] == "该贷款比所需金额少 400 CNY。"


def test_effective_rate_is_the_compound_yearly_one() -> None:
    (item,) = rank_offers([offer(method=RepaymentMethod.AT_THE_END, months=12)], needed=D(1200))

    # 1 % a month: 1.01^12 - 1
    assert item.effective_annual_rate == pytest.approx(0.126825, abs=1e-6)
    (free,) = rank_offers([offer(annual_rate=D(0))], needed=D(1200))
    assert free.effective_annual_rate == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize(
    ("payments", "income", "level"),
    [(36, 100, "bearable"), (37, 100, "strained"), (55, 100, "strained"), (56, 100, "too_high"), (1, 0, "too_high"),
     (0, 0, "bearable")],
)  # fmt: skip
def test_debt_service_levels(payments: int, income: int, level: str) -> None:
    assert debt_service(D(payments), D(income)).level == level


def test_debt_service_counts_other_payments_and_the_dearest_month() -> None:
    (item,) = rank_offers([offer()], needed=D(1), income_per_month=D(1000), other_payments_per_month=D(200))

    assert item.debt_service is not None
    assert (item.debt_service.payments, item.debt_service.level) == (D("608.03"), "too_high")
    assert item.debt_service.text in item.warnings


def test_cash_flow_ramps_up_and_adds_up() -> None:
    rows = cash_flow(plan())

    # Start: 1000 - 600 = 400. Revenue 20 %, 60 %, 100 %, 100 % of 2000; half goes to variable costs, 900 to the rest.
    assert [(row.revenue, row.net, row.cash) for row in rows] == [
        (D("400.00"), D("-700.00"), D("-300.00")),
        (D("1200.00"), D("-300.00"), D("-600.00")),
        (D("2000.00"), D("100.00"), D("-500.00")),
        (D("2000.00"), D("100.00"), D("-400.00")),
    ]


def test_season_and_loan_enter_the_cash_flow() -> None:
    season = tuple(D(2) if month == 0 else D(1) for month in range(12))
    rows = cash_flow(plan(ramp_up_months=0, season=season, first_month=12, loan=offer(fee_upfront=D(10))))

    assert [row.revenue for row in rows] == [D(2000), D(4000), D(2000), D(2000)]
    assert [row.repayment for row in rows] == [D("408.03"), D("408.03"), D("408.02"), D(0)]
    # 400 + 1200 - 10 at the start; first month 2000 - 1000 - 900 - 408.03 = -308.03
    assert rows[0].cash == D("1281.97")


def test_break_even_by_hand() -> None:
    even = break_even(plan())

    # 400 / 0.5; (400 + 500) / 0.5; surplus from month 3; earned -200, 200, 600: start costs of 600 are back in month 3.
    assert (even.business, even.household, even.first_surplus_month, even.paid_back_month) == (D(800), D(1800), 3, 3)


def test_break_even_is_never_reached_without_a_margin() -> None:
    even = break_even(plan(variable_cost_share=D(1)))

    assert (even.business, even.household, even.first_surplus_month, even.paid_back_month) == (None, None, None, None)


NOTHING_HAPPENS = {"volatility": 0, "misjudgement": 0, "delay": 0, "shock": 0, "shock_loss": 0}


def test_simulation_without_chance_is_the_plan() -> None:
    found = check_sustainability(plan(own_money=D(1400)), runs=100, assumptions=NOTHING_HAPPENS)

    # 800 at the start, then 100, -200, -100, 0: out of cash in month 2 in every run.
    assert (found.lasting, found.verdict, found.out_of_cash_month) == (0.0, "not_sustainable", 2)
    assert [row[2] for row in found.cash] == [800.0, 100.0, -200.0, -100.0, 0.0]
    safe = check_sustainability(plan(own_money=D(1600)), runs=100, assumptions=NOTHING_HAPPENS)
    assert (safe.lasting, safe.verdict, safe.out_of_cash_month) == (1.0, "sustainable", None)


def test_simulation_is_repeatable_and_states_what_it_assumes() -> None:
    one, other = check_sustainability(plan(), runs=500, seed=3), check_sustainability(plan(), runs=500, seed=3)

    assert one == other
    assert {item.id for item in one.assumptions} == {"volatility", "misjudgement", "delay", "shock", "shock_loss"}
    assert all(item.source["zh"] and item.source["en"] for item in one.assumptions)
    changed = check_sustainability(plan(), runs=500, seed=3, assumptions={"shock": 1.0, "shock_loss": 1.0})
    assert changed.lasting == 0.0


def test_revenue_keeps_its_mean_under_chance() -> None:
    # All revenue is margin, nothing is spent: the mean of the last cash is 12 x 1000, whatever the spread.
    one = plan(
        months=12, own_money=D(0), start_costs=D(0), revenue=D(1000), variable_cost_share=D(0), fixed_costs=D(0),
        living=D(0), ramp_up_months=0,
    )  # fmt: skip
    import numpy as np

    from reasoning.finance._simulate import _simulated_cash

    value = {"volatility": 0.25, "misjudgement": 0.3, "delay": 3, "shock": 0.0, "shock_loss": 0.0}
    cash = _simulated_cash(one, value, 50_000, np.random.default_rng(1))

    assert cash[:, -1].mean() == pytest.approx(12_000, rel=0.01)


def test_warnings_say_what_is_wrong_with_a_plan() -> None:
    found = check_sustainability(plan(revenue=D(1000), loan=offer()), runs=100)

    codes = [warning["en"] for warning in found.warnings]
    assert any("is below the" in text for text in codes)
    assert any("repayments begin in month 1" in text for text in codes)
    assert any("Even if all goes as planned, cash runs out" in text for text in codes)


OFFER = {"id": "a", "name": "A", "principal": 1200, "currency": "CNY", "annual_rate": 0.12, "months": 3}
PLAN = {"currency": "CNY", "months": 4, "own_money": 1000, "start_costs": 600, "revenue": 2000,
        "variable_cost_share": 0.5, "fixed_costs": 400, "living": 500}  # fmt: skip


def test_offer_is_read_exactly() -> None:
    (found,) = read_loan_offers([OFFER])

    assert (found.annual_rate, found.name, found.source) == (D("0.12"), {"zh": "A", "en": "A"}, "unverified")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"annual_rate": "12%"}, r"offers\[0\].annual_rate is '12%'"),
        ({"annual_rate": float("nan")}, "annual_rate is nan"),
        ({"annual_rate": 3.6}, "annual_rate is 3.6"),
        ({"principal": 0}, "principal is 0"),
        ({"principal": True}, "principal is True"),
        ({"months": 3.5}, "months is 3.5"),
        ({"months": 601}, "months is 601"),
        ({"currency": "yuan"}, "currency is 'yuan'"),
        ({"method": "monthly"}, "method is 'monthly'"),
        ({"subsidy_share": 1.1}, "subsidy_share is 1.1"),
        ({"anual_rate": 0.1}, "no field 'anual_rate'"),
        ({"name": {"zh": "甲"}}, "name is"),
        ({"conditions": "none"}, "conditions is 'none'"),
    ],
)
def test_offer_that_makes_no_sense_is_refused(changes: Mapping[str, object], words: str) -> None:
    with pytest.raises(FinanceError, match=words) as caught:
        read_loan_offers([{**OFFER, **changes}])

    assert caught.value.code == "FINANCE_INPUT"


@pytest.mark.parametrize("missing", list(OFFER))
def test_nothing_is_assumed_for_a_missing_field(missing: str) -> None:
    with pytest.raises(FinanceError, match=missing):
        read_loan_offers([{name: value for name, value in OFFER.items() if name != missing}])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"season": [1] * 11}, "season is"),
        ({"season": [1] * 11 + [-1]}, "season is"),
        ({"first_month": 13}, "first_month is 13"),
        ({"months": 0}, "months is 0"),
        ({"variable_cost_share": 1.01}, "variable_cost_share"),
        ({"loan": {**OFFER, "currency": "USD"}}, "The plan is in CNY, its loan in USD"),
        ({"loan": 5}, "plan.loan is 5"),
    ],
)
def test_plan_that_makes_no_sense_is_refused(changes: Mapping[str, object], words: str) -> None:
    with pytest.raises(FinanceError, match=words):
        read_business_plan({**PLAN, **changes})


def test_two_offers_of_one_id_several_currencies_and_no_offer_are_refused() -> None:
    with pytest.raises(FinanceError, match="Two offers have the id 'a'"):
        read_loan_offers([OFFER, OFFER])
    with pytest.raises(FinanceError, match="CNY and USD"):
        rank_offers([offer(), offer(id="b", currency="USD")], needed=D(1))
    with pytest.raises(FinanceError, match="no offer"):
        rank_offers([], needed=D(1))
    with pytest.raises(FinanceError, match="fee of 1200 is not below"):
        rank_offers([offer(fee_upfront=D(1200))], needed=D(1))


@pytest.mark.parametrize(
    ("assumptions", "runs", "words"),
    [({"luck": 1}, 100, "no assumption 'luck'"), ({"shock": 1.5}, 100, "shock is 1.5"),
     ({"delay": float("nan")}, 100, "delay is nan"), ({}, 99, "99 runs")],
)  # fmt: skip
def test_simulation_refuses_what_it_cannot_assume(assumptions: dict[str, float], runs: int, words: str) -> None:
    with pytest.raises(FinanceError, match=words):
        check_sustainability(plan(), runs=runs, assumptions=assumptions)


def test_every_sentence_is_there_in_both_languages() -> None:
    assert all(set(texts) == {"zh", "en"} for texts in _texts().values())
