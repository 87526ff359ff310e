"""Have and need of a condition in the words of the fact schema, for people who do not read expressions."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from policy._expression import Expression, Scope
from policy._facts import FactSpec
from policy._rules import Wording
from policy._values import Kind, Text, Value, render

#: Writes a test in words for the facts of a scope.
_Stater = Callable[[Scope], Text | None]

_UNKNOWN = {"zh": "未知", "en": "unknown"}
_YES, _NO = {"zh": "是", "en": "yes"}, {"zh": "否", "en": "no"}
_TODAY = {"zh": "今天", "en": "today"}
_OFFICIAL = {"zh": "由经办机构判断", "en": "the agency decides"}
#: Where the law's figure of the day is missing: "at least" something unknown would tell nobody anything.
_NOT_HELD = {"zh": "该日适用的数值未收录", "en": "we do not hold the figure that applies on that day"}
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
    if compares_days(test):
        return _days_wording(test, text, facts)
    if test.operator in _NUMBERS:
        unit, compared = unit_of(test, facts), comparison_words(test, facts)
        return lambda scope: (
            quantity(test.operands[0].read(scope), unit),
            compared(test.operands[1].read(scope)) or text,
        )
    if test.operator in ("var", "is"):
        spec, needed = facts[test.facts[0]], _wanted(test, facts)
        return lambda scope: (fact_words(spec, scope.facts.get(spec.id)), needed)
    lister, words = listing(test, facts), joined_words(test, text, facts)
    return lambda scope: (lister(scope.facts), words(scope))


def compares_days(test: Expression) -> bool:
    """Whether the day of a claim, or today, is compared with a day worked out from other facts.

    Then the claim's day alone, today, would read as if it were the fact that the condition asks for.
    """
    if test.operator not in _NUMBERS or test.operands[0].kind is not Kind.DATE:
        return False
    left, right = test.operands
    return bool(right.facts) and right.operator != "var" and any(part.operator == "on" for part in left.operands)


def _days_wording(test: Expression, text: Text, facts: Mapping[str, FactSpec]) -> Wording:
    """Both days by name; what is needed names the first: `day of the application: on or before 2027-01-01`."""
    left, right = test.operands
    named, compared = [facts[name] for name in left.facts], comparison_words(test, facts)
    subject = named[0].short_name if named else _TODAY

    def write(scope: Scope) -> tuple[Text, Text]:
        parts = [_about(subject, quantity(left.read(scope), ""))]
        parts += [
            _about(facts[name].short_name, fact_words(facts[name], scope.facts.get(name))) for name in right.facts
        ]
        have = [part for part in parts if part]
        needed = compared(right.read(scope))
        return (
            {"zh": "；".join(part["zh"] for part in have), "en": "; ".join(part["en"] for part in have)},
            _about(subject, needed) or text,
        )

    return write


def joined_words(test: Expression, text: Text, facts: Mapping[str, FactSpec]) -> Callable[[Scope], Text]:
    """How to write what a negated or joined test needs; `text` where it has no words of its own."""
    if not _has_words(test):
        return lambda _: text
    state = _statement(test, facts)
    return lambda scope: state(scope) or text


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


def run_words(lowest: Value | None, highest: Value | None, spec: FactSpec) -> Text:
    """A run of values, both ends inclusive and None for no end: `at least 12 months`, `1 to 11 months`."""
    if lowest is None or highest is None or lowest == highest:
        signs = _DATES if spec.kind is Kind.DATE else _NUMBERS
        zh, en = ("", "") if lowest == highest else signs["<=" if lowest is None else ">="]
        end = fact_words(spec, highest if lowest is None else lowest)
        return {"zh": f"{zh} {end['zh']}".strip(), "en": f"{en} {end['en']}".strip()}
    last = fact_words(spec, highest)
    return {"zh": f"{render(lowest)} 至 {last['zh']}", "en": f"{render(lowest)} to {last['en']}"}


def unit_words(unit: str) -> Text:
    """A unit of the fact schema in words; its own sign where it has none."""
    zh, _, more = _UNITS.get(unit, (unit, unit, unit))
    return {"zh": zh, "en": more}


def comparison_words(test: Expression, facts: Mapping[str, FactSpec]) -> Callable[[Any], Text | None]:
    """How to write `at least 12 months` from the right side's value; None when that is a sum of facts not known."""
    left, right = test.operands
    unit = unit_of(test, facts)
    zh, en = (_DATES if left.kind is Kind.DATE else _NUMBERS)[test.operator]
    unknown: Text | None = _NOT_HELD
    if right.operator == "var":
        name = facts[right.name].short_name
        unknown = {"zh": f"“{name['zh']}”", "en": f"“{name['en']}”"}
    elif right.facts:
        unknown = None

    def write(value: Any) -> Text | None:
        if value is None and unknown is _NOT_HELD:
            return unknown
        side = unknown if value is None else quantity(value, unit)
        return side and {"zh": f"{zh} {side['zh']}", "en": f"{en} {side['en']}"}

    return write


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


def _statement(test: Expression, facts: Mapping[str, FactSpec]) -> _Stater:
    """How to write a whole test in words, naming its facts; gives None when a part has no words now."""
    if test.operator == "undecided":
        return lambda _: _OFFICIAL
    if test.operator in _JOINS:
        return _joined_statement(test, facts)
    if test.operator == "first_known":
        # What stands first is what the law asks; the others only stand in for it.
        return _statement(test.operands[0], facts)
    side = (test.operands or (test,))[0]
    if test.operator in _NUMBERS and not _is_plain(side):
        # Facts of a formula do not simply add up: the condition's own text says it.
        return lambda _: None
    names = [facts[name].short_name for name in (side.operands[-1] if side.operator == "first_known" else side).facts]
    subject = {"zh": "加".join(name["zh"] for name in names), "en": " plus ".join(name["en"] for name in names)}
    if test.operator in _NUMBERS:
        compared, right = comparison_words(test, facts), test.operands[1]
        return lambda scope: _about(subject, compared(right.read(scope)))
    said = _about(subject, _wanted(test, facts))
    return lambda _: said


def _is_plain(side: Expression) -> bool:
    """Whether a side is a fact, or facts added up: then their names say what is compared."""
    if side.operator in ("+", "first_known"):
        return all(_is_plain(operand) for operand in side.operands)
    return not side.operands


def _about(subject: Text, needed: Text | None) -> Text | None:
    return needed and {"zh": f"{subject['zh']}：{needed['zh']}", "en": f"{subject['en']}: {needed['en']}"}


def _joined_statement(test: Expression, facts: Mapping[str, FactSpec]) -> _Stater:
    """Parts side by side; one that is joined itself stands in brackets."""
    parts = [(_statement(operand, facts), operand.operator in _JOINS) for operand in test.operands]
    zh, en = _JOINS[test.operator]

    def state(scope: Scope) -> Text | None:
        said = [(part(scope), in_brackets) for part, in_brackets in parts]
        known = [
            {"zh": f"（{one['zh']}）", "en": f"({one['en']})"} if in_brackets else one
            for one, in_brackets in said
            if one
        ]
        if len(known) < len(parts):
            return None
        return {"zh": zh.join([one["zh"] for one in known]), "en": en.join([one["en"] for one in known])}

    return state


def unit_of(test: Expression, facts: Mapping[str, FactSpec]) -> str:
    """The unit of a comparison: that of the first fact on its left side."""
    return next((facts[name].unit for name in test.operands[0].facts), "")
