"""The reader of our own crosswalk from CSCO, on small tables of its form."""

from pathlib import Path

import pytest

from ontology import read_csco_esco
from ontology.errors import SourceColumnsError, SourceMissingError, SourceRowError
from ontology.records import Matches
from ontology.vocabulary import MatchKind

ESCO = "http://data.europa.eu/esco/"
HEADER = "csco,target,match,confidence,method,lossy\n"


def table(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "csco_esco.csv"
    path.write_text(header + "".join(row + "\n" for row in rows), encoding="utf-8")
    return path


def test_rows_become_matches_from_csco(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        f"4-02-07-08,{ESCO}occupation/rider,close,0.85,review,true",
        f"4-02-07-08,{ESCO}isco/C8321,broad,1,hierarchy,false",
    )

    reader = read_csco_esco(path)
    matches = [record for record in reader if isinstance(record, Matches)]

    assert [(one.from_id, one.to_id, one.kind, one.confidence) for one in matches] == [
        ("csco:4-02-07-08", f"{ESCO}occupation/rider", MatchKind.CLOSE, 0.85),
        ("csco:4-02-07-08", f"{ESCO}isco/C8321", MatchKind.BROAD, 1.0),
    ]
    assert (reader.source, reader.licence, reader.report.read) == ("pathloom-csco-esco", "Apache-2.0", {"MATCHES": 2})


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (f"4-02-07,{ESCO}isco/C8321,broad,1,review,false", "the CSCO code is '4-02-07'"),
        (f"4-02-07-08,{ESCO}isco/C832,broad,1,review,false", "not the URI of an ESCO occupation or of an ISCO-08 unit"),
        (f"4-02-07-08,{ESCO}skill/x,broad,1,review,false", "not the URI"),
        (f"4-02-07-08,{ESCO}isco/C8321,wider,1,review,false", "the match is 'wider', not one of exact, close"),
        (f"4-02-07-08,{ESCO}isco/C8321,broad,1.2,review,false", "outside 0 to 1"),
        (f"4-02-07-08,{ESCO}isco/C8321,broad,high,review,false", "not a number"),
        (f"4-02-07-08,{ESCO}isco/C8321,broad,1,review,maybe", "lossy is 'maybe'"),
        (f"4-02-07-08,{ESCO}isco/C5120,exact,1,review,false", "on line 2 already"),
        (f"4-02-07-08,{ESCO}isco/C8321,broad", "3 fields where the header has 6"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(tmp_path: Path, broken: str, said: str) -> None:
    path = table(tmp_path, f"4-02-07-08,{ESCO}isco/C5120,broad,1,review,false", broken)

    with pytest.raises(SourceRowError) as caught:
        list(read_csco_esco(path))

    assert said in caught.value.message
    assert (caught.value.details["file"], caught.value.details["line"]) == ("csco_esco.csv", 3)


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        (f"4-02-07-99,{ESCO}isco/C8321,broad,1,review,false", "CSCO 2022 has no csco:4-02-07-99"),
        (f"4-02-07-08,{ESCO}isco/C9999,broad,1,review,false", f"ISCO-08 has no {ESCO}isco/C9999"),
        (f"4-02-07-08,{ESCO}occupation/nobody,close,1,review,false", f"ESCO has no {ESCO}occupation/nobody"),
    ],
)
def test_a_code_that_does_not_exist_is_refused(tmp_path: Path, unknown: str, said: str) -> None:
    path = table(tmp_path, f"4-02-07-08,{ESCO}isco/C5120,broad,1,review,false", unknown)

    with pytest.raises(SourceRowError) as caught:
        list(read_csco_esco(path, known=frozenset()))

    assert f"csco_esco.csv, line 3: {said}, so the match would lead nowhere" in caught.value.message
    assert said.split()[-1] in str(caught.value.details["text"])


def test_an_unknown_code_names_those_near_it(tmp_path: Path) -> None:
    path = table(tmp_path, f"4-02-07-80,{ESCO}isco/C8321,broad,1,review,false")

    with pytest.raises(SourceRowError, match=r"near it: .*csco:4-02-07-08"):
        list(read_csco_esco(path, known=frozenset()))


def test_a_concept_of_the_graph_alone_is_known(tmp_path: Path) -> None:
    path = table(tmp_path, f"9-99-99-99,{ESCO}occupation/new,close,1,review,false")

    assert len(list(read_csco_esco(path, known={"csco:9-99-99-99", f"{ESCO}occupation/new"}))) == 1


def test_the_table_of_this_program_names_nothing_unknown() -> None:
    assert list(read_csco_esco(known=frozenset())) == list(read_csco_esco())


def test_other_columns_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(SourceColumnsError, match="lacks 'lossy'"):
        read_csco_esco(table(tmp_path, header="csco,target,match,confidence,method\n"))


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceMissingError):
        read_csco_esco(tmp_path / "nowhere.csv")


def test_the_table_of_this_program_reads_whole() -> None:
    """More than 1,600 of the 1,634 occupations of CSCO are in it, each target an ESCO occupation or unit group."""
    matches = [record for record in read_csco_esco() if isinstance(record, Matches)]

    assert len({match.from_id for match in matches}) > 1600
    assert {match.from_id.partition(":")[0] for match in matches} == {"csco"}
