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

#: What every node and edge says of where it comes from.
PROVENANCE = ("source", "source_version", "licence")
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
        values: property -> n values as stored.
    """

    rows: IntArray
    columns: IntArray
    rank: IntArray
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
        self._sources: set[tuple[str, str, str]] = set()
        self._noted: Sequence[Scalar] = ()

    @property
    def sources(self) -> tuple[tuple[str, str, str], ...]:
        """Everything noted so far, sorted."""
        return tuple(sorted(self._sources))

    def nodes(self, node_type: type[_N]) -> Iterator[_N]:
        """All nodes of one type."""
        for node in self.store.nodes(node_type):
            self._sources.add((node.source, node.source_version, node.licence))
            yield node

    def edges(self, edge_type: type[Edge], columns: Sequence[str]) -> Iterator[tuple[Scalar, ...]]:
        """(from_id, to_id, *columns) of all edges of one type; call `note` for those that are used."""
        return self.store.edge_columns(edge_type, (*columns, *PROVENANCE))

    def note(self, edge: Sequence[Scalar]) -> None:
        """Note the source of an edge that came from `edges`."""
        # Edges of one source come in long runs.
        if edge[-3:] != self._noted:
            self._noted = source, version, licence = edge[-3:]
            self._sources.add((str(source), str(version), str(licence)))

    def pairs(self, edge_type: type[Edge], starts: Rows, ends: Rows, columns: Sequence[str] = ()) -> Pairs:
        """The edges of one type that join known rows; ended ones and edges from a row to itself are left out.

        The latter join two concepts that were merged into one, so they say nothing any more.
        """
        same = starts is ends
        kept: list[tuple[int, int, int]] = []
        values: list[tuple[Scalar, ...]] = []
        last = 2 + len(columns)
        for edge in self.edges(edge_type, (*columns, "valid_to")):
            start, end = starts.get(str(edge[0])), ends.get(str(edge[1]))
            if start is None or end is None or (same and start[0] == end[0]):
                continue
            # An edge that curation ended still speaks against the same edge of other sources.
            if ended(edge[last]) and edge[-3] != CURATION:
                continue
            kept.append((start[0], end[0], _CURATED if edge[-3] == CURATION else start[1] * 100 + end[1]))
            values.append(edge[2:last])
            self.note(edge)
        joined = np.array(kept, np.int32).reshape(-1, 3).T
        return Pairs(
            joined[0], joined[1], joined[2], dict(zip(columns, _transposed(values, len(columns)), strict=True))
        )


def _transposed(values: Sequence[tuple[Scalar, ...]], width: int) -> Sequence[Sequence[Scalar]]:
    return list(zip(*values, strict=True)) if values else [()] * width
