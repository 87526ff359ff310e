"""The benchmark of the whole build: real commands, each measured; here with the one import that needs no other data."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import bench, bench_build
from benchmarks.full_graph import Step, everything
from benchmarks.measure import run_child

pytestmark = pytest.mark.checkout


def test_a_build_is_measured_and_leaves_its_store(tmp_path: Path) -> None:
    (tmp_path / "packages").mkdir()
    home = tmp_path / "home"
    home.mkdir()
    (home / "graph.sqlite").write_text("left by another run")

    step, whole, memory, size, coverage = bench_build.build_rows(
        [Step("starter", ("starter",))], home, packages=tmp_path / "packages"
    )

    assert (step.subject, whole.n) == ("build everything: import starter", step.n)
    assert step.n > 5000
    assert step.ours is not None
    assert step.peer_value is not None
    assert step.peer_value > 0
    assert whole.ours == step.ours
    assert memory.note == "import starter"
    assert size.ours is not None
    assert size.peer_value is not None
    # A file of the same rows is never smaller than the one without holes, and has no reason to be twice as large.
    assert size.peer_value <= size.ours < 2 * size.peer_value
    assert coverage.n == size.n > 500
    assert sorted(path.name for path in home.iterdir() if path.suffix != ".sqlite-shm") == ["graph.sqlite", "packages"]


def test_every_step_is_a_command_that_there_is(tmp_path: Path) -> None:
    steps = list(everything(tmp_path))

    # Requirements need the two classifications before them, and figures the occupations.
    assert [step.name for step in steps] == [
        "esco", "onet", "crosswalk", "csco", "starter", "csco-esco", "wages", "figures", "requirements",
    ]  # fmt: skip
    for step in steps:
        shown = subprocess.run(
            [sys.executable, "-m", "pathloom", "import", *step.arguments, "--help"], capture_output=True, check=True
        )
        assert shown.stdout


def test_processor_time_of_a_child_is_its_own() -> None:
    """A child that sleeps takes wall time and next to no processor time; one that counts takes both."""
    sleeping = run_child([sys.executable, "-c", "import time; time.sleep(0.5)"])
    counting = run_child([sys.executable, "-c", "import time\nwhile time.process_time() < 0.5: pass"])

    assert sleeping.seconds >= 0.5
    assert counting.cpu_seconds >= 0.5
    assert sleeping.cpu_seconds < counting.cpu_seconds


def test_missing_data_and_quick_runs_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATHLOOM_SHARED", str(tmp_path))

    (row,) = bench_build.rows()
    bench.main(["--only", "build", "--quick", "--json"])

    assert row.ours is None
    assert "PATHLOOM_SHARED" in row.note
    assert json.loads(capsys.readouterr().out)["rows"][0]["note"] == "left out (--quick)"
