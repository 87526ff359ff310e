"""Eligibility decisions per second, beside the same rule written by hand as one Python function."""

import random
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from benchmarks.bench_row import BenchRow
from benchmarks.measure import alternate
from ontology import Verdict
from policy import evaluate, evaluate_benefit, load_rule_base, need_sets, parse_facts

SEED = 20261122
_BENEFIT = "cn-unemployment-insurance"
_PLACE = "CN-410100"
_DAY = date(2026, 11, 22)
_PEOPLE = 1_000
_ROUNDS = 5
_INVOLUNTARY = {
    "layoff", "contract_expired", "employer_closed", "dismissed", "dismissed_misconduct", "mutual_employer_proposed",
    "resigned_employer_fault",
}  # fmt: skip
#: Months of benefit by months of contributions, Zhengzhou regulations article 24, worked out in the rule file.
_GRID = ((180, 24), (168, 23), (156, 22), (144, 21), (132, 20), (120, 19), (84, 18), (72, 16), (60, 14), (48, 12),
         (36, 9), (24, 6), (12, 3), (0, 0))  # fmt: skip
_Plain = tuple[bool | None, int | None, Decimal | None]


def rows() -> Iterator[BenchRow]:
    """One benefit, all benefits of a place, and need-sets, each for random people."""
    rule_base = load_rule_base()
    people = [parse_facts(facts, rule_base) for facts in random_facts(_PEOPLE, seed=SEED)]
    plain = [dict(facts.values) for facts in people]

    def decide() -> list[object]:
        return [evaluate_benefit(rule_base, _BENEFIT, facts, on=_DAY, jurisdiction=_PLACE) for facts in people]

    _check(plain, decide())
    ours, by_hand = alternate(decide, lambda: [by_hand_zhengzhou(facts) for facts in plain], rounds=_ROUNDS)
    yield BenchRow(
        subject="eligibility decisions with trace, one benefit (Zhengzhou unemployment insurance)", n=_PEOPLE,
        unit="decisions/s", ours=_PEOPLE / ours, higher=True,
        peer="the same rule by hand in Python: verdict, months, amount, no trace", peer_value=_PEOPLE / by_hand,
        note="all verdicts, months and amounts agree; no rule engine of others is installed to compare with",
    )  # fmt: skip
    benefits = len(evaluate(rule_base, people[0], on=_DAY, jurisdiction=_PLACE))
    every, parsing = alternate(
        lambda: [evaluate(rule_base, facts, on=_DAY, jurisdiction=_PLACE) for facts in people],
        lambda: [parse_facts(facts, rule_base) for facts in plain],
        rounds=_ROUNDS,
    )
    yield BenchRow(
        subject=f"decisions on all {benefits} benefits of Zhengzhou", n=_PEOPLE * benefits, unit="decisions/s",
        ours=_PEOPLE * benefits / every, higher=True, note=f"parsing facts: {_PEOPLE / parsing:,.0f} people/s",
    )  # fmt: skip
    refused = [f for f in people if _verdict(rule_base, f) is not Verdict.ELIGIBLE][:50]
    needs, _ = alternate(
        lambda: [need_sets(rule_base, _BENEFIT, facts, on=_DAY, jurisdiction=_PLACE) for facts in refused],
        lambda: None,
        rounds=_ROUNDS,
    )
    yield BenchRow(
        subject="need-sets, one benefit, each verified by deciding again", n=len(refused), unit="people/s",
        ours=len(refused) / needs, higher=True,
    )  # fmt: skip


def random_facts(count: int, *, seed: int) -> Iterator[dict[str, object]]:
    """Facts about unemployment insurance, each left out for one person in ten."""
    draw = random.Random(seed)
    for _ in range(count):
        facts: dict[str, object] = {
            "employment_status": draw.choice(["unemployed", "unemployed", "employee", "flexible"]),
            "separation_reason": draw.choice([*sorted(_INVOLUNTARY), "resigned", "mutual_employee_proposed"]),
            "registered_unemployed": draw.random() < 0.8,
            "seeking_work": draw.random() < 0.9,
            "drawing_pension": draw.random() < 0.1,
            "ui_contribution_months": draw.randint(0, 240),
            "ui_unused_months": draw.choice([0, 0, 0, 2, 5]),
            "local_minimum_wage_cny_per_month": draw.choice([1800, 2000, 2100]),
        }
        yield {name: value for name, value in facts.items() if draw.random() >= 0.1}


def by_hand_zhengzhou(facts: Mapping[str, object]) -> _Plain:
    """Zhengzhou unemployment insurance in plain Python: eligible (None: unknown), months, amount per month."""
    months, reason, status = (
        facts.get(name) for name in ("ui_contribution_months", "separation_reason", "employment_status")
    )
    pension = facts.get("drawing_pension")
    conditions = (
        None if months is None else months >= 12,  # type: ignore[operator]
        None if reason is None else reason in _INVOLUNTARY,
        facts.get("registered_unemployed"),
        facts.get("seeking_work"),
        None if status is None else status == "unemployed",
        None if pension is None else not pension,
    )
    if False in conditions:
        return False, None, None
    eligible = None if None in conditions else True
    granted = None
    if isinstance(months, int):
        unused = facts.get("ui_unused_months", 0)
        assert isinstance(unused, int)
        granted = min(24, next(grant for least, grant in _GRID if months >= least) + unused)
    wage = Decimal(str(facts.get("local_minimum_wage_cny_per_month", 2100)))
    return eligible, granted, (wage * Decimal("0.9")).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _check(plain: "list[dict[str, object]]", decisions: "list[object]") -> None:
    """The two must agree, or the comparison means nothing."""
    verdicts = {True: Verdict.ELIGIBLE, False: Verdict.NOT_ELIGIBLE, None: Verdict.UNKNOWN}
    for facts, decision in zip(plain, decisions, strict=True):
        eligible, months, amount = by_hand_zhengzhou(facts)
        money = decision.amount_per_month  # type: ignore[attr-defined]
        found = (decision.verdict, decision.duration_months, money and money.amount)  # type: ignore[attr-defined]
        if found != (verdicts[eligible], months, amount):
            raise RuntimeError(f"By hand {(eligible, months, amount)}, by the rules {found}, for {facts}.")


def _verdict(rule_base: object, facts: object) -> Verdict:
    decision = evaluate_benefit(rule_base, _BENEFIT, facts, on=_DAY, jurisdiction=_PLACE)  # type: ignore[arg-type]
    return decision.verdict
