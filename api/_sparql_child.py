"""The process that holds the graph for SPARQL. Each query runs in a fork of it, so any query can be stopped.

It is started by `api._sparql`, which speaks to it over its stdin and stdout: messages are JSON with their length in
four bytes before them. The graph is loaded once; a fork shares its memory, has a limit on time and memory, and may
open no file and no connection.
"""

import gc
import io
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from select import select
from typing import TYPE_CHECKING, Any, Protocol, cast

from pyparsing import ParseException
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.plugins.sparql import parser as grammar
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query

from api._sparql_messages import Message, read_message, write_message
from api._sparql_terms import GRAPH_TYPES, ROW_TYPES, Row, Term, literal, write_rows, write_triples, write_truth

if TYPE_CHECKING:
    from rdflib.query import ResultRow
    from rdflib.term import Node

#: What the kinds of query are called in rdflib's syntax tree.
_KINDS = {"SelectQuery": "SELECT", "AskQuery": "ASK", "ConstructQuery": "CONSTRUCT", "DescribeQuery": "DESCRIBE"}


class Refusal(Exception):  # noqa: N818 - not an error of ours: a message for the parent, which has the errors
    """A query that gets no answer, with the code of the reason."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.message: Message = {"error": code, **details}


class Source(Protocol):
    """A loaded graph."""

    def ask(self, text: str, query: Query) -> bool: ...
    def select(self, text: str, query: Query) -> tuple[list[str], Iterator[Row]]: ...
    def construct(self, text: str, query: Query) -> Iterator[Row]: ...


class RdflibSource:
    """The graph in rdflib: slow and large, but part of the base install."""

    def __init__(self, path: Path) -> None:
        self.graph = Graph(store="SimpleMemory", bind_namespaces="none")
        self.graph.parse(path, format="nt")

    def ask(self, text: str, query: Query) -> bool:  # noqa: ARG002 -- the protocol
        return bool(self.graph.query(query).askAnswer)

    def select(self, text: str, query: Query) -> tuple[list[str], Iterator[Row]]:  # noqa: ARG002 -- the protocol
        result = self.graph.query(query)
        rows = (cast("ResultRow", row) for row in result)
        return [str(name) for name in result.vars or ()], ([_rdflib_term(term) for term in row] for row in rows)

    def construct(self, text: str, query: Query) -> Iterator[Row]:  # noqa: ARG002 -- the protocol
        triples = (cast("tuple[Node, Node, Node]", triple) for triple in self.graph.query(query))
        return ([_rdflib_term(term) for term in triple] for triple in triples)


class OxigraphSource:
    """The graph in pyoxigraph (extra `rdf`)."""

    def __init__(self, path: Path) -> None:
        import pyoxigraph

        self.store = pyoxigraph.Store()
        self.store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.N_TRIPLES)

    def ask(self, text: str, query: Query) -> bool:  # noqa: ARG002 -- the protocol
        return bool(self.store.query(text))

    def select(self, text: str, query: Query) -> tuple[list[str], Iterator[Row]]:  # noqa: ARG002 -- the protocol
        found = self.store.query(text)
        names = [variable.value for variable in found.variables]
        return names, ([_oxigraph_term(row[name]) for name in names] for row in found)

    def construct(self, text: str, query: Query) -> Iterator[Row]:  # noqa: ARG002 -- the protocol
        return (
            [_oxigraph_term(term) for term in (triple.subject, triple.predicate, triple.object)]
            for triple in self.store.query(text)
        )


def _rdflib_term(term: object) -> Term | None:
    if isinstance(term, URIRef):
        return Term("uri", str(term))
    if isinstance(term, BNode):
        return Term("bnode", str(term))
    if isinstance(term, Literal):
        return literal(str(term), term.language, str(term.datatype) if term.datatype else None)
    return None


def _oxigraph_term(term: Any) -> Term | None:
    if term is None:
        return None
    kind = type(term).__name__
    if kind == "Literal":
        return literal(term.value, term.language, term.datatype.value)
    return Term("uri" if kind == "NamedNode" else "bnode", term.value)


def parse(text: str) -> tuple[str, Query]:
    """Check a query and say of which kind it is.

    Raises:
        Refusal: it is no query, changes something, or would fetch something from elsewhere.
    """
    try:
        tree = grammar.parseQuery(text)
    except ParseException as error:
        if _is_update(text):
            raise Refusal("update") from error
        found = (error.line or "").strip()[:80]
        raise Refusal("syntax", line=error.lineno, column=error.column, found=found) from error
    body = tree[1]
    kind = _KINDS[body.name]
    if kind == "DESCRIBE":
        raise Refusal("describe")
    if body.datasetClause:
        raise Refusal("elsewhere", word="FROM")
    if _has_service(body):
        raise Refusal("elsewhere", word="SERVICE")
    try:
        return kind, translateQuery(tree)
    except (MemoryError, OSError, RecursionError):
        raise
    except Exception as error:
        # An undefined prefix, a variable bound twice: rdflib raises plain Exception for each.
        raise Refusal("meaning", found=str(error).splitlines()[0][:200]) from error


def _is_update(text: str) -> bool:
    try:
        return bool(grammar.parseUpdate(text).request)
    except ParseException:
        return False


def _has_service(part: object) -> bool:
    if isinstance(part, CompValue):
        return part.name == "ServiceGraphPattern" or any(_has_service(inner) for inner in part.values())
    if isinstance(part, str) or not hasattr(part, "__iter__"):
        return False
    return any(_has_service(inner) for inner in part)


def answer(source: Source, request: Message) -> tuple[str, bytes]:
    """Evaluate one query: media type and body.

    Raises:
        Refusal: it is no query that is answered here, or its answer is too large.
    """
    text, most = request["query"], request["max_rows"]
    kind, query = parse(text)
    offered = GRAPH_TYPES if kind == "CONSTRUCT" else ROW_TYPES
    media = next((wanted for wanted in request["accept"] if wanted in offered), None)
    if media is None:
        if not request["any"]:
            raise Refusal("media", kind=kind, offered=list(offered))
        media = offered[0]
    if kind == "ASK":
        return media, write_truth(source.ask(text, query), media)
    if kind == "SELECT":
        names, found = source.select(text, query)
    else:
        names, found = [], source.construct(text, query)
    rows = list(islice(found, most + 1))
    if len(rows) > most:
        raise Refusal("rows", most=most)
    body = write_rows(names, rows, media) if kind == "SELECT" else write_triples(rows)
    if len(body) > request["max_bytes"]:
        raise Refusal("bytes", size=len(body), most=request["max_bytes"])
    return media, body


def _answered(source: Source, request: Message) -> Message:
    try:
        media, body = answer(source, request)
    except Refusal as refusal:
        return refusal.message
    except (MemoryError, RecursionError):
        return {"error": "memory"}
    except Exception as error:  # noqa: BLE001 - libraries raise what they like; the fork must answer
        # The parent masks it; only the kind of error is told, never the query.
        return {"error": "failed", "found": type(error).__name__}
    return {"media": media, "body": body.decode()}


def _forked(source: Source, request: Message) -> Message:
    """Answer in a fork with limits; kill it when its time is over."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        # Whatever happens in here, the fork must never go on as the process that it was forked from.
        try:
            os.close(ours)
            _limit(request)
            with os.fdopen(theirs, "wb") as out:
                write_message(out, _answered(source, request))
        finally:
            os._exit(0)
    os.close(theirs)
    parts: list[bytes] = []
    deadline = time.monotonic() + request["timeout_s"]
    late = False
    while not late:
        ready, _, _ = select([ours], [], [], max(0.0, deadline - time.monotonic()))
        late = not ready
        part = os.read(ours, 1 << 20) if ready else b""
        if not part:
            break
        parts.append(part)
    os.close(ours)
    if late:
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if late:
        return {"error": "timeout"}
    # A fork that ran out of memory inside a library ends without a word.
    return read_message(io.BytesIO(b"".join(parts))) or {"error": "memory"}


def _limit(request: Message) -> None:
    seconds = int(request["timeout_s"]) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    used = _address_space()
    if used:
        most = used + request["memory_bytes"]
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # No file and no connection can be opened any more; the pipe is open already.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not tell (not Linux)."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * resource.getpagesize()


#: One query of each kind, so that everything a fork needs is imported before it may open no file.
_WARM = (
    'SELECT * { ?s ?p ?o . FILTER(REGEX(STR(?o), "a")) } LIMIT 1',
    "SELECT (COUNT(*) AS ?n) { <urn:x> <urn:y>* ?o } GROUP BY ?o HAVING (COUNT(*) > 1) ORDER BY ?n",
    "ASK { <urn:x> ?p ?o }",
    "CONSTRUCT WHERE { <urn:x> ?p ?o }",
)


def load(path: Path, *, most: int) -> tuple[str, Source]:
    """Load the graph into the best engine there is; `most` triples are held where that is rdflib."""
    try:
        return "pyoxigraph", OxigraphSource(path)
    except ImportError:
        with path.open("rb") as file:
            lines = sum(1 for _ in file)
        if lines > most:
            raise Refusal("size", size=lines, most=most) from None
        return "rdflib", RdflibSource(path)


def main() -> None:
    """Load the N-Triples file named first, then answer until stdin ends."""
    path, most = Path(sys.argv[1]), int(sys.argv[2])
    out = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the messages.
    os.dup2(2, 1)
    try:
        engine, source = load(path, most=most)
    except Refusal as refusal:
        write_message(out, refusal.message)
        return
    asked = {"accept": [], "any": True, "max_rows": 1, "max_bytes": 1 << 20}
    for text in _WARM:
        _answered(source, {**asked, "query": text})
    gc.collect()
    gc.freeze()
    write_message(out, {"engine": engine})
    while (request := read_message(sys.stdin.buffer)) is not None:
        write_message(out, _forked(source, request))


if __name__ == "__main__":
    main()
