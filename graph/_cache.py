"""Snapshots on disk: `.npy` files that every worker maps into memory, and a manifest that says what they are."""

import hashlib
import json
import logging
import shutil
import tempfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import numpy as np

from graph._arrays import Array, from_arrays, to_arrays
from graph._build import build_snapshot
from graph._port import GraphStore
from graph._schema import shape_of
from graph._snapshot import Snapshot
from graph.errors import SnapshotCacheError
from ontology.records import Course, Occupation, Pays, Region, Skill

logger = logging.getLogger(__name__)

#: Raised when the arrays or what they mean change.
_FORMAT = 2
_MANIFEST = "manifest.json"


def load_snapshot(store: GraphStore, cache: Path | None) -> Snapshot:
    """The snapshot of the store's present version: from the cache when it is there, else built and then cached.

    A damaged cache is rebuilt, one that cannot be written does without; both are logged as warnings.

    Args:
        cache: folder that may hold snapshots of several stores; None builds afresh.
    Raises:
        SnapshotError, StoreBusyError, StoreError: as `build_snapshot`.
    """
    if cache is None:
        return build_snapshot(store)
    directory = _directory(cache, store.store_id, store.version())
    if directory.is_dir():
        try:
            return open_snapshot(directory)
        except SnapshotCacheError as error:
            logger.warning("%s It is built again.", error.message)
    snapshot = build_snapshot(store)
    try:
        save_snapshot(snapshot, _directory(cache, snapshot.store_id, snapshot.version))
        _drop_older(cache, snapshot)
    except OSError as error:
        logger.warning("The snapshot cannot be kept in %s (%s); the next start builds it again.", cache, error.strerror)
    return snapshot


def save_snapshot(snapshot: Snapshot, directory: Path) -> None:
    """Write a snapshot, whole or not at all; what was in the directory is replaced.

    Raises:
        SnapshotCacheError: the snapshot was not made by `build_snapshot`.
        OSError: the folder cannot be written.
    """
    arrays = to_arrays(snapshot)
    directory.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        entries = {name: _write(partial / f"{name}.npy", array) for name, array in arrays.items()}
        manifest = {
            "format": _fingerprint(),
            "store_id": snapshot.store_id,
            "version": snapshot.version,
            "arrays": entries,
        }
        (partial / _MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
        partial.chmod(0o755)
        _move_into_place(partial, directory)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def open_snapshot(directory: Path) -> Snapshot:
    """Map a saved snapshot into memory; every byte is checked against the manifest.

    Raises:
        SnapshotCacheError: a file is missing, damaged, or of another version of this program.
    """
    try:
        manifest = json.loads((directory / _MANIFEST).read_text("utf-8"))
        if manifest["format"] != _fingerprint():
            raise SnapshotCacheError(f"The snapshot in {directory} was written by another version of Pathloom.")
        arrays = {name: _read(directory / f"{name}.npy", entry) for name, entry in manifest["arrays"].items()}
        return from_arrays(arrays, store_id=str(manifest["store_id"]), version=int(manifest["version"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SnapshotCacheError(
            f"The snapshot in {directory} is damaged: {error}.", hint="Delete the folder; it is built again."
        ) from error


def _directory(cache: Path, store_id: str, version: int) -> Path:
    return cache / f"{store_id}-{version}"


def _fingerprint() -> str:
    """Changes with whatever the arrays depend on: their format, the records in them, the values assumed."""
    columns = [[column.name for column in shape_of(kind).columns] for kind in (Occupation, Skill, Course, Region, Pays)]
    defaults = files("graph").joinpath("defaults.toml").read_text("utf-8")
    return hashlib.sha256(json.dumps([_FORMAT, columns, defaults]).encode()).hexdigest()


def _write(path: Path, array: Array) -> Mapping[str, int]:
    np.save(path, array, allow_pickle=False)
    return {"bytes": path.stat().st_size, "crc32": zlib.crc32(path.read_bytes())}


def _read(path: Path, entry: Mapping[str, int]) -> Array:
    size = path.stat().st_size
    if size != entry["bytes"]:
        raise ValueError(f"{path.name} has {size} bytes instead of {entry['bytes']}")
    if zlib.crc32(path.read_bytes()) != entry["crc32"]:
        raise ValueError(f"{path.name} was altered")
    try:
        mapped: Array = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError:
        # An array without elements cannot be mapped.
        mapped = np.load(path, allow_pickle=False)
        mapped.flags.writeable = False
    return np.asarray(mapped)


def _move_into_place(partial: Path, directory: Path) -> None:
    aside = partial.with_name(f"{partial.name}.old")
    with suppress(FileNotFoundError):
        directory.rename(aside)
    try:
        partial.rename(directory)
    except OSError:
        # Another process put the same snapshot there in the meantime.
        if not (directory / _MANIFEST).is_file():
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _drop_older(cache: Path, snapshot: Snapshot) -> None:
    """Earlier versions of the same store; workers that still map them keep their pages."""
    for directory in cache.glob(f"{snapshot.store_id}-*"):
        version = directory.name.removeprefix(f"{snapshot.store_id}-")
        if version.isdecimal() and int(version) < snapshot.version:
            shutil.rmtree(directory, ignore_errors=True)
