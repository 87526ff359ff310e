"""Everything that can be wrong with a document, each with its own code.

`message` and `hint` are English and name the case at hand; `message_zh` says the same kind of thing in Chinese.
"""

from typing import ClassVar

from ontology import ErrorKind, PathloomError


class ExtractionError(PathloomError):
    """Base of this room's errors."""

    code = "EXTRACTION"
    kind = ErrorKind.BAD_INPUT
    #: What happened and what to do, for a Chinese reader.
    message_zh: ClassVar[str] = "无法读取这份文件。"


class DocumentEmptyError(ExtractionError):
    """The file has no bytes, or no text although nothing else is in it."""

    code = "DOCUMENT_EMPTY"
    message_zh = "文件是空的，没有可读的内容。请换一份有文字的文件。"


class DocumentTooLargeError(ExtractionError):
    """The file, its text or its number of pages is above the limit."""

    code = "DOCUMENT_TOO_LARGE"
    message_zh = "文件太大。请只上传简历或招聘信息本身。"


class DocumentBombError(ExtractionError):
    """An archive that unpacks to far more than it should."""

    code = "DOCUMENT_BOMB"
    message_zh = "文件解压后异常庞大，已拒绝读取。请重新导出后再上传。"


class DocumentEncryptedError(ExtractionError):
    """A password is needed to read it."""

    code = "DOCUMENT_ENCRYPTED"
    message_zh = "文件有密码保护。请去掉密码后再上传。"


class DocumentScannedError(ExtractionError):
    """Pages that hold pictures and no text."""

    code = "DOCUMENT_SCANNED"
    message_zh = "文件看起来是扫描件或图片，没有可读的文字。请上传文字版，或把内容粘贴成文本。"


class DocumentBrokenError(ExtractionError):
    """The file is cut short or does not follow its format."""

    code = "DOCUMENT_BROKEN"
    message_zh = "文件已损坏或不完整。请重新导出后再上传。"


class DocumentMislabelledError(ExtractionError):
    """The name promises another format than the content has."""

    code = "DOCUMENT_MISLABELLED"
    message_zh = "文件扩展名与实际内容不符。请改成正确的扩展名后再上传。"


class DocumentUnsupportedError(ExtractionError):
    """A format that is not read."""

    code = "DOCUMENT_UNSUPPORTED"
    message_zh = "不支持这种文件格式。请使用 PDF、DOCX、HTML、TXT 或 JSON Resume。"


class DocumentEncodingError(ExtractionError):
    """Text in none of the encodings that are read."""

    code = "DOCUMENT_ENCODING"
    message_zh = "无法识别文字编码。请另存为 UTF-8 后再上传。"


class DocumentSchemaError(ExtractionError):
    """JSON that is no JSON Resume; `details["path"]` says where."""

    code = "DOCUMENT_SCHEMA"
    message_zh = "JSON 内容不符合 JSON Resume 格式。"


class DocumentTimeoutError(ExtractionError):
    """Reading took longer than the limit, and was stopped."""

    code = "DOCUMENT_TIMEOUT"
    message_zh = "读取超时，已停止。请上传更简单的文件。"


class DocumentMemoryError(ExtractionError):
    """Reading needed more memory than the limit, and was stopped."""

    code = "DOCUMENT_MEMORY"
    message_zh = "读取所需内存超过上限，已停止。请上传更简单的文件。"


class ReaderUnavailableError(ExtractionError):
    """The process that reads documents could not be started."""

    code = "DOCUMENT_READER"
    kind = ErrorKind.UNAVAILABLE
    message_zh = "文件读取服务暂时不可用，请稍后再试。"


class LinkInputError(ExtractionError):
    """A linking question that cannot be answered: unknown kind or scheme, or `top` below one."""

    code = "LINK_INPUT"
    message_zh = "链接请求的参数不正确。"


class VocabularyEntryError(ExtractionError):
    """A vocabulary entry without any name, or of a kind that is not linked."""

    code = "VOCABULARY_ENTRY"
    message_zh = "词表条目不正确。"


#: Errors that the reading process may report, by their code.
BY_CODE: dict[str, type[ExtractionError]] = {
    error.code: error
    for error in (
        DocumentEmptyError,
        DocumentTooLargeError,
        DocumentBombError,
        DocumentEncryptedError,
        DocumentScannedError,
        DocumentBrokenError,
        DocumentMislabelledError,
        DocumentUnsupportedError,
        DocumentEncodingError,
        DocumentSchemaError,
        DocumentTimeoutError,
        DocumentMemoryError,
    )
}
