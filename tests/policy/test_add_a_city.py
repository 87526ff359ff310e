"""docs/how-to/add-a-city.md works as written: a copy of the rules, the page's YAML, and nothing else."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from policy import check_example, check_rules, evaluate_benefit, load_rule_base, parse_facts, read_examples
from tests.pages import page_text

pytestmark = pytest.mark.checkout

PAGE = page_text("docs/how-to/add-a-city.md")
#: (`New file` or `Add to the end of`, path, YAML), in the order of the page.
STEPS = re.findall(r"^(New file|Add to the end of) `([\w/.-]+)`:\n```yaml\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE)
RULES = "rules/CN-999900/flexible_employment_subsidy.yaml"


@pytest.fixture
def draft(copied: Path) -> Path:
    """A copy of the shipped rules with every step of the page done."""
    for how, name, text in STEPS:
        path = copied / name
        path.parent.mkdir(exist_ok=True)
        if how == "New file":
            assert not path.exists()
            path.write_text(text, encoding="utf-8")
        else:
            path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return copied


def test_page_has_its_five_steps_in_yaml() -> None:
    assert [name for _, name, _ in STEPS] == [
        "rules/jurisdictions.yaml",
        "rules/CN-999900/sources.yaml",
        "facts/cn_sample_city.yaml",
        RULES,
        "examples/cn_sample_city.yaml",
    ]


def test_city_of_the_page_is_in_order(draft: Path) -> None:
    assert [finding for finding in check_rules(draft) if "sample" in str(finding) or "999900" in str(finding)] == []


def test_examples_of_the_page_come_out(draft: Path) -> None:
    rules = load_rule_base(draft)

    examples = read_examples(draft)

    assert len(examples) == 10
    assert [check_example(rules, example) for example in examples] == [""] * 10


def test_person_of_the_page_gets_the_answer_of_the_page(draft: Path) -> None:
    rules = load_rule_base(draft)
    raw = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    answer = re.search(r"^Answer: (.*)\.$", PAGE, re.MULTILINE)
    assert raw
    assert answer

    decision = evaluate_benefit(
        rules,
        "cn-flexible-employment-subsidy",
        parse_facts(json.loads(raw[1]), rules),
        on=date(2026, 11, 22),
        jurisdiction="CN-999900",
    )

    money = decision.amount_per_month
    assert money
    assert answer[1] == (
        f"{decision.verdict}, {money.amount:.2f} {money.currency} a month, {decision.duration_months} months, "
        f"from {decision.first_payment}"
    )


def test_fault_of_the_page_is_found_in_its_words(draft: Path) -> None:
    path = draft / RULES
    text = path.read_text(encoding="utf-8")
    assert "value: 800\n" in text
    path.write_text(text.replace("value: 800\n", "value: 810\n"), encoding="utf-8")
    said = re.search(r"```text\n(.*?)\n```", PAGE, re.DOTALL)
    assert said

    found = [finding for finding in check_rules(draft) if finding.rule == "formula"]

    assert [f"{finding.where}: {finding.en}" for finding in found] == [said[1]]
    assert [finding.file for finding in found] == [RULES]


def test_wrong_example_of_a_newcomer_is_found(draft: Path) -> None:
    path = draft / "examples/cn_sample_city.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("499.80 CNY", "499.90 CNY"), encoding="utf-8")

    found = [finding for finding in check_rules(draft) if finding.rule == "example"]

    assert [(finding.file, finding.where) for finding in found] == [("examples/cn_sample_city.yaml", "under-the-cap")]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("slot: monthly", "slott: monthly", "slott"),
        ("{param: flexible_subsidy_rate}", "{param: flexible_subsidy_rat}", "no parameter 'flexible_subsidy_rat'"),
        ("{var: flexible_pays_pension}", "{var: flexible_pay_pension}", "no fact 'flexible_pay_pension'"),
        ("jurisdiction: CN-999900", "jurisdiction: CN-999901", "is not the folder's"),
        ("source: sample-city-notice, article: 四", "source: sample-notice, article: 四", "is not listed"),
        ("from: '2026-01-01'\n    to", "from: '2026-02-30'\n    to", "is no day"),
    ],
)
def test_typo_of_a_newcomer_is_named(draft: Path, old: str, new: str, words: str) -> None:
    path = draft / RULES
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    findings = check_rules(draft)

    assert any(words in finding.en for finding in findings), findings
