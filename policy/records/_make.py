"""Making a decision record: decide, cut out the rules that decided, and prove that they alone give the same answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import metadata
from pathlib import Path
from typing import Any

from policy._base import RuleBase
from policy._decision import decision_to_json
from policy._evaluate import evaluate
from policy._facts import read_facts
from policy._outputs import output_to_json, outputs
from policy.errors import RecordUnfaithfulError, UnknownBenefitError, UnknownFactError
from policy.records._compare import differences
from policy.records._documents import Documents, load_documents, rule_documents
from policy.records._record import FORMAT, VERSION, DecisionRecord, sealed
from policy.records._slice import Wanted, slice_documents


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one fact comes from.

    Attributes:
        kind: `declared` by the person, read from a `record`, or `derived` from other facts.
        by: who stated or looked it up (an office or role is enough); empty when not told.
        at: when; None when not told.
        evidence: the paper or register, in words; empty when none.
    """

    kind: str = "declared"
    by: str = ""
    at: date | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """The caseworker's own reference, which may identify a person, and who wrote the record."""

    reference: str
    recorded_by: str = ""


#: What a fact is that nobody said more about: the person's word, not a register's.
DECLARED = Provenance()


def make_record(
    rule_base: RuleBase,
    raw: Mapping[str, object],
    *,
    on: date,
    jurisdiction: str,
    recorded_at: datetime,
    benefits: Sequence[str] = (),
    known_at: date | None = None,
    provenance: Mapping[str, Provenance] | None = None,
    case: Case | None = None,
    directory: Path | None = None,
) -> DecisionRecord:
    """Decide and write down everything that the answer rests on.

    The rules that are put in are loaded and evaluated once more before the record is given out; only what repeats the
    whole rule base's answer is a record. Facts that no rule of these benefits reads are left out.

    Args:
        raw: the facts as JSON, as for `parse_facts`.
        recorded_at: the moment of writing, with a time zone.
        benefits: ids to decide; empty for all of the place.
        known_at: decide with the rules as held on that day.
        provenance: of single facts; a fact without one counts as declared by the person.
        directory: where `rule_base` was loaded from; by default the shipped rules.
    Raises:
        UnknownBenefitError, UnknownJurisdictionError and the errors of `parse_facts`: the question is wrong.
        UnknownFactError: a provenance of a fact that is not given.
        RecordUnfaithfulError: the rules cut out do not give the same answer; a fault of this program.
    """
    told = provenance or {}
    if stray := sorted(name for name in told if raw.get(name) is None):
        raise UnknownFactError(
            f"A provenance is given for {stray[0]!r}, but no such fact.",
            hint="Give the fact, or remove its provenance.",
        )
    chosen = tuple(benefits) or tuple(item.id for item in rule_base.benefits_in(jurisdiction))
    for benefit in chosen:
        if benefit not in {item.id for item in rule_base.benefits_in(jurisdiction)}:
            here = ", ".join(item.id for item in rule_base.benefits_in(jurisdiction))
            raise UnknownBenefitError(
                f"There is no benefit {benefit!r} in {jurisdiction}.",
                hint=f"Benefits there: {here}.",
                hint_zh=f"当地的待遇：{here}。",
                benefit=benefit,
            )
    decided = answers(rule_base, raw, chosen, on=on, jurisdiction=jurisdiction, known_at=known_at)
    documents, part = _faithful_part(rule_base, raw, decided, on, jurisdiction, known_at, directory)
    kept = {name: value for name, value in raw.items() if value is not None and name in part.facts}
    return sealed(
        {
            "format": FORMAT,
            "version": VERSION,
            "recorded_at": recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "engine": {"name": "pathloom", "version": metadata.version("pathloom")},
            "rule_base": {
                "edition": rule_base.edition.version,
                "language": rule_base.edition.language,
                "digest": rule_base.edition.digest,
            },
            "case": {"reference": case.reference, "recorded_by": case.recorded_by} if case else None,
            "question": {
                "on": on.isoformat(),
                "known_at": known_at.isoformat() if known_at else None,
                "jurisdiction": jurisdiction,
                "benefits": list(chosen),
            },
            "facts": [_fact(name, value, told.get(name, DECLARED)) for name, value in kept.items()],
            "decisions": answers(part, kept, chosen, on=on, jurisdiction=jurisdiction, known_at=known_at),
            "rules": {"documents": documents},
        }
    )


def answers(
    rule_base: RuleBase,
    raw: Mapping[str, object],
    benefits: Sequence[str],
    *,
    on: date,
    jurisdiction: str,
    known_at: date | None,
) -> list[dict[str, Any]]:
    """The decisions of some benefits with their figures, as `pathloom benefits --json` gives them (without need-sets).

    A benefit that the rules do not have is left out.

    Raises:
        the errors of `parse_facts` and `evaluate`.
    """
    facts = read_facts(raw, rule_base.facts, rule_base.contradictions)
    asked: dict[str, Any] = {"on": on, "jurisdiction": jurisdiction, "known_at": known_at}
    found = {item.benefit_id: item for item in evaluate(rule_base, facts, **asked)}
    result = []
    for benefit in (name for name in benefits if name in found):
        figures = outputs(rule_base, benefit, facts, **asked)
        named = {name: output_to_json(figure) for name, figure in figures.items()}
        result.append(as_data({**decision_to_json(found[benefit]), "outputs": named}))
    return result


def _faithful_part(
    rule_base: RuleBase,
    raw: Mapping[str, object],
    decided: list[dict[str, Any]],
    on: date,
    jurisdiction: str,
    known_at: date | None,
    directory: Path | None,
) -> tuple[Documents, RuleBase]:
    """The smallest part of the rules that repeats the decisions: the rows of the days in question, else every row."""
    chosen = tuple(item["benefit_id"] for item in decided)
    chain = rule_base.chain(jurisdiction)
    named = read_facts(raw, rule_base.facts, rule_base.contradictions).values
    days = tuple(sorted({on, *(value for value in named.values() if isinstance(value, date))}))
    wrong: list[str] = []
    for kept_days in (days, None):
        documents = slice_documents(
            rule_documents(directory, rule_base.edition.digest), Wanted(chosen, chain, kept_days)
        )
        part = load_documents(documents)
        kept = {name: value for name, value in raw.items() if name in part.facts}
        again = answers(part, kept, chosen, on=on, jurisdiction=jurisdiction, known_at=known_at)
        wrong = [
            difference.path
            for before, after in zip(decided, again, strict=True)
            for difference in differences(_comparable(before), _comparable(after))
        ]
        if not wrong:
            return documents, part
    raise RecordUnfaithfulError(
        f"The rules cut out for the record give another answer ({', '.join(wrong[:3])}), so it is not written.",
        hint="This is a fault of Pathloom; please report the question with it.",
        differences=wrong,
    )


def _comparable(decision: Mapping[str, Any]) -> dict[str, Any]:
    """A decision without the facts that were worked out for other benefits of the place."""
    return {key: value for key, value in decision.items() if key != "derived"}


def _fact(name: str, value: object, provenance: Provenance) -> dict[str, Any]:
    found: dict[str, Any] = {"id": name, "value": as_data(value), "provenance": provenance.kind}
    if provenance.by:
        found["by"] = provenance.by
    if provenance.at:
        found["at"] = provenance.at.isoformat()
    if provenance.evidence:
        found["evidence"] = provenance.evidence
    return found


def as_data(value: object) -> Any:
    """A value as a record holds it: fractions as exact decimals, days as text."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): as_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(item) for item in value]
    return value
