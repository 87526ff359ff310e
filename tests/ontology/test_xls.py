"""The reader of old Excel sheets, on workbooks written byte by byte and on the crosswalk that needs it."""

import random
import struct
from pathlib import Path

import pytest

from ontology._xls import read_xls
from ontology.errors import SourceArchiveError, SourceError, SourceMissingError

from .xls_files import label, record, shared_texts, text, workbook, write_xls


def rk(packed: int) -> bytes:
    return record(0x27E, struct.pack("<HHHI", 1, 0, 0, packed))


def test_texts_and_numbers_become_rows_of_one_width(tmp_path: Path) -> None:
    """Row 1: two shared texts. Row 3: a number, a gap, a text of its own."""
    shared = shared_texts(text("ISCO") + text("名称", wide=True), count=2)
    cells = label(0, 0, 0) + label(0, 1, 1) + record(0x203, struct.pack("<HHHd", 2, 0, 0, 2512.0))
    cells += record(0x204, struct.pack("<HHH", 2, 2, 0) + text("own"))

    rows = read_xls(write_xls(tmp_path / "a.xls", workbook("S", shared, cells)), sheet="S")

    assert rows == {1: ("ISCO", "名称", ""), 3: ("2512", "", "own")}


@pytest.mark.parametrize(
    ("packed", "said"),
    [
        (2512 << 2 | 2, "2512"),
        ((-5 & 0x3FFFFFFF) << 2 | 2, "-5"),
        (1234 << 2 | 3, "12.34"),
        (0x3FF80000, "1.5"),  # the upper half of the float 1.5
    ],
)
def test_packed_numbers_are_unpacked(tmp_path: Path, packed: int, said: str) -> None:
    rows = read_xls(write_xls(tmp_path / "a.xls", workbook("S", b"", rk(packed))), sheet="S")

    assert rows == {2: (said,)}


def test_several_packed_numbers_in_one_record(tmp_path: Path) -> None:
    cells = record(0xBD, struct.pack("<HHHIHIH", 0, 1, 0, 7 << 2 | 2, 0, 8 << 2 | 2, 2))

    assert read_xls(write_xls(tmp_path / "a.xls", workbook("S", b"", cells)), sheet="S") == {1: ("", "7", "8")}


def test_a_text_that_runs_on_into_the_next_record(tmp_path: Path) -> None:
    """ "Driv" in narrow signs, then the width is said again and "er名" is wide; a rich text with notes follows."""
    rich = struct.pack("<HBHI", 2, 0x0C, 1, 3) + b"ok" + bytes(4) + bytes(3)
    shared = shared_texts(
        struct.pack("<HB", 7, 0) + b"Driv", b"\x01" + "er名".encode("utf-16-le") + rich + text("end"), count=3
    )
    cells = label(0, 0, 0) + label(0, 1, 1) + label(0, 2, 2)

    rows = read_xls(write_xls(tmp_path / "a.xls", workbook("S", shared, cells)), sheet="S")

    assert rows == {1: ("Driver名", "ok", "end")}


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        (workbook("Other", b"", b""), "no sheet 'S', but 'Other'"),
        (workbook("S", b"", b"", version=0x0500), "older than 97"),
        (workbook("S", b"", b"", extra=record(0x2F, bytes(6))), "password"),
        (workbook("S", b"", record(0x06, bytes(22))), "row 1, column 1 is a formula"),
        (workbook("S", b"", label(0, 0, 5)), "damaged"),
        (workbook("S", shared_texts(struct.pack("<HB", 50, 0) + b"cut", count=1), b""), "damaged"),
    ],
)
def test_what_is_not_a_plain_sheet_is_refused(tmp_path: Path, stream: bytes, said: str) -> None:
    path = write_xls(tmp_path / "a.xls", stream)

    with pytest.raises(SourceArchiveError, match=said):
        read_xls(path, sheet="S")


@pytest.mark.parametrize("kept", [0, 100, 600, 1100, 1600])
def test_half_a_workbook_is_refused(tmp_path: Path, kept: int) -> None:
    path = write_xls(tmp_path / "a.xls", workbook("S", b"", rk(2512 << 2 | 2)))
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(SourceArchiveError):
        read_xls(path, sheet="S")


def test_sectors_in_a_circle_are_refused(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", workbook("S", b"", b""))
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, 512 + 4 * 9, 2)  # the last sector of the stream leads to its first
    path.write_bytes(data)

    with pytest.raises(SourceArchiveError, match="circle"):
        read_xls(path, sheet="S")


def test_another_file_and_no_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("<html>", encoding="utf-8")

    with pytest.raises(SourceArchiveError, match="no Excel"):
        read_xls(tmp_path / "a.xls", sheet="S")
    with pytest.raises(SourceMissingError):
        read_xls(tmp_path / "b.xls", sheet="S")


@pytest.mark.shared_data
def test_both_sheets_of_the_official_crosswalk_hold_the_same_pairs(shared: Path) -> None:
    """The Bureau of Labor Statistics gives 1,125 pairs, once from each side."""
    path = shared / "crosswalks" / "nesta_esco_onet" / "ISCO_SOC_Crosswalk.xls"

    there, back = (read_xls(path, sheet=name) for name in ("ISCO-08 to 2010 SOC", "2010 SOC to ISCO-08"))

    assert there[8][:5] == ("0110", "Commissioned armed forces officers", "*", "55-1011 ", "Air Crew Officers")
    pairs = {(row[0].strip(), row[3].strip()) for line, row in there.items() if line > 7}
    assert len(pairs) == 1125
    assert pairs == {(row[3].strip(), row[0].strip()) for line, row in back.items() if line > 7}


def test_any_damage_ends_in_an_error_of_ours_or_none(tmp_path: Path) -> None:
    shared = shared_texts(text("wide", wide=True) + text("b") * 40, count=41)
    whole = write_xls(tmp_path / "a.xls", workbook("S", shared, label(0, 0, 0) + label(0, 1, 1))).read_bytes()
    seeded = random.Random(20261123)
    refused = 0
    for _ in range(1500):
        data = bytearray(whole)
        # Mostly where the header, the table of sectors and the records are.
        for _ in range(seeded.choice((1, 3, 10))):
            data[seeded.choice((seeded.randrange(80), 512 * 3 + seeded.randrange(200)))] = seeded.randrange(256)
        path = tmp_path / "damaged.xls"
        path.write_bytes(data)
        try:
            read_xls(path, sheet="S")
        except SourceError:
            refused += 1
    assert refused > 500


def test_sectors_of_an_impossible_size_are_refused(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", workbook("S", b"", b""))
    data = bytearray(path.read_bytes())
    struct.pack_into("<H", data, 0x1E, 60_000)
    path.write_bytes(data)
    with pytest.raises(SourceArchiveError, match="2 to the power of 60000"):
        read_xls(path, sheet="S")


def test_text_that_ends_within_a_character_is_refused(tmp_path: Path) -> None:
    # Two wide characters are said, three bytes are there, and the next record begins after them.
    half = struct.pack("<HB", 2, 1) + b"a\0b"
    stream = workbook("S", shared_texts(half, b"\1\0", count=1), label(0, 0, 0))
    with pytest.raises(SourceArchiveError, match="ends within a character"):
        read_xls(write_xls(tmp_path / "a.xls", stream), sheet="S")


def test_column_that_no_sheet_has_is_refused(tmp_path: Path) -> None:
    shared = shared_texts(text("a"), count=1)
    good = write_xls(tmp_path / "a.xls", workbook("S", shared, label(0, 255, 0)))
    assert len(read_xls(good, sheet="S")[1]) == 256
    with pytest.raises(SourceArchiveError, match="a column 257"):
        read_xls(write_xls(tmp_path / "b.xls", workbook("S", shared, label(0, 256, 0))), sheet="S")
