"""Values that several rooms share: money, spans of time, evidence and explanations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NewType

from ontology.errors import MoneyError, ShapeError
from ontology.ids import DocumentId

#: A number of calendar months, >= 0.
Months = NewType("Months", int)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount in one currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def times(self, factor: Decimal | int) -> "Money":
        """The amount `factor` times; the result is exact, round it where a law says how."""
        return Money(self.amount * factor, self.currency)

    def _same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise MoneyError(
                f"{self.currency} and {other.currency} cannot be put together.",
                hint="Convert one of them first, with a dated rate.",
            )


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` (inclusive) to `end` (exclusive); an `end` of None is open."""

    start: date
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement about a person or a posting comes from.

    Attributes:
        document: id of the document.
        start, end: character span in the document's normalised text, end exclusive.
        text: the characters of that span.
        confidence: in [0, 1], higher is surer.
        method: name and version of what found it, for example `label-match/1`.
    """

    document: DocumentId
    start: int
    end: int
    text: str
    confidence: float
    method: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """One named signal's part in a score.

    Attributes:
        signal: stable name of the signal; texts for people are looked up by it.
        value: the signal's value, in its own unit.
        points: what it adds to the score; may be negative.
    """

    signal: str
    value: float
    points: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score taken apart: `base` and all points add up to `score` (to 1e-9)."""

    score: float
    base: float
    contributions: tuple[Contribution, ...]

    def __post_init__(self) -> None:
        total = self.base + sum(part.points for part in self.contributions)
        if abs(total - self.score) > 1e-9:
            raise ShapeError(f"The contributions add up to {total!r}, but the score is {self.score!r}.")


def total(amounts: Iterable[Money], *, currency: str) -> Money:
    """Add up amounts of one currency; of none, zero."""
    result = Money(Decimal(0), currency)
    for amount in amounts:
        result = result + amount
    return result
