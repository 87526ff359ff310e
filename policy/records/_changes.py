"""What changed in the rules since a record was written: clause by clause and value by value."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policy.records._canonical import digest
from policy.records._documents import Documents


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One clause or value: `changed` in content, `gone`, or `new` since the record.

    Attributes:
        what: `provision`, `value` or `derivation`; `name`: `<benefit>/<slot>`, the parameter or the fact.
        since: first day of its validity, as YYYY-MM-DD.
    """

    how: str
    what: str
    name: str
    jurisdiction: str
    since: str


_Key = tuple[str, str, str, str]


def rule_changes(then: Documents, now: Documents, benefits: Collection[str]) -> tuple[RuleChange, ...]:
    """Clauses of the benefits, and values that they read, that are not today as in the record; sorted.

    Only places that the record speaks of are compared, and `new` are only rows that begin after all of the record's
    rows of the same name there: the record does not hold what had already ended.
    """
    before, after = dict(_rows(then, benefits)), dict(_rows(now, benefits))
    latest: dict[tuple[str, str, str], str] = {}
    for what, name, place, since in before:
        latest[what, name, place] = max(since.partition("/")[0], latest.get((what, name, place), ""))
    found = []
    for key, raw in before.items():
        if key not in after:
            found.append(RuleChange("gone", *_fields(key)))
        elif digest(after[key]) != digest(raw):
            found.append(RuleChange("changed", *_fields(key)))
    for what, name, place, since in after.keys() - before.keys():
        if (what, name, place) in latest and since.partition("/")[0] >= latest[what, name, place]:
            found.append(RuleChange("new", *_fields((what, name, place, since))))
    return tuple(sorted(found, key=lambda item: (item.what, item.name, item.jurisdiction, item.since, item.how)))


def _fields(key: _Key) -> tuple[str, str, str, str]:
    what, name, place, since = key
    return what, name, place, since.partition("/")[0]


def _rows(documents: Documents, benefits: Collection[str]) -> Iterator[tuple[_Key, Mapping[str, Any]]]:
    for document in documents.values():
        place = document.get("jurisdiction")
        if place is None:
            continue
        for raw in document.get("provisions", ()):
            if raw["benefit"] in benefits:
                yield ("provision", f"{raw['benefit']}/{raw['slot']}", place, _since(raw)), raw
        for raw in document.get("derivations", ()):
            yield ("derivation", raw["fact"], place, _since(raw)), raw
        for parameter in document.get("parameters", ()):
            for raw in parameter["rows"]:
                yield ("value", parameter["id"], place, _since(raw)), raw


def _since(raw: Mapping[str, Any]) -> str:
    """The first day, and for a corrected row the day of its correction: both rows of a correction begin together."""
    known = raw.get("known_to")
    return f"{raw['from']}/{known}" if known else str(raw["from"])
