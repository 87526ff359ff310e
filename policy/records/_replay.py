"""Re-evaluating a decision record: from the rules inside it, and on the rules of today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

from policy._base import RuleBase
from policy._facts import read_facts
from policy._values import Text
from policy.errors import PolicyError, RecordAlteredError, RecordFormatError, RecordRulesError
from policy.records._changes import RuleChange, rule_changes
from policy.records._compare import Difference, differences
from policy.records._documents import load_documents, rule_documents
from policy.records._make import answers
from policy.records._record import DecisionRecord
from policy.records._words import CAUSES


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a replay may differ: a stable code, a sentence, and the parts of it as data."""

    code: str
    text: Text
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Today:
    """The same question on the rules of today.

    Attributes:
        differences: what would be different; `gone`: benefits and facts that the rules of today no longer have.
        changes: clauses and values of the record that were changed or removed since, and newer ones beside them.
    """

    edition: str
    digest: str
    differences: tuple[Difference, ...]
    gone: tuple[str, ...]
    changes: tuple[RuleChange, ...]

    @property
    def same(self) -> bool:
        """Whether the answer and its trace would be the same today."""
        return not self.gone and all(item.kind == "wording" for item in self.differences)


@dataclass(frozen=True, slots=True)
class Replay:
    """What re-evaluation of a record gave.

    Attributes:
        outcome: `same`; `differs` (the engine of today answers otherwise from the same rules and facts); `altered`
            (the file was changed after it was written; it is evaluated all the same).
        causes: what explains or limits the outcome.
        differences: where the answer or its trace differs from the recorded one; `wording`: texts that differ.
    """

    outcome: str
    digest: str
    causes: tuple[Cause, ...]
    differences: tuple[Difference, ...]
    wording: tuple[Difference, ...]
    today: Today | None


def replay(record: DecisionRecord, *, today: RuleBase | None = None, directory: Path | None = None) -> Replay:
    """Re-evaluate a record from the rules that it carries, and compare verdicts, sums, dates and trace.

    Args:
        today: the rule base of today, for what would be different now; None leaves that out.
        directory: where `today` was loaded from; by default the shipped rules.
    Raises:
        RecordAlteredError: the record was changed so that it cannot be evaluated any more.
        RecordRulesError: its rules cannot be read, and it was not changed: they need another engine.
        RecordFormatError: its facts or its day cannot be read.
    """
    altered = record.altered
    try:
        found = _again(record)
    except PolicyError as error:
        if not altered:
            raise
        raise RecordAlteredError(
            f"The record was changed after it was written ({', '.join(altered)}), and can no longer be evaluated: "
            f"{error.message}",
            hint="Get the record again from where it was written.",
            parts=list(altered),
            cause=error.code,
        ) from error
    every = [item for benefit in record.benefits for item in _compare(record, benefit, found.get(benefit))]
    differing = tuple(item for item in every if item.kind != "wording")
    return Replay(
        outcome="altered" if altered else "differs" if differing else "same",
        digest=record.digest,
        causes=tuple(_causes(record, altered)),
        differences=differing,
        wording=tuple(item for item in every if item.kind == "wording"),
        today=_on_today(record, today, directory) if today else None,
    )


def _again(record: DecisionRecord) -> dict[str, dict[str, Any]]:
    rules = load_documents(record.document["rules"]["documents"])
    on, known_at = _days(record)
    raw = {fact["id"]: fact["value"] for fact in record.document["facts"]}
    try:
        read_facts(raw, rules.facts, rules.contradictions)
    except PolicyError as error:
        raise RecordFormatError(
            f"A fact of the record cannot be read: {error.message}",
            hint="Get the record again from where it was written.",
            cause=error.code,
        ) from error
    place = record.document["question"]["jurisdiction"]
    try:
        found = answers(rules, raw, record.benefits, on=on, jurisdiction=place, known_at=known_at)
    except PolicyError as error:
        raise RecordRulesError(
            f"The rules inside the record do not answer its question: {error.message}",
            hint="Get the record again from where it was written.",
            cause=error.code,
        ) from error
    return {item["benefit_id"]: item for item in found}


def _days(record: DecisionRecord) -> tuple[date, date | None]:
    question = record.document["question"]
    try:
        known_at = question["known_at"]
        return date.fromisoformat(question["on"]), date.fromisoformat(known_at) if known_at else None
    except ValueError as error:
        raise RecordFormatError(
            f"The record asks about a day that does not exist: {question['on']}, {question['known_at']}.",
            hint="Get the record again from where it was written.",
        ) from error


def _compare(record: DecisionRecord, benefit: str, found: Mapping[str, Any] | None) -> list[Difference]:
    recorded = record.decision(benefit)
    if recorded is None or found is None:
        return [Difference(benefit, "verdict", "answer", recorded and recorded["verdict"], found and found["verdict"])]
    return differences(recorded, found)


def _causes(record: DecisionRecord, altered: tuple[str, ...]) -> list[Cause]:
    causes = []
    engine = metadata.version("pathloom")
    written = record.document["engine"]["version"]
    if altered:
        details = {"parts": list(altered)}
        causes.append(_cause("RECORD_ALTERED", details, parts=", ".join(altered)))
    if written != engine:
        causes.append(_cause("ENGINE_CHANGED", {"recorded": written, "now": engine}, recorded=written, now=engine))
    missing = [benefit for benefit in record.benefits if record.decision(benefit) is None]
    if missing:
        causes.append(_cause("DECISION_MISSING", {"benefits": missing}, benefits=", ".join(missing)))
    return causes


def _cause(code: str, details: Mapping[str, object], **words: str) -> Cause:
    return Cause(code, {language: text.format(**words) for language, text in CAUSES[code].items()}, details)


def _on_today(record: DecisionRecord, today: RuleBase, directory: Path | None) -> Today:
    on, _ = _days(record)
    question = record.document["question"]
    raw: dict[str, Any] = {}
    gone = []
    for fact in record.document["facts"]:
        if fact["id"] in today.facts:
            raw[fact["id"]] = fact["value"]
        else:
            gone.append(f"fact {fact['id']}")
    gone += [f"benefit {benefit}" for benefit in record.benefits if benefit not in today.benefits]
    result: list[Difference] = []
    try:
        found = answers(today, raw, record.benefits, on=on, jurisdiction=question["jurisdiction"], known_at=None)
    except PolicyError as error:
        # The rules of today refuse a fact or place that was fine then; that is an answer, not a fault.
        gone.append(f"{error.code}: {error.message}")
        found = []
    for item in found:
        result += _compare(record, item["benefit_id"], item)
    documents = rule_documents(directory, today.edition.digest)
    changes = rule_changes(record.document["rules"]["documents"], documents, record.benefits)
    return Today(today.edition.version, today.edition.digest, tuple(result), tuple(gone), changes)
