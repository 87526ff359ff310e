"""What later imports put on a concept of a source: kept when the source is imported again, or in a later release."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from ontology.records import Concept, Figure, Occupation
from ontology.vocabulary import CURATION_MARK, Scheme

_T = TypeVar("_T")
_C = TypeVar("_C", bound=Concept)


def is_mapped(figure: Figure, scheme: Scheme) -> bool:
    """Whether a figure on an occupation of the scheme came from an import of figures.

    The starter data state figures themselves, of the same names and sources, but over no crosswalk.
    """
    return bool(figure.via) or scheme is not Scheme.STARTER


def curation_marks(concept: Concept) -> list[str]:
    """The marks of names that curation changed, each beginning with the language; empty without any."""
    return concept.source_version.split(CURATION_MARK)[1:]


def has_additions(concept: Concept) -> bool:
    """Whether there is anything on the concept that `with_additions` keeps."""
    return bool(curation_marks(concept)) or any(is_mapped(figure, concept.scheme) for figure in _figures(concept))


def with_additions(before: Concept, now: _C) -> _C:
    """A source's own record of a concept, with the figures and curated names that the stored one has.

    A figure that was imported stays in the place of one of its name that the source states. Of a language that curation
    spoke about all names stay as they were, unless the new record is itself a curated one.
    """
    changes: dict[str, Any] = {}
    marks = curation_marks(before)
    if marks and not curation_marks(now):
        curated = {mark.split(" ", 1)[0] for mark in marks}
        changes["source_version"] = CURATION_MARK.join((now.source_version, *marks))
        changes["labels"] = _in_languages(before.labels, now.labels, curated)
        changes["alt_labels"] = _in_languages(before.alt_labels, now.alt_labels, curated)
    mapped = {figure.name: figure for figure in _figures(before) if is_mapped(figure, before.scheme)}
    if mapped and isinstance(now, Occupation):
        own = {figure.name: figure for figure in now.figures}
        changes["figures"] = tuple({**own, **mapped}.values())
    return replace(now, **changes) if changes else now


def _figures(concept: Concept) -> tuple[Figure, ...]:
    return concept.figures if isinstance(concept, Occupation) else ()


def _in_languages(was: Mapping[str, _T], new: Mapping[str, _T], curated: Collection[str]) -> dict[str, _T]:
    """The names of the curated languages as they were, those of the others as they are now."""
    kept = {language: names for language, names in was.items() if language in curated}
    return {**{language: names for language, names in new.items() if language not in curated}, **kept}
