"""`/sparql`: read-only SPARQL 1.1 over the reference graph, without persons; every query bounded in time and size."""

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response

from api._asgi import read_body
from api._engine import Engine
from api._settings import ApiSettings
from api._sparql_accept import Wanted, read_accept, read_format
from api._sparql_messages import Message, read_message, write_message
from api._sparql_openapi import sparql_operation
from api._work import Workers
from api.errors import (
    MediaTypeError,
    NotAcceptableError,
    RequestTimeoutError,
    SparqlOffError,
    SparqlReadOnlyError,
    SparqlRefusedError,
    SparqlRequestError,
    SparqlSyntaxError,
    SparqlTimeoutError,
    SparqlTooLargeError,
    SparqlUnavailableError,
)
from ontology import PathloomError

#: Requests that may wait for the one that runs.
_WAITING = 16
_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
#: Room in a form for its other parameters.
_FORM_BYTES = 1024
#: What the protocol has for choosing among graphs.
_DATASET = frozenset({"default-graph-uri", "named-graph-uri"})
#: What widely used clients say the form of the answer with, all three at once.
_FORM_NAMES = frozenset({"format", "output", "results"})


class GraphProcess:
    """The process that holds the graph as RDF, started when first asked and again for each state of the store.

    Not thread-safe by itself: one query runs at a time.
    """

    def __init__(self, engine: Engine, settings: ApiSettings) -> None:
        self._engine = engine
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._state = ("", 0)
        #: What holds the graph: pyoxigraph or rdflib; empty until it is loaded.
        self.name = ""
        self._closing = threading.Lock()

    def ask(self, query: str, wanted: Wanted = ()) -> tuple[str, bytes]:
        """Answer a query: media type and body.

        Args:
            wanted: media ranges and their weights; empty for any.

        Raises:
            SparqlUnavailableError: the process cannot be started, or ended.
            RequestError: the query was refused, see `api.errors`.
        """
        process = self.start()
        request = {
            "query": query,
            "accept": wanted,
            "timeout_s": self._settings.sparql_timeout_s,
            "max_rows": self._settings.sparql_max_rows,
            "max_bytes": self._settings.sparql_max_bytes,
            "memory_bytes": self._settings.sparql_memory_bytes,
        }
        answer = _exchange(process, request)
        if answer is None:
            self.close()
            raise SparqlUnavailableError("The process that holds the graph ended.", hint="Ask again; it starts anew.")
        if "error" in answer:
            raise _refusal(answer, self._settings)
        return answer["media"], answer["body"].encode()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        with self._closing:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def start(self) -> subprocess.Popen[bytes]:
        """The process with the graph as it is now in the store.

        Raises:
            SparqlUnavailableError: it cannot be started.
        """
        snapshot = self._engine.snapshot
        state = (snapshot.store_id, snapshot.version)
        if self._process is not None and self._process.poll() is None and state == self._state:
            return self._process
        self.close()
        process, self._state = self._started(), state
        return process

    def _started(self) -> subprocess.Popen[bytes]:
        if sys.platform == "win32":
            raise SparqlUnavailableError(
                "SPARQL needs processes that can be forked, which Windows has not.", hint="Serve on Linux or macOS."
            )
        with TemporaryDirectory(prefix="pathloom-sparql-") as folder:
            path = Path(folder) / "graph.nt"
            self._engine.write_triples(path)
            process = subprocess.Popen(
                # -P: a folder named `api` where the server was started is not ours.
                [sys.executable, "-P", "-m", "api._sparql_child", str(path), str(self._settings.sparql_max_triples)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            # Known from here on, so that `close` ends it while it still loads.
            self._process = process
            loaded = _exchange(process)
        if loaded is None or "error" in loaded:
            self.close()
            raise _refusal(loaded or {"error": "start"}, self._settings)
        self.name = loaded["engine"]
        return process


def _exchange(process: subprocess.Popen[bytes], message: Message | None = None) -> Message | None:
    """Send a message and wait for one; None where the process has ended."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        if message is not None:
            write_message(process.stdin, message)
        return read_message(process.stdout)
    except OSError:
        return None


def _refusal(answer: Mapping[str, Any], settings: ApiSettings) -> PathloomError:
    """The error for what the process said."""
    found = answer.get("found", "")
    made: dict[str, Callable[[], PathloomError]] = {
        "syntax": lambda: SparqlSyntaxError(
            f"The query cannot be read at line {answer['line']}, column {answer['column']}: {found!r}.",
            hint="Correct it there; only SPARQL 1.1 SELECT, ASK and CONSTRUCT are read.",
            hint_zh=f"请更正第 {answer['line']} 行第 {answer['column']} 列附近的内容。",
        ),
        "meaning": lambda: SparqlSyntaxError(
            f"The query makes no sense: {found}.", hint="Declare each prefix, and bind each variable once."
        ),
        "update": lambda: SparqlReadOnlyError(
            "This is an update; the graph is only read here.", hint="Use SELECT, ASK or CONSTRUCT."
        ),
        "describe": lambda: SparqlRefusedError(
            "DESCRIBE is not answered here: what it means differs from server to server.",
            hint="Use CONSTRUCT { <X> ?p ?o } WHERE { <X> ?p ?o }.",
        ),
        "elsewhere": lambda: SparqlRefusedError(
            f"{answer['word']} is not answered here: this server fetches nothing from elsewhere.",
            hint="Leave it out; the whole graph is the default graph.",
        ),
        "timeout": lambda: SparqlTimeoutError(
            f"The query was stopped after {settings.sparql_timeout_s:g} seconds.",
            hint="Bind more of each pattern, avoid open paths, or load the dump: pathloom export rdf DIR.",
        ),
        "rows": lambda: SparqlTooLargeError(
            f"The answer has more than {answer['most']} rows.",
            hint=f"Add LIMIT {answer['most']} and an ORDER BY to page on, or load the dump: pathloom export rdf DIR.",
            hint_zh=f"请加上 LIMIT {answer['most']}，用 ORDER BY 分页，或下载整个图谱（pathloom export rdf DIR）。",
        ),
        "bytes": lambda: SparqlTooLargeError(
            f"The answer has {answer['size']} bytes; at most {answer['most']} are sent.", hint="Ask for less."
        ),
        "memory": lambda: SparqlTooLargeError(
            "The query needs more memory than one query may have.", hint="Sort and group less, or ask for less."
        ),
        "deep": lambda: SparqlTooLargeError(
            "The query is nested too deeply to be read.",
            hint="Take out groups and brackets that change nothing, or ask in parts.",
            hint_zh="请去掉多余的花括号与圆括号，或分几次查询。",
        ),
        "media": lambda: NotAcceptableError(
            f"{answer['kind']} cannot be answered in any form that the Accept header names.",
            hint=f"Accept one of: {', '.join(answer['offered'])}.",
            hint_zh=f"Accept 请取其一：{'、'.join(answer['offered'])}。",
        ),
        "size": lambda: SparqlUnavailableError(
            f"The graph has {answer['size']} triples; without pyoxigraph at most {answer['most']} are held.",
            hint="Install the extra: pip install 'pathloom[rdf]'.",
        ),
        "start": lambda: SparqlUnavailableError("The graph could not be loaded.", hint="See the server's log."),
    }
    failed = SparqlUnavailableError(f"The query could not be evaluated ({found}).", hint="Write it in another way.")
    return made.get(answer["error"], lambda: failed)()


def _query_and_form(given: Sequence[tuple[str, str]], *, limit: int) -> tuple[str, str]:
    """The one query among the parameters, and the form that is asked for ("" where only the header says).

    Raises:
        RequestError: there is not one query, or something besides.
    """
    names = {name for name, _ in given}
    if "update" in names:
        raise SparqlReadOnlyError("This is an update; the graph is only read here.", hint="Send `query` instead.")
    if asked := sorted(names & _DATASET):
        raise SparqlRequestError(
            f"{asked[0]} is not taken here: there is one graph, and nothing is fetched from elsewhere.",
            hint="Leave it out.",
            hint_zh="请去掉该参数：这里只有一个图，也不从别处读取。",
        )
    if spare := sorted(names - {"query", *_FORM_NAMES}):
        raise SparqlRequestError(f"The parameter {spare[0][:80]} is not known here.", hint="Send `query` alone.")
    queries = [value for name, value in given if name == "query"]
    if len(queries) != 1 or not queries[0].strip():
        # One that is empty is none.
        count = len(queries) if len(queries) > 1 else 0
        raise SparqlRequestError(f"{count} queries were sent instead of one.", hint="Add ?query=SELECT...")
    if len(queries[0].encode()) > limit:
        raise SparqlRequestError(f"The query is longer than {limit} bytes.", hint="Shorten it.")
    forms = {value for name, value in given if name in _FORM_NAMES and value}
    if len(forms) > 1:
        raise SparqlRequestError(
            "Several forms of the answer were asked for at once.",
            hint="Name one, or send an Accept header.",
            hint_zh="请只指定一种格式，或使用 Accept 请求头。",
        )
    return queries[0], next(iter(forms), "")


class SparqlEndpoint:
    """The handler of `/sparql`, by the SPARQL 1.1 protocol."""

    def __init__(self, engine: Engine, settings: ApiSettings) -> None:
        self._settings = settings
        self._graph = GraphProcess(engine, settings)
        # Threads of its own: queries that wait for one another must not keep other requests waiting.
        self._workers = Workers(replace(settings, threads=1, max_waiting=_WAITING))

    async def warm(self) -> None:
        """Load the graph before the first query has to wait for it.

        Raises:
            PathloomError: it cannot be loaded; each query will say so too.
        """
        if self._settings.sparql:
            # A large graph takes longer than a request may: it goes on loading.
            with suppress(RequestTimeoutError):
                await self._workers.run(self._graph.start)

    async def answer(self, request: Request) -> Response:
        """Answer a query by GET or POST."""
        if not self._settings.sparql:
            raise SparqlOffError("The SPARQL endpoint is switched off here.", hint="Set PATHLOOM_SPARQL=1 and restart.")
        query, form = _query_and_form(await self._given(request), limit=self._settings.sparql_max_query_bytes)
        wanted = read_format(form) if form else read_accept(",".join(request.headers.getlist("accept")))
        media, body = await self._workers.run(lambda: self._graph.ask(query, wanted))
        media = f"{media}; charset=utf-8" if media.startswith("text/") else media
        return Response(body, media_type=media, headers={"vary": "Accept"})

    async def _given(self, request: Request) -> list[tuple[str, str]]:
        """Names and values of all parameters, of the address and of the body."""
        given = list(request.query_params.multi_items())
        if request.method != "POST":
            return given
        media = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if media not in {_FORM, _QUERY}:
            raise MediaTypeError(f"A query cannot be read as {media or 'no type'}.", hint=f"Send {_FORM} or {_QUERY}.")
        limit = self._settings.sparql_max_query_bytes
        # In a form a byte may take three.
        limit = 3 * limit + _FORM_BYTES if media == _FORM else limit
        body = await read_body(request.scope, request.receive, limit=limit)
        try:
            text = body.decode()
        except UnicodeDecodeError as error:
            raise SparqlRequestError("The query is not UTF-8.", hint="Send it in UTF-8.") from error
        return given + ([("query", text)] if media == _QUERY else parse_qsl(text, keep_blank_values=True))

    def close(self) -> None:
        """End the process that holds the graph."""
        self._graph.close()
        self._workers.close()


def make_sparql_router(endpoint: SparqlEndpoint, settings: ApiSettings) -> APIRouter:
    """The routes of the endpoint; described where it is switched on."""
    router = APIRouter()
    for method in ("GET", "POST"):
        router.add_api_route(
            "/sparql",
            endpoint.answer,
            methods=[method],
            name=f"sparql_{method.lower()}",
            summary="Answer a SPARQL query.",
            response_class=Response,
            include_in_schema=settings.sparql,
            openapi_extra=sparql_operation(method, settings),
        )
    return router
