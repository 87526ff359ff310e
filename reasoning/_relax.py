"""Wishes that no plan keeps: which, when, by how much, and the nearest change that would do, tried before said."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ontology import Money
from reasoning._frames import SCALE
from reasoning._outlook import Outlook, Solved
from reasoning._texts import text
from reasoning._weights import whole
from reasoning.answers import Path, PlanMonth
from reasoning.plan_parts import PlanWishes, Relaxation, Shortfall

_CENT = Decimal("0.01")


def shortfalls(
    solved: Solved, months: Sequence[PlanMonth], wishes: PlanWishes, waged: Sequence[bool]
) -> tuple[Shortfall, ...]:
    """Each wish that the nearest plan misses.

    Args:
        waged: whether each month has a wage.
    """
    found: list[Shortfall] = []
    floor = wishes.at_least_per_month
    below = [month for month in months if floor and month.available and month.available.amount < floor.amount]
    if floor and below:
        worst = min(below, key=lambda month: month.available.amount if month.available else Decimal(0))
        short = floor.amount - (worst.available.amount if worst.available else Decimal(0))
        found.append(
            Shortfall(
                wish="at_least_per_month",
                month=below[0].month,
                worst=worst.month,
                short=Money(short, floor.currency),
                months=len(below),
                texts=text(
                    "shortfalls",
                    "at_least_per_month",
                    need=_shown(floor),
                    month=_month(below[0].month),
                    months=len(below),
                    worst=_month(worst.month),
                    short=_shown(Money(short, floor.currency)),
                ),
            )
        )
    limit = wishes.most_months_without_wage
    if limit is not None and solved.without_wage > limit:
        lacking = [month.month for month, has in zip(months, waged, strict=True) if not has]
        found.append(
            Shortfall(
                wish="most_months_without_wage",
                month=lacking[limit],
                worst=lacking[-1],
                short=None,
                months=solved.without_wage - limit,
                texts=text(
                    "shortfalls",
                    "most_months_without_wage",
                    need=limit,
                    have=solved.without_wage,
                    month=_month(lacking[limit]),
                ),
            )
        )
    return tuple(found)


def relaxations(outlook: Outlook, solved: Solved, wishes: PlanWishes, others: Sequence[Path]) -> tuple[Relaxation, ...]:
    """Nearest changes that let a plan keep to the wishes; of two failing wishes, the other one is loosened as well."""
    kept = wishes
    found: list[Relaxation] = []
    if wishes.most_months_without_wage is not None and solved.without_wage > wishes.most_months_without_wage:
        kept = replace(kept, most_months_without_wage=solved.without_wage)
        found.append(_said("most_months_without_wage", str(solved.without_wage)))
    if solved.shortfall:
        found += _for_floor(outlook, solved, kept)
    found += _elsewhere(outlook, wishes, others)
    return tuple(found)


def keeps(solved: Solved, wishes: PlanWishes) -> bool:
    """Whether a plan keeps to every wish."""
    limit = wishes.most_months_without_wage
    return not solved.shortfall and (limit is None or solved.without_wage <= limit)


def _for_floor(outlook: Outlook, solved: Solved, wishes: PlanWishes) -> Iterator[Relaxation]:
    floor = wishes.at_least_per_month
    if floor is None:
        return
    short = Decimal(solved.shortfall) / SCALE
    lower = Money((floor.amount - short).quantize(_CENT, ROUND_FLOOR), floor.currency)
    tries = [(replace(wishes, at_least_per_month=lower), "at_least_per_month", lower)] if lower.amount > 0 else []
    before = wishes.savings.amount if wishes.savings else Decimal(0)
    more = Money((before + short).quantize(_CENT, ROUND_CEILING), floor.currency)
    tries.append((replace(wishes, savings=more), "savings", more))
    for changed, wish, value in tries:
        if keeps(outlook.best(solved.path, changed), changed):
            yield _said(wish, f"{value.amount:f}", _shown(value))
    for delay in range(wishes.most_delay + 1, whole("relax_delay") + 1):
        changed = replace(wishes, most_delay=delay)
        if keeps(outlook.best(solved.path, changed, least_delay=delay), changed):
            yield _said("most_delay", str(delay))
            return


def _elsewhere(outlook: Outlook, wishes: PlanWishes, others: Sequence[Path]) -> Iterator[Relaxation]:
    """The best other path that keeps to all wishes as they are."""
    for number, path in enumerate(others, start=2):
        if keeps(outlook.best(path, wishes), wishes):
            target = path.steps[-1].transition.target.labels
            texts = text("relaxations", "path", value=number, occupation=target)
            yield Relaxation(wish="path", value=str(number), texts=texts)
            return


def _said(wish: str, value: str, shown: str = "") -> Relaxation:
    return Relaxation(wish=wish, value=value, texts=text("relaxations", wish, value=shown or value))


def _shown(money: Money) -> str:
    return f"{money.amount:,.2f} {money.currency}"


def _month(day: date) -> str:
    return day.strftime("%Y-%m")
