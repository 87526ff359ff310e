"""Speed beside a peer or a limit taken in the same run: `python -m benchmarks.bench [--quick] [--only NAME] [--write]`.

Seeds are fixed; figures are medians unless a line says otherwise. What needs data or programs that are not here says
so and is skipped.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from benchmarks import (
    bench_api,
    bench_build,
    bench_cohort,
    bench_documents,
    bench_paths,
    bench_plan,
    bench_policy,
    bench_snapshot,
    bench_start,
    bench_stores,
)
from benchmarks.bench_row import BenchRow, as_data, as_table, missing
from benchmarks.full_graph import NAME, shared_data
from benchmarks.measure import machine
from benchmarks.neo4j_process import missing_tools, server
from benchmarks.results_file import write_section
from tests.graph.neo4j_server import Server

NAMES = ("stores", "snapshot", "paths", "policy", "cohort", "plan", "api", "documents", "start", "build")
_NEED_STORE = {"snapshot", "paths", "start"}
_NEED_NEO4J = {"stores", "paths"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run and how much of it.

    Attributes:
        neo4j: a server of our own, None if there is none.
        full: whether that server is given the full graph in this run.
    """

    neo4j: Server | None
    quick: bool
    full: bool

    @property
    def url(self) -> str | None:
        """The server's address."""
        return self.neo4j.url if self.neo4j is not None else None


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the subjects and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and people, no Neo4j")
    parser.add_argument("--only", action="append", choices=NAMES, metavar="NAME", help=f"one of {', '.join(NAMES)}")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of the table")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    options = parser.parse_args(arguments)
    names = options.only or list(NAMES)
    if "stores" not in names and not _NEED_STORE.isdisjoint(names):
        bench_stores.ensure_store()
    with ExitStack() as stack:
        wanted = not options.quick and not _NEED_NEO4J.isdisjoint(names) and not missing_tools()
        neo4j = stack.enter_context(server()) if wanted and shared_data() is not None else None
        rows = list(_rows(names, Plan(neo4j, options.quick, full="stores" in names)))
    if options.json:
        print(json.dumps({"machine": machine(), "rows": [as_data(row) for row in rows]}, ensure_ascii=False, indent=2))
    else:
        print(f"{machine()}\nFull graph: {NAME}\n\n{as_table(rows)}")
    if options.write:
        given = sys.argv[1:] if arguments is None else arguments
        write_section(
            "Speed", " ".join(["python -m benchmarks.bench", *given]), f"Full graph: {NAME}\n\n{as_table(rows)}"
        )


def _rows(names: Sequence[str], plan: Plan) -> Iterable[BenchRow]:
    for name in names:
        started = time.perf_counter()
        yield from _SUBJECTS[name](plan)
        print(f"{name}: {time.perf_counter() - started:.0f} s", file=sys.stderr)


def _stores(plan: Plan) -> Iterable[BenchRow]:
    yield from bench_stores.sqlite_rows()
    yield from bench_stores.neo4j_rows(plan.neo4j)


_SUBJECTS: Mapping[str, Callable[[Plan], Iterable[BenchRow]]] = {
    "stores": _stores,
    "snapshot": lambda plan: bench_snapshot.rows(plan.url if plan.full else None),
    "paths": lambda plan: bench_paths.rows(plan.url, people=50 if plan.quick else 500),
    "policy": lambda _plan: bench_policy.rows(),
    "cohort": lambda plan: bench_cohort.rows(rounds=3 if plan.quick else 9),
    "plan": lambda _plan: bench_plan.rows(),
    "api": lambda _plan: bench_api.rows(),
    "documents": lambda _plan: bench_documents.rows(),
    "start": lambda plan: bench_start.rows(rounds=9 if plan.quick else 21),
    "build": lambda plan: [missing("build everything", "left out (--quick)")] if plan.quick else bench_build.rows(),
}


if __name__ == "__main__":
    main()
