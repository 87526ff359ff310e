"""Jobs held: lines with a span of months, and the title and employer that stand beside it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extraction._dates import MonthSpan, find_span
from extraction._sections import Line
from extraction._settings import table

_SEPARATOR = re.compile(
    r"\t+|[ ]*[|｜/·•][ ]*|[ ]+[–—-]{1,2}[ ]+|[，,；;][ ]*|[ ]+(?:at|@)[ ]+|[（(]|[)）]"
    r"|(?<=[\u4e00-\u9fff])[ ](?=[\u4e00-\u9fff])"
)
_SMALL_WORDS = frozenset({"of", "and", "the", "for", "in", "at", "by", "de", "und", "s"})
_LABEL = re.compile(
    r"^(?:职位|岗位|职务|公司|单位|公司名称|工作单位|任职|title|position|employer|company)[ ]*[:：][ ]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a header line with its place in the text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the document lays it out; spans are in the document's text."""

    title: Part
    employer: Part | None
    months: MonthSpan | None
    start: int
    end: int


def find_jobs(lines: Sequence[Line], *, is_title: Callable[[str], bool]) -> tuple[Job, ...]:
    """The jobs of a document, in its order.

    Lines with a span of months in the experience section (anywhere but education, where a document has no such
    section) begin a job; the title may stand on that line, or on the plain lines right before or after it.

    Args:
        is_title: whether the vocabulary knows a text as an occupation.
    """
    sections = {line.section for line in lines}
    if "experience" in sections:
        wanted = [line.section == "experience" for line in lines]
    else:
        wanted = [line.section not in ("education", "training", "certificates", "projects") for line in lines]
    jobs: list[Job] = []
    used: set[int] = set()
    for number, line in enumerate(lines):
        if not wanted[number] or line.heading or number in used:
            continue
        months = find_span(line.text)
        if months is None or (line.bullet and not months.end and not line.text[: months.begin].strip(" •●-*")):
            continue  # "• since 2024 team lead" is a detail of the job above
        header = _header(lines, number, months, used)
        rows = [_parts(lines[index], months if index == number else None) for index in header]
        title = _best([part for row in rows for part in row], is_title)
        if title is None:
            continue
        used.update(header)
        employer = _employer(rows, title)
        if employer is None and any(job.title.text == title.text and _starts(job) == months.start for job in jobs):
            continue  # the job's own heading above its details, after a table of jobs
        start = min(part.start for part in (title, employer) if part)
        end = max(part.end for part in (title, employer) if part)
        jobs.append(
            Job(title, employer, months, min(start, line.start + months.begin), max(end, line.start + months.finish))
        )
    return tuple(jobs)


def _starts(job: Job) -> str:
    return job.months.start if job.months else ""


def _header(lines: Sequence[Line], number: int, months: MonthSpan, used: set[int]) -> list[int]:
    """Indices of the lines that introduce one job: its date line and plain neighbours."""
    line = lines[number]
    rest = (line.text[: months.begin] + line.text[months.finish :]).strip(" \t|｜()（）,，-–—:：")
    header = [number]
    enough = len(_split(rest)) >= 2
    before = number - 1
    while not enough and before >= 0 and number - before <= 2 and _introduces(lines[before]) and before not in used:
        header.insert(0, before)
        before -= 1
    if not enough and len(header) == 1:
        after = number + 1
        while after < len(lines) and after - number <= 2 and _introduces(lines[after]):
            header.append(after)
            after += 1
    return header


def _introduces(line: Line) -> bool:
    plain = bool(line.text.strip()) and not line.heading and not line.bullet and len(line.text) <= 70
    sentence = line.text.rstrip().endswith((".", "。", "；", ";")) and len(line.text) > 40
    return plain and not sentence and find_span(line.text) is None


def _split(text: str) -> list[str]:
    return [piece for piece in _SEPARATOR.split(text) if piece and piece.strip()]


def _parts(line: Line, months: MonthSpan | None) -> list[Part]:
    text = line.text
    if months is not None:
        text = text[: months.begin] + "\t" * (months.finish - months.begin) + text[months.finish :]
    parts: list[Part] = []
    position = 0
    for found in [*_SEPARATOR.finditer(text), None]:
        piece = text[position : found.start() if found else len(text)]
        start = position + len(piece) - len(piece.lstrip(" :：-–—"))
        labelled = _LABEL.match(piece.strip())
        if labelled:
            start += labelled.end()
        stripped = text[start : position + len(piece)].rstrip(" :：-–—")
        if stripped and "_" not in stripped:
            parts.append(Part(line.start + start, line.start + start + len(stripped), stripped))
        position = found.end() if found else position
    return parts


def _best(parts: Sequence[Part], is_title: Callable[[str], bool]) -> Part | None:
    scored = [(_title_score(part.text, is_title), -number, part) for number, part in enumerate(parts)]
    if not scored:
        return None
    score, _, part = max(scored, key=lambda entry: entry[:2])
    return part if score > 0 else None


def _title_score(text: str, is_title: Callable[[str], bool]) -> float:
    words = table("titles.toml")
    lower = text.lower()
    score = 0.0
    if is_title(text):
        score += 4
    if any(lower.endswith(word) for word in words["title"]) or _has_word(lower, words["title_en"]):
        score += 2
    if any(word in lower for word in words["employer"]) or _has_word(lower, words["employer_en"]):
        score -= 1.5
    if len(text) > 40 or not re.search(r"[^\W\d_]{2}", text):
        score -= 3
    return score


def _employer(rows: Sequence[Sequence[Part]], title: Part) -> Part | None:
    """What stands beside the title: a part with a word that employers have, else one that reads like a name.

    A row of its own that holds anything else than names is a detail of the job ("drove forklifts, Excel").
    """
    words = table("titles.toml")
    others = [part for row in rows for part in row if part is not title and re.search(r"[^\W\d_]{2}", part.text)]
    for part in others:
        lower = part.text.lower()
        if any(word in lower for word in words["employer"]) or _has_word(lower, words["employer_en"]):
            return part
    named = [row for row in rows if title in row or all(_reads_like_a_name(part.text) for part in row)]
    return next((part for part in others if any(part in row for row in named) and _reads_like_a_name(part.text)), None)


def _reads_like_a_name(text: str) -> bool:
    """Latin names are capitalised word for word; "did forklift driving daily" is a detail of the job, no employer."""
    words = re.findall(r"[A-Za-z]+", text)
    return all(word[0].isupper() or word in _SMALL_WORDS for word in words)


def _has_word(lower: str, words: Sequence[str]) -> bool:
    return not set(re.findall(r"[a-z]+", lower)).isdisjoint(words)
