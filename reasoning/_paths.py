"""Career paths: constrained best paths of up to four moves, best first, then diverse alternatives."""

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import numpy as np

from graph import Origin, Snapshot
from ontology import Money, PostingProfile, Profile
from ontology.ids import OccupationId
from reasoning._constraints import Wishes, read_constraints
from reasoning._counterfactuals import path_counterfactuals
from reasoning._courses import CourseFinder
from reasoning._kind import move_kind
from reasoning._landscape import Landscape
from reasoning._match import match
from reasoning._moves import MoveTable
from reasoning._names import occupation_name, skill_names, snapshot_name
from reasoning._person import Person, person_from_occupation, person_from_profile
from reasoning._ports import StepBenefits, TransitionModel
from reasoning._search import Worth, finalists, search
from reasoning._select import choose
from reasoning._transition import model_warnings, rate, transition
from reasoning._utility import utility
from reasoning._walk import Leg, Route, Walk
from reasoning.answers import (
    Constraints,
    Counterfactual,
    CourseChoice,
    Path,
    PathsAnswer,
    Pay,
    PostingMatch,
    Step,
    Transition,
)

_NO_WISHES = Constraints()


class PathFinder:
    """Answers for many people from one snapshot and one model; prepares once what does not depend on the person.

    Safe to use from several threads.
    """

    def __init__(self, snapshot: Snapshot, model: TransitionModel) -> None:
        self.snapshot = snapshot
        self.model = model
        self.landscape = Landscape(snapshot)
        self.courses = CourseFinder(snapshot)
        self.moves = MoveTable(snapshot, model, self.courses, self.landscape.targets)

    def prepare(self) -> None:
        """Work out every occupation's candidate moves now; else each is worked out when first passed through."""
        self.moves.fill()

    def paths(
        self,
        person: Person,
        constraints: Constraints = _NO_WISHES,
        *,
        benefits: StepBenefits | None = None,
    ) -> PathsAnswer:
        """Three best paths and five alternatives that differ from them and from each other.

        A beam search proposes paths (`_search`); the finalists are computed exactly, every step scored with the skills
        learnt before it (`_walk`); those that fit the months are ranked by utility (`_utility`).

        Only the best paths come with counterfactuals.

        Args:
            benefits: says which benefits a step brings and ends; without it steps say nothing about benefits.
        Raises:
            ConstraintError, UnknownIdError, NoRequirementsError: the wishes cannot be read.
        """
        wishes = read_constraints(self.snapshot, self.landscape, constraints, home=person.region)
        scores = self.moves.score_all(person.origin)
        now = person.origin.occupation
        beams, considered = search(self.moves, person.origin, scores, wishes, self._worth(now, wishes))
        walk = Walk(self.snapshot, self.model, self.courses, person=person, scores=scores, wishes=wishes)
        routes = finalists(beams, wishes)
        walk.add(routes)
        parts = {route: self._utility(now, walk[route], wishes) for route in routes}
        ranked = sorted(
            ((sum(parts[route].values()), route) for route in routes if walk[route].total_months <= wishes.months),
            key=lambda pair: (-pair[0], pair[1]),
        )
        best, others = choose(self.snapshot, self.landscape, ranked, same_end=wishes.target is not None)
        scribe = _Scribe(self, walk, wishes, parts, benefits)
        return PathsAnswer(
            origin=None if now is None else occupation_name(self.snapshot, now),
            best=tuple(scribe.path(route, best=True) for route in best),
            alternatives=tuple(scribe.path(route, best=False) for route in others),
            considered=considered,
            model=self.model.name,
            warnings=(*person.warnings, *model_warnings(self.model), *self._warnings(now, wishes, constraints, best)),
            sources=self.snapshot.sources,
            snapshot=snapshot_name(self.snapshot),
        )

    def career_paths(
        self,
        asked: Profile | OccupationId,
        constraints: Constraints = _NO_WISHES,
        *,
        benefits: StepBenefits | None = None,
    ) -> PathsAnswer:
        """Like `paths`, for a profile, or for an occupation's id or code alone.

        An occupation that the profile names as its wish does not narrow the answer; `Constraints.target` does.

        Raises:
            EmptyPersonError: the profile shows neither a skill nor an occupation.
        """
        return self.paths(person_of(self.snapshot, asked), constraints, benefits=benefits)

    def transition(self, origin: OccupationId | str, target: OccupationId | str) -> Transition:
        """One occupation against another, see `reasoning.transition`."""
        return transition(self.snapshot, self.model, origin, target)

    def match(self, profile: Profile, posting: PostingProfile) -> PostingMatch:
        """A person against a posting, see `reasoning.match`."""
        return match(self.snapshot, self.model, person_of(self.snapshot, profile), posting)

    def origin_of(self, occupation: int) -> Origin:
        """Somebody of whom only the occupation (a row) is known.

        Raises:
            NoRequirementsError: the graph lists no skill for it.
        """
        return person_from_occupation(self.snapshot, occupation).origin

    def _worth(self, now: int | None, wishes: Wishes) -> Worth:
        standing = self.landscape.standing(wishes.region)
        return Worth.of(standing.at(now), standing)

    def _utility(self, now: int | None, leg: Leg, wishes: Wishes) -> Mapping[str, float]:
        standing = self.landscape.standing(wishes.region)
        return utility(
            log_probability=leg.log_probability,
            months=leg.total_months,
            now=standing.at(now),
            end=standing.at(leg.route[-1]),
        )

    def _warnings(
        self, now: int | None, wishes: Wishes, constraints: Constraints, best: Sequence[Route]
    ) -> tuple[str, ...]:
        _, amounts = self.landscape.pay_in(wishes.region)
        found: list[str] = []
        if not wishes.region:
            found.append("region_unknown")
        elif bool(np.isnan(amounts).all()):
            found.append(f"no_pay:{wishes.region}")
        elif now is not None and math.isnan(amounts[now]):
            found.append(f"no_pay_now:{wishes.region}")
        shown = [row for route in best for row in route]
        if constraints.pay_floor is not None and np.isnan(amounts[shown]).any():
            found.append("pay_floor_unchecked")
        if constraints.max_exposure is not None and np.isnan(self.landscape.exposure[shown]).any():
            found.append("exposure_unchecked")
        if not best:
            found.append("no_paths")
        return tuple(found)


class _Scribe:
    """Writes chosen routes down as answers; each step once, however many paths share it."""

    def __init__(
        self,
        finder: PathFinder,
        walk: Walk,
        wishes: Wishes,
        parts: Mapping[Route, Mapping[str, float]],
        benefits: StepBenefits | None,
    ) -> None:
        self._finder = finder
        self._walk = walk
        self._wishes = wishes
        self._parts = parts
        self._benefits = benefits
        self._steps: dict[Route, Step] = {}
        self._changes: dict[Route, tuple[Counterfactual, ...]] = {}

    def path(self, route: Route, *, best: bool) -> Path:
        steps = tuple(self._step(route[: length + 1]) for length in range(len(route)))
        parts = self._parts[route]
        return Path(
            steps=steps,
            feasibility=math.prod(step.transition.score for step in steps),
            utility=sum(parts.values()),
            utility_parts=parts,
            months=self._walk[route].total_months,
            cost=_add_up(money for step in steps for money in step.cost),
            pay_end=steps[-1].pay_after,
            counterfactuals=self._counterfactuals(route[:1]) if best else (),
        )

    def _counterfactuals(self, first: Route) -> tuple[Counterfactual, ...]:
        if first not in self._changes:
            gap = self._step(first).transition.gap
            self._changes[first] = path_counterfactuals(
                self._finder.snapshot, self._finder.model, self._walk[first], gap
            )
        return self._changes[first]

    def _step(self, route: Route) -> Step:
        if route not in self._steps:
            self._steps[route] = self._write(self._walk[route])
        return self._steps[route]

    def _write(self, leg: Leg) -> Step:
        finder, end = self._finder, leg.route[-1]
        start = leg.before.origin.occupation
        landscape = finder.landscape
        move: Transition = rate(finder.snapshot, finder.model, leg.before, end)
        courses: tuple[CourseChoice, ...] = finder.courses.describe(leg.plan)
        pay_before: Pay | None = None if start is None else self._wishes.pays[start]
        before = None if start is None else landscape.record(start)
        first = len(leg.route) == 1
        gained, lost = (
            self._benefits(before=None if first else before, after=landscape.record(end), courses=courses)
            if self._benefits
            else ((), ())
        )
        return Step(
            transition=move,
            kind=move_kind(before, landscape.record(end), pay_before, self._wishes.pays[end]),
            courses=courses,
            uncovered=skill_names(finder.snapshot, leg.plan.uncovered),
            months=leg.months,
            cost=_add_up(course.cost for course in courses),
            pay_before=pay_before,
            pay_after=self._wishes.pays[end],
            changes=landscape.changes(start, end),
            benefits_gained=gained,
            benefits_lost=lost,
        )


def career_paths(
    snapshot: Snapshot,
    model: TransitionModel,
    asked: Profile | OccupationId,
    constraints: Constraints = _NO_WISHES,
    *,
    benefits: StepBenefits | None = None,
) -> PathsAnswer:
    """Paths for one profile or one occupation; who asks often keeps a `PathFinder`.

    Raises:
        UnknownIdError, EmptyPersonError, NoRequirementsError, ConstraintError: see `PathFinder.paths`.
    """
    return PathFinder(snapshot, model).career_paths(asked, constraints, benefits=benefits)


def person_of(snapshot: Snapshot, asked: Profile | OccupationId) -> Person:
    """Somebody from a profile, or from an occupation's id or code alone."""
    if isinstance(asked, Profile):
        return person_from_profile(snapshot, asked)
    return person_from_occupation(snapshot, snapshot.occupations.index(asked))


def _add_up(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """One sum per currency, in order of the currency; nothing for zero."""
    sums: dict[str, Decimal] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount
    return tuple(Money(amount, currency) for currency, amount in sorted(sums.items()) if amount)
