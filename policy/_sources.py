"""Reading the legal sources: one shared file, and one in the folder of each jurisdiction that has its own."""

from collections.abc import Mapping
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any

from policy._rules import Source
from policy._yaml import read_yaml
from policy.errors import RuleFileError, RuleReferenceError


def read_sources(rules: Traversable) -> dict[str, Source]:
    """Every source by id, the shared file first.

    Raises:
        RuleFileError: a file breaks the schema, or an id stands twice.
        RuleReferenceError: a source supersedes one that is not listed, or itself over others.
    """
    files = [("sources.yaml", rules.joinpath("sources.yaml"))]
    for folder in sorted((item for item in rules.iterdir() if item.is_dir()), key=lambda item: item.name):
        own = folder.joinpath("sources.yaml")
        if own.is_file():
            files.append((f"{folder.name}/sources.yaml", own))
    found: dict[str, Source] = {}
    for where, file in files:
        for raw in read_yaml(file, schema="sources.schema.json").get("sources", ()):
            if raw["id"] in found:
                raise RuleFileError(f"{where}: the source {raw['id']!r} stands twice.", hint="Keep one.")
            found[raw["id"]] = _source(raw, where)
    _check_supersedes(found)
    return found


#: What a file writes where the text itself bears no number or no date; a field left out is not known.
_NONE = "none"


def _source(raw: dict[str, Any], where: str) -> Source:
    try:
        retrieved = date.fromisoformat(raw["retrieved"]) if "retrieved" in raw else None
    except ValueError as error:
        raise RuleFileError(
            f"{where}: {raw['id']} was retrieved on {raw['retrieved']!r}, which is no day.", hint="Write YYYY-MM-DD."
        ) from error
    bears_no = frozenset(name for name in ("doc_no", "issued") if raw.get(name) == _NONE)
    return Source(
        raw["id"],
        raw["kind"],
        "" if "doc_no" in bears_no else raw.get("doc_no", ""),
        raw["title"],
        raw.get("url", ""),
        retrieved,
        raw.get("sha256", ""),
        tuple((item["source"], item.get("article", "")) for item in raw.get("supersedes", ())),
        "" if "issued" in bears_no else _issued(raw, where),
        bears_no,
    )


def _issued(raw: Mapping[str, Any], where: str) -> str:
    """Day, month or year of issue as written; the schema checks the form, this that the calendar has it."""
    issued: str = raw.get("issued", "")
    try:
        if issued:
            date.fromisoformat(issued + "YYYY-01-01"[len(issued) :])
    except ValueError as error:
        raise RuleFileError(
            f"{where}: {raw['id']} was issued on {issued!r}, which is no day, month or year.",
            hint="Write YYYY-MM-DD, or YYYY-MM or YYYY when no more is known, or none when the text bears no date.",
        ) from error
    return issued


def _check_supersedes(sources: Mapping[str, Source]) -> None:
    for source in sources.values():
        for older, _ in source.supersedes:
            if older not in sources:
                raise RuleReferenceError(
                    f"{source.id} supersedes {older!r}, which is no source.", hint="List it or correct the name."
                )
    done: set[str] = set()
    for start in sources:
        _walk(start, (), sources, done)


def _walk(source: str, above: tuple[str, ...], sources: Mapping[str, Source], done: set[str]) -> None:
    if source in above:
        circle = " -> ".join((*above[above.index(source) :], source))
        raise RuleReferenceError(
            f"Sources supersede each other in a circle: {circle}.",
            hint="The newer one supersedes the older one; remove the wrong entry.",
        )
    if source not in done:
        for older, _ in sources[source].supersedes:
            _walk(older, (*above, source), sources, done)
        done.add(source)
