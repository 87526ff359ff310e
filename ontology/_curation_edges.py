"""What a reader of plain edges must leave out because a domain expert corrected or removed it."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from ontology.records import Matches, Requires
from ontology.vocabulary import CURATION

_E = TypeVar("_E", Requires, Matches)


def believed(edges: Iterable[_E]) -> Iterator[_E]:
    """The edges that still hold once curation is believed first; snapshots do the same by themselves.

    A pair that curation removed gives none. Of a match that it corrected only its own edge is left; a corrected
    requirement keeps those of the sources as well, since they may rate what it leaves open. A match is about the same
    pair whichever end it names first.

    Args:
        edges: of one type, in any order; they are held in memory.
    """
    held = list(edges)
    curated = {_pair(edge): edge for edge in held if edge.source == CURATION}
    for edge in held:
        word = curated.get(_pair(edge))
        if word is None or (not _removes(word) and (edge.source == CURATION or isinstance(edge, Requires))):
            yield edge


def _pair(edge: Requires | Matches) -> tuple[str, str]:
    if isinstance(edge, Matches) and edge.to_id < edge.from_id:
        return edge.to_id, edge.from_id
    return edge.from_id, edge.to_id


def _removes(edge: Requires | Matches) -> bool:
    return edge.importance == 0 if isinstance(edge, Requires) else edge.valid_to is not None
