"""The records of a concordance: the tables that go in, and the mappings that come out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ontology._classifications import Classification, Code
from ontology._relations import Relation


class CrosswalkRow(NamedTuple):
    """One row of a crosswalk table: what `source` is to `target`."""

    source: str
    target: str
    relation: Relation
    confidence: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Crosswalk:
    """One table between two classifications.

    Attributes:
        name: stable, for example `esco-onet`; steps of a path name it.
        rows: each pair once.
        version, licence, url: of the publication.
    """

    name: str
    source: Classification
    target: Classification
    rows: tuple[CrosswalkRow, ...] = field(repr=False)
    version: str
    licence: str
    url: str = ""


@dataclass(frozen=True)
class CodeList:
    """All codes of one classification.

    Attributes:
        titles: code -> title in English; "" where the list has none.
        notations: canonical code -> the code that people write, where that is another (ESCO).
    """

    classification: Classification
    titles: Mapping[str, str] = field(repr=False)
    notations: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class MappingStep:
    """One row of one table, read in the direction of the path."""

    source: Code
    target: Code
    relation: Relation
    confidence: float
    crosswalk: str


@dataclass(frozen=True, slots=True)
class MappingPath:
    """A chain of steps, with what follows from it.

    Attributes:
        steps: the first leaves the code asked about; none where a code is mapped to its own classification.
        relation: what the target is to the code asked about: BROAD means that the target is broader.
        confidence: in [0, 1]; higher is better. See `joined_confidence`.
    """

    steps: tuple[MappingStep, ...]
    relation: Relation
    confidence: float


@dataclass(frozen=True, slots=True)
class Loss:
    """What a mapping loses, counted over the tables of its best path and no others.

    Attributes:
        split: number of codes of the target classification among which the code asked about is divided; at least 1.
        collapsed: number of codes of its own classification that fall on this target, itself included; at least 1.
    """

    split: int
    collapsed: int

    @property
    def cardinality(self) -> str:
        """`1:1`, `n:1` (several codes become this one), `1:n` (this code is divided) or `n:m`.

        >>> Loss(split=1, collapsed=7).cardinality, Loss(split=3, collapsed=1).cardinality
        ('n:1', '1:n')
        """
        if self.split > 1 and self.collapsed > 1:
            return "n:m"
        return f"{'n' if self.collapsed > 1 else 1}:{'n' if self.split > 1 else 1}"


@dataclass(frozen=True, slots=True)
class MappedCode:
    """A code that the code asked about is mapped to.

    Attributes:
        target: the code; `notation` is how people write it and `title` its English title, "" if unknown.
        relation, confidence: of the best path.
        loss: of the best path.
        paths: best first. All of the fewest steps, and each longer one that says more than every shorter one; where
            a table states the match itself, only that.
    """

    target: Code
    notation: str
    title: str
    relation: Relation
    confidence: float
    loss: Loss
    paths: tuple[MappingPath, ...]


@dataclass(frozen=True, slots=True)
class CodeMapping:
    """Everything that a code is mapped to in one classification.

    Attributes:
        source: the code asked about, in canonical form.
        target: the classification asked for.
        found: strongest relation first, then highest confidence, fewest steps and code; empty where no chain of
            tables leads there, which is an answer.
    """

    source: Code
    notation: str
    title: str
    target: Classification
    found: tuple[MappedCode, ...]
