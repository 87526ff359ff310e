import itertools
import math
from decimal import Decimal

import numpy as np
import pytest

from graph import Snapshot
from ontology import Money, UnknownIdError
from reasoning import PathFinder, career_paths, person_from_occupation, person_from_profile
from reasoning._constraints import read_constraints
from reasoning._search import Worth, search
from reasoning._utility import Standing, change_parts, utility
from reasoning._walk import Walk
from reasoning._weights import weight
from reasoning.answers import Constraints, MoveKind, PathsAnswer
from reasoning.errors import ConstraintError, NoRequirementsError

RIDER = "starter:occupation/rider"
DISPATCHER = "starter:occupation/dispatcher"
ANALYST = "starter:occupation/analyst"


def routes(paths) -> list[tuple[str, ...]]:
    return [tuple(step.transition.target.labels["en"] for step in path.steps) for path in paths]


def everything(answer: PathsAnswer):
    return (*answer.best, *answer.alternatives)


def test_paths_step_is_worked_out_in_full(market, model, make_profile):
    """Rider to dispatcher: score .1 + .8/3; missing plan (essential .5): planning teaches it in 40 h for 200 CNY.

    1 month of course + 1 of search; pay 6,000 -> 7,500; exposure of five known values: rider 1st, dispatcher 4th.
    """
    person = person_from_profile(market, make_profile({"ride": 1, "navigate": 1}, occupation="rider"))

    answer = PathFinder(market, model).paths(person, Constraints(target=DISPATCHER, max_moves=1))

    (path,) = answer.best
    (step,) = path.steps
    assert step.transition.score == pytest.approx(0.1 + 0.8 / 3)
    assert [course.course.labels["en"] for course in step.courses] == ["planning"]
    assert (step.months, step.cost) == (2, (Money(Decimal(200), "CNY"),))
    assert (step.pay_before.money.amount, step.pay_after.money.amount) == (6000, 7500)
    assert step.kind is MoveKind.LATERAL_ADVANCEMENT
    (change,) = step.changes
    assert (change.before, change.after) == (0.1, 0.5)
    assert path.feasibility == pytest.approx(0.1 + 0.8 / 3)
    assert path.utility == pytest.approx(sum(path.utility_parts.values()))
    assert path.utility_parts["feasibility"] == pytest.approx(1 + math.log(0.1 + 0.8 / 3) / math.log(10))
    assert path.utility_parts["pay"] == pytest.approx(0.5 * math.log2(7500 / 6000))
    assert path.utility_parts["months"] == pytest.approx(-0.25 * 2 / 48)
    assert path.utility_parts["exposure"] == pytest.approx(-0.2 * (0.7 - 0.1))


def test_paths_score_later_steps_with_skills_learnt_before(market, model):
    """Rider -> dispatcher learns plan and navigate; manager then asks plan .4 of 1: .1 + .8 x .4. Excel is optional."""
    finder = PathFinder(market, model)
    person = person_from_occupation(market, market.occupations.index(RIDER))

    answer = finder.paths(person, Constraints(target="starter:occupation/manager", max_moves=2))

    path = next(path for path in everything(answer) if routes([path]) == [("dispatcher", "manager")])
    assert path.steps[1].transition.score == pytest.approx(0.1 + 0.8 * 0.4)
    assert path.months == 2 + 6 + 1
    assert path.feasibility == pytest.approx((0.1 + 0.8 / 3) * (0.1 + 0.8 * 0.4))


@pytest.mark.parametrize("start", ["rider", "dispatcher", "manager"])
@pytest.mark.parametrize("moves", [1, 2, 4])
def test_paths_best_are_those_of_exhaustive_search(market, model, start, moves):
    finder = PathFinder(market, model)
    person = person_from_occupation(market, market.occupations.index(f"starter:occupation/{start}"))
    wishes = Constraints(region="CN", max_moves=moves)

    answer = finder.paths(person, wishes)

    assert [round(path.utility, 9) for path in answer.best] == exhaustive(finder, person, wishes)[:3]


def exhaustive(finder: PathFinder, person, constraints: Constraints) -> list[float]:
    """The best utility for each end, of every sequence of moves without repetition."""
    wishes = read_constraints(finder.snapshot, finder.landscape, constraints, home="")
    walk = Walk(
        finder.snapshot, finder.model, finder.courses,
        person=person, scores=finder.moves.score_all(person.origin), wishes=wishes,
    )  # fmt: skip
    start = person.origin.occupation
    places = [int(row) for row in np.flatnonzero(wishes.allowed) if row != start]
    best: dict[int, float] = {}
    standing = finder.landscape.standing("CN")
    for length in range(1, constraints.max_moves + 1):
        for route in itertools.permutations(places, length):
            walk.add([route])
            worth = utility(
                log_probability=walk[route].log_probability,
                months=walk[route].total_months,
                now=standing.at(start),
                end=standing.at(route[-1]),
            )
            best[route[-1]] = max(best.get(route[-1], -9.0), sum(worth.values()))
    return [round(value, 9) for value in sorted(best.values(), reverse=True)]


def test_search_never_passes_through_an_occupation_twice(market, model):
    """The best answers would not: going back costs months. Yet no partial path may either."""
    finder = PathFinder(market, model)
    person = person_from_occupation(market, market.occupations.index(RIDER))
    wishes = read_constraints(market, finder.landscape, Constraints(), home="")
    flat = Worth(np.zeros(len(market.occupations)))

    beams, considered = search(finder.moves, person.origin, finder.moves.score_all(person.origin), wishes, flat)

    assert [beam.paths.shape[1] for beam in beams] == [1, 2, 3, 4]
    for beam in beams:
        for route in beam.paths.tolist():
            assert len(set(route)) == len(route)
            assert person.origin.occupation not in route
    assert considered >= sum(len(beam) for beam in beams)


def test_paths_show_each_end_once_and_never_a_target_without_requirements(market, model):
    answer = career_paths(market, model, RIDER, Constraints(region="CN"))

    ends = [route[-1] for route in routes(everything(answer))]
    assert sorted(ends) == ["analyst", "courier", "dispatcher", "manager"]
    assert not any("rider" in route for route in routes(everything(answer)))


def test_paths_respect_pay_floor_exactly(market, model):
    """Dispatcher pays 7,500: it stays at the floor and goes just above it."""
    at = career_paths(market, model, RIDER, Constraints(region="CN", pay_floor=Money(Decimal(7500), "CNY")))
    over = career_paths(market, model, RIDER, Constraints(region="CN", pay_floor=Money(Decimal("7500.01"), "CNY")))

    assert {place for route in routes(everything(at)) for place in route} == {"dispatcher", "manager", "analyst"}
    assert {place for route in routes(everything(over)) for place in route} == {"manager", "analyst"}


def test_paths_keep_unknown_pay_and_say_so(market, model):
    """The graph knows no pay in the US; a US floor cannot be checked."""
    answer = career_paths(market, model, RIDER, Constraints(region="US", pay_floor=Money(Decimal(9000), "USD")))

    assert answer.best
    assert {"no_pay:US", "pay_floor_unchecked"} <= set(answer.warnings)


@pytest.mark.parametrize(("budget", "fits"), [(2, True), (1, False)])
def test_paths_respect_month_budget_exactly(market, model, budget, fits):
    """Rider to dispatcher takes 2 months."""
    answer = career_paths(market, model, RIDER, Constraints(months=budget, target=DISPATCHER, max_moves=1))

    assert bool(answer.best) is fits
    assert ("no_paths" in answer.warnings) is not fits


@pytest.mark.parametrize(("share", "there"), [(0.9, True), (0.89, False)])
def test_paths_respect_exposure_percentile(market, model, share, there):
    """Analyst has the highest of five values: percentile .9."""
    answer = career_paths(market, model, RIDER, Constraints(max_exposure=share))

    assert ("analyst" in {place for route in routes(everything(answer)) for place in route}) is there


def test_paths_leave_out_excluded_occupation_and_group(market, model):
    wishes = Constraints(exclude=(ANALYST, "http://data.europa.eu/esco/isco/C43"))

    answer = career_paths(market, model, RIDER, wishes)

    assert {place for route in routes(everything(answer)) for place in route} == {"courier", "manager"}


def test_paths_start_from_skills_when_occupation_is_unknown(market, model, make_profile):
    person = person_from_profile(market, make_profile({"excel": 1.0, "python": 1.0}))

    answer = PathFinder(market, model).paths(person)

    assert answer.origin is None
    assert routes(answer.best)[0] == ("analyst",)
    assert "occupation_unknown" in answer.warnings


def test_paths_repeat_themselves_whatever_was_asked_before(market, model):
    finder = PathFinder(market, model)
    rider = person_from_occupation(market, market.occupations.index(RIDER))
    first = finder.paths(rider)

    finder.paths(person_from_occupation(market, market.occupations.index(ANALYST)), Constraints(max_moves=3))

    assert finder.paths(rider) == first
    finder.prepare()
    assert finder.paths(rider) == first


def test_paths_place_bound_course_only_where_it_is(market, model):
    """Leading is taught in Zhengzhou only."""
    wish = {"target": "starter:occupation/manager", "max_moves": 1}
    there = career_paths(market, model, RIDER, Constraints(region="CN-410100", **wish)).best[0].steps[0]
    elsewhere = career_paths(market, model, RIDER, Constraints(region="CN", **wish)).best[0].steps[0]

    assert "leading" in [choice.course.labels["en"] for choice in there.courses]
    assert "leading" not in [choice.course.labels["en"] for choice in elsewhere.courses]


def test_counterfactual_of_first_step_holds_when_computed_again(market, model, make_profile):
    """Rider with plan: navigate .5 + plan .5 of 1.5, so .1 + .8 x 2/3 > .5: the step opens."""
    answer = career_paths(market, model, RIDER, Constraints(target=DISPATCHER, max_moves=1))
    person = person_from_profile(market, make_profile({"ride": 1, "navigate": 1, "plan": 1}))
    again = model.score(person.origin, np.array([market.occupations.index(DISPATCHER)], dtype=np.int32))

    (change,) = answer.best[0].counterfactuals
    assert change.change["skill"] == "starter:skill/plan"
    assert change.after == pytest.approx(0.1 + 0.8 * 2 / 3) == float(again[0])
    assert "opens" in change.texts["en"]
    assert "开启" in change.texts["zh"]


@pytest.mark.parametrize(
    "wishes",
    [
        Constraints(max_moves=0),
        Constraints(max_moves=5),
        Constraints(months=-1),
        Constraints(max_exposure=1.01),
        Constraints(max_exposure=-0.01),
        Constraints(pay_floor=Money(Decimal(-1), "CNY")),
        Constraints(pay_floor=Money(Decimal(5000), "USD"), region="CN"),
    ],
)
def test_constraints_out_of_range_are_refused(market, model, wishes):
    with pytest.raises(ConstraintError):
        career_paths(market, model, RIDER, wishes)


@pytest.mark.parametrize(
    "wishes", [Constraints(region="CN-999999"), Constraints(exclude=("nobody",)), Constraints(target="nobody")]
)
def test_constraints_with_unknown_id_are_refused(market, model, wishes):
    with pytest.raises(UnknownIdError):
        career_paths(market, model, RIDER, wishes)


def test_target_without_requirements_is_refused(market, model):
    with pytest.raises(NoRequirementsError):
        career_paths(market, model, RIDER, Constraints(target="starter:occupation/poet"))


def test_paths_say_what_they_were_computed_from(market: Snapshot, model):
    answer = career_paths(market, model, RIDER)

    assert answer.snapshot == f"{market.store_id}@{market.version}"
    assert answer.sources == (("test", "1", "CC0-1.0"),)


def test_pay_of_less_sure_figures_moves_the_ranking_less():
    """Pay doubles: log2(2) = 1, times the weight of pay, times how sure the less sure of the two figures is."""
    now = Standing(pay=4000.0, sure=1.0, exposure=math.nan, level=math.nan)

    sure, unsure = (
        change_parts(now, Standing(pay=8000.0, sure=share, exposure=math.nan, level=math.nan))["pay"]
        for share in (1.0, 0.3)
    )

    assert sure == pytest.approx(weight("utility_pay"))
    assert unsure == pytest.approx(0.3 * weight("utility_pay"))


@pytest.mark.parametrize(
    ("before", "after", "worth"),
    [(2.0, 3.0, 0.1), (2.0, 1.0, -0.1), (2.0, 4.0, 0.2), (math.nan, 4.0, 0.0), (2.0, math.nan, 0.0)],
)
def test_a_step_up_in_skill_level_counts_a_tenth(before, after, worth):
    now, then = (Standing(pay=math.nan, sure=0.0, exposure=math.nan, level=level) for level in (before, after))

    assert change_parts(now, then)["level"] == pytest.approx(worth)
