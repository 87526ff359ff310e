"""Both engines hold the same graph and say the same of it; what they are asked is read once, for both."""

import importlib.util
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from api._sparql_accept import choose, read_accept, read_format
from api._sparql_child import _answered
from api._sparql_engines import OxigraphSource, RdflibSource, Source
from api._sparql_parse import plain
from api._sparql_terms import GRAPH_TYPES, ROW_TYPES, Term, literal, write_rows
from api.errors import NotAcceptableError
from ontology import write_ntriples
from ontology.records import Matches, Occupation, Requires, Skill
from ontology.vocabulary import MatchKind, Scheme
from tests.conftest import skip_or_fail

ORIGIN = {"source": "mine", "source_version": "1", "licence": "CC0-1.0"}
RIDER = "<https://w3id.org/pathloom/id/starter/occupation/rider>"
PREFIXES = """PREFIX pl: <https://w3id.org/pathloom/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
ASKED = {"accept": [], "max_rows": 100, "max_bytes": 1 << 20}


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rider with awkward texts, who needs 12 skills, 6 of them essential, and matches an ESCO occupation."""
    rider = Occupation(
        id="starter:occupation/rider", scheme=Scheme.STARTER,
        labels={"en": 'the "rider"\n', "zh": "骑手🛵", "fr": ""},
        alt_labels={"zh": ("外卖员", "跑\\腿")}, descriptions={"en": "a\tb\r\nc\u2028\u00a0d", "zh": "'''"},
        interests={"Realistic": 1e21, "Social": 0.5}, **ORIGIN,
    )  # fmt: skip
    skills = [
        Skill(id=f"starter:skill/{number}", scheme=Scheme.STARTER, labels={"en": f"skill {number}"}, **ORIGIN)
        for number in range(12)
    ]
    needs = [
        Requires(
            from_id=rider.id,
            to_id=skill.id,
            essential=number % 2 == 0,
            importance=number / 12,
            confidence=0.5,
            **ORIGIN,
        )
        for number, skill in enumerate(skills)
    ]
    match = Matches(from_id=rider.id, to_id="http://data.europa.eu/esco/occupation/x", kind=MatchKind.CLOSE, **ORIGIN)
    path = tmp_path_factory.mktemp("dump") / "graph.nt"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        write_ntriples([rider, *skills, *needs, match], file)
    return path


@pytest.fixture(scope="module")
def by_rdflib(dump: Path) -> Source:
    return RdflibSource(dump)


@pytest.fixture(scope="module")
def by_oxigraph(dump: Path) -> Source:
    if importlib.util.find_spec("pyoxigraph") is None:
        skip_or_fail("pyoxigraph is missing: pip install 'pathloom[rdf]'.")
    return OxigraphSource(dump)


def said(source: Source, query: str, **limits: object) -> Any:
    """The answer without what engines may choose: the order of rows and how a number is written."""
    answer = _answered(source, {**ASKED, **limits, "query": PREFIXES + query})
    if "error" in answer:
        return answer
    if answer["media"] in GRAPH_TYPES:
        return sorted(answer["body"].splitlines())
    document = json.loads(answer["body"])
    if "boolean" in document:
        return document["boolean"]
    rows = Counter(
        tuple((name, *_value(term)) for name, term in sorted(row.items())) for row in document["results"]["bindings"]
    )
    return document["head"]["vars"], rows


def _value(term: dict[str, str]) -> tuple[object, ...]:
    kind = term.get("datatype", "").rpartition("#")[2]
    value = round(float(term["value"]), 12) if kind in {"double", "decimal", "integer"} else term["value"]
    return term["type"], value, term.get("xml:lang", ""), kind


def rows(query: str, source: Source) -> int:
    return sum(said(source, query)[1].values())


#: query, and what comes out: how many rows or triples, or the truth
SAME: list[tuple[str, object]] = [
    (f"SELECT ?l {{ {RIDER} skos:prefLabel ?l }}", 3),
    (f"SELECT ?l {{ {RIDER} skos:prefLabel ?l FILTER(LANG(?l) = 'zh') }}", 1),
    (f"SELECT ?l {{ {RIDER} skos:definition ?l }}", 2),
    ("SELECT ?v { ?part pl:value ?v }", 2),
    ("SELECT ?s { ?s skos:prefLabel 'skill 1'@EN }", 1),
    ("SELECT ?s { ?s skos:prefLabel 'skill 1' }", 0),
    (f"SELECT * {{ {RIDER} skos:altLabel ?z ; skos:prefLabel ?a }}", 6),
    ("SELECT * { VALUES (?b ?a) { (1 UNDEF) ('x'@zh <urn:y>) } }", 2),
    (f"SELECT ?s ?none {{ {RIDER} pl:requires ?s OPTIONAL {{ ?s pl:nothing ?none }} }}", 12),
    ("SELECT ?e (COUNT(*) AS ?n) (SUM(?i) AS ?s) { ?r pl:essential ?e ; pl:importance ?i } GROUP BY ?e", 2),
    ("SELECT (AVG(?i) AS ?mean) (MAX(?i) AS ?most) { ?r pl:importance ?i } HAVING (COUNT(*) > 11)", 1),
    ("SELECT DISTINCT ?c { ?r a pl:Requires ; pl:confidence ?c }", 1),
    (f"SELECT ?x {{ {RIDER} ^rdf:subject/rdf:object ?x }}", 13),
    (f"SELECT ?x {{ {RIDER} (pl:requires|skos:closeMatch)* ?x }}", 14),
    ("SELECT ?o { ?o a pl:Skill MINUS { ?s pl:requires ?o . ?r rdf:object ?o ; pl:essential true } }", 6),
    ("SELECT ?s { { ?s a pl:Skill } UNION { ?s a pl:Occupation } FILTER NOT EXISTS { ?x pl:requires ?s } }", 1),
    ("SELECT (STRLEN(?l) AS ?n) (UCASE(?l) AS ?u) { ?s skos:prefLabel ?l FILTER(REGEX(?l, '^SKILL 1', 'i')) }", 3),
    ("SELECT (xsd:integer('7') + 1 AS ?x) ('2024-02-29'^^xsd:date < '2024-03-01'^^xsd:date AS ?y) {}", 1),
    ("SELECT ?s { ?s a pl:Skill { SELECT ?s { ?s skos:prefLabel ?l } ORDER BY DESC(STR(?l)) LIMIT 5 } }", 3),
    ("SELECT ?g { GRAPH ?g { ?s ?p ?o } }", 0),
    ("SELECT (IRI('a b') AS ?odd) {}", 1),
    (f"ASK {{ {RIDER} pl:requires/skos:prefLabel 'skill 3'@en }}", True),
    ("ASK { GRAPH <file:///etc/passwd> { ?s ?p ?o } }", False),
    ("ASK { ?s skos:prefLabel '' }", False),
    ("ASK { ?s skos:prefLabel ''@fr }", True),
    ("ASK { ?s skos:altLabel '跑\\\\腿'@zh }", True),
    ("ASK { ?s skos:prefLabel '\\u9A91\\u624B\\U0001F6F5'@zh }", True),
    ("CONSTRUCT { ?s pl:needs ?o } { ?s pl:requires ?o }", 12),
    ("CONSTRUCT WHERE { ?s skos:prefLabel ?l }", 15),
    ("CONSTRUCT { ?l pl:of ?s . ?s ?l 1 } { ?s skos:prefLabel ?l }", 0),
    ("CONSTRUCT { ?s pl:at ?iri } { ?s skos:prefLabel ?l BIND(IRI(CONCAT('x> <y> <z> .', ?l)) AS ?iri) }", 0),
]


@pytest.mark.parametrize(("query", "expected"), SAME)
def test_rdflib_answers(query: str, expected: object, by_rdflib: Source) -> None:
    assert size(said(by_rdflib, query)) == expected


@pytest.mark.rdf
@pytest.mark.parametrize(("query", "expected"), SAME)
def test_pyoxigraph_answers_the_same(query: str, expected: object, by_rdflib: Source, by_oxigraph: Source) -> None:
    answer = said(by_oxigraph, query)

    assert size(answer) == expected
    assert answer == said(by_rdflib, query)


def size(answer: Any) -> object:
    assert isinstance(answer, bool | list | tuple), answer
    if isinstance(answer, bool):
        return answer
    return len(answer) if isinstance(answer, list) else sum(answer[1].values())


@pytest.mark.rdf
def test_rows_stand_in_the_order_that_is_asked_for(by_rdflib: Source, by_oxigraph: Source) -> None:
    query = PREFIXES + "SELECT ?i ?l { ?r rdf:object/skos:prefLabel ?l ; pl:importance ?i } ORDER BY DESC(?i)"

    for source in (by_rdflib, by_oxigraph):
        found = json.loads(_answered(source, {**ASKED, "query": query})["body"])["results"]["bindings"]
        assert [row["l"]["value"] for row in found] == [f"skill {number}" for number in reversed(range(12))]


REFUSED: list[tuple[str, dict[str, object], dict[str, object]]] = [
    ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", {}, {"error": "update"}),
    ("LOAD <file:///etc/passwd>", {}, {"error": "update"}),
    ("CLEAR ALL", {}, {"error": "update"}),
    ("DESCRIBE <urn:a>", {}, {"error": "describe"}),
    ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", {}, {"error": "elsewhere", "word": "SERVICE"}),
    # To rdflib's grammar a comment ends with the line only, to pyoxigraph's with a carriage return too.
    ("ASK { # \r SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } \n }", {}, {"error": "elsewhere", "word": "SERVICE"}),
    ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", {}, {"error": "elsewhere", "word": "FROM"}),
    ("SELECT ?s { ?s a pl:Skill }", {"max_rows": 11}, {"error": "rows", "most": 11}),
    ("CONSTRUCT WHERE { ?s a pl:Skill }", {"max_rows": 11}, {"error": "rows", "most": 11}),
    ("SELECT ?s { ?s a pl:Skill } LIMIT 1", {"accept": [["text/turtle", 1.0]]}, {
        "error": "media", "kind": "SELECT", "offered": list(ROW_TYPES),
    }),
    ("ASK { ?s skos:prefLabel '\\uD800' }", {}, {"error": "meaning", "found": "\\uD800 is no character"}),
    ("SELECT * " + "{" * 500 + "}" * 500, {}, {"error": "deep"}),
]  # fmt: skip


@pytest.mark.parametrize(("query", "limits", "expected"), REFUSED)
def test_rdflib_refuses(query: str, limits: dict[str, object], expected: dict[str, object], by_rdflib: Source) -> None:
    assert said(by_rdflib, query, **limits) == expected


@pytest.mark.rdf
@pytest.mark.parametrize(("query", "limits", "expected"), REFUSED)
def test_pyoxigraph_refuses_the_same(
    query: str, limits: dict[str, object], expected: dict[str, object], by_oxigraph: Source
) -> None:
    assert said(by_oxigraph, query, **limits) == expected


@pytest.mark.rdf
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", "s"),
        ("SELECT ?x { <no-scheme> ?p ?x }", "IRI"),
        ("SELECT (<urn:f>(1) AS ?x) {}", "urn:f"),
    ],
)
def test_what_only_pyoxigraph_finds_wrong_is_the_callers_fault_too(query: str, found: str, by_oxigraph: Source) -> None:
    answer = said(by_oxigraph, query)

    assert answer["error"] == "meaning"
    assert found in answer["found"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\u0041BCDE", "ABCDE"),
        (r"\U0001F6F5", "🛵"),
        (r"'\\u0041' '\n\"'", r"'\\u0041' '\n\"'"),
        ("# a\r b\r\n c\n", "# a\n b\r\n c\n"),
    ],
)
def test_escapes_and_line_ends_are_read_once(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/html, application/xhtml+xml, */*;q=0.1", "application/sparql-results+json"),
        ("text/csv, application/sparql-results+json", "text/csv"),
        ("application/*", "application/sparql-results+json"),
        ("text/*;q=0.3", "text/csv"),
        ("text/*, text/csv;q=0", "text/tab-separated-values"),
        ("application/json", "application/json"),
        ("*/*;q=0.2, TEXT/CSV; charset=utf-8; q=0.3", "text/csv"),
        ("text/csv;q=0", None),
        ("text/csv;q=x", None),
        ("text/csv;q=nan, text/tab-separated-values;q=7", None),
        ("text/turtle", None),
    ],
)
def test_the_form_is_the_one_that_is_wanted_most(accept: str, expected: str | None) -> None:
    assert choose(read_accept(accept), ROW_TYPES) == expected


def test_a_form_may_be_named_by_a_parameter() -> None:
    assert choose(read_format("JSON"), ROW_TYPES) == "application/sparql-results+json"
    assert choose(read_format("text/csv"), ROW_TYPES) == "text/csv"
    assert choose(read_format("ttl"), ROW_TYPES) is None
    with pytest.raises(NotAcceptableError, match="'xls'"):
        read_format("xls")


def test_xml_holds_what_xml_can() -> None:
    from lxml import etree

    row = [literal("a\r\nb\x01\x0b<&>\uffff", "zh", None), Term("uri", "urn:x?a&b")]

    xml = write_rows(["t", "u"], [row], "application/xml")

    space = {"s": "http://www.w3.org/2005/sparql-results#"}
    tree = etree.fromstring(xml)
    assert [node.text for node in tree.iterfind(".//s:literal", space)] == ["a\r\nb\ufffd\ufffd<&>\ufffd"]
    assert [node.text for node in tree.iterfind(".//s:uri", space)] == ["urn:x?a&b"]
