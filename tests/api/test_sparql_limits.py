"""The fork that a SPARQL query runs in: whatever the engine does in there, the graph's process goes on."""

import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api._sparql_child import _forked
from api._sparql_parse import Asked, parse
from api._sparql_terms import Row, Term, literal, write_rows, write_triples, write_truth
from tests.conftest import skip_or_fail

ASK = {
    "query": "ASK {}", "accept": [], "timeout_s": 20.0, "max_rows": 10, "max_bytes": 1000,
    "memory_bytes": 64 * 1024 * 1024,
}  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def everything_imported() -> None:
    """As the process does before it forks: a fork may open no file, not even a module."""
    parse("ASK {}")


class Doing:
    """A graph whose engine does something when it is asked."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act = act

    def ask(self, asked: Asked) -> bool:
        return bool(self.act())

    def select(self, asked: Asked) -> tuple[list[str], Iterator[Row]]:
        raise NotImplementedError

    def construct(self, asked: Asked) -> Iterator[Row]:
        raise NotImplementedError


def test_a_fork_sends_its_answer() -> None:
    answer = _forked(Doing(lambda: True), ASK)

    assert answer == {"media": "application/sparql-results+json", "body": '{"head":{},"boolean":true}'}


@pytest.mark.parametrize(
    "act",
    [
        lambda: Path(__file__).read_text("utf-8"),
        lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
        lambda: os.pipe(),
    ],
    ids=["file", "connection", "pipe"],
)
def test_a_fork_can_open_nothing(act: Callable[[], object]) -> None:
    assert _forked(Doing(act), ASK) == {"error": "failed", "found": "OSError"}


def test_a_fork_has_a_limit_on_memory() -> None:
    if not sys.platform.startswith("linux"):
        skip_or_fail("The limit on memory is set on Linux only.")
    assert _forked(Doing(lambda: bytearray(200 * 1024 * 1024)), ASK) == {"error": "memory"}
    assert "body" in _forked(Doing(lambda: bytearray(20 * 1024 * 1024)), ASK)


def test_a_fork_that_dies_is_an_answer_too() -> None:
    assert _forked(Doing(lambda: os._exit(3)), ASK) == {"error": "memory"}
    assert _forked(Doing(lambda: sys.exit(3)), ASK) == {"error": "memory"}


def test_a_fork_that_does_not_end_is_killed() -> None:
    assert _forked(Doing(lambda: time.sleep(600)), {**ASK, "timeout_s": 0.2}) == {"error": "timeout"}


def test_rows_are_written_with_every_kind_of_term() -> None:
    row: Row = [
        Term("uri", "http://x.org/<"), Term("bnode", "b0"), literal('a "b"\n', "zh", None),
        literal("5", None, "http://www.w3.org/2001/XMLSchema#integer"), None,
    ]  # fmt: skip
    names = ["u", "b", "t", "n", "none"]

    tsv = write_rows(names, [row], "text/tab-separated-values").decode()
    csv = write_rows(names, [row], "text/csv").decode()
    xml = write_rows(names, [row], "application/sparql-results+xml").decode()

    assert tsv == (
        "?u\t?b\t?t\t?n\t?none\n"
        '<http://x.org/<>\t_:b0\t"a \\"b\\"\\n"@zh\t"5"^^<http://www.w3.org/2001/XMLSchema#integer>\t\n'
    )
    assert csv == 'u,b,t,n,none\r\nhttp://x.org/<,_:b0,"a ""b""\n",5,\r\n'
    assert '<binding name="u"><uri>http://x.org/&lt;</uri></binding>' in xml
    assert '<literal xml:lang="zh">a "b"\n</literal>' in xml
    assert '<literal datatype="http://www.w3.org/2001/XMLSchema#integer">5</literal>' in xml
    assert 'name="none"><' not in xml


def test_truth_is_written_in_every_form() -> None:
    assert write_truth(True, "text/csv") == b"true"
    assert b"<boolean>false</boolean>" in write_truth(False, "application/sparql-results+xml")


def test_triples_are_written_once() -> None:
    triple: Row = [Term("uri", "urn:a"), Term("uri", "urn:b"), literal("c", None, None)]

    assert write_triples([triple, triple]) == b'<urn:a> <urn:b> "c" .\n'
