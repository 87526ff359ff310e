"""Old Excel workbooks written byte by byte, as small as the format allows ([MS-CFB], [MS-XLS])."""

import struct
from pathlib import Path

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def bof(version: int = 0x0600) -> bytes:
    return record(0x809, struct.pack("<HH", version, 5) + bytes(12))


def shared_texts(*bodies: bytes, count: int) -> bytes:
    """The table of texts; each further body goes on in a CONTINUE record."""
    first, *rest = bodies
    return record(0xFC, struct.pack("<II", count, count) + first) + b"".join(record(0x3C, body) for body in rest)


def text(words: str, *, wide: bool = False) -> bytes:
    return struct.pack("<HB", len(words), wide) + words.encode("utf-16-le" if wide else "latin-1")


def label(row: int, column: int, number: int) -> bytes:
    return record(0xFD, struct.pack("<HHHI", row, column, 0, number))


def workbook(sheet: str, shared: bytes, cells: bytes, *, extra: bytes = b"", version: int = 0x0600) -> bytes:
    """The stream of a workbook with one sheet."""
    head = bof(version) + extra
    name = struct.pack("<BB", len(sheet), 0) + sheet.encode("latin-1")
    offset = len(head) + len(record(0x85, bytes(6) + name)) + len(shared) + len(record(0x0A, b""))
    bound = record(0x85, struct.pack("<IBB", offset, 0, 0) + name)
    return head + bound + shared + record(0x0A, b"") + bof() + cells + record(0x0A, b"")


def write_xls(path: Path, stream: bytes) -> Path:
    """A compound file with one stream named Workbook: header, sector table, directory, stream."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // SECTOR)
    chain = [FAT, END, *range(3, 2 + sectors), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0, 0) + struct.pack("<108I", *[FREE] * 108)
    directory = _entry("Root Entry", 5, END, 0) + _entry("Workbook", 2, 2, len(stream)) + bytes(256)
    path.write_bytes(header + table + directory + stream.ljust(sectors * SECTOR, b"\0"))
    return path


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    words = (name + "\0").encode("utf-16-le")
    return (
        words.ljust(64, b"\0") + struct.pack("<HBB", len(words), kind, 1) + bytes(48) + struct.pack("<IQ", first, size)
    )
