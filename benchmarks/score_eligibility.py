"""Verdicts, sums and months against worked examples from the statutes, and verdicts from incomplete facts."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks.score_row import ScoreRow
from ontology import Verdict
from policy import (
    Decision,
    Example,
    Facts,
    FactSpec,
    RuleBase,
    check_example,
    evaluate_benefit,
    load_rule_base,
    parse_facts,
)
from policy import read_examples as read_all
from policy.errors import ContradictoryFactsError

_DATA = "worked examples from statutes, policy/examples"
_EXAMPLES = (
    "The examples were worked out by hand from the clauses and ship with the rules; the tests hold the rules to them, "
    "so this guards against regress and says nothing about cases nobody wrote down. The baseline takes every missing "
    "yes/no fact for no and every missing number for 0, and what it still cannot tell for not eligible."
)
_PARTIAL = (
    "Every stated fact of every example is left out once. A verdict is sound if it is unknown or the one that all "
    "facts give; decided is the share of those verdicts that are not unknown. The baseline is the one above."
)


def rows() -> list[ScoreRow]:
    """Exact agreement on the examples, and soundness when one fact is missing."""
    rule_base = load_rule_base()
    examples = read_all()
    exact = sum(not check_example(rule_base, example) for example in examples)
    naive = sum(_naive_is_exact(example, rule_base) for example in examples)
    partial = [(verdict(example, rule_base), less) for example in examples for less in _one_fact_less(example)]
    ours = [(full, verdict(less, rule_base)) for full, less in partial]
    theirs = [(full, naive_verdict(less, rule_base)) for full, less in partial]
    return [
        ScoreRow(
            task="eligibility",
            data=_DATA,
            n=len(examples),
            metric="exact agreement",
            ours=exact / len(examples),
            baseline=naive / len(examples),
            note=_EXAMPLES,
        ),
        ScoreRow(
            task="eligibility, one fact missing",
            data=_DATA,
            n=len(partial),
            metric="sound verdicts",
            ours=_share_sound(ours),
            baseline=_share_sound(theirs),
            note=_PARTIAL,
        ),
        ScoreRow(
            task="eligibility, one fact missing",
            data=_DATA,
            n=len(partial),
            metric="decided",
            ours=sum(given is not Verdict.UNKNOWN for _, given in ours) / len(ours),
            baseline=1.0,
            note=_PARTIAL,
        ),
    ]


def verdict(example: Example, rule_base: RuleBase) -> Verdict:
    """What the rules say."""
    return _decide(example, parse_facts(example.facts, rule_base), rule_base).verdict


def naive_verdict(example: Example, rule_base: RuleBase) -> Verdict:
    """What an evaluator without `unknown` says: what is not stated is no, or 0; what is not shown is not given."""
    found = _decide(example, fill_in(parse_facts(example.facts, rule_base), rule_base), rule_base).verdict
    return Verdict.NOT_ELIGIBLE if found is Verdict.UNKNOWN else found


def fill_in(facts: Facts, rule_base: RuleBase) -> Facts:
    """The facts with every missing yes/no fact as no and every missing number as 0, or as the least it may be."""
    invented = {name: _nothing(spec) for name, spec in rule_base.facts.items() if name not in facts.values}
    return facts.changed({name: value for name, value in invented.items() if value is not None})


def _decide(example: Example, facts: Facts, rule_base: RuleBase) -> Decision:
    return evaluate_benefit(rule_base, example.benefit, facts, on=example.on, jurisdiction=example.jurisdiction)


def _nothing(spec: FactSpec) -> bool | int | None:
    """What stands for a missing fact; None for dates and words, which have no natural nothing."""
    if spec.type == "boolean":
        return False
    if spec.type in {"number", "integer"}:
        return max(0, math.ceil(spec.minimum or 0))
    return None


def _naive_is_exact(example: Example, rule_base: RuleBase) -> bool:
    """Verdict, and sums as far as facts that nobody stated leave them alone."""
    wanted = Verdict(str(example.expected.get("verdict", Verdict.ELIGIBLE)))
    if naive_verdict(example, rule_base) is not wanted:
        return False
    if wanted is Verdict.NOT_ELIGIBLE:
        return True
    invented = fill_in(Facts({}), rule_base).values
    filled = {name: value for name, value in invented.items() if name not in example.facts}
    try:
        return not check_example(rule_base, replace(example, facts={**filled, **example.facts}))
    except ContradictoryFactsError:
        return False


def _one_fact_less(example: Example) -> Iterator[Example]:
    for name in sorted(example.facts):
        yield replace(example, facts={key: value for key, value in example.facts.items() if key != name})


def _share_sound(pairs: Sequence[tuple[Verdict, Verdict]]) -> float:
    return sum(given in {full, Verdict.UNKNOWN} for full, given in pairs) / len(pairs)
