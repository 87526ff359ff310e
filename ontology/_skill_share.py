"""Green and digital share of the skills that an occupation asks for, by the ESCO collections."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from ontology._figure_terms import FigureTerm, figure_terms, skill_share
from ontology.records import Figure, Matches, Occupation, Requires, Skill
from ontology.vocabulary import MatchKind, Scheme

#: Requirements that we derived ourselves would make the share a figure about our method.
_DERIVED = frozenset({"pathloom-derived", "pathloom-transferred", "pathloom-combined"})


class SkillShares:
    """Shares of all occupations, from the requirements of the store.

    A skill counts if it is an ESCO skill, or matches exactly one ESCO skill exactly. The share is the weight of the
    collection's members among the weight of all skills that count; see `[skill_share]` in figures.toml.

    Args:
        occupations, matches, skills, requires: all that the store holds.
    Attributes:
        terms: the figures that can be counted: none if no skill of a known ESCO release is in its collection.
    """

    def __init__(
        self,
        occupations: Iterable[Occupation],
        matches: Iterable[Matches],
        skills: Iterable[Skill],
        requires: Iterable[Requires],
    ) -> None:
        self._rule = skill_share()
        by_id = {skill.id: skill for skill in skills}
        self._esco = _esco_skills(by_id, matches)
        # One store holds one release of ESCO; should rows of two meet, the one with more skills names the source.
        versions = Counter(skill.source_version for skill in by_id.values() if skill.scheme is Scheme.ESCO)
        self._version = versions.most_common(1)[0][0] if versions else ""
        there = {name for skill in by_id.values() for name in skill.collections}
        self.terms: Sequence[FigureTerm] = tuple(
            figure_terms()[name]
            for name, collection in self._rule.collections.items()
            if collection in there and self._version in figure_terms()[name].years
        )
        wanted = {occupation.id for occupation in occupations}
        self._required = defaultdict[str, dict[str, bool]](dict)
        for edge in requires:
            if edge.from_id in wanted and edge.source not in _DERIVED:
                required = self._required[edge.from_id]
                required[edge.to_id] = edge.essential or required.get(edge.to_id, False)

    def share(self, occupation: Occupation, term: FigureTerm) -> Figure | None:
        """The occupation's figure, or None where too little is known of its skills."""
        if occupation.scheme not in term.onto:
            return None
        collection = self._rule.collections[term.name]
        weight = known = inside = 0.0
        count = 0
        for skill_id, essential in self._required.get(occupation.id, {}).items():
            part = self._rule.essential if essential else self._rule.optional
            weight += part
            skill = self._esco.get(skill_id)
            if skill is not None:
                known += part
                count += 1
                inside += part * (collection in skill.collections)
        if not known or known < self._rule.least_known * weight:
            return None
        return Figure(
            name=term.name, value=round(inside / known, 6), unit=term.unit, year=term.years[self._version],
            source=f"esco-{self._version}", codes=count,
            via="" if occupation.scheme is Scheme.ESCO else f"{Scheme.ESCO} > {occupation.scheme}",
        )  # fmt: skip


def _esco_skills(by_id: dict[str, Skill], matches: Iterable[Matches]) -> dict[str, Skill]:
    """Skill id -> the ESCO skill that it is."""
    exact = defaultdict[str, set[str]](set)
    for match in matches:
        if match.kind is MatchKind.EXACT and match.from_id in by_id and match.to_id in by_id:
            exact[match.from_id].add(match.to_id)
            exact[match.to_id].add(match.from_id)
    found = {}
    for skill_id, skill in by_id.items():
        if skill.scheme is Scheme.ESCO:
            found[skill_id] = skill
            continue
        esco = [by_id[other] for other in exact.get(skill_id, ()) if by_id[other].scheme is Scheme.ESCO]
        if len(esco) == 1:
            found[skill_id] = esco[0]
    return found
