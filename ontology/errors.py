"""The one base of every error Pathloom raises on purpose.

An error names the value that was wrong, says why that matters and what to do; its `code` is stable and may be
searched for or matched by programs. Every room keeps its own subclasses in its own `errors.py`.
"""

from enum import StrEnum
from typing import ClassVar


class ErrorKind(StrEnum):
    """What a caller can do about an error; the CLI maps it to an exit status and HTTP to a response status."""

    INTERNAL = "internal"
    USAGE = "usage"
    NOT_FOUND = "not_found"
    BAD_INPUT = "bad_input"
    DATA_MISSING = "data_missing"
    UNAVAILABLE = "unavailable"


class PathloomError(Exception):
    """Base of all our errors.

    Attributes:
        code: stable, upper snake case; part of the public interface.
        kind: what sort of trouble it is, see `ErrorKind`.
        message_zh: what this code means, in one Chinese sentence; every class has its own (a test asserts it).
        message: what was wrong with which value, and why it matters.
        hint: what to do next; empty when there is nothing to advise.
        hint_zh: the same in Chinese: what its class advises, or what was given for the case at hand.
        details: the parts of the message as data (file, line, id, ...), JSON-representable.
    """

    code: ClassVar[str] = "PATHLOOM_ERROR"
    kind: ClassVar[ErrorKind] = ErrorKind.INTERNAL
    message_zh: ClassVar[str] = "程序内部出错。"
    hint_zh: str = ""

    def __init__(self, message: str, *, hint: str = "", hint_zh: str = "", **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.hint_zh = hint_zh or type(self).hint_zh
        self.details = details

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class UnknownIdError(PathloomError):
    """An id, code or region that the loaded graph does not hold."""

    code = "UNKNOWN_ID"
    kind = ErrorKind.NOT_FOUND
    message_zh = "已加载的图谱中没有这个标识。"
    hint_zh = "请核对标识，可用 pathloom link 按名称查找。"


class SourceError(PathloomError):
    """Something is wrong with a data file; `details` holds `file` and, where it applies, `line` (1-based)."""

    code = "SOURCE_INVALID"
    kind = ErrorKind.BAD_INPUT
    message_zh = "数据文件有误。"


class SourceMissingError(SourceError):
    """A file that an importer needs is not there."""

    code = "SOURCE_MISSING"
    kind = ErrorKind.DATA_MISSING
    message_zh = "缺少所需的数据文件。"


class SourceColumnsError(SourceError):
    """A table lacks a column, or has one that its importer does not know."""

    code = "SOURCE_COLUMNS"
    message_zh = "表格的列不符合要求。"


class SourceRowError(SourceError):
    """One row of a table cannot be read: wrong number of fields, a value out of range, an unknown reference."""

    code = "SOURCE_ROW"
    message_zh = "表格中有一行无法读取。"


class SourceEncodingError(SourceError):
    """A text file is not in the encoding its format prescribes."""

    code = "SOURCE_ENCODING"
    message_zh = "文件编码不正确。"


class SourceArchiveError(SourceError):
    """An archive is cut short, encrypted, altered or no archive at all."""

    code = "SOURCE_ARCHIVE"
    message_zh = "压缩包损坏、加密或格式不对。"


class SourceRdfError(SourceError):
    """A file is no RDF, or says about a record what no record can hold; `details` may hold `subject`."""

    code = "SOURCE_RDF"
    message_zh = "RDF 文件无法读取，或其内容不符合图谱的结构。"


class SourceVersionError(SourceError):
    """A source is of another release than was said, or of one whose tables are not known."""

    code = "SOURCE_VERSION"
    message_zh = "数据版本与所声明的不一致。"


class SourceHierarchyError(SourceError):
    """A hierarchy in which a concept is broader than itself; `details` holds `circle`, the ids on the way round."""

    code = "SOURCE_HIERARCHY"
    message_zh = "概念层级出现循环。"


class ReleaseError(PathloomError):
    """A release of a classification that is not to be had, or that the store cannot be brought to."""

    code = "RELEASE"
    kind = ErrorKind.DATA_MISSING
    message_zh = "找不到所要的分类版本，或存储无法迁移到该版本。"


class PackageUnavailableError(SourceError):
    """A data package of the registry is not in the cache and cannot be fetched."""

    code = "PACKAGE_UNAVAILABLE"
    kind = ErrorKind.UNAVAILABLE
    message_zh = "无法取得数据包。"


class PackageAlteredError(SourceError):
    """A data package is not the file whose hash is committed."""

    code = "PACKAGE_ALTERED"
    message_zh = "数据包内容与校验值不符。"


class CurationError(SourceError):
    """Curation tables with faults; `details["faults"]` lists them all, with file, line and column."""

    code = "CURATION_FAULTS"
    message_zh = "编审表格中有问题。"
    hint_zh = "请用 pathloom check 文件夹 列出全部问题。"


class VocabularyError(PathloomError):
    """A word that is not in a closed vocabulary."""

    code = "VOCABULARY"
    kind = ErrorKind.BAD_INPUT
    message_zh = "不在受控词表中的词。"


class UnknownCodeError(PathloomError):
    """A code that its classification does not have; `details` holds `near`, codes written alike."""

    code = "UNKNOWN_CODE"
    kind = ErrorKind.NOT_FOUND
    message_zh = "该职业分类中没有这个代码。"


class WrongClassificationError(PathloomError):
    """A code of one classification given as one of another; `details` holds `looks_like`."""

    code = "WRONG_CLASSIFICATION"
    kind = ErrorKind.BAD_INPUT
    message_zh = "代码不属于所说的职业分类。"


class CrosswalkAbsentError(PathloomError):
    """No crosswalk table reaches a classification that was asked for."""

    code = "CROSSWALK_ABSENT"
    kind = ErrorKind.DATA_MISSING
    message_zh = "缺少这个职业分类的对照表。"


class ShapeError(PathloomError):
    """Arrays or records that do not fit together."""

    code = "SHAPE"
    message_zh = "数据结构不匹配。"


class MoneyError(PathloomError):
    """Amounts in different currencies were put together."""

    code = "MONEY_CURRENCY"
    kind = ErrorKind.BAD_INPUT
    message_zh = "不同币种的金额不能相加减。"
