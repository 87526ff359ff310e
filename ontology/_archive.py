"""Zip archives read member by member, with faults as our errors."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from ontology._tables import missing_error, refuse_streams
from ontology.errors import SourceArchiveError


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
            with zipfile.ZipFile(path) as archive:
                members = archive.infolist()
        except OSError as error:
            raise missing_error(path, error.strerror or "it cannot be read") from error
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
            raise self.broken(f"it is no whole zip archive ({error})") from error
        for member in members:
            if member.flag_bits & 0x1:
                raise self.broken(f"{member.filename!r} in it is encrypted")
        self.members = tuple(member.filename for member in members)

    def find(self, pattern: str) -> str | None:
        """The member whose file name (without folders) matches the whole pattern, or None."""
        matching = [name for name in self.members if re.fullmatch(pattern, name.rpartition("/")[2])]
        if len(matching) > 1:
            raise self.broken(f"it holds {matching[0]!r} and {matching[1]!r}, which are the same table")
        return matching[0] if matching else None

    def lines(self, member: str) -> Iterator[bytes]:
        """The lines of a member, decompressed as they are read.

        Raises:
            SourceArchiveError: the member is damaged.
        """
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(member) as stream:
                yield from stream
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as error:
            raise self.broken(f"{member!r} in it is damaged ({error})") from error

    def broken(self, what: str) -> SourceArchiveError:
        """The error for something wrong with this archive."""
        return SourceArchiveError(
            f"{self.path}: {what}. Nothing was imported.",
            hint="Download it again; compare its size with the publisher's.",
            file=str(self.path),
        )
