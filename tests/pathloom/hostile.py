"""What the tests of bad input share: many calls at once, and what every refusal must look like."""

import os
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from .conftest import Answer

#: Root may read and write everything. Taking these two rights (PR_CAPBSET_DROP of CAP_DAC_OVERRIDE and
#: CAP_DAC_READ_SEARCH) before the program starts makes file modes count for it as well.
MODES_COUNT = (
    "import ctypes, os\nif os.geteuid() == 0:\n    libc = ctypes.CDLL(None)\n"
    "    for right in (1, 2):\n        libc.prctl(24, right, 0, 0, 0)\n"
)


@dataclass(frozen=True)
class Call:
    """One hostile call and the refusal that it must get."""

    arguments: tuple[str | Path, ...]
    status: int
    code: str
    says: tuple[str, ...] = ()
    stdin: str | bytes = ""
    first: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


def call(*arguments: str | Path, status: int, code: str, says: tuple[str, ...] = (), stdin: str | bytes = "",
         first: str = "", **environment: str) -> Call:  # fmt: skip
    return Call((*arguments, "--json"), status, code, says, stdin, first, environment)


def run_all(pathloom: Callable[..., Answer], calls: Mapping[str, Call]) -> dict[str, Answer]:
    """Run the calls, a few at a time: most of each is waiting for Python to start."""

    def run(one: Call) -> Answer:
        return pathloom(*one.arguments, stdin=one.stdin, first=one.first, **one.environment)

    with ThreadPoolExecutor(min(4, 2 * (os.cpu_count() or 1))) as pool:
        return dict(zip(calls, pool.map(run, calls.values()), strict=True))


def check_refused(answer: Answer, expected: Call) -> None:
    """Documented status, one JSON document with a stable code, a message that says what and what to do."""
    assert "Traceback" not in answer.err
    assert answer.status == expected.status, answer.err
    error = answer.document["error"]
    assert error["code"] == expected.code
    assert error["message"]
    assert error["message_zh"]
    assert error["hint"], "a refusal says what to do next"
    assert f"{expected.code}:" in answer.err
    told = f"{error['message']} {error['hint']} {error['details']}"
    for words in expected.says:
        assert words in told


def version(store: Path) -> int:
    """The version of an SQLite store, read without our own code."""
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()[0])
