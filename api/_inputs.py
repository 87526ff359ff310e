"""What callers send, read strictly into the types that the engine takes; one reader for GraphQL and REST."""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from api._engine import Engine
from api._ids import key_of
from api._json_object import JsonObject
from api.errors import BodyTooLargeError, DateInputError, PersonInputError
from graph import Snapshot
from ontology import (
    EducationStatement,
    Evidence,
    ExperienceStatement,
    Language,
    LocationStatement,
    Money,
    PostingProfile,
    Profile,
    SkillStatement,
)
from ontology.ids import DocumentId, OccupationId, SkillId
from ontology.vocabulary import parse_word
from reasoning.answers import Constraints

#: How evidence for a person's own statement is marked.
SELF_DECLARED = "self-declared/1"


def read_date(value: object) -> date:
    """Read a day.

    Raises:
        DateInputError: it is none, or not written as YYYY-MM-DD.
    """
    try:
        if isinstance(value, str) and len(value) == 10:
            return date.fromisoformat(value)
    except ValueError as error:
        raise DateInputError(f"{value!r} is not a day of the calendar.", hint="Write it as YYYY-MM-DD.") from error
    raise DateInputError(f"{value!r} is not a date.", hint="Write it as YYYY-MM-DD.")


def read_decimal(value: object) -> Decimal:
    """Read an exact number; text, or a JSON number.

    Raises:
        PersonInputError: it is none, or not finite.
    """
    if isinstance(value, (str, int, float, Decimal)) and not isinstance(value, bool):
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite():
            return number
    raise PersonInputError(f"{value!r} is not a decimal number.", hint='Write it like "2340.50".')


def read_facts(value: object) -> Mapping[str, object]:
    """Read a JSON object of facts; the engine checks ids and types.

    Raises:
        PersonInputError: it is no object, or holds anything but plain values.
    """
    if not isinstance(value, Mapping) or any(isinstance(item, (list, dict)) for item in value.values()):
        raise PersonInputError(
            "Facts are not a flat JSON object.", hint='Send fact ids with plain values, like {"age": 41}.'
        )
    return value


def read_profile(data: Mapping[str, object], snapshot: Snapshot) -> Profile:
    """Read a profile as `extract` prints it, perhaps corrected by its person.

    A short form is taken too: `{"occupation": ID, "skills": [ID, ...]}`.

    Raises:
        PersonInputError: an unknown key or a value of the wrong type.
        UnknownIdError: a skill or occupation that the graph does not hold.
    """
    source = JsonObject(data, "profile")
    document = DocumentId(source.text("document", "self"))
    target = source.text("target_occupation", "")
    occupation = source.text("occupation", "")
    jobs = source.objects("experiences")
    if occupation:
        jobs.insert(0, JsonObject({"occupation": occupation, "current": True}, "profile.occupation"))
    profile = Profile(
        document=document,
        language=parse_word(Language, source.text("language", "en")),
        skills=tuple(_skill(item, snapshot, document) for item in source.objects("skills", short="skill")),
        experiences=tuple(_experience(item, snapshot, document) for item in jobs),
        education=tuple(_education(item, document) for item in source.objects("education")),
        location=_location(source.object("location"), document),
        target_occupation=_occupation(target, snapshot),
        warnings=source.texts("warnings"),
    )
    source.finish()
    return profile


def own_profile(
    snapshot: Snapshot, *, language: str, occupation: str, skills: list[Mapping[str, object]], region: str, target: str
) -> Profile:
    """Make a profile of what a person says about themselves: ids of skills and an occupation, a region code."""
    data: dict[str, object] = {
        "language": language,
        "skills": [dict(skill) for skill in skills],
        "occupation": occupation,
        "location": {"name": region, "region": region} if region else None,
        "target_occupation": target,
    }
    return read_profile(data, snapshot)


def read_constraints(data: Mapping[str, object] | None) -> Constraints:
    """Read what paths must respect.

    Raises:
        PersonInputError: an unknown key, a value of the wrong type or out of its range.
    """
    source = JsonObject(data or {}, "constraints")
    floor = source.object("pay_floor")
    exposure = source.number("max_exposure", None)
    months = source.number("months", None)
    moves = source.number("max_moves", 4.0)
    check_range("months", months, 1, 120)
    check_range("max_exposure", exposure, 0, 1)
    check_range("max_moves", moves, 1, 4)
    constraints = Constraints(
        pay_floor=read_money(floor) if floor else None,
        months=None if months is None else int(months),
        region=source.text("region", ""),
        exclude=tuple(key_of(item) for item in source.texts("exclude")),
        max_exposure=exposure,
        max_moves=4 if moves is None else int(moves),
        target=key_of(source.text("target", "")),
    )
    source.finish()
    return constraints


def read_document(engine: Engine, data: Mapping[str, object], *, max_bytes: int) -> Profile | PostingProfile:
    """Read a document sent as text or base64.

    Raises:
        PersonInputError: not exactly one of both, or no base64.
        BodyTooLargeError: more than `max_bytes`.
    """
    source = JsonObject(data, "document")
    name = source.text("name", "")
    text = source.text("text", "")
    packed = source.text("base64", "")
    source.finish()
    if bool(text) is bool(packed):
        raise PersonInputError("A document needs exactly one of `text` and `base64`.", hint="Send the one you have.")
    try:
        content = text.encode() if text else b64decode(packed, validate=True)
    except Base64Error as error:
        raise PersonInputError("The document's `base64` is no base64.", hint="Encode the file's bytes.") from error
    return extract(engine, content, name=name or "document.txt", max_bytes=max_bytes)


def extract(engine: Engine, content: bytes, *, name: str, max_bytes: int) -> Profile | PostingProfile:
    """Let the engine read a document of acceptable size.

    Raises:
        BodyTooLargeError: more than `max_bytes`.
    """
    if len(content) > max_bytes:
        raise BodyTooLargeError(
            f"The document has {len(content)} bytes; at most {max_bytes} are read.", hint="Send a smaller file."
        )
    return engine.extract(content, name=name)


def as_resume(read: Profile | PostingProfile) -> Profile:
    """Insist on a resume.

    Raises:
        PersonInputError: it reads like a job advertisement.
    """
    if isinstance(read, Profile):
        return read
    raise PersonInputError(
        "The document reads like a job advertisement, not like a resume.", hint="Send it as the posting of a match."
    )


def as_posting(read: Profile | PostingProfile) -> PostingProfile:
    """Insist on a job advertisement.

    Raises:
        PersonInputError: it reads like a resume.
    """
    if isinstance(read, PostingProfile):
        return read
    raise PersonInputError(
        "The document reads like a resume, not like a job advertisement.", hint="Send it as the person's document."
    )


def check_range(name: str, value: float | None, low: float, high: float) -> None:
    """Insist on a number within its bounds, both inclusive; None passes.

    Raises:
        PersonInputError: it lies outside.
    """
    if value is not None and not low <= value <= high:
        raise PersonInputError(f"{name} is {value:g}, but goes from {low:g} to {high:g}.", hint="Correct it.")


def read_money(source: JsonObject) -> Money:
    """Read an amount with its currency.

    Raises:
        PersonInputError: no exact number, or no currency code.
    """
    money = Money(read_decimal(source.take("amount")), source.text("currency", ""))
    source.finish()
    if not (len(money.currency) == 3 and money.currency.isascii() and money.currency.isupper()):
        raise PersonInputError(f"{money.currency!r} is no currency.", hint="Use an ISO 4217 code such as CNY or USD.")
    return money


def _occupation(key: str, snapshot: Snapshot) -> OccupationId | None:
    if not key:
        return None
    return OccupationId(snapshot.occupations.ids[snapshot.occupations.index(key_of(key))])


def _skill(source: JsonObject, snapshot: Snapshot, document: DocumentId) -> SkillStatement:
    row = snapshot.skills.index(key_of(source.text("skill", "")))
    confidence = source.number("confidence", 1.0) or 0.0
    check_range("confidence", confidence, 0, 1)
    importance = source.number("importance", 1.0)
    statement = SkillStatement(
        skill=SkillId(snapshot.skills.ids[row]),
        label=source.text("label", "") or snapshot.skills.label(row, Language.EN),
        negated=source.flag("negated"),
        importance=1.0 if importance is None else importance,
        evidence=_evidence(source, document, confidence),
    )
    source.finish()
    return statement


def _experience(source: JsonObject, snapshot: Snapshot, document: DocumentId) -> ExperienceStatement:
    confidence = source.number("occupation_confidence", None)
    occupation = _occupation(source.text("occupation", ""), snapshot)
    statement = ExperienceStatement(
        title=source.text("title", ""),
        employer=source.text("employer", ""),
        start=source.text("start", ""),
        end=source.text("end", ""),
        current=source.flag("current"),
        occupation=occupation,
        occupation_label=source.text("occupation_label", ""),
        occupation_confidence=(1.0 if occupation else 0.0) if confidence is None else confidence,
        evidence=_evidence(source, document, 1.0),
    )
    source.finish()
    return statement


def _education(source: JsonObject, document: DocumentId) -> EducationStatement:
    level = source.number("level", None)
    check_range("level", level, 0, 8)
    statement = EducationStatement(
        institution=source.text("institution", ""),
        field=source.text("field", ""),
        level=None if level is None else int(level),
        start=source.text("start", ""),
        end=source.text("end", ""),
        evidence=_evidence(source, document, 1.0),
    )
    source.finish()
    return statement


def _location(source: JsonObject | None, document: DocumentId) -> LocationStatement | None:
    if source is None:
        return None
    statement = LocationStatement(
        name=source.text("name", ""), region=source.text("region", ""), evidence=_evidence(source, document, 1.0)
    )
    source.finish()
    return statement


def _evidence(source: JsonObject, document: DocumentId, confidence: float) -> tuple[Evidence, ...]:
    given = []
    for item in source.objects("evidence"):
        given.append(
            Evidence(
                document=DocumentId(item.text("document", document)),
                start=int(item.number("start", 0) or 0),
                end=int(item.number("end", 0) or 0),
                text=item.text("text", ""),
                confidence=_confidence(item),
                method=item.text("method", SELF_DECLARED),
            )
        )
        item.finish()
    return tuple(given) or (Evidence(document, 0, 0, "", confidence, SELF_DECLARED),)


def _confidence(source: JsonObject) -> float:
    confidence = source.number("confidence", 1.0)
    check_range("confidence", confidence, 0, 1)
    return 0.0 if confidence is None else confidence
