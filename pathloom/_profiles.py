"""Reading a person from JSON: a profile as `extract --json` writes it, or a short one written by hand."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from ontology import Evidence, ExperienceStatement, Money, Profile, SkillStatement, UnknownIdError
from ontology.ids import DocumentId, OccupationId, SkillId
from pathloom.errors import InputFileError

if TYPE_CHECKING:
    from graph import Snapshot
    from reasoning.answers import Constraints

_KEYS = {"document", "language", "skills", "experiences", "education", "location", "target_occupation", "warnings",
         "occupation"}  # fmt: skip


def parse_profile(document: Mapping[str, object], snapshot: "Snapshot") -> Profile:
    """Read a profile.

    Two forms: the output of `pathloom extract --json`, or by hand
    `{"occupation": ID, "skills": [ID, ...]}` where an id may also be a code.

    Raises:
        InputFileError: an unknown key, or a value of the wrong type.
        UnknownIdError: a skill or occupation that the loaded graph does not hold.
    """
    if unknown := sorted(set(document) - _KEYS):
        raise InputFileError(
            f"A profile has no field {unknown[0]!r}.",
            hint=f"It may have: {', '.join(sorted(_KEYS))}.",
            field=unknown[0],
        )
    source = DocumentId(str(document.get("document", "profile")))
    skills = tuple(_skill(item, source, snapshot) for item in _sequence(document, "skills"))
    experiences = [_experience(item, source, snapshot) for item in _sequence(document, "experiences")]
    occupation = document.get("occupation")
    if isinstance(occupation, str):
        row = snapshot.occupations.index(occupation)
        label = snapshot.occupations.label(row, "en")
        experiences.insert(0, _typed_experience(label, OccupationId(snapshot.occupations.ids[row]), source))
    elif occupation is not None:
        raise InputFileError("The occupation of a profile is an id as text.", field="occupation")
    return Profile(
        document=source,
        language=str(document.get("language", "en")),
        skills=skills,
        experiences=tuple(experiences),
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
    currencies = {"CN": "CNY", "US": "USD"}
    country = region.partition("-")[0]
    if country not in currencies:
        raise InputFileError(
            f"A pay floor needs a region in {' or '.join(currencies)}, but the region is {region!r}.",
            hint="Add --region, for example CN-410100 or US-NY.",
        )
    return currencies[country]


def facts_and_place(document: Mapping[str, object], jurisdiction: str | None) -> tuple[dict[str, object], str]:
    """Split a facts file into the facts and the place whose law applies.

    The file is `{"jurisdiction": CODE, "facts": {...}}` or the facts alone; --jurisdiction wins.

    Raises:
        InputFileError: no place is named anywhere.
    """
    inner = document.get("facts")
    facts = dict(inner) if isinstance(inner, Mapping) else {k: v for k, v in document.items() if k != "jurisdiction"}
    place = jurisdiction or document.get("jurisdiction")
    if not isinstance(place, str) or not place:
        raise InputFileError(
            "No jurisdiction is named, so no law can be applied.",
            hint='Add --jurisdiction CODE, or "jurisdiction": CODE to the file; for example CN-410100 or US-NY.',
        )
    return facts, place


def _sequence(document: Mapping[str, object], key: str) -> list[object]:
    value = document.get(key, [])
    if not isinstance(value, list):
        raise InputFileError(f"The {key} of a profile are a list.", field=key)
    return value


def _skill(item: object, source: DocumentId, snapshot: "Snapshot") -> SkillStatement:
    fields = item if isinstance(item, Mapping) else {"skill": item}
    key = fields.get("skill")
    if not isinstance(key, str):
        raise InputFileError(f"{item!r} is no skill.", hint='Write its id, or {"skill": ID}.', field="skills")
    row = snapshot.skills.find(key)
    if row is None:
        raise UnknownIdError(
            f"The loaded graph has no skill {key!r}.", hint="Find ids with: pathloom link --kind skill", id=key
        )
    return SkillStatement(
        skill=SkillId(snapshot.skills.ids[row]),
        label=snapshot.skills.label(row, "en"),
        negated=bool(fields.get("negated", False)),
        evidence=_evidence(fields, source),
    )


def _experience(item: object, source: DocumentId, snapshot: "Snapshot") -> ExperienceStatement:
    if not isinstance(item, Mapping):
        raise InputFileError(f"{item!r} is no experience.", field="experiences")
    occupation = item.get("occupation")
    if isinstance(occupation, str):
        occupation = snapshot.occupations.ids[snapshot.occupations.index(occupation)]
    return ExperienceStatement(
        title=str(item.get("title", "")),
        employer=str(item.get("employer", "")),
        start=str(item.get("start", "")),
        end=str(item.get("end", "")),
        current=bool(item.get("current", False)),
        occupation=OccupationId(occupation) if isinstance(occupation, str) else None,
        occupation_label=str(item.get("occupation_label", "")),
        occupation_confidence=_share(item.get("occupation_confidence", 1.0 if occupation else 0.0)),
        evidence=_evidence(item, source),
    )


def _typed_experience(label: str, occupation: OccupationId, source: DocumentId) -> ExperienceStatement:
    return ExperienceStatement(
        title=label,
        current=True,
        occupation=occupation,
        occupation_label=label,
        occupation_confidence=1.0,
        evidence=_evidence({}, source),
    )


def _evidence(fields: Mapping[str, object], source: DocumentId) -> tuple[Evidence, ...]:
    given = fields.get("evidence")
    if not isinstance(given, list) or not given:
        return (Evidence(source, 0, 0, "", 1.0, "stated/1"),)
    try:
        return tuple(
            Evidence(
                DocumentId(str(item["document"])), int(item["start"]), int(item["end"]), str(item["text"]),
                _share(item["confidence"]), str(item["method"]),
            )
            for item in given
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise InputFileError(
            f"The evidence {given!r} cannot be read.",
            hint="It has document, start, end, text, confidence and method.",
            field="evidence",
        ) from error


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise InputFileError(f"A confidence is a number from 0 to 1, not {value!r}.", field="confidence")
    return float(value)
