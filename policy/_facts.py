"""The fact schema, and the strict reading of one person's facts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from policy._calendar import FIRST_DAY, LAST_DAY
from policy._expression import Expression
from policy._values import Kind, Text, Value
from policy.errors import ContradictoryFactsError, FactDateError, FactRangeError, FactTypeError, UnknownFactError

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One thing that a rule may ask about a person.

    Attributes:
        type: number, integer, boolean, date or enum.
        minimum, maximum: inclusive bounds of a number.
        moves: `up`, `down` or `both`: which way a number can still change.
        words: an enum's words with their texts.
        name: a few words for the fact, for sentences; without one the question serves.
        actionability: fixed, time, action or document.
        provenance: record, declared or derived.
    """

    id: str
    type: str
    unit: str
    question: Text
    actionability: str
    provenance: str
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    moves: str = "both"
    words: Mapping[str, Text] = field(default_factory=dict)
    name: Text | None = None

    @property
    def short_name(self) -> Text:
        """The name, or the question without its mark."""
        return self.name or {"zh": self.question["zh"].rstrip("？"), "en": self.question["en"].rstrip("?")}

    @property
    def kind(self) -> Kind:
        """The static kind that expressions see."""
        return {"number": Kind.NUMBER, "integer": Kind.NUMBER, "boolean": Kind.BOOLEAN, "date": Kind.DATE}.get(
            self.type, Kind.WORD
        )


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that cannot be true together; the test comes out true when they are."""

    id: str
    test: Expression
    text: Text


@dataclass(frozen=True, slots=True)
class Facts:
    """One person's known facts, parsed. A fact that is not here is unknown, never false."""

    values: Mapping[str, Value]

    def changed(self, changes: Mapping[str, Value]) -> "Facts":
        """These facts with some of them replaced or added."""
        return Facts(MappingProxyType({**self.values, **changes}))


@dataclass(slots=True)
class _FactScope:
    """Scope of a contradiction test: facts only. `on` is far ahead, so that any known date lies before it."""

    facts: Mapping[str, Any]
    on: date = date.max

    def parameter(self, name: str) -> Any:
        """Contradictions read no parameters."""
        raise KeyError(name)

    def assume(self, fact: str) -> None:
        """Contradictions assume nothing."""
        raise KeyError(fact)

    def leave_to_official(self) -> None:
        """Contradictions are never left open."""
        raise KeyError("undecided")


def read_facts(
    raw: Mapping[str, object], specs: Mapping[str, FactSpec], contradictions: tuple[Contradiction, ...]
) -> Facts:
    """Parse facts as they come out of JSON; null means unknown.

    Raises:
        UnknownFactError, FactTypeError, FactRangeError, FactDateError: one fact is wrong.
        ContradictoryFactsError: each is possible, but not together.
    """
    values: dict[str, Value] = {}
    for name, value in raw.items():
        spec = specs.get(name)
        if spec is None:
            raise UnknownFactError(
                f"There is no fact {name!r}, so no rule could use it.",
                hint="Look the id up in policy/facts.yaml; a misspelt fact would silently count as unknown.",
                fact=name,
            )
        if value is not None:
            values[name] = parse_value(spec, value)
    scope = _FactScope(values)
    for contradiction in contradictions:
        if contradiction.test.read(scope) is True:
            raise ContradictoryFactsError(
                contradiction.text["en"],
                hint="Correct one of these facts: " + ", ".join(contradiction.test.facts) + ".",
                contradiction=contradiction.id,
                facts=list(contradiction.test.facts),
                text=dict(contradiction.text),
            )
    return Facts(MappingProxyType(values))


def parse_value(spec: FactSpec, value: object) -> Value:
    """Parse one fact's value strictly: no text for a number, no 1 for true.

    Raises:
        FactTypeError, FactRangeError, FactDateError: as named.
    """
    if spec.type == "boolean":
        if isinstance(value, bool):
            return value
        raise _wrong_type(spec, value, "true or false")
    if spec.type == "date":
        return _parse_date(spec, value)
    if spec.type == "enum":
        if isinstance(value, str) and value in spec.words:
            return value
        raise _wrong_type(spec, value, "one of: " + ", ".join(spec.words))
    return _parse_number(spec, value)


def _parse_date(spec: FactSpec, value: object) -> date:
    day = value if type(value) is date else _read_date(spec, value)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise FactRangeError(
            f"{spec.id} is {day}, outside {FIRST_DAY} to {LAST_DAY}.",
            hint="Check the year.",
            fact=spec.id,
            value=day.isoformat(),
        )
    return day


def _read_date(spec: FactSpec, value: object) -> date:
    if not isinstance(value, str):
        raise _wrong_type(spec, value, "a date as text, YYYY-MM-DD")
    if _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise _no_date(spec, value) from error
    raise _no_date(spec, value)


def _parse_number(spec: FactSpec, value: object) -> Decimal | int:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise _wrong_type(spec, value, "a number")
    try:
        # Through text, so that 0.1 in JSON is the decimal 0.1 and not its binary neighbour.
        number: Decimal | int = value if isinstance(value, int) else Decimal(str(value))
    except InvalidOperation as error:
        raise _wrong_type(spec, value, "a finite number") from error
    if isinstance(number, Decimal) and not number.is_finite():
        raise _wrong_type(spec, value, "a finite number")
    if spec.type == "integer":
        if number != int(number):
            raise _wrong_type(spec, value, "a whole number")
        number = int(number)
    if (spec.minimum is not None and number < spec.minimum) or (spec.maximum is not None and number > spec.maximum):
        raise FactRangeError(
            f"{spec.id} is {value}, outside {spec.minimum} to {spec.maximum} {spec.unit}.",
            hint="Check the figure and its unit.",
            fact=spec.id,
            value=value,
        )
    return number


def _wrong_type(spec: FactSpec, value: object, wanted: str) -> FactTypeError:
    return FactTypeError(
        f"{spec.id} is {value!r}, which is not what the rules compare.",
        hint=f"Give {wanted}; leave the fact out or null when it is unknown.",
        fact=spec.id,
    )


def _no_date(spec: FactSpec, value: str) -> FactDateError:
    return FactDateError(
        f"{spec.id} is {value!r}, which is no day of the calendar.", hint="Write YYYY-MM-DD.", fact=spec.id, value=value
    )
