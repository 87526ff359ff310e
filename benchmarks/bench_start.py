"""Cold starts: `pathloom --help`, and the API until it is ready, each in new processes."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.bench_row import BenchRow, missing
from benchmarks.bench_stores import STORE
from benchmarks.full_graph import missing_data, shared_data
from benchmarks.measure import alternate
from benchmarks.starter_graph import build_starter

_EMPTY_APP = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.get("/readyz")
async def ready() -> dict[str, bool]:
    return {"ready": True}
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
"""
_TIMEOUT_S = 120


def rows(*, rounds: int) -> Iterator[BenchRow]:
    """The command line, then the API on the starter graph and on the full graph.

    Args:
        rounds: starts of each; API starts are a third of it, at least 3.
    """
    help_s, python_s = alternate(
        lambda: _run([sys.executable, "-m", "pathloom", "--help"]), lambda: _run([sys.executable, "-c", "pass"]),
        rounds=rounds,
    )  # fmt: skip
    yield BenchRow(
        subject="command line, `pathloom --help`", n=rounds, unit="s", ours=help_s, peer="python -c pass",
        peer_value=python_s, note="the contract is 0.2 s",
    )  # fmt: skip
    starts = max(3, rounds // 3)
    with tempfile.TemporaryDirectory(prefix="pathloom-bench-") as folder:
        build_starter(Path(folder))
        yield _api("starter graph", f"sqlite:///{folder}/graph.sqlite", Path(folder), starts)
    if shared_data() is None:
        yield missing("API cold start, full graph", missing_data())
    else:
        yield _api("full graph", f"sqlite:///{STORE}", STORE.parent / "home", starts)


def _api(graph: str, store: str, home: Path, rounds: int) -> BenchRow:
    environment = {"PATHLOOM_HOME": str(home), "PATHLOOM_STORE": store}
    ours, peer = alternate(
        lambda: _until_ready([sys.executable, "-m", "pathloom", "serve", "--port"], environment),
        lambda: _until_ready([sys.executable, "-c", _EMPTY_APP], {}),
        rounds=rounds,
    )
    return BenchRow(
        subject=f"API cold start until /readyz is 200, {graph}", n=rounds, unit="s", ours=ours,
        peer="uvicorn with an empty FastAPI application", peer_value=peer,
        note="snapshot and model caches filled by one start before",
    )  # fmt: skip


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _until_ready(command: Sequence[str], environment: dict[str, str]) -> None:
    """Start a server, wait for 200 from /readyz, stop it; all of it is in the caller's time."""
    port = _free_port()
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            [*command, str(port)], env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=log
        ) as process,
    ):
        try:
            if not _ready(port, process):
                log.seek(0)
                raise RuntimeError(f"The server on port {port} did not become ready:\n{log.read().decode()[-2000:]}")
        finally:
            # Killed, not asked: a clean stop would be in the time too.
            process.kill()


def _ready(port: int, process: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + _TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=_TIMEOUT_S) as answer:
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.01)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
