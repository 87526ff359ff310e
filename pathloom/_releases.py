"""Where a release of ESCO is to be had: official files in a folder, the store, or the labels package."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.errors import ReleaseError
from pathloom._settings import Settings

if TYPE_CHECKING:
    from graph import GraphStore
    from ontology import Edge, Node

NAMESPACE = "http://data.europa.eu/esco/"
#: First day on which a concept that the release left out no longer holds: the day on which the release was published,
#: by https://esco.ec.europa.eu/en/use-esco/esco-versions (the files themselves only say that their youngest concept was
#: changed on 2024-05-02).
PUBLISHED = {"1.2": date(2024, 5, 15)}

_ZIP = re.compile(r"ESCO dataset - v(\d+\.\d+(?:\.\d+)?) - classification - (\w*) ?- csv\.zip", re.ASCII)
_FOLDER = re.compile(r"v(\d+\.\d+(?:\.\d+)?)_[a-z]{2}", re.ASCII)
#: What the labels package holds.
_PACKAGE = "1.2"


@dataclass(frozen=True)
class FoundRelease:
    """A release and where it was found.

    Attributes:
        version: in full, for example `1.2.0`.
        where: `files`, `store` or `package`.
        records: concepts and relations, read when iterated.
    """

    version: str
    where: str
    records: "Iterable[Node | Edge]"


def find_release(name: str, files: Path, settings: Settings, *, in_store: bool = True) -> FoundRelease:
    """The release called `name`; `1.2` finds `1.2.0` where there is one release of that beginning.

    Looked for in this order: the zips or the folder of that release in `files`; the store; for 1.2 the labels package,
    which has concepts alone.

    Raises:
        ReleaseError: it is nowhere, or several have that beginning.
        the errors of the importer that reads it.
    """
    found = _in_files(files)
    fitting = sorted(version for version in found if _fits(name, version))
    if len(fitting) > 1:
        raise ReleaseError(
            f"{name!r} may be any of {', '.join(fitting)} in {files}.",
            hint="Write the release in full.",
            hint_zh="请写出完整版本号。",
            releases=fitting,
        )
    if fitting:
        return _from_files(fitting[0], found[fitting[0]], settings)
    stored = _stored(settings) if in_store else ()
    fitting = [version for version in stored if _fits(name, version)]
    if fitting:
        return FoundRelease(fitting[0], "store", _store_records(settings))
    if _fits(name, _PACKAGE):
        from pathloom._sources import package_records

        return FoundRelease(_PACKAGE, "package", package_records("esco-labels", settings))
    known = sorted({*found, *stored, _PACKAGE})
    raise ReleaseError(
        f"ESCO {name} is neither in {files} nor in the store. To be had: {', '.join(known)}.",
        hint="Put the official zips of that release into the folder that --files names.",
        hint_zh="请把该版本的官方压缩包放入 --files 所指的文件夹。",
        releases=known,
    )


def published(version: str) -> date | None:
    """The day on which a release came out; None where we do not know it."""
    return PUBLISHED.get(".".join(version.split(".")[:2]))


def stored_releases(store: "GraphStore") -> tuple[str, ...]:
    """Releases of the living ESCO occupations in a store, sorted; empty without ESCO."""
    from ontology.records import Occupation
    from ontology.vocabulary import CURATION_MARK

    living = (node for node in store.nodes(Occupation) if node.source == "esco" and node.valid_to is None)
    return tuple(sorted({node.source_version.split(CURATION_MARK)[0] for node in living}))


def _fits(name: str, version: str) -> bool:
    return version == name or version.startswith(f"{name}.")


def _in_files(files: Path) -> dict[str, dict[str, Path]]:
    """Release -> its zips by language ("" are the relations), or its folder under `folder`."""
    found: dict[str, dict[str, Path]] = {}
    if not files.is_dir():
        return found
    for entry in sorted(files.iterdir()):
        if zipped := _ZIP.fullmatch(entry.name):
            found.setdefault(zipped[1], {})[zipped[2]] = entry
        elif (named := _FOLDER.fullmatch(entry.name)) and entry.is_dir():
            found.setdefault(named[1], {})["folder"] = entry
    return found


def _from_files(version: str, parts: dict[str, Path], settings: Settings) -> FoundRelease:
    from ontology import fetch_package, read_esco, read_esco_folder
    from pathloom._sources import PACKAGES

    languages = sorted(parts.keys() - {"", "folder"}, key=lambda language: (language != "en", language))
    if languages and "" in parts:
        return FoundRelease(version, "files", read_esco(parts[languages[0]], parts[""], version=version))
    if "folder" not in parts:
        lacking = "classification" if "" in parts else "relations"
        raise ReleaseError(
            f"Of ESCO {version} only {', '.join(path.name for path in parts.values())} is there; the zip with the "
            f"{lacking} lacks.",
            hint="Download both zips of one release.",
            hint_zh="请下载同一版本的两个压缩包。",
            release=version,
        )
    whole = (parts["folder"] / "skills_en.csv").exists()
    labels = None if whole else fetch_package(PACKAGES["esco-labels"], settings.home / "packages")
    return FoundRelease(version, "files", read_esco_folder(parts["folder"], version=version, labels=labels))


def _stored(settings: Settings) -> tuple[str, ...]:
    from graph.errors import StoreMissingError
    from pathloom._stores import open_configured

    try:
        with open_configured(settings) as store:
            return stored_releases(store)
    except StoreMissingError:
        # A comparison of files needs no store.
        return ()


def _store_records(settings: Settings) -> "Iterator[Node | Edge]":
    from pathloom._stores import open_configured

    with open_configured(settings) as store:
        yield from esco_records(store)


def esco_records(store: "GraphStore") -> "Iterator[Node | Edge]":
    """The concepts of ESCO and ISCO in a store, and the relations that ESCO states between them."""
    from ontology.records import Broader, Occupation, OccupationGroup, Requires, Skill, SkillGroup

    for kind in (Occupation, OccupationGroup, Skill, SkillGroup):
        yield from (node for node in store.nodes(kind) if node.id.startswith(NAMESPACE))
    for relation in (Broader, Requires):
        yield from (edge for edge in store.edges(relation) if edge.source == "esco")
