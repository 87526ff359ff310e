"""How much of each classification has names, pay, exposure and requirements, and what each source brought."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from pathloom._figures import WAGE_BY_AREA, holds_on, paid_occupation
from pathloom._requirements import COMBINED_SOURCE, DERIVED_SOURCE

if TYPE_CHECKING:
    from graph import GraphStore
    from ontology.records import Node, Occupation

MEDIAN_WAGE = "median_wage_2024_us"
TRANSFERRED_SOURCE = "pathloom-transferred"
#: What a figure on exposure to AI or automation is called at its beginning; all six indices, whatever their scale.
_EXPOSURE = ("ai_exposure", "ai_usage", "automation")
#: What is counted of occupations, in the order in which it is shown; a part stands behind the whole that it is part of.
OCCUPATION_PARTS = (
    "label_en", "label_zh", "wage", MEDIAN_WAGE, WAGE_BY_AREA, "exposure", "requirements", "requirements_stated",
    "requirements_transferred", "requirements_derived", "requirements_combined",
)  # fmt: skip
LABEL_PARTS = ("label_en", "label_zh")


@dataclass(frozen=True, slots=True)
class SchemeCoverage:
    """The concepts of one kind in one classification.

    Attributes:
        concepts: how many there are, without the retired ones.
        retired: how many a release retired; they count nowhere else.
        has: part -> how many concepts have it, every part named.
    """

    concepts: int
    retired: int
    has: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SourceCount:
    """Everything that one source brought, retired and ended things too: nodes per label, edges per type."""

    nodes: Mapping[str, int]
    edges: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the store covers.

    Attributes:
        version: of the store.
        occupations, occupation_groups, skills, skill_groups: scheme -> its coverage.
        sources: source -> its records; together they are what `pathloom stats` counts.
    """

    version: int
    occupations: Mapping[str, SchemeCoverage]
    occupation_groups: Mapping[str, SchemeCoverage]
    skills: Mapping[str, SchemeCoverage]
    skill_groups: Mapping[str, SchemeCoverage]
    sources: Mapping[str, SourceCount]

    def document(self) -> dict[str, object]:
        """As JSON."""
        return asdict(self)


def scheme_coverage(store: "GraphStore", *, on: date) -> Coverage:
    """Count what the concepts of each scheme have, and the records of each source.

    Each concept counts with what is stored of itself, not with what an exact match to another scheme would lend it.
    Reads every record once, one at a time: time and the number of rows grow together, memory with the occupations.

    Args:
        on: the day on which a concept or a requirement must hold.
    """
    from ontology.records import EDGE_TYPES, NODE_TYPES, Concept, Occupation, Pays, Requires

    edges: dict[str, Counter[str]] = {}
    for edge_type in EDGE_TYPES:
        if edge_type not in {Pays, Requires}:
            edges[edge_type.TYPE] = Counter(str(row[2]) for row in store.edge_columns(edge_type, ("source",)))
    paid, edges[Pays.TYPE] = _paid(store)
    required, edges[Requires.TYPE] = _required(store, on)

    def parts(occupation: "Occupation") -> Iterator[str]:
        names = {figure.name for figure in occupation.figures}
        by_area = paid_occupation(occupation, paid)
        if MEDIAN_WAGE in names:
            yield MEDIAN_WAGE
        if by_area:
            yield WAGE_BY_AREA
        if by_area or MEDIAN_WAGE in names:
            yield "wage"
        if any(name.startswith(_EXPOSURE) for name in names):
            yield "exposure"
        yield from required.get(occupation.id, ())

    kinds: dict[str, _Schemes] = {}
    nodes: dict[str, Counter[str]] = {}
    for node_type in NODE_TYPES:
        counted = nodes.setdefault(node_type.__name__, Counter())
        schemes = kinds[node_type.__name__] = _Schemes(OCCUPATION_PARTS if node_type is Occupation else LABEL_PARTS)
        for node in store.nodes(node_type):
            counted[node.source] += 1
            if isinstance(node, Concept):
                had = (*_labels(node), *(parts(node) if isinstance(node, Occupation) else ()))
                schemes.add(node.scheme.value, had, holds=holds_on(node.valid_to, on))
    return Coverage(
        version=store.version(),
        occupations=kinds["Occupation"].done(),
        occupation_groups=kinds["OccupationGroup"].done(),
        skills=kinds["Skill"].done(),
        skill_groups=kinds["SkillGroup"].done(),
        sources=_by_source(nodes, edges),
    )


def _labels(node: "Node") -> tuple[str, ...]:
    return tuple(f"label_{language}" for language in ("en", "zh") if node.labels.get(language))


def _paid(store: "GraphStore") -> tuple[frozenset[str], Counter[str]]:
    """What has a wage of a region, and the wages of each source."""
    from ontology.records import Pays

    sources: Counter[str] = Counter()
    paid = set()
    for start, _, source in store.edge_columns(Pays, ("source",)):
        sources[str(source)] += 1
        paid.add(str(start))
    return frozenset(paid), sources


def _required(store: "GraphStore", on: date) -> tuple[Mapping[str, frozenset[str]], Counter[str]]:
    """What sort of requirements each occupation has, and the requirements of each source."""
    from ontology.records import Requires
    from ontology.vocabulary import CURATION

    sources: Counter[str] = Counter()
    # One set for all occupations with the same sorts.
    sorts: dict[str, frozenset[str]] = {}
    rows = store.edge_columns(Requires, ("source", "importance", "valid_to"))
    # The rows of a pair follow each other; what curation removed at one of them is removed at all.
    for (occupation, _), pair in groupby(rows, itemgetter(0, 1)):
        found: set[str] = set()
        removed = False
        for _, _, source, importance, valid_to in pair:
            sources[str(source)] += 1
            if source == CURATION and importance == 0:
                removed = True
            elif holds_on(valid_to, on):
                found.add(_SORTS.get(str(source), "requirements_stated"))
        if found and not removed:
            sorts[str(occupation)] = sorts.get(str(occupation), frozenset()) | {"requirements", *found}
    return sorts, sources


#: Our own sources of requirements; every other one states what it says itself.
_SORTS = {
    TRANSFERRED_SOURCE: "requirements_transferred",
    DERIVED_SOURCE: "requirements_derived",
    COMBINED_SOURCE: "requirements_combined",
}


class _Schemes:
    """Counts concepts per scheme."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        self._parts = parts
        self._concepts: Counter[str] = Counter()
        self._retired: Counter[str] = Counter()
        self._has: Counter[tuple[str, str]] = Counter()

    def add(self, scheme: str, parts: tuple[str, ...], *, holds: bool) -> None:
        if not holds:
            self._retired[scheme] += 1
            return
        self._concepts[scheme] += 1
        self._has.update((scheme, part) for part in parts)

    def done(self) -> Mapping[str, SchemeCoverage]:
        return {
            scheme: SchemeCoverage(
                self._concepts[scheme], self._retired[scheme], {part: self._has[scheme, part] for part in self._parts}
            )
            for scheme in sorted(self._concepts | self._retired)
        }


def _by_source(nodes: Mapping[str, Counter[str]], edges: Mapping[str, Counter[str]]) -> Mapping[str, SourceCount]:
    def of(source: str, counted: Mapping[str, Counter[str]]) -> Mapping[str, int]:
        return {name: counts[source] for name, counts in sorted(counted.items()) if counts[source]}

    names = sorted({source for counts in (*nodes.values(), *edges.values()) for source in counts})
    return {source: SourceCount(of(source, nodes), of(source, edges)) for source in names}
