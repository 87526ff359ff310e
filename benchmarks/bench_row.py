"""One line of the speed table."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchRow:
    """One figure beside a peer's or a physical limit's, taken in the same run.

    Attributes:
        subject: what is measured.
        n: how many calls or records the figure is taken from.
        unit: of `ours` and `peer_value`; `higher` says which direction is better.
        ours: our figure; None if it could not be taken, `note` then says what is missing.
        peer: what it is compared with; "" for nothing.
        higher: whether more is better (rates); times and memory are better when less.
    """

    subject: str
    n: int
    unit: str
    ours: float | None
    peer: str = ""
    peer_value: float | None = None
    higher: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over the peer's; None without one."""
        return self.ours / self.peer_value if self.ours is not None and self.peer_value else None


def missing(subject: str, what: str) -> BenchRow:
    """The line of a figure that cannot be taken here."""
    return BenchRow(subject=subject, n=0, unit="", ours=None, note=what)


def as_data(row: BenchRow) -> dict[str, object]:
    """The line as JSON."""
    return {**asdict(row), "ratio": row.ratio}


def as_table(rows: Sequence[BenchRow]) -> str:
    """The lines as a table in Markdown."""
    lines = [
        "| subject | n | ours | unit | peer or limit | peer's | ours / peer | note |",
        "|---|--:|--:|---|---|--:|--:|---|",
    ]
    for row in rows:
        ratio = "-" if row.ratio is None else f"{_figure(row.ratio)}x"
        arrow = " (more is better)" if row.higher else ""
        lines.append(
            f"| {row.subject} | {row.n:,} | {_figure(row.ours)} | {row.unit}{arrow} | {row.peer or '-'} "
            f"| {_figure(row.peer_value)} | {ratio} | {row.note} |"
        )
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    """Three significant digits, thousands with separators.

    >>> _figure(0.012345), _figure(12345.6), _figure(None)
    ('0.0123', '12,346', '-')
    """
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
