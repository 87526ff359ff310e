"""Running another model's OpenFisca YAML tests against our rules: pass, fail, or not mapped, case by case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ontology import Money, Verdict
from policy._base import RuleBase
from policy._evaluate import evaluate_benefit
from policy._facts import read_facts
from policy._outputs import outputs
from policy._values import Text
from policy.errors import ExchangeFormatError, PolicyError
from policy.exchange._foreign_yaml import load_yaml, number
from policy.exchange._mapping import VERDICT, Input, OpenFiscaMapping, Output
from policy.exchange._periods import ETERNITY, Period, is_period, parse_period
from policy.exchange._reasons import REASONS
from policy.exchange._situation import ONLY, read_situation

#: Keys of a test that its format knows; those that only steer the other engine change nothing here.
_KEYS = {"name", "description", "period", "input", "output", "absolute_error_margin", "relative_error_margin",
         "keywords", "reforms", "extensions", "max_spiral_loops"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One expected value of one test.

    Attributes:
        status: `pass`; `fail` (another value, or none); `unmapped` (the mapping lacks a variable); `error` (our rules
            refuse a fact).
        person: id in the test; `period` as the test writes it.
        expected, found: as JSON data; `why` says what a pass does not need to.
    """

    file: str
    test: str
    person: str
    variable: str
    period: str
    status: str
    expected: Any
    found: Any
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class OpenFiscaReport:
    """All results of a run, in the order of the files."""

    results: tuple[CaseResult, ...]

    def count(self, status: str) -> int:
        """How many results have a status."""
        return sum(result.status == status for result in self.results)


def run_openfisca_tests(rule_base: RuleBase, files: Sequence[Path], mapping: OpenFiscaMapping) -> OpenFiscaReport:
    """Run tests; a file holds one test or a list of them.

    Raises:
        ExchangeFormatError: a file is no OpenFisca test, or uses something that is not documented as read.
    """
    results: list[CaseResult] = []
    for file in files:
        raw = load_yaml(file)
        for position, test in enumerate(raw if isinstance(raw, list) else [raw]):
            results += _Test(rule_base, mapping, file.name, position, test).results()
    return OpenFiscaReport(tuple(results))


class _Test:
    """One test of a file."""

    def __init__(self, rule_base: RuleBase, mapping: OpenFiscaMapping, file: str, position: int, raw: object) -> None:
        self._rules = rule_base
        self._mapping = mapping
        self._file = file
        self._where = f"{file}, test {position + 1}"
        if not isinstance(raw, Mapping):
            raise self._wrong("it is no mapping")
        self._raw = raw
        if unknown := sorted(str(key) for key in raw if key not in _KEYS):
            raise self._wrong(f"there is no key {unknown[0]!r} in a test")
        if "output" not in raw:
            raise self._wrong("it expects nothing: there is no output")
        self._name = str(raw.get("name", position + 1))
        self._period = parse_period(raw["period"]) if "period" in raw else None
        self._input = read_situation(raw.get("input", {}) or {}, mapping, self._where)
        self._output = read_situation(raw["output"], mapping, self._where)

    def results(self) -> Iterator[CaseResult]:
        """A result for each expected value."""
        for person, variable, value in self._expected():
            if isinstance(value, Mapping):
                for period, expected in value.items():
                    yield self._result(person, variable, expected, parse_period(period), str(period))
            elif self._period is None:
                raise self._wrong(f"{variable!r} is expected, but for no period")
            else:
                yield self._result(person, variable, value, self._period, str(self._raw["period"]))

    def _expected(self) -> Iterator[tuple[str, str, Any]]:
        for person, variables in self._output.persons.items():
            for variable, value in variables.items():
                yield self._person(person), variable, value
        for key, group in self._output.groups.items():
            # A group is asked through its first person: our rules know people, not groups.
            known = self._input.groups.get(key)
            first = next(iter(known.members), ONLY) if known else ONLY
            for variable, value in group.variables.items():
                yield self._person(first), variable, value

    def _person(self, person: str) -> str:
        people = self._input.persons
        if person in people or not people:
            return person
        if person == ONLY and len(people) == 1:
            return next(iter(people))
        raise self._wrong(f"a value is expected of {person!r}, who is not in the input")

    def _result(self, person: str, variable: str, expected: Any, period: Period, written: str) -> CaseResult:
        def told(status: str, found: Any = None, reason: str = "", **words: str) -> CaseResult:
            why = {language: text.format(**words) for language, text in REASONS[reason].items()} if reason else None
            return CaseResult(
                self._file, self._name, person, variable, written, status, _plain(expected), _plain(found), why
            )

        output = self._mapping.outputs.get(variable)
        if output is None:
            return told("unmapped", reason="output", name=variable)
        if output.ignore:
            return told("unmapped", reason="ignored", name=variable, why=output.ignore)
        day = self._day(period)
        raw, unmapped = self._facts(person, day)
        if unmapped:
            return told("unmapped", reason="inputs", names=", ".join(unmapped))
        place = self._place(person, day)
        if place is None:
            return told("unmapped", reason="place", name=self._mapping.place_variable)
        try:
            found, lacking = self._ask(output, raw, day, place)
        except PolicyError as error:
            return told("error", reason="refused", why=error.message)
        if found is None:
            return told("fail", reason="unknown", names=", ".join(lacking) or "-")
        if self._matches(variable, expected, found):
            return told("pass", found)
        return told("fail", found, "differs")

    def _day(self, period: Period) -> date:
        if period == ETERNITY:
            raise self._wrong("an output for eternity has no day")
        return period.last if self._mapping.last_day else period.first

    def _facts(self, person: str, day: date) -> tuple[dict[str, Any], list[str]]:
        """Our facts of a person on a day, and variables that the mapping does not know or that say nothing then."""
        facts, unmapped = dict(self._mapping.assumed), []
        for variable, value in self._input.variables_of(person).items():
            rule = self._mapping.inputs.get(variable)
            if variable == self._mapping.place_variable or (rule is not None and rule.ignore):
                continue
            given = self._on(value, day)
            if rule is None or given is None:
                unmapped.append(variable if rule is None else f"{variable} ({day})")
            elif rule.words is not None:
                facts[rule.fact] = rule.words.get(str(given), given)
            else:
                facts[rule.fact] = self._scaled(rule, given)
        if self._mapping.members:
            facts[self._mapping.members.fact] = self._members(person, day)
        return facts, unmapped

    def _scaled(self, rule: Input, given: Any) -> Any:
        """A number in our unit; what is no number stays as it is, for the fact schema to judge."""
        counts = self._rules.facts[rule.fact].type in ("number", "integer")
        amount = number(given) if counts else None
        return given if amount is None else amount * rule.scale

    def _members(self, person: str, day: date) -> list[dict[str, Any]]:
        """The other persons of this one's group as records; a variable that is not said stays unknown."""
        members = self._mapping.members
        assert members is not None  # noqa: S101 -- asked by the caller
        found = []
        for group in self._input.groups.values():
            if group.entity != members.group or person not in group.members:
                continue
            for other, role in group.members.items():
                if other == person:
                    continue
                said = self._input.persons.get(other, {})
                record = {
                    ours: self._on(said[theirs], day) for theirs, ours in members.fields.items() if theirs in said
                }
                if members.relation and role in members.roles:
                    record[members.relation] = members.roles[role]
                found.append(record)
        return found

    def _on(self, value: Any, day: date) -> Any:
        """The value of a day, of a variable that is said for periods or for the whole test."""
        if not isinstance(value, Mapping):
            return value
        for period, said in value.items():
            if not is_period(period):
                raise self._wrong(f"{period!r} is no period")
            if parse_period(period).holds(day):
                return said
        return None

    def _place(self, person: str, day: date) -> str | None:
        mapping = self._mapping
        if mapping.jurisdiction:
            return mapping.jurisdiction
        said = self._on(self._input.variables_of(person).get(mapping.place_variable), day)
        return mapping.places.get(str(said))

    def _ask(self, output: Output, raw: Mapping[str, Any], day: date, place: str) -> tuple[Any, tuple[str, ...]]:
        """Our answer in their unit, and the facts that are missing where there is none."""
        facts = read_facts(raw, self._rules.facts, self._rules.contradictions)
        decision = evaluate_benefit(self._rules, output.benefit, facts, on=day, jurisdiction=place)
        if output.output == VERDICT:
            if decision.verdict is Verdict.UNKNOWN:
                return None, decision.unknown_facts
            return decision.verdict is Verdict.ELIGIBLE, ()
        if output.refused is not None and decision.verdict is not Verdict.ELIGIBLE:
            refused = decision.verdict is Verdict.NOT_ELIGIBLE
            return (output.refused, ()) if refused else (None, decision.unknown_facts)
        figure = outputs(self._rules, output.benefit, facts, on=day, jurisdiction=place)[output.output]
        value = figure.value.amount if isinstance(figure.value, Money) else figure.value
        if value is None or isinstance(value, bool | date):
            return value, figure.facts
        return value * output.scale, ()

    def _matches(self, variable: str, expected: Any, found: Any) -> bool:
        """OpenFisca's comparison: within the margin; without one, equal."""
        amount = number(expected)
        if amount is None or isinstance(found, bool | date):
            return bool(expected == (found.isoformat() if isinstance(found, date) else found))
        absolute = self._margin("absolute_error_margin", variable)
        relative = self._margin("relative_error_margin", variable)
        if absolute is None and relative is None:
            return bool(amount == found)
        gap = abs(Decimal(amount) - Decimal(found))
        return (absolute is None or gap <= absolute) and (relative is None or gap <= abs(relative * Decimal(amount)))

    def _margin(self, key: str, variable: str) -> Decimal | None:
        margin = self._raw.get(key)
        if isinstance(margin, Mapping):
            margin = margin.get(variable, margin.get("default"))
        if margin is None:
            return None
        amount = number(margin)
        if amount is None or amount < 0:
            raise self._wrong(f"{key} is {margin!r}, which is no number from 0 on")
        return Decimal(amount)

    def _wrong(self, what: str) -> ExchangeFormatError:
        return ExchangeFormatError(
            f"{self._where}: {what}.", hint="See docs/how-to/exchange-rules.md for what is read.", file=self._file
        )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
