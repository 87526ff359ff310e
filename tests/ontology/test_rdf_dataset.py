"""The description of a dump: what it holds, from where, under which licence."""

from datetime import date

import pytest
from rdflib import DCAT, DCTERMS, RDF, RDFS, VOID, Graph, Literal, URIRef
from rdflib.namespace import XSD

from ontology._rdf_dataset import DATASET, Dump, describe_dataset
from ontology.errors import ShapeError

SOURCES = [("esco", "1.1.1", "CC-BY-4.0"), ('odd "one"', "a\\b", "Ask the\noffice")]
HERE = "https://example.org/data/"


def described(**values: object) -> Graph:
    given = {
        "dumps": [Dump("pathloom.nt", 1234, 56)], "counts": {"Occupation": 3, "Requires": 4}, "sources": SOURCES,
        "version": "7", "issued": date(2026, 11, 23),
    }  # fmt: skip
    text = describe_dataset(**{**given, **values})  # type: ignore[arg-type]
    return Graph().parse(data=text, format="turtle", publicID=HERE)


def test_description_counts_what_the_dump_holds() -> None:
    graph = described()

    dataset = URIRef(DATASET)
    assert {DCAT.Dataset, VOID.Dataset} == set(graph.objects(dataset, RDF.type))
    assert graph.value(dataset, VOID.triples) == Literal(56)
    assert graph.value(dataset, DCTERMS.issued) == Literal("2026-11-23", datatype=XSD.date)
    parts = {
        str(graph.value(part, VOID["class"])).rpartition("#")[2]: graph.value(part, VOID.entities)
        for part in graph.objects(dataset, VOID.classPartition)
    }
    assert parts == {"Occupation": Literal(3), "Requires": Literal(4)}
    assert {title.language for title in graph.objects(dataset, DCTERMS.title) if isinstance(title, Literal)} == {
        "en",
        "zh",
    }


def test_description_says_where_the_file_is() -> None:
    graph = described()

    (file,) = graph.objects(URIRef(DATASET), DCAT.distribution)
    assert graph.value(file, DCAT.downloadURL) == URIRef(HERE + "pathloom.nt")
    assert graph.value(file, DCAT.byteSize) == Literal(1234)
    assert str(graph.value(file, DCAT.mediaType)).endswith("/application/n-triples")
    assert list(graph.objects(URIRef(DATASET), VOID.dataDump)) == [URIRef(HERE + "pathloom.nt")]


def test_description_gives_each_source_its_licence() -> None:
    graph = described()

    found = {}
    for part in graph.objects(URIRef(DATASET), VOID.subset):
        rights = graph.value(part, DCTERMS.rights)
        terms = graph.value(part, DCTERMS.license) or graph.value(rights, RDFS.label)
        found[str(graph.value(part, DCTERMS.title)), str(graph.value(part, URIRef(f"{DCAT}version")))] = str(terms)
    assert found == {
        ("esco", "1.1.1"): "https://spdx.org/licenses/CC-BY-4.0",
        ('odd "one"', "a\\b"): "Ask the\noffice",
    }


def test_a_source_without_licence_is_not_published() -> None:
    with pytest.raises(ShapeError, match="has no licence"):
        described(sources=[("esco", "1.1.1", "")])


def test_a_description_needs_a_file() -> None:
    with pytest.raises(ShapeError, match="without a file"):
        described(dumps=[])
