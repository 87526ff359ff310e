"""What an evaluation answers: the verdict with its trace, amounts, dates and everything a person may ask about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ontology import Money, Verdict
from policy._rules import Citation, Status
from policy._values import Text, Value


class CannotSay(StrEnum):
    """Why a question has no answer although the facts are known."""

    CEILING_ONLY = "ceiling_only"
    NO_SOURCE = "no_source"
    EXPIRED = "expired"
    MISSING_FACTS = "missing_facts"


@dataclass(frozen=True, slots=True)
class UsedParameter:
    """A dated value that the evaluation read, with where it comes from."""

    id: str
    value: Value | None
    unit: str
    jurisdiction: str
    effective_from: date
    effective_to: date | None
    status: Status
    citation: Citation


class _TextsLater:
    """Keeps how the texts of a record are written, and of what, until somebody reads them."""

    __slots__ = ("_texts",)


@dataclass(frozen=True, slots=True)
class Condition(_TextsLater):
    """One leaf of the trace.

    Whether it is met was decided when it was made. What the person has and what the law needs may be put into words
    only when one of the four is read; the figures in them were kept.

    Attributes:
        have: what the person has, rendered; `unknown` where a fact is missing.
        need: what the law asks, rendered with its comparison, for example `>= 12`.
        have_text, need_text: the same in words, for example `10 months` and `at least 12 months`.
        met: true, false, or None for unknown.
        facts: ids of the facts that the condition reads.
        caseworker: an official judges this condition.
    """

    id: str
    text: Text
    have: str
    need: str
    met: bool | None
    citation: Citation
    status: Status
    facts: tuple[str, ...]
    caseworker: bool
    interpretation: Text | None
    have_text: Text
    need_text: Text

    def __getattr__(self, name: str) -> Any:
        """Write the texts; Python asks here only for what is not there yet."""
        if name not in CONDITION_TEXTS:
            raise AttributeError(f"A condition has no {name!r}.", name=name, obj=self)
        write, one, other = self._texts
        for field, text in zip(CONDITION_TEXTS, write(one, other), strict=True):
            object.__setattr__(self, field, text)
        return object.__getattribute__(self, name)


#: The fields of a condition that are written when they are read, in the order in which their writer gives them.
CONDITION_TEXTS = ("have", "need", "have_text", "need_text")


@dataclass(frozen=True, slots=True)
class AmountTier:
    """What is paid a month from `first_month` (1-based) up to but not including `end_month` (None: to the end)."""

    first_month: int
    end_month: int | None
    amount: Money


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something must be done; `due` is None when the fact that starts the clock is unknown."""

    id: str
    text: Text
    due: date | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Information:
    """Something worth knowing about a benefit that is no amount, date or condition; `topic` is a fixed word."""

    topic: str
    text: Text
    citation: Citation
    status: Status


@dataclass(frozen=True, slots=True)
class DerivedFact:
    """A fact that was not given and that the law of the place works out from others."""

    fact: str
    value: Value
    citation: Citation


@dataclass(frozen=True, slots=True)
class OtherReading:
    """What a sum or duration would be under another reading of its clause; None when facts are missing.

    Attributes:
        slot: the provision's name within the benefit.
        unit: the currency of a sum, or month, week or day.
        reading: official, adopted or candidate.
    """

    slot: str
    value: Value | None
    unit: str
    reading: str
    rationale: Text


@dataclass(frozen=True, slots=True)
class StopRule:
    """Events that end a benefit."""

    events: tuple[str, ...]
    text: Text
    citation: Citation


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer for one benefit, one person, one day, one place.

    Attributes:
        verdict: eligible, not_eligible or unknown; `cannot_say` says why unknown has nothing to do with the facts.
        possible: unknown, and the facts in `unknown_facts` decide.
        amount_per_month, amount_once: what is paid; None with a reason in `amount_cannot_say` and `amount_note`.
        amount_ceiling, duration_ceiling_months: the most that the law allows a region to give; never a grant.
        tiers: amounts by month of payment, at today's values.
        duration_months: granted months; of weeks, 12 months are 52.
        conditions: leaves of the trace in the order of the law.
        parameters: dated values that were read.
        confidence: high, medium (an unverified value or an interpretation took part) or low (the rule is unverified).
        unknown_facts: facts that would decide the verdict; `amount_unknown_facts` those that the sums lack.
        assumptions: facts that were missing and taken as stated in the rule, for the sums only.
        needs_caseworker: an official has to judge at least one open point.
        weekly_amount, weekly_amount_with_dependents, weeks, maximum_total, weekly_payable, waiting_weeks: for benefits
            paid by the week; `payable_for_weeks_claimed` what the weeks that are claimed bring.
        amount_per_day, duration_days: for benefits paid by the day.
        derived: facts that were worked out.  other_readings: sums under other readings of a disputed clause.
    """

    benefit_id: str
    name: Text
    kind: str
    jurisdiction: str
    verdict: Verdict
    reason: Text
    possible: bool
    cannot_say: CannotSay | None
    amount_per_month: Money | None
    amount_once: Money | None
    amount_ceiling: Money | None
    amount_cannot_say: CannotSay | None
    amount_note: Text | None
    tiers: tuple[AmountTier, ...]
    duration_months: Decimal | int | None
    duration_ceiling_months: Decimal | int | None
    duration_cannot_say: CannotSay | None
    duration_note: Text | None
    first_payment: date | None
    first_payment_note: Text | None
    weekly_amount: Money | None
    weeks: int | None
    maximum_total: Money | None
    weekly_payable: Money | None
    waiting_weeks: int | None
    weekly_amount_with_dependents: Money | None
    payable_for_weeks_claimed: Money | None
    amount_per_day: Money | None
    duration_days: int | None
    conditions: tuple[Condition, ...]
    parameters: tuple[UsedParameter, ...]
    citations: tuple[Citation, ...]
    status: Status | None
    confidence: str
    unknown_facts: tuple[str, ...]
    amount_unknown_facts: tuple[str, ...]
    assumptions: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    stops: tuple[str, ...]
    stop_rules: tuple[StopRule, ...]
    excludes: tuple[str, ...]
    requires: tuple[str, ...]
    feeds: tuple[str, ...]
    documents: tuple[Text, ...]
    authority: Text
    channel: tuple[Text, ...]
    processing_days: int | None
    needs_caseworker: bool
    information: tuple[Information, ...]
    derived: tuple[DerivedFact, ...]
    other_readings: tuple[OtherReading, ...]


def decision_to_json(decision: Decision) -> dict[str, object]:
    """The decision as JSON-representable data: keys are the field names, money is `{amount, currency}`."""
    return {name: _plain(getattr(decision, name)) for name in Decision.__slots__}


def _plain(value: object) -> object:
    """One value as JSON: exact numbers as text where a float could lose them."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Money):
        return {"amount": f"{value.amount:f}", "currency": value.currency}
    if isinstance(value, Citation):
        return citation_to_json(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | frozenset):
        return [_plain(item) for item in value]
    return {name: _plain(getattr(value, name)) for name in type(value).__slots__}  # type: ignore[attr-defined]


def citation_to_json(citation: Citation) -> dict[str, object]:
    """A citation as JSON: document, when it was issued, article, quoted clause, address, day of reading."""
    source = citation.source
    return {
        "source": source.id,
        "kind": source.kind,
        "doc_no": source.doc_no,
        "issued": source.issued or None,
        "title": dict(source.title),
        "article": citation.article,
        "quote": citation.quote,
        "url": source.url,
        "retrieved": source.retrieved.isoformat() if source.retrieved else None,
    }
