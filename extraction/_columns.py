"""Reading order of a page: columns one after the other, spanning lines where they stand.

A column gap is a vertical strip that few lines cross and that has enough lines on both sides whose left edges agree.
Dates set flush right beside a single column have no common left edge, so they stay on their lines.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

#: Share of pieces that may cross a column gap (headline, footer); our own choice, tried on nine layouts.
_CROSSING = 0.25
#: Narrowest column gap in points; a wide word gap is about 6.
_GAP_PT = 10.0
#: Lines that a column has at least.
_LINES = 4
_DATES_ONLY = re.compile(
    r"[\d\s./年月–—~至今-]+|.*(?:19|20)\d\d.{0,12}(?:present|now|至今|(?:19|20)\d\d)\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters on one line; the page's origin is at the bottom left, in points."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def middle(self) -> float:
        """Height of its centre line."""
        return (self.bottom + self.top) / 2


def reading_order(pieces: list[Piece], *, depth: int = 0) -> list[str]:
    """Lines of a page in the order a person reads them; an empty line where a paragraph ends."""
    pieces = [piece for piece in pieces if piece.text]
    gap = _column_gap(pieces) if depth < 3 else None
    if gap is None:
        return _lines(pieces)
    lines: list[str] = []
    band: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if piece.left < gap < piece.right:
            lines += _band(band, gap, depth)
            band = []
            lines += _lines([piece])
        else:
            band.append(piece)
    return lines + _band(band, gap, depth)


def _band(band: list[Piece], gap: float, depth: int) -> list[str]:
    lines: list[str] = []
    for side in ([p for p in band if p.right <= gap], [p for p in band if p.left >= gap]):
        if side:
            lines += ["", *reading_order(side, depth=depth + 1)]
    return lines


def _column_gap(pieces: list[Piece]) -> float | None:
    """The middle of the best column gap, None if the page has one column."""
    if len(pieces) < 2 * _LINES:
        return None
    best: tuple[int, float] | None = None
    for start in sorted({piece.left for piece in pieces}):
        gap = start - _GAP_PT / 2
        crossing = [piece for piece in pieces if piece.left < start and piece.right > start - _GAP_PT]
        if len(crossing) > _CROSSING * len(pieces):
            continue
        before = [piece for piece in pieces if piece.right <= start - _GAP_PT]
        after = [piece for piece in pieces if piece.left >= start]
        if _is_column(before) and _is_column(after) and _side_by_side(before, after):
            if any(piece.left < gap < piece.right for piece in (*before, *after)):
                continue
            score = min(len(before), len(after)) - 2 * len(crossing)
            if best is None or score > best[0]:
                best = (score, gap)
    return None if best is None else best[1]


def _is_column(pieces: list[Piece]) -> bool:
    if len(pieces) < _LINES:
        return False
    edges = Counter(round(piece.left / 3) for piece in pieces)
    dated = sum(_DATES_ONLY.fullmatch(piece.text) is not None for piece in pieces)
    common = max(edges[edge] + edges[edge + 1] for edge in edges)
    return common * 2 >= len(pieces) and dated * 2 < len(pieces)


def _side_by_side(before: list[Piece], after: list[Piece]) -> bool:
    low = max(min(piece.bottom for piece in side) for side in (before, after))
    high = min(max(piece.top for piece in side) for side in (before, after))
    return high - low > 40.0


def _lines(pieces: list[Piece]) -> list[str]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.middle, piece.left)):
        height = piece.top - piece.bottom
        if rows and abs(rows[-1][0].middle - piece.middle) < 0.5 * height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines: list[str] = []
    pitch = _usual_pitch(rows)
    for number, row in enumerate(rows):
        if number and rows[number - 1][0].middle - row[0].middle > 1.45 * pitch:
            lines.append("")
        lines.append("\t".join(piece.text for piece in sorted(row, key=lambda piece: piece.left)))
    return lines


def _usual_pitch(rows: list[list[Piece]]) -> float:
    steps = sorted(above[0].middle - row[0].middle for above, row in pairwise(rows))
    return steps[len(steps) // 2] if steps else 0.0
