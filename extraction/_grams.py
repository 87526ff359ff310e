"""What texts are compared by when they are linked: character n-grams and word keys."""

import re
from collections.abc import Iterator

from extraction._normalise import fold
from extraction._tokens import TOKEN, is_han, key

_LATIN = re.compile(r"[a-z0-9à-öø-ÿ+#]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")


def character_grams(text: str) -> Iterator[str]:
    """N-grams of 3-5 characters inside each Latin word with a blank on both sides, of 1-3 inside each Han run.

    >>> list(character_grams("AI训练"))
    [' ai', 'ai ', ' ai ', '训', '练', '训练']
    """
    lower = fold(text).lower()
    for word in _LATIN.findall(lower):
        padded = f" {word} "
        for size in (3, 4, 5):
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]
    for run in _HAN.findall(lower):
        for size in (1, 2, 3):
            for start in range(len(run) - size + 1):
                yield run[start : start + size]


def word_keys(text: str) -> Iterator[str]:
    """Stems of Latin words, and pairs of neighbouring Han characters.

    >>> list(word_keys("managing staff 训练师"))
    ['manag', 'staff', '训练', '练师']
    """
    previous = ""
    for token in TOKEN.findall(fold(text)):
        if is_han(token):
            if previous:
                yield previous + token
            previous = token
        else:
            previous = ""
            if token[0].isalnum() or token[0] == ".":
                yield key(token)
