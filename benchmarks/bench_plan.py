"""Funded plans under the rule files: time per plan, beside trying every schedule of the same problems."""

import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from benchmarks.bench_row import BenchRow
from benchmarks.measure import percentile
from benchmarks.starter_graph import starter_engine
from ontology import Money
from ontology.ids import OccupationId
from policy import RuleBase, evaluate, load_rule_base, parse_facts
from reasoning import LaterDecisions, PlanWishes, benefit_routes, career_paths, funded_plan
from reasoning._schedule import Choice, Claim, Problem, allowed, judge, solve
from reasoning.answers import Constraints, PathsAnswer

SEED = 20261122
_ON = date(2026, 7, 1)
_PLACES = ("CN-410100", "CN-310000", "CN-440100")
_ORIGIN = OccupationId("starter:occupation/food-delivery-rider")
_PEOPLE, _CASES, _MONTHS = 60, 200, 6


def rows() -> Iterator[BenchRow]:
    """Plans of laid-off people with the rules decided month by month; then small problems against trying them all."""
    rule_base = load_rule_base()
    with starter_engine() as engine:
        paths = career_paths(engine.snapshot, engine.model, _ORIGIN, Constraints(region="CN-410100"))
    seconds = list(_plan_seconds(rule_base, paths))
    months = sum(step.months for step in paths.best[0].steps)
    yield BenchRow(
        subject="funded plan, rules decided for every month, median", n=len(seconds), unit="ms",
        ours=percentile(seconds, 0.5) * 1000, higher=False, peer="limit of the issue", peer_value=100,
        note=f"p95 {percentile(seconds, 0.95) * 1000:.0f} ms; path of {months} months, half with a floor",
    )  # fmt: skip
    draw = random.Random(SEED)
    problems = [random_problem(draw) for _ in range(_CASES)]
    started = time.perf_counter()
    found = [solve(problem).rank for problem in problems]
    ours = time.perf_counter() - started
    started = time.perf_counter()
    tried = [exhaustive(problem) for problem in problems]
    all_of_them = time.perf_counter() - started
    if found != tried:
        raise RuntimeError("The search and trying every schedule differ.")
    yield BenchRow(
        subject="best schedule of 4 benefits over 6 months", n=_CASES, unit="ms", ours=ours / _CASES * 1000,
        higher=False, peer="trying every schedule", peer_value=all_of_them / _CASES * 1000,
        note=f"same optimum in all {_CASES} cases",
    )  # fmt: skip


def _plan_seconds(rule_base: RuleBase, paths: PathsAnswer) -> Iterator[float]:
    draw = random.Random(SEED)
    for number in range(_PEOPLE):
        place = _PLACES[number % len(_PLACES)]
        facts = random_person(draw)
        decisions = evaluate(rule_base, parse_facts(facts, rule_base), on=_ON, jurisdiction=place)
        routes = benefit_routes(decisions, {decision.benefit_id: 0.5 for decision in decisions}, on=_ON)
        floor = Money(Decimal(500), "CNY") if number % 2 else None
        wishes = PlanWishes(at_least_per_month=floor, savings=Money(Decimal(20000), "CNY"), most_delay=1)
        kinds = {step.transition.target.id: "employee" for path in paths.best for step in path.steps}
        started = time.perf_counter()
        later = LaterDecisions(rule_base, facts, on=_ON, jurisdiction=place)
        funded_plan(paths, routes, decisions, on=_ON, facts=facts, wishes=wishes, later=later, kinds=kinds)
        yield time.perf_counter() - started


def random_person(draw: random.Random) -> dict[str, object]:
    """Somebody laid off in the last weeks."""
    registered = _ON - timedelta(days=draw.randint(1, 40))
    return {
        "employment_status": "unemployed", "separation_reason": "layoff", "registered_unemployed": True,
        "unemployment_registration_date": registered.isoformat(), "seeking_work": True, "receiving_ui": False,
        "drawing_pension": False, "ui_contribution_months": draw.randint(12, 200),
        "months_to_retirement": draw.choice([20, 200]), "hard_to_employ_recognised": draw.random() < 0.5,
        "new_contract_months": 24, "training_certificate": True, "training_fee_cny": 900,
    }  # fmt: skip


def random_problem(draw: random.Random) -> Problem:
    """Four benefits, some of which exclude or need each other; half of the problems have a floor."""
    names = "abcd"
    choices = []
    for name in names:
        others = [other for other in names if other != name]
        amount, granted = draw.randint(50, 500), draw.randint(1, 6)
        claims = tuple(
            Claim(start, tuple(amount if start <= month < start + granted else 0 for month in range(_MONTHS)))
            for start in range(draw.randint(0, 2), _MONTHS)
        )
        choice = Choice(name, claims, excludes=frozenset(other for other in others if draw.random() < 0.3))
        choices.append(replace(choice, requires=frozenset(other for other in others if draw.random() < 0.15)))
    return Problem(
        base=tuple(draw.randint(-400, 300) for _ in range(_MONTHS)),
        living=(0,) * _MONTHS,
        choices=tuple(choices),
        savings=400,
        floor=draw.choice([None, 0]),
    )


def exhaustive(problem: Problem) -> tuple[int, int]:
    """Rank of the best of all assignments, each judged."""
    best: tuple[int, int] | None = None
    for picked in product(*((None, *choice.claims) for choice in problem.choices)):
        claims: Mapping[str, Claim] = {
            choice.id: claim for choice, claim in zip(problem.choices, picked, strict=True) if claim is not None
        }
        if allowed(problem.choices, claims):
            rank = judge(problem, claims).rank
            best = rank if best is None or rank > best else best
    if best is None:
        raise RuntimeError("To claim nothing is always allowed.")
    return best
