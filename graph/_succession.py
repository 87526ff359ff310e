"""Bringing the store from one release of a classification to the next, in one transaction.

What happens, all or nothing:
- concepts of the later release are added or brought up to date; what other sources put on them (figures, curated
  names, labels in other languages) stays.
- a concept that the later release does not have stays too, marked with the day on which it ended (`valid_to`). What
  stands for it gets two edges: SUPERSEDES from the successor, and MATCHES from the retired concept with the SKOS kind.
- relations that the later release does not repeat end on that day.
- people keep their edges to a retired concept, and get a second one to its successor: of the same source and with the
  same dates, its confidence multiplied by the match's. Their evidence lies in the profile, which is not touched.

A second run finds nothing to change and does not write.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar

from graph._ingest import ingest
from graph._port import GraphStore
from graph.errors import ReleaseMismatchError
from ontology.additions import curation_marks
from ontology.records import PERSONAL_EDGE_TYPES as PERSONAL
from ontology.records import (
    Broader,
    Concept,
    Edge,
    Matches,
    Node,
    Occupation,
    OccupationGroup,
    Record,
    Related,
    Requires,
    Skill,
    SkillGroup,
    Supersedes,
)
from ontology.vocabulary import CURATION_MARK, MatchKind

_CONCEPTS: tuple[type[Concept], ...] = (Occupation, OccupationGroup, Skill, SkillGroup)
_RELATIONS: tuple[type[Edge], ...] = (Broader, Related, Requires)
#: More retired concepts than this share: the two are not neighbouring releases, or one is half a release.
_MOST_RETIRED = 0.1
_PROVENANCE = frozenset(field.name for field in fields(Record))

_E = TypeVar("_E", bound=Edge)


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """What stands for a retired concept, with how sure that is."""

    successor: str
    kind: MatchKind
    confidence: float


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """What a migration changed; all zeros where the store was at the release already.

    Attributes:
        added, updated, retired: concepts.
        succeeded: of the retired ones, those that have a successor.
        ended: relations that the later release does not repeat.
        carried: second edges of people, and of what people gave, to a successor.
        written: records stored.
        version: the store's version afterwards.
    """

    added: int
    updated: int
    retired: int
    succeeded: int
    ended: int
    carried: int
    written: int
    version: int


def migrate_release(
    store: GraphStore,
    after: Iterable[Node | Edge],
    successions: Mapping[str, Succession],
    *,
    namespace: str,
    ended_on: date,
    origin: Mapping[str, str],
) -> MigrationReport:
    """Bring the concepts whose ids begin with `namespace` to the release `after`.

    Args:
        after: the later release's concepts and relations; kinds that it does not list at all are left as they are.
        successions: retired id -> what stands for it.
        ended_on: first day on which the retired concepts no longer hold.
        origin: `source`, `source_version` and `licence` of the successions.
    Raises:
        ReleaseMismatchError: more than a tenth of the stored concepts would be retired, or a successor is not in
            the later release. Nothing was changed, as with every error of `after` or of the store.
    """
    change = _Change(store, after, namespace, ended_on)
    records: list[Node | Edge] = [*change.concepts(), *change.relations(), *change.succession(successions, origin)]
    written = ingest(store, records).written if records else 0
    counts = change.counts
    return MigrationReport(
        counts["added"], counts["updated"], counts["retired"], counts["succeeded"], counts["ended"], counts["carried"],
        written, store.version(),
    )  # fmt: skip


class _Change:
    def __init__(self, store: GraphStore, after: Iterable[Node | Edge], namespace: str, ended_on: date) -> None:
        self.counts: Counter[str] = Counter()
        self._store, self._namespace, self._day = store, namespace, ended_on
        self._new: dict[str, Concept] = {}
        self._edges: dict[tuple[type[Edge], str, str, str], Edge] = {}
        for record in after:
            if isinstance(record, Concept):
                self._new[record.id] = record
            elif isinstance(record, Edge):
                self._edges[_key(record)] = record
        self._gone: set[str] = set()

    def concepts(self) -> Iterator[Node]:
        """New and changed concepts, and the retired ones with their end."""
        kinds = {type(concept) for concept in self._new.values()}
        stored = {
            concept.id: concept
            for kind in _CONCEPTS
            if kind in kinds
            for concept in self._store.nodes(kind)
            if concept.id.startswith(self._namespace)
        }
        self._gone = stored.keys() - self._new.keys()
        self._refuse_stranger(len(stored))
        for concept in self._new.values():
            before = stored.get(concept.id)
            if before is None:
                self.counts["added"] += 1
                yield concept
            elif (now := _updated(before, concept)) != before:
                self.counts["updated"] += 1
                yield now
        for concept_id in sorted(self._gone):
            concept = stored[concept_id]
            if concept.valid_to is None:
                self.counts["retired"] += 1
                yield replace(concept, valid_to=self._day)

    def _refuse_stranger(self, stored: int) -> None:
        if len(self._gone) > _MOST_RETIRED * stored:
            raise ReleaseMismatchError(
                f"{len(self._gone):,} of the {stored:,} stored concepts are not in the later release: it is half a "
                "release, or no later release of this classification. Nothing was changed.",
                hint="Check that the files are whole and of the release that you named.",
                hint_zh="请核对文件是否完整、版本是否正确。",
                stored=stored,
                absent=len(self._gone),
            )

    def relations(self) -> Iterator[Edge]:
        """Relations of the later release that are new or changed, and the ends of those that it does not repeat."""
        kinds = {key[0] for key in self._edges}
        sources = {key[3] for key in self._edges}
        same: set[tuple[type[Edge], str, str, str]] = set()
        for kind in _RELATIONS:
            if kind not in kinds:
                continue
            for edge in self._store.edges(kind):
                if edge.source not in sources or not edge.from_id.startswith(self._namespace):
                    continue
                now = self._edges.get(_key(edge))
                if now is None and edge.valid_to is None:
                    self.counts["ended"] += 1
                    yield replace(edge, valid_to=self._day)
                elif now is not None and replace(now, source_version=edge.source_version) == edge:
                    same.add(_key(edge))
        yield from (edge for key, edge in self._edges.items() if key not in same)

    def succession(self, successions: Mapping[str, Succession], origin: Mapping[str, str]) -> Iterator[Edge]:
        """SUPERSEDES and MATCHES edges, and the second edges of people."""
        known = {gone: successions[gone] for gone in sorted(self._gone) if gone in successions}
        stored = {kind: {_key(edge): edge for edge in self._store.edges(kind)} for kind in (Supersedes, Matches)}
        self.counts["succeeded"] = len(known)
        for gone, next_one in known.items():
            if next_one.successor not in self._new:
                raise ReleaseMismatchError(
                    f"{next_one.successor} should follow {gone}, but the later release does not have it. "
                    "Nothing was changed.",
                    hint="The list of successors is of another release than the files.",
                    hint_zh="后继概念表与文件的版本不一致。",
                    id=gone,
                )
            shared: dict[str, Any] = {**origin, "confidence": next_one.confidence, "valid_from": self._day}
            for edge in (
                Supersedes(from_id=next_one.successor, to_id=gone, **shared),
                Matches(from_id=gone, to_id=next_one.successor, kind=next_one.kind, **shared),
            ):
                if stored[type(edge)].get(_key(edge)) != edge:
                    yield edge
        for kind in sorted(PERSONAL, key=lambda kind: kind.TYPE):
            yield from self._carried(list(self._store.edges(kind)), known)

    def _carried(self, edges: Sequence[_E], known: Mapping[str, Succession]) -> Iterator[_E]:
        """The second edges that are not there yet; where several lead to one successor, the surest."""
        there = {_key(edge): edge.confidence for edge in edges}
        second: dict[tuple[type[Edge], str, str, str], _E] = {}
        for edge in edges:
            next_one = known.get(edge.to_id)
            if next_one is None:
                continue
            carried = replace(edge, to_id=next_one.successor, confidence=edge.confidence * next_one.confidence)
            key = _key(carried)
            if carried.confidence > there.get(key, 0.0):
                there[key] = carried.confidence
                second[key] = carried
        self.counts["carried"] += len(second)
        yield from second.values()


def _key(edge: Edge) -> tuple[type[Edge], str, str, str]:
    return type(edge), edge.from_id, edge.to_id, edge.source


def _updated(before: Concept, now: Concept) -> Concept:
    """The later record, with what only the earlier one knows; the earlier one where the later is less sure of itself.

    A label that was read out of running text does not replace a published one, and no label replaces a curated one.
    """
    if now.confidence < before.confidence:
        return replace(before, valid_to=None)
    kept: dict[str, Any] = {}
    marks = curation_marks(before)
    curated = {mark.split(" ", 1)[0] for mark in marks}
    if marks:
        kept["source_version"] = CURATION_MARK.join((now.source_version, *marks))
    for field in fields(before):
        was, value = getattr(before, field.name), getattr(now, field.name)
        if field.name in _PROVENANCE or was == value:
            continue
        if isinstance(was, Mapping) and isinstance(value, Mapping):
            names = field.name in {"labels", "alt_labels"}
            kept[field.name] = {**was, **{key: new for key, new in value.items() if not (names and key in curated)}}
        elif was and not value:
            kept[field.name] = was
    return replace(now, **kept)
