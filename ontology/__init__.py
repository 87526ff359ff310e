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
    from ontology._esco import read_esco
    from ontology._esco_labels import read_esco_labels
    from ontology._onet import read_onet
    from ontology._packages import DataPackage, data_packages, fetch_package
    from ontology._rdf import to_rdf, write_turtle
    from ontology._reader import ImportReport, Skipped, SourceReader
    from ontology._relations import Relation
    from ontology._starter import StarterSource, read_starter, starter_sources
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
    "DataPackage",
    "Edge",
    "EducationStatement",
    "ErrorKind",
    "Evidence",
    "ExperienceStatement",
    "Explanation",
    "Figure",
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
    "Scheme",
    "SkillKind",
    "SkillStatement",
    "Skipped",
    "SourceReader",
    "StarterSource",
    "UnknownIdError",
    "Verdict",
    "classification_name",
    "data_packages",
    "fetch_package",
    "graph_id",
    "read_concordance",
    "read_crosswalk",
    "read_csco",
    "read_csco_esco",
    "read_esco",
    "read_esco_labels",
    "read_onet",
    "read_starter",
    "read_wages",
    "starter_sources",
    "to_rdf",
    "write_turtle",
]

# Importers are loaded when first asked for: most commands need none, and they would slow every start.
_LATER = {
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
    "Relation": "_relations",
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
    "write_turtle": "_rdf",
    "starter_sources": "_starter",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module 'ontology' has no attribute {name!r}")
    value: object = getattr(import_module(f"ontology.{_LATER[name]}"), name)
    globals()[name] = value
    return value
