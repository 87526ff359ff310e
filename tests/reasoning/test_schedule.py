"""Schedules of claims: rules worked out by hand, and the optimum of an independent exhaustive search."""

import random
from itertools import product

import pytest

from reasoning._schedule import Choice, Claim, Problem, judge, settle, solve

MONTHS = 5


def monthly(name: str, amount: int, granted: int, *, starts=range(MONTHS), **rules) -> Choice:
    """Paid `amount` a month for the granted months from the claim on."""
    claims = tuple(
        Claim(start, tuple(amount if start <= month < start + granted else 0 for month in range(MONTHS)))
        for start in starts
    )
    return Choice(name, claims, **{key: frozenset(value) for key, value in rules.items()})


def once(name: str, amount: int, *, starts=range(MONTHS), **rules) -> Choice:
    claims = tuple(Claim(start, tuple(amount if month == start else 0 for month in range(MONTHS))) for start in starts)
    return Choice(name, claims, once=True, **{key: frozenset(value) for key, value in rules.items()})


def problem(*choices: Choice, base: tuple[int, ...] = (0,) * MONTHS, **given) -> Problem:
    return Problem(base=base, living=given.pop("living", (0,) * MONTHS), choices=choices, **given)


def starts(found) -> dict[str, int]:
    return {name: claim.start for name, claim in found.claims.items()}


def test_excluding_benefits_are_drawn_one_after_the_other():
    """a: 2 x 500 from month 0, then b: 3 x 300 until the end; the other way round b is cut after 2 x 300."""
    found = solve(problem(monthly("a", 500, 2), monthly("b", 300, 9, excludes=["a"])))

    assert starts(found) == {"a": 0, "b": 2}
    assert found.value == 1000 + 900


def test_later_claim_of_two_that_exclude_ends_the_earlier_one():
    """a pays 5 x 200; b 5 x 300. b at once: 1500; a first and b from month 1 on: 200 + 1200 = 1400."""
    choices = (monthly("a", 200, 5), monthly("b", 300, 5, excludes=["a"]))

    found = judge(problem(*choices), {"a": choices[0].claims[0], "b": choices[1].claims[1]})

    assert found.paid == {"a": (200, 0, 0, 0, 0), "b": (0, 300, 300, 300, 300)}
    assert starts(solve(problem(*choices))) == {"b": 0}


def test_single_payments_that_exclude_each_other_are_never_both_had():
    found = solve(problem(once("a", 700), once("b", 600, excludes=["a"]), monthly("c", 10, 2)))

    assert starts(found) == {"a": 0, "c": 0}


def test_claim_with_prerequisite_is_paid_beside_it_only():
    choices = (monthly("a", 100, 2), monthly("b", 7, 9, requires=["a"]))
    found = solve(problem(*choices))

    assert found.paid == {"a": (100, 100, 0, 0, 0), "b": (7, 7, 0, 0, 0)}
    assert "b" not in settle(choices, {"a": choices[0].claims[0]})


def test_single_payment_waits_for_the_claim_that_it_needs():
    found = solve(problem(monthly("a", 100, 2, starts=[2, 3]), once("b", 50, requires=["a"])))

    assert starts(found) == {"a": 2, "b": 2}


def test_floor_takes_the_poorer_claim_that_comes_in_time():
    """1,000 late or 400 at once: with nothing saved and 300 needed every month only the second one keeps to it."""
    choices = (once("a", 1000, starts=[3]), once("b", 400, starts=[0], excludes=["a"]))

    assert starts(solve(problem(*choices))) == {"a": 3}
    assert starts(solve(problem(*choices, floor=300))) == {"b": 0}


def test_floor_counts_savings_and_living_costs_of_the_month():
    """50 saved, 20 a month for living: before living there are 50, 30, 10, -10, -30."""
    found = solve(problem(base=(-20,) * MONTHS, living=(20,) * MONTHS, savings=50, floor=0))

    assert found.available == (50, 30, 10, -10, -30)
    assert found.shortfall == 30


def test_loan_is_taken_only_where_the_floor_needs_it():
    """100 lent, 26 a month paid back: 4 of interest. Month 1 costs 90, and 100 - 26 - 90 would be short."""
    loan = Choice("loan", (Claim(0, (100, -26, -26, -26, -26), worth=-4), Claim(1, (0, 100, -26, -26, -26), worth=-4)))
    costs = (0, -90, 40, 40, 40)

    assert starts(solve(problem(loan, base=costs))) == {}
    found = solve(problem(loan, base=costs, floor=0))
    assert starts(found) == {"loan": 1}
    assert found.available == (0, 10, 24, 38, 52)
    assert found.value == -4


def exhaustive(given: Problem) -> tuple[int, int]:
    """Best (shortfall, value) of all assignments, month by month and without any of the solver's code."""
    best = None
    for pick in product(*((None, *choice.claims) for choice in given.choices)):
        chosen = {c.id: (c, claim) for c, claim in zip(given.choices, pick, strict=True) if claim is not None}
        ban = {
            frozenset((a, b))
            for a, (choice, _) in chosen.items()
            for b in chosen
            if a != b and (b in choice.excludes or a in chosen[b][0].excludes)
        }
        if any(any(chosen[name][0].once for name in pair) for pair in ban):
            continue
        known = {choice.id for choice in given.choices}
        if any(
            choice.once
            and any(
                need in known and (need not in chosen or chosen[need][1].start > claim.start)
                for need in choice.requires
            )
            for choice, claim in chosen.values()
        ):
            continue
        ended: set[str] = set()
        pays: dict[str, list[int]] = {name: [] for name in chosen}
        clash = False
        for month in range(len(given.base)):
            for pair in ban:
                one, other = sorted(pair, key=lambda name: chosen[name][1].start)
                if chosen[one][1].cash[month] and chosen[other][1].cash[month]:
                    clash = clash or chosen[one][1].start == chosen[other][1].start
                    ended.add(one)
            for name, (_, claim) in chosen.items():
                pays[name].append(0 if name in ended else claim.cash[month])
            for _ in chosen:
                for name, (choice, _) in chosen.items():
                    if not choice.once and any(
                        need in known and (need not in chosen or not pays[need][month]) for need in choice.requires
                    ):
                        pays[name][month] = 0
        if clash:
            continue
        value = sum(
            sum(cash) if chosen[name][1].worth is None else chosen[name][1].worth for name, cash in pays.items()
        )
        balance, short = given.savings, 0
        for month, base in enumerate(given.base):
            balance += base + sum(cash[month] for cash in pays.values())
            if given.floor is not None:
                short = max(short, given.floor - balance - given.living[month])
        if best is None or (-short, value) > (-best[0], best[1]):
            best = (short, value)
    return best


def random_problem(draw: random.Random) -> Problem:
    names = "abcd"[: draw.randint(2, 4)]
    choices = []
    for name in names:
        others = [other for other in names if other != name]
        rules = {
            "excludes": [other for other in others if draw.random() < 0.35],
            "requires": [other for other in others if draw.random() < 0.2],
        }
        offered = sorted(draw.sample(range(MONTHS), draw.randint(1, MONTHS)))
        if draw.random() < 0.3:
            choices.append(once(name, draw.randint(1, 900), starts=offered, **rules))
            continue
        plain = monthly(name, draw.randint(1, 500), draw.randint(1, 6), starts=offered, **rules)
        rise = draw.choice([0, 0, 120])
        claims = tuple(
            Claim(claim.start, tuple(cash + rise if cash and claim.start >= 2 else cash for cash in claim.cash))
            for claim in plain.claims
        )
        choices.append(Choice(name, claims, plain.excludes, plain.requires))
    if draw.random() < 0.4:
        choices.append(Choice("loan", tuple(lent(draw.randint(100, 900), month) for month in range(MONTHS))))
    return Problem(
        base=tuple(draw.randint(-400, 300) for _ in range(MONTHS)),
        living=(draw.choice([0, 100]),) * MONTHS,
        choices=tuple(choices),
        savings=draw.choice([0, 150, 600]),
        floor=draw.choice([None, 0, 0, 100, -200]),
    )


def lent(amount: int, start: int) -> Claim:
    repaid = -amount // 3
    cash = tuple(amount if month == start else repaid if start < month <= start + 3 else 0 for month in range(MONTHS))
    return Claim(start, cash, worth=-3)


@pytest.mark.parametrize("seed", range(8))
def test_optimum_is_that_of_the_exhaustive_search(seed):
    """8 x 25 = 200 random cases; both the floor kept and missed occur among them."""
    draw = random.Random(20261122 + seed)
    for _ in range(25):
        given = random_problem(draw)
        found = solve(given)
        assert (found.shortfall, found.value) == exhaustive(given)


def test_optimum_of_several_groups_is_that_of_the_exhaustive_search():
    """Three pairs that exclude each other, with a floor that ties the pairs together."""
    draw = random.Random(4)
    for _ in range(40):
        pairs = [
            monthly(
                one, draw.randint(1, 300), draw.randint(1, 4), starts=draw.sample(range(MONTHS), 2), excludes=[other]
            )
            for one, other in ("ab", "ba", "cd", "dc", "ef", "fe")
        ]
        base = tuple(draw.randint(-500, 100) for _ in range(MONTHS))
        given = problem(*pairs, base=base, savings=300, floor=draw.choice([-300, 0]))
        found = solve(given)
        assert (found.shortfall, found.value) == exhaustive(given)


def test_claim_worth_less_alone_may_be_the_better_one_beside_another():
    """a in month 0 pays 3 x 300 late, in month 1 2 x 400; b ends either in month 2: 0 or 400 are left beside 1050."""
    late, early = Claim(0, (0, 0, 300, 300, 300)), Claim(1, (0, 400, 400, 0, 0))
    choices = (Choice("a", (late, early), excludes=frozenset("b")), Choice("b", (Claim(2, (0, 0, 350, 350, 350)),)))

    found = solve(problem(*choices))

    assert starts(found) == {"a": 1, "b": 2}
    assert found.value == 1450
