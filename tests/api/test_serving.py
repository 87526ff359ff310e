"""Everything around the answers: pages, headers, health, metrics, bounds on work, a fast import."""

import asyncio
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import ApiSettings, create_app
from api._static_files import find_files
from api._work import Workers
from api.errors import OverloadedError, RequestTimeoutError
from pathloom._engine import Engine


@pytest.mark.parametrize("path", ["/", "/graphiql", "/docs"])
def test_page_is_served_under_a_strict_policy(client: TestClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/graphiql", "/docs"])
def test_page_refers_to_nothing_elsewhere(client: TestClient, path: str) -> None:
    found = re.findall(r'(?:src|href)="([^"]+)"', client.get(path).text)

    assert found
    for reference in found:
        assert reference.startswith(("/", "#"))
        assert client.get(reference).status_code == 200


def test_own_scripts_make_no_markup_from_text() -> None:
    """No innerHTML, no inline style or script: what a person wrote stays text."""
    for path, file in find_files().items():
        if path.startswith(("page/", "docs/")) and path.endswith((".js", ".html")):
            text = file.read_text("utf-8")
            assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text), path
            assert not re.search(r"<style|\sstyle=|\son\w+=\"|https?://(?!www\.w3\.org)", text), path


def test_page_says_everything_in_both_languages() -> None:
    source = resources.files("api").joinpath("_static/page/texts.js").read_text("utf-8")
    keys = {
        name: set(re.findall(r'(?:^|[,{]\s*)("[\w ]+"|\w+): "', block, re.MULTILINE))
        for name, block in re.findall(r"const (zh|en) = \{(.*?)\n\};", source, re.DOTALL)
    }

    assert len(keys["zh"]) > 80
    assert keys["zh"] == keys["en"]


def test_shipped_assets_stay_within_their_budget() -> None:
    """2.5 MB in all, the page's own script and style well below 100 kB (shared design notes on the front end)."""
    sizes = {path: len(file.read_bytes()) for path, file in find_files().items()}

    assert sum(sizes.values()) <= 2_500_000
    assert sum(size for path, size in sizes.items() if path.startswith("page/")) <= 100_000


def test_health_and_readiness_answer(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["ready"] is True


def test_readiness_says_what_is_wrong(engine: Engine) -> None:
    from pathloom.errors import GraphEmptyError

    class Empty:
        snapshot = engine.snapshot
        rule_base = engine.rule_base

        def samples(self) -> tuple[()]:
            return ()

        def status(self) -> dict[str, object]:
            raise GraphEmptyError("The store holds no occupations.", hint="Fill it first.")

    with TestClient(create_app(Empty())) as client:
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["error"]["code"] == "GRAPH_EMPTY"


def test_metrics_count_requests_without_foreign_labels(client: TestClient) -> None:
    client.get("/healthz")
    client.get("/somebody/wrote/this")
    client.post("/graphql", json={"query": "{ nonsense }"})

    text = client.get("/metrics").text

    assert 'pathloom_http_requests_total{method="GET",route="/healthz",status="200"}' in text
    assert 'route="other"' in text
    assert "somebody" not in text
    assert 'pathloom_graphql_errors_total{code="GRAPHQL_VALIDATION_FAILED"}' in text
    assert "pathloom_snapshot_version" in text


def test_foreign_origin_gets_no_permission_unless_listed(client: TestClient, engine: Engine) -> None:
    headers = {"origin": "https://jobs.example", "access-control-request-method": "POST"}
    body = {"query": "{ __typename }"}

    closed = client.post("/graphql", json=body, headers=headers)
    with TestClient(create_app(engine, settings=ApiSettings(cors_origins=("https://jobs.example",)))) as listed:
        preflight = listed.options("/graphql", headers=headers)
        opened = listed.post("/graphql", json=body, headers=headers)
        stranger = listed.post("/graphql", json=body, headers={"origin": "https://evil.example"})

    assert "access-control-allow-origin" not in closed.headers
    assert preflight.status_code == 204
    assert opened.headers["access-control-allow-origin"] == "https://jobs.example"
    assert "access-control-allow-origin" not in stranger.headers


def test_pages_can_be_switched_off(engine: Engine) -> None:
    settings = ApiSettings(graphiql=False, docs=False, page=False)
    with TestClient(create_app(engine, settings=settings)) as client:
        assert [client.get(path).status_code for path in ("/", "/graphiql", "/docs", "/openapi.json")] == [404] * 4


def test_request_id_of_the_caller_is_kept_when_it_is_plain(client: TestClient) -> None:
    assert client.get("/healthz", headers={"x-request-id": "trace-1.2"}).headers["x-request-id"] == "trace-1.2"
    assert client.get("/healthz", headers={"x-request-id": "a b<c>"}).headers["x-request-id"] != "a b<c>"


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_workers_refuse_more_than_may_wait(gate: threading.Event) -> None:
    """One thread, one place to wait: the third is refused, the first two are answered."""

    async def scene() -> list[object]:
        workers = Workers(ApiSettings(threads=1, max_waiting=1))
        running = [asyncio.ensure_future(workers.run(gate.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(OverloadedError):
            await workers.run(gate.wait)
        gate.set()
        return list(await asyncio.gather(*running))

    assert asyncio.run(scene()) == [True, True]


def test_workers_give_up_after_the_timeout_and_count_on(gate: threading.Event) -> None:
    async def scene() -> tuple[int, int]:
        workers = Workers(ApiSettings(timeout_s=0.05))
        with pytest.raises(RequestTimeoutError, match=r"0\.05 seconds"):
            await workers.run(gate.wait)
        during = workers.in_flight
        gate.set()
        await asyncio.sleep(0.1)
        return during, workers.in_flight

    # The thread is still at work when the answer is given up, and is counted until it ends.
    assert asyncio.run(scene()) == (1, 0)


def test_import_loads_no_framework() -> None:
    # CPU time: what others do on the machine meanwhile is none of our import.
    code = (
        "import sys, time; began = time.process_time(); import api; took = time.process_time() - began; "
        "print(took); print([name for name in ('fastapi', 'graphql', 'numpy', 'pydantic') if name in sys.modules])"
    )

    took, loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.splitlines()

    assert loaded == "[]"
    assert float(took) < 0.1


def test_serving_never_imports_torch(starter_home: Path, tmp_path: Path) -> None:
    """A torch that fails when it is imported stands first on the path; reading a resume and finding paths must not."""
    (tmp_path / "torch.py").write_text("raise RuntimeError('torch was imported')\n", encoding="utf-8")
    code = (
        "from pathloom._engine import Engine; from pathloom._settings import read_settings;"
        "from api import ApiSettings, create_app; from starlette.testclient import TestClient;"
        f"engine = Engine(read_settings({{'PATHLOOM_HOME': {str(starter_home)!r}}}));"
        "client = TestClient(create_app(engine, settings=ApiSettings()));"
        "answer = client.post('/v1/paths', json={'person': {'sample': 'rider-zhengzhou'}}).json();"
        "import importlib.util; print(len(answer['best']), importlib.util.find_spec('torch') is not None)"
    )
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, timeout=120, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip

    assert done.stdout.split() == ["3", "True"], done.stderr
