"""Rows that wait on disk until they can be written, so that an import of any size needs little memory."""

import tempfile
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import IO, Self

import orjson

from graph._codec import Scalar

Row = tuple[Scalar, ...]


class Spool:
    """Batches of rows by name, in the order of arrival, in temporary files that vanish with the process."""

    def __init__(self, *, batch: int) -> None:
        self._batch = batch
        self._files: dict[str, IO[bytes]] = {}
        self._waiting: dict[str, list[Row]] = {}

    def add(self, name: str, row: Row) -> None:
        """Append one row."""
        rows = self._waiting.setdefault(name, [])
        rows.append(row)
        if len(rows) >= self._batch:
            self._flush(name)

    def names(self) -> Sequence[str]:
        """Names that have rows, sorted."""
        return sorted(self._waiting)

    def batches(self, name: str) -> Iterator[list[list[Scalar]]]:
        """The rows of one name, in batches."""
        self._flush(name)
        if name in self._files:
            self._files[name].seek(0)
            for line in self._files[name]:
                yield orjson.loads(line)

    def _flush(self, name: str) -> None:
        if not self._waiting[name]:
            return
        if name not in self._files:
            self._files[name] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._files[name].write(orjson.dumps(self._waiting[name]) + b"\n")
        self._waiting[name] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()
