"""`pathloom finance`: what a loan really costs, and whether a small business carries itself."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import chosen_language, say
from pathloom._table import table
from pathloom.commands._output import parse_day, print_json, read_json_object
from pathloom.errors import InputFileError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reasoning.finance import RankedOffer, Sustainability

_FILE = click.Path(readable=False, path_type=Path)


class _Amount(click.ParamType[Decimal]):
    """An amount of money, exact, from 0 on."""

    name = "amount"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount < 0:
            self.fail(say(f"{value!r} is no amount from 0 on.", f"{value!r} 不是有效金额。"), param, ctx)
        return amount


@click.group(
    "finance",
    help=say(
        "What a loan costs in all, and whether a small business carries itself. No advice to borrow.",
        "贷款的总成本，以及小微经营能否维持。不构成借款建议。",
    ),
)
def finance_command() -> None:
    """Documented in `help`."""


@finance_command.command(
    "loans",
    help=say(
        'Rank loan offers by total cost. FILE holds {"offers": [...]}; see docs/how-to/loans-and-businesses.md.',
        '按总成本给贷款排序。FILE 为 {"offers": [...]}，格式见 docs/how-to/loans-and-businesses.md。',
    ),
)
@click.argument("file", type=_FILE)
@click.option("--needed", type=_Amount(), required=True, metavar="N", help=say("Amount needed.", "所需金额。"))
@click.option("--income", type=_Amount(), metavar="N", help=say("Income per month.", "月收入。"))
@click.option(
    "--other-payments", type=_Amount(), default="0", metavar="N",
    help=say("Other debt payments per month.", "其他每月还款。"),
)  # fmt: skip
@click.option(
    "--table",
    "by_month",
    is_flag=True,
    help=say("Repayment table by month, not by year.", "还款表按月列出，默认按年。"),
)
@click.option(
    "--jurisdiction",
    metavar="CODE",
    help=say("Place whose rules a loan benefit follows.", "待遇类贷款所依规定的地区。"),
)
@click.option("--on", "on", metavar="YYYY-MM-DD", help=say("Day of the rules.", "规定的日期。"))
@shared_options
@pass_options
def loans_command(
    options: Options,
    file: Path,
    needed: Decimal,
    income: Decimal | None,
    other_payments: Decimal,
    by_month: bool,
    jurisdiction: str | None,
    on: str | None,
) -> None:
    """Documented in `help`."""
    from reasoning.finance import rank_offers, read_loan_offers

    document = read_json_object(file)
    _only(document, "offers", file)
    ranked = rank_offers(
        read_loan_offers(document.get("offers")),
        needed=needed,
        income_per_month=income,
        other_payments_per_month=other_payments,
    )
    over = _over(options, ranked, jurisdiction, on)
    if options.as_json:
        from reasoning import to_json

        print_json({"needed": str(needed), "offers": to_json(ranked), "over_benefit_limits": over})
    else:
        click.echo(_offers_text(ranked, over, chosen_language(), by_month=by_month))


def _over(
    options: Options, ranked: "Sequence[RankedOffer]", jurisdiction: str | None, on: str | None
) -> dict[str, list[dict[str, str]]]:
    """Offer id -> what of it lies above the caps of the benefit that it names."""
    named = [item.offer for item in ranked if item.offer.benefit]
    if not named:
        return {}
    if jurisdiction is None or on is None:
        raise UsageError(
            f"The offer {named[0].id!r} names the benefit {named[0].benefit!r}, whose caps depend on place and day.",
            hint="Add --jurisdiction CODE --on YYYY-MM-DD.",
            hint_zh="请加 --jurisdiction 代码 --on YYYY-MM-DD。",
        )
    from pathloom._engine import Engine
    from pathloom._loan_limits import loan_limits, over_limits

    day = parse_day(on)
    with Engine(options.settings()) as engine:
        return {
            offer.id: over_limits(offer, loan_limits(engine, offer.benefit, on=day, jurisdiction=jurisdiction))
            for offer in named
        }


@finance_command.command(
    "business",
    help=say(
        'Check a small-business plan month by month. FILE holds {"plan": {...}}.',
        '逐月检验小微经营计划。FILE 为 {"plan": {...}}。',
    ),
)
@click.argument("file", type=_FILE)
@click.option("--runs", type=int, default=5_000, show_default=True, help=say("Simulated cases.", "模拟次数。"))
@click.option("--seed", type=int, default=0, show_default=True, help=say("Seed of the draws.", "随机种子。"))
@click.option(
    "--assume", "assume", multiple=True, metavar="NAME=VALUE", help=say("Replace an assumption.", "替换一项假设。")
)
@shared_options
@pass_options
def business_command(options: Options, file: Path, runs: int, seed: int, assume: tuple[str, ...]) -> None:
    """Documented in `help`."""
    from reasoning.finance import cash_flow, check_sustainability, read_business_plan

    document = read_json_object(file)
    _only(document, "plan", file)
    plan = read_business_plan(document.get("plan"))
    found = check_sustainability(plan, runs=runs, seed=seed, assumptions=dict(map(_assumption, assume)))
    if options.as_json:
        from reasoning import to_json

        print_json({"as_planned": to_json(cash_flow(plan)), "sustainability": to_json(found)})
    else:
        click.echo(_business_text(found, plan.currency, chosen_language()))


def _only(document: object, name: str, file: Path) -> None:
    if isinstance(document, dict) and set(document) != {name}:
        other = sorted(set(document) - {name}) or [name]
        raise InputFileError(
            f"{file}: the file must hold {name!r} and nothing else, but see {other[0]!r}.",
            hint=f'Write {{"{name}": ...}}.',
            hint_zh=f'请写成 {{"{name}": ...}}。',
            file=str(file),
        )


def _assumption(text: str) -> tuple[str, float]:
    name, sign, value = text.partition("=")
    try:
        return name, float(value) if sign else float("nan")
    except ValueError as error:
        raise click.UsageError(say(f"{text!r} is not NAME=VALUE.", f"{text!r} 不是 名称=数值。")) from error


def _offers_text(
    ranked: "Sequence[RankedOffer]", over: "Mapping[str, list[dict[str, str]]]", language: str, *, by_month: bool
) -> str:
    lines = []
    for number, item in enumerate(ranked, 1):
        offer = item.offer
        cost = f"{item.total_cost:f} {offer.currency}"
        dearest = f"{item.highest_payment:f} {offer.currency}"
        rate = f"{item.effective_annual_rate:.2%}"
        lines.append(f"{number}. {offer.name[language]} ({offer.source})")
        lines.append(
            say(
                f"   costs {cost} in all, {rate} a year in effect; dearest month {dearest}",
                f"   总成本 {cost}，实际年利率 {rate}；还款最多的一个月 {dearest}",
            )
        )
        lines += [f"   ! {text[language]}" for text in over.get(offer.id, ())]
        lines += [f"   ! {warning[language]}" for warning in item.warnings]
        lines += [f"   - {condition[language]}" for condition in offer.conditions]
        lines += [f"   {line}" for line in _repayments(item, by_month=by_month)]
    return "\n".join(lines)


def _repayments(item: "RankedOffer", *, by_month: bool) -> list[str]:
    """The repayment table, a line per month or per year of twelve months; its sums are exact."""
    size = 1 if by_month else 12
    parts = [item.table[start : start + size] for start in range(0, len(item.table), size)]
    head = [
        say("month", "月") if by_month else say("year", "年"), say("paid", "还款"), say("principal", "本金"),
        say("interest", "利息"), say("subsidy", "贴息"), say("fee", "费用"), say("owed", "余额"),
    ]  # fmt: skip
    rows = [
        [
            str(number),
            *(
                f"{sum((getattr(row, name) for row in part), Decimal(0)):.2f}"
                for name in ("paid", "principal", "interest", "subsidy", "fee")
            ),
            f"{part[-1].owed:.2f}",
        ]
        for number, part in enumerate(parts, 1)
    ]
    return table(head, rows, numbers=frozenset(range(len(head))))


def _business_text(found: "Sustainability", currency: str, language: str) -> str:
    even = found.break_even
    unknown = say("never", "无法达到")
    lines = [
        found.text[language],
        say("Break-even revenue a month", "每月保本收入")
        + f": {even.business if even.business is not None else unknown} {currency}"
        + say(" (business)", "（经营）")
        + f", {even.household if even.household is not None else unknown} {currency}"
        + say(" (with living costs and repayments)", "（含生活费与还款）"),
        *(f"! {warning[language]}" for warning in found.warnings),
    ]
    if found.debt_service:
        lines.append(found.debt_service.text[language])
    lines.append(say("Assumptions:", "假设："))
    lines += [
        f"  {item.id} = {item.value:g} {item.unit}: {item.text[language]} ({item.source[language]})"
        for item in found.assumptions
    ]
    return "\n".join(lines)
