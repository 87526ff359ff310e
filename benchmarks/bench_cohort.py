"""Decisions for many persons: the cohort and the explained evaluation beside rule engines of others, on one rule set.

Zhengzhou unemployment insurance, verdict and months (ours also the amounts), on known facts; everybody's answers agree
before anything is timed. The others run in processes of their own: PATHLOOM_OPENFISCA_PYTHON names a Python with
openfisca-core (AGPL, hence never a dependency), PATHLOOM_PEERS_PYTHON one with zen-engine and datalogic-py; by default
the Python that runs this. A peer that is not there is named and skipped. All run on one core.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.bench_row import BenchRow, missing
from benchmarks.measure import median_seconds
from ontology import Verdict
from policy import RuleBase, VerdictCode, evaluate_benefit, evaluate_cohort, load_rule_base, parse_facts

SEED = 20261122
_BENEFIT, _PLACE, _DAY = "cn-unemployment-insurance", "CN-410100", date(2026, 11, 22)
#: Of engines that decide one person at a time this many are timed.
_ONE_BY_ONE = 10_000
_PEERS = Path(__file__).parent / "peers"


@dataclass(frozen=True, slots=True)
class _Peer:
    """Another engine: its script, the variable that names its Python, and how many persons it is given."""

    name: str
    module: str
    script: str
    variable: str
    alone: bool


_OTHERS = (
    _Peer("openfisca-core", "openfisca_core", "openfisca_rules.py", "PATHLOOM_OPENFISCA_PYTHON", alone=False),
    _Peer("datalogic-py", "datalogic_py", "datalogic_rules.py", "PATHLOOM_PEERS_PYTHON", alone=False),
    _Peer("zen-engine", "zen", "zen_rules.py", "PATHLOOM_PEERS_PYTHON", alone=True),
)


def rows(*, people: int = 100_000, rounds: int = 9) -> Iterator[BenchRow]:
    """Ours alone, then beside each peer on the same persons."""
    rule_base = load_rule_base()
    columns = random_columns(people, seed=SEED)
    ours = _cohort_seconds(rule_base, columns, rounds)
    yield BenchRow(
        subject="cohort decisions, verdict, months and amounts (Zhengzhou unemployment insurance)", n=people,
        unit="persons/s", ours=people / ours, higher=True, note="one core; facts checked, figures exact",
    )  # fmt: skip
    many = random_columns(10 * people, seed=SEED + 1)
    yield BenchRow(
        subject="the same for ten times as many, one in ten facts unknown, claims on any day of two years",
        n=10 * people, unit="persons/s", higher=True,
        ours=10 * people / _cohort_seconds(rule_base, with_unknowns(many, seed=SEED), 3),
    )  # fmt: skip
    few = {name: column[:_ONE_BY_ONE] for name, column in columns.items()}
    explained = _explained_seconds(rule_base, few)
    yield BenchRow(
        subject="explained decisions, the same persons one by one", n=len(few["seeking_work"]), unit="persons/s",
        ours=len(few["seeking_work"]) / explained, higher=True,
        note="with trace and citations; verdicts and months as the cohort's",
    )  # fmt: skip
    for peer in _OTHERS:
        yield _beside(peer, rule_base, few if peer.alone else columns, rounds)


def _beside(peer: _Peer, rule_base: RuleBase, columns: dict[str, NDArray[Any]], rounds: int) -> BenchRow:
    way = "explained decisions" if peer.alone else "cohort decisions"
    subject = f"{way} beside {peer.name} (verdict and months)"
    python = os.environ.get(peer.variable) or sys.executable
    probe = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({peer.module!r}) is None)"
    if subprocess.run([python, "-c", probe], check=False).returncode != 0:
        return missing(subject, f"not run: {peer.name} is not installed in the Python of {peer.variable}")
    size = len(next(iter(columns.values())))
    with TemporaryDirectory() as folder:
        case = Path(folder) / "case.json"
        case.write_text(json.dumps(_case(rule_base, columns, 3 if peer.alone else rounds)), encoding="utf-8")
        found = subprocess.run(
            [python, str(_PEERS / peer.script), str(case)], check=True, capture_output=True, text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
    answer = json.loads(found.stdout.splitlines()[-1])
    _check(peer, rule_base, columns, answer)
    # Ours again, right after the peer, so that a busy machine hits both alike.
    seconds = _explained_seconds(rule_base, columns) if peer.alone else _cohort_seconds(rule_base, columns, rounds)
    return BenchRow(
        subject=subject, n=size, unit="persons/s", ours=size / seconds, higher=True,
        peer=f"{peer.name} {answer['version']}", peer_value=size / answer["seconds"],
        note="all verdicts and months agree",
    )  # fmt: skip


def _cohort_seconds(rule_base: RuleBase, columns: dict[str, NDArray[Any]], rounds: int) -> float:
    coded = {name: _as_codes(rule_base, name, column) for name, column in columns.items()}
    return median_seconds(
        lambda: evaluate_cohort(rule_base, _BENEFIT, coded, on=_DAY, jurisdiction=_PLACE), rounds=rounds
    )


def _as_codes(rule_base: RuleBase, name: str, column: NDArray[Any]) -> NDArray[Any]:
    """Words as their numbers, once, as a data set holds them."""
    if column.dtype.kind != "U":
        return column
    codes = np.zeros(len(column), dtype=np.int8)
    for number, word in enumerate(rule_base.facts[name].words):
        codes[np.asarray(column) == word] = number
    return np.ma.array(codes, mask=column.mask) if isinstance(column, np.ma.MaskedArray) else codes


def _explained_seconds(rule_base: RuleBase, columns: dict[str, NDArray[Any]]) -> float:
    """Decide the persons one by one, and hold the answers against the cohort's."""
    people = [parse_facts(raw, rule_base) for raw in _as_people(columns)]
    cohort = evaluate_cohort(rule_base, _BENEFIT, columns, on=_DAY, jurisdiction=_PLACE)
    months = cohort.figures["duration_months"]
    for number, facts in enumerate(people):
        decision = evaluate_benefit(rule_base, _BENEFIT, facts, on=_DAY, jurisdiction=_PLACE)
        granted = months.value(number) if decision.verdict is Verdict.ELIGIBLE else decision.duration_months
        if (VerdictCode(cohort.verdicts[number]).name, granted) != (decision.verdict.name, decision.duration_months):
            raise RuntimeError(f"Cohort and evaluator differ for {dict(facts.values)}.")
    return median_seconds(
        lambda: [evaluate_benefit(rule_base, _BENEFIT, facts, on=_DAY, jurisdiction=_PLACE) for facts in people],
        rounds=3,
    )


def _check(peer: _Peer, rule_base: RuleBase, columns: dict[str, NDArray[Any]], answer: dict[str, Any]) -> None:
    """Both must agree, or the comparison means nothing."""
    ours = evaluate_cohort(rule_base, _BENEFIT, columns, on=_DAY, jurisdiction=_PLACE)
    eligible = np.array(answer["eligible"], dtype=bool)
    months = np.array(answer["months"], dtype=float)
    agree = np.array_equal(ours.verdicts == VerdictCode.ELIGIBLE, eligible)
    if not agree or not np.array_equal(ours.figures["duration_months"].floats(), months):
        raise RuntimeError(f"{peer.name} and the cohort differ.")


def _case(rule_base: RuleBase, columns: dict[str, NDArray[Any]], rounds: int) -> dict[str, Any]:
    """What a peer needs: persons by column, and the values of the day as our rules hold them."""

    def value(name: str, place: str) -> Any:
        row = next(row for row in reversed(rule_base.rows[name, place]) if row.effective_from <= _DAY)
        return row.value

    return {
        "rounds": rounds,
        "least": int(value("ui_minimum_contribution_months", "CN")),
        "cap": int(value("ui_months_total_cap", "CN")),
        "grid": [[int(low), int(months)] for low, months in value("ui_months_grid", _PLACE)],
        "reasons": _words(rule_base, "involuntary-interruption"),
        "unemployed": _words(rule_base, "not-working-again")[0],
        "columns": {name: column.tolist() for name, column in columns.items()},
    }


def _words(rule_base: RuleBase, condition: str) -> list[str]:
    """The words that meet a condition; the last operand of its `if`, or the condition itself."""
    (row,) = rule_base.provisions[_BENEFIT, "eligibility", _PLACE]
    test = next(rule.test for rule in row.conditions if rule.id == condition)
    return list((test.operands[-1] if test.operator == "if" else test).literal)


def random_columns(count: int, *, seed: int) -> dict[str, NDArray[Any]]:
    """Known facts of synthetic persons; nobody's reason is one that an official judges."""
    draw = np.random.default_rng(seed)
    reasons = ["layoff", "contract_expired", "dismissed", "employer_closed", "resigned", "mutual_employee_proposed"]
    return {
        "employment_status": draw.choice(["unemployed", "unemployed", "unemployed", "employee"], count),
        "separation_reason": draw.choice(reasons, count),
        "registered_unemployed": draw.random(count) < 0.8,
        "seeking_work": draw.random(count) < 0.9,
        "drawing_pension": draw.random(count) < 0.1,
        "ui_contribution_months": draw.integers(0, 241, count),
        "ui_unused_months": draw.choice([0, 0, 0, 2, 5], count),
    }


def with_unknowns(columns: dict[str, NDArray[Any]], *, seed: int) -> dict[str, Any]:
    """The persons with one fact in ten masked, and a claim date on any day of two years."""
    draw = np.random.default_rng(seed)
    size = len(next(iter(columns.values())))
    days = np.datetime64("2025-01-01") + draw.integers(0, 730, size).astype("m8[D]")
    return {
        "claim_date": days,
        **{name: np.ma.array(column, mask=draw.random(size) < 0.1) for name, column in columns.items()},
    }


def _as_people(columns: dict[str, NDArray[Any]]) -> Iterator[dict[str, object]]:
    for row in zip(*(column.tolist() for column in columns.values()), strict=True):
        yield dict(zip(columns, row, strict=True))
