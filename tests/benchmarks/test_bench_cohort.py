"""The cohort benchmark: answers are compared before times are taken, and an engine that is not there is named."""

import sys

import pytest

from benchmarks import bench_cohort
from policy import RuleBase, load_rule_base

pytestmark = pytest.mark.checkout


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> RuleBase:
    """The rules; every peer is looked for in the Python that runs the tests."""
    monkeypatch.setenv("PATHLOOM_OPENFISCA_PYTHON", sys.executable)
    monkeypatch.setenv("PATHLOOM_PEERS_PYTHON", sys.executable)
    return load_rule_base()


def test_engine_that_is_not_installed_is_named_and_skipped(rules: RuleBase) -> None:
    rows = {row.subject: row for row in bench_cohort.rows(people=200, rounds=1)}

    skipped = rows["cohort decisions beside openfisca-core (verdict and months)"]
    assert skipped.ours is None
    assert "openfisca-core" in skipped.note
    assert rows["cohort decisions beside datalogic-py (verdict and months)"].peer_value is not None


def test_differing_answers_stop_the_benchmark(rules: RuleBase) -> None:
    """One month more for the second of two persons."""
    columns = {name: column[:2] for name, column in bench_cohort.random_columns(200, seed=1).items()}
    (peer,) = [item for item in bench_cohort._OTHERS if item.name == "datalogic-py"]
    found = bench_cohort.evaluate_cohort(
        rules, "cn-unemployment-insurance", columns, on=bench_cohort._DAY, jurisdiction="CN-410100"
    )
    months = found.figures["duration_months"].floats().tolist()
    answer = {"eligible": [code == 1 for code in found.verdicts.tolist()], "months": months}

    bench_cohort._check(peer, rules, columns, answer)
    with pytest.raises(RuntimeError, match="datalogic-py and the cohort differ"):
        bench_cohort._check(peer, rules, columns, {**answer, "months": [months[0], months[1] + 1]})
