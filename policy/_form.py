"""A form made from the fact schema: which facts the rules of a place ask, how to ask them, in both languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from policy._base import RuleBase
from policy._evaluate import memory_of
from policy._expression import Expression
from policy._facts import FactSpec
from policy._lists import FieldSpec
from policy._values import Text, render
from policy._wording import unit_words

#: How a fact is asked: a fact that may be unknown is never a bare check box, which knows only yes and no.
_INPUTS = {
    "boolean": "yes_no_unknown",
    "enum": "select",
    "date": "date",
    "integer": "number",
    "number": "number",
    "list": "table",
}


@dataclass(frozen=True, slots=True)
class FormField:
    """One question.

    Attributes:
        input: yes_no_unknown, select, date, number or table.
        step: 1 for whole numbers, 0.01 for others.
        options: words of a select with their texts.
        columns: of a table; each is a field of its own.
        benefits: benefits that read the fact, in the order of the files.
        instead_of: facts that need not be asked when this one is answered, because they follow from it.
    """

    id: str
    input: str
    label: Text
    question: Text
    unit: Text
    minimum: Decimal | int | None
    maximum: Decimal | int | None
    step: Decimal | None
    options: tuple[tuple[str, Text], ...]
    columns: tuple["FormField", ...]
    provenance: str
    benefits: tuple[str, ...]
    instead_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The questions of a place on a day, most shared first; every one may stay unanswered."""

    jurisdiction: str
    on: date
    fields: tuple[FormField, ...]


def fact_form(rule_base: RuleBase, *, on: date, jurisdiction: str, benefits: tuple[str, ...] = ()) -> Form:
    """The facts that the rules in force there read, those that most benefits share first.

    Args:
        benefits: only what these need; all benefits of the place by default.
    Raises:
        UnknownBenefitError, UnknownJurisdictionError: as named.
    """
    readers: dict[str, dict[str, None]] = {}
    chosen = benefits or tuple(item.id for item in rule_base.benefits_in(jurisdiction))
    for benefit in chosen:
        for fact in _facts_of(rule_base, benefit, on, jurisdiction):
            readers.setdefault(fact, {})[benefit] = None
    follows = _follows(rule_base)
    for fact in list(readers):
        for source in follows.get(fact, ()):
            readers.setdefault(source, {}).update(readers[fact])
    order = {name: number for number, name in enumerate(rule_base.facts)}
    ids = sorted(readers, key=lambda name: (-len(readers[name]), order[name]))
    return Form(
        jurisdiction,
        on,
        tuple(
            _field(
                rule_base.facts[name],
                tuple(readers[name]),
                tuple(fact for fact, sources in follows.items() if name in sources and fact in readers),
            )
            for name in ids
        ),
    )


def form_to_json(form: Form) -> dict[str, object]:
    """The form as data, with a JSON Schema (2020-12) of the facts document that it yields."""
    return {
        "jurisdiction": form.jurisdiction,
        "on": form.on.isoformat(),
        "fields": [_field_to_json(field) for field in form.fields],
        "schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": False,
            "properties": {field.id: _schema(field) for field in form.fields},
        },
    }


def _facts_of(rule_base: RuleBase, benefit: str, on: date, jurisdiction: str) -> Iterator[str]:
    """What the provisions read that are valid on the day; for nobody in particular, so event dates are the day."""
    memory = memory_of(rule_base, benefit, jurisdiction)
    selection = memory.select({}, on)
    derived = {fact: layers[0][-1].value for fact, layers in memory.plan.derivations.items()}
    for rows in selection.by_kind.values():
        for row in rows:
            counted = [row.details.get(name) for name in ("waiting_weeks", "claimed_weeks")]
            tests = [rule.test for rule in row.conditions]
            for expression in (row.event, row.value, *counted, *tests):
                if isinstance(expression, Expression):
                    for fact in expression.facts:
                        yield fact
                        if fact in derived:
                            yield from derived[fact].facts


def _follows(rule_base: RuleBase) -> Mapping[str, tuple[str, ...]]:
    """Fact -> the facts that it follows from."""
    return {name: spec.derive.facts for name, spec in rule_base.facts.items() if spec.derive is not None}


def _field(spec: FactSpec, benefits: tuple[str, ...], instead_of: tuple[str, ...]) -> FormField:
    columns = () if spec.item is None else tuple(_column(field, spec) for field in spec.item.fields.values())
    return FormField(
        id=spec.id,
        input=_INPUTS[spec.type],
        label=spec.short_name,
        question=spec.question,
        unit=unit_words(spec.unit),
        minimum=spec.minimum,
        maximum=spec.maximum if spec.item is None else spec.maximum_items,
        step=_step(spec.type),
        options=tuple(spec.words.items()),
        columns=columns,
        provenance=spec.provenance,
        benefits=benefits,
        instead_of=instead_of,
    )


def _column(field: FieldSpec, spec: FactSpec) -> FormField:
    label = field.name or (spec.short_name if not field.id else {"zh": field.id, "en": field.id.replace("_", " ")})
    return FormField(
        id=field.id,
        input=_INPUTS[field.type],
        label=label,
        question=label,
        unit=unit_words(field.unit),
        minimum=field.minimum,
        maximum=field.maximum,
        step=_step(field.type),
        options=tuple(field.words.items()),
        columns=(),
        provenance=spec.provenance,
        benefits=(),
        instead_of=(),
    )


def _step(kind: str) -> Decimal | None:
    return {"integer": Decimal(1), "number": Decimal("0.01")}.get(kind)


def _field_to_json(field: FormField) -> dict[str, object]:
    return {
        "id": field.id,
        "input": field.input,
        "label": dict(field.label),
        "question": dict(field.question),
        "unit": dict(field.unit),
        "minimum": None if field.minimum is None else render(field.minimum),
        "maximum": None if field.maximum is None else render(field.maximum),
        "step": None if field.step is None else render(field.step),
        "options": [{"value": word, "label": dict(text)} for word, text in field.options],
        "columns": [_field_to_json(column) for column in field.columns],
        "provenance": field.provenance,
        "benefits": list(field.benefits),
        "instead_of": list(field.instead_of),
    }


def _schema(field: FormField) -> dict[str, object]:
    """What the value may be; null is always allowed and means unknown."""
    if field.input == "table":
        plain = len(field.columns) == 1 and not field.columns[0].id
        items = (
            _schema(field.columns[0])
            if plain
            else {
                "type": "object",
                "additionalProperties": False,
                "properties": {column.id: _schema(column) for column in field.columns},
            }
        )
        return {"type": ["array", "null"], "maxItems": field.maximum, "items": items, "title": field.question["en"]}
    found: dict[str, object] = {"title": field.question["en"]}
    if field.input == "yes_no_unknown":
        return {**found, "type": ["boolean", "null"]}
    if field.input == "select":
        return {**found, "enum": [*(word for word, _ in field.options), None]}
    if field.input == "date":
        return {**found, "type": ["string", "null"], "format": "date"}
    kind = "integer" if field.step == 1 else "number"
    bounds = {"minimum": field.minimum, "maximum": field.maximum}
    return {
        **found,
        "type": [kind, "null"],
        **{key: _number(value) for key, value in bounds.items() if value is not None},
    }


def _number(value: Decimal | int) -> int | float:
    return value if isinstance(value, int) else float(value)
