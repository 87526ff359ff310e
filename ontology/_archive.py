"""Zip archives read member by member, with faults as our errors."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import Path
from typing import cast

from ontology._tables import missing_error, refuse_streams, short_lines
from ontology.errors import SourceArchiveError

#: Unpacked bytes of a member. The largest table that is read has 60 million; a packed one may unfold without end.
LARGEST_MEMBER = 1 << 30


class Archive:
    """A zip archive whose directory was read and whose members are not encrypted.

    Raises:
        SourceMissingError: there is no such file.
        SourceArchiveError: it is no zip, cut short or encrypted.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        try:
            refuse_streams(path)
            path.open("rb").close()
        except OSError as error:
            raise missing_error(path, error.strerror or "it cannot be read") from error
        try:
            with zipfile.ZipFile(path) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
            # An OSError too: a directory that is damaged sends zipfile to places where no file has bytes.
            raise self.broken(f"it is no whole zip archive ({error})", f"不是完整的压缩包（{error}）") from error
        for member in members:
            if member.flag_bits & 0x1:
                raise self.broken(f"{member.filename!r} in it is encrypted", f"其中的 {member.filename!r} 已加密")
        self.members = tuple(member.filename for member in members)

    def find(self, pattern: str) -> str | None:
        """The member whose file name (without folders) matches the whole pattern, or None."""
        matching = [name for name in self.members if re.fullmatch(pattern, name.rpartition("/")[2])]
        if len(matching) > 1:
            raise self.broken(
                f"it holds {matching[0]!r} and {matching[1]!r}, which are the same table",
                f"其中的 {matching[0]!r} 与 {matching[1]!r} 是同一张表",
            )
        return matching[0] if matching else None

    def lines(self, member: str) -> Iterator[bytes]:
        """The lines of a member, decompressed as they are read.

        Raises:
            SourceArchiveError: the member is damaged, or too large to be a table.
            SourceRowError: a line of it is too long for one.
        """
        try:
            with zipfile.ZipFile(self.path) as archive:
                size = archive.getinfo(member).file_size
                if size > LARGEST_MEMBER:
                    raise self.broken(
                        f"{member!r} in it has {size:,} bytes when unpacked; a table has at most {LARGEST_MEMBER:,}",
                        f"其中的 {member!r} 解压后有 {size:,} 字节，表格最多 {LARGEST_MEMBER:,} 字节",
                    )
                # zipfile's own readline is quick only without a limit.
                with archive.open(member) as packed, io.BufferedReader(cast("io.RawIOBase", packed)) as stream:
                    yield from short_lines(stream, file=member)
        except (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, KeyError, NotImplementedError, OSError) as error:
            raise self.broken(
                f"{member!r} in it is damaged ({error})", f"其中的 {member!r} 已损坏（{error}）"
            ) from error

    def broken(self, what: str, what_zh: str = "") -> SourceArchiveError:
        """The error for something wrong with this archive."""
        return SourceArchiveError(
            f"{self.path}: {what}. Nothing was imported.",
            hint="Download it again; compare its size with the publisher's.",
            hint_zh="请重新下载，并与发布者给出的大小核对。",
            file=str(self.path),
            text={"zh": f"{self.path}：{what_zh or what}。未导入任何内容。"},
        )
