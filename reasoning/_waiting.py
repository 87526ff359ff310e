"""What a later claim loses: the same benefit decided again on later days."""

from collections.abc import Mapping
from datetime import date, timedelta

from ontology import Money, Verdict
from policy import CannotSay, Decision
from reasoning._amounts import known_total
from reasoning._later import LaterDecisions
from reasoning._status import Stage
from reasoning._texts import text
from reasoning._timeline import add_months
from reasoning._weights import whole
from reasoning.route_parts import WaitingLoss

_MONTHS_PER_YEAR = 12


def losses(now: Decision, later: LaterDecisions) -> tuple[WaitingLoss, ...]:
    """Every day in the next `waiting_months` months from which a claim brings something else than one today.

    A claim that only pays later loses nothing here. Deadlines that decide nothing by themselves are told with the sum
    at stake. Nobody is taken to do anything but wait.

    Args:
        now: decided for today with the facts as they are.
    """
    found = [_deadline(now, later)] if _deadline(now, later) else []
    before, since = now, later.on
    for number in range(1, whole("waiting_months") + 1):
        day = add_months(later.on, number)
        then = _at(now.benefit_id, day, later)
        while _worth(then) != _worth(before):
            since = _turn(now.benefit_id, since, day, later)
            turned = _at(now.benefit_id, since, later)
            found.append(_loss(now, before, turned, since))
            before = turned
        since = day
        if then.verdict is not Verdict.ELIGIBLE:
            break
    return tuple(sorted((loss for loss in found if loss), key=lambda loss: (loss.day, loss.reason)))


def _at(benefit: str, day: date, later: LaterDecisions) -> Decision:
    on = later.on
    months = (day.year - on.year) * _MONTHS_PER_YEAR + day.month - on.month - (day.day < on.day)
    return later.at(benefit, day, Stage(months=months, days=(day - on).days))


def _worth(decision: Decision) -> tuple[object, ...]:
    return decision.verdict, decision.cannot_say, known_total(decision)


def _turn(benefit: str, same: date, other: date, later: LaterDecisions) -> date:
    """The first day after `same` from which the claim is worth what it is on `other`, or something else again."""
    base = _worth(_at(benefit, same, later)) if same != later.on else _worth(later.at(benefit, same, Stage()))
    while (other - same).days > 1:
        middle = same + timedelta(days=(other - same).days // 2)
        if _worth(_at(benefit, middle, later)) == base:
            same = middle
        else:
            other = middle
    return other


def _loss(now: Decision, before: Decision, then: Decision, day: date) -> WaitingLoss:
    whole_sum = known_total(now)
    amount = text("waiting", "amount_unknown") if whole_sum is None else _shown(whole_sum)
    shown = day.isoformat()
    if then.cannot_say is CannotSay.EXPIRED:
        texts = text("waiting", "unknown", day=shown, amount=amount)
        return WaitingLoss(day=day, lost=whole_sum, months=0, reason="rule_ends", certain=False, texts=texts)
    if then.verdict is not Verdict.ELIGIBLE:
        met = {item.id: item.met for item in now.conditions}
        failed = [item.text for item in then.conditions if item.met is not True and met.get(item.id)]
        why = text("waiting", "condition", text=failed[0]) if failed else text("waiting", "otherwise")
        texts = text("waiting", "closes", day=shown, amount=amount, why=why)
        certain = then.verdict is Verdict.NOT_ELIGIBLE
        return WaitingLoss(day=day, lost=whole_sum, months=0, reason="closed", certain=certain, texts=texts)
    months = int(now.duration_months or 0) - int(then.duration_months or 0)
    after = known_total(then)
    lost = whole_sum - after if whole_sum is not None and after is not None else None
    if lost is None and months:
        texts = text("waiting", "fewer" if months > 0 else "more", day=shown, months=abs(months))
        return WaitingLoss(day=day, lost=None, months=months, reason="months", certain=True, texts=texts)
    changed: Mapping[str, str] = (
        text("waiting", "months", months=f"{-months:+d}") if months else _new_value(before, then)
    )
    key = "gains" if lost is not None and lost.amount < 0 else "loses"
    said = text("waiting", "amount_unknown") if lost is None else _shown(Money(abs(lost.amount), lost.currency))
    return WaitingLoss(
        day=day,
        lost=lost,
        months=months,
        reason="months" if months else "value",
        certain=True,
        texts=text("waiting", key, day=shown, amount=said, why=changed),
    )


def _new_value(before: Decision, then: Decision) -> Mapping[str, str]:
    """The values that differ, by their sources."""
    known = {item.id: item.value for item in before.parameters}
    changed = [item for item in then.parameters if item.id in known and known[item.id] != item.value]
    if not changed:
        return text("waiting", "otherwise")
    citation = changed[0].citation
    cited = {language: f"{title} {citation.article}".strip() for language, title in citation.source.title.items()}
    return text("waiting", "value", source=cited)


def _deadline(now: Decision, later: LaterDecisions) -> WaitingLoss | None:
    """The nearest deadline that is still ahead, with what is at stake."""
    due = [deadline for deadline in now.deadlines if deadline.due is not None and deadline.due >= later.on]
    if not due:
        return None
    nearest = min(due, key=lambda deadline: deadline.due or date.max)
    day = (nearest.due or later.on) + timedelta(days=1)
    whole_sum = known_total(now)
    amount = text("waiting", "amount_unknown") if whole_sum is None else _shown(whole_sum)
    texts = text("waiting", "at_stake", day=day.isoformat(), amount=amount, why=nearest.text)
    return WaitingLoss(day=day, lost=whole_sum, months=0, reason="deadline", certain=False, texts=texts)


def _shown(money: Money) -> str:
    return f"{money.amount:,.2f} {money.currency}"
