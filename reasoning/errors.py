"""Errors of the reasoning room."""

from ontology import ErrorKind, PathloomError


class ReasoningError(PathloomError):
    """Base of this room's errors."""

    code = "REASONING"
    message_zh = "推理出错。"
    hint_zh = "请检查输入后重试。"


class WeightsError(ReasoningError):
    """`weights.toml` lacks a figure, names one twice, or gives one without unit, source or reason."""

    code = "REASONING_WEIGHTS"
    message_zh = "权重文件有误。"
    hint_zh = "请恢复或更正 reasoning/weights.toml。"


class TextMissingError(ReasoningError):
    """A sentence for people is missing from `texts.toml`, in one language or in both."""

    code = "REASONING_TEXT"
    message_zh = "缺少一段文本。"
    hint_zh = "请在 texts.toml 中补上中英文文字。"


class ConstraintError(ReasoningError):
    """A wish that cannot be read: a number of moves outside 1-4, a negative budget, a share above 1."""

    code = "CONSTRAINT_INVALID"
    kind = ErrorKind.BAD_INPUT
    message_zh = "所设条件无法使用。"
    hint_zh = "请把该条件改到允许的范围内。"


class NoRequirementsError(ReasoningError):
    """The graph says nothing about what an occupation asks for, so nothing can be compared with it."""

    code = "NO_REQUIREMENTS"
    kind = ErrorKind.NOT_FOUND
    message_zh = "图谱中该职业没有技能要求，无法比较。"
    hint_zh = "请换一个职业，或先导入含技能要求的数据。"


class EmptyPersonError(ReasoningError):
    """Neither an occupation nor a skill of the person is known, so there is nothing to start from."""

    code = "PERSON_EMPTY"
    kind = ErrorKind.BAD_INPUT
    message_zh = "未能从材料中识别出职业或技能。"
    hint_zh = "请写明从事过的职业或掌握的技能。"


class EmptyPostingError(ReasoningError):
    """A posting shows neither a skill nor an occupation that anybody could be compared with."""

    code = "POSTING_EMPTY"
    kind = ErrorKind.BAD_INPUT
    message_zh = "未能从招聘信息中识别出职业或技能。"
    hint_zh = "请提供写明职业或技能要求的招聘信息。"


class LikelihoodError(ReasoningError):
    """An open benefit came without a likelihood."""

    code = "LIKELIHOOD_MISSING"
    message_zh = "缺少待遇的可能性估计。"
    hint_zh = "请为每项待定的待遇给出可能性（0 到 1）。"


class PlanError(ReasoningError):
    """A plan cannot be laid out: no path to lay out, amounts in currencies that cannot be put together."""

    code = "PLAN_IMPOSSIBLE"
    kind = ErrorKind.BAD_INPUT
    message_zh = "在这些条件下无法生成计划。"
    hint_zh = "请放宽条件、延长期限或换一条路径。"


class FinanceError(ReasoningError):
    """A loan offer or business plan that cannot be computed: a field that is missing, misspelt or out of range."""

    code = "FINANCE_INPUT"
    kind = ErrorKind.BAD_INPUT
    message_zh = "贷款或经营计划的数据有误。"
    hint_zh = "请按 docs/how-to/loans-and-businesses.md 检查各个字段。"
