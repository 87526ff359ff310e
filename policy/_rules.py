"""Frozen records of the rule base: sources and citations, dated parameters, benefits and their provisions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from policy._expression import Expression, Scope
from policy._values import Text, Value

#: Writes have and need of a condition, see `policy._spelling`.
Describer = Callable[[Scope], tuple[str, str]]
#: The same in the words of the fact schema, see `policy._wording`.
Wording = Callable[[Scope], tuple[Text, Text]]


class Status(StrEnum):
    """How far a rule or value may be relied on, from firm to void."""

    IN_FORCE = "in_force"
    DISPUTED = "disputed"
    UNVERIFIED = "unverified"
    EXPIRED = "expired"


class Role(StrEnum):
    """Whether a computed value is what a person gets, or only the most that a law allows a region to give."""

    GRANT = "grant"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True)
class Source:
    """A legal text or publication.

    Attributes:
        kind: `law` (text read), `data` (official publication seen through public data), `secondary`, `memory`.
        doc_no: document number; empty when it is not known, or when the text bears none (see `bears_no`).
        sha256: hash of the text that was read; empty when none was.
        supersedes: older sources, each with the article that this one replaces (empty: all of it).
        issued: day (YYYY-MM-DD), month (YYYY-MM) or year (YYYY) of issue or publication; empty as for `doc_no`.
        bears_no: what a file says `none` of: `doc_no`, `issued`. That is known, unlike a field which is left out.
    """

    id: str
    kind: str
    doc_no: str
    title: Text
    url: str
    retrieved: date | None
    sha256: str
    supersedes: tuple[tuple[str, str], ...] = ()
    issued: str = ""
    bears_no: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where in a source a rule or value stands; `quote` is copied from the text, at most two lines."""

    source: Source
    article: str
    quote: str


class Dated(Protocol):
    """Something valid from a day (inclusive) to a day (exclusive; None is open), as known over a span of the same form.

    Validity says what was in force; knowledge says when we held it so. A correction closes the old row's knowledge.
    """

    @property
    def effective_from(self) -> date: ...
    @property
    def effective_to(self) -> date | None: ...
    @property
    def known_from(self) -> date: ...
    @property
    def known_to(self) -> date | None: ...
    @property
    def silent_before(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One dated value of a parameter in one jurisdiction; a table is a tuple of (lower bound inclusive, value)."""

    parameter: str
    jurisdiction: str
    effective_from: date
    effective_to: date | None
    value: Value | tuple[tuple[Value, Value], ...]
    status: Status
    citation: Citation
    known_from: date
    known_to: date | None
    note: Text | None = None
    formula: Expression | None = None
    silent_before: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named value that the law sets and changes; the rows of all jurisdictions together.

    Attributes:
        role: value, ceiling, floor, ratio, formula or index; a ceiling is only the most that may be set.
    """

    id: str
    name: Text
    unit: str
    shape: str
    role: str = "value"


@dataclass(frozen=True, slots=True)
class Derivation:
    """How the law of a jurisdiction works a fact out from others (who counts as a dependent, say)."""

    fact: str
    jurisdiction: str
    effective_from: date
    effective_to: date | None
    value: Expression
    citation: Citation
    known_from: date
    known_to: date | None
    silent_before: bool = False


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of a clause than the one that the provision adopts."""

    value: Expression
    status: str
    rationale: Text


@dataclass(frozen=True, slots=True)
class Edition:
    """Which rules these are.

    Attributes:
        version: raised with every change that can alter an answer.
        recorded: day from which rows without a day of their own count as known.
        language: version of the rule language.
        digest: SHA-256 of all rule and fact files; changes with any byte of them.
    """

    version: str
    recorded: date
    language: str
    digest: str


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How an unclear clause was read: `official`, `adopted` by us, or `candidate`; with the reason."""

    status: str
    rationale: Text


@dataclass(frozen=True, slots=True)
class ConditionRule:
    """One condition of an eligibility rule, with the clause that sets it.

    Attributes:
        caseworker: true when the law leaves the judgement to an official; the fact is then only the person's view.
        describe: writes what the person has and what the law needs; `word` the same in words.
        monetary: about wages, hours or contributions.
    """

    id: str
    text: Text
    test: Expression
    citation: Citation
    status: Status
    caseworker: bool
    interpretation: Interpretation | None
    describe: Describer
    word: Wording
    monetary: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions joined by `all` or `any`; a member is a further group or the index of a condition."""

    mode: str
    members: tuple["Group | int", ...]


#: Which sum a provision gives, by its kind and its period or unit.
_OUTPUTS = {
    ("amount", "month"): "per_month",
    ("amount", "once"): "once",
    ("amount", "week"): "weekly",
    ("amount", "week_with_dependents"): "weekly_with_dependents",
    ("amount", "week_payable"): "weekly_payable",
    ("amount", "total"): "maximum_total",
    ("amount", "day"): "per_day",
    ("duration", "month"): "duration_months",
    ("duration", "week"): "weeks",
    ("duration", "day"): "days",
}


@dataclass(frozen=True, slots=True)
class Provision:
    """A dated piece of a benefit's law. A nearer jurisdiction's provision of the same slot replaces the farther one.

    Attributes:
        slot: name within the benefit, for example `eligibility` or `monthly`.
        kind: eligibility, amount, duration, first_payment, stop, deadline, stacking or information.
        event: the day on which validity of this provision and its parameters is judged.
        silent_before: the place had rules before this one that we do not hold, so its parent does not step in.
        details: what only this kind has (period, months, events, days, texts), already parsed.
    """

    benefit: str
    slot: str
    kind: str
    jurisdiction: str
    effective_from: date
    effective_to: date | None
    status: Status
    citation: Citation
    event: Expression
    known_from: date
    known_to: date | None
    role: Role = Role.GRANT
    value: Expression | None = None
    conditions: tuple[ConditionRule, ...] = ()
    group: Group | None = None
    note: Text | None = None
    interpretation: Interpretation | None = None
    alternatives: tuple[Alternative, ...] = ()
    silent_before: bool = False
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def output(self) -> str:
        """The sum that this provision gives (a field of `policy._sums.Sums`); empty for one that gives none."""
        if self.kind == "first_payment":
            return self.kind
        return _OUTPUTS.get((self.kind, str(self.details.get("period") or self.details.get("unit"))), "")


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit as the rule files describe it.

    Attributes:
        kind: insurance, subsidy, allowance, lump_sum, loan, recognition (a status that other benefits need) or
            programme (services instead of money).
        requires: benefits that must be held for this one; `feeds`: benefits that this one opens.
        excludes: benefits that cannot be drawn in the same month.
        processing_days: working days that the law or practice allows; None when no source says.
    """

    id: str
    name: Text
    kind: str
    jurisdiction: str
    authority: Text
    channel: tuple[Text, ...]
    documents: tuple[Text, ...]
    processing_days: int | None
    excludes: tuple[str, ...]
    requires: tuple[str, ...]
    feeds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A country, province, state or city with its parent."""

    code: str
    parent: str | None
    name: Text


_Row = TypeVar("_Row", bound=Dated)


@dataclass(frozen=True, slots=True)
class Lookup(Generic[_Row]):
    """Outcome of looking for the row of a day: a row, or why there is none (`expired` or `no_source`)."""

    row: _Row | None
    missing: str


def row_on(layers: tuple[tuple[_Row, ...], ...], day: date) -> "Lookup[_Row]":
    """Find the row valid on a day, nearest jurisdiction first.

    A jurisdiction whose rows all start later does not yet speak, so its parent does. One whose last row has ended
    has spoken and fallen silent: the answer is `expired`, never the parent's row and never the ended row. One whose
    first row says `silent_before` had rules that we do not hold: `no_source`.

    Args:
        layers: the rows of each jurisdiction of the chain, nearest first, each sorted by date.
        day: the event date.
    """
    for rows in layers:
        started = [row for row in rows if row.effective_from <= day]
        if not started:
            if rows[0].silent_before:
                break
            continue
        latest = started[-1]
        if latest.effective_to is None or day < latest.effective_to:
            return Lookup(latest, "")
        return Lookup(None, "expired")
    return Lookup(None, "no_source")
