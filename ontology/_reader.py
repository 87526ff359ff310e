"""What every importer returns: an iterable of records that counts what it read and what it left out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypedDict

from ontology.records import Edge, Node


class Origin(TypedDict):
    """Provenance fields that all records of one import share; unpack it into a record."""

    source: str
    source_version: str
    licence: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """One statement of a source that was left out.

    Attributes:
        file: name of the file or table.
        line: line where it starts, 1-based; 0 where the format has no lines.
        reason: stable word. `dangling-*`: an end of the relation is not in the source's own list; `collection-of-
            unlisted`: the same for a collection's member; `repeated-*`: said before; `suppressed-*`: the source advises
            against using the value; `not-important`: rated so; `level-corrected`: kept, at another level;
            `wage-not-released`, `hourly-wage-only`: no annual wage is published.
        subject: id, code or pair that it is about.
    """

    file: str
    line: int
    reason: str
    subject: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        read: records handed out, per node label or edge type.
        skipped: what was left out, in the source's order.
    """

    read: Mapping[str, int]
    skipped: tuple[Skipped, ...]

    def reasons(self) -> dict[str, int]:
        """Number of skipped statements per reason."""
        return dict(sorted(Counter(entry.reason for entry in self.skipped).items()))


#: Notes one skipped statement: file, line, reason, subject.
Skip = Callable[[str, int, str, str], None]


class SourceReader(Iterable[Node | Edge]):
    """The records of one source, streamed: nodes first, then the edges between them.

    What can be checked cheaply (files, archives, column names, version) was checked before this object was made.
    A fault in a row is raised while iterating, so write all of it in one transaction.

    Attributes:
        source, version, licence: provenance of every record.
    """

    def __init__(self, records: Callable[[Skip], Iterator[Node | Edge]], *, origin: Origin) -> None:
        self._records = records
        self.source = origin["source"]
        self.version = origin["source_version"]
        self.licence = origin["licence"]
        self._read: Counter[str] = Counter()
        self._skipped: list[Skipped] = []

    def __iter__(self) -> Iterator[Node | Edge]:
        read = self._read = Counter[str]()
        skipped = self._skipped = list[Skipped]()

        def skip(file: str, line: int, reason: str, subject: str) -> None:
            skipped.append(Skipped(file, line, reason, subject))

        for record in self._records(skip):
            read[record.TYPE if isinstance(record, Edge) else type(record).__name__] += 1
            yield record

    @property
    def report(self) -> ImportReport:
        """What the latest iteration did; complete once it has ended."""
        return ImportReport(dict(sorted(self._read.items())), tuple(self._skipped))
