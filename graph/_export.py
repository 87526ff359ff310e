"""The graph for other programs: CSV tables of a whole store, GraphML of a snapshot."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from graph._codec import Codec, codec_of
from graph._networkx import to_networkx
from graph._port import GraphStore
from graph._snapshot import Snapshot
from ontology.records import EDGE_TYPES, NODE_TYPES, PERSONAL_EDGE_TYPES, PERSONAL_NODE_TYPES, Edge, Node

#: Characters that XML 1.0 cannot hold in any form.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def export_csv(store: GraphStore, directory: Path) -> dict[str, int]:
    """Write one UTF-8 table per node label and edge type that has rows; existing tables are replaced one by one.

    Columns are the record's fields; unknown values are empty, nested ones JSON. Rows have the store's order. Persons,
    postings and what hangs on them stay in the store: an export is made to be passed on.

    Returns:
        file name -> number of rows.
    """
    directory.mkdir(parents=True, exist_ok=True)
    written: dict[str, int] = {}
    nodes, edges = store.counts()
    given: set[str] = set()
    for node_type in NODE_TYPES:
        if node_type.__name__ in nodes and node_type not in PERSONAL_NODE_TYPES:
            name = f"{node_type.__name__}.csv"
            written[name] = _write(directory / name, codec_of(node_type), _noting(store.nodes(node_type), given))
    # Edges of other types lead from persons and postings too: LOCATED_IN, TARGETS. Only what leads from and to what
    # was written counts, so that nobody slips in who is stored meanwhile.
    for edge_type in EDGE_TYPES:
        if edge_type.TYPE in edges and edge_type not in PERSONAL_EDGE_TYPES:
            name = f"{edge_type.TYPE}.csv"
            kept = (edge for edge in store.edges(edge_type) if edge.from_id in given and edge.to_id in given)
            written[name] = _write(directory / name, codec_of(edge_type), kept)
    return written


def _noting(records: Iterable[Node], ids: set[str]) -> Iterator[Node]:
    """Pass nodes on and note their ids."""
    for node in records:
        ids.add(node.id)
        yield node


def _write(path: Path, codec: "Codec[Node] | Codec[Edge]", records: Iterable[Node] | Iterable[Edge]) -> int:
    partial = path.with_suffix(".partial")
    count = 0
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*codec.shape.identity, *(column.name for column in codec.shape.columns)])
        for row in _rows(codec, records):
            writer.writerow(row)
            count += 1
    partial.replace(path)
    return count


def _rows(codec: "Codec[Node] | Codec[Edge]", records: Iterable[Node] | Iterable[Edge]) -> Iterator[Sequence[object]]:
    for record in records:
        yield (*codec.identity(record), *codec.encode(record))  # type: ignore[arg-type]


def export_graphml(snapshot: Snapshot, path: Path) -> None:
    """Write the reference graph as GraphML, as Gephi, yEd and NetworkX read it. Control characters are left out."""
    import networkx as nx

    graph = to_networkx(snapshot)
    for _, attributes in graph.nodes(data=True):
        for name, value in attributes.items():
            if isinstance(value, str) and _NOT_XML.search(value):
                attributes[name] = _NOT_XML.sub("", value)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    nx.write_graphml(graph, partial)
    partial.replace(path)
