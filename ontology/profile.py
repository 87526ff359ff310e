"""What a document says about a person or a job, each statement with its evidence."""

from dataclasses import dataclass

from ontology.ids import DocumentId, OccupationId, SkillId
from ontology.values import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillStatement:
    """A skill that a document says somebody has, lacks (`negated`) or, in a posting, asks for.

    Attributes:
        skill: id in the loaded graph.
        label: the graph's label, in the document's language where it has one.
        negated: the text denies it ("no experience with ..."); never counted as held.
        importance: in [0, 1]; in a posting how strongly it is asked for, 1 in a profile.
        evidence: at least one.
    """

    skill: SkillId
    label: str
    negated: bool = False
    importance: float = 1.0
    evidence: tuple[Evidence, ...]

    @property
    def confidence(self) -> float:
        """The surest evidence's confidence, in [0, 1]."""
        return max(evidence.confidence for evidence in self.evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperienceStatement:
    """A job held. `start` and `end` are YYYY-MM ("" unknown; `current` when it goes on)."""

    title: str
    employer: str = ""
    start: str = ""
    end: str = ""
    current: bool = False
    occupation: OccupationId | None = None
    occupation_label: str = ""
    occupation_confidence: float = 0.0
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationStatement:
    """A course of study; `level` is an ISCED 2011 level 0-8, None if unclear."""

    institution: str = ""
    field: str = ""
    level: int | None = None
    start: str = ""
    end: str = ""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationStatement:
    """A place; `region` is a region code such as `CN-410100`, "" when the place is not known to us."""

    name: str
    region: str = ""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A person as one document shows them. Holds no name and no contact."""

    document: DocumentId
    language: str
    skills: tuple[SkillStatement, ...] = ()
    experiences: tuple[ExperienceStatement, ...] = ()
    education: tuple[EducationStatement, ...] = ()
    location: LocationStatement | None = None
    target_occupation: OccupationId | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingProfile:
    """A job advertisement as its text shows it; pay per month in `currency`, None if not stated."""

    document: DocumentId
    language: str
    title: str
    occupation: OccupationId | None = None
    occupation_label: str = ""
    occupation_confidence: float = 0.0
    skills: tuple[SkillStatement, ...] = ()
    location: LocationStatement | None = None
    pay_min: float | None = None
    pay_max: float | None = None
    currency: str = ""
    warnings: tuple[str, ...] = ()
