"""Ratings of O*NET skills and knowledge, from the Excel form or the text form."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ontology._onet_tables import Scale, TableForm
from ontology._reader import Skip
from ontology._tables import Row, Table, check_columns, missing_error, number, refuse_streams, row_error
from ontology.errors import SourceArchiveError

_FLAGS = ("Y", "N", "n/a", "")


@dataclass(slots=True)
class Rating:
    """One occupation's rating of one element; None where O*NET gives none that may be used."""

    element: str
    name: str
    importance: float | None = None
    level: float | None = None


def excel_rows(path: Path, form: TableForm) -> Iterator[Row]:
    """The rows of the first sheet, in the columns of `form`.

    Raises:
        SourceMissingError, SourceArchiveError, SourceColumnsError, SourceRowError.
    """
    import openpyxl  # here, not above: slow to import and needed for this one form
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        refuse_streams(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except FileNotFoundError as error:
        raise missing_error(path) from error
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise SourceArchiveError(
            f"{path} is no Excel workbook, or is cut short ({error}). Nothing was imported.",
            hint="Download it again from the O*NET Resource Center.",
            file=str(path),
        ) from error
    try:
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True)
        header = [str(cell) for cell in next(rows, ()) if cell is not None]
        check_columns(header, columns=form.columns, known=form.unused, file=path.name, line=1)
        places = [header.index(name) for name in form.columns]
        for line, cells in enumerate(rows, start=2):
            yield line, tuple("" if cells[place] is None else str(cells[place]) for place in places)
    except (zipfile.BadZipFile, IndexError) as error:
        raise row_error(path.name, 0, f"the sheet cannot be read ({error!r})") from error
    finally:
        book.close()


def ratings(
    rows: Table | Iterator[Row], *, file: str, importance: Scale, level: Scale, skip: Skip
) -> dict[str, dict[str, Rating]]:
    """Occupation code -> element id -> rating, on the scales of the source.

    A value that O*NET recommends to suppress is left out and reported. A level marked as not relevant is None: the
    occupation's people said that the skill is not important to them, so they were not asked for its level.
    """
    found: dict[str, dict[str, Rating]] = {}
    for line, (code, element, name, scale, value, suppress, irrelevant) in rows:
        if suppress not in _FLAGS or irrelevant not in _FLAGS:
            raise row_error(file, line, f"the flags are {suppress!r} and {irrelevant!r}, not Y, N or n/a")
        rating = found.setdefault(code, {}).setdefault(element, Rating(element, name))
        if suppress == "Y":
            skip(file, line, f"suppressed-{scale}", f"{code} {element}")
        elif scale == "IM":
            rating.importance = number(
                value, file=file, line=line, low=importance.low, high=importance.high, what="the importance"
            )
        elif scale == "LV":
            read = number(value, file=file, line=line, low=level.low, high=level.high, what="the level")
            rating.level = None if irrelevant == "Y" else read
        else:
            raise row_error(file, line, f"the scale is {scale!r}, not IM or LV")
    return found
