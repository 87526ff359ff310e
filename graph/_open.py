"""From an address to an open store."""

from pathlib import Path

from graph._port import GraphStore
from graph._sqlite import MEMORY, SqliteStore
from graph.errors import StoreUrlError

_SQLITE = "sqlite:///"


def open_store(
    url: str, *, user: str | None = None, password: str | None = None, read_only: bool = False
) -> GraphStore:
    """Open the store at an address and bring it to this program's schema.

    Args:
        url: `sqlite:///PATH` (relative to the current folder, or absolute with a fourth slash),
            `sqlite:///:memory:`, or `bolt://HOST:PORT`.
        user, password: for `bolt`; SQLite has none.
        read_only: never write, not even the schema; the store must exist.
    Raises:
        StoreUrlError: the address is of no known form.
        StoreMissingError: nothing there, and `read_only` was asked for.
        StoreFormatError, StoreSchemaError, StoreLockedError, StoreUnavailableError, StoreAuthError: see there.

    >>> with open_store("sqlite:///:memory:") as store:
    ...     store.version()
    0
    """
    if not url.startswith(_SQLITE) or not url.removeprefix(_SQLITE):
        raise StoreUrlError(
            f"{url!r} is no address of a store.",
            hint="Use sqlite:///PATH, for example sqlite:///.pathloom/graph.sqlite, or bolt://HOST:PORT.",
            url=url,
        )
    return _open_sqlite(url.removeprefix(_SQLITE), read_only=read_only)


def _open_sqlite(path: str, *, read_only: bool) -> GraphStore:
    if path != MEMORY and not read_only:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    store = SqliteStore(path, read_only=read_only)
    if not read_only:
        store.migrate()
    return store
