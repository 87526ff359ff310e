"""Errors of the program itself: settings, commands, the server."""

from ontology import ErrorKind, PathloomError


class UsageError(PathloomError):
    """A command line that the program cannot follow."""

    code = "USAGE"
    kind = ErrorKind.USAGE
    message_zh = "命令用法有误。"


class SettingError(PathloomError):
    """A setting that cannot be used."""

    code = "SETTING"
    kind = ErrorKind.USAGE
    message_zh = "设置无法使用。"


class InputFileError(PathloomError):
    """A file named on the command line that cannot be read as what it should be."""

    code = "INPUT_FILE"
    kind = ErrorKind.BAD_INPUT
    message_zh = "文件无法读取或格式不对。"


class GraphEmptyError(PathloomError):
    """The store holds no occupations, so there is nothing to answer from."""

    code = "GRAPH_EMPTY"
    kind = ErrorKind.DATA_MISSING
    message_zh = "存储中没有职业，无法作答。"


class PortTakenError(PathloomError):
    """Another program listens where the server wants to."""

    code = "PORT_TAKEN"
    kind = ErrorKind.UNAVAILABLE
    message_zh = "端口已被占用。"


class WrongDocumentError(PathloomError):
    """A posting where a resume is needed, or the other way round."""

    code = "WRONG_DOCUMENT"
    kind = ErrorKind.BAD_INPUT
    message_zh = "文档类型不符。"


class ExtraMissingError(PathloomError):
    """A package of an optional extra is not installed."""

    code = "EXTRA_MISSING"
    kind = ErrorKind.DATA_MISSING
    message_zh = "缺少附加依赖包。"


class FileAccessError(PathloomError):
    """The system refuses a file or stream that is written to."""

    code = "FILE_ACCESS"
    kind = ErrorKind.UNAVAILABLE
    message_zh = "文件或输出无法读写。"


class InternalError(PathloomError):
    """Something that should not happen: a fault of the program."""

    code = "INTERNAL"
    kind = ErrorKind.INTERNAL
    message_zh = "程序内部故障，请报告。"


class ReviewUnknownError(PathloomError):
    """A review that the queue does not hold, or that was erased."""

    code = "REVIEW_UNKNOWN"
    kind = ErrorKind.NOT_FOUND
    message_zh = "复核队列中没有这一项。"


class ReviewStateError(PathloomError):
    """A step that the state of a review does not allow."""

    code = "REVIEW_STATE"
    kind = ErrorKind.BAD_INPUT
    message_zh = "复核当前的状态不允许这一步。"


class SameReviewerError(PathloomError):
    """The second opinion, or the settling of a disagreement, by somebody who has already given an opinion."""

    code = "REVIEW_SAME_REVIEWER"
    kind = ErrorKind.BAD_INPUT
    message_zh = "四眼复核必须由另一位人员进行。"


class ConsentMissingError(PathloomError):
    """A record with a person's facts is to be stored without that person's consent."""

    code = "REVIEW_CONSENT"
    kind = ErrorKind.BAD_INPUT
    message_zh = "未经本人同意，不得保存其信息。"


class ReviewNeedlessError(PathloomError):
    """A decision that nothing calls for a second pair of eyes on, and no reason was given."""

    code = "REVIEW_NEEDLESS"
    kind = ErrorKind.BAD_INPUT
    message_zh = "该决定没有需要复核的理由。"


class ReviewStoreError(PathloomError):
    """The file of the review queue cannot be opened, read or written."""

    code = "REVIEW_STORE"
    kind = ErrorKind.UNAVAILABLE
    message_zh = "复核队列的文件无法使用。"
