"""What the store holds of the things that domain experts work on, read once for `check` and `import curation`."""

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph import GraphStore
    from ontology import CurationGraph


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
