"""The REST twins: the same answers, and every refusal in one shape."""

import tomllib
from importlib import resources
from typing import Any

import pytest
from starlette.testclient import TestClient

from ontology import figure_terms
from policy import decision_to_json, evaluate, load_rule_base, parse_facts

SAMPLE = tomllib.loads(resources.files("pathloom").joinpath("samples", "people.toml").read_text("utf-8"))["people"][0]
CASE = {"facts": SAMPLE["facts"], "jurisdiction": SAMPLE["jurisdiction"], "on": "2026-11-22"}
PERSON = {"sample": SAMPLE["key"]}


def refused(response: Any) -> tuple[int, str]:
    """Status and code of a refusal, which must have the one shape of errors."""
    error = response.json()["error"]
    assert set(error) == {"code", "message", "message_zh", "hint", "hint_zh", "request_id"}
    assert error["message"]
    assert error["request_id"] == response.headers["x-request-id"]
    return response.status_code, error["code"]


def test_paths_are_those_of_graphql(client: TestClient) -> None:
    rest = client.post("/v1/paths", json={"person": PERSON}).json()
    query = """query Q($person: PersonInput!) {
      careerPaths(person: $person) { best { feasibility steps { transition { target { key } } } } } }"""
    body = {"query": query, "variables": {"person": PERSON}}
    graph = client.post("/graphql", json=body).json()["data"]["careerPaths"]

    assert [path["feasibility"] for path in rest["best"]] == [path["feasibility"] for path in graph["best"]]
    assert [[step["transition"]["target"]["id"] for step in path["steps"]] for path in rest["best"]] == [
        [step["transition"]["target"]["key"] for step in path["steps"]] for path in graph["best"]
    ]


def test_parsed_profile_goes_back_in_as_it_came_out(client: TestClient) -> None:
    from pathloom._samples import people

    sample = people()[0]
    read = client.post(
        "/v1/parse", params={"name": sample.resume}, content=sample.document(),
        headers={"content-type": "application/octet-stream"},
    ).json()  # fmt: skip
    wishes = {"months": 12, "region": "CN-410100"}

    by_profile = client.post("/v1/paths", json={"person": {"profile": read["document"]}, "constraints": wishes}).json()
    by_sample = client.post("/v1/paths", json={"person": PERSON, "constraints": wishes}).json()

    assert read["kind"] == "profile"
    assert by_profile["best"] == by_sample["best"]
    assert all(set(labels) == {"zh", "en"} for labels in read["names"].values())


def test_short_profile_is_taken(client: TestClient) -> None:
    profile = {"occupation": "starter:occupation/call-centre-agent", "skills": []}

    answer = client.post("/v1/paths", json={"person": {"profile": profile}, "constraints": {"region": "US-NY"}})

    assert answer.status_code == 200
    assert answer.json()["origin"]["id"] == "starter:occupation/call-centre-agent"


def test_benefits_are_those_of_the_rules(client: TestClient) -> None:
    from datetime import date

    rules = load_rule_base()
    decisions = evaluate(
        rules, parse_facts(SAMPLE["facts"], rules), on=date(2026, 11, 22), jurisdiction=SAMPLE["jurisdiction"]
    )

    assert client.post("/v1/benefits", json=CASE).json() == [decision_to_json(one) for one in decisions]


@pytest.mark.parametrize("path", ["/v1/routes", "/v1/plan"])
def test_routes_and_plan_answer_for_the_sample(client: TestClient, path: str) -> None:
    body = CASE | ({"person": PERSON} if path == "/v1/plan" else {})

    response = client.post(path, json=body)

    assert response.status_code == 200
    assert response.json()


def test_paths_with_facts_say_which_benefit_ends(client: TestClient) -> None:
    """Unemployment insurance ends on re-employment, which every move is."""
    answer = client.post("/v1/paths", json={"person": PERSON, **CASE}).json()

    lost = {key for path in answer["best"] for step in path["steps"] for key in step["benefits_lost"]}
    assert any("unemployment" in key for key in lost)


def test_transition_search_samples_and_texts_answer(client: TestClient) -> None:
    ids = {"from": "starter:occupation/food-delivery-rider", "to": "starter:occupation/courier"}
    move = client.get("/v1/transition", params=ids).json()
    hits = client.get(
        "/v1/search", params={"text": "快递员", "kind": "occupation", "language": "zh", "first": 3}
    ).json()
    samples = client.get("/v1/samples").json()
    texts = client.get("/v1/texts").json()

    assert move["score"] == pytest.approx(move["base"] + sum(part["points"] for part in move["contributions"]))
    assert hits[0]["label"] == "快递员"
    assert [sample["key"] for sample in samples] == ["rider-zhengzhou", "call-centre-albany"]
    assert {part["signal"] for part in move["contributions"]} <= set(texts["words"]["signals"])
    assert {place["code"] for place in texts["jurisdictions"]} >= {"CN-410100", "US-NY"}


def test_texts_word_every_figure_unit_and_step_in_both_languages(client: TestClient) -> None:
    texts = client.get("/v1/texts").json()

    assert list(texts["figures"]) == list(figure_terms())
    worded = [figure["label"] for figure in texts["figures"].values()]
    worded += [word for figure in texts["figures"].values() for word in figure["words"]] + list(texts["units"].values())
    assert [words for words in worded if not (words["zh"] and words["en"])] == []
    # The fourth of eight steps of education, as the Bureau of Labor Statistics calls it.
    assert texts["figures"]["education_needed_us"]["words"][3] == {
        "en": "Postsecondary nondegree award", "zh": "中学后非学位证书",
    }  # fmt: skip
    assert {term.unit for term in figure_terms().values()} <= set(texts["units"])


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/v1/paths", b"{", (400, "BAD_JSON")),
        ("/v1/paths", b"[]", (400, "BAD_JSON")),
        ("/v1/paths", b'{"persn": {}}', (400, "BAD_JSON")),
        ("/v1/paths", b"{}", (422, "BAD_PERSON")),
        ("/v1/paths", b'{"person": {"sample": "nobody"}}', (404, "UNKNOWN_ID")),
        ("/v1/paths", b'{"person": {"profile": {"skils": []}}}', (422, "BAD_PERSON")),
        ("/v1/paths", b'{"person": {"profile": {"skills": ["no/such"]}}}', (404, "UNKNOWN_ID")),
        ("/v1/paths", b'{"person": {"profile": {"skills": {}}}}', (422, "BAD_PERSON")),
        ("/v1/paths", b'{"person": {"profile": {"language": "fr"}}}', (422, "VOCABULARY")),
        ("/v1/benefits", b"{}", (422, "BAD_PERSON")),
        ("/v1/benefits", b'{"jurisdiction": "US-NY", "on": "2026-13-01"}', (422, "BAD_DATE")),
        ("/v1/benefits", b'{"jurisdiction": "US-NY", "facts": {"x": 1}}', (422, "FACT_UNKNOWN")),
        ("/v1/benefits", b'{"jurisdiction": "US-NY", "facts": []}', (422, "BAD_PERSON")),
        ("/v1/parse", b'{"name": "a.txt"}', (422, "BAD_PERSON")),
        ("/v1/match", b'{"person": {"sample": "rider-zhengzhou"}, "posting": 3}', (422, "BAD_PERSON")),
    ],
)
def test_bad_body_is_refused(client: TestClient, path: str, body: bytes, expected: tuple[int, str]) -> None:
    assert refused(client.post(path, content=body, headers={"content-type": "application/json"})) == expected


def test_contradictory_facts_are_refused(client: TestClient) -> None:
    facts = {"us_high_quarter_wages_usd": 9000, "us_base_period_wages_usd": 8000}

    assert refused(client.post("/v1/benefits", json={"jurisdiction": "US-NY", "facts": facts})) == (
        422,
        "FACTS_CONTRADICT",
    )


@pytest.mark.parametrize(
    ("media", "path"), [("text/plain", "/v1/parse"), ("text/plain", "/v1/paths"), ("", "/v1/parse")]
)
def test_wrong_content_type_is_refused(client: TestClient, media: str, path: str) -> None:
    """`text/plain` is what any foreign page may send without being asked, so it is read nowhere."""
    response = client.post(path, content=b"x", headers={"content-type": media} if media else {})

    assert refused(response) == (415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.txt", b"", "DOCUMENT_EMPTY"),
        ("resume.pdf", b"not a pdf at all", "DOCUMENT_MISLABELLED"),
        ("resume.xyz", b"\x00\x01", "DOCUMENT_UNSUPPORTED"),
    ],
)
def test_unreadable_document_is_refused(client: TestClient, name: str, content: bytes, code: str) -> None:
    response = client.post(
        "/v1/parse", params={"name": name}, content=content, headers={"content-type": "application/octet-stream"}
    )

    assert refused(response) == (422, code)


def test_oversized_document_is_refused(client: TestClient) -> None:
    """Over the document limit, but within the body limit that base64 needs."""
    response = client.post(
        "/v1/parse", content=b"x" * (5 * 1024 * 1024 + 1), headers={"content-type": "application/octet-stream"}
    )

    assert refused(response) == (413, "BODY_TOO_LARGE")


def test_unknown_page_and_method_are_refused(client: TestClient) -> None:
    assert refused(client.get("/v2/paths")) == (404, "NO_SUCH_PAGE")
    assert refused(client.get("/v1/paths")) == (405, "BAD_REQUEST")


def test_openapi_describes_every_endpoint(client: TestClient) -> None:
    document = client.get("/openapi.json").json()

    assert set(document["paths"]) >= {"/v1/parse", "/v1/paths", "/v1/routes", "/v1/benefits", "/v1/plan"}
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert "422" in operation["responses"]
            if "requestBody" in operation:
                assert "application/json" in operation["requestBody"]["content"]
    references = str(document)
    assert all(f"'#/components/schemas/{name}'" in references for name in ("Person", "Facts", "Error"))
