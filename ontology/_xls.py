"""Read one sheet of an old Excel workbook (.xls): the crosswalk between ISCO-08 and SOC is published in no other form.

Only what a plain table needs: texts and numbers of BIFF8 (Excel 97 to 2003), in an OLE2 compound file. A formula, a
password or an older workbook is refused, never guessed at. Format: Microsoft, [MS-CFB] and [MS-XLS].
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from ontology._tables import missing_error, refuse_streams
from ontology.errors import SourceArchiveError

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFC  # this and above are marks, no sectors
_SMALL_STREAM = 4096  # smaller streams lie in another place; a workbook never is
_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _SST, _CONTINUE = 0x809, 0x0A, 0x2F, 0x85, 0xFC, 0x3C
_LABELSST, _LABEL, _NUMBER, _RK, _MULRK, _FORMULA = 0xFD, 0x204, 0x203, 0x27E, 0xBD, 0x06
_BIFF8 = 0x0600


def read_xls(path: Path, *, sheet: str) -> dict[int, tuple[str, ...]]:
    """The rows of one sheet.

    Args:
        sheet: its name, exactly.
    Returns:
        row number (1-based, as Excel shows it) -> its cells as text, "" for an empty one, all rows of one width.
        Whole numbers are written without a point. Rows without a cell are left out.
    Raises:
        SourceMissingError: there is no such file.
        SourceArchiveError: it is no workbook of this format, cut short, protected, or lacks the sheet.
    """
    try:
        refuse_streams(path)
        data = path.read_bytes()
    except OSError as error:
        raise missing_error(path, error.strerror or "it cannot be read") from error
    try:
        stream = _workbook(data)
        if stream is None:
            raise _broken(path, "it is no Excel 97-2003 workbook, or cut short")
        return _rows(path, stream, sheet)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise _broken(path, f"it is damaged or cut short ({error})") from error


#: 512 bytes in version 3 of compound files, 4,096 in version 4.
_SECTOR_SHIFTS = frozenset({9, 12})
#: Columns of a sheet of Excel 97-2003.
_COLUMNS = 256


def _broken(path: Path, what: str) -> SourceArchiveError:
    return SourceArchiveError(
        f"{path}: {what}. Nothing was imported.", hint="Get the file again from its publisher.", file=str(path)
    )


def _workbook(data: bytes) -> bytes | None:
    """The stream named Workbook of a compound file."""
    if not data.startswith(_MAGIC):
        return None
    shift = struct.unpack_from("<H", data, 0x1E)[0]
    if shift not in _SECTOR_SHIFTS:
        raise IndexError(f"its sectors have 2 to the power of {shift} bytes")
    size = 1 << shift
    tables, directory = struct.unpack_from("<II", data, 0x2C)

    def sector(number: int) -> bytes:
        found = data[(number + 1) * size : (number + 2) * size]
        if not found:
            raise IndexError(f"sector {number} lies behind the end of the file")
        return found

    # The header lists the first 109 sectors of the table of sectors: enough for files up to 7 MB.
    fat: list[int] = []
    for number in struct.unpack_from(f"<{min(tables, 109)}I", data, 0x4C):
        fat += struct.unpack(f"<{size // 4}I", sector(number))

    def chain(first: int) -> bytes:
        parts: list[bytes] = []
        while first < _LAST_SECTOR:
            if len(parts) > len(fat):
                raise IndexError("its sectors run in a circle")
            parts.append(sector(first))
            first = fat[first]
        return b"".join(parts)

    entries = chain(directory)
    for start in range(0, len(entries) - 127, 128):
        length = struct.unpack_from("<H", entries, start + 64)[0]
        name = entries[start : start + max(length - 2, 0)].decode("utf-16-le")
        if name == "Workbook":
            first, width = struct.unpack_from("<II", entries, start + 116)
            stream = chain(first) if width >= _SMALL_STREAM else b""
            return stream[:width] if len(stream) >= width and stream else None
    return None


def _records(stream: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Records up to the end of a part of the workbook."""
    while True:
        kind, length = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + length]
        if kind == _EOF:
            return
        start += 4 + length


def _rows(path: Path, stream: bytes, sheet: str) -> dict[int, tuple[str, ...]]:
    sheets: dict[str, int] = {}
    shared: list[bytes] = []
    before = 0
    for kind, body in _records(stream):
        if kind == _BOF and struct.unpack_from("<H", body)[0] != _BIFF8:
            raise _broken(path, "it was written by an Excel older than 97")
        if kind == _FILEPASS:
            raise _broken(path, "it is protected by a password")
        if kind == _BOUNDSHEET:
            name = _plain(body[7:], body[6], wide=bool(body[7] & 1), start=1)
            sheets[name] = struct.unpack_from("<I", body)[0]
        if kind == _SST or (kind == _CONTINUE and before == _SST):
            shared.append(body)
            kind = _SST
        before = kind
    if sheet not in sheets:
        raise _broken(path, f"it has no sheet {sheet!r}, but {', '.join(map(repr, sheets)) or 'none'}")
    texts = _shared_texts(shared)
    cells: dict[tuple[int, int], str] = {}
    for kind, body in _records(stream, sheets[sheet]):
        cells |= _cells(path, kind, body, texts)
    width = 1 + max((column for _, column in cells), default=0)
    return {
        row + 1: tuple(cells.get((row, column), "") for column in range(width))
        for row in sorted({row for row, _ in cells})
    }


def _cells(path: Path, kind: int, body: bytes, texts: list[str]) -> dict[tuple[int, int], str]:
    if kind not in (_LABELSST, _LABEL, _NUMBER, _RK, _MULRK, _FORMULA):
        return {}
    row, column = struct.unpack_from("<HH", body)
    if column >= _COLUMNS:
        raise IndexError(f"it has a column {column + 1}")
    if kind == _FORMULA:
        raise _broken(path, f"the cell in row {row + 1}, column {column + 1} is a formula")
    if kind == _LABELSST:
        return {(row, column): texts[struct.unpack_from("<I", body, 6)[0]]}
    if kind == _LABEL:
        return {(row, column): _plain(body[8:], struct.unpack_from("<H", body, 6)[0], wide=bool(body[8] & 1), start=1)}
    if kind == _NUMBER:
        return {(row, column): _number(struct.unpack_from("<d", body, 6)[0])}
    packed = body[4:] if kind == _RK else body[4:-2]
    return {
        (row, column + place): _number(_unpacked(struct.unpack_from("<I", packed, 6 * place + 2)[0]))
        for place in range(len(packed) // 6)
    }


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _unpacked(packed: int) -> float:
    """A number in four bytes: a whole one, or the upper half of a float; the lowest bit says hundredths."""
    if packed & 2:
        whole = packed >> 2
        value = float(whole - (1 << 30) if whole & (1 << 29) else whole)
    else:
        value = struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))[0]
    return value / 100 if packed & 1 else value


def _plain(body: bytes, length: int, *, wide: bool, start: int) -> str:
    end = start + length * (2 if wide else 1)
    return body[start:end].decode("utf-16-le" if wide else "latin-1")


def _shared_texts(parts: list[bytes]) -> list[str]:
    """The table of texts, which runs on over CONTINUE records: a text cut there says its width again."""
    if not parts:
        return []
    part, at = 0, 8
    texts: list[str] = []

    def take(count: int) -> bytes:
        nonlocal part, at
        taken = b""
        while True:
            piece = parts[part][at : at + count - len(taken)]
            at += len(piece)
            taken += piece
            if len(taken) == count:
                return taken
            part, at = part + 1, 0

    for _ in range(struct.unpack_from("<I", parts[0], 4)[0]):
        length, flags = struct.unpack("<HB", take(3))
        runs = 4 * struct.unpack("<H", take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", take(4))[0] if flags & 4 else 0
        text, wide = "", flags & 1
        while len(text) < length:
            if at == len(parts[part]):
                wide, part, at = parts[part + 1][0] & 1, part + 1, 1
            room = (len(parts[part]) - at) // (2 if wide else 1)
            count = min(room, length - len(text))
            if count == 0:
                raise IndexError("a text ends within a character")
            text += take(count * (2 if wide else 1)).decode("utf-16-le" if wide else "latin-1")
        take(runs + extra)
        texts.append(text)
    return texts
