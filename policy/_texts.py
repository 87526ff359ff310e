"""Sentences that people read, in Chinese and English; figures and names are filled in."""

from collections.abc import Iterable

from policy._decision import CannotSay
from policy._rules import Status
from policy._values import Text

_ELIGIBLE = {"zh": "全部条件已满足。", "en": "All conditions are met."}
_UNVERIFIED = {
    "zh": "依据未经官方原文核实，请向经办机构确认。",
    "en": "The rule is not verified against an official text; ask the agency.",
}
_OFFICIAL = {"zh": "仍需经办人员判断：", "en": "An official has to judge: "}
_NOT_ELIGIBLE = {"zh": "不满足：", "en": "Not met: "}
_POSSIBLE = {"zh": "可能符合，取决于：", "en": "Possible, depending on: "}
_CANNOT_SAY = {
    CannotSay.EXPIRED: {
        "zh": "当地规定已到期，后续规定未知，无法判断。",
        "en": "The local rule has ended and what follows is not known, so we cannot say.",
    },
    CannotSay.NO_SOURCE: {
        "zh": "没有收录该日期适用的当地规定，无法判断。",
        "en": "We hold no rule for this place and day, so we cannot say.",
    },
    CannotSay.CEILING_ONLY: {
        "zh": "现有规定只给出上限，实际数额由当地确定。",
        "en": "The rule that we hold sets only a ceiling; the region decides what is granted.",
    },
    CannotSay.MISSING_FACTS: {"zh": "缺少计算所需的信息：", "en": "Facts are missing for the sum: "},
}
#: A figure that the law of the place does not have.
NOT_APPLICABLE = {
    "zh": "当地该项待遇没有这一数值。",
    "en": "The law of this place has no such figure for this benefit.",
}
_ASSUMED = {"zh": "假设未填写的信息为：", "en": "Assumed for what was not stated: "}
_UNVERIFIED_VALUE = {"zh": "使用了未经核实的数值：", "en": "Uses a value that is not verified: "}


def join_texts(*parts: Text | None) -> Text | None:
    """Put sentences one after the other; None when there are none."""
    known = [part for part in parts if part]
    if not known:
        return None
    return {"zh": "".join(part["zh"] for part in known), "en": " ".join(part["en"] for part in known)}


def listing(head: Text, items: Iterable[Text]) -> Text:
    """A sentence that ends in a list; a question at its end keeps its own mark."""
    listed = list(items)
    zh = head["zh"] + "；".join(item["zh"].rstrip("。") for item in listed)
    en = head["en"] + "; ".join(item["en"].rstrip(".") for item in listed)
    return {"zh": zh if zh.endswith("？") else f"{zh}。", "en": en if en.endswith("?") else f"{en}."}


def cannot_say(why: CannotSay) -> Text:
    """Why there is no answer."""
    return _CANNOT_SAY[why]


def eligible(status: Status, judged: list[Text]) -> Text:
    """The reason of an eligible verdict; `judged` are the conditions that an official still has to judge."""
    return (
        join_texts(
            _ELIGIBLE,
            listing(_OFFICIAL, judged) if judged else None,
            _UNVERIFIED if status is not Status.IN_FORCE else None,
        )
        or _ELIGIBLE
    )


def not_eligible(failed: list[Text]) -> Text:
    """The reason of a not_eligible verdict."""
    return listing(_NOT_ELIGIBLE, failed)


def possible(open_conditions: list[Text]) -> Text:
    """The reason of an unknown verdict that facts or an official decide."""
    return listing(_POSSIBLE, open_conditions)


def missing_facts(names: Iterable[Text]) -> Text:
    """Which facts a sum lacks, by their questions."""
    return listing(_CANNOT_SAY[CannotSay.MISSING_FACTS], names)


def assumed(names: Iterable[Text]) -> Text:
    """Which facts were assumed."""
    return listing(_ASSUMED, names)


def unverified_values(names: Iterable[Text]) -> Text:
    """Which unverified values took part."""
    return listing(_UNVERIFIED_VALUE, names)
