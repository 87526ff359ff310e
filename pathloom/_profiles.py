"""Reading a person from JSON: a profile as `extract --json` writes it, or a short one written by hand."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from ontology import (
    EducationStatement,
    Evidence,
    ExperienceStatement,
    LocationStatement,
    Money,
    Profile,
    SkillStatement,
    UnknownIdError,
)
from ontology.ids import DocumentId, OccupationId, SkillId
from pathloom._fields import Fields
from pathloom.errors import InputFileError

if TYPE_CHECKING:
    from graph import Snapshot
    from reasoning.answers import Constraints

_KEYS = {"document", "language", "skills", "experiences", "education", "location", "target_occupation", "warnings",
         "occupation"}  # fmt: skip
_SKILL = {"skill", "label", "negated", "importance", "evidence"}
_EXPERIENCE = {"title", "employer", "start", "end", "current", "occupation", "occupation_label",
               "occupation_confidence", "evidence"}  # fmt: skip
_EDUCATION = {"institution", "field", "level", "start", "end", "evidence"}
_LOCATION = {"name", "region", "evidence"}
_EVIDENCE = {"document", "start", "end", "text", "confidence", "method"}


def parse_profile(document: Mapping[str, object], snapshot: "Snapshot", *, file: Path) -> Profile:
    """Read a profile.

    Two forms: the output of `pathloom extract --json`, or by hand
    `{"occupation": ID, "skills": [ID, ...]}` where an id may also be a code.

    Args:
        file: where it was read from, for messages.
    Raises:
        InputFileError: an unknown key, or a value of the wrong type.
        UnknownIdError: a skill or occupation that the loaded graph does not hold.
    """
    fields = Fields(document, str(file))
    fields.only(_KEYS)
    source = DocumentId(fields.text("document", "profile"))
    experiences = [_experience(item, source, snapshot) for item in fields.objects("experiences")]
    occupation = _occupation(fields, "occupation", snapshot)
    if occupation is not None:
        experiences.insert(0, _typed_experience(occupation, source, snapshot))
    location = fields.inner("location")
    return Profile(
        document=source,
        language=fields.text("language", "en"),
        skills=tuple(_skill(item, source, snapshot) for item in fields.objects("skills", bare="skill")),
        experiences=tuple(experiences),
        education=tuple(_education(item, source) for item in fields.objects("education")),
        location=_location(location, source) if location else None,
        target_occupation=_occupation(fields, "target_occupation", snapshot),
        warnings=fields.texts("warnings"),
    )


def constraints(
    *, pay_floor: int | None, months: int | None, region: str, exclude: tuple[str, ...], target: str
) -> "Constraints":
    """Wishes from the command line; the pay floor is in the region's currency.

    Raises:
        InputFileError: a pay floor without a region, because its currency would be a guess.
    """
    from reasoning.answers import Constraints

    floor = None
    if pay_floor is not None:
        floor = Money(Decimal(pay_floor), currency_of(region))
    return Constraints(pay_floor=floor, months=months, region=region, exclude=exclude, target=target)


def currency_of(region: str) -> str:
    """ISO 4217 code of the region's money.

    Raises:
        InputFileError: the region is missing or not in a country that we know.
    """
    currencies = {"CN": "CNY", "US": "USD", "DE": "EUR", "FR": "EUR"}
    country = region.partition("-")[0]
    if country not in currencies:
        raise InputFileError(
            f"An amount needs a region in {' or '.join(currencies)}, but the region is {region!r}.",
            hint="Add --region, for example CN-410100 or US-NY.",
            hint_zh="请加 --region，例如 CN-410100 或 US-NY。",
        )
    return currencies[country]


def facts_and_place(
    document: Mapping[str, object],
    jurisdiction: str | None,
    *,
    file: Path,
    otherwise: str = "",
    routing: Collection[str] = (),
) -> tuple[dict[str, object], str]:
    """Split a facts file into the facts and the place whose law applies.

    The file is `{"jurisdiction": CODE, "facts": {...}}` or the facts alone; --jurisdiction wins.

    Args:
        otherwise: the place where neither names one, such as where the person says to live.
        routing: facts whose word is a place; the first one given counts where nothing else names one.

    Raises:
        InputFileError: no place is named anywhere, or the file has another field beside these two.
    """
    fields = Fields(document, str(file))
    if "facts" in document:
        fields.only({"facts", "jurisdiction"})
        inner = fields.inner("facts")
        facts = dict(inner.values) if inner else {}
    else:
        facts = {name: value for name, value in document.items() if name != "jurisdiction"}
    routed = next((str(facts[name]) for name in routing if facts.get(name)), "")
    place = jurisdiction or fields.text("jurisdiction") or otherwise or routed
    if not place:
        raise InputFileError(
            "No jurisdiction is named, so no law can be applied.",
            hint='Add --jurisdiction CODE, or "jurisdiction": CODE to the file; for example CN-410100 or US-NY.',
            hint_zh='请加 --jurisdiction 代码，或在文件中写 "jurisdiction": 代码，例如 CN-410100、US-NY。',
        )
    return facts, place


def _occupation(fields: Fields, name: str, snapshot: "Snapshot") -> OccupationId | None:
    key = fields.optional_text(name)
    return None if key is None else OccupationId(snapshot.occupations.ids[snapshot.occupations.index(key)])


def _skill(fields: Fields, source: DocumentId, snapshot: "Snapshot") -> SkillStatement:
    fields.only(_SKILL)
    key = fields.text("skill")
    if not key:
        raise fields.refuse("skill", "the id of a skill")
    row = snapshot.skills.find(key)
    if row is None:
        raise UnknownIdError(
            f"The loaded graph has no skill {key!r}.", hint="Find ids with: pathloom link --kind skill", id=key
        )
    return SkillStatement(
        skill=SkillId(snapshot.skills.ids[row]),
        label=fields.text("label") or snapshot.skills.label(row, "en"),
        negated=fields.flag("negated"),
        importance=fields.share("importance", 1.0),
        evidence=_evidence(fields, source),
    )


def _experience(fields: Fields, source: DocumentId, snapshot: "Snapshot") -> ExperienceStatement:
    fields.only(_EXPERIENCE)
    occupation = _occupation(fields, "occupation", snapshot)
    return ExperienceStatement(
        title=fields.text("title"),
        employer=fields.text("employer"),
        start=fields.month("start"),
        end=fields.month("end"),
        current=fields.flag("current"),
        occupation=occupation,
        occupation_label=fields.text("occupation_label"),
        occupation_confidence=fields.share("occupation_confidence", 1.0 if occupation else 0.0),
        evidence=_evidence(fields, source),
    )


def _typed_experience(occupation: OccupationId, source: DocumentId, snapshot: "Snapshot") -> ExperienceStatement:
    label = snapshot.occupations.label(snapshot.occupations.index(occupation), "en")
    return ExperienceStatement(
        title=label,
        current=True,
        occupation=occupation,
        occupation_label=label,
        occupation_confidence=1.0,
        evidence=(_stated(source),),
    )


def _education(fields: Fields, source: DocumentId) -> EducationStatement:
    fields.only(_EDUCATION)
    level = None if fields.values.get("level") is None else fields.count("level")
    if level is not None and level > 8:
        raise fields.refuse("level", "an ISCED level from 0 to 8, or null")
    return EducationStatement(
        institution=fields.text("institution"),
        field=fields.text("field"),
        level=level,
        start=fields.month("start"),
        end=fields.month("end"),
        evidence=_evidence(fields, source),
    )


def _location(fields: Fields, source: DocumentId) -> LocationStatement:
    fields.only(_LOCATION)
    return LocationStatement(name=fields.text("name"), region=fields.text("region"), evidence=_evidence(fields, source))


def _evidence(fields: Fields, source: DocumentId) -> tuple[Evidence, ...]:
    found = []
    for item in fields.objects("evidence"):
        item.only(_EVIDENCE)
        found.append(
            Evidence(
                DocumentId(item.text("document", source)), item.count("start"), item.count("end"), item.text("text"),
                item.share("confidence", 1.0), item.text("method", "stated/1"),
            )
        )  # fmt: skip
    return tuple(found) or (_stated(source),)


def _stated(source: DocumentId) -> Evidence:
    return Evidence(source, 0, 0, "", 1.0, "stated/1")
