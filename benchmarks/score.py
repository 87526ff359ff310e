"""The quality scoreboard: `python -m benchmarks.score [--json] [--only NAME] [--write]`.

Each module `score_NAME` has `rows()`; a task whose data are not there says what is missing.
"""

import argparse
import importlib
import json
import sys
import time
from collections.abc import Sequence

from benchmarks.results_file import write_section
from benchmarks.score_row import ScoreRow, as_data, as_table

NAMES = ("linking", "transitions", "eligibility", "questions", "fairness", "requirements")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the scorers and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.score", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON document instead of the table")
    parser.add_argument("--only", action="append", choices=NAMES, metavar="NAME", help=f"one of {', '.join(NAMES)}")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    options = parser.parse_args(arguments)
    rows: list[ScoreRow] = []
    for name in options.only or NAMES:
        started = time.perf_counter()
        rows += importlib.import_module(f"benchmarks.score_{name}").rows()
        print(f"{name}: {time.perf_counter() - started:.0f} s", file=sys.stderr)
    if options.json:
        print(json.dumps({"rows": [as_data(row) for row in rows]}, ensure_ascii=False, indent=2))
    else:
        print(as_table(rows))
    if options.write:
        given = sys.argv[1:] if arguments is None else arguments
        write_section("Quality", " ".join(["python -m benchmarks.score", *given]), as_table(rows))


if __name__ == "__main__":
    main()
