"""Small hand-made records for the tests of `graph`; every value can be worked out on paper."""

from datetime import date
from typing import Any

from ontology.records import (
    Asks,
    Benefit,
    Broader,
    Certifies,
    Cites,
    Course,
    Credential,
    Edge,
    Employer,
    Experience,
    Figure,
    Funds,
    HasProvision,
    HasSkill,
    Held,
    Industry,
    LegalSource,
    LocatedIn,
    Matches,
    MovesTo,
    NeedsDocument,
    Node,
    Occupation,
    OccupationGroup,
    Parameter,
    Pays,
    Person,
    Posting,
    Provision,
    Region,
    Related,
    RequiredDocument,
    Requires,
    Skill,
    SkillGroup,
    Supersedes,
    Targets,
    Teaches,
    Within,
)
from ontology.vocabulary import MatchKind, MoveBasis, RelatedTier, Scheme, SkillKind

SOURCE: dict[str, Any] = {"source": "test", "source_version": "1", "licence": "CC0-1.0"}


def occupation(name: str, *, scheme: Scheme = Scheme.STARTER, **fields: Any) -> Occupation:
    return Occupation(**{**SOURCE, "id": name, "scheme": scheme, "labels": {"en": name.title()}, **fields})


def skill(name: str, *, scheme: Scheme = Scheme.STARTER, **fields: Any) -> Skill:
    return Skill(**{**SOURCE, "id": name, "scheme": scheme, "labels": {"en": name.title()}, **fields})


def requires(start: str, end: str, *, essential: bool = True, **fields: Any) -> Requires:
    return Requires(**{**SOURCE, "from_id": start, "to_id": end, "essential": essential, **fields})


def matches(start: str, end: str, kind: MatchKind = MatchKind.EXACT) -> Matches:
    return Matches(**SOURCE, from_id=start, to_id=end, kind=kind)


def pays(start: str, region: str, amount: float, *, year: int = 2025, **fields: Any) -> Pays:
    return Pays(
        **{**SOURCE, **fields}, from_id=start, to_id=region, median_wage_per_month=amount, currency="USD", year=year
    )


def region(code: str) -> Region:
    return Region(**SOURCE, id=f"region:{code}", labels={"en": code}, notation=code)


def course(name: str, **fields: Any) -> Course:
    filled = {"provider": "p", "hours": 10, "cost": 0, "currency": "CNY", "months": 1, "year": 2025}
    return Course(**{**SOURCE, **filled, "id": name, "labels": {"en": name}, **fields})


def one_node_of_each_type() -> list[Node]:
    """Every node type with every field off its default, and texts that break naive code."""
    dated: dict[str, Any] = {
        **SOURCE,
        "confidence": 0.1 + 0.2,
        "valid_from": date(2020, 2, 29),
        "valid_to": date(9999, 12, 31),
    }
    concept: dict[str, Any] = {
        **dated,
        "labels": {"en": "Rider'); DROP TABLE node; --", "zh": "骑手 `'\"\\ \x00 𠮷"},
        "notation": "1`2",
        "alt_labels": {"en": (), "zh": ("外卖员", "送餐员")},
        "descriptions": {"en": "line\nbreak\ttab"},
    }
    labels = {"en": "Label", "zh": "名称"}
    return [
        Occupation(
            **concept, id="occupation", scheme=Scheme.ESCO, isco_code="9331", soc_code="53-3031.00", tasks=("b", "a"),
            job_zone=2, interests={"Realistic": 5.33}, work_styles={"Dependability": 4.0}, education={"": 0.0},
            figures=(Figure(name="beta", value=0.25, unit="share", year=2023, source="s"),), flexible=False,
            collections=("green",),
        ),
        OccupationGroup(**concept, id="occupation group", scheme=Scheme.ISCO, level=4),
        Skill(
            **concept, id="skill", scheme=Scheme.ONET, kind=SkillKind.TECHNOLOGY, reuse_level="r", collections=("d",)
        ),
        SkillGroup(**concept, id="skill group", scheme=Scheme.ESCO),
        Industry(**dated, id="industry", labels=labels, notation="H"),
        Region(**dated, id="region", labels=labels, notation="CN-410100"),
        Course(
            **dated, id="course", labels=labels, provider="P", hours=7.5, cost=0.1, currency="CNY", months=2,
            online=False, region="region", url="https://example.org/?a=1&b=2", year=2024,
        ),
        Credential(**dated, id="credential", labels=labels, level=3, issuer="I"),
        Benefit(
            **dated, id="benefit", labels=labels, kind="k", jurisdiction="CN", authority=labels, status="unverified"
        ),
        Provision(**dated, id="provision", labels=labels, kind="k", jurisdiction="CN", status="s", ast='{"all": []}'),
        Parameter(**dated, id="parameter", labels=labels, jurisdiction="CN", role="r", value=None, unit="months"),
        LegalSource(**dated, id="law", labels=labels, document_number="第258号", url="u", published="1999-01-22"),
        RequiredDocument(**dated, id="document", labels=labels),
        Person(**dated, id="person", labels={}, profile="{}", consent="2026-07-01/1"),
        Experience(**dated, id="experience", labels=labels, title="t", employer="e"),
        Posting(
            **dated, id="posting", labels=labels, title="t", language="zh", pay_min=1.5, pay_max=1e308, currency="CNY",
            posted=date(2026, 7, 1),
        ),
        Employer(**dated, id="employer", labels=labels),
    ]  # fmt: skip


def one_edge_of_each_type() -> list[Edge]:
    """Every edge type with every field off its default, between the nodes of `one_node_of_each_type`."""
    base: dict[str, Any] = {**SOURCE, "confidence": 2 / 3, "valid_from": date(2020, 1, 1), "valid_to": date(2021, 1, 1)}

    def ends(start: str, end: str) -> dict[str, Any]:
        return {**base, "from_id": start, "to_id": end}

    return [
        Requires(**ends("occupation", "skill"), essential=False, importance=1 / 3, level=0.0),
        Broader(**ends("occupation", "occupation group")),
        Matches(**ends("occupation", "occupation group"), kind=MatchKind.NARROW),
        Related(**ends("skill", "skill"), tier=RelatedTier.SUPPLEMENTAL, rank=7),
        MovesTo(**ends("occupation", "occupation"), basis=MoveBasis.OBSERVED, count=2**53 + 1, share=1e-300),
        Teaches(**ends("course", "skill"), level=0.5),
        Certifies(**ends("credential", "skill")),
        Funds(**ends("benefit", "course")),
        HasSkill(**ends("person", "skill")),
        Held(**ends("person", "occupation"), start="2020-01", end="2021-02"),
        Asks(**ends("posting", "skill"), importance=0.75),
        LocatedIn(**ends("course", "region")),
        Within(**ends("region", "region")),
        Pays(
            **ends("occupation", "region"), median_wage_per_month=5000.5, currency="CNY", year=2024, statistic="mean",
            employment=12,
        ),
        HasProvision(**ends("benefit", "provision")),
        Cites(**ends("provision", "law"), article="第四十五条", quote="…"),
        NeedsDocument(**ends("benefit", "document")),
        Supersedes(**ends("benefit", "benefit")),
        Targets(**ends("benefit", "occupation")),
    ]  # fmt: skip
