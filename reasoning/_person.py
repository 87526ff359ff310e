"""Who asks: skills held and denied, each with its evidence, in rows of one snapshot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from graph import IntArray, Origin, Snapshot
from ontology import Evidence, ExperienceStatement, Profile
from reasoning._weights import weight
from reasoning.errors import EmptyPersonError, NoRequirementsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody to answer for.

    Attributes:
        origin: occupation and skills, as models read them.
        evidence: skill row -> where a document says that the person has it; skills without one are typical of an
            occupation held, or learnt on a path.
        denied: skill row -> where a document says that the person does not have it. Disjoint from `origin.skills`.
        region: region code of the home, "" if unknown.
        warnings: codes, see `reasoning/texts.toml`.
    """

    origin: Origin
    evidence: Mapping[int, tuple[Evidence, ...]] = field(default_factory=dict)
    denied: Mapping[int, tuple[Evidence, ...]] = field(default_factory=dict)
    region: str = ""
    warnings: tuple[str, ...] = ()


def typical_skills(snapshot: Snapshot, occupation: int) -> IntArray:
    """Skills that an occupation makes sure of: the essential ones; where its source marks none, all.

    Returns:
        int32, shape (n,), ascending.
    """
    links = snapshot.requires.row(occupation)
    skills = snapshot.requires.indices[links]
    essential = snapshot.requires.columns["essential"][links].astype(bool)
    return np.asarray(skills[essential] if essential.any() else skills, dtype=np.int32)


def make_origin(occupation: int | None, strengths: Mapping[int, float]) -> Origin:
    """An origin from skill row -> strength in (0, 1]."""
    rows = sorted(strengths)
    return Origin(
        occupation=occupation,
        skills=np.array(rows, dtype=np.int32),
        strengths=np.array([strengths[row] for row in rows], dtype=np.float32),
    )


def person_from_occupation(snapshot: Snapshot, occupation: int) -> Person:
    """Somebody of whom only the occupation is known: its typical skills, taken as held.

    Raises:
        NoRequirementsError: the graph lists no skill for the occupation.
    """
    skills = typical_skills(snapshot, occupation)
    if not len(skills):
        raise NoRequirementsError(
            f"Occupation {snapshot.occupations.ids[occupation]!r} has no required skills in this graph, so nothing "
            "can be compared with it.",
            hint="Choose an occupation of a scheme with requirements (starter, ESCO), or import one.",
            id=snapshot.occupations.ids[occupation],
        )
    return Person(origin=make_origin(occupation, dict.fromkeys(skills.tolist(), 1.0)))


def person_from_profile(snapshot: Snapshot, profile: Profile) -> Person:
    """Somebody as a document shows them.

    Stated skills count with their confidence; the typical skills of occupations held are added with a lower strength
    (`weights.toml`); denied skills are taken out again. A skill both stated and denied counts as stated when the
    statement is surer.

    Raises:
        UnknownIdError: the profile names a skill or occupation that this graph does not hold.
        EmptyPersonError: the profile shows neither a skill nor an occupation.
    """
    stated, denied = _statements(snapshot, profile)
    strengths: dict[int, float] = {}
    occupation: int | None = None
    for position, experience in enumerate(_latest_first(profile.experiences)):
        row = _occupation(snapshot, experience)
        if row is None:
            continue
        if occupation is None:
            occupation = row
        name = "typical_past_skill_strength" if position else "typical_skill_strength"
        strength = weight(name) * experience.occupation_confidence
        for skill in typical_skills(snapshot, row).tolist():
            strengths[skill] = max(strengths.get(skill, 0.0), strength)
    for skill in denied:
        strengths.pop(skill, None)
    for skill, evidence in stated.items():
        strengths[skill] = max(strengths.get(skill, 0.0), _surest(evidence))
    if not strengths and occupation is None:
        raise EmptyPersonError(
            f"Document {profile.document!r} shows no skill and no occupation of this graph.",
            hint="Name a present occupation or some skills.",
            document=profile.document,
        )
    warnings = [f"few_skills:{len(stated)}"] if len(stated) < weight("few_skills") else []
    if occupation is None:
        warnings.append("occupation_unknown")
    return Person(
        origin=make_origin(occupation, strengths),
        evidence=stated,
        denied=denied,
        region=profile.location.region if profile.location else "",
        warnings=tuple(warnings),
    )


def after_move(snapshot: Snapshot, person: Person, occupation: int, learnt: Iterable[int] = ()) -> Person:
    """The same person settled in an occupation: its typical skills and those learnt on the way are held now."""
    grown = dict(zip(person.origin.skills.tolist(), person.origin.strengths.tolist(), strict=True))
    strength = weight("learnt_skill_strength")
    for skill in [*typical_skills(snapshot, occupation).tolist(), *learnt]:
        grown[skill] = max(grown.get(skill, 0.0), strength)
    denied = {skill: evidence for skill, evidence in person.denied.items() if skill not in grown}
    return replace(person, origin=make_origin(occupation, grown), denied=denied)


def with_skill(person: Person, skill: int) -> Person:
    """The same person with one more skill, for counterfactuals."""
    grown = dict(zip(person.origin.skills.tolist(), person.origin.strengths.tolist(), strict=True))
    grown[skill] = 1.0
    denied = {row: evidence for row, evidence in person.denied.items() if row != skill}
    return replace(person, origin=make_origin(person.origin.occupation, grown), denied=denied)


def _statements(
    snapshot: Snapshot, profile: Profile
) -> tuple[dict[int, tuple[Evidence, ...]], dict[int, tuple[Evidence, ...]]]:
    stated: dict[int, tuple[Evidence, ...]] = {}
    denied: dict[int, tuple[Evidence, ...]] = {}
    for statement in profile.skills:
        side = denied if statement.negated else stated
        row = snapshot.skills.index(statement.skill)
        side[row] = side.get(row, ()) + statement.evidence
    for row in sorted(stated.keys() & denied.keys()):
        loser = denied if _surest(stated[row]) > _surest(denied[row]) else stated
        del loser[row]
    return stated, denied


def _surest(evidence: tuple[Evidence, ...]) -> float:
    return max(item.confidence for item in evidence)


def _latest_first(experiences: tuple[ExperienceStatement, ...]) -> list[ExperienceStatement]:
    """Current ones first, then by their last month, then as the document lists them."""
    return sorted(experiences, key=lambda job: (job.current, job.end or job.start), reverse=True)


def _occupation(snapshot: Snapshot, experience: ExperienceStatement) -> int | None:
    if experience.occupation is None or experience.occupation_confidence < weight("occupation_confidence"):
        return None
    return snapshot.occupations.index(experience.occupation)
