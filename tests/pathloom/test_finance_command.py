"""`pathloom finance` on the files of the how-to page, and on files that make no sense."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pathloom._program import run

PAGE = Path(__file__).parents[2] / "docs/how-to/loans-and-businesses.md"


@pytest.fixture
def files(tmp_path: Path) -> Callable[[str], str]:
    """Write the JSON blocks of the page to files; gives the path of one."""
    offers, plan = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for name, text in (("offers.json", offers), ("plan.json", plan)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return lambda name: str(tmp_path / name)


@pytest.mark.checkout
def test_page_offers_are_ranked(files: Callable[[str], str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["finance", "loans", files("offers.json"), "--needed", "100000", "--income", "8000", "--json"]) == 0

    offers = json.loads(capsys.readouterr().out)["offers"]
    # Guaranteed: 300 interest a month for 36 months, half of it paid by the fund for 24: 10800 - 3600.
    assert (offers[0]["offer"]["id"], offers[0]["total_cost"]) == ("guaranteed", "7200.00")
    assert offers[1]["warnings"][0]["en"].startswith("With fees the effective yearly rate is")


@pytest.mark.checkout
@pytest.mark.parametrize(("language", "words"), [("zh", "总成本"), ("en", "in all")])
def test_page_offers_are_told_in_both_languages(
    files: Callable[[str], str],
    capsys: pytest.CaptureFixture[str],
    speak: Callable[[str], None],
    language: str,
    words: str,
) -> None:
    speak(language)
    assert run(["finance", "loans", files("offers.json"), "--needed", "100000"]) == 0

    assert words in capsys.readouterr().out


@pytest.mark.checkout
@pytest.mark.parametrize(("language", "words"), [("zh", "的模拟情形中资金不断裂"), ("en", "of the simulated cases")])
def test_page_plan_is_checked(
    files: Callable[[str], str],
    capsys: pytest.CaptureFixture[str],
    speak: Callable[[str], None],
    language: str,
    words: str,
) -> None:
    speak(language)
    assert run(["finance", "business", files("plan.json"), "--runs", "500"]) == 0

    assert words in capsys.readouterr().out


@pytest.mark.checkout
def test_assumptions_can_be_replaced(files: Callable[[str], str], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["finance", "business", files("plan.json"), "--runs", "500", "--json"]
    assert run([*arguments, "--assume", "shock=1", "--assume", "shock_loss=1"]) == 0

    found = json.loads(capsys.readouterr().out)["sustainability"]
    assert (found["lasting"], found["verdict"]) == (0.0, "not_sustainable")


@pytest.mark.parametrize(
    ("text", "arguments", "status", "code"),
    [
        ('{"offers": []}', ["loans", "--needed", "1"], 4, "FINANCE_INPUT"),
        ('{"offers": [], "more": 1}', ["loans", "--needed", "1"], 4, "INPUT_FILE"),
        ("[]", ["loans", "--needed", "1"], 4, "INPUT_FILE"),
        ('{"offers": []}', ["loans", "--needed", "much"], 2, "USAGE"),
        ('{"plan": {"currency": "CNY"}}', ["business"], 4, "FINANCE_INPUT"),
        ('{"plan": {}}', ["business", "--assume", "shock"], 4, "FINANCE_INPUT"),
        ('{"plan": {}}', ["business", "--assume", "shock=high"], 4, "FINANCE_INPUT"),
    ],
)
def test_input_that_makes_no_sense_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, arguments: list[str], status: int, code: str
) -> None:
    path = tmp_path / "file.json"
    path.write_text(text, encoding="utf-8")

    assert run(["finance", arguments[0], str(path), *arguments[1:], "--json"]) == status
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code


GUARANTEED = {
    "id": "guaranteed", "name": "Guaranteed loan", "principal": 350000, "currency": "CNY", "annual_rate": 0.036,
    "months": 48, "method": "equal_principal", "benefit": "cn-startup-guarantee-loan",
}  # fmt: skip


def test_offer_above_the_caps_of_its_benefit_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """300,000 yuan, 36 months (national measures), one-year LPR 3.0 % + 0.5 points, none of it verified."""
    path = tmp_path / "offers.json"
    path.write_text(json.dumps({"offers": [GUARANTEED]}), encoding="utf-8")
    place = ("--jurisdiction", "CN-410100", "--on", "2026-11-22")

    assert run(["finance", "loans", str(path), "--needed", "300000", *place, "--json"]) == 0

    over = json.loads(capsys.readouterr().out)["over_benefit_limits"]["guaranteed"]
    assert [text["en"] for text in over] == [
        "The principal is above the cap of the Start-up guarantee loan, 300000 CNY (source not verified).",
        "The term is longer than the 36 months that the Start-up guarantee loan allows (source not verified).",
        (
            "The rate is above 3.50%, the most at which interest on the Start-up guarantee loan is subsidised"
            " (source not verified)."
        ),
    ]
    assert over[0]["zh"] == "本金高于“创业担保贷款”的上限 300000 CNY（来源未经核实）。"


def test_offer_at_the_caps_of_its_benefit_is_within_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    within = {**GUARANTEED, "principal": 300000, "months": 36, "annual_rate": 0.035}
    path = tmp_path / "offers.json"
    path.write_text(json.dumps({"offers": [within]}), encoding="utf-8")

    run(["finance", "loans", str(path), "--needed", "1", "--jurisdiction", "CN", "--on", "2026-11-22", "--json"])

    assert json.loads(capsys.readouterr().out)["over_benefit_limits"] == {"guaranteed": []}


def test_benefit_without_place_or_day_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "offers.json"
    path.write_text(json.dumps({"offers": [GUARANTEED]}), encoding="utf-8")

    assert run(["finance", "loans", str(path), "--needed", "1", "--json"]) == 2
    assert "--jurisdiction" in json.loads(capsys.readouterr().out)["error"]["hint"]


def test_repayment_table_is_told_by_year_and_by_month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """24,000 at 12 % over 24 months in equal parts: 1,000 of principal a month; interest 1 % of what is owed.

    First month 240; first year 240 + 230 + ... + 130 = 2,220; second year 120 + ... + 10 = 780.
    """
    offer = {"id": "a", "name": "A", "principal": 24000, "currency": "CNY", "annual_rate": 0.12, "months": 24,
             "method": "equal_principal"}  # fmt: skip
    path = tmp_path / "offers.json"
    path.write_text(json.dumps({"offers": [offer]}), encoding="utf-8")

    run(["finance", "loans", str(path), "--needed", "24000"])
    years = [line.split() for line in capsys.readouterr().out.splitlines()]
    run(["finance", "loans", str(path), "--needed", "24000", "--table"])
    months = [line.split() for line in capsys.readouterr().out.splitlines()]

    assert ["1", "14220.00", "12000.00", "2220.00", "0.00", "0.00", "12000.00"] in years
    assert ["2", "12780.00", "12000.00", "780.00", "0.00", "0.00", "0.00"] in years
    assert ["1", "1240.00", "1000.00", "240.00", "0.00", "0.00", "23000.00"] in months
    assert sum(line[:1] == ["24"] for line in months) == 1
