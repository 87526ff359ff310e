"""Reading the tables of a curation folder cell by cell; nothing in a file stops the reading of the rest.

Excel is forgiven what can be understood: a byte order mark, semicolons or tabs between cells (it writes them where
the comma is the decimal mark), rows of nothing but empty cells, blanks around a text.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ontology._curation_faults import Cell, CurationRow, Faults, shown
from ontology._tables import refuse_streams
from ontology.errors import SourceMissingError

#: Bytes of a table; a hundred times what people write by hand.
MOST_BYTES = 16 * 1024 * 1024

_DELIMITERS = (",", ";", "\t")
_CHINESE_MARKS = "，；、"
#: What a spreadsheet saves under another name than asked for.
_SPREADSHEETS = frozenset({".csv", ".tsv", ".xls", ".xlsx", ".ods", ".et"})
_LAST = ("action", "source", "date")
#: A first line for Excel alone, which names the delimiter.
_SEPARATOR = re.compile(r"sep=.?")


@dataclass(frozen=True, slots=True)
class TableForm:
    """The columns of one table.

    Attributes:
        file: its name.
        key: the columns that say what a row is about.
        needed: columns that must be in the header.
        optional: columns that may be.
        filled: columns that no row may leave empty.
    """

    file: str
    key: tuple[str, ...]
    needed: tuple[str, ...]
    optional: tuple[str, ...]
    filled: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns."""
        return (*self.needed, *self.optional)


LABELS = TableForm(
    "labels.csv", ("id", "language"), ("id", "language", "label", *_LAST), ("alt", "editor", "note"),
    ("id", "language", *_LAST),
)  # fmt: skip
REQUIREMENTS = TableForm(
    "requirements.csv", ("occupation", "skill"), ("occupation", "skill", "essential", *_LAST),
    ("importance", "editor", "note"), ("occupation", "skill", *_LAST),
)  # fmt: skip
MATCHES = TableForm(
    "matches.csv", ("from", "to"), ("from", "to", "match", *_LAST), ("editor", "note"), ("from", "to", *_LAST)
)
FORMS = (LABELS, REQUIREMENTS, MATCHES)


def read_tables(folder: Path, faults: Faults) -> dict[str, list[CurationRow]]:
    """The rows of every table in a folder, by file name; what cannot be read is noted in `faults`.

    Raises:
        SourceMissingError: there is no such folder.
    """
    names = _names(folder)
    for name in names:
        hidden = name.startswith((".", "~$"))
        if not hidden and Path(name).suffix.lower() in _SPREADSHEETS and name not in {form.file for form in FORMS}:
            faults.note(name, 0, 0, "unknown-file", value=name)
    forms = [form for form in FORMS if form.file in names]
    if not forms:
        faults.note(str(folder), 0, 0, "no-tables")
    return {form.file: list(_rows(folder / form.file, form, faults)) for form in forms}


def _names(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        raise SourceMissingError(
            f"{folder} is no folder that can be opened ({error.strerror or error}), so there is nothing to check.",
            hint="Name the folder that holds labels.csv, requirements.csv or matches.csv.",
            hint_zh="请给出含有 labels.csv、requirements.csv 或 matches.csv 的文件夹。",
            file=str(folder),
        ) from error


def _rows(path: Path, form: TableForm, faults: Faults) -> Iterator[CurationRow]:
    text = _text(path, form, faults)
    if text is None:
        return
    delimiter = _delimiter(text, form)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    undecoded: list[tuple[int, Cell]] = []
    while True:
        line = reader.line_num + 1
        try:
            fields = [field.strip() for field in next(reader)]
        except StopIteration:
            break
        except csv.Error as error:
            faults.note(form.file, line, 0, "quotes", a=str(error))
            continue
        if not any(fields) or (header is None and _SEPARATOR.fullmatch("".join(fields))):
            continue
        if header is None:
            header = fields
            if not _check_header(header, line, form, faults):
                return
            continue
        if len(fields) != len(header):
            faults.note(form.file, line, min(len(fields), len(header)) + 1, "width", a=len(fields), b=len(header))
            continue
        cells = {
            name: Cell(text, place, name) for place, (name, text) in enumerate(zip(header, fields, strict=True), 1)
        }
        broken = [cell for cell in cells.values() if _is_undecoded(cell.text)]
        undecoded += [(line, cell) for cell in broken]
        if not broken:
            yield CurationRow(form.file, line, cells)
    if header is None:
        faults.note(form.file, 1, 0, "no-header", a=", ".join(form.columns))
    if undecoded:
        # A file in another encoding has hundreds of them; the first one shows what is the matter.
        line, cell = undecoded[0]
        more = len(undecoded) - 1
        told = (
            ("this cell is not", "此格不是")
            if not more
            else (f"this cell and {more} more are not", f"此格及另外 {more} 格不是")
        )
        faults.note(form.file, line, cell.column, "encoding", name=cell.name, value=cell.text, a=told)


def _text(path: Path, form: TableForm, faults: Faults) -> str | None:
    """The text of a file; bytes that are no UTF-8 are kept as lone surrogates, so that their cell can be named."""
    try:
        refuse_streams(path)
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        faults.note(form.file, 0, 0, "unreadable", a=error.strerror or str(error))
        return None
    except SourceMissingError:
        faults.note(form.file, 0, 0, "unreadable", a=("it is a pipe or a device", "它是管道或设备"))
        return None
    if size > MOST_BYTES:
        faults.note(form.file, 0, 0, "unreadable", a=(f"it has {size:,} bytes", f"它有 {size:,} 字节"))
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        line = data[: max(data.find(b"\0"), 0)].count(b"\n") + 1
        faults.note(
            form.file, line, 0, "encoding", a=("it holds zero bytes, as UTF-16 does", "含有零字节，像是 UTF-16")
        )
        return None
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")


def _is_undecoded(text: str) -> bool:
    return any("\udc80" <= sign <= "\udcff" for sign in text)


def _delimiter(text: str, form: TableForm) -> str:
    """What parts the cells: what makes most columns of this table out of the first line that says anything."""
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and not _SEPARATOR.fullmatch(line)), "")

    def known(delimiter: str) -> int:
        return len({part.strip().strip('"') for part in first.split(delimiter)} & set(form.columns))

    return max(_DELIMITERS, key=known)


def _check_header(header: list[str], line: int, form: TableForm, faults: Faults) -> bool:
    """Note what is wrong with a header; whether the rows below it can be understood all the same."""
    columns = ", ".join(form.columns)
    marks = [mark for mark in _CHINESE_MARKS if mark in "".join(header)]
    if marks and not set(header) & set(form.needed[1:]):
        faults.note(form.file, line, 1, "separator", value=marks[0])
        return False
    for place, name in enumerate(header, start=1):
        if _is_undecoded(name):
            faults.note(form.file, line, place, "encoding", value=name, a=("this cell is not", "此格不是"))
        elif name not in form.columns:
            near = get_close_matches(name, form.columns, n=1)
            faults.note(
                form.file,
                line,
                place,
                "unknown-column",
                name=shown(name),
                value=name,
                a=columns if not near else f"{near[0]}? {columns}",
            )
        elif name in header[: place - 1]:
            faults.note(form.file, line, place, "repeated-column", name=name, value=name)
    missing = [name for name in form.needed if name not in header]
    for name in missing:
        faults.note(form.file, line, 0, "missing-column", value=name, a=columns)
    return not missing and len(set(header)) == len(header)
