"""Concepts that a release retired: they leave the snapshot, and their ids lead to what stands for them.

A retired concept stays in the store with the day on which it ended (`valid_to`), so that nothing anybody said about it
is lost. In the snapshot it is no row of its own, hence nothing recommends it; its id is another id of its successor's
row (SUPERSEDES), so that a requirement, a course or a profile that names it still counts, behind what is said of the
successor itself. Without a successor it is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from graph._merge import group_concepts
from graph._port import GraphStore
from graph._reading import Reader, Rows, ended, rows_of
from ontology.records import Concept, Supersedes
from ontology.vocabulary import Scheme

_C = TypeVar("_C", bound=Concept)


@dataclass(frozen=True, slots=True)
class Concepts(Generic[_C]):
    """The concepts of one type.

    Attributes:
        groups: living concepts, those that are one thing together, canonical first; one group is one row.
        members: the same, each with the retired concepts that it stands for at its end.
        rows, living: id -> row and precedence, with and without the retired ones.
    """

    groups: list[tuple[_C, ...]]
    members: list[tuple[_C, ...]]
    rows: Rows
    living: Rows


def read_concepts(reader: Reader, node_type: type[_C], exact: Iterable[tuple[str, str]]) -> Concepts[_C]:
    """Read all concepts of one type and put those together that exact matches join."""
    living: list[_C] = []
    gone: list[_C] = []
    for node in reader.nodes(node_type):
        (gone if ended(node.valid_to) else living).append(node)
    groups = group_concepts(living, exact)
    rows = rows_of(groups)
    if not gone:
        return Concepts(groups, groups, rows, rows)
    members = _with_retired(groups, gone, _followers(reader.store))
    # What is said of a retired concept is believed last.
    added = {member.id: (row, len(Scheme)) for row, group in enumerate(members) for member in group}
    return Concepts(groups, members, {**added, **rows}, rows)


def _followers(store: GraphStore) -> Mapping[str, str]:
    """Id of what was replaced -> id of what replaces it; the surest one where there are several."""
    best: dict[str, tuple[float, str]] = {}
    for newer, older, confidence in store.edge_columns(Supersedes, ("confidence",)):
        found = (float(confidence or 0), str(newer))
        best[str(older)] = max(best.get(str(older), found), found)
    return {older: newer for older, (_, newer) in best.items()}


def _with_retired(
    groups: Sequence[tuple[_C, ...]], gone: Iterable[_C], follower_of: Mapping[str, str]
) -> list[tuple[_C, ...]]:
    """The same groups, each with the retired concepts that it stands for at its end."""
    place = {member.id: number for number, group in enumerate(groups) for member in group}
    added: dict[int, list[_C]] = {}
    for concept in gone:
        number = _place(concept.id, place, follower_of)
        if number is not None:
            # Its code may have gone to another concept since.
            added.setdefault(number, []).append(replace(concept, notation=""))
    return [(*group, *added.get(number, ())) for number, group in enumerate(groups)]


def _place(concept_id: str, place: Mapping[str, int], follower_of: Mapping[str, str]) -> int | None:
    seen = {concept_id}
    while (following := follower_of.get(concept_id)) is not None and following not in seen:
        if following in place:
            return place[following]
        seen.add(following)
        concept_id = following
    return None
