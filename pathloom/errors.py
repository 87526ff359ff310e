"""Errors of the program itself: settings, commands, the server."""

from ontology import ErrorKind, PathloomError


class UsageError(PathloomError):
    """A command line that the program cannot follow."""

    code = "USAGE"
    kind = ErrorKind.USAGE
    message_zh = "命令用法有误。"
    hint_zh = "请用 pathloom --help 或“pathloom 命令 --help”查看用法。"


class SettingError(PathloomError):
    """A setting that cannot be used."""

    code = "SETTING"
    kind = ErrorKind.USAGE
    message_zh = "设置无法使用。"
    hint_zh = "请按 docs/cli.md 的设置表更正该设置。"


class InputFileError(PathloomError):
    """A file named on the command line that cannot be read as what it should be."""

    code = "INPUT_FILE"
    kind = ErrorKind.BAD_INPUT
    message_zh = "文件无法读取或格式不对。"
    hint_zh = "请检查文件名、读取权限和内容格式（UTF-8）。"


class GraphEmptyError(PathloomError):
    """The store holds no occupations, so there is nothing to answer from."""

    code = "GRAPH_EMPTY"
    kind = ErrorKind.DATA_MISSING
    message_zh = "存储中没有职业，无法作答。"
    hint_zh = "请先导入数据：pathloom import starter（或 pathloom run）。"


class PortTakenError(PathloomError):
    """Another program listens where the server wants to."""

    code = "PORT_TAKEN"
    kind = ErrorKind.UNAVAILABLE
    message_zh = "端口已被占用。"
    hint_zh = "请用 --port 换一个端口，或停止占用它的程序。"


class WrongDocumentError(PathloomError):
    """A posting where a resume is needed, or the other way round."""

    code = "WRONG_DOCUMENT"
    kind = ErrorKind.BAD_INPUT
    message_zh = "文档类型不符。"
    hint_zh = "请把简历用于简历的命令，把招聘信息用于招聘的命令。"


class ExtraMissingError(PathloomError):
    """A package of an optional extra is not installed."""

    code = "EXTRA_MISSING"
    kind = ErrorKind.DATA_MISSING
    message_zh = "缺少附加依赖包。"
    hint_zh = "请安装提示中的附加依赖。"


class FileAccessError(PathloomError):
    """The system refuses a file or stream that is written to."""

    code = "FILE_ACCESS"
    kind = ErrorKind.UNAVAILABLE
    message_zh = "文件或输出无法读写。"
    hint_zh = "请检查文件名、写入权限和剩余空间。"


class InternalError(PathloomError):
    """Something that should not happen: a fault of the program."""

    code = "INTERNAL"
    kind = ErrorKind.INTERNAL
    message_zh = "程序内部故障，请报告。"
    hint_zh = "这是程序的故障，不是输入的问题：请附上所用命令报告。"


class ReviewUnknownError(PathloomError):
    """A review that the queue does not hold, or that was erased."""

    code = "REVIEW_UNKNOWN"
    kind = ErrorKind.NOT_FOUND
    message_zh = "复核队列中没有这一项。"
    hint_zh = "请用 pathloom reviews list 查看现有的复核。"


class ReviewStateError(PathloomError):
    """A step that the state of a review does not allow."""

    code = "REVIEW_STATE"
    kind = ErrorKind.BAD_INPUT
    message_zh = "复核当前的状态不允许这一步。"
    hint_zh = "请用 pathloom reviews show 查看当前状态和下一步。"


class SameReviewerError(PathloomError):
    """The second opinion, or the settling of a disagreement, by somebody who has already given an opinion."""

    code = "REVIEW_SAME_REVIEWER"
    kind = ErrorKind.BAD_INPUT
    message_zh = "四眼复核必须由另一位人员进行。"
    hint_zh = "请由另一位尚未表态的人员处理。"


class ConsentMissingError(PathloomError):
    """A record with a person's facts is to be stored without that person's consent."""

    code = "REVIEW_CONSENT"
    kind = ErrorKind.BAD_INPUT
    message_zh = "未经本人同意，不得保存其信息。"
    hint_zh = "请先征得本人同意，再注明 --consent。"


class ReviewNeedlessError(PathloomError):
    """A decision that nothing calls for a second pair of eyes on, and no reason was given."""

    code = "REVIEW_NEEDLESS"
    kind = ErrorKind.BAD_INPUT
    message_zh = "该决定没有需要复核的理由。"
    hint_zh = "若仍要复核，请写明理由。"


class ReviewStoreError(PathloomError):
    """The file of the review queue cannot be opened, read or written."""

    code = "REVIEW_STORE"
    kind = ErrorKind.UNAVAILABLE
    message_zh = "复核队列的文件无法使用。"
    hint_zh = "请检查复核文件的路径、权限和剩余空间。"
