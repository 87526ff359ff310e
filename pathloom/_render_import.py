"""What an import left out, in words."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ontology._reader import ImportReport, Skipped

#: The beginning of a reason (`ontology._reader.Skipped`) -> English, Chinese.
_REASONS: Mapping[str, tuple[str, str]] = {
    "dangling": ("relations to something that the source does not list", "关系指向来源未列出的概念"),
    "collection-of-unlisted": ("members of a collection that the source does not list", "集合成员未在来源中列出"),
    "repeated": ("said before", "与前面重复"),
    "suppressed": ("values that the source advises against using", "来源建议不使用的数值"),
    "not-important": ("rated as not important", "被评为不重要"),
    "level-corrected": ("kept, at another level than stated", "保留，但层级已更正"),
    "wage-not-released": ("no wage is published", "未公布工资"),
    "hourly-wage-only": ("only an hourly wage is published", "只公布小时工资"),
}


def skipped_lines(report: "ImportReport", language: str) -> Iterator[str]:
    """A line per reason: how many rows, and the first of them; language `zh` or `en`."""
    zh = language == "zh"
    first: dict[str, Skipped] = {}
    for item in report.skipped:
        first.setdefault(item.reason, item)
    for reason, count in report.reasons().items():
        item = first[reason]
        texts = next((texts for start, texts in _REASONS.items() if reason.startswith(start)), (reason, reason))
        line = "" if not item.line else f"，第 {item.line} 行" if zh else f", line {item.line}"
        where = f"{item.file}{line}{'：' if zh else ': '}{item.subject}"
        yield (
            f"  - {count:,} 行：{texts[1]} [{reason}]，首例 {where}"
            if zh
            else f"  - {count:,}: {texts[0]} [{reason}], the first in {where}"
        )
