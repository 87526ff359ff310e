"""The house rules hold, and each of them fails on a bad sample."""

from dataclasses import replace
from pathlib import Path

import pytest

from policy import RuleBase, lint_rules, load_rule_base

ZHENGZHOU = "rules/CN-410100/unemployment_insurance.yaml"


def test_shipped_rules_are_clean(rules: RuleBase) -> None:
    assert lint_rules(rules) == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (ZHENGZHOU, "2100\n        status: unverified", "2100\n        status: in_force", "mark it unverified"),
        (ZHENGZHOU, ", quote: 并足额缴纳失业保险费满一年的}", "}", "copy the clause"),
        (
            "rules/CN-440300/minimum_wage.yaml",
            "value: 2700, status: in_force",
            "value: 2700, status: expired",
            "give it a `to`",
        ),
        (
            ZHENGZHOU,
            "{zh: 已办理失业登记, en: Registered as unemployed}",
            "{zh: registered, en: Registered as unemployed}",
            "is not Chinese",
        ),
        (ZHENGZHOU, "en: Registered as unemployed}", "en: 已登记}", "has Chinese in it"),
    ],
)
def test_lint_finds_a_bad_sample(copied: Path, file: str, old: str, new: str, words: str) -> None:
    path = copied / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    findings = lint_rules(load_rule_base(copied))

    assert any(words in finding for finding in findings)


def test_lint_finds_an_unused_fact(rules: RuleBase) -> None:
    spare = replace(rules.facts["receiving_ui"], id="shoe_size")

    findings = lint_rules(replace(rules, facts={**rules.facts, "shoe_size": spare}))

    assert findings == ("The fact shoe_size is asked by no rule: use or remove it.",)


def test_lint_finds_an_unused_parameter(rules: RuleBase) -> None:
    spare = replace(rules.parameters["minimum_wage"], id="maximum_wage")

    findings = lint_rules(replace(rules, parameters={**rules.parameters, "maximum_wage": spare}))

    assert findings == ("The parameter maximum_wage is read by no rule: use or remove it.",)
