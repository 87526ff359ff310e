"""`/sparql`: what it answers, in which forms, and that nothing that is sent to it can change, fetch or block."""

import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from rdflib import Graph

from api import ApiSettings, create_app
from api._sparql import GraphProcess, read_accept
from graph import open_store
from ontology.records import LocatedIn, Occupation, Person, Requires, Skill
from ontology.vocabulary import Scheme
from pathloom._engine import Engine
from pathloom._settings import read_settings

ORIGIN = {"source": "mine", "source_version": "1", "licence": "CC0-1.0"}

PREFIXES = """PREFIX pl: <https://w3id.org/pathloom/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
AGENT = "<https://w3id.org/pathloom/id/starter/occupation/rider>"
LABELS = f"SELECT ?label WHERE {{ {AGENT} <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }} ORDER BY ?label"
#: Every triple joined with every other four times: no engine ends this.
ENDLESS = "SELECT (COUNT(*) AS ?all) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on one occupation, 120 skills, and a person who must not be seen."""
    settings = read_settings({"PATHLOOM_HOME": str(tmp_path_factory.mktemp("home")), "LANG": "en_US.UTF-8"})
    labels = {"en": "rider", "zh": "骑手"}
    rider = Occupation(id="starter:occupation/rider", scheme=Scheme.STARTER, labels=labels, **ORIGIN)
    person = Person(id="person:1", profile="{}", consent="v1", **ORIGIN)
    skills = [
        Skill(id=f"starter:skill/{number}", scheme=Scheme.STARTER, labels={"en": f"skill {number}"}, **ORIGIN)
        for number in range(120)
    ]
    needs = [Requires(from_id=rider.id, to_id=skill.id, essential=True, **ORIGIN) for skill in skills]
    place = LocatedIn(from_id=person.id, to_id=rider.id, **ORIGIN)
    with open_store(settings.store) as store:
        store.put([rider, person, *skills, *needs, place])
    with Engine(settings) as made:
        yield made


def serving(engine: Engine, *, timeout_s: float) -> Iterator[TestClient]:
    settings = ApiSettings(sparql=True, sparql_timeout_s=timeout_s, sparql_max_rows=100, sparql_max_bytes=20_000)
    with TestClient(create_app(engine, settings=settings), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="module")
def sparql(small: Engine) -> Iterator[TestClient]:
    yield from serving(small, timeout_s=25.0)


@pytest.fixture(scope="module")
def hasty(small: Engine) -> Iterator[TestClient]:
    """A server that stops a query after a second."""
    yield from serving(small, timeout_s=1.0)


def get(client: TestClient, query: str, accept: str = "*/*") -> Any:
    return client.get(f"/sparql?query={quote(query)}", headers={"accept": accept})


def refused(answer: Any, status: int, code: str) -> str:
    """The message of the one error shape; it is there in both languages."""
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["code"] == code
    assert set(error) == {"code", "message", "message_zh", "hint", "hint_zh", "request_id"}
    assert error["message_zh"]
    assert error["hint_zh"]
    message: str = error["message"]
    return message


def test_sparql_select_gives_rows_with_languages(sparql: TestClient) -> None:
    answer = get(sparql, LABELS)

    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert answer.json()["head"] == {"vars": ["label"]}
    found = {row["label"]["xml:lang"]: row["label"] for row in answer.json()["results"]["bindings"]}
    assert set(found) == {"en", "zh"}
    assert found["en"]["type"] == "literal"


def test_sparql_ask_gives_a_truth_value(sparql: TestClient) -> None:
    assert get(sparql, PREFIXES + f"ASK {{ {AGENT} a pl:Occupation }}").json() == {"head": {}, "boolean": True}
    assert get(sparql, PREFIXES + f"ASK {{ {AGENT} a pl:Skill }}").json()["boolean"] is False


def test_sparql_construct_gives_a_graph(sparql: TestClient) -> None:
    answer = get(sparql, PREFIXES + f"CONSTRUCT {{ {AGENT} skos:prefLabel ?l }} WHERE {{ {AGENT} skos:prefLabel ?l }}")

    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert len(Graph().parse(data=answer.text, format="turtle")) == 2


def test_sparql_rows_say_the_same_in_every_form(sparql: TestClient) -> None:
    expected = {row["label"]["value"] for row in get(sparql, LABELS).json()["results"]["bindings"]}

    table = get(sparql, LABELS, "text/csv").text
    tabs = get(sparql, LABELS, "text/tab-separated-values").text
    xml = get(sparql, LABELS, "application/sparql-results+xml").content

    assert {row["label"] for row in csv.DictReader(io.StringIO(table))} == expected
    assert tabs.splitlines()[0] == "?label"
    assert {line.split("@")[0].strip('"') for line in tabs.splitlines()[1:]} == expected
    from lxml import etree

    space = {"s": "http://www.w3.org/2005/sparql-results#"}
    assert {node.text for node in etree.fromstring(xml).iterfind(".//s:literal", space)} == expected


def test_sparql_leaves_unbound_variables_out(sparql: TestClient) -> None:
    query = f"SELECT ?a ?b {{ {AGENT} <http://purl.org/dc/terms/identifier> ?a OPTIONAL {{ ?a <urn:none> ?b }} }}"

    assert set(get(sparql, query).json()["results"]["bindings"][0]) == {"a"}
    assert get(sparql, query, "text/csv").text == "a,b\r\nstarter:occupation/rider,\r\n"


@pytest.mark.parametrize(
    ("content", "media"),
    [(f"query={quote(LABELS)}", "application/x-www-form-urlencoded"), (LABELS, "application/sparql-query")],
)
def test_sparql_takes_posts_in_both_forms_of_the_protocol(sparql: TestClient, content: str, media: str) -> None:
    answer = sparql.post("/sparql", content=content, headers={"content-type": media})

    assert answer.json() == get(sparql, LABELS).json()


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml", (("application/sparql-results+xml", "text/csv"), False)),
        ("text/html, */*;q=0.1", (("text/html",), True)),
        ("text/csv;q=0", ((), False)),
        ("text/csv;q=x", ((), False)),
        ("", ((), True)),
    ],
)
def test_accept_is_read_by_its_weights(accept: str, expected: tuple[tuple[str, ...], bool]) -> None:
    assert read_accept(accept) == expected


def test_sparql_without_a_form_in_common_is_not_acceptable(sparql: TestClient) -> None:
    assert "SELECT" in refused(get(sparql, LABELS, "text/turtle"), 406, "NOT_ACCEPTABLE")


def test_sparql_syntax_error_says_where(sparql: TestClient) -> None:
    message = refused(get(sparql, "SELECT ?s\nWHERE { ?s ?p }"), 400, "SPARQL_SYNTAX")

    assert "line 2, column " in message


def test_sparql_unknown_prefix_is_named(sparql: TestClient) -> None:
    assert "esco" in refused(get(sparql, "ASK { ?s esco:x ?o }"), 400, "SPARQL_SYNTAX")


@pytest.mark.parametrize(
    "update",
    ["INSERT DATA { <urn:a> <urn:b> <urn:c> }", "DELETE WHERE { ?s ?p ?o }", "LOAD <file:///etc/passwd>", "CLEAR ALL"],
)
def test_sparql_refuses_updates(sparql: TestClient, update: str) -> None:
    refused(get(sparql, update), 403, "SPARQL_READ_ONLY")
    refused(sparql.post("/sparql", data={"update": update}), 403, "SPARQL_READ_ONLY")
    assert get(sparql, "ASK { <urn:a> ?p ?o }").json()["boolean"] is False
    assert get(sparql, f"ASK {{ {AGENT} ?p ?o }}").json()["boolean"] is True


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { { OPTIONAL { SERVICE SILENT ?x { ?s ?p ?o } } } UNION { ?a ?b ?c } }", "SERVICE"),
        ("SELECT * { FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }", "SERVICE"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM"),
        ("ASK FROM NAMED <http://127.0.0.1:9/> { GRAPH ?g { ?s ?p ?o } }", "FROM"),
        ("DESCRIBE <urn:a>", "DESCRIBE"),
    ],
)
def test_sparql_fetches_nothing_from_elsewhere(sparql: TestClient, query: str, word: str) -> None:
    assert word in refused(get(sparql, query), 400, "SPARQL_REFUSED")


def test_sparql_stops_a_query_that_takes_too_long_and_goes_on(hasty: TestClient) -> None:
    assert "1 second" in refused(get(hasty, ENDLESS), 504, "SPARQL_TIMEOUT")

    assert get(hasty, "ASK {}").status_code == 200


def test_sparql_that_takes_long_keeps_no_other_request_waiting(hasty: TestClient) -> None:
    with ThreadPoolExecutor(4) as pool:
        heavy = [pool.submit(get, hasty, ENDLESS) for _ in range(2)]
        other = hasty.get("/v1/search", params={"text": "rider", "kind": "occupation"})
        still_running = [answer for answer in heavy if not answer.done()]

        assert other.status_code == 200
        assert still_running
    assert {answer.result().status_code for answer in heavy} == {504}


def test_sparql_refuses_more_rows_than_the_limit(sparql: TestClient) -> None:
    query = "SELECT ?s { ?s a <https://w3id.org/pathloom/ns#Skill> } LIMIT "

    assert "more than 100 rows" in refused(get(sparql, query + "101"), 400, "SPARQL_TOO_LARGE")
    assert len(get(sparql, query + "100").json()["results"]["bindings"]) == 100


def test_sparql_refuses_an_answer_with_too_many_bytes(sparql: TestClient) -> None:
    tenfold = " ".join(f"BIND(CONCAT({','.join([f'?t{step}'] * 10)}) AS ?t{step + 1})" for step in range(4))
    query = f'SELECT ?t4 {{ BIND("abc" AS ?t0) {tenfold} }}'

    assert "20000" in refused(get(sparql, query), 400, "SPARQL_TOO_LARGE")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/sparql", "SPARQL_REQUEST"),
        ("/sparql?query=", "SPARQL_REQUEST"),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "SPARQL_REQUEST"),
        ("/sparql?query=ASK%7B%7D&default-graph-uri=urn:x", "SPARQL_REQUEST"),
        (f"/sparql?query={'%20' * 17000}ASK%7B%7D", "SPARQL_REQUEST"),
    ],
)
def test_sparql_wants_one_query(sparql: TestClient, path: str, code: str) -> None:
    refused(sparql.get(path), 400, code)


def test_sparql_refuses_bodies_of_other_kinds(sparql: TestClient) -> None:
    refused(sparql.post("/sparql", json={"query": LABELS}), 415, "UNSUPPORTED_MEDIA_TYPE")
    kind = {"content-type": "application/sparql-query"}
    refused(sparql.post("/sparql", content=b"\xff", headers=kind), 400, "SPARQL_REQUEST")
    refused(sparql.post("/sparql", content=b" " * 20_000, headers=kind), 413, "BODY_TOO_LARGE")


def test_sparql_nested_too_deep_is_an_error_not_a_crash(sparql: TestClient) -> None:
    answer = get(sparql, "SELECT * " + "{" * 3000 + "}" * 3000)

    assert answer.status_code in {400, 503, 504}
    assert get(sparql, LABELS).status_code == 200


def test_sparql_is_off_unless_switched_on(small: Engine) -> None:
    with TestClient(create_app(small, settings=ApiSettings()), raise_server_exceptions=False) as client:
        assert "switched off" in refused(get(client, LABELS), 404, "SPARQL_OFF")


def test_sparql_knows_nothing_of_persons(sparql: TestClient) -> None:
    assert get(sparql, "ASK { ?s a <https://w3id.org/pathloom/ns#Person> }").json()["boolean"] is False
    assert (
        get(sparql, 'ASK { ?s ?p ?o FILTER(CONTAINS(STR(?s), "person") || CONTAINS(STR(?o), "person/")) }').json()[
            "boolean"
        ]
        is False
    )


def test_sparql_sees_what_was_imported_since(tmp_path: Path) -> None:
    settings = read_settings({"PATHLOOM_HOME": str(tmp_path), "LANG": "en_US.UTF-8"})
    rider = Occupation(id="starter:occupation/rider", scheme=Scheme.STARTER, labels={"en": "rider"}, **ORIGIN)
    with open_store(settings.store) as store:
        store.put([rider])
    with Engine(settings) as engine:
        graph = GraphProcess(engine, ApiSettings(sparql=True))
        query = 'ASK { ?s ?p "late" }'
        before = graph.ask(query, (), any_media=True)[1]
        with open_store(settings.store) as store:
            store.put([replace(rider, id="starter:occupation/late", notation="late")])
        engine._looked = 0.0
        after = graph.ask(query, (), any_media=True)[1]
        graph.close()

    assert (before, after) == (b'{"head":{},"boolean":false}', b'{"head":{},"boolean":true}')


def test_sparql_says_when_the_graph_is_too_large_for_the_base_install(small: Engine) -> None:
    settings = ApiSettings(sparql=True, sparql_max_triples=10)
    with TestClient(create_app(small, settings=settings), raise_server_exceptions=False) as client:
        try:
            import pyoxigraph  # noqa: F401 -- with it there is no such limit
        except ImportError:
            assert "at most 10" in refused(get(client, LABELS), 503, "SPARQL_UNAVAILABLE")
        else:
            assert get(client, LABELS).status_code == 200
