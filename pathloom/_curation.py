"""What the store holds of the things that domain experts work on, read once for `check` and `import curation`."""

from collections import defaultdict
from typing import TYPE_CHECKING

from pathloom._settings import Settings
from pathloom._stores import open_configured

if TYPE_CHECKING:
    from graph import GraphStore
    from ontology import CurationGraph


def stored_graph(settings: Settings) -> "CurationGraph":
    """What the configured store holds; one of an older Pathloom is widened first.

    Raises:
        StoreMissingError: there is none. Curation speaks about what is there, so none is made either.
    """
    from graph.errors import StoreSchemaError

    try:
        with open_configured(settings) as store:
            return curation_graph(store)
    except StoreSchemaError:
        with open_configured(settings, create=True) as store:
            return curation_graph(store)


def curation_graph(store: "GraphStore") -> "CurationGraph":
    """Every concept of a store, and who states which requirement and match."""
    from ontology import CurationGraph
    from ontology.records import Concept, Matches, Occupation, OccupationGroup, Requires, Skill, SkillGroup
    from ontology.vocabulary import CURATION, MatchKind

    kinds: tuple[type[Concept], ...] = (Occupation, OccupationGroup, Skill, SkillGroup)
    concepts = {concept.id: concept for kind in kinds for concept in store.nodes(kind)}
    requirements: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for start, end, source, ended in store.edge_columns(Requires, ("source", "valid_to")):
        # What a source has taken back may be added again; what curation says stays known, or a table could not be
        # imported twice.
        if ended is None or source == CURATION:
            requirements[str(start), str(end)].append(str(source))
    matches: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    exact = []
    for start, end, source, kind, ended in store.edge_columns(Matches, ("source", "kind", "valid_to")):
        if ended is None or source == CURATION:
            matches[str(start), str(end)].append(str(source))
        if kind == MatchKind.EXACT.value and ended is None:
            exact.append((str(start), str(end)))
    return CurationGraph(concepts, requirements, matches, exact)
