"""Eligibility decisions per second, need-sets and memory, beside the same by hand or without an explanation."""

import math
import random
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from benchmarks.bench_row import BenchRow
from benchmarks.measure import alternate, median_seconds, percentile, run_child, seconds_of
from benchmarks.policy_people import AMERICANS, CLAIMANTS, SHANGHAI, ZHENGZHOU, Claimant
from ontology import Verdict
from policy import Decision, Facts, RuleBase, evaluate, evaluate_benefit, load_rule_base, need_sets, parse_facts
from policy._codegen import Function
from policy._evaluate import memory_of
from policy._search_program import program_of
from policy.errors import ContradictoryFactsError

SEED = 20261122
_BENEFIT = "cn-unemployment-insurance"
_PLACE = "CN-410100"
_DAY = date(2026, 11, 22)
_PEOPLE = 1_000
_ROUNDS = 5
_IN_WANT = 200
_COMPILE_ALL = f"""
from datetime import date
from policy import Facts, evaluate_benefit, load_rule_base, need_sets
rules, count, day = load_rule_base(), 0, date({_DAY.year}, {_DAY.month}, {_DAY.day})
for place in rules.jurisdictions:
    for benefit in rules.benefits_in(place):
        evaluate_benefit(rules, benefit.id, Facts({{}}), on=day, jurisdiction=place)
        need_sets(rules, benefit.id, Facts({{}}), on=day, jurisdiction=place)
        count += 1
print(count)
"""
_INVOLUNTARY = {
    "layoff", "contract_expired", "employer_closed", "dismissed", "dismissed_misconduct", "mutual_employer_proposed",
    "resigned_employer_fault",
}  # fmt: skip
#: Months of benefit by months of contributions, Zhengzhou regulations article 24, worked out in the rule file.
_GRID = ((180, 24), (168, 23), (156, 22), (144, 21), (132, 20), (120, 19), (84, 18), (72, 16), (60, 14), (48, 12),
         (36, 9), (24, 6), (12, 3), (0, 0))  # fmt: skip
_Plain = tuple[bool | None, int | None, Decimal | None]


def rows() -> Iterator[BenchRow]:
    """Explained decisions of one benefit and of all of a place, need-sets, and the memory of all rules compiled."""
    rule_base = load_rule_base()
    yield from _decisions(rule_base)
    yield from _granted(rule_base)
    yield from _needs(rule_base)
    yield _memory()


def _decisions(rule_base: RuleBase) -> Iterator[BenchRow]:
    people = [parse_facts(facts, rule_base) for facts in random_facts(_PEOPLE, seed=SEED)]
    plain = [dict(facts.values) for facts in people]

    def decide() -> list[object]:
        return [evaluate_benefit(rule_base, _BENEFIT, facts, on=_DAY, jurisdiction=_PLACE) for facts in people]

    _check(plain, decide())
    ours, by_hand = alternate(
        lambda: _drop(evaluate_benefit(rule_base, _BENEFIT, facts, on=_DAY, jurisdiction=_PLACE) for facts in people),
        lambda: _drop(by_hand_zhengzhou(facts) for facts in plain),
        rounds=_ROUNDS,
    )
    yield BenchRow(
        subject="eligibility decisions with trace, one benefit (Zhengzhou unemployment insurance)", n=_PEOPLE,
        unit="decisions/s", ours=_PEOPLE / ours, higher=True,
        peer="the same rule by hand in Python: verdict, months, amount, no trace", peer_value=_PEOPLE / by_hand,
        note="all verdicts, months and amounts agree; bars: 20,000, goal 50,000",
    )  # fmt: skip
    benefits = len(evaluate(rule_base, people[0], on=_DAY, jurisdiction=_PLACE))
    every, parsing = alternate(
        lambda: _drop(evaluate(rule_base, facts, on=_DAY, jurisdiction=_PLACE) for facts in people),
        lambda: _drop(parse_facts(facts, rule_base) for facts in plain),
        rounds=_ROUNDS,
    )
    yield BenchRow(
        subject=f"decisions on all {benefits} benefits of Zhengzhou", n=_PEOPLE * benefits, unit="decisions/s",
        ours=_PEOPLE * benefits / every, higher=True, note=f"parsing facts: {_PEOPLE / parsing:,.0f} people/s",
    )  # fmt: skip


def _drop(answers: Iterable[object]) -> None:
    """Take each answer and let it go: a thousand kept ones would measure the garbage collector."""
    deque(answers, maxlen=0)


def _granted(rule_base: RuleBase) -> Iterator[BenchRow]:
    """People who get the benefit: every condition is decided and every sum worked out, which costs most.

    The texts of a condition are written when somebody reads them; the note says how many decisions a second there are
    when all are read.
    """
    for claimant in CLAIMANTS:
        person = parse_facts(claimant.facts, rule_base)

        def decide(one: Claimant = claimant, facts: Facts = person) -> Decision:
            return evaluate_benefit(rule_base, one.benefit, facts, on=one.on, jurisdiction=one.place)

        decided, function = decide(), _verdict_function(rule_base, claimant)
        if decided.verdict is not Verdict.ELIGIBLE or decided.amount_unknown_facts or decided.amount_cannot_say:
            raise RuntimeError(f"Not every sum of {claimant.benefit} in {claimant.place} is there: {decided.reason}.")
        explained, bare = alternate(
            lambda decide=decide: _drop(decide() for _ in range(_PEOPLE)),  # type: ignore[misc]
            lambda f=person, g=function, day=claimant.on: _drop(g(f.values, day) for _ in range(_PEOPLE)),  # type: ignore[misc]
            rounds=_ROUNDS,
        )
        read = median_seconds(
            lambda decide=decide: _drop(_read(decide()) for _ in range(_PEOPLE)),  # type: ignore[misc]
            rounds=_ROUNDS,
        )
        yield BenchRow(
            subject=f"explained decisions with all sums, one granted benefit ({claimant.benefit}, {claimant.place})",
            n=_PEOPLE, unit="decisions/s", ours=_PEOPLE / explained, higher=True,
            peer="the generated function of its conditions: a verdict and nothing else", peer_value=_PEOPLE / bare,
            note=f"{len(decided.conditions)} conditions, {len(decided.parameters)} dated values; "
            f"{_PEOPLE / read:,.0f} with every text read; bars: 20,000, goal 50,000",
        )  # fmt: skip


def _read(decision: Decision) -> list[object]:
    return [(item.have, item.need, item.have_text, item.need_text) for item in decision.conditions]


def _verdict_function(rule_base: RuleBase, claimant: Claimant) -> Function:
    memory = memory_of(rule_base, claimant.benefit, claimant.place)
    selection = memory.select({}, claimant.on)
    provision = selection.eligibility
    assert provision is not None
    assert provision.group is not None
    return program_of(rule_base, memory, provision, provision.group, selection.days[provision.slot]).eligible


def _needs(rule_base: RuleBase) -> Iterator[BenchRow]:
    """Each person alone, the best of a few calls, since a median of medians would hide the slow ones."""
    for claimant in (ZHENGZHOU, SHANGHAI, *AMERICANS):
        benefit, where = claimant.benefit, {"on": claimant.on, "jurisdiction": claimant.place}
        people = list(_in_want(rule_base, claimant))
        times = [_best(lambda f=f: need_sets(rule_base, benefit, f, **where)) for f in people]  # type: ignore[misc,arg-type]  # noqa: B023
        decisions = [_best(lambda f=f: evaluate_benefit(rule_base, benefit, f, **where)) for f in people]  # type: ignore[misc,arg-type]  # noqa: B023
        for share, name in ((0.5, "median"), (0.95, "95th percentile")):
            yield BenchRow(
                subject=f"need-sets of one person, {name} ({benefit}, {claimant.place})", n=len(people),
                unit="microseconds", ours=percentile(times, share) * 1e6,
                peer="one explained decision on the same people", peer_value=percentile(decisions, share) * 1e6,
                note="bars: 50, goal 30",
            )  # fmt: skip


def _in_want(rule_base: RuleBase, claimant: Claimant) -> Iterator[Facts]:
    """People whom one, two or three changed or unknown facts keep from a benefit, and whom changes can help."""
    draw, found, facts = random.Random(SEED), 0, claimant.facts
    while found < _IN_WANT:
        spoilt = dict(facts)
        for name in draw.sample(sorted(facts), draw.randint(1, 3)):
            spec, value = rule_base.facts[name], facts[name]
            if draw.random() < 0.3:
                del spoilt[name]
            elif isinstance(value, bool):
                spoilt[name] = not value
            elif isinstance(value, int | float):
                spoilt[name] = max(math.ceil(spec.minimum or 0), int(value * draw.randint(1, 9) // 10))
            elif spec.words:
                spoilt[name] = draw.choice(sorted(spec.words))
        try:
            person = parse_facts(spoilt, rule_base)
        except ContradictoryFactsError:
            continue
        if need_sets(rule_base, claimant.benefit, person, on=claimant.on, jurisdiction=claimant.place):
            found += 1
            yield person


def _best(function: Callable[[], object]) -> float:
    return min(seconds_of(function) for _ in range(_ROUNDS))


def _memory() -> BenchRow:
    """All rules of all places loaded and compiled, beside a process that has only imported the room."""
    everything = run_child([sys.executable, "-c", _COMPILE_ALL])
    nothing = run_child([sys.executable, "-c", "import policy"])
    return BenchRow(
        subject="memory with every benefit of every place compiled, need-sets included", n=int(everything.output),
        unit="MiB", ours=everything.peak_mib, peer="Python with this room imported and no rule loaded",
        peer_value=nothing.peak_mib, note="bar: 100; n: benefits x places",
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
