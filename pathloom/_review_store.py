"""The file of the review queue: SQLite with a write-ahead log, opened for one piece of work at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pathloom.errors import ReviewStoreError

#: Version of the tables, kept in the file; a newer one is refused, not guessed at.
SCHEMA_VERSION = 1
#: Milliseconds that a writer waits for another one.
BUSY_MS = 10_000

_SCHEMA = """
CREATE TABLE review (
  id TEXT PRIMARY KEY,
  benefit TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'first_opinion', 'agreed', 'disagreed', 'settled', 'erased')),
  concerns TEXT NOT NULL,
  digest TEXT NOT NULL,
  record TEXT,
  consent TEXT NOT NULL,
  outcome TEXT
);
CREATE TABLE step (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  review TEXT NOT NULL REFERENCES review (id),
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  who_key TEXT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('added', 'opinion', 'settled', 'erased')),
  opinion TEXT,
  why TEXT NOT NULL
);
-- Two opinions of one person are refused by the file itself, whatever program writes to it.
CREATE UNIQUE INDEX one_opinion_each ON step (review, who_key) WHERE what = 'opinion';
-- What was done stays done: steps are added, and erasing blanks their words, but none is taken back.
CREATE TRIGGER steps_stay BEFORE DELETE ON step BEGIN SELECT RAISE (ABORT, 'steps are kept'); END;
CREATE TRIGGER steps_keep_their_form BEFORE UPDATE ON step
  WHEN NEW.review <> OLD.review OR NEW.at <> OLD.at OR NEW.what <> OLD.what OR NEW.opinion IS NOT OLD.opinion
    OR NEW.who_key <> OLD.who_key OR NEW.who <> OLD.who OR NEW.why <> ''
BEGIN SELECT RAISE (ABORT, 'steps are kept'); END;
"""


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the queue's file, which is made (readable by its owner only) if need be.

    Raises:
        ReviewStoreError: it cannot be opened, is no queue, is of another version, or is busy for too long.
    """
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600, exist_ok=True)
        with closing(sqlite3.connect(file, timeout=BUSY_MS / 1000, isolation_level=None)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            # A settled review must survive a power cut, and erased words must not stay in free pages.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA foreign_keys = ON")
            _migrate(connection)
            yield connection
    except (sqlite3.Error, OSError) as error:
        raise ReviewStoreError(
            f"The review queue {file} cannot be used: {error}.",
            hint="Check the file, its rights and the free space; another process may hold it.",
            file=str(file),
        ) from error


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """One transaction that holds the write lock from its first read on: all of it happens, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _migrate(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        with writing(connection):
            # Two processes may both have seen version 0; the second one looks again under the lock.
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for statement in _statements():
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
                version = SCHEMA_VERSION
    if version != SCHEMA_VERSION:
        raise ReviewStoreError(
            f"The review queue is of version {version}; this program knows version {SCHEMA_VERSION}.",
            hint="Use the Pathloom that wrote it, or another PATHLOOM_HOME.",
            version=version,
        )


def _statements() -> Iterator[str]:
    """The statements of the schema one by one: `executescript` would commit the transaction around it."""
    statement = ""
    for line in _SCHEMA.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
