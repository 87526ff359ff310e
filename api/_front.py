"""The outermost layer: request id, security headers, CORS, timing, a log line without personal text, `/graphql`."""

import logging
import re
import traceback
from secrets import token_hex
from time import perf_counter

from api._asgi import App, Message, Receive, Scope, Send, header, reply
from api._json import dump
from api._metrics import ROUTES, Metrics
from api._settings import ApiSettings
from api.errors import describe

LOG = logging.getLogger("pathloom.api")

#: Everything comes from this server; styles and scripts only from files. `data:` images are icons in our own CSS.
CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
SECURITY_HEADERS = (
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def log_failure(error: BaseException, request_id: str) -> None:
    """Log where an unexpected error came from, without its message: that may quote what a person wrote."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    LOG.error("internal error %s request=%s\n%s", type(error).__name__, request_id, frames)


class Front:
    """Pure ASGI middleware around the whole app."""

    def __init__(self, app: App, *, graphql: App, settings: ApiSettings, metrics: Metrics) -> None:
        self.app = app
        self.graphql = graphql
        self.settings = settings
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = perf_counter()
        given = header(scope, b"x-request-id")
        request_id = given if _REQUEST_ID.fullmatch(given) else token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        cors = self._cors(scope)
        status = 0

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                own = (*SECURITY_HEADERS, (b"x-request-id", request_id.encode()), *cors)
                message = {**message, "headers": [*message.get("headers", ()), *own]}
            await send(message)

        try:
            if scope["method"] == "OPTIONS" and cors:
                await reply(send_marked, 204, b"", media="text/plain")
            elif scope["path"] == "/graphql":
                await self.graphql(scope, receive, send_marked)
            else:
                await self.app(scope, receive, send_marked)
        except Exception as error:  # noqa: BLE001 - the border: nothing may leave it but a masked answer
            log_failure(error, request_id)
            if status == 0:
                problem = describe(error)
                await reply(send_marked, problem.status, dump(problem.body(request_id)), media="application/json")
        seconds = perf_counter() - began
        self.metrics.request(scope["path"], scope["method"], status, seconds)
        LOG.info("%s %s %d %.1fms request=%s", scope["method"], _shown(scope), status, seconds * 1000, request_id)

    def _cors(self, scope: Scope) -> tuple[tuple[bytes, bytes], ...]:
        origin = header(scope, b"origin")
        if not self.settings.cors_origins:
            return ()
        if origin not in self.settings.cors_origins:
            return ((b"vary", b"Origin"),) if scope["method"] != "OPTIONS" else ()
        return (
            (b"vary", b"Origin"),
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-methods", b"GET, POST"),
            (b"access-control-allow-headers", b"content-type, accept-language, x-request-id"),
            (b"access-control-max-age", b"600"),
        )


def _shown(scope: Scope) -> str:
    """The path for the log; the query string may hold what a person wrote."""
    path: str = scope["path"]
    return path if path in ROUTES else "(other)"
