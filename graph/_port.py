"""The store port: few verbs that move data. No caller writes SQL or Cypher; all reasoning runs on the snapshot."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Protocol, Self, TypeVar

from ontology.records import Edge, Node

_N = TypeVar("_N", bound=Node)
_E = TypeVar("_E", bound=Edge)


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What one `put_*` call did.

    Attributes:
        written: records stored, new, changed or as they were; an edge that is dangling is not.
        dangling: edges left out because an end is not in the store, as (type, from_id, to_id).
        removed: source -> its edges deleted because it was replaced and does not state them any more; without zeros.
    """

    written: int
    dangling: tuple[tuple[str, str, str], ...] = field(default=())
    removed: Mapping[str, int] = field(default_factory=dict)


class GraphStore(Protocol):
    """One property graph. Every `put_*`/`drop_nodes` call is one transaction that also raises `version()` by one.

    A failed call leaves the store as it was. Records are upserted: a node by its id, an edge by
    (type, from_id, to_id, source). Reads return records sorted by id, or by (from_id, to_id, source).
    """

    @property
    def store_id(self) -> str:
        """Random id given to the store when it was made; with `version()` it names one state of the data."""

    def migrate(self) -> None:
        """Bring the store to this program's schema; does nothing if it is there.

        Raises:
            StoreSchemaError: the store was written by a newer program.
        """

    def put_nodes(self, nodes: Iterable[Node]) -> WriteReport:
        """Upsert nodes, of any mix of types, in one transaction."""

    def put_edges(self, edges: Iterable[Edge]) -> WriteReport:
        """Upsert edges in one transaction; edges with an end that is not stored are reported as dangling."""

    def put(self, records: Iterable[Node | Edge], *, replacing: AbstractSet[str] = frozenset()) -> WriteReport:
        """Upsert nodes and edges together in one transaction: all of an import, or nothing of it.

        Args:
            replacing: sources of which `records` has every edge that shall be left: their other edges, of any type,
                are deleted in the same transaction. Edges of other sources between the same ends stay, as do nodes.
        """

    def drop_nodes(self, node_type: type[Node], ids: Sequence[str]) -> int:
        """Delete nodes and every edge at them; returns how many nodes there were."""

    def nodes(self, node_type: type[_N]) -> Iterator[_N]:
        """All nodes of one type, sorted by id."""

    def edges(self, edge_type: type[_E]) -> Iterator[_E]:
        """All edges of one type, sorted by (from_id, to_id, source)."""

    def edge_columns(
        self, edge_type: type[Edge], columns: Sequence[str]
    ) -> Iterator[tuple[str | int | float | bool | None, ...]]:
        """(from_id, to_id, *columns) of all edges of one type, in the order of `edges`, without making records.

        Values are as stored: vocabulary words and dates as text, nested values as JSON text, booleans perhaps as 0
        and 1.
        """

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """Nodes per label and edges per type, without the empty ones."""

    def sources(self) -> tuple[tuple[str, str, str], ...]:
        """(source, source_version, licence) of everything stored, each once, sorted."""

    def version(self) -> int:
        """0 for an empty store; rises by one with each write."""

    def close(self) -> None:
        """Release the file or connection; further calls raise `StoreClosedError`."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...
