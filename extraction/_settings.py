"""Tables that steer extraction, read once from the data files beside this module."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Matching:
    """`data/matching.toml`: confidence per kind of match, factors, thresholds."""

    version: int
    kind: dict[str, float]
    factor: dict[str, float]
    limits: dict[str, float]


@lru_cache(maxsize=1)
def matching() -> Matching:
    """The confidence table."""
    return Matching(**table("matching.toml"))


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that are never a mention alone."""
    return frozenset(table("words.toml")["stop"])


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, Any]:
    """One TOML file of this room's `data`."""
    return tomllib.loads(files("extraction").joinpath("data", name).read_text(encoding="utf-8"))
