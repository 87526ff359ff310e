"""Six states worked out a second time, in plain fractions, from the statutes and the public table of their values.

Not a blind check: docs/benefits/us.md was read before, and where a clause could not be had in full the formula follows
the public table, excerpts or, in Oklahoma and Alabama, our own rule files. Agreement there says less. Wages stand on
and beside every threshold.
"""

import csv
import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import pytest

from policy import RuleBase, outputs, parse_facts

pytestmark = pytest.mark.shared_data
PEOPLE = 120
Values = Callable[[str], Fraction]
Answer = dict[str, Fraction | int | bool]
Draw = random.Random


class Table:
    """Values of one state on a day, by their names in the public table."""

    def __init__(self, path: Path, state: str) -> None:
        self.rows: dict[str, list[tuple[str, Fraction]]] = {}
        with path.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                if row["jurisdiction"] == state:
                    self.rows.setdefault(row["parameter"], []).append((row["effective_from"], Fraction(row["value"])))

    def on(self, day: date) -> Values:
        return lambda name: max(row for row in self.rows[name] if row[0] <= day.isoformat())[1]

    def lines(self, name: str) -> list[tuple[Fraction, Fraction]]:
        """Threshold and amount of each line of a rate table."""
        parts = [key.split("]")[0] for key in self.rows if key.startswith(f"{name}[") and key.endswith(".amount")]
        return sorted((self.rows[f"{key}].threshold"][0][1], self.rows[f"{key}].amount"][0][1]) for key in parts)


def _weekly(amount: Fraction | int, weeks: Fraction | int) -> Answer:
    return {"weekly_amount": amount, "weeks": weeks, "maximum_total": weeks * amount}


def new_york(value: Values, quarters: list[Fraction], hours: Fraction, earned: Fraction) -> Answer:
    """Labor Law 527(1)(d), 590(5); P803 for the hours."""
    best, second, *_ = sorted(quarters, reverse=True)
    paid, rest = sum(wages > 0 for wages in quarters), sum(quarters, Fraction(0)) - best
    needed = min(best, value("eligibility.high_quarter_cap")) * value("eligibility.capped_other_quarters_rate")
    if best <= value("benefit.low_hq_threshold"):
        rate = best / value("benefit.low_divisor")
    else:
        averaged = paid < 4 and best > value("benefit.two_quarter_hq_threshold")
        rate = (best + second) / 2 if averaged else best
        rate = max(rate / value("benefit.standard_divisor"), value("benefit.formula_min_amount"))
    amount = floor(min(max(rate, value("benefit.min_amount")), value("benefit.max_amount")))
    tiers = [
        (value(f"partial.hours_tiers[{i}].threshold"), value(f"partial.hours_tiers[{i}].amount")) for i in range(5)
    ]
    share = max(tier for tier in tiers if tier[0] <= ceil(hours))[1]
    met = best >= value("eligibility.high_quarter_minimum") and paid >= 2 and rest >= needed
    payable = amount * share if earned <= value("benefit.max_amount") else Fraction(0)
    return {**_weekly(amount, value("benefit.max_weeks")), "monetary_eligibility": met, "weekly_payable": payable}


def new_jersey(value: Values, wages: Fraction, weeks: int, dependents: int, earned: Fraction) -> Answer:
    """N.J.S.A. 43:21-3(b), (c), (d), 43:21-4(e), 43:21-19(u)."""
    most = value("max_weekly_benefit")
    plain = min(floor(value("wbr_rate") * wages / weeks), most)
    extra = max(min(dependents, value("max_dependents")) - 1, 0) * value("dependency_allowance_additional")
    extra += value("dependency_allowance_first") if dependents else 0
    rate = min(floor(plain * (1 + min(extra, value("max_dependency_allowance")))), most)
    partial = max(floor(value("partial_benefit_rate_multiplier") * rate), rate + value("min_partial_benefit_disregard"))
    met = weeks >= value("min_base_weeks") or wages >= value("min_total_base_earnings")
    answer = _weekly(rate, min(weeks, value("max_benefit_weeks")))
    payable = max(floor(min(partial - earned, rate)), 0)
    answer |= {"weekly_amount": plain, "weekly_amount_with_dependents": rate}
    return {**answer, "monetary_eligibility": met, "weekly_payable": payable}


def pennsylvania(
    value: Values, table: Table, wages: Fraction, best: Fraction, weeks: int, dependents: int, earned: Fraction
) -> Answer:
    """43 P.S. 801(a)(2), 804(a), (c), (d), (e), 753(m.3). The wages here are whole dollars, as in the table."""
    rated = zip(table.lines("rate_table"), table.lines("qualifying_wages"), strict=True)
    lines = [(*rate, wages) for rate, (_, wages) in rated]
    _, rate, asked = max(line for line in lines if line[0] <= best)
    met, lowered = wages >= asked, False
    if not met and rate < lines[-1][1]:
        lower = [line[1] for line in lines if rate - 2 <= line[1] < rate and wages >= line[2]]
        if lower:
            rate, met, lowered = max(lower), True, True
    met = met and (lowered or wages - best >= value("wages_outside_high_quarter_fraction") * wages)
    credit = max(ceil(value("partial_benefit_credit.rate") * rate), value("partial_benefit_credit.minimum"))
    first, second = (value(f"dependent_allowance.{name}") for name in ("spouse_or_first_child", "second_child"))
    allowance = min(first * (dependents > 0) + second * (dependents > 1), value("dependent_allowance.maximum"))
    left = floor(min(rate + credit - earned, rate))
    return {
        **_weekly(rate, min(weeks, value("maximum_weeks"))),
        "weekly_amount_with_dependents": rate + allowance,
        "monetary_eligibility": met and weeks >= value("minimum_credit_weeks"),
        "weekly_payable": left + allowance if left > 0 else 0,
    }


def utah(value: Values, quarters: list[Fraction], hours: Fraction, earned: Fraction) -> Answer:
    """Utah Code 35A-4-401(2), (3), (4), 35A-4-403(1)(f); R994-401-301."""
    best, wages = max(quarters), sum(quarters, Fraction(0))
    amount = floor(best / value("benefit.wba.divisor")) - value("benefit.wba.subtraction")
    amount = min(amount, value("benefit.wba.max_amount"))
    weeks = floor(value("benefit.duration.multiplier") * wages / amount)
    weeks = min(max(weeks, value("benefit.duration.min_weeks")), value("benefit.duration.max_weeks"))
    met = wages >= max(
        value("eligibility.min_base_period_wages"), value("eligibility.base_period_to_high_quarter_ratio") * best
    ) and sum(wage > 0 for wage in quarters) >= value("eligibility.min_quarters_with_wages")
    free = value("benefit.partial.earnings_disregard_rate") * amount
    employed = earned >= amount or hours >= value("benefit.partial.hours_threshold")
    payable = 0 if employed else floor(min(amount + free - earned, amount))
    return {**_weekly(amount, weeks), "monetary_eligibility": met, "weekly_payable": payable}


def oklahoma(value: Values, quarters: list[Fraction], taxable: Fraction, earned: Fraction) -> Answer:
    """40 O.S. 2-104 to 2-106, 2-207, of wages that are taxable in the best quarter."""
    best, wages = max(quarters), sum(quarters, Fraction(0))
    counted = min(best, taxable)
    amount = max(min(floor(counted / value("wba.divisor")), value("wba.max_amount")), value("wba.min_amount"))
    total = min(value("mba.max_weeks") * amount, value("mba.max_amount"), value("mba.base_period_wages_share") * wages)
    met = taxable >= value("eligibility.min_taxable_wages")
    met = met and wages >= value("eligibility.min_total_wages_multiplier") * counted
    payable = max(floor(min(amount + value("partial.disregard") - earned, amount)), 0)
    answer = {**_weekly(amount, value("mba.max_weeks")), "maximum_total": floor(total), "weekly_payable": payable}
    return {**answer, "monetary_eligibility": met or wages >= value("payroll.taxable_wage_base")}


def alabama(value: Values, quarters: list[Fraction], rate: Fraction, earned: Fraction) -> Answer:
    """Code of Alabama 25-4-72(b), 25-4-73, 25-4-74(a), 25-4-77(a)(6); Admin. Code 480-4-3-.33 rounds a part-week."""
    best, second, *_ = sorted(quarters, reverse=True)
    derived = (best + second) / 52
    amount = Fraction(0)
    if derived > value("wba.min_threshold"):
        amount = min(Fraction(ceil(derived - Fraction(1, 2))), value("wba.max"))
    tiers = [(value(f"mba.duration_weeks[{i}].threshold"), value(f"mba.duration_weeks[{i}].amount")) for i in range(7)]
    weeks = max(tier for tier in tiers if tier[0] <= rate / 100)[1]
    total = floor(min(weeks * amount, value("mba.bpw_fraction") * sum(quarters, Fraction(0))) + Fraction(1, 2))
    met = amount > 0 and sum(quarters, Fraction(0)) >= value("eligibility.bpw_to_hqw_multiplier") * best
    left = amount - max(earned - amount / 3, 0) if earned < amount else 0
    payable = max(floor(left + Fraction(1, 2)), 0)
    return {"weekly_amount": amount, "weeks": weeks, "maximum_total": total,
            "monetary_eligibility": met, "weekly_payable": payable}  # fmt: skip


def _near(draw: Draw, *edges: float) -> Fraction:
    """On an edge, a cent or a dollar beside it, or anywhere."""
    anywhere = Fraction(draw.randint(20000, 2500000), 100)
    edge = Fraction(str(draw.choice(edges))) + draw.choice([0, 1, -1, Fraction(1, 100), -Fraction(1, 100)])
    return draw.choice([anywhere, edge])


def _quarters(draw: Draw, best: Fraction) -> list[Fraction]:
    """Four quarters with `best` as the best: one to four with wages, half of it and all of it among them."""
    half = floor(best * 50) / Fraction(100)
    rest = [draw.choice([Fraction(0), half, best, floor(best * draw.randint(1, 99)) / Fraction(100)]) for _ in range(3)]
    return draw.sample([best, *rest], 4)


def _days(draw: Draw, first: date, *changes: date) -> date:
    """A day of change, the one before it, or any from `first` to the end of 2026."""
    anywhere = first + timedelta(days=draw.randrange((date(2026, 10, 1) - first).days))
    return draw.choice([anywhere, *changes, *(day - timedelta(days=1) for day in changes if day > first)])


def _plain(amount: Fraction) -> int | float:
    return amount.numerator if amount.denominator == 1 else float(amount)


def _compare(rules: RuleBase, state: str, day: date, told: Mapping[str, object], expected: Answer) -> None:
    given = {name: _plain(value) if isinstance(value, Fraction) else value for name, value in told.items()}
    found = outputs(rules, "us-unemployment-insurance", parse_facts(given, rules), on=day, jurisdiction=state)
    for name, value in expected.items():
        ours = found[name].value
        assert getattr(ours, "amount", ours) == value, (state, day, given, name)


YEARS = (date(2025, 1, 1), date(2026, 1, 1))


@pytest.fixture
def path(shared: Path) -> Path:
    return shared / "policy/us_state_ui_parameters/values.csv"


def test_new_york(rules: RuleBase, path: Path) -> None:
    draw, table = random.Random(590), Table(path, "US-NY")
    for _ in range(PEOPLE):
        day = _days(draw, date(2021, 8, 16), date(2025, 10, 6), *YEARS)
        best = _near(draw, 2900, 3300, 3400, 3500, 3575, 4000, 11088, 13104, 19118, 22594)
        quarters = _quarters(draw, best)
        hours = Fraction(str(draw.choice([0, 10, 10.5, 11, 16, 16.5, 21, 22, 30, 30.25, 31])))
        earned = Fraction(str(draw.choice([0, 504, 504.01, 869, 869.01])))
        told = {"us_quarter_wages_usd": [_plain(wages) for wages in quarters],
                "us_hours_worked_in_week": hours, "us_earnings_in_week_usd": earned}  # fmt: skip
        _compare(rules, "US-NY", day, told, new_york(table.on(day), quarters, hours, earned))


def test_new_jersey(rules: RuleBase, path: Path) -> None:
    draw, table = random.Random(4321), Table(path, "US-NJ")
    for _ in range(PEOPLE):
        day, weeks, dependents = (
            _days(draw, date(2024, 1, 1), *YEARS),
            draw.choice([1, 12, 19, 20, 25, 26, 52]),
            draw.randint(0, 4),
        )
        wages, earned = _near(draw, 14200, 15200, 15500, 905 * weeks / 0.6), Fraction(draw.randint(0, 110000), 100)
        told = {"us_base_period_wages_usd": wages, "us_base_weeks": weeks, "us_dependents": dependents,
                "us_earnings_in_week_usd": earned}  # fmt: skip
        _compare(rules, "US-NJ", day, told, new_jersey(table.on(day), wages, weeks, dependents, earned))


def test_pennsylvania(rules: RuleBase, path: Path) -> None:
    draw, table = random.Random(404), Table(path, "US-PA")
    for _ in range(PEOPLE):
        day, weeks, dependents = _days(draw, *YEARS), draw.choice([17, 18, 25, 26, 52]), draw.randint(0, 3)
        best = Fraction(draw.randint(1688, 16000))
        wages = min(max(Fraction(best * 100 // 63 + draw.randint(-120, 60)), best), 4 * best)
        earned = Fraction(draw.randint(0, 80000), 100)
        told = {"us_base_period_wages_usd": wages, "us_high_quarter_wages_usd": best, "us_credit_weeks": weeks,
                "us_dependents": dependents, "us_earnings_in_week_usd": earned}  # fmt: skip
        _compare(rules, "US-PA", day, told, pennsylvania(table.on(day), table, wages, best, weeks, dependents, earned))


def test_utah(rules: RuleBase, path: Path) -> None:
    draw, table = random.Random(401), Table(path, "US-UT")
    for _ in range(PEOPLE):
        day, quarters = (
            _days(draw, date(2024, 1, 1), *YEARS),
            _quarters(draw, _near(draw, 2550, 2650, 2750, 19526, 20332, 21086)),
        )
        hours, earned = Fraction(str(draw.choice([0, 39.5, 40]))), Fraction(draw.randint(0, 90000), 100)
        told = {"us_quarter_wages_usd": [_plain(wages) for wages in quarters],
                "us_hours_worked_in_week": hours, "us_earnings_in_week_usd": earned}  # fmt: skip
        _compare(rules, "US-UT", day, told, utah(table.on(day), quarters, hours, earned))


def test_oklahoma(rules: RuleBase, path: Path) -> None:
    draw, table = random.Random(2104), Table(path, "US-OK")
    for _ in range(PEOPLE):
        day = _days(draw, date(2022, 1, 1), date(2023, 1, 1), *YEARS)
        quarters = _quarters(draw, _near(draw, 368, 391, 500, 1000, 11937, 12443, 14927))
        earned = Fraction(draw.randint(0, 80000), 100)
        # All wages are taxable where they stay below every wage base; else as many as the total says.
        wages = sum(quarters, Fraction(0))
        taxable = wages if wages <= 24800 else min(wages, Fraction(draw.choice([25000, 27000])))
        told = {"us_quarter_wages_usd": [_plain(amount) for amount in quarters],
                "us_taxable_wages_usd": taxable, "us_earnings_in_week_usd": earned}  # fmt: skip
        _compare(rules, "US-OK", day, told, oklahoma(table.on(day), quarters, taxable, earned))


def test_alabama(rules: RuleBase, path: Path) -> None:
    draw, table = random.Random(2572), Table(path, "US-AL")
    for _ in range(PEOPLE):
        day, quarters = _days(draw, date(2024, 1, 1), *YEARS), _quarters(draw, _near(draw, 1157, 2314, 7137, 7150))
        rate = Fraction(str(draw.choice([3, 6.5, 6.9, 7, 7.5, 9.4, 9.5, 12])))
        earned = Fraction(draw.randint(0, 40000), 100)
        told = {"us_quarter_wages_usd": [_plain(wages) for wages in quarters],
                "us_state_unemployment_rate": rate, "us_earnings_in_week_usd": earned}  # fmt: skip
        _compare(rules, "US-AL", day, told, alabama(table.on(day), quarters, rate, earned))
