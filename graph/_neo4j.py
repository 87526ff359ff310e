"""The production store: Neo4j 5.26 over Bolt, with the official driver."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from operator import itemgetter
from typing import Self, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, GraphDatabase, Query, Session, Transaction

from graph import _cypher as cypher
from graph._codec import Codec, Scalar, codec_of
from graph._neo4j_errors import neo4j_errors
from graph._neo4j_write import BulkWriter
from graph._port import WriteReport
from graph._schema import SCHEMA_VERSION, shape_of
from graph.errors import (
    StoreClosedError,
    StoreFormatError,
    StoreMissingError,
    StoreReadOnlyError,
    StoreSchemaError,
    StoreUrlError,
)
from ontology.records import Edge, Node

_N = TypeVar("_N", bound=Node)
_E = TypeVar("_E", bound=Edge)

_FETCH = 10_000
_TO_AND_SOURCE = itemgetter(0, 1)


class Neo4jStore:
    """`GraphStore` on one Neo4j database.

    Safe to use from several threads: the driver keeps the connections, every call has a session of its own. Writers
    take turns by the lock on the node that holds the version. A read is one statement and sees what was committed
    while it ran; `build_snapshot` compares versions to notice that.
    """

    def __init__(
        self, url: str, *, user: str | None, password: str | None, read_only: bool = False, lock_timeout_s: float = 5.0
    ) -> None:
        self._where = url
        self._read_only = read_only
        self._lock_timeout_s = lock_timeout_s
        self._closed = False
        self._store_id = ""
        try:
            with neo4j_errors(url):
                self._driver = GraphDatabase.driver(
                    url,
                    auth=None if user is None else (user, password or ""),
                    connection_timeout=10.0,
                    telemetry_disabled=True,
                    # Reading a label or property that no node has yet is normal here.
                    notifications_min_severity="OFF",
                    user_agent="pathloom",
                )
        except ValueError as error:
            raise _no_address(url, error) from error
        try:
            with neo4j_errors(url):
                self._driver.verify_connectivity()
            if read_only:
                self._check()
        except BaseException as error:
            self.close()
            if isinstance(error, ValueError):
                # The driver looks at a port only when it connects.
                raise _no_address(url, error) from error
            raise

    # -- opening ----------------------------------------------------------------------------------------------------

    def _check(self) -> None:
        found = list(self._rows(cypher.READ_STORE))
        if not found:
            raise StoreMissingError(
                f"There is no store at {self._where}.", hint="Import data first.", store=self._where
            )
        self._refuse_newer(found[0][2])
        self._store_id = str(found[0][0])

    def _refuse_newer(self, schema: Scalar) -> None:
        if isinstance(schema, int) and schema > SCHEMA_VERSION:
            raise StoreSchemaError(
                f"{self._where} was written by a newer Pathloom: schema {schema}, this program knows {SCHEMA_VERSION}.",
                hint="Upgrade Pathloom, or name another store; this one was not touched.",
                store=self._where,
            )

    def migrate(self) -> None:
        """Bring the database to this program's schema."""
        found = list(self._rows(cypher.READ_STORE))
        if found:
            self._refuse_newer(found[0][2])
        else:
            ((nodes,),) = self._rows(cypher.ANY_NODE)
            if nodes:
                raise StoreFormatError(
                    f"The database at {self._where} holds {nodes} nodes of another program.",
                    hint="Name an empty database; Pathloom never writes into one that it did not make.",
                    store=self._where,
                )
        with self._session(WRITE_ACCESS) as session:
            # Schema commands cannot share a transaction with data; each may be run again.
            for statement in cypher.CONSTRAINTS:
                session.run(statement).consume()
            session.run(cypher.CREATE_STORE, store_id=uuid.uuid4().hex, schema=SCHEMA_VERSION).consume()
            if found and found[0][2] != SCHEMA_VERSION:
                session.run(cypher.RAISE_SCHEMA, schema=SCHEMA_VERSION).consume()
        ((store_id, *_),) = self._rows(cypher.READ_STORE)
        self._store_id = str(store_id)

    @property
    def store_id(self) -> str:
        """Random id of this store."""
        return self._store_id

    @contextmanager
    def _session(self, access: str) -> Iterator[Session]:
        self._refuse_closed()
        with (
            neo4j_errors(self._where),
            self._driver.session(default_access_mode=access, fetch_size=_FETCH) as session,
        ):
            yield session

    # -- writing ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[Transaction]:
        self._refuse_closed()
        if self._read_only:
            raise StoreReadOnlyError(
                f"{self._where} was opened for reading only.", hint="Open it without read_only.", store=self._where
            )
        with self._session(WRITE_ACCESS) as session:
            # Neo4j waits for a lock without end, and a transaction's timeout would end long imports too: so wait
            # for the lock in a short transaction of its own first.
            session.run(Query(cypher.PROBE_LOCK, timeout=self._lock_timeout_s)).consume()
            # Not a managed transaction: those are retried, and the records can be streamed only once.
            with session.begin_transaction() as transaction:
                transaction.run(cypher.RAISE_VERSION).consume()
                yield transaction
                transaction.commit()

    def put_nodes(self, nodes: Iterable[Node]) -> WriteReport:
        """Upsert nodes in one transaction."""
        return self.put(nodes)

    def put_edges(self, edges: Iterable[Edge]) -> WriteReport:
        """Upsert edges in one transaction."""
        return self.put(edges)

    def put(self, records: Iterable[Node | Edge], *, replacing: AbstractSet[str] = frozenset()) -> WriteReport:
        """Upsert nodes and edges, in any order, in one transaction; of `replacing` only these edges are left."""
        with self._writing() as transaction:
            return BulkWriter(transaction, replacing).write(records)

    def drop_nodes(self, node_type: type[Node], ids: Sequence[str]) -> int:
        """Delete nodes of one type and every edge at them."""
        statement = cypher.drop_nodes(shape_of(node_type))
        with self._writing() as transaction:
            return transaction.run(statement, ids=sorted(set(ids))).consume().counters.nodes_deleted

    # -- reading ----------------------------------------------------------------------------------------------------

    def _rows(self, statement: str) -> Iterator[tuple[Scalar, ...]]:
        with self._session(READ_ACCESS) as session:
            for record in session.run(statement):
                yield tuple(record.values())

    def nodes(self, node_type: type[_N]) -> Iterator[_N]:
        """All nodes of one type, sorted by id."""
        codec: Codec[_N] = codec_of(node_type)
        for node_id, *row in self._rows(cypher.read_nodes(codec.shape)):
            yield codec.decode((str(node_id),), row)

    def edges(self, edge_type: type[_E]) -> Iterator[_E]:
        """All edges of one type, sorted by (from_id, to_id, source)."""
        codec: Codec[_E] = codec_of(edge_type)
        for from_id, to_id, *row in self.edge_columns(edge_type, [column.name for column in codec.shape.columns]):
            yield codec.decode((str(from_id), str(to_id)), row)

    def edge_columns(self, edge_type: type[Edge], columns: Sequence[str]) -> Iterator[tuple[Scalar, ...]]:
        """Ends and some properties of all edges of one type, as stored, in the order of `edges`."""
        with self._session(READ_ACCESS) as session:
            for from_id, edges in session.run(cypher.read_edges(shape_of(edge_type), tuple(columns))):
                for to_id, _, *values in sorted(edges, key=_TO_AND_SOURCE):
                    yield (from_id, to_id, *values)

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """Nodes per label and edges per type, without the empty ones."""

        def count(statement: str) -> dict[str, int]:
            return {str(name): int(number or 0) for name, number in self._rows(statement) if number}

        return count(cypher.count_nodes()), count(cypher.count_edges())

    def sources(self) -> tuple[tuple[str, str, str], ...]:
        """(source, source_version, licence) of everything stored, each once, sorted."""
        rows = self._rows(cypher.read_sources())
        return tuple(sorted((str(source), str(version), str(licence)) for source, version, licence in rows))

    def version(self) -> int:
        """0 for an empty store; rises by one with each write."""
        for _, version, _ in self._rows(cypher.READ_STORE):
            return int(version or 0)
        raise StoreMissingError(f"There is no store at {self._where} any more.", store=self._where)

    # -- closing ----------------------------------------------------------------------------------------------------

    def _refuse_closed(self) -> None:
        if self._closed:
            raise StoreClosedError(f"{self._where} was closed.", hint="Open the store again.", store=self._where)

    def close(self) -> None:
        """Release the connections."""
        self._closed = True
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _no_address(url: str, error: ValueError) -> StoreUrlError:
    return StoreUrlError(f"{url!r} is no address of a Neo4j server: {error}.", hint="Use bolt://HOST:PORT.", url=url)
