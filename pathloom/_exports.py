"""Writing the graph out: Turtle, GraphML, CSV."""

from itertools import chain
from pathlib import Path

from ontology import EDGE_TYPES, NODE_TYPES
from ontology.records import PERSONAL_EDGE_TYPES, PERSONAL_NODE_TYPES
from pathloom._settings import Settings
from pathloom._stores import open_configured
from pathloom.errors import InputFileError


def export(settings: Settings, form: str, directory: Path) -> tuple[Path, ...]:
    """Write the graph into a folder, which is made if need be; returns the files.

    Args:
        form: `ttl`, `graphml` or `csv`.
    Raises:
        InputFileError: the folder cannot be written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputFileError(
            f"{directory} cannot be used as a folder: {error.strerror}.", hint="Choose another one."
        ) from error
    with open_configured(settings) as store:
        if form == "csv":
            from graph import export_csv

            return tuple(directory / name for name in export_csv(store, directory))
        if form == "graphml":
            from graph import build_snapshot, export_graphml

            target = directory / "pathloom.graphml"
            export_graphml(build_snapshot(store), target)
            return (target,)
        from ontology import to_rdf

        nodes = chain.from_iterable(store.nodes(kind) for kind in NODE_TYPES if kind not in PERSONAL_NODE_TYPES)
        edges = chain.from_iterable(store.edges(kind) for kind in EDGE_TYPES if kind not in PERSONAL_EDGE_TYPES)
        target = directory / "pathloom.ttl"
        to_rdf(nodes, edges).serialize(target, format="turtle", encoding="utf-8")
        return (target,)
