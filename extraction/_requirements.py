"""What an occupation's definition and tasks say that it requires: each clause linked to skills, its words kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction._linker import Linker
from extraction._settings import table

_CLAUSE = re.compile(r"[^，。；、,;.:：\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedSkill:
    """A skill that a clause of an occupation's text stands for.

    Attributes:
        id: of the skill.
        confidence: in [0, 1], the linker's score of the clause, the best where several clauses stand for it.
        part: 0 for the definition, n for the n-th task.
        start, end: span of the clause in that part, end exclusive.
        text: the characters of that span.
    """

    id: str
    confidence: float
    part: int
    start: int
    end: int
    text: str


def derive_requirements(
    linker: Linker, *, definition: str, tasks: Sequence[str] = (), scheme: str | None = "esco"
) -> tuple[DerivedSkill, ...]:
    """Link the clauses of a definition and of tasks to skills.

    Clauses end at commas, semicolons, full stops and the enumeration comma; what frames a Chinese definition ("从事",
    "等工作的人员") is left out. Limits are in `data/requirements.toml`.

    Args:
        linker: with a vocabulary that has names in the language of the text.
        scheme: only skills of this scheme; None for all.
    Returns:
        each skill once with its best clause, the first of equal ones; surest first, equal ones by id.
    Raises:
        LinkInputError: the vocabulary holds no skill of the scheme.
    """
    settings = table("requirements.toml")
    best: dict[str, DerivedSkill] = {}
    for part, text in enumerate((definition, *tasks)):
        for start, end in _clauses(text, settings["frame"], settings["least_characters"]):
            links = linker.link(text[start:end], kind="skill", scheme=scheme, top=settings["skills_per_clause"])
            for link in links:
                if link.score < settings["least_score"] or (link.id in best and best[link.id].confidence >= link.score):
                    continue
                best[link.id] = DerivedSkill(
                    id=link.id, confidence=link.score, part=part, start=start, end=end, text=text[start:end]
                )
    return tuple(sorted(best.values(), key=lambda skill: (-skill.confidence, skill.id)))


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
