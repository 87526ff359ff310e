"""Curation changes held against what a store has: unknown ids, wrong kinds, names that two concepts would share."""

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property

from ontology._curation_faults import Faults, near_told, shown
from ontology._curation_rows import Action, Change, Changes, LabelChange, MatchChange, RequirementChange
from ontology._label_checks import Label, glossary_faults
from ontology.records import Concept, Occupation, OccupationGroup, Skill, SkillGroup
from ontology.vocabulary import CURATION, CURATION_MARK, Language, MatchKind, Scheme

#: How many ids around an unknown one, in their order, are looked at for a misspelling.
_NEIGHBOURS = 50
_KINDS: Mapping[type[Concept], tuple[str, str]] = {
    Occupation: ("an occupation", "职业"),
    OccupationGroup: ("a group of occupations", "职业类别"),
    Skill: ("a skill", "技能"),
    SkillGroup: ("a group of skills", "技能类别"),
}
#: The table of our own labels that a kind of concept is in; the glossary names them.
_TABLES = {Occupation: "occupations", OccupationGroup: "isco_groups", Skill: "skills", SkillGroup: "skill_groups"}
_WORK = (Occupation, OccupationGroup)
_AND = CURATION_MARK

#: (from, to) -> sources of the edges between them.
Pairs = Mapping[tuple[str, str], Collection[str]]


@dataclass(frozen=True)
class CurationGraph:
    """What a store holds of the things that curation is about.

    Attributes:
        concepts: every occupation, skill and group by its id.
        requirements: (occupation, skill) -> sources that state it.
        matches: (from, to) -> sources that state it.
        exact: the pairs of `matches` that are exact.
    """

    concepts: Mapping[str, Concept] = field(default_factory=dict)
    requirements: Pairs = field(default_factory=dict)
    matches: Pairs = field(default_factory=dict)
    exact: Collection[tuple[str, str]] = ()

    @cached_property
    def _ids(self) -> list[str]:
        return sorted(self.concepts)

    @cached_property
    def _named(self) -> Mapping[str, list[str]]:
        names: defaultdict[str, list[str]] = defaultdict(list)
        for concept in self.concepts.values():
            for name in {concept.notation, *concept.labels.values()} - {""}:
                names[plain(name)].append(concept.id)
        return names

    def near(self, text: str) -> tuple[str, ...]:
        """Up to three ids that are spelt like a text, or that it is the label or code of."""
        if named := self._named.get(plain(text)):
            return tuple(sorted(named)[:3])
        # Only the last part is compared: all URIs of ESCO begin alike.
        head, tail = _split(text)
        middle = bisect_left(self._ids, text)
        around = map(_split, self._ids[max(0, middle - _NEIGHBOURS) : middle + _NEIGHBOURS])
        tails = [other for start, other in around if start == head]
        return tuple(head + other for other in get_close_matches(tail, tails, n=3, cutoff=0.8))


def _split(node_id: str) -> tuple[str, str]:
    end = max(node_id.rfind("/"), node_id.rfind(":")) + 1
    return node_id[:end], node_id[end:]


def plain(name: str) -> str:
    """A name without what people do not see as a difference: case, width of the signs, blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def check_changes(changes: Changes, graph: CurationGraph, faults: Faults) -> None:
    """Note every change that the graph cannot take."""
    known = _Checker(graph, faults)
    for label in changes.labels:
        known.label(label)
    known.shared_labels(changes.labels)
    for requirement in changes.requirements:
        known.requirement(requirement)
    for match in changes.matches:
        known.match(match)
    known.second_exact(changes.matches)


class _Checker:
    def __init__(self, graph: CurationGraph, faults: Faults) -> None:
        self._graph, self._faults = graph, faults

    def _concept(self, change: Change, column: str, *kinds: type[Concept]) -> Concept | None:
        """The concept that a cell names, if it is there and of one of the kinds."""
        concept = self._graph.concepts.get(change.row.text(column))
        if concept is None:
            near = near_told(self._graph.near(change.row.text(column)))
            self._faults.at(change.row, column, "unknown-id", a=near)
        elif not isinstance(concept, kinds):
            told = _KINDS[type(concept)], _KINDS[kinds[0]]
            self._faults.at(change.row, column, "kind", a=told[0], b=told[1])
            return None
        return concept

    # -- labels -----------------------------------------------------------------------------------------------------

    def label(self, change: LabelChange) -> None:
        concept = self._concept(change, "id", Concept)
        if concept is None:
            return
        # A row that was imported before may be imported again.
        fresh = not is_applied(concept, change)
        present, names = concept.labels.get(change.language, ""), concept.alt_labels.get(change.language, ())
        if fresh and change.action is Action.ADD and change.label and present not in {"", change.label}:
            self._faults.at(change.row, "label", "exists", value=f"{change.id} ({change.language})", a=shown(present))
        if change.action is Action.CORRECT and change.label and not present:
            self._faults.at(change.row, "label", "not-there", value=f"{change.id} ({change.language})")
        if change.action is Action.REMOVE:
            if fresh:
                self._removal(change, concept, present, names)
        elif change.language == Language.ZH and concept.scheme in {Scheme.ESCO, Scheme.ISCO}:
            self._glossary(change, concept, present, names)

    def _removal(self, change: LabelChange, concept: Concept, present: str, names: tuple[str, ...]) -> None:
        if change.label and change.label != present:
            there = (f" The label is “{shown(present)}”.", f"现有标签为“{shown(present)}”。") if present else ""
            self._faults.at(change.row, "label", "not-there", a=there)
        elif change.label and len(concept.labels) == 1:
            self._faults.at(change.row, "label", "last-label")
        for name in change.alt:
            if name not in names:
                self._faults.at(change.row, "alt", "not-there", value=name)

    def _glossary(self, change: LabelChange, concept: Concept, present: str, names: tuple[str, ...]) -> None:
        table, english = _TABLES[type(concept)], {concept.id: concept.labels.get(Language.EN, "")}
        label, alt = merged_names(change, present, names)
        for fault in glossary_faults([Label(table, change.row.line, concept.id, label, alt)], english):
            told = fault.why, fault.why.replace(" is ", "：").replace(" or ", "、")
            self._faults.at(change.row, "label" if change.label else "alt", "glossary", value=label, a=told)

    def shared_labels(self, changes: Iterable[LabelChange]) -> None:
        """Note labels that another concept of the same kind and scheme has, once all changes are made."""
        changed = {(change.id, change.language): change for change in changes if change.label}
        languages = {language for _, language in changed}
        owners: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
        for concept in self._graph.concepts.values():
            for language in languages:
                change = changed.get((concept.id, language))
                label = concept.labels.get(language, "") if change is None else change.label
                if label and not (change and change.action is Action.REMOVE):
                    owners[type(concept), concept.scheme, language, plain(label)].append(concept.id)
        for (concept_id, language), change in changed.items():
            found = self._graph.concepts.get(concept_id)
            # A group and the only group in it share a name, as they do in ESCO and CSCO.
            if found is None or change.action is Action.REMOVE or isinstance(found, OccupationGroup | SkillGroup):
                continue
            others = owners[type(found), found.scheme, language, plain(change.label)]
            if len(others) > 1:
                self._faults.at(change.row, "label", "same-label", a=next(one for one in others if one != concept_id))

    # -- edges ------------------------------------------------------------------------------------------------------

    def requirement(self, change: RequirementChange) -> None:
        ends = self._concept(change, "occupation", Occupation), self._concept(change, "skill", Skill)
        if all(ends):
            pair = change.occupation, change.skill
            self._presence(change, "skill", pair, self._graph.requirements.get(pair, ()))

    def match(self, change: MatchChange) -> None:
        start, end = self._concept(change, "from", Concept), self._concept(change, "to", Concept)
        if start is None or end is None:
            return
        if isinstance(start, _WORK) is not isinstance(end, _WORK):
            self._faults.at(change.row, "to", "kind", a=_KINDS[type(end)], b=_KINDS[type(start)])
        elif start.scheme is end.scheme:
            self._faults.at(change.row, "to", "same-scheme", a=shown(change.start))
        else:
            pair, matches = (change.start, change.end), self._graph.matches
            if pair not in matches and pair[::-1] in matches and change.action is not Action.ADD:
                self._faults.at(change.row, "from", "turned", value=pair[1], a=shown(pair[0]))
                return
            self._presence(change, "to", pair, [*matches.get(pair, ()), *matches.get(pair[::-1], ())])

    def _presence(self, change: Change, column: str, pair: tuple[str, str], sources: Collection[str]) -> None:
        others = sorted(set(sources) - {CURATION})
        if change.action is Action.ADD and others:
            self._faults.at(change.row, column, "exists", value=" → ".join(pair), a=", ".join(others))
        if change.action is not Action.ADD and not sources:
            self._faults.at(change.row, column, "not-there", value=" → ".join(pair))

    def second_exact(self, changes: Iterable[MatchChange]) -> None:
        """Note exact matches of which one end has another exact match into the other's scheme, all changes made."""
        concepts, changed = self._graph.concepts, {frozenset((change.start, change.end)): change for change in changes}
        partners: defaultdict[tuple[str, Scheme], set[str]] = defaultdict(set)

        def join(start: str, end: str) -> None:
            if start in concepts and end in concepts:
                partners[start, concepts[end].scheme].add(end)
                partners[end, concepts[start].scheme].add(start)

        for start, end in self._graph.exact:
            if frozenset((start, end)) not in changed:
                join(start, end)
        exact = [one for one in changed.values() if one.kind is MatchKind.EXACT and one.action is not Action.REMOVE]
        for change in exact:
            join(change.start, change.end)
        for change in exact:
            for column, here, there in (("from", change.start, change.end), ("to", change.end, change.start)):
                if here in concepts and there in concepts:
                    others = partners[here, concepts[there].scheme] - {there}
                    if others:
                        self._faults.at(change.row, column, "second-exact", a=shown(min(others)))


def mark_of(change: Change) -> str:
    """What the records of a change carry as their source's version: the day and the source that the row names."""
    return f"{change.day.isoformat()} · {change.source}"


def is_applied(concept: Concept, change: LabelChange) -> bool:
    """Whether a row of this language, day and source was imported before."""
    return _name_mark(change) in concept.source_version.split(_AND)


def _name_mark(change: LabelChange) -> str:
    return f"{change.language} {mark_of(change)}"


def merged_names(change: LabelChange, label: str, alt: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Label and alternatives of one language after a change."""
    if change.action is Action.REMOVE:
        return ("" if change.label else label), tuple(name for name in alt if name not in change.alt)
    names = change.alt if change.action is Action.CORRECT and change.alt else (*alt, *change.alt)
    new = change.label or label
    return new, tuple(name for name in dict.fromkeys(names) if name != new)


def renamed(concept: Concept, change: LabelChange) -> Concept:
    """The concept after a change of its names; everything else of it stays. Doing it twice is doing it once."""
    language = change.language
    label, alt = merged_names(change, concept.labels.get(language, ""), concept.alt_labels.get(language, ()))
    labels = {**concept.labels, language: label}
    names = {**concept.alt_labels, language: alt}
    return replace(
        concept,
        labels={key: text for key, text in labels.items() if text},
        alt_labels={key: texts for key, texts in names.items() if texts},
        source_version=concept.source_version + ("" if is_applied(concept, change) else _AND + _name_mark(change)),
    )
