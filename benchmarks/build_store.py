"""Builds the full graph in a process of its own: `python -m benchmarks.build_store URL` (or `-` to read only)."""

import json
import os
import sys
import time
from collections import deque
from collections.abc import Iterator

from benchmarks.full_graph import Records, missing_data, shared_data, sources
from benchmarks.measure import seconds_of
from graph import ingest, open_store
from ontology import Edge, Node


class _Timed:
    """Passes records on and adds up the seconds that making them takes, so that storing can be told apart."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, records: Records) -> Iterator[Node | Edge]:
        source = iter(records)
        while True:
            started = time.perf_counter()
            record = next(source, None)
            self.seconds += time.perf_counter() - started
            if record is None:
                return
            yield record


def main(url: str) -> None:
    """Import every source into an empty store and print the seconds per source, of which reading, and the records."""
    data = shared_data()
    if data is None:
        raise SystemExit(missing_data())
    timed = _Timed()
    seconds: dict[str, float] = {}
    written = 0
    if url == "-":
        for source in sources(data):
            seconds[source.name] = seconds_of(lambda source=source: deque(timed(source.records()), maxlen=0))
    else:
        with open_store(url, user=os.environ.get("NEO4J_USER"), password=os.environ.get("NEO4J_PASSWORD")) as store:
            store.migrate()
            for source in sources(data):
                started = time.perf_counter()
                written += ingest(store, timed(source.records())).written
                seconds[source.name] = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "reading": timed.seconds, "records": written}))


if __name__ == "__main__":
    main(sys.argv[1])
