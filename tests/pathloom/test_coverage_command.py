"""`pathloom stats --coverage`: counts worked out by hand on a small graph, on both stores, and both languages' text."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph import GraphStore, open_store
from ontology import Scheme, figure_terms, transfer_requirements
from ontology.records import Figure, OccupationGroup
from pathloom._coverage import MEDIAN_WAGE, TRANSFERRED_SOURCE, SchemeCoverage, scheme_coverage
from pathloom._figures import figure_coverage
from pathloom._program import run
from pathloom._render_coverage import share
from tests.graph.neo4j_server import wipe
from tests.graph.samples import SOURCE, matches, occupation, pays, region, requires, skill

TODAY = date(2026, 11, 23)
YESTERDAY = date(2026, 11, 22)


def figure(name: str) -> Figure:
    return Figure(name=name, value=1, unit="u", year=2024, source="s")


def fill(store: GraphStore) -> None:
    """Four ESCO occupations, one of them retired; two of CSCO; an O*NET one that has its wage by its SOC group."""
    zh = {"labels": {"zh": "名称"}}
    store.put(
        [
            occupation("e1", scheme=Scheme.ESCO, labels={"en": "Cook", "zh": "厨师"}, figures=(figure(MEDIAN_WAGE),)),
            occupation("e2", scheme=Scheme.ESCO, figures=(figure("ai_usage_anthropic"), figure("job_zone"))),
            occupation("e3", scheme=Scheme.ESCO, labels={"en": "Cook", "zh": ""}, valid_to=date(2030, 1, 1)),
            occupation("e4", scheme=Scheme.ESCO, valid_to=TODAY, figures=(figure(MEDIAN_WAGE),)),
            occupation("c1", scheme=Scheme.CSCO, **zh, figures=(figure("automation_frey_osborne"),)),
            occupation("c2", scheme=Scheme.CSCO, **zh),
            occupation("o1", scheme=Scheme.ONET, soc_code="11-1111.03"),
            OccupationGroup(**SOURCE, id="soc:11-1111", scheme=Scheme.SOC, labels={"en": "Chiefs"}),
            region("US-NY"),
            skill("s1", scheme=Scheme.ESCO, **zh),
            skill("s2", scheme=Scheme.ESCO),
            skill("s3", scheme=Scheme.ESCO, valid_to=YESTERDAY),
            pays("soc:11-1111", "region:US-NY", 9000, source="oews"),
            requires("e1", "s1"),
            # Removed by an expert, hence none at all; the second has ended.
            requires("e2", "s1"),
            requires("e2", "s1", importance=0, source="curation"),
            requires("e2", "s2", valid_to=YESTERDAY),
            # A corrected requirement still is one.
            requires("e3", "s2", importance=0.5, source="curation"),
            requires("e4", "s2"),
            requires("c1", "s1", source="pathloom-transferred"),
            requires("c1", "s1", source="pathloom-derived"),
            requires("c2", "s2", source="pathloom-derived"),
            requires("c2", "s1", source="pathloom-transferred", valid_to=TODAY),
            requires("c2", "s1", source="pathloom-combined"),
        ]
    )


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    """The small graph in either store."""
    url = f"sqlite:///{tmp_path / 'graph.sqlite'}"
    credentials: dict[str, Any] = {}
    if request.param == "neo4j":
        url = request.getfixturevalue("neo4j_url")
        wipe(url)
        credentials = {"user": os.environ.get("NEO4J_USER"), "password": os.environ.get("NEO4J_PASSWORD")}
    with open_store(url, **credentials) as store:
        store.migrate()
        fill(store)
        yield store


def test_each_part_is_counted_per_scheme_without_the_retired(store: GraphStore) -> None:
    found = scheme_coverage(store, on=TODAY)

    nothing = dict.fromkeys(found.occupations["onet"].has, 0)
    assert found.occupations == {
        "csco": SchemeCoverage(
            2,
            0,
            nothing
            | {
                "label_zh": 2, "exposure": 1, "requirements": 2, "requirements_transferred": 1,
                "requirements_derived": 2, "requirements_combined": 1,
            },
        ),
        "esco": SchemeCoverage(
            3,
            1,
            nothing
            | {
                "label_en": 3, "label_zh": 1, "wage": 1, MEDIAN_WAGE: 1, "exposure": 1, "requirements": 2,
                "requirements_stated": 2,
            },
        ),
        "onet": SchemeCoverage(1, 0, nothing | {"label_en": 1, "wage": 1, "wage_by_area": 1}),
    }  # fmt: skip
    assert found.occupation_groups == {"soc": SchemeCoverage(1, 0, {"label_en": 1, "label_zh": 0})}
    assert found.skills == {"esco": SchemeCoverage(2, 1, {"label_en": 1, "label_zh": 1})}
    assert found.skill_groups == {}


def test_what_is_retired_later_still_counts_the_day_before(store: GraphStore) -> None:
    found = scheme_coverage(store, on=YESTERDAY)

    assert (found.occupations["esco"].concepts, found.occupations["esco"].retired) == (4, 0)
    assert found.occupations["esco"].has["wage"] == 2
    assert found.occupations["csco"].has["requirements_transferred"] == 2
    assert figure_coverage(store, on=YESTERDAY).occupations["esco"] == 4
    assert figure_coverage(store, on=TODAY).occupations["esco"] == 3


def test_records_of_the_sources_add_up_to_what_stats_counts(store: GraphStore) -> None:
    sources = scheme_coverage(store, on=TODAY).sources

    nodes, edges = store.counts()
    assert list(sources) == [
        "curation",
        "oews",
        "pathloom-combined",
        "pathloom-derived",
        "pathloom-transferred",
        "test",
    ]
    assert (sources["oews"].nodes, sources["oews"].edges) == ({}, {"PAYS": 1})
    assert (sources["curation"].edges, sources["pathloom-derived"].edges) == ({"REQUIRES": 2}, {"REQUIRES": 2})
    assert sources["test"].nodes == nodes == {"Occupation": 7, "OccupationGroup": 1, "Region": 1, "Skill": 3}
    assert edges == {"PAYS": 1, "REQUIRES": sum(one.edges.get("REQUIRES", 0) for one in sources.values())}


def test_names_of_figure_and_source_are_those_that_are_written() -> None:
    match = matches("csco:c1", "http://data.europa.eu/esco/occupation/e1")
    ends = [occupation(match.from_id, scheme=Scheme.CSCO), occupation(match.to_id, scheme=Scheme.ESCO)]
    transferred = transfer_requirements([match], [requires(match.to_id, "s1")], ends).edges

    assert MEDIAN_WAGE in figure_terms()
    assert [edge.source for edge in transferred] == [TRANSFERRED_SOURCE]


@pytest.mark.parametrize(
    ("found", "count", "shown"),
    [(0, 9, "-"), (0, 0, "-"), (1, 5000, "0.1%"), (1, 3, "33.3%"), (4999, 5000, "99.9%"), (5000, 5000, "100.0%")],
)
def test_share_is_whole_only_where_nothing_lacks(found: int, count: int, shown: str) -> None:
    assert share(found, count) == shown


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            (
                "occupations that have it          csco (2)  esco (3)  onet (1)",
                "Chinese label                       100.0%     33.3%         -",
                "retired, not counted                     -         1         -",
                "  derived from texts                100.0%         -         -",
                "curation              REQUIRES             2",
            ),
        ),
        (
            "zh",
            (
                "职业中有此项的比例        csco (2)  esco (3)  onet (1)",
                "中文名称                    100.0%     33.3%         -",
                "已停用，未计入                   -         1         -",
                "curation              REQUIRES            2",
            ),
        ),
    ],
)
def test_text_shows_shares_and_what_is_missing(
    tmp_path: Path,
    speak: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
    language: str,
    lines: tuple[str, ...],
) -> None:
    url = f"sqlite:///{tmp_path / 'graph.sqlite'}"
    with open_store(url) as store:
        store.migrate()
        fill(store)
    speak(language)

    status = run(["stats", "--coverage", "--store", url])
    shown = capsys.readouterr().out

    assert status == 0
    assert [line for line in lines if line not in shown.splitlines()] == []


def test_document_has_counts_and_one_report_at_a_time(
    starter_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATHLOOM_HOME", str(starter_home))
    capsys.readouterr()

    assert run(["stats", "--coverage", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert run(["stats", "--coverage", "--figures", "--json"]) == 2
    refused = json.loads(capsys.readouterr().out)

    starter = document["occupations"]["starter"]
    # Every occupation of the starter data is bilingual and has pay and requirements of its own.
    assert starter["concepts"] == 182
    assert {starter["has"][part] for part in ("label_en", "label_zh", "wage", "requirements")} == {182}
    assert starter["has"]["requirements_derived"] == 0
    assert document["sources"]["pathloom-review-2026"]["nodes"]["Occupation"] == 182
    assert refused["error"]["code"] == "USAGE"
