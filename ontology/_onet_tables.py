"""Which file and columns an O*NET release keeps each table in (`onet_tables.toml`)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from ontology._tables import Table, open_lines
from ontology.errors import SourceVersionError


@dataclass(frozen=True, slots=True)
class TableForm:
    """File, used columns in the importer's order, unused columns, and what ids of its skills begin with."""

    file: str
    columns: tuple[str, ...]
    unused: tuple[str, ...]
    id_prefix: str = ""

    def open(self, directory: Path) -> Table:
        """The table in `directory`; O*NET text is tab-separated and never quoted."""
        return Table(
            open_lines(directory / self.file),
            file=self.file,
            columns=self.columns,
            known=self.unused,
            delimiter="\t",
            quoted=False,
        )


@dataclass(frozen=True, slots=True)
class Scale:
    """Lowest and highest value of an O*NET scale."""

    low: float
    high: float

    def to_unit(self, value: float) -> float:
        """The value moved to [0, 1], rounded to 4 decimals (the sources give 2)."""
        return round((value - self.low) / (self.high - self.low), 4)


@dataclass(frozen=True, slots=True)
class OnetRelease:
    """Tables of one release; `ratings` are the text forms of skills and knowledge."""

    tables: Mapping[str, TableForm]
    ratings: tuple[TableForm, ...]
    scales: Mapping[str, Scale]
    requirement: Mapping[str, float]


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(resources.files("ontology").joinpath("onet_tables.toml").read_text("utf-8"))


def onet_release(version: str) -> OnetRelease:
    """The tables of a release.

    Raises:
        SourceVersionError: `version` is no release number, or older than what is known.

    >>> onet_release("30.1").tables["technology"].file
    'Technology Skills.txt'
    """
    asked = _number(version)
    if asked is None:
        raise SourceVersionError(f"{version!r} is not an O*NET release.", hint="Write it like 30.1.", version=version)
    document = _document()
    tables: dict[str, TableForm] = {}
    ratings: tuple[TableForm, ...] = ()
    for block in document["release"]:
        if asked < (_number(block["from"]) or (0, 0)):
            break
        tables |= {name: _form(table) for name, table in block.get("tables", {}).items()}
        ratings = tuple(_form(block["ratings"] | {"file": file}) for file in block["ratings"]["files"])
    if not tables:
        oldest = document["release"][0]["from"]
        raise SourceVersionError(
            f"The tables of O*NET {version} are not known; {oldest} is the oldest release that can be read.",
            hint=f"Download release {oldest} or newer, as text.",
            version=version,
        )
    scales = {name: Scale(float(ends["low"]), float(ends["high"])) for name, ends in document["scales"].items()}
    return OnetRelease(tables, ratings, scales, document["requirement"])


def release_in(directory: Path) -> str | None:
    """The release that the `Read Me.txt` of an O*NET download names, or None without that file."""
    try:
        with (directory / "Read Me.txt").open(encoding="utf-8", errors="replace") as stream:
            match = re.match(r"O\*NET (\d+\.\d+) Database", stream.readline())
    except OSError:
        return None
    return match[1] if match else None


def _number(version: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\d+)\.(\d+)", version)
    return (int(match[1]), int(match[2])) if match else None


def _form(table: Mapping[str, Any]) -> TableForm:
    return TableForm(table["file"], tuple(table["columns"]), tuple(table["unused"]), table.get("id_prefix", ""))
