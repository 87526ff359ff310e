"""The border to the Neo4j driver: its errors become ours here, once."""

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graph.errors import (
    StoreAuthError,
    StoreClosedError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreReadOnlyError,
    StoreUnavailableError,
    StoreUrlError,
)

_AUTH = ("Neo.ClientError.Security.",)
_LOCKED = (
    "Neo.TransientError.Transaction.",
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.LockClientStopped",
)
_READ_ONLY = ("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", "Neo.ClientError.General.WriteOnReadOnlyAccess")
_UNAVAILABLE = ("Neo.TransientError.General.DatabaseUnavailable", "Neo.TransientError.Database.")
_FULL = ("OutOfMemory", "OutOfDisk", "No space left")


@contextmanager
def neo4j_errors(where: str) -> Iterator[None]:
    """Translate what the driver raises in the block; `where` is the store's address, for the message."""
    try:
        yield
    except (Neo4jError, DriverError) as error:
        raise _translate(error, where) from error


def _translate(error: Neo4jError | DriverError, where: str) -> StoreError:
    if isinstance(error, IncompleteCommit):
        return StoreUnavailableError(
            f"{where} went away during a commit; whether the write arrived is not known.",
            hint="When the server is back, `pathloom stats` shows it; importing the same source again is safe.",
            store=where,
        )
    if isinstance(error, AuthError):
        return _refused(where)
    if isinstance(error, ServiceUnavailable | SessionExpired | OSError):
        return StoreUnavailableError(
            f"No Neo4j answers at {where}; a write in progress was undone.",
            hint="Start the server (docker compose up neo4j), or check the address and the network.",
            store=where,
        )
    if isinstance(error, ConfigurationError):
        return StoreUrlError(f"{where} is no address the Neo4j driver accepts: {error}.", store=where)
    if isinstance(error, Neo4jError):
        return _translate_answer(error, where)
    if "closed" in str(error).lower():
        return StoreClosedError(f"{where} was closed.", hint="Open the store again.", store=where)
    return StoreError(f"The Neo4j driver failed on {where}: {error}.", store=where)


def _translate_answer(error: Neo4jError, where: str) -> StoreError:
    """An error that the server itself sent."""
    code, text = error.code or "", error.message or str(error)
    if any(word in code or word in text for word in _FULL):
        return StoreFullError(
            f"Neo4j at {where} has no room for this write ({code}); it was undone.",
            hint="Give the server more memory (server.memory.heap.max_size) or disk, and try again.",
            store=where,
        )
    if code.startswith(_AUTH):
        return _refused(where)
    if code.startswith(_UNAVAILABLE):
        return StoreUnavailableError(
            f"The database at {where} is not online ({code}).", hint="Wait until it has started.", store=where
        )
    if code.startswith(_LOCKED):
        return StoreLockedError(
            f"{where} is being written to by somebody else ({code}).",
            hint="Wait until it has finished and try again; nothing was changed.",
            store=where,
        )
    if code.startswith(_READ_ONLY):
        return StoreReadOnlyError(
            f"{where} can be read but not written.", hint="Name the server that takes writes.", store=where
        )
    return StoreError(f"Neo4j at {where} refused: {text} ({code}).", store=where, neo4j_code=code)


def _refused(where: str) -> StoreAuthError:
    return StoreAuthError(
        f"Neo4j at {where} refused the user or the password.",
        hint="Set NEO4J_USER and NEO4J_PASSWORD to an account of that server.",
        store=where,
    )
