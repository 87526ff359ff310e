"""Have and need of a condition in the words of the fact schema, for people who do not read expressions."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from policy._expression import Expression, Scope
from policy._facts import FactSpec
from policy._rules import Wording
from policy._values import Kind, Text, Value, render

_UNKNOWN = {"zh": "未知", "en": "unknown"}
_YES, _NO = {"zh": "是", "en": "yes"}, {"zh": "否", "en": "no"}
_OFFICIAL = {"zh": "由经办机构判断", "en": "the agency decides"}
_NOT_HELD = {"zh": "未收录的数值", "en": "a figure that we do not hold"}
_NUMBERS = {
    "<": ("少于", "less than"), "<=": ("不超过", "at most"), ">": ("多于", "more than"), ">=": ("至少", "at least"),
    "==": ("等于", "exactly"), "!=": ("不等于", "other than"),
}  # fmt: skip
_DATES = {
    "<": ("早于", "before"), "<=": ("不晚于", "on or before"), ">": ("晚于", "after"), ">=": ("不早于", "on or after"),
    "==": ("正好是", "on"), "!=": ("不是", "not on"),
}  # fmt: skip
#: Units by the fact schema: Chinese, English for one, English for more.
_UNITS = {
    "month": ("个月", "month", "months"), "day": ("天", "day", "days"),
    "hour/week": ("小时/周", "hour a week", "hours a week"),
    "CNY": ("元", "CNY", "CNY"), "CNY/month": ("元/月", "CNY a month", "CNY a month"),
    "USD": ("美元", "USD", "USD"), "USD/week": ("美元/周", "USD a week", "USD a week"),
    "USD/month": ("美元/月", "USD a month", "USD a month"), "USD/year": ("美元/年", "USD a year", "USD a year"),
    "EUR": ("欧元", "EUR", "EUR"), "EUR/day": ("欧元/天", "EUR a day", "EUR a day"),
    "EUR/month": ("欧元/月", "EUR a month", "EUR a month"), "CNY/year": ("元/年", "CNY a year", "CNY a year"),
    "year": ("岁", "year", "years"), "week": ("周", "week", "weeks"), "hour": ("小时", "hour", "hours"),
    "person": ("人", "person", "people"), "/1": ("", "", ""),
}  # fmt: skip
_JOINS = {"and": ("，并且", ", and "), "or": ("，或者", ", or ")}


def wording(test: Expression, text: Text, facts: Mapping[str, FactSpec]) -> Wording:
    """How to write have and need of a test in words.

    A comparison, a fact or a list of words is written alone, since the condition's text names the subject; a negated
    or joined test is written out with the facts' names, or as the condition's text where it has no words of its own.
    """
    if test.operator == "if" and test.operands[2].operator == "is":
        return wording(test.operands[2], text, facts)
    if test.operator in _NUMBERS:
        return lambda scope: (
            quantity(test.operands[0].read(scope), unit_of(test, facts)),
            comparison_words(test, test.operands[1].read(scope), facts) or text,
        )
    if test.operator in ("var", "is"):
        spec, needed = facts[test.facts[0]], _wanted(test, facts)
        return lambda scope: (fact_words(spec, scope.facts.get(spec.id)), needed)
    lister, words = listing(test, facts), joined_words(test, text, facts)
    return lambda scope: (lister(scope.facts), words(scope))


def joined_words(test: Expression, text: Text, facts: Mapping[str, FactSpec]) -> Callable[[Scope], Text]:
    """How to write what a negated or joined test needs; `text` where it has no words of its own."""
    if not _has_words(test):
        return lambda _: text
    return lambda scope: _statement(test, scope, facts) or text


def fact_words(spec: FactSpec, value: Value | None) -> Text:
    """One fact's value as a person would say it: the enum's words, yes and no, a number with its unit."""
    if isinstance(value, str) and value in spec.words:
        return spec.words[value]
    return quantity(value, spec.unit)


def quantity(value: Value | None, unit: str) -> Text:
    """A value with its unit in words."""
    if value is None:
        return _UNKNOWN
    if isinstance(value, bool):
        return _YES if value else _NO
    shown = render(value)
    if unit not in _UNITS or not isinstance(value, int | Decimal):
        return {"zh": shown, "en": shown}
    zh, one, more = _UNITS[unit]
    return {"zh": f"{shown} {zh}".rstrip(), "en": f"{shown} {one if value == 1 else more}".rstrip()}


def unit_words(unit: str) -> Text:
    """A unit of the fact schema in words; its own sign where it has none."""
    zh, _, more = _UNITS.get(unit, (unit, unit, unit))
    return {"zh": zh, "en": more}


def comparison_words(test: Expression, value: Any, facts: Mapping[str, FactSpec]) -> Text | None:
    """`at least 12 months`, `value` being that of the right side; None when that is a sum of facts not known."""
    left, right = test.operands
    if value is not None:
        side = quantity(value, unit_of(test, facts))
    elif right.operator == "var":
        name = facts[right.name].short_name
        side = {"zh": f"“{name['zh']}”", "en": f"“{name['en']}”"}
    elif right.facts:
        return None
    else:
        side = _NOT_HELD
    zh, en = (_DATES if left.kind is Kind.DATE else _NUMBERS)[test.operator]
    return {"zh": f"{zh} {side['zh']}", "en": f"{en} {side['en']}"}


def _wanted(test: Expression, facts: Mapping[str, FactSpec]) -> Text:
    """What a fact has to be."""
    if test.operator != "is":
        return _NO if test.operator == "!" else _YES
    words = [facts[test.facts[0]].words[word] for word in test.literal]
    if len(words) == 1:
        return words[0]
    return {
        "zh": "以下之一：" + "；".join(word["zh"] for word in words),
        "en": "one of: " + "; ".join(word["en"] for word in words),
    }


def listing(test: Expression, facts: Mapping[str, FactSpec]) -> Callable[[Mapping[str, Any]], Text]:
    """How to write every fact that a test reads, by name, with its value."""
    named = [(name, facts[name], facts[name].short_name) for name in test.facts]

    def write(values: Mapping[str, Any]) -> Text:
        known = [(short, fact_words(spec, values.get(name))) for name, spec, short in named]
        return {
            "zh": "；".join([f"{name['zh']}：{value['zh']}" for name, value in known]),
            "en": "; ".join([f"{name['en']}: {value['en']}" for name, value in known]),
        }

    return write


def _has_words(test: Expression) -> bool:
    """Whether a joined test can be written out; a look-up in a table cannot."""
    return test.operator != "table" and all(_has_words(operand) for operand in test.operands)


def _statement(test: Expression, scope: Scope, facts: Mapping[str, FactSpec]) -> Text | None:
    """A whole test in words, naming its facts; None when a part has no words now."""
    if test.operator == "undecided":
        return _OFFICIAL
    if test.operator in _JOINS:
        parts = [_part(operand, scope, facts) for operand in test.operands]
        zh, en = _JOINS[test.operator]
        said = [part for part in parts if part is not None]
        if len(said) < len(parts):
            return None
        return {"zh": zh.join(part["zh"] for part in said), "en": en.join(part["en"] for part in said)}
    if test.operator == "first_known":
        # What stands first is what the law asks; the others only stand in for it.
        return _statement(test.operands[0], scope, facts)
    side = (test.operands or (test,))[0]
    names = [facts[name].short_name for name in (side.operands[-1] if side.operator == "first_known" else side).facts]
    subject = {"zh": "加".join(name["zh"] for name in names), "en": " plus ".join(name["en"] for name in names)}
    in_numbers = test.operator in _NUMBERS
    needed = comparison_words(test, test.operands[1].read(scope), facts) if in_numbers else _wanted(test, facts)
    return needed and {"zh": f"{subject['zh']}：{needed['zh']}", "en": f"{subject['en']}: {needed['en']}"}


def _part(test: Expression, scope: Scope, facts: Mapping[str, FactSpec]) -> Text | None:
    """A part of a joined test; one that is joined itself stands in brackets."""
    said = _statement(test, scope, facts)
    if said is None or test.operator not in _JOINS:
        return said
    return {"zh": f"（{said['zh']}）", "en": f"({said['en']})"}


def unit_of(test: Expression, facts: Mapping[str, FactSpec]) -> str:
    """The unit of a comparison: that of the first fact on its left side."""
    return next((facts[name].unit for name in test.operands[0].facts), "")
