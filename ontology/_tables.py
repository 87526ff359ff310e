"""Strict reader of comma- and tab-separated tables: every fault names its file and line.

A table must be UTF-8 (a byte order mark is allowed), have exactly the columns its importer knows, and as many fields
in each row as in its header. Nothing is guessed and nothing is padded.
"""

import csv
import stat
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import IO

from ontology.errors import SourceColumnsError, SourceEncodingError, SourceMissingError, SourceRowError

#: The line on which a row starts (1-based) and its fields in the order asked for.
Row = tuple[int, tuple[str, ...]]

#: Bytes of a line, far above any of the official tables. A file without line ends would fill the memory.
LONGEST_LINE = 1 << 20


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
            hint_zh="请从发布者处重新下载该文件。",
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
            yield from short_lines(stream, file=path.name)
    except OSError as error:
        raise missing_error(path, error.strerror or "it cannot be read") from error


def short_lines(stream: IO[bytes], *, file: str) -> Iterator[bytes]:
    """The lines of a stream, in bounded memory.

    Raises:
        SourceRowError: a line is longer than `LONGEST_LINE`.
    """
    for number, line in enumerate(iter(partial(stream.readline, LONGEST_LINE + 1), b""), start=1):
        if len(line) > LONGEST_LINE:
            raise row_error(
                file, number, f"it is longer than {LONGEST_LINE:,} bytes, so this is no table of text",
                what_zh=f"超过 {LONGEST_LINE:,} 字节，不是文本表格",
            )  # fmt: skip
        yield line


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
        hint_zh="请检查路径和读取权限。",
        file=str(path),
    )


def row_error(file: str, line: int, what: str, *, what_zh: str = "") -> SourceRowError:
    """The error for one row that cannot be used; nothing of its file is imported."""
    return SourceRowError(
        f"{file}, line {line}: {what}. Nothing was imported.",
        hint="Get the file again from its publisher, or mend that line.",
        hint_zh="请从发布者处重新下载该文件，或更正该行。",
        file=file,
        line=line,
        text={"zh": f"{file} 第 {line} 行：{what_zh or what}。未导入任何内容。"},
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
            hint_zh="请确认文件无误，且属于本程序支持的版本。",
            file=file,
            line=line,
        )


def _decoded(lines: Iterable[bytes], file: str) -> Iterator[str]:
    for line, raw in enumerate(lines, start=1):
        if line == 1:
            if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise _encoding_error(
                    file, line, "it starts with a UTF-16 byte order mark", "以 UTF-16 的字节顺序标记开头"
                )
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if b"\0" in raw:
            raise _encoding_error(file, line, "it holds zero bytes, as UTF-16 does", "含有零字节，像是 UTF-16")
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError as error:
            byte = f"0x{raw[error.start]:02x}"
            raise _encoding_error(file, line, f"byte {byte} is not UTF-8", f"字节 {byte} 不属于 UTF-8") from error


def _encoding_error(file: str, line: int, what: str, what_zh: str) -> SourceEncodingError:
    return SourceEncodingError(
        f"{file}, line {line}: {what}, but this format is UTF-8. Nothing was imported.",
        hint="Save it as UTF-8 (for a Chinese file often: iconv -f GB18030 -t UTF-8).",
        hint_zh="请另存为 UTF-8（中文文件常用：iconv -f GB18030 -t UTF-8）。",
        file=file,
        line=line,
        text={"zh": f"{file} 第 {line} 行：{what_zh}，而此格式应为 UTF-8。未导入任何内容。"},
    )
