"""A folder of extracted tables, read like the archive that they came in."""

import re
from collections.abc import Iterator
from pathlib import Path

from ontology._archive import Archive
from ontology._tables import missing_error, open_lines
from ontology.errors import SourceArchiveError


class Folder(Archive):
    """The files directly in a folder as members of an archive.

    Raises:
        SourceMissingError: there is no such folder, or it may not be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        try:
            self.members = tuple(sorted(entry.name for entry in path.iterdir() if entry.is_file()))
        except OSError as error:
            raise missing_error(path, error.strerror or "it cannot be read") from error

    def lines(self, member: str) -> Iterator[bytes]:
        """The lines of a file.

        Raises:
            SourceMissingError: it may not be read.
        """
        return open_lines(self.path / member)

    def broken(self, what: str, what_zh: str = "") -> SourceArchiveError:
        """The error for something wrong with this folder."""
        return SourceArchiveError(
            f"{self.path}: {what.replace(' in it', '')}. Nothing was imported.",
            hint="Extract the publisher's archive again.",
            hint_zh="请重新解压发布者的压缩包。",
            file=str(self.path),
            text={"zh": f"{self.path}：{(what_zh or what).replace('其中的 ', '')}。未导入任何内容。"},
        )

    def has(self, table: str) -> bool:
        """Whether a table of this name is there, in whatever language."""
        return self.find(rf"{re.escape(table)}(_[a-z]{{2}})?\.csv") is not None
