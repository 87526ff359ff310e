"""The SDL is the contract: bound completely, described completely, and not broken by accident."""

from pathlib import Path

import pytest
from graphql import (
    BreakingChangeType,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
    print_schema,
)

from api._binding import bind, read_sdl, snake
from api._schema import make_schema
from api.errors import SchemaBindingError

#: The contract as it was released last; a change here is a change of the public interface.
RELEASED = Path(__file__).with_name("released_schema.graphql")


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return make_schema()


def tie(sdl: str, **changes: object) -> GraphQLSchema:
    parts: dict[str, object] = {"backing": {}, "resolvers": {}, "scalars": {}, "enums": {}}
    cost = "directive @cost(weight: Int! = 1, size: Int! = 1) on FIELD_DEFINITION\n"
    return bind(cost + sdl, type_of=lambda value: "", **(parts | changes))  # type: ignore[arg-type]


def test_binding_refuses_a_field_without_resolver() -> None:
    with pytest.raises(SchemaBindingError, match=r"Query\.answer is in the schema, but nothing answers it"):
        tie("type Query { answer: Int }")


def test_binding_refuses_a_resolver_without_field() -> None:
    resolvers = {"Query.answer": lambda source, info: 42, "Query.question": lambda source, info: "?"}

    with pytest.raises(SchemaBindingError, match=r"nothing to bind these to: Query\.question"):
        tie("type Query { answer: Int }", resolvers=resolvers)


def test_binding_refuses_an_attribute_that_the_class_lacks() -> None:
    with pytest.raises(SchemaBindingError, match="give Path the attribute answer"):
        tie("type Query { answer: Int }", backing={"Query": Path})


def test_binding_refuses_an_enum_with_other_words() -> None:
    sdl = "enum Colour { RED BLUE } type Query { answer: Colour }"

    with pytest.raises(SchemaBindingError, match="BLUE"):
        tie(sdl, resolvers={"Query.answer": lambda source, info: 1}, enums={"Colour": {"RED": 1}})


def test_snake_splits_words() -> None:
    assert snake("hasNextPage") == "has_next_page"


def test_schema_has_every_query_of_the_issue(schema: GraphQLSchema) -> None:
    assert schema.query_type is not None
    assert set(schema.query_type.fields) >= {
        "occupation", "occupations", "skill", "skills", "search", "parseResume", "careerPaths", "transition", "match",
        "benefit", "benefits", "benefitRoutes", "fundedPlan", "statistics", "node",
    }  # fmt: skip


def test_schema_describes_everything(schema: GraphQLSchema) -> None:
    bare = []
    for name, kind in schema.type_map.items():
        if name.startswith("__") or not isinstance(
            kind, GraphQLObjectType | GraphQLInputObjectType | GraphQLInterfaceType | GraphQLEnumType
        ):
            continue
        bare += [] if kind.description else [name]
        if isinstance(kind, GraphQLEnumType):
            bare += [f"{name}.{word}" for word, value in kind.values.items() if not value.description]
            continue
        for field_name, field in kind.fields.items():
            # `id` of a node is described by the interface.
            if not field.description and field_name != "id":
                bare.append(f"{name}.{field_name}")
            bare += [
                f"{name}.{field_name}({one})" for one, arg in getattr(field, "args", {}).items() if not arg.description
            ]

    assert bare == []


def test_schema_breaks_nothing_that_was_released() -> None:
    released = build_schema(RELEASED.read_text("utf-8"))

    assert find_breaking_changes(released, build_schema(read_sdl())) == []


def test_schema_is_the_released_one() -> None:
    """A wanted difference is written to the file, and read in review."""
    now = print_schema(build_schema(read_sdl()))

    assert now == RELEASED.read_text("utf-8"), (
        "Write print_schema(build_schema(read_sdl())) to released_schema.graphql."
    )


def test_breaking_change_check_sees_a_removed_field() -> None:
    before = build_schema("type Query { a: Int b: Int }")

    found = find_breaking_changes(before, build_schema("type Query { a: Int }"))

    assert [change.type for change in found] == [BreakingChangeType.FIELD_REMOVED]
