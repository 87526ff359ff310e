"""One import, one transaction: all records of a source arrive, or none."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from graph._port import GraphStore
from ontology.records import Edge, Node

#: Called with the number of records read so far.
Progress = Callable[[int], None]

_PROGRESS_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one import did.

    Attributes:
        nodes: label -> nodes read.
        edges: edge type -> edges read.
        written: nodes and edges stored.
        dangling: edges left out because an end is not in the store, as (type, from_id, to_id). A match to a scheme
            that is not imported yet is the usual reason; importing the same source again afterwards brings them in.
        version: the store's version after the import.
        removed: source -> its edges of an earlier import that this one does not repeat; without zeros.
    """

    nodes: Mapping[str, int]
    edges: Mapping[str, int]
    written: int
    dangling: tuple[tuple[str, str, str], ...]
    version: int
    removed: Mapping[str, int] = field(default_factory=dict)


def ingest(
    store: GraphStore,
    records: Iterable[Node | Edge],
    *,
    replacing: AbstractSet[str] = frozenset(),
    progress: Progress | None = None,
) -> IngestReport:
    """Put the records of one source into the store, in one transaction.

    Args:
        records: streamed, nodes and edges in any order; what it raises undoes the import and goes through.
        replacing: sources whose edges of earlier imports go where these records do not repeat them.
        progress: called every thousand records, and at the end.
    Raises:
        RecordError: a record does not fit its class, or an id changes its type.
        StoreError: the store refused; nothing was written.
    """
    nodes: Counter[str] = Counter()
    edges: Counter[str] = Counter()

    def counted() -> Iterator[Node | Edge]:
        number = 0
        for number, record in enumerate(records, start=1):
            if isinstance(record, Edge):
                edges[record.TYPE] += 1
            else:
                nodes[type(record).__name__] += 1
            yield record
            if progress is not None and number % _PROGRESS_EVERY == 0:
                progress(number)
        if progress is not None:
            progress(number)

    report = store.put(counted(), replacing=replacing)
    return IngestReport(dict(nodes), dict(edges), report.written, report.dangling, store.version(), report.removed)
