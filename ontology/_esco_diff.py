"""What changed between two releases of a classification: concepts added, retired, renamed, regrouped.

A concept is the same in both if its URI is. Renaming is told by the preferred label in one language. Where one of the
two labels is a reading of running text (the labels package), a label that merely goes on where the other one ends, or
stops short of it, is such a reading gone wrong and counts as unsure, not as renamed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ontology.records import Broader, Concept, Edge, Node, Occupation, OccupationGroup, Requires, Skill, SkillGroup

#: Kinds of concepts in the order in which they are shown, by the name that documents give them.
KINDS: Mapping[str, type[Concept]] = {
    "occupation": Occupation,
    "skill": Skill,
    "skill_group": SkillGroup,
    "isco_group": OccupationGroup,
}
_KIND_OF = {record: name for name, record in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Renamed:
    """A concept with another preferred label; `confidence` is that of the less certain label."""

    id: str
    kind: str
    before: str
    after: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Regrouped:
    """A concept under other broader concepts: ids that it left, ids that it joined."""

    id: str
    kind: str
    label: str
    left: tuple[str, ...]
    joined: tuple[str, ...]


@dataclass(frozen=True)
class Release:
    """The concepts of one release and what is broader than each.

    Attributes:
        concepts: by id.
        broader: id -> ids right above it.
        requirements: number of requirements; 0 where the release is at hand without them.
    """

    concepts: Mapping[str, Concept]
    broader: Mapping[str, frozenset[str]]
    requirements: int

    @classmethod
    def of(cls, records: Iterable[Node | Edge]) -> "Release":
        """Collect the concepts and broader relations of a stream; retired concepts (`valid_to`) are left out."""
        concepts: dict[str, Concept] = {}
        broader: dict[str, set[str]] = {}
        requirements = 0
        for record in records:
            if isinstance(record, Requires):
                requirements += 1
            elif record.valid_to is not None:
                continue
            elif isinstance(record, Concept):
                concepts[record.id] = record
            elif isinstance(record, Broader):
                broader.setdefault(record.from_id, set()).add(record.to_id)
        return cls(concepts, {child: frozenset(parents) for child, parents in broader.items()}, requirements)


@dataclass(frozen=True, slots=True)
class ReleaseChanges:
    """What changed, each in ascending order of kind and id.

    Attributes:
        added, retired: concepts of the later and of the earlier release.
        renamed, regrouped: concepts of both.
        unsure: ids whose label is a doubtful reading and differs; nobody can say whether they were renamed.
        missing: kinds that only one of the two sides lists at all, and `broader` or `requirement` where one side has
            none: of these nothing is said.
    """

    added: tuple[Concept, ...]
    retired: tuple[Concept, ...]
    renamed: tuple[Renamed, ...]
    regrouped: tuple[Regrouped, ...]
    unsure: tuple[str, ...]
    missing: tuple[str, ...]

    def counts(self) -> dict[str, dict[str, int]]:
        """Kind -> numbers added, retired, renamed, regrouped; kinds without a change have zeros."""
        found = {kind: dict.fromkeys(("added", "retired", "renamed", "regrouped"), 0) for kind in KINDS}
        for concept in self.added:
            found[kind_of(concept)]["added"] += 1
        for concept in self.retired:
            found[kind_of(concept)]["retired"] += 1
        for renamed in self.renamed:
            found[renamed.kind]["renamed"] += 1
        for regrouped in self.regrouped:
            found[regrouped.kind]["regrouped"] += 1
        return found


def compare_releases(
    before: Release | Iterable[Node | Edge], after: Release | Iterable[Node | Edge], *, language: str = "en"
) -> ReleaseChanges:
    """Compare two releases. O(concepts + broader relations).

    Args:
        before, after: as records of an importer or of a store, or collected already.
        language: of the preferred labels that are compared.
    """
    old = before if isinstance(before, Release) else Release.of(before)
    new = after if isinstance(after, Release) else Release.of(after)
    missing = tuple(_missing(old, new))
    renamed: list[Renamed] = []
    regrouped: list[Regrouped] = []
    unsure: list[str] = []
    both = sorted(old.concepts.keys() & new.concepts.keys(), key=lambda key: _place(old.concepts[key]))
    for concept_id in both:
        first, second = old.concepts[concept_id], new.concepts[concept_id]
        was, now = first.labels.get(language, ""), second.labels.get(language, "")
        confidence = min(first.confidence, second.confidence)
        if was and now and was != now:
            if confidence < 1 and _cut_wrongly(was, now):
                unsure.append(concept_id)
            else:
                renamed.append(Renamed(concept_id, kind_of(first), was, now, confidence))
        above = old.broader.get(concept_id, frozenset()), new.broader.get(concept_id, frozenset())
        if "broader" not in missing and above[0] != above[1]:
            left, joined = tuple(sorted(above[0] - above[1])), tuple(sorted(above[1] - above[0]))
            regrouped.append(Regrouped(concept_id, kind_of(first), now or was, left, joined))
    return ReleaseChanges(
        added=_only(new, old, missing),
        retired=_only(old, new, missing),
        renamed=tuple(renamed),
        regrouped=tuple(regrouped),
        unsure=tuple(unsure),
        missing=missing,
    )


def kind_of(concept: Concept) -> str:
    """The name of a concept's kind in documents."""
    return _KIND_OF[type(concept)]


def _place(concept: Concept) -> tuple[int, str]:
    return list(KINDS).index(kind_of(concept)), concept.id


def _only(one: Release, other: Release, missing: tuple[str, ...]) -> tuple[Concept, ...]:
    found = (concept for key, concept in one.concepts.items() if key not in other.concepts)
    return tuple(sorted((concept for concept in found if kind_of(concept) not in missing), key=_place))


def _missing(old: Release, new: Release) -> Iterable[str]:
    for kind, record in KINDS.items():
        there = [any(type(concept) is record for concept in side.concepts.values()) for side in (old, new)]
        if there[0] != there[1]:
            yield kind
    if bool(old.broader) != bool(new.broader):
        yield "broader"
    if bool(old.requirements) != bool(new.requirements):
        yield "requirement"


def _cut_wrongly(one: str, other: str) -> bool:
    """Whether one label is the beginning of the other, as when running text was cut at the wrong word."""
    first, second = " ".join(one.lower().split()), " ".join(other.lower().split())
    return f"{first} ".startswith(f"{second} ") or f"{second} ".startswith(f"{first} ")
