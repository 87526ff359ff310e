"""Global ids and cursors of Relay: opaque to callers, plain base64 to us."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error

from api.errors import CursorError

NODE_KINDS = ("Occupation", "Skill", "Course", "Benefit")


def global_id(kind: str, key: str) -> str:
    """Make the global id of a node.

    >>> global_id("Skill", "starter:skill/excel")
    'U2tpbGw6c3RhcnRlcjpza2lsbC9leGNlbA'
    """
    return urlsafe_b64encode(f"{kind}:{key}".encode()).decode().rstrip("=")


def split_id(text: str) -> tuple[str, str]:
    """Read a global id into kind and key; anything that is none is a key of unknown kind ("").

    >>> split_id("U2tpbGw6c3RhcnRlcjpza2lsbC9leGNlbA"), split_id("4-02-07-10")
    (('Skill', 'starter:skill/excel'), ('', '4-02-07-10'))
    """
    try:
        plain = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)).decode()
    except (Base64Error, UnicodeError):
        return "", text
    kind, colon, key = plain.partition(":")
    if colon and kind in NODE_KINDS and global_id(kind, key) == text.rstrip("="):
        return kind, key
    return "", text


def key_of(text: str) -> str:
    """The key in a global id, or the text itself when it is a plain key."""
    return split_id(text)[1]


def cursor(snapshot: str, position: int) -> str:
    """Make the cursor of a place in a list of one state of the graph."""
    return urlsafe_b64encode(f"{snapshot}|{position}".encode()).decode().rstrip("=")


def read_cursor(text: str, snapshot: str) -> int:
    """Read a cursor back into the position it stands for.

    Raises:
        CursorError: it is no cursor, or one of another state of the graph, whose places mean nothing here.
    """
    try:
        plain = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)).decode()
        state, _, position = plain.rpartition("|")
        place = int(position)
    except (Base64Error, ValueError) as error:
        raise CursorError(f"{text!r} is not a cursor.", hint="Pass an `endCursor` of an earlier page.") from error
    if state != snapshot or place < 0:
        raise CursorError(
            "The cursor belongs to another state of the graph, so its place means nothing now.",
            hint="Begin again without `after`.",
        )
    return place
