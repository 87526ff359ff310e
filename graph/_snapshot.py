"""The immutable reference graph in memory: what every request is answered from.

Built from a store by `graph.build_snapshot`, cached as `.npy` files that workers open with mmap, and swapped as a
whole when the store's version rises. Persons and postings are not in it.

Concepts of different schemes that an EXACT match joins one to one are one row here (precedence: the order of
`ontology.Scheme`); every id and notation of the group finds that row, and its labels, requirements and pay are merged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ontology.records import Course, Occupation, Pays, Region, Skill

IntArray = NDArray[np.int32]
LongArray = NDArray[np.int64]
FloatArray = NDArray[np.float32]
BoolArray = NDArray[np.bool_]

_Record_co = TypeVar("_Record_co", Occupation, Skill, Course, Region, covariant=True)


class ConceptTable(Protocol, Generic[_Record_co]):
    """The rows of one kind of node, in ascending order of their id.

    Attributes:
        ids: canonical id per row.
    """

    @property
    def ids(self) -> tuple[str, ...]: ...

    def __len__(self) -> int: ...

    def find(self, key: str) -> int | None:
        """Row of an id, an id merged into it, or a notation (O*NET-SOC, CSCO code, region code); None if unknown."""

    def index(self, key: str) -> int:
        """Like `find`.

        Raises:
            UnknownIdError: nothing in the loaded graph has this id; the message names near ones.
        """

    def label(self, row: int, language: str) -> str:
        """Preferred label; falls back to the other language, then to the id."""

    def alt_labels(self, row: int, language: str) -> tuple[str, ...]:
        """Other names, without the preferred one."""

    def record(self, row: int) -> _Record_co:
        """The merged record (parsed when asked for, then kept)."""

    def members(self, row: int) -> tuple[str, ...]:
        """All ids that were merged into the row, the canonical one first."""


@dataclass(frozen=True, slots=True)
class Links:
    """One type of edge as compressed sparse rows, both ways. Columns within a row are ascending and unique.

    Attributes:
        indptr: int64, shape (n_rows + 1,).
        indices: int32, shape (n_links,), column per link.
        columns: name -> array of shape (n_links,), aligned with `indices`.
        back_indptr: int64, shape (n_columns + 1,).
        back_indices: int32, shape (n_links,), row per link, sorted by column.
        back_order: int32, shape (n_links,): position in `indices`/`columns` of each backward link.
    """

    indptr: LongArray
    indices: IntArray
    columns: Mapping[str, NDArray[np.generic]]
    back_indptr: LongArray
    back_indices: IntArray
    back_order: IntArray

    def row(self, row: int) -> slice:
        """Where the links of one row lie in `indices` and `columns`."""
        return slice(int(self.indptr[row]), int(self.indptr[row + 1]))

    def back(self, column: int) -> slice:
        """Where the links into one column lie in `back_indices` and `back_order`."""
        return slice(int(self.back_indptr[column]), int(self.back_indptr[column + 1]))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The reference graph at one version of one store. All arrays are read-only.

    Attributes:
        store_id, version: which state of which store it shows.
        requires: Occupation x Skill. Columns: `importance` float32 in (0, 1] (source's value; where it says none,
            1.0 for essential and 0.5 for optional, `graph/defaults.toml`, times the statement's confidence),
            `essential` bool, `level` float32 in [0, 1] or NaN, `confidence` float32 in [0, 1] of the most believed
            statement, `source` int16: who makes it, index into `sources`.
        moves: Occupation x Occupation (MOVES_TO). Column `basis` int8, index into `ontology.vocabulary.MoveBasis`.
        related: Occupation x Occupation (RELATED, as the source directs it). Columns `tier` int8, `rank` int32
            (-1 none).
        skill_related: Skill x Skill (RELATED). Column `tier` int8.
        teaches: Course x Skill. Column `level` float32.
        skill_groups: Skill x group row (BROADER), groups in `skill_group_ids`; no columns.
        occupation_groups: Occupation x group row (BROADER), groups in `occupation_group_ids`; no columns.
        pay: occupation row -> its PAYS edges (own ones first, then those of its SOC group), sorted by (to_id, year).
        sources: (source, source_version, licence) of everything in it, sorted.
    """

    store_id: str
    version: int
    occupations: ConceptTable[Occupation]
    skills: ConceptTable[Skill]
    courses: ConceptTable[Course]
    regions: ConceptTable[Region]
    requires: Links
    moves: Links
    related: Links
    skill_related: Links
    teaches: Links
    skill_groups: Links
    skill_group_ids: tuple[str, ...]
    occupation_groups: Links
    occupation_group_ids: tuple[str, ...]
    pay: Mapping[int, tuple[Pays, ...]]
    sources: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Who a move starts from, in rows of one snapshot.

    Attributes:
        occupation: row of the present (or last) occupation, None if unknown.
        skills: int32, shape (n,), ascending unique skill rows that the person has.
        strengths: float32, shape (n,), in (0, 1]: how sure we are of each.
    """

    occupation: int | None
    skills: IntArray
    strengths: FloatArray
