"""What texts are linked to: the concepts of a snapshot as extraction takes them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from extraction import EntryKind, RegionEntry, VocabularyEntry
from ontology import Scheme

if TYPE_CHECKING:
    from graph import Snapshot

_SCHEMES = frozenset(Scheme)


def scheme_of(concept_id: str) -> Scheme | None:
    """The scheme that an id belongs to by its form (see `ontology.ids`); None for other ids."""
    if concept_id.startswith("http://data.europa.eu/esco/"):
        return Scheme.ESCO
    prefix = concept_id.partition(":")[0]
    return Scheme(prefix) if prefix in _SCHEMES else None


def vocabulary_entries(
    snapshot: "Snapshot", *, scheme: Scheme | None = None, required_only: bool = False
) -> Iterator[VocabularyEntry]:
    """One entry per occupation and skill.

    Args:
        scheme: only concepts that have an id in this scheme, under that id; by default all, under their canonical id.
        required_only: leave out skills that no occupation requires and no course teaches: found in a resume they could
            not change any answer, and the many aliases of a label-only import would find them in plain words.
    """
    useful = np.zeros(len(snapshot.skills), dtype=np.bool_)
    useful[snapshot.requires.indices] = True
    useful[snapshot.teaches.indices] = True
    for kind, table in ((EntryKind.OCCUPATION, snapshot.occupations), (EntryKind.SKILL, snapshot.skills)):
        for row, canonical in enumerate(table.ids):
            if kind is EntryKind.SKILL and required_only and not useful[row]:
                continue
            ids = table.members(row) if scheme else (canonical,)
            concept_id = next((each for each in ids if scheme is None or scheme_of(each) == scheme), None)
            own = scheme_of(concept_id) if concept_id else None
            if concept_id is None or own is None:
                continue
            record = table.record(row)
            yield VocabularyEntry(
                id=concept_id,
                kind=kind,
                scheme=own,
                labels=record.labels,
                alt_labels=record.alt_labels,
                descriptions=record.descriptions,
            )


def region_entries(snapshot: "Snapshot") -> Iterator[RegionEntry]:
    """Regions that a place name can mean: countries, provinces, states and cities, not labour-market areas."""
    for row in range(len(snapshot.regions)):
        region = snapshot.regions.record(row)
        if region.notation and not region.notation.startswith("us-area/"):
            yield RegionEntry(code=region.notation, labels=region.labels)
