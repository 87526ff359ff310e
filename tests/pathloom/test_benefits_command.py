"""`pathloom benefits` and `pathloom form`: the documented JSON interface."""

import json
from pathlib import Path
from typing import Any

import pytest

from pathloom._program import run

FACTS = {"us_base_period_wages_usd": 41600, "us_high_quarter_wages_usd": 10400, "us_quarters_with_wages": 4}


def ask(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], document: object, *more: str, on: str = "2026-11-22"
) -> tuple[int, Any]:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    status = run(["benefits", "--facts", str(path), "--on", on, "--json", *more])
    return status, json.loads(capsys.readouterr().out)


def unemployment(document: Any) -> Any:
    return next(row for row in document["decisions"] if row["benefit_id"] == "us-unemployment-insurance")


def test_figures_stand_beside_an_open_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, document = ask(tmp_path, capsys, {"jurisdiction": "US-NY", "facts": FACTS})

    row = unemployment(document)
    assert (status, row["verdict"], row["possible"]) == (0, "unknown", True)
    # 10400 / 26 = 400 (Labor Law 590(5)(a)), 26 weeks.
    assert row["outputs"]["weekly_amount"]["value"] == {"amount": "400", "currency": "USD"}
    assert row["outputs"]["weeks"]["value"] == 26
    assert any("us_able_and_available" in way["confirm"] for way in row["possible_if"])
    assert document["rules"]["language"] == "1.1"
    assert len(document["rules"]["digest"]) == 64


def test_missing_wage_is_null_with_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, document = ask(tmp_path, capsys, {"jurisdiction": "US-NY", "us_quarters_with_wages": 4})

    weekly = unemployment(document)["outputs"]["weekly_amount"]
    assert (weekly["value"], weekly["reason"]) == (None, "missing_facts")
    assert "us_high_quarter_wages_usd" in weekly["facts"]


def test_rules_can_be_asked_as_they_were_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, document = ask(tmp_path, capsys, {"jurisdiction": "US-NY", "facts": FACTS}, "--known-at", "2020-01-01")

    row = unemployment(document)
    assert (document["known_at"], row["verdict"], row["cannot_say"]) == ("2020-01-01", "unknown", "no_source")
    assert row["outputs"]["weekly_amount"]["value"] is None
    assert row["need_sets"] == []


@pytest.mark.parametrize(
    ("document", "more", "status", "code"),
    [
        ({"facts": FACTS}, [], 4, "INPUT_FILE"),
        ({"jurisdiction": "US-ZZ", "facts": FACTS}, [], 3, "JURISDICTION_UNKNOWN"),
        ({"jurisdiction": "US-NY", "facts": {**FACTS, "us_wage": 1}}, [], 4, "FACT_UNKNOWN"),
        ({"jurisdiction": "US-NY", "facts": {**FACTS, "us_quarters_with_wages": "4"}}, [], 4, "FACT_TYPE"),
        ({"jurisdiction": "US-NY", "facts": {**FACTS, "us_quarters_with_wages": 5}}, [], 4, "FACT_RANGE"),
        ({"jurisdiction": "US-NY", "facts": {**FACTS, "us_high_quarter_wages_usd": 41601}}, [], 4, "FACTS_CONTRADICT"),
        ({"jurisdiction": "US-NY", "facts": {"claim_date": "2026-02-30"}}, [], 4, "FACT_DATE"),
        ({"jurisdiction": "US-NY", "facts": FACTS}, ["--known-at", "2026-02-30"], 4, "INPUT_FILE"),
    ],
)
def test_bad_input_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], document: object, more: list[str], status: int, code: str
) -> None:
    found, answer = ask(tmp_path, capsys, document, *more)

    assert (found, answer["error"]["code"]) == (status, code)


def test_key_that_stands_twice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "facts.json"
    path.write_text('{"jurisdiction": "US-NY", "facts": {"us_weeks_claimed": 1, "us_weeks_claimed": 2}}')

    assert run(["benefits", "--facts", str(path), "--on", "2026-11-22", "--json"]) == 4
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["code"], error["details"]["field"]) == ("INPUT_FILE", "us_weeks_claimed")


def test_state_without_rules_gives_that_as_the_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, document = ask(tmp_path, capsys, {"jurisdiction": "US-FL", "facts": FACTS})

    figures = unemployment(document)["outputs"]
    assert {figure["reason"] for figure in figures.values()} == {"no_source"}


@pytest.mark.parametrize("on", ["1999-12-31", "2199-12-31"])
def test_day_without_rules_gets_no_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str], on: str) -> None:
    _, document = ask(tmp_path, capsys, {"jurisdiction": "US-NY", "facts": FACTS}, on=on)

    row = unemployment(document)
    assert row["outputs"]["weekly_amount"]["value"] is None
    assert row["outputs"]["weekly_amount"]["reason"] in ("no_source", "expired")
    assert row["verdict"] == "unknown"


def test_form_is_a_document_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["form", "--jurisdiction", "CN-410100", "--on", "2026-11-22", "--json"]) == 0

    form = json.loads(capsys.readouterr().out)
    assert {field["id"] for field in form["fields"]} == set(form["schema"]["properties"])
    assert run(["form", "--jurisdiction", "XX", "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "JURISDICTION_UNKNOWN"


def test_form_is_told_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["form", "--jurisdiction", "CN-410100", "--benefit", "cn-unemployment-insurance"]) == 0

    assert "ui_contribution_months" in capsys.readouterr().out
