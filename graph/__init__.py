"""The graph: store port, SQLite and Neo4j adapters, ingest, and the immutable snapshot that answers come from."""

from graph._port import GraphStore, WriteReport
from graph._snapshot import (
    BoolArray,
    ConceptTable,
    FloatArray,
    IntArray,
    Links,
    LongArray,
    Origin,
    Snapshot,
)

__all__ = [
    "BoolArray",
    "ConceptTable",
    "FloatArray",
    "GraphStore",
    "IntArray",
    "Links",
    "LongArray",
    "Origin",
    "Snapshot",
    "WriteReport",
]
