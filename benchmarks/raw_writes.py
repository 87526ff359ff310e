"""What the same rows cost without Pathloom: plain sqlite3 and the plain Neo4j driver."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import neo4j

_BATCH = 10_000


def _tables(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [name for (name,) in connection.execute(query)]


def raw_sqlite(store: Path, target: Path) -> tuple[float, int]:
    """Write every row of a store into a new file with the same tables and indexes, in one transaction.

    Returns:
        seconds of the writing alone, and the number of rows.
    """
    with closing(sqlite3.connect(store)) as source:
        statements = [sql for (sql,) in source.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")]
        rows = {name: source.execute(f'SELECT * FROM "{name}"').fetchall() for name in _tables(source)}
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        started = time.perf_counter()
        connection.execute("BEGIN")
        for statement in statements:
            connection.execute(statement)
        for name, table in rows.items():
            if table:
                marks = ", ".join("?" * len(table[0]))
                connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', table)
        connection.execute("COMMIT")
        seconds = time.perf_counter() - started
    target.unlink()
    return seconds, sum(map(len, rows.values()))


def raw_select(store: Path) -> int:
    """Read every row of a store into Python; returns how many there are."""
    with closing(sqlite3.connect(store)) as source:
        return sum(len(source.execute(f'SELECT * FROM "{name}"').fetchall()) for name in _tables(source))


def raw_neo4j(store: Path, driver: neo4j.Driver) -> tuple[float, int]:
    """Write every node and edge of an SQLite store into an empty Neo4j: UNWIND and CREATE, 10,000 rows a time.

    Returns:
        seconds of the writing alone, and the number of nodes and edges.
    """
    with closing(sqlite3.connect(store)) as source:
        ids = dict(source.execute("SELECT key, id FROM node"))
        nodes, edges = _graph(source, ids)
    started = time.perf_counter()
    driver.execute_query("CREATE CONSTRAINT raw_id IF NOT EXISTS FOR (n:Raw) REQUIRE n.id IS UNIQUE")
    for label, rows in nodes.items():
        for batch in _batches(rows):
            driver.execute_query(f"UNWIND $rows AS row CREATE (n:Raw:`{label}`) SET n = row", rows=batch)
    for kind, rows in edges.items():
        query = (
            "UNWIND $rows AS row MATCH (a:Raw {id: row.from_id}) MATCH (b:Raw {id: row.to_id}) "
            f"CREATE (a)-[r:`{kind}`]->(b) SET r = row"
        )
        for batch in _batches(rows):
            driver.execute_query(query, rows=batch)
    seconds = time.perf_counter() - started
    return seconds, sum(map(len, nodes.values())) + sum(map(len, edges.values()))


_Rows = list[dict[str, object]]


def _graph(source: sqlite3.Connection, ids: dict[int, str]) -> tuple[dict[str, _Rows], dict[str, _Rows]]:
    source.row_factory = sqlite3.Row
    nodes: dict[str, _Rows] = {}
    edges: dict[str, _Rows] = {}
    for name in _tables(source):
        rows = [dict(row) for row in source.execute(f'SELECT * FROM "{name}"')]
        if not rows or name in {"meta", "node"}:
            continue
        if "from_key" in rows[0]:
            for row in rows:
                row["from_id"], row["to_id"] = ids[row.pop("from_key")], ids[row.pop("to_key")]
            edges[name] = rows
        else:
            for row in rows:
                row["id"] = ids[row.pop("key")]
            nodes[name] = rows
    return nodes, edges


def _batches(rows: Sequence[dict[str, object]]) -> Iterator[Sequence[dict[str, object]]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]
