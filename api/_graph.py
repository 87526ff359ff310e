"""Resolvers about the graph itself: occupations, skills, courses, search, statistics, samples."""

from collections.abc import Mapping
from dataclasses import dataclass

from api._engine import SearchHit
from api._ids import global_id
from api._samples import SampleView
from api._views import (
    BenefitView,
    Connection,
    Context,
    Info,
    NodeView,
    OccupationView,
    RequirementView,
    SkillView,
    SourceView,
    connect,
    find_benefit,
    find_course,
    find_node,
    find_occupation,
    find_skill,
    page_bounds,
    requirement_rows,
    requiring_rows,
)
from ontology.records import Pays
from reasoning.answers import PathsAnswer


@dataclass(frozen=True, slots=True)
class CountView:
    """A named count."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class NamedView:
    """A name with a number or text."""

    name: str
    value: object


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """What the graph holds."""

    version: int
    nodes: tuple[CountView, ...]
    edges: tuple[CountView, ...]
    sources: tuple[SourceView, ...]


def node(_source: object, info: Info, *, id: str) -> NodeView | None:  # noqa: A002 - SDL name
    """`Query.node`."""
    return find_node(info.context, id)


def occupation(_source: object, info: Info, *, id: str) -> OccupationView | None:  # noqa: A002
    """`Query.occupation`."""
    return find_occupation(info.context, id)


def skill(_source: object, info: Info, *, id: str) -> SkillView | None:  # noqa: A002
    """`Query.skill`."""
    return find_skill(info.context, id)


def occupations(
    _source: object, info: Info, *, first: int | None = None, after: str | None = None
) -> Connection[OccupationView]:
    """`Query.occupations`."""
    context: Context = info.context
    total = len(context.snapshot.occupations)
    bounds = page_bounds(context, total, first, after)
    return connect(context, bounds, [OccupationView(context.snapshot, row) for row in bounds], total)


def skills(_source: object, info: Info, *, first: int | None = None, after: str | None = None) -> Connection[SkillView]:
    """`Query.skills`."""
    context: Context = info.context
    total = len(context.snapshot.skills)
    bounds = page_bounds(context, total, first, after)
    return connect(context, bounds, [SkillView(context.snapshot, row) for row in bounds], total)


def requirements(
    source: OccupationView,
    info: Info,
    *,
    first: int | None = None,
    after: str | None = None,
    essential: bool | None = None,
) -> Connection[RequirementView]:
    """`Occupation.requirements`."""
    rows = requirement_rows(source, essential=essential)
    bounds = page_bounds(info.context, len(rows), first, after)
    return connect(info.context, bounds, rows[bounds.start : bounds.stop], len(rows))


def required_by(
    source: SkillView, info: Info, *, first: int | None = None, after: str | None = None
) -> Connection[OccupationView]:
    """`Skill.requiredBy`."""
    rows = requiring_rows(source)
    bounds = page_bounds(info.context, len(rows), first, after)
    return connect(info.context, bounds, rows[bounds.start : bounds.stop], len(rows))


def pay(source: OccupationView, _info: Info, *, region: str | None = None) -> list[Pays]:
    """`Occupation.pay`."""
    figures = source.snapshot.pay.get(source.row, ())
    wanted = None if region is None else {region, f"region:{region.removeprefix('region:')}"}
    return [figure for figure in figures if wanted is None or figure.to_id in wanted]


def label(source: NodeView, info: Info, *, language: str | None = None) -> str:
    """The name of anything with an id, in the language asked for."""
    chosen = language or info.context.language
    if isinstance(source, BenefitView):
        return localised(source.record.name, chosen)
    if isinstance(source, OccupationView):
        return source.snapshot.occupations.label(source.row, chosen)
    if isinstance(source, SkillView):
        return source.snapshot.skills.label(source.row, chosen)
    return source.snapshot.courses.label(source.row, chosen)


def alt_labels(source: OccupationView | SkillView, info: Info, *, language: str | None = None) -> tuple[str, ...]:
    """Other names, in the language asked for."""
    snapshot = source.snapshot
    table = snapshot.occupations if isinstance(source, OccupationView) else snapshot.skills
    return table.alt_labels(source.row, language or info.context.language)


def description(source: OccupationView | SkillView, info: Info, *, language: str | None = None) -> str | None:
    """Definition, in the language asked for or the other."""
    return localised(source.record.descriptions, language or info.context.language) or None


def members(source: OccupationView, _info: Info) -> tuple[str, ...]:
    """`Occupation.members`."""
    return source.snapshot.occupations.members(source.row)


def localised(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, else in any other; "" when there is none."""
    return texts.get(language) or next((text for text in texts.values() if text), "")


def text(source: Mapping[str, str], info: Info, *, language: str | None = None) -> str:
    """`LocalisedText.text`."""
    return localised(source, language or info.context.language)


def search(
    _source: object,
    info: Info,
    *,
    text: str,
    kind: str,
    first: int,
    language: str | None = None,
) -> tuple[SearchHit, ...]:
    """`Query.search`."""
    context: Context = info.context
    bounds = page_bounds(context, 100, first, None)
    return context.engine.search(text, kind=kind, language=language or context.language, top=len(bounds))


def hit_id(source: SearchHit, _info: Info) -> str:
    """`SearchHit.id`."""
    return global_id(source.kind.capitalize(), source.id)


def hit_node(source: SearchHit, info: Info) -> NodeView | None:
    """`SearchHit.node`."""
    finders = {"occupation": find_occupation, "skill": find_skill, "course": find_course, "benefit": find_benefit}
    found: NodeView | None = finders[source.kind](info.context, source.id)
    return found


def counts(values: Mapping[str, int]) -> tuple[CountView, ...]:
    """Counts by name."""
    return tuple(CountView(name, values[name]) for name in sorted(values))


def statistics(_source: object, info: Info) -> StatisticsView:
    """`Query.statistics`."""
    context: Context = info.context
    answer = context.engine.statistics()
    return StatisticsView(
        int(str(answer["version"])),
        counts(answer["nodes"]),  # type: ignore[arg-type]
        counts(answer["edges"]),  # type: ignore[arg-type]
        tuple(SourceView(*source) for source in context.snapshot.sources),
    )


def sources(source: PathsAnswer, _info: Info) -> tuple[SourceView, ...]:
    """`PathsAnswer.sources`."""
    return tuple(SourceView(*entry) for entry in source.sources)


def samples(_source: object, info: Info) -> tuple[SampleView, ...]:
    """`Query.samples`."""
    return info.context.samples.all()


def sample_label(source: SampleView, info: Info, *, language: str | None = None) -> str:
    """`Sample.label`."""
    return localised(source.sample.labels, language or info.context.language)


def named_values(attribute: str) -> object:
    """Resolver of a mapping as a list of names and values, in the mapping's order."""

    def resolve(source: object, _info: Info) -> tuple[NamedView, ...]:
        values: Mapping[str, object] = getattr(source, attribute)
        return tuple(NamedView(name, value) for name, value in values.items())

    return resolve
