"""Concepts of different schemes that are the same thing become one: groups of ids, and one merged record each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from ontology.records import Concept, Figure, LabelLists, Labels, Occupation, Skill
from ontology.vocabulary import Scheme

_C = TypeVar("_C", bound=Concept)
_T = TypeVar("_T")

_PRECEDENCE = {scheme: rank for rank, scheme in enumerate(Scheme)}


def precedence(concept: Concept) -> int:
    """0 for the scheme that is believed first."""
    return _PRECEDENCE[concept.scheme]


def group_concepts(concepts: Iterable[_C], exact_matches: Iterable[tuple[str, str]]) -> list[tuple[_C, ...]]:
    """Put concepts together that EXACT matches join one to one.

    A match counts if neither end has another exact match into the other's scheme: where a scheme splits what another
    keeps together, the concepts stay apart. A chain of matches is followed from the most to the least believed
    scheme, as long as it brings no two concepts of one scheme together.

    Returns:
        groups in ascending order of their canonical id; within a group by precedence of the scheme, canonical first.
    """
    by_id = {concept.id: concept for concept in concepts}
    group_of = {concept_id: [concept] for concept_id, concept in by_id.items()}
    for left, right in _one_to_one(by_id, exact_matches):
        first, second = group_of[left.id], group_of[right.id]
        if first is not second and {part.scheme for part in first}.isdisjoint(part.scheme for part in second):
            first += second
            for concept in second:
                group_of[concept.id] = first
    unique = {id(group): group for group in group_of.values()}.values()
    ordered = [tuple(sorted(group, key=lambda concept: (precedence(concept), concept.id))) for group in unique]
    return sorted(ordered, key=lambda group: group[0].id)


def _one_to_one(by_id: dict[str, _C], matches: Iterable[tuple[str, str]]) -> Iterator[tuple[_C, _C]]:
    """The one-to-one pairs, most believed scheme first, each once."""
    pairs = set()
    partners: dict[tuple[str, Scheme], set[str]] = {}
    for ends in matches:
        if ends[0] not in by_id or ends[1] not in by_id:
            continue
        left, right = sorted((by_id[end] for end in ends), key=lambda concept: (precedence(concept), concept.id))
        if left.scheme is not right.scheme:
            pairs.add((precedence(left), precedence(right), left.id, right.id))
            partners.setdefault((left.id, right.scheme), set()).add(right.id)
            partners.setdefault((right.id, left.scheme), set()).add(left.id)
    for *_, left_id, right_id in sorted(pairs):
        left, right = by_id[left_id], by_id[right_id]
        if len(partners[left_id, right.scheme]) == len(partners[right_id, left.scheme]) == 1:
            yield left, right


def merged_occupation(members: Sequence[Occupation]) -> Occupation:
    """One occupation of several members, the canonical one first: lists are joined, single values taken from the
    first member that has one."""
    if len(members) == 1:
        return members[0]
    return replace(
        _merged_concept(members),
        isco_code=_first(members, lambda member: member.isco_code, ""),
        soc_code=_first(members, lambda member: member.soc_code, ""),
        tasks=_joined(member.tasks for member in members),
        job_zone=_first(members, lambda member: member.job_zone, None),
        interests=_first(members, lambda member: member.interests, {}),
        work_styles=_first(members, lambda member: member.work_styles, {}),
        education=_first(members, lambda member: member.education, {}),
        figures=_merged_figures(members),
        flexible=next((member.flexible for member in members if member.flexible is not None), None),
        collections=_joined(member.collections for member in members),
    )


def merged_skill(members: Sequence[Skill]) -> Skill:
    """One skill of several members, the canonical one first."""
    if len(members) == 1:
        return members[0]
    return replace(
        _merged_concept(members),
        reuse_level=_first(members, lambda member: member.reuse_level, ""),
        collections=_joined(member.collections for member in members),
    )


def _merged_concept(members: Sequence[_C]) -> _C:
    labels = _first_per_language(member.labels for member in members)
    return replace(
        members[0],
        labels=labels,
        notation=_first(members, lambda member: member.notation, ""),
        alt_labels=_merged_alt_labels(members, labels),
        descriptions=_first_per_language(member.descriptions for member in members),
    )


def _merged_alt_labels(members: Sequence[Concept], preferred: Labels) -> LabelLists:
    names: dict[str, list[str]] = {}
    for member in members:
        for language, label in member.labels.items():
            names.setdefault(language, []).append(label)
        for language, labels in member.alt_labels.items():
            names.setdefault(language, []).extend(labels)
    without = {
        language: tuple(name for name in dict.fromkeys(labels) if name != preferred.get(language))
        for language, labels in names.items()
    }
    return {language: labels for language, labels in sorted(without.items()) if labels}


def _merged_figures(members: Sequence[Occupation]) -> tuple[Figure, ...]:
    """The first member's figure of each name; one stated for a member itself goes before one that came over a match."""
    figures: dict[str, Figure] = {}
    for member in members:
        for figure in member.figures:
            first = figures.setdefault(figure.name, figure)
            if first.via and not figure.via:
                figures[figure.name] = figure
    return tuple(figures.values())


def _first_per_language(parts: Iterable[Labels]) -> Labels:
    merged: dict[str, str] = {}
    for part in parts:
        for language, text in part.items():
            merged.setdefault(language, text)
    return merged


def _first(members: Sequence[_C], value: Callable[[_C], _T], otherwise: _T) -> _T:
    return next((found for member in members if (found := value(member))), otherwise)


def _joined(parts: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for part in parts for text in part))
