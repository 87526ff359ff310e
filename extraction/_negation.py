"""Which stretches of a text deny what they mention."""

import re
from functools import lru_cache

from extraction._settings import table


def denied_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Character spans in which a mention counts as denied, in order of their start.

    A cue such as "no experience with" or "没有…经验" reaches to the end of its clause; a Chinese list with 、 and an
    English one with commas go on. Cues in `except_*` ("not only", "无事故") deny nothing.
    """
    cues = _cues()
    exempt = [found.span() for found in cues.exempt.finditer(text)]
    spans = []
    for found in cues.before.finditer(text):
        if not _inside(found.start(), exempt):
            end = cues.clause_end.search(text, found.end())
            spans.append((found.end(), end.start() if end else len(text)))
    spans.extend(
        (_clause_start(text, found.start()), found.start())
        for found in cues.after.finditer(text)
        if not _inside(found.start(), exempt)
    )
    return tuple(sorted(spans))


def wished_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Character spans that say what somebody looks for, not what they can do ("looking for work with ...")."""
    cues = _cues()
    spans = []
    for found in cues.wish.finditer(text):
        end = cues.sentence_end.search(text, found.end())
        spans.append((found.end(), end.start() if end else len(text)))
    return tuple(spans)


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def _clause_start(text: str, position: int) -> int:
    start = 0
    for end in _cues().clause_end.finditer(text, max(0, position - 80), position):
        start = end.end()
    return max(start, position - 40)


class _Cues:
    def __init__(self) -> None:
        words = table("words.toml")["negation"]
        english = "|".join(words["before_en"])
        self.before = re.compile(rf"\b(?:{english})(?!\w)|{'|'.join(words['before_zh'])}", re.IGNORECASE)
        self.after = re.compile("|".join((*words["after_en"], *words["after_zh"])), re.IGNORECASE)
        self.exempt = re.compile("|".join((*words["except_en"], *words["except_zh"])), re.IGNORECASE)
        self.wish = re.compile("|".join(words["wish"]), re.IGNORECASE)
        self.sentence_end = re.compile(words["sentence_end"])
        self.clause_end = re.compile(words["clause_end"], re.IGNORECASE)


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    return _Cues()
