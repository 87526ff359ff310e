"""Reading one provision of a rule file: its dates, its citation, its conditions and its compiled expressions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from policy._expression import Compiler, Expression, Vocabulary
from policy._facts import FactSpec
from policy._operators import BUILDERS
from policy._rules import (
    Alternative,
    Benefit,
    Citation,
    ConditionRule,
    Edition,
    Group,
    Interpretation,
    Provision,
    Role,
    Source,
    Status,
)
from policy._spelling import describer
from policy._values import Kind
from policy._wording import wording
from policy.errors import RuleFileError, RuleReferenceError

#: Kind that the value of a provision must have; an eligibility provision has conditions instead.
_VALUE_KINDS = {"amount": Kind.NUMBER, "duration": Kind.NUMBER, "first_payment": Kind.DATE, "deadline": Kind.DATE}
_DETAILS = ("period", "currency", "months", "unit", "events", "excludes", "text", "topic")
#: Expressions of a duration beside its value.
_COUNTS = ("waiting_weeks", "claimed_weeks")


class ProvisionReader:
    """Turns the YAML form of provisions into records."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        facts: Mapping[str, FactSpec],
        sources: Mapping[str, Source],
        benefits: Mapping[str, Benefit],
        edition: Edition,
    ) -> None:
        self._vocabulary = vocabulary
        self._facts = facts
        self._sources = sources
        self._benefits = benefits
        self._edition = edition

    def read(self, raw: Mapping[str, Any], jurisdiction: str, file: str) -> Provision:
        """Read one provision.

        Raises:
            RuleReferenceError, RuleExpressionError, RuleFileError: as named.
        """
        where = f"{file} {raw['benefit']}/{raw['slot']}"
        for benefit in (raw["benefit"], *raw.get("excludes", ())):
            if benefit not in self._benefits:
                raise RuleReferenceError(f"{where}: there is no benefit {benefit!r}.", hint="Correct the id.")
        compiler = Compiler(self._vocabulary, BUILDERS, where=where)
        event = compiler.compile(raw.get("event", {"on": []}))
        compiler.expect(event, Kind.DATE, "event")
        conditions: list[ConditionRule] = []
        group = self._group(raw["require"], conditions, Status(raw["status"]), where) if "require" in raw else None
        details: dict[str, Any] = {name: raw[name] for name in _DETAILS if name in raw}
        for name in _COUNTS:
            if name in raw:
                details[name] = compiler.compile(raw[name])
                compiler.expect(details[name], Kind.NUMBER, name)
        citation = cite(raw["cite"], self._sources, where)
        known_from, known_to = parse_known(raw, citation, self._edition, where)
        return Provision(
            benefit=raw["benefit"],
            slot=raw["slot"],
            kind=raw["kind"],
            jurisdiction=jurisdiction,
            effective_from=parse_day(raw["from"], where),
            effective_to=parse_day(raw["to"], where) if "to" in raw else None,
            status=Status(raw["status"]),
            citation=citation,
            event=event,
            known_from=known_from,
            known_to=known_to,
            role=Role(raw.get("role", "grant")),
            value=self._value(raw, compiler) if "value" in raw else None,
            conditions=tuple(conditions),
            group=group,
            note=raw.get("note"),
            interpretation=_interpretation(raw),
            alternatives=tuple(
                Alternative(self._value({**raw, "value": item["value"]}, compiler), item["status"], item["rationale"])
                for item in raw.get("alternatives", ())
            ),
            silent_before=raw.get("silent_before", False),
            details=details,
        )

    def _value(self, raw: Mapping[str, Any], compiler: Compiler) -> Expression:
        value = compiler.compile(raw["value"])
        if raw["kind"] not in _VALUE_KINDS:
            raise compiler.fault(f"A provision of kind {raw['kind']} has no value.", "Remove it.")
        compiler.expect(value, _VALUE_KINDS[raw["kind"]], "value")
        return value

    def _group(self, raw: Mapping[str, Any], found: list[ConditionRule], status: Status, where: str) -> Group:
        ((mode, members),) = raw.items()
        result: list[Group | int] = []
        for member in members:
            if "id" not in member:
                result.append(self._group(member, found, status, where))
                continue
            found.append(self._condition(member, status, f"{where}/{member['id']}"))
            result.append(len(found) - 1)
        return Group(mode, tuple(result))

    def _condition(self, raw: Mapping[str, Any], status: Status, where: str) -> ConditionRule:
        compiler = Compiler(self._vocabulary, BUILDERS, where=where)
        test = compiler.compile(raw["test"])
        compiler.expect(test, Kind.BOOLEAN, "test")
        if _uses(test, "assume"):
            raise compiler.fault("A condition may not assume a fact.", "An unknown fact must stay unknown.")
        return ConditionRule(
            id=raw["id"],
            text=raw["text"],
            test=test,
            citation=cite(raw["cite"], self._sources, where),
            status=Status(raw["status"]) if "status" in raw else status,
            caseworker=raw.get("caseworker", False),
            interpretation=_interpretation(raw),
            describe=describer(test),
            word=wording(test, raw["text"], self._facts),
            monetary=raw.get("monetary", False),
        )


def _uses(expression: Expression, operator: str) -> bool:
    return expression.operator == operator or any(_uses(operand, operator) for operand in expression.operands)


def _interpretation(raw: Mapping[str, Any]) -> Interpretation | None:
    found = raw.get("interpretation")
    return Interpretation(found["status"], found["rationale"]) if found else None


def parse_day(text: str, where: str) -> date:
    """Parse a date of a rule file.

    Raises:
        RuleFileError: it is no day of the calendar.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RuleFileError(f"{where}: {text!r} is no day.", hint="Write YYYY-MM-DD.") from error


def parse_known(raw: Mapping[str, Any], citation: Citation, edition: Edition, where: str) -> tuple[date, date | None]:
    """When we knew a row: from the day its source was retrieved unless it says otherwise, until a correction."""
    if "known_from" in raw:
        known_from = parse_day(raw["known_from"], where)
    else:
        known_from = citation.source.retrieved or edition.recorded
    known_to = parse_day(raw["known_to"], where) if "known_to" in raw else None
    if known_to is not None and known_to <= known_from:
        raise RuleFileError(
            f"{where}: known_to {known_to} is not after known_from {known_from}.", hint="Correct one of them."
        )
    return known_from, known_to


def cite(raw: Mapping[str, str], sources: Mapping[str, Source], where: str) -> Citation:
    """Resolve a citation.

    Raises:
        RuleReferenceError: its source is not listed.
    """
    source = sources.get(raw["source"])
    if source is None:
        raise RuleReferenceError(f"{where}: there is no source {raw['source']!r}.", hint="List it in sources.yaml.")
    return Citation(source, raw["article"], raw.get("quote", ""))
