"""How ids, fields and edges are called in RDF; writers and the reader share this one table, made from the records.

Stable addresses: terms under https://w3id.org/pathloom/ns#, things that have no web address of their own under
https://w3id.org/pathloom/id/. No RDF library is needed here: names are plain text.
"""

import re
import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum, StrEnum
from functools import lru_cache
from types import NoneType
from typing import get_type_hints
from urllib.parse import quote, unquote

from ontology.errors import ShapeError
from ontology.records import EDGE_TYPES, NODE_TYPES, Concept, Edge, Figure, Matches, Record
from ontology.vocabulary import MatchKind, Scheme

NS = "https://w3id.org/pathloom/ns#"
ID = "https://w3id.org/pathloom/id/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"
#: Prefixes of every Turtle file and of the JSON-LD context.
PREFIXES = {"pl": NS, "dcterms": DCTERMS, "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "xsd": XSD}

#: Tags of a value: it is an address, a text without language; else `@zh` and the like, or the datatype's address.
ADDRESS, PLAIN = "", "@"

#: (subject, predicate, value, tag of the value)
Fact = tuple[str, str, str, str]

TYPE, LABEL = RDF + "type", RDFS + "label"
IDENTIFIER, PREF_LABEL = DCTERMS + "identifier", SKOS + "prefLabel"
SUBJECT, PREDICATE, OBJECT = RDF + "subject", RDF + "predicate", RDF + "object"
#: In which order the values of a field stood, where that is not their alphabetical order: `tasks 2 0 1`.
ORDER = NS + "order"

_MATCH = {
    MatchKind.EXACT: SKOS + "exactMatch",
    MatchKind.CLOSE: SKOS + "closeMatch",
    MatchKind.BROAD: SKOS + "broadMatch",
    MatchKind.NARROW: SKOS + "narrowMatch",
}
# Fields whose property is a well-known one; all others are pl:camelCase.
_PROPERTY = {
    "alt_labels": SKOS + "altLabel",
    "descriptions": SKOS + "definition",
    "licence": DCTERMS + "license",
    "notation": SKOS + "notation",
    "scheme": SKOS + "inScheme",
    "source": DCTERMS + "source",
}
# Fields that name another node.
_REFERENCES = frozenset({"region"})
_NOT_IN_IRI = re.compile('[\x00-\x20<>"{}|^`\\\\]')


class Form(Enum):
    """What a field's values are in RDF."""

    TEXT = "text"
    WORD = "word of a closed vocabulary"
    WHOLE = "whole number"
    NUMBER = "number"
    TRUTH = "true or false"
    DAY = "day"
    SCHEME = "address of a concept scheme"
    NODE = "address of a node"
    TEXT_PER_LANGUAGE = "text per language"
    TEXTS_PER_LANGUAGE = "texts per language"
    TEXTS = "texts"
    PROFILE = "named numbers"
    FIGURES = "figures"


#: Forms with one value at most.
SINGLE: dict[Form, str] = {
    Form.TEXT: PLAIN,
    Form.WORD: PLAIN,
    Form.WHOLE: XSD + "integer",
    Form.NUMBER: XSD + "double",
    Form.TRUTH: XSD + "boolean",
    Form.DAY: XSD + "date",
    Form.SCHEME: ADDRESS,
    Form.NODE: ADDRESS,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record type in RDF.

    Attributes:
        optional: None is allowed.
        words: the closed vocabulary of a WORD.
    """

    name: str
    predicate: str
    form: Form
    optional: bool
    words: type[StrEnum] | None = None


def camel(name: str) -> str:
    """The local name of a field's property.

    >>> camel("median_wage_per_month")
    'medianWagePerMonth'
    """
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _field(name: str, hint: object) -> Field:
    predicate = _PROPERTY.get(name) or NS + camel(name)
    options = typing.get_args(hint)
    optional = NoneType in options
    kind = next(option for option in options if option is not NoneType) if optional else hint
    if name in _REFERENCES:
        return Field(name, predicate, Form.NODE, optional)
    if kind is Scheme:
        return Field(name, predicate, Form.SCHEME, optional)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Field(name, predicate, Form.WORD, optional, kind)
    simple = {str: Form.TEXT, bool: Form.TRUTH, int: Form.WHOLE, float: Form.NUMBER, date: Form.DAY}
    if isinstance(kind, type) and kind in simple:
        return Field(name, predicate, simple[kind], optional)
    nested = {
        Mapping[str, str]: Form.TEXT_PER_LANGUAGE,
        Mapping[str, tuple[str, ...]]: Form.TEXTS_PER_LANGUAGE,
        Mapping[str, float]: Form.PROFILE,
        tuple[str, ...]: Form.TEXTS,
        tuple[Figure, ...]: Form.FIGURES,
    }
    for shape, form in nested.items():
        if kind == shape:
            return Field(name, predicate, form, optional)
    raise ShapeError(f"The field {name} has a type that has no form in RDF: {hint}.", hint="Give it one here.")


def _fields(record_type: type[Record]) -> tuple[Field, ...]:
    hints = get_type_hints(record_type)
    left_out = {"id", "from_id", "to_id"}
    made = [_field(field.name, hints[field.name]) for field in fields(record_type) if field.name not in left_out]
    return tuple(_labels(field, record_type) if field.name == "labels" else field for field in made)


def _labels(field: Field, record_type: type[Record]) -> Field:
    predicate = PREF_LABEL if issubclass(record_type, Concept) else LABEL
    return Field(field.name, predicate, field.form, field.optional)


#: Every field of every record type but its ids, in the order of the record.
FIELDS: dict[type[Record], tuple[Field, ...]] = {kind: _fields(kind) for kind in (*NODE_TYPES, *EDGE_TYPES)}
#: Class address -> record type.
CLASSES: dict[str, type[Record]] = {NS + kind.__name__: kind for kind in FIELDS}


_DIRECT = {
    kind: SKOS + "broader" if kind.TYPE == "BROADER" else NS + camel(kind.TYPE.lower())
    for kind in EDGE_TYPES
    if kind is not Matches
}
#: All direct properties of edges.
EDGE_PREDICATES = frozenset({*_MATCH.values(), *_DIRECT.values()})


def edge_predicate(edge: Edge) -> str:
    """The direct property of an edge: a SKOS mapping, skos:broader, else pl:camelCase of its type."""
    return _MATCH[edge.kind] if isinstance(edge, Matches) else _DIRECT[type(edge)]


@lru_cache(maxsize=1 << 16)
def address(node_id: str) -> str:
    """The address of an id.

    Raises:
        ShapeError: a web address with characters that none may have; it could not be read back.

    >>> address("onet:15-1252.00")
    'https://w3id.org/pathloom/id/onet/15-1252.00'
    """
    if node_id.startswith(("http://", "https://")):
        if _NOT_IN_IRI.search(node_id) or node_id.startswith(ID):
            raise ShapeError(f"{node_id!r} cannot stand as an address in RDF.", hint="Correct the id at its source.")
        return node_id
    scheme, colon, rest = node_id.partition(":")
    if not colon:
        raise ShapeError(f"{node_id!r} is no id of a node: it has no scheme.", hint="Ids look like csco:4-02-07-10.")
    return f"{ID}{quote(scheme, safe='')}/{quote(rest, safe='/-._~')}"


@lru_cache(maxsize=1 << 16)
def id_of(iri: str) -> str:
    """The id of an address; the reverse of `address`.

    >>> id_of("https://w3id.org/pathloom/id/onet/15-1252.00")
    'onet:15-1252.00'
    """
    if not iri.startswith(ID):
        return iri
    scheme, _, rest = iri.removeprefix(ID).partition("/")
    return f"{unquote(scheme)}:{unquote(rest)}"
