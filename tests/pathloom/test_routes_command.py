"""`pathloom routes`: the order of claims without a career path, as text and as one document."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pathloom._program import run

ZHENGZHOU = {
    "employment_status": "unemployed", "separation_reason": "layoff", "registered_unemployed": True,
    "seeking_work": True, "drawing_pension": False, "ui_contribution_months": 76, "job_end_date": "2026-10-31",
    "unemployment_registration_date": "2026-11-10",
}  # fmt: skip


@pytest.fixture
def facts(tmp_path: Path) -> str:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({"jurisdiction": "CN-410100", "facts": ZHENGZHOU}), encoding="utf-8")
    return str(path)


def test_routes_are_one_document(
    facts: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """16 months of 1,890 yuan are 30,240; 60 days after 31 October are 30 December. An empty home will do."""
    monkeypatch.setenv("PATHLOOM_HOME", str(tmp_path / "nowhere"))

    assert run(["routes", "--facts", facts, "--on", "2026-11-22", "--json"]) == 0

    document: Any = json.loads(capsys.readouterr().out)
    assert (document["on"], document["jurisdiction"]) == ("2026-11-22", "CN-410100")
    first = document["routes"][0]
    assert first["total"] == {"amount": "30240.00", "currency": "CNY"}
    step = first["steps"][0]
    assert (step["benefit"]["id"], step["deadlines"][0]["due"]) == ("cn-unemployment-insurance", "2026-12-30")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Route 1: decided ¥30,240", "first payment 2026-12-01", "papers: Identity card", "is promised")),
        ("zh", ("路线 1: 已确定 ¥30,240", "首次发放 2026-12-01", "材料: 居民身份证", "不构成承诺")),
    ],
)  # fmt: skip
def test_routes_are_told_in_both_languages(
    facts: str,
    speak: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
    language: str,
    words: tuple[str, ...],
) -> None:
    speak(language)

    assert run(["routes", "--facts", facts, "--on", "2026-11-22"]) == 0

    text = capsys.readouterr().out
    assert [word for word in words if word not in text] == []
    assert text.count("2026-12-30") == 1


def test_nothing_to_claim_is_said(
    tmp_path: Path, speak: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """No rules are held for Florida."""
    speak("en")
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({"jurisdiction": "US-FL", "facts": {}}), encoding="utf-8")

    assert run(["routes", "--facts", str(path), "--on", "1999-11-22"]) == 0

    assert "No benefit can be claimed as things stand." in capsys.readouterr().out
