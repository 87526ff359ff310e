"""A few hundred general skills and the thousands of narrow ones that speak for them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ontology import MatchKind, read_general_skills
from ontology.records import Matches, Skill

#: A match by which a narrow skill is a kind of the general one.
_COVERS = frozenset({MatchKind.EXACT, MatchKind.CLOSE, MatchKind.NARROW})


class GeneralWords:
    """Says in general skills what narrow ones mean.

    Attributes:
        ids: of the general skills, in the order of every table's columns.
    """

    def __init__(self, skills: Iterable[Skill], matches: Iterable[Matches]) -> None:
        """`matches`: those of general skills (subject) with narrow ones; others are passed over."""
        self.ids = tuple(sorted(skill.id for skill in skills))
        column = {skill: place for place, skill in enumerate(self.ids)}
        self._broad: dict[str, list[int]] = defaultdict(list)
        self._needs: dict[str, list[int]] = {}
        for match in matches:
            if match.from_id in column and match.kind in _COVERS:
                self._broad[match.to_id].append(column[match.from_id])
        for uri, general in read_general_skills().items():
            known = [column[skill] for skill in general.broad if skill in column]
            self._broad[uri] = sorted({*self._broad[uri], *known})
            self._needs[uri] = [column[skill] for skill in general.needs if skill in column]

    def broad(self, asked: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        """Each row's narrow skills as the general ones that they are kinds of, in [0, 1], shape (n, m)."""
        return self._said(asked, self._broad)

    def needs(self, asked: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        """Each row's narrow skills as the general ones that they cannot be done without, in [0, 1], shape (n, m)."""
        return self._said(asked, self._needs)

    def speaking(self, asked: Mapping[str, float], general: str) -> str | None:
        """The surest narrow skill of a row that is a kind of the general one, or else that needs it."""
        place = self.ids.index(general)
        for words in (self._broad, self._needs):
            speaking = [skill for skill in asked if place in words.get(skill, ())]
            if speaking:
                return min(speaking, key=lambda skill: (-asked[skill], skill))
        return None

    def _said(self, asked: Sequence[Mapping[str, float]], words: Mapping[str, list[int]]) -> NDArray[np.float64]:
        """Votes for one skill add up as chances do (noisy-or)."""
        missed = np.ones((len(asked), len(self.ids)))
        for row, skills in enumerate(asked):
            for skill, sure in skills.items():
                missed[row, words.get(skill, [])] *= 1 - min(sure, 1.0)
        return 1 - missed
