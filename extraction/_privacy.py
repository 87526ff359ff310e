"""Contact details and identity numbers are blanked out before anything else looks at a document.

Every blanked character becomes one `_`, so spans keep their place. Names are blanked where a label announces them
and in a resume's first line; the extractor takes no statement from blanked text.
"""

import re

_IDENTITY = (
    # bounded, and begun only where a run begins, so that a long run of letters costs no square of its length
    re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,128}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"),
    re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"),  # GB 11643
    re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)"),  # US social security number
    re.compile(r"(?<![\d-])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"),  # mobile phone, China
    re.compile(r"(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)"),  # land line, China
    re.compile(r"(?<![\d-])(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?!\d)"),  # North America
    re.compile(r"(?<![\d.])\+\d[\d() -]{7,16}\d"),
    re.compile(r"(?:https?://|www\.)[^\s|，,;；]+|(?:linkedin|github|weibo)\.com/[^\s|，,;；]+", re.IGNORECASE),
)
_LABELLED = re.compile(
    r"(?:姓\s*名|联系人|微信号?|QQ|身份证号?码?|出生年月日?|出生日期|紧急联系人|full name|name|date of birth|wechat)"
    r"[ \t]*[:：][ \t]*([^\n\t|，,；;]+)",
    re.IGNORECASE,
)
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_LATIN_NAME = re.compile(r"[A-Z][\w'’-]*\.?(?: [A-Z][\w'’-]*\.?){1,3}|[A-Z'’-]{2,}(?: [A-Z'’.-]+){1,3}")


def blank_identity(text: str) -> str:
    """The text with e-mail addresses, telephone and identity numbers, web addresses and labelled names blanked out.

    >>> blank_identity("姓名：王小明\\t电话：13800000000")
    '姓名：___\\t电话：___________'
    """
    for pattern in _IDENTITY:
        text = pattern.sub(lambda found: "_" * len(found.group()), text)
    return _LABELLED.sub(_blank_value, text)


def _blank_value(found: re.Match[str]) -> str:
    return found.group()[: found.start(1) - found.start()] + "_" * len(found.group(1))


def name_span(text: str, *, known: frozenset[str]) -> tuple[int, int] | None:
    """Where a resume's first line holds nothing but what looks like a person's name.

    Args:
        known: lower-case headings and titles that are no names, such as a heading "个人简历".
    """
    first = text.split("\n", 1)[0]
    candidate = first.split("\t", 1)[0].strip()
    if candidate.lower() in known:
        return None
    if _HAN_NAME.fullmatch(candidate) or _LATIN_NAME.fullmatch(candidate):
        start = first.index(candidate)
        return start, start + len(candidate)
    return None
