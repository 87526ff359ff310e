"""What reasoning needs from the rooms beside and above it, as Protocols; `pathloom` puts the real ones in."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from graph import FloatArray, IntArray, Origin
from ontology import Explanation
from ontology.records import Occupation
from reasoning.answers import CourseChoice


class TransitionModel(Protocol):
    """Scores moves: a calibrated probability that a move is feasible, taken apart by named signals."""

    @property
    def name(self) -> str:
        """Name and version, for the answer (`content-signals/1`, `content+network/1`)."""

    @property
    def trained(self) -> bool:
        """Whether vectors trained on this very graph are in use; if not, answers carry a warning."""

    def score(self, origin: Origin, targets: IntArray) -> FloatArray:
        """Probabilities in [0, 1], shape of `targets` (occupation rows); higher is more feasible."""

    def explain(self, origin: Origin, target: int) -> Explanation:
        """The score of one move as base + points; `score` equals `score(origin, [target])` to 1e-6."""

    def skill_overlap(self, origin: Origin, targets: IntArray) -> FloatArray:
        """The plain baseline: share of the target's importance that the origin's skills cover exactly, in [0, 1]."""

    def similar_skills(self, skill: int, *, among: IntArray) -> tuple[int, float]:
        """The nearest of `among` to a skill and its similarity in [0, 1]; (-1, 0.0) if `among` is empty."""


class EligibilityModel(Protocol):
    """Ranks what to ask next; never decides."""

    def likelihood(self, facts: Mapping[str, object], benefit_ids: Sequence[str]) -> Mapping[str, float]:
        """Chance in [0, 1] that somebody with these facts turns out to be eligible, per benefit."""


class StepBenefits(Protocol):
    """Says what a step of a path does to a person's benefits."""

    def __call__(
        self, *, before: Occupation | None, after: Occupation, courses: Sequence[CourseChoice]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ids of the benefits that the step opens and of those that it ends, each sorted.

        Args:
            before: the occupation that an earlier step of the path led to; None when the person leaves the present one,
                whose facts are known.
            courses: what is learnt for the step.
        """
