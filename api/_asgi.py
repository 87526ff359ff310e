"""The few pieces of ASGI that the raw endpoints need."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from api.errors import BodyTooLargeError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]


def header(scope: Scope, name: bytes) -> str:
    """The first value of a request header, lower-case name; "" when it is not there."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value.decode("latin-1"))
    return ""


async def read_body(scope: Scope, receive: Receive, *, limit: int) -> bytes:
    """Read a request body, and stop as soon as it is larger than allowed.

    Raises:
        BodyTooLargeError: more than `limit` bytes, announced or sent.
    """
    announced = header(scope, b"content-length")
    if announced.isdecimal() and int(announced) > limit:
        raise BodyTooLargeError(
            f"The request body has {announced} bytes; at most {limit} are read.", hint="Send less, or a smaller file."
        )
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise BodyTooLargeError(
                f"The request body is larger than {limit} bytes.", hint="Send less, or a smaller file."
            )
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


async def reply(send: Send, status: int, body: bytes, *, media: str, headers: Headers = ()) -> None:
    """Send a whole response."""
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", media.encode("latin-1")),
                (b"content-length", str(len(body)).encode()),
                *headers,
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})
