"""The examples of a page of docs/benefits: benefit, place and day, the facts, and the answer written below them."""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from ontology import Money
from policy import RuleBase, evaluate_benefit, outputs, parse_facts
from tests.pages import page_text

_EXAMPLE = re.compile(
    r"`([\w-]+)` in `([\w-]+)` on (\d{4}-\d\d-\d\d):\n```json\n(.*?)```\ngives\n```json\n(.*?)```", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class PageExample:
    """One example of a page; `answer` has a verdict, and may have outputs and other fields of a decision."""

    benefit: str
    place: str
    on: date
    facts: dict[str, object]
    answer: dict[str, Any]


def read_page(name: str) -> list[PageExample]:
    """Every example of a page, in its order."""
    text = page_text(f"docs/benefits/{name}")
    return [
        PageExample(benefit, place, date.fromisoformat(day), json.loads(facts), json.loads(answer))
        for benefit, place, day, facts, answer in _EXAMPLE.findall(text)
    ]


def answer_of(rules: RuleBase, example: PageExample) -> dict[str, Any]:
    """What the rules answer, cut down to the fields that the page shows, in the form in which it shows them."""
    facts = parse_facts(example.facts, rules)
    decision = evaluate_benefit(rules, example.benefit, facts, on=example.on, jurisdiction=example.place)
    figures = outputs(rules, example.benefit, facts, on=example.on, jurisdiction=example.place)
    found: dict[str, Any] = {name: plain(getattr(decision, name)) for name in example.answer if name != "outputs"}
    if "outputs" in example.answer:
        found["outputs"] = {name: plain(figures[name].value) for name in example.answer["outputs"]}
    return found


def plain(value: object) -> object:
    """A sum as `400.00 USD`, a day as text, several facts as a list."""
    if isinstance(value, Money):
        return f"{value.amount:.2f} {value.currency}"
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value
