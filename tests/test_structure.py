"""House rules that a reader relies on: names, sizes, what may be written where."""

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
ROOMS = ("ontology", "graph", "policy", "extraction", "embeddings", "reasoning", "insight", "api", "pathloom")


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    return [CHECKOUT / name for name in listed.stdout.split("\0") if name]


def test_no_other_distribution_owns_a_room() -> None:
    owners = metadata.packages_distributions()

    # An editable install lists no packages of its own; a foreign owner would show either way.
    assert {room: set(owners.get(room, [])) - {"pathloom"} for room in ROOMS} == {room: set() for room in ROOMS}


@pytest.mark.checkout
def test_no_python_file_is_over_500_lines() -> None:
    long = {str(file.relative_to(CHECKOUT)): len(file.read_text("utf-8").splitlines()) for file in _tracked("*.py")}

    assert {name: lines for name, lines in long.items() if lines > 500} == {}


@pytest.mark.checkout
def test_no_catch_all_module_names() -> None:
    catch_alls = {"utils.py", "helpers.py", "common.py", "core.py", "misc.py", "manager.py"}

    assert [file for file in _tracked("*.py") if file.name.lstrip("_") in catch_alls] == []


@pytest.mark.checkout
def test_nothing_tracked_names_a_registry_host_or_machine_path() -> None:
    forbidden = re.compile(r"files\.pythonhosted|registry\.npmjs|pypi\.org/simple|/root/|/home/[a-z]+/")
    texts = _tracked("*.py", "*.toml", "*.txt", "*.json", "*.yaml", "*.yml", "*.md", "Makefile", ".ci/run")
    this_file = Path(__file__).resolve()

    found = [
        str(file.relative_to(CHECKOUT))
        for file in texts
        if file != this_file and file.is_file() and forbidden.search(file.read_text("utf-8", errors="replace"))
    ]

    assert found == []


@pytest.mark.checkout
def test_compose_file_fits_the_compose_specification() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert result.returncode == 0, result.stdout


@pytest.mark.checkout
def test_a_test_skips_only_by_the_one_way_that_fails_in_ci() -> None:
    """`skip_or_fail` of a conftest: with CI=true whatever is missing is a failure, never a quiet skip."""
    skip = re.compile(r"pytest\.(skip|importorskip|xfail)\b|mark\.(skip|skipif|xfail)\b")
    this_file = Path(__file__).resolve()

    found = [
        str(file.relative_to(CHECKOUT))
        for file in _tracked("tests/*.py")
        if file.name != "conftest.py" and file != this_file and file.is_file() and skip.search(file.read_text("utf-8"))
    ]

    assert found == []


@pytest.mark.checkout
def test_only_their_own_tests_import_the_benchmarks() -> None:
    """The wheel has no benchmarks: an import at the head of another test would break the tests of the wheel."""
    imports = re.compile(r"^\s*(from|import) benchmarks\b", re.MULTILINE)

    found = [
        str(file.relative_to(CHECKOUT))
        for file in _tracked("tests/*.py")
        if file.parent.name != "benchmarks" and file.is_file() and imports.search(file.read_text("utf-8"))
    ]

    assert found == []
