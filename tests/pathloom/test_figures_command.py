"""`pathloom import figures` and `stats --figures`: the page's commands as written, and imports that must not happen."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from graph import open_store
from ontology import Scheme
from ontology.records import Occupation
from pathloom._figures import csco_matches, import_figures
from pathloom._program import run
from pathloom._render_coverage import import_lines
from tests.ontology.figure_files import write_eloundou, write_felten, write_projections, write_sheets

from .conftest import Answer
from .hostile import call, check_refused, run_all, version

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "figures.md"
RIDER = "starter:occupation/food-delivery-rider"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the starter data."""
    path = tmp_path_factory.mktemp("figures") / "graph.sqlite"
    assert run(["import", "starter", "--json", "--store", f"sqlite:///{path}"]) == 0
    return path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, object]:
    capsys.readouterr()
    assert run([*map(str, arguments), "--json"]) == 0
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


@pytest.mark.checkout
@pytest.mark.shared_data
def test_page_commands_run_as_written(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATHLOOM_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").symlink_to(shared)
    (block,) = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    commands = [line.split()[1:] for line in block.splitlines()]

    for command in commands[:-1]:
        assert run(command) == 0
    coverage = answer(capsys, *commands[-1])

    assert commands[-1] == ["stats", "--figures"]
    found = coverage["figures"]
    assert isinstance(found, dict)
    # 172 of the 182 starter occupations have a SOC code; nobody has a share of skills without ESCO in the store.
    assert coverage["occupations"] == {"starter": 182}
    assert found["employment_growth_2024_34_us"] == {"starter": 172}
    assert found["wage_by_area"] == {"starter": 182}
    assert found["green_skill_share"] == {"starter": 0}


@pytest.mark.checkout
def test_page_names_every_exposure_index_and_every_file() -> None:
    from ontology import figure_terms
    from ontology._figure_sources import _KNOWN

    page = PAGE.read_text("utf-8")
    indices = [name for name in figure_terms() if name.startswith(("ai_", "automation_"))]

    assert [name for name in _KNOWN if name not in page] == []
    assert [name for name in indices if name.removeprefix("ai_exposure_eloundou") not in page] == []


@pytest.mark.checkout
def test_page_links_to_files_that_exist() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", PAGE.read_text("utf-8")) if "://" not in link]

    assert links
    assert [link for link in links if not (PAGE.parent / link).exists()] == []


def test_import_writes_figures_and_says_what_lacks(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_eloundou(tmp_path, "53-3031.00,Riders,0.1,0.25,0.4,0,0,0")
    write_felten(tmp_path, ("53-3031", -0.7))
    where = ("--store", f"sqlite:///{store}")
    before = version(store)

    report = answer(capsys, "import", "figures", tmp_path, *where)
    again = answer(capsys, "import", "figures", tmp_path, *where)

    assert report["version"] == before + 1
    assert report["lacking"]["felten-2021"] == ["crosswalk_soc2010_to_soc2018.csv"]
    beta = next(row for row in report["figures"] if row["figure"] == "ai_exposure_eloundou_beta")
    assert (beta["codes"], beta["withheld"], beta["unknown"]) == (1, 0, [])
    assert report["written"] == sum(beta["occupations"].values())
    assert (again["written"], again["version"]) == (0, report["version"])


@pytest.mark.parametrize(
    ("language", "first", "lacks", "title"),
    [("zh", "职业数据：写入", "缺少 occupation.xlsx", "（Eloundou β"), ("en", "figures: ", "not found", "Eloundou β:")],
)
def test_both_languages_tell_what_came_and_what_lacks(
    store: Path,
    tmp_path: Path,
    speak: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
    language: str,
    first: str,
    lacks: str,
    title: str,
) -> None:
    write_eloundou(tmp_path, "53-3031.00,Riders,0.1,0.25,0.4,0,0,0")
    speak(language)

    assert run(["import", "figures", str(tmp_path), "--store", f"sqlite:///{store}"]) == 0
    told = capsys.readouterr().out
    assert run(["stats", "--figures", "--store", f"sqlite:///{store}"]) == 0
    table = capsys.readouterr().out

    assert told.startswith(first)
    assert lacks in told
    assert title in table
    assert re.search(r"\[ai_exposure_felten_aioe\] +-$", table, re.MULTILINE)


def test_second_import_takes_back_what_it_no_longer_reaches(tmp_path: Path) -> None:
    """The first file rates 11-1011.00, the second 11-1021.00 alone."""
    codes = ("11-1011.00", "11-1021.00")
    origin = {"source": "onet", "source_version": "30.1", "licence": "l"}
    with open_store(f"sqlite:///{tmp_path / 'graph.sqlite'}") as store:
        store.migrate()
        store.put_nodes(
            Occupation(id=f"onet:{code}", scheme=Scheme.ONET, soc_code=code, **origin) for code in codes
        )  # fmt: skip
        reports = []
        for code in codes:
            write_eloundou(tmp_path, f"{code},Title,0.1,0.25,0.4,0,0,0")
            reports.append(import_figures(store, [tmp_path]))
        left = {one.id: len(one.figures) for one in store.nodes(Occupation)}

    # Alpha, beta and gamma.
    assert left == {"onet:11-1011.00": 0, "onet:11-1021.00": 3}
    assert (reports[1].version, reports[1].written) == (3, 2)
    beta = next(row for row in reports[1].document()["figures"] if row["figure"] == "ai_exposure_eloundou_beta")
    assert beta["removed"] == 1
    english, chinese = (" ".join(import_lines(reports[1], language)) for language in ("en", "zh"))
    assert "beta: no longer reaches 1 occupations; removed from them" in english
    assert "beta：1 个职业不再对应，先前导入的数值已删除" in chinese
    assert "no longer" not in " ".join(import_lines(reports[0], "en"))


def test_refused_imports_leave_the_store_as_it_was(
    store: Path, tmp_path: Path, pathloom: Callable[..., Answer]
) -> None:
    half, rate, empty, nothing = (tmp_path / name for name in ("half", "rate", "empty", "nothing"))
    for folder in (half, rate, empty, nothing):
        folder.mkdir()
    # The good file beside the broken one must not come in either.
    write_eloundou(half, "53-3031.00,Riders,0.9,0.9,0.9,0,0,0")
    book = write_projections(half)
    book.write_bytes(book.read_bytes()[:4000])
    write_projections(rate, rates=(("Riders", "53-3031", "Line item", 4.4, 105.0),))
    write_eloundou(empty, "53-3031.00,Riders,0.1,0.2,0.3,0,0,0")
    os.mkfifo(nothing / "occupation.xlsx")
    where = ("--store", f"sqlite:///{store}")
    calls = {
        "half": call("import", "figures", half, *where, status=4, code="SOURCE_ARCHIVE", says=("occupation.xlsx",)),
        "rate": call("import", "figures", rate, *where, status=4, code="SOURCE_ROW", says=("105", "line 3")),
        "gone": call("import", "figures", tmp_path / "gone", *where, status=5, code="SOURCE_MISSING", says=("gone",)),
        "pipe": call("import", "figures", nothing, *where, status=5, code="SOURCE_MISSING", says=("None of",)),
        "named pipe": call(
            "import", "figures", nothing / "occupation.xlsx", *where, status=5, code="SOURCE_MISSING", says=("pipe",)
        ),
        "no occupations": call(
            "import", "figures", empty, "--store", f"sqlite:///{tmp_path / 'new.sqlite'}",
            status=5, code="GRAPH_EMPTY", says=("import starter",),
        ),
    }  # fmt: skip
    before = version(store), store.read_bytes()

    answers = run_all(pathloom, calls)

    for name, expected in calls.items():
        check_refused(answers[name], expected)
    assert (version(store), store.read_bytes()) == before


def test_chinese_occupation_gets_the_ilo_index_over_our_crosswalk(tmp_path: Path) -> None:
    """Every unit group is given 0.25, so whichever groups the crosswalk names for couriers, they make 0.25."""
    isco = "http://data.europa.eu/esco/isco/C"
    matches = [one for one in csco_matches() if one.from_id == "csco:4-02-07-08" and one.to_id.startswith(isco)]
    codes = [one.to_id.removeprefix(isco) for one in matches]
    head = ("ISCO_08", "score_2025", "mean_score_2025")
    rows = [(code, 0.25, 0.25) for code in codes]
    write_sheets(tmp_path / "Final_Scores_ISCO08_Gmyrek_et_al_2025.xlsx", {"Sheet1": [head, *rows]})
    with open_store(f"sqlite:///{tmp_path / 'graph.sqlite'}") as store:
        store.migrate()
        origin = {"source": "csco", "source_version": "2022", "licence": "l"}
        store.put_nodes([Occupation(id="csco:4-02-07-08", scheme=Scheme.CSCO, **origin)])

        import_figures(store, [tmp_path])

        (courier,) = store.nodes(Occupation)
    (figure,) = courier.figures
    assert (figure.name, figure.value, figure.codes) == ("ai_exposure_ilo_2025", 0.25, len(codes))
    assert figure.via.startswith("isco-08 > csco (")
