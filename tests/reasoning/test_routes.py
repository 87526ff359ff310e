from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import Money, Verdict
from policy import Decision
from reasoning import benefit_routes, with_later
from reasoning._routes import known_total
from reasoning.errors import LikelihoodError

ON = date(2026, 7, 1)


def ids(route) -> list[str]:
    return [step.benefit.id for step in route.steps]


def cny(amount: int) -> Money:
    return Money(Decimal(amount), "CNY")


def test_routes_part_where_benefits_exclude_each_other(decide):
    """Only one of them names the other; 6 x 1,680 beats 3 x 500."""
    decisions = [
        decide("a", amount_per_month=cny(1680), duration_months=6),
        decide("b", amount_per_month=cny(500), duration_months=3, excludes=("a",)),
        decide("c", amount_once=cny(1000)),
    ]

    routes = benefit_routes(decisions, {}, on=ON)

    assert [ids(route) for route in routes] == [["a", "c"]]
    assert routes[0].total == cny(11080)


def test_routes_keep_each_that_is_best_at_something(decide):
    """Three that exclude each other: most money but open (.5), soonest, surest; d is worse than c on all three.

    a: 9,000 of which nothing is decided, so no day of payment; security .5. b: 100 at once, its rule unverified: .7.
    c: 500 in September, 1. d: 400 in September, medium: .9.
    """
    rivals = {name: tuple(other for other in "abcd" if other != name) for name in "abcd"}
    decisions = [
        decide(
            "a",
            verdict=Verdict.UNKNOWN,
            possible=True,
            unknown_facts=("x",),
            amount_once=cny(9000),
            excludes=rivals["a"],
        ),
        decide("b", amount_once=cny(100), confidence="low", excludes=rivals["b"]),
        decide("c", amount_once=cny(500), first_payment=date(2026, 9, 1), excludes=rivals["c"]),
        decide("d", amount_once=cny(400), first_payment=date(2026, 9, 1), confidence="medium", excludes=rivals["d"]),
    ]

    routes = benefit_routes(decisions, {"a": 0.5}, on=ON)

    assert [ids(route) for route in routes] == [["c"], ["b"], ["a"]]
    assert [route.best_at for route in routes] == [("security",), ("speed",), ("money",)]
    assert [route.security for route in routes] == [1.0, 0.7, 0.5]
    assert [route.first_money for route in routes] == [date(2026, 9, 1), ON, None]
    assert [(route.total, route.possible_total) for route in routes] == [
        (cny(500), cny(500)), (cny(100), cny(100)), (None, cny(9000)),
    ]  # fmt: skip
    assert [route.decided_share for route in routes] == [1, 1, 0]


def test_routes_shown_hold_the_best_of_each_criterion(decide):
    """Five that exclude each other, each faster and poorer than the one before; c is the surest."""
    names = "abcde"
    decisions = [
        decide(name, amount_once=cny(900 - 100 * place), first_payment=date(2026, 12 - place, 1),
               confidence="high" if name == "c" else "medium", excludes=tuple(set(names) - {name}))
        for place, name in enumerate(names)
    ]  # fmt: skip

    routes = benefit_routes(decisions, {}, on=ON)

    assert [ids(route) for route in routes] == [["a"], ["c"], ["e"]]
    assert [route.best_at for route in routes] == [("money",), ("security",), ("speed",)]


def test_route_puts_prerequisite_and_feeder_first(decide):
    """Deadlines and ids alone would give a, b, z."""
    decisions = [
        decide("a", requires=("z",), amount_once=cny(1)),
        decide("b", amount_once=cny(1)),
        decide("z", feeds=("b",), amount_once=cny(1), first_payment=date(2026, 8, 1)),
    ]

    (route,) = benefit_routes(decisions, {}, on=ON)

    assert ids(route) == ["z", "a", "b"]
    assert route.steps[1].after == ("z",)
    assert [step.earliest for step in route.steps] == [ON, date(2026, 8, 1), date(2026, 8, 1)]


def test_route_puts_nearer_deadline_first_and_says_what_waiting_loses(decide, deadline):
    decisions = [
        decide("a", amount_once=cny(1), deadlines=(deadline(date(2026, 9, 1)),)),
        decide("b", amount_once=cny(1), deadlines=(deadline(date(2026, 8, 9)), deadline(None))),
    ]

    (route,) = benefit_routes(decisions, {}, on=ON)

    assert ids(route) == ["b", "a"]
    assert route.steps[0].latest == date(2026, 8, 9)
    assert route.steps[0].lost_by_waiting["en"] == "Apply in time. (by 2026-08-09) Apply in time."


def test_route_leaves_out_what_lacks_its_prerequisite(decide):
    decisions = [decide("a", requires=("z",), amount_once=cny(1)), decide("z", verdict=Verdict.NOT_ELIGIBLE)]

    assert benefit_routes(decisions, {}, on=ON) == ()


def test_route_leaves_out_benefits_decided_against_or_without_source(decide):
    decisions = [
        decide("a", verdict=Verdict.NOT_ELIGIBLE),
        decide("b", verdict=Verdict.UNKNOWN, possible=False),
        decide("c", verdict=Verdict.UNKNOWN, possible=False, needs_caseworker=True),
    ]

    (route,) = benefit_routes(decisions, {"c": 0.5}, on=ON)

    assert ids(route) == ["c"]
    assert route.total is None


def test_route_total_counts_decided_grants_only(decide):
    """No open benefit, no loan; tiers 3 x 100 then 2 x 80; weekly benefits by their maximum."""
    from policy import AmountTier

    tiers = (AmountTier(1, 4, cny(100)), AmountTier(4, None, cny(80)))
    decisions = [
        decide("a", amount_per_month=cny(100), duration_months=5, tiers=tiers),
        decide("b", kind="loan", amount_once=cny(300000)),
        decide("c", verdict=Verdict.UNKNOWN, possible=True, amount_once=cny(999)),
        decide("d", amount_per_month=cny(70)),
        decide("e", weekly_amount=cny(10), weeks=26, maximum_total=cny(260)),
    ]

    (route,) = benefit_routes(decisions, {"c": 0.2}, on=ON)

    assert route.total == cny(460 + 260)


def test_open_questions_begin_with_the_fact_that_decides_most(decide):
    """x weighs .2 + .5, y .5, a .2."""
    decisions = [
        decide("a", verdict=Verdict.UNKNOWN, possible=True, unknown_facts=("a", "x")),
        decide("b", verdict=Verdict.UNKNOWN, possible=True, unknown_facts=("x", "y")),
    ]

    (route,) = benefit_routes(decisions, {"a": 0.2, "b": 0.5}, on=ON)

    assert route.open_questions == ("x", "y", "a")
    assert [step.likelihood for step in route.steps] == [0.2, 0.5]


def test_routes_without_likelihood_of_open_benefit_are_refused(decide):
    with pytest.raises(LikelihoodError, match="'a'"):
        benefit_routes([decide("a", verdict=Verdict.UNKNOWN, possible=True)], {}, on=ON)


def test_with_later_takes_only_what_hangs_on_an_eligible_benefit(decide):
    now = [
        decide("ui", feeds=("fed",)),
        decide("fed", verdict=Verdict.NOT_ELIGIBLE),
        decide("needing", verdict=Verdict.NOT_ELIGIBLE, requires=("ui",)),
        decide("alone", verdict=Verdict.NOT_ELIGIBLE),
    ]
    later = [replace(decision, verdict=Verdict.ELIGIBLE) for decision in now[1:]]
    later.append(decide("ui", verdict=Verdict.NOT_ELIGIBLE))

    merged = with_later(now, later)

    assert [decision.verdict.value for decision in merged] == ["eligible", "eligible", "eligible", "not_eligible"]


names = st.sampled_from("abcdef")
pairs = st.frozensets(st.tuples(names, names), max_size=8)


@given(excluded=pairs, required=pairs, fed=pairs)
def test_routes_never_break_a_ban_or_an_order(decide, excluded, required, fed):
    """A prerequisite circle leaves its members out of order only if they require each other."""
    decisions: list[Decision] = [
        decide(
            name,
            amount_once=cny(1),
            excludes=tuple(b for a, b in sorted(excluded) if a == name and b != name),
            requires=tuple(b for a, b in sorted(required) if a == name and b < name),
            feeds=tuple(b for a, b in sorted(fed) if a == name and b != name),
        )
        for name in "abcdef"
    ]
    by_id = {decision.benefit_id: decision for decision in decisions}

    for route in benefit_routes(decisions, {}, on=ON):
        chosen = ids(route)
        assert len(set(chosen)) == len(chosen)
        for place, name in enumerate(chosen):
            assert set(by_id[name].requires) <= set(chosen[:place])
            assert not set(by_id[name].excludes) & set(chosen)
        assert route.total == cny(len(chosen)) == cny(sum(int(known_total(by_id[name]).amount) for name in chosen))
