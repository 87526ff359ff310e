"""Small changes that change an answer, each verified by computing the answer again."""

import numpy as np

from graph import Snapshot
from reasoning._names import skill_name
from reasoning._person import with_skill
from reasoning._ports import TransitionModel
from reasoning._texts import text
from reasoning._walk import Leg
from reasoning._weights import weight, whole
from reasoning.answers import Counterfactual, Gap


def path_counterfactuals(snapshot: Snapshot, model: TransitionModel, leg: Leg, gap: Gap) -> tuple[Counterfactual, ...]:
    """Single skills that would raise the score of a move most; best first.

    Tried are the missing essential skills, the most important first, then the partly covered ones:
    `counterfactual_trials` in all. Each is added to the person and the move scored again. A skill "opens" the move
    when it lifts the score over `open_score`.

    Args:
        leg: the move; only a path's first one is of use, the later ones rest on it.
        gap: the same person against the same occupation.
    """
    target = np.array([leg.route[-1]], dtype=np.int32)
    found: list[Counterfactual] = []
    essential = [entry for entry in (*gap.missing, *gap.partial) if entry.essential]
    for entry in essential[: whole("counterfactual_trials")]:
        changed = with_skill(leg.before, snapshot.skills.index(entry.skill.id))
        after = float(model.score(changed.origin, target)[0])
        if after - leg.score < weight("counterfactual_gain"):
            continue
        opens = leg.score < weight("open_score") <= after
        found.append(
            Counterfactual(
                change={"skill": entry.skill.id, "occupation": gap.occupation.id},
                before=leg.score,
                after=after,
                texts=text(
                    "counterfactuals",
                    "skill_opens" if opens else "skill_raises",
                    skill=skill_name(snapshot, snapshot.skills.index(entry.skill.id)).labels,
                    occupation=gap.occupation.labels,
                    before=round(100 * leg.score),
                    after=round(100 * after),
                ),
            )
        )
    found.sort(key=lambda change: (-change.after, change.change["skill"]))
    return tuple(found[: whole("counterfactuals")])
