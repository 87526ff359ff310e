"""`/graphql` as GraphQL over HTTP prescribes: https://graphql.github.io/graphql-over-http/draft/ (read 2026-11)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import orjson
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, execute_sync

from api._asgi import Receive, Scope, Send, header, read_body, reply
from api._documents import Documents, InvalidDocumentError
from api._json import dump
from api._metrics import Metrics
from api._settings import ApiSettings
from api._views import Context
from api._work import Workers
from api.errors import GRAPHQL_CODE, JsonError, MediaTypeError, Problem, RequestError, describe
from ontology import PathloomError
from ontology.errors import ErrorKind

RESPONSE_JSON = "application/graphql-response+json"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a request asks for."""

    query: str
    operation_name: str | None
    variables: Mapping[str, Any]


def choose_media(accept: str) -> str | None:
    """The response type for an Accept header; the first acceptable one wins, None when none is.

    >>> choose_media(""), choose_media("text/html, application/graphql-response+json"), choose_media("text/html")
    ('application/json', 'application/graphql-response+json', None)
    """
    if not accept.strip():
        return JSON
    for entry in accept.split(","):
        media = entry.split(";")[0].strip().lower()
        if media == RESPONSE_JSON:
            return RESPONSE_JSON
        if media in {JSON, "*/*", "application/*"}:
            return JSON
    return None


def read_parameters(data: object) -> Parameters:
    """Read the request parameters strictly.

    Raises:
        JsonError: not an object, or a parameter of the wrong type.
    """
    if not isinstance(data, dict):
        raise JsonError("The body is no JSON object.", hint='Send {"query": "...", "variables": {...}}.')
    query = data.get("query")
    if not isinstance(query, str):
        raise JsonError("`query` is missing or is no text.", hint='Send {"query": "..."}.')
    for name, kind in (("operationName", str), ("variables", dict), ("extensions", dict)):
        if data.get(name) is not None and not isinstance(data[name], kind):
            raise JsonError(f"`{name}` has the wrong type.", hint=f"Send {kind.__name__} or leave it out.")
    return Parameters(query, data.get("operationName"), data.get("variables") or {})


def _from_url(scope: Scope) -> Parameters:
    given = {name: values[0] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
    data: dict[str, object] = dict(given)
    for name in ("variables", "extensions"):
        if given.get(name):
            data[name] = _json(given[name].encode())
    return read_parameters(data)


def _json(text: bytes) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise JsonError("The request holds JSON that cannot be read.", hint=f"{error}.") from error


class GraphQLEndpoint:
    """The raw ASGI app behind `/graphql`."""

    def __init__(
        self,
        schema: GraphQLSchema,
        *,
        settings: ApiSettings,
        workers: Workers,
        metrics: Metrics,
        make_context: Callable[[str, str], Context],
        log_failure: Callable[[BaseException, str], None],
    ) -> None:
        self.schema = schema
        self.settings = settings
        self.workers = workers
        self.metrics = metrics
        self.documents = Documents(schema, settings)
        self.make_context = make_context
        self.log_failure = log_failure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        media = choose_media(header(scope, b"accept"))
        if media is None:
            body = dump({"errors": [{"message": f"Accept {RESPONSE_JSON} or {JSON}."}]})
            await reply(send, 406, body, media=f"{JSON}; charset=utf-8")
            return
        if scope["method"] not in {"GET", "POST"}:
            body = dump({"errors": [{"message": "Use GET or POST."}]})
            await reply(send, 405, body, media=f"{media}; charset=utf-8", headers=[(b"allow", b"GET, POST")])
            return
        request_id = scope["state"]["request_id"] if "state" in scope else ""
        headers: list[tuple[bytes, bytes]] = []
        try:
            parameters = await self._parameters(scope, receive)
            language = header(scope, b"accept-language")
            context = self.make_context(language, request_id)
            get = scope["method"] == "GET"
            status, answer = await self.workers.run(lambda: self.answer(parameters, context, media=media, get=get))
            if status == 405:
                headers.append((b"allow", b"POST"))
        except PathloomError as error:
            status, answer = self._refusal(error, request_id)
            if status == 503:
                headers.append((b"retry-after", b"2"))
        await reply(send, status, dump(answer), media=f"{media}; charset=utf-8", headers=headers)

    async def _parameters(self, scope: Scope, receive: Receive) -> Parameters:
        if scope["method"] == "GET":
            return _from_url(scope)
        if header(scope, b"content-type").split(";")[0].strip().lower() != JSON:
            raise MediaTypeError(
                f"A POST to /graphql has to be {JSON}.",
                hint=f"Set the header Content-Type: {JSON}.",
                hint_zh=f"请设置请求头 Content-Type: {JSON}。",
            )
        return read_parameters(_json(await read_body(scope, receive, limit=self.settings.max_body_bytes)))

    def answer(
        self, parameters: Parameters, context: Context, *, media: str, get: bool
    ) -> tuple[int, dict[str, object]]:
        """Check and execute one request; returns the HTTP status and the response.

        Raises:
            RequestError: the document is over a limit.
        """
        # An invalid request is 200 for clients of the older media type, as the draft asks.
        invalid = 400 if media == RESPONSE_JSON else 200
        try:
            checked = self.documents.check(parameters.query, parameters.variables)
        except InvalidDocumentError as error:
            self.metrics.graphql_error(error.code)
            return invalid, {"errors": [{**one.formatted, "extensions": {"code": error.code}} for one in error.errors]}
        if get and not checked.is_query(parameters.operation_name):
            return 405, {"errors": [{"message": "A GET may only query."}]}
        result = execute_sync(
            self.schema,
            checked.document,
            context_value=context,
            variable_values=dict(parameters.variables),
            operation_name=parameters.operation_name,
            hide_suggestions=True,
        )
        executed = result.data is not None or any(error.path for error in result.errors or ())
        response = self._response(result, context, executed=executed)
        return (200 if executed else invalid), response

    def _response(self, result: ExecutionResult, context: Context, *, executed: bool) -> dict[str, object]:
        response: dict[str, object] = {}
        if result.errors:
            response["errors"] = [self._format(error, context, executed=executed) for error in result.errors]
        if executed:
            response["data"] = result.data
        return response

    def _format(self, error: GraphQLError, context: Context, *, executed: bool) -> dict[str, Any]:
        formatted: dict[str, Any] = {**error.formatted}
        cause = error.original_error
        if isinstance(cause, GraphQLError) or cause is None:
            given = (error.extensions or {}).get("code")
            if given or not executed:
                code = given or "BAD_USER_INPUT"
                self.metrics.graphql_error(str(code))
                return {**formatted, "extensions": {**(error.extensions or {}), "code": code}}
            cause = error
        problem = describe(cause)
        code = GRAPHQL_CODE[problem.kind]
        extensions: dict[str, object] = {
            "code": code,
            "reason": problem.code,
            "hint": problem.hint,
            **_in_chinese(problem),
        }
        if problem.kind is ErrorKind.INTERNAL:
            extensions["requestId"] = context.request_id
            self.log_failure(cause, context.request_id)
        self.metrics.graphql_error(code)
        return {**formatted, "message": problem.message, "extensions": extensions}

    def _refusal(self, error: PathloomError, request_id: str) -> tuple[int, dict[str, object]]:
        problem = describe(error)
        code = problem.code if isinstance(error, RequestError) else GRAPHQL_CODE[problem.kind]
        self.metrics.graphql_error(code)
        extensions = {"code": code, "hint": problem.hint, **_in_chinese(problem), "requestId": request_id}
        return problem.status, {"errors": [{"message": problem.message, "extensions": extensions}]}


def _in_chinese(problem: Problem) -> dict[str, str]:
    """What the error's code means and what to do, as further extensions."""
    return {"messageZh": problem.message_zh, "hintZh": problem.hint_zh}
