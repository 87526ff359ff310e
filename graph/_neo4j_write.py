"""Bulk upserts into Neo4j, inside one transaction that the caller holds."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from neo4j import Transaction

from graph import _cypher as cypher
from graph._codec import Codec, Scalar, codec_of
from graph._port import WriteReport
from graph._schema import Shape, edge_shapes
from graph._spool import Spool
from graph.errors import RecordConflictError, RecordError
from ontology.records import Edge, Node

#: Rows per statement; from 1,000 to 10,000 the speed is the same.
_BATCH = 5_000


class BulkWriter:
    """Collects records, writes nodes in batches as they come and edges when all nodes are in.

    Args:
        replacing: sources of which only the edges among the records are left.
    """

    def __init__(self, transaction: Transaction, replacing: AbstractSet[str] = frozenset()) -> None:
        self._transaction = transaction
        self._replacing = sorted(replacing)
        self._nodes: dict[type[Node], list[dict[str, Scalar]]] = {}
        self._edge_types: dict[str, type[Edge]] = {}
        self._written = 0

    def write(self, records: Iterable[Node | Edge]) -> WriteReport:
        """Write all records; the last one of a key wins."""
        with Spool(batch=_BATCH) as spool:
            for record in records:
                self._add(record, spool)
            for node_type in list(self._nodes):
                self._flush(node_type)
            marked = [shape for shape in edge_shapes() if self._mark(shape)] if self._replacing else []
            dangling: list[tuple[str, str, str]] = []
            for name in spool.names():
                dangling += self._join(codec_of(self._edge_types[name]).shape, spool)
        removed: Counter[str] = Counter()
        for shape in marked:
            found = self._transaction.run(cypher.drop_replaced(shape))
            removed.update({str(source): int(number) for source, number in found.values()})
        return WriteReport(self._written, tuple(dangling), dict(removed))

    def _mark(self, shape: Shape) -> bool:
        """Mark the edges that this write replaces; whether there are any."""
        done = self._transaction.run(cypher.mark_replaced(shape), sources=self._replacing).consume()
        return done.counters.properties_set > 0

    def _add(self, record: Node | Edge, spool: Spool) -> None:
        if isinstance(record, Edge):
            codec: Codec[Edge] = codec_of(type(record))
            self._edge_types[record.TYPE] = type(record)
            spool.add(record.TYPE, (*codec.identity(record), *codec.encode(record)))
        elif isinstance(record, Node):
            node_codec: Codec[Node] = codec_of(type(record))
            (node_id,) = node_codec.identity(record)
            rows = self._nodes.setdefault(type(record), [])
            rows.append({"id": node_id, **_properties(node_codec.shape, node_codec.encode(record))})
            if len(rows) >= _BATCH:
                self._flush(type(record))
        else:
            raise RecordError(
                f"{record!r} is neither a node nor an edge.", hint="Only records of `ontology` can be stored."
            )

    def _flush(self, node_type: type[Node]) -> None:
        rows, self._nodes[node_type] = self._nodes[node_type], []
        shape = codec_of(node_type).shape
        if self._count(cypher.put_nodes(shape), rows=rows) < len(rows):
            self._refuse_conflict(shape, [row["id"] for row in rows])
        self._written += len(rows)

    def _refuse_conflict(self, shape: Shape, ids: list[Scalar]) -> None:
        found = self._transaction.run(cypher.other_label(shape), ids=ids).single(strict=True)
        node_id, label = found.values()
        raise RecordConflictError(
            f"{node_id} is stored as {label} and comes again as {shape.name}; an id names one thing.",
            hint="Give one of them another id; nothing was changed.",
            id=node_id,
        )

    def _join(self, shape: Shape, spool: Spool) -> list[tuple[str, str, str]]:
        dangling: set[tuple[str, str]] = set()
        for batch in spool.batches(shape.name):
            rows = [[row[0], row[1], _properties(shape, row[2:])] for row in batch]
            written = self._count(cypher.put_edges(shape), rows=rows)
            self._written += written
            if written < len(rows):
                ends = [row[:2] for row in rows]
                found = self._transaction.run(cypher.DANGLING, rows=ends)
                dangling |= {(str(start), str(end)) for start, end in found.values()}
        return [(shape.name, start, end) for start, end in sorted(dangling)]

    def _count(self, statement: str, **parameters: object) -> int:
        return int(self._transaction.run(statement, parameters).single(strict=True)["written"])


def _properties(shape: Shape, row: Iterable[Scalar]) -> dict[str, Scalar]:
    return {column.name: value for column, value in zip(shape.columns, row, strict=True) if value is not None}
