"""What occupations pay, in a snapshot: PAYS edges packed once, and which of them belong to each occupation row."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import orjson
from numpy.typing import NDArray

from graph._codec import Scalar, codec_of
from graph._reading import Reader, Rows
from graph._snapshot import IntArray, Links, LongArray
from graph._table import Bytes, pack
from ontology.records import Pays

_CODEC = codec_of(Pays)
COLUMNS = tuple(column.name for column in _CODEC.shape.columns)
_YEAR = 2 + COLUMNS.index("year")

#: A stored PAYS edge: from_id, to_id, then `COLUMNS`.
PayRow = tuple[Scalar, ...]


class PayTable(Mapping[int, tuple[Pays, ...]]):
    """Occupation row -> its PAYS edges; rows without any are not in it. Edges are parsed when asked for."""

    def __init__(self, edges: Bytes, offsets: LongArray, pointers: LongArray, positions: IntArray) -> None:
        self.arrays: Mapping[str, NDArray[np.generic]] = {
            "edges": edges,
            "offsets": offsets,
            "pointers": pointers,
            "positions": positions,
        }
        self._edges = edges
        self._offsets = offsets
        self._pointers = pointers
        self._positions = positions
        self._parsed: dict[int, Pays] = {}

    @classmethod
    def of(cls, edges: Sequence[PayRow], positions: Sequence[Sequence[int]]) -> "PayTable":
        """A table of edges, and per occupation row the positions of its edges."""
        packed, offsets = pack(orjson.dumps(list(edge)) for edge in edges)
        pointers = np.zeros(len(positions) + 1, np.int64)
        np.cumsum([len(part) for part in positions], out=pointers[1:])
        flat = np.array([position for part in positions for position in part], np.int32)
        return cls(packed, offsets, pointers, flat)

    def __getitem__(self, row: int) -> tuple[Pays, ...]:
        if not 0 <= row < len(self._pointers) - 1 or self._pointers[row] == self._pointers[row + 1]:
            raise KeyError(row)
        positions = self._positions[self._pointers[row] : self._pointers[row + 1]]
        return tuple(self._edge(int(position)) for position in positions)

    def __iter__(self) -> Iterator[int]:
        return (int(row) for row in np.flatnonzero(np.diff(self._pointers)))

    def __len__(self) -> int:
        return int(np.count_nonzero(np.diff(self._pointers)))

    def _edge(self, position: int) -> Pays:
        if position not in self._parsed:
            text = self._edges[self._offsets[position] : self._offsets[position + 1]].tobytes()
            from_id, to_id, *row = orjson.loads(text)
            self._parsed[position] = _CODEC.decode((from_id, to_id), row)
        return self._parsed[position]


def collect_pay(
    reader: Reader, occupations: Rows, groups: Links, group_ids: Sequence[str], *, group_region: str
) -> PayTable:
    """Every occupation's own PAYS edges, then those of its groups for the regions that `group_region` matches.

    Edges of each of the two are in the order of (to_id, year).
    """
    allowed = cache(re.compile(group_region).search)
    group_rows = {group_id: row for row, group_id in enumerate(group_ids)}
    edges: list[PayRow] = []
    own: dict[int, list[int]] = {}
    of_group: dict[int, list[int]] = {}
    for edge in reader.edges(Pays, COLUMNS):
        from_id, to_id = str(edge[0]), str(edge[1])
        if from_id in occupations:
            own.setdefault(occupations[from_id][0], []).append(len(edges))
        elif from_id in group_rows and allowed(to_id):
            of_group.setdefault(group_rows[from_id], []).append(len(edges))
        else:
            continue
        reader.note(edge)
        edges.append(edge[: 2 + len(COLUMNS)])

    def by_region(positions: Iterable[int]) -> list[int]:
        return sorted(positions, key=lambda position: (edges[position][1], edges[position][_YEAR], position))

    positions = []
    for row in range(len(groups.indptr) - 1):
        inherited = [p for group in groups.indices[groups.row(row)].tolist() for p in of_group.get(group, ())]
        positions.append(by_region(own.get(row, ())) + by_region(inherited))
    return PayTable.of(edges, positions)
