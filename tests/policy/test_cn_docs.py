"""docs/benefits/cn.md is true: its examples give the answers written below them, and its facts exist."""

import json
import re
from datetime import date

import pytest

from policy import RuleBase, evaluate_benefit, parse_facts
from tests.pages import page_text

pytestmark = pytest.mark.checkout

PAGE = page_text("docs/benefits/cn.md")
EXAMPLES = re.findall(
    r"`(CN(?:-\d+)?)`:\n```json\n(.*?)```\n`([\w-]+)` (eligible|not_eligible|unknown)([^\n]*)", PAGE, re.DOTALL
)


@pytest.mark.parametrize(
    ("place", "raw", "benefit", "verdict", "answer"), EXAMPLES, ids=[f"{item[0]}-{item[2]}" for item in EXAMPLES]
)
def test_example_of_the_page_gives_its_answer(
    rules: RuleBase, place: str, raw: str, benefit: str, verdict: str, answer: str
) -> None:
    facts = parse_facts(json.loads(raw), rules)

    decision = evaluate_benefit(rules, benefit, facts, on=date(2026, 11, 22), jurisdiction=place)

    assert decision.verdict == verdict
    said = re.search(r"([\d.]+) CNY (a month|once)", answer)
    paid = decision.amount_per_month if said is None or said[2] == "a month" else decision.amount_once
    assert (f"{paid.amount:.2f}" if paid else None) == (said[1] if said else None)
    months = re.search(r", (\d+) months", answer)
    assert decision.duration_months == (int(months[1]) if months else None)


def test_page_shows_every_place_with_rules_on_unemployment_insurance(rules: RuleBase) -> None:
    with_rules = {place for benefit, _, place in rules.provisions if benefit == "cn-unemployment-insurance"}

    # Guangdong is seen from its cities, Henan from Kaifeng.
    assert with_rules - {"CN-440000", "CN-410000"} <= {item[0] for item in EXAMPLES}


def test_facts_that_the_page_names_exist(rules: RuleBase) -> None:
    table = PAGE.split("| fact | what it says |")[1].split("Figures:")[0]
    named = {
        name
        for row in table.splitlines()
        if row.count("|") > 2
        for name in re.findall(r"`([a-z_*]+)`", row.split("|")[1])
    }

    assert len(named) > 35
    assert {name for name in named if not name.endswith("*")} <= set(rules.facts)
