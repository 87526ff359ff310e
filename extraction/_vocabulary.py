"""The names that mentions are linked to: skills and occupations of the loaded graph, and its regions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from extraction._forms import FormTable
from extraction.errors import VocabularyEntryError
from ontology.vocabulary import Scheme

_PRECEDENCE = {scheme: rank for rank, scheme in enumerate(Scheme)}


class EntryKind(StrEnum):
    """What can be linked."""

    SKILL = "skill"
    OCCUPATION = "occupation"


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyEntry:
    """One concept of the graph.

    Attributes:
        labels: preferred label per language; at least one.
        alt_labels: other names per language.
        descriptions: definition per language; only the linker reads it.
        examples: titles from real advertisements that somebody labelled with this concept; only the linker reads them.
    """

    id: str
    kind: EntryKind
    scheme: Scheme
    labels: Mapping[str, str]
    alt_labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    examples: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """All names, preferred ones first, each once."""
        alternatives = (name for names in self.alt_labels.values() for name in names)
        return tuple(dict.fromkeys((*self.labels.values(), *alternatives)))

    def label(self, language: str) -> str:
        """Preferred label in a language, else in English, else in any."""
        return self.labels.get(language) or self.labels.get("en") or next(iter(self.labels.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionEntry:
    """A region: `code` such as `CN-410100` or `US-NY`, and its names per language."""

    code: str
    labels: Mapping[str, str]


class Vocabulary:
    """Everything that mentions are linked to; never changed once built, and shared between threads.

    Attributes:
        entries: sorted by scheme precedence, then id.
        regions: by code.
    """

    def __init__(self, entries: tuple[VocabularyEntry, ...], regions: Mapping[str, RegionEntry]) -> None:
        self.entries = entries
        self.regions = regions

    @classmethod
    def build(cls, entries: Iterable[VocabularyEntry], regions: Iterable[RegionEntry] = ()) -> "Vocabulary":
        """Collect entries; where a name belongs to several schemes, the first in `ontology.Scheme` wins.

        Raises:
            VocabularyEntryError: an entry has no label, or its id comes twice.
        """
        ranked = tuple(sorted(entries, key=lambda entry: (_PRECEDENCE[entry.scheme], entry.id)))
        seen: set[str] = set()
        for entry in ranked:
            if not any(label.strip() for label in entry.labels.values()):
                raise VocabularyEntryError(f"{entry.id!r} has no label, so nothing could be linked to it.", id=entry.id)
            if entry.id in seen:
                raise VocabularyEntryError(f"{entry.id!r} comes twice in the vocabulary.", id=entry.id)
            seen.add(entry.id)
        return cls(ranked, {region.code: region for region in regions})

    @cached_property
    def forms(self) -> FormTable:
        """The names as token keys; made when first needed (4 s for full ESCO), linking alone never needs it."""
        forms = FormTable()
        for row, entry in enumerate(self.entries):
            preferred = set(entry.labels.values())
            for name in entry.names():
                forms.add(name, row, rank=_PRECEDENCE[entry.scheme], preferred=name in preferred)
        return forms

    def entry(self, row: int) -> VocabularyEntry:
        """The entry of a row of `forms`."""
        return self.entries[row]
