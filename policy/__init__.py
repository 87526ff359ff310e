"""Rules as data, dated parameters, a three-valued evaluator with trace, need-sets. Pure functions.

`load_rule_base()` reads the rule files, `parse_facts` one person's facts, `evaluate` answers for every benefit of a
place on a day, `need_sets` says which smallest changes would make somebody eligible. See `policy/README.md`.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from policy._base import RuleBase
from policy._decision import (
    AmountTier,
    CannotSay,
    Condition,
    Deadline,
    Decision,
    DerivedFact,
    Information,
    OtherReading,
    StopRule,
    UsedParameter,
    citation_to_json,
    decision_to_json,
)
from policy._evaluate import evaluate, evaluate_benefit
from policy._examples import Example, ExampleScore, check_example, read_examples, score_examples
from policy._facts import Facts, FactSpec, read_facts
from policy._findings import HOUSE_RULES, Finding, finding_to_json
from policy._form import Form, FormField, fact_form, form_to_json
from policy._lint import check_rules, lint_rules
from policy._load import load_rule_base
from policy._needs import Change, NeedSet, need_set_to_json, need_sets
from policy._outputs import Output, output_to_json, outputs
from policy._possible import PossibleIf, possible_if
from policy._records import to_records
from policy._rules import Benefit, Citation, Edition, Jurisdiction, Source, Status

if TYPE_CHECKING:
    from policy._cohort import CohortDecisions, evaluate_cohort
    from policy._cohort_columns import FactColumn
    from policy._cohort_figures import Figures
    from policy._cohort_judge import VerdictCode
    from policy._cohort_verdicts import CohortVerdicts, cohort_verdicts

__all__ = [
    "HOUSE_RULES",
    "AmountTier",
    "Benefit",
    "CannotSay",
    "Change",
    "Citation",
    "CohortDecisions",
    "CohortVerdicts",
    "Condition",
    "Deadline",
    "Decision",
    "DerivedFact",
    "Edition",
    "Example",
    "ExampleScore",
    "FactColumn",
    "FactSpec",
    "Facts",
    "Figures",
    "Finding",
    "Form",
    "FormField",
    "Information",
    "Jurisdiction",
    "NeedSet",
    "OtherReading",
    "Output",
    "PossibleIf",
    "RuleBase",
    "Source",
    "Status",
    "StopRule",
    "UsedParameter",
    "VerdictCode",
    "check_example",
    "check_rules",
    "citation_to_json",
    "cohort_verdicts",
    "decision_to_json",
    "evaluate",
    "evaluate_benefit",
    "evaluate_cohort",
    "fact_form",
    "finding_to_json",
    "form_to_json",
    "lint_rules",
    "load_rule_base",
    "need_set_to_json",
    "need_sets",
    "output_to_json",
    "outputs",
    "parse_facts",
    "possible_if",
    "read_examples",
    "score_examples",
    "to_records",
]

# Loaded when first asked for: they need numpy, and most questions are about one person.
_LATER = {
    "CohortDecisions": "_cohort",
    "CohortVerdicts": "_cohort_verdicts",
    "FactColumn": "_cohort_columns",
    "Figures": "_cohort_figures",
    "VerdictCode": "_cohort_judge",
    "cohort_verdicts": "_cohort_verdicts",
    "evaluate_cohort": "_cohort",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module 'policy' has no attribute {name!r}")
    value: object = getattr(import_module(f"policy.{_LATER[name]}"), name)
    globals()[name] = value
    return value


def parse_facts(raw: Mapping[str, object], rule_base: RuleBase) -> Facts:
    """Parse one person's facts as they come out of JSON, strictly; null or absent means unknown.

    Args:
        raw: fact id to value: numbers, true/false, `YYYY-MM-DD`, or a word of the fact's list.

    Raises:
        UnknownFactError, FactTypeError, FactRangeError, FactDateError: one fact is wrong.
        ContradictoryFactsError: two facts cannot be true together.

    >>> rules = load_rule_base()
    >>> parse_facts({"ui_contribution_months": 14}, rules).values["ui_contribution_months"]
    14
    """
    return read_facts(raw, rule_base.facts, rule_base.contradictions)
