"""Stores that are none, locked, full, newer, read-only or unreachable: said plainly, and nothing is half-written."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import Answer
from .hostile import MODES_COUNT, Call, call, check_refused, run_all, version

NAMES = ("no database", "cut database", "another program's", "newer schema, read", "newer schema, written",
         "missing store", "missing home", "folder for a store", "file for a folder", "home that is a file",
         "read-only store", "home that is closed", "cache that is closed", "export into a closed folder",
         "disk that refuses", "export that is refused", "locked", "server that is not there",
         "password in the address")  # fmt: skip
#: Files of this process may have so many bytes: a new store fits, the starter data do not, and the system refuses the
#: write. The nearest to a full disk that needs no rights; what SQLite says of a full one is in tests/graph.
SMALL_FILES = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("stores")
    yield folder
    for closed in ("closed", "read-only"):
        (folder / closed).chmod(0o755)


@pytest.fixture(scope="module")
def calls(folder: Path, starter_home: Path) -> dict[str, Call]:
    whole = (starter_home / "graph.sqlite").read_bytes()

    def database(name: str, data: bytes) -> str:
        (folder / name).write_bytes(data)
        return f"sqlite:///{folder / name}"

    def read(address: str, status: int, code: str, *says: str, first: str = "", **environment: str) -> Call:
        return call("stats", "--store", address, status=status, code=code, says=says, first=first, **environment)

    def write(address: str, status: int, code: str, *says: str, first: str = "", **environment: str) -> Call:
        given = ("import", "starter", "--store", address)
        return call(*given, status=status, code=code, says=says, first=first, **environment)

    newer, other, locked = (database(name, whole) for name in ("newer.sqlite", "other.sqlite", "locked.sqlite"))
    (folder / "other.sqlite").unlink()
    with closing(sqlite3.connect(folder / "newer.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")
    with closing(sqlite3.connect(folder / "other.sqlite")) as connection:
        connection.execute("CREATE TABLE letters (body TEXT)")
    (folder / "read-only").mkdir()
    shutil.copy(folder / "locked.sqlite", folder / "read-only" / "graph.sqlite")
    (folder / "read-only" / "graph.sqlite").chmod(0o444)
    (folder / "read-only").chmod(0o555)
    (folder / "closed").mkdir()
    (folder / "closed").chmod(0)
    (folder / "file").write_text("x")
    good = f"sqlite:///{starter_home / 'graph.sqlite'}"
    closed = str(folder / "closed" / "home")
    return {
        "no database": read(database("text.sqlite", b"hello"), 4, "STORE_FORMAT", "text.sqlite"),
        "cut database": read(database("cut.sqlite", whole[: len(whole) // 2]), 4, "STORE_FORMAT", "cut.sqlite"),
        "another program's": write(other, 4, "STORE_FORMAT", "another program"),
        "newer schema, read": read(newer, 4, "STORE_SCHEMA", "99", "Upgrade"),
        "newer schema, written": write(newer, 4, "STORE_SCHEMA", "99", "not touched"),
        "missing store": read(f"sqlite:///{folder}/typo/graph.sqlite", 5, "STORE_MISSING", "typo"),
        "missing home": call(
            "stats", status=5, code="STORE_MISSING", says=("nowhere",), PATHLOOM_HOME=str(folder / "nowhere")
        ),
        "folder for a store": write(f"sqlite:///{folder}", 5, "STORE_MISSING", str(folder)),
        "file for a folder": write(f"sqlite:///{folder}/file/graph.sqlite", 2, "STORE_URL", "file"),
        "home that is a file": call(
            "import", "starter", status=2, code="STORE_URL", says=("file",), PATHLOOM_HOME=str(folder / "file" / "home")
        ),
        "read-only store": write(
            f"sqlite:///{folder}/read-only/graph.sqlite", 5, "STORE_READ_ONLY", "right to write", first=MODES_COUNT
        ),
        "home that is closed": call(
            "stats", status=5, code="STORE_MISSING", says=("closed",), first=MODES_COUNT, PATHLOOM_HOME=closed
        ),
        "cache that is closed": call(
            "import", "csco", "--store", good, status=5, code="PACKAGE_UNAVAILABLE", says=("Permission denied",),
            first=MODES_COUNT, PATHLOOM_HOME=closed,
        ),
        "export into a closed folder": call(
            "export", "csv", folder / "closed" / "out", "--store", good, status=5, code="FILE_ACCESS",
            says=("Permission denied",), first=MODES_COUNT,
        ),
        "disk that refuses": write(f"sqlite:///{folder}/full.sqlite", 5, "STORE_ERROR", "undone", first=SMALL_FILES),
        "export that is refused": call(
            "export", "ttl", folder / "export", "--store", good, status=5, code="FILE_ACCESS", says=("export",),
            first=SMALL_FILES,
        ),
        "locked": write(locked, 5, "STORE_LOCKED", "another process"),
        "server that is not there": read("bolt://127.0.0.1:9", 5, "STORE_UNAVAILABLE", "127.0.0.1:9"),
        "password in the address": read("bolt://neo4j:hush@127.0.0.1:9", 2, "SETTING", "NEO4J_PASSWORD"),
    }  # fmt: skip


@pytest.fixture(scope="module")
def answers(pathloom: Callable[..., Answer], calls: dict[str, Call], folder: Path) -> dict[str, Answer]:
    with closing(sqlite3.connect(folder / "locked.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            return run_all(pathloom, calls)
        finally:
            other.execute("ROLLBACK")


@pytest.mark.parametrize("name", NAMES)
def test_a_store_that_cannot_serve_is_refused(name: str, calls: dict[str, Call], answers: dict[str, Answer]) -> None:
    assert set(NAMES) == set(calls)
    check_refused(answers[name], calls[name])


def test_nothing_was_made_or_half_written(folder: Path, answers: dict[str, Answer]) -> None:
    assert not (folder / "typo").exists()
    assert not (folder / "nowhere").exists()
    assert version(folder / "newer.sqlite") == version(folder / "locked.sqlite") == 1
    assert version(folder / "full.sqlite") == 0
    assert list((folder / "export").iterdir()) == []


def test_a_password_is_never_repeated(answers: dict[str, Answer]) -> None:
    answer = answers["password in the address"]

    assert "hush" not in answer.out + answer.err


def test_a_read_only_store_still_answers(pathloom: Callable[..., Answer], folder: Path, calls: dict[str, Call]) -> None:
    home = str(folder / "read-only")

    counted = pathloom("stats", "--json", first=MODES_COUNT, PATHLOOM_HOME=home)
    examined = pathloom("doctor", "--json", first=MODES_COUNT, PATHLOOM_HOME=str(folder / "closed" / "home"))

    assert counted.status == 0, counted.err
    assert counted.document["nodes"]["Occupation"] > 0
    assert examined.status == 5
    assert {check["check"]: check["ok"] for check in examined.document["checks"]}["store"] is False


@pytest.mark.neo4j
def test_neo4j_refuses_a_wrong_password(pathloom: Callable[..., Answer], neo4j_url: str) -> None:
    expected = call(
        "stats", "--store", neo4j_url, status=2, code="STORE_AUTH", NEO4J_USER="neo4j", NEO4J_PASSWORD="not-it"
    )

    check_refused(pathloom(*expected.arguments, **expected.environment), expected)
