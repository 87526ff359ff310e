"""The people of one OpenFisca test: who there is, in which groups, and what is said of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from policy.errors import ExchangeFormatError
from policy.exchange._mapping import OpenFiscaMapping
from policy.exchange._periods import is_period

#: What a test calls nobody by name: the one person of a flat test.
ONLY = "person"


@dataclass(slots=True)
class Group:
    """One group: its members with their roles, in the order written, and its own variables."""

    entity: str
    members: dict[str, str] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Situation:
    """Persons and groups of a test's input; or, for its output, what is expected of each."""

    persons: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)

    def variables_of(self, person: str) -> dict[str, Any]:
        """The variables of a person and of the person's groups."""
        found = dict(self.persons.get(person, {}))
        for group in self.groups.values():
            if person in group.members or (not group.members and len(self.persons) <= 1):
                for name, value in group.variables.items():
                    found.setdefault(name, value)
        return found


def read_situation(raw: object, mapping: OpenFiscaMapping, where: str) -> Situation:
    """Read `input` or `output` of a test: by entities, or flat for one person.

    Raises:
        ExchangeFormatError: an entity that the mapping does not name, or one that is written in another way.
    """
    if not isinstance(raw, Mapping):
        raise _wrong(where, "it is no mapping of variables or entities")
    found = Situation()
    for key, value in raw.items():
        name = str(key)
        if name in mapping.persons:
            for person, variables in _entities(value, name, mapping, where):
                found.persons.setdefault(person, {}).update(variables)
        elif (entity := _group_name(name, mapping)) is not None:
            for group, content in _entities(value, name, mapping, where):
                _add_group(found, entity, f"{entity}/{group}", content)
        elif isinstance(value, Mapping) and not all(is_period(period) for period in value):
            raise _wrong(where, f"{name!r} is neither a variable nor an entity that the mapping names")
        else:
            found.persons.setdefault(ONLY, {})[name] = value
    return found


def _group_name(name: str, mapping: OpenFiscaMapping) -> str | None:
    """The plural of a group entity, also for its singular."""
    if name in mapping.groups:
        return name
    return next((plural for plural, singular in mapping.groups.items() if singular == name), None)


def _entities(value: object, name: str, mapping: OpenFiscaMapping, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Instances by id; a singular name holds the one instance itself; an old list names them in `id`."""
    singular = name in mapping.groups.values() or (name in mapping.persons[1:])
    if isinstance(value, list):
        for position, item in enumerate(value):
            if not isinstance(item, Mapping):
                raise _wrong(where, f"an entry of {name!r} is no mapping")
            content = dict(item)
            yield str(content.pop("id", position)), content
        return
    if not isinstance(value, Mapping):
        raise _wrong(where, f"{name!r} is no mapping")
    if singular:
        yield ONLY, dict(value)
        return
    for instance, content in value.items():
        if content is not None and not isinstance(content, Mapping):
            raise _wrong(where, f"{name}/{instance} is no mapping")
        yield str(instance), dict(content or {})


def _add_group(found: Situation, entity: str, key: str, content: Mapping[str, Any]) -> None:
    group = found.groups.setdefault(key, Group(entity))
    for name, value in content.items():
        listed = value if isinstance(value, list) else [value]
        if all(isinstance(item, str) and item in found.persons for item in listed) and listed:
            group.members.update(dict.fromkeys(listed, str(name)))
        else:
            group.variables[str(name)] = value


def _wrong(where: str, what: str) -> ExchangeFormatError:
    return ExchangeFormatError(
        f"{where}: {what}.",
        hint="Name entities in the mapping: persons: [...], groups: {plural: singular}.",
        where=where,
    )
