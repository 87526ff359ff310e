"""Strict reader of one sheet of an Excel workbook: every fault names file, sheet and row."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from ontology._tables import Row, missing_error, refuse_streams
from ontology.errors import SourceArchiveError, SourceColumnsError


def read_sheet(path: Path, *, sheet: str, columns: tuple[str, ...], header_row: int = 1) -> Iterator[Row]:
    """The rows below the header, in the order of `columns`; cells as text, an empty one is "".

    Args:
        columns: the columns to hand out; others may be there.
        header_row: 1-based.
    Raises:
        SourceMissingError: there is no such file.
        SourceArchiveError: it is no workbook, or half of one.
        SourceColumnsError: the sheet or a column is missing, or a column is there twice.
    """
    import openpyxl  # here, not above: slow to import
    from openpyxl.utils.exceptions import InvalidFileException

    # A cut or altered workbook shows anywhere between its directory and its last row.
    broken = (zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, ValueError, SyntaxError, EOFError)
    try:
        refuse_streams(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except broken as error:
        raise _not_whole(path, error) from error
    except OSError as error:
        raise missing_error(path, error.strerror or "it cannot be read") from error
    try:
        if sheet not in book.sheetnames:
            raise _wrong(path, f"it has no sheet {sheet!r}, only {', '.join(map(repr, book.sheetnames))}")
        places: list[int] = []
        try:
            for line, cells in enumerate(book[sheet].iter_rows(values_only=True), start=1):
                texts = ["" if cell is None else str(cell).strip() for cell in cells]
                if line == header_row:
                    places = _places(path, sheet, texts, columns)
                elif places:
                    texts += [""] * (max(places) + 1 - len(texts))
                    yield line, tuple(texts[place] for place in places)
        except broken as error:
            raise _not_whole(path, error) from error
        if not places:
            raise _wrong(path, f"its sheet {sheet!r} ends before the header in row {header_row}")
    finally:
        book.close()


def _places(path: Path, sheet: str, header: list[str], columns: tuple[str, ...]) -> list[int]:
    lacking = [column for column in columns if column not in header]
    if lacking:
        raise _wrong(path, f"its sheet {sheet!r} lacks the columns {', '.join(map(repr, lacking))}")
    twice = [column for column in columns if header.count(column) > 1]
    if twice:
        raise _wrong(path, f"its sheet {sheet!r} has the column {twice[0]!r} twice")
    return [header.index(column) for column in columns]


def _wrong(path: Path, what: str) -> SourceColumnsError:
    return SourceColumnsError(
        f"{path}: {what}. Nothing was imported.",
        hint="Check that it is the right file and a release this program knows.",
        hint_zh="请确认文件是否正确、版本是否受支持。",
        file=str(path),
    )


def _not_whole(path: Path, error: Exception) -> SourceArchiveError:
    return SourceArchiveError(
        f"{path} is no Excel workbook, or is cut short ({error}). Nothing was imported.",
        hint="Download it again; compare its size with the publisher's.",
        hint_zh="请重新下载，并与发布方的文件大小比对。",
        file=str(path),
    )
