"""What texts are linked to: entries per scheme, and titles that come over matches."""

from pathlib import Path
from typing import Any

import pytest

from graph import build_snapshot, ingest, open_store
from ontology import MatchKind, Scheme
from ontology.ids import scheme_of
from ontology.records import Matches, Occupation, OccupationGroup, Requires, Skill
from pathloom._settings import Settings, read_settings
from pathloom._vocabulary import group_entries, known_titles, vocabulary_entries

SOURCE: dict[str, Any] = {"source": "test", "source_version": "1", "licence": "CC0-1.0"}
RIDER, COURIER, DRIVER = "starter:occupation/rider", "csco:4-02-07-08", "csco:4-02-02-01"


def _occupation(id_: str, scheme: Scheme, **labels: str) -> Occupation:
    return Occupation(**SOURCE, id=id_, scheme=scheme, labels=labels)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"PATHLOOM_HOME": str(tmp_path)})


@pytest.fixture
def store():
    with open_store("sqlite:///:memory:") as opened:
        opened.migrate()
        ingest(
            opened,
            [
                _occupation(RIDER, Scheme.STARTER, zh="外卖骑手", en="Rider"),
                _occupation(COURIER, Scheme.CSCO, zh="快递员"),
                _occupation(DRIVER, Scheme.CSCO, zh="驾驶员"),
                OccupationGroup(**SOURCE, id="csco:4-02", scheme=Scheme.CSCO, labels={"zh": "运输服务人员"}),
                Skill(**SOURCE, id="starter:skill/asked", scheme=Scheme.STARTER, labels={"zh": "骑车"}),
                Skill(**SOURCE, id="starter:skill/idle", scheme=Scheme.STARTER, labels={"zh": "修车"}),
                Requires(**SOURCE, from_id=RIDER, to_id="starter:skill/asked", essential=True),
                Matches(**SOURCE, from_id=RIDER, to_id=COURIER, kind=MatchKind.BROAD),
                Matches(**SOURCE, from_id=RIDER, to_id=DRIVER, kind=MatchKind.NARROW),
            ],
        )
        yield opened


def test_scheme_is_read_off_the_id() -> None:
    assert scheme_of("http://data.europa.eu/esco/skill/x") is Scheme.ESCO
    assert scheme_of("csco:4-02") is Scheme.CSCO
    assert scheme_of("person:1") is None


def test_skills_that_nothing_requires_are_left_out_on_request(store) -> None:
    snapshot = build_snapshot(store)

    ids = {entry.id for entry in vocabulary_entries(snapshot, required_only=True)}

    assert "starter:skill/asked" in ids
    assert "starter:skill/idle" not in ids


def test_titles_come_over_broader_matches_of_ours_but_not_narrower_ones(store, settings: Settings) -> None:
    titles = known_titles(store, Scheme.CSCO, settings)

    assert {concept: set(found) for concept, found in titles.items()} == {COURIER: {"外卖骑手", "Rider"}}


def test_groups_of_csco_can_be_linked_to(store) -> None:
    entries = list(group_entries(store.nodes(OccupationGroup), titles={"csco:4-02": ("司机",)}))

    assert [(entry.id, entry.examples) for entry in entries] == [("csco:4-02", ("司机",))]
