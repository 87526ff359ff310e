"""`RESULTS.md`: the tables as last written, one section per program."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import machine

RESULTS = Path(__file__).with_name("RESULTS.md")
_HEAD = """# Results

Written by `python -m benchmarks.score --write` and `python -m benchmarks.bench --write`; not by hand.
"""


def write_section(title: str, command: str, table: str) -> None:
    """Replace one section, or add it at the end.

    Args:
        title: heading, without a line break.
        command: what was run.
    """
    text = RESULTS.read_text("utf-8") if RESULTS.is_file() else _HEAD
    head, *sections = text.split("\n## ")
    kept = {section.partition("\n")[0]: section.partition("\n")[2].strip() for section in sections}
    day = datetime.now(UTC).date().isoformat()
    kept[title] = f"`{command}`, {day}, commit {_commit()}, {machine()}\n\n{table}"
    parts = [head.strip(), *(f"## {name}\n\n{body}" for name, body in kept.items())]
    RESULTS.write_text("\n\n".join(parts) + "\n", "utf-8")


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=RESULTS.parent, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"
