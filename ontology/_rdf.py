"""The graph as RDF: SKOS for concepts, our own small vocabulary (`vocabulary.ttl`) for the rest.

A record becomes an IRI with a class, its fields become properties; an edge becomes one direct triple and a statement
about it (rdf:subject, rdf:predicate, rdf:object) that holds its fields and its provenance. Ids that are no web address
move under https://w3id.org/pathloom/id/ and stay readable in dcterms:identifier.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import TextIO
from urllib.parse import quote

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS, XSD
from rdflib.term import Node as Term

from ontology.errors import ShapeError
from ontology.records import EDGE_TYPES, NODE_TYPES, Concept, Edge, Figure, Matches, Node, Record
from ontology.vocabulary import MatchKind

PL = Namespace("https://w3id.org/pathloom/ns#")
_ID = "https://w3id.org/pathloom/id/"

Triple = tuple[URIRef, URIRef, Term]

_MATCH = {
    MatchKind.EXACT: SKOS.exactMatch,
    MatchKind.CLOSE: SKOS.closeMatch,
    MatchKind.BROAD: SKOS.broadMatch,
    MatchKind.NARROW: SKOS.narrowMatch,
}
# Fields whose property is a well-known one; all others are pl:camelCase.
_PROPERTY = {
    "alt_labels": SKOS.altLabel,
    "descriptions": SKOS.definition,
    "licence": DCTERMS.license,
    "notation": SKOS.notation,
    "scheme": SKOS.inScheme,
    "source": DCTERMS.source,
    "valid_from": PL.validFrom,
    "valid_to": PL.validTo,
}
# Fields that name another node.
_REFERENCES = frozenset({"region"})
_EDGE_ENDS = frozenset({"from_id", "to_id"})
_FIELDS: dict[type[Record], tuple[str, ...]] = {
    record_type: tuple(field.name for field in fields(record_type)) for record_type in (*NODE_TYPES, *EDGE_TYPES)
}


def to_rdf(nodes: Iterable[Node], edges: Iterable[Edge]) -> Graph:
    """All records as one in-memory graph; for more than about 100,000 records use `write_turtle`.

    >>> len(to_rdf([], []))
    0
    """
    graph = Graph()
    for prefix, namespace in (("pl", PL), ("skos", SKOS), ("dcterms", DCTERMS)):
        graph.bind(prefix, namespace)
    for record in chain[Node | Edge](nodes, edges):
        for triple in triples(record):
            graph.add(triple)
    return graph


def write_turtle(records: Iterable[Node | Edge], stream: TextIO) -> int:
    """Write records as Turtle, triple by triple, without holding them in memory; returns the number of triples."""
    count = 0
    for record in records:
        for subject, predicate, value in triples(record):
            stream.write(f"{subject.n3()} {predicate.n3()} {value.n3()} .\n")
            count += 1
    return count


def iri(node_id: str) -> URIRef:
    """The IRI of an id.

    >>> str(iri("onet:15-1252.00"))
    'https://w3id.org/pathloom/id/onet/15-1252.00'
    """
    if node_id.startswith(("http://", "https://")):
        return URIRef(node_id)
    scheme, _, rest = node_id.partition(":")
    return URIRef(f"{_ID}{quote(scheme, safe='')}/{quote(rest, safe='/-._~')}")


def triples(record: Node | Edge) -> Iterator[Triple]:
    """The triples of one record."""
    if isinstance(record, Edge):
        yield from _edge_triples(record)
        return
    subject = iri(record.id)
    yield subject, RDF.type, PL[type(record).__name__]
    if isinstance(record, Concept):
        yield subject, RDF.type, SKOS.Concept
    yield subject, DCTERMS.identifier, Literal(record.id)
    label = SKOS.prefLabel if isinstance(record, Concept) else RDFS.label
    for language, text in sorted(record.labels.items()):
        yield subject, label, Literal(text, lang=language)
    yield from _field_triples(subject, record, leave_out=frozenset({"id", "labels"}))


def _edge_triples(edge: Edge) -> Iterator[Triple]:
    subject, target = iri(edge.from_id), iri(edge.to_id)
    predicate = _predicate(edge)
    yield subject, predicate, target
    statement = _statement_iri(edge)
    yield statement, RDF.type, PL[type(edge).__name__]
    yield statement, RDF.subject, subject
    yield statement, RDF.predicate, predicate
    yield statement, RDF.object, target
    yield from _field_triples(statement, edge, leave_out=_EDGE_ENDS)


def _predicate(edge: Edge) -> URIRef:
    if isinstance(edge, Matches):
        return _MATCH[edge.kind]
    return SKOS.broader if edge.TYPE == "BROADER" else PL[_camel(edge.TYPE.lower())]


def _statement_iri(edge: Edge) -> URIRef:
    # The key of an edge in the store, so that the same edge has the same IRI in every export.
    key = f"{edge.TYPE}\n{edge.from_id}\n{edge.to_id}\n{edge.source}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:24]
    return URIRef(f"{_ID}statement/{edge.TYPE.lower()}/{digest}")


def _field_triples(subject: URIRef, record: Record, *, leave_out: frozenset[str]) -> Iterator[Triple]:
    for name in _FIELDS[type(record)]:
        if name not in leave_out:
            yield from _value_triples(subject, name, getattr(record, name))


def _value_triples(subject: URIRef, name: str, value: object) -> Iterator[Triple]:
    predicate = _PROPERTY.get(name) or PL[_camel(name)]
    if value is None or value == "":
        return
    if name == "scheme":
        yield subject, predicate, URIRef(f"{_ID}scheme/{value}")
    elif name in _REFERENCES:
        yield subject, predicate, iri(str(value))
    elif isinstance(value, Mapping):
        for key, entry in sorted(value.items()):
            yield from _entry_triples(subject, predicate, name, key, entry)
    elif isinstance(value, tuple):
        for item in value:
            if isinstance(item, Figure):
                yield from _figure_triples(subject, item)
            else:
                yield subject, predicate, _literal(item)
    else:
        yield subject, predicate, _literal(value)


def _entry_triples(subject: URIRef, predicate: URIRef, name: str, key: str, entry: object) -> Iterator[Triple]:
    """A text per language, texts per language, or a named value of a profile."""
    if isinstance(entry, str):
        yield subject, predicate, Literal(entry, lang=key)
    elif isinstance(entry, tuple):
        for text in entry:
            yield subject, predicate, Literal(text, lang=key)
    else:
        part = URIRef(f"{subject}#{name}-{quote(key, safe='')}")
        yield subject, predicate, part
        yield part, RDF.type, PL.ProfileValue
        yield part, RDFS.label, Literal(key)
        yield part, PL.value, _literal(entry)


def _figure_triples(subject: URIRef, figure: Figure) -> Iterator[Triple]:
    part = URIRef(f"{subject}#figure-{quote(figure.name, safe='')}-{figure.year}")
    yield subject, PL.figures, part
    yield part, RDF.type, PL.Figure
    yield part, RDFS.label, Literal(figure.name)
    yield part, PL.value, _literal(figure.value)
    yield part, PL.unit, Literal(figure.unit)
    yield part, PL.year, _literal(figure.year)
    yield part, DCTERMS.source, Literal(figure.source)


def _literal(value: object) -> Literal:
    if isinstance(value, StrEnum):
        return Literal(str(value))
    if isinstance(value, float):
        # xsd:double in its shortest exact form; rdflib's default would be the same datatype.
        return Literal(repr(value), datatype=XSD.double)
    if isinstance(value, bool | int | str | date):
        return Literal(value)
    raise ShapeError(f"{value!r} has no form in RDF; a record field of type {type(value).__name__} was added.")


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
