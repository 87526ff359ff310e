"""How much each skill tells about work: what nearly every occupation of a scheme requires tells nothing.

O*NET rates the same 35 skills and 33 kinds of knowledge for every occupation. Counted like ESCO's requirements they
make any two occupations look nine tenths alike, and hide the ESCO skills of an occupation that both schemes describe.
"""

from dataclasses import dataclass

import numpy as np

from embeddings._settings import settings
from graph import FloatArray, Snapshot


@dataclass(frozen=True, slots=True)
class SkillWeights:
    """What the requirements say about each skill; all float32, shape (n_skills,).

    "All" are the occupations with at least one requirement from the skill's scheme.

    Attributes:
        rarity: ln((1 + all) / (1 + those that require it)) + 1, >= 1.
        telling: 1 for a skill that few require, falling to 0 for one that all do; see `settings.toml`.
        usual: mean importance over all, those that do not require it counting 0; in [0, 1].
    """

    rarity: FloatArray
    telling: FloatArray
    usual: FloatArray


def skill_weights(snapshot: Snapshot) -> SkillWeights:
    """Weigh the skills of a snapshot; skills that nothing requires are rare, telling and unusual."""
    links = snapshot.requires
    n_skills = len(snapshot.skills)
    schemes = [snapshot.skills.record(row).scheme for row in range(n_skills)]
    known = sorted(set(schemes))
    scheme = np.array([known.index(name) for name in schemes], dtype=np.int64)
    at = np.repeat(np.arange(len(snapshot.occupations)), np.diff(links.indptr))
    # Occupations per scheme: distinct (scheme, occupation) pairs among the requirements.
    pairs = np.unique(scheme[links.indices] * len(snapshot.occupations) + at)
    sizes = np.bincount(pairs // max(len(snapshot.occupations), 1), minlength=len(known))
    total = sizes[scheme].astype(np.float64)
    users = np.diff(links.back_indptr)
    importance = np.bincount(links.indices, weights=links.columns["importance"].astype(np.float64), minlength=n_skills)
    information = np.log((1.0 + total) / (1.0 + users))
    share = information / np.where(total > 0, np.log1p(total), 1.0)
    telling = np.where(total > 0, np.clip(share / settings().scorer.telling_from, 0.0, 1.0), 1.0)
    return SkillWeights(
        rarity=(information + 1.0).astype(np.float32),
        telling=telling.astype(np.float32),
        usual=(importance / np.maximum(total, 1.0)).astype(np.float32),
    )
