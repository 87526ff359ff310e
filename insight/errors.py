"""Errors of the insight room."""

from ontology import ErrorKind, PathloomError


class InsightError(PathloomError):
    """Base of this room's errors."""

    code = "INSIGHT"
    message_zh = "统计分析出错。"


class PopulationError(InsightError):
    """A population that cannot be counted: a negative or fractional number of people, nobody at all."""

    code = "POPULATION_INVALID"
    kind = ErrorKind.BAD_INPUT
    message_zh = "人群数据不正确。"
