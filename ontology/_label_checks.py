"""What a table of Chinese labels must keep to; every fault is told with its table and line.

The checks need nothing but the tables, so they run wherever the package is. Two of them read data files beside the
labels: `names.txt` lists the Latin words that Chinese texts keep (Python, CNC), `glossary.csv` fixes which Chinese
words stand for an English head word. The second also needs the English labels, which ESCO has and we do not ship.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

#: A label that is longer is a sentence, not a name.
LONGEST = 30

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+#.&-]*")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002ffff]")
# Full stops and the like do not belong in a name; 、 and （） do, and a blank only beside a Latin word.
_MARKS = re.compile(r"[，。；：,;:?？!！\"“”'‘’\t]|(?<![A-Za-z0-9)]) | (?![A-Za-z0-9(])")


@dataclass(frozen=True, slots=True)
class Label:
    """One row of a table: where it stands and what it says.

    Attributes:
        kind: the table of its kind of concept, where it stands in another one (`since_1.2`).
    """

    table: str
    line: int
    uri: str
    label: str
    alt: tuple[str, ...] = ()
    kind: str = ""

    @property
    def rules(self) -> str:
        """The table whose rules it keeps to."""
        return self.kind or self.table


@dataclass(frozen=True, slots=True)
class LabelFault:
    """One fault.

    Attributes:
        table, line: where; lines are counted from 1, the header included.
        code: stable word: `empty`, `repeated-uri`, `too-long`, `control-character`, `punctuation`, `latin`,
            `not-simplified`, `repeated-alternative`, `same-label`, `glossary`, `unknown-uri`, `unchanged`,
            `alternatives-lost`.
        subject: the text that is wrong.
        why: what is wrong with it.
    """

    table: str
    line: int
    code: str
    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry: where the English head word stands, one of the Chinese words must."""

    english: str
    pattern: re.Pattern[str]
    tables: frozenset[str]
    chinese: tuple[str, ...]


@cache
def kept_names() -> frozenset[str]:
    """Latin words that Chinese labels keep, as they are written."""
    return frozenset(_lines("names.txt"))


@cache
def rare_characters() -> frozenset[str]:
    """Simplified characters outside GB 2312 (names of elements, tools, fish, ...)."""
    return frozenset("".join(_lines("characters.txt")))


def _lines(name: str) -> list[str]:
    text = resources.files("ontology").joinpath("labels", name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def glossary() -> tuple[Term, ...]:
    """The glossary, in the order of its file: columns `term,tables,zh`, several words joined by `|`."""
    rows = csv.DictReader(
        resources.files("ontology").joinpath("labels", "glossary.csv").read_text("utf-8").splitlines()
    )
    return tuple(
        Term(row["term"], _head_word(row["term"]), frozenset(row["tables"].split("|")), tuple(row["zh"].split("|")))
        for row in rows
    )


def _head_word(term: str) -> re.Pattern[str]:
    stem = re.escape(term[:-1]) + "(?:y|ies)" if term.endswith("y") else re.escape(term) + "(?:s|es)?"
    return re.compile(rf"(?<![\w-]){stem}(?![\w-])", re.IGNORECASE)


def label_faults(labels: Iterable[Label]) -> Iterator[LabelFault]:
    """Check every label of every table, and all of them against each other."""
    seen: dict[str, Label] = {}
    same: defaultdict[tuple[str, str], list[Label]] = defaultdict(list)
    for row in labels:
        if row.uri in seen:
            before = seen[row.uri]
            yield LabelFault(row.table, row.line, "repeated-uri", row.uri, f"labelled already in line {before.line}")
        seen[row.uri] = row
        same[_scheme_of(row), row.label].append(row)
        for text in (row.label, *row.alt):
            for code, why in _text_faults(text):
                yield LabelFault(row.table, row.line, code, text, why)
        if len({row.label, *row.alt}) < 1 + len(row.alt):
            yield LabelFault(row.table, row.line, "repeated-alternative", row.label, "a label is listed twice")
    for (_, text), rows in same.items():
        for row in rows[1:]:
            yield LabelFault(
                row.table, row.line, "same-label", text, f"line {rows[0].line} has it too; add a qualifier in （）"
            )


def _scheme_of(row: Label) -> str:
    # A unit group and its only occupation may share a name, as they do in ESCO; and groups of groups always do.
    return row.uri if row.rules.endswith("_groups") else row.rules


def later_labels(labels: Iterable[Label], later: Iterable[Label]) -> list[Label]:
    """All labels of a later release: those of its `since` table in the place of the earlier ones, the rest as it was.

    A row of a concept that the earlier tables do not name comes last, see `later_faults`.
    """
    rows = {row.uri: row for row in labels}
    for row in later:
        before = rows.get(row.uri)
        rows[row.uri] = replace(row, kind=before.rules if before else "")
    return list(rows.values())


def later_faults(labels: Iterable[Label], later: Iterable[Label]) -> Iterator[LabelFault]:
    """Where a row of a `since` table does not follow the earlier one of its concept."""
    earlier = {row.uri: row for row in labels}
    seen: dict[str, int] = {}
    for row in later:
        if row.uri in seen:
            yield LabelFault(row.table, row.line, "repeated-uri", row.uri, f"labelled already in line {seen[row.uri]}")
        seen.setdefault(row.uri, row.line)
        before = earlier.get(row.uri)
        if before is None:
            yield LabelFault(row.table, row.line, "unknown-uri", row.uri, "no earlier table names this concept")
        elif before.label == row.label:
            yield LabelFault(row.table, row.line, "unchanged", row.label, "the earlier label is the same")
        elif before.alt and not row.alt:
            # A migration keeps what the later record says nothing about: the old names would stay.
            yield LabelFault(row.table, row.line, "alternatives-lost", row.label, "the earlier label has alternatives")


def _text_faults(text: str) -> Iterator[tuple[str, str]]:
    if not text.strip():
        yield "empty", "there is no label"
        return
    if len(text) > LONGEST:
        yield "too-long", f"{len(text)} characters; at most {LONGEST}"
    if not text.isprintable():
        yield "control-character", "it holds a character that cannot be seen"
    if mark := _MARKS.search(text):
        yield "punctuation", f"{mark[0]!r} does not belong in a name"
    for word in _LATIN.findall(text):
        if word.rstrip(".-") not in kept_names():
            yield "latin", f"{word!r} is not a name that Chinese texts keep"
    for character in _HAN.findall(text):
        if character not in rare_characters() and not _in_gb2312(character):
            yield "not-simplified", f"{character!r} is not a simplified character (GB 2312)"


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def glossary_faults(labels: Iterable[Label], english: Mapping[str, str]) -> Iterator[LabelFault]:
    """Where a label does not use the fixed Chinese word for a head word of its English label.

    Args:
        english: URI -> English preferred label; a concept that is not in it is not checked.
    """
    for row in labels:
        source = english.get(row.uri, "")
        for term in glossary():
            if row.rules not in term.tables or not term.pattern.search(source):
                continue
            if not any(word in text for word in term.chinese for text in (row.label, *row.alt)):
                yield LabelFault(
                    row.table, row.line, "glossary", row.label, f"{term.english!r} is {' or '.join(term.chinese)}"
                )
