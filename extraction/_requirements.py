"""What an occupation's name, definition and tasks say that it requires: every passage linked to skills, words kept."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction._linker import Linker
from extraction._settings import table

#: The part of a derived skill that stands for the occupation's name.
NAME = -1
_CLAUSE = re.compile(r"[^，。；、,;.:：\n]+")
#: What stands around a text and is no word of it.
_EDGES = re.compile(r"^[\s，。；、,;.:：]+|[\s，。；、,;.:：]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedSkill:
    """A skill that passages of an occupation's text stand for.

    Attributes:
        id: of the skill.
        confidence: in [0, 1], the votes of all passages together.
        part: -1 for the name, 0 for the definition, n for the n-th task: where the likest passage stands.
        start, end: span of that passage in that part, end exclusive.
        text: the characters of that span.
    """

    id: str
    confidence: float
    part: int
    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Found:
    """The chance that every passage so far is wrong about a skill, and the likest one: its score, part and span."""

    missed: float
    score: float
    part: int
    start: int
    end: int


def derive_requirements(
    linker: Linker, *, definition: str, tasks: Sequence[str] = (), name: str = "", scheme: str | None = "esco"
) -> tuple[DerivedSkill, ...]:
    """Link the name, the definition, each task and their clauses to skills.

    Clauses end at commas, semicolons, full stops and the enumeration comma; what frames a Chinese definition ("从事",
    "等工作的人员") is left out. A passage votes for a skill with the square of the linker's score; votes add up as
    chances do, so that what is said twice is surer. Limits are in `data/requirements.toml`.

    Args:
        linker: with a vocabulary that has names in the language of the text.
        scheme: only skills of this scheme; None for all.
    Returns:
        each skill once with its likest passage, the first of equal ones; surest first, equal ones by id.
    Raises:
        LinkInputError: the vocabulary holds no skill of the scheme.
    """
    settings = table("requirements.toml")
    parts = {NAME: name, **dict(enumerate((definition, *tasks)))}
    found: dict[str, _Found] = {}
    for part, text in parts.items():
        for (start, end), times in _passages(text, settings["frame"], settings["least_characters"]).items():
            links = linker.link(text[start:end], kind="skill", scheme=scheme, top=settings["skills_per_passage"])
            for link in links:
                if link.score < settings["least_score"]:
                    continue
                best = found.setdefault(link.id, _Found(1.0, 0.0, part, start, end))
                best.missed *= (1 - min(link.score, 1.0) ** 2) ** times
                if link.score > best.score:
                    best.score, best.part, best.start, best.end = link.score, part, start, end
    derived = (
        DerivedSkill(
            id=skill, confidence=round(1 - best.missed, 6), part=best.part, start=best.start, end=best.end,
            text=parts[best.part][best.start : best.end],
        )
        for skill, best in found.items()
    )  # fmt: skip
    sure = (skill for skill in derived if skill.confidence >= settings["least_confidence"])
    return tuple(sorted(sure, key=lambda skill: (-skill.confidence, skill.id)))


def _passages(text: str, frame: str, least: int) -> Mapping[tuple[int, int], int]:
    """Spans of the clauses and of the whole text, whose words may belong together across its commas; how often each.

    A text of one clause is both, so its votes count twice.
    """
    whole = _EDGES.sub("", text)
    spans = Counter(_clauses(text, frame, least))
    if len(whole) >= least:
        start = text.index(whole)
        spans[start, start + len(whole)] += 1
    return spans


def _clauses(text: str, frame: str, least: int) -> Iterator[tuple[int, int]]:
    """Spans of the clauses, blanks and frame around them taken off."""
    for found in _CLAUSE.finditer(text):
        start, end = found.span()
        for cut in list(re.finditer(frame, found.group().strip())):
            offset = found.start() + len(found.group()) - len(found.group().lstrip())
            if cut.start() == 0:
                start = offset + cut.end()
            else:
                end = offset + cut.start()
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if end - start >= least:
            yield start, end
