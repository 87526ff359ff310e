"""docs/benefits/us.md is true: its examples give the answers written below them, and its facts exist."""

import re

import pytest

from policy import RuleBase
from tests.pages import page_text
from tests.policy.benefit_pages import PageExample, answer_of, read_page

pytestmark = pytest.mark.checkout

EXAMPLES = read_page("us.md")
PAGE = page_text("docs/benefits/us.md")


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.place for example in EXAMPLES])
def test_example_of_the_page_gives_its_answer(rules: RuleBase, example: PageExample) -> None:
    assert answer_of(rules, example) == example.answer


def test_page_shows_each_of_its_six_states_with_every_figure() -> None:
    assert [example.place for example in EXAMPLES] == ["US-NY", "US-NJ", "US-PA", "US-UT", "US-OK", "US-AL"]
    assert all(len(example.answer["outputs"]) == 9 for example in EXAMPLES)


def test_facts_that_the_page_names_exist(rules: RuleBase) -> None:
    table = PAGE.split("| fact | for | meaning |")[1].split("Wages that no four quarters")[0]
    named = {
        name
        for row in table.splitlines()
        if row.count("|") > 3
        for name in re.findall(r"`([a-z_]+)`", row.split("|")[1])
    }

    assert len(named) > 20
    assert named <= set(rules.facts)
