"""What the eligibility model sees of people: known facts as numbers, their place, their occupation's vector."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings._population_columns import FactArray
from embeddings.errors import ModelFileError

Table = NDArray[np.float32]
#: Thresholds of a number: its quantiles in the training people.
_QUANTILES = 10
_KINDS = ("yes_no", "words", "number", "days")


@dataclass(frozen=True, slots=True)
class FactFeature:
    """How one fact is seen; an unknown fact is all zeros.

    Attributes:
        kind: yes_no (is true, is false), words (one of them), number or days before the question (known, the
            standardised logarithm, and whether each cut is reached).
        words: of `words`. cuts, mean, scale: of numbers; mean and scale are of log(1 + max(number, 0)).
    """

    id: str
    kind: str
    words: tuple[str, ...] = ()
    cuts: tuple[float, ...] = ()
    mean: float = 0.0
    scale: float = 1.0

    @classmethod
    def of(cls, name: str, column: FactArray, on: date) -> "FactFeature":
        """From the training people."""
        values = column.values[column.known]
        if values.dtype.kind == "b":
            return cls(name, "yes_no")
        if values.dtype.kind == "U":
            return cls(name, "words", words=tuple(sorted(set(values.tolist()))))
        kind = "days" if values.dtype.kind == "M" else "number"
        numbers = _numbers(values, on)
        if not len(numbers):
            return cls(name, kind)
        cuts = np.unique(np.quantile(numbers, np.arange(1, _QUANTILES) / _QUANTILES).round(4))
        logs = np.log1p(np.maximum(numbers, 0.0))
        return cls(name, kind, (), tuple(cuts.tolist()), float(logs.mean()), float(max(logs.std(), 1e-3)))

    @property
    def width(self) -> int:
        """How many numbers the fact becomes."""
        return {"yes_no": 2, "words": len(self.words)}.get(self.kind, 2 + len(self.cuts))

    def encode(self, column: FactArray, on: date) -> Table:
        """Shape (n, width)."""
        known = column.known
        found = np.zeros((len(known), self.width), dtype=np.float32)
        if not known.any():
            return found
        expected = {"yes_no": "b", "words": "U", "number": "f", "days": "M"}[self.kind]
        if column.values.dtype.kind != expected:
            raise ModelFileError(
                f"The model knows {self.id} as {self.kind}, but it came as {column.values.dtype}.",
                hint="Train again with `make train`: the fact's type has changed.",
                fact=self.id,
            )
        if self.kind == "yes_no":
            found[:, 0], found[:, 1] = known & column.values, known & ~column.values
        elif self.kind == "words":
            for place, word in enumerate(self.words):
                found[:, place] = known & (column.values == word)
        else:
            numbers = _numbers(column.values, on)
            logs = (np.log1p(np.maximum(numbers, 0.0)) - self.mean) / self.scale
            found[:, 0] = known
            found[:, 1] = np.where(known, np.clip(logs, -4.0, 4.0), 0.0)
            for place, cut in enumerate(self.cuts, 2):
                found[:, place] = known & (numbers >= cut)
        return found


@dataclass(frozen=True, slots=True)
class FeatureSpace:
    """All features of a country's people, in order: facts, place, occupation (known, vector)."""

    facts: tuple[FactFeature, ...]
    places: tuple[str, ...]
    dimensions: int

    @property
    def width(self) -> int:
        """Numbers per person."""
        return sum(fact.width for fact in self.facts) + len(self.places) + 1 + self.dimensions

    def encode(self, people: Mapping[str, FactArray], place: str, vectors: Table | None, on: date, size: int) -> Table:
        """Shape (size, width). Facts that the space lacks are passed over.

        Args:
            vectors: the occupations', shape (size, dimensions); a row of NaN, or None for all: not known.
        """
        found = np.zeros((size, self.width), dtype=np.float32)
        start = 0
        for fact in self.facts:
            if fact.id in people:
                found[:, start : start + fact.width] = fact.encode(people[fact.id], on)
            start += fact.width
        if place in self.places:
            found[:, start + self.places.index(place)] = 1.0
        start += len(self.places)
        if vectors is not None:
            known = ~np.isnan(vectors[:, 0])
            found[:, start] = known
            found[known, start + 1 :] = vectors[known]
        return found


def features_of(people: Sequence[Mapping[str, FactArray]], on: date) -> tuple[FactFeature, ...]:
    """A feature for each fact that anybody has, from the first lot of people that has it."""
    found: dict[str, FactFeature] = {}
    for lot in people:
        for name, column in lot.items():
            if name not in found and column.known.any():
                found[name] = FactFeature.of(name, column, on)
    return tuple(found[name] for name in sorted(found))


def feature_to_json(feature: FactFeature) -> dict[str, object]:
    """A feature as data."""
    return {
        "id": feature.id,
        "kind": feature.kind,
        "words": list(feature.words),
        "cuts": list(feature.cuts),
        "mean": feature.mean,
        "scale": feature.scale,
    }


def feature_from_json(raw: Mapping[str, Any]) -> FactFeature:
    """A feature back from data; KeyError, TypeError or ValueError where it is none."""
    if raw["kind"] not in _KINDS:
        raise ValueError(f"unknown kind {raw['kind']!r}")
    cuts = tuple(float(cut) for cut in raw["cuts"])
    return FactFeature(
        str(raw["id"]), str(raw["kind"]), tuple(map(str, raw["words"])), cuts, float(raw["mean"]), float(raw["scale"])
    )


def _numbers(values: NDArray[Any], on: date) -> NDArray[np.float64]:
    if values.dtype.kind == "M":
        return (np.datetime64(on, "D") - values).astype("m8[D]").astype(np.float64)
    return values.astype(np.float64)
