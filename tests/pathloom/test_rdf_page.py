"""`docs/how-to/rdf.md`: what it says is run as written."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph

from api import ApiSettings
from graph import open_store
from ontology import read_starter
from ontology.records import Node, Requires
from pathloom._rdf_export import reference_records
from tests.pathloom.conftest import Answer

pytestmark = pytest.mark.checkout
PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "rdf.md"
RIDER = "starter:occupation/food-delivery-rider"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def folder(pathloom: Callable[..., Answer], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's commands, run in their order on the rider, what riders need, and who else needs it."""
    here = tmp_path_factory.mktemp("rdf")
    records = list(read_starter())
    skills = {edge.to_id for edge in records if isinstance(edge, Requires) and edge.from_id == RIDER}
    needs = [edge for edge in records if isinstance(edge, Requires) and edge.to_id in skills]
    ends = skills | {edge.from_id for edge in needs}
    with open_store(f"sqlite:///{here / 'graph.sqlite'}") as store:
        store.put([*(node for node in records if isinstance(node, Node) and node.id in ends), *needs])
    for line in "".join(blocks("bash")).splitlines():
        program, *arguments = shlex.split(line.replace("dump", f"{here}/dump").replace("///copy", f"///{here}/copy"))
        if program == "pathloom":
            answer = pathloom(*arguments, PATHLOOM_STORE=f"sqlite:///{here / 'graph.sqlite'}")
            assert answer.status == 0, answer.err
        elif program == "pyshacl":
            done = subprocess.run(
                [sys.executable, "-m", "pyshacl", *arguments], capture_output=True, text=True, timeout=60, check=False
            )
            assert "Conforms: True" in done.stdout, done.stdout + done.stderr
        else:
            # The one that serves does not end; tests/api/test_sparql.py serves.
            assert line == "PATHLOOM_SPARQL=1 pathloom serve"
    return here


def test_page_names_the_files_that_are_written(folder: Path) -> None:
    table = PAGE.read_text("utf-8").split("## Addresses")[0]

    named = {name for line in table.splitlines() if line.startswith("| `") for name in re.findall(r"`([a-z.]+)`", line)}
    assert named == {file.name for file in (folder / "dump").iterdir()}


def test_page_copy_is_the_same_graph(folder: Path) -> None:
    with (
        open_store(f"sqlite:///{folder / 'graph.sqlite'}", read_only=True) as first,
        open_store(f"sqlite:///{folder / 'copy.sqlite'}", read_only=True) as second,
    ):
        records = list(reference_records(first))

        assert len(records) > 10
        assert list(reference_records(second)) == records


def test_page_queries_answer(folder: Path) -> None:
    graph = Graph().parse(folder / "dump" / "pathloom.nt")
    rows, triples = (graph.query(query) for query in blocks("sparql"))

    expected = sorted(
        (-float(edge.importance or 0), edge.to_id)
        for edge in read_starter()
        if isinstance(edge, Requires) and edge.from_id == RIDER
    )[:3]
    assert [-float(importance) for _, importance in rows] == [importance for importance, _ in expected]
    assert len(triples) > len(blocks("sparql"))


def test_page_gives_the_limits_as_they_are() -> None:
    settings = ApiSettings()
    text = PAGE.read_text("utf-8")

    for shown in (
        f"| {settings.sparql_timeout_s:g} s |",
        f"| {settings.sparql_max_rows:,} |",
        f"| {settings.sparql_max_bytes:,} |",
        f"| {settings.sparql_max_query_bytes:,} bytes |",
        f"| {settings.sparql_memory_bytes:,} bytes |",
        f"Above {settings.sparql_max_triples:,} triples",
    ):
        assert shown in text
    assert settings.sparql is False
