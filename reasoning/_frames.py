"""The problems that a plan chooses among: one for each delay of the path and each claim of benefits that change facts.

Once it is fixed when the path begins and when unemployment insurance is drawn, everything that rules ask about a month
is fixed: the work done, how long it has been done, months granted and drawn. So each other benefit can be decided for
each month in which it could be claimed, with the values and rules of that day, and what it pays is a list of amounts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, Protocol

from ontology import Money, Verdict
from policy import Decision
from reasoning._amounts import monthly_amount
from reasoning._drawing import countable, ends_with, payments
from reasoning._schedule import Choice, Claim, Problem
from reasoning._status import Drawn, Stage, already_drawn, counts_months
from reasoning._timeline import Slot

#: Parts of the currency's unit that the search counts in; what people see is added up from the exact amounts.
SCALE = 10_000


class Offers(Protocol):
    """Decisions on claims made in the course of a plan."""

    @property
    def benefits(self) -> Sequence[str]:
        """Benefits that may be claimed."""
        ...

    @property
    def redecides(self) -> bool:
        """Whether decisions follow the person's changing facts; if not, a new job ends what its stops say."""
        ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """Parsed facts on the day of the plan."""
        ...

    def turns(self, benefit: str) -> Sequence[date]:
        """Days on which a rule or value of the benefit begins or ends."""
        ...

    def at(self, benefit: str, day: date, stage: Stage, *, claimed: date | None = None) -> Decision | None:
        """The decision on a day about a claim made then or on `claimed`; None if it cannot be claimed yet."""
        ...


@dataclass(frozen=True, slots=True)
class Paid:
    """One claim with its exact amounts by month of the plan.

    Attributes:
        drawn: months paid before the plan.
        ends: month from which the rules say nothing any more, so that nothing is counted.
    """

    claimed: date
    decision: Decision
    amounts: Mapping[int, Money]
    drawn: int = 0
    ends: int | None = None

    def claim(self, start: int, months: int) -> Claim:
        """The same for the search."""
        return Claim(start, tuple(minor(self.amounts.get(month)) for month in range(months)))


@dataclass(frozen=True, slots=True)
class Frame:
    """One problem, with what its numbers stand for.

    Attributes:
        hubs: benefits whose claim is fixed in this frame, by id; their payments are in the problem's base.
        paid: benefit id -> claim month -> what it would pay.
    """

    delay: int
    slots: tuple[Slot, ...]
    problem: Problem
    hubs: Mapping[str, Paid]
    paid: Mapping[str, Mapping[int, Paid]]
    fixed: int

    @property
    def most(self) -> int:
        """Upper bound of what any schedule of this frame is worth."""
        best = (max((claim.value for claim in choice.claims), default=0) for choice in self.problem.choices)
        return self.fixed + sum(max(0, value) for value in best)


def minor(money: Money | None) -> int:
    """An amount in the units of the search."""
    return 0 if money is None else int((money.amount * SCALE).to_integral_value())


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The course of things for one delay, before benefits.

    Attributes:
        moves: (month, kind of work) of each beginning of work; kind "" where it is not known.
        base: cash of each month without benefits and loans, living costs taken off.
        loans: claims of the loan, if one may be taken.
    """

    on: date
    delay: int
    slots: tuple[Slot, ...]
    moves: tuple[tuple[int, str], ...]
    base: tuple[int, ...]
    living: tuple[int, ...]
    savings: int
    floor: int | None

    def day(self, month: int) -> date:
        """The day on which a claim of a month is made: its first, in the first month the day of the plan."""
        return self.on if month == 0 else self.slots[month].month

    def stage(self, month: int, drawn: tuple[Drawn, ...] = ()) -> Stage:
        """Where the person stands in a month."""
        begun = [(start, kind) for start, kind in self.moves if start <= month]
        days = (self.day(month) - self.on).days
        if not begun or not begun[-1][1]:
            return Stage(months=month, days=days, drawn=drawn)
        since = begun[-1][0]
        return Stage(months=month, days=days, kind=begun[-1][1], at_work=month - since, drawn=drawn)


def frames(course: Course, offers: Offers, excludes: Mapping[str, frozenset[str]]) -> Iterator[Frame]:
    """Every frame of one delay.

    Args:
        excludes: of each benefit, those that cannot be drawn in the same month, whoever says so.
    """
    hubs = [benefit for benefit in offers.benefits if offers.redecides and counts_months(benefit)]
    options: list[list[tuple[int, Paid] | None]] = []
    for benefit in hubs:
        claims = _claims(benefit, course, offers, ())
        unlike = {tuple(paid.amounts.items()): (start, paid) for start, paid in reversed(claims.items())}
        options.append([*sorted(unlike.values(), key=lambda item: item[0]), None])
    for picked in product(*options):
        yield _frame(course, offers, excludes, {hub: pick for hub, pick in zip(hubs, picked, strict=True) if pick})


def _frame(
    course: Course,
    offers: Offers,
    excludes: Mapping[str, frozenset[str]],
    hubs: Mapping[str, tuple[int, Paid]],
) -> Frame:
    count = len(course.slots)
    base = list(course.base)
    for _, paid in hubs.values():
        base = [amount + minor(paid.amounts.get(month)) for month, amount in enumerate(base)]
    drawn = [_drawn(hubs, month) for month in range(count)]
    choices: list[Choice] = []
    found: dict[str, Mapping[int, Paid]] = {}
    for benefit in offers.benefits:
        if offers.redecides and counts_months(benefit):
            continue
        claims = _beside_hubs(benefit, _claims(benefit, course, offers, drawn), hubs, excludes)
        if not claims:
            continue
        decision = next(iter(claims.values())).decision
        found[benefit] = claims
        choices.append(
            Choice(
                benefit,
                tuple(paid.claim(start, count) for start, paid in claims.items()),
                excludes=excludes.get(benefit, frozenset()) - hubs.keys(),
                requires=frozenset(decision.requires) - hubs.keys(),
                once=decision.amount_once is not None,
            )
        )
    problem = Problem(tuple(base), course.living, tuple(choices), course.savings, course.floor)
    return Frame(
        delay=course.delay,
        slots=course.slots,
        problem=problem,
        hubs={hub: paid for hub, (_, paid) in hubs.items()},
        paid=found,
        fixed=sum(base),
    )


def _drawn(hubs: Mapping[str, tuple[int, Paid]], month: int) -> tuple[Drawn, ...]:
    """What is known of the fixed benefits in a month: nothing before their first payment."""
    known = []
    for hub, (_, paid) in hubs.items():
        before = paid.drawn + sum(1 for when in paid.amounts if when < month)
        now = month in paid.amounts
        if before or now:
            known.append(Drawn(hub, int(paid.decision.duration_months or 0), before, now))
    return tuple(known)


def _claims(benefit: str, course: Course, offers: Offers, drawn: Sequence[tuple[Drawn, ...]]) -> dict[int, Paid]:
    """Month of the claim -> what it pays, for each month in which the rules grant it."""
    before = already_drawn(benefit, offers.facts) if offers.redecides else 0
    if before is None:
        return {}
    places = {slot.month: month for month, slot in enumerate(course.slots)}
    stated = offers.facts.get("claim_date")
    claims: dict[int, Paid] = {}
    for month in range(len(course.slots) if not before else 1):
        if 0 in claims and stated is not None and stated <= course.on:
            break  # The claim has been made; it cannot be made later.
        decision = offers.at(benefit, course.day(month), course.stage(month, drawn[month] if drawn else ()))
        if decision is None or not countable(decision) or not _needs_met(decision, course, offers, month, drawn):
            continue
        end = min(_end(decision, course, month, offers.redecides), _outlived(benefit, course, month, offers, drawn))
        due = payments(decision, course.day(month), drawn=before)
        amounts = {
            places[when]: money
            for when, money in due.items()
            if when in places and month <= places[when] < end and money.amount
        }
        ends = None
        if decision.amount_once is None and decision.weekly_amount is None:
            amounts, ends = _at_each_date(benefit, amounts, month, course, offers, drawn, before)
        if amounts:
            claims[month] = Paid(course.day(month), decision, amounts, before, ends)
    return claims


def _at_each_date(
    benefit: str,
    amounts: Mapping[int, Money],
    claimed: int,
    course: Course,
    offers: Offers,
    drawn: Sequence[tuple[Drawn, ...]],
    before: int,
) -> tuple[dict[int, Money], int | None]:
    """Monthly payments at the values of their own month, until the rules end.

    Only where a rule or value has begun or ended since the claim does a later month say anything new.
    """
    paid: dict[int, Money] = {}
    for number, (month, money) in enumerate(sorted(amounts.items()), start=before + 1):
        since, day = course.day(claimed), course.day(month)
        if not any(since < turn <= day for turn in offers.turns(benefit)):
            paid[month] = money
            continue
        stage = course.stage(month, drawn[month] if drawn else ())
        then = offers.at(benefit, day, stage, claimed=since)
        if then is None or then.amount_per_month is None:
            return paid, month
        paid[month] = monthly_amount(then, number)
    return paid, None


def _needs_met(
    decision: Decision, course: Course, offers: Offers, month: int, drawn: Sequence[tuple[Drawn, ...]]
) -> bool:
    """Whether no prerequisite is decided against in that month; what is countable is left to the search."""
    if not offers.redecides:
        return True
    stage = course.stage(month, drawn[month] if drawn else ())
    for need in decision.requires:
        if need not in offers.benefits or counts_months(need):
            continue
        required = offers.at(need, course.day(month), stage)
        if required is None or required.verdict is not Verdict.ELIGIBLE:
            return False
    return True


def _end(decision: Decision, course: Course, claimed: int, redecides: bool) -> int:
    """The first month from which work keeps a benefit from being paid."""
    for start, kind in course.moves:
        if ends_with(decision, kind) and (start > claimed or not redecides or not kind):
            return start
    return len(course.slots)


def _outlived(benefit: str, course: Course, claimed: int, offers: Offers, drawn: Sequence[tuple[Drawn, ...]]) -> int:
    """The first month of a new job in which the conditions of a benefit claimed before are no longer met.

    Some laws name no event for it; whoever no longer meets what was asked of a claim is then paid nothing either.
    """
    for start, kind in course.moves:
        if offers.redecides and kind and start > claimed:
            stage = course.stage(start, drawn[start] if drawn else ())
            then = offers.at(benefit, course.day(start), stage, claimed=course.day(claimed))
            if then is not None and then.verdict is Verdict.NOT_ELIGIBLE:
                return start
    return len(course.slots)


def _beside_hubs(
    benefit: str,
    claims: Mapping[int, Paid],
    hubs: Mapping[str, tuple[int, Paid]],
    excludes: Mapping[str, frozenset[str]],
) -> dict[int, Paid]:
    """Claims without the payments that rules forbid beside the fixed benefits."""
    kept: dict[int, Paid] = {}
    for start, paid in claims.items():
        amounts = paid.amounts
        single = paid.decision.amount_once is not None
        fits = True
        for hub in set(paid.decision.requires) | excludes.get(benefit, frozenset()):
            if hub in paid.decision.requires and counts_months(hub):
                if hub not in hubs or (single and hubs[hub][0] > start):
                    fits = False
                elif not single:
                    amounts = {month: money for month, money in amounts.items() if month in hubs[hub][1].amounts}
            elif hub in hubs and (single or amounts.keys() & hubs[hub][1].amounts.keys()):
                fits = False
        if fits and amounts:
            kept[start] = Paid(paid.claimed, paid.decision, amounts, paid.drawn, paid.ends)
    return kept
