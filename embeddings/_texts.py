"""The texts of a snapshot's occupations and skills, in both languages, one string per row."""

from graph import Snapshot
from ontology import Language

_LANGUAGES = tuple(Language)


def skill_names(snapshot: Snapshot) -> list[str]:
    """Preferred and other names of each skill, each name once; shape (n_skills,)."""
    names = []
    for row, skill_id in enumerate(snapshot.skills.ids):
        found: dict[str, None] = {}
        for language in _LANGUAGES:
            found[snapshot.skills.label(row, language)] = None
            found.update(dict.fromkeys(snapshot.skills.alt_labels(row, language)))
        # A skill without any label answers with its id, which says nothing.
        found.pop(skill_id, None)
        names.append(" / ".join(found))
    return names


def occupation_titles(snapshot: Snapshot) -> list[str]:
    """Preferred and other titles of each occupation; shape (n_occupations,)."""
    titles = []
    for row in range(len(snapshot.occupations)):
        record = snapshot.occupations.record(row)
        found = dict.fromkeys(record.labels.values())
        for others in record.alt_labels.values():
            found.update(dict.fromkeys(others))
        titles.append(" / ".join(found))
    return titles


def occupation_descriptions(snapshot: Snapshot) -> list[str]:
    """Title, description and tasks of each occupation; shape (n_occupations,)."""
    texts = []
    for row in range(len(snapshot.occupations)):
        record = snapshot.occupations.record(row)
        texts.append(" ".join((*record.labels.values(), *record.descriptions.values(), *record.tasks)))
    return texts
