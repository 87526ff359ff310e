"""JSON Resume 1.0.0 (jsonresume.org/schema) as text with headings, so that one extractor reads everything."""

import json
from collections.abc import Iterator, Mapping

from extraction.errors import DocumentBrokenError, DocumentSchemaError

_SECTIONS = {
    "basics", "work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages",
    "interests", "references", "projects", "meta", "$schema",
}  # fmt: skip


def json_resume_text(text: str) -> str:
    """Lines under English headings; name, contact and references are not taken over.

    Raises:
        DocumentBrokenError: no JSON.
        DocumentSchemaError: JSON, but a part has another type than JSON Resume says, or no part of it is known.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentBrokenError(f"The JSON cannot be read: {error}.", hint="Export it again.") from error
    if not isinstance(content, dict) or not _SECTIONS & content.keys() - {"meta", "$schema"}:
        raise DocumentSchemaError(
            "The JSON is no JSON Resume: it has none of basics, work, education, skills.",
            hint="See jsonresume.org/schema, or send the resume as text.",
            path="$",
        )
    return "\n".join(_lines(content))


def _lines(resume: Mapping[str, object]) -> Iterator[str]:
    basics = _object(resume.get("basics", {}), "basics")
    yield _string(basics, "label", "basics")
    place = _object(basics.get("location", {}), "basics.location")
    parts = [_string(place, part, "basics.location") for part in ("city", "region", "countryCode")]
    yield ", ".join(part for part in parts if part)
    if basics.get("summary"):
        yield from ("", "Summary", _string(basics, "summary", "basics"))
    for key, heading, who, what in (
        ("work", "Experience", "name", "position"),
        ("volunteer", "Volunteering", "organization", "position"),
        ("projects", "Projects", "name", ""),
    ):
        for number, entry in enumerate(_objects(resume, key)):
            path = f"{key}[{number}]"
            yield from ("", heading) if number == 0 else ("",)
            head = [_string(entry, what, path) if what else "", _string(entry, who, path), _dates(entry, path)]
            yield "\t".join(part for part in head if part)
            yield from filter(None, (_string(entry, "summary", path), _string(entry, "description", path)))
            yield from (f"• {item}" for item in _strings(entry, "highlights", path))
    for number, entry in enumerate(_objects(resume, "education")):
        path = f"education[{number}]"
        yield from ("", "Education") if number == 0 else ()
        head = [_string(entry, part, path) for part in ("institution", "studyType", "area")]
        yield "\t".join(part for part in (*head, _dates(entry, path)) if part)
        yield from (f"• {item}" for item in _strings(entry, "courses", path))
    for key, heading in (("skills", "Skills"), ("certificates", "Certificates"), ("interests", "Interests")):
        for number, entry in enumerate(_objects(resume, key)):
            path = f"{key}[{number}]"
            yield from ("", heading) if number == 0 else ()
            yield "\t".join((_string(entry, "name", path), *_strings(entry, "keywords", path)))
    for number, entry in enumerate(_objects(resume, "languages")):
        yield from ("", "Languages") if number == 0 else ()
        yield "\t".join(_string(entry, part, f"languages[{number}]") for part in ("language", "fluency"))


def _dates(entry: Mapping[str, object], path: str) -> str:
    start, end = _string(entry, "startDate", path)[:7], _string(entry, "endDate", path)[:7]
    return f"{start} - {end or 'present'}" if start else end


def _object(value: object, path: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _fault(path, "an object", value)
    return value


def _objects(resume: Mapping[str, object], key: str) -> Iterator[Mapping[str, object]]:
    value = resume.get(key, [])
    if not isinstance(value, list):
        raise _fault(key, "a list", value)
    for number, entry in enumerate(value):
        yield _object(entry, f"{key}[{number}]")


def _string(entry: Mapping[str, object], key: str, path: str) -> str:
    value = entry.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _fault(f"{path}.{key}", "a string", value)
    return value.strip()


def _strings(entry: Mapping[str, object], key: str, path: str) -> list[str]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _fault(f"{path}.{key}", "a list of strings", value)
    return list(value)


def _fault(path: str, wanted: str, value: object) -> DocumentSchemaError:
    return DocumentSchemaError(
        f"{path} must be {wanted} in a JSON Resume, not {type(value).__name__}.",
        hint="See jsonresume.org/schema.",
        path=path,
    )
