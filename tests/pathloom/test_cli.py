"""The command line as others script against it: documents, exit statuses, bad input."""

import json
import re
import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
SAMPLES = Path(str(resources.files("pathloom").joinpath("samples")))


def test_help_names_every_command_in_both_languages(pathloom: Run) -> None:
    english, chinese = pathloom("--help"), pathloom("--help", PATHLOOM_LANG="zh")

    assert "transition" in english.out
    assert "Find career paths" in english.out
    assert "为个人寻找职业路径" in chinese.out


def test_stats_counts_nodes_edges_and_sources(pathloom: Run) -> None:
    answer = pathloom("stats", "--json")

    assert answer.status == 0
    assert answer.document["version"] == 1
    assert answer.document["nodes"]["Occupation"] >= 120
    assert answer.document["edges"]["REQUIRES"] >= 1200
    assert {"source", "version", "licence"} == set(answer.document["sources"][0])


def test_extract_gives_evidence_whose_text_stands_at_its_place(pathloom: Run, tmp_path: Path) -> None:
    resume = tmp_path / "resume.txt"
    resume.write_text("Experience\n2020-01 - 2023-05 Forklift operator\nSkills: forklift driving, Excel\n", "utf-8")

    answer = pathloom("extract", resume, "--json")

    evidence = [item for skill in answer.document["skills"] for item in skill["evidence"]]
    assert {"document", "start", "end", "text", "confidence", "method"} == set(evidence[0])
    assert "forklift driving" in {item["text"].lower() for item in evidence}
    assert all(item["end"] - item["start"] == len(item["text"]) for item in evidence)


def test_transition_contributions_add_up_to_the_score(pathloom: Run) -> None:
    answer = pathloom(
        "transition", "--from", "starter:occupation/food-delivery-rider", "--to", "starter:occupation/courier", "--json"
    )

    document = answer.document
    total = document["base"] + sum(part["points"] for part in document["contributions"])
    assert total == pytest.approx(document["score"], abs=1e-9)
    assert 0 <= document["score"] <= 1
    assert {"matched", "partial", "missing"} <= set(document)


def test_transition_pairs_answer_each_row_and_name_unknown_ids(pathloom: Run, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(
        "from,to\nstarter:occupation/courier,starter:occupation/truck-driver\nnobody,starter:occupation/courier\n",
        "utf-8",
    )

    answer = pathloom("transition", "--pairs", pairs)

    first, second = (json.loads(line) for line in answer.out.splitlines())
    assert 0 <= first["score"] <= 1
    assert second["error"]["code"] == "UNKNOWN_ID"


def test_pairs_without_the_columns_are_refused(pathloom: Run, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("source,target\na,b\n", "utf-8")

    answer = pathloom("transition", "--pairs", pairs, "--json")

    assert answer.status == 4
    assert answer.document["error"]["code"] == "INPUT_FILE"
    assert answer.document["error"]["details"]["line"] == 1


def test_link_answers_a_line_for_a_line(pathloom: Run) -> None:
    answer = pathloom("link", "--kind", "skill", "--top", "3", stdin="叉车驾驶\nforklift driving\n")

    rows = [json.loads(line) for line in answer.out.splitlines()]
    assert len(rows) == 2
    assert rows[0][0]["id"] == rows[1][0]["id"] == "starter:skill/forklift-driving"
    assert rows[0][0]["score"] >= rows[0][1]["score"]


def test_paths_give_three_best_and_alternatives_with_reasons(pathloom: Run) -> None:
    answer = pathloom("paths", "--resume", SAMPLES / "rider-zhengzhou.docx", "--region", "CN-410100", "--json")

    assert answer.status == 0
    assert len(answer.document["best"]) == 3
    assert len(answer.document["alternatives"]) == 5
    step = answer.document["best"][0]["steps"][0]
    assert step["transition"]["contributions"]
    assert step["pay_after"]["source"]


def test_paths_as_text_show_the_gap_of_every_step_beside_the_plain_overlap(pathloom: Run) -> None:
    asked = ("paths", "--resume", SAMPLES / "rider-zhengzhou.docx", "--region", "CN-410100", "--lang", "en")
    document = pathloom(*asked, "--json").document

    lines = pathloom(*asked).out.splitlines()

    steps = [
        step["transition"] for part in ("best", "alternatives") for path in document[part] for step in path["steps"]
    ]
    shown = [line.strip() for line in lines if re.match(r"   \d\) ", line)]
    assert len(shown) == len(steps) >= 8
    for line, step in zip(shown, steps, strict=True):
        asked_for = sum(len(step[part]) for part in ("matched", "partial", "missing"))
        assert line.endswith(f": {len(step['matched'])}/{asked_for} of the requirements")
        assert step["target"]["labels"]["en"] in line
        assert f"(skill overlap {round(step['overlap'] * 100)}%)" in line
    assert sum(line.strip().startswith("learn: ") for line in lines) == sum(bool(step["missing"]) for step in steps)


def test_transition_as_text_says_when_no_vectors_are_trained_on_the_graph(
    pathloom: Run, starter_home: Path, tmp_path: Path
) -> None:
    """The shipped vectors are bound to the requirements that they were trained on: other weights, and they are out."""
    shutil.copy(starter_home / "graph.sqlite", tmp_path)
    with closing(sqlite3.connect(tmp_path / "graph.sqlite")) as other, other:
        other.execute("UPDATE REQUIRES SET importance = importance / 2")
        other.execute("UPDATE meta SET value = value + 1 WHERE name = 'version'")
    asked = ("transition", "--from", "starter:occupation/courier", "--to", "starter:occupation/truck-driver")

    trained = pathloom(*asked, "--lang", "en").out
    untrained = pathloom(*asked, "--lang", "en", PATHLOOM_HOME=str(tmp_path)).out
    checks = pathloom("doctor", "--json", PATHLOOM_HOME=str(tmp_path)).document["checks"]

    assert "; content+network/1)" in trained
    assert "No vectors trained" not in trained
    assert "; content-signals/1)" in untrained
    assert "! No vectors trained on this graph are loaded" in untrained
    assert next(check for check in checks if check["check"] == "vectors")["ok"] is False


def test_benefits_as_text_say_where_the_source_is_not_verified(pathloom: Run, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"employment_status": "employee"}), "utf-8")
    asked = ("benefits", "--facts", facts, "--on", "2026-11-22", "--jurisdiction", "CN-410100", "--lang", "en")
    unverified = {
        item["name"]["en"]
        for item in pathloom(*asked, "--json").document["decisions"]
        if item["status"] == "unverified"
    }

    heads = [line for line in pathloom(*asked).out.splitlines() if line.startswith("- ")]

    marked = {line[2:].split(":")[0] for line in heads if "(source not verified)" in line}
    assert marked == unverified
    assert len(marked) >= 2


def test_paths_take_a_profile_written_by_hand(pathloom: Run, tmp_path: Path) -> None:
    profile = tmp_path / "profile.json"
    profile.write_text(
        json.dumps({"occupation": "starter:occupation/courier", "skills": ["starter:skill/spreadsheets"]}), "utf-8"
    )

    answer = pathloom("paths", "--profile", profile, "--exclude", "starter:occupation/truck-driver", "--json")

    ends = {path["steps"][-1]["transition"]["target"]["id"] for path in answer.document["best"]}
    assert ends
    assert "starter:occupation/truck-driver" not in ends


def test_benefits_answer_without_a_graph(pathloom: Run, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"employment_status": "unemployed"}), "utf-8")

    answer = pathloom(
        "benefits", "--facts", facts, "--on", "2026-11-22", "--jurisdiction", "CN-410100", "--json",
        PATHLOOM_HOME=str(tmp_path / "nowhere"),
    )  # fmt: skip

    verdicts = {item["verdict"] for item in answer.document["decisions"]}
    assert answer.status == 0
    assert verdicts <= {"eligible", "not_eligible", "unknown"}
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("facts", "on", "code"),
    [
        ('{"employment_status": "unemployed"', "2026-11-22", "INPUT_FILE"),
        ('["unemployed"]', "2026-11-22", "INPUT_FILE"),
        ('{"employment_status": "unemployed"}', "2026-02-30", "INPUT_FILE"),
    ],
)
def test_facts_that_cannot_be_read_are_refused(pathloom: Run, tmp_path: Path, facts: str, on: str, code: str) -> None:
    file = tmp_path / "facts.json"
    file.write_text(facts, "utf-8")

    answer = pathloom("benefits", "--facts", file, "--on", on, "--jurisdiction", "CN-410100", "--json")

    assert answer.status == 4
    assert answer.document["error"]["code"] == code


def test_facts_without_a_place_are_refused(pathloom: Run, tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text("{}", "utf-8")

    answer = pathloom("benefits", "--facts", file, "--on", "2026-11-22", "--json")

    assert answer.status == 4
    assert "--jurisdiction" in answer.document["error"]["hint"]


def test_plan_takes_the_place_from_the_resume_where_none_is_named(pathloom: Run, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"employment_status": "unemployed"}), "utf-8")
    asked = ("plan", "--resume", SAMPLES / "rider-zhengzhou.docx", "--facts", facts, "--on", "2026-11-22", "--json")

    found = pathloom(*asked)
    elsewhere = pathloom(*asked, "--jurisdiction", "CN-310000")

    assert found.status == 0
    assert found.document == pathloom(*asked, "--jurisdiction", "CN-410100").document
    assert found.document != elsewhere.document


def test_an_empty_store_says_how_to_fill_it(pathloom: Run, tmp_path: Path) -> None:
    from graph import open_store

    with open_store(f"sqlite:///{tmp_path / 'empty.sqlite'}") as store:
        store.migrate()

    answer = pathloom(
        "link", "--kind", "skill", "--store", f"sqlite:///{tmp_path / 'empty.sqlite'}", "--json", stdin="x\n"
    )

    assert answer.status == 5
    assert answer.document["error"]["code"] == "GRAPH_EMPTY"
    assert "pathloom import starter" in answer.document["error"]["hint"]


def test_an_unknown_id_is_not_found(pathloom: Run) -> None:
    answer = pathloom("transition", "--from", "starter:occupation/courrier", "--to", "x", "--json")

    assert answer.status == 3
    assert answer.document["error"]["code"] == "UNKNOWN_ID"
    assert answer.document["error"]["message_zh"]


def test_wrong_usage_is_status_two(pathloom: Run) -> None:
    assert pathloom("paths").status == 2
    assert pathloom("nonsense").status == 2
    assert pathloom("stats", "--store", "ftp://host", "--json").document["error"]["code"] == "SETTING"


def test_a_resume_that_is_a_posting_is_refused(pathloom: Run) -> None:
    answer = pathloom("paths", "--resume", SAMPLES / "posting-dispatcher-zhengzhou.txt", "--json")

    assert answer.status == 4
    assert answer.document["error"]["code"] == "WRONG_DOCUMENT"


def test_a_taken_port_names_the_option(pathloom: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        answer = pathloom("serve", "--port", str(other.getsockname()[1]))

    assert answer.status == 5
    assert "PORT_TAKEN" in answer.err
    assert "--port" in answer.err


def test_json_is_utf8_whatever_the_terminal_speaks(pathloom: Run) -> None:
    answer = pathloom("extract", SAMPLES / "rider-zhengzhou.docx", "--json", PYTHONIOENCODING="gbk")

    assert answer.document["language"] == "zh"
    assert "郑州" in answer.out


def test_export_writes_files_and_no_person(pathloom: Run, tmp_path: Path) -> None:
    answer = pathloom("export", "csv", tmp_path / "out", "--json")

    files = [Path(file) for file in answer.document["files"]]
    assert all(file.stat().st_size > 0 for file in files)
    assert not any("person" in file.name.lower() for file in files)


def test_doctor_lists_checks_and_fails_when_the_graph_is_missing(pathloom: Run, tmp_path: Path) -> None:
    sound, broken = pathloom("doctor", "--json"), pathloom("doctor", "--json", PATHLOOM_HOME=str(tmp_path / "none"))

    assert sound.status == 0
    assert sound.document["ok"]
    assert broken.status == 5
    assert not broken.document["ok"]
