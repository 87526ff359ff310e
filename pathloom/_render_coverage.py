"""Texts about coverage: what an import of figures lost, how many occupations have which, what each scheme lacks."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pathloom._figures import WAGE_BY_AREA, FigureCoverage, FigureImport
from pathloom._table import table

if TYPE_CHECKING:
    from pathloom._coverage import Coverage, SchemeCoverage

_MOST_CODES = 8
#: part of `pathloom._coverage` -> English, Chinese; blanks before a text say that it is a part of the row above.
_PARTS: Mapping[str, tuple[str, str]] = {
    "label_en": ("English label", "英文名称"),
    "label_zh": ("Chinese label", "中文名称"),
    "wage": ("wage", "工资"),
    "median_wage_2024_us": ("  US median", "  美国中位数"),
    "wage_by_area": ("  by area", "  分地区"),
    "exposure": ("AI exposure, any index", "人工智能影响（任一指数）"),
    "requirements": ("requirements", "技能要求"),
    "requirements_stated": ("  stated by the source", "  来源给出"),
    "requirements_transferred": ("  transferred over the crosswalk", "  经对照表转移"),
    "requirements_derived": ("  derived from texts", "  从文本推导"),
    "requirements_combined": ("  weighed together", "  综合权衡"),
}


def import_lines(report: FigureImport, language: str) -> Iterator[str]:
    """What was written, what lacks, and a table of what was lost per figure; language `zh` or `en`."""
    from ontology import figure_terms

    zh = language == "zh"
    yield (
        f"职业数据：写入 {report.written:,} 个职业；存储版本 {report.version}。"
        if zh
        else f"figures: {report.written:,} occupations written; store version {report.version}."
    )
    for source, files in report.lacking.items():
        names = ", ".join(files)
        yield f"  - {source}：缺少 {names}" if zh else f"  - {source}: {names} not found"
    head = (
        ("数据", "代码", "未公布", "未知代码", "无对应职业", "职业", "直接", "多码合并", "经较宽类", "不可合并")
        if zh
        else (
            "figure", "codes", "withheld", "unknown", "unreached", "occupations", "direct", "averaged", "wider",
            "refused",
        )
    )  # fmt: skip
    rows = [
        [
            loss.figure,
            *(
                f"{count:,}"
                for count in (
                    loss.codes, loss.withheld, len(loss.unknown), loss.unreached, sum(loss.occupations.values()),
                    loss.direct, loss.averaged, loss.over_wider, loss.refused,
                )
            ),
        ]
        for loss in report.losses
    ]  # fmt: skip
    yield ""
    yield from table(head, rows, numbers=frozenset(range(1, len(head))))
    for loss in report.losses:
        if loss.unknown:
            codes = ", ".join(loss.unknown[:_MOST_CODES])
            more = len(loss.unknown) - _MOST_CODES
            rest = "" if more <= 0 else f"（另有 {more} 个）" if zh else f" and {more} more"
            yield (
                f"  - {loss.figure}：未知代码 {codes}{rest}"
                if zh
                else f"  - {loss.figure}: unknown codes {codes}{rest}"
            )
        if loss.removed:
            yield (
                f"  - {loss.figure}：{loss.removed:,} 个职业不再对应，先前导入的数值已删除"
                if zh
                else f"  - {loss.figure}: no longer reaches {loss.removed:,} occupations; removed from them"
            )
        if loss.lost:
            amount = f"{loss.lost[0]:g} / {loss.lost[1]:g}"
            colon = "：" if zh else ": "
            yield f"  - {loss.figure}{colon}{amount} {figure_terms()[loss.figure].lost[language]}"


def coverage_lines(coverage: FigureCoverage, language: str) -> Iterator[str]:
    """A table of the share of occupations that have each figure, per scheme; "-" where none has it."""
    from ontology import figure_terms

    zh = language == "zh"
    titles = {name: term.labels[language] for name, term in figure_terms().items()}
    titles[WAGE_BY_AREA] = "分地区工资" if zh else "Wage by area"
    schemes = coverage.occupations
    head = ("数据" if zh else "figure", *(f"{scheme} ({count:,})" for scheme, count in schemes.items()))
    rows = [
        [
            f"{titles.get(name, '')} [{name}]".lstrip(),
            *(share(found[scheme], count) for scheme, count in schemes.items()),
        ]
        for name, found in coverage.figures.items()
    ]
    yield f"存储版本 {coverage.version}" if zh else f"Store version {coverage.version}"
    yield from table(head, rows, numbers=frozenset(range(1, len(head))))


def scheme_lines(coverage: "Coverage", language: str) -> Iterator[str]:
    """Tables: what the concepts of each kind and scheme have, then the records of each source."""
    zh = language == "zh"
    yield f"存储版本 {coverage.version}" if zh else f"Store version {coverage.version}"
    for title, schemes in (
        ("职业中有此项的比例" if zh else "occupations that have it", coverage.occupations),
        ("职业类中有此项的比例" if zh else "groups of occupations", coverage.occupation_groups),
        ("技能中有此项的比例" if zh else "skills", coverage.skills),
        ("技能类中有此项的比例" if zh else "groups of skills", coverage.skill_groups),
    ):
        if schemes:
            yield ""
            yield from _scheme_table(title, schemes, zh=zh)
    yield ""
    yield from _source_table(coverage, zh=zh)


def _scheme_table(title: str, schemes: "Mapping[str, SchemeCoverage]", *, zh: bool) -> Iterator[str]:
    head = (title, *(f"{scheme} ({one.concepts:,})" for scheme, one in schemes.items()))
    parts = next(iter(schemes.values())).has if schemes else {}
    at = 1 if zh else 0
    rows = [[_PARTS[part][at], *(share(one.has[part], one.concepts) for one in schemes.values())] for part in parts]
    if any(one.retired for one in schemes.values()):
        retired = "已停用，未计入" if zh else "retired, not counted"
        rows.append([retired, *(f"{one.retired:,}" if one.retired else "-" for one in schemes.values())])
    yield from table(head, rows, numbers=frozenset(range(1, len(head))))


def _source_table(coverage: "Coverage", *, zh: bool) -> Iterator[str]:
    head = ("来源", "节点或边", "数量") if zh else ("source", "nodes or edges", "count")
    rows = [
        [source, name, f"{count:,}"]
        for source, records in coverage.sources.items()
        for counts in (records.nodes, records.edges)
        for name, count in counts.items()
    ]
    yield from table(head, rows, numbers=frozenset({2}))


def share(found: int, count: int) -> str:
    """A share in percent with one digit; "-" for none, and 100.0% only where none lacks it.

    >>> share(0, 9), share(1, 5000), share(4999, 5000), share(9, 9)
    ('-', '0.1%', '99.9%', '100.0%')
    """
    if not found:
        return "-"
    return "100.0%" if found == count else f"{min(max(found / count, 0.001), 0.999):.1%}"
