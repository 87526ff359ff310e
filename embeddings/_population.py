"""A population of assumed facts: the table of distributions, read strictly, and how one person is drawn from it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import resources

import numpy as np

from embeddings.errors import PopulationError

#: A fact's value as the policy room reads it: dates are ISO text.
FactValue = str | bool | int | float

_FIELDS = {"when", "yes", "shares", "between", "median", "spread", "limits", "part_of", "days_before", "days_after",
           "unknown"}  # fmt: skip
#: What says how a case is drawn; each case has exactly one of these, or `between` alone.
_KINDS = ("yes", "shares", "median", "part_of", "days_before", "days_after", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One way that a fact is drawn; see `population.toml` for what each field means."""

    when: Mapping[str, FactValue] = field(default_factory=dict)
    yes: float | None = None
    shares: tuple[tuple[FactValue, float], ...] = ()
    between: tuple[float, float] | None = None
    median: float | None = None
    spread: float = 0.0
    limits: tuple[float, float] = (-np.inf, np.inf)
    part_of: str = ""
    days_before: tuple[int, int] | None = None
    days_after: str = ""
    unknown: bool = False

    def holds(self, facts: Mapping[str, object]) -> bool:
        """Whether the facts so far are those that the case is for."""
        return all(facts.get(fact) == value for fact, value in self.when.items())

    def chance(self, value: object) -> float:
        """How likely a known value is; 1 for kinds whose values have no single probability (numbers, dates)."""
        if self.yes is not None:
            return self.yes if value is True else 1.0 - self.yes
        if self.shares and any(value == shared for shared, _ in self.shares):
            return next(share for shared, share in self.shares if shared == value)
        # A number between the listed ones is possible, an unlisted word nearly is not.
        return 0.01 if self.shares else 1.0

    def draw(self, facts: Mapping[str, object], rng: np.random.Generator, *, on: date) -> FactValue | None:
        """One value; None where it stays unknown, because the case says so or what it looks at is unknown."""
        if self.yes is not None:
            return bool(rng.random() < self.yes)
        if self.shares:
            cut = np.cumsum([share for _, share in self.shares])
            place = min(int(np.searchsorted(cut, rng.random() * cut[-1], side="right")), len(self.shares) - 1)
            return self.shares[place][0]
        if self.median is not None:
            return float(np.clip(self.median * np.exp(self.spread * rng.standard_normal()), *self.limits))
        if self.days_before is not None:
            earliest, latest = self.days_before
            return (on - timedelta(days=int(rng.integers(earliest, latest + 1)))).isoformat()
        if self.unknown or self.between is None:
            return None
        low, high = self.between
        if self.days_after:
            return _days_after(facts.get(self.days_after), int(rng.integers(int(low), int(high) + 1)), on=on)
        number = float(rng.uniform(low, high))
        if not self.part_of:
            return number
        whole = facts.get(self.part_of)
        return number * float(whole) if isinstance(whole, int | float) else None


@dataclass(frozen=True, slots=True)
class FactTable:
    """One fact: how it is drawn, and where that assumption is from."""

    id: str
    source: str
    integer: bool
    cases: tuple[Case, ...]

    def case(self, facts: Mapping[str, object]) -> Case | None:
        """The first case whose condition holds."""
        return next((case for case in self.cases if case.holds(facts)), None)

    def draw(self, facts: Mapping[str, object], rng: np.random.Generator, *, on: date) -> FactValue | None:
        """One value of the fact, whole if the fact is; None if it stays unknown."""
        case = self.case(facts)
        value = None if case is None else case.draw(facts, rng, on=on)
        if isinstance(value, float):
            # Down, so that parts of a whole never add up to more than the whole.
            return int(np.floor(value)) if self.integer else round(value, 2)
        return value


def read_population(text: str | None = None) -> tuple[FactTable, ...]:
    """Read the table of distributions; None reads the one that ships with this room.

    Raises:
        PopulationError: an unknown field, shares that do not add up to 1, a fact that looks at one below it.
    """
    if text is None:
        text = resources.files("embeddings").joinpath("population.toml").read_text("utf-8")
    tables: list[FactTable] = []
    for raw in tomllib.loads(text)["fact"]:
        unknown = set(raw) - {"id", "source", "integer", "case"}
        if unknown or not raw.get("source"):
            raise PopulationError(f"The fact {raw.get('id')!r} has unknown fields {sorted(unknown)} or no source.")
        above = {table.id for table in tables}
        cases = tuple(_case(raw["id"], entry, above) for entry in raw["case"])
        tables.append(FactTable(raw["id"], raw["source"], bool(raw.get("integer", False)), cases))
    return tuple(tables)


def _case(fact: str, raw: Mapping[str, object], above: set[str]) -> Case:
    kinds = [kind for kind in _KINDS if kind in raw]
    if set(raw) - _FIELDS or len(kinds) > 1 or (not kinds and "between" not in raw):
        raise PopulationError(f"A case of {fact!r} must be drawn in exactly one way, but has {sorted(raw)}.")
    fields: dict[str, object] = dict(raw)
    for name in ("between", "limits", "days_before"):
        if name in fields:
            fields[name] = _range(fact, fields[name])
    if "shares" in fields:
        shares = tuple((value, float(share)) for value, share in fields["shares"])  # type: ignore[attr-defined]
        if abs(sum(share for _, share in shares) - 1.0) > 1e-9:
            raise PopulationError(f"The shares of {fact!r} add up to {sum(share for _, share in shares):g}, not 1.")
        fields["shares"] = shares
    case = Case(**fields)  # type: ignore[arg-type]
    if case.yes is not None and not 0.0 <= case.yes <= 1.0:
        raise PopulationError(f"{case.yes} is no probability (fact {fact!r}).")
    looked_at = {*case.when, *filter(None, (case.part_of, case.days_after))}
    if looked_at - above:
        raise PopulationError(
            f"The fact {fact!r} looks at {sorted(looked_at - above)}, which must stand above it in the table."
        )
    return case


def _range(fact: str, raw: object) -> tuple[float, float]:
    if not isinstance(raw, Sequence) or len(raw) != 2 or not raw[0] <= raw[1]:
        raise PopulationError(f"{raw!r} is no range of a lower and an upper end (fact {fact!r}).")
    return raw[0], raw[1]


def _days_after(start: object, days: int, *, on: date) -> str | None:
    if not isinstance(start, str):
        return None
    return min(date.fromisoformat(start) + timedelta(days=days), on).isoformat()
