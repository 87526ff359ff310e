"""Writing one condition's trace afresh: it is decided at once, and put into words when somebody reads the words.

`policy._kept_traces` keeps what comes out here where it can come again; `policy._wording` and `policy._spelling` have
the words.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from policy._decision import CONDITION_TEXTS, Condition
from policy._expression import Expression
from policy._quick import builder
from policy._rules import ConditionRule
from policy._scope import PlanMemory, Scope
from policy._spelling import listed
from policy._values import Text, render
from policy._wording import compares_days, comparison_words, quantity, unit_of

#: Evaluates a condition in a scope and writes it out.
Writer = Callable[[Scope], Condition]
#: What the person has and what the law needs, as figures and in words: the fields `CONDITION_TEXTS`.
_Texts = tuple[str, str, Text, Text]

_COMPARISONS = frozenset(("<", "<=", ">", ">=", "==", "!="))
_condition = builder(Condition, later=CONDITION_TEXTS, instead="_texts")


def writer_of(rule: ConditionRule, memory: PlanMemory, day: date) -> Writer:
    """The writer of a condition on the dated values of an event date."""
    plain = rule.test.operator in _COMPARISONS and not compares_days(rule.test)
    return (_comparison if plain else _whole)(rule, memory, day)


def settled(condition: Condition) -> Condition:
    """The same condition with its texts written, and nothing of the person it was written for."""
    return Condition(**{name: getattr(condition, name) for name in Condition.__slots__})


def reads_day(test: Expression) -> bool:
    """Whether an expression reads the day of the question, or takes a missing fact as something else."""
    return test.operator in ("on", "assume") or any(map(reads_day, test.operands))


def _comparison(rule: ConditionRule, memory: PlanMemory, day: date) -> Writer:
    """A comparison is read once, side by side, and its words are those of the two values."""
    test, specs = rule.test, memory.specs
    sign, unit, in_words = test.operator, unit_of(test, specs), comparison_words(test, specs)
    read, made = memory.reader(test, day, "sides"), _maker(rule)

    def words(left: Any, right: Any) -> _Texts:
        return render(left), f"{sign} {render(right)}", quantity(left, unit), in_words(right) or rule.text

    def write(scope: Scope) -> Condition:
        left, right, met = read(scope.facts, scope.on, scope)
        return made(met, (words, left, right))

    return write


def _whole(rule: ConditionRule, memory: PlanMemory, day: date) -> Writer:
    """Any other test: its words are written from the facts."""
    nobody, test = Scope({}, day, day, memory), rule.test
    need = rule.describe(nobody)[1]
    # A text shows parameters that deciding may not have come to.
    shown = (*(name for name, _ in nobody.used), *nobody.missing)
    read, made = memory.reader(test, day, shown=shown), _maker(rule)
    # A joined test is spelled with the figures of the law, the same for everybody, which takes longest.
    same = test.operator in ("and", "or") and not reads_day(test)

    def words(facts: Mapping[str, Any], on: date) -> _Texts:
        # On a scope of their own, so that they note nothing further.
        own = Scope(facts, on, day, memory)
        return (*((listed(test, facts), need) if same else rule.describe(own)), *rule.word(own))

    def write(scope: Scope) -> Condition:
        facts, on = scope.facts, scope.on
        return made(read(facts, on, scope), (words, facts, on))

    return write


def _maker(rule: ConditionRule) -> Callable[[bool | None, tuple[Any, ...]], Condition]:
    interpretation = rule.interpretation.rationale if rule.interpretation else None
    name, text, citation, status = rule.id, rule.text, rule.citation, rule.status
    facts, caseworker = rule.test.facts, rule.caseworker

    def made(met: bool | None, texts: tuple[Any, ...]) -> Condition:
        return _condition(name, text, met, citation, status, facts, caseworker, interpretation, texts)

    return made
