"""What stands for a concept that a release of ESCO retired.

The files of ESCO name no successor (there is no `replacedBy` among their columns, and every concept has the status
`released`). What they do hold is a trace: when two concepts are merged, the labels of the one that goes become
alternative labels of the one that stays. `propose_successors` reads that trace; `read_successors` gives the table in
which each proposal for 1.1.1 -> 1.2 was read by us, corrected, or rejected.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ontology._esco_diff import Release, compare_releases, kind_of
from ontology._tables import Table, number, row_error
from ontology.records import Concept
from ontology.vocabulary import MatchKind, parse_word

SOURCE = "pathloom-successors"
LICENCE = "Apache-2.0"

#: Below it a successor is not proposed: not to know is an answer.
LEAST_CONFIDENCE = 0.6
# By hand, so that the order of the kinds of evidence is that in which reading confirmed them.
_SAME_LABEL, _PARENT, _ALIKE = 0.9, 0.8, 0.6
_FIRST_LABEL, _MORE_LABELS, _MOST = 0.7, 0.05, 0.9
#: Share of words in common for labels that are "nearly the same".
_WORDS_ALIKE = 0.75

_COLUMNS = ("retired", "successor", "match", "confidence", "note")
_TABLE = "esco_{}_{}.csv"


@dataclass(frozen=True, slots=True)
class Successor:
    """What stands for a retired concept.

    Attributes:
        retired: its id.
        successor: id of a concept of the later release.
        match: SKOS, seen from the retired concept: BROAD is a wider successor.
        confidence: in [0.6, 1]: how sure it is that who had the one has the other.
        note: the evidence, in English.
    """

    retired: str
    successor: str
    match: MatchKind
    confidence: float
    note: str

    @staticmethod
    def origin() -> dict[str, str]:
        """`source` and `licence` of records that say what stands for a retired concept."""
        return {"source": SOURCE, "licence": LICENCE}


@cache
def read_successors(before: str, after: str) -> Mapping[str, Successor | None]:
    """The checked table between two releases; None for a concept that was read and has no successor.

    Args:
        before: release, for example `1.1.1`.
        after: release; `1.2.0` and `1.2.1` have the same concepts, so the first two numbers count.
    Returns:
        empty where nobody has checked the step.
    Raises:
        SourceError: the table was edited and is broken now.
    """
    name = _TABLE.format(before, ".".join(after.split(".")[:2]))
    table = resources.files("ontology").joinpath("successors", name)
    found: dict[str, Successor | None] = {}
    if not table.is_file():
        return found
    with table.open("rb") as lines:
        for line, (retired, successor, match, confidence, note) in Table(lines, file=name, columns=_COLUMNS):
            if retired in found:
                raise row_error(name, line, f"{retired} is listed a second time")
            if not successor:
                found[retired] = None
                continue
            found[retired] = Successor(
                retired, successor, parse_word(MatchKind, match),
                number(confidence, file=name, line=line, low=LEAST_CONFIDENCE, high=1, what="confidence"), note,
            )  # fmt: skip
    return found


def propose_successors(before: Release, after: Release, *, language: str = "en") -> Mapping[str, Successor]:
    """The best successor of each retired concept for which there is evidence. O(labels).

    In this order: the later release gives a concept of the same kind some of the retired one's labels, which it did not
    have before; the retired one stood right under a concept that stays and says the same in fewer words; nearly all
    words of the two preferred labels are the same and both stand under the same group. For 1.1.1 -> 1.2 it names 145 of
    the 167 checked successors, 3 others, and none for the 30 concepts that have none.
    """
    changes = compare_releases(before, after, language=language)
    retired = [concept for concept in changes.retired if kind_of(concept) in {"occupation", "skill"}]
    bearers = _bearers(after, language)
    proposals = (_best(concept, before, after, bearers, language) for concept in retired)
    return {found.retired: found for found in proposals if found is not None}


def _names(concept: Concept, language: str) -> frozenset[str]:
    label = concept.labels.get(language)
    texts = (*((label,) if label else ()), *concept.alt_labels.get(language, ()))
    return frozenset(" ".join(text.lower().split()) for text in texts)


def _bearers(release: Release, language: str) -> dict[str, list[str]]:
    """Label -> ids of the concepts that bear it."""
    found: dict[str, list[str]] = {}
    for concept in release.concepts.values():
        for name in _names(concept, language):
            found.setdefault(name, []).append(concept.id)
    return found


def _best(
    gone: Concept, before: Release, after: Release, bearers: Mapping[str, list[str]], language: str
) -> Successor | None:
    names = _names(gone, language)
    label = gone.labels.get(language, "").lower()
    above = before.broader.get(gone.id, frozenset())
    gained: dict[str, int] = {}
    for name in names:
        for other in bearers.get(name, ()):
            had = _names(before.concepts[other], language) if other in before.concepts else frozenset()
            if type(after.concepts[other]) is type(gone) and name not in had:
                gained[other] = gained.get(other, 0) + 1
    if gained:
        other = min(gained, key=lambda key: (-gained[key], not above & after.broader.get(key, frozenset()), key))
        sure = min(_MOST, _FIRST_LABEL + _MORE_LABELS * (gained[other] - 1))
        # A shorter label is the wider one as a rule; which of the two it is does not change who has the skill.
        wider = len(after.concepts[other].labels.get(language, "").split()) < len(label.split())
        match = MatchKind.BROAD if wider else MatchKind.CLOSE
        if after.concepts[other].labels.get(language, "").lower() == label:
            match, sure = MatchKind.EXACT, _SAME_LABEL
        return Successor(gone.id, other, match, round(sure, 2), f"took {gained[other]} of its labels")
    # A parent alone is a poor guess (8 of 13 were wrong); one whose words are among the retired label's is wider.
    words = _words(label)
    parents = sorted(
        key
        for key in above
        if type(after.concepts.get(key)) is type(gone) and _words(after.concepts[key].labels.get(language, "")) <= words
    )
    if len(parents) == 1:
        return Successor(gone.id, parents[0], MatchKind.BROAD, _PARENT, "it stood under it and says more")
    return _alike(gone, above, after, language)


def _alike(gone: Concept, above: frozenset[str], after: Release, language: str) -> Successor | None:
    words = _words(gone.labels.get(language, ""))
    best = (_WORDS_ALIKE, "")
    for other in after.concepts.values():
        if type(other) is type(gone) and above & after.broader.get(other.id, frozenset()):
            others = _words(other.labels.get(language, ""))
            share = len(words & others) / len(words | others) if words | others else 0.0
            best = max(best, (share, other.id)) if share >= _WORDS_ALIKE else best
    if not best[1]:
        return None
    return Successor(gone.id, best[1], MatchKind.CLOSE, _ALIKE, "nearly the same label under the same group")


def _words(label: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in re.findall(r"\w+", label.lower()))
