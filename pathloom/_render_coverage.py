"""Texts about figures: what an import lost, and how many occupations have which."""

from collections.abc import Iterator

from pathloom._figures import WAGE_BY_AREA, FigureCoverage, FigureImport
from pathloom._table import table

_MOST_CODES = 8


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
        if loss.lost:
            amount = f"{loss.lost[0]:g} / {loss.lost[1]:g}"
            yield f"  - {loss.figure}: {amount} {figure_terms()[loss.figure].lost[language]}"


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
            *(f"{found[scheme] / count:.1%}" if found[scheme] else "-" for scheme, count in schemes.items()),
        ]
        for name, found in coverage.figures.items()
    ]
    yield f"存储版本 {coverage.version}" if zh else f"Store version {coverage.version}"
    yield from table(head, rows, numbers=frozenset(range(1, len(head))))
