"""All requirements of an occupation against the skills that a person has."""

from collections.abc import Iterable

import numpy as np

from graph import IntArray, Snapshot
from reasoning._names import occupation_name, skill_name
from reasoning._person import Person
from reasoning._ports import TransitionModel
from reasoning._weights import weight
from reasoning.answers import Gap, GapSkill, SkillStatus
from reasoning.errors import NoRequirementsError

#: A required skill: row, importance in (0, 1], whether it is essential.
Requirement = tuple[int, float, bool]


def requirements(snapshot: Snapshot, occupation: int) -> list[Requirement]:
    """What an occupation asks for, in ascending order of the skill row.

    Raises:
        NoRequirementsError: the graph lists none.
    """
    links = snapshot.requires.row(occupation)
    if links.start == links.stop:
        raise NoRequirementsError(
            f"Occupation {snapshot.occupations.ids[occupation]!r} has no required skills in this graph.",
            hint="Choose an occupation of a scheme with requirements (starter, ESCO), or import one.",
            id=snapshot.occupations.ids[occupation],
        )
    return list(
        zip(
            snapshot.requires.indices[links].tolist(),
            snapshot.requires.columns["importance"][links].tolist(),
            snapshot.requires.columns["essential"][links].tolist(),
            strict=True,
        )
    )


def gap(snapshot: Snapshot, model: TransitionModel, person: Person, target: int) -> Gap:
    """Sort an occupation's requirements into matched, partial and missing.

    Matched: held. Partial: a held skill is similar enough (`partial_similarity`), it counts by its similarity.
    Missing: the rest, and whatever the person denies, with that evidence.

    Args:
        target: row of the occupation.
    Raises:
        NoRequirementsError: the target has no requirements.
    """
    entries = compare(snapshot, model, person, requirements(snapshot, target))
    covered = sum(entry.importance * entry.similarity for entry in entries)
    by_status = {status: tuple(e for e in entries if e.status is status) for status in SkillStatus}
    return Gap(
        occupation=occupation_name(snapshot, target),
        matched=by_status[SkillStatus.MATCHED],
        partial=by_status[SkillStatus.PARTIAL],
        missing=by_status[SkillStatus.MISSING],
        coverage=min(1.0, covered / sum(entry.importance for entry in entries)),
    )


def compare(
    snapshot: Snapshot, model: TransitionModel, person: Person, required: Iterable[Requirement]
) -> list[GapSkill]:
    """How a person stands to each required skill, essential and important ones first."""
    held = person.origin.skills
    entries = [_compare_one(snapshot, model, person, held, requirement) for requirement in required]
    return sorted(entries, key=lambda entry: (not entry.essential, -entry.importance, entry.skill.id))


def _compare_one(
    snapshot: Snapshot, model: TransitionModel, person: Person, held: IntArray, requirement: Requirement
) -> GapSkill:
    skill, importance, essential = requirement
    status, similarity, cover = SkillStatus.MISSING, 0.0, -1
    if skill in person.denied:
        evidence = person.denied[skill]
    else:
        position = int(np.searchsorted(held, skill))
        if position < len(held) and held[position] == skill:
            status, similarity, cover = SkillStatus.MATCHED, 1.0, skill
        else:
            near, nearness = model.similar_skills(skill, among=held)
            if near >= 0 and nearness >= weight("partial_similarity"):
                status, similarity, cover = SkillStatus.PARTIAL, min(1.0, float(nearness)), int(near)
        evidence = person.evidence.get(cover, ())
    return GapSkill(
        skill=skill_name(snapshot, skill),
        status=status,
        essential=bool(essential),
        importance=float(importance),
        similarity=similarity,
        covered_by=skill_name(snapshot, cover) if cover >= 0 else None,
        evidence=evidence,
    )
