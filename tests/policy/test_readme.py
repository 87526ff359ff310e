"""The README is true: its examples give the answers written below them, and it lists every operator."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

import policy
from policy import RuleBase, evaluate_benefit, parse_facts
from policy._operators import BUILDERS

README = (Path(policy.__file__).parent / "README.md").read_text(encoding="utf-8")
BENEFIT_PAGES = Path(policy.__file__).parents[1] / "docs/benefits"
EXAMPLES = re.findall(r"`([A-Z]{2}(?:-\w+)?)`:\n```json\n(.*?)```\n`([\w-]+)` (eligible)([^\n]*)", README, re.DOTALL)


@pytest.mark.parametrize(("place", "raw", "benefit", "verdict", "answer"), EXAMPLES, ids=[item[0] for item in EXAMPLES])
def test_readme_example_gives_its_answer(
    rules: RuleBase, place: str, raw: str, benefit: str, verdict: str, answer: str
) -> None:
    facts = parse_facts(json.loads(raw), rules)

    decision = evaluate_benefit(rules, benefit, facts, on=date(2026, 11, 22), jurisdiction=place)

    assert decision.verdict == verdict
    sum_of_money = re.search(r"([\d.]+) (?:CNY|USD) (a month|once)", answer)
    if sum_of_money:
        paid = decision.amount_per_month if sum_of_money[2] == "a month" else decision.amount_once
        assert paid is not None
        assert f"{paid.amount:.2f}" == sum_of_money[1]
    months = re.search(r", (\d+) months", answer)
    assert decision.duration_months == (int(months[1]) if months else None)


@pytest.mark.checkout
def test_pages_have_an_example_for_each_jurisdiction_with_rules(rules: RuleBase) -> None:
    """In the README, or in a page of docs/benefits/, whose examples have tests of their own."""
    pages = [README, *(page.read_text(encoding="utf-8") for page in BENEFIT_PAGES.glob("*.md"))]
    shown = {place for page in pages for place in re.findall(r"`([A-Z]{2}(?:-\w+)?)`[^\n]*:\n```json", page)}
    with_rules = {place for _, _, place in rules.provisions}

    # Henan's rules are seen from Zhengzhou, Guangdong's from its two cities.
    assert with_rules - {"CN-410000", "CN-440000"} <= shown


def test_readme_lists_every_operator() -> None:
    table = README.split("| operator |")[1].split("## Speed")[0]

    assert set(re.findall(r"`([^`\s]+)`", table)) >= set(BUILDERS)
