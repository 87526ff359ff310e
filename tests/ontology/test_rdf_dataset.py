"""The description of a dump: what it holds, from where, under which licence."""

from datetime import date

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, VOID, Graph, Literal, URIRef
from rdflib.namespace import XSD

from ontology import EDGE_TYPES, NODE_TYPES, figure_sources, to_rdf
from ontology._rdf_dataset import DATASET, Dump, Part, describe_dataset, figure_part
from ontology._rdf_facts import classes
from ontology._rdf_terms import PREFIXES
from ontology.errors import ShapeError
from ontology.records import Record
from tests.ontology.test_rdf import filled

SOURCES = [Part("esco", "1.1.1", "CC-BY-4.0"), Part('odd "one"', "a\\b", "Ask the\noffice")]
HERE = "https://example.org/data/"


def described(**values: object) -> Graph:
    given = {
        "dumps": [Dump("pathloom.nt", 1234, 56)], "counts": {"pl:Occupation": 3, "pl:Requires": 4}, "sources": SOURCES,
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
        described(sources=[Part("esco", "1.1.1", "")])


def test_a_description_needs_a_file() -> None:
    with pytest.raises(ShapeError, match="without a file"):
        described(dumps=[])


@pytest.mark.parametrize(
    ("licence", "address", "statement"),
    [
        ("MIT", "MIT", None),
        ("CC BY 4.0", "CC-BY-4.0", None),
        (
            "CC-BY-4.0 (O*NET database; attribution required)",
            "CC-BY-4.0",
            "CC-BY-4.0 (O*NET database; attribution required)",
        ),
        ("MITx", None, "MITx"),
        ("US Government work; compiled under MIT", None, "US Government work; compiled under MIT"),
    ],
)
def test_a_licence_has_its_address_and_keeps_its_words(
    licence: str, address: str | None, statement: str | None
) -> None:
    graph = described(sources=[Part("a", "1", licence)])

    (part,) = graph.objects(URIRef(DATASET), VOID.subset)
    found = graph.value(part, DCTERMS.license)
    assert found == (URIRef(f"https://spdx.org/licenses/{address}") if address else None)
    said = graph.value(graph.value(part, DCTERMS.rights), RDFS.label)
    assert said == (Literal(statement) if statement else None)


def test_the_source_of_a_figure_is_described_as_its_publisher_states() -> None:
    """A figure names its source but no licence; the table of sources has it."""
    graph = described(sources=[figure_part("x", "microsoft-2025"), figure_part("job_zone", "onet-30.1")])

    found = {str(graph.value(part, DCTERMS.identifier)): part for part in graph.objects(URIRef(DATASET), VOID.subset)}
    assert set(found) == {"microsoft-2025", "onet-30.1"}
    part = found["microsoft-2025"]
    assert graph.value(part, DCTERMS.title) == Literal(figure_sources()["microsoft-2025"].title)
    assert graph.value(graph.value(part, DCTERMS.publisher), FOAF.name) == Literal("Microsoft Research")
    assert graph.value(part, FOAF.page) == URIRef("https://github.com/microsoft/working-with-ai")
    assert {str(graph.value(each, DCTERMS.license)) for each in found.values()} == {
        "https://spdx.org/licenses/CC-BY-4.0"
    }


def test_the_source_of_an_unknown_figure_has_no_invented_licence() -> None:
    assert figure_part("x", "nowhere") == Part("nowhere", "", "Licence not recorded")


@pytest.mark.parametrize("kind", [*NODE_TYPES, *EDGE_TYPES], ids=lambda kind: kind.__name__)
def test_classes_are_counted_as_they_stand_in_the_graph(kind: type[Record]) -> None:
    record = filled(kind)
    graph = to_rdf([record], [])

    expected = sorted(str(graph.qname(name)) for name in graph.objects(None, RDF.type))
    assert sorted(classes(record)) == expected
    assert all(name.partition(":")[0] in PREFIXES for name in expected)
