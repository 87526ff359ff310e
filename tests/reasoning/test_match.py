import pytest

from ontology import Evidence, PostingProfile, SkillStatement
from reasoning import match, person_from_profile
from reasoning.errors import EmptyPostingError


def posting(skills: dict[str, float], *, occupation: str = "", negated: tuple[str, ...] = ()) -> PostingProfile:
    def statement(slug: str, importance: float) -> SkillStatement:
        return SkillStatement(
            skill=f"starter:skill/{slug}", label=slug, importance=importance, negated=slug in negated,
            evidence=(Evidence("ad-1", 0, len(slug), slug, 0.9, "label-match/1"),),
        )  # fmt: skip

    return PostingProfile(
        document="ad-1",
        language="en",
        title="Somebody wanted",
        occupation=f"starter:occupation/{occupation}" if occupation else None,
        skills=tuple(statement(slug, importance) for slug, importance in skills.items()),
    )


def slugs(entries) -> list[str]:
    return [entry.skill.id.rpartition("/")[2] for entry in entries]


def test_match_weighs_asked_skills(market, model, make_profile):
    """Held navigate 1.0, near excel .9 x .5, python .3 missing: 1.45 / 1.8."""
    person = person_from_profile(market, make_profile({"navigate": 1.0, "spreadsheets": 1.0}))

    answer = match(market, model, person, posting({"navigate": 1.0, "excel": 0.5, "python": 0.3}))

    assert answer.score == pytest.approx(1.45 / 1.8)
    assert (slugs(answer.matched), slugs(answer.partial), slugs(answer.missing)) == (
        ["navigate"],
        ["excel"],
        ["python"],
    )
    assert answer.matched[0].evidence[0].document == "doc-1"
    assert (answer.partial[0].essential, answer.missing[0].essential) == (True, False)


def test_match_ignores_skills_that_the_posting_does_not_ask_for(market, model, make_profile):
    person = person_from_profile(market, make_profile({"navigate": 1.0}))

    answer = match(market, model, person, posting({"navigate": 1.0, "python": 1.0}, negated=("python",)))

    assert answer.score == pytest.approx(1.0)


def test_match_without_asked_skills_uses_the_occupation(market, model, make_profile):
    """Courier asks ride and sort, half each."""
    person = person_from_profile(market, make_profile({"ride": 1.0}))

    answer = match(market, model, person, posting({}, occupation="courier"))

    assert answer.score == pytest.approx(0.5)
    assert answer.transition.score == pytest.approx(0.1 + 0.8 * 0.5)


@pytest.mark.parametrize("occupation", ["", "poet"])
def test_match_refuses_posting_that_says_nothing(market, model, make_profile, occupation):
    person = person_from_profile(market, make_profile({"ride": 1.0}))

    with pytest.raises(EmptyPostingError, match="ad-1"):
        match(market, model, person, posting({}, occupation=occupation))
