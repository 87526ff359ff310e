"""Putting figures onto the occupations of a store, with what is lost on the way counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ontology._coded_figures import CodedFigures
from ontology._figure_sources import FigureTables
from ontology._figure_terms import Combine, FigureTerm, figure_terms
from ontology._figure_ways import Crosswalks, Way
from ontology._skill_share import SkillShares
from ontology.additions import is_mapped
from ontology.records import Figure, Matches, Occupation, OccupationGroup, Requires, Skill
from ontology.vocabulary import Scheme

_JOB_ZONE = "job_zone"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLoss:
    """What became of one figure on its way over the crosswalks.

    Attributes:
        figure, source: which one.
        occupations: scheme -> occupations that got the figure.
        direct: of these, how many have it without a crosswalk.
        averaged: of these, how many stand on several codes.
        over_wider: of these, how many came over a match or group that is broader than the occupation.
        refused: occupations left without it because several codes stand for them and it is a count.
        removed: occupations that had it from an earlier import and that this one does not reach.
        codes: codes with a value in the source; withheld: codes whose value the source does not publish.
        unknown: codes that the classification does not have; empty where no list of it is at hand.
        unreached: other codes that stand for no occupation of the store.
        lost: what was lost before any crosswalk and of how much; empty if nothing. `FigureTerm.lost` says what.
    """

    figure: str
    source: str
    occupations: Mapping[str, int]
    direct: int
    averaged: int
    over_wider: int
    refused: int
    removed: int = 0
    codes: int = 0
    withheld: int = 0
    unknown: tuple[str, ...] = ()
    unreached: int = 0
    lost: tuple[float, ...] = ()


@dataclass(slots=True)
class _Tally:
    used: set[str] = field(default_factory=set)
    occupations: Counter[str] = field(default_factory=Counter)
    direct: int = 0
    averaged: int = 0
    over_wider: int = 0
    refused: int = 0
    removed: int = 0

    def count(self, scheme: Scheme, figure: Figure, codes: Iterable[str]) -> None:
        self.used.update(codes)
        self.occupations[scheme] += 1
        self.direct += not figure.via
        self.averaged += bool(figure.spread)
        self.over_wider += "(broad)" in figure.via


@dataclass(frozen=True, slots=True)
class MappedFigures:
    """Occupations whose figures changed, as they are to be stored, and what was lost per figure."""

    occupations: tuple[Occupation, ...]
    losses: tuple[FigureLoss, ...]


def map_figures(
    tables: FigureTables,
    occupations: Sequence[Occupation],
    matches: Iterable[Matches],
    groups: Iterable[OccupationGroup] = (),
    skills: Iterable[Skill] = (),
    requires: Iterable[Requires] = (),
) -> MappedFigures:
    """Put every figure onto the occupations that its codes stand for.

    A figure replaces the one of its name, and where it does not reach an occupation any more, what an earlier import of
    it left there goes; figures that are not in the tables, and all other fields, stay. Green and digital shares are
    counted from the skills and requirements, job zones taken from the O*NET occupations.

    Args:
        occupations, matches, groups, skills, requires: all that the store holds.
    """
    matches = tuple(matches)
    ways = Crosswalks(occupations, matches, groups, tables.soc_2010)
    coded = (*tables.figures, *_job_zones(occupations))
    # Occupation -> figure -> what it is now; None where it is to go.
    new = defaultdict[str, dict[str, Figure | None]](dict)
    losses: list[FigureLoss] = []
    for figures in coded:
        tally = _Tally()
        for occupation in occupations:
            figure, codes = None, tuple[str, ...]()
            if occupation.scheme in figures.term.onto:
                figure, codes = _figure_of(occupation, figures, ways, tally)
            if figure is not None:
                new[occupation.id][figure.name] = figure
                tally.count(occupation.scheme, figure, codes)
            elif _was_mapped(occupation, figures.term.name):
                new[occupation.id][figures.term.name] = None
                tally.removed += 1
        losses.append(_code_loss(figures, tally, ways))
    shares = SkillShares(occupations, matches, skills, requires)
    for term in shares.terms:
        tally = _Tally()
        for occupation in occupations:
            share = shares.share(occupation, term)
            if share is not None:
                new[occupation.id][share.name] = share
                tally.count(occupation.scheme, share, ())
            elif _was_mapped(occupation, term.name):
                new[occupation.id][term.name] = None
                tally.removed += 1
        losses.append(_loss(term, tally))
    changed = (_with(occupation, new[occupation.id]) for occupation in occupations if occupation.id in new)
    before = {occupation.id: occupation for occupation in occupations}
    return MappedFigures(tuple(one for one in changed if one != before[one.id]), tuple(losses))


def _figure_of(
    occupation: Occupation, figures: CodedFigures, ways: Crosswalks, tally: _Tally
) -> tuple[Figure | None, tuple[str, ...]]:
    way = next(iter(ways.ways(occupation, figures.term.source.classification, figures.values)), None)
    if way is None:
        return None, ()
    if len(way.codes) > 1 and figures.term.combine is Combine.TOTAL:
        tally.refused += 1
        return None, ()
    return combine(figures.term, [figures.values[code] for code in way.codes], way), way.codes


def combine(term: FigureTerm, parts: Sequence[Figure], way: Way) -> Figure:
    """One figure of those of several codes, by the rule of its kind.

    Args:
        parts: at least one, in the order of `way.codes`.
    """
    if len(parts) == 1:
        return replace(parts[0], via=way.via)
    ordered = sorted(parts, key=lambda part: part.value)
    # The lower of the two in the middle: a step of the scale that one of the codes really has.
    middle = ordered[(len(ordered) - 1) // 2]
    value = middle.value if term.combine is Combine.ORDINAL else sum(part.value for part in parts) / len(parts)
    return replace(
        middle,
        value=round(value, 6),
        # A mean with a part that is "at least" is itself "at least".
        unit=max((part.unit for part in parts), key=len),
        text=middle.text if term.combine is Combine.ORDINAL else "",
        via=way.via,
        codes=len(parts),
        spread=(ordered[0].value, ordered[-1].value),
    )


def _job_zones(occupations: Iterable[Occupation]) -> tuple[CodedFigures, ...]:
    """Job zones out of the O*NET occupations of the store; none where its release has no year in figures.toml."""
    term = figure_terms()[_JOB_ZONE]
    values = {
        occupation.soc_code: Figure(
            name=term.name, value=float(occupation.job_zone), unit=term.unit,
            year=term.years[occupation.source_version], source=f"onet-{occupation.source_version}",
        )
        for occupation in occupations
        if occupation.scheme is Scheme.ONET and occupation.job_zone and occupation.source_version in term.years
    }  # fmt: skip
    return (CodedFigures(term, values),) if values else ()


def _was_mapped(occupation: Occupation, name: str) -> bool:
    """Whether an earlier import of figures left this one."""
    return any(figure.name == name and is_mapped(figure, occupation.scheme) for figure in occupation.figures)


def _with(occupation: Occupation, new: Mapping[str, Figure | None]) -> Occupation:
    kept = {figure.name: figure for figure in occupation.figures}
    return replace(occupation, figures=tuple(figure for figure in {**kept, **new}.values() if figure is not None))


def _code_loss(figures: CodedFigures, tally: _Tally, ways: Crosswalks) -> FigureLoss:
    native = figures.term.source.classification
    unknown = tuple(sorted(code for code in figures.values if not ways.knows(native, code)))
    return replace(
        _loss(figures.term, tally),
        codes=len(figures.values),
        withheld=len(figures.withheld),
        unknown=unknown,
        unreached=len(figures.values.keys() - tally.used - set(unknown)),
        lost=figures.lost,
    )


def _loss(term: FigureTerm, tally: _Tally) -> FigureLoss:
    return FigureLoss(
        figure=term.name, source=term.source.id, occupations=dict(sorted(tally.occupations.items())),
        direct=tally.direct, averaged=tally.averaged, over_wider=tally.over_wider, refused=tally.refused,
        removed=tally.removed,
    )  # fmt: skip
