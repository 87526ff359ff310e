"""The benchmarks are in the checkout, not in the wheel: where they are not, there is nothing to collect here."""

from pathlib import Path

if not (Path(__file__).resolve().parents[2] / "benchmarks").is_dir():
    collect_ignore_glob = ["test_*.py"]
