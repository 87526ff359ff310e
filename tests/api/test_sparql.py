"""`/sparql`: what it answers, in which forms, and that nothing that is sent to it can change, fetch or block."""

import csv
import importlib.util
import io
import os
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
from api._sparql import GraphProcess
from api._sparql_terms import GRAPH_TYPES, ROW_TYPES
from graph import open_store
from ontology.records import (
    Asks,
    Employer,
    Experience,
    HasSkill,
    Held,
    LocatedIn,
    Occupation,
    Person,
    Posting,
    Requires,
    Skill,
    Targets,
)
from ontology.vocabulary import Scheme
from pathloom._engine import Engine
from pathloom._settings import read_settings
from tests.conftest import skip_or_fail

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
    """An engine on one occupation, 120 skills, and a person, a posting and an employer who must not be seen."""
    settings = read_settings({"PATHLOOM_HOME": str(tmp_path_factory.mktemp("home")), "LANG": "en_US.UTF-8"})
    labels = {"en": "rider", "zh": "骑手"}
    rider = Occupation(id="starter:occupation/rider", scheme=Scheme.STARTER, labels=labels, **ORIGIN)
    person = Person(id="person:secret", profile='{"secret": 1}', consent="v1", **ORIGIN)
    posting = Posting(id="posting:secret", title="secret", language="en", **ORIGIN)
    job = Experience(id="experience:secret", title="secret", employer="secret", **ORIGIN)
    employer = Employer(id="employer:secret", labels={"en": "secret"}, **ORIGIN)
    skills = [
        Skill(id=f"starter:skill/{number}", scheme=Scheme.STARTER, labels={"en": f"skill {number}"}, **ORIGIN)
        for number in range(120)
    ]
    needs = [Requires(from_id=rider.id, to_id=skill.id, essential=True, **ORIGIN) for skill in skills]
    private = [
        LocatedIn(from_id=person.id, to_id=rider.id, **ORIGIN),
        LocatedIn(from_id=employer.id, to_id=rider.id, **ORIGIN),
        Targets(from_id=posting.id, to_id=rider.id, **ORIGIN),
        Held(from_id=person.id, to_id=job.id, **ORIGIN),
        HasSkill(from_id=person.id, to_id=skills[0].id, **ORIGIN),
        Asks(from_id=posting.id, to_id=skills[0].id, importance=1.0, **ORIGIN),
    ]
    with open_store(settings.store) as store:
        store.put([rider, person, posting, job, employer, *skills, *needs, *private])
    with Engine(settings) as made:
        yield made


def serving(engine: Engine, *, timeout_s: float) -> Iterator[TestClient]:
    settings = ApiSettings(sparql=True, sparql_timeout_s=timeout_s, sparql_max_rows=100, sparql_max_bytes=20_000)
    with TestClient(create_app(engine, settings=settings), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="module", params=["rdflib", pytest.param("pyoxigraph", marks=pytest.mark.rdf)])
def held_by(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Which engine holds the graph in the processes that are started: each test runs with both."""
    name: str = request.param
    if name == "pyoxigraph" and importlib.util.find_spec(name) is None:
        skip_or_fail("pyoxigraph is missing: pip install 'pathloom[rdf]'.")
    with pytest.MonkeyPatch.context() as patch:
        if name == "rdflib":
            hide_pyoxigraph(patch, tmp_path_factory.mktemp("hidden"))
        yield name


def hide_pyoxigraph(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """As in the base install: a process started from here cannot import it."""
    (folder / "pyoxigraph.py").write_text("raise ModuleNotFoundError(__name__)\n")
    patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")])))


@pytest.fixture(scope="module")
def sparql(small: Engine, held_by: str) -> Iterator[TestClient]:
    yield from serving(small, timeout_s=25.0)


@pytest.fixture(scope="module")
def hasty(small: Engine, held_by: str) -> Iterator[TestClient]:
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


def test_sparql_takes_a_form_that_a_parameter_names(sparql: TestClient) -> None:
    """As SPARQLWrapper sends it: three parameters that say the same."""
    named = sparql.get("/sparql", params={"query": LABELS, "format": "csv", "output": "csv", "results": "csv"})
    posted = sparql.post("/sparql", data={"query": LABELS, "format": "csv"}, headers={"accept": "text/turtle"})

    assert named.headers["content-type"] == "text/csv; charset=utf-8"
    assert named.text == posted.text == get(sparql, LABELS, "text/csv").text
    assert named.headers["vary"] == "Accept"


def test_sparql_refuses_forms_that_contradict_or_are_none(sparql: TestClient) -> None:
    query = {"query": LABELS}
    refused(sparql.get("/sparql", params={**query, "format": "csv", "output": "xml"}), 400, "SPARQL_REQUEST")
    assert "'xls'" in refused(sparql.get("/sparql", params={**query, "format": "xls"}), 406, "NOT_ACCEPTABLE")


def test_sparql_takes_a_query_in_a_form_that_is_longer_only_by_its_escapes(sparql: TestClient) -> None:
    """5,400 Chinese characters are 16,200 bytes, and 48,600 in a form."""
    query = LABELS.replace("ORDER", f"# {'骑' * 5400}\nORDER")
    assert len(query.encode()) < ApiSettings().sparql_max_query_bytes < len(quote(query))

    answer = sparql.post("/sparql", data={"query": query})

    assert answer.json() == get(sparql, LABELS).json()


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
        ("/sparql?query=ASK%7B%7D&named-graph-uri=urn:x", "SPARQL_REQUEST"),
        ("/sparql?query=ASK%7B%7D&timeout=600", "SPARQL_REQUEST"),
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


@pytest.mark.parametrize("nested", ["{" * 3000 + "}" * 3000, "{ FILTER(" + "(" * 3000 + "1" + ")" * 3000 + ") }"])
def test_sparql_nested_too_deep_is_an_error_not_a_crash(nested: str, sparql: TestClient) -> None:
    assert "too deeply" in refused(get(sparql, f"SELECT * {nested}"), 400, "SPARQL_TOO_LARGE")

    assert get(sparql, LABELS).status_code == 200


def test_sparql_is_off_unless_switched_on(small: Engine) -> None:
    with TestClient(create_app(small, settings=ApiSettings()), raise_server_exceptions=False) as client:
        assert "switched off" in refused(get(client, LABELS), 404, "SPARQL_OFF")


@pytest.mark.parametrize("place", ["?s", "?p", "?o"])
def test_sparql_knows_nothing_of_persons(place: str, sparql: TestClient) -> None:
    """Neither their ids, nor their texts, nor that there are any; nor of postings, employers and past jobs."""
    words = ["secret", "person", "posting", "employer", "experience"]
    hidden = " || ".join(f'CONTAINS(LCASE(STR({place})), "{word}")' for word in words)

    assert get(sparql, f"ASK {{ ?s ?p ?o FILTER({hidden}) }}").json()["boolean"] is False
    assert get(sparql, f'ASK {{ ?s ?p ?o FILTER(CONTAINS(LCASE(STR({place})), "r")) }}').json()["boolean"] is True


def test_openapi_describes_sparql_where_it_is_on(small: Engine) -> None:
    settings = ApiSettings(sparql=True, sparql_timeout_s=7.0, sparql_max_rows=123)
    document = describe(small, settings)

    path = document["paths"]["/sparql"]
    assert set(path) == {"get", "post"}
    for operation in path.values():
        assert "7 s" in operation["description"]
        assert "123 rows" in operation["description"]
        assert set(operation["responses"]) == {"200", "400", "403", "406", "413", "415", "503", "504"}
        answers = operation["responses"]["200"]["content"]
        assert set(answers) == {*ROW_TYPES, *GRAPH_TYPES}
        for status, response in operation["responses"].items():
            if status != "200":
                assert response["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Error"}
    assert [each["name"] for each in path["get"]["parameters"]] == ["query", "format"]
    assert set(path["post"]["requestBody"]["content"]) == {
        "application/x-www-form-urlencoded", "application/sparql-query",
    }  # fmt: skip
    assert len({operation["operationId"] for operation in path.values()}) == 2


def test_openapi_says_nothing_of_sparql_where_it_is_off(small: Engine) -> None:
    assert "/sparql" not in describe(small, ApiSettings())["paths"]


def test_openapi_names_the_errors_that_come(sparql: TestClient, small: Engine) -> None:
    """Each answer's status is described, and its code stands in the description."""
    said = describe(small, ApiSettings(sparql=True))["paths"]["/sparql"]["get"]["responses"]
    asked = [
        ("SELECT", "*/*"), ("CLEAR ALL", "*/*"), ("DESCRIBE <urn:a>", "*/*"), ("ASK {}", "text/turtle"),
        ("SELECT * { ?s ?p ?o }", "*/*"),
    ]  # fmt: skip
    codes = set()
    for query, accept in asked:
        answer = get(sparql, query, accept)
        codes.add(answer.json()["error"]["code"])
        assert answer.json()["error"]["code"] + ":" in said[str(answer.status_code)]["description"]
    assert len(codes) == len(asked)


def describe(engine: Engine, settings: ApiSettings) -> Any:
    return TestClient(create_app(engine, settings=settings)).get("/openapi.json").json()


def test_sparql_sees_what_was_imported_since(tmp_path: Path) -> None:
    settings = read_settings({"PATHLOOM_HOME": str(tmp_path), "LANG": "en_US.UTF-8"})
    rider = Occupation(id="starter:occupation/rider", scheme=Scheme.STARTER, labels={"en": "rider"}, **ORIGIN)
    with open_store(settings.store) as store:
        store.put([rider])
    with Engine(settings) as engine:
        graph = GraphProcess(engine, ApiSettings(sparql=True))
        query = 'ASK { ?s ?p "late" }'
        before = graph.ask(query)[1]
        with open_store(settings.store) as store:
            store.put([replace(rider, id="starter:occupation/late", notation="late")])
        engine._looked = 0.0
        after = graph.ask(query)[1]
        graph.close()

    assert (before, after) == (b'{"head":{},"boolean":false}', b'{"head":{},"boolean":true}')


def test_the_process_holds_the_graph_in_the_engine_that_is_there(small: Engine, held_by: str) -> None:
    graph = GraphProcess(small, ApiSettings(sparql=True))
    try:
        assert graph.ask("ASK {}")[1] == b'{"head":{},"boolean":true}'
        assert graph.name == held_by
    finally:
        graph.close()


def test_the_process_takes_no_code_from_where_the_server_was_started(
    small: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "__init__.py").write_text("raise SystemExit('not ours')\n")
    monkeypatch.chdir(tmp_path)
    graph = GraphProcess(small, ApiSettings(sparql=True))
    try:
        assert graph.ask("ASK {}")[0] == "application/sparql-results+json"
    finally:
        graph.close()


def test_sparql_without_the_extra_says_what_to_install_for_a_large_graph(
    small: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide_pyoxigraph(monkeypatch, tmp_path)
    settings = ApiSettings(sparql=True, sparql_max_triples=10)
    with TestClient(create_app(small, settings=settings), raise_server_exceptions=False) as client:
        answer = get(client, LABELS)

    assert "at most 10" in refused(answer, 503, "SPARQL_UNAVAILABLE")
    assert "pip install 'pathloom[rdf]'" in answer.json()["error"]["hint"]


@pytest.mark.rdf
def test_sparql_with_the_extra_holds_a_large_graph(small: Engine) -> None:
    if importlib.util.find_spec("pyoxigraph") is None:
        skip_or_fail("pyoxigraph is missing: pip install 'pathloom[rdf]'.")
    settings = ApiSettings(sparql=True, sparql_max_triples=10)
    with TestClient(create_app(small, settings=settings), raise_server_exceptions=False) as client:
        assert get(client, LABELS).status_code == 200
