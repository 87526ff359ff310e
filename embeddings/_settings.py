"""The room's own figures, read once from `settings.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class NearnessSettings:
    """How near two skills are; see the file for each figure's reason."""

    lengths: tuple[int, ...]
    max_share: float
    neighbours: int
    floor: float
    exponent: float


@dataclass(frozen=True, slots=True)
class TextSettings:
    """Which features of titles and descriptions are too common to keep (share of texts)."""

    title_max_share: float
    description_max_share: float


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """Shape of the propagated vectors."""

    dimensions: int
    hops: int
    restart: float
    power_iterations: int


@dataclass(frozen=True, slots=True)
class ScorerSettings:
    """How the scorer is fitted and at what base rate it speaks."""

    base_rate: float
    ridge: float
    prior: float
    test_share: float
    folds: int
    least_moves: int
    telling_from: float
    powers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RequirementSettings:
    """How requirements are learned from hand-written lists."""

    ridge: float
    ridge_of_all: float
    weight_ridge: float
    folds: int
    seed: int
    least_lists: int
    least: float
    essential_from: float


@dataclass(frozen=True, slots=True)
class Settings:
    """All of `settings.toml`."""

    nearness: NearnessSettings
    texts: TextSettings
    network: NetworkSettings
    scorer: ScorerSettings
    requirements: RequirementSettings


@cache
def settings() -> Settings:
    """Read `settings.toml`; an unknown or missing key raises `TypeError`, since the file ships with the code."""
    raw = tomllib.loads(resources.files("embeddings").joinpath("settings.toml").read_text("utf-8"))
    nearness = dict(raw.pop("nearness"))
    nearness["lengths"] = tuple(nearness["lengths"])
    return Settings(
        nearness=NearnessSettings(**nearness),
        texts=TextSettings(**raw.pop("texts")),
        network=NetworkSettings(**raw.pop("network")),
        scorer=ScorerSettings(**raw.pop("scorer")),
        requirements=RequirementSettings(**raw.pop("requirements")),
        **raw,
    )
