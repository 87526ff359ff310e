"""GraphQL over HTTP: media types, methods, bad requests, masked failures."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import ApiSettings, create_app
from api._graphql_http import choose_media
from pathloom._engine import Engine

GRAPHQL = "application/graphql-response+json"
#: 14 fields deep: two connections inside each other.
TOO_DEEP = """{ occupation(id: "x") { requirements { edges { node { skill { requiredBy { edges { node {
  requirements { edges { node { skill { label } } } } } } } } } } } } }"""
#: 100 occupations with 100 requirements each: over 30,000 points.
TOO_COSTLY = """{ occupations(first: 100) { edges { node {
  requirements(first: 100) { edges { node { skill { label } } } } } } } }"""
PERSONAL = "Zhang San, 138-0000-0000"


class BrokenEngine:
    """The real engine, but statistics fail with a message that quotes a person."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def statistics(self) -> dict[str, object]:
        raise RuntimeError(PERSONAL)


@pytest.fixture(scope="module")
def broken(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(BrokenEngine(engine)), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def small(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine, settings=ApiSettings(max_upload_bytes=3000))) as client:
        yield client


def errors(response: Any) -> list[dict[str, Any]]:
    """The errors of an answer that must hold no data."""
    body = response.json()
    assert "data" not in body
    found: list[dict[str, Any]] = body["errors"]
    return found


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL};q=0.9, application/json", GRAPHQL),
        ("text/html", None),
    ],
)
def test_media_follows_accept(accept: str, media: str | None) -> None:
    assert choose_media(accept) == media


@pytest.mark.parametrize(("accept", "status"), [("application/json", 200), (GRAPHQL, 400)])
def test_invalid_document_has_the_status_of_its_media(client: TestClient, accept: str, status: int) -> None:
    response = client.post("/graphql", json={"query": "{ nonsense }"}, headers={"accept": accept})

    assert response.status_code == status
    assert errors(response)[0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


def test_get_answers_a_query(client: TestClient) -> None:
    assert client.get("/graphql", params={"query": "{ __typename }"}).json() == {"data": {"__typename": "Query"}}


def test_get_refuses_other_operations(client: TestClient, engine: Engine) -> None:
    """The schema has no mutation, so validation already refuses one; a subscription likewise."""
    response = client.get("/graphql", params={"query": "mutation { x }"}, headers={"accept": GRAPHQL})

    assert response.status_code == 400


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"{", {"content-type": "application/json"}, 400, "BAD_JSON"),
        (b"[]", {"content-type": "application/json"}, 400, "BAD_JSON"),
        (b"{}", {"content-type": "application/json"}, 400, "BAD_JSON"),
        (b'{"query": 1}', {"content-type": "application/json"}, 400, "BAD_JSON"),
        (b'{"query": "{a}", "variables": []}', {"content-type": "application/json"}, 400, "BAD_JSON"),
        (b'{"query": "{a}"}', {"content-type": "text/plain"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b'{"query": "{a}"}', {}, 415, "UNSUPPORTED_MEDIA_TYPE"),
    ],
)
def test_bad_request_is_refused_with_a_code(
    client: TestClient, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    response = client.post("/graphql", content=body, headers=headers)

    assert response.status_code == status
    assert errors(response)[0]["extensions"]["code"] == code


def test_refusal_says_in_chinese_what_is_wrong_and_what_to_do(client: TestClient) -> None:
    refused = client.post("/graphql", content=b"[]", headers={"content-type": "application/json"})
    query = '{ factForm(jurisdiction: "XX") { schema } }'
    failed = client.post("/graphql", json={"query": query})

    for response, what in ((refused, "请求内容不是有效的 JSON。"), (failed, "没有这个地区的规则。")):
        extensions = response.json()["errors"][0]["extensions"]
        assert extensions["messageZh"] == what
        assert extensions["hintZh"].startswith("请")


def test_oversized_body_is_refused(small: TestClient) -> None:
    """The limit for 3,000 bytes of document is 4,000 + 65,536 bytes of body."""
    body = b'{"query": "{ __typename }", "extensions": {"x": "%s"}}'

    fits = small.post("/graphql", content=body % (b"x" * 69_000), headers={"content-type": "application/json"})
    over = small.post("/graphql", content=body % (b"x" * 69_600), headers={"content-type": "application/json"})

    assert fits.status_code == 200
    assert over.status_code == 413
    assert errors(over)[0]["extensions"]["code"] == "BODY_TOO_LARGE"


def test_oversized_body_without_length_is_refused(small: TestClient) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(100):
            yield b" " * 1000

    response = small.post("/graphql", content=parts(), headers={"content-type": "application/json"})

    assert response.status_code == 413


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (TOO_DEEP, "QUERY_TOO_DEEP"),
        (TOO_COSTLY, "QUERY_TOO_COSTLY"),
        ("{ " + " ".join(f"a{place}: __typename" for place in range(40)) + " }", "QUERY_TOO_LARGE"),
    ],
)
def test_query_over_a_limit_is_refused(client: TestClient, query: str, code: str) -> None:
    response = client.post("/graphql", json={"query": query})

    assert response.status_code == 400
    assert errors(response)[0]["extensions"]["code"] == code


def test_good_query_works_under_the_same_limits(client: TestClient) -> None:
    query = (
        "{ occupations(first: 5) { edges { node { requirements(first: 5) { edges { node { skill { label } } } } } } } }"
    )

    answer = client.post("/graphql", json={"query": query}).json()

    assert len(answer["data"]["occupations"]["edges"]) == 5


def test_internal_error_is_masked_and_logged_without_personal_text(
    broken: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = broken.post(
            "/graphql", json={"query": "{ statistics { version } }"}, headers={"x-request-id": "abc-1"}
        )

    [error] = answer.json()["errors"]
    assert error["message"] == "Something went wrong on our side."
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert error["extensions"]["requestId"] == answer.headers["x-request-id"] == "abc-1"
    assert "internal error RuntimeError request=abc-1" in caplog.text
    assert "Zhang" not in caplog.text
    assert "Zhang" not in answer.text


def test_log_line_holds_no_query(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="pathloom.api"):
        client.get("/graphql", params={"query": "{ secretword }"})
        client.get("/secretword")

    ours = [record.getMessage() for record in caplog.records if record.name == "pathloom.api"]
    assert any(line.startswith("GET /graphql 200") for line in ours)
    assert not any("secretword" in line for line in ours)
