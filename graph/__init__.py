"""The graph: store port, SQLite and Neo4j adapters, ingest, and the immutable snapshot that answers come from."""

from graph._arrays import snapshot_bytes
from graph._build import build_snapshot
from graph._cache import load_snapshot, open_snapshot, save_snapshot
from graph._export import export_csv, export_graphml
from graph._ingest import IngestReport, ingest
from graph._keeping import keep_additions
from graph._networkx import to_networkx
from graph._open import open_store
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
from graph._succession import MigrationReport, Succession, migrate_release

__all__ = [
    "BoolArray",
    "ConceptTable",
    "FloatArray",
    "GraphStore",
    "IngestReport",
    "IntArray",
    "Links",
    "LongArray",
    "MigrationReport",
    "Origin",
    "Snapshot",
    "Succession",
    "WriteReport",
    "build_snapshot",
    "export_csv",
    "export_graphml",
    "ingest",
    "keep_additions",
    "load_snapshot",
    "migrate_release",
    "open_snapshot",
    "open_store",
    "save_snapshot",
    "snapshot_bytes",
    "to_networkx",
]
