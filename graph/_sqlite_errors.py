"""The border to the `sqlite3` module: its errors become ours here, once."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from graph.errors import (
    StoreClosedError,
    StoreError,
    StoreFormatError,
    StoreFullError,
    StoreLockedError,
    StoreMissingError,
    StoreReadOnlyError,
)


@contextmanager
def sqlite_errors(where: str) -> Iterator[None]:
    """Translate what `sqlite3` raises in the block; `where` is the store's address, for the message."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translate(error, where) from error


def _translate(error: sqlite3.Error, where: str) -> StoreError:
    # The extended name (SQLITE_READONLY_DBMOVED) starts with the primary one.
    name = getattr(error, "sqlite_errorname", "") or ""
    text = str(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreLockedError(
            f"{where} is being written to by another process.",
            hint="Wait until it has finished and try again; nothing was changed.",
            store=where,
        )
    if name.startswith("SQLITE_READONLY"):
        return StoreReadOnlyError(
            f"{where} can be read but not written: {text}.",
            hint="Give this user the right to write the file and its folder, or name another store.",
            store=where,
        )
    if name.startswith("SQLITE_FULL"):
        return StoreFullError(
            f"There is no space left for {where}; the write was undone.",
            hint="Free some space and try again.",
            store=where,
        )
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return StoreFormatError(
            f"{where} is no sound SQLite file: {text}.",
            hint="Name another file, or delete it and import the sources again.",
            store=where,
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return StoreMissingError(
            f"{where} cannot be opened: {text}.",
            hint="Check that the folder exists and that this user may use it.",
            store=where,
        )
    if isinstance(error, sqlite3.ProgrammingError) and "closed" in text:
        return StoreClosedError(f"{where} was closed.", hint="Open the store again.", store=where)
    return StoreError(
        f"SQLite failed on {where}: {text} ({name or type(error).__name__}); a write in progress was undone.",
        hint="Check the disk; `pathloom doctor` looks at the store.",
        store=where,
    )
