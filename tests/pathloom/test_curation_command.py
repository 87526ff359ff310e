"""`pathloom check` and `pathloom import curation` as an expert uses them, on the example of the how-to."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph import build_snapshot, ingest, open_store
from ontology.records import Occupation, Skill
from ontology.vocabulary import Scheme
from tests.ontology.figure_files import write_eloundou
from tests.pages import CHECKOUT, page_text

from .hostile import version

Run = Callable[..., Any]
EXAMPLE = CHECKOUT / "docs" / "how-to" / "curation"
HEADER = "id,language,label,alt,action,source,date\n"


@pytest.fixture
def store(starter_home: Path, tmp_path: Path) -> Path:
    """The starter graph with the two CSCO occupations that the example speaks about, and two beside them."""
    path = tmp_path / "graph.sqlite"
    shutil.copy(starter_home / "graph.sqlite", path)
    names = {
        "csco:4-02-07-08": "快递员", "csco:4-02-06-01": "仓储管理员",
        # Codes near the one that the page mistypes.
        "csco:4-02-07-09": "快件处理员", "csco:4-02-07-10": "国际快递业务师",
    }  # fmt: skip
    with open_store(f"sqlite:///{path}") as opened:
        ingest(
            opened,
            [
                Occupation(
                    id=node_id, scheme=Scheme.CSCO, labels={"zh": label}, source="csco", source_version="2022",
                    licence="l",
                )
                for node_id, label in names.items()
            ],
        )  # fmt: skip
    return path


def labels(folder: Path, *rows: str) -> Path:
    folder.mkdir()
    (folder / "labels.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
    return folder


@pytest.mark.checkout
def test_the_example_of_the_how_to_is_in_order(pathloom: Run, store: Path) -> None:
    answer = pathloom("check", EXAMPLE, "--against", store)

    assert (answer.status, answer.err) == (0, "")
    assert answer.out in page_text("docs/how-to/curate.md")


@pytest.mark.checkout
def test_the_example_of_the_how_to_changes_the_graph_as_it_says(pathloom: Run, store: Path) -> None:
    address = f"sqlite:///{store}"
    with open_store(address) as opened:
        before = build_snapshot(opened)

    answer = pathloom("import", "curation", EXAMPLE, "--store", address, "--json")
    again = pathloom("import", "curation", EXAMPLE, "--store", address, "--json")

    # Four concepts, three requirements, one match.
    assert (answer.document["written"], again.document["written"]) == (8, 8)
    with open_store(address) as opened:
        after = build_snapshot(opened)
        skills = {skill.id: skill for skill in opened.nodes(Skill)}
        courier = next(one for one in opened.nodes(Occupation) if one.id == "csco:4-02-07-08")
    assert courier.labels == {"zh": "快递员", "en": "express courier"}
    assert skills["starter:skill/spreadsheets"].labels == {"zh": "电子表格", "en": "Spreadsheet software"}
    assert "叉车证" not in skills["starter:skill/forklift-driving"].alt_labels["zh"]

    def asked(snapshot: Any, occupation: str) -> dict[str, tuple[bool, float]]:
        links = snapshot.requires
        row = links.row(snapshot.occupations.index(f"starter:occupation/{occupation}"))
        return {
            snapshot.skills.ids[skill].removeprefix("starter:skill/"): (bool(essential), round(float(weight), 2))
            for skill, essential, weight in zip(
                links.indices[row], links.columns["essential"][row], links.columns["importance"][row], strict=True
            )
        }

    assert asked(before, "courier")["ebike-riding"] == (False, 0.5)
    assert asked(after, "courier")["ebike-riding"] == (True, 0.5)
    assert asked(before, "courier").keys() - asked(after, "courier").keys() == {"cash-handling"}
    assert asked(after, "truck-driver").keys() - asked(before, "truck-driver").keys() == {"forklift-driving"}
    assert asked(after, "truck-driver")["forklift-driving"] == (False, 0.3)


def test_changed_names_and_imported_figures_outlast_the_next_import_of_their_source(
    pathloom: Run, store: Path, tmp_path: Path
) -> None:
    folder = labels(tmp_path / "tables", "starter:occupation/courier,zh,速递员,,correct,行业协会,2026-11-20")
    write_eloundou(tmp_path, "53-3033.00,Couriers,0.1,0.25,0.4,0,0,0")
    address = f"sqlite:///{store}"
    assert pathloom("import", "curation", folder, "--store", address).status == 0
    assert pathloom("import", "figures", tmp_path, "--store", address).status == 0
    with open_store(address) as opened:
        before = list(opened.nodes(Occupation))

    assert pathloom("import", "starter", "--store", address).status == 0

    with open_store(address) as opened:
        assert list(opened.nodes(Occupation)) == before
    (courier,) = (one for one in before if one.id == "starter:occupation/courier")
    assert courier.labels["zh"] == "速递员"
    assert {figure.name: figure.value for figure in courier.figures if figure.via}["ai_exposure_eloundou_beta"] == 0.25


@pytest.mark.checkout
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_fault_is_told_as_the_how_to_shows(pathloom: Run, store: Path, tmp_path: Path, language: str) -> None:
    folder = labels(tmp_path / "tables", "csco:4-02-07-80,en,express courier,,add,CSCO,2026-11-20")

    answer = pathloom("check", folder, "--against", f"sqlite:///{store}", "--lang", language)

    told, counted = answer.out.splitlines()
    assert answer.status == 1
    assert f"\n{told}\n" in page_text("docs/how-to/curate.md")
    assert counted == {"en": "1 fault in the tables.", "zh": "表格中有 1 处问题。"}[language]


def test_check_lists_every_fault_as_a_document(pathloom: Run, store: Path, tmp_path: Path) -> None:
    folder = labels(
        tmp_path / "tables", "csco:4-02-07-08,cn,x,,add,CSCO,2026-11-20", "csco:4-02-07-08,en,x,,add,-,2026-02-30"
    )

    answer = pathloom("check", folder, "--store", f"sqlite:///{store}", "--json")

    assert answer.status == 1
    assert answer.document["ok"] is False
    assert [(one["line"], one["column"], one["name"], one["code"]) for one in answer.document["faults"]] == [
        (2, 2, "language", "language"), (3, 6, "source", "no-source"), (3, 7, "date", "date"),
    ]  # fmt: skip
    assert all(set(one["problem"]) == set(one["advice"]) == {"en", "zh"} for one in answer.document["faults"])


def test_without_a_store_the_form_alone_is_checked_and_that_is_said(pathloom: Run, tmp_path: Path) -> None:
    folder = labels(tmp_path / "tables", "csco:9-99-99-99,en,nobody,,add,CSCO,2026-11-20")
    home = tmp_path / "nowhere"

    answer = pathloom("check", folder, "--lang", "en", PATHLOOM_HOME=str(home))
    named = pathloom("check", folder, "--against", home / "graph.sqlite", "--json", PATHLOOM_HOME=str(home))

    assert answer.status == 0
    assert "form alone" in answer.err
    assert (named.status, named.document["error"]["code"]) == (5, "STORE_MISSING")
    assert not home.exists()


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        # A crosswalk naming unknown codes, labels with control characters, duplicate ids.
        (("csco:9-99-99-99,en,nobody,,add,CSCO,2026-11-20",), "unknown-id"),
        (("csco:4-02-07-08,en,express\x07courier,,add,CSCO,2026-11-20",), "control-character"),
        (("csco:4-02-07-08,en,a,,add,CSCO,2026-11-20", "csco:4-02-07-08,en,b,,add,CSCO,2026-11-20"), "repeated-row"),
    ],
)
def test_an_import_with_any_fault_leaves_the_store_unchanged(
    pathloom: Run, store: Path, tmp_path: Path, rows: tuple[str, ...], code: str
) -> None:
    good = "csco:4-02-06-01,en,storekeeper,,add,CSCO,2026-11-20"
    before = version(store)

    answer = pathloom(
        "import", "curation", labels(tmp_path / "tables", good, *rows), "--store", f"sqlite:///{store}", "--json"
    )

    error = answer.document["error"]
    assert (answer.status, error["code"]) == (4, "CURATION_FAULTS")
    assert [fault["code"] for fault in error["details"]["faults"]] == [code]
    assert version(store) == before


def test_an_import_of_no_folder_or_into_no_store_is_refused(pathloom: Run, store: Path, tmp_path: Path) -> None:
    address = f"sqlite:///{store}"

    gone = pathloom("import", "curation", tmp_path / "gone", "--store", address, "--json")
    nowhere = pathloom("import", "curation", tmp_path, "--json", PATHLOOM_HOME=str(tmp_path / "nowhere"))

    assert (gone.status, gone.document["error"]["code"]) == (5, "SOURCE_MISSING")
    assert (nowhere.status, nowhere.document["error"]["code"]) == (5, "STORE_MISSING")
