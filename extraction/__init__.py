"""Documents to text to sections to spans to linked skills and occupations."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extraction._document import DEFAULT_LIMITS, Document, Limits
    from extraction._extractor import Extractor
    from extraction._labelled import labelled_titles
    from extraction._language import language_of
    from extraction._linker import Link, Linker
    from extraction._requirements import DerivedSkill, derive_requirements
    from extraction._sandbox import read_document
    from extraction._vocabulary import EntryKind, RegionEntry, Vocabulary, VocabularyEntry

_HOMES = {
    "DEFAULT_LIMITS": "_document",
    "DerivedSkill": "_requirements",
    "derive_requirements": "_requirements",
    "Document": "_document",
    "EntryKind": "_vocabulary",
    "Extractor": "_extractor",
    "Limits": "_document",
    "Link": "_linker",
    "Linker": "_linker",
    "RegionEntry": "_vocabulary",
    "Vocabulary": "_vocabulary",
    "VocabularyEntry": "_vocabulary",
    "labelled_titles": "_labelled",
    "language_of": "_language",
    "read_document": "_sandbox",
}

__all__ = [
    "DEFAULT_LIMITS",
    "DerivedSkill",
    "Document",
    "EntryKind",
    "Extractor",
    "Limits",
    "Link",
    "Linker",
    "RegionEntry",
    "Vocabulary",
    "VocabularyEntry",
    "derive_requirements",
    "labelled_titles",
    "language_of",
    "read_document",
]


def __getattr__(name: str) -> object:
    """Load a module when one of its names is first used: reading and linking need no spaCy, and start fast."""
    if name not in _HOMES:
        raise AttributeError(f"module 'extraction' has no attribute {name!r}")
    return getattr(import_module(f"extraction.{_HOMES[name]}"), name)
