"""The data for scoring requirements: hand-written lists, and ways to rank skills for a CSCO occupation."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from benchmarks.score_linking import character_baseline
from extraction import EntryKind, Vocabulary, VocabularyEntry
from ontology import MatchKind, Scheme, read_csco, read_csco_esco, read_esco, read_starter, transfer_requirements
from ontology.ids import scheme_of
from ontology.records import Matches, Occupation, Requires, Skill
from pathloom._general_requirements import Known, WrittenList, gather, group_shares, learn, written_lists
from pathloom._general_words import GeneralWords
from pathloom._requirements import derived_edges, requirement_linker

#: Skill id -> how sure; higher is surer.
Scored = Mapping[str, float]
_SEED = 5
_FOLDS = 10
_SAME = frozenset({MatchKind.EXACT, MatchKind.CLOSE})


class Lists:
    """Everything the scorer compares.

    Attributes:
        written: the hand-written lists whose occupation has a CSCO code, by id.
        isco: its ISCO-08 unit group as written by hand.
        esco_skills: hand-written occupation -> the ESCO skills that its skills are matched to, exactly or closely.
        transferred, derived: CSCO id -> ESCO skills with their confidence, only occupations of `written`.
        group: ISCO-08 unit group -> share of its ESCO occupations that ask for a skill, optional ones for half.
        plain: text of a CSCO occupation -> ESCO skills by TF-IDF over labels, only as ranks (1, 1/2, ...).
        unmatched: hand-written occupations without a CSCO code, which cannot be compared.
        known: the same and more of all these CSCO occupations, for the product's own weighing.
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
        starter = list(read_starter())
        own = [record for record in starter if isinstance(record, Skill)]
        matches = [record for record in starter if isinstance(record, Matches)]
        requires = [record for record in esco if isinstance(record, Requires)]
        skills = {record.id: record for record in esco if isinstance(record, Skill)}
        csco = {record.id: record for record in read_csco(wheel) if isinstance(record, Occupation)}
        wanted = sorted({each.to_id for each in matches if scheme_of(each.to_id) is Scheme.CSCO and each.to_id in csco})
        occupations = [*(each for each in esco if isinstance(each, Occupation)), *(csco[each] for each in wanted)]

        crosswalk = [edge for edge in read_csco_esco() if isinstance(edge, Matches) and edge.from_id in {*wanted}]
        transferred = transfer_requirements(crosswalk, requires, occupations).edges
        derived = list(derived_edges(requirement_linker(skills.values()), [csco[each] for each in wanted]))
        self._words = GeneralWords(own, matches)
        self.known: Known = gather(
            occupations, requires, crosswalk,
            transferred=transferred, derived=derived, words=self._words, linker=requirement_linker(own),
        )  # fmt: skip
        self.written = written_lists([edge for edge in starter if isinstance(edge, Requires)], matches, self.known)
        found = {record.id: record for record in starter if isinstance(record, Occupation)}
        self.isco = {each.occupation: found[each.occupation].isco_code for each in self.written}
        self.unmatched = len(found) - len(self.written)
        same = {each.from_id: each.to_id for each in matches if each.to_id in skills and each.kind in _SAME}
        self.esco_skills = {
            each.occupation: frozenset(same[skill] for skill in each.skills if skill in same) for each in self.written
        }
        self.transferred = _by_occupation(transferred)
        self.derived = _by_occupation(derived)
        self.group = group_shares(occupations, requires)
        rank = character_baseline(_vocabulary(skills.values(), ("zh",)), "skill", names=False)
        self.plain = {
            each: _reciprocal(rank(" ".join((csco[each].descriptions.get("zh", ""), *csco[each].tasks))))
            for each in wanted
        }

    def in_words(self, scored: Scored, *, needs: float) -> Scored:
        """ESCO skills as the general ones that they speak for; what they only need counts with the factor `needs`."""
        broad, needed = self._words.broad([scored])[0], self._words.needs([scored])[0]
        return self._named(1 - (1 - broad) * (1 - needs * needed))

    @cached_property
    def held_out(self) -> Mapping[str, Scored]:
        """Hand-written occupation -> general skills as they are weighed, learned without the lists of its CSCO code."""
        return {each: scored for each, (scored, _) in self._held_out.items()}

    def nearest(self, occupation: str, count: int) -> Scored:
        """The baseline of `held_out`: how many of the nearest other lists hold each skill, as a share of likeness."""
        others = self._held_out[occupation][1][:count]
        votes: dict[str, float] = defaultdict(float)
        for written, likeness in others:
            for skill in written.skills:
                votes[skill] += likeness
        return votes

    @cached_property
    def _held_out(self) -> Mapping[str, tuple[Scored, Sequence[tuple[WrittenList, float]]]]:
        row = {each: place for place, each in enumerate(self.known.occupations)}
        codes = sorted({each.csco for each in self.written})
        random.Random(_SEED).shuffle(codes)
        found: dict[str, tuple[Scored, Sequence[tuple[WrittenList, float]]]] = {}
        for fold in range(_FOLDS):
            without = {*codes[fold::_FOLDS]}
            seen = [each for each in self.written if each.csco not in without]
            asked = [each for each in self.written if each.csco in without]
            model = learn(self.known, seen)
            rows = [row[each.csco] for each in asked]
            for each, chances, alike in zip(asked, model.probabilities(rows), model.alike(rows), strict=True):
                nearest = [(seen[place], float(alike[place])) for place in np.argsort(-alike, kind="stable")]
                found[each.occupation] = (self._named(chances), nearest)
        return found

    def _named(self, scores: "np.typing.NDArray[np.float64]") -> Scored:
        return {skill: float(score) for skill, score in zip(self._words.ids, scores, strict=True) if score > 0}


def halves(written: Sequence[WrittenList]) -> tuple[list[WrittenList], list[WrittenList]]:
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
