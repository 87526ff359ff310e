"""What can be wrong with an SQLite file: each its own error, nothing lost, nothing half-written."""

import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from graph import open_store
from graph._sqlite import SqliteStore
from graph.errors import (
    StoreError,
    StoreFormatError,
    StoreFullError,
    StoreLockedError,
    StoreMissingError,
    StoreReadOnlyError,
    StoreSchemaError,
    StoreUrlError,
)
from ontology import ErrorKind
from ontology.records import Occupation

from .samples import occupation

_NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with one occupation in it."""
    path = tmp_path / "graph.sqlite"
    with open_store(f"sqlite:///{path}") as store:
        store.put([occupation("a")])
    return path


def _ids(path: Path) -> list[str]:
    with open_store(f"sqlite:///{path}", read_only=True) as store:
        return [node.id for node in store.nodes(Occupation)]


@contextmanager
def _without_privileges() -> Iterator[None]:
    """File permissions mean nothing to root, so be somebody else for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    "url", ["", "graph.sqlite", "sqlite://graph.sqlite", "sqlite:///", "mysql://host/db", "http://127.0.0.1:7687"]
)
def test_an_address_of_no_known_form_is_refused(url: str) -> None:
    with pytest.raises(StoreUrlError, match="no address of a store") as caught:
        open_store(url)

    assert caught.value.kind is ErrorKind.USAGE


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(StoreUrlError, match="cannot be made"):
        open_store(f"sqlite:///{tmp_path}/file/graph.sqlite")


def test_missing_folders_are_made(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/a/b/graph.sqlite") as store:
        assert store.version() == 0


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="cannot be opened"):
        open_store(f"sqlite:///{tmp_path}")


def test_reading_a_store_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="no store at"):
        open_store(f"sqlite:///{tmp_path}/graph.sqlite", read_only=True)

    assert list(tmp_path.iterdir()) == []


def test_reading_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "graph.sqlite").touch()

    with pytest.raises(StoreMissingError, match="empty file"):
        open_store(f"sqlite:///{tmp_path}/graph.sqlite", read_only=True)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, read_only: bool) -> None:
    file = tmp_path / "resume.txt"
    file.write_text("This is a resume, no database. " * 100)

    with pytest.raises(StoreFormatError, match=r"resume\.txt is no sound SQLite file"):
        open_store(f"sqlite:///{file}", read_only=read_only)

    assert file.read_text() == "This is a resume, no database. " * 100


@pytest.mark.parametrize("read_only", [True, False])
def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path, read_only: bool) -> None:
    file = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE node (x)")
    before = file.read_bytes()

    with pytest.raises(StoreFormatError, match="another program"):
        open_store(f"sqlite:///{file}", read_only=read_only)

    assert file.read_bytes() == before


def test_a_file_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "graph.sqlite"
    with open_store(f"sqlite:///{file}") as store:
        store.put(occupation(f"o{number}", tasks=("x" * 500,)) for number in range(500))
    os.truncate(file, file.stat().st_size // 2)

    with pytest.raises(StoreFormatError, match="no sound SQLite file"), open_store(f"sqlite:///{file}") as store:
        list(store.nodes(Occupation))


def _change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("statement", ["PRAGMA user_version = 99", 'ALTER TABLE "Occupation" ADD COLUMN future TEXT'])
def test_a_store_of_a_newer_program_is_refused(path: Path, statement: str, read_only: bool) -> None:
    _change(path, statement)

    with pytest.raises(StoreSchemaError, match="newer Pathloom"):
        open_store(f"sqlite:///{path}", read_only=read_only)


def test_a_store_of_an_older_program_is_widened(path: Path) -> None:
    for statement in (
        'ALTER TABLE "Occupation" DROP COLUMN job_zone',
        'ALTER TABLE "Occupation" DROP COLUMN tasks',
        'DROP TABLE "REQUIRES"',
    ):
        _change(path, statement)

    with pytest.raises(StoreSchemaError, match="older Pathloom"):
        open_store(f"sqlite:///{path}", read_only=True)
    with open_store(f"sqlite:///{path}") as store:
        assert list(store.nodes(Occupation)) == [occupation("a")]
        assert store.version() == 1


def test_a_locked_file_says_so_and_keeps_its_data(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with SqliteStore(str(path), busy_timeout_s=0.05) as store:
            with pytest.raises(StoreLockedError, match="another process"):
                store.put([occupation("b")])
            assert store.version() == 1
            other.execute("ROLLBACK")
            store.put([occupation("b")])

    assert _ids(path) == ["a", "b"]


def test_a_full_disk_undoes_the_write(path: Path) -> None:
    with SqliteStore(str(path)) as store:
        pages = store._main.execute("PRAGMA page_count").fetchone()[0]
        store._main.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreFullError, match="no space left"):
            store.put(occupation(f"o{number}", tasks=("x" * 1000,)) for number in range(2000))
        assert (store.version(), store.counts()) == (1, ({"Occupation": 1}, {}))
        store._main.execute("PRAGMA max_page_count = 1000000")
        store.put([occupation("b")])

    assert _ids(path) == ["a", "b"]


def test_a_store_on_a_read_only_place_is_read_and_not_written() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "graph.sqlite"
        with open_store(f"sqlite:///{file}") as store:
            store.put([occupation("a")])
        file.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        folder.chmod(0o555)
        try:
            with _without_privileges():
                assert _ids(file) == ["a"]
                with pytest.raises(StoreReadOnlyError, match="can be read but not written"):
                    open_store(f"sqlite:///{file}")
                with pytest.raises(StoreError):
                    open_store(f"sqlite:///{folder}/new.sqlite")
        finally:
            folder.chmod(0o755)


def test_every_error_names_the_file(path: Path) -> None:
    _change(path, "PRAGMA user_version = 99")

    with pytest.raises(StoreSchemaError) as caught:
        open_store(f"sqlite:///{path}")

    assert str(path) in str(caught.value)
    assert caught.value.hint
