"""What texts are compared by when they are linked: character n-grams and word keys."""

import re
from collections.abc import Iterator

from extraction._normalise import fold
from extraction._tokens import TOKEN, is_han, key

_HAN = re.compile(r"[\u3400-\u9fff]+")
_RUN = re.compile(r"[a-z0-9à-öø-ÿ+#]+|[\u3400-\u9fff]+")


def character_grams(text: str) -> Iterator[str]:
    """N-grams inside each word with a blank on both sides: of 3-5 characters in Latin words, 1-3 in runs of Han.

    The blanks keep the ends of a Chinese title apart from its middle: what it ends in says what it is.

    >>> list(character_grams("AI训练"))
    [' ai', 'ai ', ' ai ', ' 训', '训', '训练', ' 训练', '练', '训练 ', '练 ']
    """
    for found in _RUN.finditer(_folded(text).lower()):
        padded = f" {found.group()} "
        if is_han(padded[1]):
            for start in range(len(padded)):
                for size in (1, 2, 3):
                    gram = padded[start : start + size]
                    if len(gram) == size and not gram.isspace():
                        yield gram
        else:
            for size in (3, 4, 5):
                for start in range(len(padded) - size + 1):
                    yield padded[start : start + size]


def word_keys(text: str) -> Iterator[str]:
    """Stems of Latin words, and pairs of neighbouring Han characters.

    >>> list(word_keys("managing staff 训练师"))
    ['manag', 'staff', '训练', '练师']
    """
    previous = ""
    for token in TOKEN.findall(_folded(text)):
        if is_han(token):
            if previous:
                yield previous + token
            previous = token
        else:
            previous = ""
            if token[0].isalnum() or token[0] == ".":
                yield key(token)


def windows(text: str) -> list[str]:
    """The text and all stretches of it as long as names are: 1, 2, 3, 4 and 6 words, in Chinese 2 to 8 characters."""
    pieces = text.split()
    if len(pieces) < 3 and _HAN.search(text):
        pieces = TOKEN.findall(text)
        return _stretches(pieces, (2, 3, 4, 6, 8), "")
    return _stretches(pieces, (1, 2, 3, 4, 6), " ")


def _stretches(pieces: list[str], sizes: tuple[int, ...], joint: str) -> list[str]:
    found = {joint.join(pieces): None}
    for size in sizes:
        for start in range(len(pieces) - size + 1):
            found[joint.join(pieces[start : start + size])] = None
    return list(found)


def has_han(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return _HAN.search(text) is not None


def _folded(text: str) -> str:
    return text if text.isascii() else fold(text)
