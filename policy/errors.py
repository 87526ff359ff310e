"""Everything that can go wrong between a rule file, somebody's facts and a decision; each with a stable code."""

from ontology.errors import ErrorKind, PathloomError


class PolicyError(PathloomError):
    """Base of the errors of this room."""

    code = "POLICY"
    kind = ErrorKind.BAD_INPUT
    message_zh = "政策规则出错。"
    hint_zh = "请检查规则文件和所填事实。"


class RuleFileError(PolicyError):
    """A rule file is missing, is no YAML, has a key twice, or breaks the schema; `details` holds `file` and `where`."""

    code = "RULES_FILE"
    kind = ErrorKind.INTERNAL
    message_zh = "规则文件有误。"
    hint_zh = "请按指出的文件和位置更正；写法见 policy/schema 与 docs/rule-language.md。"


class RuleReferenceError(PolicyError):
    """A rule names a fact, parameter, source, benefit or jurisdiction that does not exist."""

    code = "RULES_REFERENCE"
    kind = ErrorKind.INTERNAL
    message_zh = "规则引用了不存在的内容。"
    hint_zh = "请核对名称的拼写，或先在规则文件中定义它。"


class RuleExpressionError(PolicyError):
    """An expression has an unknown operator, a wrong number of operands or operands of the wrong type."""

    code = "RULES_EXPRESSION"
    kind = ErrorKind.INTERNAL
    message_zh = "规则表达式有误。"
    hint_zh = "请按 docs/rule-language.md 中的运算符表改写该表达式。"


class RuleOverlapError(PolicyError):
    """Two rows of one parameter or provision are valid on the same day in the same jurisdiction."""

    code = "RULES_OVERLAP"
    kind = ErrorKind.INTERNAL
    message_zh = "规则的有效期重叠。"
    hint_zh = "请给较早的一行写上结束日期（to），或删去其中一行。"


class UnknownFactError(PolicyError):
    """A fact id that the fact schema does not hold."""

    code = "FACT_UNKNOWN"
    message_zh = "没有这一项事实。"
    hint_zh = "请在 policy/facts/ 中查对事实的标识，或用 pathloom form 列出当地所问的事实。"


class FactTypeError(PolicyError):
    """A fact's value has the wrong type, or is not one of the listed words."""

    code = "FACT_TYPE"
    message_zh = "事实的类型不正确。"
    hint_zh = "请按事实的类型填写；不知道时留空或填 null。"


class FactRangeError(PolicyError):
    """A fact's number or date lies outside the range that makes sense for it."""

    code = "FACT_RANGE"
    message_zh = "事实的数值超出范围。"
    hint_zh = "请核对数值、单位或年份。"


class FactDateError(PolicyError):
    """A date that is none, for example 2026-02-30, or not written as YYYY-MM-DD."""

    code = "FACT_DATE"
    message_zh = "日期不存在。"
    hint_zh = "请写成 YYYY-MM-DD，例如 2026-11-22。"


class DayRangeError(PolicyError):
    """The day of the question lies in another century than any rule or person."""

    code = "DAY_RANGE"
    message_zh = "所问的日期超出范围。"
    hint_zh = "请核对年份。"


class ContradictoryFactsError(PolicyError):
    """Two or more facts cannot be true together."""

    code = "FACTS_CONTRADICT"
    message_zh = "所填事实互相矛盾。"
    hint_zh = "请更正其中一项事实，或删去不确定的一项。"


class UnknownJurisdictionError(PolicyError):
    """A jurisdiction code outside the known countries, provinces and states."""

    code = "JURISDICTION_UNKNOWN"
    kind = ErrorKind.NOT_FOUND
    message_zh = "没有这个地区的规则。"
    hint_zh = "请使用 CN、CN-加六位行政区划代码、US 或“US-州代码”，例如 CN-410100、US-NY。"


class UnknownBenefitError(PolicyError):
    """A benefit id that the rule base does not hold."""

    code = "BENEFIT_UNKNOWN"
    kind = ErrorKind.NOT_FOUND
    message_zh = "没有这项待遇。"
    hint_zh = "请用 pathloom benefits 查看当地有哪些待遇。"


class RecordFormatError(PolicyError):
    """A file is no decision record: cut short, no JSON, or a part is missing or of the wrong form."""

    code = "RECORD_FORMAT"
    message_zh = "文件不是完整的决定记录。"
    hint_zh = "请使用 pathloom record 写出的完整文件。"


class RecordVersionError(PolicyError):
    """A decision record in another version of the format than this program reads."""

    code = "RECORD_VERSION"
    message_zh = "决定记录的格式版本不受支持。"
    hint_zh = "请用写出该记录的版本读取，或重新生成记录。"


class RecordAlteredError(PolicyError):
    """A decision record was changed after it was written; `details` holds the `parts` whose digest is wrong."""

    code = "RECORD_ALTERED"
    message_zh = "决定记录在写成之后被改动过。"
    hint_zh = "请使用未经改动的原件。"


class RecordRulesError(PolicyError):
    """The rules inside a decision record cannot be read: an unknown operator, a missing row or fact."""

    code = "RECORD_RULES"
    message_zh = "决定记录内附的规则无法读取。"
    hint_zh = "请使用 pathloom record 写出的原件。"


class RecordUnfaithfulError(PolicyError):
    """A record that was just made does not re-evaluate to its own decisions; it is not written."""

    code = "RECORD_UNFAITHFUL"
    kind = ErrorKind.INTERNAL
    message_zh = "新生成的决定记录无法重现其结论，因此没有写出。"
    hint_zh = "这是程序的故障：请附上事实文件报告。"


class ExchangeFormatError(PolicyError):
    """A file of another system (or the mapping beside it) is not of the form that its documentation says."""

    code = "EXCHANGE_FORMAT"
    message_zh = "交换文件的格式不正确。"
    hint_zh = "请按 docs/how-to/exchange-rules.md 检查文件的格式。"


class ExchangeMappingError(PolicyError):
    """A mapping names a fact, benefit, output or word that our rules do not have."""

    code = "EXCHANGE_MAPPING"
    message_zh = "映射文件引用了不存在的内容。"
    hint_zh = "请核对映射文件中的名称。"


class ExchangeUnsupportedError(PolicyError):
    """A rule that the other format cannot express, or only in a table that nobody can review."""

    code = "EXCHANGE_UNSUPPORTED"
    message_zh = "目标格式无法表达这条规则。"
    hint_zh = "请换一条规则，或换一种导出格式。"


class CohortColumnError(PolicyError):
    """A column of facts for many persons has another length, type or shape than the fact needs."""

    code = "COHORT_COLUMN"
    message_zh = "批量计算的数据列长度、类型或形状不正确。"
    hint_zh = "请让每列的长度、类型与事实表一致。"
