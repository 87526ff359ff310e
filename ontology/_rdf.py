"""The graph as RDF: SKOS for concepts, our own small vocabulary (`vocabulary.ttl`) for the rest.

A record becomes an IRI with a class, its fields become properties; an edge becomes one direct triple and a statement
about it (rdf:subject, rdf:predicate, rdf:object) that holds its fields and its provenance. Ids that are no web address
move under https://w3id.org/pathloom/id/ and stay readable in dcterms:identifier. `read_rdf` is the way back.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.term import Node as Term

from ontology._rdf_facts import facts
from ontology._rdf_terms import ADDRESS, NS, PLAIN, PREFIXES, address
from ontology.records import Edge, Node

PL = Namespace(NS)

Triple = tuple[URIRef, URIRef, Term]


def to_rdf(nodes: Iterable[Node], edges: Iterable[Edge]) -> Graph:
    """All records as one in-memory graph; for more than about 100,000 records use `write_turtle`.

    >>> len(to_rdf([], []))
    0
    """
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for record in chain[Node | Edge](nodes, edges):
        for triple in triples(record):
            graph.add(triple)
    return graph


def iri(node_id: str) -> URIRef:
    """The IRI of an id.

    >>> str(iri("onet:15-1252.00"))
    'https://w3id.org/pathloom/id/onet/15-1252.00'
    """
    return URIRef(address(node_id))


def triples(record: Node | Edge) -> Iterator[Triple]:
    """The triples of one record."""
    for subject, predicate, value, tag in facts(record):
        yield URIRef(subject), URIRef(predicate), _term(value, tag)


def _term(value: str, tag: str) -> Term:
    if tag == ADDRESS:
        return URIRef(value)
    if tag == PLAIN:
        return Literal(value)
    return Literal(value, lang=tag[1:]) if tag[0] == "@" else Literal(value, datatype=URIRef(tag))
