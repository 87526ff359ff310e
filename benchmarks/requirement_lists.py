"""The data for scoring requirements: hand-written lists, and ways to rank skills for a CSCO occupation."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.score_linking import character_baseline
from extraction import EntryKind, Linker, Vocabulary, VocabularyEntry
from ontology import MatchKind, Scheme, read_csco, read_csco_esco, read_esco, read_starter, transfer_requirements
from ontology.ids import scheme_of
from ontology.records import Matches, Occupation, Requires, Skill
from pathloom._requirements import derived_edges, requirement_linker

#: Skill id -> how sure; higher is surer.
Scored = Mapping[str, float]
_SEED = 5
_SAME = frozenset({MatchKind.EXACT, MatchKind.CLOSE})


@dataclass(frozen=True, slots=True)
class Written:
    """A hand-written list: the occupation, its CSCO code and ISCO-08 unit group, its skills in both vocabularies."""

    occupation: str
    csco: str
    isco: str
    skills: frozenset[str]
    esco_skills: frozenset[str]


class Lists:
    """Everything the scorer compares.

    Attributes:
        written: the hand-written lists whose occupation has a CSCO code, by id.
        transferred, derived: CSCO id -> ESCO skills with their confidence, only occupations of `written`.
        group: ISCO-08 unit group -> share of its ESCO occupations that ask for a skill, optional ones for half.
        plain: text of a CSCO occupation -> ESCO skills by TF-IDF over labels, only as ranks (1, 1/2, ...).
        unmatched: hand-written occupations without a CSCO code, which cannot be compared.
        words: the vocabulary of the lists.
    """

    def __init__(self, data: Path, wheel: Path) -> None:
        folder = data / "esco"
        esco = list(
            read_esco(
                folder / "ESCO dataset - v1.1.1 - classification - en - csv.zip",
                folder / "ESCO dataset - v1.1.1 - classification -  - csv.zip",
                version="1.1.1",
            )
        )
        occupations = [record for record in esco if isinstance(record, Occupation)]
        requires = [record for record in esco if isinstance(record, Requires)]
        self._skills = {record.id: record for record in esco if isinstance(record, Skill)}
        csco = {record.id: record for record in read_csco(wheel) if isinstance(record, Occupation)}
        self.written, self.unmatched = self._read_written(csco)
        wanted = sorted({written.csco for written in self.written})
        matches = [edge for edge in read_csco_esco() if isinstance(edge, Matches) and edge.from_id in set(wanted)]
        transfer = transfer_requirements(matches, requires, [*occupations, *csco.values()])
        self.transferred = _by_occupation(transfer.edges)
        linker = requirement_linker(self._skills.values())
        self.derived = _by_occupation(derived_edges(linker, [csco[each] for each in wanted]))
        self.group = _group_shares(occupations, requires)
        rank = character_baseline(_vocabulary(self._skills.values(), ("zh",)), "skill", names=False)
        self.plain = {
            each: _reciprocal(rank(" ".join((csco[each].descriptions.get("zh", ""), *csco[each].tasks))))
            for each in wanted
        }

    def _read_written(self, csco: Mapping[str, Occupation]) -> tuple[list[Written], int]:
        records = list(read_starter())
        to_esco: dict[str, str] = {}
        codes: dict[str, str] = {}
        skills: dict[str, set[str]] = defaultdict(set)
        for record in records:
            if isinstance(record, Requires):
                skills[record.from_id].add(record.to_id)
            elif isinstance(record, Matches) and record.to_id in self._skills and record.kind in _SAME:
                to_esco[record.from_id] = record.to_id
            elif isinstance(record, Matches) and scheme_of(record.to_id) is Scheme.CSCO and record.to_id in csco:
                codes[record.from_id] = record.to_id
        self.words = OwnWords(self._skills.values(), (each for each in records if isinstance(each, Skill)), to_esco)
        found = [record for record in records if isinstance(record, Occupation)]
        written = [
            Written(
                record.id, codes[record.id], record.isco_code, frozenset(skills[record.id]),
                frozenset(to_esco[skill] for skill in skills[record.id] if skill in to_esco),
            )
            for record in found if record.id in codes
        ]  # fmt: skip
        return sorted(written, key=lambda each: each.occupation), len(found) - len(written)


class OwnWords:
    """Says in the words of the hand-written lists what ESCO skills mean."""

    def __init__(self, skills: Iterable[Skill], own: Iterable[Skill], same: Mapping[str, str]) -> None:
        """`same`: hand-written skill -> the ESCO skill that it is matched to."""
        self._skills = {skill.id: skill for skill in skills}
        self._linker = Linker(_vocabulary(own, ("en", "zh")))
        self._from_esco: dict[str, list[str]] = defaultdict(list)
        for written, target in sorted(same.items()):
            self._from_esco[target].append(written)

    def carry(self, scored: Scored, *, least: float) -> Scored:
        """ESCO skills in the words of the hand-written lists: each speaks for the skill that is matched to it, or else
        for the three whose names are nearest, weakened by the linker's score and not below `least`; votes add up as
        chances do (noisy-or)."""
        missed: dict[str, float] = defaultdict(lambda: 1.0)
        for skill, confidence in scored.items():
            for own, nearness in self._nearest(skill):
                if nearness >= least:
                    missed[own] *= 1 - confidence * nearness
        return {own: 1 - chance for own, chance in missed.items()}

    @cache  # noqa: B019 -- one object for the whole run
    def _nearest(self, skill: str) -> Sequence[tuple[str, float]]:
        if skill in self._from_esco:
            return [(own, 1.0) for own in self._from_esco[skill]]
        best: dict[str, float] = {}
        for label in self._skills[skill].labels.values():
            for link in self._linker.link(label, kind="skill", top=3):
                best[link.id] = max(best.get(link.id, 0.0), link.score)
        return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:3]


def halves(written: Sequence[Written]) -> tuple[list[Written], list[Written]]:
    """Two halves by CSCO code, drawn with a fixed seed: variants are chosen on the first, figures are of the second."""
    codes = sorted({each.csco for each in written})
    random.Random(_SEED).shuffle(codes)
    first = set(codes[: len(codes) // 2])
    return [each for each in written if each.csco in first], [each for each in written if each.csco not in first]


def top_10(scored: Scored) -> list[str]:
    """The ten surest skills, equal ones by id; fewer where there are fewer."""
    return sorted(scored, key=lambda skill: (-scored[skill], skill))[:10]


def precision_and_recall(
    lists: Iterable[tuple[frozenset[str], Sequence[str]]],
) -> tuple[float, float]:
    """Mean of hits / 10 and of hits / wanted over (wanted, at most ten shown); what is not shown counts as missed."""
    precision, recall, count = 0.0, 0.0, 0
    for wanted, shown in lists:
        hits = len(wanted.intersection(shown))
        precision += hits / 10
        recall += hits / len(wanted) if wanted else 0.0
        count += 1
    return precision / count, recall / count


def either(first: Scored, second: Scored) -> Scored:
    """The union of two methods, as if they were right or wrong independently: 1 - (1 - a)(1 - b)."""
    return {skill: 1 - (1 - first.get(skill, 0)) * (1 - second.get(skill, 0)) for skill in {*first, *second}}


def surer(first: Scored, second: Scored) -> Scored:
    """The union of two methods, the surer one counting."""
    return {skill: max(first.get(skill, 0), second.get(skill, 0)) for skill in {*first, *second}}


def transferred_first(first: Scored, second: Scored) -> Scored:
    """The union where the second only breaks ties and fills up: a tenth of its confidence is added."""
    return {skill: first.get(skill, 0) + second.get(skill, 0) / 10 for skill in {*first, *second}}


UNIONS: tuple[Callable[[Scored, Scored], Scored], ...] = (either, surer, transferred_first)


def _by_occupation(edges: Iterable[Requires]) -> Mapping[str, Scored]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for edge in edges:
        found[edge.from_id][edge.to_id] = edge.confidence
    return found


def _group_shares(occupations: Iterable[Occupation], requires: Iterable[Requires]) -> Mapping[str, Scored]:
    code = {occupation.id: occupation.isco_code for occupation in occupations}
    size = Counter(code.values())
    shares: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for edge in requires:
        group = code.get(edge.from_id, "")
        if group:
            shares[group][edge.to_id] += (1 if edge.essential else 0.5) / size[group]
    return shares


def _vocabulary(skills: Iterable[Skill], languages: Sequence[str]) -> Vocabulary:
    return Vocabulary.build(
        VocabularyEntry(
            id=skill.id, kind=EntryKind.SKILL, scheme=skill.scheme,
            labels={language: skill.labels[language] for language in languages if language in skill.labels},
            alt_labels=skill.alt_labels,
        )
        for skill in skills
    )  # fmt: skip


def _reciprocal(ranked: Sequence[str]) -> Scored:
    return {skill: 1 / place for place, skill in enumerate(ranked[:50], start=1)}
