"""Records survive the way to a row and back unchanged, and what does not fit is refused by name."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from graph._codec import codec_of
from graph._schema import Kind, edge_shapes, node_shapes, shape_of
from graph.errors import RecordError
from ontology.records import EDGE_TYPES, NODE_TYPES, Edge, Figure, Node, Occupation, Record, Requires

from .samples import occupation, one_edge_of_each_type, one_node_of_each_type, requires

EVERY_RECORD: list[Record] = [*one_node_of_each_type(), *one_edge_of_each_type()]


def test_samples_cover_every_record_type() -> None:
    assert {type(record) for record in EVERY_RECORD} == {*NODE_TYPES, *EDGE_TYPES}


@pytest.mark.parametrize("record", EVERY_RECORD, ids=lambda record: type(record).__name__)
def test_record_round_trips_exactly(record: Any) -> None:
    codec = codec_of(type(record))

    again = codec.decode(codec.identity(record), codec.encode(record))

    assert again == record
    assert repr(again) == repr(record)


def test_shape_maps_types_to_kinds() -> None:
    kinds = {column.name: column.kind for column in shape_of(Occupation).columns}

    assert "id" not in kinds
    assert kinds["isco_code"] is kinds["scheme"] is Kind.TEXT
    assert kinds["job_zone"] is Kind.INTEGER
    assert kinds["confidence"] is Kind.REAL
    assert kinds["flexible"] is Kind.BOOLEAN
    assert kinds["valid_from"] is Kind.DATE
    assert kinds["labels"] is kinds["tasks"] is kinds["figures"] is Kind.JSON


def test_shapes_name_every_label_and_type() -> None:
    assert [shape.name for shape in node_shapes()][:2] == ["Occupation", "OccupationGroup"]
    assert [shape.name for shape in edge_shapes()][:2] == ["REQUIRES", "BROADER"]


@pytest.mark.parametrize("base", [Node, Edge, Record])
def test_shape_of_a_base_class_is_refused(base: type[Record]) -> None:
    with pytest.raises(RecordError, match="no node or edge"):
        shape_of(base)


def test_equal_records_have_equal_rows_whatever_the_order_of_their_labels() -> None:
    one = occupation("a", labels={"en": "A", "zh": "甲"})
    other = occupation("a", labels={"zh": "甲", "en": "A"})

    assert codec_of(Occupation).encode(one) == codec_of(Occupation).encode(other)


@pytest.mark.parametrize(
    ("fields", "named", "reason"),
    [
        ({"labels": {"en": None}}, "labels", "no text"),
        ({"labels": [("en", "A")]}, "labels", "no mapping"),
        ({"tasks": ["a"]}, "tasks", "no tuple"),
        ({"job_zone": 2.0}, "job_zone", "no integer"),
        ({"job_zone": True}, "job_zone", "no integer"),
        ({"job_zone": 2**63}, "job_zone", "64 bits"),
        ({"confidence": float("nan")}, "confidence", "not finite"),
        ({"confidence": "1"}, "confidence", "no number"),
        ({"interests": {"R": float("inf")}}, "interests", "not finite"),
        ({"flexible": 1}, "flexible", "neither True nor False"),
        ({"scheme": "esco"}, "scheme", "no Scheme"),
        ({"valid_from": "2020-01-01"}, "valid_from", "no date"),
        ({"valid_from": datetime(2020, 1, 1, tzinfo=UTC)}, "valid_from", "no date"),
        ({"isco_code": "\ud800"}, "isco_code", "surrogate"),
        ({"source": None}, "source", "no text"),
        ({"figures": ({"name": "n"},)}, "figures", "no Figure"),
    ],
)
def test_encode_refuses_a_value_of_another_type(fields: dict[str, Any], named: str, reason: str) -> None:
    with pytest.raises(RecordError, match=reason) as caught:
        codec_of(Occupation).encode(occupation("a", **fields))

    assert caught.value.details["field"] == named
    assert caught.value.details["id"] == "a"


@pytest.mark.parametrize("ends", [("", "b"), ("a", ""), ("a", None)])
def test_identity_refuses_an_empty_end(ends: Any) -> None:
    with pytest.raises(RecordError, match=r"REQUIRES .* is (empty|no text)"):
        codec_of(Requires).identity(requires(*ends))


def test_figure_keeps_a_whole_number_as_the_float_that_it_equals() -> None:
    figure = Figure(name="n", value=3, unit="u", year=2024, source="s")
    codec = codec_of(Occupation)

    row = codec.encode(occupation("a", figures=(figure,)))

    assert codec.decode(("a",), row).figures == (figure,)


def test_figure_keeps_the_way_that_it_came_and_a_plain_one_is_stored_as_before_there_were_ways() -> None:
    """A store of an older release holds just these five parts of a figure, and must go on being read."""
    plain = Figure(name="n", value=1.0, unit="u", year=2024, source="s")
    mapped = replace(plain, via="soc-2018 > esco (broad)", codes=2, spread=(0.5, 1.5), text="word")
    codec = codec_of(Occupation)
    at = [column.name for column in codec.shape.columns].index("figures")

    row = codec.encode(occupation("a", figures=(plain, mapped)))

    stored = json.loads(str(row[at]))
    assert stored[0] == {"name": "n", "value": 1.0, "unit": "u", "year": 2024, "source": "s"}
    assert codec.decode(("a",), row).figures == (plain, mapped)


def test_negative_zero_becomes_zero_since_not_every_store_has_it() -> None:
    codec = codec_of(Requires)

    row = codec.encode(requires("a", "b", level=-0.0))

    assert repr(codec.decode(("a", "b"), row).level) == "0.0"


def test_decode_takes_the_default_for_a_property_that_an_older_store_lacks() -> None:
    codec = codec_of(Occupation)
    row = dict(zip([column.name for column in codec.shape.columns], codec.encode(occupation("a")), strict=True))

    again = codec.decode(("a",), list((row | {"tasks": None, "confidence": None}).values()))

    assert (again.tasks, again.confidence) == ((), 1.0)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"scheme": "nonsense"}, "scheme"),
        ({"source": None}, "source"),
        ({"labels": "{"}, "labels"),
        ({"labels": "[]"}, "labels"),
        ({"flexible": 2}, "flexible"),
        ({"valid_to": "31.12.2020"}, "valid_to"),
        ({"figures": '[{"name": "n"}]'}, "figures"),
    ],
)
def test_decode_refuses_a_row_that_does_not_fit(fields: dict[str, Any], named: str) -> None:
    codec = codec_of(Occupation)
    row = dict(zip([column.name for column in codec.shape.columns], codec.encode(occupation("a")), strict=True))

    with pytest.raises(RecordError, match="Import its source again") as caught:
        codec.decode(("a",), list((row | fields).values()))

    assert caught.value.details["field"] == named
