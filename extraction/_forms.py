"""A trie of names over token keys: finds the longest name that starts at a token."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extraction._settings import stop_words
from extraction._tokens import FILLERS, TOKEN, is_han, keys

_BRACKETED = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")


@dataclass(frozen=True, slots=True)
class Form:
    """One name of one entry.

    Attributes:
        name: as the vocabulary writes it, lower case, without a bracketed explanation.
        row: the entry's row.
        rank: precedence of its scheme, lower first.
        preferred: whether it is a preferred label.
        shortened: whether an explanation in brackets was taken off.
        cased: the spelling that is asked for, "" if any; short names such as R or Go match in their own case only.
    """

    name: str
    row: int
    rank: int
    preferred: bool
    shortened: bool
    cased: str


@dataclass(slots=True)
class _Branch:
    branches: dict[str, "_Branch"] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)


class FormTable:
    """Names by their token keys."""

    def __init__(self) -> None:
        self._root = _Branch()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, name: str, row: int, *, rank: int, preferred: bool) -> None:
        """Add a name; one that could not be told from ordinary words is left out."""
        short = _BRACKETED.sub("", name).strip() or name
        path = keys(short)
        if not path or _too_common(short):
            return
        branch = self._root
        for step in path:
            branch = branch.branches.setdefault(step, _Branch())
        cased = short if len(short) <= 2 and short.isascii() else ""
        branch.forms.append(Form(short.lower(), row, rank, preferred, short != name, cased))
        self._count += 1

    def longest(self, steps: Sequence[str], start: int) -> tuple[int, Sequence[Form]] | None:
        """The longest name that begins at a token: index after its last token, and its forms.

        Args:
            steps: keys of the tokens; fillers as the tokens themselves, lower case.
        """
        branch, end, best = self._root, start, None
        if steps[start] in FILLERS:
            return None
        while end < len(steps):
            step = steps[end]
            following = branch.branches.get(step)
            if following is None and step in FILLERS and end > start:
                end += 1
                continue
            if following is None:
                break
            branch, end = following, end + 1
            if branch.forms:
                best = (end, branch.forms)
        return best


def _too_common(name: str) -> bool:
    lower = name.lower()
    if lower in stop_words():
        return True
    if len(name) == 1:
        return name not in ("R", "C")
    return len(TOKEN.findall(name)) == 1 and (lower.isdigit() or (len(name) == 1 and is_han(name)))
