"""Reader of the starter data: the tables in `ontology/starter/`, written and reviewed for Pathloom.

Each row names its source, so a record's `source` is an id of `sources.csv`, and its version and licence come from
there. All tables are read and checked before the first record is handed out.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from ontology._reader import Origin, SourceReader
from ontology._starter_tables import StarterRow, read_table, slugs, starter_directory
from ontology.records import (
    Course,
    Edge,
    Figure,
    Industry,
    LocatedIn,
    Matches,
    MovesTo,
    Node,
    Occupation,
    Pays,
    Region,
    Requires,
    Skill,
    Teaches,
    Within,
)
from ontology.vocabulary import MatchKind, MoveBasis, Scheme, SkillKind

_STARTER = Origin(source="starter", source_version="2026.1", licence="Apache-2.0")
_ESCO, _ISCO = "http://data.europa.eu/esco", "http://data.europa.eu/esco/isco/C"
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
# Only there to catch a slip of the pen: a monthly wage or a course above it is a mistake in any currency we use.
_HIGHEST_AMOUNT, _LONGEST_HOURS, _LONGEST_MONTHS, _MOST_PEOPLE = 1e6, 1e4, 120, 10**9
#: Importance and level are above 0: what is not needed at all is no requirement.
_LEAST = 0.01
_CURRENCY = "[A-Z]{3}"
_ESSENTIAL, _RELATION = "essential", "essential|optional"
# Tables of places and industries have no source column: each follows one list.
_REGION_SOURCES = {"CN": "gb-t-2260", "US": "us-census-states", "DE": "iso-3166-1", "FR": "iso-3166-1"}
_INDUSTRY_SOURCE, _PLACEMENT_SOURCE = "isic-4", "pathloom-review-2026"


@dataclass(frozen=True, slots=True)
class StarterSource:
    """Where rows of the starter data come from.

    Attributes:
        id: what a record's `source` holds.
        published, retrieved: year, month or day, as exact as known.
        note: what to bear in mind when its figures are used.
    """

    id: str
    title: str
    publisher: str
    url: str
    licence: str
    published: str
    retrieved: str
    note: str


def starter_sources(directory: Path | None = None) -> Mapping[str, StarterSource]:
    """The sources that records of the starter data name, by id.

    Args:
        directory: as for `read_starter`.
    Raises:
        SourceError: `sources.csv` is missing or broken.
    """
    return _read_sources(directory or starter_directory())


def read_starter(directory: Path | None = None) -> SourceReader:
    """Read the starter data: occupations, skills, requirements, moves, pay, figures, courses, regions, industries.

    Ids are `starter:occupation/<slug>`, `starter:skill/<slug>`, `starter:course/<slug>`, `region:<code>` and
    `isic:<section>`. Matches point at ESCO, CSCO and ISCO, which need not be in the store.

    Args:
        directory: folder with tables of the same form; None is the data that ships with Pathloom.
    Raises:
        SourceMissingError, SourceColumnsError, SourceEncodingError, SourceRowError: while iterating, before the
            first record.
    """
    folder = directory or starter_directory()
    return SourceReader(lambda _: _Starter(folder).records(), origin=_STARTER)


class _Starter:
    """All tables of one folder, and the records they make."""

    def __init__(self, folder: Traversable) -> None:
        self._sources = _read_sources(folder)
        self._regions = read_table(folder, "regions", ("code",))
        self._industries = read_table(folder, "industries", ("id",))
        self._occupations = read_table(folder, "occupations", ("id",))
        self._skills = read_table(folder, "skills", ("id",))
        self._courses = read_table(folder, "courses", ("id",))
        self._requirements = read_table(folder, "requirements", ("occupation", "skill"))
        self._moves = read_table(folder, "moves", ("from", "to"))
        self._placements = read_table(folder, "occupation_industries", ("occupation", "industry"))
        self._pay = read_table(folder, "pay", ("occupation", "region", "source"))
        self._figures = read_table(folder, "figures", ("occupation", "figure"))
        self._lessons = read_table(folder, "course_skills", ("course", "skill"))
        self._occupation_ids = slugs(self._occupations)
        self._skill_ids = slugs(self._skills)
        self._course_ids = slugs(self._courses)
        self._sections = {row.text("id"): row.text("isic_section", "[A-U]") for row in self._industries}
        self._codes = frozenset(row.text("code") for row in self._regions)

    def records(self) -> Iterator[Node | Edge]:
        """Nodes first, then edges; everything is made before anything is handed out."""
        return iter(
            [
                *self._region_nodes(), *self._industry_nodes(), *self._occupation_nodes(), *self._skill_nodes(),
                *self._course_nodes(), *self._region_edges(), *self._match_edges(), *self._requirement_edges(),
                *self._move_edges(), *self._industry_edges(), *self._pay_edges(), *self._course_edges(),
            ]
        )  # fmt: skip

    def _origin(self, row: StarterRow, source: str = "") -> Origin:
        """Provenance of a row's records: of the source it names, or else of the one given for the whole table."""
        if source and source not in self._sources:
            raise row.fault(f"the source of this table is {source!r}, which sources.csv does not have")
        found = self._sources[source or row.reference("source", self._sources, "sources")]
        return Origin(source=found.id, source_version=found.published, licence=found.licence)

    def _region_nodes(self) -> Iterator[Node]:
        for row in self._regions:
            code = row.text("code", r"[A-Z]{2}(-[A-Za-z0-9]+)*")
            yield Region(id=_region(code), notation=code, labels=_labels(row), **self._region_origin(row))

    def _region_edges(self) -> Iterator[Edge]:
        for row in self._regions:
            if row.optional("parent"):
                parent = row.reference("parent", self._codes, "regions")
                yield Within(from_id=_region(row.text("code")), to_id=_region(parent), **self._region_origin(row))

    def _region_origin(self, row: StarterRow) -> Origin:
        country = row.text("code").partition("-")[0]
        if country not in _REGION_SOURCES:
            raise row.fault(f"code is of the country {country!r}, for which no source of codes is named")
        return self._origin(row, _REGION_SOURCES[country])

    def _industry_nodes(self) -> Iterator[Node]:
        for row in self._industries:
            section = row.text("isic_section")
            origin = self._origin(row, _INDUSTRY_SOURCE)
            yield Industry(id=f"isic:{section}", notation=section, labels=_labels(row), **origin)

    def _industry_edges(self) -> Iterator[Edge]:
        for row in self._placements:
            section = self._sections[row.reference("industry", self._sections, "industries")]
            yield LocatedIn(
                from_id=self._occupation(row), to_id=f"isic:{section}", **self._origin(row, _PLACEMENT_SOURCE)
            )

    def _occupation_nodes(self) -> Iterator[Node]:
        figures = self._figures_by_occupation()
        for row in self._occupations:
            slug = row.text("id")
            yield Occupation(
                id=f"starter:occupation/{slug}", scheme=Scheme.STARTER, notation=slug, labels=_labels(row),
                alt_labels=_alt_labels(row),
                descriptions={"en": row.text("description_en"), "zh": row.text("description_zh")},
                isco_code=row.text("isco_code", r"\d{4}"), soc_code=row.optional("soc_code", r"\d\d-\d{4}\.\d\d"),
                figures=tuple(figures.get(slug, ())), flexible=row.truth("flexible"), **self._origin(row),
            )  # fmt: skip

    def _figures_by_occupation(self) -> Mapping[str, list[Figure]]:
        figures = defaultdict[str, list[Figure]](list)
        for row in self._figures:
            figures[row.reference("occupation", self._occupation_ids, "occupations")].append(
                Figure(
                    name=row.text("figure"),
                    value=row.number("value", low=-_MOST_PEOPLE, high=_MOST_PEOPLE),
                    unit=row.text("unit"),
                    year=row.whole("year", low=_FIRST_YEAR, high=_LAST_YEAR),
                    source=row.reference("source", self._sources, "sources"),
                )
            )
        return figures

    def _skill_nodes(self) -> Iterator[Node]:
        for row in self._skills:
            slug = row.text("id")
            yield Skill(
                id=f"starter:skill/{slug}", scheme=Scheme.STARTER, notation=slug, labels=_labels(row),
                alt_labels=_alt_labels(row), kind=row.word("kind", SkillKind), **self._origin(row),
            )  # fmt: skip

    def _match_edges(self) -> Iterator[Edge]:
        for row in self._occupations:
            origin, node = self._origin(row), f"starter:occupation/{row.text('id')}"
            for target, kind in (
                _match(row, "esco_uri", "esco_match", rf"{_ESCO}/occupation/.+"),
                _match(row, "csco_code", "csco_match", r"\d(-\d\d){3}", prefix="csco:"),
                (f"{_ISCO}{row.text('isco_code')}", MatchKind.BROAD),
            ):
                if kind is not None:
                    yield Matches(from_id=node, to_id=target, kind=kind, **origin)
        for row in self._skills:
            target, kind = _match(row, "esco_uri", "esco_match", rf"{_ESCO}/skill/.+")
            if kind is not None:
                yield Matches(from_id=f"starter:skill/{row.text('id')}", to_id=target, kind=kind, **self._origin(row))

    def _requirement_edges(self) -> Iterator[Edge]:
        for row in self._requirements:
            yield Requires(
                from_id=self._occupation(row), to_id=self._skill(row),
                essential=row.text("relation", _RELATION) == _ESSENTIAL,
                importance=row.number("importance", low=_LEAST, high=1), level=row.number("level", low=_LEAST, high=1),
                **self._origin(row),
            )  # fmt: skip

    def _move_edges(self) -> Iterator[Edge]:
        for row in self._moves:
            start, end = (self._occupation(row, column) for column in ("from", "to"))
            if start == end:
                raise row.fault(f"it moves from {start} to itself")
            yield MovesTo(from_id=start, to_id=end, basis=row.word("basis", MoveBasis), **self._origin(row))

    def _pay_edges(self) -> Iterator[Edge]:
        for row in self._pay:
            yield Pays(
                from_id=self._occupation(row), to_id=_region(row.reference("region", self._codes, "regions")),
                median_wage_per_month=row.number("median_wage_per_month", low=1, high=_HIGHEST_AMOUNT),
                currency=row.text("currency", _CURRENCY), year=row.whole("year", low=_FIRST_YEAR, high=_LAST_YEAR),
                statistic=row.text("statistic"),
                employment=row.whole("employment", low=0, high=_MOST_PEOPLE) if row.optional("employment") else None,
                confidence=row.number("confidence", low=_LEAST, high=1), **self._origin(row),
            )  # fmt: skip

    def _course_nodes(self) -> Iterator[Node]:
        for row in self._courses:
            yield Course(
                id=f"starter:course/{row.text('id')}", labels=_labels(row), provider=row.text("provider"),
                hours=row.number("hours", low=1, high=_LONGEST_HOURS),
                cost=row.number("cost", low=0, high=_HIGHEST_AMOUNT), currency=row.text("currency", _CURRENCY),
                months=row.whole("months", low=1, high=_LONGEST_MONTHS), online=row.truth("online"),
                region=_region(row.reference("region", self._codes, "regions")) if row.optional("region") else "",
                url=row.optional("url", r"https://.+"), year=row.whole("year", low=_FIRST_YEAR, high=_LAST_YEAR),
                confidence=row.number("confidence", low=_LEAST, high=1), **self._origin(row),
            )  # fmt: skip

    def _course_edges(self) -> Iterator[Edge]:
        for row in self._courses:
            if code := row.optional("region"):
                yield LocatedIn(from_id=f"starter:course/{row.text('id')}", to_id=_region(code), **self._origin(row))
        for row in self._lessons:
            course = row.reference("course", self._course_ids, "courses")
            yield Teaches(
                from_id=f"starter:course/{course}", to_id=self._skill(row),
                level=row.number("level", low=_LEAST, high=1), **self._origin(row),
            )  # fmt: skip

    def _occupation(self, row: StarterRow, column: str = "occupation") -> str:
        return f"starter:occupation/{row.reference(column, self._occupation_ids, 'occupations')}"

    def _skill(self, row: StarterRow) -> str:
        return f"starter:skill/{row.reference('skill', self._skill_ids, 'skills')}"


def _read_sources(folder: Traversable) -> Mapping[str, StarterSource]:
    return {
        row.text("id"): StarterSource(
            id=row.text("id"), title=row.text("title"), publisher=row.text("publisher"), url=row.optional("url"),
            licence=row.text("licence"), published=row.text("published"), retrieved=row.text("retrieved"),
            note=row.optional("note"),
        )
        for row in read_table(folder, "sources", ("id",))
    }  # fmt: skip


def _region(code: str) -> str:
    return f"region:{code}"


def _labels(row: StarterRow) -> Mapping[str, str]:
    return {"en": row.text("label_en"), "zh": row.text("label_zh")}


def _alt_labels(row: StarterRow) -> Mapping[str, tuple[str, ...]]:
    return {"en": row.texts("alt_en"), "zh": row.texts("alt_zh")}


def _match(row: StarterRow, target: str, kind: str, pattern: str, *, prefix: str = "") -> tuple[str, MatchKind | None]:
    """The target and kind of a match; "" and None if the row names none."""
    found = row.optional(target, pattern)
    if not found and row.optional(kind):
        raise row.fault(f"{kind} is {row.optional(kind)!r} where {target} is empty")
    return prefix + found, row.word(kind, MatchKind) if found else None
