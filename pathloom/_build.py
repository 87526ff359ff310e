"""Filling an empty store: the starter data plus the registry packages, stage by stage."""

import click

from ontology import PathloomError
from pathloom._language import say
from pathloom._settings import Settings
from pathloom._sources import PACKAGES, package_records, starter_records
from pathloom._stores import open_configured
from pathloom.commands._output import StageBar


def ensure_graph(settings: Settings) -> bool:
    """Fill the store if it is empty; whether it was.

    The starter data must come in. A registry package that cannot be had is reported with what works without it.
    """
    with open_configured(settings, create=True) as store:
        store.migrate()
        if store.version() > 0:
            return False
    build_graph(settings)
    return True


def build_graph(settings: Settings) -> None:
    """Import the starter data and the registry packages, one transaction each, with progress on stderr."""
    from graph import ingest

    stages = [("starter", say("starter data", "起始数据"))]
    stages += [(name, f"{name} ({package})") for name, package in PACKAGES.items()]
    with open_configured(settings, create=True) as store:
        store.migrate()
        for name, title in stages:
            try:
                records = starter_records() if name == "starter" else package_records(name, settings)
                with StageBar(title) as advance:
                    ingest(store, records, progress=advance)
            except PathloomError as error:
                if name == "starter":
                    raise
                # Each package only adds to the graph; say which part stays out and go on.
                click.echo(f"! {title}: {error}", err=True)
