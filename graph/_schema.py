"""The store's schema, derived from the record classes: one shape per node label and edge type."""

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from enum import Enum, StrEnum
from functools import cache

from graph.errors import RecordError
from ontology.records import EDGE_TYPES, NODE_TYPES, Edge, Record

#: Raised when stores of an older program cannot simply be read with missing columns taken as their defaults.
SCHEMA_VERSION = 1


class Kind(StrEnum):
    """How a property is stored: dates as ISO 8601 text, nested values as canonical JSON text."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    DATE = "date"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Column:
    """One property.

    Attributes:
        annotation: the field's type, None taken out.
        nullable: whether None is a value of the field.
        default: what a row without the property means; MISSING if the property must be there.
    """

    name: str
    kind: Kind
    annotation: object
    nullable: bool
    default: object


@dataclass(frozen=True, slots=True)
class Shape:
    """One node label or edge type.

    Attributes:
        name: label (class name) or edge type (`TYPE`).
        columns: in field order, without what identifies the record (`id`; `from_id` and `to_id`).
        identity: the fields that identify it, besides an edge's type and source.
    """

    name: str
    record: type[Record]
    identity: tuple[str, ...]
    columns: tuple[Column, ...]


_SHAPES: dict[type[Record], Shape] = {}


def shape_of(record_type: type[Record]) -> Shape:
    """The shape of one record class.

    Raises:
        RecordError: the class is no node or edge of the graph, but for example the base of some.

    >>> [column.name for column in shape_of(EDGE_TYPES[0]).columns][-3:]
    ['essential', 'importance', 'level']
    """
    if record_type not in _SHAPES:
        if record_type not in NODE_TYPES and record_type not in EDGE_TYPES:
            raise RecordError(
                f"{record_type.__name__} is no node or edge of the graph.",
                hint="Use a class of ontology.NODE_TYPES or ontology.EDGE_TYPES.",
                type=record_type.__name__,
            )
        _SHAPES[record_type] = _make_shape(record_type)
    return _SHAPES[record_type]


def _make_shape(record_type: type[Record]) -> Shape:
    identity = ("from_id", "to_id") if issubclass(record_type, Edge) else ("id",)
    hints = typing.get_type_hints(record_type)
    columns = tuple(_column(field, hints[field.name]) for field in fields(record_type) if field.name not in identity)
    name = record_type.TYPE if issubclass(record_type, Edge) else record_type.__name__
    return Shape(name, record_type, identity, columns)


@cache
def node_shapes() -> tuple[Shape, ...]:
    """All node labels."""
    return tuple(shape_of(node_type) for node_type in NODE_TYPES)


@cache
def edge_shapes() -> tuple[Shape, ...]:
    """All edge types."""
    return tuple(shape_of(edge_type) for edge_type in EDGE_TYPES)


def _column(field: "Field[object]", hint: object) -> Column:
    nullable = False
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        hint, nullable = _without_none(hint)
    default = field.default
    if field.default_factory is not MISSING:
        default = field.default_factory()
    if default is MISSING and nullable:
        default = None
    return Column(field.name, _kind(hint), hint, nullable, default)


def _without_none(hint: object) -> tuple[object, bool]:
    rest = [part for part in typing.get_args(hint) if part is not type(None)]
    if len(rest) != 1:
        raise TypeError(f"{hint} is no type that a store can hold: use one type, or one type and None.")
    return rest[0], True


_KINDS: Mapping[object, Kind] = {
    str: Kind.TEXT,
    bool: Kind.BOOLEAN,
    int: Kind.INTEGER,
    float: Kind.REAL,
    date: Kind.DATE,
}


def _kind(hint: object) -> Kind:
    if hint in _KINDS:
        return _KINDS[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Kind.TEXT
    return Kind.JSON
