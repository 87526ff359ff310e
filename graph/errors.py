"""What can go wrong with a store or a snapshot; driver errors are translated into these at the adapter's border."""

from ontology.errors import ErrorKind, PathloomError


class StoreError(PathloomError):
    """Base of everything that a store refuses; raised itself for a fault of the database that fits nothing below."""

    code = "STORE_ERROR"
    kind = ErrorKind.UNAVAILABLE
    message_zh = "存储出错。"


class StoreUrlError(StoreError):
    """A store address that is none of `sqlite:///PATH`, `bolt://HOST:PORT`, `neo4j://HOST:PORT`."""

    code = "STORE_URL"
    kind = ErrorKind.USAGE
    message_zh = "存储地址无法识别。"


class StoreMissingError(StoreError):
    """No store at the address, and reading alone was asked for."""

    code = "STORE_MISSING"
    kind = ErrorKind.DATA_MISSING
    message_zh = "存储不存在。"


class StoreFormatError(StoreError):
    """The file is no database, is damaged, or belongs to another program."""

    code = "STORE_FORMAT"
    kind = ErrorKind.BAD_INPUT
    message_zh = "文件不是 Pathloom 的存储。"


class StoreSchemaError(StoreError):
    """The store was written by a newer program."""

    code = "STORE_SCHEMA"
    kind = ErrorKind.BAD_INPUT
    message_zh = "存储由更新版本的程序写成。"


class StoreLockedError(StoreError):
    """Another process writes to the store and did not finish in time."""

    code = "STORE_LOCKED"
    message_zh = "存储正被其他程序写入。"


class StoreReadOnlyError(StoreError):
    """A write to a store that may only be read."""

    code = "STORE_READ_ONLY"
    message_zh = "存储只读，无法写入。"


class StoreFullError(StoreError):
    """No space left (disk, or the server's memory for one transaction); the write was undone."""

    code = "STORE_FULL"
    message_zh = "磁盘已满，未写入任何内容。"


class StoreUnavailableError(StoreError):
    """The database server cannot be reached, or went away during a call."""

    code = "STORE_UNAVAILABLE"
    message_zh = "无法连接数据库。"


class StoreAuthError(StoreError):
    """The database server refused user or password."""

    code = "STORE_AUTH"
    kind = ErrorKind.USAGE
    message_zh = "数据库用户名或密码不正确。"


class StoreClosedError(StoreError):
    """A call on a store after `close()`."""

    code = "STORE_CLOSED"
    kind = ErrorKind.INTERNAL
    message_zh = "存储已关闭。"


class StoreBusyError(StoreError):
    """The store was written to again and again while it was being read as a whole."""

    code = "STORE_BUSY"
    message_zh = "数据库繁忙，请稍后再试。"


class RecordError(PathloomError):
    """A record that does not fit its own class, or a stored row that does not fit its record."""

    code = "RECORD_INVALID"
    kind = ErrorKind.BAD_INPUT
    message_zh = "记录不符合其类型。"


class RecordConflictError(RecordError):
    """An id that is stored as one type of node comes again as another."""

    code = "RECORD_CONFLICT"
    message_zh = "同一标识被用于不同类型。"


class SnapshotError(PathloomError):
    """Data in the store that a snapshot cannot be made of."""

    code = "SNAPSHOT_DATA"
    kind = ErrorKind.BAD_INPUT
    message_zh = "存储中的数据无法构成快照。"


class SnapshotCacheError(PathloomError):
    """Snapshot files that are missing, damaged or of another format."""

    code = "SNAPSHOT_CACHE"
    kind = ErrorKind.DATA_MISSING
    message_zh = "快照缓存已损坏。"


class ReleaseMismatchError(StoreError):
    """A release to migrate to that does not follow the one in the store."""

    code = "RELEASE_MISMATCH"
    kind = ErrorKind.BAD_INPUT
    message_zh = "所给版本与存储中的分类不相衔接，存储未改动。"
