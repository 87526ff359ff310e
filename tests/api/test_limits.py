"""What a document is measured at, worked out by hand, and where the limits bite."""

import time

import pytest
from graphql import GraphQLSchema, parse

from api import ApiSettings
from api._binding import bind
from api._documents import Documents, InvalidDocumentError
from api._limits import Measure, admit, admit_cost, measure
from api.errors import QueryTooCostlyError, QueryTooDeepError, QueryTooLargeError

SDL = """
directive @cost(weight: Int! = 1, size: Int! = 1) on FIELD_DEFINITION
type Query {
  leaf: Int
  box: Box @cost(weight: 10)
  boxes: [Box] @cost(size: 5)
  page(first: Int = 20): Box
}
type Box { leaf: Int box: Box }
"""


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    resolvers = {
        f"{kind}.{name}": lambda source, info, **given: None
        for kind, names in (("Query", ("leaf", "box", "boxes", "page")), ("Box", ("leaf", "box")))
        for name in names
    }
    return bind(SDL, backing={}, resolvers=resolvers, scalars={}, enums={}, type_of=lambda value: "")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # depth, fields, aliases, cost
        ("{ leaf }", Measure(1, 1, 0, 1)),
        ("{ a: leaf b: leaf }", Measure(1, 2, 2, 2)),
        # box 10 + its leaf 1
        ("{ box { leaf } }", Measure(2, 2, 0, 11)),
        # boxes 1 + 5 items x (leaf 1)
        ("{ boxes { leaf } }", Measure(2, 2, 0, 6)),
        # page 1 + 7 items x (box 1 + leaf 1)
        ("{ page(first: 7) { box { leaf } } }", Measure(3, 3, 0, 15)),
        # without `first`, the default of 20
        ("{ page { leaf } }", Measure(2, 2, 0, 21)),
        # an unknown field costs 1 and is left to validation
        ("{ nonsense { more } }", Measure(2, 2, 0, 2)),
        # the fragment is counted at each spread: 2 x (10 + 1)
        ("{ ...F x: box { leaf } } fragment F on Query { box { leaf } }", Measure(2, 4, 1, 22)),
        ("{ ... on Query { leaf } }", Measure(1, 1, 0, 1)),
        # introspection is exempt from our depth
        ("{ __schema { types { fields { name } } } }", Measure(1, 4, 0, 1)),
    ],
)
def test_measure_matches_the_sum_by_hand(schema: GraphQLSchema, query: str, expected: Measure) -> None:
    assert measure(schema, parse(query), {}) == expected


@pytest.mark.parametrize(("given", "cost"), [({"n": 3}, 4), ({"n": 1000}, 101), ({"n": "x"}, 101), ({}, 101)])
def test_measure_reads_a_page_size_from_variables(schema: GraphQLSchema, given: dict[str, object], cost: int) -> None:
    query = parse("query Q($n: Int) { page(first: $n) { leaf } }")

    assert measure(schema, query, given).cost == cost


def test_measure_survives_circular_fragments(schema: GraphQLSchema) -> None:
    assert measure(schema, parse("{ ...A } fragment A on Query { leaf ...A }"), {}).fields == 1


def test_measure_is_linear_in_doubled_fragments(schema: GraphQLSchema) -> None:
    """Eighteen fragments, each spreading the next twice: 2^18 fields after spreading, seen at once."""
    parts = [f"fragment F{place} on Query {{ ...F{place + 1} ...F{place + 1} }}" for place in range(18)]
    query = parse("{ ...F0 } " + " ".join(parts) + " fragment F18 on Query { leaf }")

    began = time.perf_counter()
    size = measure(schema, query, {})

    assert size.fields == 2**18
    assert time.perf_counter() - began < 0.05


@pytest.mark.parametrize(("depth", "refused"), [(11, False), (12, False), (13, True)])
def test_admit_bounds_depth(schema: GraphQLSchema, depth: int, refused: bool) -> None:
    query = parse("{ " + "box { " * (depth - 1) + "leaf" + " }" * depth)
    size = measure(schema, query, {})

    if refused:
        with pytest.raises(QueryTooDeepError, match="13 fields deep; at most 12"):
            admit(query, size, ApiSettings())
    else:
        admit(query, size, ApiSettings())


@pytest.mark.parametrize(
    ("what", "query"),
    [
        ("fields", "{ " + "box { leaf } " * 201 + "}"),
        ("aliases", "{ " + " ".join(f"a{place}: leaf" for place in range(31)) + " }"),
        ("repeats of one field", "{ " + "leaf " * 11 + "}"),
        ("directives", "{ leaf " + "@skip(if: false) " * 21 + "}"),
        ("variables", "query Q(" + " ".join(f"$v{place}: Int" for place in range(21)) + ") { leaf }"),
        ("fragments", "{ leaf } " + " ".join(f"fragment F{place} on Query {{ leaf }}" for place in range(21))),
    ],
)
def test_admit_bounds_size(schema: GraphQLSchema, what: str, query: str) -> None:
    document = parse(query)

    with pytest.raises(QueryTooLargeError, match=what):
        admit(document, measure(schema, document, {}), ApiSettings())


def test_admit_cost_is_inclusive() -> None:
    admit_cost(Measure(cost=100), ApiSettings(max_cost=100))
    with pytest.raises(QueryTooCostlyError, match="costs 101 points; at most 100"):
        admit_cost(Measure(cost=101), ApiSettings(max_cost=100))


def test_documents_keep_what_passed_and_forget_the_oldest(schema: GraphQLSchema) -> None:
    documents = Documents(schema, ApiSettings(document_cache=2))

    first = documents.check("{ leaf }", {})
    documents.check("{ a: leaf }", {})
    assert documents.check("{ leaf }", {}) is first
    documents.check("{ b: leaf }", {})

    assert (documents.hits, documents.misses) == (1, 3)
    assert documents.check("{ leaf }", {}) is first


def test_documents_judge_the_cost_with_each_request_variables(schema: GraphQLSchema) -> None:
    documents = Documents(schema, ApiSettings(max_cost=50))
    query = "query Q($n: Int) { page(first: $n) { leaf } }"

    documents.check(query, {"n": 40})

    with pytest.raises(QueryTooCostlyError):
        documents.check(query, {"n": 60})


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ leaf ", "GRAPHQL_PARSE_FAILED"),
        ("{ nonsense }", "GRAPHQL_VALIDATION_FAILED"),
        # 2,002 tokens, one limit below
        ("{ leaf " * 1001, "GRAPHQL_PARSE_FAILED"),
    ],
)  # fmt: skip
def test_documents_refuse_with_a_code(schema: GraphQLSchema, query: str, code: str) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        Documents(schema, ApiSettings()).check(query, {})

    assert caught.value.code == code


def test_documents_give_no_suggestions(schema: GraphQLSchema) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        Documents(schema, ApiSettings()).check("{ leav }", {})

    assert "leaf" not in caught.value.errors[0].message


def test_introspection_can_be_switched_off(schema: GraphQLSchema) -> None:
    with pytest.raises(InvalidDocumentError):
        Documents(schema, ApiSettings(introspection=False)).check("{ __schema { types { name } } }", {})
