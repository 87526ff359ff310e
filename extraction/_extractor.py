"""From a document's text to a profile or a posting, each statement with its evidence."""

import re
from collections import defaultdict
from threading import Lock

from extraction._document import Document
from extraction._education import find_studies
from extraction._experience import Job, find_jobs
from extraction._language import is_mixed, language_of
from extraction._linker import Linker
from extraction._pay import find_pay
from extraction._pipeline import SPANS, build_pipeline
from extraction._places import PlaceFinder
from extraction._privacy import name_span
from extraction._sections import Line, is_posting, split_lines
from extraction._settings import matching, table
from extraction._spacy import Doc, Language, Span
from extraction._vocabulary import EntryKind, Vocabulary, VocabularyEntry
from ontology import (
    EducationStatement,
    Evidence,
    ExperienceStatement,
    LocationStatement,
    PostingProfile,
    Profile,
    SkillStatement,
)
from ontology.ids import OccupationId, SkillId

_OBJECTIVE = re.compile(
    r"(?:求职意向|求职目标|期望职位|应聘职位|应聘岗位|意向岗位|意向职位|目标岗位|objective|target position)"
    r"[ ]*[:：][ ]*([^\t\n]{2,40})",
    re.IGNORECASE,
)
_PLACE_REACH = 400
#: Sections that say nothing about what the person can do, or the job asks for.
_SILENT = ("contact", "references", "offer", "employer", "how", "place")


class Extractor:
    """Links documents to one vocabulary. Thread-safe; pipelines are built when first needed (about a second).

    Args:
        vocabulary: what mentions are linked to.
        linker: links job titles that are no name in the vocabulary; one over the same vocabulary if not given.
    """

    def __init__(self, vocabulary: Vocabulary, *, linker: Linker | None = None) -> None:
        self._vocabulary = vocabulary
        self._linker = linker or Linker(vocabulary)
        self._places = PlaceFinder(vocabulary.regions)
        self._by_id = {entry.id: entry for entry in vocabulary.entries}
        self._pipelines: dict[str, Language] = {}
        self._lock = Lock()

    def extract(self, document: Document) -> Profile | PostingProfile:
        """Read a resume into a `Profile`, a job advertisement into a `PostingProfile`.

        Spans are offsets into `document.text`. Statements are in the order of their first evidence, except that
        denied skills come last. A skill that is both denied and stated counts as stated.
        """
        lines = split_lines(document.text)
        language = language_of(document.text)
        doc = self._annotated(document.text, language)
        posting = document.hint == "posting" or (document.hint == "" and is_posting(lines))
        if posting:
            return self._posting(document, doc, lines, language)
        return self._profile(document, doc, lines, language)

    def _annotated(self, text: str, language: str) -> Doc:
        with self._lock:
            if language not in self._pipelines:
                self._pipelines[language] = build_pipeline(language, self._vocabulary)
            pipeline = self._pipelines[language]
        return pipeline(text)

    def _profile(self, document: Document, doc: Doc, lines: tuple[Line, ...], language: str) -> Profile:
        jobs = find_jobs(lines, is_title=lambda text: self._named_occupation(text) is not None)
        name = name_span(document.text, known=_no_names())
        titles = [(part.start, part.end) for job in jobs for part in (job.title, job.employer) if part]
        skills = self._skills(document, doc, lines, language, apart=[*titles, *([name] if name else [])])
        experiences = tuple(self._experience(document, job, language) for job in jobs)
        education = tuple(
            EducationStatement(
                institution=study.institution,
                field=study.field,
                level=study.level,
                start=study.first,
                end=study.last,
                evidence=(_evidence(document, study.start, study.end, 0.85, "education/1"),),
            )
            for study in find_studies(lines)
        )
        return Profile(
            document=document.id,
            language=language,
            skills=skills,
            experiences=experiences,
            education=education,
            location=self._location(document),
            target_occupation=self._target(lines),
            warnings=_warnings(document.text, language, skills=len(skills), experiences=experiences),
        )

    def _posting(self, document: Document, doc: Doc, lines: tuple[Line, ...], language: str) -> PostingProfile:
        title = _posting_title(lines)
        found = self._occupation(title.text) if title else None
        apart = [(line.start, line.end) for line in lines if title and line.start <= title.start <= line.end]
        pay = find_pay(document.text)
        skills = self._skills(document, doc, lines, language, apart=apart, asked=True)
        return PostingProfile(
            document=document.id,
            language=language,
            title=title.text if title else "",
            occupation=OccupationId(found[0].id) if found else None,
            occupation_label=found[0].label(language) if found else "",
            occupation_confidence=round(found[1], 4) if found else 0.0,
            skills=skills,
            location=self._location(document),
            pay_min=pay.low if pay else None,
            pay_max=pay.high if pay else None,
            currency=pay.currency if pay else "",
            warnings=_warnings(document.text, language, skills=len(skills), experiences=None),
        )

    def _skills(
        self,
        document: Document,
        doc: Doc,
        lines: tuple[Line, ...],
        language: str,
        *,
        apart: list[tuple[int, int]],
        asked: bool = False,
    ) -> tuple[SkillStatement, ...]:
        """Skill mentions joined per skill; `apart` are spans that are no skills (titles, a name)."""
        stated: dict[str, list[Evidence]] = defaultdict(list)
        denied: dict[str, list[Evidence]] = defaultdict(list)
        importance: dict[str, float] = defaultdict(float)
        for span in doc.spans[SPANS]:
            if span.label_ != EntryKind.SKILL or any(
                start < span.end_char and span.start_char < end for start, end in apart
            ):
                continue
            line = _line_at(lines, span.start_char)
            if line.heading or line.section in (*_SILENT, *(() if asked else ("objective",))) or "_" in span.text:
                continue
            if span._.pathloom_wished and not asked:
                continue
            confidence = _confidence(span, line)
            if confidence < matching().limits["keep"]:
                continue
            evidence = _evidence(document, span.start_char, span.end_char, confidence, span._.pathloom_method)
            (denied if span._.pathloom_denied and not asked else stated)[span.id_].append(evidence)
            importance[span.id_] = max(importance[span.id_], _importance(line) if asked else 1.0)
        return tuple(
            SkillStatement(
                skill=SkillId(skill),
                label=self._by_id[skill].label(language),
                negated=negated,
                importance=importance[skill],
                evidence=tuple(evidence),
            )
            for found, negated in ((stated, False), (denied, True))
            for skill, evidence in found.items()
            if not (negated and skill in stated)
        )

    def _experience(self, document: Document, job: Job, language: str) -> ExperienceStatement:
        found = self._occupation(job.title.text)
        months = job.months
        return ExperienceStatement(
            title=job.title.text,
            employer=job.employer.text if job.employer else "",
            start=months.start if months else "",
            end=months.end if months else "",
            current=months.current if months else False,
            occupation=OccupationId(found[0].id) if found else None,
            occupation_label=found[0].label(language) if found else "",
            occupation_confidence=round(found[1], 4) if found else 0.0,
            evidence=(
                _evidence(document, job.start, job.end, 0.9 if months and months.exact else 0.75, "experience/1"),
            ),
        )

    def _occupation(self, title: str) -> tuple[VocabularyEntry, float] | None:
        """The occupation of a job title and how sure that is: by name, by a name inside it, else by likeness."""
        named = self._named_occupation(title)
        if named is not None:
            return named
        links = self._linker.link(title, kind=EntryKind.OCCUPATION, top=1)
        if links and links[0].score >= matching().limits["title_link"]:
            return self._by_id[links[0].id], min(links[0].score, 0.85)
        return None

    def _named_occupation(self, title: str) -> tuple[VocabularyEntry, float] | None:
        doc = self._annotated(title, language_of(title))
        best: tuple[float, VocabularyEntry, float] | None = None
        for span in doc.spans[SPANS]:
            if span.label_ != EntryKind.OCCUPATION:
                continue
            share = (span.end_char - span.start_char) / max(len(title), 1)
            confidence = span._.pathloom_confidence * (0.6 + 0.4 * share)
            if best is None or share > best[0]:
                best = (share, self._by_id[span.id_], confidence)
        return None if best is None or best[0] < 0.4 else (best[1], best[2])

    def _location(self, document: Document) -> LocationStatement | None:
        place = self._places.find(document.text, reach=_PLACE_REACH)
        if place is None:
            return None
        evidence = _evidence(document, place.start, place.end, place.confidence, "place-name/1")
        return LocationStatement(name=place.name, region=place.region, evidence=(evidence,))

    def _target(self, lines: tuple[Line, ...]) -> OccupationId | None:
        labelled = filter(None, (_OBJECTIVE.search(line.text) for line in lines))
        wishes = [objective.group(1) for objective in labelled]
        wishes += [
            line.text for line in lines if line.section == "objective" and not line.heading and line.text.strip()
        ]
        for wish in wishes:
            found = self._occupation(re.split(r"[\t，,；;。|｜/、]", wish.strip())[0])
            if found:
                return OccupationId(found[0].id)
        return None


def _evidence(document: Document, start: int, end: int, confidence: float, method: str) -> Evidence:
    return Evidence(document.id, start, end, document.text[start:end], round(confidence, 4), method)


def _line_at(lines: tuple[Line, ...], position: int) -> Line:
    for line in lines:
        if line.start <= position < max(line.end, line.start + 1):
            return line
    return Line(position, position, "", "")


def _confidence(span: Span, line: Line) -> float:
    factor = matching().factor
    confidence = float(span._.pathloom_confidence)
    if line.section in ("skills", "certificates", "languages", "requirements", "preferred"):
        return confidence * factor["listed"]
    if len(span) == 1 and span.text.isascii() and not _is_proper(span, line):
        named = span._.pathloom_method.startswith(("label-preferred", "label-bare"))
        confidence *= factor["one_word" if named else "lone_alias"]
    return confidence * factor["experience" if line.section == "experience" else "elsewhere"]


def _is_proper(span: Span, line: Line) -> bool:
    """Whether a word is written like the name of a product: capitals inside it, or a capital inside the line."""
    inside = line.text[: span.start_char - line.start].strip(" \t•-*–") != ""
    return span.text[1:] != span.text[1:].lower() or (inside and span.text[0].isupper())


def _importance(line: Line) -> float:
    words = table("words.toml")["asking"]
    lower = line.text.lower()
    if line.section == "preferred" or any(word in lower for word in words["optional"]):
        return float(words["importance_optional"])
    if any(word in lower for word in words["essential"]):
        return float(words["importance_essential"])
    key = {"requirements": "importance_requirements", "duties": "importance_duties"}.get(line.section)
    return float(words[key or "importance_elsewhere"])


def _posting_title(lines: tuple[Line, ...]) -> Line | None:
    for line in lines:
        text = line.text.strip()
        if not text or line.heading:
            continue
        found = re.match(
            r"(?:职位名称|招聘岗位|招聘职位|岗位名称|招聘|岗位|职位|job title|position|title)[ ]*[:：][ ]*",
            text,
            re.IGNORECASE,
        )
        start = line.start + (found.end() if found else 0)
        title = re.split(r"[\t|｜]|[（(]", text[found.end() if found else 0 :])[0].strip()
        title = re.sub(r"^(?:诚聘|急聘|招聘|高薪诚聘|now hiring:?|hiring:?)[ ]*", "", title, flags=re.IGNORECASE)
        if title:
            return Line(start, start + len(title), title, line.section)
    return None


def _no_names() -> frozenset[str]:
    groups = table("sections.toml")
    headings = {heading for group in ("resume", "posting") for names in groups[group].values() for heading in names}
    return frozenset(headings | {"个人简历", "求职简历", "简历", "resume", "curriculum vitae"})


def _warnings(
    text: str, language: str, *, skills: int, experiences: tuple[ExperienceStatement, ...] | None
) -> tuple[str, ...]:
    """What a reader should know about the reading, in the document's language."""
    zh = language == "zh"
    warnings: list[str] = []
    if skills < 5:
        warnings.append(
            f"只识别到 {skills} 项技能，结果可能不可靠；请补充技能清单。"
            if zh
            else f"Only {skills} skills were recognised, so results may be unreliable; add a list of skills."
        )
    if experiences is not None and not experiences:
        warnings.append("没有识别到带起止时间的工作经历。" if zh else "No job with its dates was recognised.")
    if experiences and any(not job.occupation for job in experiences):
        warnings.append(
            "有职位名称未能对应到已知职业。" if zh else "A job title could not be matched to a known occupation."
        )
    if is_mixed(text):
        warnings.append("文档混用中文和英文。" if zh else "The document mixes English and Chinese.")
    return tuple(warnings)
