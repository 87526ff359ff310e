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
from policy._lists import FieldSpec, ItemSpec
from policy._values import Kind, Text, Value, render
from policy.errors import ContradictoryFactsError, FactDateError, FactRangeError, FactTypeError, UnknownFactError

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One thing that a rule may ask about a person.

    Attributes:
        type: number, integer, boolean, date, enum or list.
        minimum, maximum: inclusive bounds of a number.
        moves: `up`, `down` or `both`: which way a number can still change.
        words: an enum's words with their texts.
        name: a few words for the fact, for sentences; without one the question serves.
        actionability: fixed, time, action or document.
        provenance: record, declared or derived.
        item: what a list's entries are; `minimum_items`, `maximum_items` are inclusive.
        derive: how the fact follows from others when it is not given.
        routing: its word is a jurisdiction code, whose law applies where no place is named; it decides nothing.
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
    item: ItemSpec | None = None
    minimum_items: int = 0
    maximum_items: int = 0
    derive: Expression | None = None
    routing: bool = False

    @property
    def short_name(self) -> Text:
        """The name, or the question without its mark."""
        return self.name or {"zh": self.question["zh"].rstrip("？"), "en": self.question["en"].rstrip("?")}

    @property
    def kind(self) -> Kind:
        """The static kind that expressions see."""
        return _KINDS.get(self.type, Kind.WORD)


_KINDS = {
    "number": Kind.NUMBER,
    "integer": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
    "list": Kind.LIST,
}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that cannot be true together; the test comes out true when they are."""

    id: str
    test: Expression
    text: Text


@dataclass(frozen=True, slots=True)
class Facts:
    """One person's known facts, parsed. A fact that is not here is unknown, never false.

    Attributes:
        values: a list fact is a tuple of values (None: an unknown entry) or of mappings.
        derived: the facts that were not given but follow from others.
    """

    values: Mapping[str, Value]
    derived: frozenset[str] = frozenset()

    def changed(self, changes: Mapping[str, Value]) -> "Facts":
        """These facts with some of them replaced or added."""
        return Facts(MappingProxyType({**self.values, **changes}), self.derived - changes.keys())


@dataclass(slots=True)
class FactScope:
    """Scope of a contradiction or a derivation: facts only. `on` is far ahead: any known date lies before it."""

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
                hint="Look the id up in policy/facts/; a misspelt fact would silently count as unknown.",
                fact=name,
            )
        if value is not None:
            values[name] = parse_value(spec, value)
    scope = FactScope(values)
    # Before anything is derived, so that the given facts are named, and not what follows from them.
    _check(contradictions, scope)
    derived = _derive(values, specs, scope)
    if derived:
        _check(contradictions, scope)
    return Facts(MappingProxyType(values), derived)


def _check(contradictions: tuple[Contradiction, ...], scope: FactScope) -> None:
    for contradiction in contradictions:
        if contradiction.test.read(scope) is True:
            raise ContradictoryFactsError(
                contradiction.text["en"],
                hint="Correct one of these facts: " + ", ".join(contradiction.test.facts) + ".",
                hint_zh="请更正其中一项事实：" + "、".join(contradiction.test.facts) + "。",
                contradiction=contradiction.id,
                facts=list(contradiction.test.facts),
                text=dict(contradiction.text),
            )


def _derive(values: dict[str, Value], specs: Mapping[str, FactSpec], scope: FactScope) -> frozenset[str]:
    """Add the facts that follow from others; a given one that differs from what follows is a contradiction."""
    derived: list[str] = []
    for name, spec in specs.items():
        if spec.derive is None:
            continue
        value = spec.derive.read(scope)
        if value is None:
            continue
        given = values.get(name)
        if given is None:
            values[name] = _within_bounds(spec, value)
            derived.append(name)
        elif given != value:
            raise ContradictoryFactsError(
                f"{name} is {render(given)}, but {render(value)} follows from {', '.join(spec.derive.facts)}.",
                hint=f"Correct one of them, or leave {name} out.",
                hint_zh=f"请更正其中一项，或不填 {name}。",
                contradiction=f"derived-{name.replace('_', '-')}",
                facts=[name, *spec.derive.facts],
                text={
                    "zh": f"“{spec.short_name['zh']}”填写为 {render(given)}，但由其他信息得出的是 {render(value)}。",
                    "en": f"{spec.short_name['en']} is {render(given)}, but {render(value)} follows from other facts.",
                },
            )
    return frozenset(derived)


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
    if spec.type == "list":
        return _parse_list(spec, value)
    return _parse_number(spec, value)


def _parse_list(spec: FactSpec, value: object) -> Value:
    """A list's entries: null is an unknown entry or field; a record names its fields."""
    if not isinstance(value, list | tuple) or spec.item is None:
        raise _wrong_type(spec, value, "a list")
    if not spec.minimum_items <= len(value) <= spec.maximum_items:
        raise FactRangeError(
            f"{spec.id} has {len(value)} entries, not {spec.minimum_items} to {spec.maximum_items}.",
            hint="Give every entry; write null for one that is unknown.",
            hint_zh="请填写每一条；不知道的填 null。",
            fact=spec.id,
            value=len(value),
        )
    fields = spec.item.fields
    if not spec.item.is_record:
        return tuple(
            None if one is None else parse_value(_field_spec(spec, number, fields[""]), one)
            for number, one in enumerate(value)
        )
    return tuple(_parse_record(spec, number, one, fields) for number, one in enumerate(value))


def _parse_record(spec: FactSpec, number: int, entry: object, fields: Mapping[str, FieldSpec]) -> Mapping[str, Value]:
    if not isinstance(entry, Mapping):
        raise _wrong_type(spec, entry, "an object for each entry")
    unknown = [name for name in entry if name not in fields]
    if unknown:
        raise UnknownFactError(
            f"{spec.id}[{number}] has no field {unknown[0]!r}, so no rule could use it.",
            hint=f"Fields: {', '.join(fields)}.",
            hint_zh=f"可填的字段：{'、'.join(fields)}。",
            fact=spec.id,
            field=unknown[0],
        )
    return {
        name: parse_value(_field_spec(spec, number, fields[name]), one)
        for name, one in entry.items()
        if one is not None
    }


def _field_spec(spec: FactSpec, number: int, entry: FieldSpec) -> FactSpec:
    """A field as a fact of its own, so that its value is read just as strictly and named in errors."""
    return FactSpec(
        f"{spec.id}[{number}]" + (f".{entry.id}" if entry.id else ""),
        entry.type,
        entry.unit,
        spec.question,
        spec.actionability,
        spec.provenance,
        entry.minimum,
        entry.maximum,
        words=entry.words,
    )


def _parse_date(spec: FactSpec, value: object) -> date:
    day = value if type(value) is date else _read_date(spec, value)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise FactRangeError(
            f"{spec.id} is {day}, outside {FIRST_DAY} to {LAST_DAY}.",
            hint="Check the year.",
            hint_zh="请核对年份。",
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
    _within_bounds(spec, number)
    return number


def _within_bounds(spec: FactSpec, value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    if (spec.minimum is not None and value < spec.minimum) or (spec.maximum is not None and value > spec.maximum):
        raise FactRangeError(
            f"{spec.id} is {render(value)}, outside {spec.minimum} to {spec.maximum} {spec.unit}.",
            hint="Check the figure and its unit.",
            fact=spec.id,
            value=render(value),
        )
    return value


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
