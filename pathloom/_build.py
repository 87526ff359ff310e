"""Filling an empty store: the starter data plus the registry packages, stage by stage."""

import click

from ontology.errors import SourceError
from pathloom._language import say
from pathloom._settings import Settings
from pathloom._sources import default_stages
from pathloom._stores import open_configured
from pathloom.commands._output import StageBar

_TITLES = {
    "csco": say("Chinese occupations (CSCO 2022)", "中国职业（职业分类大典 2022）"),
    "esco-labels": say("European labels (ESCO 1.2)", "欧洲职业与技能标签（ESCO 1.2）"),
    "wages": say("US wages (OEWS May 2025)", "美国工资（OEWS 2025 年 5 月）"),
    "starter": say("starter data and benefits", "起始数据与政策待遇"),
}


def ensure_graph(settings: Settings) -> bool:
    """Fill the store if it is empty; whether it was.

    The starter data must come in. A registry package that cannot be had is reported with what works without it.
    """
    from graph.errors import StoreMissingError, StoreSchemaError

    try:
        # Only read, so that a store on a read-only medium can be served.
        with open_configured(settings) as store:
            if store.version() > 0:
                return False
    except StoreMissingError:
        pass
    except StoreSchemaError:
        with open_configured(settings, create=True) as store:
            # An older schema was widened; a newer one has raised again.
            if store.version() > 0:
                return False
    build_graph(settings)
    return True


def build_graph(settings: Settings) -> None:
    """Import the registry packages and the starter data, one transaction each, with progress on stderr."""
    from graph import ingest

    with open_configured(settings, create=True) as store:
        store.migrate()
        for name, records in default_stages(settings):
            try:
                with StageBar(_TITLES[name]) as show:
                    ingest(store, records(), progress=show)
            except SourceError as error:
                if name == "starter":
                    raise
                # Each package only adds to the graph; say which part stays out and go on.
                click.echo(f"  {error}", err=True)
                click.echo(say(f"  Later: pathloom import {name}", f"  之后可执行：pathloom import {name}"), err=True)
