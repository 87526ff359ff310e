"""A real engine over the starter data on SQLite, the app around it, and the same app served on a loopback port."""

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from api import ApiSettings, create_app
from graph import ingest, open_store
from ontology import read_starter
from pathloom._engine import Engine
from pathloom._settings import read_settings
from tests.conftest import skip_or_fail

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    settings = read_settings({"PATHLOOM_HOME": str(tmp_path_factory.mktemp("home")), "LANG": "en_US.UTF-8"})
    settings.home.mkdir(exist_ok=True)
    with open_store(settings.store) as store:
        store.migrate()
        ingest(store, read_starter())
    with Engine(settings) as made:
        yield made


@pytest.fixture(scope="session")
def app(engine: Engine) -> FastAPI:
    return create_app(engine, settings=ApiSettings())


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="session")
def server_url(app: FastAPI) -> Iterator[str]:
    """The app under uvicorn on a free loopback port."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        if time.monotonic() > deadline:
            pytest.fail("The server did not start in 30 seconds.")
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def web() -> Path:
    """The folder of front-end sources with its packages installed as the lock file says."""
    folder = CHECKOUT / "web"
    for tool in ("node", "npm"):
        if which(tool) is None:
            skip_or_fail(f"{tool} is not installed.")
    if not folder.is_dir():
        skip_or_fail("The checkout's folder web/ is not here.")
    if not (folder / "node_modules" / "esbuild").is_dir():
        done = subprocess.run(
            ["npm", "ci", "--ignore-scripts"], cwd=folder, capture_output=True, text=True, timeout=300, check=False
        )
        if done.returncode:
            skip_or_fail(f"npm ci failed: {done.stderr.strip()[-300:]}.")
    return folder


@pytest.fixture
def ask(client: TestClient) -> Callable[..., dict[str, Any]]:
    """Asks a query that must succeed, and gives its data."""

    def run(query: str, variables: dict[str, object] | None = None) -> dict[str, Any]:
        answer = client.post("/graphql", json={"query": query, "variables": variables}).json()
        assert "errors" not in answer, answer["errors"]
        data: dict[str, Any] = answer["data"]
        return data

    return run
