"""The starter data themselves: enough of everything, nothing dangling, and honest about what matches what."""

import csv
import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from ontology import read_starter, starter_sources
from ontology.records import (
    Concept,
    Course,
    Edge,
    LocatedIn,
    Matches,
    MovesTo,
    Node,
    Occupation,
    Pays,
    Requires,
    Skill,
    Teaches,
)
from ontology.vocabulary import MatchKind

RECORDS = tuple(read_starter())
OCCUPATIONS = {record.notation: record for record in RECORDS if isinstance(record, Occupation)}
SKILLS = {record.notation: record for record in RECORDS if isinstance(record, Skill)}
# The issue names these; `flexible` marks what is commonly done without an employment contract.
FLEXIBLE = (
    "food-delivery-rider", "ride-hailing-driver", "courier", "freelance-designer", "programmer", "video-editor",
    "live-stream-host", "online-teacher", "e-commerce-operator", "agricultural-drone-pilot", "home-carer",
    "photovoltaic-installer", "ai-data-annotator", "ai-trainer",
)  # fmt: skip
MOVED_TO = (
    "carbon-emission-manager", "delivery-dispatcher", "warehouse-keeper", "logistics-coordinator",
    "delivery-station-manager", "call-centre-agent", "customer-service-supervisor", "help-desk-technician",
    "claims-clerk", "medical-secretary", "hr-assistant", "bookkeeper", "data-analyst", "qa-tester",
    "front-end-developer", "solar-technician", "nurse-aide", "elderly-carer", "electrician", "truck-driver",
    "forklift-operator",
)  # fmt: skip


def requirements() -> dict[str, list[Requires]]:
    found = defaultdict[str, list[Requires]](list)
    for record in RECORDS:
        if isinstance(record, Requires):
            found[record.from_id].append(record)
    return found


def test_starter_has_enough_of_everything() -> None:
    courses = [record for record in RECORDS if isinstance(record, Course)]
    moves = [record for record in RECORDS if isinstance(record, MovesTo)]

    assert len(OCCUPATIONS) >= 120
    assert 250 <= len(SKILLS) <= 400
    assert len(courses) >= 60
    assert len(moves) >= 450


@pytest.mark.parametrize("slug", FLEXIBLE)
def test_starter_has_the_flexible_jobs(slug: str) -> None:
    assert OCCUPATIONS[slug].flexible is True


@pytest.mark.parametrize("slug", MOVED_TO)
def test_starter_has_what_they_move_from_and_to(slug: str) -> None:
    assert slug in OCCUPATIONS


@pytest.mark.parametrize("slug", OCCUPATIONS)
def test_occupation_has_ten_requirements_and_four_essential(slug: str) -> None:
    own = requirements()[OCCUPATIONS[slug].id]

    assert len(own) >= 10
    assert sum(edge.essential for edge in own) >= 4
    assert all(edge.importance is not None and edge.level is not None for edge in own)


def test_essential_requirements_matter_more_than_optional_ones() -> None:
    for slug, own in requirements().items():
        essential = [edge.importance or 0 for edge in own if edge.essential]
        optional = [edge.importance or 0 for edge in own if not edge.essential]

        assert sum(essential) / len(essential) > sum(optional) / len(optional), slug


def test_every_skill_is_asked_for_somewhere() -> None:
    asked = {edge.to_id for own in requirements().values() for edge in own}

    assert {skill.id for skill in SKILLS.values()} - asked == set()


def test_every_occupation_has_moves_in_and_out() -> None:
    out, into = Counter[str](), Counter[str]()
    for record in RECORDS:
        if isinstance(record, MovesTo):
            out[record.from_id] += 1
            into[record.to_id] += 1

    for occupation in OCCUPATIONS.values():
        assert out[occupation.id] + into[occupation.id] >= 3, occupation.id
        assert out[occupation.id], occupation.id
        assert into[occupation.id], occupation.id


def test_every_occupation_has_pay_in_china_and_the_us() -> None:
    paid = {(record.from_id, record.to_id, record.currency) for record in RECORDS if isinstance(record, Pays)}

    for occupation in OCCUPATIONS.values():
        assert (occupation.id, "region:CN", "CNY") in paid, occupation.id
        assert (occupation.id, "region:US", "USD") in paid, occupation.id


def test_every_occupation_belongs_to_an_industry() -> None:
    placed = {record.from_id for record in RECORDS if isinstance(record, LocatedIn)}

    assert {occupation.id for occupation in OCCUPATIONS.values()} - placed == set()


def test_every_course_teaches_something() -> None:
    taught = {record.from_id for record in RECORDS if isinstance(record, Teaches)}

    assert {record.id for record in RECORDS if isinstance(record, Course)} - taught == set()


@pytest.mark.parametrize("concepts", [OCCUPATIONS, SKILLS], ids=["occupations", "skills"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_name_stands_for_two_concepts(concepts: dict[str, Concept], language: str) -> None:
    owners = defaultdict[str, set[str]](set)
    for slug, concept in concepts.items():
        for name in (concept.labels[language], *concept.alt_labels[language]):
            owners[name.casefold()].add(slug)

    assert {name: sorted(found) for name, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize("concepts", [OCCUPATIONS, SKILLS], ids=["occupations", "skills"])
def test_every_concept_has_alternative_names_in_both_languages(concepts: dict[str, Concept]) -> None:
    for concept in concepts.values():
        assert len(concept.alt_labels["en"]) >= 2, concept.id
        assert len(concept.alt_labels["zh"]) >= 2, concept.id


def test_chinese_names_hold_no_english_words_and_english_names_no_chinese() -> None:
    for name in _names("zh"):
        # Names and abbreviations (Python, Excel, CAD) are written in Latin letters in Chinese too.
        assert not re.search(r"(?<![A-Za-z0-9])[a-z]{2,}(?![A-Za-z])", name), name
        assert re.search(r"[一-鿿]", name) or re.fullmatch(r"[A-Z][\w.+# -]*|iOS", name), name
    for name in _names("en"):
        assert not re.search(r"[一-鿿]", name), name


def _names(language: str) -> Iterator[str]:
    for record in RECORDS:
        if isinstance(record, Node):
            yield record.labels[language]
        if isinstance(record, Concept):
            yield from record.alt_labels[language]


def test_slugs_are_not_shared_between_occupations_and_skills() -> None:
    assert OCCUPATIONS.keys() & SKILLS.keys() == set()


def test_an_exact_match_is_claimed_once_per_target() -> None:
    exact = Counter(
        record.to_id for record in RECORDS if isinstance(record, Matches) and record.kind is MatchKind.EXACT
    )

    assert [target for target, count in exact.items() if count > 1] == []


def test_every_source_is_named_and_used() -> None:
    used = {record.source for record in RECORDS} | {
        figure.source for occupation in OCCUPATIONS.values() for figure in occupation.figures
    }

    assert used <= starter_sources().keys()
    # Listed for the codes and URIs that rows refer to.
    assert starter_sources().keys() - used == {"csco-2022", "esco-1.1.1", "isco-08", "onet-30.1"}


def test_every_edge_between_starter_nodes_has_both_ends() -> None:
    ids = {record.id for record in RECORDS if isinstance(record, Node)}

    for record in RECORDS:
        if isinstance(record, Edge) and not isinstance(record, Matches):
            assert record.from_id in ids, record
            assert record.to_id in ids, record


@pytest.mark.shared_data
def test_every_esco_match_is_a_concept_of_esco(shared: Path) -> None:
    known = set[str]()
    with zipfile.ZipFile(shared / "esco" / "ESCO dataset - v1.1.1 - classification - en - csv.zip") as archive:
        for name, column in (("occupations_en.csv", "conceptUri"), ("skills_en.csv", "conceptUri")):
            with archive.open(name) as stream:
                known |= {row[column] for row in csv.DictReader(io.TextIOWrapper(stream, "utf-8"))}
        with archive.open("ISCOGroups_en.csv") as stream:
            known |= {row["conceptUri"] for row in csv.DictReader(io.TextIOWrapper(stream, "utf-8"))}

    pointed = {record.to_id for record in RECORDS if isinstance(record, Matches) and "esco" in record.to_id}

    assert pointed - known == set()


@pytest.mark.shared_data
def test_every_soc_code_is_an_occupation_of_onet(shared: Path) -> None:
    with (shared / "onet" / "db_30_1_text" / "Occupation Data.txt").open(encoding="utf-8", newline="") as stream:
        known = {row["O*NET-SOC Code"] for row in csv.DictReader(stream, delimiter="\t")}

    assert {occupation.soc_code for occupation in OCCUPATIONS.values()} - known == {""}
