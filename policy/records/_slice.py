"""Cutting out of all rule files exactly what decides some benefits in one place: rows, clauses, facts, sources."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy.records._documents import Documents

#: Facts that the evaluator itself reads by name, beside those in expressions: derivations are dated on the claim day.
ENGINE_FACTS = ("claim_date",)
_ROW_KEYS = {"provisions": ("benefit", "slot"), "derivations": ("fact",)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the slice is for.

    Attributes:
        benefits: ids to decide; `chain` the jurisdictions that speak, nearest first.
        days: every day on which a row may be looked up; None keeps the whole history.
    """

    benefits: tuple[str, ...]
    chain: tuple[str, ...]
    days: tuple[date, ...] | None


def slice_documents(documents: Documents, wanted: Wanted) -> dict[str, dict[str, Any]]:
    """The part of the rule files that decides the wanted benefits; every row is copied as it stands.

    Benefits that are only named by others (as excluded, required or fed) come without provisions, their own relations
    cut to benefits of the slice.
    """
    rows = _rows(documents, wanted)
    parameters = _parameters(documents, rows, wanted)
    facts = _facts(documents, [*rows, *parameters])
    benefits = _benefits(documents, rows, wanted)
    found: dict[str, dict[str, Any]] = {}
    for path, document in documents.items():
        if "jurisdiction" in document:
            part = _rule_file(document, path, rows, parameters, benefits)
        elif path.startswith("facts/"):
            part = _fact_file(document, facts)
        else:
            part = dict(document)
        if part:
            found[path] = part
    return _trim(found, wanted)


@dataclass(frozen=True, slots=True)
class _Row:
    """A provision, derivation or parameter (with its kept rows) of one file."""

    path: str
    part: str
    index: int
    raw: dict[str, Any]


def _rows(documents: Documents, wanted: Wanted) -> list[_Row]:
    """The provisions of the benefits and the derivations along the chain that speak on one of the days."""
    groups: dict[tuple[str, ...], list[_Row]] = {}
    for path, document in documents.items():
        if document.get("jurisdiction") not in wanted.chain:
            continue
        for part, keys in _ROW_KEYS.items():
            for index, raw in enumerate(document.get(part, ())):
                if part == "derivations" or raw["benefit"] in wanted.benefits:
                    name = (document["jurisdiction"], part, *(raw[key] for key in keys))
                    groups.setdefault(name, []).append(_Row(path, part, index, raw))
    kept = [row for rows in groups.values() for row in _speaking(rows, [row.raw for row in rows], wanted.days)]
    needed = _facts(documents, kept)
    return [row for row in kept if row.part == "provisions" or row.raw["fact"] in needed]


def _speaking(items: Sequence[Any], raws: Sequence[Mapping[str, Any]], days: tuple[date, ...] | None) -> list[Any]:
    """The rows of one group that decide on the days: each day's own row, else the one that ended last before it.

    The row with the latest start is always kept: whether a place has fallen silent shows in it.
    """
    if days is None:
        return list(items)
    keep: set[int] = {max(range(len(raws)), key=lambda index: str(raws[index]["from"]))}
    for day in days:
        text = day.isoformat()
        begun = [index for index, raw in enumerate(raws) if raw["from"] <= text]
        if begun:
            last = max(raws[index]["from"] for index in begun)
            # A corrected row and its correction start on the same day; both are needed for `known_at`.
            keep.update(index for index in begun if raws[index]["from"] == last or raws[index].get("to", "9") > text)
    return [item for index, item in enumerate(items) if index in keep]


def _parameters(documents: Documents, rows: Sequence[_Row], wanted: Wanted) -> list[_Row]:
    """The parameters that rows read, and those that their formulas read, with the values that speak on the days."""
    names = set(parameters_read(row.raw for row in rows))
    found: dict[tuple[str, int], _Row] = {}
    while True:
        before = len(found)
        for path, document in documents.items():
            for index, raw in enumerate(document.get("parameters", ())):
                if raw["id"] in names and document["jurisdiction"] in wanted.chain and (path, index) not in found:
                    values = _speaking(raw["rows"], raw["rows"], wanted.days)
                    found[path, index] = _Row(path, "parameters", index, {**raw, "rows": values})
                    names.update(parameters_read(values))
        if len(found) == before:
            break
    known = {row.raw["id"] for row in found.values()}
    return [*found.values(), *_declared(documents, names - known)]


def _declared(documents: Documents, names: Collection[str]) -> Iterator[_Row]:
    """Parameters that a rule reads but no jurisdiction of the chain sets: one row from elsewhere declares them."""
    for name in sorted(names):
        for path, document in documents.items():
            index = next((at for at, raw in enumerate(document.get("parameters", ())) if raw["id"] == name), None)
            if index is not None:
                raw = document["parameters"][index]
                yield _Row(path, "parameters", index, {**raw, "rows": [_without_formula(raw["rows"][0])]})
                break


def _without_formula(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "formula"}


def _benefits(documents: Documents, rows: Iterable[_Row], wanted: Wanted) -> dict[str, dict[str, Any]]:
    """The benefits and those that they name; the latter without their own relations to benefits left out."""
    every = {raw["id"]: raw for document in documents.values() for raw in document.get("benefits", ())}
    named = dict.fromkeys(wanted.benefits)
    for name in wanted.benefits:
        for relation in ("excludes", "requires", "feeds"):
            named.update(dict.fromkeys(every[name].get(relation, ())))
    for row in rows:
        named.update(dict.fromkeys(row.raw.get("excludes", ())))
    found: dict[str, dict[str, Any]] = {}
    for name in named:
        raw = dict(every[name])
        for relation in ("excludes", "requires", "feeds"):
            if relation in raw:
                raw[relation] = [other for other in raw[relation] if other in named]
        found[name] = raw
    return found


def _facts(documents: Documents, rows: Sequence[_Row]) -> set[str]:
    """The facts that clauses read, those that these are worked out from, and those that the engine reads by name."""
    specs = {raw["id"]: raw for path, doc in documents.items() if path.startswith("facts/") for raw in doc["facts"]}
    derivations = [row.raw for row in rows if row.part == "derivations"]
    names = set(facts_read(row.raw for row in rows if row.part != "derivations"))
    names |= {name for name in ENGINE_FACTS if name in specs}
    while True:
        more = set(facts_read(specs[name]["derive"] for name in names if "derive" in specs[name]))
        more |= set(facts_read(raw["value"] for raw in derivations if raw["fact"] in names))
        if more <= names:
            return names
        names |= more


def facts_read(raw: object) -> Iterator[str]:
    """The fact ids in expressions anywhere below."""
    for operator, operand in _operations(raw):
        if operator == "var" or (operator == "assume" and isinstance(operand, list)):
            name = operand[0] if isinstance(operand, list) else operand
            if isinstance(name, str):
                yield name


def parameters_read(raw: object) -> Iterator[str]:
    """The parameter ids in expressions anywhere below."""
    for operator, operand in _operations(raw):
        if operator in ("param", "table"):
            name = operand[0] if isinstance(operand, list) else operand
            if isinstance(name, str):
                yield name


def _operations(raw: object) -> Iterator[tuple[str, Any]]:
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            yield str(key), value
            yield from _operations(value)
    elif isinstance(raw, Iterable) and not isinstance(raw, str):
        for item in raw:
            yield from _operations(item)


def _rule_file(
    document: dict[str, Any],
    path: str,
    rows: Iterable[_Row],
    parameters: Iterable[_Row],
    benefits: Mapping[str, dict[str, Any]],
) -> dict[str, Any]:
    part: dict[str, Any] = {}
    for row in (*parameters, *rows):
        if row.path == path:
            part.setdefault(row.part, []).append(row.raw)
    own = [benefits[raw["id"]] for raw in document.get("benefits", ()) if raw["id"] in benefits]
    if own:
        part["benefits"] = own
    return {"jurisdiction": document["jurisdiction"], **part} if part else {}


def _fact_file(document: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    own = [raw for raw in document["facts"] if raw["id"] in names]
    contradictions = [raw for raw in document.get("contradictions", ()) if set(facts_read(raw["test"])) <= set(names)]
    if not own and not contradictions:
        return {}
    return {"facts": own, "contradictions": contradictions}


def _trim(found: dict[str, dict[str, Any]], wanted: Wanted) -> dict[str, dict[str, Any]]:
    """Keep of sources and jurisdictions only those that the rest of the slice names."""
    cited = {item["source"] for item in _citations(found)}
    sources = {raw["id"]: raw for document in found.values() for raw in document.get("sources", ())}
    while more := {old["source"] for name in cited for old in sources[name].get("supersedes", ())} - cited:
        cited |= more
    places = {*wanted.chain, *(document["jurisdiction"] for document in found.values() if "jurisdiction" in document)}
    parents = {raw["code"]: raw.get("parent") for doc in found.values() for raw in doc.get("jurisdictions", ())}
    while above := {parent for place in places if (parent := parents[place])} - places:
        places |= above
    for path, document in list(found.items()):
        if "sources" in document:
            kept = [raw for raw in document["sources"] if raw["id"] in cited]
            # The shared file must exist; a jurisdiction's own need not.
            if kept or path == "rules/sources.yaml":
                found[path] = {"sources": kept}
            else:
                del found[path]
        elif "jurisdictions" in document:
            found[path] = {"jurisdictions": [raw for raw in document["jurisdictions"] if raw["code"] in places]}
    return found


def _citations(found: Mapping[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for document in found.values():
        if "jurisdiction" in document:
            yield from (value for key, value in _operations(document) if key == "cite")
