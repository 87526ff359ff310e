"""Rank-biased overlap of two ranked lists."""

from collections.abc import Hashable, Sequence

#: Weight of the next rank against the one before it; 0.9 puts 86 % of the weight on the first ten ranks.
PERSISTENCE = 0.9


def rank_biased_overlap(
    left: Sequence[Hashable], right: Sequence[Hashable], *, persistence: float = PERSISTENCE
) -> float:
    """How alike two rankings of the same length are, the top counting most: 1 for equal ones, 0 for disjoint ones.

    The extrapolated form: agreement at the last rank is taken to go on below it.

    Args:
        left, right: items best first, each list without repeats; the longer one is cut to the other's length.
        persistence: in (0, 1).
    Returns:
        in [0, 1]; two empty lists are equal, an empty and a filled one are disjoint.
    Source: Webber, Moffat, Zobel 2010, "A similarity measure for indefinite rankings", equation 30.

    >>> rank_biased_overlap("abc", "abc"), rank_biased_overlap("abc", "xyz")
    (1.0, 0.0)
    """
    if not left or not right:
        return float(not left and not right)
    depth = min(len(left), len(right))
    agreements = [len(set(left[:rank]) & set(right[:rank])) / rank for rank in range(1, depth + 1)]
    weighted = sum(agreement * persistence**rank for rank, agreement in enumerate(agreements, start=1))
    return agreements[-1] * persistence**depth + (1 - persistence) / persistence * weighted
