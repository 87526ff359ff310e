"""Making frozen records quickly.

The constructor of a frozen dataclass stores each field through `object.__setattr__`, which costs as much as deciding
what stands in it: of a `Decision` with over fifty fields, 9 microseconds. A builder fills a plain twin of the class,
whose slots lie the same, and then turns the twin into the record. The record is frozen like any other.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, TypeVar, cast

_Record = TypeVar("_Record")


def builder(record: type[_Record], *, later: tuple[str, ...] = (), instead: str = "") -> Callable[..., _Record]:
    """A function that makes records of a frozen dataclass with slots; it takes what the constructor takes.

    Args:
        record: its defaults must be plain values: a default factory or `__post_init__` would be passed over.
        later: fields that are left empty, for a record that fills them when they are read.
        instead: a slot of its base that is filled in their place, given last.
    Raises:
        TypeError: the class has one of these, or no slots.
    """
    every = fields(cast(Any, record))
    listed = [item for item in every if item.name not in later]
    if hasattr(record, "__post_init__") or any(item.default_factory is not MISSING for item in listed):
        raise TypeError(f"{record.__name__} works out fields when it is made, so it needs its own constructor.")
    names = [item.name for item in listed]
    twin = type(record.__name__, record.__bases__, {"__slots__": tuple(item.name for item in every)})
    known: dict[str, Any] = {"twin": twin, "record": record}
    parameters = []
    for number, item in enumerate(listed):
        if item.default is MISSING:
            parameters.append(item.name)
        else:
            known[f"default{number}"] = item.default
            parameters.append(f"{item.name}=default{number}")
    if instead:
        names.append(instead)
        parameters.append(instead)
    lines = [f"def build({', '.join(parameters)}):", " made = twin()"]
    lines += [f" made.{name} = {name}" for name in names]
    lines += [" made.__class__ = record", " return made"]
    # The names are those of a dataclass of ours.
    exec("\n".join(lines), known)  # noqa: S102
    build: Callable[..., _Record] = known["build"]
    build(*[None] * len(names))  # A class whose slots lie otherwise fails here and not in the middle of a decision.
    return build
