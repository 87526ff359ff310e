"""The table that says which of our general skills an ESCO skill speaks for."""

from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from ontology import GeneralSkills, read_esco, read_general_skills, read_starter
from ontology._general_skills import general_rows
from ontology.errors import SourceColumnsError, SourceRowError
from ontology.records import Skill

SKILL = "http://data.europa.eu/esco/skill/"
HEADER = "uri,broad,needs\n"


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: str, header: str = HEADER) -> Path:
        path = tmp_path / "esco_general_skills.csv"
        path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return path

    return write


def test_cells_become_ids_of_starter_skills(table: Callable[..., Path]) -> None:
    rows = list(general_rows(table(f"{SKILL}a,first-aid|teamwork,", f"{SKILL}b,,driving")))

    assert [(row.line, row.uri, row.general) for row in rows] == [
        (2, f"{SKILL}a", GeneralSkills(broad=("starter:skill/first-aid", "starter:skill/teamwork"))),
        (3, f"{SKILL}b", GeneralSkills(needs=("starter:skill/driving",))),
    ]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("http://example.org/a,teamwork,", "is not the URI of an ESCO skill"),
        (f"{SKILL}first,driving,", f"{SKILL}first stands on line 2 already"),
        (f"{SKILL}a,,", "it names no skill of ours"),
        (f"{SKILL}a,teamwork,teamwork", "starter:skill/teamwork stands in both columns"),
        (f"{SKILL}a,Team work,", "'Team work' is not the name of a starter skill"),
        (f"{SKILL}a,teamwork|teamwork,", "stands twice in a cell"),
        (f"{SKILL}a,teamwork", "2 fields where the header has 3"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(table: Callable[..., Path], broken: str, said: str) -> None:
    with pytest.raises(SourceRowError) as caught:
        list(general_rows(table(f"{SKILL}first,teamwork,", broken)))

    assert said in caught.value.message
    assert (caught.value.details["file"], caught.value.details["line"]) == ("esco_general_skills.csv", 3)


def test_another_table_is_refused(table: Callable[..., Path]) -> None:
    with pytest.raises(SourceColumnsError):
        list(general_rows(table(header="uri,label,alt\n")))


def test_shipped_table_names_skills_of_the_starter_data_in_order() -> None:
    own = {record.id for record in read_starter() if isinstance(record, Skill)}
    shipped = read_general_skills()

    named = {skill for general in shipped.values() for skill in (*general.broad, *general.needs)}
    assert named <= own
    assert [*shipped] == sorted(shipped)
    lines = (
        resources.files("ontology").joinpath("crosswalks", "esco_general_skills.csv").read_text("utf-8").splitlines()
    )
    assert len(lines) == len(shipped) + 1


@pytest.mark.shared_data
def test_shipped_table_names_skills_of_esco(shared: Path) -> None:
    esco = read_esco(
        shared / "esco" / "ESCO dataset - v1.1.1 - classification - en - csv.zip",
        shared / "esco" / "ESCO dataset - v1.1.1 - classification -  - csv.zip",
        version="1.1.1",
    )

    assert read_general_skills().keys() <= {record.id for record in esco if isinstance(record, Skill)}
