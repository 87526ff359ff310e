"""Errors of the reasoning room."""

from ontology import ErrorKind, PathloomError


class ReasoningError(PathloomError):
    """Base of this room's errors."""

    code = "REASONING"
    message_zh = "推理出错。"


class WeightsError(ReasoningError):
    """`weights.toml` lacks a figure, names one twice, or gives one without unit, source or reason."""

    code = "REASONING_WEIGHTS"
    message_zh = "权重文件有误。"


class TextMissingError(ReasoningError):
    """A sentence for people is missing from `texts.toml`, in one language or in both."""

    code = "REASONING_TEXT"
    message_zh = "缺少一段文本。"


class ConstraintError(ReasoningError):
    """A wish that cannot be read: a number of moves outside 1-4, a negative budget, a share above 1."""

    code = "CONSTRAINT_INVALID"
    kind = ErrorKind.BAD_INPUT
    message_zh = "所设条件无法使用。"


class NoRequirementsError(ReasoningError):
    """The graph says nothing about what an occupation asks for, so nothing can be compared with it."""

    code = "NO_REQUIREMENTS"
    kind = ErrorKind.NOT_FOUND
    message_zh = "图谱中该职业没有技能要求，无法比较。"


class EmptyPersonError(ReasoningError):
    """Neither an occupation nor a skill of the person is known, so there is nothing to start from."""

    code = "PERSON_EMPTY"
    kind = ErrorKind.BAD_INPUT
    message_zh = "未能从材料中识别出职业或技能。"


class EmptyPostingError(ReasoningError):
    """A posting shows neither a skill nor an occupation that anybody could be compared with."""

    code = "POSTING_EMPTY"
    kind = ErrorKind.BAD_INPUT
    message_zh = "未能从招聘信息中识别出职业或技能。"


class LikelihoodError(ReasoningError):
    """An open benefit came without a likelihood."""

    code = "LIKELIHOOD_MISSING"
    message_zh = "缺少待遇的可能性估计。"


class PlanError(ReasoningError):
    """A plan cannot be laid out: no path to lay out, amounts in currencies that cannot be put together."""

    code = "PLAN_IMPOSSIBLE"
    kind = ErrorKind.BAD_INPUT
    message_zh = "在这些条件下无法生成计划。"


class FinanceError(ReasoningError):
    """A loan offer or business plan that cannot be computed: a field that is missing, misspelt or out of range."""

    code = "FINANCE_INPUT"
    kind = ErrorKind.BAD_INPUT
    message_zh = "贷款或经营计划的数据有误。"
