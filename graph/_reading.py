"""Edges of a store as arrays of snapshot rows, with the sources they come from noted on the way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from graph._codec import Scalar
from graph._merge import precedence
from graph._port import GraphStore
from graph._snapshot import FloatArray, IntArray
from graph.errors import SnapshotError
from ontology.records import Concept, Edge, Node
from ontology.vocabulary import CURATION

_N = TypeVar("_N", bound=Node)
_C = TypeVar("_C", bound=Concept)

_PROVENANCE = ("source", "source_version", "licence")
#: Rank of what a domain expert corrected: before every scheme.
_CURATED = -1

#: id -> (row, precedence of its scheme)
Rows = Mapping[str, tuple[int, int]]


def rows_of(groups: Sequence[Sequence[_C]]) -> dict[str, tuple[int, int]]:
    """Every member's id -> its group's row and its own precedence."""
    return {member.id: (row, precedence(member)) for row, group in enumerate(groups) for member in group}


def ended(valid_to: object) -> bool:
    """Whether what holds until this day (a date, its ISO text, or None for ever) has come to its end."""
    return valid_to is not None and str(valid_to) <= date.today().isoformat()  # noqa: DTZ011 -- a day has no zone


@dataclass(frozen=True, slots=True)
class Pairs:
    """Edges between snapshot rows, in the order of the store; several may join the same rows.

    Attributes:
        rows, columns: int32, shape (n,).
        rank: int32, shape (n,): precedence of the schemes that the edge joins, smaller is believed first; -1 for what
            curation says.
        said: int32, shape (n,): who says so, as `Reader.noted` counts them.
        values: property -> n values as stored.
    """

    rows: IntArray
    columns: IntArray
    rank: IntArray
    said: IntArray
    values: Mapping[str, Sequence[Scalar]]

    def numbers(self, name: str, *, allowed: str = "[0, 1]") -> FloatArray:
        """A property as float32, NaN where it is unknown.

        Raises:
            SnapshotError: a number is outside [0, 1].
        """
        numbers = np.array(self.values[name], np.float32)
        wrong = np.flatnonzero((numbers < 0) | (numbers > 1))
        if len(wrong):
            raise SnapshotError(
                f"{len(wrong)} edges have {name} outside {allowed}, the first {self.values[name][wrong[0]]!r}.",
                hint="The importer of their source has to bring it to the scale of `ontology.records`.",
                field=name,
            )
        return numbers

    def words(self, name: str, vocabulary: Sequence[str]) -> NDArray[np.int8]:
        """A property as index into its vocabulary."""
        index = {str(word): position for position, word in enumerate(vocabulary)}
        return np.array([index[str(word)] for word in self.values[name]], np.int8)


class Reader:
    """Reads one store and collects the (source, version, licence) of everything it lets through."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self._sources: dict[tuple[str, str, str], int] = {}
        self._last: tuple[Sequence[Scalar], int] = ((), -1)

    @property
    def sources(self) -> tuple[tuple[str, str, str], ...]:
        """Everything noted so far, sorted."""
        return tuple(sorted(self._sources))

    def nodes(self, node_type: type[_N]) -> Iterator[_N]:
        """All nodes of one type."""
        for node in self.store.nodes(node_type):
            self._sources.setdefault((node.source, node.source_version, node.licence), len(self._sources))
            yield node

    def edges(self, edge_type: type[Edge], columns: Sequence[str]) -> Iterator[tuple[Scalar, ...]]:
        """(from_id, to_id, *columns) of all edges of one type; call `note` for those that are used."""
        return self.store.edge_columns(edge_type, (*columns, *_PROVENANCE))

    def note(self, edge: Sequence[Scalar]) -> int:
        """Note the source of an edge that came from `edges`; its number among all sources that were noted."""
        # Edges of one source come in long runs.
        if edge[-3:] != self._last[0]:
            source, version, licence = edge[-3:]
            place = self._sources.setdefault((str(source), str(version), str(licence)), len(self._sources))
            self._last = (edge[-3:], place)
        return self._last[1]

    def noted(self) -> IntArray:
        """Place in `sources` of each source in the order in which they were noted; int32, shape (n_sources,)."""
        places = {source: place for place, source in enumerate(self.sources)}
        return np.array([places[source] for source in self._sources], np.int32)

    def pairs(self, edge_type: type[Edge], starts: Rows, ends: Rows, columns: Sequence[str] = ()) -> Pairs:
        """The edges of one type that join known rows; ended ones and edges from a row to itself are left out.

        The latter join two concepts that were merged into one, so they say nothing any more.
        """
        same = starts is ends
        kept: list[tuple[int, int, int, int]] = []
        values: list[tuple[Scalar, ...]] = []
        last = 2 + len(columns)
        for edge in self.edges(edge_type, (*columns, "valid_to")):
            start, end = starts.get(str(edge[0])), ends.get(str(edge[1]))
            if start is None or end is None or (same and start[0] == end[0]):
                continue
            # An edge that curation ended still speaks against the same edge of other sources.
            if ended(edge[last]) and edge[-3] != CURATION:
                continue
            rank = _CURATED if edge[-3] == CURATION else start[1] * 100 + end[1]
            kept.append((start[0], end[0], rank, self.note(edge)))
            values.append(edge[2:last])
        rows, others, ranks, said = np.array(kept, np.int32).reshape(-1, 4).T
        return Pairs(rows, others, ranks, said, dict(zip(columns, _transposed(values, len(columns)), strict=True)))


def _transposed(values: Sequence[tuple[Scalar, ...]], width: int) -> Sequence[Sequence[Scalar]]:
    return list(zip(*values, strict=True)) if values else [()] * width
