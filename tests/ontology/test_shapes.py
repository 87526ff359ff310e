"""The SHACL shapes: the starter data pass them, and each seeded fault is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import resources

import pyshacl
import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.namespace import SKOS

from ontology import read_starter, to_rdf
from ontology._rdf import PL, iri
from ontology.records import (
    Broader,
    Course,
    Edge,
    Figure,
    Matches,
    MovesTo,
    Node,
    Occupation,
    OccupationGroup,
    Pays,
    Region,
    Requires,
    Skill,
    Teaches,
    Within,
)
from ontology.vocabulary import MatchKind, MoveBasis, Scheme

ORIGIN = {"source": "mine", "source_version": "1", "licence": "CC0-1.0"}
LABELS = {"en": "x", "zh": "某"}
A, B, S = "starter:occupation/a", "starter:occupation/b", "starter:skill/s"


def shapes() -> Graph:
    return Graph().parse(data=resources.files("ontology").joinpath("shapes.ttl").read_text("utf-8"))


def sound() -> tuple[list[Node], list[Edge]]:
    """A small graph with one of everything that has a shape of its own."""
    figure = Figure(name="growth", value=1.0, unit="percent", year=2024, source="bls", codes=2, spread=(0.5, 1.5))
    nodes: list[Node] = [
        Occupation(
            id=A, scheme=Scheme.STARTER, labels=LABELS, isco_code="8321", soc_code="53-3031.00", job_zone=2,
            figures=(figure,), **ORIGIN,
        ),
        Occupation(id=B, scheme=Scheme.STARTER, labels={"en": "b", "zh": "乙"}, **ORIGIN),
        Skill(id=S, scheme=Scheme.STARTER, labels={"en": "s", "zh": "丙"}, **ORIGIN),
        Region(id="region:US", notation="US", labels={"en": "United States"}, **ORIGIN),
        Region(id="region:US-NY", notation="US-NY", labels={"en": "New York"}, **ORIGIN),
        Course(
            id="starter:course/c", labels=LABELS, provider="P", hours=10.0, cost=0.0, currency="USD", months=1,
            year=2026, **ORIGIN,
        ),
    ]  # fmt: skip
    edges: list[Edge] = [
        Requires(from_id=A, to_id=S, essential=True, importance=1.0, level=0.0, **ORIGIN),
        MovesTo(from_id=A, to_id=B, basis=MoveBasis.CAREER_LADDER, **ORIGIN),
        Matches(from_id=A, to_id="http://data.europa.eu/esco/occupation/x", kind=MatchKind.BROAD, **ORIGIN),
        Within(from_id="region:US-NY", to_id="region:US", **ORIGIN),
        Pays(from_id=A, to_id="region:US", median_wage_per_month=3000.0, currency="USD", year=2025, **ORIGIN),
        Teaches(from_id="starter:course/c", to_id=S, level=1.0, **ORIGIN),
    ]
    return nodes, edges


def messages(graph: Graph) -> set[str]:
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=shapes(), inference="none")
    assert isinstance(report, Graph)
    assert conforms is (len(list(report.subjects(RDF.type, SH.ValidationResult))) == 0)
    said = [text for text in report.objects(None, SH.resultMessage) if isinstance(text, Literal)]
    return {str(text) for text in said if text.language == "en"}


def test_shapes_pass_a_sound_graph() -> None:
    assert messages(to_rdf(*sound())) == set()


@pytest.mark.slow
def test_shapes_pass_the_starter_data() -> None:
    records = list(read_starter())
    nodes = [record for record in records if isinstance(record, Node)]
    edges = [record for record in records if isinstance(record, Edge)]

    assert messages(to_rdf(nodes, edges)) == set()


def change(subject: URIRef, predicate: URIRef, value: object) -> Callable[[Graph], None]:
    """Give one property another value, or take it away (None)."""

    def apply(graph: Graph) -> None:
        assert (subject, predicate, None) in graph, "the fault must change something"
        graph.remove((subject, predicate, None))
        if value is not None:
            graph.add((subject, predicate, value if isinstance(value, URIRef) else Literal(value)))

    return apply


def change_statement(kind: URIRef, predicate: URIRef, value: object) -> Callable[[Graph], None]:
    def apply(graph: Graph) -> None:
        (statement,) = graph.subjects(RDF.type, kind)
        assert isinstance(statement, URIRef)
        change(statement, predicate, value)(graph)

    return apply


SCHEME = "https://w3id.org/pathloom/id/scheme/"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (change(iri(A), SKOS.prefLabel, None), "A concept has one preferred label per language."),
        (change(iri(A), SKOS.prefLabel, "x"), "A concept has one preferred label per language."),
        (change(iri(A), SKOS.inScheme, None), "A concept is in exactly one known scheme."),
        (change(iri(A), SKOS.inScheme, URIRef(SCHEME + "rome")), "A concept is in exactly one known scheme."),
        (change(iri(A), PL.iscoCode, "832"), "An ISCO-08 unit group has four digits."),
        (change(iri(A), PL.socCode, "53-303"), "A SOC code looks like 15-1252 or 15-1252.00."),
        (change(iri(A), PL.jobZone, 6), "A job zone is 1 to 5."),
        (change(iri(A), PL.requires, iri(B)), "What is required is a skill."),
        (change(iri(A), PL.sourceVersion, None), "A record names the version of its source."),
        (change(iri(A), PL.confidence, 1.01), "A confidence lies in 0 to 1."),
        (change(iri(S), PL.kind, "knack"), "A skill is of exactly one known kind."),
        (change(iri("region:US"), SKOS.notation, None), "A region has exactly one code."),
        (change(iri("starter:course/c"), PL.hours, 0.0), "A course takes time."),
        (change(iri("starter:course/c"), PL.cost, -1.0), "A cost is not below zero."),
        (change_statement(PL.Requires, PL.importance, 1.01), "An importance lies in 0 to 1."),
        (change_statement(PL.Requires, PL.level, -0.01), "A level lies in 0 to 1."),
        (change_statement(PL.Requires, PL.essential, None), "A requirement is essential or it is not."),
        (change_statement(PL.Requires, RDF.subject, iri(S)), "Only an occupation requires."),
        (change_statement(PL.MovesTo, RDF.object, iri(A)), "A move leads from an occupation to another one."),
        (change_statement(PL.MovesTo, PL.basis, "luck"), "A move has exactly one known basis."),
        (change_statement(PL.Matches, RDF.predicate, SKOS.related), "A match is a SKOS mapping."),
        (change_statement(PL.Within, RDF.object, iri("region:US-NY")), "Nothing is broader than or within itself."),
        (change_statement(PL.Within, RDF.object, iri(A)), "A region lies within a region."),
        (change_statement(PL.Pays, PL.medianWagePerMonth, 0.0), "A wage is above zero."),
        (change_statement(PL.Pays, PL.currency, "$"), "A currency has three capital letters."),
        (change_statement(PL.Pays, RDF.subject, iri(S)), "Pay is of an occupation or a group of them."),
        (change_statement(PL.Teaches, PL.level, 0.0), "A level taught lies above 0, up to 1."),
        (change_statement(PL.Teaches, RDF.subject, iri(A)), "Only a course teaches."),
        (change_statement(PL.Figure, PL.unit, None), "A figure has a unit."),
        (change_statement(PL.Figure, PL.codes, -1), "A figure counts the codes behind it."),
        (change_statement(PL.Figure, PL.lowest, 1.6), "The lowest value of a figure is not above its highest."),
    ],
)  # fmt: skip
def test_shapes_find_a_seeded_fault(fault: Callable[[Graph], None], said: str) -> None:
    graph = to_rdf(*sound())

    before = messages(graph)
    fault(graph)

    assert said not in before
    assert said in messages(graph)


def test_shapes_find_a_starter_concept_without_chinese() -> None:
    nodes, edges = sound()
    nodes.append(Skill(id="starter:skill/t", scheme=Scheme.STARTER, labels={"en": "t"}, **ORIGIN))

    assert messages(to_rdf(nodes, edges)) == {"A starter concept has an English and a Chinese label."}


def test_shapes_let_concepts_of_others_have_one_language() -> None:
    nodes, edges = sound()
    nodes.append(Skill(id="onet:2.A.1.a", scheme=Scheme.ONET, labels={"en": "Reading"}, **ORIGIN))

    assert messages(to_rdf(nodes, edges)) == set()


def test_shapes_find_a_label_that_is_both_preferred_and_alternative() -> None:
    nodes, edges = sound()
    nodes.append(Skill(id="onet:t", scheme=Scheme.ONET, labels={"en": "t"}, alt_labels={"en": ("t",)}, **ORIGIN))

    assert messages(to_rdf(nodes, edges)) == {"A preferred label is not also an alternative label."}


def test_shapes_find_a_validity_that_ends_before_it_begins() -> None:
    nodes, edges = sound()
    edges.append(
        Requires(from_id=B, to_id=S, essential=True, valid_from=date(2026, 1, 1), valid_to=date(2025, 1, 1), **ORIGIN)
    )

    assert messages(to_rdf(nodes, edges)) == {"A validity begins before it ends."}


@pytest.mark.parametrize("source", ["pathloom-combined", "pathloom-derived", "pathloom-transferred"])
def test_shapes_want_the_evidence_of_what_was_worked_out(source: str) -> None:
    nodes, edges = sound()
    origin = {**ORIGIN, "source": source}
    edge = Requires(from_id=B, to_id=S, essential=False, confidence=0.4, evidence="沿路线骑行", **origin)

    assert messages(to_rdf(nodes, [*edges, edge])) == set()
    assert messages(to_rdf(nodes, [*edges, replace(edge, evidence="")])) == {
        "A requirement that was worked out gives its evidence."
    }


def test_shapes_pass_what_a_curator_wrote_and_a_figure_that_came_a_long_way() -> None:
    nodes, edges = sound()
    curated = {"source": "curation", "source_version": "2026-11-20 · Interview with a depot", "licence": "Apache-2.0"}
    figure = Figure(
        name="education_us", value=3.0, unit="step", year=2024, source="bls-ep-2024", codes=4, spread=(3.0, 3.0),
        via="soc-2018 > onet-soc-2019 > esco (broad)", text="Bachelor's degree",
    )  # fmt: skip
    nodes.append(Occupation(id="csco:4-02-07-10", scheme=Scheme.CSCO, labels=LABELS, figures=(figure,), **curated))
    edges += [
        Requires(
            from_id="csco:4-02-07-10", to_id=S, essential=True, valid_from=date(2026, 1, 1),
            valid_to=date(2026, 11, 20), **curated,
        ),
        Matches(from_id="csco:4-02-07-10", to_id=A, kind=MatchKind.EXACT, confidence=0.0, **curated),
    ]  # fmt: skip

    assert messages(to_rdf(nodes, edges)) == set()


def test_shapes_find_a_hierarchy_that_runs_in_a_circle() -> None:
    """Each step is sound by itself; only all three together are not."""
    nodes, edges = sound()
    ends = (("soc:1", "soc:2"), ("soc:2", "soc:3"), ("soc:3", "soc:1"))
    nodes += [OccupationGroup(id=end, scheme=Scheme.SOC, labels={"en": end}, **ORIGIN) for end, _ in ends]
    steps = [Broader(from_id=lower, to_id=upper, **ORIGIN) for lower, upper in ends]

    assert messages(to_rdf(nodes, [*edges, *steps[:2]])) == set()
    assert messages(to_rdf(nodes, [*edges, *steps])) == {"A hierarchy runs in a circle."}


def test_every_shape_says_what_it_finds_in_both_languages() -> None:
    said = shapes()
    finding = set(said.subjects(SH.message))

    assert len(finding) > 40
    for shape in finding:
        texts = [text for text in said.objects(shape, SH.message) if isinstance(text, Literal)]
        assert sorted(str(text.language) for text in texts) == ["en", "zh"]
