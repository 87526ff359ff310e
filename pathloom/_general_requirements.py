"""Requirements of CSCO occupations in general skills: all that is known weighed together, learned from written lists.

ESCO asks for thousands of narrow skills, hand-written lists for a few hundred general ones ("customer service"). Here
the narrow skills that came over the crosswalk, those found in the texts and those of the ISCO-08 unit group speak for
general ones, and how much each says is learned from the lists that were written by hand for other occupations.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from embeddings import RequirementModel, RequirementSignals, fit_requirements
from ontology import MatchKind, Scheme
from ontology.ids import scheme_of
from ontology.records import Matches, Occupation, Requires
from pathloom._general_words import GeneralWords
from pathloom._requirements import COMBINED_SOURCE, derived_skills

if TYPE_CHECKING:
    from extraction import Linker

_ISCO = "http://data.europa.eu/esco/isco/C"
_SAME = frozenset({MatchKind.EXACT, MatchKind.CLOSE})
#: Occupations with lists that evidence names.
_NAMED = 2


@dataclass(frozen=True, slots=True)
class WrittenList:
    """A hand-written list: its occupation, the CSCO code, whether both are the same occupation, its general skills."""

    occupation: str
    csco: str
    same: bool
    skills: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of CSCO occupations, row by row, before any list is looked at.

    Attributes:
        occupations: CSCO ids, in the order of the rows.
        transferred: what each asks for in ESCO skills, with confidence.
        signals: the same and more in general skills, for `embeddings`.
        words: the general skills.
    """

    occupations: tuple[str, ...]
    transferred: Sequence[Mapping[str, float]]
    signals: RequirementSignals
    words: GeneralWords


def gather(
    occupations: Iterable[Occupation],
    requires: Iterable[Requires],
    matches: Iterable[Matches],
    *,
    transferred: Iterable[Requires],
    derived: Iterable[Requires],
    words: GeneralWords,
    linker: "Linker",
) -> Known:
    """Collect the signals of all CSCO occupations among `occupations`.

    Args:
        requires: ESCO's own requirements, for what is usual in an ISCO-08 unit group.
        matches: the crosswalk, for the unit group of each.
        transferred, derived: the requirements in ESCO skills that were worked out already.
        linker: of the general skills' names.
    """
    records = list(occupations)
    ours = sorted((each for each in records if each.scheme is Scheme.CSCO), key=lambda each: each.id)
    usual = group_shares(records, requires)
    groups = _groups(records, matches)
    carried, found = _by_occupation(transferred), _by_occupation(derived)
    asked = [carried.get(each.id, {}) for each in ours]
    of_group = [usual.get(groups.get(each.id, ""), {}) for each in ours]
    named = [{skill.id: skill.confidence for skill in derived_skills(linker, each, scheme=None)} for each in ours]
    return Known(
        occupations=tuple(each.id for each in ours),
        transferred=asked,
        signals=RequirementSignals(
            texts=[
                " ".join((each.labels.get("zh", ""), each.descriptions.get("zh", ""), *each.tasks)) for each in ours
            ],
            groups=[groups.get(each.id, "") for each in ours],
            evidence={
                "transferred": words.broad(asked),
                "transferred, needs": words.needs(asked),
                "derived": words.broad([found.get(each.id, {}) for each in ours]),
                "unit group": words.broad(of_group),
                "unit group, needs": words.needs(of_group),
                "text": np.array([[row.get(skill, 0.0) for skill in words.ids] for row in named], np.float64),
            },
        ),
        words=words,
    )


def written_lists(requires: Iterable[Requires], matches: Iterable[Matches], known: Known) -> list[WrittenList]:
    """The hand-written lists whose occupation has a CSCO code, by id of the occupation.

    Args:
        requires: what starter occupations require.
        matches: of starter occupations (subject) with CSCO ones; others are passed over.
    """
    skills: dict[str, set[str]] = defaultdict(set)
    general, ours = {*known.words.ids}, {*known.occupations}
    for edge in requires:
        if scheme_of(edge.from_id) is Scheme.STARTER and edge.to_id in general:
            skills[edge.from_id].add(edge.to_id)
    codes = {match.from_id: match for match in matches if match.from_id in skills and match.to_id in ours}
    return [
        WrittenList(occupation, match.to_id, match.kind in _SAME, frozenset(skills[occupation]))
        for occupation, match in sorted(codes.items())
    ]


def learn(known: Known, lists: Sequence[WrittenList]) -> RequirementModel:
    """How to weigh what is known, from hand-written lists.

    Raises:
        NotTrainableError: too few lists.
    """
    row = {occupation: place for place, occupation in enumerate(known.occupations)}
    held = np.array([[skill in each.skills for skill in known.words.ids] for each in lists], np.bool_)
    return fit_requirements(
        known.signals, [row[each.csco] for each in lists], held.reshape(len(lists), len(known.words.ids))
    )


def combined_edges(known: Known, lists: Sequence[WrittenList]) -> Iterator[Requires]:
    """General skills of every CSCO occupation that has no list of its own, surest first; confidence is a probability.

    The evidence says what speaks for a skill: a narrow skill that came over the crosswalk, and the likest occupations
    whose written list holds it.

    Raises:
        NotTrainableError: too few lists.
    """
    model = learn(known, lists)
    written = {each.csco for each in lists if each.same}
    rows = [place for place, occupation in enumerate(known.occupations) if occupation not in written]
    probable, alike = model.probabilities(rows), model.alike(rows)
    for place, chances, likeness in zip(rows, probable, alike, strict=True):
        occupation, nearest = known.occupations[place], np.argsort(-likeness, kind="stable")
        for column in np.argsort(-chances, kind="stable"):
            if chances[column] < model.least:
                break
            skill = known.words.ids[column]
            near = [lists[each].occupation for each in nearest if skill in lists[each].skills][:_NAMED]
            speaking = known.words.speaking(known.transferred[place], skill)
            evidence = [f"transferred: {speaking}"] if speaking else []
            evidence += [f"lists of like occupations: {', '.join(near)}"] if near else []
            yield Requires(
                from_id=occupation, to_id=skill, essential=bool(chances[column] >= model.essential_from),
                confidence=round(float(chances[column]), 6), evidence="; ".join(evidence),
                source=COMBINED_SOURCE, source_version="1", licence="Apache-2.0",
            )  # fmt: skip


def group_shares(occupations: Iterable[Occupation], requires: Iterable[Requires]) -> Mapping[str, Mapping[str, float]]:
    """ISCO-08 unit group -> share of its ESCO occupations that ask for a skill, optional ones for half."""
    code = _isco_codes(occupations)
    size = Counter(code.values())
    shares: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for edge in requires:
        group = code.get(edge.from_id)
        if group:
            shares[group][edge.to_id] += (1 if edge.essential else 0.5) / size[group]
    return shares


def _groups(occupations: Iterable[Occupation], matches: Iterable[Matches]) -> Mapping[str, str]:
    """CSCO id -> ISCO-08 unit group, of the surest match to one, or else of the surest match to an occupation."""
    code = _isco_codes(occupations)
    best: dict[str, tuple[bool, float, str]] = {}
    for match in matches:
        is_group = match.to_id.startswith(_ISCO)
        group = match.to_id.removeprefix(_ISCO) if is_group else code.get(match.to_id, "")
        if group:
            best[match.from_id] = max(best.get(match.from_id, (False, 0.0, "")), (is_group, match.confidence, group))
    return {occupation: group for occupation, (_, _, group) in best.items()}


def _isco_codes(occupations: Iterable[Occupation]) -> Mapping[str, str]:
    """Id of an ESCO occupation -> its unit group."""
    return {each.id: each.isco_code for each in occupations if each.scheme is Scheme.ESCO and each.isco_code}


def _by_occupation(edges: Iterable[Requires]) -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for edge in edges:
        found[edge.from_id][edge.to_id] = edge.confidence
    return found
