"""Builds the full graph in a process of its own: `python -m benchmarks.build_store URL` (or `-` to read only)."""

import json
import os
import sys
from collections import deque

from benchmarks.full_graph import missing_data, shared_data, sources
from benchmarks.measure import seconds_of
from graph import ingest, open_store


def main(url: str) -> None:
    """Import every source into an empty store and print `{"seconds": {source: s}, "records": n}`."""
    data = shared_data()
    if data is None:
        raise SystemExit(missing_data())
    seconds: dict[str, float] = {}
    if url == "-":
        for source in sources(data):
            seconds[source.name] = seconds_of(lambda source=source: deque(source.records(), maxlen=0))
        print(json.dumps({"seconds": seconds, "records": 0}))
        return
    written = 0
    with open_store(url, user=os.environ.get("NEO4J_USER"), password=os.environ.get("NEO4J_PASSWORD")) as store:
        store.migrate()
        for source in sources(data):
            reports = []
            seconds[source.name] = seconds_of(
                lambda source=source, reports=reports: reports.append(ingest(store, source.records()))
            )
            written += reports[0].written
    print(json.dumps({"seconds": seconds, "records": written}))


if __name__ == "__main__":
    main(sys.argv[1])
