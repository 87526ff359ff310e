"""The graph as RDF files that can be published: dumps, context, vocabulary, shapes and a description of them all."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ontology import EDGE_TYPES, NODE_TYPES
from ontology.records import PERSONAL_EDGE_TYPES, PERSONAL_NODE_TYPES, Edge, Node, Occupation

if TYPE_CHECKING:
    from graph import GraphStore

Write = Callable[[Iterable[Node | Edge], TextIO], int]
#: What stands beside a dump so that it can be understood and checked without us.
_PACKAGED = {"nt": (), "ttl": (), "jsonld": ("context.jsonld",), "rdf": ("vocabulary.ttl", "shapes.ttl")}


def reference_records(store: "GraphStore") -> Iterator[Node | Edge]:
    """Every node and edge but persons, postings and what hangs on them: an export is made to be passed on.

    Edges of other types lead from persons and postings too (LOCATED_IN, TARGETS), so an edge counts only where both
    its ends are among the nodes given before. A person who is stored meanwhile is none of them.
    """
    given: set[str] = set()
    for node_type in NODE_TYPES:
        if node_type not in PERSONAL_NODE_TYPES:
            for node in store.nodes(node_type):
                given.add(node.id)
                yield node
    for edge_type in EDGE_TYPES:
        if edge_type not in PERSONAL_EDGE_TYPES:
            for edge in store.edges(edge_type):
                if edge.from_id in given and edge.to_id in given:
                    yield edge


def export_rdf(store: "GraphStore", form: str, directory: Path) -> tuple[str, ...]:
    """Write one form of the graph, or with `rdf` everything that is published; returns the names of the files.

    Args:
        form: `nt`, `ttl`, `jsonld` (one dump) or `rdf` (N-Triples with vocabulary, shapes and description).
    """
    from ontology import write_jsonld, write_ntriples, write_turtle
    from ontology._rdf_dataset import Dump, Part, describe_dataset, figure_part
    from ontology._rdf_facts import classes

    writers: dict[str, Write] = {"nt": write_ntriples, "ttl": write_turtle, "jsonld": write_jsonld}
    ending = "nt" if form == "rdf" else form
    counts, sources = Counter[str](), set[Part]()

    def counted() -> Iterator[Node | Edge]:
        origins = set[tuple[str, str, str]]()
        for record in reference_records(store):
            counts.update(classes(record))
            origin = record.source, record.source_version, record.licence
            if origin not in origins:
                origins.add(origin)
                sources.add(Part(*origin))
            if isinstance(record, Occupation):
                sources.update(figure_part(figure.name, figure.source) for figure in record.figures)
            yield record

    name = f"pathloom.{ending}"
    with (directory / name).open("w", encoding="utf-8", newline="\n", buffering=1 << 20) as file:
        triples = writers[ending](counted(), file)
    for packaged in _PACKAGED[form]:
        with (
            resources.files("ontology").joinpath(packaged).open("rb") as source,
            (directory / packaged).open("wb") as to,
        ):
            shutil.copyfileobj(source, to)
    description = describe_dataset(
        dumps=[Dump(name, (directory / name).stat().st_size, triples)],
        counts=counts,
        sources=sources,
        version=str(store.version()),
        issued=datetime.now(UTC).date(),
    )
    (directory / "dataset.ttl").write_text(description, encoding="utf-8", newline="\n")
    return name, *_PACKAGED[form], "dataset.ttl"
