"""Identifiers. Each kind of thing has its own type, so that mypy refuses a skill where an occupation belongs.

Forms in use (the whole string is the id; codes in `notation` are not ids, but `graph` resolves both):

| scheme    | occupation                                          | skill                                     |
|-----------|-----------------------------------------------------|-------------------------------------------|
| `esco`    | `http://data.europa.eu/esco/occupation/<uuid>`      | `http://data.europa.eu/esco/skill/<uuid>` |
| `onet`    | `onet:15-1252.00`                                   | `onet:2.A.1.a`, `onet:unspsc/<code>`      |
| `csco`    | `csco:4-02-07-10`                                   |                                           |
| `starter` | `starter:occupation/<slug>`                         | `starter:skill/<slug>`                    |

Groups: `http://data.europa.eu/esco/isco/C2512` (ISCO-08), `soc:15-1252` (SOC 2018), ESCO skill-group URIs,
`csco:4-02` (CSCO levels above the occupation). Regions: `region:CN-410100` (`CN-` + six digits of GB/T 2260),
`region:US-NY` (ISO 3166-2), `region:us-area/10580` (OEWS area).
"""

from typing import NewType

from ontology.vocabulary import Scheme

#: Any node of the graph.
NodeId = NewType("NodeId", str)
OccupationId = NewType("OccupationId", str)
SkillId = NewType("SkillId", str)
GroupId = NewType("GroupId", str)
RegionId = NewType("RegionId", str)
CourseId = NewType("CourseId", str)
BenefitId = NewType("BenefitId", str)
DocumentId = NewType("DocumentId", str)
PersonId = NewType("PersonId", str)
PostingId = NewType("PostingId", str)

_SCHEMES = frozenset(Scheme)


def scheme_of(concept_id: str) -> Scheme | None:
    """The scheme that an id belongs to by its form; None for any other id.

    >>> scheme_of("http://data.europa.eu/esco/isco/C2512"), scheme_of("csco:4-02-07-08"), scheme_of("person:1")
    (<Scheme.ESCO: 'esco'>, <Scheme.CSCO: 'csco'>, None)
    """
    if concept_id.startswith("http://data.europa.eu/esco/"):
        return Scheme.ESCO
    prefix = concept_id.partition(":")[0]
    return Scheme(prefix) if prefix in _SCHEMES else None
