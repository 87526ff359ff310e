"""A snapshot as named arrays, and back: what the cache saves and what two stores are compared by."""

from collections.abc import Iterator, Mapping

import numpy as np
import orjson
from numpy.typing import NDArray

from graph._pay import PayTable
from graph._snapshot import Links, Snapshot
from graph._table import Table
from graph.errors import SnapshotCacheError
from ontology.records import Course, Occupation, Region, Skill

Array = NDArray[np.generic]

_TABLES = {"occupations": Occupation, "skills": Skill, "courses": Course, "regions": Region}
_LINKS = {
    "requires": ("importance", "essential", "level", "confidence", "source"),
    "moves": ("basis",),
    "related": ("tier", "rank"),
    "skill_related": ("tier",),
    "teaches": ("level",),
    "skill_groups": (),
    "occupation_groups": (),
}
_LINK_ARRAYS = ("indptr", "indices", "back_indptr", "back_indices", "back_order")
_TEXTS = ("skill_group_ids", "occupation_group_ids", "sources")


def to_arrays(snapshot: Snapshot) -> dict[str, Array]:
    """All of a snapshot but its store's id and version, as arrays by name."""
    return dict(_parts(snapshot))


def snapshot_bytes(snapshot: Snapshot) -> dict[str, bytes]:
    """The content of every array, with dtype and shape in front: equal for equal data, whichever store it came from."""
    return {
        name: f"{array.dtype.str} {array.shape}\n".encode() + array.tobytes()
        for name, array in to_arrays(snapshot).items()
    }


def _parts(snapshot: Snapshot) -> Iterator[tuple[str, Array]]:
    for name in (*_TABLES, "pay"):
        table = getattr(snapshot, name)
        if not isinstance(table, Table | PayTable):
            raise SnapshotCacheError(
                f"The snapshot's {name} are a {type(table).__name__}, which cannot be saved.",
                hint="Only snapshots made by graph.build_snapshot have arrays.",
            )
        for part, array in table.arrays.items():
            yield f"{name}.{part}", array
    for name in _LINKS:
        links: Links = getattr(snapshot, name)
        for part in _LINK_ARRAYS:
            yield f"{name}.{part}", getattr(links, part)
        for part, array in links.columns.items():
            yield f"{name}.column.{part}", array
    for name in _TEXTS:
        yield name, np.frombuffer(orjson.dumps(getattr(snapshot, name)), np.uint8)


def from_arrays(arrays: Mapping[str, Array], *, store_id: str, version: int) -> Snapshot:
    """The snapshot whose `to_arrays` these are.

    Raises:
        SnapshotCacheError: an array is missing.
    """
    try:
        parts: dict[str, object] = {
            name: Table(record, *(arrays[f"{name}.{part}"] for part in ("names", "rows", "offsets")))  # type: ignore[arg-type]
            for name, record in _TABLES.items()
        }
        parts["pay"] = PayTable(*(arrays[f"pay.{part}"] for part in ("edges", "offsets", "pointers", "positions")))  # type: ignore[arg-type]
        for name, columns in _LINKS.items():
            parts[name] = Links(
                **{part: arrays[f"{name}.{part}"] for part in _LINK_ARRAYS},  # type: ignore[arg-type]
                columns={part: arrays[f"{name}.column.{part}"] for part in columns},
            )
        for name in ("skill_group_ids", "occupation_group_ids"):
            parts[name] = tuple(orjson.loads(arrays[name].tobytes()))
        parts["sources"] = tuple(tuple(source) for source in orjson.loads(arrays["sources"].tobytes()))
    except KeyError as error:
        raise SnapshotCacheError(f"The snapshot has no array {error}.", hint="Build it again.") from error
    return Snapshot(store_id=store_id, version=version, **parts)  # type: ignore[arg-type]
