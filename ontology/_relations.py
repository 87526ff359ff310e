"""How two occupations of different classifications relate, and what follows when such statements are joined.

SKOS calls only exactMatch transitive; closeMatch is not, on purpose, and of broadMatch and narrowMatch nothing is
said. What follows is our convention (docs/how-to/map-codes.md), read from what the words mean:

| then ->  | exact   | close   | broad   | narrow  | related |
|----------|---------|---------|---------|---------|---------|
| exact    | exact   | close   | broad   | narrow  | related |
| close    | close   | close   | broad   | narrow  | related |
| broad    | broad   | broad   | broad   | related | related |
| narrow   | narrow  | narrow  | related | narrow  | related |
| related  | related | related | related | related | related |

So joining never strengthens, the order does not matter, and a path read backwards says the same backwards.
"""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from math import prod

#: A close step beside another step that is not exact: what is close to something close may be further away.
CLOSE_JOINED = 0.9
#: A narrower step followed by a broader one: the two ends certainly share the middle, and each may hold much besides.
SHARED_PART = 0.6
#: A broader step followed by a narrower one: the two ends are in one whole, and may have nothing in common.
SHARED_WHOLE = 0.3
#: A related step beside another step that is not exact.
RELATED_JOINED = 0.5


class Relation(StrEnum):
    """What a code is to another one: the SKOS mapping relations with relatedMatch, which no edge of the graph has.

    BROAD means that the target is broader than the source. RELATED: the two overlap or lie close by, and neither
    holds the other.
    """

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"
    RELATED = "related"

    @property
    def weakness(self) -> int:
        """0 for exact, 1 for close, 2 for broad and narrow, 3 for related."""
        return _WEAKNESS[self]


_WEAKNESS = {Relation.EXACT: 0, Relation.CLOSE: 1, Relation.BROAD: 2, Relation.NARROW: 2, Relation.RELATED: 3}
_BACKWARDS = {Relation.BROAD: Relation.NARROW, Relation.NARROW: Relation.BROAD}


def backwards(relation: Relation) -> Relation:
    """The relation read from its target to its source: broad and narrow change places.

    >>> backwards(Relation.BROAD), backwards(Relation.CLOSE)
    (<Relation.NARROW: 'narrow'>, <Relation.CLOSE: 'close'>)
    """
    return _BACKWARDS.get(relation, relation)


def joined(relations: Sequence[Relation]) -> Relation:
    """What follows from a chain of relations; EXACT for an empty one. The table stands at the head of this module.

    >>> joined([Relation.CLOSE, Relation.BROAD]), joined([Relation.BROAD, Relation.NARROW])
    (<Relation.BROAD: 'broad'>, <Relation.RELATED: 'related'>)
    """
    found = set(relations)
    if Relation.RELATED in found or {Relation.BROAD, Relation.NARROW} <= found:
        return Relation.RELATED
    return max(found, key=lambda relation: relation.weakness, default=Relation.EXACT)


def joined_confidence(relations: Sequence[Relation], confidences: Sequence[float]) -> float:
    """How far the joined relation can be relied on.

    The product of the confidences, times a factor of ours (see the constants; they are conventions, not measured)
    for each join that the words do not carry by themselves. Exact steps, and steps up or down only, cost nothing.

    Args:
        relations: of the steps in order.
        confidences: of the same steps, each in [0, 1].
    Returns:
        in [0, 1], rounded to 6 decimals; 1 for no steps. The same for the chain read backwards.

    >>> joined_confidence([Relation.CLOSE, Relation.BROAD], [0.8, 1.0])
    0.72
    """
    factor = prod(confidences)
    inexact = [relation for relation in relations if relation is not Relation.EXACT]
    if len(inexact) > 1:
        factor *= CLOSE_JOINED ** inexact.count(Relation.CLOSE) * RELATED_JOINED ** inexact.count(Relation.RELATED)
    turns = [relation for relation in inexact if relation in _BACKWARDS]
    for before, after in pairwise(turns):
        if before is not after:
            factor *= SHARED_PART if before is Relation.NARROW else SHARED_WHOLE
    return round(factor, 6)


def relations_of_pairs(pairs: Sequence[tuple[str, str]]) -> list[Relation]:
    """What a correspondence table without match types says of each pair, from what else its codes are paired with.

    One to one: EXACT. Many codes to one: BROAD, the target holds them. One code to many: NARROW, it holds them.
    Otherwise the two only overlap: RELATED.

    Args:
        pairs: (source code, target code), no pair twice.
    Returns:
        one relation per pair, in the order of the pairs.

    >>> [str(relation) for relation in relations_of_pairs([("a", "x"), ("b", "y"), ("c", "y"), ("c", "z")])]
    ['exact', 'broad', 'related', 'narrow']
    """
    targets: dict[str, int] = {}
    sources: dict[str, int] = {}
    for source, target in pairs:
        targets[source] = targets.get(source, 0) + 1
        sources[target] = sources.get(target, 0) + 1
    return [_OF_DEGREES[(targets[source] > 1, sources[target] > 1)] for source, target in pairs]


#: (the source has several targets, the target has several sources)
_OF_DEGREES = {
    (False, False): Relation.EXACT,
    (False, True): Relation.BROAD,
    (True, False): Relation.NARROW,
    (True, True): Relation.RELATED,
}
