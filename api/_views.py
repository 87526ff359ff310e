"""What the schema's types show of the graph: a row of the snapshot or an entry of the rule base with its id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

import numpy as np

from api._engine import Engine
from api._ids import cursor, global_id, key_of, read_cursor, split_id
from api._samples import Samples
from api.errors import CursorError
from graph import Snapshot
from ontology.records import Course, Occupation, Skill
from policy import Benefit
from reasoning.answers import Named

if TYPE_CHECKING:
    from graphql import GraphQLResolveInfo

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Context:
    """What one request answers from: one engine, one state of the graph, one language, one day."""

    engine: Engine
    samples: Samples
    snapshot: Snapshot
    language: str
    today: date
    request_id: str
    max_upload_bytes: int

    @property
    def state(self) -> str:
        """Name of the state of the graph."""
        return f"{self.snapshot.store_id}:{self.snapshot.version}"


#: What a resolver is told about the request.
Info: TypeAlias = "GraphQLResolveInfo[Context]"


@dataclass(frozen=True, slots=True)
class OccupationView:
    """One occupation row."""

    snapshot: Snapshot
    row: int

    @property
    def key(self) -> str:
        """Canonical id."""
        return self.snapshot.occupations.ids[self.row]

    @property
    def record(self) -> Occupation:
        """The merged record."""
        return self.snapshot.occupations.record(self.row)


@dataclass(frozen=True, slots=True)
class SkillView:
    """One skill row."""

    snapshot: Snapshot
    row: int

    @property
    def key(self) -> str:
        """Canonical id."""
        return self.snapshot.skills.ids[self.row]

    @property
    def record(self) -> Skill:
        """The merged record."""
        return self.snapshot.skills.record(self.row)


@dataclass(frozen=True, slots=True)
class CourseView:
    """One course row."""

    snapshot: Snapshot
    row: int

    @property
    def key(self) -> str:
        """Canonical id."""
        return self.snapshot.courses.ids[self.row]

    @property
    def record(self) -> Course:
        """The merged record."""
        return self.snapshot.courses.record(self.row)


@dataclass(frozen=True, slots=True)
class BenefitView:
    """One benefit of the rule base."""

    record: Benefit

    @property
    def key(self) -> str:
        """Id in the rule base."""
        return self.record.id


NodeView = OccupationView | SkillView | CourseView | BenefitView


@dataclass(frozen=True, slots=True)
class SourceView:
    """A data source."""

    source: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class RequirementView:
    """One link of an occupation to a skill."""

    skill: SkillView
    essential: bool
    importance: float
    level: float | None
    confidence: float
    source: SourceView


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Where a page lies."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(frozen=True, slots=True)
class EdgeView(Generic[_T]):
    """One item of a page."""

    cursor: str
    node: _T


@dataclass(frozen=True, slots=True)
class Connection(Generic[_T]):
    """One page of a list."""

    edges: tuple[EdgeView[_T], ...]
    page_info: PageInfo
    total_count: int


def page_bounds(context: Context, total: int, first: int | None, after: str | None) -> range:
    """Positions of one page.

    Raises:
        CursorError: `first` is not 1 to 100, or `after` is no cursor of this state of the graph.
    """
    if first is None or not 1 <= first <= 100:
        raise CursorError(f"`first` is {first}, but a page has 1 to 100 items.", hint="Ask for 1 to 100.")
    start = 0 if after is None else read_cursor(after, context.state) + 1
    return range(min(start, total), min(start + first, total))


def connect(context: Context, bounds: range, items: Sequence[_T], total: int) -> Connection[_T]:
    """Put the items of one page into a connection."""
    edges = tuple(EdgeView(cursor(context.state, position), item) for position, item in zip(bounds, items, strict=True))
    info = PageInfo(
        bounds.stop < total,
        bounds.start > 0,
        edges[0].cursor if edges else None,
        edges[-1].cursor if edges else None,
    )
    return Connection(edges, info, total)


def find_occupation(context: Context, key: str) -> OccupationView | None:
    """An occupation by global id, key or code."""
    row = context.snapshot.occupations.find(key_of(key))
    return None if row is None else OccupationView(context.snapshot, row)


def find_skill(context: Context, key: str) -> SkillView | None:
    """A skill by global id or key."""
    row = context.snapshot.skills.find(key_of(key))
    return None if row is None else SkillView(context.snapshot, row)


def find_course(context: Context, key: str) -> CourseView | None:
    """A course by global id or key."""
    row = context.snapshot.courses.find(key_of(key))
    return None if row is None else CourseView(context.snapshot, row)


def find_benefit(context: Context, key: str) -> BenefitView | None:
    """A benefit by global id or key."""
    wanted = key_of(key)
    benefits = context.engine.rule_base.benefits
    found: Sequence[Benefit] = tuple(benefits.values()) if isinstance(benefits, Mapping) else benefits
    return next((BenefitView(benefit) for benefit in found if benefit.id == wanted), None)


def find_node(context: Context, identifier: str) -> NodeView | None:
    """Whatever a global id names; a plain key is looked up among all kinds."""
    kind, key = split_id(identifier)
    finders = {"Occupation": find_occupation, "Skill": find_skill, "Course": find_course, "Benefit": find_benefit}
    for name, find in finders.items():
        if kind in ("", name):
            found: NodeView | None = find(context, key)
            if found is not None:
                return found
    return None


def node_id(view: NodeView) -> str:
    """Global id of a node."""
    return global_id(type(view).__name__.removesuffix("View"), view.key)


def requirement_rows(view: OccupationView, *, essential: bool | None) -> list[RequirementView]:
    """All requirements of an occupation, most important first, then by key of the skill."""
    links = view.snapshot.requires
    where = links.row(view.row)
    result = []
    for position in range(where.start, where.stop):
        needed = bool(links.columns["essential"][position])
        if essential is not None and needed is not essential:
            continue
        level = float(links.columns["level"][position])
        result.append(
            RequirementView(
                SkillView(view.snapshot, int(links.indices[position])),
                needed,
                float(links.columns["importance"][position]),
                None if np.isnan(level) else level,
                float(links.columns["confidence"][position]),
                SourceView(*view.snapshot.sources[int(links.columns["source"][position])]),
            )
        )
    return sorted(result, key=lambda item: (-item.importance, not item.essential, item.skill.row))


def requiring_rows(view: SkillView) -> list[OccupationView]:
    """Occupations that ask for a skill, those first that value it most."""
    links = view.snapshot.requires
    where = links.back(view.row)
    importance = np.asarray(links.columns["importance"][links.back_order[where]], dtype=np.float32)
    rows = links.back_indices[where]
    order = np.lexsort((rows, -importance))
    return [OccupationView(view.snapshot, int(rows[place])) for place in order]


def teaching_rows(view: SkillView) -> list[CourseView]:
    """Courses that teach a skill, by key."""
    links = view.snapshot.teaches
    return [CourseView(view.snapshot, int(row)) for row in links.back_indices[links.back(view.row)]]


def taught_rows(view: CourseView) -> list[SkillView]:
    """Skills that a course teaches, by key."""
    links = view.snapshot.teaches
    return [SkillView(view.snapshot, int(row)) for row in links.indices[links.row(view.row)]]


def occupation_of(context: Context, named: Named) -> OccupationView:
    """The occupation of an answer.

    Raises:
        UnknownIdError: the answer is of another state of the graph.
    """
    return OccupationView(context.snapshot, context.snapshot.occupations.index(named.id))


def skill_of(context: Context, named: Named) -> SkillView:
    """The skill of an answer; raises like `occupation_of`."""
    return SkillView(context.snapshot, context.snapshot.skills.index(named.id))
