"""Exchange with other systems: OpenFisca tests in, public-service RDF and DMN decision tables out."""

from policy.exchange._cpsv import cpsv_graph, cpsv_json_ld, cpsv_turtle, rule_expressions
from policy.exchange._dmn import dmn_document

__all__ = ["cpsv_graph", "cpsv_json_ld", "cpsv_turtle", "dmn_document", "rule_expressions"]
