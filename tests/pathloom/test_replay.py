"""`pathloom record` and `replay`, and the two how-to pages: what they say is run as written."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PAGES = Path(__file__).resolve().parents[2] / "docs" / "how-to"
FACTS = {
    "employment_status": "unemployed", "separation_reason": "contract_expired", "registered_unemployed": True,
    "seeking_work": True, "drawing_pension": False, "ui_contribution_months": 54, "ui_unused_months": 0,
}  # fmt: skip

Run = Callable[..., Any]


@pytest.fixture
def recorded(pathloom: Run, tmp_path: Path) -> Path:
    """A record of somebody in Shenzhen, written by the command."""
    (tmp_path / "facts.json").write_text(json.dumps({"jurisdiction": "CN-440300", "facts": FACTS}), "utf-8")
    file = tmp_path / "record.json"
    answer = pathloom(
        "record", "--facts", tmp_path / "facts.json", "--on", "2026-11-22", "--benefit", "cn-unemployment-insurance",
        "--out", file, "--json",
    )  # fmt: skip
    assert answer.status == 0, answer.err
    assert answer.document["verdicts"] == {"cn-unemployment-insurance": "eligible"}
    return file


def test_replay_is_the_same_and_ends_with_0(pathloom: Run, recorded: Path) -> None:
    answer = pathloom("replay", recorded, "--json")

    assert answer.status == 0
    assert (answer.document["outcome"], answer.document["causes"], answer.document["today"]["same"]) == (
        "same",
        [],
        True,
    )


def test_the_file_is_its_owners_only_and_nothing_is_left_beside_it(recorded: Path) -> None:
    assert oct(recorded.stat().st_mode & 0o777) == "0o600"
    assert sorted(file.name for file in recorded.parent.iterdir()) == ["facts.json", "record.json"]


def test_an_edited_record_ends_with_6(pathloom: Run, recorded: Path) -> None:
    """Article 15: under a year of contributions there is no claim; 54 months were edited to 5."""
    text = recorded.read_text("utf-8")
    assert '"value": 54' in text
    recorded.write_text(text.replace('"value": 54', '"value": 5', 1), "utf-8")

    answer = pathloom("replay", recorded, "--json")
    told = pathloom("replay", recorded, "--lang", "zh")

    assert (answer.status, told.status) == (6, 6)
    assert answer.document["outcome"] == "altered"
    assert [cause["code"] for cause in answer.document["causes"]] == ["RECORD_ALTERED"]
    verdicts = {item["path"]: (item["recorded"], item["found"]) for item in answer.document["differences"]}
    assert verdicts["verdict"] == ("eligible", "not_eligible")
    assert "记录在写成之后被改动过" in told.out


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda data: data[: len(data) // 2], "RECORD_FORMAT"),
        (lambda data: b"{}", "RECORD_FORMAT"),
        (lambda data: data.replace(b'"version": "1"', b'"version": "2"', 1), "RECORD_VERSION"),
        (lambda data: data.replace(b'"param": ', b'"parameter": '), "RECORD_ALTERED"),
        (lambda data: data.replace(b'"is": [', b'"matches": ['), "RECORD_ALTERED"),
    ],
    ids=["cut", "empty", "version", "parameter", "operator"],
)
def test_a_spoilt_record_is_an_error_with_its_code(
    pathloom: Run, recorded: Path, spoil: Callable[[bytes], bytes], code: str
) -> None:
    before = recorded.read_bytes()
    recorded.write_bytes(spoil(before))
    if recorded.read_bytes() == before:
        pytest.fail("nothing was spoilt")

    answer = pathloom("replay", recorded, "--json")

    assert (answer.status, answer.document["error"]["code"]) == (4, code)
    assert "Traceback" not in answer.err


def test_record_refuses_what_it_cannot_keep(pathloom: Run, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    asked = ("record", "--facts", facts, "--on", "2026-11-22", "--out", tmp_path / "out.json", "--json")

    def answer(document: dict[str, Any], *more: str) -> tuple[int, str]:
        facts.write_text(json.dumps({"jurisdiction": "CN-440300", **document}), "utf-8")
        given = pathloom(*asked, *more)
        return given.status, given.document["error"]["code"]

    assert answer({"facts": FACTS}, "--by", "somebody") == (2, "USAGE")
    assert answer({"facts": FACTS, "provenance": {"ui_contribution_months": {"kind": "hearsay"}}}) == (4, "INPUT_FILE")
    assert answer({"facts": FACTS, "provenance": {"ui_months_drawn": {"kind": "record"}}}) == (4, "FACT_UNKNOWN")
    assert answer({"facts": {**FACTS, "ui_contribution_months": -1}}) == (4, "FACT_RANGE")
    assert answer({"facts": FACTS}, "--benefit", "no-such-benefit") == (3, "BENEFIT_UNKNOWN")
    assert answer({"facts": FACTS}, "--out", str(tmp_path)) == (4, "INPUT_FILE")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["facts.json"]


@pytest.mark.checkout
def test_exchange_ends_with_6_when_a_test_fails(pathloom: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _save_files("exchange-rules.md", tmp_path)
    monkeypatch.chdir(tmp_path)
    tests = Path("tests.yaml").read_text("utf-8")
    Path("tests.yaml").write_text(tests.replace("benefit_months: 5", "benefit_months: 6"), "utf-8")

    answer = pathloom("exchange", "openfisca", "tests.yaml", "--mapping", "mapping.yaml", "--json")

    assert answer.status == 6
    assert answer.document["counts"] == {"pass": 4, "fail": 1, "unmapped": 0, "error": 0}


def _save_files(page: str, folder: Path) -> str:
    text = (PAGES / page).read_text("utf-8")
    for name, content in re.findall(r"Save as `([\w.]+)`:\n\n```\w+\n(.*?)```", text, re.DOTALL):
        (folder / name).write_text(content, "utf-8")
    return text


@pytest.mark.checkout
@pytest.mark.parametrize("page", ["decision-records.md", "exchange-rules.md"])
def test_the_commands_of_the_page_do_what_it_says(
    pathloom: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    text = _save_files(page, tmp_path)
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"^\$ pathloom (.*)$", text, re.MULTILINE)
    identity, outputs = "", []
    for line in lines:
        answer = pathloom(*shlex.split(line.replace(" ID", f" {identity}")), PATHLOOM_HOME=str(tmp_path / "home"))
        assert answer.status == 0, (line, answer.err)
        if line.startswith("reviews add"):
            identity = answer.out.split()[0]
        outputs.append(answer.out)

    assert len(lines) >= 4
    written = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()}
    if page == "decision-records.md":
        assert {"record.json", "record.html", "home/reviews.sqlite"} <= written
        assert "Re-evaluated: the same answer." in outputs[1]
    else:
        assert {"services/pathloom-services.ttl", "services/pathloom-services.jsonld", "shenzhen.dmn"} <= written
        assert "pass 5 · FAIL 0 · not mapped 0 · ERROR 0" in outputs[0]
