"""What can go wrong with a store or a snapshot; driver errors are translated into these at the adapter's border."""

from ontology.errors import ErrorKind, PathloomError


class StoreError(PathloomError):
    """Base of everything that a store refuses; raised itself for a fault of the database that fits nothing below."""

    code = "STORE_ERROR"
    kind = ErrorKind.UNAVAILABLE


class StoreUrlError(StoreError):
    """A store address that is none of `sqlite:///PATH`, `bolt://HOST:PORT`, `neo4j://HOST:PORT`."""

    code = "STORE_URL"
    kind = ErrorKind.USAGE


class StoreMissingError(StoreError):
    """No store at the address, and reading alone was asked for."""

    code = "STORE_MISSING"
    kind = ErrorKind.DATA_MISSING


class StoreFormatError(StoreError):
    """The file is no database, is damaged, or belongs to another program."""

    code = "STORE_FORMAT"
    kind = ErrorKind.BAD_INPUT


class StoreSchemaError(StoreError):
    """The store was written by a newer program."""

    code = "STORE_SCHEMA"
    kind = ErrorKind.BAD_INPUT


class StoreLockedError(StoreError):
    """Another process writes to the store and did not finish in time."""

    code = "STORE_LOCKED"


class StoreReadOnlyError(StoreError):
    """A write to a store that may only be read."""

    code = "STORE_READ_ONLY"


class StoreFullError(StoreError):
    """No space left (disk, or the server's memory for one transaction); the write was undone."""

    code = "STORE_FULL"


class StoreUnavailableError(StoreError):
    """The database server cannot be reached, or went away during a call."""

    code = "STORE_UNAVAILABLE"


class StoreAuthError(StoreError):
    """The database server refused user or password."""

    code = "STORE_AUTH"
    kind = ErrorKind.USAGE


class StoreClosedError(StoreError):
    """A call on a store after `close()`."""

    code = "STORE_CLOSED"
    kind = ErrorKind.INTERNAL


class StoreBusyError(StoreError):
    """The store was written to again and again while it was being read as a whole."""

    code = "STORE_BUSY"


class RecordError(PathloomError):
    """A record that does not fit its own class, or a stored row that does not fit its record."""

    code = "RECORD_INVALID"
    kind = ErrorKind.BAD_INPUT


class RecordConflictError(RecordError):
    """An id that is stored as one type of node comes again as another."""

    code = "RECORD_CONFLICT"


class SnapshotError(PathloomError):
    """Data in the store that a snapshot cannot be made of."""

    code = "SNAPSHOT_DATA"
    kind = ErrorKind.BAD_INPUT


class SnapshotCacheError(PathloomError):
    """Snapshot files that are missing, damaged or of another format."""

    code = "SNAPSHOT_CACHE"
    kind = ErrorKind.DATA_MISSING
