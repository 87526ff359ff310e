"""What makes a release of ESCO unfit as a whole: labels with control characters, a hierarchy that runs in a circle,
tables of two releases."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ontology._tables import Row, row_error
from ontology.errors import SourceHierarchyError, SourceVersionError

#: Control characters but for the line end between two labels, and the marks that turn the direction of writing.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ONE_LINE = "preferredLabel"
_LABELS = frozenset({_ONE_LINE, "altLabels", "hiddenLabels"})

#: ESCO 1.1.1 has 67 requirements in 124 thousand that name a concept it does not list (0.05 %). A table of another
#: release has far more: 275 of the 20,822 broader relations of 1.2 (1.3 %) name a skill that 1.1.1 lacks.
_MOST_DANGLING = 0.003
#: Fewer say nothing about the release.
_FEWEST_DANGLING = 100


def plain_labels(rows: Iterable[Row], *, columns: Sequence[str], file: str) -> Iterator[Row]:
    """The same rows, of labels that can be shown.

    Raises:
        SourceRowError: a label holds a control character; line ends are allowed between alternative labels only.
    """
    places = [(column, place) for place, column in enumerate(columns) if column in _LABELS]
    for row in rows:
        for column, place in places:
            text = row[1][place].strip()
            found = _CONTROL.search(text)
            if found is None and column == _ONE_LINE and "\n" in text:
                found = re.search("\n", text)
            if found is not None:
                raise row_error(
                    file, row[0], f"{column} holds the control character U+{ord(found[0]):04X} after "
                    f"{text[: found.start()][-30:]!r}",
                )  # fmt: skip
        yield row


def refuse_cycle(parents: Mapping[str, Sequence[str]], *, file: str) -> None:
    """Refuse a hierarchy in which a concept is broader than itself. O(edges).

    Raises:
        SourceHierarchyError: names the concepts of the first circle found.
    """
    done: set[str] = set()
    for start in parents:
        if start in done:
            continue
        trail = [start]
        waiting = [iter(parents[start])]
        on_trail = {start}
        while waiting:
            parent = next(waiting[-1], None)
            if parent is None:
                waiting.pop()
                left = trail.pop()
                on_trail.discard(left)
                done.add(left)
            elif parent in on_trail:
                circle = [*trail[trail.index(parent) :], parent]
                raise SourceHierarchyError(
                    f"{file}: the hierarchy runs in a circle: {' -> '.join(circle)}. A concept cannot be broader than "
                    "itself. Nothing was imported.",
                    hint="Get the file again from its publisher, or take one of these lines out.",
                    file=file,
                    circle=circle,
                )
            elif parent not in done:
                trail.append(parent)
                on_trail.add(parent)
                waiting.append(iter(parents.get(parent, ())))


def refuse_mixture(file: str, *, dangling: int, rows: int) -> None:
    """Refuse a table whose relations too often name concepts that the classification does not list.

    Raises:
        SourceVersionError: at least 100 relations do, and more than 0.3 % of them.
    """
    if dangling >= _FEWEST_DANGLING and dangling > _MOST_DANGLING * rows:
        raise SourceVersionError(
            f"{file}: {dangling:,} of {rows:,} relations name a concept that the classification does not list: "
            "the two are of different releases. Nothing was imported.",
            hint="Use the classification and the relations of one release.",
            file=file,
            dangling=dangling,
        )
