"""Which of the computed paths are shown: the best, then alternatives unlike them and each other."""

from collections.abc import Sequence

from graph import Snapshot
from reasoning._landscape import Landscape
from reasoning._person import typical_skills
from reasoning._walk import Route
from reasoning._weights import weight, whole

#: How alike two occupations are that share an ISCO-08 group of 1, 2, 3, 4 digits.
_SHARED_DIGITS = 4


def choose(
    snapshot: Snapshot, landscape: Landscape, ranked: Sequence[tuple[float, Route]], *, same_end: bool
) -> tuple[tuple[Route, ...], tuple[Route, ...]]:
    """Split ranked paths into best and alternatives.

    Unless all lead to one wished occupation (`same_end`), no two shown paths end in the same occupation. Alternatives
    are picked one at a time by maximal marginal relevance: (1 - d) * utility - d * likeness to the most alike path
    already chosen, d = weight `diversity`.

    Args:
        ranked: (utility, path), best first.
    """
    pool: list[tuple[float, Route]] = []
    ends: set[int] = set()
    for worth, route in ranked:
        if same_end or route[-1] not in ends:
            ends.add(route[-1])
            pool.append((worth, route))
    best = tuple(route for _, route in pool[: whole("best_paths")])
    rest = {route: worth for worth, route in pool[whole("best_paths") :]}
    closest = {route: max(likeness(snapshot, landscape, route, other) for other in best) for route in rest}
    alternatives: list[Route] = []
    share = weight("diversity")
    while rest and len(alternatives) < whole("alternative_paths"):
        pick = max(rest, key=lambda route: (1 - share) * rest[route] - share * closest[route])
        del rest[pick]
        alternatives.append(pick)
        for route in rest:
            closest[route] = max(closest[route], likeness(snapshot, landscape, route, pick))
    return best, tuple(alternatives)


def likeness(snapshot: Snapshot, landscape: Landscape, one: Route, other: Route) -> float:
    """How alike two paths are, in [0, 1]: by where they end; by what they pass through if they end alike.

    Half the ISCO-08 digits that the two ends share, of four; half the overlap of their typical skills (Jaccard).
    """
    if one[-1] == other[-1]:
        passed, others = set(one), set(other)
        return len(passed & others) / len(passed | others)
    a, b = landscape.isco(one[-1]), landscape.isco(other[-1])
    shared = next((n for n in range(_SHARED_DIGITS) if a[: n + 1] != b[: n + 1] or n >= min(len(a), len(b))), 4)
    skills, more = set(typical_skills(snapshot, one[-1]).tolist()), set(typical_skills(snapshot, other[-1]).tolist())
    overlap = len(skills & more) / max(len(skills | more), 1)
    return 0.5 * shared / _SHARED_DIGITS + 0.5 * overlap
