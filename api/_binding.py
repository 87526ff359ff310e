"""Ties the SDL to Python: every field has a resolver or an attribute of its backing class, and nothing is left over."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from importlib import resources
from keyword import iskeyword
from operator import attrgetter
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    build_schema,
    get_directive_values,
)

from api.errors import SchemaBindingError

#: (source, info, **arguments) -> value. graphql-core's own types are `Any` at this border.
Resolver = Callable[..., Any]


def read_sdl() -> str:
    """The contract as text."""
    return resources.files("api").joinpath("schema.graphql").read_text("utf-8")


def snake(name: str) -> str:
    """The Python name of a GraphQL name.

    >>> snake("amountPerMonth")
    'amount_per_month'
    """
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def bind(
    sdl: str,
    *,
    backing: Mapping[str, type],
    resolvers: Mapping[str, Resolver],
    scalars: Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]],
    enums: Mapping[str, Mapping[str, object]],
    type_of: Callable[[Any], str],
) -> GraphQLSchema:
    """Make an executable schema.

    Args:
        backing: type name -> class whose attributes (in snake_case) answer the fields without a resolver.
        resolvers: `Type.field` -> resolver.
        scalars: name -> (serialise, parse).
        enums: name -> word -> Python value; an enum that is not listed keeps its words.
        type_of: type name of a value behind an interface.
    Raises:
        SchemaBindingError: something in the SDL has no counterpart here, or the other way round.
    """
    schema = build_schema(sdl)
    unused = set(resolvers)
    for name, kind in schema.type_map.items():
        if name.startswith("__"):
            continue
        if isinstance(kind, GraphQLObjectType):
            unused -= _bind_object(schema, kind, backing.get(name), resolvers)
        elif isinstance(kind, GraphQLInputObjectType):
            for field_name, field in kind.fields.items():
                field.out_name = snake(field_name)
        elif isinstance(kind, GraphQLInterfaceType):
            kind.resolve_type = lambda value, *_: type_of(value)
        elif isinstance(kind, GraphQLEnumType):
            _bind_enum(kind, enums.get(name))
        elif isinstance(kind, GraphQLScalarType) and name in scalars:
            kind.coerce_output_value, kind.coerce_input_value = scalars[name]
    spare = unused | {name for name in (*backing, *scalars, *enums) if name not in schema.type_map}
    if spare:
        raise SchemaBindingError(
            f"The schema has nothing to bind these to: {', '.join(sorted(spare))}.",
            hint="Add them to api/schema.graphql, or delete them here.",
        )
    return schema


def _bind_object(
    schema: GraphQLSchema, kind: GraphQLObjectType, cls: type | None, resolvers: Mapping[str, Resolver]
) -> set[str]:
    used = set()
    cost = _directive(schema, "cost")
    for field_name, field in kind.fields.items():
        path = f"{kind.name}.{field_name}"
        attribute = snake(field_name)
        if path in resolvers:
            field.resolve = resolvers[path]
            used.add(path)
        elif cls is not None and _has(cls, attribute):
            field.resolve = _reader(attribute)
        else:
            raise SchemaBindingError(
                f"{path} is in the schema, but nothing answers it.",
                hint=f"Write a resolver, or give {cls.__name__ if cls else 'a class'} the attribute {attribute}.",
            )
        for argument_name, argument in field.args.items():
            name = snake(argument_name)
            argument.out_name = f"{name}_" if iskeyword(name) else name
        given = get_directive_values(cost, field.ast_node) if field.ast_node else None
        if given:
            field.extensions["cost"] = (given["weight"], given["size"])
    return used


def _directive(schema: GraphQLSchema, name: str) -> Any:
    directive = schema.get_directive(name)
    if directive is None:
        raise SchemaBindingError(f"The schema does not define @{name}.", hint="Define it in api/schema.graphql.")
    return directive


def _bind_enum(kind: GraphQLEnumType, values: Mapping[str, object] | None) -> None:
    if values is None:
        return
    if set(values) != set(kind.values):
        raise SchemaBindingError(
            f"The words of {kind.name} differ: {sorted(set(values) ^ set(kind.values))}.",
            hint="Make the SDL and the vocabulary the same.",
        )
    for word, value in values.items():
        kind.values[word].value = value
    kind.__dict__.pop("_value_lookup", None)


def _has(cls: type, attribute: str) -> bool:
    if is_dataclass(cls) and attribute in {field.name for field in fields(cls)}:
        return True
    return isinstance(getattr(cls, attribute, None), property)


def _reader(attribute: str) -> Resolver:
    read = attrgetter(attribute)
    return lambda source, _info: read(source)
