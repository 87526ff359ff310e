"""The ESCO release in the store brought to a later one."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.errors import ReleaseError
from pathloom._releases import NAMESPACE, FoundRelease, esco_records, find_release, published, stored_releases
from pathloom._settings import Settings

if TYPE_CHECKING:
    from graph import GraphStore, MigrationReport, Succession
    from ontology import Release


@dataclass(frozen=True, slots=True)
class Migrated:
    """What a migration did: releases before and after, the day on which retired concepts ended, and the counts."""

    before: str
    after: str
    ended_on: date
    report: "MigrationReport"


def migrate_esco(settings: Settings, target: str, files: Path, *, ended_on: date | None = None) -> Migrated:
    """Bring the configured store to the release `target`, in one transaction.

    Args:
        files: folder with the official zips, or with the release's tables.
        ended_on: day on which retired concepts end; needed for a release whose day we do not know.
    Raises:
        ReleaseError: the store has no ESCO, or a later one; the release is nowhere, or its day is not known.
        graph.errors.ReleaseMismatchError: the files do not follow what is stored. The store is unchanged each time.
    """
    from pathloom._stores import open_configured

    with open_configured(settings) as readable:
        before = _before(readable, target)
    found = find_release(target, files, settings, in_store=False)
    day = ended_on or published(found.version)
    if day is None:
        raise ReleaseError(
            f"On which day ESCO {found.version} came out is not known here, and retired concepts end on it.",
            hint="Give it as --ended-on YYYY-MM-DD.",
            hint_zh="请用 --ended-on YYYY-MM-DD 指明。",
            release=found.version,
        )
    with open_configured(settings, create=True) as store:
        store.migrate()
        report = _migrate(store, found, before, day)
    return Migrated(before, found.version, day, report)


def _before(store: "GraphStore", target: str) -> str:
    releases = stored_releases(store)
    if not releases:
        raise ReleaseError(
            "The store holds no release of ESCO, so there is nothing to migrate.",
            hint="`pathloom import esco` brings in the later release at once.",
            hint_zh="请直接用 pathloom import esco 导入新版本。",
        )
    newer = [release for release in releases if _numbers(release) > _numbers(target) and not _same(target, release)]
    if newer:
        raise ReleaseError(
            f"The store holds ESCO {', '.join(newer)}, which is later than {target}. Nothing was changed.",
            hint="Name a later release; there is no way back but a new store.",
            hint_zh="请指定更新的版本；要回到旧版本只能新建存储。",
            release=newer[0],
        )
    # After an import over an older release the store holds both; the older one is what has to be left behind.
    return releases[0]


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split(".") if part.isdigit())


def _same(name: str, release: str) -> bool:
    return release == name or release.startswith(f"{name}.")


def _migrate(store: "GraphStore", found: FoundRelease, before: str, day: date) -> "MigrationReport":
    from graph import migrate_release
    from ontology import Release, Successor

    records = list(found.records)
    after = Release.of(records)
    successors = Successor.origin()
    return migrate_release(
        store, records, _successions(store, before, found.version, after), namespace=NAMESPACE, ended_on=day,
        origin={**successors, "source_version": f"ESCO {'.'.join(found.version.split('.')[:2])}"},
    )  # fmt: skip


def _successions(store: "GraphStore", before: str, version: str, after: "Release") -> "dict[str, Succession]":
    """What stands for retired concepts: what an earlier run wrote, what was checked, and else what is proposed."""
    from graph import Succession
    from ontology import Release, Successor, compare_releases, propose_successors, read_successors
    from ontology.records import Matches

    source = Successor.origin()["source"]
    found = {
        edge.from_id: Succession(successor=edge.to_id, kind=edge.kind, confidence=edge.confidence)
        for edge in store.edges(Matches)
        if edge.source == source and edge.to_id in after.concepts
    }
    old = Release.of(esco_records(store))
    checked = read_successors(before, version)
    retired = [concept.id for concept in compare_releases(old, after).retired]
    proposed = {} if all(key in checked for key in retired) else propose_successors(old, after)
    for key in retired:
        one = checked[key] if key in checked else proposed.get(key)
        if one is not None:
            found[key] = Succession(successor=one.successor, kind=one.match, confidence=one.confidence)
    return found
