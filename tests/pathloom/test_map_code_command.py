"""`pathloom map-code`: the example of the documentation, both languages, the document, and what is refused."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pathloom._program import run

from .conftest import Answer

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = CHECKOUT / "docs" / "how-to" / "map-codes.md"
RELEASES = (
    "2010 SOC Code,2010 SOC Title,2018 SOC Code,2018 SOC Title\n"
    "15-1132,Software Developers,15-1252,Software Developers\n15-1132,Software Developers,15-1253,Testers\n"
    "15-1134,Web Developers,15-1254,Web Developers\n"
)


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PATHLOOM_HOME", str(tmp_path / "nowhere"))
    folder = tmp_path / "crosswalks"
    folder.mkdir()
    (folder / "crosswalk_soc2010_to_soc2018.csv").write_text(RELEASES, encoding="utf-8")
    return str(folder)


@pytest.mark.checkout
@pytest.mark.shared_data
def test_the_example_of_the_page_prints_what_the_page_shows(
    shared: Path, tmp_path: Path, pathloom: Callable[..., Answer]
) -> None:
    page = PAGE.read_text("utf-8")
    (command,) = re.findall(r"```sh\npathloom (.*)\n```", page)
    (shown,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    folders = ["--crosswalks", str(shared / "crosswalks"), "--crosswalks", str(shared / "esco")]

    answer = pathloom(
        *command.removesuffix("--crosswalks crosswalks").split(), *folders, "--lang", "en",
        PATHLOOM_HOME=str(tmp_path / "nowhere"),
    )  # fmt: skip

    assert (answer.status, answer.out) == (0, shown)


def test_a_mapping_is_one_document_and_needs_no_store(
    tables: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["map-code", "15-1253", "--from", "soc2018", "--to", "soc2010", "--crosswalks", tables, "--json"]

    assert run(command) == 0

    document: Any = json.loads(capsys.readouterr().out)
    assert document["source"] == {
        "classification": "soc2018", "code": "15-1253", "notation": "15-1253", "title": "", "id": "soc:15-1253"
    }  # fmt: skip
    (found,) = document["found"]
    assert (found["code"], found["title"], found["id"]) == ("15-1132", "Software Developers", None)
    # Both 15-1252 and 15-1253 come from 15-1132 alone.
    assert (found["relation"], found["confidence"]) == ("broad", 1.0)
    assert found["loss"] == {"split": 1, "collapsed": 2, "cardinality": "n:1"}
    assert found["paths"][0]["steps"] == [
        {
            "from": {"classification": "soc2018", "code": "15-1253"},
            "to": {"classification": "soc2010", "code": "15-1132"},
            "relation": "broad", "confidence": 1.0, "crosswalk": "soc2010-soc2018",
        }
    ]  # fmt: skip
    assert document["crosswalks"]["soc2010-soc2018"]["licence"] == "public domain (US Government work)"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("SOC 2010 15-1132 Software Developers → SOC 2018", "narrower", "1:n", "and 1 more", "--most 2")),
        ("zh", ("美国标准职业分类 SOC 2010 15-1132", "更窄", "1:n", "另有 1 个", "--most 2", "对照表 soc2010-soc2018")),
    ],
)
def test_a_mapping_is_told_in_both_languages(
    tables: str, pathloom: Callable[..., Answer], language: str, words: tuple[str, ...]
) -> None:
    command = ["map-code", "15-1132", "--from", "soc2010", "--to", "soc2018", "--crosswalks", tables, "--most", "1"]

    answer = pathloom(*command, "--lang", language)

    assert answer.status == 0
    assert [word for word in words if word not in answer.out] == []


@pytest.mark.parametrize(
    ("language", "words"), [("en", "No chain of tables leads"), ("zh", "没有任何对照表链把该代码引到")]
)
def test_no_mapping_is_an_answer(
    tables: str, tmp_path: Path, pathloom: Callable[..., Answer], language: str, words: str
) -> None:
    # A table of ours that leads to ISCO only, and no table from there to SOC.
    csco = Path(tables) / "csco.csv"
    csco.write_text(
        "csco,target,match,confidence,method,lossy\n"
        "4-02-07-08,http://data.europa.eu/esco/isco/C8321,broad,1,review,false\n",
        encoding="utf-8",
    )
    command = ["map-code", "15-1132", "--from", "soc2010", "--to", "csco", "--crosswalks", tables, "--csco", str(csco)]

    answer = pathloom(*command, "--lang", language, PATHLOOM_HOME=str(tmp_path / "nowhere"))

    assert answer.status == 0
    assert words in answer.out
    assert "csco-isco08, soc2010-soc2018" in answer.out


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["15-9999", "--from", "soc2010"], 3, "UNKNOWN_CODE"),
        (["15-1252.00", "--from", "soc2010"], 4, "WRONG_CLASSIFICATION"),
        (["1021", "--from", "census2018"], 5, "CROSSWALK_ABSENT"),
    ],
)
def test_what_cannot_be_mapped_has_its_status_and_code(
    tables: str, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, code: str
) -> None:
    command = ["map-code", *arguments, "--to", "soc2018", "--crosswalks", tables, "--json"]

    assert run(command) == status

    document: Any = json.loads(capsys.readouterr().out)
    assert document["error"]["code"] == code
    assert document["error"]["hint_zh"]


def test_a_broken_table_is_named_with_its_line(tables: str, capsys: pytest.CaptureFixture[str]) -> None:
    (Path(tables) / "crosswalk_soc2010_to_soc2018.csv").write_text(RELEASES + "15-11", encoding="utf-8")
    command = ["map-code", "15-1132", "--from", "soc2010", "--to", "soc2018", "--crosswalks", tables, "--json"]

    assert run(command) == 4

    error: Any = json.loads(capsys.readouterr().out)["error"]
    assert (error["details"]["file"], error["details"]["line"]) == ("crosswalk_soc2010_to_soc2018.csv", 5)
