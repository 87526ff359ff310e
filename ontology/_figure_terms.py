"""What figures there are (`figures.toml`): source, unit, year, range, texts, and how several values become one."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from ontology.vocabulary import Scheme, parse_word


class Native(StrEnum):
    """Classifications in which figures are published."""

    SOC_2010 = "soc-2010"
    SOC_2018 = "soc-2018"
    ONET = "onet-soc-2019"
    ISCO = "isco-08"
    ESCO = "esco"


class Combine(StrEnum):
    """How the values of several source codes become one."""

    MEAN = "mean"
    ORDINAL = "ordinal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSource:
    """Where figures are published, and in which classification; `codes` are read as others, old -> new."""

    id: str
    title: str
    publisher: str
    url: str
    licence: str
    classification: Native
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTerm:
    """One figure.

    Attributes:
        year: reference year; None where it is that of the release in the store, see `years`.
        low, high: range that a value must lie in, both inclusive.
        onto: schemes whose occupations it may reach.
        words: for a scale of words, the source's own, lowest first: the first is 1.
        words_zh: the same in Chinese, by us.
        years: release -> year.
        lost: what can be lost before any crosswalk, per language; empty where nothing can be.
    """

    name: str
    source: FigureSource
    unit: str
    year: int | None
    low: float
    high: float
    combine: Combine
    onto: frozenset[Scheme]
    labels: Mapping[str, str]
    words: tuple[str, ...] = ()
    words_zh: tuple[str, ...] = ()
    years: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillShare:
    """How the share of a kind of skill is counted: weights, least known weight in [0, 1], figure -> collection."""

    essential: float
    optional: float
    least_known: float
    collections: Mapping[str, str]


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(resources.files("ontology").joinpath("figures.toml").read_text("utf-8"))


@cache
def figure_sources() -> Mapping[str, FigureSource]:
    """All sources by id."""
    return {
        name: FigureSource(id=name, **{**table, "classification": parse_word(Native, table["classification"])})
        for name, table in _document()["sources"].items()
    }


@cache
def figure_terms() -> Mapping[str, FigureTerm]:
    """All figures by name, in the order of the file."""
    return {
        name: FigureTerm(
            name=name, source=figure_sources()[table["source"]], unit=table["unit"], year=table.get("year"),
            low=float(table["low"]), high=float(table["high"]), combine=parse_word(Combine, table["combine"]),
            onto=frozenset(parse_word(Scheme, word) for word in table["onto"]),
            labels={"en": table["en"], "zh": table["zh"]}, words=tuple(table.get("words", ())),
            words_zh=tuple(table.get("words_zh", ())),
            years=table.get("years", {}), lost=table.get("lost", {}),
        )
        for name, table in _document()["figures"].items()
    }  # fmt: skip


@cache
def unit_labels() -> Mapping[str, Mapping[str, str]]:
    """Unit of a figure -> language -> what people read behind the number."""
    labels: dict[str, dict[str, str]] = _document()["units"]
    return labels


@cache
def skill_share() -> SkillShare:
    """The rule of the green and digital share."""
    return SkillShare(**_document()["skill_share"])
