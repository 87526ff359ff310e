"""What is said of a code that cannot be mapped: unknown, of another classification, or without a table."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from ontology._classifications import Classification, bare_code, classification_name, example_code
from ontology.errors import CrosswalkAbsentError, UnknownCodeError, WrongClassificationError

#: Longest piece of a code that a message repeats.
_SHOWN = 60
#: A longer text is no code and no title; to look for one alike would take seconds.
_LONGEST = 300


def absent_error(classification: Classification) -> CrosswalkAbsentError:
    """The error for a classification of which nothing was read."""
    name = classification_name(classification)
    return CrosswalkAbsentError(
        f"No crosswalk table with codes of {name} was read, so nothing can be mapped from it or to it.",
        hint="Name the folder that holds its tables; docs/how-to/map-codes.md lists them.",
        hint_zh="请指明存放对照表的文件夹，所需文件见 docs/how-to/map-codes.md。",
        classification=str(classification),
    )


def wrong_error(
    text: str, classification: Classification, others: Sequence[Classification]
) -> WrongClassificationError:
    """The error for a code that is none here, but is one of `others` or is written like theirs."""
    names = " or ".join(classification_name(other) for other in others)
    names_zh = "或".join(classification_name(other, "zh") for other in others)
    words = ", ".join(others)
    return WrongClassificationError(
        f"{_shown(text)} is no code of {classification_name(classification)}: it looks like one of {names}.",
        hint=f"Name its classification ({words}), or write the code like {example_code(classification)}.",
        hint_zh=f"它看起来是{names_zh}的代码：请改用分类名 {words}，或按 {example_code(classification)} 的形式书写。",
        code=text,
        classification=str(classification),
        looks_like=[str(other) for other in others],
        text={"zh": f"{_shown(text)} 不是 {classification_name(classification, 'zh')} 的代码。"},
    )


def unknown_error(text: str, classification: Classification, written: Mapping[str, str]) -> UnknownCodeError:
    """The error for a code that is none; `written` are the known codes as people write them, with their titles."""
    near = _near(bare_code(classification, text), written)
    named = ", ".join(f"{code} ({written[code]})" if written[code] else code for code in near)
    name, name_zh = (classification_name(classification, language) for language in ("en", "zh"))
    what = f"{name} has no code {_shown(text)} in the tables read; they have {len(written):,} codes of it."
    what_zh = f"所读对照表中，{name_zh} 没有代码 {_shown(text)}；其中共有 {len(written):,} 个该分类的代码。"
    if not text.strip():
        what, what_zh = f"No code of {name} was given, so there is nothing to map.", f"没有给出 {name_zh} 的代码。"
    return UnknownCodeError(
        what,
        hint=f"Near it: {named}." if near else f"Its codes are written like {example_code(classification)}.",
        hint_zh=f"相近的代码：{named}。" if near else f"该分类的代码形如 {example_code(classification)}。",
        code=text,
        classification=str(classification),
        near=near,
        text={"zh": what_zh},
    )


def same_digits(text: str, codes: Iterable[str]) -> list[str]:
    """Codes of these very digits, whatever stands between them and with or without zeros in front; sorted.

    A spreadsheet makes 10 or 10.0 of the Census code 0010, and people write 151252 for 15-1252.
    """
    wanted = _digits(text.removesuffix(".0")), _digits(text)
    return sorted(code for code in codes if _digits(code) in wanted) if any(wanted) else []


def _digits(code: str) -> str:
    return re.sub(r"[^0-9]", "", code.rpartition("/")[2]).lstrip("0")


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def _near(wanted: str, written: Mapping[str, str]) -> list[str]:
    """Up to three codes: of that title, of those digits, with the longest beginning in common, or alike."""
    if len(wanted) > _LONGEST:
        return []
    titled = sorted(code for code, title in written.items() if title and title.casefold() == wanted.casefold())
    if titled:
        return titled[:3]
    if alike := same_digits(wanted, written):
        return alike[:3]
    # Two thirds of a code are its group; less in common says nothing.
    for length in range(len(wanted) - 1, max(2, 2 * len(wanted) // 3) - 1, -1):
        alike = sorted(code for code in written if code.startswith(wanted[:length]))
        if alike:
            return alike[:3]
    return difflib.get_close_matches(wanted, written, n=3, cutoff=0.7)
