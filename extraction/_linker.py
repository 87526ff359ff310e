"""Ranks the vocabulary's concepts for a free text: a sentence, a job title, a phrase.

Signals, each in [0, 1]: `names`, the likeness of characters to the concept's nearest name; `words`, the likeness of
words to all that is said about it; `contained`, how much of one of its names stands in the text word for word. Their
weights are in `data/linking.toml` with what they were fitted on.
"""

from dataclasses import dataclass
from threading import Lock

import numpy as np

from extraction._grams import character_grams, word_keys
from extraction._index import Scores, TextIndex
from extraction._language import language_of
from extraction._settings import table
from extraction._vocabulary import EntryKind, Vocabulary
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
    """Links free text to one vocabulary. Thread-safe; each index is built when first asked for and kept."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._indexes: dict[tuple[EntryKind, Scheme | None], _Index] = {}
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
        index = self._index(EntryKind(kind), wanted)
        scores = index.scores(text)
        count = min(top, len(scores))
        nearest = np.argpartition(-scores, count - 1)[:count] if count < len(scores) else np.arange(len(scores))
        least = scores[nearest].min(initial=1.0)
        candidates = np.flatnonzero(scores >= least)
        language = language_of(text)
        ranked = sorted((-float(scores[row]), index.ids[row], row) for row in candidates if scores[row] > 0)[:top]
        return tuple(
            Link(identity, self._vocabulary.entry(index.rows[row]).label(language), round(-score, 6))
            for score, identity, row in ranked
        )

    def _index(self, kind: EntryKind, scheme: Scheme | None) -> "_Index":
        with self._lock:
            if (kind, scheme) not in self._indexes:
                self._indexes[kind, scheme] = _Index(self._vocabulary, kind, scheme)
            return self._indexes[kind, scheme]


class _Index:
    def __init__(self, vocabulary: Vocabulary, kind: EntryKind, scheme: Scheme | None) -> None:
        self.rows = [
            row
            for row, entry in enumerate(vocabulary.entries)
            if entry.kind == kind and (scheme is None or entry.scheme == scheme)
        ]
        if not self.rows:
            raise LinkInputError(
                f"The vocabulary holds no {kind} of the scheme {scheme or 'any'}.",
                hint="Import that source first.",
                kind=str(kind),
                scheme=str(scheme),
            )
        entries = [vocabulary.entry(row) for row in self.rows]
        self.ids = [entry.id for entry in entries]
        self._kind = kind
        self._names = TextIndex([entry.names() for entry in entries], character_grams)
        self._words = TextIndex(
            [[" ".join((*entry.names(), *entry.descriptions.values()))] for entry in entries], word_keys
        )

    def scores(self, text: str) -> Scores:
        """Weighted mean of the signals per concept."""
        weights = table("linking.toml")["weights"][f"{self._kind}_{language_of(text)}"]
        total = weights["names"] + weights["words"]
        fused: Scores = (
            weights["names"] * self._names.scores(text) + weights["words"] * self._words.scores(text)
        ) / total
        return fused
