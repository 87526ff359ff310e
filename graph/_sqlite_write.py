"""Bulk upserts into the SQLite store, inside one transaction that the caller holds."""

# ruff: noqa: S608 - names come from the record classes, through `quoted`; values are always parameters

import sqlite3
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import repeat

from graph._codec import Codec, Scalar, codec_of
from graph._port import WriteReport
from graph._schema import Shape, edge_shapes
from graph._sqlite_schema import column_list, quoted
from graph.errors import RecordConflictError, RecordError
from ontology.records import Edge, Node

_BATCH = 5_000

_Rows = list[tuple[Scalar, ...]]


class BulkWriter:
    """Collects records, writes them in batches, and joins edges to their ends when all records are in.

    Edges wait in temporary tables (SQLite spills them to disk), so memory stays bounded and an edge may come before
    the nodes that it joins.

    Args:
        replacing: sources of which only the edges among the records are left.
    """

    def __init__(self, connection: sqlite3.Connection, replacing: AbstractSet[str] = frozenset()) -> None:
        self._connection = connection
        self._replacing = sorted(replacing)
        self._nodes: dict[type[Node], _Rows] = {}
        self._edges: dict[type[Edge], _Rows] = {}
        self._staged: dict[type[Edge], Shape] = {}
        self._written = 0

    def write(self, records: Iterable[Node | Edge]) -> WriteReport:
        """Write all records; the last one of a key wins."""
        for record in records:
            self._add(record)
        for node_type in list(self._nodes):
            self._flush_nodes(node_type)
        dangling: list[tuple[str, str, str]] = []
        for edge_type in list(self._edges):
            self._flush_edges(edge_type)
        removed = self._remove_unstated() if self._replacing else {}
        for shape in sorted(self._staged.values(), key=lambda shape: shape.name):
            dangling += self._join(shape)
        return WriteReport(self._written, tuple(dangling), removed)

    def _add(self, record: Node | Edge) -> None:
        if isinstance(record, Edge):
            codec: Codec[Edge] = codec_of(type(record))
            rows = self._edges.setdefault(type(record), [])
            rows.append((*codec.identity(record), *codec.encode(record)))
            if len(rows) >= _BATCH:
                self._flush_edges(type(record))
        elif isinstance(record, Node):
            node_codec: Codec[Node] = codec_of(type(record))
            rows = self._nodes.setdefault(type(record), [])
            rows.append((*node_codec.identity(record), *node_codec.encode(record)))
            if len(rows) >= _BATCH:
                self._flush_nodes(type(record))
        else:
            raise RecordError(
                f"{record!r} is neither a node nor an edge.", hint="Only records of `ontology` can be stored."
            )

    def _flush_nodes(self, node_type: type[Node]) -> None:
        rows, self._nodes[node_type] = self._nodes[node_type], []
        shape = codec_of(node_type).shape
        self._intern([str(row[0]) for row in rows], shape.name)
        self._connection.executemany(
            f"INSERT OR REPLACE INTO {quoted(shape.name)} (key, {column_list(shape)}) "
            f"VALUES ((SELECT key FROM node WHERE id = ?), {_marks(len(shape.columns))})",
            rows,
        )
        self._written += len(rows)

    def _intern(self, ids: list[str], label: str) -> None:
        try:
            # An id of another label is set to NULL, which the column refuses: one check for the whole batch.
            self._connection.executemany(
                "INSERT INTO node (id, label) VALUES (?, ?) "
                "ON CONFLICT (id) DO UPDATE SET label = NULL WHERE label <> excluded.label",
                zip(ids, repeat(label), strict=False),
            )
        except sqlite3.IntegrityError as error:
            for node_id in ids:
                row = self._connection.execute("SELECT label FROM node WHERE id = ?", (node_id,)).fetchone()
                if row is not None and row[0] != label:
                    raise RecordConflictError(
                        f"{node_id} is stored as {row[0]} and comes again as {label}; an id names one thing.",
                        hint="Give one of them another id; nothing was changed.",
                        id=node_id,
                    ) from error
            raise

    def _flush_edges(self, edge_type: type[Edge]) -> None:
        rows, self._edges[edge_type] = self._edges[edge_type], []
        shape = codec_of(edge_type).shape
        if edge_type not in self._staged:
            self._staged[edge_type] = shape
            self._connection.execute(f"CREATE TEMP TABLE {_stage(shape)} (from_id, to_id, {column_list(shape)})")
        self._connection.executemany(
            f"INSERT INTO temp.{_stage(shape)} VALUES ({_marks(len(shape.columns) + 2)})", rows
        )

    def _remove_unstated(self) -> dict[str, int]:
        """Delete the edges of replaced sources that are not staged; source -> how many."""
        removed: Counter[str] = Counter()
        for shape in edge_shapes():
            table, key = f"main.{quoted(shape.name)}", 'from_key, to_key, "source"'
            unstated = f'"source" IN ({_marks(len(self._replacing))})'
            if shape in self._staged.values():
                # A set difference, since NOT IN goes through all of the list for each edge that it does not find there.
                unstated = (
                    f"({key}) IN (SELECT {key} FROM {table} WHERE {unstated} "
                    f'EXCEPT SELECT a.key, b.key, s."source" FROM temp.{_stage(shape)} s '
                    "JOIN node a ON a.id = s.from_id JOIN node b ON b.id = s.to_id)"
                )
            # Counted first: not every SQLite that Python 3.11 may run on knows RETURNING.
            counts = self._connection.execute(
                f'SELECT "source", count(*) FROM {table} WHERE {unstated} GROUP BY "source"',
                self._replacing,
            ).fetchall()
            if counts:
                removed.update(dict(counts))
                self._connection.execute(f"DELETE FROM {table} WHERE {unstated}", self._replacing)
        return dict(removed)

    def _join(self, shape: Shape) -> list[tuple[str, str, str]]:
        written = self._connection.execute(
            f"INSERT OR REPLACE INTO main.{quoted(shape.name)} (from_key, to_key, {column_list(shape)}) "
            f"SELECT a.key, b.key, {column_list(shape, prefix='s.')} FROM temp.{_stage(shape)} s "
            "JOIN node a ON a.id = s.from_id JOIN node b ON b.id = s.to_id ORDER BY s.rowid"
        ).rowcount
        self._written += written
        dangling = self._connection.execute(
            f"SELECT DISTINCT s.from_id, s.to_id FROM temp.{_stage(shape)} s "
            "LEFT JOIN node a ON a.id = s.from_id LEFT JOIN node b ON b.id = s.to_id "
            "WHERE a.key IS NULL OR b.key IS NULL ORDER BY s.from_id, s.to_id"
        ).fetchall()
        self._connection.execute(f"DROP TABLE temp.{_stage(shape)}")
        return [(shape.name, from_id, to_id) for from_id, to_id in dangling]


def _stage(shape: Shape) -> str:
    return quoted(f"stage_{shape.name}")


def _marks(count: int) -> str:
    return ", ".join(repeat("?", count))
