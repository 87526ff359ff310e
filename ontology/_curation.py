"""Curation: labels, requirements and matches that a domain expert adds, corrects or removes in CSV tables.

Three tables, each optional: `labels.csv`, `requirements.csv`, `matches.csv` (columns: `_curation_tables.py`; how to
write them: docs/how-to/curate.md). Every row names its source and day.

How a change is stored, so that the statements of the official sources stay as they are:
- requirements and matches become edges of the source `curation`, beside those of the other sources; a snapshot
  believes them before all others. Removal is such an edge as well: a requirement with importance 0 (a rating that says
  that it is none), a match with `valid_to`.
- a label is changed in the node, which has one per language; its `source_version` then ends in the day and the source
  of the change. Importing the official release again keeps the changed names (`ontology.additions`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ontology._curation_faults import CurationFault, Faults
from ontology._curation_graph import CurationGraph, check_changes, mark_of, renamed
from ontology._curation_rows import Action, Change, Changes, read_changes
from ontology._curation_tables import read_tables
from ontology._reader import Origin, SourceReader
from ontology.errors import CurationError
from ontology.records import Concept, Edge, Matches, Node, Requires
from ontology.vocabulary import CURATION

LICENCE = "Apache-2.0"


@dataclass(frozen=True, slots=True)
class Curation:
    """What a folder says.

    Attributes:
        changes: of the rows that have no fault in themselves.
        faults: everything found, by file, line and column; empty when the folder may be imported.
    """

    changes: Changes
    faults: tuple[CurationFault, ...]


def check_curation(folder: Path, *, today: date, graph: CurationGraph | None = None) -> Curation:
    """Check the tables of a folder; it goes on after the first fault.

    Args:
        today: no row may be dated later.
        graph: what the store has; without it ids are checked for their form alone.
    Raises:
        SourceMissingError: there is no such folder.
    """
    faults = Faults()
    tables = read_tables(folder, faults)
    changes = read_changes(tables, faults, today=today, near=graph.near if graph is not None else lambda _: ())
    if graph is not None:
        check_changes(changes, graph, faults)
    return Curation(changes, faults.sorted())


def read_curation(folder: Path, *, today: date, graph: CurationGraph) -> SourceReader:
    """The records that bring the changes of a folder into the store that `graph` was read from.

    Raises:
        SourceMissingError: there is no such folder.
        CurationError: at once, when there is any fault; `details["faults"]` holds all of them.
    """
    curation = check_curation(folder, today=today, graph=graph)
    if curation.faults:
        first = curation.faults[0]
        raise CurationError(
            f"{folder}: nothing was imported, for faults: {len(curation.faults)}. The first: {first.told('en')}",
            hint="List all of them: pathloom check FOLDER.",
            text={"zh": f"{folder} 有 {len(curation.faults)} 处问题，未导入任何内容。第一处：{first.told('zh')}"},
            faults=[fault.to_json() for fault in curation.faults],
        )
    origin = Origin(source=CURATION, source_version=today.isoformat(), licence=LICENCE)
    return SourceReader(lambda _skip: _records(curation.changes, graph), origin=origin)


def _records(changes: Changes, graph: CurationGraph) -> Iterator[Node | Edge]:
    concepts: dict[str, Concept] = {}
    for label in changes.labels:
        concepts[label.id] = renamed(concepts.get(label.id, graph.concepts[label.id]), label)
    yield from concepts.values()
    for requirement in changes.requirements:
        removed = requirement.action is Action.REMOVE
        yield Requires(
            from_id=requirement.occupation, to_id=requirement.skill, essential=requirement.essential,
            importance=0.0 if removed else requirement.importance, **_origin(requirement),
        )  # fmt: skip
    for match in changes.matches:
        yield Matches(
            from_id=match.start, to_id=match.end, kind=match.kind,
            valid_to=match.day if match.action is Action.REMOVE else None, **_origin(match),
        )  # fmt: skip


def _origin(change: Change) -> Origin:
    return Origin(source=CURATION, source_version=mark_of(change), licence=LICENCE)
