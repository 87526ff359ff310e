"""Importers of six indices of exposure to AI and automation, each by code of its own classification.

What each one measures, and what it does not, is told in docs/how-to/figures.md.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ontology._coded_figures import CodedFigures, FigureColumn, check_code, read_value
from ontology._figure_terms import Native, figure_terms
from ontology._tables import Row, Table, open_lines, row_error
from ontology._workbook import read_sheet
from ontology.errors import SourceColumnsError

_ELOUNDOU = {f"ai_exposure_eloundou_{letter}": f"dv_rating_{letter}" for letter in ("alpha", "beta", "gamma")}
_LABELS = (
    "", "Task ID", "Task Type", "Title", "human_exposure_agg", "gpt4_exposure", "gpt4_exposure_alt_rubric",
    "gpt_3_relevant", "gpt4_automation", "alpha", "beta", "gamma", "automation", "human_labels",
)  # fmt: skip


def read_eloundou(path: Path) -> tuple[CodedFigures, ...]:
    """Alpha, beta and gamma per O*NET-SOC 2019 code, as rated by the model (`occ_level.csv`).

    Raises:
        SourceError: the file, a column or a row is not as it should be; as in all importers here.
    """
    human = tuple(f"human_rating_{letter}" for letter in ("alpha", "beta", "gamma"))
    table = _csv(path, ("O*NET-SOC Code", *_ELOUNDOU.values()), known=("Title", *human))
    columns = [FigureColumn(name, path.name) for name in _ELOUNDOU]
    for line, (code, *cells) in table:
        for column, text in zip(columns, cells, strict=True):
            column.add(line, code, text)
    return tuple(column.done() for column in columns)


def read_felten(path: Path) -> tuple[CodedFigures, ...]:
    """AIOE per SOC 2010 code (`AIOE_DataAppendix.xlsx`, appendix A)."""
    rows = read_sheet(path, sheet="Appendix A", columns=("SOC Code", "AIOE"))
    return (_single("ai_exposure_felten_aioe", path.name, rows),)


def read_frey_osborne(path: Path) -> tuple[CodedFigures, ...]:
    """Probability of computerisation per SOC 2010 code (appendix of the paper as CSV)."""
    table = _csv(path, ("SOC code", "Probability"), known=("Rank", "Label", "Occupation"))
    return (_single("automation_frey_osborne", path.name, iter(table)),)


def read_microsoft(path: Path) -> tuple[CodedFigures, ...]:
    """AI applicability per SOC 2018 code (`soc_ai_applicability_scores.csv`)."""
    table = _csv(path, ("SOC Code", "ai_applicability_score"), known=("title",))
    return (_single("ai_exposure_microsoft_applicability", path.name, iter(table)),)


def read_ilo(path: Path) -> tuple[CodedFigures, ...]:
    """Mean of the task scores of 2025 per ISCO-08 unit group (`Final_Scores_ISCO08_Gmyrek_et_al_2025.xlsx`).

    The file rounds its own mean to two digits; we take the mean of its task scores, rounded to four, and refuse a file
    where the two differ by more than that rounding.
    """
    column = FigureColumn("ai_exposure_ilo_2025", path.name)
    scores, published = defaultdict[str, list[float]](list), dict[str, tuple[int, float]]()
    rows = read_sheet(path, sheet="Sheet1", columns=("ISCO_08", "score_2025", "mean_score_2025"))
    for line, (code, score, mean) in rows:
        check_code(code, Native.ISCO, file=path.name, line=line)
        scores[code].append(read_value(column.term, score, code, file=path.name, line=line))
        published[code] = (line, read_value(column.term, mean, code, file=path.name, line=line))
    for code, tasks in scores.items():
        line, stated = published[code]
        mean_score = round(sum(tasks) / len(tasks), 4)
        # Half a unit of the second digit, and a little for sums that lie on the border.
        if abs(mean_score - stated) > 0.0051:
            raise row_error(
                path.name, line, f"the mean of {code} is given as {stated}, but its tasks make {mean_score}"
            )
        column.add(line, code, str(mean_score))
    return (column.done(),)


def read_anthropic(path: Path, statements: Path) -> tuple[CodedFigures, ...]:
    """Share of conversations per O*NET-SOC 2019 code (`onet_task_mappings.csv`).

    Usage is published by the wording of a task. A task that several occupations have is divided evenly among them; a
    task whose wording `statements` does not have is lost, and counted. An occupation without any task in the list is
    missing, not zero: rare tasks are not published.

    Args:
        statements: `full_labelset.tsv` of Eloundou et al., the O*NET tasks of that time with their occupations.
    """
    name = "ai_usage_anthropic"
    term, shares, lost, everything = figure_terms()[name], defaultdict[str, float](float), 0.0, 0.0
    occupations = _occupations_by_task(statements)
    seen: set[str] = set()
    for line, (task, text) in _csv(path, ("task_name", "pct")):
        if task in seen:
            raise row_error(path.name, line, f"the task {task!r} is there twice")
        seen.add(task)
        share = read_value(term, text, repr(task), file=path.name, line=line)
        everything += share
        codes = occupations.get(_folded(task), ())
        for code in codes:
            shares[code] += share / len(codes)
        lost += 0.0 if codes else share
    if not 99 <= everything <= 101:
        raise row_error(path.name, 0, f"the shares sum to {everything:.2f}, not 100 percent")
    column = FigureColumn(name, path.name)
    for code, share in sorted(shares.items()):
        column.add(0, code, str(round(share, 6)))
    return (column.done((round(lost, 2), round(everything, 2))),)


def read_soc_crosswalk(path: Path) -> dict[str, tuple[str, ...]]:
    """SOC 2018 code -> the SOC 2010 codes that it was made of (`crosswalk_soc2010_to_soc2018.csv`, BLS)."""
    found = defaultdict[str, list[str]](list)
    for line, (old, new) in _csv(path, ("2010 SOC Code", "2018 SOC Code"), known=("2010 SOC Title", "2018 SOC Title")):
        check_code(old, Native.SOC_2010, file=path.name, line=line)
        check_code(new, Native.SOC_2018, file=path.name, line=line)
        found[new].append(old)
    if not found:
        raise SourceColumnsError(f"{path} has a header and no rows. Nothing was imported.", file=str(path))
    return {new: tuple(dict.fromkeys(old)) for new, old in found.items()}


def _single(name: str, file: str, rows: Iterator[Row]) -> CodedFigures:
    column = FigureColumn(name, file)
    for line, (code, text) in rows:
        column.add(line, code, text)
    return column.done()


def _csv(path: Path, columns: tuple[str, ...], known: tuple[str, ...] = ()) -> Table:
    return Table(open_lines(path), file=path.name, columns=columns, known=known)


def _occupations_by_task(path: Path) -> dict[str, tuple[str, ...]]:
    table = Table(open_lines(path), file=path.name, columns=("O*NET-SOC Code", "Task"), known=_LABELS, delimiter="\t")
    found = defaultdict[str, dict[str, None]](dict)
    for line, (code, task) in table:
        check_code(code, Native.ONET, file=path.name, line=line)
        found[_folded(task)][code] = None
    return {task: tuple(codes) for task, codes in found.items()}


def _folded(task: str) -> str:
    return task.strip().lower()
