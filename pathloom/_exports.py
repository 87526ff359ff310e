"""Writing the graph out: RDF, GraphML, CSV."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pathloom._settings import Settings
from pathloom._stores import open_configured
from pathloom.errors import FileAccessError

if TYPE_CHECKING:
    from graph import GraphStore


def export(settings: Settings, form: str, directory: Path) -> tuple[Path, ...]:
    """Write the graph into a folder, which is made if need be; returns the files. Each arrives whole, or none does.

    Args:
        form: `rdf`, `nt`, `ttl`, `jsonld`, `graphml` or `csv`.
    Raises:
        FileAccessError: the folder cannot be written, or the disk is full.
    """
    with open_configured(settings) as store:
        try:
            directory.mkdir(parents=True, exist_ok=True)
            # Written beside its place, then moved: a full disk or Ctrl-C leaves what was there before.
            with tempfile.TemporaryDirectory(prefix=".export-", dir=directory) as aside:
                names = _write(store, form, Path(aside))
                return tuple((Path(aside) / name).replace(directory / name) for name in names)
        except OSError as error:
            raise FileAccessError(
                f"The graph cannot be written into {directory}: {error.strerror or error}.",
                hint="Check the folder's rights and the free space, or choose another folder.",
                file=str(directory),
            ) from error


def _write(store: "GraphStore", form: str, directory: Path) -> tuple[str, ...]:
    if form == "csv":
        from graph import export_csv

        return tuple(export_csv(store, directory))
    if form == "graphml":
        from graph import build_snapshot, export_graphml

        export_graphml(build_snapshot(store), directory / "pathloom.graphml")
        return ("pathloom.graphml",)
    from pathloom._rdf_export import export_rdf

    return export_rdf(store, form, directory)
