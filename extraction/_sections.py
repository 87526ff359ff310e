"""Lines of a document grouped under their headings, and whether it is a resume or a posting."""

import re
from dataclasses import dataclass
from functools import lru_cache

from extraction._settings import table

_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|\d{1,2}[.、)]|[#*•●■▪◆▎|]+)\s*")
_FRAME = " \t【】[]<>《》「」—–-=_*#:：|·•●■◆▎.。"
_INLINE = re.compile(r"^([^:：\n]{2,24})[:：][ \t]*(\S.*)$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its place in the text and the section that it is in.

    Attributes:
        start, end: span without the heading of an inline section ("技能：...").
        section: name from `data/sections.toml`, "" before the first heading.
        heading: whether it is nothing but a heading.
        bullet: whether it begins like a list item.
    """

    start: int
    end: int
    text: str
    section: str
    heading: bool = False
    bullet: bool = False


def split_lines(text: str) -> tuple[Line, ...]:
    """Every non-empty line with its section."""
    lines: list[Line] = []
    section = ""
    position = 0
    for raw in text.split("\n"):
        start, position = position, position + len(raw) + 1
        if not raw.strip():
            lines.append(Line(start, start, "", section))
            continue
        named = section_named(raw)
        if named:
            section = named
            lines.append(Line(start, start + len(raw), raw, section, heading=True))
            continue
        inline = _INLINE.match(raw)
        if inline and (named := section_named(inline.group(1))):
            section = named
            start += inline.start(2)
            raw = inline.group(2)
        bullet = raw.lstrip()[:1] in "•●■▪◦·*-–—○◆" or re.match(r"\s*\d{1,2}[.、)．]\s*\D", raw) is not None
        lines.append(Line(start, start + len(raw), raw, section, bullet=bullet))
    return tuple(lines)


def section_named(line: str) -> str:
    """The section that a line is the heading of, "" if it is none."""
    if len(line) > 48:
        return ""
    words = _NUMBERED.sub("", line.strip()).strip(_FRAME).lower().replace("&", "and")
    words = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", words)
    found = _headings().get(words)
    if found is None and "/" in words:
        found = _headings().get(words.split("/")[0].strip())
    if found is None and (bilingual := re.match(r"([\u4e00-\u9fff]+)\s+[a-z ]+$", words)):
        found = _headings().get(bilingual.group(1))
    return found or ""


def is_posting(lines: tuple[Line, ...]) -> bool:
    """Whether headings and phrases speak for a posting rather than a resume; a draw counts as a resume."""
    groups = table("sections.toml")
    found = {line.section for line in lines} - {""}
    text = "\n".join(line.text for line in lines).lower()
    posting = 2 * len(found & groups["posting"].keys()) + sum(cue in text for cue in groups["cues"]["posting"])
    resume = 2 * len(found & groups["resume"].keys()) + sum(cue in text for cue in groups["cues"]["resume"])
    return posting > resume


@lru_cache(maxsize=1)
def _headings() -> dict[str, str]:
    groups = table("sections.toml")
    # a heading that both kinds of document use ("联系方式") is the resume's
    return {
        heading: section
        for group in ("posting", "resume")
        for section, headings in groups[group].items()
        for heading in headings
    }
