"""Resolvers about one person: documents, paths, transitions, matches, plans."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api import _inputs
from api._funding import read_funding
from api._ids import key_of
from api._views import (
    BenefitView,
    Context,
    CourseView,
    Info,
    OccupationView,
    SkillView,
    find_benefit,
    find_course,
    occupation_of,
    skill_of,
)
from ontology import PostingProfile, Profile, SkillStatement, UnknownIdError
from reasoning.answers import Constraints, CourseChoice, FundedPlan, GapSkill, PathsAnswer, PostingMatch, Transition


def read_person(context: Context, given: Mapping[str, Any]) -> tuple[Profile, Constraints | None]:
    """The profile that a `PersonInput` stands for, and the wishes that come with a sample.

    Raises:
        PersonInputError, UnknownIdError: it stands for nobody.
    """
    if given.get("sample") is not None:
        view = context.samples.find(given["sample"])
        return view.profile, view.sample.constraints()
    if given.get("document") is not None:
        return _inputs.as_resume(_document(context, given["document"])), None
    data = given["profile"]
    return (
        _inputs.own_profile(
            context.snapshot,
            language=data.get("language") or "en",
            occupation=data.get("occupation") or "",
            skills=[dict(skill) for skill in data["skills"]],
            region=data.get("region") or "",
            target=data.get("target_occupation") or "",
        ),
        None,
    )


def _document(context: Context, data: Mapping[str, Any]) -> Profile | PostingProfile:
    given = {key: value for key, value in data.items() if value is not None}
    return _inputs.read_document(context.engine, given, max_bytes=context.max_upload_bytes)


def _wishes(given: Mapping[str, Any] | None, of_sample: Constraints | None) -> Constraints:
    if given is None:
        return of_sample or Constraints()
    return _inputs.read_constraints({key: value for key, value in given.items() if value is not None})


def parse_resume(_source: object, info: Info, *, document: Mapping[str, Any]) -> Profile:
    """`Query.parseResume`."""
    return _inputs.as_resume(_document(info.context, document))


def parse_posting(_source: object, info: Info, *, document: Mapping[str, Any]) -> PostingProfile:
    """`Query.parsePosting`."""
    return _inputs.as_posting(_document(info.context, document))


def career_paths(
    _source: object,
    info: Info,
    *,
    person: Mapping[str, Any],
    constraints: Mapping[str, Any] | None = None,
    facts: Mapping[str, object] | None = None,
    jurisdiction: str | None = None,
    on: date | None = None,
) -> PathsAnswer:
    """`Query.careerPaths`."""
    context = info.context
    profile, of_sample = read_person(context, person)
    return context.engine.career_paths(
        profile,
        _wishes(constraints, of_sample),
        facts=facts,
        on=on or context.today,
        jurisdiction=jurisdiction or "",
    )


def transition(_source: object, info: Info, *, from_: str, to: str) -> Transition:
    """`Query.transition`."""
    context = info.context
    table = context.snapshot.occupations
    keys = [table.ids[table.index(key_of(key))] for key in (from_, to)]
    return context.engine.transition(keys[0], keys[1])


def match(_source: object, info: Info, *, person: Mapping[str, Any], posting: Mapping[str, Any]) -> PostingMatch:
    """`Query.match`."""
    context = info.context
    profile, _ = read_person(context, person)
    return context.engine.match(profile, _inputs.as_posting(_document(context, posting)))


def funded_plan(
    _source: object,
    info: Info,
    *,
    person: Mapping[str, Any],
    facts: Mapping[str, object],
    jurisdiction: str,
    constraints: Mapping[str, Any] | None = None,
    on: date | None = None,
    funding: Mapping[str, Any] | None = None,
) -> FundedPlan:
    """`Query.fundedPlan`."""
    context = info.context
    profile, of_sample = read_person(context, person)
    chosen = _wishes(constraints, of_sample)
    wishes, living = read_funding(funding)
    return context.engine.funded_plan(
        profile, facts, chosen, on=on or context.today, jurisdiction=jurisdiction, wishes=wishes, living=living
    )


def named_occupation(attribute: str) -> Any:
    """Resolver of a field that names an occupation, or None."""

    def resolve(source: object, info: Info) -> OccupationView | None:
        named = getattr(source, attribute)
        return None if named is None else occupation_of(info.context, named)

    return resolve


def linked_occupation(attribute: str) -> Any:
    """Resolver of a field that holds an occupation's id, or None."""

    def resolve(source: object, info: Info) -> OccupationView | None:
        key = getattr(source, attribute)
        table = info.context.snapshot.occupations
        return OccupationView(info.context.snapshot, table.index(key)) if key else None

    return resolve


def named_skill(attribute: str) -> Any:
    """Resolver of a field that names a skill, or None."""

    def resolve(source: GapSkill, info: Info) -> SkillView | None:
        named = getattr(source, attribute)
        return None if named is None else skill_of(info.context, named)

    return resolve


def named_skills(attribute: str) -> Any:
    """Resolver of a field that names several skills."""

    def resolve(source: object, info: Info) -> list[SkillView]:
        return [skill_of(info.context, named) for named in getattr(source, attribute)]

    return resolve


def statement_skill(source: SkillStatement, info: Info) -> SkillView:
    """`SkillStatement.skill`."""
    snapshot = info.context.snapshot
    return SkillView(snapshot, snapshot.skills.index(source.skill))


def chosen_course(source: CourseChoice, info: Info) -> CourseView:
    """`CourseChoice.course`."""
    found = find_course(info.context, source.course.id)
    if found is None:
        raise UnknownIdError(f"The graph holds no course {source.course.id!r} any more.", hint="Ask again.")
    return found


def named_benefit(read_key: Any) -> Any:
    """Resolver of a field that holds a benefit's key."""

    def resolve(source: object, info: Info) -> BenefitView:
        found = find_benefit(info.context, read_key(source))
        if found is None:
            raise UnknownIdError(f"The rules hold no benefit {read_key(source)!r} any more.", hint="Ask again.")
        return found

    return resolve
