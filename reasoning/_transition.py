"""One person or occupation against one occupation: the score with its reasons, and the gap."""

import numpy as np

from graph import IntArray, Snapshot
from ontology.ids import OccupationId
from reasoning._gap import gap
from reasoning._names import occupation_name
from reasoning._person import Person, person_from_occupation
from reasoning._ports import TransitionModel
from reasoning.answers import Transition


def rate(snapshot: Snapshot, model: TransitionModel, person: Person, target: int) -> Transition:
    """Score a person's move into an occupation (a row), with reasons.

    Raises:
        NoRequirementsError: the target has no requirements.
    """
    origin = person.origin
    compared = gap(snapshot, model, person, target)
    explanation = model.explain(origin, target)
    return Transition(
        origin=None if origin.occupation is None else occupation_name(snapshot, origin.occupation),
        target=occupation_name(snapshot, target),
        score=explanation.score,
        explanation=explanation,
        overlap=float(model.skill_overlap(origin, _rows(target))[0]),
        gap=compared,
        model=model.name,
        warnings=model_warnings(model),
    )


def transition(
    snapshot: Snapshot, model: TransitionModel, origin: OccupationId | str, target: OccupationId | str
) -> Transition:
    """Score the move from one occupation to another, for somebody with the origin's typical skills.

    Args:
        origin, target: ids, ids merged into them, or codes.
    Raises:
        UnknownIdError: one of them is not in the graph.
        NoRequirementsError: one of them has no required skills.
    """
    person = person_from_occupation(snapshot, snapshot.occupations.index(origin))
    return rate(snapshot, model, person, snapshot.occupations.index(target))


def model_warnings(model: TransitionModel) -> tuple[str, ...]:
    """What to say about the model itself."""
    return () if model.trained else (f"model_untrained:{model.name}",)


def _rows(row: int) -> IntArray:
    return np.array([row], dtype=np.int32)
