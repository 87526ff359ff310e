"""`possible(if ...)`: what would have to be true for an undecided benefit to be granted, in words."""

from dataclasses import dataclass

from policy._base import RuleBase
from policy._decision import Condition, Decision
from policy._facts import FactSpec
from policy._needs import Change, NeedSet
from policy._values import Text
from policy._wording import fact_words


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


def possible_if(rule_base: RuleBase, decision: Decision, needs: tuple[NeedSet, ...]) -> tuple[PossibleIf, ...]:
    """The ways, in the order of the need-sets: fewest changes first.

    Args:
        decision: of the benefit; its conditions say in words what the law needs of a fact.
        needs: from `need_sets` for the same facts, day and place.
    """
    return tuple(
        PossibleIf(
            decision.benefit_id,
            tuple(change.fact for change in item.changes),
            tuple(change.fact for change in item.changes if change.confirm),
            _sentence([_words(change, rule_base.facts[change.fact], decision) for change in item.changes]),
        )
        for item in needs
    )


def _sentence(parts: list[Text]) -> Text:
    return {
        "zh": "如果" + "，且".join(part["zh"] for part in parts) + "。",
        "en": "If " + ", and ".join(part["en"] for part in parts) + ".",
    }


def _words(change: Change, spec: FactSpec, decision: Decision) -> Text:
    """`contributions: at least 12 months`; the law's own words where one open condition alone compares the fact."""
    name = spec.short_name
    conditions = [item for item in decision.conditions if change.fact in item.facts and item.met is not True]
    if spec.type in ("number", "integer", "date") and len(conditions) == 1 and _compares(conditions[0]):
        need = conditions[0].need_text
    else:
        words = [fact_words(spec, value) for value in (change.after, *change.alternatives)]
        need = {"zh": "或".join(word["zh"] for word in words), "en": " or ".join(word["en"] for word in words)}
    return {"zh": f"{name['zh']}：{need['zh']}", "en": f"{name['en']}: {need['en']}"}


def _compares(condition: Condition) -> bool:
    """Whether what the law needs is a plain comparison of the one fact."""
    return len(condition.facts) == 1 and condition.need.partition(" ")[0] in {"<", "<=", ">", ">=", "=="}
