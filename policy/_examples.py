"""Worked examples from the statutes: facts, day and place with the answer that the clause gives, worked out by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from ontology import Money
from policy._base import RuleBase
from policy._decision import Decision
from policy._evaluate import evaluate_benefit
from policy._facts import read_facts
from policy._outputs import outputs
from policy._provisions import parse_day
from policy._yaml import read_yaml
from policy.errors import RuleFileError


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example; `clause` names the clause and shows the sum."""

    id: str
    clause: str
    benefit: str
    jurisdiction: str
    on: date
    facts: Mapping[str, object]
    expected: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ExampleScore:
    """How many examples come out exactly, and what is wrong with the others."""

    total: int
    exact: int
    faults: tuple[str, ...]


def read_examples(directory: Path | None = None) -> tuple[Example, ...]:
    """Every worked example of a rule directory, in the order of the files.

    Args:
        directory: holds `examples/`; by default the ones that ship with the rules.

    Raises:
        RuleFileError: an example file is not in order.
    """
    root: Traversable = resources.files("policy") if directory is None else directory
    folder = root.joinpath("examples")
    found: list[Example] = []
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if not file.name.endswith(".yaml"):
            continue
        document = read_yaml(file, schema="examples.schema.json")
        found.extend(_example(file.name.removesuffix(".yaml"), document, raw) for raw in document["examples"])
    return tuple(found)


def _example(file: str, document: Mapping[str, Any], raw: Mapping[str, Any]) -> Example:
    where = f"{file}/{raw['id']}"
    for name in ("on", "jurisdiction"):
        if name not in raw and name not in document:
            raise RuleFileError(f"{where} has no `{name}`.", hint="Give it in the example or at the top of the file.")
    return Example(
        id=where,
        clause=raw["clause"],
        benefit=raw.get("benefit", document["benefit"]),
        jurisdiction=raw.get("jurisdiction", document.get("jurisdiction")),
        on=parse_day(raw.get("on", document.get("on")), where),
        facts={**document["base"], **raw.get("facts", {})},
        expected=raw["expected"],
    )


def score_examples(rule_base: RuleBase) -> ExampleScore:
    """Evaluate every example and compare exactly: verdict, sums, months, reasons."""
    examples = read_examples()
    faults = [fault for example in examples if (fault := check_example(rule_base, example))]
    return ExampleScore(len(examples), len(examples) - len(faults), tuple(faults))


def check_example(rule_base: RuleBase, example: Example) -> str:
    """Evaluate one example; an empty text when all is as expected, else what differs."""
    facts = read_facts(example.facts, rule_base.facts, rule_base.contradictions)
    decision = evaluate_benefit(rule_base, example.benefit, facts, on=example.on, jurisdiction=example.jurisdiction)
    found = _comparable(decision)
    expected = dict(example.expected)
    if "outputs" in expected:
        figures = outputs(rule_base, example.benefit, facts, on=example.on, jurisdiction=example.jurisdiction)
        found.update({f"outputs.{name}": _plain(figure.value) for name, figure in figures.items()})
        wanted_figures: Any = expected.pop("outputs")
        expected.update({f"outputs.{name}": value for name, value in wanted_figures.items()})
    wrong = [
        f"{name} is {found[name]!r}, expected {wanted!r}" for name, wanted in expected.items() if found[name] != wanted
    ]
    return f"{example.id}: {'; '.join(wrong)} ({example.clause})" if wrong else ""


def _comparable(decision: Decision) -> dict[str, object]:
    """The fields that an example may expect, in the form that examples use: sums as text with the currency."""
    found: dict[str, object] = {}
    for name in Decision.__slots__:
        value = getattr(decision, name)
        found[name] = list(value) if name == "unknown_facts" else _plain(value)
    found["failed"] = [item.id for item in decision.conditions if item.met is False]
    return found


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return f"{value.amount.quantize(Decimal('0.01'))} {value.currency}"
    return value.isoformat() if isinstance(value, date) else value
