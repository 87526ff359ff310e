"""The process that holds the graph for SPARQL. Each query runs in a fork of it, so any query can be stopped.

It is started by `api._sparql`, which speaks to it over its stdin and stdout: messages are JSON with their length in
four bytes before them. The graph is loaded once; a fork shares its memory, has a limit on time and memory, and may
open no file and no connection.
"""

import gc
import io
import logging
import os
import resource
import signal
import sys
import time
from itertools import islice
from pathlib import Path
from select import select

from api._sparql_accept import choose
from api._sparql_engines import Source, load
from api._sparql_messages import Message, read_message, write_message
from api._sparql_parse import Refusal, parse
from api._sparql_terms import GRAPH_TYPES, ROW_TYPES, write_rows, write_triples, write_truth


def answer(source: Source, request: Message) -> tuple[str, bytes]:
    """Evaluate one query: media type and body.

    Raises:
        Refusal: it is no query that is answered here, or its answer is too large.
    """
    most, asked = request["max_rows"], parse(request["query"])
    offered = GRAPH_TYPES if asked.kind == "CONSTRUCT" else ROW_TYPES
    media = choose(request["accept"], offered)
    if media is None:
        raise Refusal("media", kind=asked.kind, offered=list(offered))
    if asked.kind == "ASK":
        return media, write_truth(source.ask(asked), media)
    if asked.kind == "SELECT":
        names, found = source.select(asked)
    else:
        names, found = [], source.construct(asked)
    rows = list(islice(found, most + 1))
    if len(rows) > most:
        raise Refusal("rows", most=most)
    body = write_rows(names, rows, media) if asked.kind == "SELECT" else write_triples(rows)
    if len(body) > request["max_bytes"]:
        raise Refusal("bytes", size=len(body), most=request["max_bytes"])
    return media, body


def _answered(source: Source, request: Message) -> Message:
    try:
        media, body = answer(source, request)
    except Refusal as refusal:
        return refusal.message
    except MemoryError:
        return {"error": "memory"}
    except RecursionError:
        return {"error": "deep"}
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


def main() -> None:
    """Load the N-Triples file named first, then answer until stdin ends."""
    path, most = Path(sys.argv[1]), int(sys.argv[2])
    out = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the messages.
    os.dup2(2, 1)
    # rdflib warns of odd addresses and quotes them; what is asked belongs in no log.
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    try:
        engine, source = load(path, most=most)
    except Refusal as refusal:
        write_message(out, refusal.message)
        return
    asked = {"accept": [], "max_rows": 1, "max_bytes": 1 << 20}
    for text in _WARM:
        _answered(source, {**asked, "query": text})
    gc.collect()
    gc.freeze()
    write_message(out, {"engine": engine})
    while (request := read_message(sys.stdin.buffer)) is not None:
        write_message(out, _forked(source, request))


if __name__ == "__main__":
    main()
