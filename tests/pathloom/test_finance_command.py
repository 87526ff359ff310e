"""`pathloom finance` on the files of the how-to page, and on files that make no sense."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pathloom._language import chosen_language
from pathloom._program import run

PAGE = Path(__file__).parents[2] / "docs/how-to/loans-and-businesses.md"


@pytest.fixture
def files(tmp_path: Path) -> Callable[[str], str]:
    """Write the JSON blocks of the page to files; gives the path of one."""
    offers, plan = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for name, text in (("offers.json", offers), ("plan.json", plan)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return lambda name: str(tmp_path / name)


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Choose the language as the environment does; a process chooses once, so it is forgotten before and after."""

    def choose(language: str) -> None:
        monkeypatch.setenv("PATHLOOM_LANG", language)
        chosen_language.cache_clear()

    yield choose
    chosen_language.cache_clear()


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
