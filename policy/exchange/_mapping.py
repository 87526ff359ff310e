"""The mapping of another model's variables to our facts and outputs, read strictly and checked against the rules."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema

from policy._base import RuleBase
from policy.errors import ExchangeFormatError, ExchangeMappingError
from policy.exchange._foreign_yaml import load_yaml

#: The figures of `policy.outputs`.
OUTPUT_NAMES = (
    "monetary_eligibility", "weekly_amount", "weekly_amount_with_dependents", "weekly_payable", "weeks",
    "maximum_total", "waiting_weeks", "payable_for_weeks_claimed", "amount_per_month", "amount_once", "amount_per_day",
    "duration_months", "duration_days", "first_payment", "first_week_unpaid",
)  # fmt: skip
#: An output beside those of `policy.outputs`: whether the person is eligible.
VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class Input:
    """Where one of their variables goes; `ignore` says why it goes nowhere."""

    fact: str = ""
    scale: Decimal = Decimal(1)
    words: Mapping[str, Any] | None = None
    ignore: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """Which of our figures one of their variables is compared with.

    Attributes:
        scale: our figure times this is theirs.
        refused: what their model says for somebody who is not eligible; None compares our figure all the same.
    """

    benefit: str = ""
    output: str = ""
    scale: Decimal = Decimal(1)
    refused: Decimal | int | bool | None = None
    ignore: str = ""


@dataclass(frozen=True, slots=True)
class Members:
    """The other persons of a group as a list fact."""

    fact: str
    group: str
    fields: Mapping[str, str]
    relation: str
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OpenFiscaMapping:
    """A mapping file; see docs/how-to/exchange-rules.md."""

    jurisdiction: str
    place_variable: str
    places: Mapping[str, str]
    last_day: bool
    persons: tuple[str, ...]
    groups: Mapping[str, str]
    inputs: Mapping[str, Input]
    outputs: Mapping[str, Output]
    members: Members | None
    assumed: Mapping[str, Any] = field(default_factory=dict)


def read_mapping(file: Path, rule_base: RuleBase) -> OpenFiscaMapping:
    """Read a mapping file.

    Raises:
        ExchangeFormatError: it breaks the schema.
        ExchangeMappingError: it names a fact, word, benefit, output or place that the rules do not have.
    """
    raw = load_yaml(file)
    fault = jsonschema.exceptions.best_match(_validator().iter_errors(raw))
    if fault is not None:
        where = "/".join(str(step) for step in fault.absolute_path) or "(top)"
        raise ExchangeFormatError(
            f"{file.name}, at {where}: {fault.message}.",
            hint="policy/schema/openfisca-mapping.schema.json says what a mapping holds.",
            file=str(file),
            where=where,
        )
    mapping = _mapping(raw)
    _check(mapping, rule_base, file.name)
    return mapping


def _mapping(raw: Mapping[str, Any]) -> OpenFiscaMapping:
    places = raw.get("places", {})
    members = raw.get("members")
    relation = members.get("relation", {}) if members else {}
    return OpenFiscaMapping(
        jurisdiction=raw.get("jurisdiction", ""),
        place_variable=places.get("variable", ""),
        places=places.get("codes", {}),
        last_day=raw.get("day") == "last",
        persons=tuple(raw.get("persons", ("persons", "person"))),
        groups=raw.get("groups", {}),
        inputs={
            name: Input(item.get("fact", ""), _scale(item), item.get("words"), item.get("ignore", ""))
            for name, item in raw["inputs"].items()
        },
        outputs={
            name: Output(
                item.get("benefit", ""),
                item.get("output", ""),
                _scale(item),
                item.get("refused"),
                item.get("ignore", ""),
            )
            for name, item in raw["outputs"].items()
        },
        members=members
        and Members(
            members["fact"], members["group"], members.get("fields", {}), relation.get("field", ""),
            relation.get("roles", {}),
        ),
        assumed={item["fact"]: item["value"] for item in raw.get("assume", ())},
    )  # fmt: skip


def _scale(raw: Mapping[str, Any]) -> Decimal:
    return Decimal(raw.get("multiply", 1)) / Decimal(raw.get("divide", 1))


def _check(mapping: OpenFiscaMapping, rule_base: RuleBase, file: str) -> None:
    def refuse(what: str, name: str, known: Any) -> ExchangeMappingError:
        return ExchangeMappingError(
            f"{file}: there is no {what} {name!r}.",
            hint=f"There may be: {', '.join(sorted(known))}.",
            hint_zh=f"可用的有：{'、'.join(sorted(known))}。",
            name=name,
        )

    facts = [item.fact for item in mapping.inputs.values() if item.fact] + list(mapping.assumed)
    for fact in (*facts, *((mapping.members.fact,) if mapping.members else ())):
        if fact not in rule_base.facts:
            raise refuse("fact", fact, rule_base.facts)
    for item in mapping.inputs.values():
        spec = rule_base.facts.get(item.fact)
        for word in (item.words or {}).values():
            if spec is not None and spec.words and word not in spec.words:
                raise refuse(f"word of {item.fact}", str(word), spec.words)
    for output in mapping.outputs.values():
        if output.ignore:
            continue
        if output.benefit not in rule_base.benefits:
            raise refuse("benefit", output.benefit, rule_base.benefits)
        if output.output not in (*OUTPUT_NAMES, VERDICT):
            raise refuse("output", output.output, (*OUTPUT_NAMES, VERDICT))
    for code in (*mapping.places.values(), *((mapping.jurisdiction,) if mapping.jurisdiction else ())):
        rule_base.chain(code)


@cache
def _validator() -> jsonschema.Draft202012Validator:
    text = resources.files("policy").joinpath("schema", "openfisca-mapping.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))
