"""What the lint says: which house rule is broken, where, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from policy._values import Text

#: The house rules, by the code of their findings.
HOUSE_RULES: Mapping[str, Text] = {
    "unreadable": {"zh": "文件不能读取", "en": "A file cannot be read"},
    "formula": {"zh": "数值与公式不符", "en": "A literal differs from its formula"},
    "ceiling": {"zh": "把上限当作给付", "en": "A ceiling is used as a grant"},
    "overlap": {"zh": "有效期重叠", "en": "Periods of validity overlap"},
    "no-source": {"zh": "没有来源", "en": "A value has no source"},
    "expired": {"zh": "已失效的数值仍被采用", "en": "An expired row is still resolved"},
    "question": {"zh": "事实没有双语问题", "en": "A fact has no question in both languages"},
    "name": {"zh": "事实没有名称", "en": "A fact has no name for sentences"},
    "unused": {"zh": "未被使用", "en": "A fact or parameter is not used"},
    "soft-source": {"zh": "现行有效但依据不牢", "en": "In force on a source that is not firm"},
    "quote": {"zh": "缺少引文或引文过长", "en": "A quote is missing or too long"},
    "no-number": {"zh": "来源没有文号", "en": "A source has no document number"},
    "no-issued": {"zh": "来源没有印发日期", "en": "A source has no date of issue"},
    "no-address": {"zh": "来源没有网址", "en": "A source has no address"},
    "no-retrieved": {"zh": "来源没有查阅日期", "en": "A source has no retrieval date"},
    "superseded": {"zh": "引用的条文已被取代", "en": "A cited article is superseded"},
    "example": {"zh": "示例的答案不符", "en": "A worked example comes out differently"},
    "language": {"zh": "文字语言不符", "en": "A text is in the wrong language"},
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault of the rule files.

    Attributes:
        rule: code of the house rule, a key of `HOUSE_RULES`.
        where: jurisdiction and row, provision, condition, fact or source; in file checks the place in the file.
        zh, en: what is wrong and what to do.
        file: path below the rule directory; empty when not known.
        line, column: where in the file, from 1; 0 when not known.
    """

    rule: str
    where: str
    zh: str
    en: str
    file: str = ""
    line: int = 0
    column: int = 0

    @property
    def place(self) -> str:
        """`file:line:column` as editors read it, as far as it is known; empty without a file."""
        return f"{self.file}:{self.line}:{self.column}" if self.file and self.line else self.file

    def __str__(self) -> str:
        return f"{self.place}: {self.where}: {self.en} [{self.rule}]" if self.file else f"{self.where}: {self.en}"


def finding_to_json(finding: Finding) -> dict[str, object]:
    """A finding as JSON-representable data."""
    return {
        "rule": finding.rule,
        "title": dict(HOUSE_RULES[finding.rule]),
        "file": finding.file,
        "line": finding.line or None,
        "column": finding.column or None,
        "where": finding.where,
        "message": finding.en,
        "message_zh": finding.zh,
    }
