"""What the API needs from an engine; `pathloom.Engine` is the one there is. Calls are thread-safe and synchronous."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from graph import Snapshot
from ontology import PostingProfile, Profile
from policy import Decision, NeedSet, Output, PossibleIf, RuleBase
from reasoning import LivingCosts, NextQuestion, PlanWishes
from reasoning.answers import (
    Constraints,
    FundedPlan,
    PathsAnswer,
    PostingMatch,
    Route,
    Transition,
)


class SearchHit(Protocol):
    """One hit of `search`, best first."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def score(self) -> float: ...


class Sample(Protocol):
    """A fictional person to try things with.

    Attributes:
        key: stable name.
        labels: who it is, per language.
        language: the person's own.
        resume: file name of the resume.
        facts: facts of the rule base, JSON values.
        jurisdiction: region code whose rules apply.
        on: day of the claim.
    """

    @property
    def key(self) -> str: ...
    @property
    def labels(self) -> Mapping[str, str]: ...
    @property
    def language(self) -> str: ...
    @property
    def resume(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, object]: ...
    @property
    def jurisdiction(self) -> str: ...
    @property
    def on(self) -> date: ...

    def document(self) -> bytes:
        """The resume's bytes."""

    def constraints(self) -> Constraints:
        """What the person wants of paths."""


class Engine(Protocol):
    """One loaded graph with everything that answers from it."""

    @property
    def snapshot(self) -> Snapshot: ...
    @property
    def rule_base(self) -> RuleBase: ...

    def samples(self) -> Sequence[Sample]:
        """The sample people, in the order to show them."""

    def statistics(self) -> Mapping[str, object]:
        """`{"version", "nodes": {label: n}, "edges": {type: n}, "sources": [...]}`."""

    def status(self) -> Mapping[str, object]:
        """For /readyz and doctor: store reachable, snapshot version, model name, trained or not."""

    def write_triples(self, path: Path) -> int:
        """Write the graph as N-Triples, without persons and what hangs on them; returns the number of triples."""

    def search(self, text: str, *, kind: str, language: str, top: int) -> tuple[SearchHit, ...]:
        """Occupations, skills, courses or benefits by label, alias and near spelling; kind `any` for all."""

    def extract(self, data: bytes, *, name: str) -> Profile | PostingProfile:
        """Read a document: a resume gives a `Profile`, a job advertisement a `PostingProfile`."""

    def career_paths(
        self,
        profile: Profile,
        constraints: Constraints,
        *,
        facts: Mapping[str, object] | None = None,
        on: date | None = None,
        jurisdiction: str = "",
    ) -> PathsAnswer:
        """Paths; with facts, day and place, steps also say which benefits they may open and which they end."""

    def transition(self, from_id: str, to_id: str) -> Transition: ...

    def match(self, profile: Profile, posting: PostingProfile) -> PostingMatch: ...

    def benefits(self, facts: Mapping[str, object], *, on: date, jurisdiction: str) -> tuple[Decision, ...]: ...

    def need_sets(
        self, facts: Mapping[str, object], benefit_id: str, *, on: date, jurisdiction: str
    ) -> tuple[NeedSet, ...]: ...

    def benefit_outputs(
        self, facts: Mapping[str, object], benefit_id: str, *, on: date, jurisdiction: str
    ) -> Mapping[str, Output]: ...

    def possible_if(
        self, decision: Decision, facts: Mapping[str, object], *, on: date, jurisdiction: str
    ) -> tuple[PossibleIf, ...]: ...

    def next_questions(
        self, facts: Mapping[str, object], *, on: date, jurisdiction: str, most: int = 5
    ) -> tuple[NextQuestion, ...]: ...

    def benefit_routes(self, facts: Mapping[str, object], *, on: date, jurisdiction: str) -> tuple[Route, ...]: ...

    def funded_plan(
        self,
        profile: Profile,
        facts: Mapping[str, object],
        constraints: Constraints,
        *,
        on: date,
        jurisdiction: str,
        wishes: PlanWishes | None = None,
        living: LivingCosts | None = None,
    ) -> FundedPlan:
        """A path and the benefits that carry it, month by month, under wishes about the money."""
