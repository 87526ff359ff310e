"""JSON out: orjson, with the few types of ours that it does not know."""

from collections.abc import Mapping
from decimal import Decimal

import orjson


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form.")


def dump(value: object) -> bytes:
    """Write a value as JSON; exact numbers become text, dates YYYY-MM-DD, numpy numbers plain ones."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS)


def dump_text(value: object) -> str:
    """`dump` as text."""
    return dump(value).decode()
