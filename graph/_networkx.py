"""The reference graph as a NetworkX graph, for researchers; answers never come from it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph._snapshot import ConceptTable, Links, Snapshot
from ontology.records import Course, Occupation, Region, Skill
from ontology.vocabulary import MoveBasis, RelatedTier

if TYPE_CHECKING:
    import networkx as nx

_WORDS: Mapping[str, Sequence[str]] = {
    "basis": [word.value for word in MoveBasis],
    "tier": [word.value for word in RelatedTier],
}


def to_networkx(snapshot: Snapshot) -> "nx.MultiDiGraph[str]":
    """Occupations, skills, courses, regions and groups with the edges between them. O(nodes + edges), about 1 kB each.

    A node is its id and has `kind` and `label_<language>`, an occupation also its codes; an edge's key is its type
    (`REQUIRES`, `MOVES_TO`, ...) and its attributes are the snapshot's columns, with words for indices. Numbers that
    are unknown are left out.
    """
    # NetworkX takes half a second to import, which only its users should pay.
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        store_id=snapshot.store_id, version=snapshot.version, sources="; ".join(" ".join(s) for s in snapshot.sources)
    )
    occupations, skills = snapshot.occupations.ids, snapshot.skills.ids
    _add_nodes(graph, snapshot.occupations, "Occupation")
    _add_nodes(graph, snapshot.skills, "Skill")
    _add_nodes(graph, snapshot.courses, "Course")
    _add_nodes(graph, snapshot.regions, "Region")
    graph.add_nodes_from(snapshot.occupation_group_ids, kind="OccupationGroup")
    graph.add_nodes_from(snapshot.skill_group_ids, kind="SkillGroup")
    _add_links(
        graph, "REQUIRES", snapshot.requires, occupations, skills, sources=[name for name, *_ in snapshot.sources]
    )
    _add_links(graph, "MOVES_TO", snapshot.moves, occupations, occupations)
    _add_links(graph, "RELATED", snapshot.related, occupations, occupations)
    _add_links(graph, "RELATED", snapshot.skill_related, skills, skills)
    _add_links(graph, "TEACHES", snapshot.teaches, snapshot.courses.ids, skills)
    _add_links(graph, "BROADER", snapshot.occupation_groups, occupations, snapshot.occupation_group_ids)
    _add_links(graph, "BROADER", snapshot.skill_groups, skills, snapshot.skill_group_ids)
    for row in snapshot.pay:
        for pay in snapshot.pay[row]:
            if pay.to_id not in graph:
                # Adding the edge would add its end too, whatever that is.
                continue
            graph.add_edge(
                occupations[row],
                pay.to_id,
                key=f"PAYS {pay.from_id} {pay.year} {pay.source}",
                type="PAYS",
                median_wage_per_month=pay.median_wage_per_month,
                currency=pay.currency,
                year=pay.year,
                statistic=pay.statistic,
            )
    return graph


def _add_nodes(graph: "nx.MultiDiGraph[str]", table: ConceptTable[Any], kind: str) -> None:
    for row, node_id in enumerate(table.ids):
        record: Occupation | Skill | Course | Region = table.record(row)
        attributes: dict[str, str] = {f"label_{language}": text for language, text in sorted(record.labels.items())}
        if isinstance(record, Occupation):
            attributes |= {"isco_code": record.isco_code, "soc_code": record.soc_code}
        if isinstance(record, Occupation | Skill):
            attributes["scheme"] = record.scheme.value
        graph.add_node(node_id, kind=kind, **attributes)


def _add_links(
    graph: "nx.MultiDiGraph[str]",
    name: str,
    links: Links,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    sources: Sequence[str] = (),
) -> None:
    words = {**_WORDS, "source": sources}
    values = {column: list(_plain(links.columns[column].tolist(), words.get(column))) for column in links.columns}
    for row, node_id in enumerate(rows):
        for position in range(links.indptr[row], links.indptr[row + 1]):
            attributes = {column: value[position] for column, value in values.items() if value[position] is not None}
            graph.add_edge(node_id, columns[links.indices[position]], key=name, type=name, **attributes)


def _plain(values: Sequence[Any], words: Sequence[str] | None) -> Iterator[object]:
    """A column's values as Python ones: words for indices, None for unknown."""
    convert: Callable[[Any], object] = words.__getitem__ if words else _known
    return map(convert, values)


def _known(value: float) -> object:
    return None if value != value or (isinstance(value, int) and value < 0) else value
