"""One line of the scoreboard, and how the lines become a table."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One task measured with one metric.

    Attributes:
        task: what is measured, for example `sentence -> ESCO skills (TECH)`.
        data: data set with its version.
        n: queries, pairs or cases; 0 if nothing could be measured.
        metric: name of the metric; higher is better unless the note says otherwise.
        ours, baseline, published: our figure, a simple baseline's on the same cases, the best published one; None
            where there is none.
        note: what to know before comparing; for a task that could not be measured, what is missing.
    """

    task: str
    data: str
    n: int
    metric: str
    ours: float | None
    baseline: float | None = None
    published: float | None = None
    note: str = ""

    @property
    def gap(self) -> float | None:
        """Ours less the best published figure; None if either is missing."""
        return None if self.ours is None or self.published is None else self.ours - self.published


def missing(task: str, data: str, metric: str, what: str) -> ScoreRow:
    """The line of a task that cannot be measured here.

    Args:
        what: what is missing and how to get it.
    """
    return ScoreRow(task=task, data=data, n=0, metric=metric, ours=None, note=what)


def as_data(row: ScoreRow) -> dict[str, object]:
    """The line as JSON, gap included."""
    return {**asdict(row), "gap": row.gap}


def as_table(rows: Sequence[ScoreRow]) -> str:
    """The lines as a table in Markdown, figures with three digits; notes below, numbered."""
    lines = [
        "| task | data | n | metric | ours | baseline | published | gap | note |",
        "|---|---|--:|---|--:|--:|--:|--:|--:|",
    ]
    notes: list[str] = []
    for row in rows:
        if row.note and row.note not in notes:
            notes.append(row.note)
        number = str(notes.index(row.note) + 1) if row.note else ""
        figures = " | ".join(_figure(value) for value in (row.ours, row.baseline, row.published))
        gap = "-" if row.gap is None else f"{row.gap:+.3f}"
        lines.append(f"| {row.task} | {row.data} | {row.n:,} | {row.metric} | {figures} | {gap} | {number} |")
    return "\n".join([*lines, "", *(f"{number}. {note}" for number, note in enumerate(notes, start=1))])


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
