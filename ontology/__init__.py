"""Words and shapes that all rooms share: ids, records, closed vocabularies, values, the base error, importers."""

from ontology.errors import ErrorKind, PathloomError, UnknownIdError
from ontology.profile import (
    EducationStatement,
    ExperienceStatement,
    LocationStatement,
    PostingProfile,
    Profile,
    SkillStatement,
)
from ontology.records import EDGE_TYPES, NODE_TYPES, Edge, Figure, Node
from ontology.values import Contribution, Evidence, Explanation, Money, Months, Period
from ontology.vocabulary import Language, MatchKind, Scheme, SkillKind, Verdict

__all__ = [
    "EDGE_TYPES",
    "NODE_TYPES",
    "Contribution",
    "Edge",
    "EducationStatement",
    "ErrorKind",
    "Evidence",
    "ExperienceStatement",
    "Explanation",
    "Figure",
    "Language",
    "LocationStatement",
    "MatchKind",
    "Money",
    "Months",
    "Node",
    "PathloomError",
    "Period",
    "PostingProfile",
    "Profile",
    "Scheme",
    "SkillKind",
    "SkillStatement",
    "UnknownIdError",
    "Verdict",
]
