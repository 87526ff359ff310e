"""`pathloom diff esco` and `migrate esco` on two releases in miniature, and the how-to page followed to the letter."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph import open_store
from ontology.records import EDGE_TYPES, NODE_TYPES, Edge, HasSkill, Node, Occupation, Person
from tests.graph.neo4j_server import wipe
from tests.ontology.esco_files import CLASSIFICATION, ESCO, RELATIONS, write_zip
from tests.pages import CHECKOUT, page_text

from .conftest import Answer

Run = Callable[..., Answer]

#: 1.2.0 in miniature: `traffic law` is gone, and `road law` has its name; `cook` is called `chef`.
SKILLS = CLASSIFICATION["skills_en.csv"].replace(
    f"{ESCO}skill/traffic,knowledge,cross-sector,traffic law,,",
    f"{ESCO}skill/road,knowledge,cross-sector,road law,traffic law,",
)
OCCUPATIONS = CLASSIFICATION["occupations_en.csv"].replace("5120,cook,", "5120,chef,")
WITHOUT_TRAFFIC = {
    name: "".join(line for line in text.splitlines(keepends=True) if "skill/traffic" not in line)
    for name, text in RELATIONS.items()
}


@pytest.fixture
def esco(tmp_path: Path) -> Path:
    assert CLASSIFICATION["skills_en.csv"] != SKILLS
    folder = tmp_path / "esco"
    folder.mkdir()
    later = CLASSIFICATION | {"skills_en.csv": SKILLS, "occupations_en.csv": OCCUPATIONS}
    for version, concepts, relations in (("1.1.1", CLASSIFICATION, RELATIONS), ("1.2.0", later, WITHOUT_TRAFFIC)):
        write_zip(folder / f"ESCO dataset - v{version} - classification - en - csv.zip", concepts)
        write_zip(folder / f"ESCO dataset - v{version} - classification -  - csv.zip", relations)
    return folder


@pytest.fixture
def run(pathloom: Run, tmp_path: Path, esco: Path) -> Run:
    def call(*arguments: str | Path, **environment: str) -> Answer:
        return pathloom(*arguments, PATHLOOM_HOME=str(tmp_path), **environment)

    return call


def zips(folder: Path, version: str) -> list[str]:
    named = [str(folder / f"ESCO dataset - v{version} - classification - {part} - csv.zip") for part in ("en", "")]
    return ["--classification", named[0], "--relations", named[1], "--version", version]


def test_diff_names_what_changed_and_the_successor(run: Run) -> None:
    # Without --files: the folder `esco` in the home.
    document = run("diff", "esco", "1.1.1", "1.2", "--json").document
    assert document["before"] == {"version": "1.1.1", "from": "files"}
    assert document["after"] == {"version": "1.2.0", "from": "files"}
    assert [one["id"] for one in document["added"]] == [f"{ESCO}skill/road"]
    (retired,) = document["retired"]
    assert retired["id"] == f"{ESCO}skill/traffic"
    assert (retired["successor"]["id"], retired["successor"]["confidence"]) == (f"{ESCO}skill/road", 0.7)
    assert [(one["before"], one["after"]) for one in document["renamed"]] == [("cook", "chef")]
    assert document["counts"]["skill"] == {"added": 1, "retired": 1, "renamed": 0, "regrouped": 0}


def test_diff_speaks_both_languages(run: Run, esco: Path) -> None:
    english = run("diff", "esco", "1.1.1", "1.2.0", "--files", esco)
    assert "  skills: added 1 · retired 1 · renamed 0 · regrouped 0" in english.out.splitlines()
    assert "  traffic law -> road law (nearly the same, 70% sure)" in english.out.splitlines()
    chinese = run("--lang", "zh", "diff", "esco", "1.1.1", "1.2.0", "--files", esco)
    assert chinese.out.splitlines()[0] == "ESCO 1.1.1（文件） -> ESCO 1.2.0（文件）"
    assert "  技能：新增 1 · 停用 1 · 更名 0 · 改组 0" in chinese.out.splitlines()
    assert "  traffic law -> road law（相近，把握 70%）" in chinese.out.splitlines()


def test_diff_in_chinese_says_what_a_renamed_concept_is_called(run: Run, esco: Path, tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'named.sqlite'}"
    assert run("import", "esco", *zips(esco, "1.1.1"), "--store", store).status == 0
    with open_store(store) as opened:
        (cook,) = (one for one in opened.nodes(Occupation) if one.labels["en"] == "cook")
        opened.put_nodes([replace(cook, labels={**cook.labels, "zh": "厨师"})])
    for path in esco.glob("*1.1.1*"):
        path.unlink()

    told = [
        run("--lang", language, "diff", "esco", "1.1.1", "1.2", "--files", esco, "--store", store).out.splitlines()
        for language in ("zh", "en")
    ]

    assert "  厨师：cook -> chef" in told[0]
    assert "  cook -> chef" in told[1]


def test_migration_brings_the_store_there_and_a_second_run_changes_nothing(run: Run, esco: Path) -> None:
    assert run("import", "esco", *zips(esco, "1.1.1")).status == 0
    # The store is compared where the folder lacks the release.
    for path in esco.glob("*1.1.1*"):
        path.unlink()
    assert run("diff", "esco", "1.1.1", "1.2", "--json").document["before"] == {"version": "1.1.1", "from": "store"}

    first = run("migrate", "esco", "--to", "1.2", "--json").document
    assert (first["before"], first["after"], first["ended_on"]) == ("1.1.1", "1.2.0", "2024-05-15")
    assert (first["added"], first["retired"], first["succeeded"]) == (1, 1, 1)
    second = run("migrate", "esco", "--to", "1.2", "--json").document
    assert (second["written"], second["version"]) == (0, first["version"])
    assert "nothing was changed" in run("migrate", "esco", "--to", "1.2").out


def test_renamed_concept_gets_the_chinese_name_of_its_release(run: Run, tmp_path: Path) -> None:
    """`cook` and `rider` stand in for a concept that 1.2 called something else, and for one whose name stayed."""
    real = {
        f"{ESCO}occupation/cook": f"{ESCO}occupation/0ce5a9f4-e00a-4bbe-b255-3c63407167a4",
        f"{ESCO}occupation/rider": f"{ESCO}occupation/d5eb6150-bbff-4a9c-9d0c-21eab4dbe2b6",
    }

    def named(tables: dict[str, str], *changes: tuple[str, str]) -> dict[str, str]:
        for old, new in (*real.items(), *changes):
            tables = {name: text.replace(old, new) for name, text in tables.items()}
        return tables

    folder = tmp_path / "real"
    folder.mkdir()
    for version, label in (("1.1.1", "ICT security engineer"), ("1.2.0", "cyber incident responder")):
        concepts = named(CLASSIFICATION, ("5120,cook,", f"5120,{label},"))
        write_zip(folder / f"ESCO dataset - v{version} - classification - en - csv.zip", concepts)
        write_zip(folder / f"ESCO dataset - v{version} - classification -  - csv.zip", named(RELATIONS))
    store = f"sqlite:///{tmp_path / 'named.sqlite'}"

    def in_store() -> list[tuple[str, str, tuple[str, ...]]]:
        with open_store(store) as opened:
            jobs = {job.id: job for job in opened.nodes(Occupation)}
        found = [jobs[uri] for uri in real.values()]
        return [(job.labels["en"], job.labels["zh"], job.alt_labels.get("zh", ())) for job in found]

    assert run("import", "esco", *zips(folder, "1.1.1"), "--store", store).status == 0
    assert in_store() == [("ICT security engineer", "信息安全工程师", ()), ("rider", "餐厅经理", ())]
    told = run("--lang", "zh", "diff", "esco", "1.1.1", "1.2", "--files", folder).out.splitlines()
    assert "  信息安全工程师 -> 网络安全事件响应员：ICT security engineer -> cyber incident responder" in told

    assert run("migrate", "esco", "--to", "1.2", "--files", folder, "--store", store).status == 0

    assert in_store() == [
        ("cyber incident responder", "网络安全事件响应员", ("网络安全应急响应工程师",)), ("rider", "餐厅经理", ()),
    ]  # fmt: skip
    again = run("migrate", "esco", "--to", "1.2", "--files", folder, "--store", store, "--json").document
    assert again["written"] == 0


@pytest.mark.neo4j
def test_migration_on_neo4j_leaves_what_it_leaves_in_sqlite(
    run: Run, esco: Path, tmp_path: Path, neo4j_url: str
) -> None:
    """A person who knows `traffic law`, 0.8 sure, gets `road law` too: 0.8 x 0.7, the confidence of the proposal."""
    wipe(neo4j_url)
    account = {name: os.environ[name] for name in ("NEO4J_USER", "NEO4J_PASSWORD")}
    told: list[list[object]] = []
    left: list[list[Node | Edge]] = []
    for url in (f"sqlite:///{tmp_path / 'graph.sqlite'}", neo4j_url):

        def store(*arguments: str, url: str = url) -> Answer:
            return run(*arguments, "--json", "--store", url, **account)

        imported = store("import", "esco", *zips(esco, "1.1.1"))
        assert imported.status == 0, imported.err
        with open_store(url, user=account["NEO4J_USER"], password=account["NEO4J_PASSWORD"]) as opened:
            opened.put(known_person())
            first, second = (store("migrate", "esco", "--to", "1.2") for _ in range(2))
            assert (first.status, second.status) == (0, 0), first.err + second.err
            told.append([first.document, second.document])
            nodes = (node for kind in NODE_TYPES for node in opened.nodes(kind))
            left.append([*nodes, *(edge for kind in EDGE_TYPES for edge in opened.edges(kind))])

    assert told[1] == told[0]
    assert left[1] == left[0]
    first_told, second_told = told[1]
    assert isinstance(first_told, dict)
    assert isinstance(second_told, dict)
    assert (first_told["retired"], first_told["carried"], second_told["written"]) == (1, 1, 0)
    assert second_told["version"] == first_told["version"]
    people = [record for record in left[1] if isinstance(record, Person)]
    held = {record.to_id: record for record in left[1] if isinstance(record, HasSkill)}
    assert people == [known_person()[0]]
    assert held[f"{ESCO}skill/traffic"] == known_person()[1]
    assert held[f"{ESCO}skill/road"].confidence == pytest.approx(0.56)


def known_person() -> tuple[Person, HasSkill]:
    """A person with evidence for the skill that goes."""
    origin: dict[str, Any] = {"source": "resume", "source_version": "2026-01-02", "licence": "consent"}
    evidence = '{"skills": [{"skill": "traffic", "evidence": ["page 1"]}]}'
    return (
        Person(id="person:1", profile=evidence, consent="2026-01-02 1", **origin),
        HasSkill(from_id="person:1", to_id=f"{ESCO}skill/traffic", confidence=0.8, **origin),
    )


def test_release_of_an_unknown_day_asks_for_it(run: Run, esco: Path) -> None:
    assert run("import", "esco", *zips(esco, "1.1.1")).status == 0
    for path in list(esco.glob("*1.2.0*")):
        path.rename(path.with_name(path.name.replace("1.2.0", "1.3.0")))
    refused = run("migrate", "esco", "--to", "1.3")
    assert refused.status == 5
    assert "--ended-on" in refused.err
    assert run("migrate", "esco", "--to", "1.3", "--ended-on", "tomorrow").status == 2
    done = run("migrate", "esco", "--to", "1.3", "--ended-on", "2026-11-01", "--json").document
    assert (done["ended_on"], done["retired"]) == ("2026-11-01", 1)


def test_store_that_is_later_or_without_esco_is_refused(run: Run, esco: Path, starter_home: Path) -> None:
    assert run("import", "esco", *zips(esco, "1.2.0")).status == 0
    refused = run("migrate", "esco", "--to", "1.1.1")
    assert (refused.status, "later than 1.1.1" in refused.err) == (5, True)
    empty = run("migrate", "esco", "--to", "1.2", "--store", f"sqlite:///{starter_home / 'graph.sqlite'}")
    assert (empty.status, "nothing to migrate" in empty.err) == (5, True)


@pytest.mark.parametrize("part", ["en", ""])
def test_half_a_zip_leaves_the_store_as_it_was(run: Run, esco: Path, part: str) -> None:
    assert run("import", "esco", *zips(esco, "1.1.1")).status == 0
    before = run("stats", "--json").document
    path = esco / f"ESCO dataset - v1.2.0 - classification - {part} - csv.zip"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    refused = run("migrate", "esco", "--to", "1.2")
    assert (refused.status, str(path) in refused.err) == (4, True)
    assert run("stats", "--json").document == before


def test_release_that_is_not_there_is_said(run: Run, esco: Path) -> None:
    nowhere = run("diff", "esco", "1.1.1", "7.7")
    assert (nowhere.status, "To be had: 1.1.1, 1.2, 1.2.0" in nowhere.err) == (5, True)
    (esco / "ESCO dataset - v1.2.0 - classification -  - csv.zip").unlink()
    half = run("diff", "esco", "1.1.1", "1.2")
    assert (half.status, "the zip with the relations lacks" in half.err) == (5, True)


def test_name_that_may_be_two_releases_is_refused(run: Run, esco: Path) -> None:
    (esco / "v1.2.1_en").mkdir()
    refused = run("diff", "esco", "1.1.1", "1.2")
    assert (refused.status, "1.2.0, 1.2.1" in refused.err) == (5, True)


@pytest.mark.checkout
def test_how_to_page_works_as_written(tmp_path: Path, run: Run, esco: Path) -> None:
    page = page_text("docs/how-to/move-to-a-new-esco.md")
    (commands,) = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    assert run("import", "esco", *zips(esco, "1.1.1")).status == 0
    script = f'set -e\npathloom() {{ "{sys.executable}" -m pathloom "$@"; }}\n{commands}'
    environment = {**os.environ, "PATHLOOM_HOME": str(tmp_path), "LANG": "C.UTF-8", "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
    assert "ESCO 1.1.1 -> 1.2.0: 1 concepts added" in done.stdout
    assert (tmp_path / "changes.json").stat().st_size > 0


@pytest.mark.checkout
def test_how_to_page_names_only_codes_that_exist() -> None:
    from graph import errors as graph_errors
    from ontology import errors as ontology_errors

    page = page_text("docs/how-to/move-to-a-new-esco.md")
    codes = set(re.findall(r"`([A-Z]+_?[A-Z]+)`", page)) - {
        "BEFORE",
        "AFTER",
        "SUPERSEDES",
        "MATCHES",
        "HAS_SKILL",
        "HELD",
    }
    known = {getattr(value, "code", "") for room in (graph_errors, ontology_errors) for value in vars(room).values()}
    assert codes - known == set()
    assert {"RELEASE", "SOURCE_HIERARCHY"} <= codes
