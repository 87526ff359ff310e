"""Importing a source again without losing what other imports put on its concepts."""

from collections.abc import Iterable, Iterator

from graph._port import GraphStore
from ontology.additions import has_additions, with_additions
from ontology.records import Concept, Edge, Node


def keep_additions(store: GraphStore, records: Iterable[Node | Edge]) -> Iterator[Node | Edge]:
    """The records, each concept with the imported figures and curated names of the stored one of its id.

    Give it to `ingest`: the store is read when the first concept of a type comes by, so inside the write, when no
    other writer can change it any more.
    """
    stored: dict[type[Concept], dict[str, Concept]] = {}
    for record in records:
        if not isinstance(record, Concept):
            yield record
            continue
        kind = type(record)
        if kind not in stored:
            stored[kind] = {concept.id: concept for concept in store.nodes(kind) if has_additions(concept)}
        before = stored[kind].get(record.id)
        yield record if before is None else with_additions(before, record)
