"""The search for changes that make one person eligible, on a prepared program."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, product
from typing import Any

from policy._codegen import Function
from policy._search_program import Program
from policy._search_range import Ranges, both
from policy._search_tree import Joined, Node, Only, Several
from policy._search_turns import Turns
from policy._values import Value

#: How many sets of changes are followed at most at one point of the search.
_MOST_FOLLOWED = 512
#: How often a repair may upset another part, or contradict a fact, before the set is given up.
_MOST_ROUNDS = 3
#: How many comparisons of several facts are solved at most for one person.
_MOST_SOLVED = 300

Changes = dict[str, Value]


class Search:
    """Looks for the changes of one person's facts.

    Attributes:
        values: the facts, with those that follow from others; `derived` names these.
        alternatives: for facts that bear on nothing else, all words that do as well as the proposed one.
    """

    def __init__(self, program: Program, values: Mapping[str, Any], on: date, derived: frozenset[str]) -> None:
        self.program = program
        self.values = values
        self.on = on
        self.derived = derived
        self.alternatives: dict[str, tuple[Value, ...]] = {}
        self._follow: dict[frozenset[str], list[tuple[str, Function]]] = {}
        self._solved: dict[tuple[Any, ...], Ranges] = {}

    def run(self) -> list[Changes]:
        """Sets of changes, each of which makes the whole rule true and contradicts no fact; not yet compared."""
        program = self.program
        choices: list[list[tuple[str, Value]]] = []
        for must in program.musts.values():
            if not must.holds(self.values, self.on):
                values = self._of_one(must)
                if not values:
                    return []
                if must.fact in program.apart:
                    self.alternatives[must.fact] = tuple(values[1:])
                    values = values[:1]
                choices.append([(must.fact, value) for value in values])
        found: list[Changes] = []
        for combination in islice(product(*choices), _MOST_FOLLOWED):
            for changes in self._rest(dict(combination)):
                if changes and changes not in found:
                    found.append(changes)
        return found

    def admits(self, changes: Changes) -> bool:
        """Whether the rule is true after the changes, and they contradict no fact."""
        changed = self.after(changes)
        return self.program.eligible(changed, self.on) is True and self._broken(changes, changed) is None

    def after(self, changes: Changes) -> dict[str, Any]:
        """The facts after the changes; what follows from changed facts follows from them anew."""
        changed = {**self.values, **changes}
        if not self.program.derived_from.keys().isdisjoint(changes):
            following = self._following(changes)
            # First all of them go, or one would be worked out from the other as it was before.
            for fact, _ in following:
                changed.pop(fact, None)
            for fact, derive in following:
                changed[fact] = derive(changed, date.max)
        return changed

    def _following(self, changes: Changes) -> list[tuple[str, Function]]:
        """The facts that nobody stated and that follow from changed ones, in the order of the fact files."""
        key = frozenset(changes)
        found = self._follow.get(key)
        if found is None:
            reached, places, ahead = set(changes), set[int](), list(changes)
            while ahead:
                for place in self.program.derived_from.get(ahead.pop(), ()):
                    fact = self.program.derivers[place][0]
                    if fact not in reached and (fact in self.derived or self.values.get(fact) is None):
                        reached.add(fact)
                        places.add(place)
                        ahead.append(fact)
            found = self._follow[key] = [self.program.derivers[place] for place in sorted(places)]
        return found

    def _broken(self, changes: Changes, changed: Mapping[str, Any]) -> Node | None:
        """The opposite of a contradiction into which the changes lead."""
        constraints = self.program.constraints
        moved = list(changes)
        if not self.program.derived_from.keys().isdisjoint(changes):
            moved += [fact for fact, _ in self._following(changes)]
        for fact in moved:
            of_fact = constraints.get(fact)
            if of_fact is not None and of_fact.any_breaks(changed, date.max) is True:
                return next(item.node for item in of_fact.each if item.breaks(changed, date.max) is True)
        return None

    def _rest(self, start: Changes) -> Iterator[Changes]:
        """Repair what more than one fact decides, then what the repairs upset."""
        begun: set[frozenset[tuple[str, Value]]] = set()
        found = False
        for order in self.program.orders:
            if found:
                # Another order only helps where this one led nowhere.
                break
            followed, parts = [start], [self.program.rest[place] for place in order]
            for turn in range(_MOST_ROUNDS):
                upset = []
                for changes in _distinct(after for before in followed for after in self._all(parts, before, self.on)):
                    changed = self.after(changes)
                    if self.program.eligible(changed, self.on) is not True:
                        upset.append(changes)
                    elif (node := self._broken(changes, changed)) is not None:
                        # Facts about one thing are bound by many contradictions; more than one is seldom mended.
                        upset += self._solve(node, changes, date.max) if turn == 0 else []
                    else:
                        found = True
                        yield self._tidy(changes)
                followed = []
                for changes in upset:
                    key = frozenset(changes.items())
                    if key not in begun:
                        begun.add(key)
                        followed.append(changes)
                if not followed:
                    break

    def _all(self, parts: Sequence[Node], changes: Changes, on: date) -> list[Changes]:
        followed = [changes]
        for node in parts:
            if len(followed) == 1:
                followed = self._solve(node, followed[0], on)
            else:
                followed = _distinct(after for before in followed for after in self._solve(node, before, on))
        return followed

    def _solve(self, node: Node, changes: Changes, on: date) -> list[Changes]:
        """Further changes after which a part holds."""
        changed = self.after(changes)
        if node.holds(changed, on):
            return [changes]
        if isinstance(node, Joined):
            if node.every:
                return self._all(node.parts, changes, on)
            return _distinct(after for part in node.parts for after in self._solve(part, changes, on))
        if isinstance(node, Only):
            return [{**changes, node.fact: value} for value in self._of_one(node)]
        found = [{**changes, fact: value} for fact in node.facts for value in self._of_several(node, fact, changed, on)]
        return found or self._with_unknown_partner(node, changes, changed, on)

    def _of_one(self, node: Only) -> list[Value]:
        """Values of one fact that satisfy its part, and what must hold of it besides."""
        words, ranges = node.words, node.ranges
        must = self.program.musts.get(node.fact)
        if must is not None and must is not node:
            words = None if words is None else tuple(word for word in words if word in (must.words or ()))
            ranges = both(ranges, must.ranges)
        return self._proposed(node.fact, words, ranges)

    def _of_several(self, node: Several, fact: str, changed: Mapping[str, Any], on: date) -> list[Value]:
        """Values of one of several facts that satisfy a comparison while the others stay."""
        spec, must = self.program.specs[fact], self.program.musts.get(fact)
        if self._is_fixed(fact) or spec.type == "list":
            return []
        if spec.type in ("boolean", "enum"):
            every: tuple[Value, ...] = (True, False) if spec.type == "boolean" else tuple(spec.words)
            allowed = every if must is None else must.words or ()
            words = tuple(word for word in allowed if node.holds({**changed, fact: word}, on))
            return self._proposed(fact, words, ())
        ranges = self._ranges_of(node, fact, changed, on)
        return self._proposed(fact, None, ranges if must is None else both(ranges, must.ranges))

    def _ranges_of(self, node: Several, fact: str, changed: Mapping[str, Any], on: date) -> Ranges:
        """Where one fact satisfies a comparison; asked again when parts are repaired in another order."""
        others = tuple([changed.get(name) for name in node.facts if name != fact])
        key = (id(node), fact, on, others)
        found = self._solved.get(key)
        if found is None:
            if len(self._solved) >= _MOST_SOLVED:
                return ()
            turns = Turns(self.program.grid(fact), changed, on, self.program.builder.functions)
            found = self._solved[key] = turns.ranges(node.test, node.wanted)
        return found

    def _with_unknown_partner(
        self, node: Several, changes: Changes, changed: Mapping[str, Any], on: date
    ) -> list[Changes]:
        """A comparison of two unknown facts: one is taken at the least that may be, a date on the day of the question,
        so that the other can be found; any pair on the boundary would do as well."""
        unknown = [fact for fact in node.facts if changed.get(fact) is None]
        found: list[Changes] = []
        for fact in unknown if len(unknown) > 1 else ():
            spec, must = self.program.specs[fact], self.program.musts.get(fact)
            if spec.type == "list":
                continue
            if spec.type in ("boolean", "enum"):
                values: tuple[Value, ...] = (True, False) if spec.type == "boolean" else tuple(spec.words)
                values = values if must is None else must.words or ()
            elif spec.type == "date":
                values = (self.on,)
            else:
                grid = self.program.grid(fact)
                values = tuple(grid.ends(must.ranges if must else ((grid.low, grid.high),), None, self.on))
            for value in values:
                found += self._solve(node, {**changes, fact: value}, on)
        return _distinct(found)

    def _proposed(self, fact: str, words: tuple[Value, ...] | None, ranges: Ranges) -> list[Value]:
        before = self.values.get(fact)
        if before is not None and self._is_fixed(fact):
            return []
        if words is not None:
            return [word for word in words if word != before]
        grid = self.program.grid(fact)
        # A value that the fact has already can still be an end of a range that another part asks for.
        return (grid.ends if fact in self.program.crowded else grid.nearest)(ranges, before, self.on)

    def _is_fixed(self, fact: str) -> bool:
        return self.values.get(fact) is not None and self.program.specs[fact].actionability == "fixed"

    def _tidy(self, changes: Changes) -> Changes:
        """Take back what is not needed after all, and move numbers no further than needed given the other changes."""
        musts = self.program.musts.keys() - self.program.shared - self.derived
        shared = [fact for fact in changes if fact not in musts]
        if not shared or len(changes) == 1:
            return changes
        for fact in shared:
            less = {name: value for name, value in changes.items() if name != fact}
            if less and self.admits(less):
                changes = less
        for fact in [name for name in shared if name in changes]:
            changes = self._nearer(fact, changes)
        return changes

    def _nearer(self, fact: str, changes: Changes) -> Changes:
        """The same changes with one number or date as near as it can be to what it was."""
        spec, before = self.program.specs[fact], self.values.get(fact)
        if before is None or spec.type in ("boolean", "enum"):
            return changes
        grid = self.program.grid(fact)
        here, there = grid.index(before), grid.index(changes[fact])
        step = 1 if there > here else -1
        if not (abs(there - here) > 1 and self.admits({**changes, fact: grid.value(there - step)})):
            return changes
        turns = Turns(grid, self.after(changes), self.on, self.program.builder.functions)
        ranges = turns.ranges(self.program.test, True)
        for value in grid.nearest(ranges, before, self.on):
            nearer = {**changes, fact: value}
            if self.admits(nearer):
                return nearer
        return changes


def _distinct(found: Iterable[Changes]) -> list[Changes]:
    """Each set once, and no more than are followed."""
    kept: dict[frozenset[tuple[str, Value]], Changes] = {}
    for changes in found:
        kept.setdefault(frozenset(changes.items()), changes)
        if len(kept) == _MOST_FOLLOWED:
            break
    return list(kept.values())
