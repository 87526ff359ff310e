"""Zips that are damaged, or that unfold into more than a table, are refused in little memory."""

import random
import zipfile
from pathlib import Path

import pytest

from ontology import _archive
from ontology._archive import Archive
from ontology._tables import LONGEST_LINE, open_lines
from ontology.errors import SourceArchiveError, SourceError, SourceRowError

TEXT = b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * n) for n in range(5000))


def packed(path: Path, method: int, text: bytes = TEXT) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("table.csv", text)
    return path


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_member_is_refused_however_it_is_packed(tmp_path: Path, method: int) -> None:
    path = packed(tmp_path / "a.zip", method)
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 3, len(data) // 3 + 40):
        data[at] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(SourceArchiveError, match=r"a\.zip: 'table\.csv' in it is damaged") as no:
        list(Archive(path).lines("table.csv"))
    assert "已损坏" in str(no.value.details["text"])
    assert no.value.hint_zh


def test_any_damage_is_an_error_of_ours_or_none(tmp_path: Path) -> None:
    whole = packed(tmp_path / "whole.zip", zipfile.ZIP_DEFLATED, TEXT[:400]).read_bytes()
    seeded = random.Random(20261123)
    refused = 0
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(seeded.choice((1, 3, 20))):
            data[seeded.randrange(len(data))] = seeded.randrange(256)
        path = tmp_path / "damaged.zip"
        path.write_bytes(data[: seeded.randrange(len(data)) if seeded.random() < 0.2 else len(data)])
        try:
            archive = Archive(path)
            for member in archive.members:
                list(archive.lines(member))
        except SourceError:
            refused += 1
    assert refused > 200


def test_directory_that_points_before_the_file_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    # The end record says in 4 bytes, 12 after its mark, how long the directory is: longer than the file.
    at = data.rfind(b"PK\x05\x06") + 12
    data[at : at + 4] = (len(data) * 2).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(SourceArchiveError, match="no whole zip archive"):
        Archive(path)


def test_member_that_unfolds_into_one_endless_line_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", zipfile.ZIP_DEFLATED, b"a,b\n" + bytes(LONGEST_LINE + 1))
    lines = Archive(path).lines("table.csv")
    assert next(lines) == b"a,b\n"
    with pytest.raises(SourceRowError, match=r"table\.csv, line 2: it is longer than 1,048,576 bytes"):
        next(lines)


def test_member_that_is_larger_than_any_table_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "a.zip", zipfile.ZIP_DEFLATED)
    monkeypatch.setattr(_archive, "LARGEST_MEMBER", len(TEXT))
    assert b"".join(Archive(path).lines("table.csv")) == TEXT
    monkeypatch.setattr(_archive, "LARGEST_MEMBER", len(TEXT) - 1)
    with pytest.raises(SourceArchiveError, match=rf"has {len(TEXT):,} bytes when unpacked"):
        list(Archive(path).lines("table.csv"))


def test_file_without_line_ends_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * LONGEST_LINE + b"\n")
    # The limit is that of the line with its end.
    with pytest.raises(SourceRowError, match=r"a\.csv, line 1: it is longer"):
        list(open_lines(path))
    path.write_bytes(b"x" * (LONGEST_LINE - 1) + b"\nend")
    assert [len(line) for line in open_lines(path)] == [LONGEST_LINE, 3]
