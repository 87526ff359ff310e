"""JSON with exact decimals: a strict reader, a writer that keeps digits as they stand, and digests.

A digest is taken over the canonical form: UTF-8, keys sorted by code point, no white space, numbers in plain decimal
notation without trailing zeros. A program that only re-indents a record or writes 0.8 for 0.80 leaves it intact.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from policy.errors import RecordFormatError


def canonical(value: object) -> str:
    """The canonical form of JSON data.

    >>> canonical({"b": Decimal("0.80"), "a": [True, None]})
    '{"a":[true,null],"b":0.8}'
    """
    return _write(value, _plain_number, None, "")


def digest(value: object) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def to_text(value: object) -> str:
    """JSON for a file: indented by one space, keys in the order given, decimals with the digits that they have."""
    return _write(value, lambda number: f"{number:f}", "\n", "") + "\n"


def from_text(data: bytes) -> Any:
    """Read JSON strictly: decimals exact, no key twice, no NaN, at most as deep as a record can be.

    Raises:
        RecordFormatError: it is none, or is cut short.
    """
    try:
        return json.loads(
            data.removeprefix(b"\xef\xbb\xbf").decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        raise _broken(f"it is not UTF-8 (byte {error.start})") from error
    except json.JSONDecodeError as error:
        raise _broken(f"it is no JSON, or was cut short, at line {error.lineno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or brackets nested without end.
        raise _broken(str(error)) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _broken(f"the key {key!r} stands twice")
        found[key] = value
    return found


def _refuse_constant(name: str) -> None:
    raise _broken(f"{name} is no number of JSON")


def _broken(why: str) -> RecordFormatError:
    return RecordFormatError(
        f"The file cannot be read as a decision record: {why}.",
        hint="Get the whole file again from where it was written.",
    )


def _plain_number(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _write(value: object, number: Any, line: str | None, margin: str) -> str:
    """One value; `line` is None for the canonical form (sorted, no white space)."""
    if isinstance(value, Decimal):
        return str(number(value))
    if isinstance(value, float):
        return str(number(Decimal(str(value))))
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    if value is None or isinstance(value, bool | int | str):
        return json.dumps(value, ensure_ascii=False)
    inner = margin + " "
    if isinstance(value, Mapping):
        items = sorted(value.items()) if line is None else list(value.items())
        colon = ":" if line is None else ": "
        parts = [
            f"{json.dumps(str(key), ensure_ascii=False)}{colon}{_write(item, number, line, inner)}"
            for key, item in items
        ]
        return _join("{", parts, "}", line, margin)
    if isinstance(value, list | tuple):
        return _join("[", [_write(item, number, line, inner) for item in value], "]", line, margin)
    raise TypeError(f"{type(value).__name__} is no JSON data")


def _join(opening: str, parts: list[str], closing: str, line: str | None, margin: str) -> str:
    if not parts:
        return opening + closing
    if line is None:
        return opening + ",".join(parts) + closing
    inner = f",{line}{margin} ".join(parts)
    return f"{opening}{line}{margin} {inner}{line}{margin}{closing}"
