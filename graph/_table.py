"""The rows of one kind of node in a snapshot: ids at hand, records parsed when somebody asks for them."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
import orjson
from numpy.typing import NDArray

from graph._codec import Codec, codec_of
from graph._merge import precedence
from graph._snapshot import LongArray
from ontology.errors import UnknownIdError
from ontology.records import Node, Occupation, Skill
from ontology.vocabulary import Language

Bytes = NDArray[np.uint8]
_R = TypeVar("_R", bound=Node)

#: How many neighbours of an unknown id, in the order of ids, are looked at for a misspelling.
_NEIGHBOURS = 100


def pack(parts: Iterable[bytes]) -> tuple[Bytes, LongArray]:
    """Byte strings one after another, and where each begins; offsets have shape (n + 1,)."""
    texts = list(parts)
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=offsets[1:])
    return np.frombuffer(b"".join(texts), np.uint8), offsets


class Table(Generic[_R]):
    """`ConceptTable` over byte arrays that may be mapped from disk.

    Three arrays hold it: `names`, JSON `{"ids": [...], "keys": {id or notation: row}}`; `rows`, one JSON array
    `[[member ids], canonical id, stored row ...]` per row; `offsets` into `rows`.
    """

    def __init__(self, record_type: type[_R], names: Bytes, rows: Bytes, offsets: LongArray) -> None:
        self.arrays: Mapping[str, NDArray[np.generic]] = {"names": names, "rows": rows, "offsets": offsets}
        self._codec: Codec[_R] = codec_of(record_type)
        self._names = names
        self._rows = rows
        self._offsets = offsets
        self._records: dict[int, _R] = {}
        self._members: dict[int, tuple[str, ...]] = {}
        parsed = orjson.loads(names.tobytes())
        self.ids: tuple[str, ...] = tuple(parsed["ids"])
        self._other_keys: dict[str, int] = parsed["keys"]

    @classmethod
    def of(cls, record_type: type[_R], rows: Sequence[tuple[_R, Sequence[Node]]]) -> "Table[_R]":
        """A table of merged records, each with its members (canonical first), in ascending order of id."""
        codec: Codec[_R] = codec_of(record_type)
        packed, offsets = pack(
            orjson.dumps([[member.id for member in members], record.id, *codec.encode(record)])
            for record, members in rows
        )
        names = orjson.dumps(
            {"ids": [record.id for record, _ in rows], "keys": _keys(rows)}, option=orjson.OPT_SORT_KEYS
        )
        return cls(record_type, np.frombuffer(names, np.uint8), packed, offsets)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return self._other_keys | {node_id: row for row, node_id in enumerate(self.ids)}

    def find(self, key: str) -> int | None:
        """Row of an id, a merged id or a notation; None if unknown."""
        return self._row_of.get(key)

    def index(self, key: str) -> int:
        """Row of an id, a merged id or a notation.

        Raises:
            UnknownIdError: there is none; `details["near"]` holds up to three ids that are spelt alike.
        """
        row = self.find(key)
        if row is None:
            near = self._near(key)
            kind = self._codec.shape.name
            hint = f"Did you mean {', '.join(near)}?" if near else f"`pathloom stats` counts what is loaded as {kind}."
            raise UnknownIdError(f"The loaded graph has no {kind} {key!r}.", hint=hint, id=key, kind=kind, near=near)
        return row

    def _near(self, key: str) -> list[str]:
        keys = sorted(self._row_of)
        middle = bisect_left(keys, key)
        around = keys[max(0, middle - _NEIGHBOURS) : middle + _NEIGHBOURS]
        return get_close_matches(key, around, n=3, cutoff=0.8)

    def label(self, row: int, language: str) -> str:
        """Preferred label in a language, else in another, else the id."""
        labels = self.record(row).labels
        for choice in (language, *Language, *sorted(labels)):
            if labels.get(choice):
                return labels[choice]
        return self.ids[row]

    def alt_labels(self, row: int, language: str) -> tuple[str, ...]:
        """Other names in a language."""
        record = self.record(row)
        if isinstance(record, Occupation | Skill):
            return record.alt_labels.get(language, ())
        return ()

    def record(self, row: int) -> _R:
        """The merged record."""
        if row not in self._records:
            self._parse(row)
        return self._records[row]

    def members(self, row: int) -> tuple[str, ...]:
        """All ids of the row, the canonical one first."""
        if row not in self._members:
            self._parse(row)
        return self._members[row]

    def _parse(self, row: int) -> None:
        if not 0 <= row < len(self.ids):
            raise IndexError(f"Row {row} of {len(self.ids)} {self._codec.shape.name} rows.")
        text = self._rows[self._offsets[row] : self._offsets[row + 1]].tobytes()
        members, node_id, *stored = orjson.loads(text)
        self._members[row] = tuple(members)
        self._records[row] = self._codec.decode((node_id,), stored)


def _keys(rows: Sequence[tuple[_R, Sequence[Node]]]) -> dict[str, int]:
    """Merged ids and notations; where two rows share a notation, the earlier scheme's row has it, then the lower."""
    keys: dict[str, int] = {}
    notations: dict[str, tuple[int, int]] = {}
    for row, (_, members) in enumerate(rows):
        keys |= {member.id: row for member in members[1:]}
        for member in members:
            notation = getattr(member, "notation", "")
            if notation:
                rank = _rank(member)
                notations[notation] = min(notations.get(notation, (rank, row)), (rank, row))
    return {notation: row for notation, (_, row) in notations.items()} | keys


def _rank(node: Node) -> int:
    return precedence(node) if isinstance(node, Occupation | Skill) else 0
