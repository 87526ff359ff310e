"""From an address to an open store."""

from pathlib import Path

from graph._port import GraphStore
from graph._sqlite import MEMORY, SqliteStore
from graph.errors import StoreUrlError

_SQLITE = "sqlite:///"
_BOLT = ("bolt://", "bolt+s://", "bolt+ssc://", "neo4j://", "neo4j+s://", "neo4j+ssc://")


def open_store(
    url: str, *, user: str | None = None, password: str | None = None, read_only: bool = False
) -> GraphStore:
    """Open the store at an address and bring it to this program's schema.

    Args:
        url: `sqlite:///PATH` (relative to the current folder, or absolute with a fourth slash),
            `sqlite:///:memory:`, or `bolt://HOST:PORT` (also `neo4j://`, and `+s` for TLS).
        user, password: for Neo4j; SQLite has none.
        read_only: never write, not even the schema; the store must exist.
    Raises:
        StoreUrlError: the address is of no known form.
        StoreMissingError: nothing there, and `read_only` was asked for.
        StoreFormatError: the file or database belongs to another program, or is damaged.
        StoreSchemaError: written by a newer program.
        StoreLockedError, StoreReadOnlyError, StoreFullError: the store cannot be made or widened.
        StoreUnavailableError, StoreAuthError: no server, or it refuses user or password.

    >>> with open_store("sqlite:///:memory:") as store:
    ...     store.version()
    0
    """
    if url.startswith(_SQLITE) and url != _SQLITE:
        return _open_sqlite(url.removeprefix(_SQLITE), read_only=read_only)
    if url.startswith(_BOLT):
        return _open_neo4j(url, user=user, password=password, read_only=read_only)
    raise StoreUrlError(
        f"{url!r} is no address of a store.",
        hint="Use sqlite:///PATH, for example sqlite:///.pathloom/graph.sqlite, or bolt://HOST:PORT.",
        url=url,
    )


def _open_sqlite(path: str, *, read_only: bool) -> GraphStore:
    if path != MEMORY and not read_only:
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUrlError(
                f"The folder of {path} cannot be made: {error.strerror}.", hint="Name another path.", path=path
            ) from error
    store = SqliteStore(path, read_only=read_only)
    if not read_only:
        try:
            store.migrate()
        except BaseException:
            store.close()
            raise
    return store


def _open_neo4j(url: str, *, user: str | None, password: str | None, read_only: bool) -> GraphStore:
    # The driver takes 0.1 s to import, which a program on SQLite need not pay.
    from graph._neo4j import Neo4jStore

    store = Neo4jStore(url, user=user, password=password, read_only=read_only)
    if not read_only:
        try:
            store.migrate()
        except BaseException:
            store.close()
            raise
    return store
