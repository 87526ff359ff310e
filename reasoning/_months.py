"""The months of a plan as people read them: every amount with its source, balance with its band, debt apart."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from ontology import Money
from policy import Decision
from reasoning._lines import Line
from reasoning._outlook import Drawing, Solved
from reasoning._texts import text
from reasoning._timeline import add_months
from reasoning._weights import weight
from reasoning.answers import PlanItem, PlanMonth
from reasoning.finance import repayment_table
from reasoning.plan_parts import PlanClaim, PlanWishes

_LIVING, _INCOME = "living", frozenset({"wage", "benefit"})
_CENT = Decimal("0.01")


def month_lines(solved: Solved, wishes: PlanWishes) -> tuple[tuple[Line, ...], ...]:
    """All lines of each month: wage, benefits, then costs, then the loan."""
    loan = _loan_lines(solved, wishes)
    return tuple(
        (
            *[line for line in lines if line.item.kind == "wage"],
            *_benefit_lines(solved.drawn, month),
            *[line for line in lines if line.item.kind != "wage"],
            *loan[month],
        )
        for month, lines in enumerate(solved.lines)
    )


def plan_months(
    solved: Solved, lines: Sequence[Sequence[Line]], wishes: PlanWishes, currency: str
) -> tuple[PlanMonth, ...]:
    """Months with running balance, its band, what there is to live on, and the debt."""
    savings = wishes.savings.amount if wishes.savings else Decimal(0)
    balance = low = high = debt = Decimal(0)
    months: list[PlanMonth] = []
    for slot, month in zip(solved.slots, lines, strict=True):
        amounts = [(line, line.item.amount.amount) for line in month]
        balance += sum((amount for _, amount in amounts), start=Decimal(0))
        low += sum((amount * line.low for line, amount in amounts), start=Decimal(0))
        high += sum((amount * line.high for line, amount in amounts), start=Decimal(0))
        debt += sum((amount for line, amount in amounts if line.item.kind in {"loan", "repayment"}), start=Decimal(0))
        living = sum((amount for line, amount in amounts if line.item.kind == _LIVING), start=Decimal(0))
        income = sum((amount for line, amount in amounts if line.item.kind in _INCOME), start=Decimal(0))
        months.append(
            PlanMonth(
                month=slot.month,
                activity=slot.activity,
                occupation=slot.occupation.id if slot.occupation else "",
                items=tuple(line.item for line in month),
                balance=Money(balance, currency),
                confidence=slot.confidence,
                income=Money(income, currency),
                available=Money(savings + balance - living, currency),
                debt=Money(debt, currency),
                balance_low=Money(low.quantize(_CENT), currency),
                balance_high=Money(high.quantize(_CENT), currency),
            )
        )
    return tuple(months)


def plan_claims(solved: Solved) -> tuple[PlanClaim, ...]:
    """What is claimed when, the earlier claim first."""
    found = []
    for benefit, drawing in solved.drawn.items():
        decision = drawing.decision
        months = sorted(drawing.amounts)
        first = solved.slots[0].month
        amounts = [drawing.amounts[month] for month in months]
        by_month = decision.amount_once is None and decision.weekly_amount is None
        found.append(
            PlanClaim(
                id=benefit,
                labels=decision.name,
                claim=drawing.claimed,
                first=add_months(first, months[0]),
                last=add_months(first, months[-1]),
                payments=len(months),
                granted=int(decision.duration_months) if by_month and decision.duration_months is not None else None,
                total=Money(sum((money.amount for money in amounts), start=Decimal(0)), amounts[0].currency),
                confidence=decision.confidence,
                documents=decision.documents,
                channel=decision.channel,
                sources=tuple(_cited(decision)),
            )
        )
    return tuple(sorted(found, key=lambda claim: (claim.claim, claim.first, claim.id)))


def _benefit_lines(drawn: Mapping[str, Drawing], month: int) -> list[Line]:
    off = {"high": Decimal(0), "medium": _weight("band_medium"), "low": _weight("band_low")}
    return [
        Line(
            PlanItem(
                kind="benefit",
                id=benefit,
                labels=text("plan_items", "benefit", name=drawing.decision.name),
                amount=drawing.amounts[month],
                source="; ".join(_cited(drawing.decision)),
            ),
            1 - off[drawing.decision.confidence],
        )
        for benefit, drawing in drawn.items()
        if month in drawing.amounts
    ]


def _loan_lines(solved: Solved, wishes: PlanWishes) -> list[list[Line]]:
    """Inflow, principal paid back, and interest with fees, apart from each other."""
    lines: list[list[Line]] = [[] for _ in solved.slots]
    offer, start = wishes.loan, solved.loan
    if offer is None or start is None:
        return lines

    def add(month: int, kind: str, amount: Decimal) -> None:
        if month < len(lines) and amount:
            labels = text("plan_items", kind, name=offer.name)
            money = Money(amount, offer.currency)
            lines[month].append(
                Line(PlanItem(kind=kind, id=offer.id, labels=labels, amount=money, source=offer.source))
            )

    add(start, "loan", offer.principal)
    add(start, "interest", -offer.fee_upfront)
    for row in repayment_table(offer):
        add(start + row.month, "repayment", -row.principal)
        add(start + row.month, "interest", row.principal - row.paid)
    return lines


def _weight(name: str) -> Decimal:
    return Decimal(str(weight(name)))


def _cited(decision: Decision) -> Iterable[str]:
    return dict.fromkeys(f"{c.source.title['en']} {c.article}".strip() for c in decision.citations)
