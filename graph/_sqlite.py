"""The embedded store: one SQLite file in WAL mode, read by many processes, written by one at a time."""

# ruff: noqa: S608 - names come from the record classes, through `quoted`; values are always parameters

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeVar

from graph import _sqlite_schema as schema
from graph._codec import Codec, Scalar, codec_of
from graph._port import WriteReport
from graph._schema import edge_shapes, node_shapes, shape_of
from graph._sqlite_errors import sqlite_errors
from graph._sqlite_schema import column_list, quoted
from graph._sqlite_write import BulkWriter
from graph.errors import StoreClosedError, StoreMissingError, StoreReadOnlyError, StoreSchemaError
from ontology.records import Edge, Node

_N = TypeVar("_N", bound=Node)
_E = TypeVar("_E", bound=Edge)

MEMORY = ":memory:"
_FETCH = 2_000


class SqliteStore:
    """`GraphStore` on one SQLite file; `:memory:` keeps it in this process.

    Safe to use from several threads: reads use connections of their own, writes take turns. A read sees the state
    at which it began, whatever is written meanwhile.
    """

    def __init__(self, path: str, *, read_only: bool = False, busy_timeout_s: float = 5.0) -> None:
        self._path = path
        self._where = f"sqlite:///{path}"
        self._read_only = read_only
        self._timeout_s = busy_timeout_s
        self._lock = threading.RLock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        there = _is_file(Path(path), self._where)
        if read_only and not there:
            raise StoreMissingError(
                f"There is no store at {self._where}.", hint="Import data first, or check the address.", store=path
            )
        if not read_only and there and not _writable(Path(path)):
            raise StoreReadOnlyError(
                f"{self._where} can be read but not written by this user.",
                hint="Give this user the right to write the file and its folder, or name another store.",
                store=path,
            )
        with sqlite_errors(self._where):
            self._main = self._connect()
        self._store_id = ""
        if read_only:
            try:
                with sqlite_errors(self._where):
                    self._check()
                    self._store_id = self._read_store_id()
            except BaseException:
                self.close()
                raise

    # -- opening ----------------------------------------------------------------------------------------------------

    def _connect(self) -> sqlite3.Connection:
        if self._path == MEMORY:
            target = MEMORY
        else:
            mode = "ro" if self._read_only else "rwc"
            target = f"{Path(self._path).absolute().as_uri()}?mode={mode}{self._immutable()}"
        connection = sqlite3.connect(
            target, uri=True, timeout=self._timeout_s, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -65536")
        return connection

    def _immutable(self) -> str:
        # A WAL file is opened with a lock file beside it; on a read-only medium there can be none, nor any writer.
        path = Path(self._path)
        if self._read_only and not path.with_name(path.name + "-wal").exists() and not _writable(path.parent):
            return "&immutable=1"
        return ""

    def _check(self) -> None:
        if not schema.is_store(self._main, self._where):
            raise StoreMissingError(
                f"{self._where} is an empty file, no store.", hint="Import data first.", store=self._path
            )
        if list(schema.missing_statements(self._main, self._where)):
            raise StoreSchemaError(
                f"{self._where} was written by an older Pathloom and cannot be read as it is.",
                hint="Open it once for writing (any `pathloom import`), which widens it.",
                store=self._path,
            )

    def _read_store_id(self) -> str:
        return str(self._main.execute("SELECT value FROM meta WHERE name = 'store_id'").fetchone()[0])

    def migrate(self) -> None:
        """Bring the file to this program's schema, in one transaction."""
        self._refuse_closed()
        with sqlite_errors(self._where), self._lock:
            fresh = not schema.is_store(self._main, self._where)
            statements = [] if fresh else list(schema.missing_statements(self._main, self._where))
            if fresh or statements:
                self._main.execute("PRAGMA journal_mode = WAL")
                with self._transaction():
                    # Looked at again: another process may have been faster.
                    if not schema.is_store(self._main, self._where):
                        schema.create(self._main)
                    for statement in list(schema.missing_statements(self._main, self._where)):
                        self._main.execute(statement)
            self._store_id = self._read_store_id()

    @property
    def store_id(self) -> str:
        """Random id of this store."""
        return self._store_id

    # -- writing ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._main.execute("BEGIN IMMEDIATE")
        try:
            yield self._main
            self._main.execute("COMMIT")
        except BaseException:
            # SQLite ends the transaction by itself after some errors (a full disk).
            if self._main.in_transaction:
                self._main.execute("ROLLBACK")
            raise

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._refuse_closed()
        if self._read_only:
            raise StoreReadOnlyError(
                f"{self._where} was opened for reading only.", hint="Open it without read_only.", store=self._path
            )
        with sqlite_errors(self._where), self._lock, self._transaction() as connection:
            connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'version'")
            yield connection

    def put_nodes(self, nodes: Iterable[Node]) -> WriteReport:
        """Upsert nodes in one transaction."""
        return self.put(nodes)

    def put_edges(self, edges: Iterable[Edge]) -> WriteReport:
        """Upsert edges in one transaction."""
        return self.put(edges)

    def put(self, records: Iterable[Node | Edge], *, replacing: AbstractSet[str] = frozenset()) -> WriteReport:
        """Upsert nodes and edges, in any order, in one transaction; of `replacing` only these edges are left."""
        with self._writing() as connection:
            return BulkWriter(connection, replacing).write(records)

    def drop_nodes(self, node_type: type[Node], ids: Sequence[str]) -> int:
        """Delete nodes of one type and every edge at them."""
        label = shape_of(node_type).name
        with self._writing() as connection:
            connection.execute("CREATE TEMP TABLE doomed (key INTEGER PRIMARY KEY)")
            connection.executemany(
                "INSERT OR IGNORE INTO temp.doomed SELECT key FROM node WHERE id = ? AND label = ?",
                ((node_id, label) for node_id in ids),
            )
            for shape in edge_shapes():
                for end in ("from_key", "to_key"):
                    connection.execute(f"DELETE FROM {quoted(shape.name)} WHERE {end} IN (SELECT key FROM temp.doomed)")
            connection.execute(f"DELETE FROM {quoted(label)} WHERE key IN (SELECT key FROM temp.doomed)")
            dropped = connection.execute("DELETE FROM node WHERE key IN (SELECT key FROM temp.doomed)").rowcount
            connection.execute("DROP TABLE temp.doomed")
            return dropped

    # -- reading ----------------------------------------------------------------------------------------------------

    def _rows(self, statement: str) -> Iterator[tuple[Scalar, ...]]:
        """Stream the rows of a query from a connection of its own."""
        self._refuse_closed()
        if self._path == MEMORY:
            # Another connection would be another database.
            with sqlite_errors(self._where), self._lock:
                yield from self._main.execute(statement).fetchall()
            return
        with sqlite_errors(self._where):
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._connect()
            try:
                cursor = connection.execute(statement)
                while rows := cursor.fetchmany(_FETCH):
                    yield from rows
            finally:
                cursor.close()
                if self._closed:
                    connection.close()
                else:
                    self._idle.append(connection)

    def nodes(self, node_type: type[_N]) -> Iterator[_N]:
        """All nodes of one type, sorted by id."""
        codec: Codec[_N] = codec_of(node_type)
        shape = codec.shape
        statement = (
            f"SELECT n.id, {column_list(shape, prefix='t.')} FROM {quoted(shape.name)} t "
            "JOIN node n ON n.key = t.key ORDER BY n.id"
        )
        for node_id, *row in self._rows(statement):
            yield codec.decode((str(node_id),), row)

    def edges(self, edge_type: type[_E]) -> Iterator[_E]:
        """All edges of one type, sorted by (from_id, to_id, source)."""
        codec: Codec[_E] = codec_of(edge_type)
        for from_id, to_id, *row in self.edge_columns(edge_type, [column.name for column in codec.shape.columns]):
            yield codec.decode((str(from_id), str(to_id)), row)

    def edge_columns(self, edge_type: type[Edge], columns: Sequence[str]) -> Iterator[tuple[Scalar, ...]]:
        """Ends and some properties of all edges of one type, as stored, in the order of `edges`."""
        shape = shape_of(edge_type)
        wanted = ", ".join(["a.id", "b.id", *(f"e.{quoted(name)}" for name in columns)])
        return self._rows(
            # CROSS JOIN keeps this order of loops: starts come by the index on id, so only the few edges of one
            # start are sorted at a time.
            f"SELECT {wanted} FROM node a CROSS JOIN {quoted(shape.name)} e ON e.from_key = a.key "
            'CROSS JOIN node b ON b.key = e.to_key ORDER BY a.id, b.id, e."source"'
        )

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """Nodes per label and edges per type, without the empty ones."""

        def count(names: Iterable[str]) -> dict[str, int]:
            parts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {quoted(name)}" for name in names)
            return {str(name): int(number) for name, number in self._rows(parts) if number}

        return count(shape.name for shape in node_shapes()), count(shape.name for shape in edge_shapes())

    def sources(self) -> tuple[tuple[str, str, str], ...]:
        """(source, source_version, licence) of everything stored, each once, sorted."""
        names = [shape.name for shape in (*node_shapes(), *edge_shapes())]
        parts = " UNION ".join(f"SELECT source, source_version, licence FROM {quoted(name)}" for name in names)
        return tuple(
            sorted((str(source), str(version), str(licence)) for source, version, licence in self._rows(parts))
        )

    def version(self) -> int:
        """0 for an empty store; rises by one with each write."""
        ((version,),) = self._rows("SELECT value FROM meta WHERE name = 'version'")
        return int(version or 0)

    # -- closing ----------------------------------------------------------------------------------------------------

    def _refuse_closed(self) -> None:
        if self._closed:
            raise StoreClosedError(f"{self._where} was closed.", hint="Open the store again.", store=self._path)

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._closed = True
            self._main.close()
            while self._idle:
                self._idle.pop().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _is_file(path: Path, where: str) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        # A folder on the way may not be looked into.
        raise StoreMissingError(
            f"{where} cannot be opened: {error.strerror or error}.",
            hint="Check that the folder exists and that this user may use it.",
            store=str(path),
        ) from error


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
