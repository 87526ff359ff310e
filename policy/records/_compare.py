"""Comparing two decisions: what differs in the answer or its trace, and what only in its wording."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from policy.records._canonical import canonical

#: Parts of a decision that show how it was reached; all others are the answer itself.
_TRACE = frozenset({"conditions", "parameters", "citations", "derived"})
_LANGUAGES = {"zh", "en"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two decisions differ.

    Attributes:
        benefit: id; `path` the place in its decision, for example `conditions/contributed-one-year/met`.
        kind: `answer` (verdict, sums, dates), `trace` (conditions, values, citations) or `wording` (texts only).
        recorded, found: the two values as JSON data; None where one lacks it.
    """

    benefit: str
    path: str
    kind: str
    recorded: Any
    found: Any


def differences(recorded: Mapping[str, Any], found: Mapping[str, Any]) -> list[Difference]:
    """Where a decision found differs from the recorded one, in the order of the record.

    A field that the record does not have is none: a newer engine may say more.
    """
    benefit = str(recorded.get("benefit_id", ""))
    result: list[Difference] = []
    for key, value in recorded.items():
        kind = "trace" if key in _TRACE else "answer"
        for path, before, after in _walk(key, value, found.get(key)):
            worded = _is_text(before) or _is_text(after) or path.endswith(("/zh", "/en"))
            result.append(Difference(benefit, path, "wording" if worded else kind, before, after))
    return result


def _walk(path: str, before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    if _same(before, after):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and not _is_money(before):
        for key in before:
            yield from _walk(f"{path}/{key}", before[key], after.get(key))
        return
    if isinstance(before, list) and isinstance(after, list):
        yield from _walk_lists(path, before, after)
        return
    yield path, before, after


def _walk_lists(path: str, before: list[Any], after: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    """Entries with an id are matched by it, others by their place."""
    first, second = _by_name(before), _by_name(after)
    for name in dict.fromkeys((*first, *second)):
        yield from _walk(f"{path}/{name}", first.get(name), second.get(name))


def _by_name(items: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for position, item in enumerate(items):
        name = str(position)
        if isinstance(item, Mapping) and "id" in item:
            name = str(item["id"])
        elif isinstance(item, Mapping) and {"source", "article"} <= set(item):
            name = f"{item['source']} {item['article']}"
        found[name if name not in found else f"{name}#{position}"] = item
    return found


def _same(before: Any, after: Any) -> bool:
    if _is_money(before) and _is_money(after):
        return _sum_of(before) == _sum_of(after)
    return canonical(before) == canonical(after)


def _is_money(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"amount", "currency"}


def _sum_of(value: Mapping[str, Any]) -> tuple[object, object]:
    try:
        return Decimal(str(value["amount"])), value["currency"]
    except InvalidOperation:
        return value["amount"], value["currency"]


def _is_text(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value) and set(value) <= _LANGUAGES
