"""Strict reader of comma- and tab-separated tables: every fault names its file and line.

A table must be UTF-8 (a byte order mark is allowed), have exactly the columns its importer knows, and as many fields
in each row as in its header. Nothing is guessed and nothing is padded.
"""

import csv
import stat
from collections.abc import Collection, Iterable, Iterator
from operator import itemgetter
from pathlib import Path

from ontology.errors import SourceColumnsError, SourceEncodingError, SourceMissingError, SourceRowError

#: The line on which a row starts (1-based) and its fields in the order asked for.
Row = tuple[int, tuple[str, ...]]


class Table:
    """One table, read forward once; the header is read and checked at once.

    Args:
        lines: the file's lines as bytes, with their line ends.
        file: name for messages.
        columns: the columns to hand out, in this order; each must be there.
        known: columns that may be there and are not used.
        delimiter: between fields.
        quoted: whether double quotes enclose fields that hold a delimiter or a line end.
        header_from: skip lines until one whose first field is this.
    Raises:
        SourceColumnsError: a column is missing, unknown or doubled, or the table has no header.
        SourceEncodingError: the text is not UTF-8.
    """

    def __init__(
        self,
        lines: Iterable[bytes],
        *,
        file: str,
        columns: tuple[str, ...],
        known: Collection[str] = (),
        delimiter: str = ",",
        quoted: bool = True,
        header_from: str | None = None,
    ) -> None:
        self._file = file
        self._reader = csv.reader(
            _decoded(lines, file),
            delimiter=delimiter,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
            strict=True,
        )
        self.preamble: list[list[str]] = []
        header = self._read_header(header_from)
        check_columns(header, columns=columns, known=known, file=file, line=self._reader.line_num)
        self._width = len(header)
        places = [header.index(column) for column in columns]
        # itemgetter of one index returns the bare item, so a single column is asked for twice and cut.
        self._pick = itemgetter(*places) if len(places) > 1 else itemgetter(slice(places[0], places[0] + 1))

    def _read_header(self, header_from: str | None) -> list[str]:
        for _, row in self._numbered():
            if header_from is None or (row and row[0] == header_from):
                return row
            self.preamble.append(row)
        wanted = "a header row" if header_from is None else f"a header row that starts with {header_from!r}"
        raise SourceColumnsError(
            f"{self._file} has no {wanted.removeprefix('a ')}: it is empty or another table.",
            hint="Get the file again from its publisher.",
            file=self._file,
        )

    def _numbered(self) -> Iterator[tuple[int, list[str]]]:
        reader = self._reader
        while True:
            line = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise row_error(self._file, line, f"it cannot be split into fields ({error})") from error
            yield line, row

    def __iter__(self) -> Iterator[Row]:
        width, pick = self._width, self._pick
        for line, row in self._numbered():
            if len(row) != width:
                if not row:  # a blank line, usual at the end
                    continue
                raise row_error(self._file, line, f"it has {len(row)} fields where the header has {width}")
            yield line, tuple(pick(row))


def open_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file.

    Raises:
        SourceMissingError: there is no such file, or it may not be read.
    """
    try:
        refuse_streams(path)
        with path.open("rb") as stream:
            yield from stream
    except OSError as error:
        raise missing_error(path, error.strerror or "it cannot be read") from error


def refuse_streams(path: Path) -> None:
    """Refuse a pipe or device, which may never begin or never end.

    Raises:
        SourceMissingError: it is one.
        OSError: there is nothing at the path, or it may not be looked at.
    """
    if not stat.S_ISREG(mode := path.stat().st_mode) and not stat.S_ISDIR(mode):
        raise missing_error(path, "it is a pipe or a device, no file")


def missing_error(path: Path, why: str = "no such file") -> SourceMissingError:
    """The error for a file that is not there or cannot be opened."""
    return SourceMissingError(
        f"{path} is needed and cannot be opened ({why}).",
        hint="Check the path and that you may read it.",
        file=str(path),
    )


def row_error(file: str, line: int, what: str) -> SourceRowError:
    """The error for one row that cannot be used; nothing of its file is imported."""
    return SourceRowError(
        f"{file}, line {line}: {what}. Nothing was imported.",
        hint="Get the file again from its publisher, or mend that line.",
        file=file,
        line=line,
    )


def number(text: str, *, file: str, line: int, low: float, high: float, what: str) -> float:
    """Read a number in [low, high].

    Raises:
        SourceRowError: it is none, or outside.
    """
    try:
        value = float(text)
    except ValueError as error:
        raise row_error(file, line, f"{what} is {text!r}, not a number") from error
    if not low <= value <= high:
        raise row_error(file, line, f"{what} is {text}, outside {low:g} to {high:g}")
    return value


def check_columns(header: list[str], *, columns: tuple[str, ...], known: Collection[str], file: str, line: int) -> None:
    """Refuse a header that is not exactly `columns` plus any of `known`, each once.

    Raises:
        SourceColumnsError: names what lacks, is unknown or repeated.
    """
    problems = {
        "lacks": [column for column in columns if column not in header],
        "has unknown": [column for column in header if column not in columns and column not in known],
        "repeats": sorted({column for column in header if header.count(column) > 1}),
    }
    found = "; ".join(f"it {verb} {', '.join(map(repr, names))}" for verb, names in problems.items() if names)
    if found:
        raise SourceColumnsError(
            f"{file}, line {line}: the columns are not those of this format: {found}. Nothing was imported.",
            hint="Check that it is the right file and a release this program knows.",
            file=file,
            line=line,
        )


def _decoded(lines: Iterable[bytes], file: str) -> Iterator[str]:
    for line, raw in enumerate(lines, start=1):
        if line == 1:
            if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise _encoding_error(file, line, "it starts with a UTF-16 byte order mark")
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if b"\0" in raw:
            raise _encoding_error(file, line, "it holds zero bytes, as UTF-16 does")
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _encoding_error(file, line, f"byte 0x{raw[error.start]:02x} is not UTF-8") from error


def _encoding_error(file: str, line: int, what: str) -> SourceEncodingError:
    return SourceEncodingError(
        f"{file}, line {line}: {what}, but this format is UTF-8. Nothing was imported.",
        hint="Save it as UTF-8 (for a Chinese file often: iconv -f GB18030 -t UTF-8).",
        file=file,
        line=line,
    )
