"""The rule base as nodes and edges."""

import json

from ontology.records import Benefit, Cites, Edge, HasProvision, Node, Provision, Targets
from policy import load_rule_base, to_records


def test_every_edge_but_the_region_ends_at_a_node() -> None:
    records = list(to_records(load_rule_base()))

    ids = {record.id for record in records if isinstance(record, Node)}
    edges = [record for record in records if isinstance(record, Edge)]
    assert {edge.from_id for edge in edges} <= ids
    assert {edge.to_id for edge in edges if not isinstance(edge, Targets)} <= ids


def test_every_provision_has_a_benefit_a_citation_and_its_logic() -> None:
    records = list(to_records(load_rule_base()))

    provisions = [record for record in records if isinstance(record, Provision)]
    assert {edge.to_id for edge in records if isinstance(edge, HasProvision)} == {row.id for row in provisions}
    assert {row.id for row in provisions} <= {edge.from_id for edge in records if isinstance(edge, Cites)}
    eligibility = json.loads(next(row.ast for row in provisions if row.kind == "eligibility"))
    assert eligibility["conditions"][0]["test"]
    assert len({record.id for record in records if isinstance(record, Benefit)}) >= 8
