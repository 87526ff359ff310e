"""Grouping dated rows, and what of them was known on a day."""

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from itertools import pairwise
from typing import TypeVar

from policy._rules import Dated
from policy.errors import RuleOverlapError

_Row = TypeVar("_Row", bound=Dated)
_Key = TypeVar("_Key", bound=Hashable)


def by_date(items: Iterable[_Row], key: Callable[[_Row], _Key]) -> dict[_Key, tuple[_Row, ...]]:
    """Group rows and sort them by date.

    Raises:
        RuleOverlapError: two rows of a group are valid on one day, or a row ends before it begins.
    """
    groups: dict[_Key, list[_Row]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    for name, rows in groups.items():
        rows.sort(key=lambda row: row.effective_from)
        for earlier, later in pairwise(rows):
            if earlier.effective_to is None or earlier.effective_to > later.effective_from:
                raise RuleOverlapError(
                    f"{name}: the row from {earlier.effective_from} runs into the next, {later.effective_from}.",
                    hint="Give the earlier row a `to`.",
                )
        for row in rows:
            if row.effective_to is not None and row.effective_to <= row.effective_from:
                raise RuleOverlapError(f"{name}: a row ends before it begins.", hint="Correct `from` or `to`.")
    return {name: tuple(rows) for name, rows in groups.items()}


def was_known(row: Dated, day: date) -> bool:
    """Whether we held a row on a day: known since it or before, and not corrected by then."""
    return row.known_from <= day and (row.known_to is None or day < row.known_to)
