"""The table reader: each kind of fault has its own error with file and line, and nothing is guessed."""

import pytest

from ontology._tables import Table, number
from ontology.errors import SourceColumnsError, SourceEncodingError, SourceRowError


def table(data: bytes, **options: object) -> Table:
    columns = options.pop("columns", ("id", "name"))
    return Table(data.splitlines(keepends=True), file="things.csv", columns=columns, **options)


def test_table_gives_asked_columns_in_asked_order_with_lines() -> None:
    rows = list(table(b"name,id,note\nRider,1,x\nCook,2,y\n", known=("note",)))

    assert rows == [(2, ("1", "Rider")), (3, ("2", "Cook"))]


def test_table_gives_one_column_as_a_tuple() -> None:
    assert list(table(b"id,name\n1,Rider\n", columns=("name",), known=("id",))) == [(2, ("Rider",))]


def test_table_counts_lines_through_quoted_line_ends() -> None:
    rows = list(table(b'id,name\n1,"Rider\nCourier"\n2,Cook\n'))

    assert rows == [(2, ("1", "Rider\nCourier")), (4, ("2", "Cook"))]


def test_table_takes_a_byte_order_mark_and_blank_last_lines() -> None:
    assert list(table("\ufeffid,name\r\n1,骑手\r\n\r\n".encode())) == [(2, ("1", "骑手"))]


def test_table_skips_to_its_header() -> None:
    read = table(b"Project,Crosswalk\n,\nid,name\n1,Rider\n", header_from="id")

    assert read.preamble == [["Project", "Crosswalk"], ["", ""]]
    assert list(read) == [(4, ("1", "Rider"))]


def test_table_leaves_quotes_alone_when_unquoted() -> None:
    rows = list(table(b'id\tname\n1\tthe "Rider"\n', delimiter="\t", quoted=False))

    assert rows == [(2, ("1", 'the "Rider"'))]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"id\n1\n", "lacks 'name'"),
        (b"id,name,colour\n1,a,red\n", "unknown 'colour'"),
        (b"id,name,id\n1,a,1\n", "repeats 'id'"),
        (b"", "no header row"),
    ],
)
def test_table_refuses_other_columns(data: bytes, said: str) -> None:
    with pytest.raises(SourceColumnsError, match=said):
        table(data)


def test_table_refuses_a_missing_header_start() -> None:
    with pytest.raises(SourceColumnsError, match="'id'"):
        table(b"a,b\nc,d\n", header_from="id")


@pytest.mark.parametrize(
    ("row", "said"),
    [(b"2\n", "1 fields where the header has 2"), (b"2,Cook,x\n", "3 fields"), (b'2,"Cook\n', "cannot be split")],
)
def test_table_refuses_a_broken_row_with_its_line(row: bytes, said: str) -> None:
    rows = iter(table(b"id,name\n1,Rider\n" + row))
    next(rows)

    with pytest.raises(SourceRowError, match=said) as caught:
        next(rows)

    assert (caught.value.details["file"], caught.value.details["line"]) == ("things.csv", 3)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("id,name\n1,骑手\n".encode("utf-16"), 1),
        ("id,name\n1,骑手\n".encode("utf-16-le"), 1),
        ("id,name\n1,Rider\n2,骑手\n".encode("gb18030"), 3),
        (b"id,name\n1,caf\xe9\n", 2),
    ],
)
def test_table_refuses_another_encoding_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(SourceEncodingError, match="UTF-8") as caught:
        list(table(data))

    assert caught.value.details["line"] == line


@pytest.mark.parametrize("text", ["", "n/a", "0.99", "5.01", "nan"])
def test_number_outside_its_range_is_refused(text: str) -> None:
    with pytest.raises(SourceRowError, match="line 7"):
        number(text, file="f", line=7, low=1, high=5, what="the importance")


@pytest.mark.parametrize(("text", "value"), [("1", 1.0), ("5", 5.0), ("2.50", 2.5)])
def test_number_includes_both_ends(text: str, value: float) -> None:
    assert number(text, file="f", line=7, low=1, high=5, what="the importance") == value
