"""Tables of the SQLite store: made, checked and widened.

`node` interns every id, one table per label holds its properties, one per edge type its ends and properties. Edge
keys are integers, so an import of 124k edges writes 10 MB instead of 25.
"""

import sqlite3
import uuid
from collections.abc import Iterator

from graph._schema import SCHEMA_VERSION, Kind, Shape, edge_shapes, node_shapes
from graph.errors import StoreFormatError, StoreSchemaError

#: "PLGR" as a big-endian number; in the file's header, so that a foreign database is not taken for ours.
APPLICATION_ID = 0x504C4752

_TYPES = {
    Kind.TEXT: "TEXT",
    Kind.INTEGER: "INTEGER",
    Kind.REAL: "REAL",
    Kind.BOOLEAN: "INTEGER",
    Kind.DATE: "TEXT",
    Kind.JSON: "TEXT",
}


def quoted(name: str) -> str:
    """An SQL identifier; the only place where a name gets into a statement."""
    return '"' + name.replace('"', '""') + '"'


def column_list(shape: Shape, *, prefix: str = "") -> str:
    """The shape's columns, comma-separated."""
    return ", ".join(prefix + quoted(column.name) for column in shape.columns)


def is_store(connection: sqlite3.Connection, where: str) -> bool:
    """Whether the file is a Pathloom store; False for an empty file.

    Raises:
        StoreFormatError: it is a database of another program.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application == APPLICATION_ID:
        return True
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables:
        raise StoreFormatError(
            f"{where} is an SQLite database of another program.",
            hint="Name another file; Pathloom never writes into a database that it did not make.",
            store=where,
        )
    return False


def create(connection: sqlite3.Connection) -> None:
    """Make the empty store, inside the caller's transaction."""
    connection.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID")
    connection.execute("CREATE TABLE node (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, label TEXT NOT NULL)")
    connection.execute("INSERT INTO meta VALUES ('store_id', ?), ('version', 0)", (uuid.uuid4().hex,))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def missing_statements(connection: sqlite3.Connection, where: str) -> Iterator[str]:
    """The statements that bring an older store to this schema; none if it is there.

    Raises:
        StoreSchemaError: the store holds more than this program knows.
    """
    (stored,) = connection.execute("PRAGMA user_version").fetchone()
    if stored > SCHEMA_VERSION:
        raise _newer(where, f"schema {stored}, this program knows {SCHEMA_VERSION}")
    for shape in node_shapes() + edge_shapes():
        present = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({quoted(shape.name)})")}
        if not present:
            yield from _create_table(shape)
            continue
        declared = {column.name: column for column in shape.columns}
        unknown = present - declared.keys() - {"key", "from_key", "to_key"}
        if unknown:
            raise _newer(where, f"{shape.name} has the unknown properties {', '.join(sorted(unknown))}")
        for name in declared.keys() - present:
            yield f"ALTER TABLE {quoted(shape.name)} ADD COLUMN {quoted(name)} {_TYPES[declared[name].kind]}"
    if stored < SCHEMA_VERSION:
        yield f"PRAGMA user_version = {SCHEMA_VERSION}"


def _newer(where: str, difference: str) -> StoreSchemaError:
    return StoreSchemaError(
        f"{where} was written by a newer Pathloom: {difference}.",
        hint="Upgrade Pathloom, or name another store; this one was not touched.",
        store=where,
    )


def _create_table(shape: Shape) -> Iterator[str]:
    columns = ", ".join(f"{quoted(column.name)} {_TYPES[column.kind]}" for column in shape.columns)
    table = quoted(shape.name)
    if shape.identity == ("id",):
        yield f"CREATE TABLE {table} (key INTEGER PRIMARY KEY, {columns})"
        return
    yield (
        f"CREATE TABLE {table} (from_key INTEGER NOT NULL, to_key INTEGER NOT NULL, {columns}, "
        'PRIMARY KEY (from_key, to_key, "source")) WITHOUT ROWID'
    )
    yield f"CREATE INDEX {quoted(shape.name + '_to')} ON {table} (to_key)"
