"""The Engine: the only place where the concrete classes of all rooms are put together."""

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Self

from ontology import PathloomError, Scheme
from pathloom._settings import Settings
from pathloom._stores import open_configured
from pathloom.errors import GraphEmptyError

if TYPE_CHECKING:
    from extraction import Extractor, Link, Linker
    from graph import GraphStore, Snapshot
    from ontology import PostingProfile, Profile
    from pathloom._open_benefits import OpenBenefits, OpenChances
    from pathloom._samples import Sample
    from policy import Decision, NeedSet, Output, PossibleIf, RuleBase
    from reasoning import LivingCosts, NextQuestion, PathFinder, PlanWishes
    from reasoning._ports import TransitionModel
    from reasoning.answers import Constraints, FundedPlan, PathsAnswer, PostingMatch, Route, Transition

logger = logging.getLogger("pathloom.engine")

#: Seconds between looks at the store's version while serving; one look is one indexed read.
_REFRESH_S = 5.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit of a search."""

    id: str
    kind: str
    label: str
    score: float


class _Loaded:
    """Everything made from one snapshot; swapped as a whole by one reference assignment. Parts are made when asked."""

    def __init__(self, snapshot: "Snapshot", settings: Settings) -> None:
        self.snapshot = snapshot
        self._settings = settings
        self._linkers: dict[Scheme | None, Linker] = {}

    @cached_property
    def model(self) -> "TransitionModel":
        from embeddings import load_model

        own = self._settings.model or self._settings.home / "model"
        return load_model(own if own.is_dir() else None, self.snapshot, cache=self._settings.home / "cache")

    @cached_property
    def finder(self) -> "PathFinder":
        from reasoning import PathFinder

        return PathFinder(self.snapshot, self.model)

    @cached_property
    def extractor(self) -> "Extractor":
        from extraction import Extractor, Vocabulary
        from pathloom._vocabulary import region_entries, vocabulary_entries

        entries = vocabulary_entries(self.snapshot, required_only=True)
        return Extractor(Vocabulary.build(entries, regions=region_entries(self.snapshot)))

    def linker(self, scheme: Scheme | None, store: "GraphStore") -> "Linker":
        """The linker into all schemes, or into one under that scheme's own ids; CSCO's groups are linked to as well."""
        from extraction import Linker, Vocabulary
        from ontology.records import OccupationGroup
        from pathloom._vocabulary import group_entries, known_titles, vocabulary_entries

        if scheme not in self._linkers:
            titles = known_titles(store, scheme, self._settings) if scheme else {}
            entries = list(vocabulary_entries(self.snapshot, scheme=scheme, titles=titles))
            if scheme is Scheme.CSCO:
                entries += group_entries(store.nodes(OccupationGroup), titles=titles)
            self._linkers[scheme] = Linker(Vocabulary.build(entries))
        return self._linkers[scheme]


class Engine:
    """One store, its current snapshot, the rules, and every answer from them. Thread-safe; close it when done.

    The store is opened when first needed: questions about benefits alone never touch it.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.RLock()
        self._opened: GraphStore | None = None
        self._current: _Loaded | None = None
        self._looked = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the store."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
            self._opened = None
            self._current = None

    # The data ---------------------------------------------------------------------------------------------------

    @property
    def snapshot(self) -> "Snapshot":
        """The current snapshot.

        Raises:
            GraphEmptyError: the store holds no occupations.
        """
        return self._loaded.snapshot

    @cached_property
    def rule_base(self) -> "RuleBase":
        """The rules of all benefits."""
        from policy import load_rule_base

        return load_rule_base()

    @property
    def model(self) -> "TransitionModel":
        """What scores moves."""
        return self._loaded.model

    @property
    def _store(self) -> "GraphStore":
        with self._lock:
            if self._opened is None:
                self._opened = open_configured(self._settings)
            return self._opened

    @property
    def _loaded(self) -> _Loaded:
        current = self._current
        if current is not None and monotonic() - self._looked < _REFRESH_S:
            return current
        with self._lock:
            if self._current is None or self._store.version() != self._current.snapshot.version:
                self._current = self._load()
            self._looked = monotonic()
            return self._current

    def _load(self) -> _Loaded:
        from graph import load_snapshot

        snapshot = load_snapshot(self._store, self._settings.home / "cache")
        if not len(snapshot.occupations):
            raise GraphEmptyError(
                f"The store {self._settings.store_shown} holds no occupations, so there is nothing to answer from.",
                hint="Fill it first: pathloom import starter (or pathloom run).",
            )
        logger.info("snapshot version %s: %s occupations", snapshot.version, len(snapshot.occupations))
        return _Loaded(snapshot, self._settings)

    def statistics(self) -> Mapping[str, object]:
        """`{"version", "nodes", "edges", "sources"}` of the store."""
        nodes, edges = self._store.counts()
        sources = [
            {"source": source, "version": version, "licence": licence}
            for source, version, licence in self._store.sources()
        ]
        return {"version": self._store.version(), "nodes": nodes, "edges": edges, "sources": sources}

    def status(self) -> Mapping[str, object]:
        """For readiness checks: the snapshot's version, the model's name, whether it was trained on this graph."""
        loaded = self._loaded
        return {
            "ready": True,
            "snapshot": f"{loaded.snapshot.store_id}:{loaded.snapshot.version}",
            "model": loaded.model.name,
            "trained": loaded.model.trained,
        }

    def write_triples(self, path: Path) -> int:
        """Write the graph as N-Triples, without persons and what hangs on them; returns the number of triples."""
        from ontology import write_ntriples
        from pathloom._rdf_export import reference_records

        with path.open("w", encoding="utf-8", newline="\n", buffering=1 << 20) as file:
            return write_ntriples(reference_records(self._store), file)

    # Looking things up ------------------------------------------------------------------------------------------

    def search(self, text: str, *, kind: str, language: str, top: int) -> tuple[Hit, ...]:
        """Occupations and skills by label, alias or near spelling, best first; kind `any` for both."""
        loaded = self._loaded
        kinds = ("occupation", "skill") if kind == "any" else (kind,)
        hits = [
            Hit(link.id, each, _label(loaded.snapshot, each, link.id, language), link.score)
            for each in kinds
            for link in loaded.linker(None, self._store).link(text, kind=each, top=top)
        ]
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.id))[:top])

    def link(self, text: str, *, kind: str, scheme: str | None, top: int) -> "tuple[Link, ...]":
        """Concepts of one kind for a free text, best first."""
        chosen = Scheme(scheme) if scheme else None
        return self._loaded.linker(chosen, self._store).link(text, kind=kind, top=top)

    def extract(self, data: bytes, *, name: str) -> "Profile | PostingProfile":
        """Read a document.

        Raises:
            the errors of `extraction.read_document`.
        """
        from extraction import read_document

        # Read first: what cannot be read is refused before a vocabulary is built for it.
        document = read_document(data, name=name)
        return self._loaded.extractor.extract(document)

    # One person's answers ---------------------------------------------------------------------------------------

    def career_paths(
        self,
        profile: "Profile",
        constraints: "Constraints",
        *,
        facts: Mapping[str, object] | None = None,
        on: date | None = None,
        jurisdiction: str = "",
    ) -> "PathsAnswer":
        """The best paths and diverse alternatives for a person.

        Args:
            facts, on, jurisdiction: if all are given, steps say which benefits they may open and which they end.
        """
        from reasoning import BenefitChanges, person_from_profile

        loaded = self._loaded
        person = person_from_profile(loaded.snapshot, profile)
        if facts is None or on is None or not jurisdiction:
            return loaded.finder.paths(person, constraints)

        def decide(changed: Mapping[str, object]) -> "tuple[Decision, ...]":
            return self.benefits(changed, on=on, jurisdiction=jurisdiction)

        return loaded.finder.paths(person, constraints, benefits=BenefitChanges(facts, decide))

    def transition(self, from_id: str, to_id: str) -> "Transition":
        """One occupation against another, with reasons.

        Raises:
            UnknownIdError: the graph does not hold one of them.
        """
        from reasoning import transition

        loaded = self._loaded
        return transition(loaded.snapshot, loaded.model, from_id, to_id)

    def score_pairs(self, pairs: Iterable[tuple[str, str]]) -> Iterator[dict[str, object]]:
        """Score many moves between occupations; targets of one origin are scored together.

        Yields:
            per pair, in the order given, `{"from", "to", "score", "overlap"}`, or `"error"` for an unknown id.
        """
        import numpy as np

        from reasoning import person_from_occupation

        loaded = self._loaded
        listed = list(pairs)
        targets: dict[int, set[int]] = {}
        rows = [tuple(loaded.snapshot.occupations.find(key) for key in pair) for pair in listed]
        for origin, target in rows:
            if origin is not None and target is not None:
                targets.setdefault(origin, set()).add(target)
        scores: dict[tuple[int, int], Mapping[str, object]] = {}
        for origin, columns in targets.items():
            wanted = np.array(sorted(columns), dtype=np.int32)
            try:
                person = person_from_occupation(loaded.snapshot, origin).origin
            except PathloomError as error:
                refused: Mapping[str, object] = {"error": {"code": error.code, "message": error.message}}
                scores.update({(origin, column): refused for column in columns})
                continue
            found = loaded.model.score(person, wanted)
            overlap = loaded.model.skill_overlap(person, wanted)
            for column, score, plain in zip(wanted.tolist(), found.tolist(), overlap.tolist(), strict=True):
                scores[origin, column] = {"score": score, "overlap": plain}
        for (from_id, to_id), (origin, target) in zip(listed, rows, strict=True):
            if origin is None or target is None:
                unknown = from_id if origin is None else to_id
                fault = {"code": "UNKNOWN_ID", "message": f"The loaded graph has no occupation {unknown!r}."}
                yield {"from": from_id, "to": to_id, "error": fault}
            else:
                yield {"from": from_id, "to": to_id, **scores[origin, target]}

    def match(self, profile: "Profile", posting: "PostingProfile") -> "PostingMatch":
        """A person against a posting."""
        from reasoning import match, person_from_profile

        loaded = self._loaded
        return match(loaded.snapshot, loaded.model, person_from_profile(loaded.snapshot, profile), posting)

    def benefits(
        self, facts: Mapping[str, object], *, on: date, jurisdiction: str, known_at: date | None = None
    ) -> "tuple[Decision, ...]":
        """Every benefit of the place with its trace; `known_at`: by the rules as they were known on that day."""
        from policy import evaluate, parse_facts

        given = parse_facts(facts, self.rule_base)
        return evaluate(self.rule_base, given, on=on, jurisdiction=jurisdiction, known_at=known_at)

    def benefit_outputs(
        self,
        facts: Mapping[str, object],
        benefit_id: str,
        *,
        on: date,
        jurisdiction: str,
        known_at: date | None = None,
    ) -> "Mapping[str, Output]":
        """The figures of one benefit apart from each other, whatever its verdict."""
        from policy import outputs, parse_facts

        given = parse_facts(facts, self.rule_base)
        return outputs(self.rule_base, benefit_id, given, on=on, jurisdiction=jurisdiction, known_at=known_at)

    def need_sets(
        self,
        facts: Mapping[str, object],
        benefit_id: str,
        *,
        on: date,
        jurisdiction: str,
        known_at: date | None = None,
    ) -> "tuple[NeedSet, ...]":
        """The smallest changes that would make a person eligible."""
        from policy import need_sets, parse_facts

        rules = self.rule_base if known_at is None else self.rule_base.known_at(known_at)
        return need_sets(rules, benefit_id, parse_facts(facts, rules), on=on, jurisdiction=jurisdiction)

    def possible_if(
        self,
        decision: "Decision",
        facts: Mapping[str, object],
        *,
        on: date,
        jurisdiction: str,
        known_at: date | None = None,
    ) -> "tuple[PossibleIf, ...]":
        """What would have to be so for a benefit to be granted, in words; nothing for one that is."""
        from policy import need_sets, parse_facts, possible_if

        rules = self.rule_base if known_at is None else self.rule_base.known_at(known_at)
        given = parse_facts(facts, rules)
        needs = need_sets(rules, decision.benefit_id, given, on=on, jurisdiction=jurisdiction)
        return possible_if(rules, decision, needs, facts=given, on=on)

    def next_questions(
        self, facts: Mapping[str, object], *, on: date, jurisdiction: str, most: int = 5, occupation: str | None = None
    ) -> "tuple[NextQuestion, ...]":
        """The questions that tell most about the benefits still open; none when every benefit is decided.

        Args:
            facts: a fact given as null was asked already and is not asked again.
            most: how many at most, >= 1.
            occupation: id in the starter graph, if known; another id counts as unknown.
        """
        from pathloom._open_benefits import questions_of

        decisions = self.benefits(facts, on=on, jurisdiction=jurisdiction)
        return questions_of(
            self.rule_base, facts, decisions, on=on, jurisdiction=jurisdiction, most=most, occupation=occupation
        )

    def benefit_routes(self, facts: Mapping[str, object], *, on: date, jurisdiction: str) -> "tuple[Route, ...]":
        """Benefits in orders that respect prerequisites, exclusions and deadlines, with what opens later."""
        from reasoning import LaterDecisions, benefit_routes

        decisions = self._with_later(facts, on, jurisdiction)
        likelihood = self._likelihood(facts, decisions, on, jurisdiction)
        later = LaterDecisions(self.rule_base, facts, on=on, jurisdiction=jurisdiction)
        return benefit_routes(decisions, likelihood, on=on, later=later)

    def funded_plan(
        self,
        profile: "Profile",
        facts: Mapping[str, object],
        constraints: "Constraints",
        *,
        on: date,
        jurisdiction: str,
        wishes: "PlanWishes | None" = None,
        living: "LivingCosts | None" = None,
    ) -> "FundedPlan":
        """The best path that the constraints allow and the benefits that carry it on one monthly timeline.

        Args:
            wishes: what the plan has to respect, and a loan that it may take.
            living: own living costs; by default the country's average.
        """
        from reasoning import LaterDecisions, benefit_routes, funded_plan

        paths = self.career_paths(profile, constraints, facts=facts, on=on, jurisdiction=jurisdiction)
        decisions = self._with_later(facts, on, jurisdiction)
        later = LaterDecisions(self.rule_base, facts, on=on, jurisdiction=jurisdiction)
        likelihood = self._likelihood(facts, decisions, on, jurisdiction)
        return funded_plan(
            paths,
            benefit_routes(decisions, likelihood, on=on, later=later),
            decisions,
            on=on,
            facts=facts,
            living=living,
            wishes=wishes,
            later=later,
            kinds=self._kinds_of_work(paths),
        )

    def _kinds_of_work(self, paths: "PathsAnswer") -> Mapping[str, str]:
        """Whether the occupations of the best paths are flexible work or employment."""
        occupations = self._loaded.snapshot.occupations
        targets = {step.transition.target.id for path in paths.best for step in path.steps}
        return {
            target: "flexible" if occupations.record(occupations.index(target)).flexible else "employee"
            for target in targets
        }

    def _with_later(self, facts: Mapping[str, object], on: date, jurisdiction: str) -> "tuple[Decision, ...]":
        """Today's decisions, and those that come true once the eligible benefits are drawn."""
        from reasoning import facts_when_drawing, with_later

        now = self.benefits(facts, on=on, jurisdiction=jurisdiction)
        return with_later(now, self.benefits(facts_when_drawing(facts, now), on=on, jurisdiction=jurisdiction))

    def _likelihood(
        self, facts: Mapping[str, object], decisions: "Sequence[Decision]", on: date, jurisdiction: str
    ) -> Mapping[str, float]:
        """Chances of the benefits that missing facts leave open."""
        return self._open_benefits.chances(facts, decisions, on=on, jurisdiction=jurisdiction).chances

    def open_chances(self, facts: Mapping[str, object], *, on: date, jurisdiction: str) -> "OpenChances":
        """How likely each benefit that missing facts leave open is among simulated people, and how that was found."""
        decisions = self.benefits(facts, on=on, jurisdiction=jurisdiction)
        return self._open_benefits.chances(facts, decisions, on=on, jurisdiction=jurisdiction)

    @cached_property
    def _open_benefits(self) -> "OpenBenefits":
        from embeddings import load_eligibility_model
        from pathloom._open_benefits import OpenBenefits

        return OpenBenefits(self.rule_base, load_eligibility_model())

    def samples(self) -> "tuple[Sample, ...]":
        """The fictional people that the page shows."""
        from pathloom._samples import people

        return people()


def _label(snapshot: "Snapshot", kind: str, concept_id: str, language: str) -> str:
    if kind == "occupation":
        return snapshot.occupations.label(snapshot.occupations.index(concept_id), language)
    return snapshot.skills.label(snapshot.skills.index(concept_id), language)
