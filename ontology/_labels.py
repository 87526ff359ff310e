"""Chinese labels for ESCO, written by us: ESCO itself is published in 28 languages, and Chinese is none of them.

`labels/zh/*.csv` holds one row per concept: URI, preferred label, alternative labels. The release of ESCO does not
matter, since a concept keeps its URI; a concept that we have no label for stays with what its source gives.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from ontology._tables import Table, row_error
from ontology.records import Concept, Edge, Node

#: The tables of a language, one per kind of concept.
TABLES = ("occupations", "skills", "skill_groups", "isco_groups")
LICENCE = "Apache-2.0"

_COLUMNS = ("uri", "label", "alt")
#: Between alternative labels.
_BETWEEN = "|"


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
def read_labels(language: str = "zh") -> Mapping[str, Translation]:
    """URI -> label of every ESCO concept that we have translated.

    Args:
        language: `zh` is the only one there is; another gives an empty mapping.
    Raises:
        SourceRowError, SourceColumnsError, SourceEncodingError: a table was edited and is broken now.
    """
    found: dict[str, Translation] = {}
    folder = resources.files("ontology").joinpath("labels", language)
    for name in TABLES:
        table = folder.joinpath(f"{name}.csv")
        if table.is_file():
            _read_table(table, found)
    return found


def _read_table(table: Traversable, found: dict[str, Translation]) -> None:
    with table.open("rb") as lines:
        for line, (uri, label, alt) in Table(lines, file=table.name, columns=_COLUMNS):
            if uri in found:
                raise row_error(table.name, line, f"{uri} has a label already")
            if not label:
                raise row_error(table.name, line, f"{uri} has no label")
            found[uri] = Translation(label, tuple(alt.split(_BETWEEN)) if alt else ())


def with_labels(records: Iterable[Node | Edge], *, language: str = "zh") -> Iterator[Node | Edge]:
    """The same records; a concept that is named in another language only gets our label beside its own.

    What the source itself says in `language` stays, since it knows better.
    """
    translations = read_labels(language)
    for record in records:
        translation = translations.get(record.id) if isinstance(record, Concept) else None
        if translation is None or not isinstance(record, Concept) or language in record.labels:
            yield record
            continue
        alt = {**record.alt_labels, language: translation.alt} if translation.alt else record.alt_labels
        yield dataclasses.replace(record, labels={**record.labels, language: translation.label}, alt_labels=alt)
