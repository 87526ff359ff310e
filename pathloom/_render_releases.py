"""Comparisons and migrations of releases as text, in Chinese and English, and as JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ontology import Release, ReleaseChanges, Successor
    from ontology.records import Concept
    from pathloom._migration import Migrated

_WORDS = {
    "en": {
        "occupation": "occupations", "skill": "skills", "skill_group": "skill groups", "isco_group": "ISCO groups",
        "added": "added", "retired": "retired", "renamed": "renamed", "regrouped": "regrouped",
        "broader": "hierarchy", "requirement": "requirements",
        "files": "files", "store": "store", "package": "labels package",
        "exact": "the same", "close": "nearly the same", "broad": "wider", "narrow": "narrower",
        "colon": ": ",
        "more": "  ... and {} more (--examples {})", "none": "no successor is known",
        "missing": "Only one side has {}: nothing is said about them.",
        "unsure": "{} labels were read out of running text and may be cut at the wrong word; these are not counted as "
        "renamed.",
        "successors": "{} of {} retired concepts have a successor.",
        "certainty": "{:.0%} sure", "aside": " ({})", "comma": ", ",
        "done": "ESCO {} -> {}: {} concepts added, {} brought up to date, {} retired as of {}.",
        "people": "{} relations ended; {} statements of people carried over to successors, theirs kept. "
        "Store version {}.",
        "same": "The store is at ESCO {} already; nothing was changed.",
    },
    "zh": {
        "occupation": "职业", "skill": "技能", "skill_group": "技能组", "isco_group": "ISCO 组",
        "added": "新增", "retired": "停用", "renamed": "更名", "regrouped": "改组",
        "broader": "层级", "requirement": "技能要求",
        "files": "文件", "store": "存储", "package": "标签包",
        "exact": "相同", "close": "相近", "broad": "更宽", "narrow": "更窄",
        "colon": "：",
        "more": "  ……另有 {} 条（--examples {}）", "none": "没有已知的后继概念",
        "missing": "只有一方含{}：对此不作比较。",
        "unsure": "有 {} 个标签取自连续文本，断词可能有误；不计为更名。",
        "successors": "{1} 个停用概念中有 {0} 个有后继概念。",
        "certainty": "把握 {:.0%}", "aside": "（{}）", "comma": "，",
        "done": "ESCO {} → {}：新增 {} 个概念，更新 {} 个，停用 {} 个（自 {} 起）。",
        "people": "{} 条关系终止；{} 条个人陈述延续到后继概念，原有陈述保留。存储版本 {}。",
        "same": "存储已是 ESCO {}，未作改动。",
    },
}  # fmt: skip

_Successors = Mapping[str, "Successor | None"]


def changes_document(
    changes: "ReleaseChanges", successors: _Successors, versions: Sequence[tuple[str, str]]
) -> dict[str, object]:
    """Everything that changed, with ids."""
    from ontology._esco_diff import kind_of

    def concept(one: "Concept") -> dict[str, object]:
        return {"id": one.id, "kind": kind_of(one), "labels": dict(one.labels), "confidence": one.confidence}

    return {
        "before": {"version": versions[0][0], "from": versions[0][1]},
        "after": {"version": versions[1][0], "from": versions[1][1]},
        "counts": changes.counts(),
        "missing": list(changes.missing),
        "added": [concept(one) for one in changes.added],
        "retired": [{**concept(one), "successor": _successor(successors.get(one.id))} for one in changes.retired],
        "renamed": [
            {"id": one.id, "kind": one.kind, "before": one.before, "after": one.after, "confidence": one.confidence}
            for one in changes.renamed
        ],
        "regrouped": [
            {"id": one.id, "kind": one.kind, "label": one.label, "left": list(one.left), "joined": list(one.joined)}
            for one in changes.regrouped
        ],
        "unsure": list(changes.unsure),
    }


def _successor(one: "Successor | None") -> dict[str, object] | None:
    if one is None:
        return None
    return {"id": one.successor, "match": one.match.value, "confidence": one.confidence, "note": one.note}


def changes_lines(
    changes: "ReleaseChanges",
    successors: _Successors,
    versions: Sequence[tuple[str, str]],
    releases: Sequence["Release"],
    *,
    examples: int,
    language: str,
) -> Iterator[str]:
    """A table of counts, then some of each sort of change."""
    words = _WORDS[language]
    names = [f"ESCO {version}" + words["aside"].format(words[where]) for version, where in versions]
    yield " -> ".join(names)
    sorts = ("added", "retired", "renamed", "regrouped")
    for kind, numbers in changes.counts().items():
        if kind not in changes.missing:
            parts = [f"{words[sort]} {numbers[sort]:,}" for sort in sorts if sort != "regrouped" or _grouped(changes)]
            yield f"  {words[kind]}{words['colon']}" + " · ".join(parts)
    for what in changes.missing:
        yield words["missing"].format(words[what])
    if changes.unsure:
        yield words["unsure"].format(f"{len(changes.unsure):,}")
    known = sum(successors.get(one.id) is not None for one in changes.retired)
    if changes.retired:
        yield words["successors"].format(f"{known:,}", f"{len(changes.retired):,}")

    def label(key: str) -> str:
        found = next((side.concepts[key] for side in reversed(releases) if key in side.concepts), None)
        return name_of(found, language) if found is not None else key

    def called(key: str) -> str:
        """What a renamed concept is called in another language than the one that its names are compared in."""
        if language == "en":
            return ""
        names = [side.concepts[key].labels.get(language, "") for side in releases if key in side.concepts]
        # One name where both releases have the same, or only one of them has any.
        own = " -> ".join(dict.fromkeys(filter(None, names)))
        return f"{own}{words['colon']}" if own else ""

    def end(one: "Concept") -> str:
        successor = successors.get(one.id)
        if successor is None:
            return f"{name_of(one, language)}{words['colon']}{words['none']}"
        sure = words["certainty"].format(successor.confidence)
        aside = words["aside"].format(words["comma"].join((words[successor.match.value], sure)))
        return f"{name_of(one, language)} -> {label(successor.successor)}{aside}"

    yield from _some(
        words["added"], (name_of(one, language) for one in changes.added), len(changes.added), examples, words
    )
    yield from _some(words["retired"], map(end, changes.retired), len(changes.retired), examples, words)
    renamed = (
        f"{called(one.id)}{one.before} -> {one.after}"
        + (words["aside"].format(words["certainty"].format(one.confidence)) if one.confidence < 1 else "")
        for one in changes.renamed
    )
    yield from _some(words["renamed"], renamed, len(changes.renamed), examples, words)
    regrouped = (
        f"{label(one.id)}{words['colon']}"
        + " ".join([*(f"-{label(key)}" for key in one.left), *(f"+{label(key)}" for key in one.joined)])
        for one in changes.regrouped
    )
    yield from _some(words["regrouped"], regrouped, len(changes.regrouped), examples, words)


def name_of(concept: "Concept", language: str) -> str:
    """What a concept is called, in the language if it has a name in it, with the English one behind."""
    english = concept.labels.get("en", "")
    own = concept.labels.get(language, "")
    if language == "en" or not own:
        return english or concept.id
    return f"{own} {english}".strip()


def _grouped(changes: "ReleaseChanges") -> bool:
    return "broader" not in changes.missing


def _some(title: str, lines: Iterable[str], count: int, examples: int, words: Mapping[str, str]) -> Iterator[str]:
    if not count or not examples:
        return
    yield title + words["colon"].rstrip()
    yield from (f"  {line}" for line in islice(lines, examples))
    if count > examples:
        yield words["more"].format(f"{count - examples:,}", count)


def migration_document(done: "Migrated") -> dict[str, object]:
    """What a migration did."""
    report = done.report
    return {
        "before": done.before, "after": done.after, "ended_on": done.ended_on.isoformat(), "added": report.added,
        "updated": report.updated, "retired": report.retired, "succeeded": report.succeeded, "ended": report.ended,
        "carried": report.carried, "written": report.written, "version": report.version,
    }  # fmt: skip


def migration_lines(done: "Migrated", language: str) -> Iterator[str]:
    """The same as text."""
    words, report = _WORDS[language], done.report
    if not report.written:
        yield words["same"].format(done.after)
        return
    yield words["done"].format(
        done.before, done.after, f"{report.added:,}", f"{report.updated:,}", f"{report.retired:,}", done.ended_on
    )
    yield words["people"].format(f"{report.ended:,}", f"{report.carried:,}", report.version)
