"""Lint of the files as they are written: what stops them from loading, all of it and not only the first fault."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any

from policy._findings import Finding
from policy._yaml import parse_yaml
from policy.errors import RuleFileError

#: Longest quote that the schema lets through.
_MOST_CHARACTERS = 240


@dataclass(slots=True)
class Written:
    """The documents below a rule directory, unchecked.

    Attributes:
        facts, sources, rules: file name below the directory to its document.
        broken: findings about files that cannot be read at all.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, Any] = field(default_factory=dict)
    rules: dict[str, Any] = field(default_factory=dict)
    broken: list[Finding] = field(default_factory=list)


def read_written(root: Traversable) -> Written:
    """Read every YAML file of a rule directory, good or not."""
    written = Written()
    facts, rules = root.joinpath("facts"), root.joinpath("rules")
    for file in _yaml_files(facts):
        _keep(written.facts, f"facts/{file.name}", file, written)
    if rules.joinpath("sources.yaml").is_file():
        _keep(written.sources, "rules/sources.yaml", rules.joinpath("sources.yaml"), written)
    for folder in sorted((item for item in _entries(rules) if item.is_dir()), key=lambda item: item.name):
        for file in _yaml_files(folder):
            kept = written.sources if file.name == "sources.yaml" else written.rules
            _keep(kept, f"rules/{folder.name}/{file.name}", file, written)
    return written


def lint_files(written: Written) -> Iterator[Finding]:
    """Find what is missing or in the way: files, questions, sources, overlapping periods, quotes too long to load."""
    yield from written.broken
    for file, document in written.facts.items():
        for raw in _listed(document, "facts"):
            yield from _question(file, raw)
    listed = {raw.get("id") for document in written.sources.values() for raw in _listed(document, "sources")}
    for file, document in written.rules.items():
        for where, citing in _citing(document):
            yield from _cite(file, where, citing.get("cite"), listed)
    yield from _overlaps(written.rules)


def places(written: Written) -> Mapping[str, str]:
    """Where a fact, parameter, benefit or provision stands: its place to its file."""
    found: dict[str, str] = {}
    for file, document in written.facts.items():
        for raw in _listed(document, "facts") + _listed(document, "contradictions"):
            found.setdefault(str(raw.get("id")), file)
    for file, document in written.sources.items():
        for raw in _listed(document, "sources"):
            found.setdefault(f"source/{raw.get('id')}", file)
    for file, document in written.rules.items():
        place = document.get("jurisdiction")
        for raw in _listed(document, "parameters"):
            found.setdefault(f"{place}/parameter/{raw.get('id')}", file)
            found.setdefault(str(raw.get("id")), file)
        for raw in _listed(document, "benefits"):
            found.setdefault(str(raw.get("id")), file)
        for raw in _listed(document, "provisions"):
            found.setdefault(f"{place}/{raw.get('benefit')}/{raw.get('slot')}", file)
    return found


def _keep(kept: dict[str, Any], name: str, file: Traversable, written: Written) -> None:
    try:
        document = parse_yaml(file)
    except RuleFileError as error:
        at = [found if isinstance(found, int) else 0 for found in map(error.details.get, ("line", "column"))]
        zh = f"{error.message_zh}{error.message}"
        written.broken.append(Finding("unreadable", "(file)", zh, error.message, name, *at))
        return
    if isinstance(document, dict):
        kept[name] = document
    else:
        written.broken.append(
            Finding(
                "unreadable",
                "(top)",
                "最外层不是键值对：请检查缩进。",
                "Its top is no mapping: check the indents.",
                name,
            )
        )


def _entries(folder: Traversable) -> list[Traversable]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _yaml_files(folder: Traversable) -> list[Traversable]:
    return sorted((item for item in _entries(folder) if item.name.endswith(".yaml")), key=lambda item: item.name)


def _listed(document: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = document.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _question(file: str, raw: Mapping[str, Any]) -> Iterator[Finding]:
    question = raw.get("question")
    asked = question if isinstance(question, dict) else {}
    lacking = [language for language in ("zh", "en") if not str(asked.get(language) or "").strip()]
    if lacking:
        yield Finding(
            "question",
            str(raw.get("id")),
            f"问题缺少 {'、'.join(lacking)} 文字：请写出中英文问题。",
            f"The question lacks its {' and '.join(lacking)} text: ask it in Chinese and English.",
            file,
        )


def _citing(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Everything of a rule file that has to cite, with its place."""
    place = document.get("jurisdiction")
    for parameter in _listed(document, "parameters"):
        for row in _listed(parameter, "rows"):
            yield f"{place}/parameter/{parameter.get('id')}/{row.get('from')}", row
    for derivation in _listed(document, "derivations"):
        yield f"{place}/derivation/{derivation.get('fact')}/{derivation.get('from')}", derivation
    for provision in _listed(document, "provisions"):
        where = f"{place}/{provision.get('benefit')}/{provision.get('slot')}"
        yield where, provision
        for rule in _conditions(provision.get("require")):
            yield f"{where}/condition/{rule.get('id')}", rule


def _conditions(group: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(group, dict):
        for members in group.values():
            for member in members if isinstance(members, list) else ():
                if isinstance(member, dict) and "id" in member:
                    yield member
                else:
                    yield from _conditions(member)


def _cite(file: str, where: str, cite: object, listed: set[Any]) -> Iterator[Finding]:
    if not isinstance(cite, dict) or not cite.get("source"):
        yield Finding("no-source", where, "没有写明来源：请加上 `cite`。", "It has no source: add a `cite`.", file)
        return
    source, quote = cite["source"], str(cite.get("quote") or "")
    if source not in listed:
        yield Finding(
            "no-source",
            where,
            f"来源 {source!r} 未列出：请在 sources.yaml 中补上。",
            f"The source {source!r} is not listed: add it to sources.yaml.",
            file,
        )
    if len(quote) > _MOST_CHARACTERS:
        yield Finding(
            "quote",
            where,
            "引文超过两行：只留下相关的一句。",
            "The quote is longer than two lines: keep the clause that matters.",
            file,
        )


def _overlaps(rules: Mapping[str, Any]) -> Iterator[Finding]:
    """Rows of one name and place that are valid on one day; a corrected row (`known_to`) is not in the way."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for file, document in rules.items():
        for where, raw in _dated(document):
            if "known_to" not in raw:
                groups.setdefault(where, []).append((str(raw.get("from")), str(raw.get("to", "9999-12-31")), file))
    for where, rows in groups.items():
        for (start, end, _), (later, _, file) in pairwise(sorted(rows)):
            if end > later:
                yield Finding(
                    "overlap",
                    f"{where}/{later}",
                    f"自 {start} 起的一行延续到 {later} 之后：请给较早的一行写上 `to: '{later}'`。",
                    f"The row from {start} runs into the one from {later}: end it with `to: '{later}'`.",
                    file,
                )


def _dated(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    place = document.get("jurisdiction")
    for parameter in _listed(document, "parameters"):
        for row in _listed(parameter, "rows"):
            yield f"{place}/parameter/{parameter.get('id')}", row
    for derivation in _listed(document, "derivations"):
        yield f"{place}/derivation/{derivation.get('fact')}", derivation
    for provision in _listed(document, "provisions"):
        yield f"{place}/{provision.get('benefit')}/{provision.get('slot')}", provision
