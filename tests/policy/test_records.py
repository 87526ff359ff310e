"""The rule base as graph records."""

import json
from collections import Counter
from datetime import date

import pytest

from ontology import Edge, Node
from ontology.records import Benefit, Cites, HasProvision, Parameter, Provision
from policy import RuleBase, to_records
from policy._expression import Compiler, Vocabulary
from policy._operators import BUILDERS
from policy._records import expression_to_json
from policy._values import Kind


def test_every_benefit_and_row_becomes_a_node(rules: RuleBase) -> None:
    counts = Counter(type(record) for record in to_records(rules))

    assert counts[Benefit] == len(rules.benefits)
    assert counts[Provision] == sum(map(len, rules.provisions.values()))
    assert counts[Parameter] == sum(map(len, rules.rows.values()))


def test_ids_are_unique_and_edges_lead_to_nodes_or_regions(rules: RuleBase) -> None:
    records = list(to_records(rules))
    ids = [record.id for record in records if isinstance(record, Node)]
    ends = [(edge.from_id, edge.to_id) for edge in records if isinstance(edge, Edge)]

    assert len(set(ids)) == len(ids)
    assert len({(edge.TYPE, edge.from_id, edge.to_id) for edge in records if isinstance(edge, Edge)}) == len(ends)
    assert {end for pair in ends for end in pair if not end.startswith("region:")} <= set(ids)


def test_dated_value_keeps_its_validity_and_clause(rules: RuleBase) -> None:
    records = list(to_records(rules))
    node = "parameter:ui_standard_first_year/CN-310000/2025-07-01"

    (value,) = [item for item in records if isinstance(item, Parameter) and item.id == node]
    (cites,) = [item for item in records if isinstance(item, Cites) and item.from_id == node]

    assert (value.value, value.unit, value.confidence) == (2305.0, "CNY/month", 1.0)
    assert (value.valid_from, value.valid_to) == (date(2025, 7, 1), date(2026, 7, 1))
    assert cites.to_id == "law:shanghai-ui-standard-2025"


def test_every_provision_has_a_benefit_a_citation_and_its_logic(rules: RuleBase) -> None:
    records = list(to_records(rules))

    provisions = {record.id for record in records if isinstance(record, Provision)}

    assert {edge.to_id for edge in records if isinstance(edge, HasProvision)} == provisions
    assert provisions <= {edge.from_id for edge in records if isinstance(edge, Cites)}


def test_provision_ast_is_json(rules: RuleBase) -> None:
    for record in to_records(rules):
        if isinstance(record, Provision) and record.kind == "eligibility":
            assert set(json.loads(record.ast)) <= {"all", "any"}


@pytest.mark.parametrize(
    "raw",
    [
        {"and": [{">=": [{"var": "n"}, {"param": "x"}]}, {"is": [{"var": "w"}, "one", "two"]}]},
        {"min": [{"table": ["t", {"var": "n"}]}, {"assume": ["n", 0]}]},
        {"first_of_next_month": [{"first_known": [{"var": "d"}, {"on": []}]}]},
    ],
)
def test_expression_goes_to_json_and_back(raw: object) -> None:
    vocabulary = Vocabulary(
        {"n": (Kind.NUMBER, ()), "w": (Kind.WORD, ("one", "two")), "d": (Kind.DATE, ())},
        {"x": (Kind.NUMBER, "value"), "t": (Kind.NUMBER, "table")},
    )

    assert expression_to_json(Compiler(vocabulary, BUILDERS, where="test").compile(raw)) == raw
