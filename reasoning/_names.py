"""Rows of the snapshot turned into ids and labels, the only form in which they leave this room."""

from collections.abc import Sequence
from typing import Protocol

from graph import Snapshot
from ontology import Language
from reasoning.answers import Named


class Labelled(Protocol):
    """Any `ConceptTable`, whatever its records are."""

    @property
    def ids(self) -> tuple[str, ...]: ...

    def label(self, row: int, language: str) -> str:
        """The row's label."""


_LANGUAGES = tuple(language.value for language in Language)


def name_of(table: Labelled, row: int) -> Named:
    """The id of a row with its label in each language."""
    return Named(id=table.ids[row], labels={language: table.label(row, language) for language in _LANGUAGES})


def occupation_name(snapshot: Snapshot, row: int) -> Named:
    """An occupation's id and labels."""
    return name_of(snapshot.occupations, row)


def skill_name(snapshot: Snapshot, row: int) -> Named:
    """A skill's id and labels."""
    return name_of(snapshot.skills, row)


def skill_names(snapshot: Snapshot, rows: Sequence[int]) -> tuple[Named, ...]:
    """Ids and labels of skills, in the given order."""
    return tuple(skill_name(snapshot, row) for row in rows)


def snapshot_name(snapshot: Snapshot) -> str:
    """What an answer says that it was computed from: `<store id>@<version>`."""
    return f"{snapshot.store_id}@{snapshot.version}"
