"""`pathloom rules check` as a script uses it: exit status, findings by file and place, both languages."""

import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
CHONGQING = "rules/CN-500000/flexible_employment_subsidy.yaml"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A copy of the shipped rule directory."""
    source = Path(str(resources.files("policy")))
    shutil.copytree(source / "rules", tmp_path / "rules")
    shutil.copytree(source / "facts", tmp_path / "facts")
    return tmp_path


def _spoil(directory: Path) -> None:
    """3075 / 12 = 256.25, not 256.26."""
    path = directory / CHONGQING
    path.write_text(path.read_text(encoding="utf-8").replace("value: 256.25", "value: 256.26", 1), encoding="utf-8")


def test_rules_check_is_silent_about_good_files(pathloom: Run, directory: Path) -> None:
    answer = pathloom("rules", "check", "--directory", directory, "--json")

    assert (answer.status, answer.document) == (0, {"ok": True, "findings": []})


def test_rules_check_fails_and_names_file_and_place(pathloom: Run, directory: Path) -> None:
    _spoil(directory)

    answer = pathloom("rules", "check", "--directory", directory, "--json")

    assert answer.status == 1
    (finding,) = answer.document["findings"]
    assert (finding["rule"], finding["file"]) == ("formula", CHONGQING)
    assert finding["where"] == "CN-500000/parameter/medical_grade_1_per_month/2025-01-01"


def test_rules_check_prints_chinese(pathloom: Run, directory: Path) -> None:
    _spoil(directory)

    answer = pathloom("rules", "check", "--directory", directory, "--lang", "zh")

    assert answer.status == 1
    assert "数值是 256.26，但公式得出 256.25" in answer.out


def test_rules_check_of_a_missing_folder_is_a_finding(pathloom: Run, tmp_path: Path) -> None:
    answer = pathloom("rules", "check", "--directory", tmp_path / "none", "--json")

    assert answer.status == 1
    assert [finding["rule"] for finding in answer.document["findings"]] == ["unreadable"]
