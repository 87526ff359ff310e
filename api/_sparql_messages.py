"""What the server and its SPARQL process send each other: JSON with its length in four bytes before it."""

import struct
from typing import IO, Any

import orjson

Message = dict[str, Any]


def read_message(stream: IO[bytes]) -> Message | None:
    """The next message; None at the end."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    size = struct.unpack(">I", head)[0]
    data = stream.read(size)
    if len(data) < size:
        return None
    message: Message = orjson.loads(data)
    return message


def write_message(stream: IO[bytes], message: Message) -> None:
    """Send a message."""
    data = orjson.dumps(message)
    stream.write(struct.pack(">I", len(data)) + data)
    stream.flush()
