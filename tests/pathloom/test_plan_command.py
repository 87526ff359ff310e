"""`pathloom plan` with wishes about its money."""

import json
import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
FACTS = {
    "employment_status": "unemployed", "separation_reason": "layoff", "registered_unemployed": True,
    "seeking_work": True, "drawing_pension": False, "receiving_ui": False, "ui_contribution_months": 76,
    "job_end_date": "2026-10-31", "unemployment_registration_date": "2026-11-10",
}  # fmt: skip
RESUME = Path(str(resources.files("pathloom").joinpath("samples", "rider-zhengzhou.docx")))


@pytest.fixture
def plan(pathloom: Run, tmp_path: Path) -> Run:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"facts": FACTS, "jurisdiction": "CN-410100"}), "utf-8")

    def run(*options: str) -> Any:
        return pathloom("plan", "--resume", RESUME, "--facts", facts, "--on", "2026-11-22", *options)

    return run


def test_plan_prints_what_to_claim_and_what_cannot_be_kept(plan: Run) -> None:
    answer = plan("--lang", "en", "--at-least", "900000")

    assert answer.status == 0
    for words in (
        "Low ~ high",
        "What to claim when",
        "Unemployment insurance benefit: claim on 2026-11-22",
        "Not every wish can be kept",
        "what would do: It works with savings of",
        "Benefits in order",
    ):
        assert words in answer.out


def test_plan_tells_the_sum_since_the_start_apart_from_what_is_left_with_savings(plan: Run) -> None:
    """9,000 at the start: in every month what is left is 9,000 more than the sum since the start."""
    lines = plan("--lang", "en", "--savings", "9000").out.splitlines()
    without = plan("--lang", "en").out

    head = next(line for line in lines if line.startswith("Month"))
    rows = [re.split(r"\s{2,}", line.strip()) for line in lines if re.match(r"\d{4}-\d{2}  ", line)]
    names = re.split(r"\s{2,}", head.strip())
    since, left = names.index("Since start"), names.index("Left with savings")
    sums = [(_amount(row[since]), _amount(row[left])) for row in rows]
    assert sums
    # Each is shown without cents.
    assert all(abs(with_savings - flow - 9000) <= 1 for flow, with_savings in sums)
    assert "Left with savings" not in without
    assert "own savings not counted" in without


def _amount(text: str) -> int:
    return 0 if text == "-" else int(text.replace("¥", "").replace(",", ""))


def test_plan_takes_a_loan_for_a_business(plan: Run) -> None:
    answer = plan("--json", "--own-business", "--start-cost", "60000", "--at-least", "1000", "--savings", "9000",
                  "--living", "2000", "--loan", "50000", "--loan-rate", "0.03", "--loan-months", "24")  # fmt: skip

    document = answer.document
    assert any(item["kind"] == "loan" for month in document["months"] for item in month["items"])
    assert any(item["kind"] == "outlay" for month in document["months"] for item in month["items"])
    assert document["feasible"] is True
    assert float(document["months"][-1]["debt"]["amount"]) > 0


def test_loan_without_its_terms_is_refused(plan: Run) -> None:
    answer = plan("--loan", "50000", "--lang", "zh")

    assert answer.status != 0
    assert "--loan-rate" in answer.err
