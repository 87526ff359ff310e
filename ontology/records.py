"""The nodes and edges of the graph as frozen records: the one place where the schema is written down.

`graph` derives its store schema from these classes (label = class name, edge type = `TYPE`), so a field added here
is a property everywhere. Every record says where it comes from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from ontology.vocabulary import MatchKind, MoveBasis, RelatedTier, Scheme, SkillKind

#: language -> text
Labels = Mapping[str, str]
#: language -> texts
LabelLists = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Record:
    """Provenance, on every node and edge.

    Attributes:
        source: id of the data source, for example `esco`.
        source_version: release of that source.
        licence: SPDX id or the source's own words.
        confidence: in [0, 1]; 1 where the source states the fact itself.
        valid_from, valid_to: days between which it holds, from inclusive, to exclusive; None is open.
    """

    source: str
    source_version: str
    licence: str
    confidence: float = 1.0
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A number about something, with its source.

    Attributes:
        name: stable name, for example `ai_exposure_eloundou_beta`, `employment_growth_2024_34_us`.
        value: the number.
        unit: for example `share`, `index`, `USD/month`.
        year: reference year of the number.
        source: where it is published.
        via: the classifications it came over, from the source's own to this concept's, for example
            `soc-2018 > onet-soc-2019 > esco (broad)`; "" where the source states it for this very concept.
        codes: how many codes of the source stand behind it (for a share of skills: how many skills).
        spread: lowest and highest value of these codes where there are several; else empty.
        text: the source's word where `value` stands for a category; else "".
    """

    name: str
    value: float
    unit: str
    year: int
    source: str
    via: str = ""
    codes: int = 1
    spread: tuple[float, ...] = ()
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Node(Record):
    """A thing with an id and labels per language."""

    id: str
    labels: Labels = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Concept(Node):
    """A node of a concept scheme (SKOS Concept)."""

    scheme: Scheme
    notation: str = ""
    alt_labels: LabelLists = field(default_factory=dict)
    descriptions: Labels = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Occupation(Concept):
    """An occupation.

    Attributes:
        isco_code: ISCO-08 unit group, 4 digits, or "".
        soc_code: O*NET-SOC 2019 or SOC 2018 code, or "".
        tasks: task statements, in the source's language and order.
        job_zone: O*NET job zone 1-5 (preparation needed), None if unknown.
        interests, work_styles, education: O*NET profiles, element or category name -> value in the source's scale.
        figures: exposure, growth and other numbers with their sources.
        flexible: whether it is commonly done without an employment contract (gig, freelance); None if unknown.
        collections: names of the ESCO collections that it is part of.
    """

    isco_code: str = ""
    soc_code: str = ""
    tasks: tuple[str, ...] = ()
    job_zone: int | None = None
    interests: Mapping[str, float] = field(default_factory=dict)
    work_styles: Mapping[str, float] = field(default_factory=dict)
    education: Mapping[str, float] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    flexible: bool | None = None
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OccupationGroup(Concept):
    """A group of occupations: ISCO-08, SOC or CSCO levels above the occupation."""

    level: int | None = None


@dataclass(frozen=True, kw_only=True)
class Skill(Concept):
    """A skill, competence, knowledge, language or technology.

    Attributes:
        kind: what sort it is.
        reuse_level: ESCO reuse level (`transversal`, `cross-sector`, `sector-specific`, `occupation-specific`) or "".
        collections: names of ESCO collections it is part of (`green`, `digital`, `transversal`, `language`, ...).
    """

    kind: SkillKind = SkillKind.SKILL
    reuse_level: str = ""
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SkillGroup(Concept):
    """A group of skills."""


@dataclass(frozen=True, kw_only=True)
class Industry(Node):
    """An industry; notation is the ISIC Rev. 4 section."""

    notation: str = ""


@dataclass(frozen=True, kw_only=True)
class Region(Node):
    """A country, province, city, state or labour-market area; notation is its code without the `region:` prefix."""

    notation: str = ""


@dataclass(frozen=True, kw_only=True)
class Course(Node):
    """Something to learn from.

    Attributes:
        hours: learning hours in all.
        cost: price in `currency`, 0 for free.
        months: calendar months at a usual pace beside a job.
        online: whether no place has to be visited.
        region: region id where it is offered, "" if anywhere; an online one reaches the region's whole country.
    """

    provider: str
    hours: float
    cost: float
    currency: str
    months: int
    online: bool = True
    region: str = ""
    url: str = ""
    year: int


@dataclass(frozen=True, kw_only=True)
class Credential(Node):
    """A certificate or licence; level 1 (highest) to 5 in China's skill levels, None where it has none."""

    level: int | None = None
    issuer: str = ""


@dataclass(frozen=True, kw_only=True)
class Benefit(Node):
    """A public benefit (CPSV-AP PublicService)."""

    kind: str
    jurisdiction: str
    authority: Labels = field(default_factory=dict)
    status: str = ""


@dataclass(frozen=True, kw_only=True)
class Provision(Node):
    """One rule of a benefit; `ast` is its condition or formula as JSON text."""

    kind: str
    jurisdiction: str
    status: str
    ast: str


@dataclass(frozen=True, kw_only=True)
class Parameter(Node):
    """A dated value that provisions refer to."""

    jurisdiction: str
    role: str
    value: float | None
    unit: str


@dataclass(frozen=True, kw_only=True)
class LegalSource(Node):
    """A statute, regulation or notice (ELI LegalResource)."""

    document_number: str = ""
    url: str = ""
    published: str = ""


@dataclass(frozen=True, kw_only=True)
class RequiredDocument(Node):
    """A paper that a claimant hands in (CCCEV EvidenceType)."""


@dataclass(frozen=True, kw_only=True)
class Person(Node):
    """A person who agreed to be stored; holds no name, address or contact.

    Attributes:
        profile: the `Profile` as JSON text, evidence without quoted text.
        consent: day and wording version of the consent.
    """

    profile: str
    consent: str


@dataclass(frozen=True, kw_only=True)
class Experience(Node):
    """A job that a person held, as they named it."""

    title: str
    employer: str = ""


@dataclass(frozen=True, kw_only=True)
class Posting(Node):
    """A job advertisement.

    Attributes:
        pay_min, pay_max: per month in `currency`; None if not stated.
    """

    title: str
    language: str
    pay_min: float | None = None
    pay_max: float | None = None
    currency: str = ""
    posted: date | None = None


@dataclass(frozen=True, kw_only=True)
class Employer(Node):
    """An employer named by a posting."""


@dataclass(frozen=True, kw_only=True)
class Edge(Record):
    """A directed statement between two nodes; (TYPE, from_id, to_id, source) is its key."""

    TYPE: ClassVar[str]

    from_id: str
    to_id: str


@dataclass(frozen=True, kw_only=True)
class Requires(Edge):
    """Occupation -> Skill. `importance` and `level` in [0, 1]; None where the source does not say.

    `evidence` is what a statement that we worked out rests on: the words of the text that it was derived from, or the
    occupations that it was transferred from; "" where the source states it itself.
    """

    TYPE = "REQUIRES"
    essential: bool
    importance: float | None = None
    level: float | None = None
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class Broader(Edge):
    """Concept -> broader concept (SKOS broader)."""

    TYPE = "BROADER"


@dataclass(frozen=True, kw_only=True)
class Matches(Edge):
    """Concept -> concept of another scheme (SKOS mapping relation)."""

    TYPE = "MATCHES"
    kind: MatchKind


@dataclass(frozen=True, kw_only=True)
class Related(Edge):
    """Occupation -> Occupation or Skill -> Skill, as a source relates them; rank 1 is nearest."""

    TYPE = "RELATED"
    tier: RelatedTier
    rank: int | None = None


@dataclass(frozen=True, kw_only=True)
class MovesTo(Edge):
    """Occupation -> Occupation that people move to; count or share where a source measured it."""

    TYPE = "MOVES_TO"
    basis: MoveBasis
    count: int | None = None
    share: float | None = None


@dataclass(frozen=True, kw_only=True)
class Teaches(Edge):
    """Course -> Skill; `level` reached, in [0, 1]."""

    TYPE = "TEACHES"
    level: float


@dataclass(frozen=True, kw_only=True)
class Certifies(Edge):
    """Credential -> Skill or Occupation."""

    TYPE = "CERTIFIES"


@dataclass(frozen=True, kw_only=True)
class Funds(Edge):
    """Benefit -> Course (or Credential) whose cost it can bear."""

    TYPE = "FUNDS"


@dataclass(frozen=True, kw_only=True)
class HasSkill(Edge):
    """Person -> Skill; confidence is the record's own."""

    TYPE = "HAS_SKILL"


@dataclass(frozen=True, kw_only=True)
class Held(Edge):
    """Person -> Occupation or Experience; months as YYYY-MM, "" if unknown."""

    TYPE = "HELD"
    start: str = ""
    end: str = ""


@dataclass(frozen=True, kw_only=True)
class Asks(Edge):
    """Posting -> Skill; importance in [0, 1]."""

    TYPE = "ASKS"
    importance: float


@dataclass(frozen=True, kw_only=True)
class LocatedIn(Edge):
    """Person, Posting, Course or Employer -> Region; Occupation -> Industry."""

    TYPE = "LOCATED_IN"


@dataclass(frozen=True, kw_only=True)
class Within(Edge):
    """Region -> the region that contains it."""

    TYPE = "WITHIN"


@dataclass(frozen=True, kw_only=True)
class Pays(Edge):
    """Occupation or OccupationGroup -> Region: gross median (or as `statistic` says) wage per month."""

    TYPE = "PAYS"
    median_wage_per_month: float
    currency: str
    year: int
    statistic: str = "median"
    employment: int | None = None


@dataclass(frozen=True, kw_only=True)
class HasProvision(Edge):
    """Benefit -> Provision."""

    TYPE = "HAS_PROVISION"


@dataclass(frozen=True, kw_only=True)
class Cites(Edge):
    """Provision or Parameter -> LegalSource."""

    TYPE = "CITES"
    article: str = ""
    quote: str = ""


@dataclass(frozen=True, kw_only=True)
class NeedsDocument(Edge):
    """Benefit -> RequiredDocument."""

    TYPE = "NEEDS_DOCUMENT"


@dataclass(frozen=True, kw_only=True)
class Supersedes(Edge):
    """Newer node -> the one that it replaces."""

    TYPE = "SUPERSEDES"


@dataclass(frozen=True, kw_only=True)
class Targets(Edge):
    """Benefit -> Occupation, Industry or Region that it is meant for; Posting -> Occupation it seeks."""

    TYPE = "TARGETS"


NODE_TYPES: tuple[type[Node], ...] = (
    Occupation, OccupationGroup, Skill, SkillGroup, Industry, Region, Course, Credential, Benefit, Provision,
    Parameter, LegalSource, RequiredDocument, Person, Experience, Posting, Employer,
)  # fmt: skip
EDGE_TYPES: tuple[type[Edge], ...] = (
    Requires, Broader, Matches, Related, MovesTo, Teaches, Certifies, Funds, HasSkill, Held, Asks, LocatedIn,
    Within, Pays, HasProvision, Cites, NeedsDocument, Supersedes, Targets,
)  # fmt: skip
#: What people and advertisements gave us; never part of an export or a published snapshot.
PERSONAL_NODE_TYPES: frozenset[type[Node]] = frozenset({Person, Experience, Posting, Employer})
PERSONAL_EDGE_TYPES: frozenset[type[Edge]] = frozenset({HasSkill, Held, Asks})
