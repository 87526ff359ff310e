"""What needs Node: the GraphQL over HTTP audit, and GraphiQL built again."""

import json
import subprocess
from pathlib import Path

import pytest

pytestmark = [pytest.mark.node, pytest.mark.checkout]


def test_graphql_passes_the_http_audit(web: Path, server_url: str) -> None:
    """All 61 rules of the audit of npm `graphql-http`, the MUST, the SHOULD and the MAY."""
    done = subprocess.run(
        ["node", "audit.mjs", f"{server_url}/graphql"], cwd=web, capture_output=True, text=True, timeout=60, check=True
    )

    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one for one in results if one["status"] != "ok"] == []
    assert len(results) == 61


def test_graphiql_is_what_its_sources_build(web: Path, tmp_path: Path) -> None:
    committed = web.parent / "api" / "_static" / "graphiql"

    subprocess.run(["node", "build.mjs", str(tmp_path / "out")], cwd=web, capture_output=True, timeout=120, check=True)

    built = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    shipped = {file.name: file.read_bytes() for file in committed.iterdir()}
    assert built.keys() == shipped.keys()
    assert [name for name in built if built[name] != shipped[name]] == []


def test_lock_file_names_no_registry(web: Path) -> None:
    lock = json.loads((web / "package-lock.json").read_text("utf-8"))

    assert [path for path, package in lock["packages"].items() if "resolved" in package] == []
    assert all("integrity" in package for path, package in lock["packages"].items() if path)
