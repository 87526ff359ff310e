"""Plain-text tables that line up in Chinese and English terminals."""

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Terminal columns of a text; East Asian wide characters take two.

    >>> width("路径 path")
    9
    """
    return sum(
        2 if unicodedata.east_asian_width(sign) in "WF" else 0 if unicodedata.combining(sign) else 1 for sign in text
    )


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled with blanks to a number of terminal columns."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: frozenset[int] = frozenset()) -> list[str]:
    """Lines of a table: head, rule, rows.

    Args:
        numbers: columns set flush right.
    """
    columns = [max(width(row[at]) for row in [head, *rows]) for at in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        padded = [pad(cell, columns[at], right=at in numbers) for at, cell in enumerate(cells)]
        return "  ".join(padded).rstrip()

    return [line(head), "  ".join("-" * size for size in columns), *(line(row) for row in rows)]
