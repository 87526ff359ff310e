"""CPU of the request layer per GraphQL query, beside graphql-core alone on the same schema and resolvers."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

from graphql import execute_sync, parse, validate

from api import ApiSettings, create_app
from api._views import Context
from benchmarks.bench_row import BenchRow
from benchmarks.starter_graph import NAME, starter_engine

_QUERIES = {
    "one occupation with 10 requirements": """query ($id: ID!) { occupation(id: $id) { id label notation
        requirements(first: 10) { totalCount edges { node { importance essential skill { id label } } } } } }""",
    "20 occupations by page": """{ occupations(first: 20) {
        edges { cursor node { id label scheme } } pageInfo { endCursor } } }""",
}
_CALLS = 300
_ROUNDS = 7
Message = MutableMapping[str, Any]


def rows() -> Iterator[BenchRow]:
    """Every query through the whole ASGI application, and through graphql-core alone."""
    with starter_engine() as engine:
        app = create_app(engine, settings=ApiSettings())
        # The application's own schema and context, so that both sides resolve the same fields.
        endpoint = next(item.kwargs["graphql"] for item in app.user_middleware if "graphql" in item.kwargs)
        schema, context = endpoint.schema, endpoint.make_context("en", "benchmark")
        identifier = engine.snapshot.occupations.ids[0]
        for name, query in _QUERIES.items():
            variables = {"id": identifier} if "$id" in query else {}
            body = json.dumps({"query": query, "variables": variables}).encode()

            def plain(
                query: str = query, variables: dict[str, str] = variables, context: Context = context
            ) -> dict[str, Any]:
                document = parse(query)
                if errors := validate(schema, document):
                    raise errors[0]
                result = execute_sync(schema, document, context_value=context, variable_values=dict(variables))
                if result.errors:
                    raise result.errors[0]
                return {"data": json.loads(json.dumps(result.data))}

            answer = asyncio.run(_ask(app, body))
            if answer != plain():
                raise RuntimeError(f"The two answers to {name!r} differ.")
            document = parse(query)
            _, least = _cpu(
                lambda: None,
                lambda document=document, variables=variables, context=context: _repeat(
                    lambda: execute_sync(schema, document, context_value=context, variable_values=dict(variables))
                ),
            )
            ours, peer = _cpu(lambda body=body: asyncio.run(_many(app, body)), lambda plain=plain: _repeat(plain))
            yield BenchRow(
                subject=f"request layer, {name}", n=_CALLS, unit="ms CPU", ours=ours * 1000,
                peer="graphql-core alone: parse, validate, execute, json", peer_value=peer * 1000,
                note=f"{NAME}; executing alone {least * 1000:.2f}; ours keeps checked documents, and has ASGI in and "
                "out, limits and metrics, no socket",
            )  # fmt: skip


def _cpu(ours: Callable[[], object], peer: Callable[[], object]) -> tuple[float, float]:
    """Least CPU seconds (all threads) per call of each, called in turn: what a busy machine adds is left out."""
    ours()
    peer()
    pairs = [(_cpu_of(ours), _cpu_of(peer)) for _ in range(_ROUNDS)]
    return min(pair[0] for pair in pairs) / _CALLS, min(pair[1] for pair in pairs) / _CALLS


def _cpu_of(function: Callable[[], object]) -> float:
    started = time.process_time()
    function()
    return time.process_time() - started


def _repeat(function: Callable[[], object]) -> None:
    for _ in range(_CALLS):
        function()


async def _many(app: Any, body: bytes) -> None:
    for _ in range(_CALLS):
        await _ask(app, body)


async def _ask(app: Any, body: bytes) -> Any:
    """One POST to /graphql, as a server hands it over."""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/graphql", "raw_path": b"/graphql", "query_string": b"", "server": ("test", 80),
        "client": ("test", 1), "root_path": "",
        "headers": [(b"host", b"test"), (b"content-type", b"application/json"), (b"accept", b"application/json"),
                    (b"content-length", str(len(body)).encode())],
    }  # fmt: skip
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    if sent[0]["status"] != 200:
        raise RuntimeError(f"/graphql answered {sent[0]['status']}: {sent[1]['body'].decode()}")
    return json.loads(sent[1]["body"])
