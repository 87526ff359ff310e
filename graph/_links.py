"""Pairs of rows to compressed sparse rows, both ways."""

from collections.abc import Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from graph._snapshot import IntArray, Links, LongArray

_D = TypeVar("_D", bound=np.generic)


def first_of_each(rows: IntArray, columns: IntArray, *preference: NDArray[np.generic]) -> LongArray:
    """Position of the preferred pair among equal pairs, in ascending order of (row, column).

    Args:
        rows, columns: int32, shape (n,).
        preference: sort keys of shape (n,), most important first; smaller is preferred, then the earlier position.
    Returns:
        int64, shape (number of different pairs,).

    >>> first_of_each(np.array([1, 0, 1], "i4"), np.array([2, 2, 2], "i4"), np.array([7, 7, 3])).tolist()
    [1, 2]
    """
    order = np.lexsort((*reversed(preference), columns, rows))
    if not len(order):
        return order
    changed = (np.diff(rows[order]) != 0) | (np.diff(columns[order]) != 0)
    return order[np.concatenate(([True], changed))]


def compress(
    rows: IntArray, columns: IntArray, values: Mapping[str, NDArray[np.generic]], *, shape: tuple[int, int]
) -> Links:
    """Links from pairs that are unique and in ascending order of (row, column), as `first_of_each` leaves them."""
    back_order = np.lexsort((rows, columns)).astype(np.int32)
    return Links(
        indptr=_pointers(rows, shape[0]),
        indices=_fixed(columns.astype(np.int32)),
        columns={name: _fixed(value) for name, value in values.items()},
        back_indptr=_pointers(columns, shape[1]),
        back_indices=_fixed(rows[back_order].astype(np.int32)),
        back_order=_fixed(back_order),
    )


def _pointers(rows: IntArray, count: int) -> LongArray:
    pointers = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=count), out=pointers[1:])
    return _fixed(pointers)


def _fixed(array: NDArray[_D]) -> NDArray[_D]:
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array
