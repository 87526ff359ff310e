"""The table of assumed fact distributions, read strictly; `population/common.toml` explains its form."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import numpy as np

from embeddings.errors import PopulationError

#: A fact's value as a facts file writes it: dates are ISO text.
FactValue = str | bool | int | float
#: What a table may know of the person's occupation; drawn with the person, never handed to the rules.
TRAITS = ("occupation_flexible", "occupation_pay_cn", "occupation_pay_us")
#: Common facts first: the others look at them.
FILES = ("common", "cn", "us", "de", "fr")

_FIELDS = {"when", "yes", "shares", "between", "median", "spread", "limits", "scale", "at_most", "part_of", "less",
           "per", "times_of", "days_before", "days_after", "unknown"}  # fmt: skip
#: What says how a case is drawn; each case has exactly one of these, or `between` alone.
_KINDS = ("yes", "shares", "median", "part_of", "times_of", "days_before", "days_after", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One way that a fact is drawn; see `common.toml` for what each field means.

    Attributes:
        when: fact -> the values of which any will do; all facts must have one of theirs.
    """

    when: Mapping[str, tuple[FactValue, ...]] = field(default_factory=dict)
    yes: float | None = None
    shares: tuple[tuple[FactValue, float], ...] = ()
    between: tuple[float, float] | None = None
    median: float | None = None
    spread: float = 0.0
    limits: tuple[float, float] = (-np.inf, np.inf)
    scale: str = ""
    at_most: str = ""
    part_of: str = ""
    less: str = ""
    per: str = ""
    times_of: tuple[str, float] | None = None
    days_before: tuple[int, int] | None = None
    days_after: str = ""
    unknown: bool = False

    @property
    def looks_at(self) -> frozenset[str]:
        """The facts that a draw depends on."""
        times_of = self.times_of[0] if self.times_of else ""
        named = (self.scale, self.at_most, self.part_of, self.less, self.per, times_of, self.days_after)
        return frozenset({*self.when, *filter(None, named)})


@dataclass(frozen=True, slots=True)
class FactTable:
    """One fact: how it is drawn, and where that assumption is from."""

    id: str
    source: str
    integer: bool
    cases: tuple[Case, ...]

    @property
    def looks_at(self) -> frozenset[str]:
        """The facts that any case depends on."""
        return frozenset().union(*(case.looks_at for case in self.cases))


def read_population(text: str | None = None) -> tuple[FactTable, ...]:
    """Read the table of distributions; None reads the ones that ship with this room.

    Raises:
        PopulationError: an unknown field, shares that do not add up to 1, a fact that looks at one below it or is there
            twice.
    """
    return _shipped() if text is None else _read([text])


@cache
def _shipped() -> tuple[FactTable, ...]:
    folder = resources.files("embeddings").joinpath("population")
    return _read([folder.joinpath(f"{name}.toml").read_text("utf-8") for name in FILES])


def needed(tables: Sequence[FactTable], facts: frozenset[str]) -> tuple[FactTable, ...]:
    """The tables of the facts and of what their draws depend on, in order."""
    wanted = set(facts)
    for table in reversed(tables):
        if table.id in wanted:
            wanted |= table.looks_at
    return tuple(table for table in tables if table.id in wanted)


def _read(texts: Sequence[str]) -> tuple[FactTable, ...]:
    tables: dict[str, FactTable] = {}
    for text in texts:
        for raw in tomllib.loads(text)["fact"]:
            unknown = set(raw) - {"id", "source", "integer", "case"}
            if unknown or not raw.get("source"):
                raise PopulationError(f"The fact {raw.get('id')!r} has unknown fields {sorted(unknown)} or no source.")
            if raw["id"] in tables or raw["id"] in TRAITS:
                raise PopulationError(f"The fact {raw['id']!r} stands in the table twice.")
            cases = tuple(_case(raw["id"], entry, tables.keys() | set(TRAITS)) for entry in raw["case"])
            tables[raw["id"]] = FactTable(raw["id"], raw["source"], bool(raw.get("integer", False)), cases)
    return tuple(tables.values())


def _case(fact: str, raw: Mapping[str, object], above: set[str]) -> Case:
    kinds = [kind for kind in _KINDS if kind in raw]
    if set(raw) - _FIELDS or len(kinds) > 1 or (not kinds and "between" not in raw):
        raise PopulationError(f"A case of {fact!r} must be drawn in exactly one way, but has {sorted(raw)}.")
    fields: dict[str, object] = dict(raw)
    for name in ("between", "limits", "days_before"):
        if name in fields:
            fields[name] = _range(fact, fields[name])
    if "when" in fields:
        fields["when"] = {name: _any_of(value) for name, value in fields["when"].items()}  # type: ignore[attr-defined]
    if "times_of" in fields:
        fields["times_of"] = _times(fact, fields["times_of"])
    if "shares" in fields:
        shares = tuple((value, float(share)) for value, share in fields["shares"])  # type: ignore[attr-defined]
        if abs(sum(share for _, share in shares) - 1.0) > 1e-9:
            raise PopulationError(f"The shares of {fact!r} add up to {sum(share for _, share in shares):g}, not 1.")
        fields["shares"] = shares
    case = Case(**fields)  # type: ignore[arg-type]
    if case.yes is not None and not 0.0 <= case.yes <= 1.0:
        raise PopulationError(f"{case.yes} is no probability (fact {fact!r}).")
    if (case.part_of or case.times_of or case.days_after) and case.between is None:
        raise PopulationError(f"A case of {fact!r} depends on another fact's value and lacks `between`.")
    if case.looks_at - above:
        raise PopulationError(
            f"The fact {fact!r} looks at {sorted(case.looks_at - above)}, which must stand above it in the table."
        )
    return case


def _any_of(value: object) -> tuple[FactValue, ...]:
    return tuple(value) if isinstance(value, list) else (value,)  # type: ignore[return-value]


def _times(fact: str, raw: object) -> tuple[str, float]:
    if not isinstance(raw, list) or len(raw) != 2 or not isinstance(raw[0], str):
        raise PopulationError(f"{raw!r} is no fact and factor (fact {fact!r}).")
    return raw[0], float(raw[1])


def _range(fact: str, raw: object) -> tuple[float, float]:
    if not isinstance(raw, Sequence) or len(raw) != 2 or not raw[0] <= raw[1]:
        raise PopulationError(f"{raw!r} is no range of a lower and an upper end (fact {fact!r}).")
    return raw[0], raw[1]
