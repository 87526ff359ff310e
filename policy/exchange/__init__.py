"""Exchange with other systems: OpenFisca tests in, public-service RDF and DMN decision tables out."""

from policy.exchange._cpsv import cpsv_graph, cpsv_json_ld, cpsv_turtle, rule_expressions
from policy.exchange._dmn import dmn_document
from policy.exchange._mapping import OpenFiscaMapping, read_mapping
from policy.exchange._openfisca import CaseResult, OpenFiscaReport, run_openfisca_tests

__all__ = [
    "CaseResult",
    "OpenFiscaMapping",
    "OpenFiscaReport",
    "cpsv_graph",
    "cpsv_json_ld",
    "cpsv_turtle",
    "dmn_document",
    "read_mapping",
    "rule_expressions",
    "run_openfisca_tests",
]
