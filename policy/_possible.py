"""`possible(if ...)`: what would have to be true for an undecided benefit to be granted, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from policy._base import RuleBase
from policy._decision import Condition, Decision
from policy._facts import Facts, FactSpec
from policy._needs import Change, NeedSet
from policy._suitable import Suitable, suitable_values
from policy._values import Text
from policy._wording import fact_words, run_words


@dataclass(frozen=True, slots=True)
class PossibleIf:
    """One way in which a benefit comes true.

    Attributes:
        facts: what has to be so; `confirm` are those of them that may be so already, since they are unknown.
        text: the same as one sentence.
    """

    benefit_id: str
    facts: tuple[str, ...]
    confirm: tuple[str, ...]
    text: Text


def possible_if(
    rule_base: RuleBase,
    decision: Decision,
    needs: tuple[NeedSet, ...],
    *,
    facts: Facts | None = None,
    on: date | None = None,
) -> tuple[PossibleIf, ...]:
    """The ways, in the order of the need-sets: fewest changes first.

    Args:
        decision: of the benefit; its conditions say in words what the law needs of a fact.
        needs: from `need_sets` for the same facts, day and place.
        facts, on: those facts and that day; with both, other values that would do as well are named (`at least 12
            months`), each tried. Without them a number is the nearest one that does.
    """
    return tuple(_way(rule_base, decision, item, facts, on) for item in needs)


def _way(rule_base: RuleBase, decision: Decision, needs: NeedSet, facts: Facts | None, on: date | None) -> PossibleIf:
    runs: Mapping[str, Suitable] = {}
    if facts is not None and on is not None:
        runs = suitable_values(rule_base, needs, facts, on=on, jurisdiction=decision.jurisdiction)
    return PossibleIf(
        decision.benefit_id,
        tuple(change.fact for change in needs.changes),
        tuple(change.fact for change in needs.changes if change.confirm),
        _sentence(
            [_words(change, rule_base.facts[change.fact], decision, runs.get(change.fact)) for change in needs.changes]
        ),
    )


def _sentence(parts: list[Text]) -> Text:
    return {
        "zh": "如果" + "，且".join(part["zh"] for part in parts) + "。",
        "en": "If " + ", and ".join(part["en"] for part in parts) + ".",
    }


def _words(change: Change, spec: FactSpec, decision: Decision, run: Suitable | None) -> Text:
    """`contributions: at least 12 months`; the law's own words where one open condition alone compares the fact."""
    name = spec.short_name
    conditions = [item for item in decision.conditions if change.fact in item.facts and item.met is not True]
    if spec.type in ("number", "integer", "date") and len(conditions) == 1 and _compares(conditions[0]):
        need = conditions[0].need_text
    elif run is not None:
        need = run_words(run.lowest, run.highest, spec)
    else:
        words = [fact_words(spec, value) for value in (change.after, *change.alternatives)]
        need = {"zh": "或".join(word["zh"] for word in words), "en": " or ".join(word["en"] for word in words)}
    return {"zh": f"{name['zh']}：{need['zh']}", "en": f"{name['en']}: {need['en']}"}


def _compares(condition: Condition) -> bool:
    """Whether what the law needs is a plain comparison of the one fact."""
    return len(condition.facts) == 1 and condition.need.partition(" ")[0] in {"<", "<=", ">", ">=", "=="}
