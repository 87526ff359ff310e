"""Words and shapes that all rooms share: ids, records, closed vocabularies, values, the base error, importers."""

from importlib import import_module
from typing import TYPE_CHECKING

from ontology.errors import ErrorKind, PathloomError, UnknownIdError
from ontology.profile import (
    EducationStatement,
    ExperienceStatement,
    LocationStatement,
    PostingProfile,
    Profile,
    SkillStatement,
)
from ontology.records import EDGE_TYPES, NODE_TYPES, Edge, Figure, Node
from ontology.values import Contribution, Evidence, Explanation, Money, Months, Period
from ontology.vocabulary import Language, MatchKind, Scheme, SkillKind, Verdict

if TYPE_CHECKING:
    from ontology._classifications import Classification, Code, classification_name, graph_id
    from ontology._code_mapping import (
        CodeList,
        CodeMapping,
        Crosswalk,
        CrosswalkRow,
        Loss,
        MappedCode,
        MappingPath,
        MappingStep,
    )
    from ontology._concordance import Concordance
    from ontology._concordance_sources import read_concordance
    from ontology._crosswalk import read_crosswalk
    from ontology._csco import read_csco
    from ontology._csco_esco import read_csco_esco
    from ontology._curation import Curation, check_curation, read_curation
    from ontology._curation_edges import believed
    from ontology._curation_faults import CurationFault
    from ontology._curation_graph import CurationGraph
    from ontology._esco import read_esco
    from ontology._esco_diff import Release, ReleaseChanges, compare_releases
    from ontology._esco_folder import read_esco_folder
    from ontology._esco_labels import read_esco_labels
    from ontology._esco_successors import Successor, propose_successors, read_successors
    from ontology._figure_mapping import FigureLoss, map_figures
    from ontology._figure_sources import read_figures
    from ontology._figure_terms import figure_sources, figure_terms, unit_labels
    from ontology._general_skills import GeneralSkills, read_general_skills
    from ontology._onet import read_onet
    from ontology._packages import DataPackage, data_packages, fetch_package
    from ontology._rdf import to_rdf
    from ontology._rdf_read import read_rdf
    from ontology._rdf_write import write_jsonld, write_ntriples, write_turtle
    from ontology._reader import ImportReport, Skipped, SourceReader
    from ontology._relations import Relation
    from ontology._starter import StarterSource, read_starter, starter_sources
    from ontology._transfer import Transfer, transfer_requirements
    from ontology._wages import read_wages

__all__ = [
    "EDGE_TYPES",
    "NODE_TYPES",
    "Classification",
    "Code",
    "CodeList",
    "CodeMapping",
    "Concordance",
    "Contribution",
    "Crosswalk",
    "CrosswalkRow",
    "Curation",
    "CurationFault",
    "CurationGraph",
    "DataPackage",
    "Edge",
    "EducationStatement",
    "ErrorKind",
    "Evidence",
    "ExperienceStatement",
    "Explanation",
    "Figure",
    "FigureLoss",
    "GeneralSkills",
    "ImportReport",
    "Language",
    "LocationStatement",
    "Loss",
    "MappedCode",
    "MappingPath",
    "MappingStep",
    "MatchKind",
    "Money",
    "Months",
    "Node",
    "PathloomError",
    "Period",
    "PostingProfile",
    "Profile",
    "Relation",
    "Release",
    "ReleaseChanges",
    "Scheme",
    "SkillKind",
    "SkillStatement",
    "Skipped",
    "SourceReader",
    "StarterSource",
    "Successor",
    "Transfer",
    "UnknownIdError",
    "Verdict",
    "believed",
    "check_curation",
    "classification_name",
    "compare_releases",
    "data_packages",
    "fetch_package",
    "figure_sources",
    "figure_terms",
    "graph_id",
    "map_figures",
    "propose_successors",
    "read_concordance",
    "read_crosswalk",
    "read_csco",
    "read_csco_esco",
    "read_curation",
    "read_esco",
    "read_esco_folder",
    "read_esco_labels",
    "read_figures",
    "read_general_skills",
    "read_onet",
    "read_rdf",
    "read_starter",
    "read_successors",
    "read_wages",
    "starter_sources",
    "to_rdf",
    "transfer_requirements",
    "unit_labels",
    "write_jsonld",
    "write_ntriples",
    "write_turtle",
]

# Importers are loaded when first asked for: most commands need none, and they would slow every start.
_LATER = {
    "Release": "_esco_diff",
    "ReleaseChanges": "_esco_diff",
    "compare_releases": "_esco_diff",
    "read_esco_folder": "_esco_folder",
    "Successor": "_esco_successors",
    "propose_successors": "_esco_successors",
    "read_successors": "_esco_successors",
    "figure_sources": "_figure_terms",
    "figure_terms": "_figure_terms",
    "unit_labels": "_figure_terms",
    "FigureLoss": "_figure_mapping",
    "map_figures": "_figure_mapping",
    "read_figures": "_figure_sources",
    "Classification": "_classifications",
    "Code": "_classifications",
    "classification_name": "_classifications",
    "graph_id": "_classifications",
    "CodeList": "_code_mapping",
    "CodeMapping": "_code_mapping",
    "Concordance": "_concordance",
    "Crosswalk": "_code_mapping",
    "CrosswalkRow": "_code_mapping",
    "Loss": "_code_mapping",
    "MappedCode": "_code_mapping",
    "MappingPath": "_code_mapping",
    "MappingStep": "_code_mapping",
    "read_concordance": "_concordance_sources",
    "read_csco_esco": "_csco_esco",
    "GeneralSkills": "_general_skills",
    "read_general_skills": "_general_skills",
    "Transfer": "_transfer",
    "transfer_requirements": "_transfer",
    "Relation": "_relations",
    "Curation": "_curation",
    "CurationFault": "_curation_faults",
    "CurationGraph": "_curation_graph",
    "believed": "_curation_edges",
    "check_curation": "_curation",
    "read_curation": "_curation",
    "DataPackage": "_packages",
    "ImportReport": "_reader",
    "Skipped": "_reader",
    "SourceReader": "_reader",
    "StarterSource": "_starter",
    "data_packages": "_packages",
    "fetch_package": "_packages",
    "read_crosswalk": "_crosswalk",
    "read_csco": "_csco",
    "read_esco": "_esco",
    "read_esco_labels": "_esco_labels",
    "read_onet": "_onet",
    "read_starter": "_starter",
    "read_wages": "_wages",
    "to_rdf": "_rdf",
    "read_rdf": "_rdf_read",
    "write_jsonld": "_rdf_write",
    "write_ntriples": "_rdf_write",
    "write_turtle": "_rdf_write",
    "starter_sources": "_starter",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module 'ontology' has no attribute {name!r}")
    value: object = getattr(import_module(f"ontology.{_LATER[name]}"), name)
    globals()[name] = value
    return value
