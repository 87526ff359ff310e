"""The worked examples that ship with the rules; each file says the clause and shows the sum."""

from dataclasses import replace

import pytest

from policy import Example, RuleBase, check_example, read_examples, score_examples

EXAMPLES = read_examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.id for example in EXAMPLES])
def test_example_comes_out_as_the_clause_says(rules: RuleBase, example: Example) -> None:
    assert check_example(rules, example) == ""


def test_examples_cover_every_benefit_and_both_verdicts(rules: RuleBase) -> None:
    verdicts = {(example.benefit, example.expected["verdict"]) for example in EXAMPLES}

    assert {benefit for benefit, _ in verdicts} == set(rules.benefits)
    assert {benefit for benefit, verdict in verdicts if verdict == "not_eligible"} == set(rules.benefits)


def test_example_with_a_wrong_sum_is_reported(rules: RuleBase) -> None:
    """72 months in Zhengzhou are 12 + 2 * 2 = 16 months, so 17 must be a fault that names both."""
    example = next(item for item in EXAMPLES if item.id == "cn_zhengzhou_ui/months-72")

    fault = check_example(rules, replace(example, expected={"verdict": "eligible", "duration_months": 17}))

    assert "duration_months is 16, expected 17" in fault


def test_score_counts_exact_examples(rules: RuleBase) -> None:
    score = score_examples(rules)

    assert (score.total, score.exact, score.faults) == (len(EXAMPLES), len(EXAMPLES), ())
