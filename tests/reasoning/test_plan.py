import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ontology import Money, Verdict
from policy import AmountTier
from reasoning import LivingCosts, PlanWishes, benefit_routes, career_paths, funded_plan
from reasoning._drawing import new_job_events
from reasoning._timeline import add_months
from reasoning.answers import Constraints, Route
from reasoning.errors import PlanError

ON = date(2026, 7, 15)
RIDER = "starter:occupation/rider"


def cny(amount: int | str) -> Money:
    return Money(Decimal(amount), "CNY")


LIVING = LivingCosts(cny(1000), {"zh": "测试", "en": "test"})


@pytest.fixture
def to_dispatcher(market, model):
    """Two months (planning for 200 CNY, then a month of search), from 6,000 to 7,500."""
    wishes = Constraints(region="CN", target="starter:occupation/dispatcher", max_moves=1)
    return career_paths(market, model, RIDER, wishes)


def plan(paths, decisions, **options):
    routes = benefit_routes(decisions, {}, on=ON)
    return funded_plan(paths, routes, decisions, on=ON, **({"living": LIVING} | options))


def amounts(plan_month) -> dict[str, Decimal]:
    return {item.id.rpartition("/")[2]: item.amount.amount for item in plan_month.items}


def test_plan_is_worked_out_month_by_month(to_dispatcher, decide):
    """Unemployed with 3 x 1,680 of insurance that ends on re-employment; 2 months, then 3 of work.

    Balances: 1680 - 200 - 1000 = 480; + 680 = 1160; then + 6,500 a month: 7660, 14160, 20660.
    """
    insurance = decide("ui", amount_per_month=cny(1680), duration_months=3, stops=("re_employed",))

    answer = plan(to_dispatcher, [insurance], facts={"employment_status": "unemployed"})

    assert [month.month for month in answer.months] == [date(2026, n, 1) for n in (7, 8, 9, 10, 11)]
    assert amounts(answer.months[0]) == {"ui": 1680, "planning": -200, "living": -1000}
    assert amounts(answer.months[1]) == {"ui": 1680, "living": -1000}
    assert amounts(answer.months[2]) == {"dispatcher": 7500, "living": -1000}
    assert [month.balance.amount for month in answer.months] == [480, 1160, 7660, 14160, 20660]
    assert (answer.total_income, answer.total_benefits, answer.total_cost) == (cny(22500), cny(3360), cny(5200))
    assert [month.occupation for month in answer.months] == ["", "", *["starter:occupation/dispatcher"] * 3]
    assert answer.months[0].activity == {"zh": "学习：中文planning", "en": "Course: planning"}
    assert answer.months[1].activity["en"] == "Look for work: dispatcher"
    assert [month.confidence for month in answer.months] == pytest.approx([1, 1, *[0.1 + 0.8 / 3] * 3])


def test_plan_of_working_person_keeps_wage_until_the_move(to_dispatcher):
    answer = plan(to_dispatcher, [], facts={"employment_status": "flexible"})

    assert [amounts(month).get("rider") for month in answer.months] == [6000, 6000, None, None, None]
    assert answer.months[0].occupation == RIDER


@pytest.mark.parametrize(("facts", "said"), [(None, True), ({"employment_status": "unemployed"}, False)])
def test_plan_counts_no_wage_before_the_move_unless_told(to_dispatcher, facts, said):
    answer = plan(to_dispatcher, [], facts=facts)

    assert "rider" not in amounts(answer.months[0])
    assert any("before the move" in caveat["en"] for caveat in answer.caveats) is said


def test_plan_pays_tiers_by_month_of_payment(to_dispatcher, decide):
    tiers = (AmountTier(1, 2, cny(900)), AmountTier(2, None, cny(700)))
    benefit = decide("a", amount_per_month=cny(900), duration_months=3, tiers=tiers, first_payment=date(2026, 8, 5))

    answer = plan(to_dispatcher, [benefit])

    assert [amounts(month).get("a") for month in answer.months] == [None, 900, 700, 700, None]


def test_plan_pays_weeks_until_weeks_or_total_run_out(to_dispatcher, decide):
    """From 20 July weekly: 20, 27 July; 3, 10 August; the fifth week has 50 left of 450."""
    benefit = decide("a", weekly_amount=cny(100), weeks=26, maximum_total=cny(450), first_payment=date(2026, 7, 20))

    answer = plan(to_dispatcher, [benefit])

    assert [amounts(month).get("a") for month in answer.months] == [200, 250, None, None, None]


def test_plan_pays_lump_sum_once(to_dispatcher, decide):
    answer = plan(to_dispatcher, [decide("a", amount_once=cny(1500), first_payment=date(2026, 9, 9))])

    assert [amounts(month).get("a") for month in answer.months] == [None, None, 1500, None, None]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"verdict": Verdict.UNKNOWN, "possible": True, "amount_once": cny(5)}, "still open"),
        ({"kind": "loan", "amount_once": cny(300000)}, "loan"),
        ({"amount_per_month": cny(1000)}, "cannot be said"),
    ],
)
def test_plan_does_not_count_what_is_no_certain_grant(to_dispatcher, decide, given, words):
    decisions = [decide("a", **given)]
    routes = benefit_routes(decisions, {"a": 0.5}, on=ON)

    answer = funded_plan(to_dispatcher, routes, decisions, on=ON, living=LIVING)

    assert answer.total_benefits == cny(0)
    assert any(words in caveat["en"] for caveat in answer.caveats)


def test_plan_uses_average_living_costs_with_their_source(to_dispatcher):
    answer = plan(to_dispatcher, [], living=None)

    (living,) = [item for item in answer.months[0].items if item.kind == "living"]
    assert living.amount == cny("-2879.75")
    assert "Statistical Communiqué" in living.source


def test_plan_refuses_currencies_that_do_not_go_together(to_dispatcher, decide):
    with pytest.raises(PlanError, match="CNY and USD"):
        plan(to_dispatcher, [decide("a", amount_once=Money(Decimal(1), "USD"))])


def test_plan_draws_two_that_exclude_each_other_one_after_the_other(to_dispatcher, decide):
    """500 once and 3 x 300: b names a, not the other way round; claimed a month later it keeps all its months."""
    first = decide("a", amount_per_month=cny(500), duration_months=1)
    second = decide("b", amount_per_month=cny(300), duration_months=3, excludes=("a",))
    steps = tuple(benefit_routes([decision], {}, on=ON)[0].steps[0] for decision in (first, second))

    answer = funded_plan(to_dispatcher, [Route(steps=steps, total=None, open_questions=())], [first, second], on=ON)

    assert [amounts(month).get("a") for month in answer.months] == [500, None, None, None, None]
    assert [amounts(month).get("b") for month in answer.months] == [None, 300, 300, 300, None]
    assert answer.total_benefits == cny(1400)
    assert [(claim.id, claim.claim) for claim in answer.claims] == [("a", ON), ("b", date(2026, 8, 1))]


def test_plan_names_what_kept_a_benefit_out(to_dispatcher, decide):
    """Single payments that exclude each other: 900 instead of 400."""
    decisions = [decide("a", amount_once=cny(400)), decide("b", amount_once=cny(900), excludes=("a",))]
    routes = [route for decision in decisions for route in benefit_routes([decision], {}, on=ON)]

    answer = funded_plan(
        to_dispatcher,
        [Route(steps=tuple(route.steps[0] for route in routes), total=None, open_questions=())],
        decisions,
        on=ON,
    )

    assert answer.total_benefits == cny(900)
    assert any("“Benefit a” cannot be drawn in one month with “Benefit b”" in caveat["en"] for caveat in answer.caveats)


def test_plan_pays_what_comes_with_another_benefit_only_beside_it(to_dispatcher, decide):
    first = decide("a", amount_per_month=cny(500), duration_months=2, feeds=("b",))
    second = decide("b", amount_per_month=cny(40), duration_months=6, requires=("a",))

    answer = plan(to_dispatcher, [first, second])

    assert [amounts(month).get("b") for month in answer.months] == [40, 40, None, None, None]


@pytest.mark.parametrize(("limit", "delay", "drawn"), [(None, 2, 4), (3, 1, 3), (2, 0, 2), (1, 0, 2)])
def test_path_begins_later_where_that_leaves_more_and_wages_may_wait(to_dispatcher, decide, limit, delay, drawn):
    """9,000 a month until the new job of 7,500: each month of delay leaves 1,500 more. Two months pass before it."""
    benefit = decide("a", amount_per_month=cny(9000), duration_months=9, stops=("re_employed",))
    wishes = PlanWishes(most_delay=2, most_months_without_wage=limit)

    answer = plan(to_dispatcher, [benefit], facts={"employment_status": "unemployed"}, wishes=wishes)

    assert (answer.delay, answer.claims[0].payments, answer.months_without_wage) == (delay, drawn, delay + 2)
    assert len(answer.months) == 5
    assert answer.feasible is (limit != 1)


def test_path_begins_at_once_although_two_benefits_together_would_be_worth_waiting_for(to_dispatcher, decide):
    """4,000 each until the job of 7,500, but never both: a month of delay costs 7,500 and brings 4,000."""
    decisions = [
        decide(name, amount_per_month=cny(4000), duration_months=9, stops=("re_employed",), excludes=(other,))
        for name, other in ("ab", "ba")
    ]
    routes = [route for decision in decisions for route in benefit_routes([decision], {}, on=ON)]
    facts = {"employment_status": "unemployed"}

    answer = funded_plan(to_dispatcher, routes, decisions, on=ON, living=LIVING, facts=facts,
                         wishes=PlanWishes(most_delay=1))  # fmt: skip

    assert (answer.delay, answer.total_benefits) == (0, cny(8000))


@pytest.mark.parametrize(
    "wishes",
    [
        PlanWishes(savings=Money(Decimal(5), "USD")),
        PlanWishes(most_delay=-1),
        PlanWishes(most_months_without_wage=-1),
        PlanWishes(tail=-1),
    ],
)
def test_wishes_that_are_none_are_refused(to_dispatcher, wishes):
    with pytest.raises(PlanError):
        plan(to_dispatcher, [], wishes=wishes)


def test_plan_without_path_is_refused(to_dispatcher):
    nothing = dataclasses.replace(to_dispatcher, best=())

    with pytest.raises(PlanError):
        plan(nothing, [])


@pytest.mark.parametrize(("day", "months", "first"), [
    (date(2026, 12, 31), 1, date(2027, 1, 1)),
    (date(2026, 1, 31), 1, date(2026, 2, 1)),
    (date(2026, 5, 5), 24, date(2028, 5, 1)),
])  # fmt: skip
def test_add_months_crosses_years_and_short_months(day, months, first):
    assert add_months(day, months) == first


benefit_facts = st.fixed_dictionaries(
    {
        "amount_per_month": st.integers(1, 3000).map(cny),
        "duration_months": st.sampled_from([None, 0, 1, 2, 3, 12, 30]),
        "first_payment": st.one_of(st.none(), st.dates(date(2026, 6, 1), date(2026, 12, 31))),
        "stops": st.sets(st.sampled_from(["re_employed", "employed_by_company", "emigrated"])).map(tuple),
        "excludes": st.sets(st.sampled_from("abcd")).map(tuple),
        "kind": st.sampled_from(["insurance", "insurance", "insurance", "loan"]),
        "verdict": st.sampled_from([Verdict.ELIGIBLE] * 4 + [Verdict.UNKNOWN, Verdict.NOT_ELIGIBLE]),
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(given_facts=st.lists(benefit_facts, min_size=4, max_size=4), moves=st.integers(1, 3), whole_list=st.booleans())
def test_no_month_of_a_plan_breaks_a_rule(market, model, decide, given_facts, moves, whole_list):
    """Routes obey bans already; a route of all benefits at once checks that the plan itself does."""
    paths = career_paths(market, model, RIDER, Constraints(region="CN", max_moves=moves))
    decisions = [
        decide(name, **facts, possible=facts["verdict"] is Verdict.UNKNOWN)
        for name, facts in zip("abcd", given_facts, strict=True)
    ]
    by_id = {decision.benefit_id: decision for decision in decisions}
    routes = benefit_routes(decisions, dict.fromkeys("abcd", 0.5), on=ON)
    if whole_list:
        single = [benefit_routes([decision], {decision.benefit_id: 0.5}, on=ON) for decision in decisions]
        steps = tuple(step for found in single for route in found for step in route.steps)
        routes = tuple(dataclasses.replace(route, steps=steps) for route in routes[:1])

    answer = funded_plan(paths, routes, decisions, on=ON, living=LIVING)

    drawn = dict.fromkeys("abcd", 0)
    running = Decimal(0)
    first_job = add_months(ON, answer.path.steps[0].months)
    for number, month in enumerate(answer.months):
        running += sum(item.amount.amount for item in month.items)
        paid = [item.id for item in month.items if item.kind == "benefit"]
        assert month.month == add_months(ON, number)
        assert month.balance.amount == running
        assert 0 <= month.confidence <= 1
        for name in paid:
            decision = by_id[name]
            drawn[name] += 1
            assert decision.verdict is Verdict.ELIGIBLE
            assert decision.kind != "loan"
            assert not set(paid) & set(decision.excludes) - {name}
            assert month.month < first_job or not new_job_events() & set(decision.stops)
            assert decision.first_payment is None or month.month >= decision.first_payment.replace(day=1)
    assert all(count <= (by_id[name].duration_months or 0) for name, count in drawn.items())
    totals = answer.total_income.amount + answer.total_benefits.amount - answer.total_cost.amount
    assert totals == running
