import pytest

from graph import Snapshot
from ontology import UnknownIdError
from reasoning import gap, person_from_occupation, person_from_profile
from reasoning.answers import SkillStatus
from reasoning.errors import EmptyPersonError, NoRequirementsError


def row(market: Snapshot, slug: str) -> int:
    return market.occupations.index(f"starter:occupation/{slug}")


def slugs(entries) -> list[str]:
    return [entry.skill.id.rpartition("/")[2] for entry in entries]


def test_gap_sorts_requirements_and_counts_coverage(market, model, make_profile):
    """Dispatcher: navigate .5 held, plan .5 not, excel .5 near spreadsheets .9: (.5 + .45) / 1.5."""
    person = person_from_profile(market, make_profile({"navigate": 0.8, "spreadsheets": 0.9}))

    answer = gap(market, model, person, row(market, "dispatcher"))

    assert (slugs(answer.matched), slugs(answer.partial), slugs(answer.missing)) == (["navigate"], ["excel"], ["plan"])
    assert answer.coverage == pytest.approx(0.95 / 1.5)
    assert answer.partial[0].covered_by.id == "starter:skill/spreadsheets"
    assert answer.partial[0].similarity == pytest.approx(0.9)


def test_gap_shows_evidence_of_stated_skills_only(market, model, make_profile):
    person = person_from_profile(market, make_profile({"navigate": 0.8}, occupation="rider"))

    answer = gap(market, model, person, row(market, "rider"))

    assert {entry.skill.labels["en"]: [e.text for e in entry.evidence] for entry in answer.matched} == {
        "ride": [],
        "navigate": ["navigate"],
    }


def test_gap_lists_denied_skill_as_missing_with_its_evidence(market, model, make_profile):
    """Ride is typical of a rider, yet the document denies it."""
    person = person_from_profile(market, make_profile({"navigate": 0.8}, denied=("ride",), occupation="rider"))

    answer = gap(market, model, person, row(market, "rider"))

    (missing,) = answer.missing
    assert missing.skill.id == "starter:skill/ride"
    assert missing.status is SkillStatus.MISSING
    assert [e.text for e in missing.evidence] == ["ride"]


def test_gap_does_not_cover_denied_skill_by_its_twin(market, model, make_profile):
    person = person_from_profile(market, make_profile({"spreadsheets": 1.0, "navigate": 1.0}, denied=("excel",)))

    answer = gap(market, model, person, row(market, "analyst"))

    assert slugs(answer.missing) == ["excel", "python"]


@pytest.mark.parametrize(("stated", "missing"), [(0.95, False), (0.85, True)])
def test_gap_believes_the_surer_of_statement_and_denial(market, model, make_profile, stated, missing):
    """The denial is .9 sure."""
    person = person_from_profile(market, make_profile({"ride": stated}, denied=("ride",), occupation="courier"))

    answer = gap(market, model, person, row(market, "courier"))

    assert ("ride" in slugs(answer.missing)) is missing


def test_gap_refuses_occupation_without_requirements(market, model):
    person = person_from_occupation(market, row(market, "rider"))

    with pytest.raises(NoRequirementsError, match="poet"):
        gap(market, model, person, row(market, "poet"))


def test_person_with_unknown_skill_is_refused(market, make_profile):
    with pytest.raises(UnknownIdError):
        person_from_profile(market, make_profile({"levitate": 1.0}))


def test_person_without_skill_and_occupation_is_refused(market, make_profile):
    with pytest.raises(EmptyPersonError, match="doc-1"):
        person_from_profile(market, make_profile())


def test_person_with_few_skills_is_warned(market, make_profile):
    assert "few_skills:1" in person_from_profile(market, make_profile({"ride": 1.0})).warnings
