"""Bringing figures into the store, and saying how many occupations have which."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pathloom.errors import GraphEmptyError

if TYPE_CHECKING:
    from graph import GraphStore
    from ontology import FigureLoss
    from ontology.records import Matches, Occupation

#: Shown before the figures: a wage by area is an edge to a region, not a figure.
WAGE_BY_AREA = "wage_by_area"


@dataclass(frozen=True, slots=True)
class FigureImport:
    """What an import of figures did.

    Attributes:
        version: the store's version afterwards; written: occupations that changed.
        lacking: source -> files that it needs and that were not there.
        losses: per figure, what was lost on the way to the occupations.
    """

    version: int
    written: int
    lacking: Mapping[str, tuple[str, ...]]
    losses: "tuple[FigureLoss, ...]"

    def document(self) -> dict[str, object]:
        """As JSON."""
        return {
            "source": "figures",
            "version": self.version,
            "written": self.written,
            "lacking": {source: list(files) for source, files in self.lacking.items()},
            "figures": [asdict(loss) for loss in self.losses],
        }


@dataclass(frozen=True, slots=True)
class FigureCoverage:
    """How many occupations have which figure.

    Attributes:
        version: of the store; occupations: scheme -> how many there are.
        figures: name -> scheme -> how many have it, every scheme named.
    """

    version: int
    occupations: Mapping[str, int]
    figures: Mapping[str, Mapping[str, int]]

    def document(self) -> dict[str, object]:
        """As JSON."""
        return asdict(self)


def import_figures(store: "GraphStore", paths: Sequence[Path]) -> FigureImport:
    """Read the figures and write them onto the store's occupations, in one transaction.

    Raises:
        GraphEmptyError: the store holds no occupations.
        SourceError: a file is missing or cannot be used; the store is as before.
    """
    from ontology import believed, map_figures, read_figures
    from ontology.records import Matches, Occupation, OccupationGroup, Requires, Skill

    tables = read_figures(paths)
    occupations = tuple(store.nodes(Occupation))
    if not occupations:
        raise GraphEmptyError(
            "The store holds no occupations that figures could be about.",
            hint="Import occupations first, for example: pathloom import starter.",
            hint_zh="请先导入职业，例如：pathloom import starter。",
        )
    mapped = map_figures(
        tables,
        occupations,
        believed(chain(store.edges(Matches), csco_matches())),
        groups=store.nodes(OccupationGroup),
        skills=store.nodes(Skill),
        requires=believed(store.edges(Requires)),
    )
    if mapped.occupations:
        store.put_nodes(mapped.occupations)
    return FigureImport(store.version(), len(mapped.occupations), tables.lacking, mapped.losses)


def csco_matches() -> "tuple[Matches, ...]":
    """The matches of our own crosswalk from CSCO to ESCO and ISCO-08."""
    from ontology import read_csco_esco
    from ontology.records import Matches

    return tuple(record for record in read_csco_esco() if isinstance(record, Matches))


def figure_coverage(store: "GraphStore", *, on: date) -> FigureCoverage:
    """How many occupations of each scheme have each figure; what nobody has is there with 0.

    `wage_by_area` counts occupations that have a wage of a region themselves, or whose SOC group has one.

    Args:
        on: the day; what a release retired by then does not count.
    """
    from ontology import figure_terms
    from ontology.records import Occupation, Pays

    paid = frozenset(str(row[0]) for row in store.edge_columns(Pays, ()))
    schemes: Counter[str] = Counter()
    counts: dict[str, Counter[str]] = {name: Counter() for name in (WAGE_BY_AREA, *figure_terms())}
    for occupation in store.nodes(Occupation):
        if not holds_on(occupation.valid_to, on):
            continue
        scheme = occupation.scheme.value
        schemes[scheme] += 1
        if paid_occupation(occupation, paid):
            counts[WAGE_BY_AREA][scheme] += 1
        for name in {figure.name for figure in occupation.figures}:
            counts.setdefault(name, Counter())[scheme] += 1
    ordered = dict(sorted(schemes.items()))
    figures = {name: {scheme: found[scheme] for scheme in ordered} for name, found in counts.items()}
    return FigureCoverage(store.version(), ordered, figures)


def paid_occupation(occupation: "Occupation", paid: Container[str]) -> bool:
    """Whether the occupation or its SOC group is among the ids that have a wage of a region."""
    return occupation.id in paid or (bool(occupation.soc_code) and f"soc:{occupation.soc_code[:7]}" in paid)


def holds_on(valid_to: object, on: date) -> bool:
    """Whether what holds until `valid_to` (a date, its ISO text, or None for ever) still holds on the day."""
    return valid_to is None or str(valid_to) > on.isoformat()
