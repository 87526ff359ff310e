"""A labour market small enough to work every answer out by hand, in a real embedded store.

| occupation | ISCO | essential (importance) | optional | pay CN / month |
|---|---|---|---|---|
| rider | 8321 | ride 1, navigate 0.8 | | 6,000 |
| courier | 8322 | ride 0.5, sort 0.5 | | 6,000 |
| dispatcher | 4323 | navigate 0.5, plan 0.5 | excel 0.5 | 7,500 |
| manager | 1324 | plan 0.4, lead 0.6 | | 12,000 |
| analyst | 2511 | excel 0.5, python 0.5 | | 15,000 |
| poet | 2641 | nothing: never a target | | |

Courses: planning (plan; 40 h, 1 month, 200 CNY), office (excel + plan; 120 h, 3 months, free),
leading in Zhengzhou only (lead; 30 h, 2 months, 500 CNY). Nobody teaches python or sort.
"""

import dataclasses
from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

from graph import FloatArray, IntArray, Origin, Snapshot, build_snapshot, ingest, open_store
from ontology import Contribution, Evidence, Explanation, Figure, Profile, SkillStatement, Verdict
from ontology.profile import ExperienceStatement, LocationStatement
from ontology.records import Course, Edge, MovesTo, Node, Occupation, Pays, Region, Requires, Skill, Teaches
from ontology.vocabulary import MoveBasis, Scheme
from policy import Citation, Deadline, Decision, Source, Status

ORIGIN = {"source": "test", "source_version": "1", "licence": "CC0-1.0"}
EXPOSURE = {"rider": 0.1, "courier": 0.2, "dispatcher": 0.5, "manager": 0.4, "analyst": 0.9}
NEEDS = {
    "rider": {"ride": 1.0, "navigate": 0.8},
    "courier": {"ride": 0.5, "sort": 0.5},
    "dispatcher": {"navigate": 0.5, "plan": 0.5, "excel": -0.5},
    "manager": {"plan": 0.4, "lead": 0.6},
    "analyst": {"excel": 0.5, "python": 0.5},
    "poet": {},
}
ISCO = {"rider": "8321", "courier": "8322", "dispatcher": "4323", "manager": "1324", "analyst": "2511", "poet": "2641"}
PAY = {"rider": 6000, "courier": 6000, "dispatcher": 7500, "manager": 12000, "analyst": 15000}
CHINESE = {"ride": "骑行", "excel": "电子表格", "rider": "骑手", "dispatcher": "调度员"}


def occupation_id(slug: str) -> str:
    return f"starter:occupation/{slug}"


def skill_id(slug: str) -> str:
    return f"starter:skill/{slug}"


def labels(slug: str) -> dict[str, str]:
    return {"en": slug, "zh": CHINESE.get(slug, f"中文{slug}")}


def nodes() -> Iterator[Node]:
    for slug, isco in ISCO.items():
        figures = (
            (Figure(name="ai_exposure_eloundou_beta", value=EXPOSURE[slug], unit="share", year=2023, source="e"),)
            if slug in EXPOSURE
            else ()
        )
        yield Occupation(
            id=occupation_id(slug),
            labels=labels(slug),
            scheme=Scheme.STARTER,
            isco_code=isco,
            figures=figures,
            flexible=slug in {"rider", "courier"},
            **ORIGIN,
        )
    for slug in sorted({skill for needs in NEEDS.values() for skill in needs} | {"spreadsheets"}):
        yield Skill(id=skill_id(slug), labels=labels(slug), scheme=Scheme.STARTER, **ORIGIN)
    for code in ("CN", "CN-410000", "CN-410100", "US"):
        yield Region(id=f"region:{code}", notation=code, labels=labels(code), **ORIGIN)
    offers = {
        "planning": (40, 1, 200.0, ""),
        "office": (120, 3, 0.0, ""),
        "leading": (30, 2, 500.0, "region:CN-410100"),
    }
    for slug, (hours, months, cost, region) in offers.items():
        yield Course(
            id=f"starter:course/{slug}", labels=labels(slug), provider="School", hours=hours, cost=cost, currency="CNY",
            months=months, online=not region, region=region, year=2026, **ORIGIN,
        )  # fmt: skip


def edges() -> Iterator[Edge]:
    for occupation, needs in NEEDS.items():
        for skill, importance in needs.items():
            yield Requires(
                from_id=occupation_id(occupation), to_id=skill_id(skill), essential=importance > 0,
                importance=abs(importance), **ORIGIN,
            )  # fmt: skip
    for slug, amount in PAY.items():
        yield Pays(
            from_id=occupation_id(slug), to_id="region:CN", median_wage_per_month=amount, currency="CNY", year=2025,
            **ORIGIN,
        )  # fmt: skip
    for course, skill in (("planning", "plan"), ("office", "excel"), ("office", "plan"), ("leading", "lead")):
        yield Teaches(from_id=f"starter:course/{course}", to_id=skill_id(skill), level=1.0, **ORIGIN)
    yield MovesTo(
        from_id=occupation_id("rider"), to_id=occupation_id("dispatcher"), basis=MoveBasis.CAREER_LADDER, **ORIGIN
    )


class CoverageModel:
    """Score = 0.1 + 0.8 x share of the target's importance that is held exactly. Twins: excel ~ spreadsheets, 0.9."""

    name = "coverage/1"
    trained = True

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.calls = 0

    def skill_overlap(self, origin: Origin, targets: IntArray) -> FloatArray:
        shares = []
        for target in targets.tolist():
            links = self._snapshot.requires.row(target)
            importance = self._snapshot.requires.columns["importance"][links]
            held = np.isin(self._snapshot.requires.indices[links], origin.skills)
            shares.append(float(importance[held].sum() / importance.sum()))
        return np.array(shares, dtype=np.float32)

    def score(self, origin: Origin, targets: IntArray) -> FloatArray:
        self.calls += 1
        return (0.1 + 0.8 * self.skill_overlap(origin, targets)).astype(np.float32)

    def explain(self, origin: Origin, target: int) -> Explanation:
        score = float(self.score(origin, np.array([target], dtype=np.int32))[0])
        share = float(self.skill_overlap(origin, np.array([target], dtype=np.int32))[0])
        return Explanation(score=score, base=0.1, contributions=(Contribution("coverage", share, score - 0.1),))

    def similar_skills(self, skill: int, *, among: IntArray) -> tuple[int, float]:
        twins = {"excel": "spreadsheets", "spreadsheets": "excel"}
        slug = self._snapshot.skills.ids[skill].rpartition("/")[2]
        twin = self._snapshot.skills.find(skill_id(twins[slug])) if slug in twins else None
        if twin is not None and twin in among.tolist():
            return twin, 0.9
        return (int(among[0]), 0.0) if len(among) else (-1, 0.0)


@pytest.fixture(scope="session")
def market() -> Snapshot:
    with open_store("sqlite:///:memory:") as store:
        ingest(store, [*nodes(), *edges()])
        return build_snapshot(store)


@pytest.fixture
def model(market: Snapshot) -> CoverageModel:
    return CoverageModel(market)


@pytest.fixture
def make_profile():
    """A profile with skills held (slug -> confidence), skills denied, and an occupation."""

    def make(
        held: dict[str, float] | None = None,
        *,
        denied: tuple[str, ...] = (),
        occupation: str = "",
        region: str = "CN-410100",
        denial: float = 0.9,
    ) -> Profile:
        def evidence(slug: str, confidence: float) -> tuple[Evidence, ...]:
            return (Evidence("doc-1", 3, 3 + len(slug), slug, confidence, "label-match/1"),)

        statements = [
            SkillStatement(skill=skill_id(slug), label=slug, evidence=evidence(slug, confidence))
            for slug, confidence in (held or {}).items()
        ]
        statements += [
            SkillStatement(skill=skill_id(slug), label=slug, negated=True, evidence=evidence(slug, denial))
            for slug in denied
        ]
        experiences = (
            ExperienceStatement(
                title=occupation, start="2024-01", current=True, occupation=occupation_id(occupation),
                occupation_label=occupation, occupation_confidence=1.0, evidence=evidence(occupation, 1.0),
            ),
        ) if occupation else ()  # fmt: skip
        place = LocationStatement(name="郑州", region=region, evidence=evidence("郑州", 1.0)) if region else None
        return Profile(
            document="doc-1", language="en", skills=tuple(statements), experiences=experiences, location=place
        )

    return make


@pytest.fixture
def day() -> date:
    return date(2026, 7, 1)


@pytest.fixture(scope="session")
def decide():
    """A decision with everything empty but what is given; eligible unless said otherwise."""

    def make(benefit: str, **given: object) -> Decision:
        empty = {
            field.name: () if str(field.type).startswith("tuple") else None for field in dataclasses.fields(Decision)
        }
        defaults = {
            "benefit_id": benefit, "name": {"zh": f"待遇{benefit}", "en": f"Benefit {benefit}"}, "kind": "insurance",
            "jurisdiction": "CN", "verdict": Verdict.ELIGIBLE, "reason": {"zh": "", "en": ""}, "possible": False,
            "status": Status.IN_FORCE, "confidence": "high", "authority": {"zh": "", "en": ""},
            "needs_caseworker": False,
        }  # fmt: skip
        return Decision(**(empty | defaults | given))

    return make


@pytest.fixture(scope="session")
def deadline():
    """A deadline with a due day or without one."""

    def make(due: date | None) -> Deadline:
        source = Source("law", "law", "1", {"zh": "法", "en": "Law"}, "", None, "")
        return Deadline("apply", {"zh": "按时申请。", "en": "Apply in time."}, due, Citation(source, "1", ""))

    return make
