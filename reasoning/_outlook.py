"""The best way through the months of one path: when it begins, what is claimed when, whether a loan is taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ontology import Money, Verdict
from policy import Decision
from reasoning._amounts import is_open
from reasoning._frames import Course, Frame, Offers, Paid, frames, minor
from reasoning._lines import Budget, Line
from reasoning._schedule import Choice, Claim, Schedule, solve
from reasoning._timeline import Slot, lay_out
from reasoning._weights import whole
from reasoning.answers import Path
from reasoning.finance import Repayment, repayment_table
from reasoning.plan_parts import PlanWishes

LOAN_CHOICE = "loan:"


@dataclass(frozen=True, slots=True)
class Drawing:
    """One claim as the schedule leaves it: the amounts really paid, by month of the plan."""

    claimed: date
    decision: Decision
    amounts: Mapping[int, Money]
    whole: bool
    ends: int | None = None


@dataclass(frozen=True, slots=True)
class Solved:
    """The best schedule found for a path.

    Attributes:
        drawn: benefit id -> what is paid.
        loan: month in which the loan is paid out, None if none is taken.
        without_wage: months without a wage.
        shortfall: by how much the worst month misses the floor.
        value: wages and benefits less costs, to the plan's end.
    """

    path: Path
    frame: Frame
    schedule: Schedule
    lines: tuple[tuple[Line, ...], ...]
    moves: tuple[tuple[int, str], ...]
    drawn: Mapping[str, Drawing]
    loan: int | None
    without_wage: int
    shortfall: int
    value: int

    @property
    def delay(self) -> int:
        """Months before the path begins."""
        return self.frame.delay

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The months."""
        return self.frame.slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is the same for every path and delay that is tried."""

    on: date
    offers: Offers
    excludes: Mapping[str, frozenset[str]]
    budget: Budget
    working_now: bool

    def best(self, path: Path, wishes: PlanWishes, *, least_delay: int = 0) -> Solved:
        """The best plan of a path: wishes kept before money, then the earlier begin.

        A wish about months without a wage leaves only delays that keep it; if none does, those that miss it least.
        """
        courses = [self._course(path, wishes, delay) for delay in range(least_delay, wishes.most_delay + 1)]
        limit = wishes.most_months_without_wage
        fewest = min(without for _, _, without in courses)
        allowed = fewest if limit is None or fewest > limit else limit
        fitting = [found for found in courses if limit is None or found[2] <= allowed]
        problems = [
            (self._with_loan(frame, course, wishes), lines, course, without)
            for course, lines, without in fitting
            for frame in frames(course, self.offers, self.excludes)
        ]
        problems.sort(key=lambda item: (-item[0].most, item[0].delay))
        best: Solved | None = None
        for frame, lines, course, without in problems:
            if best is not None and not best.shortfall and frame.most <= best.value:
                break
            schedule = solve(frame.problem)
            found = _solved(path, frame, schedule, lines, course.moves, without)
            if best is None or (-found.shortfall, found.value) > (-best.shortfall, best.value):
                best = found
        if best is None:
            raise ValueError("A path has at least one month, so it has at least one problem.")
        return best

    def _course(self, path: Path, wishes: PlanWishes, delay: int) -> tuple[Course, tuple[tuple[Line, ...], ...], int]:
        tail = wishes.tail
        if tail is None and self.offers.redecides:
            tail = whole("plan_tail_decided")
        slots = lay_out(path, on=self.on, working_now=self.working_now, delay=delay, tail=tail)
        budget = replace(self.budget, wishes=wishes)
        lines = budget.lines(slots)
        moves = tuple(
            (month, budget.kind(slot))
            for month, slot in enumerate(slots)
            if slot.moves > (slots[month - 1].moves if month else 0)
        )
        living = self.budget.living
        course = Course(
            on=self.on,
            delay=delay,
            slots=slots,
            moves=moves,
            base=tuple(sum(minor(line.item.amount) for line in month) for month in lines),
            living=(minor(living.money if living else None),) * len(slots),
            savings=minor(wishes.savings),
            floor=None if wishes.at_least_per_month is None else minor(wishes.at_least_per_month),
        )
        return course, lines, sum(not budget.has_wage(slot) for slot in slots)

    def _with_loan(self, frame: Frame, course: Course, wishes: PlanWishes) -> Frame:
        """The frame with the loan among its choices, where one may be taken and a floor could need it."""
        if wishes.loan is None or wishes.at_least_per_month is None:
            return frame
        table = repayment_table(wishes.loan)
        months = range(len(frame.slots))
        claims = tuple(
            loan_claim(wishes, table, start, len(frame.slots))
            for start in months
            if self._may_borrow(course, wishes, start)
        )
        choice = Choice(LOAN_CHOICE + wishes.loan.id, claims)
        return replace(frame, problem=replace(frame.problem, choices=(*frame.problem.choices, choice)))

    def _may_borrow(self, course: Course, wishes: PlanWishes, month: int) -> bool:
        benefit = wishes.loan_benefit
        if not benefit:
            return True
        if benefit not in self.offers.benefits:
            return False
        decision = self.offers.at(benefit, course.day(month), course.stage(month))
        return decision is not None and (decision.verdict is Verdict.ELIGIBLE or is_open(decision))


def loan_claim(wishes: PlanWishes, table: Sequence[Repayment], start: int, months: int) -> Claim:
    """The loan paid out in a month: its cash in the plan's months; it costs all its interest and fees."""
    cash = [0] * months
    for month, amount in loan_cash(wishes, table, start).items():
        if month < months:
            cash[month] += minor(amount)
    offer = wishes.loan
    assert offer is not None  # noqa: S101 -- callers have a loan
    cost = offer.fee_upfront + sum((row.paid - row.principal for row in table), start=Decimal(0))
    return Claim(start, tuple(cash), worth=-minor(Money(cost, offer.currency)))


def loan_cash(wishes: PlanWishes, table: Sequence[Repayment], start: int) -> dict[int, Money]:
    """Inflow and payments of the loan by month of the plan."""
    offer = wishes.loan
    assert offer is not None  # noqa: S101 -- callers have a loan
    cash = {start: Money(offer.principal - offer.fee_upfront, offer.currency)}
    return cash | {start + row.month: Money(-row.paid, offer.currency) for row in table}


def _solved(
    path: Path,
    frame: Frame,
    schedule: Schedule,
    lines: tuple[tuple[Line, ...], ...],
    moves: tuple[tuple[int, str], ...],
    without: int,
) -> Solved:
    drawn = {
        hub: Drawing(paid.claimed, paid.decision, paid.amounts, True, paid.ends) for hub, paid in frame.hubs.items()
    }
    loan = None
    for name, claim in schedule.claims.items():
        if name.startswith(LOAN_CHOICE):
            loan = claim.start
            continue
        paid: Paid = frame.paid[name][claim.start]
        left = schedule.paid[name]
        amounts = {month: money for month, money in paid.amounts.items() if left[month]}
        if amounts:
            drawn[name] = Drawing(paid.claimed, paid.decision, amounts, len(amounts) == len(paid.amounts), paid.ends)
    return Solved(
        path=path,
        frame=frame,
        schedule=schedule,
        lines=lines,
        moves=moves,
        drawn=drawn,
        loan=loan,
        without_wage=without,
        shortfall=schedule.shortfall,
        value=frame.fixed + schedule.value,
    )
