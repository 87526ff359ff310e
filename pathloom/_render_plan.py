"""A funded plan and its route as text for a terminal, in Chinese or English. Nothing is computed here."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from pathloom._render import money_text, percent_text
from pathloom._table import table

if TYPE_CHECKING:
    from reasoning.answers import FundedPlan, PlanMonth, Route, RouteStep
    from reasoning.route_parts import Unlock

_T: Mapping[str, tuple[str, str]] = {
    # key: (English, Chinese)
    "plan": ("Funded plan, month by month", "逐月资金计划"),
    "month": ("Month", "月份"),
    "activity": ("Activity", "安排"),
    "wage": ("Wage", "工资"),
    "benefit": ("Benefits", "待遇"),
    "cost": ("Costs", "支出"),
    "loan": ("Loan", "贷款"),
    "balance": ("Since start", "累计收支"),
    "left": ("Left with savings", "连同积蓄"),
    "since": (
        "Since start: all income less all costs, own savings not counted.",
        "累计收支：自计划开始的全部收入减去全部支出，不含积蓄。",
    ),
    "routes": ("Routes through the benefits", "待遇办理路线"),
    "route_no": ("Route {}", "路线 {}"),
    "no_route": ("No benefit can be claimed as things stand.", "按现有情况没有可申领的待遇。"),
    "decided": ("decided", "已确定"),
    "at_most": ("with all that is open", "待定的全部成立时"),
    "first_money": ("first payment", "首次发放"),
    "security": ("security", "把握"),
    "best_at": ("best at", "优势"),
    "money": ("money", "金额"),
    "speed": ("speed", "速度"),
    "latest": ("until", "最迟"),
    "no_promise": (
        "The agency decides; nothing here is promised.",
        "以经办机构的决定为准，以上均不构成承诺。",
    ),
    "band": ("Low ~ high", "下限 ~ 上限"),
    "sure": ("conf.", "把握"),
    "claims": ("What to claim when", "何时申领"),
    "claim": ("claim on", "申领日"),
    "paid": ("paid", "发放"),
    "papers": ("papers", "材料"),
    "where": ("where", "渠道"),
    "not_kept": ("Not every wish can be kept; this plan comes nearest", "不能满足全部要求，这是最接近的计划"),
    "would": ("what would do", "怎样可以满足"),
    "route": ("Benefits in order", "待遇办理顺序"),
    "from": ("from", "最早"),
    "becomes": ("then met", "届时满足"),
    "waiting": ("waiting", "拖延"),
    "open": ("open", "待定"),
    "own_steps": ("own steps would open", "本人可争取"),
}
_LOAN = frozenset({"loan", "repayment", "interest"})
#: Steps of a route that are printed in full.
_MOST_STEPS = 8


def _word(key: str, language: str) -> str:
    return _T[key][language == "zh"]


def _label(labels: Mapping[str, str], language: str) -> str:
    return labels.get(language) or labels.get("en") or next(iter(labels.values()), "")


def plan_text(plan: "FundedPlan", language: str) -> str:
    """The plan as a table, a line per month, then what to claim when, and what it rests on."""
    borrowed = any(item.kind in _LOAN for month in plan.months for item in month.items)
    keys = ["month", "activity", "wage", "benefit", "cost", *(["loan"] if borrowed else []), "balance", "band"]
    saved = any(_left(month) != month.balance.amount for month in plan.months)
    keys += [*(["left"] if saved else []), "sure"]
    rows = [_row(month, language, borrowed=borrowed, saved=saved) for month in plan.months]
    names = " → ".join(_label(step.transition.target.labels, language) for step in plan.path.steps)
    lines = [f"{_word('plan', language)}: {names}"]
    lines += table([_word(key, language) for key in keys], rows, numbers=frozenset(range(2, len(keys))))
    lines.append(_word("since", language))
    lines += _unkept_lines(plan, language)
    lines += _claim_lines(plan, language)
    lines += route_lines(plan.route, language)
    lines += [f"* {_label(caveat, language)}" for caveat in plan.caveats]
    return "\n".join(lines)


def _left(month: "PlanMonth") -> Decimal:
    """What is left at the month's end with own savings: `available`, and the living costs that it has not taken off."""
    if month.available is None:
        return month.balance.amount
    return month.available.amount + sum(
        (item.amount.amount for item in month.items if item.kind == "living"), Decimal(0)
    )


def _row(month: "PlanMonth", language: str, *, borrowed: bool, saved: bool) -> list[str]:
    sums = {"wage": Decimal(0), "benefit": Decimal(0), "cost": Decimal(0), "loan": Decimal(0)}
    for item in month.items:
        part = item.kind if item.kind in ("wage", "benefit") else "loan" if item.kind in _LOAN else "cost"
        sums[part] += item.amount.amount
    currency = month.balance.currency
    low, high = month.balance_low or month.balance, month.balance_high or month.balance
    return [
        month.month.strftime("%Y-%m"),
        _label(month.activity, language),
        *(_amount(sums[part], currency) for part in ("wage", "benefit", "cost")),
        *([_amount(sums["loan"], currency)] if borrowed else []),
        _amount(month.balance.amount, currency),
        f"{_amount(low.amount, currency)} ~ {_amount(high.amount, currency)}",
        *([_amount(_left(month), currency)] if saved else []),
        percent_text(month.confidence),
    ]


def _unkept_lines(plan: "FundedPlan", language: str) -> list[str]:
    if plan.feasible:
        return []
    lines = [f"! {_word('not_kept', language)}"]
    lines += [f"!   {_label(short.texts, language)}" for short in plan.shortfalls]
    lines += [f"!   {_word('would', language)}: {_label(ease.texts, language)}" for ease in plan.relaxations]
    return lines


def _claim_lines(plan: "FundedPlan", language: str) -> list[str]:
    lines = [_word("claims", language)] if plan.claims else []
    for claim in plan.claims:
        months = f"{claim.first:%Y-%m}" if claim.first == claim.last else f"{claim.first:%Y-%m} - {claim.last:%Y-%m}"
        lines.append(
            f"- {_label(claim.labels, language)}: {_word('claim', language)} {claim.claim}, {_word('paid', language)} "
            f"{months}, {money_text(claim.total, language)}"
        )
        for key, texts in (("papers", claim.documents), ("where", claim.channel)):
            if texts:
                lines.append(f"    {_word(key, language)}: {'; '.join(_label(text, language) for text in texts)}")
    return lines


def routes_text(routes: "Sequence[Route]", language: str, *, heading: str) -> str:
    """Each route with what it brings, how soon and how surely, then its steps with deadlines, papers and channel."""
    lines = [f"{_word('routes', language)} · {heading}"]
    if not routes:
        lines.append(_word("no_route", language))
    for number, route in enumerate(routes, start=1):
        total, most = (money_text(sum_, language) if sum_ else "-" for sum_ in (route.total, route.possible_total))
        parts = [
            f"{_word('decided', language)} {total}",
            f"{_word('at_most', language)} {most}",
            f"{_word('first_money', language)} {route.first_money or '-'}",
            f"{_word('security', language)} {percent_text(route.security)}",
        ]
        if route.best_at:
            parts.append(f"{_word('best_at', language)} {', '.join(_word(name, language) for name in route.best_at)}")
        lines += ["", f"{_word('route_no', language).format(number)}: {'; '.join(parts)}"]
        for position, step in enumerate(route.steps, start=1):
            lines += _step_lines(position, step, language)
            lines += _paper_lines(step, language)
    lines += [f"+ {_own_step(unlock, language)}" for unlock in (routes[0].unlocks if routes else ())]
    return "\n".join([*lines, "", _word("no_promise", language)])


def _paper_lines(step: "RouteStep", language: str) -> list[str]:
    # What waiting loses may be the deadline itself, and is told already.
    told = _label(step.lost_by_waiting, language) if step.lost_by_waiting else ""
    due = [(item.due, _label(item.text, language), item.source) for item in step.deadlines if item.due is not None]
    lines = [
        f"    {_word('latest', language)} {day}: {text}  [{source}]" for day, text, source in due if text not in told
    ]
    for key, texts in (("papers", step.documents), ("where", step.channel)):
        if texts:
            lines.append(f"    {_word(key, language)}: {'; '.join(_label(text, language) for text in texts)}")
    return lines


def _own_step(unlock: "Unlock", language: str) -> str:
    changes = "; ".join(_label(change, language) for change in unlock.changes)
    return f"{_word('own_steps', language)}: {_label(unlock.labels, language)} ({changes})"


def route_lines(route: "Route", language: str) -> list[str]:
    """The steps of a route in order: from when, what has to come true, what waiting loses."""
    lines = [_word("route", language)] if route.steps else []
    for number, step in enumerate(route.steps[:_MOST_STEPS], start=1):
        lines += _step_lines(number, step, language)
    return [*lines, *(f"+ {_own_step(unlock, language)}" for unlock in route.unlocks)]


def _step_lines(number: int, step: "RouteStep", language: str) -> list[str]:
    is_open = step.verdict.value != "eligible"
    mark = f" [{_word('open', language)} {percent_text(step.likelihood)}]" if is_open else ""
    amount = f", {money_text(step.possible_total, language)}" if step.possible_total else ""
    name = _label(step.benefit.labels, language)
    lines = [f"{number}. {name}{mark}: {_word('from', language)} {step.earliest}{amount}"]
    lines += [
        f"    {_word('becomes', language)}: {_label(item.text, language)} "
        f"({_label(item.now, language)} → {_label(item.then, language)})"
        for item in step.becomes
    ]
    if step.lost_by_waiting:
        lines.append(f"    {_word('waiting', language)}: {_label(step.lost_by_waiting, language)}")
    return lines


def _amount(amount: Decimal, currency: str) -> str:
    from ontology import Money

    return money_text(Money(amount, currency), "en") if amount else "-"
