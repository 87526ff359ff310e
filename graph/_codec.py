"""Records to rows and back: strict both ways, and exact, so that what is read equals what was put.

A row is a tuple of text, integers, floats, booleans and None in the order of its shape's columns. Nested values
(labels, figures, ...) are one JSON text with sorted keys, so that equal records have equal rows.
"""

import math
import sys
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeVar

import orjson

from graph._schema import Column, Kind, Shape, shape_of
from graph.errors import RecordError
from ontology.records import Record

Scalar = str | int | float | bool | None
_Convert = Callable[[typing.Any], typing.Any]
_R = TypeVar("_R", bound=Record)

_INT64 = range(-(2**63), 2**63)


class _MisfitError(Exception):
    """A value that does not fit its type; carries only the reason, the caller knows record and field."""


class Codec(typing.Generic[_R]):
    """Encoder and decoder of one record class."""

    def __init__(self, record_type: type[_R]) -> None:
        self.shape: Shape = shape_of(record_type)
        self._record_type = record_type
        self._encoders = tuple((column.name, _nullable(_encoder(column), column)) for column in self.shape.columns)
        self._decoders = tuple((column, _decoder(column)) for column in self.shape.columns)

    def identity(self, record: _R) -> tuple[str, ...]:
        """The record's id, or the ids of an edge's ends.

        Raises:
            RecordError: an id is empty or no text.
        """
        identity = tuple(getattr(record, name) for name in self.shape.identity)
        for name, value in zip(self.shape.identity, identity, strict=True):
            try:
                _filled_text(value)
            except _MisfitError as error:
                raise self._misfit(record, name, value, error) from error
        return identity

    def encode(self, record: _R) -> tuple[Scalar, ...]:
        """The record's row, without its identity.

        Raises:
            RecordError: a field holds a value of another type, a number that is not finite, or text that is no
                Unicode.
        """
        row = []
        for name, convert in self._encoders:
            value = getattr(record, name)
            try:
                row.append(convert(value))
            except _MisfitError as error:
                raise self._misfit(record, name, value, error) from error
        return tuple(row)

    def decode(self, identity: Sequence[str], row: Sequence[Scalar]) -> _R:
        """The record of a row.

        Raises:
            RecordError: the row does not fit the record class.
        """
        values: dict[str, object] = dict(zip(self.shape.identity, identity, strict=True))
        for (column, convert), value in zip(self._decoders, row, strict=True):
            try:
                values[column.name] = _absent(column) if value is None else convert(value)
            except (_MisfitError, ValueError, TypeError, KeyError) as error:
                raise RecordError(
                    f"The store's {self.shape.name} {'/'.join(identity)} has {column.name} = {value!r}: {error}.",
                    hint="Import its source again.",
                    type=self.shape.name,
                    id="/".join(identity),
                    field=column.name,
                ) from error
        return self._record_type(**values)  # type: ignore[arg-type]  # each value was decoded by its field's type

    def _misfit(self, record: _R, name: str, value: object, error: Exception) -> RecordError:
        ids = "/".join(str(getattr(record, part)) for part in self.shape.identity)
        return RecordError(
            f"{self.shape.name} {ids} has {name} = {value!r}: {error}.",
            hint="The importer or caller has to give a value of the record's own type.",
            type=self.shape.name,
            id=ids,
            field=name,
        )


_CODECS: dict[type[Record], Codec[typing.Any]] = {}


def codec_of(record_type: type[_R]) -> Codec[_R]:
    """The codec of one record class, made once."""
    codec = _CODECS.get(record_type)
    if codec is None:
        codec = _CODECS[record_type] = Codec(record_type)
    return codec


def _nullable(convert: _Convert, column: Column) -> _Convert:
    if not column.nullable:
        return convert
    return lambda value: None if value is None else convert(value)


def _absent(column: Column) -> object:
    """What None in a row means; in a store written before the field existed it stands for the field's default."""
    if column.nullable:
        return None
    if column.default is MISSING:
        raise _MisfitError("a value is required")
    return column.default


def _encoder(column: Column) -> _Convert:
    if column.kind is Kind.TEXT and column.annotation is not str:
        return _word_encoder(typing.cast("type[StrEnum]", column.annotation))
    if column.kind is Kind.JSON:
        to_plain, _ = _json_codec(column.annotation)
        return lambda value: _dump(to_plain(value))
    return {Kind.TEXT: _text, Kind.INTEGER: _integer, Kind.REAL: _real, Kind.BOOLEAN: _boolean, Kind.DATE: _date}[
        column.kind
    ]


def _decoder(column: Column) -> _Convert:
    if column.kind is Kind.TEXT and column.annotation is not str:
        return typing.cast("type[StrEnum]", column.annotation)
    if column.kind is Kind.JSON:
        _, from_plain = _json_codec(column.annotation)
        return lambda value: from_plain(orjson.loads(value))
    return {
        Kind.TEXT: _text,
        Kind.INTEGER: _integer,
        Kind.REAL: _real,
        Kind.BOOLEAN: _stored_boolean,
        Kind.DATE: date.fromisoformat,
    }[column.kind]


def _word_encoder(vocabulary: type[StrEnum]) -> _Convert:
    def encode(value: object) -> str:
        if type(value) is not vocabulary:
            raise _MisfitError(f"it is no {vocabulary.__name__}")
        return value.value

    return encode


def _text(value: object) -> str:
    if type(value) is not str:
        raise _MisfitError("it is no text")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise _MisfitError("it holds half a surrogate pair, which is no Unicode text") from error
    return value


def _shared_text(value: object) -> str:
    return sys.intern(_text(value))


def _filled_text(value: object) -> str:
    if not _text(value):
        raise _MisfitError("it is empty")
    return str(value)


def _integer(value: object) -> int:
    if type(value) is not int:
        raise _MisfitError("it is no integer")
    if value not in _INT64:
        raise _MisfitError("it does not fit into 64 bits")
    return value


def _real(value: object) -> float:
    if type(value) is not float and type(value) is not int:
        raise _MisfitError("it is no number")
    number = float(value)
    if not math.isfinite(number):
        raise _MisfitError("it is not finite; None says that a number is unknown")
    # SQLite keeps no negative zero; adding zero makes it positive.
    return number + 0.0


def _boolean(value: object) -> bool:
    if type(value) is not bool:
        raise _MisfitError("it is neither True nor False")
    return value


def _stored_boolean(value: object) -> bool:
    if value not in (0, 1):
        raise _MisfitError("it is neither 0 nor 1")
    return bool(value)


def _date(value: object) -> str:
    if type(value) is not date:
        raise _MisfitError("it is no date")
    return value.isoformat()


def _dump(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


@cache
def _json_codec(annotation: object) -> tuple[_Convert, _Convert]:
    """Converters of a nested type to plain JSON values and back."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Mapping and arguments[0] is str:
        return _mapping_codec(*_json_codec(arguments[1]))
    if origin is tuple and arguments[1:] == (...,):
        return _tuple_codec(*_json_codec(arguments[0]))
    if isinstance(annotation, type) and is_dataclass(annotation):
        return _dataclass_codec(annotation)
    simple: Mapping[object, _Convert] = {str: _text, int: _integer, float: _real, bool: _boolean}
    if annotation not in simple:
        raise TypeError(f"{annotation} is no type that a store can hold.")
    return simple[annotation], simple[annotation]


def _mapping_codec(encode: _Convert, decode: _Convert) -> tuple[_Convert, _Convert]:
    def to_plain(value: object) -> dict[str, object]:
        if not isinstance(value, Mapping):
            raise _MisfitError("it is no mapping")
        return {_text(key): encode(part) for key, part in value.items()}

    def from_plain(value: object) -> dict[str, object]:
        if type(value) is not dict:
            raise _MisfitError("it is no JSON object")
        return {key: decode(part) for key, part in value.items()}

    return to_plain, from_plain


def _tuple_codec(encode: _Convert, decode: _Convert) -> tuple[_Convert, _Convert]:
    def to_plain(value: object) -> list[object]:
        if type(value) is not tuple:
            raise _MisfitError("it is no tuple")
        return [encode(part) for part in value]

    def from_plain(value: object) -> tuple[object, ...]:
        if type(value) is not list:
            raise _MisfitError("it is no JSON array")
        return tuple(decode(part) for part in value)

    return to_plain, from_plain


def _dataclass_codec(record_type: type) -> tuple[_Convert, _Convert]:
    """A field that holds its default is not written, so a store of before the field existed reads the same."""
    hints = typing.get_type_hints(record_type)
    parts = {field.name: _json_codec(hints[field.name]) for field in fields(record_type)}
    # Thousands of figures share a few dozen names, units and sources; each text is kept once.
    decoders = {name: _shared_text if hints[name] is str else decode for name, (_, decode) in parts.items()}
    defaults = {field.name: field.default for field in fields(record_type) if field.default is not MISSING}
    required = parts.keys() - defaults.keys()

    def to_plain(value: object) -> dict[str, object]:
        if type(value) is not record_type:
            raise _MisfitError(f"it is no {record_type.__name__}")
        plain: dict[str, object] = {}
        for name, (encode, _) in parts.items():
            encoded, default = encode(given := getattr(value, name)), defaults.get(name, MISSING)
            if default is MISSING or given != default:
                plain[name] = encoded
        return plain

    def from_plain(value: object) -> object:
        if type(value) is not dict or not required <= value.keys() <= parts.keys():
            raise _MisfitError(f"it has not the fields of {record_type.__name__}")
        return record_type(**{name: decoders[name](part) for name, part in value.items()})

    return to_plain, from_plain
