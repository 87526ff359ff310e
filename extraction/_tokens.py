"""Words of mixed Chinese and English text, and the keys under which their forms meet.

A Han character is one token, a Latin word with its signs (C++, C#, .NET, don't) is one, a number is one, every other
character is one. The key of a token is what is compared: lower case, and for English words a stem, so that "handled",
"handling" and "handles" meet "handle".
"""

import re
from functools import lru_cache
from importlib.resources import files

#: Tokens: Latin word, number, or any other character that is no blank.
TOKEN = re.compile(r"(?:(?<![\w.])\.)?[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['’](?=[A-Za-z])[A-Za-z]+)?(?:\+\+|#)?|\d+|\S")
_WORD = re.compile(r"\.?[a-zà-öø-ÿ]")
#: Tokens that a match may step over inside a name; in this case only, HIS and MY may be part of names.
FILLERS = frozenset(
    {"a", "an", "the", "our", "their", "his", "her", "my", "your", "its", "all", "的", "了", "-", "/", "&", "·"}
)
_DOUBLED = re.compile(r"([bdgmnprt])\1$")


def is_han(character: str) -> bool:
    """Whether it is a Chinese character."""
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def key(token: str) -> str:
    """What a token is compared by.

    >>> [key(word) for word in ("Managed", "managing", "manages", "Planning", "planned", "C++", "配")]
    ['manag', 'manag', 'manag', 'plan', 'plan', 'c++', '配']
    """
    lower = token.lower().replace("’", "'")
    return _stem(lower) if _WORD.match(lower) else lower


def keys(text: str) -> tuple[str, ...]:
    """Keys of all tokens that are no filler; what a name in the vocabulary is found by."""
    return tuple(key(token) for token in TOKEN.findall(text) if token not in FILLERS)


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    """A light stem: inflections only, so that different words stay different ("operate" is not "operation")."""
    word = word.removesuffix("'s")
    word = _irregular().get(word, word)
    if len(word) > 3 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        word = word[:-1]
    for ending in ("ing", "ied", "ed"):
        if len(word) > len(ending) + 2 and word.endswith(ending):
            stem = word[: -len(ending)] + ("y" if ending == "ied" else "")
            if re.search(r"[aeiouy]", stem):
                word = _DOUBLED.sub(r"\1", stem)
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") else word


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    table = files("extraction").joinpath("data/irregular.tsv").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {form: base for form, _, base in rows}
