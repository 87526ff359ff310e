"""Takes a run of labels without separators apart: "fish farm hand fish farm worker" -> two labels.

For each concept we only know the first word of its first label and the last word of its last one. Over thousands of
concepts that tells which words begin and which end labels. A boundary between the words a and b scores

    logit P(b begins a label) + logit P(a ends a label) - logit P(boundary)

plus a few weights (`esco_labels.toml`); dynamic programming finds the best division, the probabilities are counted
again from all divisions, and so on for a fixed number of passes. Deterministic.
"""

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import add
from typing import Any

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of all labels of one concept; `first` is the number of words of the first label where that is known."""

    words: tuple[str, ...]
    first: int | None = None


@cache
def parameters() -> Mapping[str, Any]:
    """Weights, word lists and measured figures of `esco_labels.toml`."""
    return tomllib.loads(resources.files("ontology").joinpath("esco_labels.toml").read_text("utf-8"))


def split_labels(runs: Sequence[Run]) -> list[tuple[str, ...]]:
    """The labels of each run, in its order; O(words x longest label) per pass.

    Args:
        runs: of many concepts of one kind; a few alone teach nothing.
    """
    weights = parameters()["weights"]
    model = _Model.from_ends(runs)
    starts: list[list[int]] = []
    for _ in range(weights["passes"]):
        starts = [_divide(run, model) for run in runs]
        model = _Model.from_divisions(runs, starts)
    return [
        tuple(" ".join(run.words[start:end]) for start, end in zip(cuts, [*cuts[1:], len(run.words)], strict=True))
        for run, cuts in zip(runs, starts, strict=True)
    ]


def _divide(run: Run, model: "_Model") -> list[int]:
    words, count = run.words, len(run.words)
    lengths: Sequence[float] = parameters()["weights"]["lengths"]
    scores = [0.0, *(model.boundary(words[at - 1], words[at], words[0]) for at in range(1, count)), 0.0]
    # lengths_from_far[i] is the weight of a label that starts i words after the farthest allowed start
    lengths_from_far = lengths[::-1]
    best, back = [0.0], [0]
    for end in range(1, count + 1):
        far = max(0, end - len(lengths))
        values = list(map(add, best[far:end], lengths_from_far[far - end :]))
        top = max(values)
        best.append(top + scores[end])
        back.append(far + values.index(top))
    cuts: list[int] = []
    end = count
    while end > 0:
        end = back[end]
        cuts.append(end)
    cuts.reverse()
    if run.first is not None and run.first < count:
        cuts = [0, run.first, *(cut for cut in cuts if cut > run.first)]
    return cuts


class _Model:
    """Log-odds that a word begins or ends a label, and of a boundary inside a pair of words."""

    def __init__(
        self, first: dict[str, float], last: dict[str, float], pairs: dict[_Pair, float], prior: float
    ) -> None:
        self._first, self._last, self._pairs = first, last, pairs
        self._prior = _logit(prior)
        self._weights = parameters()["weights"]
        self._never_last = frozenset(parameters()["words"]["never_last"])
        self._never_first = frozenset(parameters()["words"]["never_first"])

    @classmethod
    def from_ends(cls, runs: Sequence[Run]) -> "_Model":
        weights = parameters()["weights"]
        words = Counter(word for run in runs for word in run.words)
        per_concept = weights["labels_per_concept"]
        prior = _share((per_concept - 1) * len(runs), words.total() - len(runs))
        smooth = weights["first_pass"]

        def odds(ends: Iterable[str]) -> dict[str, float]:
            # One known end stands for all labels of its concept.
            counts = Counter(ends)
            return {
                word: _logit((counts[word] * per_concept + prior * smooth) / (seen + smooth))
                for word, seen in words.items()
            }

        return cls(odds(run.words[0] for run in runs), odds(run.words[-1] for run in runs), {}, prior)

    @classmethod
    def from_divisions(cls, runs: Sequence[Run], starts: Sequence[Sequence[int]]) -> "_Model":
        weights = parameters()["weights"]
        words = Counter(word for run in runs for word in run.words)
        first: Counter[str] = Counter()
        last: Counter[str] = Counter()
        pairs: Counter[_Pair] = Counter()
        divided: Counter[_Pair] = Counter()
        for run, cuts in zip(runs, starts, strict=True):
            pairs.update(zip(run.words, run.words[1:], strict=False))
            first.update(run.words[cut] for cut in cuts)
            last.update(run.words[cut - 1] for cut in [*cuts[1:], len(run.words)])
            divided.update((run.words[cut - 1], run.words[cut]) for cut in cuts[1:])
        prior = _share(divided.total(), pairs.total())
        smooth, smooth_pairs = weights["later_passes"], weights["pairs"]

        def odds(counts: Counter[str]) -> dict[str, float]:
            return {word: _logit((counts[word] + prior * smooth) / (seen + smooth)) for word, seen in words.items()}

        known = {
            pair: weights["pair"] * _logit((divided[pair] + prior * smooth_pairs) / (seen + smooth_pairs))
            for pair, seen in pairs.items()
            if seen > smooth_pairs
        }
        return cls(odds(first), odds(last), known, prior)

    def boundary(self, before: str, after: str, run_first: str) -> float:
        weights = self._weights
        score = self._first[after] + self._last[before] - self._prior
        pair = self._pairs.get((before, after))
        if pair is not None:
            score = weights["words_beside_pair"] * score + pair
        if before in self._never_last:
            score += weights["after_preposition"]
        if after in self._never_first:
            score += weights["is_preposition"]
        if after == run_first:
            score += weights["repeats_first_word"]
        if after == before:
            score += weights["same_word_twice"]
        return float(score)


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.5


def _logit(probability: float) -> float:
    # Kept off 0 and 1: a word that was never seen to begin a label may still do so.
    held = min(max(probability, 0.002), 0.98)
    return math.log(held / (1 - held))
