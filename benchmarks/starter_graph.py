"""The starter graph as an engine, for figures that need no data beside the checkout."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph import ingest, open_store
from pathloom._engine import Engine
from pathloom._settings import read_settings
from pathloom._sources import starter_records

NAME = "starter data"


@contextmanager
def starter_engine() -> Iterator[Engine]:
    """An engine on a fresh store with the starter data alone; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="pathloom-bench-") as folder:
        build_starter(Path(folder))
        with Engine(read_settings({"PATHLOOM_HOME": folder, "PATHLOOM_LANG": "en"})) as engine:
            yield engine


def build_starter(home: Path) -> None:
    """Fill the embedded store of a home folder."""
    with open_store(f"sqlite:///{home / 'graph.sqlite'}") as store:
        store.migrate()
        ingest(store, starter_records())
