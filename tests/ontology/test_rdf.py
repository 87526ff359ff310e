"""The RDF view: what a record becomes, and that every term that it uses is declared."""

import io
from dataclasses import MISSING, fields
from datetime import date
from enum import StrEnum
from importlib import resources
from typing import Any, get_type_hints

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

from ontology import EDGE_TYPES, NODE_TYPES, Figure, to_rdf, write_turtle
from ontology._rdf import PL, iri
from ontology.records import Broader, Edge, Matches, Node, Occupation, Pays, Record, Requires
from ontology.vocabulary import MatchKind, Scheme

ORIGIN = {"source": "mine", "source_version": "1", "licence": "CC0-1.0"}
RIDER = "starter:occupation/rider"
RIDER_IRI = URIRef("https://w3id.org/pathloom/id/starter/occupation/rider")


def only(graph: Graph, kind: URIRef) -> URIRef:
    (subject,) = graph.subjects(RDF.type, kind)
    assert isinstance(subject, URIRef)
    return subject


def test_rdf_occupation_is_a_skos_concept_with_labels_per_language() -> None:
    rider = Occupation(
        id=RIDER, scheme=Scheme.STARTER, labels={"en": "rider", "zh": "骑手"}, alt_labels={"zh": ("外卖员", "跑腿")},
        descriptions={"en": "Rides."}, isco_code="8321", **ORIGIN,
    )  # fmt: skip

    graph = to_rdf([rider], [])

    assert set(graph.objects(RIDER_IRI, RDF.type)) == {SKOS.Concept, PL.Occupation}
    assert set(graph.objects(RIDER_IRI, SKOS.prefLabel)) == {Literal("rider", lang="en"), Literal("骑手", lang="zh")}
    assert set(graph.objects(RIDER_IRI, SKOS.altLabel)) == {Literal("外卖员", lang="zh"), Literal("跑腿", lang="zh")}
    assert graph.value(RIDER_IRI, SKOS.definition) == Literal("Rides.", lang="en")
    assert graph.value(RIDER_IRI, SKOS.inScheme) == URIRef("https://w3id.org/pathloom/id/scheme/starter")
    assert graph.value(RIDER_IRI, PL.iscoCode) == Literal("8321")
    assert graph.value(RIDER_IRI, DCTERMS.source) == Literal("mine")
    assert graph.value(RIDER_IRI, DCTERMS.identifier) == Literal(RIDER)


def test_rdf_leaves_out_what_is_unknown() -> None:
    graph = to_rdf([Occupation(id=RIDER, scheme=Scheme.STARTER, labels={"en": "rider"}, **ORIGIN)], [])

    known = {str(predicate).rpartition("#")[2].rpartition("/")[2] for predicate in graph.predicates()}
    assert known == {
        "type", "identifier", "prefLabel", "inScheme", "source", "license", "sourceVersion", "confidence",
    }  # fmt: skip


def test_rdf_profile_values_and_figures_are_things_with_values() -> None:
    rider = Occupation(
        id=RIDER, scheme=Scheme.STARTER, labels={"en": "rider"}, interests={"Realistic": 6.1},
        figures=(Figure(name="growth", value=8.8, unit="percent", year=2024, source="bls"),), **ORIGIN,
    )  # fmt: skip

    graph = to_rdf([rider], [])

    interest, figure = graph.value(RIDER_IRI, PL.interests), graph.value(RIDER_IRI, PL.figures)
    assert (graph.value(interest, RDFS.label), graph.value(interest, PL.value)) == (Literal("Realistic"), Literal(6.1))
    assert (graph.value(figure, PL.value), graph.value(figure, PL.unit)) == (Literal(8.8), Literal("percent"))
    assert graph.value(figure, DCTERMS.source) == Literal("bls")


def test_rdf_edge_is_a_triple_and_a_statement_with_its_fields() -> None:
    edge = Requires(from_id=RIDER, to_id="starter:skill/ride", essential=True, importance=0.5, **ORIGIN)

    graph = to_rdf([], [edge])

    ride = iri("starter:skill/ride")
    statement = only(graph, PL.Requires)
    assert (RIDER_IRI, PL.requires, ride) in graph
    assert graph.value(statement, RDF.subject) == RIDER_IRI
    assert graph.value(statement, RDF.predicate) == PL.requires
    assert graph.value(statement, RDF.object) == ride
    assert graph.value(statement, PL.essential) == Literal(True)
    assert graph.value(statement, PL.importance) == Literal(0.5)
    assert graph.value(statement, PL.level) is None


def test_rdf_same_edge_of_two_sources_is_two_statements() -> None:
    one = Broader(from_id="onet:a", to_id="soc:a", **ORIGIN)
    other = Broader(from_id="onet:a", to_id="soc:a", **(ORIGIN | {"source": "other"}))

    graph = to_rdf([], [one, other, one])

    assert len(list(graph.subjects(RDF.type, PL.Broader))) == 2
    assert len(list(graph.triples((None, SKOS.broader, None)))) == 1


@pytest.mark.parametrize(
    ("kind", "predicate"),
    [
        (MatchKind.EXACT, SKOS.exactMatch),
        (MatchKind.CLOSE, SKOS.closeMatch),
        (MatchKind.BROAD, SKOS.broadMatch),
        (MatchKind.NARROW, SKOS.narrowMatch),
    ],
)
def test_rdf_matches_are_skos_mappings(kind: MatchKind, predicate: URIRef) -> None:
    esco = "http://data.europa.eu/esco/occupation/x"

    graph = to_rdf([], [Matches(from_id=RIDER, to_id=esco, kind=kind, **ORIGIN)])

    assert (RIDER_IRI, predicate, URIRef(esco)) in graph


def test_rdf_days_are_dates() -> None:
    edge = Pays(
        from_id="soc:1", to_id="region:US", median_wage_per_month=1.0, currency="USD", year=2025,
        valid_from=date(2025, 5, 1), **ORIGIN,
    )  # fmt: skip

    graph = to_rdf([], [edge])

    assert graph.value(only(graph, PL.Pays), PL.validFrom) == Literal(date(2025, 5, 1))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ("onet:unspsc/43232403", "https://w3id.org/pathloom/id/onet/unspsc/43232403"),
        ("region:CN-410100", "https://w3id.org/pathloom/id/region/CN-410100"),
        ("starter:skill/a b<c", "https://w3id.org/pathloom/id/starter/skill/a%20b%3Cc"),
        ("http://data.europa.eu/esco/isco/C1", "http://data.europa.eu/esco/isco/C1"),
    ],
)
def test_rdf_ids_become_web_addresses(node: str, expected: str) -> None:
    assert iri(node) == URIRef(expected)


def test_rdf_written_line_by_line_is_the_same_graph() -> None:
    rider = Occupation(id=RIDER, scheme=Scheme.STARTER, labels={"en": 'the "rider"\n', "zh": "骑手"}, **ORIGIN)
    edge = Requires(from_id=RIDER, to_id="starter:skill/ride", essential=False, level=0.25, **ORIGIN)
    stream = io.StringIO()

    count = write_turtle([rider, edge], stream)

    assert set(Graph().parse(data=stream.getvalue(), format="turtle")) == set(to_rdf([rider], [edge]))
    assert count == len(to_rdf([rider], [edge]))


def test_rdf_terms_of_every_record_are_declared_in_both_languages() -> None:
    vocabulary = Graph().parse(data=resources.files("ontology").joinpath("vocabulary.ttl").read_text("utf-8"))
    graph = to_rdf([filled(kind) for kind in NODE_TYPES], [filled(kind) for kind in EDGE_TYPES])
    used = {term for triple in graph for term in triple[1:] if str(term).startswith(str(PL))}

    assert {term for term in used if (term, RDF.type, None) not in vocabulary} == set()
    for term in used:
        languages = {label.language for label in vocabulary.objects(term, RDFS.label) if isinstance(label, Literal)}
        assert languages == {"en", "zh"}, term


def test_vocabulary_declares_no_term_twice_with_two_kinds() -> None:
    vocabulary = Graph().parse(data=resources.files("ontology").joinpath("vocabulary.ttl").read_text("utf-8"))

    kinds = {
        term: set(vocabulary.objects(term, RDF.type)) for term in vocabulary.subjects() if str(term).startswith(str(PL))
    }

    assert all(len(kind) == 1 for kind in kinds.values())


@pytest.mark.parametrize("scheme", list(Scheme))
def test_vocabulary_names_every_concept_scheme_in_both_languages(scheme: Scheme) -> None:
    vocabulary = Graph().parse(data=resources.files("ontology").joinpath("vocabulary.ttl").read_text("utf-8"))
    address = URIRef(f"https://w3id.org/pathloom/id/scheme/{scheme}")

    assert (address, RDF.type, SKOS.ConceptScheme) in vocabulary
    labels = [label.language for label in vocabulary.objects(address, SKOS.prefLabel) if isinstance(label, Literal)]
    assert sorted(map(str, labels)) == ["en", "zh"]


def filled(kind: type[Record]) -> Any:
    """A record of a type with every field set, so that every property appears."""
    hints = get_type_hints(kind)
    values: dict[str, object] = {field.name: _value(field.name, hints[field.name]) for field in fields(kind)}
    assert all(value is not MISSING for value in values.values())
    return kind(**values)


def _value(name: str, hint: object) -> object:
    by_name: dict[str, object] = {
        "labels": {"en": "x"}, "descriptions": {"en": "x"}, "authority": {"en": "x"}, "alt_labels": {"en": ("y",)},
        "interests": {"Realistic": 1.0}, "work_styles": {"Innovation": 1.0}, "education": {"None": 1.0},
        "figures": (
            Figure(
                name="f", value=1.0, unit="u", year=2025, source="s", via="a > b", codes=2, spread=(0.5, 1.5), text="w"
            ),
        ), "tasks": ("t",),
        "collections": ("green",), "id": "x:y", "from_id": "x:y", "to_id": "x:z",
        "region": "x:r",
    }  # fmt: skip
    if name in by_name:
        return by_name[name]
    parts = getattr(hint, "__args__", (hint,))
    first = parts[0]
    if isinstance(first, type) and issubclass(first, StrEnum):
        return next(iter(first))
    return {str: "x", float: 0.5, int: 1, bool: True, date: date(2025, 1, 1)}[first]


def test_rdf_of_nothing_is_empty() -> None:
    nodes: list[Node] = []
    edges: list[Edge] = []

    assert len(to_rdf(nodes, edges)) == 0
