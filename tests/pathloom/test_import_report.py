"""What an import tells: rows left out by reason, edges left out, and wrong usage, each in both languages."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ontology import read_csco_esco
from ontology.errors import ErrorKind
from pathloom._program import EXIT_STATUS, run
from pathloom._render_import import _REASONS
from tests.ontology.esco_files import CLASSIFICATION, ESCO, RELATIONS, write_zip

from .conftest import Answer


@pytest.fixture
def esco(tmp_path: Path) -> list[str]:
    """Arguments that import the release in miniature into a new store."""
    write_zip(tmp_path / "classification.zip", dict(CLASSIFICATION))
    write_zip(tmp_path / "relations.zip", dict(RELATIONS))
    zips = ["--classification", tmp_path / "classification.zip", "--relations", tmp_path / "relations.zip"]
    store = f"sqlite:///{tmp_path / 'graph.sqlite'}"
    return ["import", "esco", *map(str, zips), "--version", "1.1.1", "--store", store]


@pytest.mark.parametrize(
    ("language", "told", "reasons"),
    [
        (
            "en",
            "ESCO 1.1.1: {written} records written, 4 rows skipped; store version 1.",
            [
                (
                    "  - 1: members of a collection that the source does not list "
                    f"[collection-of-unlisted], the first in greenSkillsCollection_en.csv, line 3: {ESCO}skill/gone"
                ),
                (
                    "  - 1: relations to something that the source does not list [dangling-broader], the first in "
                    f"broaderRelationsOccPillar.csv, line 5: {ESCO}occupation/gone"
                ),
            ],
        ),
        (
            "zh",
            "ESCO 1.1.1：写入 {written} 条记录，跳过 4 行；存储版本 1。",
            [
                (
                    "  - 1 行：集合成员未在来源中列出 [collection-of-unlisted]，首例 "
                    f"greenSkillsCollection_en.csv，第 3 行：{ESCO}skill/gone"
                ),
                (
                    "  - 1 行：关系指向来源未列出的概念 [dangling-broader]，首例 "
                    f"broaderRelationsOccPillar.csv，第 5 行：{ESCO}occupation/gone"
                ),
            ],
        ),
    ],
)
def test_skipped_rows_are_told_by_reason(
    esco: list[str],
    speak: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
    language: str,
    told: str,
    reasons: list[str],
) -> None:
    speak(language)

    assert run(esco) == 0
    shown = capsys.readouterr()
    assert run([*esco, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)

    assert shown.out.splitlines() == [told.format(written=document["written"])]
    assert [line for line in reasons if line not in shown.err.splitlines()] == []
    assert document["skipped_reasons"] == {
        "collection-of-unlisted": 1, "dangling-broader": 1, "dangling-occupation": 1, "dangling-skill": 1,
    }  # fmt: skip
    assert document["skipped_examples"][0] == {
        "file": "greenSkillsCollection_en.csv",
        "line": 3,
        "reason": "collection-of-unlisted",
        "subject": f"{ESCO}skill/gone",
    }


@pytest.mark.parametrize(("language", "says"), [("en", "edges left out, since one of"), ("zh", "条边有一端不在存储中")])
def test_edges_without_their_ends_are_told_with_the_first(
    tmp_path: Path, speak: Callable[[str], None], capsys: pytest.CaptureFixture[str], language: str, says: str
) -> None:
    """Our crosswalk in a store without either classification: every edge lacks its ends."""
    edges = sum(1 for _ in read_csco_esco())
    speak(language)

    assert run(["import", "csco-esco", "--store", f"sqlite:///{tmp_path / 'graph.sqlite'}"]) == 0
    line = capsys.readouterr().out.splitlines()[1]

    assert line.startswith(f"  {edges:,} ")
    assert says in line
    assert re.search(r"MATCHES csco:\S+ -> http://data\.europa\.eu/esco/\S+$", line)


@pytest.mark.checkout
def test_every_reason_that_an_importer_gives_has_words() -> None:
    rooms = Path(__file__).resolve().parents[2] / "ontology"
    calls = "\n".join(path.read_text("utf-8") for path in rooms.glob("_*.py"))
    given = re.findall(r'skip\([^"\n]*?f?"([a-z-]+)', calls) + re.findall(r'reason = "([\w-]+)" if .* else "', calls)

    assert len(given) >= 10
    assert [reason for reason in given if not reason.startswith(tuple(_REASONS))] == []


def test_wrong_usage_is_told_in_chinese_too(pathloom: Callable[..., Answer]) -> None:
    chinese, english = (pathloom("map-code", "2512", PATHLOOM_LANG=language) for language in ("zh", "en"))

    assert (chinese.status, english.status) == (EXIT_STATUS[ErrorKind.USAGE],) * 2
    assert chinese.err.startswith("错误 USAGE: 命令用法有误。请用 pathloom --help")
    assert "Missing option" in chinese.err
    assert english.err.startswith("Usage:")
