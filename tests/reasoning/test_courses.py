import pytest

from ontology.records import Course
from reasoning._courses import CourseFinder, _within


def skill(market, slug: str) -> int:
    return market.skills.index(f"starter:skill/{slug}")


def names(market, plan) -> list[str]:
    return [market.courses.label(row, "en") for row in plan.courses]


@pytest.fixture
def courses(market):
    return CourseFinder(market)


def test_courses_teach_most_importance_per_hour(market, courses):
    """planning: 1 / 40 h beats office: 2 / 120 h; excel then needs office, which makes planning superfluous."""
    plan = courses.choose({skill(market, "plan"): 1.0, skill(market, "excel"): 1.0}, region="CN")

    assert names(market, plan) == ["office"]
    assert plan.months == 3
    assert plan.uncovered == ()


def test_courses_leave_open_what_nobody_teaches(market, courses):
    plan = courses.choose({skill(market, "plan"): 1.0, skill(market, "python"): 1.0}, region="CN")

    assert names(market, plan) == ["planning"]
    assert plan.uncovered == (skill(market, "python"),)


def test_courses_priced_abroad_come_second(market, courses):
    """To somebody paid in USD every course here is foreign: same choice. Nobody is left without."""
    wanted = {skill(market, "plan"): 1.0}

    assert names(market, courses.choose(wanted, region="US", currency="USD")) == ["planning"]


def test_courses_that_mostly_teach_something_else_are_left_out(market, courses, monkeypatch):
    """office teaches excel and plan: half of it fits a wish for excel. A stricter share would not take it."""
    wanted = {skill(market, "excel"): 1.0}
    assert names(market, courses.choose(wanted, region="CN")) == ["office"]

    monkeypatch.setattr("reasoning._courses.weight", lambda name: 0.51 if name == "course_fit" else 40)

    assert names(market, courses.choose(wanted, region="CN")) == []


@pytest.mark.parametrize(("region", "there"), [("CN-410100", True), ("CN-410105", True), ("CN", False), ("", False)])
def test_courses_bound_to_a_place_count_within_it(market, courses, region, there):
    plan = courses.choose({skill(market, "lead"): 1.0}, region=region)

    assert bool(plan.courses) is there


def test_no_wish_needs_no_course(courses):
    plan = courses.choose({}, region="CN")

    assert (plan.courses, plan.months) == ((), 0)


@pytest.mark.parametrize(
    ("online", "region", "home", "reached"),
    [
        (True, "region:CN", {"CN-410100", "CN-410000", "CN"}, True),
        (True, "region:CN", {"US-NY", "US"}, False),
        (True, "", {"US"}, True),
        (False, "region:US-NY", {"US-NJ", "US"}, False),
        (True, "region:US-NY", {"US-NJ", "US"}, True),
    ],
)
def test_online_courses_reach_their_country(online, region, home, reached):
    course = Course(
        id="c", source="test", source_version="1", licence="CC0-1.0", provider="p", hours=1, cost=0, currency="CNY",
        months=1, year=2026, online=online, region=region,
    )  # fmt: skip

    assert _within(course, home) is reached
