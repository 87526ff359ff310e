"""Everything that can go wrong between a rule file, somebody's facts and a decision; each with a stable code."""

from ontology.errors import ErrorKind, PathloomError


class PolicyError(PathloomError):
    """Base of the errors of this room."""

    code = "POLICY"
    kind = ErrorKind.BAD_INPUT
    message_zh = "政策规则出错。"


class RuleFileError(PolicyError):
    """A rule file is missing, is no YAML, has a key twice, or breaks the schema; `details` holds `file` and `where`."""

    code = "RULES_FILE"
    kind = ErrorKind.INTERNAL
    message_zh = "规则文件有误。"


class RuleReferenceError(PolicyError):
    """A rule names a fact, parameter, source, benefit or jurisdiction that does not exist."""

    code = "RULES_REFERENCE"
    kind = ErrorKind.INTERNAL
    message_zh = "规则引用了不存在的内容。"


class RuleExpressionError(PolicyError):
    """An expression has an unknown operator, a wrong number of operands or operands of the wrong type."""

    code = "RULES_EXPRESSION"
    kind = ErrorKind.INTERNAL
    message_zh = "规则表达式有误。"


class RuleOverlapError(PolicyError):
    """Two rows of one parameter or provision are valid on the same day in the same jurisdiction."""

    code = "RULES_OVERLAP"
    kind = ErrorKind.INTERNAL
    message_zh = "规则的有效期重叠。"


class UnknownFactError(PolicyError):
    """A fact id that the fact schema does not hold."""

    code = "FACT_UNKNOWN"
    message_zh = "没有这一项事实。"


class FactTypeError(PolicyError):
    """A fact's value has the wrong type, or is not one of the listed words."""

    code = "FACT_TYPE"
    message_zh = "事实的类型不正确。"


class FactRangeError(PolicyError):
    """A fact's number or date lies outside the range that makes sense for it."""

    code = "FACT_RANGE"
    message_zh = "事实的数值超出范围。"


class FactDateError(PolicyError):
    """A date that is none, for example 2026-02-30, or not written as YYYY-MM-DD."""

    code = "FACT_DATE"
    message_zh = "日期不存在。"


class DayRangeError(PolicyError):
    """The day of the question lies in another century than any rule or person."""

    code = "DAY_RANGE"
    message_zh = "所问的日期超出范围。"


class ContradictoryFactsError(PolicyError):
    """Two or more facts cannot be true together."""

    code = "FACTS_CONTRADICT"
    message_zh = "所填事实互相矛盾。"


class UnknownJurisdictionError(PolicyError):
    """A jurisdiction code outside the known countries, provinces and states."""

    code = "JURISDICTION_UNKNOWN"
    kind = ErrorKind.NOT_FOUND
    message_zh = "没有这个地区的规则。"


class UnknownBenefitError(PolicyError):
    """A benefit id that the rule base does not hold."""

    code = "BENEFIT_UNKNOWN"
    kind = ErrorKind.NOT_FOUND
    message_zh = "没有这项待遇。"


class RecordFormatError(PolicyError):
    """A file is no decision record: cut short, no JSON, or a part is missing or of the wrong form."""

    code = "RECORD_FORMAT"
    message_zh = "文件不是完整的决定记录。"


class RecordVersionError(PolicyError):
    """A decision record in another version of the format than this program reads."""

    code = "RECORD_VERSION"
    message_zh = "决定记录的格式版本不受支持。"


class RecordAlteredError(PolicyError):
    """A decision record was changed after it was written; `details` holds the `parts` whose digest is wrong."""

    code = "RECORD_ALTERED"
    message_zh = "决定记录在写成之后被改动过。"


class RecordRulesError(PolicyError):
    """The rules inside a decision record cannot be read: an unknown operator, a missing row or fact."""

    code = "RECORD_RULES"
    message_zh = "决定记录内附的规则无法读取。"


class RecordUnfaithfulError(PolicyError):
    """A record that was just made does not re-evaluate to its own decisions; it is not written."""

    code = "RECORD_UNFAITHFUL"
    kind = ErrorKind.INTERNAL
    message_zh = "新生成的决定记录无法重现其结论，因此没有写出。"


class ExchangeFormatError(PolicyError):
    """A file of another system (or the mapping beside it) is not of the form that its documentation says."""

    code = "EXCHANGE_FORMAT"
    message_zh = "交换文件的格式不正确。"


class ExchangeMappingError(PolicyError):
    """A mapping names a fact, benefit, output or word that our rules do not have."""

    code = "EXCHANGE_MAPPING"
    message_zh = "映射文件引用了不存在的内容。"


class ExchangeUnsupportedError(PolicyError):
    """A rule that the other format cannot express, or only in a table that nobody can review."""

    code = "EXCHANGE_UNSUPPORTED"
    message_zh = "目标格式无法表达这条规则。"


class CohortColumnError(PolicyError):
    """A column of facts for many persons has another length, type or shape than the fact needs."""

    code = "COHORT_COLUMN"
    message_zh = "批量计算的数据列长度、类型或形状不正确。"
