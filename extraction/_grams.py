"""What texts are compared by when they are linked: character n-grams and word keys."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extraction._normalise import fold
from extraction._tokens import TOKEN, is_han, key

_HAN = re.compile(r"[\u3400-\u9fff]+")
_RUN = re.compile(r"[a-z0-9à-öø-ÿ+#]+|[\u3400-\u9fff]+")
#: How long names are: in words, and in Chinese characters.
_WORDS = (1, 2, 3, 4, 6)
_CHARACTERS = (2, 3, 4, 6, 8)


@dataclass(frozen=True, slots=True)
class TermCounts:
    """Which terms are in each of several queries, and how often.

    Attributes:
        terms: each term once.
        queries: how many queries there are, those without a term among them.
        query, term, count: shape (n_entries,), integers; one entry for each term of each query, a term by its place in
            `terms`, ordered by query.
    """

    terms: tuple[str, ...]
    queries: int
    query: NDArray[np.int64]
    term: NDArray[np.int64]
    count: NDArray[np.int64]

    @classmethod
    def of(cls, terms: Iterable[str]) -> "TermCounts":
        """Those of one query."""
        counted = Counter(terms)
        places = np.arange(len(counted))
        return cls(tuple(counted), 1, np.zeros_like(places), places, np.fromiter(counted.values(), dtype=np.int64))


def character_grams(text: str) -> Iterator[str]:
    """N-grams inside each word with a blank on both sides: of 3-5 characters in Latin words, 1-3 in runs of Han.

    The blanks keep the ends of a Chinese title apart from its middle: what it ends in says what it is.

    >>> list(character_grams("AI训练"))
    [' ai', 'ai ', ' ai ', ' 训', ' 训练', '训', '训练', '训练 ', '练', '练 ']
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
    for _, _, term in _keys(TOKEN.findall(_folded(text))):
        yield term


def window_counts(text: str) -> TermCounts:
    """Word keys of the text and of all stretches of it as long as names are; each is a query, the text the first.

    Stretches are of 1, 2, 3, 4 and 6 words; in Chinese without blanks of 2, 3, 4, 6 and 8 characters, of which a Latin
    word or a number is one. A stretch has the keys whose tokens all lie in it, as they are in the text: nothing is
    joined over a dropped blank, nor cut inside a token. Memory grows with the text's length only.

    >>> found = window_counts("训练师")
    >>> [(int(query), found.terms[term]) for query, term in zip(found.query, found.term, strict=True)]
    [(0, '训练'), (0, '练师'), (1, '训练'), (2, '练师'), (4, '训练'), (4, '练师')]
    """
    pieces, sizes = _pieces(text)
    place = [number for number, tokens in enumerate(pieces) for _ in tokens]
    numbers: dict[str, int] = {}
    spans = [
        (place[first], place[last], numbers.setdefault(term, len(numbers)))
        for first, last, term in _keys([token for tokens in pieces for token in tokens])
    ]
    first, last, term = np.asarray(spans, dtype=np.int64).reshape(-1, 3).T
    # Where a stretch around a key may start: a row for each size and each distance before the key.
    size = np.repeat(sizes, sizes)[:, None]
    start = first - np.concatenate([np.arange(size) for size in sizes])[:, None]
    inside = (start >= 0) & (start + size > last) & (start + size <= len(pieces))
    number = 1 + start + np.repeat(np.arange(len(sizes)), sizes)[:, None] * len(pieces)
    query = np.concatenate([np.zeros_like(term), number[inside]])
    terms = np.concatenate([term, np.broadcast_to(term, inside.shape)[inside]])
    entries, count = np.unique(query * len(numbers) + terms, return_counts=True)
    query, term = np.divmod(entries, max(len(numbers), 1))
    return TermCounts(tuple(numbers), 1 + len(sizes) * len(pieces), query, term, count)


def _keys(tokens: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The word keys of a text's tokens, each with its first and last token."""
    previous = ""
    for place, token in enumerate(tokens):
        if is_han(token):
            if previous:
                yield place - 1, place, previous + token
            previous = token
        else:
            previous = ""
            if token[0].isalnum() or token[0] == ".":
                yield place, place, key(token)


def _pieces(text: str) -> tuple[list[list[str]], tuple[int, ...]]:
    """What stretches are cut from, as tokens: words between blanks, or tokens; and how many of them make a stretch."""
    words = text.split()
    if len(words) < 3 and _HAN.search(text):
        return [[token] for token in TOKEN.findall(_folded(text))], _CHARACTERS
    return [TOKEN.findall(_folded(word)) for word in words], _WORDS


def has_han(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return _HAN.search(text) is not None


def _folded(text: str) -> str:
    return text if text.isascii() else fold(text)
