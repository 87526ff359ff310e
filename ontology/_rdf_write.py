"""Writing records as N-Triples, Turtle and JSON-LD, one after the other, so a graph of any size needs little memory."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, TextIO

import orjson

from ontology._rdf_facts import each_once
from ontology._rdf_terms import (
    ADDRESS,
    EDGE_PREDICATES,
    FIELDS,
    LABEL,
    NS,
    OBJECT,
    PLAIN,
    PREDICATE,
    PREFIXES,
    SINGLE,
    SUBJECT,
    TYPE,
    XSD,
    Fact,
    Form,
)  # fmt: skip
from ontology.records import Edge, Node

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile('["\\\\\x00-\x1f\x7f]')
_LOCAL_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
#: Where a dump looks for the meaning of its keys: beside itself.
CONTEXT_FILE = "context.jsonld"


def write_ntriples(records: Iterable[Node | Edge], stream: TextIO) -> int:
    """Write records as N-Triples, one triple a line; returns the number of lines.

    This is the form to import again (`read_rdf` reads it line by line), to sort, to compare and to load elsewhere.
    """
    count = 0
    for found in each_once(records):
        lines = [f"<{subject}> <{name}> {_full(value, tag)} .\n" for subject, name, value, tag in found]
        stream.write("".join(lines))
        count += len(lines)
    return count


def write_turtle(records: Iterable[Node | Edge], stream: TextIO) -> int:
    """Write records as Turtle with prefixes, a paragraph for each subject; returns the number of triples."""
    stream.writelines(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    count = 0
    for found in each_once(records):
        for subject, group in _subjects(found):
            stated = [f"{_name(name)} {_short(name, value, tag)}" for _, name, value, tag in group]
            paragraph = " ;\n    ".join(stated)
            stream.write(f"\n<{subject}> {paragraph} .\n")
            count += len(stated)
    return count


def write_jsonld(records: Iterable[Node | Edge], stream: TextIO) -> int:
    """Write records as one JSON-LD document that names `context.jsonld` beside it; returns the number of triples."""
    stream.write(f'{{"@context": "{CONTEXT_FILE}", "@graph": [')
    count, comma = 0, "\n"
    for found in each_once(records):
        for subject, group in _subjects(found):
            stream.write(comma + orjson.dumps(_json_node(subject, group)).decode())
            count, comma = count + len(group), ",\n"
    stream.write("\n]}\n")
    return count


def context() -> dict[str, Any]:
    """The JSON-LD context; the packaged `context.jsonld` is this, written down (a test compares the two)."""
    terms: dict[str, Any] = {"@version": 1.1, "@vocab": NS, **PREFIXES}
    for name in (SUBJECT, PREDICATE, OBJECT, *sorted(EDGE_PREDICATES)):
        terms[_key(name)] = {"@id": _name(name), "@type": "@id"}
    terms["name"] = {"@id": "rdfs:label"}
    for field in sorted({field for kind in FIELDS.values() for field in kind}, key=lambda field: field.predicate):
        terms[_key(field.predicate)] = {"@id": _name(field.predicate), **_reading(field.predicate, field.form)}
    terms["identifier"] = {"@id": "dcterms:identifier"}
    for name in ("value", "lowest", "highest"):
        terms[name] = {"@id": f"pl:{name}", "@type": "xsd:double"}
    return {"@context": terms}


def _reading(predicate: str, form: Form) -> dict[str, str]:
    """How a context reads the values of a property."""
    if form in {Form.TEXT_PER_LANGUAGE, Form.TEXTS_PER_LANGUAGE}:
        return {"@container": "@language"}
    if form in {Form.SCHEME, Form.NODE, Form.PROFILE, Form.FIGURES}:
        return {"@type": "@id"}
    if form in {Form.NUMBER, Form.DAY} and predicate not in _OF_TWO_TYPES:
        return {"@type": f"xsd:{SINGLE[form].removeprefix(XSD)}"}
    return {}


def _of_two_types() -> frozenset[str]:
    """Properties that are a whole number for one record type and a number for another (pl:level)."""
    tags: dict[str, set[str]] = {}
    for kind in FIELDS.values():
        for field in kind:
            tags.setdefault(field.predicate, set()).add(SINGLE.get(field.form, ADDRESS))
    return frozenset(predicate for predicate, kinds in tags.items() if len(kinds) > 1)


_OF_TWO_TYPES = _of_two_types()


def _subjects(found: list[Fact]) -> Iterator[tuple[str, list[Fact]]]:
    for subject, group in groupby(found, key=itemgetter(0)):
        yield subject, list(group)


def _escape(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", text)


def _full(value: str, tag: str) -> str:
    if tag == ADDRESS:
        return f"<{value}>"
    if tag[0] != "@":
        # A number, a day, a truth value: nothing in it to escape.
        return f'"{value}"^^<{tag}>'
    text = _escape(value)
    return f'"{text}"' if tag == PLAIN else f'"{text}"{tag}'


@lru_cache(maxsize=4096)
def _name(iri: str) -> str:
    """A term with its prefix, where it has one."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"


def _short(predicate: str, value: str, tag: str) -> str:
    if tag == ADDRESS:
        return _name(value) if predicate in {TYPE, PREDICATE} else f"<{value}>"
    if tag[0] == "@":
        return _full(value, tag)
    return f'"{value}"^^xsd:{tag.removeprefix(XSD)}'


@lru_cache(maxsize=1024)
def _key(predicate: str) -> str:
    """The key of a property in JSON-LD: its local name."""
    return _name(predicate).rpartition(":")[2]


def _json_node(subject: str, group: list[Fact]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": subject}
    for _, name, value, tag in group:
        if name == TYPE:
            _add(node, "@type", _name(value).removeprefix("pl:"))
        elif tag[:1] == "@" and tag != PLAIN:
            _add(node.setdefault(_key(name), {}), tag[1:], value)
        elif name == LABEL:
            _add(node, "name", value)
        else:
            _add(node, _key(name), _json_value(name, value, tag))
    return node


def _json_value(predicate: str, value: str, tag: str) -> object:
    if tag == XSD + "boolean":
        return value == "true"
    if tag == XSD + "integer":
        return int(value)
    if tag == XSD + "double":
        return {"@value": value, "@type": "xsd:double"} if predicate in _OF_TWO_TYPES else float(value)
    return value


def _add(node: dict[str, Any], key: str, value: object) -> None:
    """One value stands alone, several in a list."""
    if key not in node:
        node[key] = value
    elif isinstance(node[key], list):
        node[key].append(value)
    else:
        node[key] = [node[key], value]
