"""Which benefit is claimed in which month: the schedule that brings most and breaks no rule, found exactly.

The rules of a schedule, on months numbered from 0 and amounts in whole minor units (fen, cents):

- a benefit is claimed once or never, in one of the months that it offers; what it then pays is its `Claim.cash`;
- of two that exclude each other the one claimed later ends the other: from the first month in which both would pay,
  the earlier one is paid no more. Claimed in one month they may not overlap. If one of them is a single payment they
  are never both claimed, whatever the months, since both convert the same right;
- a monthly benefit with prerequisites is paid only in months in which those are paid; a single payment needs them
  claimed in its month or before;
- a loan is no part of these rules: its repayments go on whatever else is drawn;
- `available` of a month is savings + everything up to its end + its living costs: what there is to live on. It must
  not fall below the floor.

Method: branch and bound. Rules only ever take payments away, so what the chosen claims bring among themselves plus the
most that each open choice could bring is an upper bound, of the sum as of every month's balance. Without a floor,
groups of choices that share no rule are solved apart; that solution stands if it keeps to the floor. Worst case
exponential in the size of one group.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Claim:
    """A benefit claimed in one month.

    Attributes:
        start: the month, from 0.
        cash: what it moves in each month of the plan; negative for repayments.
        worth: what it adds to the person's money, where that is not the sum of `cash`: minus the interest of a loan.
    """

    start: int
    cash: tuple[int, ...]
    worth: int | None = None

    @property
    def value(self) -> int:
        """What is maximised."""
        return sum(self.cash) if self.worth is None else self.worth


@dataclass(frozen=True, slots=True)
class Choice:
    """A benefit with the claims open to a person; `once` marks a single payment. Exclusions hold both ways."""

    id: str
    claims: tuple[Claim, ...]
    excludes: frozenset[str] = frozenset()
    requires: frozenset[str] = frozenset()
    once: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be scheduled.

    Attributes:
        base: all other cash by month, living costs taken off.
        living: living costs by month, positive.
        floor: least `available` of each month, None for no such wish.
    """

    base: tuple[int, ...]
    living: tuple[int, ...]
    choices: tuple[Choice, ...]
    savings: int = 0
    floor: int | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """An answer: claims chosen, what is really paid by month, and how far the worst month stays below the floor."""

    claims: Mapping[str, Claim]
    paid: Mapping[str, tuple[int, ...]]
    value: int
    available: tuple[int, ...]
    shortfall: int

    @property
    def rank(self) -> tuple[int, int]:
        """Greater is better: first no shortfall, then value."""
        return -self.shortfall, self.value


def solve(problem: Problem) -> Schedule:
    """The schedule of most value among those that keep to the floor; if none does, of the smallest shortfall.

    Of equal ones that with the earlier claims of the more valuable choices is returned; a claim that brings nothing
    is not made.
    """
    choices = tuple(_without_dominated(choice, problem.choices) for choice in problem.choices)
    apart: dict[str, Claim] = {}
    best_values: dict[str, int] = {}
    for group in _groups(choices):
        found = _Search(Problem(problem.base, problem.living, group, problem.savings, None)).run()
        apart |= found.claims
        best_values[group[0].id] = found.value
    free = judge(problem, apart)
    if not free.shortfall:
        return _without_idle(problem, free)
    ordered = tuple(choice for group in _groups(choices) for choice in group)
    bound = Problem(problem.base, problem.living, ordered, problem.savings, problem.floor)
    return _without_idle(problem, _Search(bound, best_values).run())


def judge(problem: Problem, claims: Mapping[str, Claim]) -> Schedule:
    """What a set of claims brings under the rules.

    Raises:
        ValueError: the claims break a rule by themselves: see `allowed`.
    """
    if not allowed(problem.choices, claims):
        raise ValueError(f"Claims {sorted(claims)} break a rule.")
    paid = settle(problem.choices, claims)
    available = _available(problem, [sum(column) for column in zip(*paid.values(), strict=True)] if paid else [])
    value = sum(_value(claims[name], cash) for name, cash in paid.items())
    return Schedule(
        claims=dict(claims), paid=paid, value=value, available=available, shortfall=_short(problem, available)
    )


def allowed(choices: Sequence[Choice], claims: Mapping[str, Claim]) -> bool:
    """Whether claims may stand together: no exclusion broken, each single payment's prerequisites claimed by then."""
    by_id = {choice.id: choice for choice in choices}
    for name, claim in claims.items():
        choice = by_id[name]
        if choice.once and any(
            need in by_id and (need not in claims or claims[need].start > claim.start) for need in choice.requires
        ):
            return False
        for other in claims:
            if other > name and _exclude(choice, by_id[other]) and not _may_follow(choice, by_id[other], claims):
                return False
    return True


def settle(choices: Sequence[Choice], claims: Mapping[str, Claim]) -> dict[str, tuple[int, ...]]:
    """What each claim really pays by month: cut where an excluding one takes over, and beside its prerequisites only.

    Prerequisites that are in no choice count as held; those that are open (chosen by nobody yet) pay nothing.
    """
    by_id = {choice.id: choice for choice in choices}
    paid = {name: _cut(by_id[name], claim, by_id, claims) for name, claim in claims.items()}
    waiting = [name for name in paid if not by_id[name].once and by_id[name].requires & by_id.keys()]
    changed = bool(waiting)
    while changed:
        changed = False
        for name in waiting:
            needs = [paid.get(need) for need in by_id[name].requires if need in by_id]
            kept = tuple(
                amount if all(need is not None and need[month] for need in needs) else 0
                for month, amount in enumerate(paid[name])
            )
            if kept != paid[name]:
                paid[name], changed = kept, True
    return paid


def _without_idle(problem: Problem, found: Schedule) -> Schedule:
    """The same schedule without claims that move no money and that no other claim needs."""
    needed = {need for choice in problem.choices if choice.id in found.claims for need in choice.requires}
    kept = {name: claim for name, claim in found.claims.items() if any(found.paid[name]) or name in needed}
    return found if len(kept) == len(found.claims) else judge(problem, kept)


def _exclude(one: Choice, other: Choice) -> bool:
    return other.id in one.excludes or one.id in other.excludes


def _may_follow(one: Choice, other: Choice, claims: Mapping[str, Claim]) -> bool:
    """Whether two that exclude each other may both be claimed."""
    if one.once or other.once:
        return False
    a, b = claims[one.id], claims[other.id]
    return a.start != b.start or _first_overlap(a, b) is None


def _first_overlap(one: Claim, other: Claim) -> int | None:
    both = (month for month, (a, b) in enumerate(zip(one.cash, other.cash, strict=True)) if a and b)
    return next(both, None)


def _cut(choice: Choice, claim: Claim, by_id: Mapping[str, Choice], claims: Mapping[str, Claim]) -> tuple[int, ...]:
    """Cash until the first excluding claim that is made later takes over."""
    ends = [
        month
        for name, later in claims.items()
        if name != choice.id and later.start > claim.start and _exclude(choice, by_id[name])
        for month in (_first_overlap(claim, later),)
        if month is not None
    ]
    if not ends:
        return claim.cash
    end = min(ends)
    return (*claim.cash[:end], *([0] * (len(claim.cash) - end)))


def _value(claim: Claim, cash: Sequence[int]) -> int:
    return sum(cash) if claim.worth is None else claim.worth


def _available(problem: Problem, paid: Sequence[int]) -> tuple[int, ...]:
    flows = [base + extra for base, extra in zip(problem.base, paid, strict=True)] if paid else list(problem.base)
    return tuple(
        problem.savings + total + living for total, living in zip(accumulate(flows), problem.living, strict=True)
    )


def _short(problem: Problem, available: Sequence[int]) -> int:
    if problem.floor is None or not available:
        return 0
    return max(0, problem.floor - min(available))


def _linked(one: Choice, other: Choice) -> bool:
    return _exclude(one, other) or other.id in one.requires or one.id in other.requires


def _groups(choices: Sequence[Choice]) -> Iterator[tuple[Choice, ...]]:
    """Choices that rules tie together, prerequisites and the most tied first."""
    left = list(choices)
    while left:
        group = [left.pop(0)]
        for member in group:
            near = [choice for choice in left if _linked(member, choice)]
            group += near
            left = [choice for choice in left if choice not in near]
        ties = {one.id: sum(_linked(one, other) for other in group if other is not one) for one in group}
        yield tuple(sorted(group, key=lambda choice: (-ties[choice.id], choice.id)))


def _without_dominated(choice: Choice, choices: Sequence[Choice]) -> Choice:
    """Drop claims that another of the same choice beats in value and in every month's balance.

    Only where no rule ties the choice to another: else a claim that pays less may leave room for more.
    """
    if any(_linked(choice, other) for other in choices if other.id != choice.id):
        return choice
    kept: list[tuple[Claim, tuple[int, ...]]] = []
    for claim in sorted(choice.claims, key=lambda claim: (-claim.value, claim.start)):
        run = tuple(accumulate(claim.cash))
        if not any(all(a >= b for a, b in zip(other, run, strict=True)) for _, other in kept):
            kept.append((claim, run))
    return Choice(choice.id, tuple(claim for claim, _ in kept), once=choice.once)


class _Search:
    """One depth-first search; `best_values` holds what whole groups bring at most, by the id of their first choice."""

    def __init__(self, problem: Problem, best_values: Mapping[str, int] | None = None) -> None:
        self._problem = problem
        self._best: Schedule | None = None
        self._best_values = best_values or {}
        self._by_id = {choice.id: choice for choice in problem.choices}
        self._ordered = [_in_order(choice) for choice in problem.choices]

    def run(self) -> Schedule:
        """The best schedule of all."""
        self._go(0, {})
        if self._best is None:
            raise ValueError("To claim nothing is always allowed, yet no schedule was found.")
        return self._best

    def _go(self, place: int, chosen: dict[str, Claim]) -> None:
        choices = self._problem.choices
        if place == len(choices):
            found = judge(self._problem, chosen)
            if self._best is None or found.rank > self._best.rank:
                self._best = found
            return
        for claim in self._ordered[place]:
            if claim is not None:
                chosen[choices[place].id] = claim
            if self._may_win(place + 1, chosen):
                self._go(place + 1, chosen)
            chosen.pop(choices[place].id, None)

    def _may_win(self, place: int, chosen: Mapping[str, Claim]) -> bool:
        """Whether some completion of the choices made so far is allowed and could beat the best found."""
        made = self._problem.choices[:place]
        if not allowed(made, chosen):
            return False
        if self._best is None:
            return True
        paid = settle(made, chosen)
        more, runs = self._at_most(place, chosen, paid)
        value = sum(_value(chosen[name], cash) for name, cash in paid.items()) + more
        if value <= self._best.value and not self._best.shortfall:
            return False
        flows = [sum(column) for column in zip(*paid.values(), strict=True)] if paid else []
        most = [sum(column) for column in zip(_available(self._problem, flows), *runs, strict=True)]
        return (-_short(self._problem, most), value) > self._best.rank

    def _at_most(
        self, place: int, chosen: Mapping[str, Claim], paid: Mapping[str, Sequence[int]]
    ) -> tuple[int, list[list[int]]]:
        """What the open choices could add: in value, and each one to every month's balance, beside those made."""
        value = group = 0
        best: int | None = None
        runs: list[list[int]] = []
        for choice in self._problem.choices[place:]:
            if choice.id in self._best_values:
                value, group, best = value + _capped(group, best), 0, self._best_values[choice.id]
            left = [
                cash for claim in choice.claims for cash in (self._left(choice, claim, place, chosen, paid),) if cash
            ]
            if left:
                group += max(0, *(claim_value for claim_value, _ in left))
                runs.append([max(0, *column) for column in zip(*(accumulate(cash) for _, cash in left), strict=True)])
        return value + _capped(group, best), runs

    def _left(
        self, choice: Choice, claim: Claim, place: int, chosen: Mapping[str, Claim], paid: Mapping[str, Sequence[int]]
    ) -> tuple[int, Sequence[int]] | None:
        """What a claim would pay at most beside those made; None if it may not be made."""
        cash: Sequence[int] = claim.cash
        end = len(cash)
        for name, other in chosen.items():
            rival = self._by_id[name]
            if not _exclude(choice, rival):
                continue
            month = _first_overlap(claim, other)
            if choice.once or rival.once or (month is not None and other.start == claim.start):
                return None
            if month is not None and other.start > claim.start:
                end = min(end, month)
        decided = {one.id for one in self._problem.choices[:place]}
        for need in choice.requires & decided:
            if need not in chosen or (choice.once and chosen[need].start > claim.start):
                return None
            if not choice.once:
                cash = [amount if held else 0 for amount, held in zip(cash, paid[need], strict=True)]
        if end < len(cash):
            cash = [*cash[:end], *([0] * (len(cash) - end))]
        return _value(claim, cash), cash


def _capped(value: int, most: int | None) -> int:
    return value if most is None else min(value, most)


def _in_order(choice: Choice) -> list[Claim | None]:
    """What brings most first, the earlier first; what brings nothing, a loan, only after none at all, and then late."""
    gains = sorted((claim for claim in choice.claims if claim.value > 0), key=lambda claim: (-claim.value, claim.start))
    rest = sorted(
        (claim for claim in choice.claims if claim.value <= 0), key=lambda claim: (-claim.value, -claim.start)
    )
    return [*gains, None, *rest]
