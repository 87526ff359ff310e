"""Which question to ask next: the one whose answer tells the most about the benefits that are still open.

The gain of a question is the information (Shannon 1948) that its answer is expected to give about the verdicts, in
bits, estimated from weighted draws of people who agree with what is known. Questions are ranked by the share of each
open benefit's uncertainty that goes with it (Theil's uncertainty coefficient, 1972), summed over the benefits: in bits
alone, a benefit that hardly anybody gets would hardly ever be settled. An answer "I do not know" tells nothing, since
the rules cannot use it. Rules decided every draw; nothing here decides for the person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ontology import Verdict
from policy import Decision
from reasoning.errors import LikelihoodError

#: Numbers and dates are put into at most so many classes of equal weight.
_CLASSES = 8
#: Below this share of a benefit an answer tells nothing that the estimate could tell apart from chance.
LEAST_SETTLED = 0.001
#: Bits of uncertainty below which all draws agree.
_LEAST_ENTROPY = 1e-6


class Draws(Protocol):
    """People who agree with the known facts, drawn at random; index i is one person in every array.

    Attributes:
        weights: shape (n,), > 0: how likely each is.
        facts: fact id -> values, shape (n,); None where the person has none.
        eligible: benefit id -> verdict by the rules, shape (n,).
    """

    @property
    def weights(self) -> NDArray[np.float64]: ...
    @property
    def facts(self) -> Mapping[str, NDArray[Any]]: ...
    @property
    def eligible(self) -> Mapping[str, NDArray[np.bool_]]: ...


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A fact worth asking for.

    Attributes:
        gain: expected information in bits over all open benefits that lack it, >= 0.
        settled: expected number of those benefits that it settles, counting the share of the uncertainty that goes;
            >= 0, at most their number.
        benefits: those benefits, the one that it tells most about first, each with its share of the gain.
    """

    fact: str
    gain: float
    settled: float
    benefits: tuple[tuple[str, float], ...]


def next_questions(decisions: Sequence[Decision], draws: Draws, *, most: int = 5) -> tuple[NextQuestion, ...]:
    """Questions by how many benefits they are expected to settle; those that tell nothing are left out.

    Args:
        decisions: of all benefits for the known facts; what is decided already asks for nothing.
        most: how many questions at most, >= 1.
    Raises:
        LikelihoodError: the draws lack an open benefit, or there are none.
    """
    open_ones = [item for item in decisions if item.verdict is Verdict.UNKNOWN and item.unknown_facts]
    if not open_ones:
        return ()
    weights = draws.weights / draws.weights.sum() if len(draws.weights) else draws.weights
    if not len(weights):
        raise LikelihoodError("There are no draws to weigh questions with.", hint="Draw people who fit the facts.")
    # Unequal weights are worth fewer draws (Kish's effective sample size).
    effective = 1.0 / float(np.square(weights).sum())
    gains: dict[str, dict[str, tuple[float, float]]] = {}
    classes: dict[str, NDArray[np.int64]] = {}
    for decision in open_ones:
        eligible = draws.eligible.get(decision.benefit_id)
        if eligible is None:
            raise LikelihoodError(
                f"The draws say nothing about {decision.benefit_id!r}.",
                hint="Decide every benefit of the place for each draw.",
                id=decision.benefit_id,
            )
        entropy = float(_entropy(np.array([weights @ eligible]))[0])
        for fact in decision.unknown_facts:
            if fact not in draws.facts:
                continue
            if fact not in classes:
                classes[fact] = _classes(draws.facts[fact], weights)
            if entropy > _LEAST_ENTROPY:
                gain = _information(classes[fact], eligible, weights, effective)
                settled = gain / entropy
            else:
                # All draws agree, so none tells which answer settles it; each missing fact counts for an equal part.
                gain, settled = 0.0, float(weights[classes[fact] > 0].sum()) / len(decision.unknown_facts)
            gains.setdefault(fact, {})[decision.benefit_id] = (gain, settled)
    found = [_question(fact, shares) for fact, shares in gains.items()]
    found = [item for item in found if item.settled >= LEAST_SETTLED]
    return tuple(sorted(found, key=lambda item: (-item.settled, item.fact))[:most])


def _question(fact: str, shares: Mapping[str, tuple[float, float]]) -> NextQuestion:
    gains = {benefit: gain for benefit, (gain, _) in shares.items()}
    ordered = sorted(gains.items(), key=lambda item: (-item[1], item[0]))
    return NextQuestion(fact, sum(gains.values()), sum(settled for _, settled in shares.values()), tuple(ordered))


def _information(
    classes: NDArray[np.int64], eligible: NDArray[np.bool_], weights: NDArray[np.float64], effective: float
) -> float:
    """Expected information in bits, less the bias that finite draws add (Miller 1955); class 0 tells nothing."""
    count = int(classes.max()) + 1
    mass = np.bincount(classes, weights=weights, minlength=count)
    granted = np.bincount(classes, weights=weights * eligible, minlength=count)
    told = mass > 0
    told[0] = False
    if not told.any():
        return 0.0
    before = _entropy(np.array([granted.sum()]))[0]
    information = float((mass[told] * (before - _entropy(granted[told] / mass[told]))).sum())
    bias = (np.count_nonzero(told) - 1) / (2 * effective * np.log(2))
    return max(0.0, information - float(bias))


def _entropy(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bits of a yes or no of each chance."""
    bounded = np.clip(chances, 1e-300, 1.0)
    other = np.clip(1.0 - chances, 1e-300, 1.0)
    return np.asarray(-(bounded * np.log2(bounded) + other * np.log2(other)), dtype=np.float64)


def _classes(values: NDArray[Any], weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Each person's class: the value itself where there are few, else ranges of equal weight; unknown is a class."""
    known = np.array([value is not None for value in values], dtype=bool)
    result = np.zeros(len(values), dtype=np.int64)
    if not known.any():
        return result
    # Of one type each, so that numpy sorts them; words, numbers, dates and truth values all have an order.
    distinct, ranks = np.unique(np.array(values[known].tolist()), return_inverse=True)
    if len(distinct) <= _CLASSES:
        result[known] = 1 + ranks
        return result
    by_rank = np.bincount(ranks, weights=weights[known], minlength=len(distinct))
    # The weight below and at each value decides its range, so equal values never part.
    share = (np.cumsum(by_rank) - by_rank / 2) / by_rank.sum()
    result[known] = 1 + np.minimum((share[ranks] * _CLASSES).astype(np.int64), _CLASSES - 1)
    return result
