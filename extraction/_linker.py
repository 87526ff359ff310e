"""Ranks the vocabulary's concepts for a free text: a sentence, a job title, a phrase.

The score is a weighted mean of signals, each a cosine in [0, 1]; which ones, how much each counts and what that was
fitted on is in `data/linking.toml`. Signals look at a concept's names as characters or as words, one by one or all
together, with or without its definition; `_SIGNALS` below says what each one is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from extraction._grams import character_grams, has_han, window_counts, word_keys
from extraction._index import Analyser, Scores, TextIndex
from extraction._language import language_of
from extraction._settings import table
from extraction._vocabulary import EntryKind, Vocabulary, VocabularyEntry
from extraction.errors import LinkInputError
from ontology.errors import VocabularyError
from ontology.vocabulary import Scheme, parse_word


@dataclass(frozen=True, slots=True)
class Link:
    """A concept for a text; score in [0, 1], higher is nearer. Scores of different texts compare only roughly."""

    id: str
    label: str
    score: float


class Linker:
    """Links free text to one vocabulary. Thread-safe; each index is built when first asked for, and kept.

    Full ESCO skills take about 6 s to index, occupations of all schemes about as long.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._indexes: dict[tuple[EntryKind, Scheme | None, str], _Index] = {}
        self._lock = Lock()

    def link(self, text: str, *, kind: str, scheme: str | None = None, top: int = 10) -> tuple[Link, ...]:
        """The `top` nearest concepts, best first; equal scores by id. Fewer, where nothing else is like the text.

        Args:
            kind: `skill` or `occupation`.
            scheme: only concepts of this scheme (`esco`, `csco`, ...).
        Raises:
            LinkInputError: an unknown kind, a `top` below 1, a scheme of which the vocabulary holds nothing.
        """
        if kind not in tuple(EntryKind):
            raise LinkInputError(f"{kind!r} is no kind of concept that is linked.", hint="Use skill or occupation.")
        if top < 1:
            raise LinkInputError(f"top is {top}; at least 1 concept must be asked for.", hint="Use 1 or more.")
        try:
            wanted = None if scheme is None else parse_word(Scheme, scheme)
        except VocabularyError as error:
            raise LinkInputError(error.message, hint=error.hint, scheme=scheme) from error
        language = language_of(text)
        index = self._index(EntryKind(kind), wanted, language)
        scores = np.round(index.scores(text), 6)
        candidates = np.flatnonzero(scores > 0)
        if len(candidates) > top:
            least = np.partition(scores[candidates], -top)[-top]
            candidates = candidates[scores[candidates] >= least]
        ranked = sorted((-float(scores[row]), index.entries[row].id, int(row)) for row in candidates)[:top]
        return tuple(
            Link(identity, index.entries[row].label(language), round(-score, 6)) for score, identity, row in ranked
        )

    def _index(self, kind: EntryKind, scheme: Scheme | None, language: str) -> "_Index":
        with self._lock:
            if (kind, scheme, language) not in self._indexes:
                self._indexes[kind, scheme, language] = _Index(self._vocabulary, kind, scheme, language)
            return self._indexes[kind, scheme, language]


class _Index:
    def __init__(self, vocabulary: Vocabulary, kind: EntryKind, scheme: Scheme | None, language: str) -> None:
        self.entries = [
            entry for entry in vocabulary.entries if entry.kind == kind and (scheme is None or entry.scheme == scheme)
        ]
        if not self.entries:
            raise LinkInputError(
                f"The vocabulary holds no {kind} of the scheme {scheme or 'any'}.",
                hint="Import that source first.",
                kind=str(kind),
                scheme=str(scheme),
            )
        weights: dict[str, float] = table("linking.toml")[f"{kind}_{language}"]
        self._signals = []
        for name, weight in weights.items():
            signal = _SIGNALS[name]
            texts = [signal.texts(entry, language) for entry in self.entries]
            if any(texts):
                self._signals.append((weight, signal, TextIndex(texts, signal.analyse)))
        self._total = sum(weight for weight, _, _ in self._signals) or 1.0

    def scores(self, text: str) -> Scores:
        """Weighted mean of the signals that this vocabulary has texts for, shape (n_entries,)."""
        result = np.zeros(len(self.entries), dtype=np.float32)
        for weight, signal, index in self._signals:
            result += weight * (index.best_scores(window_counts(text)) if signal.windowed else index.scores(text))
        result /= self._total
        return result


@dataclass(frozen=True, slots=True)
class _Signal:
    texts: Callable[[VocabularyEntry, str], Sequence[str]]
    analyse: Analyser
    windowed: bool = False


def _names(entry: VocabularyEntry, language: str) -> tuple[str, ...]:
    """Names in the query's script: a Chinese name says nothing about an English text."""
    return tuple(name for name in entry.names() if has_han(name) == (language == "zh"))


def _joined(entry: VocabularyEntry, language: str) -> tuple[str, ...]:
    names = _names(entry, language)
    return (" ".join(names),) if names else ()


def _defined(entry: VocabularyEntry, language: str) -> tuple[str, ...]:
    names = _names(entry, language)
    return (" ".join((*names, entry.descriptions.get(language, ""))),) if names else ()


def _label(entry: VocabularyEntry, language: str) -> tuple[str, ...]:
    return (entry.labels[language],) if language in entry.labels else ()


def _examples(entry: VocabularyEntry, language: str) -> tuple[str, ...]:
    return tuple(text for text in entry.examples if has_han(text) == (language == "zh"))


_SIGNALS = {
    "label": _Signal(_label, character_grams),
    "names": _Signal(_names, character_grams),
    "joined": _Signal(_joined, character_grams),
    "definition": _Signal(_defined, character_grams),
    "examples": _Signal(_examples, character_grams),
    "names_joined": _Signal(_joined, word_keys),
    "names_window": _Signal(_names, word_keys, windowed=True),
    "words": _Signal(_defined, word_keys),
}
