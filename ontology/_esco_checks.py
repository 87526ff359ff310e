"""What makes a release of ESCO unfit as a whole: labels that cannot be shown, a hierarchy that runs in a circle,
tables of two releases."""

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ontology._tables import Row, row_error
from ontology.errors import SourceHierarchyError, SourceVersionError
from ontology.vocabulary import RelatedTier

#: What cannot be seen or means nothing to others: control characters but for the line end between two labels, marks
#: that turn the direction of writing, separators, tags, private use, the mark of lost text, what is no character.
#: Joiners and direction marks of single words (U+200C to U+200F) belong to languages of ESCO.
_CONTROL = re.compile(
    "\r(?!\n)|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\uffff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_VERSION = re.compile(r"\d+\.\d+(\.\d+)?", re.ASCII)
#: As in `ESCO dataset - v1.1.1 - classification - en - csv.zip` and the folder `v1.2.0_en`.
_NAMED_VERSION = re.compile(r"(?:ESCO dataset - |^)v(\d+\.\d+(?:\.\d+)?)(?:_|\b)", re.ASCII)
_TIERS = {"essential": RelatedTier.ESSENTIAL, "optional": RelatedTier.OPTIONAL}
#: Both ends of a relation -> its line, below zero where it is optional.
Said = dict[tuple[str, str], int]

#: Invisible and without any meaning. ESCO 1.1.1 and 1.2 have two alternative labels with one, which is taken out.
_NOTHING = re.compile("[\xad\u200b\u2060-\u2064\ufeff]")
_ONE_LINE = "preferredLabel"
#: Between alternative labels; tables of collections have the bar.
_BETWEEN = re.compile(r"\n| \| ")
_LABELS = frozenset({_ONE_LINE, "altLabels", "hiddenLabels"})
#: Characters of a label. The longest of ESCO 1.1.1 has 108, an alternative 166; more is no name.
_LONGEST = 500
_URI = re.compile(r"http://data\.europa\.eu/esco/[\w-]{1,40}/[\w.-]{1,80}", re.ASCII)

#: ESCO 1.1.1 has 67 requirements in 124 thousand that name a concept it does not list (0.05 %). A table of another
#: release has far more: 275 of the 20,822 broader relations of 1.2 (1.3 %) name a skill that 1.1.1 lacks.
_MOST_DANGLING = 0.003
#: Fewer say nothing about the release.
_FEWEST_DANGLING = 100
#: Every concept of 1.1.1 and 1.2 but the 14 at the top has a broader one. 1.2 has 35 occupations more than 1.1.1, which
#: the relations of 1.1.1 do not name.
_MOST_UNPLACED = 20
#: How many concepts of a circle a message names.
_SHOWN = 5


def check_version(file: Path, version: str) -> None:
    """Refuse a release that is none, or another one than a file is named after.

    Raises:
        SourceVersionError: it is.
    """
    if not _VERSION.fullmatch(version):
        raise SourceVersionError(
            f"{version!r} is not an ESCO release, so nobody could tell which one is stored. Nothing was imported.",
            hint="Write it like 1.1.1.", hint_zh="请写成 1.1.1 的形式。", file=str(file), version=version,
            text={"zh": f"{version!r} 不是 ESCO 的版本号。未导入任何内容。"},
        )  # fmt: skip
    # The tables do not say their release; the name under which they are published does.
    named = _NAMED_VERSION.search(file.name)
    if named and named[1] != version:
        raise SourceVersionError(
            f"{file} is named as ESCO {named[1]}, not {version}. Nothing was imported.",
            hint=f"Use --version {named[1]}, or rename the file if its name is wrong.",
            hint_zh=f"请使用 --version {named[1]}；若文件名有误，请更正文件名。",
            file=str(file),
            version=named[1],
            text={"zh": f"{file} 按文件名是 ESCO {named[1]}，不是 {version}。未导入任何内容。"},
        )


def plain_labels(rows: Iterable[Row], *, columns: Sequence[str], file: str) -> Iterator[Row]:
    """The same rows, of labels that can be shown; what is invisible and means nothing is taken out of alternatives.

    Raises:
        SourceRowError: a label is empty, too long, or holds a control character; line ends are allowed between
            alternative labels only.
    """
    places = [(column, place) for place, column in enumerate(columns) if column in _LABELS]
    for row in rows:
        line, fields = row
        for column, place in places:
            text = fields[place].strip()
            _refuse_unshowable(text, column, file, line)
            if column != _ONE_LINE and _NOTHING.search(text):
                fields = (*fields[:place], _NOTHING.sub("", text), *fields[place + 1 :])
        yield line, fields


def _refuse_unshowable(text: str, column: str, file: str, line: int) -> None:
    found = _CONTROL.search(text)
    if found is None and column == _ONE_LINE:
        found = re.search("\n", text) or _NOTHING.search(text)
        if not text:
            raise row_error(file, line, f"{column} is empty, so the concept has no name", what_zh=f"{column} 为空")
    if found is not None:
        code, before = f"U+{ord(found[0]):04X}", text[: found.start()][-30:]
        raise row_error(
            file, line, f"{column} holds the control character {code} after {before!r}",
            what_zh=f"{column} 在 {before!r} 之后含有控制字符 {code}",
        )  # fmt: skip
    for name in _BETWEEN.split(text):
        if len(name) > _LONGEST:
            raise row_error(
                file, line, f"{column} has a label of {len(name):,} characters; at most {_LONGEST} are taken",
                what_zh=f"{column} 中有 {len(name):,} 个字符的标签，最多 {_LONGEST} 个",
            )  # fmt: skip


def unshowable(label: str) -> str | None:
    """The first character of a label of one line that nobody can see or that means nothing to others.

    >>> unshowable("ride"), unshowable("ri\\x07de")
    (None, '\\x07')
    """
    found = _CONTROL.search(label) or re.search("[\r\n]", label)
    return found[0] if found else None


def refuse_repeated(file: str, line: int, uri: str, seen: Collection[str]) -> None:
    """Refuse a concept that an earlier row has.

    Raises:
        SourceRowError: it is in `seen`, or its URI is none that ESCO gives.
    """
    if not _URI.fullmatch(uri):
        raise row_error(
            file, line, f"{uri[:120]!r} is not written like a URI of ESCO", what_zh=f"{uri[:120]!r} 不是 ESCO 的 URI"
        )
    if uri in seen:
        raise row_error(file, line, f"{uri} is listed a second time", what_zh=f"{uri} 重复出现")


def refuse_cycle(parents: Mapping[str, Sequence[str]], *, file: str) -> None:
    """Refuse a hierarchy in which a concept is broader than itself. O(edges).

    Raises:
        SourceHierarchyError: names the concepts of the first circle found.
    """
    done: set[str] = set()
    for start in parents:
        if start in done:
            continue
        trail = [start]
        waiting = [iter(parents[start])]
        on_trail = {start}
        while waiting:
            parent = next(waiting[-1], None)
            if parent is None:
                waiting.pop()
                left = trail.pop()
                on_trail.discard(left)
                done.add(left)
            elif parent in on_trail:
                raise _circle_error(file, [*trail[trail.index(parent) :], parent])
            elif parent not in done:
                trail.append(parent)
                on_trail.add(parent)
                waiting.append(iter(parents.get(parent, ())))


def _circle_error(file: str, circle: Sequence[str]) -> SourceHierarchyError:
    way = " -> ".join(circle)
    if len(circle) > _SHOWN + 1:
        way = f"{' -> '.join(circle[:_SHOWN])} -> ... -> {circle[-1]} ({len(circle) - 1:,} concepts)"
    return SourceHierarchyError(
        f"{file}: the hierarchy runs in a circle: {way}. A concept cannot be broader than itself. "
        "Nothing was imported.",
        hint="Get the file again from its publisher, or take one of these lines out.",
        hint_zh="请从发布者处重新下载该文件，或删去其中一行。",
        file=file,
        circle=list(circle),
        text={"zh": f"{file}：层级成环：{way}。概念不能比自身更宽。未导入任何内容。"},
    )


def refuse_unplaced(file: str, concepts: Collection[str], placed: Container[str]) -> None:
    """Refuse a hierarchy that leaves out concepts which the classification lists.

    Raises:
        SourceVersionError: at least 20 concepts have no broader one, and more than 0.3 % of them.
    """
    missing = sorted(concept for concept in concepts if concept not in placed)
    if len(missing) >= _MOST_UNPLACED and len(missing) > _MOST_DANGLING * len(concepts):
        raise SourceVersionError(
            f"{file}: {len(missing):,} of {len(concepts):,} concepts of the classification have no broader one in it, "
            f"for example {missing[-1]}: the two are of different releases. Nothing was imported.",
            hint="Use the classification and the relations of one release.",
            hint_zh="请使用同一版本的分类表与关系表。",
            file=file,
            unplaced=len(missing),
            text={
                "zh": f"{file}：分类表的 {len(concepts):,} 个概念中有 {len(missing):,} 个在层级中没有上位概念，"
                f"例如 {missing[-1]}：两者不是同一版本。未导入任何内容。"
            },
        )


def refuse_empty(file: str, rows: int) -> None:
    """Refuse a table that ends with its header: all that should be in it would be lost without a word.

    Raises:
        SourceRowError: there is no row.
    """
    if not rows:
        raise row_error(file, 2, "the table ends with its header", what_zh="表格只有表头，没有内容")


def refuse_mixture(file: str, *, dangling: int, rows: int) -> None:
    """Refuse a table whose relations too often name concepts that the classification does not list.

    Raises:
        SourceVersionError: at least 100 relations do, and more than 0.3 % of them.
    """
    if dangling >= _FEWEST_DANGLING and dangling > _MOST_DANGLING * rows:
        raise SourceVersionError(
            f"{file}: {dangling:,} of {rows:,} relations name a concept that the classification does not list: "
            "the two are of different releases. Nothing was imported.",
            hint="Use the classification and the relations of one release.",
            hint_zh="请使用同一版本的分类表与关系表。",
            file=file,
            dangling=dangling,
            text={
                "zh": f"{file}：{rows:,} 条关系中有 {dangling:,} 条指向分类表没有的概念："
                "两者不是同一版本。未导入任何内容。"
            },
        )


def relation_tier(row: Row, file: str, said: Said) -> RelatedTier:
    """What a row of relations says: start, word, end; `said` holds what the rows before it said.

    Raises:
        SourceRowError: the word is neither `essential` nor `optional`, or an earlier row has the other one.
    """
    line, (start, word, end) = row
    if word not in _TIERS:
        raise row_error(
            file, line, f"the relation is {word!r}, not 'essential' or 'optional'",
            what_zh=f"关系是 {word!r}，应为 essential 或 optional",
        )  # fmt: skip
    before = said.setdefault((start, end), line if word == "essential" else -line)
    if (before > 0) is not (word == "essential"):
        raise row_error(
            file, line, f"{start} and {end} are {word} here and not on line {abs(before)}",
            what_zh=f"{start} 与 {end} 在此为 {word}，与第 {abs(before)} 行矛盾",
        )  # fmt: skip
    return _TIERS[word]
