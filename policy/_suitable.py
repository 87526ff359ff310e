"""How far a value of a need-set may lie from the nearest one that does: `at least 12 months`, not `12 months`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from ontology import Verdict
from policy._base import RuleBase
from policy._evaluate import evaluate_benefit
from policy._facts import Facts
from policy._needs import NeedSet
from policy._search_range import Grid
from policy._values import Value


@dataclass(frozen=True, slots=True)
class Suitable:
    """The values around the nearest one that do as well, all else equal: both ends inclusive, None for no end."""

    lowest: Value | None
    highest: Value | None


def suitable_values(
    rule_base: RuleBase, needs: NeedSet, facts: Facts, *, on: date, jurisdiction: str
) -> Mapping[str, Suitable]:
    """Of each number and date of a need-set, the run of values that are granted with the other changes applied.

    The benefit is decided again for each value that is tried. The ends are found by halving, so a run that breaks off
    and begins again counts as one where its far end lies beyond the gap; the rules that ship have none.

    Returns:
        fact -> run; nothing for a fact of another type, and for one of which every value does.
    """
    all_changed = {change.fact: change.after for change in needs.changes}
    found: dict[str, Suitable] = {}
    for change in needs.changes:
        spec = rule_base.facts[change.fact]
        if spec.type not in ("number", "integer", "date"):
            continue
        grid = Grid.of(spec)

        def granted(index: int, fact: str = change.fact, grid: Grid = grid) -> bool:
            changed = facts.changed({**all_changed, fact: grid.value(index)})
            decided = evaluate_benefit(rule_base, needs.benefit_id, changed, on=on, jurisdiction=jurisdiction)
            return decided.verdict is Verdict.ELIGIBLE

        start = int(grid.index(change.after))
        lowest, highest = _end(start, grid.low, granted), _end(start, grid.high, granted)
        # A run of one value is that value, even where it is also a bound of the fact.
        one = lowest == highest
        run = Suitable(
            grid.value(lowest) if one or lowest != grid.low else None,
            grid.value(highest) if one or highest != grid.high else None,
        )
        if run.lowest is not None or run.highest is not None:
            found[change.fact] = run
    return found


def _end(inside: int, bound: int, granted: Callable[[int], bool]) -> int:
    """The last granted index from `inside` towards `bound`."""
    if inside == bound or granted(bound):
        return bound
    outside = bound
    while abs(outside - inside) > 1:
        middle = (inside + outside) // 2
        if granted(middle):
            inside = middle
        else:
            outside = middle
    return inside
