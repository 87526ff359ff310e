"""Map any code of one classification of occupations to any other, over all tables at hand, and say what is lost.

A concordance is a graph: codes are its nodes, rows of crosswalk tables its edges, read in both directions. A mapping
is a path in it that enters no classification twice. Where a table between two classifications lists both codes, it has
the last word: no detour overrules what it states of the pair, or makes a pair that it does not have. What a path says
and how far it can be relied on is worked out in `ontology._relations`; what it loses is counted over the same tables.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ontology._classifications import Classification, Code, bare_code, written_like
from ontology._code_errors import absent_error, same_digits, unknown_error, wrong_error
from ontology._code_mapping import CodeList, CodeMapping, Crosswalk, Loss, MappedCode, MappingPath, MappingStep
from ontology._relations import Relation, backwards, joined, joined_confidence
from ontology.errors import VocabularyError

#: Longest chain of tables that is followed.
MOST_HOPS = 4
#: Where a path may begin or end and nothing passes through: all tables of CSCO are derived by us, and what others
#: publish about two classifications shall not depend on them.
_ENDS_ONLY = frozenset({Classification.CSCO})


class _Edge(NamedTuple):
    target: Code
    relation: Relation
    confidence: float
    crosswalk: str


class Concordance:
    """Crosswalk tables joined to one graph of codes.

    Args:
        crosswalks: the tables; no two of one name.
        code_lists: at most one per classification. Codes of a table without a list are known all the same.
    Raises:
        ValueError: two tables of one name, or two lists of one classification.
    """

    def __init__(self, crosswalks: Iterable[Crosswalk], code_lists: Iterable[CodeList] = ()) -> None:
        self.crosswalks: dict[str, Crosswalk] = {}
        self._edges: defaultdict[Code, list[_Edge]] = defaultdict(list)
        self._titles: defaultdict[Classification, dict[str, str]] = defaultdict(dict)
        self._notations: dict[str, str] = {}
        self._by_notation: dict[str, str] = {}
        self._listed: set[tuple[Code, Classification]] = set()
        self._beside: defaultdict[Classification, set[Classification]] = defaultdict(set)
        for codes in code_lists:
            if codes.classification in self._titles:
                raise ValueError(f"two lists of {codes.classification}")
            self._titles[codes.classification].update(codes.titles)
            self._notations.update(codes.notations)
            self._by_notation.update({notation: code for code, notation in codes.notations.items()})
        for crosswalk in crosswalks:
            if crosswalk.name in self.crosswalks:
                raise ValueError(f"two crosswalks named {crosswalk.name}")
            self.crosswalks[crosswalk.name] = crosswalk
            self._add(crosswalk)

    def _add(self, crosswalk: Crosswalk) -> None:
        self._beside[crosswalk.source].add(crosswalk.target)
        self._beside[crosswalk.target].add(crosswalk.source)
        for row in crosswalk.rows:
            here, there = Code(crosswalk.source, row.source), Code(crosswalk.target, row.target)
            self._edges[here].append(_Edge(there, row.relation, row.confidence, crosswalk.name))
            self._edges[there].append(_Edge(here, backwards(row.relation), row.confidence, crosswalk.name))
            self._listed |= {(here, there.classification), (there, here.classification)}
            for classification, code in (here, there):
                self._titles[classification].setdefault(code, "")

    def codes(self, classification: Classification) -> tuple[str, ...]:
        """All known codes of a classification, sorted."""
        return tuple(sorted(self._titles.get(classification, ())))

    def title(self, code: Code) -> str:
        """English title of a code; "" where no list or table gives one."""
        return self._titles.get(code.classification, {}).get(code.code, "")

    def notation(self, code: Code) -> str:
        """The code as people write it: `2512.4` for an ESCO occupation, the code itself elsewhere."""
        return self._notations.get(code.code, code.code)

    def find(self, text: str, classification: Classification) -> Code:
        """The canonical code for a code as written, with or without what graph ids put before it.

        Raises:
            CrosswalkAbsentError: no table or list of this classification was read.
            WrongClassificationError: it is a code of another classification; the message says of which.
            UnknownCodeError: it is none that is known; the message names codes near it.
        """
        known = self._titles.get(classification)
        if not known:
            raise absent_error(classification)
        bare = bare_code(classification, text)
        bare = self._by_notation.get(bare, bare)
        if bare in known:
            return Code(classification, bare)
        written = {self._notations.get(code, code): title for code, title in known.items()}
        if same_digits(bare, written):
            raise unknown_error(text, classification, written)
        others = [other for other in Classification if other is not classification and self._holds(other, text)]
        if not others and classification not in written_like(text):
            others = [other for other in written_like(text) if other is not classification]
        if others:
            raise wrong_error(text, classification, others)
        raise unknown_error(text, classification, written)

    def map_code(
        self,
        code: str,
        *,
        source: Classification,
        target: Classification,
        most_hops: int = MOST_HOPS,
        min_confidence: float = 0.0,
    ) -> CodeMapping:
        """Map one code to another classification.

        Args:
            code: as written, see `find`.
            source: its classification.
            target: the classification wanted; for `source` itself the answer is the code, exact.
            most_hops: longest chain of tables, 1 to 4.
            min_confidence: in [0, 1]; paths below are left out.
        Raises:
            VocabularyError: `most_hops` or `min_confidence` is out of range.
            CrosswalkAbsentError, WrongClassificationError, UnknownCodeError: see `find`.
        """
        if not (1 <= most_hops <= MOST_HOPS and 0 <= min_confidence <= 1):
            raise VocabularyError(
                f"A mapping of {most_hops} steps and confidence {min_confidence:g} cannot be asked for.",
                hint=f"Ask for 1 to {MOST_HOPS} steps and a confidence from 0 to 1.",
                hint_zh=f"步数应为 1 到 {MOST_HOPS}，置信度应在 0 到 1 之间。",
            )
        start = self.find(code, source)
        if not self._titles.get(target):
            raise absent_error(target)
        paths: defaultdict[Code, list[MappingPath]] = defaultdict(list)
        for steps in self._chains(start, target, most_hops):
            path = _path(steps)
            if path.confidence >= min_confidence:
                paths[steps[-1].target if steps else start].append(path)
        found = [
            self._mapped(start, end, chains)
            for end, chains in paths.items()
            if not self._denied(start, end, min(len(path.steps) for path in chains))
        ]
        found.sort(key=lambda mapped: (_rank(mapped.paths[0]), mapped.target))
        return CodeMapping(start, self.notation(start), self.title(start), target, tuple(found))

    def reach(self, code: Code, *, most_hops: int = MOST_HOPS) -> dict[Classification, frozenset[str]]:
        """The codes that a code is mapped to, per classification, without paths; for coverage over many codes.

        Whatever it finds, `map_code` finds with `min_confidence` 0, and the other way round.
        """
        found: defaultdict[Classification, set[str]] = defaultdict(set)
        waiting = {(code, frozenset([code.classification]))}
        for hops in range(1, most_hops + 1):
            waiting = {
                (edge.target, entered | {edge.target.classification})
                for here, entered in waiting
                if hops == 1 or here.classification not in _ENDS_ONLY
                for edge in self._edges.get(here, ())
                if edge.target.classification not in entered
            }
            for here, _entered in waiting:
                if not self._denied(code, here, hops):
                    found[here.classification].add(here.code)
        return {classification: frozenset(codes) for classification, codes in sorted(found.items())}

    def _denied(self, start: Code, end: Code, hops: int) -> bool:
        """Whether a table between the two classifications lists both codes, and not as a pair."""
        return (
            hops > 1
            and (start, end.classification) in self._listed
            and (end, start.classification) in self._listed
            and all(edge.target != end for edge in self._edges[start])
        )

    def _chains(self, start: Code, target: Classification, most_hops: int) -> Iterator[tuple[MappingStep, ...]]:
        """All chains that enter no classification twice, depth first."""
        if start.classification is target:
            yield ()
            return
        away = self._hops_to(target)
        waiting: list[tuple[Code, tuple[MappingStep, ...]]] = [(start, ())]
        while waiting:
            here, steps = waiting.pop()
            entered = {start.classification, *(step.target.classification for step in steps)}
            for edge in self._edges.get(here, ()):
                there = edge.target.classification
                if there in entered or len(steps) + 1 + away.get(there, most_hops) > most_hops:
                    continue
                longer = (*steps, MappingStep(here, edge.target, edge.relation, edge.confidence, edge.crosswalk))
                if there is target:
                    yield longer
                elif there not in _ENDS_ONLY:
                    waiting.append((edge.target, longer))

    def _hops_to(self, target: Classification) -> dict[Classification, int]:
        """Fewest tables from each classification to the target."""
        hops = {target: 0}
        ring = [target]
        while ring:
            ring = [there for here in ring for there in sorted(self._beside[here]) if there not in hops]
            hops |= dict.fromkeys(ring, max(hops.values()) + 1)
            ring = list(dict.fromkeys(ring))
        return hops

    def _mapped(self, start: Code, end: Code, paths: list[MappingPath]) -> MappedCode:
        telling = _telling(paths)
        best = telling[0]
        tables = [step.crosswalk for step in best.steps]
        route = [code.classification for code in (start, *(step.target for step in best.steps))]
        loss = Loss(
            split=len(self._follow(start, tables, route)),
            collapsed=len(self._follow(end, tables[::-1], route[::-1])),
        )
        return MappedCode(end, self.notation(end), self.title(end), best.relation, best.confidence, loss, telling)

    def _follow(self, start: Code, tables: list[str], route: list[Classification]) -> set[Code]:
        reached = {start}
        for table, classification in zip(tables, route[1:], strict=True):
            reached = {
                edge.target
                for here in reached
                for edge in self._edges.get(here, ())
                if edge.crosswalk == table and edge.target.classification is classification
            }
        return reached

    def _holds(self, classification: Classification, text: str) -> bool:
        bare = bare_code(classification, text)
        return self._by_notation.get(bare, bare) in self._titles.get(classification, ())


def _path(steps: tuple[MappingStep, ...]) -> MappingPath:
    relations = [step.relation for step in steps]
    return MappingPath(steps, joined(relations), joined_confidence(relations, [step.confidence for step in steps]))


def _says(path: MappingPath) -> tuple[int, float]:
    """Lower says more: a stronger relation, then a higher confidence."""
    return path.relation.weakness, -path.confidence


def _rank(path: MappingPath) -> tuple[int, float, int]:
    return *_says(path), len(path.steps)


def _telling(paths: list[MappingPath]) -> tuple[MappingPath, ...]:
    """The shortest paths, and those longer ones that say more than all that are shorter; best first.

    What a table states itself, in one step, no detour overrules.
    """
    kept: list[MappingPath] = []
    best: tuple[int, float] | None = None
    for length in sorted({len(path.steps) for path in paths}):
        of_length = [path for path in paths if len(path.steps) == length]
        kept += of_length if best is None else [path for path in of_length if _says(path) < best]
        if length <= 1:
            break
        best = min(map(_says, kept))
    return tuple(sorted(kept, key=lambda path: (_rank(path), [(step.target, step.crosswalk) for step in path.steps])))
