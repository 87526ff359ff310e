"""The thresholds of `figures.toml`, each with unit, source and status."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Figure:
    """A threshold or rate that an answer quotes."""

    id: str
    value: float
    unit: str
    source: Mapping[str, str]
    status: str
    currency: str = ""


@cache
def _figures() -> Mapping[str, Figure]:
    tables = tomllib.loads(resources.files("reasoning.finance").joinpath("figures.toml").read_text("utf-8"))
    return {name: Figure(id=name, **table) for name, table in tables.items()}


def figure(name: str) -> Figure:
    """A figure by its name in `figures.toml`."""
    return _figures()[name]
